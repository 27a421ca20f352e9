"""The view switch in the middle of the tool bar: Curves, Stacked, Variation table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from gui.style import ui_font

VIEW_NAMES = {
    "curves": "Curves", "stacked": "Stacked", "table": "Variation table",
    "field": "Field", "hessian": "Hessian", "surface": "Surface", "arrows": "Gradient field",
    "cut": "Cut",
    "matrix": "Hessian", "plane": "Plane", "sheet": "Surface of a plane", "line": "Cut",
    "grid": "Grid", "jacobian": "Jacobian", "det": "det J", "flow": "Flow", "path": "Path",
}  # fmt: skip
VIEW_KEYS = {
    "curves": "F2", "stacked": "F3", "table": "F4",
    "field": "Shift+F2", "hessian": "Shift+F3", "surface": "Shift+F4", "arrows": "Shift+F5",
    "cut": "Shift+F6",
    "matrix": "Alt+F2", "plane": "Alt+F3", "sheet": "Alt+F5", "line": "Alt+F6",
    "grid": "Ctrl+F2", "jacobian": "Ctrl+F3", "det": "Ctrl+F5", "flow": "Ctrl+F6",
    "path": "Ctrl+F7",
}  # fmt: skip
VIEW_TIPS = {
    "curves": "All curves in one plot.",
    "stacked": "f, f′ and f″ below one another, with one x axis.",
    "table": "Signs of f′ and f″, and where f rises and falls.",
    "field": "f in colours over its two variables, with contours and the gradient.",
    "hessian": "f beside the four fields of its second derivatives.",
    "surface": "f as a surface in space, with its tangent plane and quadratic model.",
    "arrows": "The gradient as arrows over the field; they point where f rises fastest.",
    "cut": "f along a line through the point, as a curve.",
    "matrix": "All second derivatives at the point as one matrix, with gradient and eigenvalues.",
    "plane": "f over two of its coordinates as a field; the others stand still.",
    "sheet": "f over two of its coordinates as a surface; the others stand still.",
    "line": "f along one of its coordinates through the point, as a curve.",
    "grid": "A grid in the plane beside its image under the map.",
    "jacobian": "All first derivatives of the map at the point as one matrix.",
    "det": "The determinant of the Jacobian, or another number of it, in colours.",
    "flow": "The map as arrows or streamlines over the plane.",
    "path": "The curve with its velocity, acceleration and curvature.",
}
SHADE_NAMES = {
    "value": "f", "slope": "Length of the gradient", "x": "∂f/∂x", "y": "∂f/∂y",
    "xx": "∂²f/∂x²", "xy": "∂²f/∂x∂y", "yy": "∂²f/∂y²", "det": "Determinant of the Hessian",
    "trace": "Trace of the Hessian", "largest": "Largest eigenvalue of the Hessian",
    "smallest": "Smallest eigenvalue of the Hessian",
    "definiteness": "Definiteness of the Hessian",
}  # fmt: skip
_HEIGHT = 26


class ViewSwitch(QFrame):
    """One button for each view there is; `view_chosen` carries the view."""

    view_chosen = Signal(str)

    def __init__(self, views: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switch")
        self.setAccessibleName("View")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self.buttons = {view: self._make(view) for view in views}
        for button in self.buttons.values():
            row.addWidget(button)
        self._group.buttonClicked.connect(self._chosen)
        self.offered = views
        self.adjustSize()

    def show_view(self, view: str) -> None:
        """Show which view is on; never fires."""
        if view in self.buttons:
            self.buttons[view].setChecked(True)

    def offer(self, views: tuple[str, ...]) -> bool:
        """Offer these views alone; whether that changes anything."""
        if views == self.offered:
            return False
        self.offered = views
        for view, button in self.buttons.items():
            button.setVisible(view in views)
        self.adjustSize()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        buttons = [each for each in self.buttons.values() if not each.isHidden()]
        focused = next((place for place, each in enumerate(buttons) if each.hasFocus()), None)
        if ways is None or focused is None:
            super().keyPressEvent(event)
            return
        button = buttons[(focused + ways) % len(buttons)]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()

    def _make(self, view: str) -> QToolButton:
        name = VIEW_NAMES[view]
        button = QToolButton(self)
        button.setText(name)
        button.setObjectName(view)
        button.setCheckable(True)
        button.setAccessibleName(f"View: {name}")
        button.setToolTip(f"{name} ({VIEW_KEYS[view]})\n{VIEW_TIPS[view]}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bold = QFontMetrics(ui_font(weight=QFont.Weight.DemiBold))
        button.setFixedSize(bold.horizontalAdvance(name) + 30, _HEIGHT)
        self._group.addButton(button)
        return button

    def _chosen(self, button: QWidget) -> None:
        self.view_chosen.emit(button.objectName())

"""The switches under a formula: a pill for each order of derivative, an icon for each mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.document import HIGHEST_ORDER
from gui.icons import icon
from gui.panels.cards import icon_button
from gui.panels.flow import Flow
from gui.panels.marks import OrderPill, order_name
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from core.document import Formula

ORDERS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is drawn at the point; `name` is its field in `Formula`."""

    name: str
    title: str
    shortcut: str
    tip: str


MARKS = (
    Mark("tangent", "Tangent", "Ctrl+T", "The line that touches the curve at the point."),
    Mark("normal", "Normal", "Ctrl+Shift+M", "The line square to the tangent."),
    Mark("circle", "Circle of curvature", "Ctrl+Shift+O", "The circle that bends like the curve."),
    Mark("taylor", "Taylor polynomial", "Ctrl+Shift+Y", "The polynomial closest to the curve."),
    Mark("secant", "Secant", "Ctrl+Shift+H", "The line through the points at x and x + h."),
    Mark("newton", "Newton's iteration", "Ctrl+Shift+W", "The way along tangents to a root."),
)


def is_on(formula: Formula, mark: str) -> bool:
    """True when a mark is drawn; a Taylor polynomial of order 0 is one too."""
    value = getattr(formula, mark)
    return value is not None and value is not False


class RowTools(Flow):
    """Pills first; the marks follow in the same line where there is room, else in the next."""

    order_switched = Signal(int, bool)
    mark_switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=6, line_gap=5, group_gap=12, parent=parent)
        self._theme = LIGHT
        self._formula: Formula | None = None
        self._name = "f"
        self._shows = False
        self.pills = tuple(OrderPill(order, self) for order in range(HIGHEST_ORDER + 1))
        self.more = QToolButton(self)
        self.more.setText("f⁽ⁿ⁾")
        self.more.setFixedSize(38, 24)
        self.more.setAccessibleName("Higher derivatives")
        self.more.setToolTip("Higher derivatives\nShow the curves of order 3 to 6.")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self.show_orders)
        self.marks = {mark.name: self._make(mark) for mark in MARKS}
        for pill in self.pills:
            pill.clicked.connect(self._pill_clicked)
        marks = Flow(gap=1, line_gap=2, parent=self)
        self._marks = marks
        for button in self.marks.values():
            button.setParent(marks)
        marks.set_groups([[button] for button in self.marks.values()])
        marks.setMinimumWidth(len(self.marks) * 25 - 1)
        self.set_groups([[*self.pills, self.more], [marks]])

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the focus, in order."""
        return (*self.pills, self.more, *self.marks.values())

    def show_formula(self, formula: Formula | None, name: str, theme: Theme) -> None:
        """Show what is switched on; never fires."""
        if self._shows and (self._formula, self._name, self._theme) == (formula, name, theme):
            self.arrange()  # what it needs may have come meanwhile: its letters
            return
        self._shows = True
        self._formula, self._name, self._theme = formula, name, theme
        for pill in self.pills:
            place = formula.color(pill.order) if formula is not None else None
            shown = formula is not None and pill.order in formula.shown
            pill.show_curve(name, None if place is None else theme.curves[place], theme)
            pill.setChecked(shown)
            pill.setVisible(shown or pill.order in ORDERS)
        for mark, button in self.marks.items():
            on = formula is not None and is_on(formula, mark)
            button.setChecked(on)
            button.setIcon(icon(mark, theme.accent if on else theme.muted))
        self.arrange()

    def show_orders(self) -> None:
        """Offer the orders 3 to 6."""
        if self._formula is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for order in range(ORDERS[-1] + 1, HIGHEST_ORDER + 1):
            action = menu.addAction(order_name(self._name, order))
            action.setCheckable(True)
            action.setChecked(order in self._formula.shown)
            action.setData(order)
        menu.triggered.connect(self._order_chosen)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _order_chosen(self, action: QAction) -> None:
        self.order_switched.emit(int(action.data()), action.isChecked())

    def _make(self, mark: Mark) -> QToolButton:
        tip = f"{mark.title} ({mark.shortcut})\n{mark.tip}"
        button = icon_button(f"{mark.title} at the point", tip, self)
        button.setObjectName(mark.name)
        button.setCheckable(True)
        button.clicked.connect(self._mark_clicked)
        return button

    def _pill_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, OrderPill):
            self.order_switched.emit(pill.order, pill.isChecked())

    def _mark_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self.mark_switched.emit(button.objectName(), button.isChecked())

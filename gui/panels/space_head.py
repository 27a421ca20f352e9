"""The line above a view of many variables: the order of a Hessian, or the coordinates seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from core.choices import ALONG, SPACE_VIEWS, cut_of, pair_of
from core.words import plain_name
from gui.panels.headings import small
from gui.style import ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.choices import Several

HEIGHT = 36
_LEFT = 50  # where the plot begins
_CONTROL = 26
_BOX = 72
_WAY = "direction"
_PAUSE = 600  # ms after which no digit follows any more
_CONTROLS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_ORDERS = {
    "typed": ("As typed", "Rows in the order of the variables."),
    "coupling": ("By coupling", "Variables that bend f together side by side."),
}


class CoordinateBox(QComboBox):
    """Chooses a variable, also by typing its number. `chosen` carries the variable."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._digits = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._typed)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}\nChoose a variable, or type its number.")
        self.setMinimumWidth(_BOX)
        self.setFixedHeight(_CONTROL)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.activated.connect(self._activated)

    def show_choice(self, names: Sequence[str], name: str) -> None:
        """Show which variable is chosen of which; never fires."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self.blockSignals(True)
            self.clear()
            self.addItems([_WAY if each == ALONG else plain_name(each) for each in names])
            self.blockSignals(False)
        place = self._names.index(name) if name in self._names else -1
        if place != self.currentIndex():
            self.setCurrentIndex(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turned over by accident, it would change the picture: only with the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits typed in a row are the number of a variable, as long as there is one."""
        key = Qt.Key(event.key())
        if event.text().isdecimal() and not event.modifiers() & _CONTROLS:
            longer = self._digits + event.text()
            self._digits = longer if int(longer) <= len(self._names) else event.text()
            if 10 * int(self._digits) > len(self._names):
                self._typed()  # no digit can follow
            else:
                self._pause.start()
        elif self._digits and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._typed()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._typed()
        super().focusOutEvent(event)

    def _typed(self) -> None:
        """Choose the variable whose number was typed."""
        self._pause.stop()
        typed, self._digits = self._digits, ""
        if typed and 1 <= int(typed) <= len(self._names):
            self.chosen.emit(self._names[int(typed) - 1])

    def _activated(self, place: int) -> None:
        self.chosen.emit(self._names[place])


class OrderSwitch(QFrame):
    """As typed or by coupling; `order_chosen` carries the order."""

    order_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switch")
        self.setAccessibleName("Order of the rows")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self.buttons = {order: self._make(order) for order in _ORDERS}
        for button in self.buttons.values():
            row.addWidget(button)
        self.setFixedHeight(_CONTROL)
        self._group.buttonClicked.connect(self._clicked)

    def show_order(self, order: str) -> None:
        """Show which order is on; never fires."""
        self.buttons[order].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        other = next((each for each in self.buttons.values() if not each.isChecked()), None)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and other is not None:
            other.setFocus(Qt.FocusReason.TabFocusReason)
            other.click()
        else:
            super().keyPressEvent(event)

    def _make(self, order: str) -> QToolButton:
        text, tip = _ORDERS[order]
        button = QToolButton(self)
        button.setText(text)
        button.setObjectName(order)
        button.setCheckable(True)
        button.setAccessibleName(f"Order: {text.lower()}")
        button.setToolTip(f"{text}\n{tip}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bold = QFontMetrics(ui_font(weight=QFont.Weight.DemiBold))
        button.setFixedSize(bold.horizontalAdvance(text) + 22, _CONTROL - 2)
        self._group.addButton(button)
        return button

    def _clicked(self, button: QWidget) -> None:
        self.order_chosen.emit(button.objectName())


class SpaceHead(QWidget):
    """What is chosen in the view that is on; hidden while there are not many variables."""

    order_chosen = Signal(str)
    across_chosen = Signal(str)
    up_chosen = Signal(str)
    cut_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.order = OrderSwitch(self)
        self.across = CoordinateBox("Coordinate across", self)
        self.up = CoordinateBox("Coordinate upwards", self)
        self.cut = CoordinateBox("Coordinate of the cut", self)
        self._parts: dict[str, tuple[QWidget, ...]] = {
            "matrix": (_word("Order", self), self.order),
            "plane": (self.across, _word("across,", self), self.up, _word("up", self)),
            "line": (_word("Along", self), self.cut),
        }
        self._parts["sheet"], self._parts["cut"] = self._parts["plane"], self._parts["line"]
        self.rest = _word("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT, 0, 14, 4)
        row.setSpacing(8)
        for view in ("matrix", "plane", "line"):
            for part in self._parts[view]:
                row.addWidget(part)
        row.addWidget(self.rest)
        row.addStretch(1)
        self.order.order_chosen.connect(self.order_chosen)
        self.across.chosen.connect(self.across_chosen)
        self.up.chosen.connect(self.up_chosen)
        self.cut.chosen.connect(self.cut_chosen)
        self.hide()

    def show_choice(
        self, view: str, chosen: Several, names: Sequence[str], vector: bool = False
    ) -> None:
        """Show what is chosen for a view of these variables; hidden for another view.

        Along a direction only what is no vector is cut.
        """
        suits = view in (*SPACE_VIEWS, "cut") and len(names) > 1
        self.setVisible(suits)
        if not suits:
            return
        seen = self._parts[view]
        for parts in self._parts.values():
            for part in parts:
                part.setVisible(part in seen)
        self.order.show_order(chosen.order)
        across, up = pair_of(chosen, tuple(names))
        self.across.show_choice(names, across)
        self.up.show_choice(names, up)
        slanted = chosen.cut == ALONG and not vector
        ways = names if vector else (*names, ALONG)
        self.cut.show_choice(ways, ALONG if slanted else cut_of(chosen, tuple(names)))
        still = len(names) - (1 if view in ("line", "cut") else 2)
        if slanted and view in ("line", "cut"):
            self.rest.setText("through the point, by the distance from where it is nearest 0")
            return
        others = "the other coordinate stands" if still == 1 else f"the other {still} stand"
        self.rest.setText("" if view == "matrix" else f"{others} still")


def _word(text: str, parent: QWidget) -> QLabel:
    return small(QLabel(text, parent))

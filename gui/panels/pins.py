"""The pinned points, as small rows under the formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.icons import icon
from gui.panels.cards import icon_button
from gui.panels.marks import order_name
from gui.panels.numbers import number_text
from gui.panels.pin_sheet import PinSheet
from gui.panels.tangent_card import letter_of
from gui.style import RADIUS, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.document import Document, Pin
    from core.frame import Frame, Point

HEIGHT = 38
_DOT = 4.5
_CHIP_MIDDLE = 10
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class _Name(QAbstractButton):
    """The dot and the words of a pin; a click brings the point there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._color = LIGHT.curves[0]
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_pin(self, words: str, color: str, theme: Theme) -> None:
        if (words, color, theme) != (self.text(), self._color, self._theme):
            self._color, self._theme = color, theme
            self.setText(words)
            self.setAccessibleName(f"{words}. Go there.")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.hover))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._color))
        painter.drawEllipse(QPointF(_CHIP_MIDDLE, self.height() / 2), _DOT, _DOT)
        painter.setFont(ui_font())
        painter.setPen(QColor(self._theme.text))
        place = rect.adjusted(33, 0, -4, 0)
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)


class PinRow(QWidget):
    """One pinned point: where it is, and buttons that hide it, set it up and take it away."""

    chosen = Signal(int)
    removal_wanted = Signal(int)
    switched = Signal(int, bool)
    renamed = Signal(int, str)
    moved = Signal(int, float)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self._theme = LIGHT
        self.name = _Name(self)
        title = f"Remove {pin_name(number)}"
        self.remove = icon_button(title, f"{title}\nThe point itself stays.", self)
        self.eye = icon_button(f"Hide {pin_name(number)}", parent=self)
        tip = f"More for {pin_name(number)}\nIts name and its exact place."
        self.menu = icon_button(f"More for {pin_name(number)}", tip, self)
        self._pin: Pin | None = None
        self._sheet: PinSheet | None = None
        self._variable = "x"
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 5, 8, 5)
        row.setSpacing(2)
        row.addWidget(self.name, 1)
        for button in (self.eye, self.menu, self.remove):
            row.addWidget(button)
        self.setFixedHeight(HEIGHT)
        self.name.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        self.eye.clicked.connect(self._switch)
        self.menu.clicked.connect(self.open_sheet)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the focus, in order."""
        return (self.name, self.eye, self.menu, self.remove)

    def open_sheet(self) -> None:
        """Open the name and the place of the pin."""
        if self._pin is None:
            return
        if self._sheet is not None:
            self._sheet.deleteLater()
        title = pin_title(self._pin)
        self._sheet = PinSheet(self._pin, title, self._variable, self._theme, self)
        self._sheet.renamed.connect(self.renamed)
        self._sheet.moved.connect(self.moved)
        self._sheet.open_under(self.menu)

    def show_pin(self, pin: Pin, point: Point | None, color: str, theme: Theme) -> None:
        self._theme, self._pin = theme, pin
        self._variable = variable = letter_of(point.variable) if point is not None else "x"
        words = f"{pin_title(pin)} at {variable} = {number_text(pin.x, 6)}"
        self.name.show_pin(words, color if pin.visible else theme.faint, theme)
        self.eye.setIcon(icon("eye" if pin.visible else "eye-off", theme.muted))
        verb = "Hide" if pin.visible else "Show"
        self.eye.setToolTip(f"{verb} {pin_title(pin)}")
        self.eye.setAccessibleName(f"{verb} {pin_title(pin)}")
        self.menu.setIcon(icon("menu", theme.muted))
        if self._sheet is not None:
            self._sheet.show_pin(pin, pin_title(pin))
        self.name.setToolTip("\n".join([words, *_values(point), "Click to move the point there."]))
        self.remove.setIcon(icon("close", theme.muted))

    def paintEvent(self, event: QPaintEvent) -> None:
        line = QRectF(0, self.height() - 1, self.width(), 1)
        QPainter(self).fillRect(line, QColor(self._theme.border))

    def _choose(self) -> None:
        self.chosen.emit(self.number)

    def _switch(self) -> None:
        if self._pin is not None:
            self.switched.emit(self.number, not self._pin.visible)

    def _remove(self) -> None:
        self.removal_wanted.emit(self.number)


class PinList(QWidget):
    """All pinned points of a document; rows that stay keep their focus."""

    chosen = Signal(int)
    removal_wanted = Signal(int)
    switched = Signal(int, bool)
    renamed = Signal(int, str)
    moved = Signal(int, float)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document: Document | None = None
        self._points: dict[int, Point] = {}
        self._rows: dict[int, PinRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    @property
    def rows(self) -> tuple[PinRow, ...]:
        return tuple(self._rows.values())

    def show_document(self, document: Document) -> None:
        """Have a row for each pin; never fires."""
        self._document = document
        numbers = [pin.number for pin in document.pins]
        for number in [number for number in self._rows if number not in numbers]:
            row = self._rows.pop(number)
            row.hide()
            row.deleteLater()
        old = self._rows
        self._rows = {number: old.get(number) or self._make(number) for number in numbers}
        for place, row in enumerate(self._rows.values()):
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
        self._refresh()
        self.setVisible(bool(numbers))

    def paint_frame(self, frame: Frame) -> None:
        """Take the values at the pins from a frame."""
        points = dict(frame.pins)
        if points != self._points:
            self._points = points
            self._refresh()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._refresh()

    def _refresh(self) -> None:
        if self._document is None:
            return
        for pin in self._document.pins:
            formula = next((row for row in self._document.formulas if row.key == pin.key), None)
            place = (formula.color(0) if formula is not None else None) or 0
            color = self._theme.curves[place]
            row = self._rows[pin.number]
            row.show_pin(pin, self._points.get(pin.number), color, self._theme)

    def _make(self, number: int) -> PinRow:
        row = PinRow(number, self)
        row.chosen.connect(self.chosen)
        row.removal_wanted.connect(self.removal_wanted)
        row.switched.connect(self.switched)
        row.renamed.connect(self.renamed)
        row.moved.connect(self.moved)
        row.show()
        return row


def pin_name(number: int) -> str:
    return "P" + str(number).translate(_SUBSCRIPT)


def pin_title(pin: Pin) -> str:
    """What a pin is called: its name, else P with its number."""
    return pin.name or pin_name(pin.number)


def _values(point: Point | None) -> list[str]:
    if point is None:
        return []
    return [
        f"{order_name(point.name, order)} = {number_text(reading.value, 8)}"
        for order, reading in enumerate(point.readings)
        if reading.value is not None
    ]

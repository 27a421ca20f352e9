"""A field for a number that takes expressions such as pi/2, arrows and the wheel."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from core.errors import InputError
from gui.panels.keys import belongs_to_window
from gui.panels.numbers import field_text
from gui.style import draw_field
from gui.theme import LIGHT, Theme

_STEPPER = 18
_HEIGHT = 26


def read_number(text: str) -> float:
    """The number an expression stands for. InputError when there is none."""
    from core.language import number  # the parser is not needed to show the window

    value = float(number(text))
    if not math.isfinite(value):
        raise InputError("This number is not finite.", 0, len(text))
    return value


class NumberField(QLineEdit):
    """Shows a number; `value_entered` when the person typed, stepped or turned to another.

    With `quiet`, the field has no outline until it is hovered or has the focus.
    """

    value_entered = Signal(float)
    entry_finished = Signal()

    def __init__(self, name: str, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = math.nan
        self._step = 0.1
        self._theme = LIGHT
        self._quiet = quiet
        self._wrong = False
        self.setAccessibleName(name)
        self.setFixedHeight(_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self.setTextMargins(2 if quiet else 4, 0, 2 if quiet else _STEPPER - 3, 0)
        self.textEdited.connect(self._clear_mistake)

    @property
    def value(self) -> float:
        return self._value

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_value(self, value: float, step: float = 0.1) -> None:
        """Show a value; what the person is typing just now stays."""
        self._step = step
        if value == self._value:
            return
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self._write(value)

    def set_name(self, name: str) -> None:
        self.setAccessibleName(name)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if belongs_to_window(event):
                event.ignore()
                return False
            if event.key() == Qt.Key.Key_Escape and self.isModified():
                event.accept()  # Esc takes back what was typed, before it leaves the field
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            self.selectAll()
        elif key == Qt.Key.Key_Escape and self.isModified():
            self._write(self._value)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._turn(1 if key == Qt.Key.Key_Up else -1, event.modifiers())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus() or not event.angleDelta().y():
            event.ignore()
            return
        self._turn(1 if event.angleDelta().y() > 0 else -1, event.modifiers())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._quiet and event.position().x() > self.width() - _STEPPER:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            up = event.position().y() < self.height() / 2
            self._turn(1 if up else -1, event.modifiers())
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = not self._quiet and event.position().x() > self.width() - _STEPPER
        shape = Qt.CursorShape.ArrowCursor if over else Qt.CursorShape.IBeamCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        super().mouseMoveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._enter()
            self.deselect()
            self.entry_finished.emit()

    def draw_ground(self, painter: QPainter) -> None:
        """Called by our style in place of the ordinary ground of a line field."""
        focused = self.hasFocus()
        if not self._quiet or focused or self.underMouse():
            outline = self._theme.error if self._wrong else None
            draw_field(painter, QRectF(self.rect()), self._theme, focused, outline)
        if not self._quiet:
            self._draw_arrows(painter)

    def _draw_arrows(self, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.muted))
        x, middle = self.width() - 10.5, self.height() / 2
        for way in (-1, 1):
            base = middle + way * 2.2
            tip = QPointF(x, base + way * 4)
            painter.drawPolygon(QPolygonF([QPointF(x - 3.2, base), QPointF(x + 3.2, base), tip]))
        painter.restore()

    def _turn(self, ways: int, modifiers: Qt.KeyboardModifier) -> None:
        self._enter()
        step = self._step
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            step /= 10
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            step *= 10
        self._offer(round(self._value / step + ways) * step)

    def _enter(self) -> None:
        if not self.isModified():
            return
        try:
            value = read_number(self.text())
        except InputError as error:
            self._wrong = True
            self.setToolTip(error.message.replace("`", ""))
            self.update()
            return
        self._offer(value)

    def _offer(self, value: float) -> None:
        value = float(f"{value:.12g}")
        changed = value != self._value
        self._value = value
        self._write(value)
        if changed:
            self.value_entered.emit(value)

    def _write(self, value: float) -> None:
        self._clear_mistake()
        self.setText(field_text(value))
        self.setModified(False)
        self.setCursorPosition(0)

    def _clear_mistake(self) -> None:
        if self._wrong:
            self._wrong = False
            self.setToolTip("")
            self.update()

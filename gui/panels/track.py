"""The track of a slider: a QSlider over a range of floats, with round values to land on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

STEPS = 10_000
_HANDLE = 14
_FINE = 10.0


class Track(QSlider):
    """Moves a value between a minimum and a maximum.

    `value_dragged` fires for every move of the person, `released` when the move is over. Shift
    moves ten times finer, Ctrl ten times coarser.
    """

    value_dragged = Signal(float)
    released = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._minimum, self._maximum, self._value = 0.0, 1.0, math.nan
        self._grip: tuple[float, float] | None = None
        self.setRange(0, STEPS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    @property
    def step(self) -> float:
        """The round number nearest below a hundredth of the range: 0.1 for a range of 10."""
        return _power_of_ten((self._maximum - self._minimum) / 100)

    def show_value(self, value: float, minimum: float, maximum: float) -> None:
        """Show where a value stands; never fires."""
        if (value, minimum, maximum) == (self._value, self._minimum, self._maximum):
            return
        self._value, self._minimum, self._maximum = value, minimum, maximum
        zero = min(max(0.0, minimum), maximum) if minimum <= 0 <= maximum else minimum
        self.setProperty("origin", self._steps(zero))
        with QSignalBlocker(self):
            self.setValue(self._steps(value))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 20)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        if abs(x - self._place(self._value)) > _HANDLE / 2:
            self._move_to(self._value_at(x), fine=False)
        self._grip = (x, self._value)
        self.setSliderDown(True)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        start, value = self._grip
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        run = (event.position().x() - start) * self._per_pixel() / (_FINE if fine else 1.0)
        self._move_to(value + run, fine)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._grip = None
            self.setSliderDown(False)
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self._turn(-1, event.modifiers())
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self._turn(1, event.modifiers())
        elif key == Qt.Key.Key_PageDown:
            self._turn(-10, event.modifiers())
        elif key == Qt.Key.Key_PageUp:
            self._turn(10, event.modifiers())
        elif key == Qt.Key.Key_Home:
            self._offer(self._minimum)
        elif key == Qt.Key.Key_End:
            self._offer(self._maximum)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus() or not event.angleDelta().y():
            event.ignore()  # the panel scrolls instead
            return
        self._turn(1 if event.angleDelta().y() > 0 else -1, event.modifiers())
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.released.emit()

    def _turn(self, ways: int, modifiers: Qt.KeyboardModifier) -> None:
        step = self.step
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            step /= _FINE
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            step *= _FINE
        self._offer(round(self._value / step + ways) * step)

    def _move_to(self, value: float, fine: bool) -> None:
        """Land on a round value about as fine as a pixel."""
        grain = _power_of_ten(self._per_pixel()) / (_FINE if fine else 1.0)
        self._offer(round(value / grain) * grain)

    def _offer(self, value: float) -> None:
        value = float(f"{min(max(value, self._minimum), self._maximum):.12g}")
        if value == self._value:
            return
        self.show_value(value, self._minimum, self._maximum)
        self.value_dragged.emit(value)

    def _per_pixel(self) -> float:
        return (self._maximum - self._minimum) / max(1, self.width() - _HANDLE)

    def _place(self, value: float) -> float:
        return _HANDLE / 2 + (value - self._minimum) / self._per_pixel()

    def _value_at(self, x: float) -> float:
        return self._minimum + (x - _HANDLE / 2) * self._per_pixel()

    def _steps(self, value: float) -> int:
        share = (value - self._minimum) / (self._maximum - self._minimum)
        return round(STEPS * min(max(share, 0.0), 1.0))


def _power_of_ten(size: float) -> float:
    return 10.0 ** math.floor(math.log10(size) + 1e-9)

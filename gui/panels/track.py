"""The track of a slider: a QSlider over a scale of floats, with round values to land on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSignalBlocker, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QWidget

from core.document import Parameter
from gui.panels.scale import Linear, scale_of, stepped

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

    from gui.panels.scale import Scale

STEPS = 10_000
_HANDLE = 14
_DOT = 1.6
_FINE = 10.0
_PAGE = 10
AFTER_PICTURE = 10  # ms in which the picture of a move is painted; the handle follows
_PAUSE = 300  # ms without a move from outside after which it is over


class Track(QSlider):
    """Moves a value along a scale.

    `value_dragged` fires for every move of the person, `released` when the move is over. Shift
    moves ten times finer, Ctrl ten times coarser; a slider with a step keeps to its grid.
    """

    value_dragged = Signal(float)
    released = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._scale: Scale = Linear(0.0, 1.0)
        self._slider = Parameter("", 0.0, 0.0, 1.0)
        self._value = math.nan
        self._grip: tuple[float, float] | None = None
        self._marks: tuple[float, ...] = ()
        self._ink = ""
        self.setRange(0, STEPS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.released)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_PICTURE)
        self._soon.timeout.connect(self._show_place)
        self.valueChanged.connect(self._set_from_outside)

    @property
    def step(self) -> float:
        """What an arrow moves by: the step of the slider, else a round hundredth of its range."""
        if self._slider.step is not None:
            return self._slider.step
        return self._scale.grain(self._value, 0.01)

    def show_value(self, value: float, minimum: float, maximum: float) -> None:
        """Show where a value stands in a range of equal steps; never fires."""
        self.show_slider(Parameter("", value, minimum, maximum))

    def show_slider(self, slider: Parameter, scale: Scale | None = None) -> None:
        """Show a slider, along its own scale or another; never fires."""
        if slider == self._slider and slider.value == self._value and scale in (None, self._scale):
            return
        self._slider, self._value = slider, slider.value
        self._scale = scale or scale_of(slider)
        low, high = self._scale.minimum, self._scale.maximum
        self.setProperty("origin", self._steps(0.0) if low <= 0 <= high else 0)
        self._show_place_soon()

    def show_marks(self, values: tuple[float, ...], color: str) -> None:
        """Mark values under the track, as those of a family, if its range holds them."""
        if (values, color) != (self._marks, self._ink):
            self._marks, self._ink = values, color
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ink))
        for value in self._marks:
            if self._scale.minimum <= value <= self._scale.maximum:
                spot = QPointF(self._place(value), self.height() - _DOT)
                painter.drawEllipse(spot, _DOT, _DOT)

    def sizeHint(self) -> QSize:
        return QSize(120, 20)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        if abs(x - self._place(self._value)) > _HANDLE / 2:
            self._move_to(self._share_at(x), fine=False)
        self._grip = (x, self._scale.share(self._value))
        self.setSliderDown(True)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        start, share = self._grip
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        run = (event.position().x() - start) * self._per_pixel() / (_FINE if fine else 1.0)
        self._move_to(share + run, fine)

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
            self._turn(-_PAGE, event.modifiers())
        elif key == Qt.Key.Key_PageUp:
            self._turn(_PAGE, event.modifiers())
        elif key == Qt.Key.Key_Home:
            self._offer(self._scale.minimum)
        elif key == Qt.Key.Key_End:
            self._offer(self._scale.maximum)
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
        factor = 1.0
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            factor /= _FINE
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            factor *= _FINE
        if self._slider.step is not None:
            self._offer(self._value + ways * max(1.0, factor) * self._slider.step)
        elif isinstance(self._scale, Linear):
            step = self.step * factor
            self._offer(round(self._value / step + ways) * step)
        else:
            self._move_to(self._scale.share(self._value) + 0.01 * ways * factor, fine=True)

    def _move_to(self, share: float, fine: bool) -> None:
        """Land on a round value about as fine as a pixel."""
        value = self._scale.at(min(max(share, 0.0), 1.0))
        grain = self._scale.grain(value, self._per_pixel()) / (_FINE if fine else 1.0)
        self._offer(round(value / grain) * grain)

    def _offer(self, value: float) -> None:
        value = stepped(min(max(value, self._scale.minimum), self._scale.maximum), self._slider)
        value = float(f"{value:.12g}")
        if value == self._value:
            return
        self._value = value
        self._show_place_soon()
        self.value_dragged.emit(value)

    def _show_place_soon(self) -> None:
        """At once; under the hand a moment later, for the picture goes first."""
        if not self.isSliderDown():
            self._show_place()
        elif not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _show_place(self) -> None:
        with QSignalBlocker(self):
            self.setValue(self._steps(self._value))
        self.update()

    @Slot(int)
    def _set_from_outside(self, steps: int) -> None:
        """What assistive technology sets is a move too; it is over after a pause."""
        self._move_to(steps / STEPS, fine=True)
        self._pause.start()

    def _per_pixel(self) -> float:
        return 1 / max(1, self.width() - _HANDLE)

    def _place(self, value: float) -> float:
        return _HANDLE / 2 + self._scale.share(value) / self._per_pixel()

    def _share_at(self, x: float) -> float:
        return (x - _HANDLE / 2) * self._per_pixel()

    def _steps(self, value: float) -> int:
        share = self._scale.share(value)
        return round(STEPS * min(max(share, 0.0), 1.0)) if math.isfinite(share) else 0

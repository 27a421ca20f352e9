"""The bar that plays a graph forward and backward: step back, play, step on, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from gui.icons import icon
from gui.panels.cards import icon_button

if TYPE_CHECKING:
    from gui.theme import Theme

_SLOW, _QUICK, _WHOLE = 700, 120, 15_000  # ms: a step at most and at least, all steps
_WIDTH = 150


class PlayBar(QWidget):
    """`moved` carries after how many beats the play stands; it stands at the end at first."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self.back = icon_button("Step back", "Step back (Left)\nTake the last step back.", self)
        self.play = icon_button("Play", "Play or rest (Space)\nForward, then backward.", self)
        self.on = icon_button("Step on", "Step on (Right)\nTake the next step.", self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName("Step of the play")
        self.slider.setToolTip("Where the play stands\nValues forward, then gradients backward.")
        self.slider.setFixedWidth(_WIDTH)
        self.slider.setPageStep(1)
        self.slider.setRange(0, 0)
        self.slider.valueChanged.connect(self._slid)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.back, self.play, self.on, self.slider):
            row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self.back.clicked.connect(self.step_back)
        self.on.clicked.connect(self.step_on)
        self.play.clicked.connect(self.toggle)

    @property
    def place(self) -> int:
        return self.slider.value()

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def set_count(self, count: int) -> None:
        """So many beats; at the end it stays at the end."""
        at_end = self.slider.value() == self.slider.maximum()
        self.slider.blockSignals(True)
        self.slider.setRange(0, count)
        if at_end and not self.playing:
            self.slider.setValue(count)
        self.slider.blockSignals(False)
        for widget in (self.back, self.play, self.on, self.slider):
            widget.setEnabled(count > 0)
        if not count:
            self.rest()

    def step_on(self) -> None:
        self.step(1)

    def step_back(self) -> None:
        self.step(-1)

    def step(self, ways: int) -> None:
        """Go on by so many beats, and rest."""
        self.rest()
        self.slider.setValue(self.slider.value() + ways)

    def jump(self, ways: int) -> None:
        """Go to the beginning (-1) or the end (1), and rest."""
        self.rest()
        self.slider.setValue(self.slider.maximum() if ways > 0 else 0)

    def toggle(self) -> None:
        """Play from here, from the beginning at the end; or rest."""
        if self.playing:
            self.rest()
            return
        count = self.slider.maximum()
        if not count:
            return
        if self.slider.value() == count:
            self.slider.setValue(0)
        self._timer.start(min(_SLOW, max(_QUICK, _WHOLE // count)))
        self._show_icon()

    def rest(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._show_icon()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.back.setIcon(icon("chevron-left", theme.text, 18, theme.faint))
        self.on.setIcon(icon("chevron-right", theme.text, 18, theme.faint))
        self._show_icon()

    def _show_icon(self) -> None:
        if self._theme is not None:
            ink = self._theme.accent if self.playing else self._theme.text
            name = "pause" if self.playing else "play"
            self.play.setIcon(icon(name, ink, 18, self._theme.faint))
        self.play.setAccessibleName("Rest" if self.playing else "Play")

    def _slid(self, place: int) -> None:
        self.moved.emit(place)

    def _tick(self) -> None:
        self.slider.setValue(self.slider.value() + 1)
        if self.slider.value() == self.slider.maximum():
            self.rest()

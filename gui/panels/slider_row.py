"""One slider: value, range, play, and the sheet of its settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.document import Family, Parameter
from core.language.typeset import name_latex
from gui.icons import icon
from gui.maths import MathsLabel
from gui.panels.cards import icon_button
from gui.panels.number_field import NumberField
from gui.panels.sensitivity import SensitivityLabel
from gui.panels.slider_sheet import SliderSheet
from gui.panels.track import AFTER_PICTURE, Track

if TYPE_CHECKING:
    from gui.theme import Theme

ROW_HEIGHT = 64
_FIELD = 82
_NAME_PX = 16
_LIMIT = 44


class SliderRow(QWidget):
    """One slider: name, value, sensitivity, play, menu; below them minimum, track and maximum."""

    value_dragged = Signal(str, float)
    value_typed = Signal(str, float)
    slider_changed = Signal(object)
    family_changed = Signal(object)
    released = Signal()
    reset_wanted = Signal(str)
    play_toggled = Signal(str)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._theme = theme
        self._slider = Parameter(name)
        self._playing = False
        self._sheet: SliderSheet | None = None
        self._family: Family | None = None
        self._values: tuple[float, ...] = ()
        self._title = MathsLabel(self, _NAME_PX)
        self.field = NumberField(f"Value of {name}", parent=self)
        self.sensitivity = SensitivityLabel(theme, self)
        self.play = icon_button(f"Play {name}", f"Play {name}\nMove it by itself.", self)
        tip = f"More for {name}\nStep, scale, speed, family of curves."
        self.menu = icon_button(f"More for {name}", tip, self)
        self.low = NumberField(f"Minimum of {name}", quiet=True, parent=self)
        self.track = Track(f"Slider of {name}", self)
        self.high = NumberField(f"Maximum of {name}", quiet=True, parent=self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_PICTURE)
        self._soon.timeout.connect(self._show_numbers)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind is painted
        self._lay_out()
        self._connect()
        self._title.set_latex(name_latex(name))
        self.set_theme(theme)

    def show_slider(self, slider: Parameter) -> None:
        """Show value and range; never fires."""
        self._slider = slider
        self.track.show_slider(slider)
        if not self.track.isSliderDown():
            self._show_numbers()
        elif not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _show_numbers(self) -> None:
        slider = self._slider
        self.field.set_value(slider.value, self.track.step)
        self.low.set_value(slider.minimum, 1.0)
        self.high.set_value(slider.maximum, 1.0)
        if self._sheet is not None:
            self._sheet.show_slider(slider)

    def show_family(self, family: Family | None, values: tuple[float, ...] = ()) -> None:
        """Show which family of curves is drawn, of whatever slider; never fires."""
        self._family = family
        self._values = values if family is not None and family.name == self.name else ()
        self.track.show_marks(self._values, self._theme.accent)
        if self._sheet is not None:
            self._sheet.family.show_family(family)

    def show_playing(self, playing: bool) -> None:
        """Show whether the slider moves by itself; never fires."""
        if playing != self._playing:
            self._playing = playing
            self._show_play()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._title.set_theme(theme)
        self.sensitivity.set_theme(theme)
        for field in (self.field, self.low, self.high):
            field.set_theme(theme)
        self.menu.setIcon(icon("menu", theme.muted))
        self.track.show_marks(self._values, theme.accent)
        self._show_play()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        line = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, QColor(self._theme.border))

    def _lay_out(self) -> None:
        self.setFixedHeight(ROW_HEIGHT)
        self.field.setFixedWidth(_FIELD)
        for limit in (self.low, self.high):
            limit.setFixedWidth(_LIMIT)
            limit.setFixedHeight(22)
        self.high.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._title.setMinimumWidth(22)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.field)
        head.addWidget(self.sensitivity, 1)
        head.addWidget(self.play)
        head.addWidget(self.menu)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.low)
        foot.addWidget(self.track, 1)
        foot.addWidget(self.high)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 6, 8, 6)
        whole.setSpacing(2)
        whole.addLayout(head)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.track.value_dragged.connect(self._dragged)
        self.track.released.connect(self.released)
        self.field.value_entered.connect(self._typed)
        self.field.entry_finished.connect(self.released)
        self.low.value_entered.connect(self._limit_changed)
        self.high.value_entered.connect(self._limit_changed)
        self.play.clicked.connect(self._toggle_play)
        self.menu.clicked.connect(self.open_sheet)

    def _dragged(self, value: float) -> None:
        self.value_dragged.emit(self.name, value)

    def _typed(self, value: float) -> None:
        self.value_typed.emit(self.name, value)

    def _limit_changed(self) -> None:
        """Limits in the wrong order change places; the value stays inside."""
        low, high = sorted((self.low.value, self.high.value))
        if low == high:
            self.low.set_value(self._slider.minimum)
            self.high.set_value(self._slider.maximum)
            return
        self.slider_changed.emit(replace(self._slider, minimum=low, maximum=high))

    def _toggle_play(self) -> None:
        self.play_toggled.emit(self.name)

    def _show_play(self) -> None:
        color = self._theme.accent if self._playing else self._theme.muted
        self.play.setIcon(icon("pause" if self._playing else "play", color))
        verb = "Halt" if self._playing else "Play"
        self.play.setAccessibleName(f"{verb} {self.name}")

    def open_sheet(self) -> None:
        """Open the settings of the slider."""
        if self._sheet is not None:
            self._sheet.deleteLater()
        self._sheet = SliderSheet(self._slider, self._theme, self, self._family)
        self._sheet.family_changed.connect(self.family_changed)
        self._sheet.slider_changed.connect(self.slider_changed)
        self._sheet.reset_wanted.connect(self.reset_wanted)
        self._sheet.open_under(self.menu)

"""The sheet of one slider: step, scale, how it plays, its family of curves, reset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from core.document import PLAY_MODES
from gui.panels.family_box import FamilyBox
from gui.panels.headings import heading
from gui.panels.number_field import NumberField
from gui.panels.popup import Popup

if TYPE_CHECKING:
    from core.document import Family, Parameter
    from gui.theme import Theme

_FIELD = 82
_TIPS = {
    "bounce": "Turn round at the ends of the range.",
    "loop": "Begin again at the left end.",
    "once": "Stop at the right end.",
}


class SliderSheet(Popup):
    """Shows how a slider is set up; every change leaves as a whole slider."""

    slider_changed = Signal(object)
    family_changed = Signal(object)
    reset_wanted = Signal(str)

    def __init__(
        self, slider: Parameter, theme: Theme, parent: QWidget, family: Family | None = None
    ) -> None:
        super().__init__(f"Settings of {slider.name}", parent)
        self._slider = slider
        self.step = NumberField(f"Step of {slider.name}", parent=self)
        self.speed = NumberField(f"Speed of {slider.name}", parent=self)
        self.log = QCheckBox("Log scale", self)
        self.reset = QPushButton(f"Reset {slider.name}", self)
        self.family = FamilyBox(slider.name, theme, self)
        self.family.changed.connect(self.family_changed)
        self.family.show_family(family)
        self.modes = QButtonGroup(self)
        self.modes.setExclusive(True)
        for field in (self.step, self.speed):
            field.setFixedWidth(_FIELD)
            field.set_theme(theme)
        self._lay_out()
        self.step.value_entered.connect(self._set_step)
        self.speed.value_entered.connect(self._set_speed)
        self.log.clicked.connect(self._set_log)
        self.modes.buttonClicked.connect(self._set_mode)
        self.reset.clicked.connect(self._reset)
        self.show_slider(slider)

    def show_slider(self, slider: Parameter) -> None:
        """Show the settings; never fires."""
        self._slider = slider
        self.step.set_value(slider.step or 0.0, slider.step or 0.1)
        self.speed.set_value(slider.speed, 0.1)
        positive = slider.minimum > 0
        self.log.setEnabled(positive)
        self.log.setChecked(slider.log and positive)
        needs = "" if positive else " This needs a minimum above 0."
        self.log.setToolTip(f"Equal factors are equally long.{needs}")
        for button in self.modes.buttons():
            button.setChecked(button.objectName() == slider.play)

    def _lay_out(self) -> None:
        self.step.setToolTip("Dragging and the arrows keep to whole steps; 0 is free.")
        self.speed.setToolTip("Sweeps of the range in ten seconds.")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for row, (title, field) in enumerate((("Step", self.step), ("Speed", self.speed))):
            label = QLabel(title, self)
            label.setObjectName("muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
        label = QLabel("Play", self)
        label.setObjectName("muted")
        grid.addWidget(label, 2, 0)
        modes = QHBoxLayout()
        modes.setSpacing(2)
        for mode in PLAY_MODES:
            button = QToolButton(self)
            button.setText(mode.capitalize())
            button.setObjectName(mode)
            button.setCheckable(True)
            button.setFixedHeight(26)
            button.setToolTip(_TIPS[mode])
            button.setAccessibleName(f"Play: {mode}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.modes.addButton(button)
            modes.addWidget(button)
        grid.addLayout(modes, 2, 1)
        self.column.addWidget(heading(QLabel(f"Slider {self._slider.name}", self)))
        self.column.addLayout(grid)
        self.column.addWidget(self.log)
        self.column.addWidget(self.family)
        self.column.addWidget(self.reset)

    def _change(self, slider: Parameter) -> None:
        self._slider = slider
        self.slider_changed.emit(slider)

    def _set_step(self, step: float) -> None:
        self._change(replace(self._slider, step=abs(step) or None))

    def _set_speed(self, speed: float) -> None:
        if speed > 0:
            self._change(replace(self._slider, speed=speed))
        else:
            self.speed.set_value(self._slider.speed, 0.1)

    def _set_log(self, log: bool) -> None:
        self._change(replace(self._slider, log=log))

    def _set_mode(self, button: QAbstractButton) -> None:
        self._change(replace(self._slider, play=button.objectName()))

    def _reset(self) -> None:
        self.close()
        self.reset_wanted.emit(self._slider.name)

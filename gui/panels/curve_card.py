"""The card of a curve: the range of its variable, velocity, acceleration, speed and curvature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.panels.cards import Card
from gui.panels.headings import small
from gui.panels.number_field import NumberField
from gui.panels.product_card import VectorLabel
from gui.panels.readout import LABEL_WIDTH, Readout

if TYPE_CHECKING:
    from core.map_frame import MapFrame
    from gui.panels.trust import Teller
    from gui.theme import Theme

_FIELD = 74
_DIGITS = 4
STRAIGHT = "The curve does not bend here."
STANDS = "The curve stands still here, so it has no curvature."


class CurveCard(Card):
    """Shows how the point moves along its curve; the range of the curve can be typed."""

    range_entered = Signal(float, float)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Curve", parent)
        self._ends = (0.0, 1.0)
        self._size = 2
        self.low, self.high = (
            NumberField(f"{which} of the curve", parent=self) for which in ("Start", "End")
        )
        self._from, self._to = QLabel(self), QLabel("to", self)
        self.velocity, self.acceleration = VectorLabel(self), VectorLabel(self)
        self.speed, self.curvature, self.radius = Readout(self), Readout(self), Readout(self)
        self._note = small(QLabel(self))
        self._note.setWordWrap(True)
        self._lay_out()
        for field in (self.low, self.high):
            field.value_entered.connect(self._entered)
        for each in (self.velocity, self.acceleration, self.speed, self.curvature, self.radius):
            each.copied.connect(self.copied)

    def show_map(self, shown: MapFrame, theme: Theme, ends: tuple[float, float]) -> None:
        """Show the motion of a frame; hidden where no curve is shown."""
        path = shown.path
        self.setVisible(path is not None)
        if path is None:
            return
        self._ends, self._size = ends, len(shown.components)
        self._from.setText(f"{shown.variables[0]} from")
        self.low.set_value(ends[0])
        self.high.set_value(ends[1])
        for label, name, vector in (
            (self.velocity, "Velocity", path.velocity),
            (self.acceleration, "Acceleration", path.acceleration),
        ):
            label.show_vector(() if vector is None else vector.tolist(), name, _DIGITS)
        for readout, name, value in (
            (self.speed, "Speed", path.speed), (self.curvature, "Curvature", path.curvature),
            (self.radius, "Radius", path.radius),
        ):  # fmt: skip
            readout.set_label(name, f"{name.lower()} of the curve")
            readout.show_number(value, theme, shown.held, digits=8)
        note = ""
        if path.curvature is not None and path.radius is None:
            note = STRAIGHT
        elif path.speed == 0:
            note = STANDS
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def show_trusted(self, of: Teller, theme: Theme) -> None:
        """Say how far the numbers can be trusted; velocity and acceleration beside the heading."""
        for readout, name in (
            (self.speed, "speed"), (self.curvature, "curvature"), (self.radius, "radius")
        ):  # fmt: skip
            readout.show_agreed(of(name), theme)
        motion = (f"{what} {k}" for what in ("velocity", "acceleration") for k in range(self._size))
        self.show_trust([of(name) for name in motion], theme)

    def set_theme(self, theme: Theme) -> None:
        self.low.set_theme(theme)
        self.high.set_theme(theme)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._from.setObjectName("muted")
        self._to.setObjectName("muted")
        for each in (self.low, self.high):
            each.setFixedWidth(_FIELD)
        for each in (self._from, self.low, self._to, self.high):
            row.addWidget(each)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addSpacing(4)
        for text, label in (("Velocity", self.velocity), ("Accel.", self.acceleration)):
            line = QHBoxLayout()
            line.setSpacing(0)
            name = QLabel(text, self)
            name.setObjectName("muted")
            name.setFixedWidth(LABEL_WIDTH)
            name.setMinimumHeight(26)
            line.addWidget(name)
            line.addWidget(label, 1)
            self.column.addLayout(line)
            self.column.addSpacing(2)
        for each in (self.speed, self.curvature, self.radius, self._note):
            self.column.addWidget(each)

    def _entered(self) -> None:
        low, high = self.low.value, self.high.value
        if low < high:
            self.range_entered.emit(low, high)
        else:
            self.low.set_value(self._ends[0])
            self.high.set_value(self._ends[1])

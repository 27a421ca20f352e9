"""The card of what touches the curve at the point: tangent, curvature, Taylor order, secant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from core.document import HIGHEST_TAYLOR, Parameter
from core.language.letters import GREEK_LETTERS
from core.words import plain_name
from gui.panels.cards import Card
from gui.panels.number_field import NumberField
from gui.panels.numbers import line_text, tangent_of
from gui.panels.readout import LABEL_WIDTH, ROW_HEIGHT, Readout
from gui.panels.scale import LEAST_SECANT, MOST_SECANT, Signed
from gui.panels.track import Track
from gui.style import maths_font, maths_letters
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.document import Formula
    from core.frame import Point
    from gui.panels.numbers import Tangent
    from gui.panels.trust import Teller

NAME_PX = 16
_FIELD = 66
FIRST_TAYLOR = 3
FIRST_SECANT = 1.0


class Dial(QWidget):
    """A labelled track with a number field: the order of Taylor, the run of the secant."""

    dragged = Signal(float)
    typed = Signal(float)
    released = Signal()

    def __init__(self, label: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(label, self)
        title.setObjectName("muted")
        title.setFixedWidth(LABEL_WIDTH)
        self.track = Track(name, self)
        self.track.setToolTip(tip)
        self.field = NumberField(name, parent=self)
        self.field.setFixedWidth(_FIELD)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(title)
        row.addWidget(self.track, 1)
        row.addSpacing(8)
        row.addWidget(self.field)
        self.setFixedHeight(ROW_HEIGHT + 2)
        self.track.value_dragged.connect(self.dragged)
        self.track.released.connect(self.released)
        self.field.value_entered.connect(self.typed)
        self.field.entry_finished.connect(self.released)

    def set_theme(self, theme: Theme) -> None:
        self.field.set_theme(theme)


class TangentCard(Card):
    """Shows the tangent of a point, and the dials of what else is switched on there."""

    taylor_chosen = Signal(int)
    secant_chosen = Signal(float)
    released = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tangent and curvature", parent)
        self._theme = LIGHT
        self._has_tangent = False
        self._marked = False
        self._name = QLabel("Tangent", self)
        self._name.setObjectName("muted")
        self._name.setFixedWidth(LABEL_WIDTH)
        self._line = QLabel(self)
        self._line.setFont(maths_font(NAME_PX))
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line.setFixedHeight(ROW_HEIGHT)
        self._equation = QWidget(self)
        row = QHBoxLayout(self._equation)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._name)
        row.addWidget(self._line, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addWidget(self._equation)
        self.angle, self.curvature, self.radius = (Readout(self) for _ in range(3))
        self._readouts = (self.angle, self.curvature, self.radius)
        for name, readout in zip(("Angle", "Curvature", "Radius"), self._readouts, strict=True):
            readout.set_label(name)
            readout.copied.connect(self.copied)
            self.column.addWidget(readout)
        self.order = Dial("Order", "Order of the Taylor polynomial", "Order, 0 to 12", self)
        self.run = Dial("Secant h", "Run h of the secant", "From x to x + h; sign allowed", self)
        for dial in (self.order, self.run):
            self.column.addWidget(dial)
            dial.released.connect(self.released)
            dial.hide()
        self.order.dragged.connect(self._choose_order)
        self.order.typed.connect(self._choose_order)
        self.run.dragged.connect(self._choose_run)
        self.run.typed.connect(self._choose_run)

    def show_formula(self, formula: Formula | None) -> None:
        """Show what is chosen for the active formula; never fires."""
        taylor = formula.taylor if formula is not None else None
        secant = formula.secant if formula is not None else None
        self.order.setVisible(taylor is not None)
        self.run.setVisible(secant is not None)
        if taylor is not None:
            slider = Parameter("", float(taylor), 0.0, float(HIGHEST_TAYLOR), step=1.0)
            self.order.track.show_slider(slider)
            self.order.field.set_value(float(taylor), 1.0)
        if secant is not None:
            most = max(MOST_SECANT, abs(secant))
            scale = Signed(min(LEAST_SECANT, abs(secant)), most)
            self.run.track.show_slider(Parameter("", secant, -most, most), scale)
            self.run.field.set_value(secant, _step_of(secant))
        self.set_title("Tangent and Taylor" if taylor is not None else "Tangent and curvature")
        self._marked = taylor is not None or secant is not None
        self._refresh()

    def show_point(self, point: Point | None) -> None:
        """Show the tangent at a point of a frame."""
        tangent: Tangent | None = None
        if point is not None and not point.held:
            values = [*(reading.value for reading in point.readings), None, None]
            tangent = tangent_of(point.x, *values[:3])
        self._has_tangent = tangent is not None
        if tangent is not None and point is not None:
            line = maths_letters(line_text(tangent, plain_name(letter_of(point.variable))))
            if line != self._line.text():
                self._line.setText(line)
                self._line.setToolTip(line)
            self.angle.show_number(tangent.angle, self._theme, unit="°")
            self.curvature.show_number(tangent.curvature, self._theme)
            self.radius.show_number(tangent.radius, self._theme)
        self._refresh(point is not None and not point.held)

    def show_trusted(self, of: Teller) -> None:
        """Say how far the numbers can be trusted."""
        for readout, name in zip(self._readouts, ("angle", "curvature", "radius"), strict=True):
            readout.show_agreed(of(name), self._theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.order.set_theme(theme)
        self.run.set_theme(theme)

    def _refresh(self, live: bool = True) -> None:
        for row in (self._equation, *self._readouts):
            row.setVisible(self._has_tangent)
        self.setVisible(live and (self._has_tangent or self._marked))

    def _choose_order(self, value: float) -> None:
        order = min(max(round(value), 0), HIGHEST_TAYLOR)
        if order != value:
            self.order.field.set_value(float(order), 1.0)
        self.taylor_chosen.emit(order)

    def _choose_run(self, value: float) -> None:
        if value == 0:
            self.run.field.set_value(LEAST_SECANT, LEAST_SECANT)
            value = LEAST_SECANT
        self.secant_chosen.emit(value)


def letter_of(variable: str) -> str:
    """A variable as one letter where it has one: theta is θ."""
    return next((letter for letter, name in GREEK_LETTERS.items() if name == variable), variable)


def _step_of(secant: float) -> float:
    """An arrow of the field moves by a tenth, rounded to a power of ten."""
    return Signed(LEAST_SECANT).grain(secant, 0.05)

"""The card of a direction: its components, the derivatives of f along it, and H v."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.choices import direction_of
from core.words import plain_name
from gui.panels.cards import Card
from gui.panels.coordinates import Coordinate
from gui.panels.headings import small
from gui.panels.numbers import number_text
from gui.panels.readout import Readout
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Spot
    from gui.panels.trust import Teller

DIGITS = 8
NOTE = "Slope and bend are those at length 1."


class DirectionCard(QWidget):
    """Shows v at the point of a function of two variables; its components can be typed."""

    component_entered = Signal(str, float)
    released = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._names: tuple[str, ...] = ()
        self.components = (Coordinate(self, "v"), Coordinate(self, "v"))
        self.angle, self.slope, self.bend = Readout(self), Readout(self), Readout(self)
        self.products = (Readout(self), Readout(self))
        self._note = small(QLabel(NOTE, self))
        card = Card("Direction v", self)
        for each in (*self.components, self.angle, self.slope, self.bend, *self.products,
                     self._note):  # fmt: skip
            card.column.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        for each in self.components:
            each.entered.connect(self.component_entered)
            each.released.connect(self.released)
        for each in (self.angle, self.slope, self.bend, *self.products):
            each.copied.connect(self.copied)

    def show_document(self, document: Document) -> None:
        """Show the chosen components at once; the numbers follow with the frame."""
        direction = direction_of(document.several, self._names)
        for each, name, component in zip(self.components, self._names, direction, strict=False):
            each.show_coordinate(name, component)

    def show_spot(self, spot: Spot, document: Document) -> None:
        """Show the derivatives of a point along the direction."""
        self._names = spot.variables
        self.show_document(document)
        shape = spot.quadratic
        self.setVisible(shape is not None)
        if shape is None:
            return
        direction = direction_of(document.several, self._names)
        along, bends = shape.along(direction)
        turned = math.degrees(math.atan2(direction[1], direction[0]))
        name, held, theme = spot.name, spot.held, self._theme
        self.angle.set_label("Angle", f"angle of v from {self._names[0]}")
        self.angle.show_number(turned, theme, held, unit="°")
        self.slope.set_label("Slope", f"derivative of {name} along v")
        self.slope.show_number(along, theme, held, digits=DIGITS)
        self.bend.set_label("Bend", f"second derivative of {name} along v")
        self.bend.show_number(bends, theme, held, digits=DIGITS)
        for readout, variable, value in zip(
            self.products, self._names, (shape.hessian @ direction).tolist(), strict=True
        ):
            said = plain_name(variable)
            readout.set_label(f"(H v) {said}", f"component {said} of H v")
            readout.show_number(value, theme, held, digits=DIGITS)
        self.setAccessibleDescription(
            f"v points at {number_text(turned, 4)} degrees; slope {number_text(along, 4)}, "
            f"bend {number_text(bends, 4)}."
        )

    def show_trust(self, of: Teller) -> None:
        """Say how far the numbers can be trusted; v itself was typed."""
        for readout, name in (
            (self.slope, "rise"), (self.bend, "bow"), (self.products[0], "product 0"),
            (self.products[1], "product 1"),
        ):  # fmt: skip
            readout.show_agreed(of(name), self._theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for each in self.components:
            each.set_theme(theme)

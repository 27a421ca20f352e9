"""The cards of a point of two variables: where it stands, its gradient, its Hessian."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.frame import Reading, Status
from core.words import plain_name
from gui.panels.arrow_card import ArrowCard
from gui.panels.cards import Card
from gui.panels.coordinates import Coordinate as Coordinate
from gui.panels.critical_card import CriticalCard
from gui.panels.direction_card import DirectionCard
from gui.panels.headings import small
from gui.panels.matrix import DIGITS, EigenBars, SmallMatrix
from gui.panels.readout import Readout
from gui.style import ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import PlaneFrame, Spot
    from gui.panels.trust import Teller

_WORD_PX = 14


class PlaneCards(QWidget):
    """Shows the point of a function of two variables; coordinates can be typed."""

    point_moved = Signal(str, float)
    point_released = Signal()
    place_chosen = Signal(float, float)
    direction_entered = Signal(str, float)
    arrowing_chosen = Signal(object)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._plane: PlaneFrame | None = None
        self.coordinates = (Coordinate(self), Coordinate(self))
        self.value = Readout(self)
        self.partials = (Readout(self), Readout(self))
        self.length, self.steepest = Readout(self), Readout(self)
        self.matrix, self.bars = SmallMatrix(self), EigenBars(self)
        self.determinant, self.trace, self.condition = Readout(self), Readout(self), Readout(self)
        self.word, self.sentence = QLabel(self), small(QLabel(self))
        self._note = small(QLabel(self))
        self.point_card = Card("Point", self)
        self.gradient_card = Card("Gradient", self)
        self.hessian_card = Card("Hessian", self)
        self.direction_card, self.arrow_card = DirectionCard(self), ArrowCard(self)
        self.critical_card = CriticalCard(self)
        self._lay_out()
        self._connect()

    def show_document(self, document: Document) -> None:
        """Show the chosen coordinates at once; the numbers follow with the frame."""
        for each, name in zip(self.coordinates, self._variables(), strict=False):
            each.show_coordinate(name, document.coordinate(name))
        self.direction_card.show_document(document)
        self.arrow_card.show_arrowing(document.several.arrowing)

    def show_plane(
        self, plane: PlaneFrame | None, document: Document, loaded: bool, draft: bool = False
    ) -> None:
        """Show the point of a frame; hidden without one."""
        self.setVisible(plane is not None)
        self.critical_card.show_plane(plane, draft, document.landmarks)
        self._plane = plane
        if plane is None:
            return
        self.show_document(document)
        spot = plane.spot
        reading = Reading(spot.value, Status.OK if spot.value is not None else spot.status, "")
        self.value.set_label(plane.name, plane.name)
        self.value.show_reading(reading, plane.held, self._theme, 0)
        self._show_gradient(spot, plane, loaded)
        self._show_hessian(spot, plane)
        self.direction_card.show_spot(spot, document)
        self.arrow_card.setVisible(plane.arrows is not None)
        self._note.setText(_sentence(spot.note))
        self._note.setVisible(bool(spot.note))

    def show_trust(self, of: Teller) -> None:
        """Say how far the numbers can be trusted."""
        for readout, name in (
            (self.value, "value"), (self.partials[0], "gradient 0"),
            (self.partials[1], "gradient 1"), (self.length, "length"),
            (self.steepest, "steepest"), (self.determinant, "determinant"),
            (self.trace, "trace"), (self.condition, "condition"),
        ):  # fmt: skip
            readout.show_agreed(of(name), self._theme)
        entries = [[of(f"hessian {i} {j}") for j in (0, 1)] for i in (0, 1)]
        values = [of("eigenvalue 0"), of("eigenvalue 1")]
        self.matrix.show_agreed(entries)
        self.bars.show_agreed(values)
        self.hessian_card.show_trust([*entries[0], *entries[1], *values], self._theme)
        self.direction_card.show_trust(of)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for each in (*self.coordinates, self.matrix, self.bars, self.direction_card,
                     self.arrow_card, self.critical_card):  # fmt: skip
            each.set_theme(theme)

    def _variables(self) -> tuple[str, ...]:
        return self._plane.variables if self._plane is not None else ()

    def _show_gradient(self, spot: Spot, plane: PlaneFrame, loaded: bool) -> None:
        slope = spot.gradient
        for number, readout in enumerate(self.partials):
            variable = plane.variables[number]
            label = f"∂{plane.name}/∂{plain_name(variable)}"
            readout.set_label(label, label)
            known = Reading(float(slope[number])) if slope is not None else None
            readout.show_reading(known or (_missing(spot) if loaded else None), plane.held,
                                 self._theme, 1)  # fmt: skip
        whole = slope is not None
        self.length.setVisible(whole)
        self.steepest.setVisible(whole and bool(slope.any()))
        if slope is not None:
            length = float(math.hypot(*slope))
            angle = math.degrees(math.atan2(float(slope[1]), float(slope[0])))
            self.length.set_label("Length", "length of the gradient")
            self.length.show_reading(Reading(length), plane.held, self._theme, 1)
            self.steepest.set_label("Steepest", "direction of steepest rise in degrees")
            self.steepest.show_number(angle, self._theme, unit="°")

    def _show_hessian(self, spot: Spot, plane: PlaneFrame) -> None:
        shape = spot.quadratic
        self.hessian_card.setVisible(shape is not None)
        if shape is None:
            return
        names = tuple(map(plain_name, plane.variables))
        self.matrix.show_matrix(shape.hessian.tolist(), names)
        self.bars.show_values(shape.eigenvalues.tolist())
        for readout, label, name, value in (
            (self.determinant, "det H", "determinant of the Hessian", shape.determinant),
            (self.trace, "Trace", "trace of the Hessian", shape.trace),
            (self.condition, "Condition", "condition of the Hessian", float(shape.condition)),
        ):
            readout.set_label(label, name)
            readout.show_number(value, self._theme, plane.held, digits=DIGITS)
        self.word.setText(shape.word)
        self.sentence.setText(shape.sentence)

    def _lay_out(self) -> None:
        self.word.setFont(ui_font(_WORD_PX, QFont.Weight.DemiBold))
        for label in (self.word, self.sentence, self._note):
            label.setWordWrap(True)
        for each in (*self.coordinates, self.value, self._note):
            self.point_card.column.addWidget(each)
        for each in (*self.partials, self.length, self.steepest):
            self.gradient_card.column.addWidget(each)
        card = self.hessian_card.column
        for each in (self.matrix, self.bars, self.determinant, self.trace, self.condition,
                     self.word, self.sentence):  # fmt: skip
            card.addWidget(each)
        card.insertSpacing(3, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self.arrow_card, self.point_card, self.gradient_card, self.hessian_card,
                     self.critical_card, self.direction_card):  # fmt: skip
            column.addWidget(each)

    def _connect(self) -> None:
        self.critical_card.place_chosen.connect(self.place_chosen)
        for each in self.coordinates:
            each.entered.connect(self.point_moved)
            each.released.connect(self.point_released)
        for readout in (self.value, *self.partials, self.length, self.steepest, self.determinant,
                        self.trace, self.condition):  # fmt: skip
            readout.copied.connect(self.copied)
        self.arrow_card.arrowing_chosen.connect(self.arrowing_chosen)
        self.direction_card.component_entered.connect(self.direction_entered)
        self.direction_card.released.connect(self.point_released)
        self.direction_card.copied.connect(self.copied)


def _missing(spot: Spot) -> Reading:
    """What stands where a derivative would: the reason is told once, under the value."""
    return Reading(None, spot.status if spot.status is not Status.OK else Status.UNDETERMINED)


def _sentence(note: str) -> str:
    return f"{note[:1].upper()}{note[1:]}." if note else ""

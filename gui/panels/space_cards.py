"""The cards of a point of many variables: its coordinates, and what its Hessian comes to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.frame import Reading, Status
from gui.panels.cards import Card
from gui.panels.coordinate_table import CoordinateTable
from gui.panels.coordinates import Coordinate
from gui.panels.headings import small
from gui.panels.readout import Readout
from gui.style import ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Spot

FIELDS = 8  # variables that have a field each; more stand in a table
_WORD_PX = 14


class SpaceCards(QWidget):
    """Shows the point of a function of many variables; coordinates can be typed."""

    point_moved = Signal(str, float)
    point_released = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._spot: Spot | None = None
        self.coordinates = tuple(Coordinate(self) for _ in range(FIELDS))
        self.table = CoordinateTable(self)
        self.value, self.length = Readout(self), Readout(self)
        self.largest, self.smallest = Readout(self), Readout(self)
        self.condition, self.determinant = Readout(self), Readout(self)
        self.inertia = small(QLabel(self))
        self.word, self.sentence = QLabel(self), small(QLabel(self))
        self.note = small(QLabel(self))
        self.point_card, self.hessian_card = Card("Point", self), Card("Hessian", self)
        self._lay_out()
        self._connect()

    def show_document(self, document: Document) -> None:
        """Show the chosen coordinates at once; the numbers follow with the frame."""
        spot = self._spot
        if spot is None:
            return
        at = [document.coordinate(name) for name in spot.variables]
        few = len(at) <= FIELDS
        self.table.setVisible(not few)
        for number, each in enumerate(self.coordinates):
            each.setVisible(few and number < len(at))
            if few and number < len(at):
                each.show_coordinate(spot.variables[number], at[number])
        if not few:
            self.table.show_point(spot.variables, at, spot.gradient)

    def show_spot(self, spot: Spot | None, document: Document, loaded: bool) -> None:
        """Show the point of a frame; hidden without one."""
        self.setVisible(spot is not None)
        self._spot = spot
        if spot is None:
            return
        self.point_card.set_title(f"Point in {len(spot.variables)} dimensions")
        self.show_document(document)
        there = spot.value is not None
        reading = Reading(spot.value, Status.OK if there else spot.status)
        self.value.set_label(spot.name, spot.name)
        self.value.show_reading(reading, spot.held, self._theme, 0)
        self.length.set_label("Length", "length of the gradient")
        known = None if spot.gradient is None else Reading(math.hypot(*spot.gradient))
        missing = Reading(None, spot.status) if loaded else None
        self.length.show_reading(known or missing, spot.held, self._theme, 1)
        self.note.setText(f"{spot.note[:1].upper()}{spot.note[1:]}." if spot.note else "")
        self.note.setVisible(bool(spot.note))
        self._show_hessian(spot)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for each in (*self.coordinates, self.table):
            each.set_theme(theme)

    def _show_hessian(self, spot: Spot) -> None:
        shape = spot.quadratic
        self.hessian_card.setVisible(shape is not None)
        if shape is None:
            return
        numbers = (
            (self.largest, "Largest λ", "largest eigenvalue", float(shape.eigenvalues[0])),
            (self.smallest, "Smallest λ", "smallest eigenvalue", float(shape.eigenvalues[-1])),
            (self.condition, "Condition", "condition", float(shape.condition)),
            (self.determinant, "det H", "determinant of the Hessian", shape.determinant),
        )
        for readout, label, name, value in numbers:
            readout.set_label(label, name)
            readout.show_reading(Reading(value), spot.held, self._theme, 1)
        self.determinant.setVisible(math.isfinite(shape.determinant))
        self.inertia.setText(
            f"Eigenvalues: {shape.up} positive, {shape.down} negative, {shape.flat} zero."
        )
        self.word.setText(shape.word)
        self.sentence.setText(shape.sentence)

    def _lay_out(self) -> None:
        self.word.setFont(ui_font(_WORD_PX, QFont.Weight.DemiBold))
        for label in (self.word, self.sentence, self.note, self.inertia):
            label.setWordWrap(True)
        card = self.point_card.column
        for each in (*self.coordinates, self.table):
            card.addWidget(each)
        card.addSpacing(4)
        for each in (self.value, self.length, self.note):
            card.addWidget(each)
        card = self.hessian_card.column
        for each in (self.largest, self.smallest, self.condition, self.determinant):
            card.addWidget(each)
        for each in (self.inertia, self.word, self.sentence):
            card.addSpacing(4)
            card.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.point_card)
        column.addWidget(self.hessian_card)

    def _connect(self) -> None:
        for each in self.coordinates:
            each.entered.connect(self.point_moved)
            each.released.connect(self.point_released)
        self.table.entered.connect(self._typed)
        for each in (self.value, self.length, self.largest, self.smallest, self.condition,
                     self.determinant):  # fmt: skip
            each.copied.connect(self.copied)

    def _typed(self, variable: str, value: float) -> None:
        """What is typed into the table is a step of its own."""
        self.point_moved.emit(variable, value)
        self.point_released.emit()

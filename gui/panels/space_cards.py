"""The cards of a point of many variables: its coordinates, and what its Hessian comes to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.choices import direction_of
from core.errors import InputError
from core.frame import Reading, Status
from gui.panels.cards import Card
from gui.panels.coordinate_table import CoordinateTable
from gui.panels.coordinates import Coordinate
from gui.panels.direction_list import DirectionList
from gui.panels.entry_card import EntryCard
from gui.panels.headings import small
from gui.panels.number_list import numbers_of, text_of
from gui.panels.readout import Readout
from gui.style import SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Spot
    from gui.panels.trust import Teller

FIELDS = 8  # variables that have a field each; more stand in a table
_WORD_PX = 14
_PADDING = 8  # of the width of a button: five stand in a row
_TOOLS = (
    ("scramble", "Scramble", "Scramble (Ctrl+Alt+R)\nPut every coordinate somewhere in [−2, 2]."),
    ("zero", "All 0", "All 0\nPut the point at the origin."),
    ("one", "All 1", "All 1\nPut every coordinate at 1."),
    ("copy", "Copy", "Copy (Ctrl+C in the table)\nCopy the coordinates, one a line."),
    ("paste", "Paste", "Paste (Ctrl+V in the table)\nTake numbers from the clipboard."),
)  # fmt: skip


class SpaceCards(QWidget):
    """Shows the point of a function of many variables; coordinates can be typed and pasted.

    `scramble_wanted`, `fill_wanted` (a value for all), `pasted` (values by variable) and
    `direction_changed` ask for another point or direction; `told` carries a sentence.
    """

    point_moved = Signal(str, float)
    point_released = Signal()
    copied = Signal(str)
    scramble_wanted = Signal(str)
    fill_wanted = Signal(float)
    pasted = Signal(object)
    direction_changed = Signal(str, float)
    entry_opened = Signal(str, str)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._spot: Spot | None = None
        self.coordinates = tuple(Coordinate(self) for _ in range(FIELDS))
        self.table = CoordinateTable(self)
        self.tools = {name: self._tool(name, text, tip) for name, text, tip in _TOOLS}
        self.value, self.length = Readout(self), Readout(self)
        self.largest, self.smallest = Readout(self), Readout(self)
        self.condition, self.determinant = Readout(self), Readout(self)
        self.filled = Readout(self)
        self.inertia = small(QLabel(self))
        self.word, self.sentence = QLabel(self), small(QLabel(self))
        self.note = small(QLabel(self))
        self.point_card, self.hessian_card = Card("Point", self), Card("Hessian", self)
        self.entry_card, self.direction_card = EntryCard(self), DirectionList(self)
        self._lay_out()
        self._connect()

    def show_document(self, document: Document) -> None:
        """Show the chosen coordinates at once; the numbers follow with the frame."""
        spot = self._spot
        if spot is None:
            return
        known = dict(document.point)
        at = [known.get(name, 1.0) for name in spot.variables]
        few = len(at) <= FIELDS
        self.table.setVisible(not few)
        for number, each in enumerate(self.coordinates):
            each.setVisible(few and number < len(at))
            if few and number < len(at):
                each.show_coordinate(spot.variables[number], at[number])
        if not few:
            bends = spot.hessian is not None
            along = direction_of(document.several, spot.variables) if bends else ()
            self.table.show_point(spot.variables, at, spot.gradient, along)
        self.entry_card.show_entry(spot, document)
        self.direction_card.show_document(document, spot.variables)

    def show_spot(
        self, spot: Spot | None, document: Document, loaded: bool, *, beside: bool = False
    ) -> None:
        """Show the point of a frame; hidden without one. `beside` a plane or a curve, which says
        what f is.
        """
        self.setVisible(spot is not None)
        self._spot = spot
        if spot is None:
            return
        count = len(spot.variables)
        self.point_card.set_title(
            f"All {count} coordinates" if beside else f"Point in {count} dimensions"
        )
        self.show_document(document)
        there = spot.value is not None
        reading = Reading(spot.value, Status.OK if there else spot.status)
        self.value.set_label(spot.name, spot.name)
        self.value.show_reading(reading, spot.held, self._theme, 0)
        self.value.setVisible(not beside)
        self.length.set_label("|∇f|", "length of the gradient")
        known = None if spot.gradient is None else Reading(math.hypot(*spot.gradient))
        missing = Reading(None, spot.status) if loaded else None
        self.length.show_reading(known or missing, spot.held, self._theme, 1)
        self.note.setText(f"{spot.note[:1].upper()}{spot.note[1:]}." if spot.note else "")
        self.note.setVisible(bool(spot.note))
        self._show_hessian(spot)
        self.direction_card.show_spot(spot, document, self._theme)

    def show_trust(self, of: Teller) -> None:
        """Say how far the numbers can be trusted."""
        last = len(self._spot.variables) - 1 if self._spot is not None else 0
        for readout, name in (
            (self.value, "value"), (self.length, "length"), (self.largest, "eigenvalue 0"),
            (self.smallest, f"eigenvalue {last}"), (self.condition, "condition"),
            (self.determinant, "determinant"),
        ):  # fmt: skip
            readout.show_agreed(of(name), self._theme)
        self.entry_card.show_trusted(of, self._theme)
        self.direction_card.show_trusted(of, self._theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for each in (*self.coordinates, self.table, self.entry_card, self.direction_card):
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
        self.filled.setVisible(spot.pattern is not None)
        if spot.pattern is not None:
            words = f"{spot.pattern.nonzero} of {len(spot.variables) ** 2} entries"
            self.filled.set_label("Non-zero", "entries that are not zero")
            self.filled.number.show_words(words)
            self.filled.number.set_ink(self._theme, spot.held)
        self.inertia.setText(
            f"Eigenvalues: {shape.up} positive, {shape.down} negative, {shape.flat} zero."
        )
        self.word.setText(shape.word)
        self.sentence.setText(shape.sentence)

    def _tool(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setObjectName(name)
        button.setProperty("boxed", True)
        button.setFont(ui_font(SMALL_PX))
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition("\n")[2].rstrip("."))
        button.setFixedSize(QFontMetrics(button.font()).horizontalAdvance(text) + _PADDING, 24)
        button.clicked.connect(self._tool_clicked)
        return button

    def _lay_out(self) -> None:
        self.word.setFont(ui_font(_WORD_PX, QFont.Weight.DemiBold))
        for label in (self.word, self.sentence, self.note, self.inertia):
            label.setWordWrap(True)
        card = self.point_card.column
        for each in (*self.coordinates, self.table):
            card.addWidget(each)
        tools = QHBoxLayout()
        tools.setSpacing(3)
        tools.setContentsMargins(0, 4, 0, 0)
        for button in self.tools.values():
            tools.addWidget(button)
        tools.addStretch(1)
        card.addLayout(tools)
        card.addSpacing(4)
        for each in (self.value, self.length, self.note):
            card.addWidget(each)
        card = self.hessian_card.column
        for each in (self.largest, self.smallest, self.condition, self.determinant, self.filled):
            card.addWidget(each)
        for each in (self.inertia, self.word, self.sentence):
            card.addSpacing(4)
            card.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for card in (self.point_card, self.entry_card, self.hessian_card, self.direction_card):
            column.addWidget(card)

    def _connect(self) -> None:
        for each in self.coordinates:
            each.entered.connect(self.point_moved)
            each.released.connect(self.point_released)
        self.table.entered.connect(self._typed)
        self.table.turned.connect(self._turned)
        self.table.pasted.connect(self._paste)
        self.table.copied.connect(self.copied)
        self.entry_card.opened.connect(self.entry_opened)
        self.direction_card.changed.connect(self.direction_changed)
        self.direction_card.released.connect(self.point_released)
        for each in (self.value, self.length, self.largest, self.smallest, self.condition,
                     self.determinant, self.entry_card, self.direction_card):  # fmt: skip
            each.copied.connect(self.copied)

    def _tool_clicked(self) -> None:
        name = self.sender().objectName()
        if name == "scramble":
            self.scramble_wanted.emit("even")
        elif name in ("zero", "one"):
            self.fill_wanted.emit(float(name == "one"))
        elif name == "paste" and self.table.isVisibleTo(self):
            self.table.paste()
        elif name == "paste":
            self._paste(QApplication.clipboard().text(), 0)
        elif self.table.isVisibleTo(self):
            self.table.copy()
        else:
            shown = [each for each in self.coordinates if each.isVisibleTo(self)]
            QApplication.clipboard().setText(text_of([each.field.value for each in shown]))
            self.copied.emit(f"{len(shown)} coordinates")

    def _paste(self, text: str, row: int) -> None:
        """Numbers fill the coordinates from a row on; a text that is none changes nothing."""
        if self._spot is None:
            return
        try:
            numbers = numbers_of(text)
        except InputError as error:
            self.told.emit(error.message)
            return
        names = self._spot.variables[row:]
        self.pasted.emit(dict(zip(names, numbers, strict=False)))
        if len(numbers) > len(names):
            count, room = len(numbers), len(names)
            self.told.emit(f"{count} numbers for {room} coordinates: the rest is left.")

    def _typed(self, variable: str, value: float) -> None:
        """What is typed into the table is a step of its own."""
        self.point_moved.emit(variable, value)
        self.point_released.emit()

    def _turned(self, variable: str, value: float) -> None:
        self.direction_changed.emit(variable, value)
        self.point_released.emit()

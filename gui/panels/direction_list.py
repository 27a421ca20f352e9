"""The card of a direction v of many variables: what f and its Hessian do along it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.choices import direction_of
from core.frame import Reading, Status
from core.language.typeset import name_latex
from core.words import plain_name
from gui.maths import MathsLabel
from gui.panels.cards import Card
from gui.panels.headings import small
from gui.panels.number_field import NumberField
from gui.panels.readout import Readout

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Spot
    from gui.panels.trust import Teller
    from gui.theme import Theme

FEW = 8  # variables that have a field each; of more the table has a column
_COLUMNS, _FIELD, _NAME = 2, 78, 26
_NAME_PX = 15
IN_TABLE = "v stands in the last column of the table."


class DirectionList(Card):
    """Shows a direction and the derivatives along it; `changed` carries one of its components."""

    changed = Signal(str, float)
    released = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Direction v", parent)
        self._variables: tuple[str, ...] = ()
        self._names = tuple(MathsLabel(self, _NAME_PX) for _ in range(FEW))
        self.fields = tuple(NumberField("Component", parent=self) for _ in range(FEW))
        self._hint = small(QLabel(IN_TABLE, self))
        self._hint.setWordWrap(True)
        self.slope, self.bend, self.length = Readout(self), Readout(self), Readout(self)
        self.slope.set_label("v · ∇f", "first derivative along v")
        self.bend.set_label("v′H v", "second derivative along v")
        self.length.set_label("|H v|", "length of the Hessian times v")
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        for number, (name, field) in enumerate(zip(self._names, self.fields, strict=True)):
            row, column = divmod(number, _COLUMNS)
            name.setFixedWidth(_NAME)
            field.setFixedWidth(_FIELD)
            field.setProperty("number", number)
            field.value_entered.connect(self._entered)
            field.entry_finished.connect(self.released)
            grid.addWidget(name, row, 2 * column)
            grid.addWidget(field, row, 2 * column + 1)
        grid.setColumnStretch(2 * _COLUMNS, 1)
        self.column.addLayout(grid)
        self.column.addWidget(self._hint)
        for each in (self.slope, self.bend, self.length):
            self.column.addWidget(each)
            each.copied.connect(self.copied)

    def show_document(self, document: Document, variables: tuple[str, ...]) -> None:
        """Show the chosen direction at once; the numbers follow with the frame."""
        few = len(variables) <= FEW
        self._hint.setVisible(not few)
        shown = direction_of(document.several, variables) if few and variables else ()
        for number, (name, field) in enumerate(zip(self._names, self.fields, strict=True)):
            there = number < len(shown)
            name.setVisible(there)
            field.setVisible(there)
            if there:
                field.set_value(shown[number])
                if variables != self._variables:
                    name.set_latex(name_latex(variables[number]))
                    field.set_name(f"Component of v along {plain_name(variables[number])}")
        self._variables = variables if few else ()

    def show_spot(self, spot: Spot, document: Document, theme: Theme) -> None:
        """Show what f does along the direction at a point; hidden without a Hessian."""
        self.setVisible(spot.hessian is not None)
        if spot.hessian is None:
            return
        self.show_document(document, spot.variables)
        along = spot.along
        for readout, value in (
            (self.slope, along and along.slope), (self.bend, along and along.bend),
            (self.length, along and along.size),
        ):  # fmt: skip
            there = value is not None
            reading = Reading(value, Status.OK if there else Status.UNDETERMINED)
            readout.show_reading(reading, spot.held, theme, 1)

    def show_trusted(self, of: Teller, theme: Theme) -> None:
        """Say how far the numbers can be trusted."""
        for readout, name in (
            (self.slope, "slope"), (self.bend, "bend"), (self.length, "pushed")
        ):  # fmt: skip
            readout.show_agreed(of(name), theme)

    def set_theme(self, theme: Theme) -> None:
        for name, field in zip(self._names, self.fields, strict=True):
            name.set_theme(theme)
            field.set_theme(theme)

    def _entered(self, value: float) -> None:
        number = self.sender().property("number")
        self.changed.emit(self._variables[number], value)

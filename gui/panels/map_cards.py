"""The cards of a map at its point: its value, its Jacobian and what that comes to."""

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
from gui.panels.coordinate_table import CoordinateTable
from gui.panels.coordinates import Coordinate
from gui.panels.curve_card import CurveCard
from gui.panels.headings import small
from gui.panels.matrix import DIGITS, EigenBars, SmallMatrix
from gui.panels.numbers import number_text
from gui.panels.product_card import ProductCard, VectorLabel
from gui.panels.readout import Readout
from gui.style import ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.document import Document
    from core.explore.linear_map import LinearMap
    from core.map_frame import MapFrame
    from gui.panels.trust import Teller

FIELDS = 8  # variables that have a field each; more stand in a table
FEW = 4  # rows and columns of a matrix that is written out
_BARS = 8
_WORD_PX = 14


def complex_text(value: complex, digits: int = DIGITS) -> str:
    """A complex number as it is written: 0.5 ± is never left out, 0.5 + 0.87 i."""
    real, imaginary = float(value.real), float(value.imag)
    if imaginary == 0:
        return number_text(real, digits)
    sign = "−" if imaginary < 0 else "+"
    return f"{number_text(real, digits)} {sign} {number_text(abs(imaginary), digits)} i"


class MapCards(QWidget):
    """Shows the point of a map; coordinates, directions and weights can be typed."""

    point_moved = Signal(str, float)
    point_released = Signal()
    copied = Signal(str)
    direction_entered = Signal(object)
    weights_entered = Signal(object)
    arrowing_chosen = Signal(object)
    range_entered = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._map: MapFrame | None = None
        self.coordinates = tuple(Coordinate(self) for _ in range(FIELDS))
        self.table = CoordinateTable(self)
        self.table.setColumnHidden(1, True)  # the gradient of a function
        self.values = tuple(Readout(self) for _ in range(FIELDS))
        self.note = small(QLabel(self))
        self.matrix, self.bars = SmallMatrix(self), EigenBars(self)
        self.determinant, self.condition = Readout(self), Readout(self)
        self.orientation, self.scaling = QLabel(self), small(QLabel(self))
        self.eigenvalues, self.word = QLabel(self), QLabel(self)
        self.sentence = small(QLabel(self))
        self.divergence, self.curl = Readout(self), Readout(self)
        self.curls = VectorLabel(self)
        self.way = small(QLabel(self))
        self.point_card, self.jacobian_card = Card("Point", self), Card("Jacobian", self)
        self.bars_card, self.flow_card = Card("Singular values", self), Card("As a flow", self)
        self.curve_card, self.product_card = CurveCard(self), ProductCard(self)
        self.arrow_card = ArrowCard(self)
        self._lay_out()
        self._connect()

    def show_document(self, document: Document) -> None:
        """Show what is chosen at once; the numbers follow with the frame."""
        shown = self._map
        if shown is None:
            return
        at = [document.coordinate(name) for name in shown.variables]
        few = len(at) <= FIELDS
        self.table.setVisible(not few)
        for number, each in enumerate(self.coordinates):
            each.setVisible(few and number < len(at))
            if few and number < len(at):
                each.show_coordinate(shown.variables[number], at[number])
        if not few:
            self.table.show_point(shown.variables, at, None)
        self.product_card.show_document(document)
        self.arrow_card.show_arrowing(document.several.arrowing)

    def show_map(
        self, shown: MapFrame | None, document: Document, loaded: bool, ends: tuple[float, float]
    ) -> None:
        """Show the point of a frame; hidden without one. `ends` is the range of a curve."""
        self.setVisible(shown is not None)
        self._map = shown
        if shown is None:
            return
        self.show_document(document)
        self._show_values(shown, loaded)
        self._show_jacobian(shown)
        self._show_flow(shown)
        self.curve_card.show_map(shown, self._theme, ends)
        self.product_card.show_map(shown, document)
        self.arrow_card.setVisible(shown.view == "flow")

    def show_trust(self, of: Teller) -> None:
        """Say how far the numbers can be trusted."""
        shown = self._map
        if shown is None:
            return
        rows = [
            [of(f"jacobian {i} {j}") for j in range(len(shown.variables))]
            for i in range(len(shown.components))
        ]
        for k, readout in enumerate(self.values):
            readout.show_agreed(of(f"component {k}"), self._theme)
        for readout, name in (
            (self.determinant, "determinant"), (self.condition, "condition"),
            (self.divergence, "divergence"), (self.curl, "curl"),
        ):  # fmt: skip
            readout.show_agreed(of(name), self._theme)
        few = min(len(shown.variables), len(shown.components))
        sizes = [of(f"singular {k}") for k in range(few)]
        self.matrix.show_agreed(rows)
        self.bars.show_agreed(sizes)
        self.jacobian_card.show_trust([each for row in rows for each in row], self._theme)
        self.bars_card.show_trust(sizes, self._theme)
        self.flow_card.show_trust([of(f"root {k}") for k in range(few)], self._theme)
        self.curve_card.show_trusted(of, self._theme)
        self.product_card.show_trusted(of, self._theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for each in (*self.coordinates, self.table, self.matrix, self.bars, self.curve_card,
                     self.product_card, self.arrow_card):  # fmt: skip
            each.set_theme(theme)

    def _show_values(self, shown: MapFrame, loaded: bool) -> None:
        missing = Reading(None, shown.status if shown.status is not Status.OK else Status.UNDEFINED)
        for k, readout in enumerate(self.values):
            seen = k < len(shown.components) <= FIELDS
            readout.setVisible(seen)
            if seen:
                name = plain_name(shown.components[k])
                readout.set_label(name, f"component {name}")
                known = None if shown.value is None else Reading(float(shown.value[k]))
                late = shown.value is None and not loaded
                readout.show_reading(None if late else known or missing, shown.held, self._theme)
        note = shown.note
        self.note.setText(f"{note[:1].upper()}{note[1:]}." if note else "")
        self.note.setVisible(bool(note))

    def _show_jacobian(self, shown: MapFrame) -> None:
        shape = shown.linear
        told = shape is None or shown.view == "path"  # by the card of the curve
        self.jacobian_card.setVisible(not told)
        self.bars_card.setVisible(
            shape is not None and not told and len(shape.singular_values) <= _BARS
        )
        if shape is None or told:
            return
        few = max(shape.jacobian.shape) <= FEW
        self.matrix.setVisible(few)
        if few:
            self.matrix.show_matrix(
                shape.jacobian.tolist(), [f"∂{plain_name(each)}" for each in shown.variables],
                [f"∂{plain_name(each)}" for each in shown.components],
            )  # fmt: skip
        if len(shape.singular_values) <= _BARS:
            self.bars.show_values(shape.singular_values.tolist(), "Singular values", "σ")
        self.way.setText(_way_words(shown))
        self._show_numbers(shown, shape)

    def _show_numbers(self, shown: MapFrame, shape: LinearMap) -> None:
        known = shape.determinant is not None and math.isfinite(shape.determinant)
        self.determinant.setVisible(known)
        if shape.determinant is not None:
            self.determinant.set_label("det J", "determinant of the Jacobian")
            self.determinant.show_reading(Reading(shape.determinant), shown.held, self._theme, 1)
        self.condition.setVisible(len(shape.singular_values) > 1)
        self.condition.set_label("Condition", "condition of the Jacobian")
        self.condition.show_number(float(shape.condition), self._theme, shown.held, digits=8)
        for label, text in (
            (self.orientation, shape.orientation.rstrip(".")), (self.scaling, shape.scaling)
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))

    def _show_flow(self, shown: MapFrame) -> None:
        shape = shown.linear
        flows = shape is not None and shape.eigenvalues is not None
        self.flow_card.setVisible(flows)
        if shape is None or shape.eigenvalues is None:
            return
        values = shape.eigenvalues.tolist()[:_BARS]
        subscripts = [plain_name(f"λ_{k}") for k in range(1, len(values) + 1)]
        lines = [f"{name} = {complex_text(each)}" for name, each in zip(subscripts, values,
                                                                       strict=True)]  # fmt: skip
        if len(shape.eigenvalues) > _BARS:
            lines.append(f"and {len(shape.eigenvalues) - _BARS} more")
        self.eigenvalues.setText("\n".join(lines))
        self.eigenvalues.setAccessibleName(f"Eigenvalues: {', '.join(lines)}")
        self.word.setText(shape.word)
        self.sentence.setText(shape.sentence)
        self.divergence.set_label("Divergence", "divergence")
        self.divergence.show_number(shape.divergence, self._theme, shown.held, digits=8)
        curl = shape.curl
        self.curl.setVisible(isinstance(curl, float))
        self.curls.setVisible(curl is not None and not isinstance(curl, float))
        if isinstance(curl, float):
            self.curl.set_label("Curl", "curl")
            self.curl.show_number(curl, self._theme, shown.held, digits=8)
        elif curl is not None and not isinstance(curl, int):
            self.curls.show_vector([float(each) for each in curl], "Curl")
            self.curls.setText(f"Curl  {self.curls.text()}")

    def _lay_out(self) -> None:
        for label in (self.orientation, self.word):
            label.setFont(ui_font(_WORD_PX, QFont.Weight.DemiBold))
        for label in (self.orientation, self.scaling, self.word, self.sentence, self.note):
            label.setWordWrap(True)
        for each in (*self.coordinates, self.table, *self.values, self.note):
            self.point_card.column.addWidget(each)
        for each in (self.matrix, self.determinant, self.condition, self.orientation,
                     self.scaling):  # fmt: skip
            self.jacobian_card.column.addWidget(each)
        self.jacobian_card.column.insertSpacing(3, 4)
        self.way.setWordWrap(True)
        self.jacobian_card.column.addWidget(self.way)
        self.bars_card.column.addWidget(self.bars)
        for each in (self.word, self.sentence, self.eigenvalues, self.divergence, self.curl,
                     self.curls):  # fmt: skip
            self.flow_card.column.addWidget(each)
            self.flow_card.column.addSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for card in (self.point_card, self.curve_card, self.jacobian_card, self.bars_card,
                     self.flow_card, self.product_card, self.arrow_card):  # fmt: skip
            column.addWidget(card)

    def _connect(self) -> None:
        for each in self.coordinates:
            each.entered.connect(self.point_moved)
            each.released.connect(self.point_released)
        self.table.entered.connect(self._typed)
        for each in (*self.values, self.determinant, self.condition, self.divergence, self.curl,
                     self.curls, self.curve_card, self.product_card):  # fmt: skip
            each.copied.connect(self.copied)
        self.product_card.direction_entered.connect(self.direction_entered)
        self.product_card.weights_entered.connect(self.weights_entered)
        self.arrow_card.arrowing_chosen.connect(self.arrowing_chosen)
        self.curve_card.range_entered.connect(self.range_entered)

    def _typed(self, variable: str, value: float) -> None:
        """What is typed into the table is a step of its own."""
        self.point_moved.emit(variable, value)
        self.point_released.emit()


def _way_words(shown: MapFrame) -> str:
    """How autograd found the Jacobian: the cheaper way for so many variables and components."""
    reverse = shown.way == "reverse"
    count = len(shown.components if reverse else shown.variables)
    noun = ("component" if reverse else "variable") + ("s" if count > 1 else "")
    each = f", one for each of {count} {noun}" if count > 1 else f" for its {noun}"
    passes = "passes" if count > 1 else "pass"
    return f"By {'' if count > 1 else 'one '}{shown.way} {passes}{each}." if shown.way else ""

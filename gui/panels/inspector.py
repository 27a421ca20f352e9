"""The inspector: the point with its value and derivatives, and what belongs to it, in cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.agreement import Agreed
from core.document import Document
from core.frame import Frame, Point, Reading
from core.language.typeset import name_latex
from gui.icons import icon
from gui.maths import MathsLabel
from gui.panels.cards import Card, icon_button
from gui.panels.derivatives_card import DerivativesCard
from gui.panels.found import FoundCard
from gui.panels.headings import small
from gui.panels.map_cards import MapCards
from gui.panels.marks import PRIMES
from gui.panels.number_field import NumberField
from gui.panels.numbers import field_text
from gui.panels.plane_cards import PlaneCards
from gui.panels.readout import LABEL_WIDTH, Readout
from gui.panels.space_cards import SpaceCards
from gui.panels.tangent_card import NAME_PX, TangentCard
from gui.scroll import ScrollArea
from gui.style import ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.agreement import Check
    from core.document import Formula
    from gui.panels.trust import Teller

_ORDERS = (0, 1, 2)
_WORD_PX = 14
_FIELD = 112
EMPTY = "Type a formula on the left, and its numbers at the point stand here."
FREE = "Drag this point in the plot, move it with the arrow keys, or set its sliders."
FIXED = "Neither coordinate of this point is a slider, so it stands where it is."
HELD = "These values belong to the last formula that could be read. They follow again as soon " \
    "as this one can be read."  # fmt: skip


UNCHECKED = Agreed(None, note="only autograd gives this number")


def _nothing_yet(name: str) -> None:
    """While the check goes on nothing is known of a number."""


class InspectorPanel(QWidget):
    """Shows the point of a frame; a coordinate can be typed, numbers can be copied."""

    point_moved = Signal(str, float)
    point_released = Signal()
    direction_entered = Signal(str, float)
    arrowing_chosen = Signal(object)
    vector_entered = Signal(object)
    weights_entered = Signal(object)
    range_entered = Signal(float, float)
    pin_wanted = Signal()
    number_copied = Signal(str)
    taylor_chosen = Signal(int)
    secant_chosen = Signal(float)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document = Document()
        self._frame: Frame | None = None
        self._check: Check | None = None
        self._shown: tuple[object, ...] = ()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._variable = MathsLabel(self, NAME_PX)
        self.coordinate = NumberField("Coordinate of the point", parent=self)
        self._curve = QLabel(self)
        self.readouts = tuple(Readout(self) for _ in _ORDERS)
        self.word = QLabel(self)
        self.note = small(QLabel(EMPTY, self))
        self.pin = icon_button("Pin the point", "Pin the point (Ctrl+P)\nIt stays here.", self)
        self.point_card = Card("Point", self, [self.pin])
        self.tangent_card = TangentCard(self)
        self.plane_cards, self.space_cards = PlaneCards(self), SpaceCards(self)
        self.map_cards = MapCards(self)
        self.derivatives_card = DerivativesCard(self)
        self.found_card = FoundCard(self)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def show_document(self, document: Document) -> None:
        """Show the chosen coordinate at once; the numbers follow with the frame."""
        self._document = document
        self.tangent_card.show_formula(_active(document))
        self.plane_cards.show_document(document)
        self.space_cards.show_document(document)
        self.map_cards.show_document(document)
        point = self._frame.point if self._frame is not None else None
        if point is None:
            self.tangent_card.hide()
        else:
            self.coordinate.set_value(self._coordinate(point))

    def paint_frame(self, frame: Frame) -> None:
        """Show the point of a frame, and what was found around it."""
        self._frame = frame
        self.found_card.paint_frame(frame)
        key = (frame.point, frame.plane, frame.space, frame.map, frame.differentiated,
               frame.document.active, self._theme)  # fmt: skip
        if self._shown and all(new is old for new, old in zip(key, self._shown, strict=True)):
            return
        self._shown = key
        point = frame.point
        self.point_card.setVisible(point is not None)
        self.tangent_card.show_point(point)
        loaded, draft = frame.differentiated, frame.draft
        self.plane_cards.show_plane(frame.plane, frame.document, loaded, draft)
        self.space_cards.show_spot(
            frame.space, frame.document, frame.differentiated, beside=frame.matrix is None
        )
        ends = (frame.viewport.x_min, frame.viewport.x_max)
        self.map_cards.show_map(frame.map, frame.document, frame.differentiated, ends)
        self._show_readings_of(frame)
        self._show_trust()

    def _show_readings_of(self, frame: Frame) -> None:
        point = frame.point
        seen = point or frame.plane or frame.space or frame.map
        self.note.setVisible(seen is None or seen.held)
        if frame.plane is not None or frame.matrix is not None or frame.map is not None:
            self.note.setText(HELD)
            return
        if point is None:
            own = [each for each in frame.free_points if each.key == frame.document.active]
            self.note.setText((FREE if any(own[0].handles) else FIXED) if own else EMPTY)
            return
        self.note.setText(HELD)
        self._show_place(point)
        self._show_readings(point, frame.differentiated)

    def show_check(self, check: Check) -> None:
        """Show how far the numbers can be trusted, once independent routes have said it."""
        self._check = check
        self._show_trust()

    def focus_point(self) -> None:
        """Put the focus on the first coordinate that is seen."""
        fields = (self.coordinate, *self.findChildren(NumberField))
        seen = next((field for field in fields if field.isVisible()), self.coordinate)
        seen.setFocus(Qt.FocusReason.TabFocusReason)

    def show_formulas(self, latex: tuple[str, ...]) -> None:
        """Show the formulas of f′ and f″, or none."""
        self.derivatives_card.show_formulas(latex)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._variable.set_theme(theme)
        self.coordinate.set_theme(theme)
        self.pin.setIcon(icon("pin", theme.muted))
        self.tangent_card.set_theme(theme)
        self.plane_cards.set_theme(theme)
        self.space_cards.set_theme(theme)
        self.map_cards.set_theme(theme)
        self.found_card.set_theme(theme)
        self.derivatives_card.set_theme(theme)
        self._shown = ()
        if self._frame is not None:
            self.paint_frame(self._frame)

    def _show_trust(self) -> None:
        """Badges for every part of the frame; a part that was not checked yet is being checked."""
        frame = self._frame
        if frame is None or not frame.differentiated:
            return
        if frame.point is not None:
            of = self._teller(frame.point)
            for order, readout in enumerate(self.readouts):
                readout.show_agreed(of(f"derivative {order}"), self._theme)
            self.tangent_card.show_trusted(of)
        if frame.plane is not None:
            self.plane_cards.show_trust(self._teller(frame.plane.spot))
        if frame.space is not None:
            self.space_cards.show_trust(self._teller(frame.space))
        if frame.map is not None:
            self.map_cards.show_trust(self._teller(frame.map))

    def _teller(self, about: object) -> Teller:
        """What is known of the numbers of a part of the frame, by name."""
        check = self._check
        if check is None or check.about is not about:
            return _nothing_yet
        return lambda name: check.numbers.get(name, UNCHECKED)

    def _show_place(self, point: Point) -> None:
        self._variable.set_latex(name_latex(point.variable))
        self.coordinate.set_name(f"Coordinate {point.variable} of the point")
        self.coordinate.set_value(self._coordinate(point))
        self._curve.setText(f"on {point.name}")

    def _coordinate(self, point: Point) -> float:
        """Where the point stands in the document; along a direction where the frame has it."""
        row = self._frame.row(point.key) if self._frame is not None else None
        slanted = row is not None and row.variables and point.variable not in row.variables
        return point.x if slanted else self._document.coordinate(point.variable)

    def _show_readings(self, point: Point, differentiated: bool) -> None:
        place = field_text(float(f"{point.x:.4g}"))
        for order, readout in zip(_ORDERS, self.readouts, strict=True):
            known = order < len(point.readings)
            readout.set_label(f"{point.name}{PRIMES[order]}({place})", point.name + PRIMES[order])
            reading = point.readings[order] if known else None
            if reading is None and differentiated:
                reading = Reading(None)
            readout.show_reading(reading, point.held, self._theme, order)
        self.word.setText(point.word)
        self.word.setVisible(bool(point.word) and not point.held)

    def _lay_out(self) -> None:
        self.coordinate.setFixedWidth(_FIELD)
        self._variable.setFixedWidth(LABEL_WIDTH)
        self._curve.setObjectName("muted")
        self.word.setFont(ui_font(_WORD_PX, QFont.Weight.DemiBold))
        self.word.setWordWrap(True)
        self.note.setWordWrap(True)
        place = QHBoxLayout()
        place.setSpacing(0)
        place.addWidget(self._variable, 0, Qt.AlignmentFlag.AlignVCenter)
        place.addWidget(self.coordinate)
        place.addSpacing(12)
        place.addWidget(self._curve)
        place.addStretch(1)
        card = self.point_card.column
        card.addLayout(place)
        card.addSpacing(2)
        for readout in self.readouts:
            card.addWidget(readout)
        card.addSpacing(2)
        card.addWidget(self.word)
        self._scroll_column()

    def _scroll_column(self) -> None:
        cards = QWidget()
        cards.setObjectName("panel")
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        note = QHBoxLayout()
        note.setContentsMargins(12, 12, 12, 12)
        note.addWidget(self.note)
        for card in (
            self.point_card, self.plane_cards, self.space_cards, self.map_cards, self.tangent_card,
            self.derivatives_card, self.found_card,
        ):  # fmt: skip
            column.addWidget(card)
        column.addLayout(note)
        column.addStretch(1)
        scroll = ScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(cards)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.point_card.hide()
        self.tangent_card.hide()
        self.plane_cards.hide()
        self.space_cards.hide()
        self.map_cards.hide()

    def _connect(self) -> None:
        for cards in (self.plane_cards, self.space_cards, self.map_cards):
            cards.point_moved.connect(self.point_moved)
            cards.point_released.connect(self.point_released)
            cards.copied.connect(self.number_copied)
        self.plane_cards.direction_entered.connect(self.direction_entered)
        self.plane_cards.arrowing_chosen.connect(self.arrowing_chosen)
        self.map_cards.arrowing_chosen.connect(self.arrowing_chosen)
        self.map_cards.direction_entered.connect(self.vector_entered)
        self.map_cards.weights_entered.connect(self.weights_entered)
        self.map_cards.range_entered.connect(self.range_entered)
        self.coordinate.value_entered.connect(self._moved)
        self.coordinate.entry_finished.connect(self.point_released)
        self.pin.clicked.connect(self.pin_wanted)
        for readout in self.readouts:
            readout.copied.connect(self.number_copied)
        self.tangent_card.copied.connect(self.number_copied)
        self.derivatives_card.copied.connect(self.number_copied)
        self.tangent_card.taylor_chosen.connect(self.taylor_chosen)
        self.tangent_card.secant_chosen.connect(self.secant_chosen)
        self.tangent_card.released.connect(self.point_released)
        self.found_card.place_chosen.connect(self._go)

    def _moved(self, value: float) -> None:
        if self._frame is not None and self._frame.point is not None:
            self.point_moved.emit(self._frame.point.variable, value)

    def _go(self, variable: str, x: float) -> None:
        """A landmark was clicked: moving there is a step of its own."""
        self.point_released.emit()
        self.point_moved.emit(variable, x)
        self.point_released.emit()


def _active(document: Document) -> Formula | None:
    return next((row for row in document.formulas if row.key == document.active), None)

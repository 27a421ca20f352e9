"""The inspector: the point, its value and derivatives, and the tangent there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.document import Document
from core.frame import Frame, Point, Reading
from core.language.letters import GREEK_LETTERS
from core.language.typeset import name_latex
from gui.maths import MathsLabel
from gui.panels.headings import heading, small
from gui.panels.marks import PRIMES
from gui.panels.number_field import NumberField
from gui.panels.numbers import field_text, line_text, tangent_of
from gui.panels.readout import LABEL_WIDTH, ROW_HEIGHT, Readout
from gui.style import maths_font, maths_letters, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from gui.panels.numbers import Tangent

_ORDERS = (0, 1, 2)
_WORD_PX = 14
NAME_PX = 16
_FIELD = 112
EMPTY = "Type a formula on the left, and its numbers at the point stand here."
HELD = "These values belong to the last formula that could be read. They follow again as soon " \
    "as this one can be read."  # fmt: skip


class InspectorPanel(QWidget):
    """Shows the point of a frame; a coordinate can be typed, numbers can be copied."""

    point_moved = Signal(str, float)
    point_released = Signal()
    number_copied = Signal(str)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document = Document()
        self._frame: Frame | None = None
        self._shown: tuple[object, ...] = ()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._variable = MathsLabel(self, NAME_PX)
        self.coordinate = NumberField("Coordinate of the point", parent=self)
        self._curve = QLabel(self)
        self.readouts = tuple(Readout(self) for _ in _ORDERS)
        self.word = QLabel(self)
        self.note = small(QLabel(EMPTY, self))
        self._line = QLabel(self)
        self.angle, self.curvature, self.radius = (Readout(self) for _ in range(3))
        self.point_card = _card(self)
        self.tangent_card = _card(self)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def show_document(self, document: Document) -> None:
        """Show the chosen coordinate at once; the numbers follow with the frame."""
        self._document = document
        point = self._frame.point if self._frame is not None else None
        if point is not None:
            self.coordinate.set_value(document.coordinate(point.variable))

    def paint_frame(self, frame: Frame) -> None:
        """Show the point of a frame."""
        self._frame = frame
        key = (frame.point, frame.differentiated, frame.document.active, self._theme)
        if all(new is old for new, old in zip(key, self._shown, strict=False)) and self._shown:
            return
        self._shown = key
        point = frame.point
        self.point_card.setVisible(point is not None)
        self.tangent_card.setVisible(point is not None and not point.held)
        self.note.setVisible(point is None or point.held)
        if point is None:
            self.note.setText(EMPTY)
            return
        self.note.setText(HELD)
        self._show_place(point)
        self._show_readings(point, frame.differentiated)
        self._show_tangent(point)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._variable.set_theme(theme)
        self.coordinate.set_theme(theme)
        self._shown = ()
        if self._frame is not None:
            self.paint_frame(self._frame)

    def _show_place(self, point: Point) -> None:
        self._variable.set_latex(name_latex(point.variable))
        self.coordinate.set_name(f"Coordinate {point.variable} of the point")
        self.coordinate.set_value(self._document.coordinate(point.variable))
        self._curve.setText(f"on {point.name}")

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

    def _show_tangent(self, point: Point) -> None:
        values = [reading.value for reading in point.readings]
        known = [*values, None, None][:3]
        tangent: Tangent | None = tangent_of(point.x, *known)
        self.tangent_card.setVisible(tangent is not None and not point.held)
        if tangent is None:
            return
        line = maths_letters(line_text(tangent, letter_of(point.variable)))
        if line != self._line.text():
            self._line.setText(line)
            self._line.setToolTip(line)
        self.angle.show_number(tangent.angle, self._theme, unit="°")
        self.curvature.show_number(tangent.curvature, self._theme)
        self.radius.show_number(tangent.radius, self._theme)

    def _lay_out(self) -> None:
        self.coordinate.setFixedWidth(_FIELD)
        self._variable.setFixedWidth(LABEL_WIDTH)
        self._curve.setObjectName("muted")
        self._line.setFont(maths_font(NAME_PX))
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line.setFixedHeight(ROW_HEIGHT)
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
        card = _column(self.point_card, "Point")
        card.addLayout(place)
        card.addSpacing(2)
        for readout in self.readouts:
            card.addWidget(readout)
        card.addSpacing(2)
        card.addWidget(self.word)
        line = QGridLayout()
        line.setHorizontalSpacing(0)
        line.setColumnMinimumWidth(0, LABEL_WIDTH)
        line.setRowMinimumHeight(0, ROW_HEIGHT)
        line.setColumnStretch(1, 1)
        title = QLabel("Tangent", self)
        title.setObjectName("muted")
        line.addWidget(title, 0, 0)
        line.addWidget(self._line, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        card = _column(self.tangent_card, "Tangent and curvature")
        card.addLayout(line)
        names = ("Angle", "Curvature", "Radius")
        for name, readout in zip(names, (self.angle, self.curvature, self.radius), strict=True):
            readout.set_label(name)
            card.addWidget(readout)
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
        column.addWidget(self.point_card)
        column.addWidget(self.tangent_card)
        column.addLayout(note)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(cards)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.point_card.hide()
        self.tangent_card.hide()

    def _connect(self) -> None:
        self.coordinate.value_entered.connect(self._moved)
        self.coordinate.entry_finished.connect(self.point_released)
        for readout in (*self.readouts, self.angle, self.curvature, self.radius):
            readout.copied.connect(self.number_copied)

    def _moved(self, value: float) -> None:
        if self._frame is not None and self._frame.point is not None:
            self.point_moved.emit(self._frame.point.variable, value)


def letter_of(variable: str) -> str:
    """A variable as one letter where it has one: theta is θ."""
    return next((letter for letter, name in GREEK_LETTERS.items() if name == variable), variable)


def _card(parent: QWidget) -> QWidget:
    card = QWidget(parent)
    card.setObjectName("card")
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return card


def _column(card: QWidget, title: str) -> QVBoxLayout:
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 9, 12, 9)
    column.setSpacing(0)
    column.addWidget(heading(QLabel(title, card)))
    column.addSpacing(6)
    return column

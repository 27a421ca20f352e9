"""The card of what was found in the visible interval: places to go to, and how they were sought."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QWidget,
)  # fmt: skip

from core.frame import Kind, Landmark
from gui.panels.cards import Card
from gui.panels.flow import Flow
from gui.panels.headings import small
from gui.panels.marks import begin_link
from gui.panels.numbers import number_text
from gui.panels.readout import LABEL_WIDTH
from gui.style import ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.frame import Frame, Kink, Search

DIGITS = 4
MOST = 18  # places of one kind that are listed; the rest is counted
MOST_NOTES = 2  # kinks of one kind that are told of in words
MOST_FLATS = 3
_LINE = 22
_NUMBER_PX = 14
_THIN = "\u2009"
_NAMES = {
    Kind.ROOT: ("Roots", "root"),
    Kind.MAXIMUM: ("Maxima", "maximum"),
    Kind.MINIMUM: ("Minima", "minimum"),
    Kind.INFLECTION: ("Inflections", "inflection"),
    Kind.INTERSECTION: ("Crossings", "intersection"),
    Kind.POLE: ("Poles", "pole"),
    Kind.JUMP: ("Jumps", "jump"),
    Kind.CORNER: ("Corners", "corner"),
    Kind.CUSP: ("Cusps", "cusp"),
    Kind.VERTICAL: ("Vertical", "vertical tangent"),
    Kind.HOLE: ("Holes", "hole"),
    Kind.EDGE: ("Edges", "edge of the domain"),
    Kind.BEND: ("f″ jumps", "jump of f″"),
}
_ALWAYS = (Kind.ROOT, Kind.MAXIMUM, Kind.MINIMUM, Kind.INFLECTION)


class PlaceButton(QAbstractButton):
    """The x of one landmark; a click goes there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.x_value = math.nan
        self._theme = LIGHT
        self.setFont(ui_font(_NUMBER_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_place(
        self, landmark: Landmark, variable: str, theme: Theme, said: str = ""
    ) -> bool:
        """Show a landmark, with what is `said` of it; True when its text became another one."""
        self._theme = theme
        exact = number_text(landmark.x, 12)
        tip = "\n".join(filter(None, (f"{variable} = {exact}", said, "Move the point there.")))
        if landmark.x != self.x_value or tip != self.toolTip():
            self.x_value = landmark.x
            name = _NAMES[landmark.kind][1]
            self.setAccessibleName(f"Go to the {name} at {variable} = {exact}")
            self.setAccessibleDescription(said)
            self.setToolTip(tip)
        text = number_text(landmark.x, DIGITS)
        if text == self.text():
            return False
        self.setText(text)
        return True

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 8, _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = begin_link(painter, self, self._theme)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())


class KindRow(QWidget):
    """All places of one kind: its name, then the numbers, or that none was found and where."""

    place_chosen = Signal(float)

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._buttons: list[PlaceButton] = []
        name = QLabel(_NAMES[kind][0], self)
        name.setObjectName("muted")
        name.setFixedSize(LABEL_WIDTH - 4, _LINE)
        self._flow = Flow(gap=2, line_gap=0, parent=self)
        self.words = small(QLabel(self._flow))
        self.words.setFixedHeight(_LINE)
        self.words.setContentsMargins(4, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(0)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._flow, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def buttons(self) -> tuple[PlaceButton, ...]:
        return tuple(button for button in self._buttons if not button.isHidden())

    def show_places(
        self, places: tuple[Landmark, ...], interval: str, variable: str, theme: Theme,
        kinks: tuple[Kink, ...] = (),
    ) -> None:  # fmt: skip
        """List the places; the tip of a kink says what happens there."""
        listed = places[:MOST]
        said = {kink.x: sentence_of(kink) for kink in kinks}
        while len(self._buttons) < len(listed):
            button = PlaceButton(self._flow)
            button.clicked.connect(self._chosen)
            button.hide()
            self._buttons.append(button)
        changed = False
        for place, button in enumerate(self._buttons):
            wanted = place < len(listed)
            changed |= wanted == button.isHidden()
            if wanted:
                text = said.get(listed[place].x, "")
                changed |= button.show_place(listed[place], variable, theme, text)
            button.setVisible(wanted)
        rest = len(places) - len(listed)
        words = f"and {rest} more" if rest else "" if places else f"None found in {interval}"
        if words != self.words.text() or changed:
            self.words.setText(words)
            self.words.setVisible(bool(words))
            self._flow.set_groups([[button] for button in self._buttons] + [[self.words]])

    def _chosen(self) -> None:
        button = self.sender()
        if isinstance(button, PlaceButton):
            self.place_chosen.emit(button.x_value)


class FoundCard(Card):
    """Landmarks of the active formula as its last search found them.

    A draft frame brings no search, nor does a formula that cannot be read: the list before it
    stays, with the interval it was made for. Where nothing was searched there is no list.
    """

    place_chosen = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Found", parent)
        self._theme = LIGHT
        self._search: Search | None = None
        self._latex = ""  # of the formula that was searched
        self._variable = "x"
        self.rows = {kind: KindRow(kind, self) for kind in _NAMES}
        self.notes: dict[Kind, QLabel] = {}
        for kind, row in self.rows.items():
            row.place_chosen.connect(self._chosen)
            self.column.addWidget(row)
            note = self.notes[kind] = small(QLabel(self))
            note.setWordWrap(True)
            note.hide()
            self.column.addWidget(note)
        self.sentence = small(QLabel(self))
        self.sentence.setWordWrap(True)
        self.column.addSpacing(4)
        self.column.addWidget(self.sentence)
        self.hide()

    def paint_frame(self, frame: Frame) -> None:
        """Show the search of the active formula, or keep the last one while there is no newer.

        Of a picture that stays from a text before, the search is kept that belongs to it.
        """
        active, row = frame.document.active, frame.row(frame.document.active)
        latex = row.latex if row is not None else ""
        found = next((each for each in frame.searches if each.key == active), None)
        held = frame.point is not None and frame.point.held
        waiting = latex == self._latex if held else frame.draft
        if found is not None:
            self._latex = latex
        if found is None and waiting and self._search is not None and self._search.key == active:
            found = self._search
        if frame.point is None:
            found = None
        if found is not None and frame.point is not None:
            several = sum(formula.visible for formula in frame.document.formulas) > 1
            if found is not self._search or frame.point.variable != self._variable:
                self._variable = frame.point.variable
                self._show(found, several)
        self._search = found
        self.setVisible(found is not None)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._search is not None:
            self._show(self._search, not self.rows[Kind.INTERSECTION].isHidden())

    def _show(self, search: Search, several: bool) -> None:
        interval = interval_text(search.low, search.high)
        self.set_title(f"Found in {interval}")
        for kind, row in self.rows.items():
            kinks = tuple(kink for kink in search.kinks if kink.kind == kind)
            places = tuple(mark for mark in search.landmarks if mark.kind == kind)
            if not places:
                places = tuple(Landmark(kind, kink.key, kink.x, kink.value) for kink in kinks)
            wanted = bool(places) or kind in _ALWAYS or (several and kind == Kind.INTERSECTION)
            row.setVisible(wanted)
            notes = told(kinks, self._variable)
            self.notes[kind].setText(notes)
            self.notes[kind].setVisible(bool(notes))
            if wanted:
                row.show_places(places, interval, self._variable, self._theme, kinks)
        self.sentence.setText(_sentence(search))

    def _chosen(self, x: float) -> None:
        self.place_chosen.emit(self._variable, x)


def interval_text(low: float, high: float) -> str:
    """An interval as a person reads it: [−3.8, 3.8]."""
    return f"[{number_text(low, DIGITS)}, {number_text(high, DIGITS)}]"


def sentence_of(kink: Kink) -> str:
    """What happens at a kink, and what autograd returns there."""
    return "; ".join(filter(None, (kink.note, kink.autograd)))


def told(kinks: tuple[Kink, ...], variable: str) -> str:
    """The first kinks of one kind in words, a line each; those that are alike share theirs."""
    lines: dict[str, list[float]] = {}
    for kink in kinks:
        lines.setdefault(sentence_of(kink), []).append(kink.x)
    shown = [
        f"{variable} = {number_text(places[0], DIGITS)}{' ...' * (len(places) > 1)}: {text}."
        for text, places in list(lines.items())[:MOST_NOTES]
        if text
    ]
    return "\n".join(shown)


def _sentence(search: Search) -> str:
    count = f"{search.places:,}".replace(",", _THIN)
    digits = 0
    largest = max(abs(search.low), abs(search.high))
    if 0 < search.tolerance < largest:
        digits = min(15, round(math.log10(largest / search.tolerance)))
    refined = f", each result refined to {digits} digits" if digits else ""
    words = [f"Searched this interval at {count} places{refined}."]
    if 0 < len(search.flats) <= MOST_FLATS:
        words += [
            f"Constantly {number_text(value, DIGITS)} in {interval_text(low, high)}."
            for low, high, value in search.flats
        ]
    if search.crowded:
        words.append("There may be more than is listed.")
    return " ".join(words)

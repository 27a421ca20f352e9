"""The card of critical points in sight: places to go to, what each is, and how they were sought."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from core.words import plain_name
from gui.panels.cards import Card
from gui.panels.found import interval_text
from gui.panels.headings import small
from gui.panels.marks import begin_link
from gui.panels.numbers import number_text
from gui.style import ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.frame import Critical, Criticals, PlaneFrame

DIGITS = 4
MOST = 24  # points that are listed; the rest is counted
_LINE = 22
_NUMBER_PX = 13
_VALUE_AT, _GAP = 0.58, 6.0  # of the width: where the values begin; pixels before it
_PLURALS = {"minimum": "▽ Minima", "maximum": "△ Maxima", "saddle": "✕ Saddles",
            "degenerate": "□ Degenerate"}  # fmt: skip


class PointButton(QAbstractButton):
    """One critical point: its place and the value there; a click goes there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.point: Critical | None = None
        self._theme = LIGHT
        self.setFont(ui_font(_NUMBER_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_point(self, point: Critical, variables: tuple[str, str], theme: Theme) -> None:
        """Show a point, its kind and its reason in the tip."""
        self._theme, self.point = theme, point
        x, y = (plain_name(each) for each in variables)
        exact = f"{x} = {number_text(point.x, 12)}, {y} = {number_text(point.y, 12)}"
        place = f"({number_text(point.x, DIGITS)}, {number_text(point.y, DIGITS)})"
        self.setText(f"{place}\t{number_text(point.value, DIGITS)}")
        value = number_text(point.value, DIGITS)
        self.setAccessibleName(f"Go to the {point.kind} at {exact}, value {value}")
        self.setAccessibleDescription(point.note)
        self.setToolTip(f"{point.kind}: {point.note}\n{exact}\nMove the point there.")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 8, _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = begin_link(painter, self, self._theme)
        inside = rect.adjusted(4, 0, -4, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetrics(self.font())
        place, _, value = self.text().partition("\t")
        split = inside.left() + _VALUE_AT * inside.width()
        parts = (place, inside.left(), split - _GAP), (value, split, inside.right())
        for text, start, end in parts:
            box = QRectF(start, inside.top(), end - start, inside.height())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, math.floor(box.width()))
            painter.drawText(box, left, shown)


class CriticalCard(Card):
    """Critical points of the field as they were last found; a draft keeps the list before it."""

    place_chosen = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Found", parent)
        self._theme = LIGHT
        self._found: Criticals | None = None
        self._variables = ("x", "y")
        self.heads = {kind: small(QLabel(self)) for kind in _PLURALS}
        self.buttons: dict[str, list[PointButton]] = {kind: [] for kind in _PLURALS}
        self.sentence = small(QLabel(self))
        self.sentence.setWordWrap(True)
        for head in self.heads.values():
            head.setContentsMargins(0, 4, 0, 0)
            self.column.addWidget(head)
        self.column.addSpacing(4)
        self.column.addWidget(self.sentence)
        self.hide()

    def show_plane(self, plane: PlaneFrame | None, draft: bool, wanted: bool) -> None:
        """Show what was found in a plane; hidden where nothing was looked for."""
        found = plane.critical if plane is not None else None
        if plane is not None and found is None and wanted and (draft or plane.held):
            found = self._found
        seen = (self._found, self._variables)
        if found is not None and plane is not None and seen != (found, plane.variables):
            self._variables = plane.variables
            self._show(found)
        self._found = found
        self.setVisible(found is not None)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._found is not None:
            self._show(self._found)

    def _show(self, found: Criticals) -> None:
        across = interval_text(found.low[0], found.high[0])
        self.set_title(f"Found in {across} × {interval_text(found.low[1], found.high[1])}")
        for kind, head in self.heads.items():
            points = [each for each in found.points if each.kind == kind]
            head.setVisible(bool(points) or kind != "degenerate")
            rest = len(points) - MOST
            count = f"{len(points)} found" if points else "none found in this box"
            head.setText(f"{_PLURALS[kind]}: {count}" + (f", {MOST} listed" if rest > 0 else ""))
            self._list(kind, points[:MOST], head)
        self.sentence.setText(sentence_of(found))

    def _list(self, kind: str, points: list[Critical], head: QWidget) -> None:
        buttons = self.buttons[kind]
        while len(buttons) < len(points):
            button = PointButton(self)
            button.clicked.connect(self._chosen)
            self.column.insertWidget(self.column.indexOf(head) + 1 + len(buttons), button)
            buttons.append(button)
        for place, button in enumerate(buttons):
            button.setVisible(place < len(points))
            if place < len(points):
                button.show_point(points[place], self._variables, self._theme)

    def _chosen(self) -> None:
        button = self.sender()
        if isinstance(button, PointButton) and button.point is not None:
            self.place_chosen.emit(button.point.x, button.point.y)


def sentence_of(found: Criticals) -> str:
    """How it was sought, and what is not listed."""
    words = [
        f"Searched this box at {found.places:,} places, ".replace(",", "\u2009", 1)
        + f"each point refined to {number_text(found.tolerance, 1)}."
    ]
    if found.lines:
        what = "a curve" if len(found.lines) == 1 else f"{len(found.lines)} curves"
        words.append(f"Critical points that are not isolated: {what}, dotted.")
    if found.level:
        words.append("In a part of it f is constant to double precision.")
    if found.crowded:
        words.append("There are more than can be followed: zoom in.")
    return " ".join(words)

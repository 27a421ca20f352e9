"""Landmarks: roots, extrema, inflections, intersections and kinks as marks on their curve."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from core.frame import Kind, Landmark
from gui.plots.labels import around_size, calmest, distance, square
from gui.plots.stage import Layer, Stage, draw_text, text_box
from gui.plots.strokes import diamond, ring, tick, wedge
from gui.plots.ticks import located

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPainter

    from core.frame import Frame, Kink
    from gui.plots.curve_item import CurveItem

HOVER = 9.0  # pixels from a mark within which it says what it is
_MOST = 150  # marks on one curve; more would be a band, so none are drawn
_REACH = 5.0
_AWAY = 11.0
_TOGETHER = 1.0
_MARKED = (Kind.ROOT, Kind.MINIMUM, Kind.MAXIMUM, Kind.INFLECTION, Kind.INTERSECTION)
_TURNS = {Kind.CORNER: 0, Kind.CUSP: 0, Kind.VERTICAL: 0, Kind.BEND: 1}  # a corner of this order
_PAD = 3.0  # pixels around words of several lines
_LETTERS = 54  # of a line of words
_ZEROS = {1: (Kind.MINIMUM, Kind.MAXIMUM), 2: (Kind.INFLECTION,)}  # of f' and f''


@dataclass(frozen=True, slots=True)
class Mark:
    """A landmark in pixels, on the curve that it belongs to; of a kink also what it is."""

    landmark: Landmark
    spot: QPointF
    item: CurveItem
    kink: Kink | None = None


def standing(frame: Frame, key: int) -> tuple[Landmark, ...]:
    """The landmarks on the curve of a row where a point can stand, from left to right."""
    found = (
        each
        for search in frame.searches
        for each in search.landmarks
        if each.kind in _MARKED and each.y is not None and key in (each.key, each.other)
    )
    kinks = (
        Landmark(kink.kind, key, kink.x, kink.value)
        for search in frame.searches
        for kink in search.kinks
        if kink.key == key and kink.value is not None
    )
    return tuple(sorted((*found, *kinks), key=lambda each: each.x))


def _of_kink(kink: Kink, order: int) -> Iterator[Landmark]:
    """Where f^(order) is marked at a kink: at its value and at what it runs to."""
    sides = [kink.left[order], kink.right[order]]
    heights = [kink.value, *sides] if order == 0 else sides
    for y in dict.fromkeys(heights):
        if y is not None and math.isfinite(y):
            yield Landmark(kink.kind, kink.key, kink.x, y)


class Landmarks(Layer):
    """Paints the marks, and a few words beside the one under the mouse.

    In a plot of f they stand on f; in one of f' or f'' its zeros are marked.
    """

    def __init__(self, stage: Stage, order: int = 0) -> None:
        super().__init__(stage)
        self.order = order
        self.hovered: Mark | None = None
        self.marks: tuple[Mark, ...] = ()
        self._found: tuple[tuple[Landmark, CurveItem, Kink | None], ...] = ()
        self._curves: Sequence[CurveItem] = ()
        self._taken: Sequence[QRectF] = ()
        self._variable = "x"
        self.setZValue(7)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        self._curves = curves
        self._variable = frame.point.variable if frame.point else "x"
        wanted = _MARKED if self.order == 0 else _ZEROS.get(self.order, ())
        items = {item.curve.key: item for item in curves if item.curve.order == self.order}
        broken = {(kink.key, kink.x) for search in frame.searches for kink in search.kinks}
        found = [
            (each, items[search.key], None)
            for search in frame.searches
            if frame.document.landmarks and search.key in items
            for each in search.landmarks
            if each.kind in wanted and each.y is not None
            if not self.order or (search.key, each.x) not in broken  # no zero of f' is a corner
        ]
        kinked = [
            (each, item, kink)
            for search in frame.searches
            if frame.document.landmarks
            for kink in search.kinks
            for item in curves
            if item.curve.key == kink.key and item.curve.order < len(kink.left)
            for each in _of_kink(kink, item.curve.order)
        ]
        self._found = (*found, *kinked)

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        place, self._taken = self.stage.place, taken
        marks: list[Mark] = []
        for landmark, item, kink in self._found:
            y = (landmark.y if self.order == 0 or kink is not None else 0.0) or 0.0
            if place.x_min <= landmark.x <= place.x_max and place.y_min <= y <= place.y_max:
                spot = QPointF(place.column(landmark.x), place.row(y))
                marks.append(Mark(landmark, spot, item, kink))
        counts: dict[int, int] = {}
        for mark in marks:
            counts[mark.landmark.key] = counts.get(mark.landmark.key, 0) + 1
        few = [mark for mark in marks if counts[mark.landmark.key] <= _MOST]
        self.marks = tuple(sorted(few, key=_depth))
        if self.hovered is not None:
            self.hovered = self.near(self.hovered.spot)
        return [square(mark.spot, _REACH) for mark in self.marks]

    def near(self, spot: QPointF) -> Mark | None:
        """The mark at the mouse, if any."""
        best = min(self.marks, key=lambda mark: distance(mark.spot, spot), default=None)
        return best if best is not None and distance(best.spot, spot) <= HOVER else None

    def draw(self, painter: QPainter) -> None:
        base = self.stage.look.theme.base
        for mark in self.marks:
            color, kind = mark.item.ink, mark.landmark.kind
            if mark.kink is not None:
                if _TURNS.get(kind) == mark.item.curve.order:
                    wedge(painter, mark.spot, color, base)
            elif self.order or kind in (Kind.MINIMUM, Kind.MAXIMUM, Kind.INTERSECTION):
                ring(painter, mark.spot, color, base)
            elif kind is Kind.INFLECTION:
                diamond(painter, mark.spot, color, base)
            else:
                tick(painter, mark.spot, color, base)
        said = self.words()
        if said is not None:
            text, box = said
            ink, high = self.stage.look.theme.text, text_box(text, 0, 0).height()
            if "\n" in text:  # curves would run through many words
                painter.fillRect(box.adjusted(-_PAD, -_PAD, _PAD, _PAD), QColor(base))
            for place, line in enumerate(text.split("\n")):
                draw_text(painter, box.translated(0, place * high), line, ink, base)

    def words(self) -> tuple[str, QRectF] | None:
        """What is said of the hovered mark, and where: never cut off."""
        if self.hovered is None:
            return None
        text, spot = self._text(self.hovered), self.hovered.spot
        lines = [item.pieces() for item in self._curves]
        away = max(_AWAY, 14.0 if self._at_taken(spot) else 0.0)
        boxes = [text_box(line, 0, 0) for line in text.split("\n")]
        size = max(each.width() for each in boxes), len(boxes) * boxes[0].height()
        place = self.stage.place
        box, _ = calmest(around_size(*size, spot, away), place, self._taken, lines)
        if box is None:
            box, _ = calmest(around_size(*size, spot, _AWAY), place, (), lines)
        return (text, box) if box is not None else None

    def _text(self, hovered: Mark) -> str:
        place = self.stage.place
        x = located(hovered.landmark.x, place.x_unit_at(hovered.landmark.x))
        here = [mark for mark in self.marks if distance(mark.spot, hovered.spot) <= _TOGETHER]
        kink = next((mark.kink for mark in here if mark.kink is not None), None)
        notes = (kink.note, kink.autograd) if kink is not None else ()
        lines = [line for note in notes for line in textwrap.wrap(note, _LETTERS)]
        name = hovered.item.curve.name
        if hovered.item.curve.order:
            zero = hovered.kink is None
            return "\n".join([f"{name}{' = 0' * zero} at {self._variable} = {x}", *lines])
        kinds = [mark.landmark.kind.value for mark in here if mark.item is hovered.item]
        height = hovered.landmark.y or 0.0
        y = located(height, place.y_unit_at(height) or place.y_unit)
        return "\n".join([f"{', '.join(dict.fromkeys(kinds))} ({x}, {y})", *lines])

    def _at_taken(self, spot: QPointF) -> bool:
        return any(box.contains(spot) for box in self._taken)


def _depth(mark: Mark) -> tuple[int, float]:
    """Corners are painted first, then roots: what turns or bends there is seen over them."""
    rank = 0 if mark.kink is not None else 1 if mark.landmark.kind is Kind.ROOT else 2
    return rank, mark.landmark.x

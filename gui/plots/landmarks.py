"""Landmarks: roots, extrema, inflections and intersections as marks on their curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from core.frame import Kind
from gui.plots.labels import around, calmest, distance, square
from gui.plots.stage import Layer, Stage, draw_text
from gui.plots.strokes import diamond, ring, tick
from gui.plots.ticks import located

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from core.frame import Frame, Landmark
    from gui.plots.curve_item import CurveItem

HOVER = 9.0  # pixels from a mark within which it says what it is
_MOST = 150  # marks on one curve; more would be a band, so none are drawn
_REACH = 5.0
_AWAY = 11.0
_TOGETHER = 1.0
_MARKED = (Kind.ROOT, Kind.MINIMUM, Kind.MAXIMUM, Kind.INFLECTION, Kind.INTERSECTION)
_ZEROS = {1: (Kind.MINIMUM, Kind.MAXIMUM), 2: (Kind.INFLECTION,)}  # of f' and f''


@dataclass(frozen=True, slots=True)
class Mark:
    """A landmark in pixels, on the curve that it belongs to."""

    landmark: Landmark
    spot: QPointF
    item: CurveItem


def standing(frame: Frame, key: int) -> tuple[Landmark, ...]:
    """The landmarks on the curve of a row where a point can stand, from left to right."""
    found = (
        each
        for search in frame.searches
        for each in search.landmarks
        if each.kind in _MARKED and each.y is not None and key in (each.key, each.other)
    )
    return tuple(sorted(found, key=lambda each: each.x))


class Landmarks(Layer):
    """Paints the marks, and a few words beside the one under the mouse.

    In a plot of f they stand on f; in one of f' or f'' its zeros are marked.
    """

    def __init__(self, stage: Stage, order: int = 0) -> None:
        super().__init__(stage)
        self.order = order
        self.hovered: Mark | None = None
        self.marks: tuple[Mark, ...] = ()
        self._found: tuple[tuple[Landmark, CurveItem], ...] = ()
        self._curves: Sequence[CurveItem] = ()
        self._taken: Sequence[QRectF] = ()
        self._variable = "x"
        self.setZValue(7)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        self._curves = curves
        self._variable = frame.point.variable if frame.point else "x"
        wanted = _MARKED if self.order == 0 else _ZEROS.get(self.order, ())
        items = {item.curve.key: item for item in curves if item.curve.order == self.order}
        self._found = tuple(
            (each, items[search.key])
            for search in frame.searches
            if frame.document.landmarks and search.key in items
            for each in search.landmarks
            if each.kind in wanted and each.y is not None
        )

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        place, self._taken = self.stage.place, taken
        marks: list[Mark] = []
        for landmark, item in self._found:
            y = (landmark.y if self.order == 0 else 0.0) or 0.0
            if place.x_min <= landmark.x <= place.x_max and place.y_min <= y <= place.y_max:
                spot = QPointF(place.column(landmark.x), place.row(y))
                marks.append(Mark(landmark, spot, item))
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
            if self.order or kind in (Kind.MINIMUM, Kind.MAXIMUM, Kind.INTERSECTION):
                ring(painter, mark.spot, color, base)
            elif kind is Kind.INFLECTION:
                diamond(painter, mark.spot, color, base)
            else:
                tick(painter, mark.spot, color, base)
        said = self.words()
        if said is not None:
            text, box = said
            draw_text(painter, box, text, self.stage.look.theme.text, base)

    def words(self) -> tuple[str, QRectF] | None:
        """What is said of the hovered mark, and where: never cut off."""
        if self.hovered is None:
            return None
        text, spot = self._text(self.hovered), self.hovered.spot
        lines = [item.pieces() for item in self._curves]
        away = max(_AWAY, 14.0 if self._at_taken(spot) else 0.0)
        box, _ = calmest(around(text, spot, away), self.stage.place, self._taken, lines)
        if box is None:
            box, _ = calmest(around(text, spot, _AWAY), self.stage.place, (), lines)
        return (text, box) if box is not None else None

    def _text(self, hovered: Mark) -> str:
        place = self.stage.place
        x = located(hovered.landmark.x, place.x_unit_at(hovered.landmark.x))
        if self.order:
            return f"{hovered.item.curve.name} = 0 at {self._variable} = {x}"
        kinds = [
            mark.landmark.kind.value
            for mark in self.marks
            if distance(mark.spot, hovered.spot) <= _TOGETHER
        ]
        height = hovered.landmark.y or 0.0
        y = located(height, place.y_unit_at(height) or place.y_unit)
        return f"{', '.join(dict.fromkeys(kinds))} ({x}, {y})"

    def _at_taken(self, spot: QPointF) -> bool:
        return any(box.contains(spot) for box in self._taken)


def _depth(mark: Mark) -> tuple[bool, float]:
    """Roots are painted first: what turns or bends at a root is seen over it."""
    return mark.landmark.kind is not Kind.ROOT, mark.landmark.x

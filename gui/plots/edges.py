"""Edges: the circles where a curve ends at a jump, and the lines that a curve runs along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from gui.plots.labels import square
from gui.plots.stage import Layer, Stage
from gui.plots.strokes import RING, Stroke, disc, ring, straight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from core.frame import Asymptote, End, Frame
    from gui.plots.curve_item import CurveItem

ASYMPTOTE_PEN, ASYMPTOTE_DASH = 1.0, (2.0, 4.0)
_MOST = 300


class Asymptotes(Layer):
    """Paints vertical asymptotes, under the curves and without words."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.lines: tuple[Asymptote, ...] = ()
        self._stroke = Stroke()
        self.setZValue(-1)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        drawn = {(item.curve.key, item.curve.order) for item in curves}
        self.lines = tuple(each for each in frame.asymptotes if (each.key, each.order) in drawn)

    def draw(self, painter: QPainter) -> None:
        place, look = self.stage.place, self.stage.look
        seen = [each.x for each in self.lines if place.x_min < each.x < place.x_max]
        for x in dict.fromkeys(seen) if len(seen) <= _MOST else ():
            column = place.column(x)
            line = straight(QPointF(column, place.top), QPointF(column, place.bottom), place)
            ink = look.theme.muted
            self._stroke.draw(painter, line, look, ink, ASYMPTOTE_PEN, ASYMPTOTE_DASH)


class Ends(Layer):
    """Paints open and closed circles where pieces of a curve end."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._ends: tuple[tuple[End, CurveItem], ...] = ()
        self.spots: tuple[tuple[QPointF, bool, CurveItem], ...] = ()
        self.setZValue(6)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        items = {(item.curve.key, item.curve.order): item for item in curves}
        self._ends = tuple(
            (end, items[end.key, end.order])
            for end in frame.ends
            if (end.key, end.order) in items
        )

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        place = self.stage.place
        spots = tuple(
            (QPointF(place.column(end.x), place.row(end.y)), end.closed, item)
            for end, item in self._ends
            if place.x_min <= end.x <= place.x_max and place.y_min <= end.y <= place.y_max
        )
        self.spots = spots if len(spots) <= _MOST else ()
        return [square(spot, RING) for spot, _, _ in self.spots]

    def draw(self, painter: QPainter) -> None:
        base = self.stage.look.theme.base
        for spot, closed, item in sorted(self.spots, key=_closed):
            (disc if closed else ring)(painter, spot, item.ink, base)


def _closed(spot: tuple[QPointF, bool, CurveItem]) -> bool:
    """Closed circles are painted last: where both meet, f has a value."""
    return spot[1]

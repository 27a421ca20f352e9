"""Curvature: the normal at the point and the circle that bends as the curve does."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.frame import Status
from gui.plots.labels import square
from gui.plots.marks import REACH
from gui.plots.stage import Layer, Stage, dimmed
from gui.plots.straight import line_through, pieces_at
from gui.plots.strokes import Stroke, ring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from core.frame import Frame, Point
    from gui.plots.curve_item import CurveItem
    from gui.plots.lines import Pieces
    from gui.plots.place import Place

NORMAL_PEN, NORMAL_DASH = 1.6, (4.0, 3.0)
CIRCLE_PEN, CIRCLE_DASH = 1.4, (5.0, 4.0)
RADIUS_PEN, RADIUS_DASH = 1.2, (2.0, 3.0)
_CENTER_RING = 3.0
_SHARE = 0.85  # of the curve's colour
_STEP = 4.0  # pixels between two points of the circle
_MOST_POINTS = 1200
_FLATTEST = 1e7  # pixels of radius, from where the circle is its tangent


@dataclass(frozen=True, slots=True)
class Circle:
    """The osculating circle in pixels: its line, and its centre where that is in sight."""

    line: Pieces
    center: QPointF | None
    radius_line: Pieces


def slopes(point: Point | None, orders: int) -> tuple[float, ...] | None:
    """The values of f, f' ... at the point, None unless all of them exist."""
    if point is None or len(point.readings) <= orders:
        return None
    values: list[float] = []
    for reading in point.readings[: orders + 1]:
        if reading.value is None or reading.status != Status.OK or not math.isfinite(reading.value):
            return None
        values.append(reading.value)
    return tuple(values)


def normal_of(point: Point | None, place: Place) -> Pieces | None:
    """The normal at the point, at right angles in the units of the axes."""
    known = slopes(point, 1)
    if point is None or known is None:
        return None
    reach = REACH * place.width
    line = line_through(place, point.x, known[0], (-known[1], 1.0), (reach, reach))
    return line if len(line) else None


def circle_of(point: Point | None, place: Place) -> Circle | None:
    """The circle of curvature: true in the units of the axes. None where f is straight."""
    known = slopes(point, 2)
    if point is None or known is None or not known[2]:
        return None
    value, slope, bend = known
    stretch = math.hypot(1, slope)
    radius = stretch * stretch * stretch / abs(bend)  # a power would raise where this is infinite
    smallest = min(place.x_unit_at(point.x), place.y_unit_at(value))
    largest = radius / smallest if smallest else math.inf
    if not 0.5 <= largest <= _FLATTEST:
        return None
    wide = 3 * math.hypot(place.width, place.height)
    reach = min(math.pi, wide / largest)  # of a large circle only the arc near the point
    count = min(_MOST_POINTS, 16 + int(2 * reach * largest / _STEP))
    angle = np.linspace(-reach, reach, count)
    along = radius * np.sin(angle)
    inward = math.copysign(2 * radius, bend) * np.sin(angle / 2) ** 2
    beside = (along - inward * slope) / stretch, (along * slope + inward) / stretch
    line = pieces_at(place, point.x, value, beside)
    inward = math.copysign(radius, bend) / stretch
    way = (-inward * slope, inward)
    center = _center(place, point.x, value, way)
    seen = place.holds(center.x(), center.y(), _CENTER_RING)
    inner = np.linspace(0.0, 1.0, 25 if place.bent else 2)
    spoke = pieces_at(place, point.x, value, (inner * way[0], inner * way[1]))
    return Circle(line, center if seen else None, spoke)


def _center(place: Place, x: float, y: float, way: tuple[float, float]) -> QPointF:
    if place.bent:
        return QPointF(place.column(x + way[0]), place.row(y + way[1]))
    spot = QPointF(place.column(x), place.row(y))
    return spot + QPointF(way[0] / place.x_unit, -way[1] / place.y_unit)


class Curvature(Layer):
    """Paints normal and circle in the colour of the point's curve."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.normal: Pieces | None = None
        self.circle: Circle | None = None
        self._point: Point | None = None
        self._color: int | None = None
        self._wanted = (False, False)
        self._stroke = Stroke()
        self.setZValue(4)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        del curves
        point = self._point = frame.point
        key = point.key if point else None
        formula = next((row for row in frame.document.formulas if row.key == key), None)
        self._wanted = (formula.normal, formula.circle) if formula else (False, False)
        self._color = formula.color(0) if formula else None

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        place = self.stage.place
        self.normal = normal_of(self._point, place) if self._wanted[0] else None
        self.circle = circle_of(self._point, place) if self._wanted[1] else None
        center = self.circle.center if self.circle else None
        return [square(center, _CENTER_RING + 1)] if center is not None else []

    def lines(self) -> list[Pieces]:
        """What words had better not stand on."""
        found = [self.normal] if self.normal is not None else []
        return [*found, self.circle.line] if self.circle else found

    def draw(self, painter: QPainter) -> None:
        look = self.stage.look
        held = self._point is not None and self._point.held
        ink, base = look.curve(self._color, held), look.theme.base
        if self.normal is not None:
            self._stroke.draw(painter, self.normal, look, ink, NORMAL_PEN, NORMAL_DASH)
        circle = self.circle
        if circle is None:
            return
        soft = ink if held else dimmed(ink, base, _SHARE)
        self._stroke.draw(painter, circle.line, look, soft, CIRCLE_PEN, CIRCLE_DASH)
        self._stroke.draw(painter, circle.radius_line, look, soft, RADIUS_PEN, RADIUS_DASH)
        if circle.center is not None:
            ring(painter, circle.center, soft, base, _CENTER_RING)

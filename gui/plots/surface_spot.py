"""What stands at the point of a surface: tangent plane, quadratic model, gradient, probe."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.plots.color_maps import line_ink
from gui.plots.marks import Probe
from gui.plots.model_layers import MODEL_COLOR
from gui.plots.relief_paint import Sheet
from gui.plots.stage import Layer, Stage, round_pen
from gui.plots.surface_layers import Strokes, chained, shown_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.frame import Spot
    from gui.plots.camera import Projection
    from gui.plots.terrain import Terrain

    Array = NDArray[np.float64]

HALF = 0.15  # of the tangent plane, in units of the box: a square of a quarter of its side
_FARTHEST = 0.3  # of the height of the box, from the tangent plane to the model
_WIRES, _ALONG = 7, 33  # lines of the model each way, and points along each
_WIRE, _RIM, _DROP = 1.2, 1.4, 1.0
_BEHIND = 0.28
_ARROW, _HEAD, _HALO = 3.2, 13.0, 2.0
_SHORTEST, _LONGEST = 0.09, 0.3  # of the gradient, in units of the box
_NAME_PX, _NEXT = 16, 15.0
_SHADOW = 4.5


def heights_at(view: Projection, spot: Spot, offsets: Array, model: bool) -> Array:
    """The tangent plane, or the quadratic model, around the point: (n, 3) units of the box.

    `offsets` (n, 2) are steps along the ground in units of the box.
    """
    shape = spot.quadratic
    assert shape is not None
    spans = np.array(view.high) - view.low
    steps = offsets / view.sides[:2] * spans[:2]
    with np.errstate(over="ignore", invalid="ignore"):
        values = (shape.model if model else shape.tangent)(steps)
    at = np.array(spot.at[:2], float)
    return view.boxed(np.column_stack((at + steps, values)))


def sheet_of(view: Projection, spot: Spot) -> Sheet | None:
    """The tangent plane; None where it does not exist, or the point is out of the box."""
    if spot.quadratic is None:
        return None
    steps = np.array(((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
    middle, one, two = heights_at(view, spot, steps, model=False)
    if not np.isfinite((middle, one, two)).all() or not _inside(view, middle):
        return None
    slopes = float(one[2] - middle[2]), float(two[2] - middle[2])
    if max(map(abs, slopes)) > 1e6:
        return None
    return Sheet(tuple(map(float, middle)), slopes, HALF)  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _wires() -> tuple[Array, NDArray[np.bool_]]:
    """The wires of the model on the ground: steps from the point, and which lead on."""
    way = np.linspace(-HALF, HALF, _ALONG)
    lines: list[Array] = []
    for place in np.linspace(-HALF, HALF, _WIRES):
        lines += [np.column_stack((way, np.full(_ALONG, place))),
                  np.column_stack((np.full(_ALONG, place), way))]  # fmt: skip
    return chained(lines)


def standing(view: Projection, spot: Spot) -> Array | None:
    """Where the point stands (3,), in units of the box; None outside of its ground.

    At its ceiling or floor while the value is beyond, on the floor while there is none.
    """
    height = view.low[2] if spot.value is None else spot.value
    boxed = view.boxed(np.array([(*spot.at[:2], height)]))[0]
    limit = np.array(view.sides) / 2
    if (np.abs(boxed[:2]) > limit[:2] * (1 + 1e-9)).any():
        return None
    boxed[2] = min(max(boxed[2], -limit[2]), limit[2])
    return boxed


def _inside(view: Projection, boxed: Array) -> bool:
    return bool(np.all(np.abs(boxed) <= np.array(view.sides) / 2 * (1 + 1e-9)))


class SpotOnSurface(Layer):
    """Abstract: something drawn at the point of the surface."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage)
        self._terrain = terrain
        self._strokes = Strokes()

    def draw(self, painter: QPainter) -> None:
        plane, view = self._terrain.plane, self._terrain.view()
        if plane is None or view is None or plane.held or plane.spot.value is None:
            return
        painter.save()
        painter.setClipRect(self._terrain.area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self.paint_on(painter, view, plane.spot)
        painter.restore()

    def paint_on(self, painter: QPainter, view: Projection, spot: Spot) -> None:
        """Paint what belongs to the point; abstract."""
        raise NotImplementedError

    def stroke(
        self, painter: QPainter, points: Array, leads: NDArray[np.bool_], color: str, width: float
    ) -> None:
        """Lines through points (n, 3) as of `chained`; what the surface covers is faint."""
        limit = np.array(self._terrain.view().sides) / 2 * (1 + 1e-6)  # type: ignore[union-attr]
        inside = np.all(np.abs(points) <= limit, axis=1)
        joins = leads.copy()
        joins[:-1] &= inside[:-1] & inside[1:]
        seen, behind = shown_pieces(self._terrain, points, joins)
        for pieces, share in ((behind, _BEHIND), (seen, 1.0)):
            ink = QColor(color)
            ink.setAlphaF(share)
            pen = QPen(ink, width * self.stage.look.lines)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            self._strokes.draw(painter, pieces, self.stage.look.vector)


class DropLine(SpotOnSurface):
    """A thin line from the point down to the ground, and its shadow there."""

    def __init__(self, stage: Stage, terrain: Terrain, over: bool) -> None:
        super().__init__(stage, terrain)
        self._over = over  # the surface: then only what shows through it
        self.setZValue(1 if over else -9.5)

    def paint_on(self, painter: QPainter, view: Projection, spot: Spot) -> None:
        theme = self.stage.look.theme
        at = standing(view, spot)
        if at is None:
            return
        foot = np.array((*at[:2], -view.sides[2] / 2))
        pixels, _ = view.seen(np.array((at, foot)))
        top, low = (QPointF(*each) for each in pixels.tolist())
        painter.setOpacity(_BEHIND if self._over else 1.0)
        pen = QPen(QColor(theme.axis), _DROP)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(top, low)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        level = max(abs(view.rise[0]), 0.2)
        painter.drawEllipse(low, _SHADOW, _SHADOW * level)


class TangentSheet(SpotOnSurface):
    """The rim of the tangent plane; the body of the surface has its colour."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage, terrain)
        self.setZValue(4)

    def paint_on(self, painter: QPainter, view: Projection, spot: Spot) -> None:
        plane = self._terrain.plane
        if plane is None or not plane.marks.tangent or sheet_of(view, spot) is None:
            return
        way = np.linspace(-HALF, HALF, _ALONG)
        ends = np.full(_ALONG, HALF)
        sides = ((way, ends), (way, -ends), (ends, way), (-ends, way))
        ground, leads = chained([np.column_stack(each) for each in sides])
        points = heights_at(view, spot, ground, model=False)
        self.stroke(painter, points, leads, self.stage.look.theme.accent, _RIM)


class ModelSheet(SpotOnSurface):
    """The quadratic model over the square of the tangent plane, as a sheet of wire."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage, terrain)
        self.setZValue(5)

    def paint_on(self, painter: QPainter, view: Projection, spot: Spot) -> None:
        plane = self._terrain.plane
        if plane is None or not plane.marks.tangent or sheet_of(view, spot) is None:
            return
        ground, leads = _wires()
        points = heights_at(view, spot, ground, model=True)
        flat = heights_at(view, spot, ground, model=False)
        points[np.abs(points[:, 2] - flat[:, 2]) > _FARTHEST * view.sides[2]] = np.nan
        self.stroke(painter, points, leads, self.stage.look.curve(MODEL_COLOR, held=False), _WIRE)


class SurfaceGradient(SpotOnSurface):
    """The gradient in the tangent plane: the way that rises fastest; longer where it is steeper."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage, terrain)
        self.setZValue(6)

    def paint_on(self, painter: QPainter, view: Projection, spot: Spot) -> None:
        plane = self._terrain.plane
        ends = arrow_of(view, spot)
        if plane is None or not plane.marks.gradient or ends is None:
            return
        ink, halo = line_ink(plane.shades[-1].signed, self.stage.look.theme)
        pixels, _ = view.seen(np.array(ends))
        center, tip = (QPointF(*each) for each in pixels.tolist())
        back = center - tip
        length = math.hypot(back.x(), back.y())
        if length < 3:  # seen from its end
            return
        shown = bool(self._terrain.shows(np.array(ends)[1:])[0])
        painter.setOpacity(1.0 if shown else 2 * _BEHIND)
        along = back / length
        across = QPointF(-along.y(), along.x())
        head = min(_HEAD, 0.7 * length)
        neck = tip + along * head
        shape = QPolygonF([tip, neck + across * (head * 0.42), neck - across * (head * 0.42)])
        for color, more in ((halo, 2 * _HALO), (ink, 0.0)):
            painter.setPen(round_pen(color, _ARROW + more))
            painter.drawLine(center, neck)
            painter.setPen(round_pen(color, more) if more else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            painter.drawPolygon(shape)
        outline = self.stage.name(r"\nabla " + (spot.name or "f"), _NAME_PX)
        if outline is not None:
            place = tip - along * _NEXT
            write = outline.paint if self.stage.look.vector else outline.stamp
            left, top = place.x() - outline.width / 2, place.y() - outline.height / 2
            write(painter, left, top + outline.above, ink, halo)


def arrow_of(view: Projection, spot: Spot) -> tuple[Array, Array] | None:
    """Where the gradient begins and ends, in units of the box; None where it vanishes."""
    if spot.gradient is None or spot.value is None or not np.isfinite(spot.gradient).all():
        return None
    steep = float(np.hypot(*spot.gradient))
    if not 0 < steep < math.inf:
        return None
    spans = np.array(view.high) - view.low
    step = np.append(spot.gradient / steep, steep) / spans * view.sides
    rise = steep * float(spans[:2].mean())
    share = rise / (rise + float(spans[2]))
    begin = view.boxed(np.array([(*spot.at[:2], spot.value)]))[0]
    length = float(np.linalg.norm(step))
    if not _inside(view, begin) or not 0 < length < math.inf:
        return None
    return begin, begin + step / length * (_SHORTEST + (_LONGEST - _SHORTEST) * share)


class SurfaceProbe(Probe):
    """The point on the surface; faint where another part of the surface covers it."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage)
        self._terrain = terrain

    @property
    def covered(self) -> bool:
        """Whether the surface lies before it."""
        boxed = self._boxed()
        return boxed is not None and not bool(self._terrain.shows(boxed[None])[0])

    def _boxed(self) -> Array | None:
        view, spot = self._terrain.view(), self._terrain.spot
        return standing(view, spot) if view is not None and spot is not None else None

    def spot(self) -> QPointF | None:
        """Where it is drawn: at the ceiling or the floor while its value is beyond the box."""
        view, boxed = self._terrain.view(), self._boxed()
        if view is None or boxed is None:
            return None
        spot = QPointF(*map(float, view.seen(boxed[None])[0][0]))
        return spot if self._terrain.area.contains(spot) else None  # it may be too near

    def draw(self, painter: QPainter) -> None:
        spot, plane, view = self.spot(), self._terrain.plane, self._terrain.view()
        if spot is None or plane is None or view is None:
            return
        value = plane.spot.value
        beyond = value is not None and not view.low[2] <= value <= view.high[2]
        painter.save()
        painter.setOpacity(0.5 if self.covered else 1.0)
        self.paint_discs(
            painter, spot, hollow=plane.held or value is None, held=plane.held, waits=beyond
        )
        painter.restore()

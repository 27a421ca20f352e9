"""Terrain: the surface of a frame in its box, as the camera of a plot sees it; layers share it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.viewport import Camera
from gui.plots.camera import Projection, fitting, sides_of
from gui.plots.relief import between, relief, slice_rows, slices
from gui.plots.ticks import nice_step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.frame import PlaneFrame, Shade, Spot
    from gui.plots.relief import Relief, Slices

    Array = NDArray[np.float64]

BESIDE, ABOVE, UNDER = 58.0, 26.0, 46.0  # pixels around the box, for what is written there
QUICK, LEAST_SHARP = 0.6, 1.7  # dots for a pixel: while something moves, and for smooth edges
_MOST_DOTS = 1_600_000
_PLACES, _QUICK_PLACES = 176, 96  # samples along a slice
_SLACK = 0.02  # units of the box
_FINE = 900  # places along the slice under the mouse
_STEPS = 5  # of the heights of the box, at most


class Terrain:
    """What all layers of a surface look at. Its owner changes `plane`, `camera` and `area`.

    While `quick`, pictures are made with fewer dots.
    """

    def __init__(self) -> None:
        self.plane: PlaneFrame | None = None
        self.camera = Camera()
        self.area = QRectF(0, 0, 1, 1)
        self.quick = False
        self._view: Projection | None = None
        self._viewed: tuple[object, ...] = ()
        self._heights: NDArray[np.float32] | None = None
        self._heights_of: Shade | None = None
        self._relief: Relief | None = None
        self._relief_of: NDArray[np.float32] | None = None
        self._seen: tuple[object, ...] = ()

    @property
    def spot(self) -> Spot | None:
        return self.plane.spot if self.plane is not None else None

    def view(self) -> Projection | None:
        """How the box of the frame is seen; None where no height is known."""
        plane = self.plane
        key = (plane, self.camera, self.area.getRect())
        if key != self._viewed:
            self._viewed = key
            self._view = None if plane is None else self._projected(plane)
        return self._view

    def _projected(self, plane: PlaneFrame) -> Projection | None:
        span = height_range(plane.shades[0])
        if span is None:
            return None
        (x_min, x_max), (y_min, y_max) = plane.x[[0, -1]], plane.y[[0, -1]]
        sides = sides_of(float(x_max - x_min), float(y_max - y_min))
        area = self.area
        wide = max(area.width() - 2 * BESIDE, 1.0)
        high = max(area.height() - ABOVE - UNDER, 1.0)
        scale = fitting(sides, self.camera.tilt, wide, high) * self.camera.zoom
        middle = area.center().x(), area.top() + ABOVE + high / 2
        low, top = (float(x_min), float(y_min), span[0]), (float(x_max), float(y_max), span[1])
        return Projection(self.camera, low, top, sides, scale, middle)

    def heights(self) -> NDArray[np.float32] | None:
        """The samples (rows, columns) in units of the box, nan in holes."""
        view, plane = self.view(), self.plane
        if view is None or plane is None:
            return None
        shade = plane.shades[0]
        if shade is not self._heights_of or self._heights is None:
            with np.errstate(invalid="ignore", over="ignore"):
                share = (shade.values - view.low[2]) / (view.high[2] - view.low[2]) - 0.5
            share = np.where(np.isnan(share), np.nan, np.clip(share, -1e6, 1e6))
            self._heights = (share * view.sides[2]).astype(np.float32)
            self._heights_of = shade
        return self._heights

    def relief(self, ratio: float) -> Relief | None:
        """What is seen of the surface, with so many dots for a pixel; one look is kept."""
        view, heights = self.view(), self.heights()
        if view is None or heights is None:
            return None
        box = self._picture(view)
        if box.isEmpty():
            return None
        ratio = min(ratio, math.sqrt(_MOST_DOTS / (box.width() * box.height())))
        key = (view, ratio, self.quick)
        if key != self._seen or heights is not self._relief_of:
            self._seen, self._relief_of = key, heights
            places = _QUICK_PLACES if self.quick else _PLACES
            self._relief = relief(heights, view, box.getRect(), ratio, places)  # type: ignore[arg-type]
        return self._relief

    @property
    def last(self) -> Relief | None:
        """The look at the surface that was painted last."""
        return self._relief

    def _picture(self, view: Projection) -> QRectF:
        """The whole pixels around the box, in the area."""
        pixels, _ = view.seen(corners(view))
        (left, top), (right, low) = np.floor(pixels.min(0)), np.ceil(pixels.max(0))
        around = QRectF(left - 1, top - 1, right - left + 2, low - top + 2)
        return around.intersected(self.area.toAlignedRect().toRectF())

    def place(self, x: float, y: float, z: float) -> QPointF | None:
        """The pixel of a point in axis units."""
        view = self.view()
        if view is None:
            return None
        pixels, _ = view.pixels(np.array([(x, y, z)]))
        return QPointF(*map(float, pixels[0]))

    def lifted(self, points: Array) -> Array:
        """Points (n, 2) of the ground, in axis units, on the surface: (n, 3) units of the box."""
        view, heights, plane = self.view(), self.heights(), self.plane
        if view is None or heights is None or plane is None:
            return np.empty((0, 3))
        high, wide = heights.shape
        ends = (plane.x[[0, -1]], wide), (plane.y[[0, -1]], high)
        places = [
            ((points[:, axis] - low) / (top - low) * (count - 1)).astype(np.float32)
            for axis, ((low, top), count) in enumerate(ends)
        ]
        boxed = view.boxed(np.column_stack((points, np.zeros(len(points)))))
        boxed[:, 2] = between(heights, *places)
        return boxed

    def shows(self, boxed: Array, slack: float = _SLACK) -> NDArray[np.bool_]:
        """Whether points (n, 3) in units of the box are not covered by the surface."""
        view, seen = self.view(), self._relief
        if view is None or seen is None:
            return np.ones(len(boxed), bool)
        pixels, _ = view.seen(boxed)
        return seen.shows(pixels[:, 0], pixels[:, 1], boxed[:, :2] @ view.ahead, slack)

    def met(
        self, pixel: QPointF, near: tuple[float, ...] | None = None
    ) -> tuple[float, float] | None:
        """The place of the ground under the point of the surface that is seen at a pixel.

        With `near` the point nearest to that place of the ground is taken, though it be covered.
        Beside the surface the nearest place in the same column. None where there is no surface.
        """
        view, heights = self.view(), self.heights()
        if view is None or heights is None:
            return None
        limit = float(np.abs(view.aside) @ view.sides[:2]) / 2 * (1 - 1e-6)
        right = min(max((pixel.x() - view.middle[0]) / view.scale, -limit), limit)
        found = slices(heights, view, np.array([right]), _FINE)
        rows, curve = slice_rows(found, view)[:, 0], found.heights[:, 0]
        goal = _share(found, view, near) if near is not None else None
        share = _reached(rows, curve, pixel.y(), view.sides[2] / 2, goal)
        if share is None:
            return None
        away = float(found.away[0, 0] + share * (found.away[1, 0] - found.away[0, 0]))
        ground = view.aside * right + view.ahead * away
        x, y, _ = view.unboxed(np.array([(*ground, 0.0)]))[0]
        return float(x), float(y)


def _share(found: Slices, view: Projection, near: tuple[float, ...]) -> float:
    """Where along a slice a place of the ground is nearest, from 0 to 1."""
    boxed = view.boxed(np.array([(*near[:2], view.low[2])]))[0]
    begin, end = found.away[:, 0]
    return float((boxed[:2] @ view.ahead - begin) / (end - begin or 1.0))


def _reached(
    rows: NDArray[np.float32], heights: NDArray[np.float32], row: float, limit: float,
    near: float | None,
) -> float | None:  # fmt: skip
    """Where along a slice, from 0 to 1, the surface is seen in a row: nearest to the viewer.

    Or nearest to the share `near`; where it is not seen in that row, the place that comes nearest.
    """
    inside = np.isfinite(rows) & (np.abs(heights) <= limit * 1.0001)
    if not inside.any():
        return None
    last = len(rows) - 1
    off = rows - row
    crossing = np.flatnonzero((off[:-1] * off[1:] <= 0) & inside[:-1] & inside[1:])
    if not len(crossing):
        return int(np.nanargmin(np.where(inside, np.abs(off), np.nan))) / last
    place = crossing[-1] if near is None else crossing[np.argmin(np.abs(crossing - near * last))]
    before, after = float(off[place]), float(off[place + 1])
    within = before / (before - after) if before != after else 0.0
    return (int(place) + within) / last


def corners(view: Projection) -> Array:
    """The eight corners of the box (8, 3) in units of the box."""
    x, y, z = (side / 2 for side in view.sides)
    return np.array([(a, b, c) for a in (-x, x) for b in (-y, y) for c in (-z, z)])


def height_range(shade: Shade) -> tuple[float, float] | None:
    """From where to where the box reaches: round numbers around the heights that are shown.

    So a box stays as it is while a slider bends the surface a little. None without any height.
    """
    finite = shade.values[np.isfinite(shade.values)]
    if not len(finite):
        return None
    bottom, top = max(float(finite.min()), shade.low), min(float(finite.max()), shade.high)
    if not top - bottom > 1e-9 * max(abs(top), abs(bottom)):
        bottom, top = shade.low, shade.high
    step = nice_step(top - bottom, _STEPS)
    return math.floor(bottom / step + 1e-6) * step, math.ceil(top / step - 1e-6) * step

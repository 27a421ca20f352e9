"""Relief: which place of a height field is seen at each dot of a picture. NumPy only, no Qt.

Upright stays upright on the screen, so that each column of dots looks along one upright slice of
the box. In a slice the surface is a curve; its pieces are laid down from the farthest to the
nearest, and what is laid last is seen. This is exact, however the surface folds over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gui.plots.camera import Projection

    Array = NDArray[np.floating[Any]]
    Box = tuple[float, float, float, float]

_OVER = 1.5  # half heights of the box, where higher values are cut before they are looked at
_HAIR = 1e-5  # of a half height, by which rounding may leave the box
_HALF = 0.5  # of the samples around a place that have a value


@dataclass(frozen=True, slots=True, eq=False)
class Slices:
    """The slices of n columns, each from its far end (place 0) to its near end (last place).

    `away` (2, n): how far along the ground both ends are, in units of the box. `begin` and `step`
    (2, n) are the column and the row of the grid where a slice begins, and the way to its end.
    `heights` (places, n) in units of the box, nan in holes.
    """

    away: Array
    begin: Array
    step: Array
    heights: Array


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """What is seen in a picture of `ratio` dots for a pixel, whose corner is at `left`, `top`.

    `away` (high, wide) float32 is how far along the ground the surface is that is seen at a dot,
    in units of the box, nan where there is none. `dots` (n,) are the places of the others, counted
    row by row; there `columns` and `rows` (n,) of the grid are seen, `below` (n,): from below.
    `farthest` (high + 2, wide + 2) is the largest of `away` in three rows, with a rim, and infinite
    where there is none.
    """

    left: float
    top: float
    ratio: float
    away: Array
    dots: NDArray[np.intp]
    columns: Array
    rows: Array
    below: NDArray[np.bool_]
    farthest: Array

    def shows(self, columns: NDArray[np.float64], rows: NDArray[np.float64],
              away: NDArray[np.float64], slack: float) -> NDArray[np.bool_]:  # fmt: skip
        """Whether points at these pixels (n,), so far along the ground, are not covered.

        A point on the surface itself is shown within `slack`, and where a dot beside it is.
        """
        high, wide = self.away.shape
        across, down = (
            np.fmin(np.fmax((each - corner) * self.ratio, -1.0), count) + 1
            for each, corner, count in ((columns, self.left, wide), (rows, self.top, high))
        )
        return self.farthest[down.astype(np.int32), across.astype(np.int32)] >= away - slack


def relief(heights: Array, view: Projection, box: Box, ratio: float, places: int) -> Relief:
    """How a height field is seen: (rows, columns) float32 in units of the box, nan in holes.

    `box`: left, top, width and height of the picture in pixels; `places`: samples of a slice.
    What reaches out of the box is cut off.
    """
    left, top = box[:2]
    wide, high = max(round(box[2] * ratio), 1), max(round(box[3] * ratio), 1)
    right = ((np.arange(wide) + 0.5) / ratio + left - view.middle[0]) / view.scale
    limit = view.sides[2] / 2
    cut = bool(np.nanmax(np.abs(heights), initial=0.0) > limit * (1 + _HAIR))
    if cut:
        heights = np.clip(heights, -_OVER * limit, _OVER * limit)
    found = slices(heights, view, right, places)
    rows = slice_rows(found, view)
    rows -= top
    rows *= ratio
    rows -= 0.5  # the middles of dots are whole numbers now
    laid = _laid(rows, wide, high)
    if cut:
        over = np.abs(_along(found.heights, *laid[1:])) > limit * (1 + _HAIR)
        laid = laid[0][~over], laid[1][~over], laid[2][~over]
    return _seen(found, laid, (high, wide), (left, top, ratio), rows)


def slices(heights: Array, view: Projection, right: Array, places: int) -> Slices:
    """The height field along the slices that are seen at `right` (n,), in units of the box."""
    aside, ahead = view.aside, view.ahead
    near, far = np.full(right.shape, -np.inf), np.full(right.shape, np.inf)
    for side, across, along in zip(view.sides[:2], aside, ahead, strict=True):
        if abs(along) < 1e-9:  # the slices run beside this pair of walls
            missed = np.abs(right * across) > side / 2
            near, far = np.where(missed, 0.0, near), np.where(missed, 0.0, far)
            continue
        ends = [(sign * side / 2 - right * across) / along for sign in (-1, 1)]
        near, far = np.maximum(near, np.minimum(*ends)), np.minimum(far, np.maximum(*ends))
    missed = near >= far
    near[missed] = far[missed] = np.nan
    counts = [count - 1 for count in heights.shape[::-1]]
    begin = [
        ((right * across + far * along) / side + 0.5) * count
        for side, across, along, count in zip(view.sides, aside, ahead, counts, strict=False)
    ]
    step = [
        (near - far) * along / side * count
        for side, along, count in zip(view.sides, ahead, counts, strict=False)
    ]
    begin, step = np.array(begin, np.float32), np.array(step, np.float32)
    share = np.linspace(0, 1, places, dtype=np.float32)[:, None]
    within = np.nan_to_num(begin), np.nan_to_num(step)
    columns, rows = (start + share * way for start, way in zip(*within, strict=True))
    met = between(heights, columns, rows)
    met[:, missed] = np.nan
    torn = torn_cells(heights, view.sides[2] / 2)
    if torn.any():
        high, wide = torn.shape
        cells = np.clip(rows.astype(int), 0, high - 1), np.clip(columns.astype(int), 0, wide - 1)
        met[torn[cells]] = np.nan
    return Slices(np.array((far, near), np.float32), begin, step, met)


def torn_cells(heights: Array, limit: float) -> NDArray[np.bool_]:
    """The cells of a grid, one less each way, that lead from under the box to over it: poles."""
    corners = heights[:-1, :-1], heights[1:, :-1], heights[:-1, 1:], heights[1:, 1:]
    with np.errstate(invalid="ignore"):
        over = [each > limit for each in corners]
        under = [each < -limit for each in corners]
    return np.logical_or.reduce(over) & np.logical_or.reduce(under)


def slice_rows(found: Slices, view: Projection) -> Array:
    """The rows of pixels (places, n) at which the places of slices are seen."""
    level, upright = (np.float32(view.scale * each) for each in view.rise)
    share = np.linspace(0, 1, len(found.heights), dtype=np.float32)[:, None]
    rows = found.heights * -upright
    rows -= (found.away[0] + share * (found.away[1] - found.away[0])) * level
    rows += np.float32(view.middle[1])
    return rows


def between(heights: Array, columns: Array, rows: Array) -> Array:
    """Heights at places between the samples of a grid, linear along both axes.

    nan where most of the samples around have no value; so holes have no steps at their edge.
    """
    if not np.isnan(heights.sum()):
        return _linear(heights, columns, rows)
    there = np.isfinite(heights)
    found = _linear(spread(heights), columns, rows)
    found[_linear(there.astype(np.float32), columns, rows) < _HALF] = np.nan
    return found


def spread(values: Array, rings: int = 2) -> Array:
    """The samples (rows, columns), with those beside them in the first rings of holes.

    Not straight on: where a function ends it is often steep without end.
    """
    for _ in range(rings):
        sums, counts = np.zeros_like(values), np.zeros_like(values)
        for axis in (0, 1):
            for way in (1, -1):
                one = _beside(values, axis, way)
                known = np.isfinite(one)
                sums[known] += one[known]
                counts += known
        holes = np.isnan(values) & (counts > 0)
        values = values.copy()
        values[holes] = sums[holes] / counts[holes]
    return values


def _beside(values: Array, axis: int, way: int) -> Array:
    """The sample so many places away; nan beyond the edge."""
    out = np.full_like(values, np.nan)
    here, there = [slice(None)] * 2, [slice(None)] * 2
    here[axis] = slice(way, None) if way > 0 else slice(None, way)
    there[axis] = slice(None, -way) if way > 0 else slice(-way, None)
    out[tuple(here)] = values[tuple(there)]
    return out


def _linear(values: Array, columns: Array, rows: Array) -> Array:
    high, wide = values.shape
    columns, rows = np.clip(columns, 0, wide - 1), np.clip(rows, 0, high - 1)
    left, top = columns.astype(np.int32), rows.astype(np.int32)
    np.minimum(left, wide - 2, out=left)
    np.minimum(top, high - 2, out=top)
    columns -= left
    rows -= top
    top *= wide
    top += left
    flat = values.ravel()
    first, second = flat[top], flat[top + wide]
    first += columns * (flat[top + 1] - first)
    second += columns * (flat[top + (wide + 1)] - second)
    second -= first
    second *= rows
    first += second
    return first


def _laid(
    rows: Array, wide: int, high: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], Array]:
    """All dots that pieces of slices cover, from far to near.

    For each dot its place (row * wide + column), its piece (place * wide + column), and how far
    along the piece it is.
    """
    first, last = rows[:-1], rows[1:]
    lower = np.maximum(np.ceil(np.minimum(first, last)), 0)
    counts = np.minimum(np.floor(np.maximum(first, last)), high - 1)
    counts -= lower
    counts += 1
    with np.errstate(invalid="ignore"):
        pieces = np.flatnonzero(counts > 0)
    count = counts.ravel()[pieces].astype(np.int32)
    begin = lower.ravel()[pieces].astype(np.int32)
    ends = np.cumsum(count, dtype=np.int32)
    which = np.repeat(np.arange(len(pieces), dtype=np.int32), count)
    total = int(ends[-1]) if len(ends) else 0
    row = np.arange(total, dtype=np.int32) - (ends - count - begin)[which]
    start = first.ravel()[pieces]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.nan_to_num(1 / (last.ravel()[pieces] - start), posinf=0.0, neginf=0.0)
    piece = pieces.astype(np.int32)[which]
    share = (row.astype(np.float32) - start[which]) * slope[which]
    return row * np.int32(wide) + piece % np.int32(wide), piece, share


def _along(values: Array, piece: NDArray[np.int32], share: Array) -> Array:
    """Values (places, n) on the way along pieces."""
    wide, flat = values.shape[1], values.ravel()
    first = flat[piece]
    return first + share * (flat[piece + np.int32(wide)] - first)


def _seen(
    found: Slices, laid: tuple[NDArray[np.int32], NDArray[np.int32], Array],
    size: tuple[int, int], corner: tuple[float, float, float], rows: Array,
) -> Relief:  # fmt: skip
    """What is laid last at each dot."""
    high, wide = size
    dots, piece, share = laid
    top = np.full(high * wide, -1, np.int32)
    top[dots] = np.arange(len(dots), dtype=np.int32)
    shown = np.flatnonzero(top >= 0)
    piece, share = piece[top[shown]], share[top[shown]]
    place = piece // np.int32(wide)
    column = piece - place * np.int32(wide)
    share = (share + place.astype(np.float32)) / np.float32(len(rows) - 1)
    far, nearer = found.away[0], found.away[1] - found.away[0]
    away = np.full(high * wide, np.nan, np.float32)
    away[shown] = far[column] + share * nearer[column]
    flat = rows.ravel()
    rises = flat[piece + np.int32(wide)] < flat[piece]  # nearer places are seen higher: from below
    columns, lines = (start[column] + share * way[column]
                      for start, way in zip(found.begin, found.step, strict=True))  # fmt: skip
    away = away.reshape(size)
    return Relief(*corner, away, shown, columns, lines, rises, _farthest(away))


def _farthest(away: Array) -> Array:
    high, wide = away.shape
    padded = np.full((high + 4, wide + 2), np.inf, np.float32)
    padded[2:-2, 1:-1] = np.where(np.isnan(away), np.inf, away)
    return np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])

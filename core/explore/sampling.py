"""Samples of a curve and its derivatives, as dense as the second derivative asks for.

An even grid comes first. Where its chords would leave the curve by more than a fraction of a
pixel, judged by the exact derivative two orders higher, it is refined; straight parts stay as
they are. Where a switch of the program changes sign between two samples the place is bisected to
the last digits, both its sides are sampled, and the curve is broken there when they do not meet.
So tan x, 1/x and floor x have no vertical joins, sqrt x begins at its edge, and sin(1000 x^2)
does not pass for a smooth curve: it is said to be too fine for the pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import outputs
from core.calculus.program import Cancelled
from core.calculus.switches import may_break
from core.explore.breaking import CLEARANCE, MOST_BREAKS, breaks, switch_values
from core.explore.fineness import bends_too_fine, changes_too_fine, in_sight, scattered
from core.explore.heights import fitted
from core.explore.thrift import Afforded, afforded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Differentiate = Callable[[Program, Array, Sequence[float], int], Array]

OFFSET = 0.41421356
MEETS = 1e-7
NEARER = 30.0  # a second look at a break is so many times nearer
SHRINKS = 0.75
LEAPS = 50.0  # times the change beside it
CHORD = 0.1  # pixels between a curve and its chord
MOST_PIECES = 16
MOST_SAMPLES = 4  # times the pixels of the width


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """x (n,) and f, f', ... there (k, n), nan where the curve is broken.

    `left`, `right` (m,) are the samples on either side of each break or joint, `place` (m,) is
    where it stands and `switch` (m,) which switch of the program is zero there. `too_fine` says
    that the curve moves faster between samples than can be drawn, `x_log` that they are even in
    log x.
    """

    x: Array
    rows: Array
    left: Array
    right: Array
    too_fine: bool = False
    x_log: bool = False
    place: Array = field(default_factory=lambda: np.empty(0))
    switch: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))

    @property
    def joints(self) -> NDArray[np.intp]:
        """The number of the sample in the middle of each break (m,): it holds the limit, if any."""
        return np.minimum(np.searchsorted(self.x, self.left) + 1, len(self.x) - 1)


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is sampled for: the visible interval, its size in pixels, and the height if chosen.

    `x_log`, `y_log`: the axis is logarithmic, and samples are even along it as it is seen.
    """

    low: float
    high: float
    width: int
    height: int = 560
    y_span: tuple[float, float] | None = None
    x_log: bool = False
    y_log: bool = False

    def across(self, x: Array) -> Array:
        """Places along the horizontal axis as it is seen, up to a factor."""
        return np.log(x) if self.x_log else x

    def spacing(self, x: Array, count: int) -> Array | float:
        """The distance of `count` even samples, where they stand at x."""
        if self.x_log:
            return np.abs(x) * (np.log(self.high / self.low) / count)
        return (self.high - self.low) / count


def sample(
    program: Program, rest: Sequence[float], canvas: Canvas, shown: Sequence[int],
    differentiate: Differentiate | None, stop: Callable[[], bool] | None = None,
    seconds: float | None = None,
) -> Samples:  # fmt: skip
    """f, f', f'' and on to the highest order shown, dense enough for the orders shown.

    `rest` are the inputs after the first. Without `differentiate` only f is sampled, by NumPy.
    A draft that has to be there within so many `seconds` has fewer samples where they are costly,
    and no more orders than are shown.
    """

    def rows_up_to(x: Array, order: int) -> Array:
        if stop is not None and stop():
            raise Cancelled
        return _rows(program, x, rest, order, differentiate)

    def rows_at(x: Array) -> Array:
        return rows_up_to(x, can.order)

    can = Afforded(max(2, *shown) if differentiate is not None else 0)
    grid = _grid(canvas, max(canvas.width // 2, 2))
    if seconds is not None:
        can = afforded(program, grid, can.order, max(shown), seconds, rows_up_to)
    drawn = [n for n in shown if n <= can.order]
    if can.points is not None and can.points < len(grid):
        grid = _grid(canvas, can.points)
    rows = rows_at(grid)
    extra = _extra(grid, rows, drawn, canvas, can.points)
    if len(extra):
        grid, rows = _merged(grid, rows, extra, rows_at(extra))
    found = breaks(program, rest, grid, canvas.spacing)
    left, right = found.left, found.right
    too_fine = _too_fine(program, rest, grid, rows, left, canvas)
    if too_fine and can.points is None:
        more = scattered(_grid(canvas, canvas.width), MOST_SAMPLES * canvas.width)
        grid, rows = _merged(grid, rows, more, rows_at(more))
    if len(left):
        sides = np.unique(np.concatenate([left, right]))
        grid, rows = _merged(grid, rows, sides, rows_at(sides))
        grid, rows = _broken(grid, rows, left, right, rows_at)
    rows = _without_edges(program, rest, grid, rows)
    return Samples(
        grid, rows, left, right, too_fine, canvas.x_log, found.place, found.switch
    )


def _grid(canvas: Canvas, count: int) -> Array:
    """Even samples that hit no round number by chance, and both ends of the view."""
    low, high = canvas.low, canvas.high
    if canvas.x_log:
        inner = low * (high / low) ** ((np.arange(count) + OFFSET) / count)
    else:
        inner = low + (np.arange(count) + OFFSET) * ((high - low) / count)
    return np.unique(np.concatenate([[low], inner[inner < high], [high]]))


def _merged(x: Array, rows: Array, more: Array, more_rows: Array) -> tuple[Array, Array]:
    together = np.concatenate([x, more])
    order = np.argsort(together, kind="stable")
    return together[order], np.concatenate([rows, more_rows], axis=1)[:, order]


def _rows(
    program: Program, x: Array, rest: Sequence[float], order: int,
    differentiate: Differentiate | None,
) -> Array:  # fmt: skip
    if differentiate is not None and (order or program.differentiates):
        return differentiate(program, x, rest, order)
    return outputs(program, x, rest)[None]


# --- density ---


def _misses(x: Array, rows: Array, drawn: Sequence[int], canvas: Canvas) -> Array:
    """How far, in pixels, the chords of the drawn orders leave their curves; 0 out of sight."""
    low, high = canvas.y_span or fitted([x], rows[:1], (0,), canvas.x_log, canvas.y_log)
    if canvas.x_log or canvas.y_log:
        return _log_misses(x, rows, drawn, canvas, (low, high))
    worst = np.zeros(len(x) - 1)
    squared = np.diff(x) ** 2 / 8
    for n in drawn:
        bend = np.abs(rows[n + 2]) if n + 2 < len(rows) else _second_difference(x, rows[n])
        bend = np.where(np.isfinite(bend), bend, 0.0)
        pixels = squared * np.maximum(bend[:-1], bend[1:]) * canvas.height / max(high - low, 1e-300)
        worst = np.maximum(worst, np.where(in_sight(rows[n], low, high), pixels, 0.0))
    return worst


def _log_misses(
    x: Array, rows: Array, drawn: Sequence[int], canvas: Canvas, span: tuple[float, float]
) -> Array:
    """The same on logarithmic axes: the bend of log y, or of y, along log x, or x."""
    across = canvas.across(x)
    low, high = np.log(span) if canvas.y_log else np.array(span)
    squared = np.diff(across) ** 2 / 8
    worst = np.zeros(len(x) - 1)
    for n in drawn:
        y = rows[n]
        up = np.log(np.where(y > 0, y, np.nan)) if canvas.y_log else y
        if n + 2 < len(rows):
            slope, bend = rows[n + 1], rows[n + 2]
            if canvas.x_log:
                slope, bend = x * slope, x * x * bend + x * slope
            if canvas.y_log:
                bend = bend / y - (slope / y) ** 2
        else:
            bend = _second_difference(across, up)
        bend = np.where(np.isfinite(bend), np.abs(bend), 0.0)
        pixels = squared * np.maximum(bend[:-1], bend[1:]) * canvas.height / max(high - low, 1e-300)
        worst = np.maximum(worst, np.where(in_sight(up, low, high), pixels, 0.0))
    return worst


def _second_difference(x: Array, y: Array) -> Array:
    slopes = np.diff(y) / np.diff(x)
    bends = np.diff(slopes) / ((x[2:] - x[:-2]) / 2)
    return np.concatenate([bends[:1], bends, bends[-1:]])


def _extra(
    x: Array, rows: Array, drawn: Sequence[int], canvas: Canvas, most: int | None
) -> Array:
    """Samples to add: each interval cut evenly until its chords are close enough.

    With those of x there are at most so many, where that is given.
    """
    with np.errstate(all="ignore"):
        wanted = np.ceil(np.sqrt(_misses(x, rows, drawn, canvas) / CHORD))
    pieces = np.clip(np.nan_to_num(wanted, nan=1.0), 1, MOST_PIECES).astype(int)
    room = MOST_SAMPLES * canvas.width
    room = room if most is None else min(room, most)
    while pieces.sum() > room and pieces.max() > 1:
        pieces = np.maximum(pieces * 2 // 3, 1)
    many = pieces > 1
    if not many.any():
        return np.empty(0)
    counts = pieces[many] - 1
    start, step = np.repeat(x[:-1][many], counts), np.repeat((np.diff(x) / pieces)[many], counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    return start + within * step


def _too_fine(
    program: Program, rest: Sequence[float], x: Array, rows: Array, breaks: Array, canvas: Canvas
) -> bool:
    """Whether the curve bends, or breaks, more often than can be drawn."""
    if len(rows) >= 3:
        with np.errstate(all="ignore"):
            misses, at = _misses(x, rows, (0,), canvas), np.searchsorted(x, breaks)
            if bends_too_fine(x, canvas.across(x), rows[:3], misses, at):
                return True
    if program.differentiates or not may_break(program):
        return False
    even = _grid(canvas, max(canvas.width // 2, 2))
    return changes_too_fine(lambda at: switch_values(program, rest, at), even, MOST_BREAKS)


# --- breaks ---


def _broken(
    x: Array, rows: Array, left: Array, right: Array, rows_at: Callable[[Array], Array]
) -> tuple[Array, Array]:
    """A sample more at each break: nan where the two sides do not meet, else their limit."""
    inside = np.zeros(len(x), bool)
    for low, high in zip(left, right, strict=True):
        inside |= (x > low) & (x < high)
    x, rows = x[~inside], rows[:, ~inside]
    at_right = np.searchsorted(x, right)
    limits = _limits(left, right, rows_at, _slack(rows))
    return (
        np.insert(x, at_right, (left + right) / 2),
        np.insert(rows, at_right, limits, axis=1),
    )


def _without_edges(program: Program, rest: Sequence[float], x: Array, rows: Array) -> Array:
    """A jump exactly at an end of the view, as of floor x at 5, is not joined to the curve."""
    ends = np.array([[x[0], x[1]], [x[-1], x[-2]]])
    if program.differentiates or not may_break(program):
        return rows
    with np.errstate(all="ignore"):
        near = ends[:, :1] + CLEARANCE * np.array([0.0, 1.0, 2.0]) * (ends[:, 1:] - ends[:, :1])
        f = outputs(program, near.ravel(), rest).reshape(2, 3)
        leap, step = np.abs(f[:, 0] - f[:, 1]), np.abs(f[:, 1] - f[:, 2])
        leaps = leap > LEAPS * step + MEETS * np.abs(f[:, 1])
    if leaps.any():
        rows = rows.copy()
        rows[:, [0, -1]] = np.where(leaps, np.nan, rows[:, [0, -1]])
    return rows


def _limits(
    left: Array, right: Array, rows_at: Callable[[Array], Array], slack: Array
) -> Array:
    """The limit of each row at each break, nan where there is none.

    A side has a limit when the row changes less from the sample on inwards than it did on the way
    to it; the sides meet when their gap shrinks on the way in. Poles and logarithms change as
    much again, the gap of a jump stays, and that of a cube root shrinks.
    """
    middle = (left + right) / 2
    near = np.maximum((right - left) / 2 / NEARER, np.spacing(np.abs(middle)))
    far = NEARER * (right - left) / 2
    sides = []
    for sample, sign in ((left, -1), (right, 1)):
        places = np.concatenate([middle + sign * far, sample, middle + sign * near])
        sides.append(rows_at(places).reshape(len(slack), 3, -1))
    with np.errstate(all="ignore"):
        limits = [
            np.abs(inner - at) <= SHRINKS * np.abs(at - outer) + slack
            for outer, at, inner in (np.moveaxis(side, 1, 0) for side in sides)
        ]
        gap = np.abs(sides[0] - sides[1])
        one = limits[0] & limits[1] & (gap[:, 2] <= SHRINKS * gap[:, 1] + slack)
        return np.where(one, (sides[0][:, 2] + sides[1][:, 2]) / 2, np.nan)


def _slack(rows: Array) -> Array:
    """What counts as no change at all in each row (k, 1): little of what it usually is."""
    size = np.where(np.isfinite(rows), np.abs(rows), 0.0)
    typical = np.median(size, axis=1, keepdims=True)
    return MEETS * np.minimum(size.max(axis=1, keepdims=True), typical * 1e3 + 1e-300)

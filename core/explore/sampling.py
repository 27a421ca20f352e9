"""Samples of a curve and its derivatives, as dense as the second derivative asks for.

An even grid comes first. Where its chords would leave the curve by more than a fraction of a
pixel, judged by the exact derivative two orders higher, it is refined; straight parts stay as
they are. Where a switch of the program changes sign between two samples the place is bisected to
the last digits, both its sides are sampled, and the curve is broken there when they do not meet.
So tan x, 1/x and floor x have no vertical joins, sqrt x begins at its edge, and sin(1000 x^2)
does not pass for a smooth curve: it is said to be too fine for the pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import in_parts, outputs
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.program import Cancelled
from core.calculus.switches import may_break, switches
from core.explore.fineness import bends_too_fine, changes_too_fine, in_sight, scattered
from core.explore.heights import fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Differentiate = Callable[[Program, Array, Sequence[float], int], Array]

OFFSET = 0.41421356
MOST_BREAKS = 400
BISECTIONS = 46
THIRDS = 60
TOUCHES = 1e-9
CLEARANCE = 1e-3
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

    `left`, `right` (m,) are the samples on either side of each break or joint. `too_fine` says
    that the curve moves faster between samples than can be drawn, `x_log` that they are even in
    log x.
    """

    x: Array
    rows: Array
    left: Array
    right: Array
    too_fine: bool = False
    x_log: bool = False


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
) -> Samples:  # fmt: skip
    """f, f', f'' and on to the highest order shown, dense enough for the orders shown.

    `rest` are the inputs after the first. Without `differentiate` only f is sampled, by NumPy.
    """
    order = max(2, *shown) if differentiate is not None else 0
    drawn = [n for n in shown if n <= order]

    def rows_at(x: Array) -> Array:
        if stop is not None and stop():
            raise Cancelled
        return _rows(program, x, rest, order, differentiate)

    grid = _grid(canvas, max(canvas.width // 2, 2))
    rows = rows_at(grid)
    extra = _extra(grid, rows, drawn, canvas)
    if len(extra):
        grid, rows = _merged(grid, rows, extra, rows_at(extra))
    left, right = _breaks(program, rest, grid, canvas)
    too_fine = _too_fine(program, rest, grid, rows, left, canvas)
    if too_fine:
        more = scattered(_grid(canvas, canvas.width), MOST_SAMPLES * canvas.width)
        grid, rows = _merged(grid, rows, more, rows_at(more))
    if len(left):
        sides = np.unique(np.concatenate([left, right]))
        grid, rows = _merged(grid, rows, sides, rows_at(sides))
        grid, rows = _broken(grid, rows, left, right, rows_at)
    rows = _without_edges(program, rest, grid, rows)
    return Samples(grid, rows, left, right, too_fine, canvas.x_log)


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
    if differentiate is not None:
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


def _extra(x: Array, rows: Array, drawn: Sequence[int], canvas: Canvas) -> Array:
    """Samples to add: each interval cut evenly until its chords are close enough."""
    with np.errstate(all="ignore"):
        wanted = np.ceil(np.sqrt(_misses(x, rows, drawn, canvas) / CHORD))
    pieces = np.clip(np.nan_to_num(wanted, nan=1.0), 1, MOST_PIECES).astype(int)
    room = MOST_SAMPLES * canvas.width
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
    return changes_too_fine(lambda at: _switch_values(program, rest, at), even, MOST_BREAKS)


# --- breaks ---


def _switch_values(program: Program, rest: Sequence[float], x: Array) -> Array:
    def compute(part: Array) -> Array:
        found = [value for value, _ in switches(program, run_numpy(program, [part, *rest]))]
        return np.stack(found) if found else np.empty((0, len(part)))

    return in_parts(compute, x)


def _breaks(
    program: Program, rest: Sequence[float], grid: Array, canvas: Canvas
) -> tuple[Array, Array]:
    """Just before and just after each change of sign of a switch, in order, each place once."""
    if program.differentiates:
        return np.empty(0), np.empty(0)
    values = _switch_values(program, rest, grid)
    crossings = _crossings(program, rest, grid, values)
    touching = _touching(program, rest, grid, values)
    low, high = (np.concatenate(pair) for pair in zip(crossings, touching, strict=True))
    if len(low) == 0 or len(low) > MOST_BREAKS:
        return np.empty(0), np.empty(0)
    order = np.argsort(low)
    low, high = low[order], high[order]
    low, high = _distinct(low, high, CLEARANCE * canvas.spacing(low, len(grid)))
    view = float(grid[0]), float(grid[-1])
    return _apart(program, rest, low, high, view, canvas.spacing(low, len(grid)))


def _crossings(
    program: Program, rest: Sequence[float], grid: Array, values: Array
) -> tuple[Array, Array]:
    """Where a switch changes its sign, bisected."""
    signs = np.sign(values)
    which, where = np.nonzero(signs[:, :-1] * signs[:, 1:] < 0)
    if len(where) == 0 or len(where) > MOST_BREAKS:
        return np.empty(0), np.empty(0)
    low, high = grid[where], grid[where + 1]
    before = signs[which, where]
    events = np.arange(len(where))
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        same = np.sign(_switch_values(program, rest, middle))[which, events] == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return low, high


def _touching(
    program: Program, rest: Sequence[float], grid: Array, values: Array
) -> tuple[Array, Array]:
    """Where a switch comes down to zero and turns back (x^2 under a fraction), by thirds."""
    size = np.abs(values)
    if not len(size):
        return np.empty(0), np.empty(0)
    dips = (size[:, 1:-1] < size[:, :-2]) & (size[:, 1:-1] <= size[:, 2:])
    dips &= values[:, :-2] * values[:, 2:] > 0
    which, where = np.nonzero(dips)
    if len(where) == 0 or len(where) > MOST_BREAKS:
        return np.empty(0), np.empty(0)
    low, high = grid[where], grid[where + 2]
    events = np.arange(len(where))
    for _ in range(THIRDS):
        third = (high - low) / 3
        sizes = [
            np.abs(_switch_values(program, rest, at))[which, events]
            for at in (low + third, high - third)
        ]
        right = sizes[0] > sizes[1]
        low, high = np.where(right, low + third, low), np.where(right, high, high - third)
    least = np.abs(_switch_values(program, rest, (low + high) / 2))[which, events]
    zero = least <= TOUCHES * size[which, where]
    return low[zero], high[zero]


def _distinct(low: Array, high: Array, close: Array | float) -> tuple[Array, Array]:
    """The brackets, in order, those of one place (two switches at one pole) only once."""
    close = np.broadcast_to(close, low.shape)
    first = np.concatenate([[True], np.diff(low) > 3 * close[1:]])
    return low[first], high[first]


def _apart(
    program: Program, rest: Sequence[float], low: Array, high: Array, view: tuple[float, float],
    step: Array | float,
) -> tuple[Array, Array]:  # fmt: skip
    """Both sides moved off the place by a thousandth of a sample, where f exists on both.

    Nearer to a hole or a pole derivatives are differences of huge numbers. An edge of the domain
    keeps its last digits: there the curve must begin.
    """
    clear = np.maximum(CLEARANCE * step, 4 * np.spacing(np.maximum(np.abs(low), np.abs(high))))
    ends = np.concatenate([low - clear, high + clear])
    exists = np.isfinite(outputs(program, ends, rest)).reshape(2, -1).all(axis=0)
    off = np.where(exists, clear, 0.0)
    return np.maximum(low - off, view[0]), np.minimum(high + off, view[1])


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

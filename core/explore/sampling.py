"""Samples of a curve and its derivatives, with the breaks that the formula itself announces.

The grid is even; where a switch of the program changes sign between two samples, the place is
bisected to the last digits, both its sides are sampled, and the curve is broken there when they
do not meet. So tan x, 1/x and floor x have no vertical joins, and sqrt x begins at its edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import values as run_numpy
from core.calculus.program import Cancelled
from core.calculus.switches import switches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Differentiate = Callable[[Program, Array, Sequence[float], int], Array]

OFFSET = 0.41421356
MOST_BREAKS = 400
BISECTIONS = 46
CLEARANCE = 1e-3
MEETS = 1e-7
STEEP = 1e9
DERIVATIVE_ROOM = 2.5


def sample(
    program: Program, rest: Sequence[float], view: tuple[float, float], count: int, order: int,
    differentiate: Differentiate | None, stop: Callable[[], bool] | None = None,
) -> tuple[Array, Array]:  # fmt: skip
    """x (n,) and f, f', ..., f^(order) there (order + 1, n), nan where the curve is broken.

    `rest` are the inputs after the first. Without `differentiate` only f is sampled, by NumPy.
    """
    grid = _grid(*view, count)
    left, right = _breaks(program, rest, grid)
    if stop is not None and stop():
        raise Cancelled
    x = np.sort(np.concatenate([grid, left, right]))
    rows = _rows(program, x, rest, order, differentiate)
    return _broken(x, rows, left, right)


def _grid(low: float, high: float, count: int) -> Array:
    """Even samples that hit no round number by chance, and both ends of the view."""
    step = (high - low) / count
    inner = low + (np.arange(count) + OFFSET) * step
    return np.unique(np.concatenate([[low], inner[inner < high], [high]]))


def _rows(
    program: Program, x: Array, rest: Sequence[float], order: int,
    differentiate: Differentiate | None,
) -> Array:  # fmt: skip
    if differentiate is not None:
        return differentiate(program, x, rest, order)
    value = np.asarray(run_numpy(program, [x, *rest])[program.output], float)
    return np.broadcast_to(value, x.shape).copy()[None]


def _switch_values(program: Program, rest: Sequence[float], x: Array) -> Array:
    found = [value for value, _ in switches(program, run_numpy(program, [x, *rest]))]
    return np.stack(found) if found else np.empty((0, len(x)))


def _breaks(program: Program, rest: Sequence[float], grid: Array) -> tuple[Array, Array]:
    """The last numbers before and the first after each change of sign of a switch."""
    if program.differentiates:
        return np.empty(0), np.empty(0)
    signs = np.sign(_switch_values(program, rest, grid))
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
    return _apart(program, rest, low, high, float(grid[1] - grid[0]))


def _apart(
    program: Program, rest: Sequence[float], low: Array, high: Array, step: float
) -> tuple[Array, Array]:
    """Both sides moved off the place by a thousandth of a sample, where f exists on both.

    Nearer to a hole or a pole derivatives are differences of huge numbers. An edge of the domain
    keeps its last digits: there the curve must begin.
    """
    ends = np.concatenate([low, high])
    value = np.asarray(run_numpy(program, [ends, *rest])[program.output], float)
    exists = np.isfinite(np.broadcast_to(value, ends.shape)).reshape(2, -1).all(axis=0)
    off = np.where(exists, CLEARANCE * step, 0.0)
    return low - off, high + off


def _broken(x: Array, rows: Array, left: Array, right: Array) -> tuple[Array, Array]:
    """A sample more at each break: nan where the two sides do not meet, else their value."""
    if len(left) == 0:
        return x, rows
    at_left, at_right = np.searchsorted(x, left), np.searchsorted(x, right)
    sides = rows[:, at_left], rows[:, at_right]
    reach = np.nanmax(np.where(np.isfinite(rows), np.abs(rows), 0.0), axis=1, keepdims=True)
    typical = np.nanmedian(np.where(np.isfinite(rows), np.abs(rows), 0.0), axis=1, keepdims=True)
    gap = np.abs(sides[0] - sides[1])
    meets = (gap <= MEETS * np.minimum(reach, typical * 1e3 + 1e-300)) & (
        np.abs(sides[0]) < STEEP * (1 + typical)
    )
    joints = np.where(meets, sides[0], np.nan)
    order = np.argsort(at_right, kind="stable")
    return (
        np.insert(x, at_right[order], ((left + right) / 2)[order]),
        np.insert(rows, at_right[order], joints[:, order], axis=1),
    )


def fitted(rows: Sequence[Array], orders: Sequence[int]) -> tuple[float, float]:
    """A vertical range that shows f, and of its derivatives what fits without flattening it.

    `rows` are the drawn values, `orders` their orders of derivative. A curve with poles counts by
    its middle 94 %.
    """
    spans = [(order, span) for order, span in zip(orders, map(_span, rows), strict=True) if span]
    if not spans:
        return -5.0, 5.0
    lowest = min(order for order, _ in spans)
    low, high = _union([span for order, span in spans if order == lowest])
    room = DERIVATIVE_ROOM * max(high - low, 1e-300)
    for _, (bottom, top) in spans:
        if high == low or top - bottom <= room:
            low, high = min(low, bottom), max(high, top)
    return _with_margin(low, high)


def _span(row: Array) -> tuple[float, float] | None:
    finite = row[np.isfinite(row)]
    if len(finite) == 0:
        return None
    low, high = (float(each) for each in np.quantile(finite, (0.03, 0.97)))
    whole = float(finite.min()), float(finite.max())
    return whole if whole[1] - whole[0] < 3 * (high - low) else (low, high)


def _union(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in spans), max(high for _, high in spans)


def _with_margin(low: float, high: float) -> tuple[float, float]:
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        reach = max(abs(low), 1.0)
        low, high = low - reach, high + reach
    margin = 0.08 * (high - low)
    limit = np.finfo(float).max / 8
    return max(low - margin, -limit), min(high + margin, limit)

"""Breaking: where the switches of a program change sign along a line, and both sides of it.

A change of sign between two samples is bisected to the last digits; a switch that comes down to
zero and turns back is followed by thirds. `core.explore.kinks` says what happens there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import in_parts, outputs
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.switches import may_break, switches, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Spacing = Callable[[Array, int], Array | float]

MOST_BREAKS = 400
BISECTIONS = 46
THIRDS = 60
TOUCHES = 1e-9
CLEARANCE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Breaks:
    """Where a curve may break, in order: samples `left` and `right` (m,) of each `place` (m,).

    `switch` (m,) counts the switches of the program, as `owned_switches` does.
    """

    left: Array
    right: Array
    place: Array
    switch: NDArray[np.intp]


NONE = Breaks(np.empty(0), np.empty(0), np.empty(0), np.empty(0, np.intp))


def switch_values(program: Program, rest: Sequence[float], x: Array) -> Array:
    needed = watched(program)

    def compute(part: Array) -> Array:
        values = run_numpy(program, [part, *rest], only=needed)
        found = [value for value, _ in switches(program, values)]
        return np.stack(found) if found else np.empty((0, len(part)))

    return in_parts(compute, x)


def breaks(
    program: Program, rest: Sequence[float], grid: Array, spacing: Spacing
) -> Breaks:
    """Just before and just after each change of sign of a switch, in order, each place once.

    `spacing(x, count)` is the distance of `count` samples at x.
    """
    if program.differentiates or not may_break(program):
        return NONE
    values = switch_values(program, rest, grid)
    crossings = _crossings(program, rest, grid, values)
    touching = _touching(program, rest, grid, values)
    low = np.concatenate([crossings[0], touching[0]])
    high = np.concatenate([crossings[1], touching[1]])
    which = np.concatenate([crossings[2], touching[2]])
    if len(low) == 0 or len(low) > MOST_BREAKS:
        return NONE
    order = np.argsort(low)
    low, high, which = low[order], high[order], which[order]
    kept = _distinct(low, CLEARANCE * spacing(low, len(grid)))
    low, high, which = low[kept], high[kept], which[kept]
    view = float(grid[0]), float(grid[-1])
    sides = _apart(program, rest, low, high, view, spacing(low, len(grid)))
    return Breaks(*sides, _places(low, high), which)


def _places(low: Array, high: Array) -> Array:
    """The middle of each bracket, or the short number in it or a rounding beside it."""
    middle = (low + high) / 2
    short = np.array([float(f"{each:.11g}") for each in middle])
    close = 8 * np.spacing(np.maximum(np.abs(low), np.abs(high)))
    inside = (short >= low - close) & (short <= high + close)
    zero = (low <= close) & (high >= -close)
    return np.where(zero, 0.0, np.where(inside, short, middle))


def _crossings(
    program: Program, rest: Sequence[float], grid: Array, values: Array
) -> tuple[Array, Array, NDArray[np.intp]]:
    """Where a switch changes its sign, bisected, and which."""
    signs = np.sign(values)
    which, where = np.nonzero(signs[:, :-1] * signs[:, 1:] < 0)
    if len(where) == 0 or len(where) > MOST_BREAKS:
        return np.empty(0), np.empty(0), np.empty(0, np.intp)
    low, high = grid[where], grid[where + 1]
    before = signs[which, where]
    events = np.arange(len(where))
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        same = np.sign(switch_values(program, rest, middle))[which, events] == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return low, high, which


def _touching(
    program: Program, rest: Sequence[float], grid: Array, values: Array
) -> tuple[Array, Array, NDArray[np.intp]]:
    """Where a switch comes down to zero and turns back (x^2 under a fraction), by thirds."""
    size = np.abs(values)
    if not len(size):
        return np.empty(0), np.empty(0), np.empty(0, np.intp)
    dips = (size[:, 1:-1] < size[:, :-2]) & (size[:, 1:-1] <= size[:, 2:])
    dips &= values[:, :-2] * values[:, 2:] > 0
    which, where = np.nonzero(dips)
    if len(where) == 0 or len(where) > MOST_BREAKS:
        return np.empty(0), np.empty(0), np.empty(0, np.intp)
    low, high = grid[where], grid[where + 2]
    events = np.arange(len(where))
    for _ in range(THIRDS):
        third = (high - low) / 3
        at = np.concatenate([low + third, high - third])
        sizes = np.abs(switch_values(program, rest, at)).reshape(len(values), 2, -1)
        right = sizes[which, 0, events] > sizes[which, 1, events]
        low, high = np.where(right, low + third, low), np.where(right, high, high - third)
    least = np.abs(switch_values(program, rest, (low + high) / 2))[which, events]
    zero = least <= TOUCHES * size[which, where]
    return low[zero], high[zero], which[zero]


def _distinct(low: Array, close: Array | float) -> NDArray[np.bool_]:
    """Which brackets, in order, are not one place with that before (two switches at one pole)."""
    close = np.broadcast_to(close, low.shape)
    return np.concatenate([[True], np.diff(low) > 3 * close[1:]])


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

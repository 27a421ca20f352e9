"""Streamlines: lines along a field of vectors, evenly spread, and the way of steepest descent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.program import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Complex = NDArray[np.complex128]
    Stop = Callable[[], bool]

REACH = 5.0  # times the spacing: how far a line runs to each side of where it begins
STEPS = 6  # for one spacing
APART = 0.5  # of the spacing: nearer to another line a line ends
SHORTEST = 1.2  # of the spacing: what is shorter is left out
_LOOK = 6  # steps between two questions whether to stop
_HALVINGS = 40  # of the damping of an implicit step


class Grid:
    """Vectors (ny, nx, 2) on even places x (nx,) and y (ny,), looked up between them.

    Inside, a place and a vector of the plane are one complex number: half the work.
    """

    def __init__(self, x: Array, y: Array, vectors: Array) -> None:
        self._start = complex(x[0], y[0])
        self._dx, self._dy = float(x[1] - x[0]), float(y[1] - y[0])
        self._wide, self._high = len(x), len(y)
        self._vectors = (vectors[..., 0] + 1j * vectors[..., 1]).ravel()

    def way(self, points: Complex) -> Complex:
        """The unit vectors (n,) at points (n,); nan outside and where there is none."""
        offset = points - self._start
        column, row = offset.real / self._dx, offset.imag / self._dy
        outside = ~((column >= 0) & (column <= self._wide - 1) & (row >= 0))
        outside |= ~(row <= self._high - 1)
        column[outside] = row[outside] = 0.0
        j = np.minimum(column.astype(np.intp), self._wide - 2)
        i = np.minimum(row.astype(np.intp), self._high - 2)
        column -= j
        row -= i
        at, v = i * self._wide + j, self._vectors
        low = v[at] * (1 - column) + v[at + 1] * column
        at += self._wide
        found = low * (1 - row) + (v[at] * (1 - column) + v[at + 1] * column) * row
        found[outside] = np.nan
        with np.errstate(invalid="ignore", divide="ignore"):
            found /= np.abs(found)
        return found


def streamlines(
    grid: Grid, seeds: Array, spacing: float, length: float = 1.0, stop: Stop | None = None
) -> tuple[Array, ...]:
    """Lines (k, 2) along the vectors of a grid, about `spacing` apart, each in its direction.

    They begin at the seeds (n, 2) in a fixed shuffled order and run `length` times `REACH`
    spacings to both sides, unless another line is near, the vectors end or the line comes back to
    itself. Cancelled when `stop` asks for it.
    """
    count = max(2, round(REACH * STEPS * length))
    begun = seeds[:, 0] + 1j * seeds[:, 1]
    ways = np.repeat([spacing / STEPS, -spacing / STEPS], len(begun))
    ahead, behind = np.split(_followed(grid, np.tile(begun, 2), ways, count, stop), 2, axis=1)
    whole = np.concatenate([behind[::-1], begun[None], ahead])
    return tuple(_spread(np.stack([whole.real, whole.imag], -1), spacing, count))


def _followed(
    grid: Grid, begun: Complex, ways: Array, count: int, stop: Stop | None
) -> Complex:
    """Where each seed comes to in so many steps of its own length (count, n), by the midpoint."""
    points, found = begun, np.empty((count, len(begun)), complex)
    for place in range(count):
        if stop is not None and place % _LOOK == 0 and stop():
            raise Cancelled
        middle = points + grid.way(points) * (ways / 2)
        points = points + grid.way(middle) * ways
        found[place] = points
    return found


def _spread(lines: Array, spacing: float, middle: int) -> list[Array]:
    """Of all lines (k, n, 2) those parts that keep off each other."""
    cell = APART * spacing
    lines_of = np.swapaxes(lines, 0, 1)
    known: NDArray[np.bool_] = np.all(np.isfinite(lines_of), axis=-1)
    low = np.nanmin(lines_of, axis=(0, 1)) if known.any() else np.zeros(2)
    cells = np.where(known[..., None], np.floor((lines_of - low) / cell), -1).astype(int)
    wide = int(cells[..., 0].max(initial=0)) + 1
    flat = np.where(known, cells[..., 0] + cells[..., 1] * wide, -1)
    taken: set[int] = set()
    found: list[Array] = []
    fewest = max(3, math.ceil(SHORTEST * STEPS))
    for which in np.random.default_rng(0).permutation(len(lines_of)):
        places = flat[which].tolist()
        if places[middle] in taken:
            continue
        own = {places[middle]}
        last = _free(places, middle, 1, taken, own)
        first = _free(places, middle, -1, taken, own)
        if last - first + 1 >= fewest:
            found.append(lines_of[which, first : last + 1])
            taken.update(places[first : last + 1])
    return found


def _free(places: list[int], middle: int, way: int, taken: set[int], own: set[int]) -> int:
    """How far a line gets from its middle: to a taken cell, its end, or one of its `own` cells.

    The cells that it comes through become its own.
    """
    at, here = middle, places[middle]
    while 0 <= at + way < len(places):
        there = places[at + way]
        if there < 0 or there in taken or (there != here and there in own):
            return at
        own.add(there)
        here, at = there, at + way
    return at


def steepest(
    slope_at: Callable[[float, float], tuple[float, float]], start: tuple[float, float],
    low: tuple[float, float], high: tuple[float, float], step: float, most: int,
    stop: Stop | None = None, bend_at: Callable[[float, float], tuple[Array, Array]] | None = None,
) -> Array:  # fmt: skip
    """The way of steepest descent (k, 2) from a point, in steps of one length, by the midpoint.

    `slope_at` gives the gradient at x and y, `bend_at` gradient (2,) and Hessian (2, 2). It ends
    at the edges `low` and `high`, where the gradient vanishes, at a minimum, and after `most`
    steps. From where the gradient turns about within a step, as across a narrow valley, the steps
    are implicit ones, which follow the floor; without `bend_at` the way ends there. Cancelled when
    `stop` asks for it.
    """
    way, (x, y) = [start], start
    before, narrow, arrives = (0.0, 0.0), False, False
    for count in range(most):
        if stop is not None and count % 32 == 0 and stop():
            raise Cancelled
        move = None if narrow else _midpoint(slope_at, x, y, step, before)
        if move is None:
            if bend_at is None or _downhill(slope_at, x, y) is None:
                break
            narrow = True
            *move, arrives = implicit_step(*bend_at(x, y), step)
        x, y, before = x + move[0], y + move[1], (move[0], move[1])
        way.append((x, y))
        if arrives or not (low[0] <= x <= high[0] and low[1] <= y <= high[1]):
            break
    return np.array(way)


def _midpoint(
    slope_at: Callable[[float, float], tuple[float, float]], x: float, y: float, step: float,
    before: tuple[float, float],
) -> tuple[float, float] | None:  # fmt: skip
    """A step down by the midpoint; None where the slope vanishes or turns about."""
    here = _downhill(slope_at, x, y)
    if here is None:
        return None
    half = _downhill(slope_at, x + here[0] * step / 2, y + here[1] * step / 2)
    if half is None or half[0] * before[0] + half[1] * before[1] < 0:
        return None
    return half[0] * step, half[1] * step


def implicit_step(slope: Array, bend: Array, step: float) -> tuple[float, float, bool]:
    """A step of implicit Euler down a gradient: its two components, and whether it arrives.

    It solves (m I + H) d = -g for the m that makes d of length `step`; it arrives at the minimum of
    the quadratic model where that is nearer. m keeps the matrix positive definite.
    """
    values, axes = np.linalg.eigh(bend)
    along = -(axes.T @ slope)
    floor = max(0.0, -float(values[0]))
    if values[0] > 0 and math.hypot(*(along / values)) <= step:
        across, up = axes @ (along / values)
        return float(across), float(up), True
    low, high = floor, floor + float(np.abs(values).max()) + math.hypot(*along) / step
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        longer = math.hypot(*(along / (values + middle))) > step
        low, high = (middle, high) if longer else (low, middle)
    across, up = axes @ (along / (values + high))
    return float(across), float(up), False


def _downhill(
    slope_at: Callable[[float, float], tuple[float, float]], x: float, y: float
) -> tuple[float, float] | None:
    across, up = slope_at(x, y)
    size = math.hypot(across, up)
    return (-across / size, -up / size) if size > 0 and math.isfinite(size) else None

"""Critical points of a function of two variables in a box, refined by Newton and classified.

The gradient on a grid tells the cells in which both partial derivatives may vanish; Newton's steps
with the exact Hessian follow each. Curves of critical points are told as such, not as hundreds of
points; lows and tops at which f is not differentiable are looked for by comparing values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.program import Cancelled
from core.explore.critical_kinds import CIRCLE, classified, kinks
from core.plane_frame import Criticals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]
    Numbers = tuple[Array, Array, Array]

GRID = 129  # samples along the longer side
LEAST = 33
MARGIN = 0.35  # of the range of a derivative over a cell, by which it may vanish beside
MOST_CELLS = 1_500
MOST = 200  # points that are listed
UNDERFLOW = 1e-120  # of the steepest: double precision knows no slope there
STEPS = 48
SINGLE = 1e-11  # of the larger eigenvalue
REACH = 1.5  # cells that a step may go
DAMPING = 0.1
FAR = 6.0  # cells that all steps together may go
NOTHING, FLAT = 1e-13, 1e-3  # of the other eigenvalue; of what it is nearby
STILL = 1e-8  # of a cell: the steps have arrived
ROUNDING = 1e-15
CLOSE = 0.05  # of a cell, from which a short number may come
SAME = 1e-3  # of a cell: two points are one
CHAIN, LONG = 3.0, 4.0  # cells between points of a curve, and across the shortest
RELATIVE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Where is looked: corners, and the sides of a cell."""

    low: Array
    high: Array
    cell: Array

    def holds(self, points: Array) -> NDArray[np.bool_]:
        """Which of the points (n, 2) lie in it, the rim included."""
        slack = 1e-9 * self.cell
        return np.all((points >= self.low - slack) & (points <= self.high + slack), axis=1)


def criticals(
    program: Program, rest: Sequence[float], x: tuple[float, float], y: tuple[float, float],
    stop: Stop,
) -> Criticals:  # fmt: skip
    """Every critical point found in the box, from left to right. Cancelled when `stop` asks."""
    from core.calculus.fields import field

    ticks = _ticks(x, y)
    nx, ny = (len(each) for each in ticks)
    box = Box(
        np.array([x[0], y[0]]), np.array([x[1], y[1]]),
        np.array([(x[1] - x[0]) / (nx - 1), (y[1] - y[0]) / (ny - 1)]),
    )  # fmt: skip
    found = field(program, *ticks, rest, "hessian", stop)
    assert found.gradient is not None
    assert found.hessian is not None
    starts, crowded, level = _cells(found.gradient, found.hessian, *ticks)
    numbers = _exactly(program, rest)
    rested, left = _arrived(numbers, starts, box, _newton, stop)
    many, _ = _arrived(numbers, starts[left], box, _damped, stop)
    smooth = np.concatenate([rested, many])
    lines, points = _sorted(numbers, smooth, box)
    places = np.array(points).reshape(-1, 2)
    weak = _flat(numbers, places, box)
    marks = classified(program, rest, places, box, numbers, weak, stop)
    near = np.concatenate([*lines, np.empty((0, 2))])
    marks += kinks(program, rest, found.value, ticks, box, (*marks, *near), stop)
    marks.sort(key=lambda each: (each.x, each.y))
    span = float(np.max(box.high - box.low))
    return Criticals(
        (x[0], y[0]), (x[1], y[1]), nx * ny, RELATIVE * span, tuple(marks[:MOST]), lines,
        crowded or len(marks) > MOST, level,
    )  # fmt: skip


def _ticks(x: tuple[float, float], y: tuple[float, float]) -> tuple[Array, Array]:
    """Samples a little beyond the box on all sides: a point on its rim lies in a cell."""
    sides = x[1] - x[0], y[1] - y[0]
    ticks: list[Array] = []
    for (low, high), side in zip((x, y), sides, strict=True):
        count = max(LEAST, round(GRID * side / max(sides)))
        beyond = side / count * 0.37
        ticks.append(np.linspace(low - beyond, high + beyond * 1.11, count))
    return ticks[0], ticks[1]


def _exactly(program: Program, rest: Sequence[float]) -> Callable[[Array], Numbers]:
    from core.calculus.fields import at_points

    def numbers(points: Array) -> Numbers:
        return at_points(program, points, rest)

    return numbers


def _cells(
    gradient: Array, hessian: Array, xs: Array, ys: Array
) -> tuple[Array, bool, bool]:
    """The middles (n, 2) of the cells in which both derivatives may be zero: they differ by little
    at the corners, or lead to 0 from one of them within half a cell. So does x^2 beside 0.

    Whether there were too many, and whether some are level throughout: those are left out.
    """
    corners = _corners(gradient)
    low, high = corners.min(axis=0), corners.max(axis=0)
    half = np.array([xs[1] - xs[0], ys[1] - ys[0]]) / 2
    with np.errstate(invalid="ignore"):
        within = np.abs(_corners(hessian)).max(axis=0) @ half
        margin = np.fmax(MARGIN * (high - low), within)
        may = ((low - margin <= 0) & (high + margin >= 0)).all(axis=-1)
    size = np.abs(corners).max(axis=(0, -1))
    level = size <= UNDERFLOW * np.max(size, initial=0.0, where=np.isfinite(size))
    rows, columns = np.nonzero(may & ~level)
    crowded = len(rows) > MOST_CELLS
    if crowded:
        some = np.linspace(0, len(rows) - 1, MOST_CELLS).astype(int)
        rows, columns = rows[some], columns[some]
    middles = np.stack([(xs[columns] + xs[columns + 1]) / 2, (ys[rows] + ys[rows + 1]) / 2], -1)
    return middles, crowded, bool(level.any())


def _corners(field: Array) -> Array:
    """The values at the four corners of each cell, one after the other."""
    return np.stack([field[:-1, :-1], field[1:, :-1], field[:-1, 1:], field[1:, 1:]])


def _arrived(
    numbers: Callable[[Array], Numbers], starts: Array, box: Box,
    way: Callable[[Array, Array, Box], Array], stop: Stop,
) -> tuple[Array, NDArray[np.bool_]]:  # fmt: skip
    """Where the steps come to rest: (n, 2), each near where it began.

    And which of the starts did not come to a place with a Hessian that decides.
    """
    if not len(starts):
        return starts, np.zeros(0, bool)
    points, moving = starts.copy(), np.arange(len(starts))
    rested = np.zeros(len(starts), bool)
    for _ in range(STEPS):
        if stop():
            raise Cancelled
        _, slope, bend = numbers(points[moving])
        step = way(slope, bend, box)
        finite = np.isfinite(step).all(axis=1)
        moving, step = moving[finite], step[finite]
        points[moving] -= step
        small = np.max(np.abs(step) / box.cell, axis=1) <= STILL
        near = np.max(np.abs(points[moving] - starts[moving]) / box.cell, axis=1) <= FAR
        rested[moving[small & near]] = True
        moving = moving[~small & near]
        if not len(moving):
            break
    rested[rested] = box.holds(points[rested]) & _level(numbers, points[rested], box)
    left = ~rested
    left[rested] = _flat(numbers, points[rested], box)
    return points[rested], left


def _newton(slope: Array, bend: Array, box: Box) -> Array:
    """Newton's steps (n, 2); a direction that does not bend is left alone."""

    def below(values: Array, along: Array) -> Array:
        del along
        return np.where(np.abs(values) <= SINGLE, np.inf, values**2)

    return _stepped(slope, bend, box, below)


def _damped(slope: Array, bend: Array, box: Box) -> Array:
    """Steps (n, 2) of Levenberg and Marquardt: to the nearest of many places side by side."""

    def below(values: Array, along: Array) -> Array:
        return values**2 + DAMPING * np.linalg.norm(along, axis=1, keepdims=True)

    return _stepped(slope, bend, box, below)


def _stepped(
    slope: Array, bend: Array, box: Box, below: Callable[[Array, Array], Array]
) -> Array:
    """Steps along the axes of the Hessian, in cells: its eigenvalue times the slope / `below`.

    Both are parts of the largest eigenvalue; without one there is no step: nan.
    """
    usable = np.isfinite(slope).all(axis=1) & np.isfinite(bend).all(axis=(1, 2))
    step = np.full(slope.shape, np.nan)
    scale = box.cell
    with np.errstate(all="ignore"):
        values, axes = np.linalg.eigh(bend[usable] * scale[:, None] * scale[None, :])
        along = np.einsum("nij,ni->nj", axes, slope[usable] * scale)
        largest = np.abs(values).max(axis=1, keepdims=True)
        values, along = values / largest, along / largest
        parts = values * along / below(values, along)
        length = np.linalg.norm(parts, axis=1, keepdims=True)
        parts *= np.minimum(1.0, REACH / np.maximum(length, 1e-300))
        step[usable] = np.einsum("nij,nj->ni", axes, parts) * scale
    return step


def _level(numbers: Callable[[Array], Numbers], points: Array, box: Box) -> NDArray[np.bool_]:
    """Whether the gradient is nothing beside what it is a part of a cell away."""
    if not len(points):
        return np.zeros(0, bool)
    _, here, _ = numbers(points)
    sides = [numbers(points + sign * CIRCLE * box.cell * (1.0, 0.83))[1] for sign in (-1, 1)]
    beside = np.maximum(*(np.linalg.norm(each, axis=1) for each in sides))
    with np.errstate(invalid="ignore"):
        return np.linalg.norm(here, axis=1) <= 1e-7 * beside + 1e-300


def _sorted(
    numbers: Callable[[Array], Numbers], points: Array, box: Box
) -> tuple[tuple[Array, ...], list[Array]]:
    """The curves (k, 2), and the isolated points, each only once."""
    if not len(points):
        return (), []
    points = _distinct(_short(numbers, points, box), box)
    flat = _flat(numbers, points, box)
    alone = list(points[~flat])
    lines: list[Array] = []
    for chain in _chains(points[flat], box):
        if np.max(np.ptp(chain, axis=0) / box.cell) >= LONG:
            lines.append(chain)
        else:  # steps come to a degenerate point slowly, from all sides: they are one
            tried = np.concatenate([chain, chain.mean(axis=0, keepdims=True)])
            alone.append(tried[np.argmin(np.linalg.norm(numbers(tried)[1], axis=1))])
    return tuple(lines), alone


def _flat(numbers: Callable[[Array], Numbers], points: Array, box: Box) -> NDArray[np.bool_]:
    """Where the Hessian has an eigenvalue 0: nothing beside the other, or beside what it is a part
    of a cell away.
    """
    if not len(points):
        return np.zeros(0, bool)
    values, axes = np.linalg.eigh(numbers(points)[2] * box.cell[:, None] * box.cell)
    size = np.abs(values)
    weak = np.argmin(size, axis=1)
    least, largest = size.min(axis=1), np.maximum(size.max(axis=1), 1e-300)
    way = axes[np.arange(len(points)), :, weak] * box.cell
    beside = np.zeros(len(points))
    for sign in (-CIRCLE, CIRCLE):
        away = numbers(points + sign * way)[2] * box.cell[:, None] * box.cell
        away = np.where(np.isfinite(away), away, 0.0)
        beside = np.maximum(beside, np.abs(np.linalg.eigvalsh(away)).min(axis=1))
    return (least <= NOTHING * largest) | ((least <= FLAT * largest) & (least <= FLAT * beside))


def _short(numbers: Callable[[Array], Numbers], points: Array, box: Box) -> Array:
    """Short numbers in place of refined ones where the gradient is as small (0.5, 3)."""
    _, slope, bend = numbers(points)
    best, least = points, np.linalg.norm(slope * box.cell, axis=1)
    dust = ROUNDING * np.linalg.norm(bend * box.cell[:, None] * box.cell, axis=(1, 2))
    for digits, zero in ((17, 1e-9), (12, 1e-9), (10, 1e-7), (8, 1e-5), (6, 1e-3), (4, 1e-2)):
        short = np.array([[float(f"{each:.{digits}g}") for each in row] for row in best.tolist()])
        short = np.where(np.abs(short) < zero * box.cell, 0.0, short)
        size = np.linalg.norm(numbers(short)[1] * box.cell, axis=1)
        close = np.max(np.abs(short - points) / box.cell, axis=1) <= CLOSE
        better = close & (size <= least + dust)
        best = np.where(better[:, None], short, best)
        least = np.where(better, np.minimum(size, least), least)
    return best


def _distinct(points: Array, box: Box) -> Array:
    """The points without those that stand where another does, in order."""
    kept: dict[tuple[int, int], Array] = {}
    for each, (a, b) in zip(points, np.rint(points / (SAME * box.cell)).tolist(), strict=True):
        around = ((a + i, b + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not any(place in kept for place in around):
            kept[a, b] = each
    return np.array([kept[place] for place in sorted(kept)])


def _chains(points: Array, box: Box) -> list[Array]:
    """The points in groups that lie within a few cells of one another."""
    rooms: dict[tuple[int, int], list[int]] = {}
    for k, (a, b) in enumerate(np.floor(points / (CHAIN * box.cell)).astype(int).tolist()):
        rooms.setdefault((a, b), []).append(k)
    groups: list[Array] = []
    while rooms:
        chain: list[int] = []
        waiting = [next(iter(rooms))]
        while waiting:
            a, b = waiting.pop()
            chain += rooms.pop((a, b), [])
            around = [(a + i, b + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            waiting += [room for room in around if room in rooms]
        groups.append(points[sorted(chain)])
    return groups

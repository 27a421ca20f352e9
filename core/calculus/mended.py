"""Fields mended at single points, where a formula has a switch and autograd shows a convention.

At such a point autograd gives nan (|(x, y)|^3 at 0), or a number of its own (max at a tie). Where
f is continuous and its derivatives run to one limit from four sides, that limit is the
derivative; where they do not, there is none: nan. Scattered points are settled by their exact
series.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.derivatives import hessian
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.switches import may_break, suspects, switches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.calculus.fields import Field
    from core.calculus.program import Program

    Array = NDArray[np.float64]

SECONDS = 0.5  # for the exact series of scattered points
MOST = 4_000  # points that are looked at again: some lines over a field
BESIDE = 1e-3  # of the distance of two samples
NEARER = 8.0
SHRINKS = 0.75
DUST = 1e-6  # of what a plane usually is: no change at all
SAMPLES = 100.0
ON = 1e-13  # of the largest value of a switch: it is zero there
AROUND = ((1.0, 0.37), (-0.37, 1.0), (-1.0, -0.37), (0.37, -1.0))  # along no likely line


def mended(
    program: Program, xs: Array, ys: Array, rest: Sequence[float], found: Field
) -> Field:
    """The field with derivatives by continuity where a switch is zero or a number failed.

    `found` is on the grid of xs (nx,) and ys (ny,); it is returned as it is where nothing is to
    be mended. Derivatives that have no limit there become nan.
    """
    from core.calculus.fields import Field

    if found.gradient is None or program.differentiates or not may_break(program):
        return found
    planes = [found.value, found.gradient[..., 0], found.gradient[..., 1]]
    if found.hessian is not None:
        planes += [found.hessian[..., 0, 0], found.hessian[..., 0, 1], found.hessian[..., 1, 1]]
    rows, columns = np.nonzero(_doubtful(program, xs, ys, rest, planes))
    if not len(rows) or len(rows) > MOST:
        return found
    limits = _limits(program, xs, ys, rest, (rows, columns), planes)
    whole = np.stack(planes)
    whole[1:, rows, columns] = limits
    matrix = None
    if found.hessian is not None:
        matrix = np.moveaxis(whole[[3, 4, 4, 5]].reshape(2, 2, *found.value.shape), (0, 1), (2, 3))
    return Field(whole[0], np.moveaxis(whole[1:3], 0, -1), matrix)


def settled(
    program: Program, names: Sequence[str], points: Array, rest: Sequence[float], planes: Array
) -> Array:
    """Values and derivatives at scattered points, the doubtful ones by their exact series.

    `planes` (k, n) are, at points (n, d), f, f', f'' ... for one variable, else f, its gradient
    and, where it was asked for, its Hessian row by row. nan stands where there is no number.
    """
    from core.calculus.points import inputs_in_numpy, of_one, of_several

    d = points.shape[1]
    if program.differentiates or not may_break(program):
        return planes
    doubtful = ~np.isfinite(planes).all(axis=0)
    inputs = inputs_in_numpy(program, points, rest)
    with np.errstate(all="ignore"):
        doubtful |= suspects(program, run_numpy(program, inputs), len(points))
    deadline = time.thread_time() + SECONDS
    planes = planes.copy()
    for k in np.flatnonzero(doubtful & np.isfinite(planes[0])):
        if time.thread_time() > deadline:
            break
        one = points[k : k + 1]
        if d == 1 and not any(program.lengths):
            result = of_one(program, one[:, 0], rest, len(planes) - 1)[0]
            numbers = (result.value, *(result.derivatives or ()))
            planes[:, k] = [np.nan if each is None else each for each in numbers][: len(planes)]
            continue
        result = of_several(program, names, one, rest, 2 if len(planes) > 1 + d else 1)[0]
        planes[0, k] = np.nan if result.value is None else result.value
        if len(planes) > 1:
            planes[1 : 1 + d, k] = np.nan if result.gradient is None else result.gradient
        if len(planes) > 1 + d:
            planes[1 + d :, k] = np.nan if result.hessian is None else result.hessian.ravel()
    return planes


def _doubtful(
    program: Program, xs: Array, ys: Array, rest: Sequence[float], planes: Sequence[Array]
) -> NDArray[np.bool_]:
    """Where f has a value, and a derivative has none or a switch is zero."""
    value = planes[0]
    doubtful = np.zeros(value.shape, bool)
    for plane in planes[1:]:
        doubtful |= ~np.isfinite(plane)
    with np.errstate(all="ignore"):
        for switch, _ in switches(program, run_numpy(program, [xs[None, :], ys[:, None], *rest])):
            size = np.abs(switch)
            largest = np.max(size, initial=0.0, where=np.isfinite(size))
            doubtful |= np.broadcast_to(size <= ON * largest, doubtful.shape)
    return doubtful & np.isfinite(value)


def _limits(
    program: Program, xs: Array, ys: Array, rest: Sequence[float],
    places: tuple[NDArray[np.intp], NDArray[np.intp]], planes: Sequence[Array],
) -> Array:  # fmt: skip
    """The derivatives (k, m) at the places as their neighbours run to them, nan without a limit."""
    rows, columns = places
    count, middle = len(planes), np.stack([xs[columns], ys[rows]], -1)
    step = BESIDE * np.array([_step(xs), _step(ys)])
    around = np.array(AROUND)[:, None, :] * step
    far, near = (
        _flat(program, middle + around / nearer, rest)[:count] for nearer in (1.0, NEARER)
    )
    with np.errstate(all="ignore"):
        limit = near.mean(axis=1) + (near - far).mean(axis=1) / (NEARER - 1)
        slack = DUST * (_usual(planes, float(step.max()) / BESIDE) + np.abs(limit))
        gaps = [np.ptp(each, axis=1) for each in (far, near)]
        leaps = [np.abs(each - planes[0][rows, columns]).max(axis=1)[0] for each in (far, near)]
        one = gaps[1] <= SHRINKS * gaps[0] + slack
        one &= leaps[1] <= SHRINKS * leaps[0] + slack[0]
    kept = np.logical_and.accumulate(one[1:3], axis=0).all(axis=0)
    one[3:] &= kept
    return np.where(one, limit, np.nan)[1:]


def _usual(planes: Sequence[Array], step: float) -> Array:
    """How large each plane (k, 1) is, the largest of its order; noise of one order below counts
    as it would grow over some samples.
    """
    sizes = [
        float(np.median(np.abs(plane[np.isfinite(plane)]))) if np.isfinite(plane).any() else 0.0
        for plane in planes
    ]
    first = max(sizes[1:3])
    second = max(first / (SAMPLES * step), *sizes[3:]) if len(planes) > 3 else 0.0
    return np.array([sizes[0], first, first, second, second, second][: len(planes)])[:, None]


def _step(ticks: Array) -> float:
    return float(ticks[-1] - ticks[0]) / max(len(ticks) - 1, 1) or 1.0


def _flat(program: Program, points: Array, rest: Sequence[float]) -> Array:
    """f, f_x, f_y, f_xx, f_xy, f_yy at points (4, m, 2): (6, 4, m)."""
    value, slope, bend = hessian(program, points.reshape(-1, 2), rest)
    flat = np.stack([value, *slope.T, bend[:, 0, 0], bend[:, 0, 1], bend[:, 1, 1]])
    return flat.reshape(6, *points.shape[:2])

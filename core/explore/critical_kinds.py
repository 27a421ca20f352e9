"""What a critical point is: by its Hessian, by higher orders, or by values where none exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import values as run_numpy
from core.calculus.program import Cancelled
from core.plane_frame import Critical
from core.words import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.explore.critical import Box, Numbers

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

AROUND = 32  # places on a circle that tell what higher orders do
CIRCLE = 0.2  # its radius in cells
VALLEY = 5  # steps down into a valley
HALVINGS = 70
NEAREST = 4 * np.finfo(float).eps
FAR = 6.0  # cells from a sample to the extremum near it
TAKEN = 2.0  # cells around a critical point in which no other extremum is looked for
MOST = 200


def classified(
    program: Program, rest: Sequence[float], points: Array, box: Box,
    numbers: Callable[[Array], Numbers], flat: NDArray[np.bool_], stop: Stop,
) -> list[Critical]:  # fmt: skip
    """The kinds of places (n, 2) where the gradient vanishes; `flat` where an eigenvalue is 0."""
    if not len(points):
        return []
    values, _, bends = numbers(points)
    roots, axes = np.linalg.eigh(bends)
    off = NEAREST * np.linalg.norm(points, axis=1)  # the point itself is rounded
    values = np.where(np.abs(values) <= np.abs(roots).max(axis=1) * off**2, 0.0, values)
    marks: list[Critical] = []
    for k, (point, value) in enumerate(zip(points, values.tolist(), strict=True)):
        x, y, small, large = (float(each) + 0.0 for each in (*point, *roots[k]))
        given = (x, y, value, (large, small))
        if not flat[k]:
            kind = "minimum" if small > 0 else "maximum" if large < 0 else "saddle"
            said = f"eigenvalues {number(large, 4)} and {number(small, 4)}"
            marks.append(Critical(kind, *given, said))
            continue
        if stop():
            raise Cancelled
        if small == large == 0:
            words = _around(program, rest, point, value, box)
            said = f"both eigenvalues are 0; {words}"
        else:
            weak = int(np.argmin(np.abs(roots[k])))
            words = _along(numbers, point, axes[k][:, weak], axes[k][:, 1 - weak], box)
            said = f"eigenvalues {number(float(roots[k][1 - weak]), 4)} and 0; {words}"
        marks.append(Critical("degenerate", *given, said))
    return marks


def _along(
    numbers: Callable[[Array], Numbers], point: Array, weak: Array, strong: Array, box: Box
) -> str:
    """What f does along the valley or ridge that leaves the point in the direction that does not
    bend: there the other direction is level.
    """
    value, _, bend = (each[0] for each in numbers(point[None]))
    ways = CIRCLE * float(box.cell.min()) * np.array([[-1.0], [1.0]]) * weak
    places = point + ways
    for _ in range(VALLEY):
        _, slope, curved = numbers(places)
        across = np.einsum("i,nij,j->n", strong, curved, strong)
        with np.errstate(all="ignore"):
            step = np.where(across == 0, 0.0, (slope @ strong) / across)
        places = places - step[:, None] * strong
    rises = np.sign(numbers(places)[0] - value)
    sign = 1.0 if strong @ bend @ strong > 0 else -1.0
    if (rises == sign).all():
        kind = "larger" if sign > 0 else "smaller"
        return f"higher orders make f {kind} all around: a {'minim' if sign > 0 else 'maxim'}um"
    if (rises == 0).all():
        return "higher orders do not decide at this distance"
    return "higher orders make f larger and smaller around: no extremum"


def _around(
    program: Program, rest: Sequence[float], point: Array, value: float, box: Box
) -> str:
    """What f is on a small circle, for the second order does not decide."""
    angles = np.linspace(0, 2 * np.pi, AROUND, endpoint=False) + 0.1
    circle = point + CIRCLE * box.cell * np.stack([np.cos(angles), np.sin(angles)], -1)
    above = _f(program, rest, circle) - value
    dust = 1e-13 * abs(value)
    if (above > dust).all():
        return "higher orders make f larger all around: a minimum"
    if (above < -dust).all():
        return "higher orders make f smaller all around: a maximum"
    signs = np.sign(np.where(np.abs(above) <= dust, 0.0, above))
    turns = int(np.count_nonzero(signs != np.roll(signs, 1)))
    if turns > 2 and (signs != 0).all():
        return f"f is larger in {turns // 2} directions around and smaller between: no extremum"
    return "f is larger on one side and smaller on the other: no extremum"


def _f(program: Program, rest: Sequence[float], points: Array) -> Array:
    with np.errstate(all="ignore"):
        out = run_numpy(program, [points[:, 0], points[:, 1], *rest])[program.output]
    return np.broadcast_to(np.asarray(out, float), (len(points),))


# --- lows and tops without a gradient ---


def kinks(
    program: Program, rest: Sequence[float], values: Array, ticks: tuple[Array, Array], box: Box,
    known: Sequence[Critical | Array], stop: Stop,
) -> list[Critical]:  # fmt: skip
    """Extrema of the samples (ny, nx) at which f has no gradient, off the critical points known."""
    from core.calculus.switches import may_break

    if program.differentiates or not may_break(program):
        return []
    taken = [(each.x, each.y) if isinstance(each, Critical) else tuple(each) for each in known]

    def free(place: Array) -> bool:
        return all(np.max(np.abs(place - each) / box.cell) > TAKEN for each in taken)

    marks: list[Critical] = []
    for sign, kind in ((1.0, "minimum"), (-1.0, "maximum")):
        starts = [each for each in _lowest(sign * values, *ticks)[:MOST] if free(each)]
        if not starts:
            continue
        points, near = _descended(program, rest, np.array(starts), sign, box, stop)
        for start, point, arrived in zip(starts, points, near, strict=True):
            if stop():
                raise Cancelled
            mark = _kink(program, rest, point, kind, box) if arrived and free(start) else None
            if mark is not None:
                marks.append(mark)
                taken.append((mark.x, mark.y))
    return marks


def _lowest(values: Array, xs: Array, ys: Array) -> list[Array]:
    """Inner samples that lie below all eight around them."""
    middle = values[1:-1, 1:-1]
    low = np.isfinite(middle)
    for dy in (0, 1, 2):
        for dx in (0, 1, 2):
            if (dy, dx) != (1, 1):
                beside = values[dy : dy + middle.shape[0], dx : dx + middle.shape[1]]
                low &= (middle < beside) | ((middle == beside) & (dy + dx > 2))
    rows, columns = np.nonzero(low)
    return [np.array([xs[c + 1], ys[r + 1]]) for r, c in zip(rows, columns, strict=True)]


def _descended(
    program: Program, rest: Sequence[float], starts: Array, sign: float, box: Box, stop: Stop
) -> tuple[Array, NDArray[np.bool_]]:
    """The lowest places (n, 2) near samples, by comparing values around them ever nearer.

    And which of them are near, with numbers all around.
    """
    angles = np.arange(16) * (np.pi / 8)
    ways = np.stack([np.cos(angles), np.sin(angles)], -1) * box.cell
    points, reach = starts.copy(), np.ones(len(starts))
    best = sign * _f(program, rest, starts)
    known, moving = np.ones(len(starts), bool), np.arange(len(starts))
    for _ in range(4 * HALVINGS):
        if stop():
            raise Cancelled
        around = points[moving, None] + reach[moving, None, None] * ways
        values = sign * _f(program, rest, around.reshape(-1, 2)).reshape(-1, len(ways))
        finite = np.isfinite(values).all(axis=1)
        known[moving[~finite]] = False
        at = np.argmin(values, axis=1)
        lowest, places = (
            each[np.arange(len(moving)), at] for each in (values, around)
        )
        lower = finite & (lowest < best[moving])
        points[moving[lower]], best[moving[lower]] = places[lower], lowest[lower]
        reach[moving[~lower]] /= 2
        moving = moving[finite & (reach[moving] >= 2.0**-HALVINGS)]
        if not len(moving):
            break
    return points, known & (np.max(np.abs(points - starts) / box.cell, axis=1) <= FAR)


def _kink(
    program: Program, rest: Sequence[float], point: Array, kind: str, box: Box
) -> Critical | None:
    """The extremum where series say that there is no gradient; None where there is one."""
    from core.calculus.points import of_several

    short = np.array([float(f"{each:.10g}") for each in point])
    short = np.where(np.abs(short) < 1e-8 * box.cell, 0.0, short)
    for tried in (short, point):
        if not box.holds(tried[None])[0]:
            continue
        result = of_several(program, program.inputs[:2], tried[None], rest, 1)[0]
        steep = result.gradient is not None and _stays_steep(program, rest, tried, box)
        if result.value is not None and (result.gradient is None or steep):
            x, y = (float(each) for each in tried)
            why = "slopes around it do not shrink" if steep else result.note
            note = f"f is not differentiable there: {why}"
            return Critical(kind, x, y, float(result.value), (), note, smooth=False)
    return None


def _stays_steep(
    program: Program, rest: Sequence[float], point: Array, box: Box
) -> bool:
    """Whether slopes do not shrink on the way to a point: a float beside a corner, as 0.3 is."""
    from core.calculus.derivatives import gradient

    angles = np.arange(8) * (np.pi / 4) + 0.2
    ways = np.stack([np.cos(angles), np.sin(angles)], -1) * box.cell
    far, near = (
        np.linalg.norm(gradient(program, point + reach * ways, rest), axis=1)
        for reach in (1e-3, 1e-6)
    )
    usual = np.median(far)
    return bool(np.min(near) > 0.3 * usual > 0 and np.max(near) < 300 * usual)  # a pole grows more

"""Value and derivatives at points: autograd for all at once, one-sided series to settle doubts.

A point is looked at twice when it is near a switch of the formula, when a number is not finite,
or when it is among the first few: the series confirm autograd, correct it, or say why there is
no derivative.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.beside import exact_verdict, mixed, verdict
from core.calculus.conventions import with_conventions
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.switches import suspects
from core.frame import Reading, Status
from core.words import prime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Differentiate = Callable[[Program, Array, Sequence[float], int], Array]

AGREES = 1e-13  # beyond a few roundings the number of 60 digits is the better one
SMALLEST_KNOWN = 1e-30  # below it a zero of the series may be a number that it cannot resolve
CHECKED_POINTS = 16
CHECKED_STEPS = 400
ROUTINE_SECONDS = 0.1
ROUTINE_COMPONENTS = 4  # of vectors, whose series are followed term by term
MOST_DIRECTED = 8

Failure = tuple[int, Status, str]


@dataclass(frozen=True, slots=True, eq=False)
class PointResult:
    """What is known at one point.

    `value`, `gradient` (d,), `hessian` (d, d) and, for one variable, `derivatives`
    (f', f'', ... as float or None) are None where they do not exist or were not asked for. A map
    has a `value` (m,) and a `jacobian` (m, d) instead of gradient and Hessian. `status` is the
    worst of the orders and `note` says which and why.
    """

    value: float | Array | None
    gradient: Array | None
    hessian: Array | None
    derivatives: tuple[float | None, ...] | None
    status: Status
    note: str
    jacobian: Array | None = None


def readings_at(
    program: Program, x: float, rest: Sequence[float], order: int,
    quick: Differentiate | None = None,
) -> tuple[Reading, ...]:  # fmt: skip
    """f, f', ..., f^(order) of one variable at a point, each with its status.

    A draft has a `quick` way to differentiate, and looks twice only where there is a doubt: near
    a switch, or where a number fails.
    """
    first = 0 if quick else CHECKED_POINTS
    return _readings(program, np.array([x], float), rest, order, first, quick)[0]


def _readings(
    program: Program, x: Array, rest: Sequence[float], order: int, first: int = CHECKED_POINTS,
    quick: Differentiate | None = None,
) -> list[tuple[Reading, ...]]:  # fmt: skip
    from core.calculus.derivatives import derivatives

    rows = (quick or derivatives)(program, x, rest, order)
    finite = np.asarray(np.isfinite(rows).all(axis=0))
    return [
        with_conventions(program, float(x[k]), rest, _settled(
            rows[:, k], verdict(program, [x[k]], [1.0], rest, order)
        ))
        if twice
        else tuple(Reading(float(each)) for each in rows[:, k])
        for k, twice in enumerate(_looks_twice(program, x[:, None], rest, finite, first))
    ]


def _looks_twice(
    program: Program, points: Array, rest: Sequence[float], finite: NDArray[np.bool_],
    first: int = CHECKED_POINTS,
) -> Iterator[bool]:  # fmt: skip
    """For each point whether it needs more than autograd: near a switch, not finite, or among the
    first, as long as looking at those has taken little time.
    """
    doubtful = ~finite
    if not program.differentiates:
        values = run_numpy(program, inputs_in_numpy(program, points, rest))
        with np.errstate(all="ignore"):
            doubtful |= suspects(program, values, len(points))
    if len(program.steps) > CHECKED_STEPS or (
        program.lengths and points.shape[1] > ROUTINE_COMPONENTS
    ):
        first = 0
    deadline = time.thread_time() + ROUTINE_SECONDS
    for k, doubt in enumerate(doubtful):
        yield bool(doubt) or (k < first and time.thread_time() < deadline)


def _settled(autograd: Array, verdicts: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Autograd's numbers where the series confirms them, else the series' word."""
    return tuple(
        _settle(float(value), reading) for value, reading in zip(autograd, verdicts, strict=True)
    )


def _settle(value: float, reading: Reading) -> Reading:
    if reading.status is Status.UNDETERMINED and np.isfinite(value):
        return Reading(value)
    if reading.status is not Status.OK or reading.value is None:
        return reading
    miss = abs(value - reading.value)
    below_series = reading.value == 0 and miss < SMALLEST_KNOWN
    if miss <= AGREES * abs(reading.value) or below_series:
        return Reading(value + 0.0)
    if miss <= 1e-6 * abs(reading.value):
        return reading
    return replace(reading, note="double precision loses this number; taken from 60 digits")


def of_one(
    program: Program, x: Array, rest: Sequence[float], order: int
) -> list[PointResult]:
    """One variable: f, f', ..., f^(order) at x (n,)."""
    return [_result_of_one(each, order) for each in _readings(program, x, rest, order)]


def _result_of_one(readings: tuple[Reading, ...], order: int) -> PointResult:
    slopes = tuple(each.value for each in readings[1:])
    status, note = _worst(readings)
    gradient = np.array(slopes[:1]) if order >= 1 and slopes[0] is not None else None
    hessian = np.array([slopes[1:2]]) if order >= 2 and slopes[1] is not None else None
    return PointResult(readings[0].value, gradient, hessian, slopes, status, note)  # type: ignore[arg-type]


def _worst(readings: Sequence[Reading]) -> tuple[Status, str]:
    """The first order that fails decides: those above it inherit its reason."""
    for n, each in enumerate(readings):
        if each.status is not Status.OK:
            return each.status, f"{prime(n)} {_failure(each.status)}: {each.note}"
    notes = [f"{prime(n)}: {each.note}" for n, each in enumerate(readings) if each.note]
    return Status.OK, "; ".join(notes)


def _failure(status: Status) -> str:
    return {
        Status.UNDEFINED: "is undefined", Status.INFINITE: "is infinite",
        Status.NOT_DIFFERENTIABLE: "does not exist",
    }.get(status, "is undetermined")  # fmt: skip


def inputs_in_numpy(program: Program, points: Array, rest: Sequence[Any]) -> list[Any]:
    """The inputs of a program at points (n, d); a vector keeps its columns together."""
    lengths = (*program.lengths, *(0,) * points.shape[1])
    found: list[Any] = []
    at = 0
    while at < points.shape[1]:
        length = lengths[len(found)]
        found.append(points[:, at : at + length].T if length else points[:, at])
        at += length or 1
    return [*found, *rest]


def of_several(
    program: Program, names: Sequence[str], points: Array, rest: Sequence[float], order: int,
    first: int = CHECKED_POINTS,
) -> list[PointResult]:  # fmt: skip
    """Several variables: value, gradient and Hessian at points (n, d).

    The first few points are looked at twice as a matter of routine, the others where in doubt.
    """
    from core.calculus.derivatives import hessian, value_and_gradient

    if order >= 2:
        value, slope, bend = hessian(program, points, rest)
    else:
        value, slope = value_and_gradient(program, points, rest)
        bend = np.zeros((len(points), 1, 1))
    finite = np.isfinite(value) & np.isfinite(slope).all(axis=1)
    finite &= np.isfinite(bend).all(axis=(1, 2)) | (order < 2)
    results = []
    looks = _looks_twice(program, points, rest, finite, first)
    for k, (point, twice) in enumerate(zip(points, looks, strict=True)):
        plain = PointResult(
            float(value[k]), slope[k] if order >= 1 else None, bend[k] if order >= 2 else None,
            None, Status.OK, "",
        )  # fmt: skip
        results.append(
            _directed(program, names, point, rest, order, plain) if twice else plain
        )
    return results


def _directed(
    program: Program, names: Sequence[str], point: Array, rest: Sequence[float], order: int,
    plain: PointResult,
) -> PointResult:  # fmt: skip
    """The result by directional series: gradient and Hessian must serve every direction."""
    d = len(point)
    if d > MOST_DIRECTED:
        return _of_many(program, names, point, rest, order, plain)
    axes = np.eye(d)
    exact = [exact_verdict(program, point, axis, rest, order) for axis in axes]
    along = [readings for readings, _ in exact]
    value, failed = _settle(float(plain.value or 0.0), along[0][0]), _first_failure(along, names)
    if failed is not None:
        if failed[2].startswith("hole") and not _one_limit(program, point, rest):
            failed = (0, failed[1], "the limits along different directions differ")
        return _failed(failed, value, along, plain, order)
    gradient = np.array([each[1].value for each in along], float) if order >= 1 else None
    matrix = None
    if order >= 2:
        bends = [numbers[2] for _, numbers in exact]
        matrix, failed = _matrix(program, names, point, rest, bends)
        if failed is not None:
            return _failed(failed, value, along, plain, order)
    fault = _disagreement(program, point, rest, order, gradient, matrix)
    if fault is not None:
        return _failed(fault, value, along, plain, order)
    return _confirmed(plain, value, gradient, matrix)


def _of_many(
    program: Program, names: Sequence[str], point: Array, rest: Sequence[float], order: int,
    plain: PointResult,
) -> PointResult:  # fmt: skip
    """The result in many variables: only doubtful coordinates and two directions are followed."""
    axes = np.eye(len(point))
    doubtful = _doubtful(plain)[:MOST_DIRECTED]
    value = verdict(program, point, axes[0], rest, 0)[0]
    failed = _first_failure([(value,)], [""])
    for k in doubtful:
        if failed is None:
            failed = _first_failure([verdict(program, point, axes[k], rest, order)], [names[k]])
    if failed is None and not doubtful:
        failed = _disagreement(program, point, rest, order, plain.gradient, plain.hessian)
    if failed is None or failed[1] is Status.UNDETERMINED or (doubtful and not failed[2]):
        return _finite_or_not(plain)
    n, status, note = failed
    text = f"the {('value', 'gradient', 'Hessian')[n]} {_failure(status)}: {note}"
    gradient = plain.gradient if n == 2 else None
    return PointResult(value.value if n else None, gradient, None, None, status, text)


def _doubtful(plain: PointResult) -> list[int]:
    """The coordinates along which autograd gives no finite number."""
    broken: Any = np.zeros(0, bool)
    if plain.gradient is not None:
        broken = ~np.isfinite(plain.gradient)
    if plain.hessian is not None:
        broken = broken | ~np.isfinite(plain.hessian).all(axis=1)
    return [int(k) for k in np.flatnonzero(broken)]


def _matrix(
    program: Program, names: Sequence[str], point: Array, rest: Sequence[float],
    bends: Sequence[Any],
) -> tuple[Array, Failure | None]:  # fmt: skip
    """The Hessian (d, d) from the second derivatives along the axes and between each two."""
    d = len(point)
    axes = np.eye(d)
    matrix = np.diag([float(each) for each in bends])
    for i, j in combinations(range(d), 2):
        both, numbers = exact_verdict(program, point, axes[i] + axes[j], rest, 2)
        failed = _first_failure([both], [f"{names[i]} = {names[j]}"])
        if failed is not None:
            return matrix, failed
        matrix[i, j] = matrix[j, i] = mixed(numbers[2], bends[i], bends[j])
    return matrix, None


def _finite_or_not(plain: PointResult) -> PointResult:
    pieces = [plain.value, plain.gradient, plain.hessian]
    if all(each is None or np.all(np.isfinite(each)) for each in pieces):
        return plain
    note = "autograd gives no finite number here"
    value = plain.value if plain.value is not None and np.isfinite(plain.value) else None
    status = Status.UNDETERMINED if value is not None else Status.UNDEFINED
    return PointResult(value, None, None, None, status, note)


def _first_failure(
    along: Sequence[tuple[Reading, ...]], names: Sequence[str]
) -> Failure | None:
    """Order, status and note of the lowest order that fails along any direction."""
    failures = [
        (n, each.status, f"along {name}, {each.note}" if n and each.note else each.note)
        for readings, name in zip(along, names, strict=True)
        for n, each in enumerate(readings)
        if each.status is not Status.OK
    ]
    outside = "outside the domain"  # also what a line beside a pole says
    return min(failures, key=lambda each: (each[0], not each[2], each[2] == outside), default=None)


def _one_limit(program: Program, point: Array, rest: Sequence[float]) -> bool:
    """Whether a hole has the same continuous extension along slanted directions too."""
    notes = {
        verdict(program, point, direction, rest, 0)[0].note
        for direction in (*np.eye(len(point)), *_slanted(len(point)))
    }
    return len(notes) == 1


def _slanted(d: int) -> list[Array]:
    """Two directions that no formula is likely to favour."""
    return [
        np.array([(-1.0) ** (seed * k) * (1 + (k + seed) % 3) / 2 for k in range(d)])
        for seed in (0, 1)
    ]


def _failed(
    failure: Failure | None, value: Reading, along: Sequence[tuple[Reading, ...]],
    plain: PointResult, order: int,
) -> PointResult:  # fmt: skip
    if failure is None:
        return plain
    n, status, note = failure
    if status is Status.UNDETERMINED:
        return _finite_or_not(plain)
    gradient = None
    if n == 2 and order >= 1:
        gradient = np.array([each[1].value for each in along], float)
    what = ("value", "gradient", "Hessian")[n]
    text = f"the {what} {_failure(status)}: {note}" if note else f"the {what} {_failure(status)}"
    return PointResult(value.value if n else None, gradient, None, None, status, text)


def _disagreement(
    program: Program, point: Array, rest: Sequence[float], order: int,
    gradient: Array | None, matrix: Array | None,
) -> Failure | None:  # fmt: skip
    """Whether slopes along two slanted directions fit the gradient and the Hessian."""
    for direction in _slanted(len(point)):
        readings = verdict(program, point, direction, rest, order)
        failed = _first_failure([readings], ["a slanted direction"])
        if failed is not None:
            return failed
        slope = 0.0 if gradient is None else float(gradient @ direction)
        if gradient is not None and not _fits(readings[1].value, slope, gradient):
            return 1, Status.NOT_DIFFERENTIABLE, "the slopes along different directions do not fit"
        if matrix is not None:
            expected = float(direction @ matrix @ direction)
            if not _fits(readings[2].value, expected, matrix):
                return 2, Status.NOT_DIFFERENTIABLE, "it bends differently along each direction"
    return None


def _fits(value: float | None, expected: float, scale: Array) -> bool:
    size = float(np.max(np.abs(scale), initial=0.0))
    return value is not None and abs(value - expected) <= 1e-9 * max(size, abs(expected), 1e-300)


def _confirmed(
    plain: PointResult, value: Reading, gradient: Array | None, matrix: Array | None
) -> PointResult:
    """Autograd's arrays where the series agrees with them, else the series' own."""
    return PointResult(
        value.value, _better(plain.gradient, gradient), _better(plain.hessian, matrix), None,
        value.status, value.note,
    )  # fmt: skip


def _better(autograd: Array | None, series: Array | None) -> Array | None:
    if autograd is None or series is None:
        return series
    miss = np.abs(autograd - series)
    close = (miss <= AGREES * np.abs(series)) | ((series == 0) & (miss < SMALLEST_KNOWN))
    return np.where(close, autograd, series) + 0.0

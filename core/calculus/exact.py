"""Numbers at a point with many digits: what series of 60 digits say of f and its derivatives.

Each is an mpmath number, or None where it does not exist or the series do not reach it.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from core.calculus.beside import exact_verdict
from core.frame import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.calculus.program import Program

    Numbers = Sequence[float]

DUST = 1e-38  # beside the numbers it is the difference of, less than this is zero


def exact_of_one(program: Program, x: float, rest: Numbers, order: int) -> list[Any]:
    """f, f', ..., f^(order) of one variable at x."""
    return _known(exact_verdict(program, [x], [1.0], rest, order))


def exact_of_several(
    program: Program, at: Numbers, rest: Numbers, order: int
) -> tuple[Any, list[Any], list[list[Any]]]:
    """Value, gradient (d,) and, from order 2 on, Hessian (d, d) at a point of d numbers."""
    d = len(at)
    axes = [_axis(d, k) for k in range(d)]
    along = [_known(exact_verdict(program, at, axis, rest, order)) for axis in axes]
    value, gradient = along[0][0], [each[1] for each in along]
    if order < 2:
        return value, gradient, []
    matrix: list[list[Any]] = [[None] * d for _ in range(d)]
    for k, each in enumerate(along):
        matrix[k][k] = each[2]
    for i, j in combinations(range(d), 2):
        both = _known(exact_verdict(program, at, _axis(d, i, j), rest, order))[2]
        matrix[i][j] = matrix[j][i] = _mixed(both, matrix[i][i], matrix[j][j])
    return value, gradient, matrix


def exact_along(program: Program, at: Numbers, direction: Numbers, rest: Numbers) -> list[Any]:
    """f, v·∇f and v'Hv along a direction v through a point."""
    return _known(exact_verdict(program, at, direction, rest, 2))


def _known(found: tuple[Any, list[Any]]) -> list[Any]:
    readings, numbers = found
    return [
        number if reading.status is Status.OK else None
        for reading, number in zip(readings, numbers, strict=True)
    ]


def _axis(d: int, *places: int) -> list[float]:
    return [1.0 if k in places else 0.0 for k in range(d)]


def _mixed(both: Any, one: Any, other: Any) -> Any:
    """f_ij from the second derivatives along i + j, i and j."""
    if both is None or one is None or other is None:
        return None
    twice = both - one - other
    return twice / 2 if abs(twice) > DUST * max(abs(both), abs(one), abs(other)) else twice * 0

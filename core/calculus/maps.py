"""Value and Jacobian of maps at points, each component looked at as a function of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.calculus.points import CHECKED_POINTS, PointResult, of_several
from core.frame import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.calculus.directional import Way
    from core.calculus.program import Program

    Array = NDArray[np.float64]

MOST_LOOKED_AT = 16  # components; of more, only numbers that are not finite are reported
MOST_ROUTINE = 12  # entries of a Jacobian that are looked at twice without a doubt


def of_map(
    program: Program, names: Sequence[str], points: Array, rest: Sequence[float], order: int
) -> list[PointResult]:
    """Value (m,) and, from order 1 on, Jacobian (m, d) at points (n, d).

    Both are None where one component has none; `note` says which.
    """
    from core.calculus.directional import jacobian

    order = min(order, 1)
    if program.steps[program.output].op == "stack" and program.rows <= MOST_LOOKED_AT:
        first = CHECKED_POINTS if program.rows * len(names) <= MOST_ROUTINE else 0
        rows = [
            of_several(program.component(k), names, points, rest, order, first)
            for k in range(program.rows)
        ]
        return [_joined(list(each), order) for each in zip(*rows, strict=True)]
    values, matrices = jacobian(program, points, rest)
    return [
        _checked(value, matrix if order else None)
        for value, matrix in zip(values, matrices, strict=True)
    ]


def way_of(program: Program, variables: int) -> Way:
    """How the Jacobian at a point is found: by reverse passes, a row each, or by forward ones.

    Components that are listed are functions of their own, each with one reverse pass.
    """
    from core.calculus.directional import way_for

    if program.steps[program.output].op == "stack" and program.rows <= MOST_LOOKED_AT:
        return "reverse"
    return way_for(program.rows, variables)


def _joined(rows: list[PointResult], order: int) -> PointResult:
    """The result of a map from those of its components."""
    value = _together([each.value for each in rows])
    matrix = _together([each.gradient for each in rows]) if order and value is not None else None
    status, note = Status.OK, ""
    failed = [(k, each) for k, each in enumerate(rows, 1) if each.status is not Status.OK]
    if failed:
        k, worst = min(failed, key=lambda each: (each[1].value is not None, each[0]))
        status, note = worst.status, f"component {k}: {worst.note}"
    else:
        notes = [f"component {k}: {each.note}" for k, each in enumerate(rows, 1) if each.note]
        note = "; ".join(notes)
    return PointResult(value, None, None, None, status, note, matrix)


def _together(parts: Sequence[float | Array | None]) -> Array | None:
    return None if any(each is None for each in parts) else np.array(parts, float)


def _checked(value: Array, matrix: Array | None) -> PointResult:
    if not np.isfinite(value).all():
        k = int(np.flatnonzero(~np.isfinite(value))[0]) + 1
        note = f"component {k}: the value is undefined"
        return PointResult(None, None, None, None, Status.UNDEFINED, note)
    if matrix is not None and not np.isfinite(matrix).all():
        k = int(np.flatnonzero(~np.isfinite(matrix).all(axis=1))[0]) + 1
        note = f"component {k}: autograd gives no finite number here"
        return PointResult(value, None, None, None, Status.UNDETERMINED, note)
    return PointResult(value, None, None, None, Status.OK, "", matrix)

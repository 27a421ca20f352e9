"""Functions of three or more variables, and of a vector: what they come to at their point."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.numpy_rows import values as run_numpy
from core.explore.quadratic import quadratic
from core.frame import Spot, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.calculus.program import Program
    from core.frame import Row
    from core.kept import Kept

    Stance = tuple[tuple[float, ...], tuple[float, ...]]

MOST_SHOWN = 1000  # variables: beyond, the matrix has more entries than a screen has pixels


def space_of(
    row: Row, program: Program, stance: Stance, differentiated: bool, draft: bool, kept: Kept
) -> Spot:
    """The point of a row of many variables; `stance` are its coordinates and the other inputs.

    A draft is not made of what is there already.
    """
    at, rest = stance
    stage = ("space", row.key)
    key = (row.key, row.name, program, row.variables, at, rest, differentiated, row.held)
    draft = draft and not kept.holds(stage, key)

    def compute() -> Spot:
        try:
            return space_at(*key, draft)
        except RepeatTooLong as reason:
            return Spot(key[0], row.name, row.variables, at, None, status=Status.UNDETERMINED,
                        note=str(reason), held=row.held)  # fmt: skip

    return kept.once((*stage, "draft") if draft else stage, key, compute)


def space_at(
    key: int, name: str, program: Program, variables: Sequence[str], at: Sequence[float],
    rest: Sequence[float], differentiated: bool, held: bool, draft: bool,
) -> Spot:  # fmt: skip
    """Value, gradient (n,) and Hessian (n, n) at a point, and what they come to.

    `variables` are those of the program, a vector by its components; `rest` are its other inputs.
    A draft takes autograd's numbers as they are, else series look twice. Before PyTorch is there
    (`differentiated`) only the value, by NumPy. Beyond `MOST_SHOWN` variables there is no Hessian.
    """
    from core.calculus.points import CHECKED_POINTS, inputs_in_numpy

    points = np.array([at], float)
    spot = Spot(key, name, tuple(variables), tuple(at), None, held=held)
    if not differentiated:
        if program.differentiates:
            return spot
        out = run_numpy(program, inputs_in_numpy(program, points, rest))[program.output]
        value = float(np.ravel(out)[0])
        return replace(spot, value=value if np.isfinite(value) else None)
    from core.calculus.points import of_several

    order = 2 if len(variables) <= MOST_SHOWN else 1
    first = 0 if draft else CHECKED_POINTS
    found = of_several(program, tuple(variables), points, rest, order, first)[0]
    value = None if found.value is None else float(found.value)
    slope, bend, note = found.gradient, found.hessian, found.note
    if order == 1 and found.status is Status.OK:
        note = f"the Hessian is shown for at most {MOST_SHOWN} variables"
    shape = None
    if bend is not None and not np.isfinite(bend).all():
        bend = None
    if value is not None and slope is not None and bend is not None:
        shape = quadratic(value, slope, bend, axes=False)
    return replace(
        spot, value=value, gradient=slope, hessian=bend, quadratic=shape, status=found.status,
        note=note,
    )  # fmt: skip

"""Functions of three or more variables, and of a vector: what they come to at their point."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.numpy_rows import values as run_numpy
from core.choices import direction_of
from core.explore.coupling import coupled_order, nonzero
from core.explore.quadratic import quadratic
from core.frame import Along, Pattern, Spot, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.calculus.program import Program
    from core.choices import Several
    from core.frame import Row
    from core.kept import Kept

    Stance = tuple[tuple[float, ...], tuple[float, ...]]

MOST_SHOWN = 1000  # variables: beyond, the matrix has more entries than a screen has pixels


def space_of(
    row: Row, program: Program, stance: Stance, differentiated: bool, draft: bool, kept: Kept, *,
    bends: bool = True,
) -> Spot:  # fmt: skip
    """The point of a row of many variables; `stance` are its coordinates and the other inputs.

    A draft is not made of what is there already. Without `bends` there is no Hessian.
    """
    at, rest = stance
    stage = ("space", row.key) if bends else ("space point", row.key)
    key = (row.key, row.name, program, row.variables, at, rest, differentiated, row.held)
    draft = not bends or (draft and not kept.holds(stage, key))

    def compute() -> Spot:
        try:
            return space_at(*key, draft, bends)
        except RepeatTooLong as reason:
            return Spot(key[0], row.name, row.variables, at, None, status=Status.UNDETERMINED,
                        note=str(reason), held=row.held)  # fmt: skip

    return kept.once((*stage, "draft") if draft else stage, key, compute)


def looked_at(
    spot: Spot, program: Program, rest: Sequence[float], chosen: Several, draft: bool, kept: Kept
) -> Spot:
    """The point with how its Hessian is filled, and what f does along the direction chosen.

    While something moves, the rows keep the order they have.
    """
    if spot.hessian is None:
        return spot
    direction = direction_of(chosen, spot.variables)
    stage = ("space seen", spot.key)
    key = (spot, program, tuple(rest), chosen.order, direction)

    def compute() -> Spot:
        order = _order(spot, chosen.order, draft, kept)
        pattern = Pattern(nonzero(spot.hessian), order)  # pyright: ignore[reportArgumentType]
        return replace(spot, pattern=pattern, along=_along(spot, program, rest, direction))

    draft = draft and not kept.holds(stage, key)
    return kept.once((*stage, "draft") if draft else stage, key, compute)


def _order(spot: Spot, wanted: str, draft: bool, kept: Kept) -> tuple[int, ...]:
    assert spot.hessian is not None
    hessian, typed = spot.hessian, tuple(range(len(spot.variables)))
    if wanted != "coupling":
        return typed
    stage = ("space order", spot.key)
    last = kept.last(stage)
    if draft and last is not None and last[0] == spot.variables:
        return last[1]
    found = kept.once(stage, spot, lambda: (spot.variables, coupled_order(hessian)))
    return found[1]


def _along(
    spot: Spot, program: Program, rest: Sequence[float], direction: tuple[float, ...]
) -> Along | None:
    """f along a direction, by autograd: one product of the Hessian with it."""
    from core.calculus.directional import hvp

    if spot.gradient is None:
        return None
    along = np.array(direction)
    pushed = hvp(program, np.array([spot.at], float), rest, along)[0]
    if not np.isfinite(pushed).all():
        return None
    return Along(
        direction, float(spot.gradient @ along), float(pushed @ along),
        float(np.linalg.norm(pushed)),
    )  # fmt: skip


def space_at(
    key: int, name: str, program: Program, variables: Sequence[str], at: Sequence[float],
    rest: Sequence[float], differentiated: bool, held: bool, draft: bool, bends: bool = True,
) -> Spot:  # fmt: skip
    """Value, gradient (n,) and Hessian (n, n) at a point, and what they come to.

    `variables` are those of the program, a vector by its components; `rest` are its other inputs.
    A draft takes autograd's numbers as they are, else series look twice. Before PyTorch is there
    (`differentiated`) only the value, by NumPy. Beyond `MOST_SHOWN` variables, and unless it
    `bends`, there is no Hessian.
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

    order = 2 if bends and len(variables) <= MOST_SHOWN else 1
    first = 0 if draft else CHECKED_POINTS
    found = of_several(program, tuple(variables), points, rest, order, first)[0]
    value = None if found.value is None else float(found.value)
    slope, bend, note = found.gradient, found.hessian, found.note
    if bends and order == 1 and found.status is Status.OK:
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

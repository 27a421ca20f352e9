"""Conventions: what plain torch returns where there is no derivative, told beside the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.status import Reading, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.calculus.program import Program


def with_conventions(
    program: Program, x: float, rest: Sequence[float], readings: tuple[Reading, ...]
) -> tuple[Reading, ...]:
    """The readings of f, f', ... at x with what plain torch returns where they do not exist."""
    if all(each.status is Status.OK for each in readings):
        return readings
    from core.calculus.torch_plain import plain_derivatives

    plain = plain_derivatives(program, x, rest, len(readings) - 1)
    if plain is None:
        return readings
    return tuple(
        each if each.status is Status.OK else replace(each, autograd=number)
        for each, number in zip(readings, plain, strict=True)
    )

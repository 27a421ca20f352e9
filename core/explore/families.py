"""Families: the curves of one formula for many values of one slider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.explore.sampling import sample
from core.frame import Curve, Member
from core.words import prime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.calculus.program import Program
    from core.document import Formula
    from core.explore.sampling import Canvas, Differentiate
    from core.frame import Row


def member_curves(
    formula: Formula, row: Row, program: Program, rest: Sequence[float], canvas: Canvas,
    differentiate: Differentiate | None, stop: Callable[[], bool],
) -> tuple[Curve, ...]:  # fmt: skip
    """The shown orders of a formula at one value of the family, each with its own samples."""
    samples = sample(program, rest, canvas, formula.shown, differentiate, stop)
    return tuple(
        Curve(formula.key, n, prime(n, row.name), samples.x, samples.rows[n], row.held)
        for n in formula.shown
        if n < len(samples.rows)
    )


def members(
    name: str, values: Sequence[float], curves: Sequence[tuple[Curve, ...]]
) -> tuple[Member, ...]:
    """The members of a family from the curves at each of its values."""
    last = max(len(values) - 1, 1)
    return tuple(
        Member(curve, name, value, place / last)
        for place, (value, drawn) in enumerate(zip(values, curves, strict=True))
        for curve in drawn
    )

"""The family of a slider: the curves of every formula for the values that were chosen for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.calculus.numpy_rows import RepeatTooLong
from core.document import family_values
from core.explore.families import member_curves, members
from core.explore.looking import canvas_of
from core.standing import rest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.document import Formula
    from core.frame import Curve, Member
    from core.readings import Read
    from core.shown import Asked


def family_of(asked: Asked, reads: Mapping[int, Read], differentiate: Any) -> tuple[Member, ...]:
    """The curves of the family: those that a step leaves as they are stay the same objects."""
    document = asked.document
    if not document.family:
        return ()
    name, values = document.family.name, family_values(document)
    found: list[Member] = []
    for formula in document.formulas:
        read = reads[formula.key]
        if read.program is None or not read.curved or name not in read.inputs[1:]:
            continue
        late = not asked.loaded and read.program.differentiates
        if late or not (formula.visible and formula.shown):
            continue
        curves = tuple(
            _member(asked, formula, read, (place, value), differentiate)
            for place, value in enumerate(values)
        )
        found += _named(asked, formula.key, name, values, curves)
    if not found:
        return ()
    return asked.kept.once("members", tuple(map(id, found)), lambda: tuple(found))


def _named(
    asked: Asked, key: int, name: str, values: tuple[float, ...],
    curves: tuple[tuple[Curve, ...], ...],
) -> tuple[Member, ...]:  # fmt: skip
    wish = (name, values, tuple(map(id, curves)))
    made = asked.kept.once(("members", key), wish, lambda: (curves, members(name, values, curves)))
    return made[1]


def _member(
    asked: Asked, formula: Formula, read: Read, at: tuple[int, float], differentiate: Any
) -> tuple[Curve, ...]:
    document, program, (place, value) = asked.document, read.program, at
    assert document.family is not None
    assert program is not None
    rest = rest_of(document, read)
    here = read.inputs[1:].index(document.family.name)
    rest = (*rest[:here], value, *rest[here + 1 :])
    shared = (program, rest, formula.shown, read.row.name, read.row.held, not asked.loaded)
    stage = ("member", formula.key, place)
    whole = (*shared, canvas_of(asked.viewport, draft=False))
    draft = asked.draft and not asked.kept.holds(stage, whole)
    canvas = canvas_of(asked.viewport, draft)

    def compute() -> tuple[Curve, ...]:
        try:
            return member_curves(
                formula, read.row, program, rest, canvas, differentiate, asked.stop
            )
        except RepeatTooLong:
            return ()

    key = (*shared, canvas) if draft else whole
    return asked.kept.once((*stage, "draft") if draft else stage, key, compute)

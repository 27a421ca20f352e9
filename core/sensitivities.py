"""Sensitivities: how the active function changes with each of its sliders, at the point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.calculus.numpy_rows import RepeatTooLong
from core.frame import Sensitivity
from core.standing import rest_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.calculus.program import Program
    from core.document import Document
    from core.kept import Kept
    from core.readings import Read


def sensitivities(
    document: Document, reads: Mapping[int, Read], kept: Kept
) -> tuple[Sensitivity, ...]:
    """Of each slider that the active function depends on and has a derivative in; needs torch."""
    read = reads.get(document.active)
    if read is None or read.program is None or read.program.lengths:
        return ()
    program, row = read.program, read.row
    inputs = (document.coordinate(program.inputs[0]), *rest_of(document, read))
    names = tuple(name for name in row.parameters if name in program.inputs)

    def compute() -> tuple[Sensitivity, ...]:
        slopes = [(name, slope_in(program, name, inputs)) for name in names]
        return tuple(
            Sensitivity(row.name, name, slope) for name, slope in slopes if slope is not None
        )

    key = (program, names, inputs, row.name)
    return kept.once(("sensitivities", document.active), key, compute)


def slope_in(program: Program, name: str, inputs: Sequence[float]) -> float | None:
    """The derivative in the input of this name, the others held; None where there is none."""
    from core.calculus.points import readings_at

    here = program.inputs.index(name)
    rest = (*inputs[:here], *inputs[here + 1 :])
    try:
        return readings_at(program.led_by((name,)), inputs[here], rest, 1)[1].value
    except RepeatTooLong:
        return None

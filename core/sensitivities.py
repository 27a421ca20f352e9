"""Sensitivities: how the active function changes with each of its sliders, at the point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.calculus.numpy_rows import RepeatTooLong
from core.frame import Sensitivity
from core.map_frame import component_names
from core.standing import rest_of, x_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.calculus.program import Program
    from core.document import Document
    from core.kept import Kept
    from core.readings import Read


def sensitivities(
    document: Document, reads: Mapping[int, Read], kept: Kept
) -> tuple[Sensitivity, ...]:
    """Of each slider that the active function depends on and has a derivative in; needs torch.

    Of a map, of its first component.
    """
    read = reads.get(document.active)
    if read is None or read.program is None or read.program.lengths:
        return ()
    program, row, name = read.program, read.row, read.row.name
    if row.components:
        if program.steps[program.output].op != "stack":
            return ()
        taken = (*row.variables, *row.parameters)
        curve = len(row.variables) == 1
        name = component_names(row.components, taken, row.name or "F", curve=curve)[0]
        program = program.component(0)
    inputs = (x_of(document, read), *rest_of(document, read))
    names = tuple(each for each in row.parameters if each in program.inputs)

    def compute() -> tuple[Sensitivity, ...]:
        slopes = [(each, slope_in(program, each, inputs)) for each in names]
        return tuple(
            Sensitivity(name, slider, slope) for slider, slope in slopes if slope is not None
        )

    key = (program, names, inputs, name)
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

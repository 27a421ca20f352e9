"""Slices: planes and lines of a function of many variables; what is not in them stands still."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.restricted import restricted
from core.choices import cut_of
from core.standing import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.calculus.program import Program
    from core.document import Document
    from core.kept import Kept
    from core.readings import Read


def sliced(
    document: Document, read: Read, free: Sequence[str], kept: Kept
) -> tuple[Program, tuple[float, ...]]:
    """The program of a row along the variables `free`, its first inputs, and the other inputs.

    That of a vector is made for where the others stand. RepeatTooLong where it cannot be made.
    """
    program, names = read.program, read.row.variables
    assert program is not None
    at, rest = place_of(document, read)
    if not program.lengths:
        led = kept.once(
            ("led", read.row.key), (program, tuple(free)), lambda: program.led_by(free)
        )
        known = dict(zip(read.inputs, (*at, *rest), strict=True))
        return led, tuple(known[name] for name in led.inputs[len(free) :])
    others = tuple(None if name in free else x for name, x in zip(names, at, strict=True))
    made = kept.once(
        ("restricted", read.row.key), (program, others, rest, tuple(free)),
        lambda: restricted(program, names, at, rest, free),
    )  # fmt: skip
    return made, ()


def read_along(document: Document, read: Read, kept: Kept) -> Read:
    """The row as it is drawn: of many variables in the view "line" the cut along one of them.

    Without a program where too much moves along it.
    """
    if not read.spatial or document.several.space_view != "line":
        return read
    name = cut_of(document.several, read.row.variables)
    try:
        program, _ = sliced(document, read, (name,), kept)
    except RepeatTooLong as reason:
        noted = replace(read.row, note=f"There is no cut to draw: {reason}.")
        return kept.once(
            ("along", read.row.key), (read, str(reason)),
            lambda: replace(read, row=noted, program=None, inputs=()),
        )  # fmt: skip
    return kept.once(
        ("along", read.row.key), (read, program),
        lambda: replace(read, program=program, inputs=program.inputs),
    )  # fmt: skip

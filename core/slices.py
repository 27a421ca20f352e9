"""Slices: planes and lines of a function of many variables; what is not in them stands still."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.calculus.along import along
from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.restricted import restricted
from core.choices import ALONG, cut_of
from core.document import line_of
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
    """The row as it is drawn: where it is cut, along one of its variables or the direction.

    Without a program where too much moves along it.
    """
    chosen = document.several
    cut = chosen.space_view == "line" if read.spatial else read.planar and chosen.view == "cut"
    if not cut or read.program is None or read.mapped:
        return read
    if chosen.cut == ALONG and not read.program.lengths:
        return _slanted(document, read, kept)
    name = cut_of(chosen, read.row.variables)
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


def _slanted(document: Document, read: Read, kept: Kept) -> Read:
    """The row along the direction through the point, by the distance from where it is nearest 0."""
    whole, names = read.program, read.row.variables
    assert whole is not None
    program = kept.once(("slanted", read.row.key), whole, lambda: along(whole, len(names)))
    way, foot, distance = line_of(document, names)
    given = tuple(zip(program.inputs, (distance, *foot, *way), strict=False))
    return kept.once(
        ("slant", read.row.key), (read, program, given),
        lambda: replace(read, program=program, inputs=program.inputs, given=given),
    )  # fmt: skip

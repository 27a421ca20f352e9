"""What a frame is about, in the words that the lab and SymPy are asked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.autograd.words import MOST_VARIABLES, Subject

if TYPE_CHECKING:
    from core.frame import Frame

NOTHING = "There is nothing to differentiate: type a formula with a variable."
UNREADABLE = "This follows once the formula can be read."
TOO_MANY = f"The lab works on up to {MOST_VARIABLES} variables."


def subject_of(frame: Frame) -> Subject | str:
    """The active formula at its point, or a sentence why there is nothing."""
    document = frame.document
    row = frame.row(document.active)
    if row is None or not document.formula(row.key).text.strip():
        return NOTHING
    if row.error is not None:
        return UNREADABLE
    if not row.variables:
        return NOTHING
    if len(row.variables) > MOST_VARIABLES:
        return TOO_MANY
    return Subject(
        document.formula(row.key).text, readable_others(frame, row.key), row.variables,
        tuple(map(document.coordinate, row.variables)),
        {name: document.parameter(name).value for name in row.parameters},
    )  # fmt: skip


def readable_others(frame: Frame, key: int) -> tuple[str, ...]:
    """The texts that the row `key` may use: those of the other rows that can be read."""
    readable = {each.key for each in frame.rows if each.error is None}
    return tuple(
        formula.text
        for formula in frame.document.formulas
        if formula.key != key and formula.key in readable and formula.text.strip()
    )

"""Status: what a number at a point is worth, and a number with its status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What a number at a point is worth. The value is the word of the command line."""

    OK = "ok"
    UNDEFINED = "undefined"
    INFINITE = "infinite"
    NOT_DIFFERENTIABLE = "not-differentiable"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number at the point: a float where it exists, else None with the reason in `note`.

    `autograd` is what autograd returns there by itself, kept where that is not the number.
    """

    value: float | None
    status: Status = Status.OK
    note: str = ""
    autograd: float | None = None

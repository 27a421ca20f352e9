"""How far differences and autograd are from the truth: frozen words that cross to the window."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.autograd.words import Subject

MOST_DIGITS = 16  # that a double can have


@dataclass(frozen=True, slots=True)
class PrecisionWish:
    """The errors of differences of a subject along `direction`, a number for each variable."""

    kind: ClassVar[str] = "precision"

    subject: Subject
    direction: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class StepCurve:
    """The error of one difference at every step.

    `errors` goes with the steps of the report; None where the difference has no value. `best` is
    the step around which the error is least, `reached` the worst error of it and its neighbours,
    so that a lucky step counts for nothing. `rule` is the step that the rule of thumb gives, in
    words `rule_name`. `single` is True in float32. `note` says why there is no curve.
    """

    id: str
    name: str
    code: str
    errors: tuple[float | None, ...] = ()
    best: float | None = None
    reached: float | None = None
    rule: float | None = None
    rule_name: str = ""
    single: bool = False
    note: str = ""

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> StepCurve:
        """What `asdict` made."""
        return cls(**{**plain, "errors": tuple(plain["errors"])})


@dataclass(frozen=True, slots=True)
class Level:
    """The error of autograd, which has no step; None where it gives no number."""

    id: str
    name: str
    code: str
    error: float | None
    single: bool = False


@dataclass(frozen=True, slots=True)
class StepErrors:
    """Errors of the derivative of this order.

    `truth` has digits of the truth, empty where there is none; errors are divided by it where
    `relative`. `note` says why there is nothing to compare.
    """

    order: int
    truth: str = ""
    relative: bool = True
    curves: tuple[StepCurve, ...] = ()
    levels: tuple[Level, ...] = ()
    note: str = ""

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> StepErrors:
        """What `asdict` made."""
        curves = tuple(map(StepCurve.from_json, plain["curves"]))
        levels = tuple(Level(**each) for each in plain["levels"])
        return cls(**{**plain, "curves": curves, "levels": levels})


@dataclass(frozen=True, slots=True)
class PrecisionReport:
    """Errors against the step of first and second derivative along `direction` at a point.

    `steps` fall from 1 to 1e-16; the step h goes from x to x + h v.
    """

    steps: tuple[float, ...]
    first: StepErrors
    second: StepErrors
    names: tuple[str, ...] = ()
    direction: tuple[float, ...] = field(default=(1.0,))

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> PrecisionReport:
        """What `to_json` made."""
        return cls(
            tuple(plain["steps"]), StepErrors.from_json(plain["first"]),
            StepErrors.from_json(plain["second"]), tuple(plain["names"]),
            tuple(plain["direction"]),
        )  # fmt: skip


def digits_of(error: float) -> int:
    """The significant digits that a relative error leaves."""
    if not error:
        return MOST_DIGITS
    return max(0, min(MOST_DIGITS, math.floor(-math.log10(error))))

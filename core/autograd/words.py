"""What the ways to a derivative came to: frozen words that cross from the child to the window."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a way is: torch's own, an approximation, a mistake on purpose, or what all are held against.
EXACT, APPROXIMATE, MISTAKE, REFERENCE = "exact", "approximate", "mistake", "reference"
# What a row says at a glance.
GOOD, DOUBTFUL, DIFFERS, RAISES, CONVENTION, SURE = (
    "good", "doubtful", "differs", "raises", "convention", "reference",
)  # fmt: skip
SLOPE, BEND, GRADIENT, HESSIAN, JACOBIAN = "slope", "bend", "gradient", "hessian", "jacobian"
OBJECTS = (SLOPE, BEND, GRADIENT, HESSIAN, JACOBIAN)
MOST_VARIABLES = 40  # of which the ways are run


@dataclass(frozen=True, slots=True)
class WayResult:
    """One way to a derivative, and what came of it.

    `value` is a float or nested lists of them, None where torch raised. `text` has the digits of
    the entry that agrees least, `entry` its place (row, column from 0), empty for a number.
    `digits` counts significant digits that agree with the truth, None where there is none.
    `seconds` is the median of the runs, `calls` the evaluations of f in one, `memory` the bytes
    kept for the backward pass; None where it cannot be known. `error` has torch's own words,
    `note` one sentence: what to do, or why the number is not the truth.
    """

    id: str
    name: str
    code: str
    kind: str
    tone: str
    value: Any = None
    text: str = ""
    entry: tuple[int, ...] = ()
    digits: int | None = None
    seconds: float | None = None
    calls: int | None = None
    memory: int | None = None
    error: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WaysReport:
    """The ways to one derivative at one point.

    `what` is one of `OBJECTS`. `summary` is one line for a folded drawer; `note` says what is
    wrong with the point itself, such as a corner; `runs` is how many runs the times come from.
    """

    what: str
    results: tuple[WayResult, ...] = ()
    summary: str = ""
    note: str = ""
    runs: int = 0
    variables: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> WaysReport:
        """What `to_json` made."""
        results = tuple(
            WayResult(**{**each, "entry": tuple(each["entry"])}) for each in plain["results"]
        )
        rest = {"results": results, "variables": tuple(plain["variables"])}
        return cls(**{**plain, **rest})


@dataclass(frozen=True, slots=True)
class Subject:
    """What the lab works on: a formula, which may use the rows `others`, at a point.

    `names` are the variables' components in order and `at` their values, `rest` the sliders by
    name.
    """

    text: str
    others: tuple[str, ...]
    names: tuple[str, ...]
    at: tuple[float, ...]
    rest: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Subject:
        """What `asdict` made, once it was JSON."""
        lists = {key: tuple(plain[key]) for key in ("others", "names", "at")}
        return cls(plain["text"], **lists, rest=plain["rest"])


@dataclass(frozen=True, slots=True)
class WaysWish:
    """The derivative `what`, one of `OBJECTS`, by every way."""

    kind: ClassVar[str] = "ways"

    subject: Subject
    what: str

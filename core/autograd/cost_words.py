"""What derivatives cost as a formula grows: frozen words that cross to the window."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.autograd.words import Subject

# What grows: the inputs, the outputs of a curve or of a map, the Hessian, the chunks of vmap, or
# nothing: the formula as it is typed.
OWN, INPUTS, OUTPUTS, MAP, HESSIANS, CHUNKS = TOPICS = (
    "own", "inputs", "outputs", "map", "hessian", "chunks",
)  # fmt: skip
FORWARD, REVERSE, OTHER = "forward", "reverse", "other"


@dataclass(frozen=True, slots=True)
class CostWish:
    """What derivatives of a subject cost; `topic` is one of `TOPICS`."""

    kind: ClassVar[str] = "cost"

    subject: Subject
    topic: str


@dataclass(frozen=True, slots=True)
class CostCurve:
    """What one way costs at each size.

    `seconds` is the median of its runs, `memory` the most bytes that torch held at once beyond
    what was there before; None where it could not be known. `mode` is `FORWARD`, `REVERSE` or
    `OTHER`. `note` says why the curve ends early.
    """

    id: str
    name: str
    code: str
    mode: str
    sizes: tuple[int, ...] = ()
    seconds: tuple[float, ...] = ()
    memory: tuple[int | None, ...] = ()
    note: str = ""

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> CostCurve:
        """What `asdict` made."""
        lists = {key: tuple(plain[key]) for key in ("sizes", "seconds", "memory")}
        return cls(**{**plain, **lists})

    def at(self, size: int) -> float | None:
        """The seconds at a size; None where it was not run."""
        return dict(zip(self.sizes, self.seconds, strict=True)).get(size)

    def numbers(self, memory: bool) -> tuple[float | None, ...]:
        """Bytes or seconds, size by size."""
        return self.memory if memory else self.seconds


@dataclass(frozen=True, slots=True)
class CostReport:
    """What derivatives cost.

    `n` and `m` are the inputs and outputs of what was run, at the largest size; the one that
    grows is told by `topic`. `how` is one sentence on how the formula was made to grow. `pairs`
    are the ids of curves whose crossing is told, forward first.
    """

    topic: str
    n: int
    m: int
    curves: tuple[CostCurve, ...] = ()
    how: str = ""
    pairs: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> CostReport:
        """What `to_json` made."""
        curves = tuple(map(CostCurve.from_json, plain["curves"]))
        pairs = tuple(tuple(each) for each in plain["pairs"])
        return cls(**{**plain, "curves": curves, "pairs": pairs})

    def curve(self, name: str) -> CostCurve | None:
        """The curve of this id."""
        return next((each for each in self.curves if each.id == name), None)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two curves cross for the last time, `size` interpolated between two that were run.

    `size` is None where one is the cheaper at every size: `first` says whether it is the first.
    """

    size: float | None
    value: float | None
    first: bool


def crossing(a: CostCurve, b: CostCurve, memory: bool = False) -> Crossing | None:
    """Where the cheaper of two curves changes, by straight lines between logarithms.

    `first` is whether a is the cheaper from there on. None where they have no two sizes in common.
    """
    ours, theirs = (dict(zip(each.sizes, each.numbers(memory), strict=True)) for each in (a, b))
    points = [
        (math.log(size), math.log(mine), math.log(other))
        for size in a.sizes
        if (mine := ours[size]) and (other := theirs.get(size))
    ]
    if len(points) < 2:
        return None
    first = points[-1][1] <= points[-1][2]
    place = _last_change(points, first)
    if place is None:
        return Crossing(None, None, first)
    (x, p, q), (x2, p2, q2) = points[place], points[place + 1]
    share = (p - q) / ((p - q) - (p2 - q2))
    return Crossing(math.exp(x + share * (x2 - x)), math.exp(p + share * (p2 - p)), first)


def _last_change(points: Sequence[tuple[float, float, float]], first: bool) -> int | None:
    """The last point at which not yet the one is cheaper that is so at the end."""
    changed = [k for k, (_, p, q) in enumerate(points) if (p <= q) != first]
    return changed[-1] if changed else None

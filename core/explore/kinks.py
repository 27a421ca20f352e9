"""Kinks: what happens where a curve may break, read off exact one-sided series.

Each change of sign of a switch is refined to 50 digits; there both sides tell whether f, f' or f''
breaks, and how: corner, cusp, jump, pole, vertical tangent, hole, edge. What is smooth after all
(|x|^3) is none. Besides stands what plain PyTorch returns there, and by which convention.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_rows import outputs
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.program import Cancelled
from core.calculus.switches import owned_switches
from core.frame import Asymptote, End, Kind, Kink, Status
from core.words import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from core.calculus.beside import Side
    from core.calculus.program import Program
    from core.explore.sampling import Samples
    from core.frame import Reading

ORDER = 2
SECONDS = 0.3  # for all kinks of a curve; what is left is judged by its samples
NOTHING = 1e-40  # a value that 60 digits cannot tell from 0
NEARER = (1.0, 1e-2, 1e-4)  # parts of a break at which a limit is looked for in numbers
SETTLES, SAME = 0.1, 1e-9
SLACK = 3.0  # widths of a break within which its exact place lies
_NAMES = {
    "max": "maximum", "min": "minimum", "power_real": "the power", "power": "the power",
    "power_rational": "the power", "power_int": "the power", "hypot": "the norm",
}  # fmt: skip
_CONDITIONS = ("less", "less_equal", "equal", "not_equal")
_STEPS = ("floor", "ceil", "round", "sign")


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at: place k of the samples is `kinks[k]`, None where it is smooth.

    `values[k]` are f, f', f'' at the place, None where they do not exist; () where the place
    cannot be followed exactly. Places beyond `count` were not looked at.
    """

    kinks: tuple[Kink | None, ...]
    values: tuple[tuple[float | None, ...], ...]

    @property
    def count(self) -> int:
        """How many places were looked at."""
        return len(self.kinks)


def kinks(
    key: int, program: Program, rest: Sequence[float], samples: Samples,
    stop: Callable[[], bool],
) -> Found:  # fmt: skip
    """Every break of the samples in order, as long as that takes little time."""
    places = samples.place
    if program.differentiates or not len(places):
        return Found((), ())
    owners = _owners(program, rest, samples.x)
    slack = SLACK * (samples.right - samples.left)
    found: list[Kink | None] = []
    values: list[tuple[float | None, ...]] = []
    deadline = time.thread_time() + SECONDS
    for k, place in enumerate(places):
        if stop():
            raise Cancelled
        if time.thread_time() > deadline:
            break
        owner = owners[int(samples.switch[k])]
        kink, numbers = kink_at(key, program, rest, float(place), float(slack[k]), owner)
        found.append(kink)
        values.append(numbers)
    return Found(tuple(found), tuple(values))


def _owners(program: Program, rest: Sequence[float], x: Any) -> list[tuple[int, int]]:
    with np.errstate(all="ignore"):
        values = run_numpy(program, [x[:2], *rest])
        return [(step, which) for step, which, _, _ in owned_switches(program, values)]


def kink_at(
    key: int, program: Program, rest: Sequence[float], place: float, slack: float,
    owner: tuple[int, int],
) -> tuple[Kink | None, tuple[float | None, ...]]:  # fmt: skip
    """The kink near a place, or None where f, f' and f'' are all there; and their values."""
    from core.calculus.exact_switches import exact_zero

    exact = exact_zero(program, rest, place, slack, owner)
    at = place if exact is None else exact
    readings, sides = _looked(program, tuple(rest), at)
    values = tuple(_cleaned(each.value) for each in readings)
    left, right = (_limits(program, rest, float(at), slack, side) for side in sides)
    kind = _kind(readings, sides, left, right)
    if kind is None:
        sure = exact is not None and not any(_unknown(each) for each in readings)
        return None, values if sure else ()
    failing = next(each for each in readings if each.status is not Status.OK)
    x = float(at)
    said = _autograd(program, rest, x, kind, owner[0], rounded=bool(at != x))
    signs = sides[0].signs(ORDER), sides[1].signs(ORDER)
    return Kink(kind, key, x, values[0], left, right, failing.note, said, signs), values


@lru_cache(maxsize=512)
def _looked(
    program: Program, rest: tuple[float, ...], at: Any
) -> tuple[tuple[Reading, ...], list[Side]]:
    """The verdict at a place and both sides: kept, for one pans over the same kinks again."""
    from core.calculus.beside import look

    readings, _, sides = look(program, [at], [1.0], rest, ORDER)
    return readings, sides


def _limits(
    program: Program, rest: Sequence[float], at: float, slack: float, side: Side
) -> tuple[float | None, ...]:
    """What f, f', f'' run to on a side; f by its numbers nearby where the series do not tell."""
    if side.known:
        return tuple(_float(each) for each in side.limits(ORDER))
    beside = at + side.sign * slack * np.array(NEARER)
    far, near, nearest = outputs(program, beside, rest).tolist()
    settles = abs(nearest - near) <= SETTLES * abs(near - far) + SAME * (1 + abs(nearest))
    known = nearest if settles or (math.isinf(nearest) and nearest == near) else None
    return (0.0 if known is not None and abs(known) < SAME else known, *(None,) * ORDER)


def _unknown(reading: Reading) -> bool:
    return reading.status is Status.UNDETERMINED


def _kind(
    readings: Sequence[Reading], sides: Sequence[Side], left: Sequence[float | None],
    right: Sequence[float | None],
) -> Kind | None:  # fmt: skip
    """What breaks first, None where nothing does."""
    value, slope, bend = readings
    ends = left[0], right[0]
    if value.status is not Status.OK:
        if value.status is Status.UNDETERMINED or all(side.germ is None for side in sides):
            known = any(not side.known for side in sides)
            return Kind.HOLE if known and value.status is Status.UNDEFINED else None
        if any(each is not None and math.isinf(each) for each in ends):
            return Kind.POLE
        if None in ends:
            return Kind.EDGE if all(side.known for side in sides) else Kind.HOLE
        return Kind.HOLE if ends[0] == ends[1] else Kind.JUMP
    if slope.status is Status.UNDETERMINED:
        return None
    if slope.status is not Status.OK:
        return _kind_of_slope(slope.note, left[1], right[1], edge=None in ends)
    if bend.status in (Status.OK, Status.UNDETERMINED):
        return None
    return Kind.EDGE if None in ends else Kind.BEND


def _kind_of_slope(
    note: str, left: float | None, right: float | None, *, edge: bool
) -> Kind:
    if note.startswith("jump"):
        return Kind.JUMP
    if edge:
        return Kind.EDGE
    if left is not None and right is not None and math.isinf(left) and math.isinf(right):
        return Kind.VERTICAL if left == right else Kind.CUSP
    return Kind.CORNER


def _autograd(
    program: Program, rest: Sequence[float], x: float, kind: Kind, step: int, *, rounded: bool
) -> str:
    """What plain PyTorch returns for the order that breaks, and by which convention."""
    from core.calculus.torch_plain import plain_derivatives

    if kind is Kind.POLE:
        return ""
    order = 2 if kind is Kind.BEND else 0 if kind is Kind.HOLE else 1
    numbers = plain_derivatives(program, x, rest, order)
    if numbers is None:
        return ""
    what = ("f", "f′", "f″")[order]
    size = number(numbers[order]) if not math.isnan(numbers[order]) else "nan"
    text = f"autograd returns {what} = {size}"
    if rounded:
        return f"{text} at {number(x, 17)}, the nearest float"
    return f"{text} ({_why(program, step, numbers[order])})" if order else text


def _why(program: Program, place: int, value: float) -> str:
    step = program.steps[place]
    name = _NAMES.get(step.op, step.op)
    calls = (call for call, _ in program.calls.values())
    if step.op in ("max", "min"):
        name = next(calls, name)
    if math.isnan(value):
        return "0 · ∞ on its way back"
    if math.isinf(value):
        return f"the slope of {name} there"
    if step.op in _CONDITIONS:
        return "of the branch that is taken"
    return f"the convention of {name}" if step.op not in _STEPS else f"{name} is flat to it"


def _float(value: Any) -> float | None:
    if value is None:
        return None
    try:
        return _cleaned(float(value))
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _cleaned(value: float | None) -> float | None:
    return 0.0 if value is not None and abs(value) < NOTHING else value


# --- what is drawn of a kink ---


def ends_of(kink: Kink, values: Sequence[float | None], order: int) -> Iterator[End]:
    """Circles where the pieces of f^(order) end: closed where it takes that value."""
    value = values[order] if order < len(values) else None
    sides = [each for each in (kink.left[order], kink.right[order]) if each is not None]
    finite = [each for each in sides if math.isfinite(each)]
    if value is not None and all(same(each, value) for each in sides) and len(sides) == 2:
        return
    heights = finite[:1] if len(finite) == 2 and same(*finite) else finite
    for height in heights:
        yield End(kink.key, order, kink.x, height, value is not None and same(height, value))
    if value is not None and not any(same(each, value) for each in heights):
        yield End(kink.key, order, kink.x, value, True)


def asymptotes_of(kink: Kink) -> Iterator[Asymptote]:
    """The vertical lines that f, f' and f'' run along."""
    for order, pair in enumerate(zip(kink.left, kink.right, strict=True)):
        if any(each is not None and math.isinf(each) for each in pair):
            yield Asymptote(kink.key, kink.x, order)


def joined(kink: Kink | None, values: Sequence[float | None], order: int) -> float:
    """The sample of f^(order) in the middle of a break: nan where the line is not drawn through."""
    value = values[order] if order < len(values) else None
    if value is None:
        return math.nan
    sides = (kink.left[order], kink.right[order]) if kink is not None else ()
    return value if all(each is not None and same(each, value) for each in sides) else math.nan


def same(a: float, b: float) -> bool:
    """Whether two limits of many digits, rounded, are one."""
    return a == b or abs(a - b) <= 4e-16 * max(abs(a), abs(b))

"""The verdict at a point: value and derivatives where they exist, else the reason in words.

Germs give what happens on either side; comparing the sides gives ok, corner, jump, cusp, pole,
vertical tangent, hole, or edge of the domain.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.calculus import germ as g
from core.calculus.germ import Germ, OutsideDomain, Unknown
from core.calculus.germ_rows import evaluate, table
from core.calculus.germ_vectors import input_of
from core.calculus.precise import mp
from core.calculus.program import give_up_if_asked
from core.errors import kept
from core.frame import Reading, Status
from core.words import number, prime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from core.calculus.program import Program

    Numbers = Sequence[float] | NDArray[np.float64]

DIGITS = 60
SAME = 1e-22
SAME_SUM = 1e-38
SECONDS = 0.4  # of this thread: a busy machine changes no answer
SIDES = ((-1, "left"), (1, "right"))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the point: its germ, or None outside the domain or where it is unknown."""

    name: str
    sign: int
    germ: Germ | None
    known: bool = True


    def limits(self, order: int) -> tuple[Any, ...]:
        """What f, f', ..., f^(order) run to on this side: numbers, infinities, None if unknown."""
        if self.germ is None:
            return (None,) * (order + 1)
        return tuple(self._limit(n) for n in range(order + 1))

    def signs(self, order: int) -> tuple[int, ...]:
        """The signs of f, f', ..., f^(order) just beside the point; () if nothing is known."""
        return () if self.germ is None else tuple(self._sign(n) for n in range(order + 1))

    def _sign(self, n: int) -> int:
        assert self.germ is not None
        for p, k in sorted(self.germ.terms, key=lambda each: (each[0], -each[1])):
            factors = [p - j for j in range(n)]
            if 0 in factors and not k:
                continue
            k -= 0 in factors
            size = math.prod((each for each in factors if each), start=g.Fraction(1))
            turns = (-1) ** k * self.sign**n * (1 if size > 0 else -1)
            return turns * (1 if self.germ.terms[p, k + (0 in factors)] > 0 else -1)
        return 0

    def _limit(self, n: int) -> Any:
        """The limit of the n-th derivative, term by term: c eps^p (ln eps)^k with p below n grows,
        unless it is a whole power, which differentiates to nothing.
        """
        assert self.germ is not None
        growing = {
            (p, k): each
            for (p, k), each in self.germ.terms.items()
            if (p < n or (p == n and k)) and (k or p.denominator > 1 or not 0 <= p < n)
        }
        if not growing:
            return self.germ.coefficient(n) * mp.factorial(n) * self.sign**n
        (p, k), value = min(growing.items(), key=lambda each: (each[0][0], -each[0][1]))
        factors = [p - j for j in range(n)]
        if 0 in factors:  # then the logarithm is differentiated once
            factors, k = [each for each in factors if each], k - 1
        falling = math.prod(factors, start=g.Fraction(1))
        if not (p < n or k):
            return falling.numerator * value / falling.denominator * self.sign**n
        return mp.sign(value) * int(math.copysign(1, falling)) * (-1) ** k * self.sign**n * mp.inf


@dataclass(frozen=True, slots=True)
class Slope:
    """What a derivative does on one side: a number or an infinity, or None without a value.

    `jumps` is True where the function itself does not come near its value.
    """

    value: Any
    known: bool = True
    jumps: bool = False


def verdict(
    program: Program, point: Numbers, direction: Numbers,
    parameters: Sequence[float], order: int,
) -> tuple[Reading, ...]:  # fmt: skip
    """f, f', ..., f^(order) along a direction through a point, each with its status.

    Values are rounded from many digits; a status other than ok says why there is none.
    """
    return exact_verdict(program, point, direction, parameters, order)[0]


def exact_verdict(
    program: Program, point: Numbers, direction: Numbers,
    parameters: Sequence[float], order: int,
) -> tuple[tuple[Reading, ...], list[Any]]:  # fmt: skip
    """The verdict, and its numbers with all their digits (None where there is none).

    The point may be given with more digits than a float has.
    """
    at = (each if hasattr(each, "_mpf_") else float(each) for each in point)
    return _kept_verdict(
        program, tuple(at), tuple(map(float, direction)),
        tuple(map(float, parameters)), order,
    )  # fmt: skip


def exact_value(program: Program, point: Numbers, parameters: Sequence[float]) -> Any:
    """f alone, with all the digits that a verdict gives it; None where there is none.

    No side is looked at: that takes most of the time of a verdict.
    """
    at = [each if hasattr(each, "_mpf_") else float(each) for each in point]
    given = list(map(float, parameters))
    with mp.workdps(digits_at(at)):
        grouped = program.grouped(at, len(program.inputs) - len(given))
        return _value(program, [*grouped, *given], time.thread_time() + SECONDS)[0]


@lru_cache(maxsize=256)
def _kept_verdict(
    program: Program, point: tuple[Any, ...], direction: tuple[float, ...],
    parameters: tuple[float, ...], order: int,
) -> tuple[tuple[Reading, ...], list[Any]]:  # fmt: skip
    """A point at rest is asked for again by what checks its numbers."""
    return look(program, point, direction, parameters, order)[:2]


def look(
    program: Program, point: Numbers, direction: Numbers,
    parameters: Sequence[float], order: int,
) -> tuple[tuple[Reading, ...], list[Any], list[Side]]:  # fmt: skip
    """The exact verdict, and both sides that it was read off, left then right.

    The point may be given with more digits than a float has.
    """
    with mp.workdps(digits_at(point)):
        deadline = time.thread_time() + SECONDS
        at = program.grouped(list(point), len(program.inputs) - len(parameters))
        value, reason = _value(program, [*at, *parameters], deadline)
        sides = [
            _side(program, point, direction, parameters, order, side, deadline) for side in SIDES
        ]
        first = _value_reading(value, reason, sides)
        readings, taylor = [first], [value]
        for n in range(1, order + 1):
            if readings[-1].status is not Status.OK:
                readings.append(replace(readings[-1], value=None, note=""))
                taylor.append(None)
                continue
            exact, reading = _derivative(sides, taylor, n)
            readings.append(reading)
            taylor.append(exact)
        return tuple(readings), taylor, sides


def mixed(diagonal: Any, first: Any, second: Any) -> float:
    """The mixed derivative, from the second ones along a diagonal and along both axes."""
    with mp.workdps(DIGITS):
        twice = diagonal - first - second
        dust = SAME_SUM * max(abs(diagonal), abs(first), abs(second))
        return float(twice / 2) if abs(twice) > dust else 0.0


def digits_at(point: Numbers) -> int:
    """How many digits a verdict at a point is computed with: more, far from 1."""
    sizes = [abs(math.log10(abs(each))) for each in point if each and math.isfinite(each)]
    return DIGITS + int(min(4 * max(sizes, default=0.0), 700))


def _guarded(rows: Any, deadline: float) -> Any:
    """Rows that give up when the time is over, or when they are asked to."""

    def timed(row: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any) -> Any:
            give_up_if_asked()
            if time.thread_time() > deadline:
                raise Unknown("it takes too long to follow")
            return row(*args)

        return step

    return {name: timed(row) for name, row in rows.items()}


def _value(
    program: Program, inputs: Sequence[Any], deadline: float
) -> tuple[Any, ArithmeticError | None]:
    try:
        rows = _guarded(table(1, deadline), deadline)
        return evaluate(program, [input_of(each) for each in inputs], rows).limit(), None
    except (OutsideDomain, Unknown) as reason:
        return None, kept(reason)
    except (ValueError, ArithmeticError, NotImplementedError) as reason:
        return None, Unknown(str(reason))


def _side(
    program: Program, point: Numbers, direction: Numbers,
    parameters: Sequence[float], order: int, side: tuple[int, str], deadline: float,
) -> Side:  # fmt: skip
    sign, name = side
    moving = [g.moving(x, sign * d) for x, d in zip(point, direction, strict=True)]
    inputs = program.grouped(moving, len(program.inputs) - len(parameters))
    inputs += [input_of(each) for each in parameters]
    for width in (order + 4, order + 12):
        try:
            germ = evaluate(program, inputs, _guarded(table(width, deadline), deadline))
        except OutsideDomain:
            return Side(name, sign, None)
        except (Unknown, ValueError, ArithmeticError, NotImplementedError):
            continue
        if germ.cut > order:
            return Side(name, sign, germ)
    return Side(name, sign, None, known=False)


def _value_reading(value: Any, reason: Any, sides: list[Side]) -> Reading:
    if value is not None:
        return _finite(value)
    limits = [side.germ.limit() for side in sides if side.germ is not None]
    if isinstance(reason, Unknown):
        return Reading(None, Status.UNDETERMINED, f"not determined: {reason}")
    if any(mp.isinf(each) for each in limits):
        return Reading(None, Status.INFINITE, "pole: " + _each_side(sides, _limit_words))
    if not all(side.known for side in sides):
        return Reading(None, Status.UNDEFINED, "not defined here")
    if not limits:
        return Reading(None, Status.UNDEFINED, "outside the domain")
    if len(limits) == 2 and _same(*limits):
        return Reading(None, Status.UNDEFINED, f"hole: continuous extension {number(limits[0])}")
    return Reading(None, Status.UNDEFINED, "not defined here: " + _each_side(sides, _limit_words))


def _finite(value: Any) -> Reading:
    rounded = _float(value)
    if math.isfinite(rounded):
        return Reading(rounded)
    note = f"about {mp.nstr(value, 5)}, beyond the range of double precision"
    return Reading(None, Status.UNDETERMINED, note)


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _limit_words(side: Side) -> str:
    if side.germ is None:
        return f"nothing on the {side.name}" if side.known else f"unknown on the {side.name}"
    return f"{number(side.germ.limit())} from the {side.name}"


def _each_side(sides: list[Side], words: Callable[[Side], str]) -> str:
    return ", ".join(words(side) for side in sides)


def _same(a: Any, b: Any) -> bool:
    return bool(a == b or abs(a - b) <= SAME * max(abs(a), abs(b)))


def _derivative(sides: list[Side], taylor: list[Any], n: int) -> tuple[Any, Reading]:
    """The n-th derivative, exact and rounded, from the sides and the orders below it."""
    slopes = [_slope(side, taylor, n) for side in sides]
    left, right = (slope.value for slope in slopes)
    if not all(slope.known for slope in slopes):
        return None, Reading(None, Status.UNDETERMINED, "too irregular here to be determined")
    if any(slope.jumps for slope in slopes):
        return None, Reading(None, Status.NOT_DIFFERENTIABLE, _jump_words(sides, taylor[0]))
    if left is None or right is None:
        return None, _at_edge(slopes, n)
    if mp.isinf(left) or mp.isinf(right):
        return None, _unbounded(left, right, n)
    if _same(left, right):
        return left, _finite(left)
    return None, Reading(None, Status.NOT_DIFFERENTIABLE, _corner_words(left, right, n))


def _slope(side: Side, taylor: list[Any], n: int) -> Slope:
    """The n-th one-sided derivative: what is left after the Taylor polynomial of lower order."""
    if side.germ is None:
        return Slope(None, side.known)
    rest = side.germ
    for k, value in enumerate(taylor):
        power = Germ({(g.Fraction(k), 0): value * side.sign**k / mp.factorial(k)} if value else {})
        rest = g.subtract(rest, power)
    low = {(p, k): each for (p, k), each in rest.terms.items() if p < n or (p == n and k)}
    if not low:
        return Slope(rest.coefficient(n) * mp.factorial(n) * side.sign**n)
    lowest = Germ(low, rest.cut)
    if lowest.leading()[0] <= 0:
        return Slope(None, jumps=True)
    return Slope(lowest.sign() * side.sign**n * mp.inf)


def _jump_words(sides: list[Side], value: Any) -> str:
    return f"jump: {_each_side(sides, _limit_words)}, {number(value)} at the point"


def _at_edge(slopes: list[Slope], n: int) -> Reading:
    present = [
        (slope.value, name)
        for slope, (_, name) in zip(slopes, SIDES, strict=True)
        if slope.value is not None
    ]
    if not present:
        return Reading(None, Status.NOT_DIFFERENTIABLE, "isolated point of the domain")
    value, name = present[0]
    if mp.isinf(value):
        kind = "vertical tangent" if n == 1 else f"{prime(n)} is unbounded"
        note = f"{kind} at the edge of the domain: {_slope_word(n)} {number(value)} from the {name}"
        return Reading(None, Status.INFINITE, note)
    note = f"edge of the domain: {name} {_slope_word(n)} {number(value)}"
    return Reading(None, Status.NOT_DIFFERENTIABLE, note)


def _slope_word(n: int) -> str:
    return "slope" if n == 1 else prime(n)


def _unbounded(left: Any, right: Any, n: int) -> Reading:
    if left == right:
        kind = f"vertical tangent: slope {number(left)}" if n == 1 else f"{prime(n)} is unbounded"
        return Reading(None, Status.INFINITE, kind if n == 1 else f"{kind}: {number(left)}")
    note = _corner_words(left, right, n)
    if mp.isinf(left) and mp.isinf(right):
        note = note.replace("corner", "cusp")
    return Reading(None, Status.NOT_DIFFERENTIABLE, note)


def _corner_words(left: Any, right: Any, n: int) -> str:
    kind = "corner" if n == 1 else f"{prime(n)} jumps"
    word = _slope_word(n)
    return f"{kind}: left {word} {number(left)}, right {word} {number(right)}"

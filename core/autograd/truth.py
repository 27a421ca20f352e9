"""The truth that ways are held against: series of 60 digits, which know nothing of PyTorch."""

from __future__ import annotations

import math
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.autograd.words import BEND, GRADIENT, HESSIAN, JACOBIAN, SLOPE
from core.calculus.beside import exact_verdict
from core.calculus.check import DIGITS
from core.calculus.exact import exact_of_one, exact_of_several
from core.calculus.precise import mp
from core.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.calculus.program import Program

MOST_WHOLE = 8  # variables of which each entry gets its series
ORDERS = {SLOPE: 1, BEND: 2, GRADIENT: 1, HESSIAN: 2, JACOBIAN: 1}


@dataclass(frozen=True, slots=True)
class Truth:
    """mpmath numbers nested as the ways give theirs, None where one does not exist.

    `first` is what comes before: f' for f'', the gradient for the Hessian. `note` says why there
    is no derivative. `known` is False where the series do not reach: too many entries, or a
    formula that they cannot follow.
    """

    numbers: Any = None
    first: Any = None
    note: str = ""
    seconds: float | None = None
    known: bool = True


def truth_of(program: Program, what: str, at: Sequence[float], rest: Sequence[float]) -> Truth:
    """The derivative `what` of a program with 60 digits."""
    began = time.perf_counter()
    if what in (SLOPE, BEND):
        found = exact_of_one(program, at[0], rest, ORDERS[what])
        numbers, first = found[-1], found[-2]
    elif len(at) > MOST_WHOLE or program.rows > MOST_WHOLE:
        return Truth(known=False)
    elif what == JACOBIAN:
        if program.steps[program.output].op != "stack":
            return Truth(known=False)
        parts = [
            exact_of_several(program.component(k), at, rest, 1) for k in range(program.rows)
        ]
        numbers, first = [list(each[1]) for each in parts], None
    else:
        _, slope, bend = exact_of_several(program, at, rest, ORDERS[what])
        numbers, first = (bend, slope) if what == HESSIAN else (slope, None)
    seconds = time.perf_counter() - began
    if not any(each is None for _, each in entries(numbers)):
        return Truth(numbers, first, "", seconds)
    status, note = _why(program, what, at, rest)
    if status is Status.UNDETERMINED:
        return Truth(known=False)
    return Truth(numbers, first, note, seconds)


def _why(
    program: Program, what: str, at: Sequence[float], rest: Sequence[float]
) -> tuple[Status, str]:
    """What happens at a point where a derivative is missing, and in words."""
    programs = [program]
    if what == JACOBIAN:
        programs = [program.component(k) for k in range(program.rows)]
    for each in programs:
        for k in range(len(at)):
            axis = [1.0 if k == place else 0.0 for place in range(len(at))]
            for reading in exact_verdict(each, at, axis, rest, ORDERS[what])[0]:
                if reading.status is not Status.OK and reading.note:
                    return reading.status, reading.note
    return Status.UNDETERMINED, ""


def truth_of_symbols(digits: Any) -> Truth:
    """SymPy's digits as a truth, where the series do not reach."""
    with mp.workdps(DIGITS):
        return Truth(_numbers(digits))


def middle_of(values: Sequence[Any]) -> Truth:
    """The middle of what the ways give, entry by entry, where nothing else is known."""
    finite = [dict(entries(each)) for each in values]
    whole = [each for each in finite if all(map(math.isfinite, each.values()))]
    if not whole:
        return Truth(known=False)
    shape = next(value for value, each in zip(values, finite, strict=True) if each is whole[0])
    alike = [each for each in whole if each.keys() == whole[0].keys()]
    middle = {place: statistics.median_low(each[place] for each in alike) for place in alike[0]}

    def nested(value: Any, place: tuple[int, ...] = ()) -> Any:
        if isinstance(value, list):
            return [nested(each, (*place, k)) for k, each in enumerate(value)]
        return mp.mpf(middle[place])

    return Truth(nested(shape))


def _numbers(digits: Any) -> Any:
    if isinstance(digits, list):
        return [_numbers(each) for each in digits]
    return None if digits is None else mp.mpf(digits)


def entries(value: Any, place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Each number of nested lists with its place."""
    if isinstance(value, (list, tuple)):
        for k, each in enumerate(value):
            yield from entries(each, (*place, k))
    else:
        yield place, value


def digits_text(number: Any, digits: int = 20) -> str:
    """An mpmath number in decimal digits."""
    with mp.workdps(60):
        return str(mp.nstr(mp.mpmathify(number), digits))

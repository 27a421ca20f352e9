"""Every way to one derivative at one point, run and held against the truth."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import torch

from core.autograd.judge import Scene, agreeing, judged, number_digits
from core.autograd.measure import BUDGET, Measured, measure, source_of_nan
from core.autograd.plain import plain_function
from core.autograd.subject import program_of
from core.autograd.truth import (
    ORDERS,
    digits_text,
    entries,
    middle_of,
    truth_of,
    truth_of_symbols,
)
from core.autograd.ways import Case, Way
from core.autograd.ways_of_one import BENDS, SLOPES
from core.autograd.ways_of_several import GRADIENTS, HESSIANS, JACOBIANS
from core.autograd.words import (
    BEND,
    EXACT,
    GRADIENT,
    HESSIAN,
    JACOBIAN,
    REFERENCE,
    SLOPE,
    SURE,
    WayResult,
    WaysReport,
    WaysWish,
)
from core.calculus.check import DIGITS
from core.calculus.precise import mp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.autograd.truth import Truth
    from core.calculus.program import Program

WAYS: dict[str, tuple[Way, ...]] = {
    SLOPE: SLOPES, BEND: BENDS, GRADIENT: GRADIENTS, HESSIAN: HESSIANS, JACOBIAN: JACOBIANS,
}  # fmt: skip
AMONG_THEMSELVES = "The series do not reach this formula: the ways are held against one another."
LONGEST = 6.0  # seconds after which the ways that are left are not run
_SYMPY = Way("sympy", "SymPy, exact", "", lambda case: None)
_SYMPY_LINES = {
    SLOPE: "sympy.diff(f, x).evalf(40)", BEND: "sympy.diff(f, x, 2).evalf(40)",
    GRADIENT: "[sympy.diff(f, v).evalf(40) for v in variables]",
    HESSIAN: "sympy.hessian(f, variables).evalf(40)",
    JACOBIAN: "sympy.Matrix(F).jacobian(variables).evalf(40)",
}  # fmt: skip


def compare(
    wish: WaysWish, symbolic: Any = None, symbolic_seconds: float | None = None,
    budget: float = BUDGET,
) -> WaysReport:  # fmt: skip
    """Run the ways that a wish asks for; `symbolic` are SymPy's digits, nested, or None.

    InputError where the text cannot be read.
    """
    program, rest = program_of(wish.subject)
    series = truth_of(program, wish.what, wish.subject.at, rest)
    case = _case(wish, program, rest)
    runs = _runs(wish, case, budget)
    truth, note = series, series.note
    if not series.known and symbolic is not None:
        truth = truth_of_symbols(symbolic)
    elif not series.known:
        truth = middle_of([found.value for way, found in runs if _counts(way, found)])
        note = AMONG_THEMSELVES

    @cache
    def nan_source() -> str:
        return source_of_nan(case, ORDERS[wish.what])

    scene = Scene(wish.what, truth, nan_source)
    results = [judged(way, _name(way, case), found, scene) for way, found in runs]
    if symbolic is not None:
        results.append(_symbolic(symbolic, symbolic_seconds, scene))
    if series.known:
        results.append(_reference(series, results))
    told = tuple(results)
    most = max((found.runs for _, found in runs), default=0)
    return WaysReport(wish.what, told, agreeing(told), note, most, wish.subject.names)


def _runs(wish: WaysWish, case: Case, budget: float) -> list[tuple[Way, Measured]]:
    """The ways with what each gave, as many as time allows."""
    end = time.monotonic() + LONGEST
    return [
        (way, measure(way, case, budget))
        for way in WAYS[wish.what]
        if len(wish.subject.at) <= way.most and time.monotonic() < end
    ]


def _counts(way: Way, found: Measured) -> bool:
    return way.kind == EXACT and not found.error


def _name(way: Way, case: Case) -> str:
    return f"{way.name}, h = {_power_text(case.step(way.root))}" if way.root else way.name


def _case(wish: WaysWish, program: Program, rest: Sequence[float]) -> Case:
    one, at = wish.what in (SLOPE, BEND), wish.subject.at
    x = torch.tensor(at[0] if one else list(at), dtype=torch.float64)
    return Case(plain_function(program, rest), x, program.rows)


def _symbolic(digits: Any, seconds: float | None, scene: Scene) -> WayResult:
    with mp.workdps(DIGITS):
        texts = dict(entries(digits))
        found = Measured(_floats(digits), seconds=seconds)
    way = replace(_SYMPY, code=_SYMPY_LINES[scene.what], kind=REFERENCE)
    result = judged(way, way.name, found, scene)
    text = texts.get(result.entry)
    return replace(result, text=_trimmed(text) if text else result.text, note="")


def _floats(digits: Any) -> Any:
    if isinstance(digits, list):
        return [_floats(each) for each in digits]
    return float("nan") if digits is None else float(digits)


def _trimmed(text: str) -> str:
    """As many digits as the 60 of the reference show."""
    return digits_text(mp.mpf(text))


def _reference(truth: Truth, results: Sequence[WayResult]) -> WayResult:
    """The row of the truth; it shows the entry that most of the ways show."""
    numbers = dict(entries(truth.numbers))
    shown = [each.entry for each in results if each.entry in numbers]
    entry = max(set(shown), key=shown.count) if shown else next(iter(numbers))
    number = numbers[entry]
    value = _floats_of(truth.numbers)
    text = "none" if number is None else digits_text(number)
    return WayResult(
        "reference", "60 digits", "mpmath series, both sides of the point", REFERENCE, SURE,
        value, text, entry, seconds=truth.seconds, note=truth.note,
    )  # fmt: skip


def _floats_of(numbers: Any) -> Any:
    if isinstance(numbers, (list, tuple)):
        return [_floats_of(each) for each in numbers]
    return None if numbers is None else float(number_digits(float(numbers)))


def _power_text(h: float) -> str:
    return f"{h:.1e}".replace("e-0", "e−").replace("e-", "e−")

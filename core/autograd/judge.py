"""What is said of a way: its digits, and why its number is not the truth, found from the numbers.

No formula and no way has words of its own here: f' + f'' is recognised, not expected.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.agreement import MOST
from core.autograd.truth import digits_text, entries
from core.autograd.words import (
    APPROXIMATE,
    BEND,
    CONVENTION,
    DIFFERS,
    DOUBTFUL,
    GOOD,
    GRADIENT,
    HESSIAN,
    JACOBIAN,
    MISTAKE,
    RAISES,
    SLOPE,
    WayResult,
)
from core.calculus.check import DIGITS, common_digits
from core.calculus.precise import mp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.autograd.measure import Measured
    from core.autograd.truth import Truth
    from core.autograd.ways import Way

FULL = 12  # digits from which a number is as good as double precision makes it
WORTH = 4  # digits from which it is worth something
_ALIKE = 1e-6

# --- torch's own words, and what to do ---

_ADVICE: tuple[tuple[str, str], ...] = (
    ("does not require grad", "What is differentiated has no graph: x needs requires_grad=True, "
     "and a first derivative create_graph=True."),
    ("second time", "Torch frees the graph after a backward pass: give the first one "
     "retain_graph=True, or compute f(x) again."),
    ("only for scalar outputs", "Take sum() of the batch, or give grad_outputs."),
    ("should return a single", "Take sum() of the outputs, or use a Jacobian."),
    ("leaf Variable that requires grad", "Change x inside torch.no_grad(), or work on x.clone()."),
    ("not have been used in the graph", "f does not depend on x here; allow_unused=True says so "
     "with None."),
    ("Complex", "The complex step needs operations that exist for complex numbers; use autograd "
     "for this formula."),
    ("imaginary", "Part of this formula drops the imaginary part, so a complex step says nothing."),
    ("'tangent'", "Forward mode knows no rule for one of these operations; use reverse mode."),
    ("forward AD", "Forward mode knows no rule for one of these operations; use reverse mode."),
    ("requires_grad_()", "A derivative inside the formula is beyond torch.func; torch.autograd "
     "goes through it."),
    ("vmap", "vmap has no rule for one of these operations; use a loop."),
)  # fmt: skip
_NO_ADVICE = "Use another of the ways for this formula."


_FLAT = "The first derivative is the same everywhere, so it has no graph; the second is simply 0."


def advice(error: str, scene: Scene) -> str:
    """One sentence of what to do about an error of torch."""
    second = [number for _, number in entries(scene.truth.numbers)]
    flat = scene.what in (BEND, HESSIAN) and not any(number or number is None for number in second)
    if flat and scene.truth.known and "does not require grad" in error:
        return _FLAT
    return next((words for part, words in _ADVICE if part in error), _NO_ADVICE)


@dataclass(frozen=True, slots=True)
class Scene:
    """What judging needs besides the way: the object, the truth, and who made the first nan."""

    what: str
    truth: Truth
    nan_source: Callable[[], str]


def judged(way: Way, name: str, found: Measured, scene: Scene) -> WayResult:
    """The result of a way beside the truth."""
    result = WayResult(
        way.id, name, way.code, way.kind, RAISES, found.value, seconds=found.seconds,
        calls=found.calls, memory=found.memory,
    )  # fmt: skip
    if found.error:
        return replace(result, error=found.error, note=advice(found.error, scene))
    with mp.workdps(DIGITS):
        return _beside(result, scene)


def _beside(result: WayResult, scene: Scene) -> WayResult:
    truth = scene.truth
    mine = dict(entries(result.value))
    worst = max(mine, key=lambda place: abs(mine[place]) if mine[place] == mine[place] else 0)
    if not truth.known:
        return replace(result, tone=GOOD, entry=worst, text=number_digits(mine[worst]))
    theirs = dict(entries(truth.numbers))
    if mine.keys() != theirs.keys():
        return _misshapen(result, scene, mine, theirs)
    scale = max((abs(each) for each in theirs.values() if each is not None), default=0)
    digits = {
        place: _digits(number, theirs[place], scale if place else 0)
        for place, number in mine.items()
        if theirs[place] is not None
    }
    if not digits:
        number = mine[worst]
        return replace(
            result, tone=CONVENTION, entry=worst, text=number_digits(number),
            note=_convention(result, number, truth.note),
        )  # fmt: skip
    sizes = {place: (digits[place], -_off(mine[place], theirs[place])) for place in digits}
    worst = min(digits, key=lambda place: sizes[place])
    tone = GOOD if digits[worst] >= FULL else DOUBTFUL if digits[worst] >= WORTH else DIFFERS
    if _is_rough(result) and tone == DIFFERS and _finite(mine[worst]):
        tone = DOUBTFUL
    result = replace(
        result, tone=tone, entry=worst, digits=digits[worst], text=number_digits(mine[worst])
    )
    return replace(result, note="" if tone == GOOD else _reason(result, scene, mine, theirs))


def _is_rough(result: WayResult) -> bool:
    """Whether a way promises an approximation only."""
    return result.kind == APPROXIMATE


def _misshapen(
    result: WayResult, scene: Scene, mine: Mapping[Any, Any], theirs: Mapping[Any, Any]
) -> WayResult:
    note = f"It gives {len(mine)} numbers where the derivative has {len(theirs)}."
    del scene
    first = next(iter(mine))
    return replace(
        result, tone=DIFFERS, digits=0, entry=(), text=number_digits(mine[first]), note=note
    )


def _digits(number: float, truth: Any, scale: Any) -> int:
    return common_digits([mp.mpf(number), truth], scale) if _finite(number) else 0


def _off(number: float, truth: Any) -> float:
    """How far a number is off, for the worst of several."""
    return float(min(abs(number - truth), mp.mpf(1e300))) if _finite(number) else math.inf


def _finite(number: Any) -> bool:
    return number is not None and math.isfinite(number)


def number_digits(number: float | None) -> str:
    """A float with all its digits."""
    return "None" if number is None else repr(float(number) + 0.0)


# --- reasons ---


def _convention(result: WayResult, number: float | None, note: str) -> str:
    why = f" ({note})" if note else ""
    if result.kind == APPROXIMATE:
        return f"There is no derivative here{why}; a difference gives a number all the same."
    if not _finite(number):
        return f"There is no derivative here{why}, and torch gives none."
    return f"There is no derivative here{why}; this number is a convention of torch."


def _reason(
    result: WayResult, scene: Scene, mine: Mapping[Any, Any], theirs: Mapping[Any, Any]
) -> str:
    """Why a number is not the truth, as far as the numbers tell."""
    number, truth = mine[result.entry], theirs[result.entry]
    sure = short(truth)
    if not _finite(number):
        source = scene.nan_source()
        told = f" Torch says: {source}" if source else ""
        return f"{number_digits(number)} where the derivative is {sure}.{told}"
    added = _accumulated(result, scene, mine, theirs)
    if added:
        return added
    if _is_rough(result):
        if "forward_gradient" in result.id:
            return "An average over random directions: its error falls with their square root only."
        return "A difference loses digits to its step from one side and to rounding from the other."
    if number == 0 and truth != 0:
        return (
            f"0 where the derivative is {sure}: a step of torch passes no slope on here, and "
            "nothing is said about it."
        )
    if scene.what == HESSIAN and not _symmetric(mine):
        return f"The matrix is not symmetric, so an entry is wrong: it should be {sure}."
    if result.digits and result.digits >= WORTH:
        return f"It agrees on {result.digits} digits only; the derivative is {sure}."
    return f"The derivative is {sure}."


def _accumulated(
    result: WayResult, scene: Scene, mine: Mapping[Any, Any], theirs: Mapping[Any, Any]
) -> str:
    """The words for what backward() added to x.grad, where the numbers are such a sum."""
    if result.kind != MISTAKE:
        return ""
    place = result.entry
    total, truth = mine[place], theirs[place]
    shown = short(total)
    if scene.what in (SLOPE, GRADIENT) and all(_near(mine[p], 2 * theirs[p]) for p in mine):
        return (
            f"Not cleared: the second backward() adds to x.grad, so it shows "
            f"2 · {short(truth)} = {shown}."
        )
    first = dict(entries(scene.truth.first)) if scene.truth.first is not None else {}
    if scene.what in (BEND, HESSIAN) and first:
        before = {p: first.get(p[1:] if p else p) for p in mine}
        if all(before[p] is not None and _near(mine[p], before[p] + theirs[p]) for p in mine):
            names = ("f′", "f″") if scene.what == BEND else ("the gradient", "the row")
            return (
                f"Not cleared: the second backward() adds to x.grad, so it shows "
                f"{names[0]} + {names[1]} = {short(before[place])} {_signed(truth)} = {shown}."
            )
    return _added_rows(place, mine, theirs) if scene.what == JACOBIAN else ""


def _added_rows(
    place: tuple[int, ...], mine: Mapping[Any, Any], theirs: Mapping[Any, Any]
) -> str:
    """The same for the rows of a Jacobian: added to those above them, or all in one."""

    def column(at: tuple[int, ...], last: int) -> Any:
        return sum(v or 0 for p, v in theirs.items() if p[1] == at[1] and p[0] <= last)

    entry = f"the entry is {short(theirs[place])}."
    if all(_near(number, column(p, p[0])) for p, number in mine.items()):
        return f"Not cleared: backward() adds to x.grad, so a row holds those above it; {entry}"
    if all(_near(number, column(p, len(mine))) for p, number in mine.items()):
        return f"The rows are added up: {short(mine[place])} is the sum of a column; {entry}"
    return ""


def _near(number: float, truth: Any) -> bool:
    return _finite(number) and truth is not None and (
        abs(number - truth) <= _ALIKE * max(abs(truth), mp.mpf(10) ** -9)
    )


def _symmetric(mine: Mapping[Any, Any]) -> bool:
    return all(_near(number, mp.mpf(mine[place[::-1]])) for place, number in mine.items())


def short(number: Any) -> str:
    """A number in words: six digits, a true minus."""
    text = digits_text(number, 6)
    if "e" not in text and text.endswith(".0"):
        text = text[:-2]
    return text.replace("-", "−")


def _signed(number: Any) -> str:
    return f"− {short(-number)}" if number < 0 else f"+ {short(number)}"


def agreeing(results: tuple[WayResult, ...]) -> str:
    """The summary: how many of torch's own ways agree, and on how many digits."""
    own = [each for each in results if each.kind == "exact"]
    if not own:
        return ""
    if any(each.tone == CONVENTION for each in own):
        count = sum(bool(each.text) and each.text != "nan" for each in own)
        return f"No derivative here; {count} of {len(own)} ways give a number"
    known = [each.digits for each in own if each.digits is not None]
    if not known:
        return f"{len(own)} ways compared"
    good = [each for each in known if each >= min(FULL, max(known))]
    ways = f"{len(good)} of {len(own)} ways agree"
    return f"{ways} to {min(min(good), MOST)} digits" if max(known) >= WORTH else "No way agrees"

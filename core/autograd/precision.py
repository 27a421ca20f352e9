"""Error against step: differences beside autograd, in float64 and in float32.

All is run by torch on the formula as it is typed, along a line x + t v through the point, and held
against series of 60 digits.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_map

from core.autograd.plain import line_function
from core.autograd.precision_words import Level, PrecisionReport, StepCurve, StepErrors
from core.autograd.subject import program_of
from core.autograd.truth import digits_text
from core.calculus.beside import exact_verdict
from core.calculus.check import DIGITS
from core.calculus.precise import mp
from core.calculus.torch_rows import slope_of
from core.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.autograd.words import Subject
    from core.calculus.program import Program

    Line = Callable[[Tensor], Tensor]

PER_DECADE, DECADES = 4, 16
STEPS = tuple(10.0 ** (-k / PER_DECADE) for k in range(PER_DECADE * DECADES + 1))
UNREACHED = "The series of 60 digits do not reach this formula here: there is no truth to compare."
NOT_ANALYTIC = "The complex step does not hold: torch leaves the imaginary part out somewhere."
_LOST = 1e-3  # relative error of a complex step of 1e-8 that shows that it does not hold
_SMALL = STEPS.index(1e-8)
_RULES = {2: "√ε", 3: "∛ε", 4: "∜ε"}
_EPSILON = 2.0**-52
_AS_GOOD = 2.0  # times the least error
_MOST_ROWS = 8  # components of which each gets its series


class Single(TorchFunctionMode):
    """Every operation of torch inside is taken in float32: doubles are rounded on their way in."""

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        if func is Tensor.to:
            return func(*args, **(kwargs or {}))
        return func(*tree_map(_single, args), **tree_map(_single, kwargs or {}))


def _single(each: Any) -> Any:
    if isinstance(each, Tensor) and each.dtype == torch.float64:
        return each.to(torch.float32)
    return each


@dataclass(frozen=True, slots=True)
class _Difference:
    """One difference: its numbers of a line at all steps h (k,); `root` is that of its rule."""

    id: str
    name: str
    code: str
    run: Callable[[Line, Tensor], Tensor]
    root: int = 0


def _forward(f: Line, h: Tensor) -> Tensor:
    return (f(h) - f(0 * h)) / h


def _central(f: Line, h: Tensor) -> Tensor:
    return (f(h) - f(-h)) / (2 * h)


def _complex(f: Line, h: Tensor) -> Tensor:
    with warnings.catch_warnings():  # a function that drops the imaginary part has no such step
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        return f(torch.complex(0 * h, h)).imag / h


def _second_forward(f: Line, h: Tensor) -> Tensor:
    return (f(2 * h) - 2 * f(h) + f(0 * h)) / h**2


def _second_central(f: Line, h: Tensor) -> Tensor:
    return (f(h) - 2 * f(0 * h) + f(-h)) / h**2


def _of_slopes(f: Line, h: Tensor) -> Tensor:
    return (_derivative(f, h, 1) - _derivative(f, -h, 1)) / (2 * h)


_FIRST = (
    _Difference("forward", "Forward difference", "(f(x + h) - f(x)) / h", _forward, 2),
    _Difference("central", "Central difference", "(f(x + h) - f(x - h)) / (2*h)", _central, 3),
    _Difference("complex", "Complex step", "f(x + 1j*h).imag / h", _complex),
)
_SECOND = (
    _Difference("forward", "Forward difference", "(f(x + 2*h) - 2*f(x + h) + f(x)) / h**2",
                _second_forward, 3),
    _Difference("central", "Central difference", "(f(x + h) - 2*f(x) + f(x - h)) / h**2",
                _second_central, 4),
    _Difference("slopes", "Difference of grad", "(grad(f)(x + h) - grad(f)(x - h)) / (2*h)",
                _of_slopes, 3),
)  # fmt: skip
_CODES = {1: "grad(f(x), x)[0]", 2: "grad(grad(f(x), x, create_graph=True)[0], x)[0]"}


def precision_of(subject: Subject, direction: Sequence[float]) -> PrecisionReport:
    """What `errors_against_step` finds for a subject. InputError where it cannot be read."""
    program, rest = program_of(subject)
    report = errors_against_step(program, subject.at, rest, direction)
    return replace(report, names=subject.names)


def errors_against_step(
    program: Program, at: Sequence[float], rest: Sequence[float], direction: Sequence[float]
) -> PrecisionReport:
    """First and second derivative of t -> f(x + t v) at t = 0, by differences and by autograd.

    Of a map the largest error of a component is told, over the largest component.
    """
    f = line_function(program, rest, at, direction)
    scale = max(1.0, *map(abs, at)) / (max(map(abs, direction)) or 1.0)
    truths, notes = _truths(program, at, rest, direction)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of casts that are done on purpose here
        first, second = (
            _errors(order, f, scale, truths[order - 1], notes[order - 1]) for order in (1, 2)
        )
    return PrecisionReport(STEPS, first, second, (), tuple(direction))


def _truths(
    program: Program, at: Sequence[float], rest: Sequence[float], direction: Sequence[float]
) -> tuple[list[list[Any] | None], list[str]]:
    """The true first and second derivative of each component, or why there is none."""
    parts = [program]
    if program.rows:
        if program.rows > _MOST_ROWS or program.steps[program.output].op != "stack":
            return [None, None], [UNREACHED, UNREACHED]
        parts = [program.component(k) for k in range(program.rows)]
    found = [exact_verdict(each, at, direction, rest, 2) for each in parts]
    truths: list[list[Any] | None] = []
    notes: list[str] = []
    for order in (1, 2):
        numbers = [
            each[order] if readings[order].status is Status.OK else None
            for readings, each in found
        ]
        whole = all(each is not None for each in numbers)
        truths.append(numbers if whole else None)
        notes.append("" if whole else _why([readings[: order + 1] for readings, _ in found]))
    return truths, notes


def _why(readings: Sequence[Sequence[Any]]) -> str:
    """What is said at a point that has no such derivative."""
    for each in (reading for row in readings for reading in row):
        if each.status is Status.UNDETERMINED:
            return UNREACHED
        if each.status is not Status.OK and each.note:
            return f"There is nothing to compare here: {each.note}."
    return UNREACHED


def _errors(
    order: int, f: Line, scale: float, truth: list[Any] | None, note: str
) -> StepErrors:
    if truth is None:
        return StepErrors(order, note=note)
    curves: list[StepCurve] = []
    for single in (False, True):
        for each in _FIRST if order == 1 else _SECOND:
            if not (single and each.id in ("complex", "slopes")):
                curves.append(_curve(each, f, scale, truth, single))
    levels = tuple(_level(order, f, truth, single) for single in (False, True))
    with mp.workdps(DIGITS):
        largest = max(truth, key=abs)
        return StepErrors(order, digits_text(largest), bool(largest), tuple(curves), levels)


def _curve(
    difference: _Difference, f: Line, scale: float, truth: list[Any], single: bool
) -> StepCurve:
    name = f"{difference.name}, float32" if single else difference.name
    plain = StepCurve(f"{difference.id}{'_32' if single else ''}", name, difference.code,
                      single=single)  # fmt: skip
    h = torch.tensor(STEPS, dtype=torch.float32 if single else torch.float64)
    try:
        numbers = _run(lambda: difference.run(f, h), single)
    except Exception as error:  # noqa: BLE001  (what torch raises is why there is none)
        return replace(plain, note=_no_curve(str(error)))
    errors = _errors_of(numbers, truth)
    if difference.id == "complex" and not (errors[_SMALL] or 0.0) < _LOST:
        return replace(plain, note=NOT_ANALYTIC)
    best, reached = best_step(errors)
    rule = scale * _EPSILON ** (1 / difference.root) if difference.root and not single else None
    words = _RULES.get(difference.root, "") if rule is not None else ""
    return replace(plain, errors=errors, best=best, reached=reached, rule=rule, rule_name=words)


def _no_curve(words: str) -> str:
    """Why torch gives no such difference: only the complex step is ever refused."""
    told = " ".join(words.split()).split(". ")[0].removesuffix(".")
    return NOT_ANALYTIC if "imag" in told else f"There is no complex step here: {told}."


def _level(order: int, f: Line, truth: list[Any], single: bool) -> Level:
    zero = torch.zeros(1, dtype=torch.float32 if single else torch.float64)
    numbers = _run(lambda: _derivative(f, zero, order), single)
    name = "Autograd, float32" if single else "Autograd"
    (error,) = _errors_of(numbers, truth)
    return Level("autograd_32" if single else "autograd", name, _CODES[order], error, single)


def _run(run: Callable[[], Tensor], single: bool) -> Tensor:
    """Numbers (rows, k) as doubles."""
    if not single:
        found = run()
    else:
        with Single():
            found = run()
    whole = found.detach().clone()  # torch gives zeros without a storage
    return torch.atleast_2d(whole).to(torch.float64)


def _derivative(f: Line, t: Tensor, order: int) -> Tensor:
    """The derivative of a line at each t (k,): (k,), or (rows, k) of a map."""
    t = t.clone().requires_grad_()
    value = f(t)
    rows = list(value) if value.ndim > 1 else [value]
    for _ in range(order):
        rows = [slope_of(each, t) for each in rows]
    return torch.stack([each.detach() for each in rows]) if value.ndim > 1 else rows[0].detach()


def _errors_of(numbers: Tensor, truth: list[Any]) -> tuple[float | None, ...]:
    """The errors of numbers (rows, k), relative where the truth is not 0."""
    with mp.workdps(DIGITS):
        size = max(map(abs, truth)) or mp.mpf(1)
        columns = numbers.T.tolist()
        return tuple(_error(column, truth, size) for column in columns)


def _error(column: Sequence[float], truth: list[Any], size: Any) -> float | None:
    if not np.isfinite(column).all():
        return None
    apart = max(abs(mp.mpf(got) - true) for got, true in zip(column, truth, strict=True))
    error = float(apart / size)
    return error if np.isfinite(error) else None


def best_step(errors: Sequence[float | None]) -> tuple[float | None, float | None]:
    """The step around which errors are least, and the worst error of it and its neighbours.

    Of steps that are about as good the largest.
    """
    worst = [_worst(errors[max(k - 1, 0) : k + 2]) for k in range(len(errors))]
    known = [each for each in worst if each is not None]
    if not known:
        return None, None
    least = _AS_GOOD * min(known)
    place, reached = next(
        (k, each) for k, each in enumerate(worst) if each is not None and each <= least
    )
    return STEPS[place], reached


def _worst(errors: Sequence[float | None]) -> float | None:
    """The largest of neighbouring errors; None where one is missing or there are no neighbours."""
    known = [each for each in errors if each is not None]
    return max(known) if len(known) == len(errors) > 1 else None

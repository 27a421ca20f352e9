"""Where a typed formula may not be smooth: the quantities whose zeros are corners, jumps, poles
or edges of the domain, read off the program's own steps.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_rows import NUMPY, repeat_inputs
from core.calculus.program import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from core.calculus.program import Program, Step

CLOSE = 1e-7


def _first(x: Any, *rest: Any) -> list[Any]:
    del rest
    return [x]


def _second(x: Any, y: Any) -> list[Any]:
    del x
    return [y]


def _difference(a: Any, b: Any) -> list[Any]:
    return [np.subtract(a, b)]


def _ends(x: Any) -> list[Any]:
    return [np.subtract(1.0, x), np.add(1.0, x)]


def _shifted(offset: float) -> Callable[..., list[Any]]:
    def switch(x: Any, *rest: Any) -> list[Any]:
        del rest
        return [np.add(x, offset)]

    return switch


def _whole(x: Any, *rest: Any) -> list[Any]:
    """Zero, with a change of sign, at whole numbers."""
    del rest
    return [np.sin(np.pi * (np.asarray(x) - 2 * np.rint(np.asarray(x) / 2)))]


def _half(x: Any) -> list[Any]:
    return _whole(np.add(x, 0.5))


def _mod(x: Any, m: Any) -> list[Any]:
    return [*_whole(np.divide(x, m)), m]


def _not_positive_whole(x: Any, *rest: Any) -> list[Any]:
    del rest
    return [np.where(np.less(x, 0.5), _whole(x)[0], 1.0)]


def _any_pole(*args: Any) -> list[Any]:
    return [_not_positive_whole(np.add(each, 1.0))[0] for each in args]


def _cut(y: Any, x: Any) -> list[Any]:
    return [np.where(np.less_equal(x, 0), y, 1.0), np.hypot(x, y)]


def _tan(x: Any) -> list[Any]:
    return [np.cos(x)]


def _length(a: Any, b: Any) -> list[Any]:
    return [np.hypot(a, b)]


_SWITCHES: Mapping[str, Callable[..., list[Any]]] = {
    "abs": _first, "sign": _first, "max": _difference, "min": _difference,
    "less": _difference, "less_equal": _difference, "equal": _difference,
    "not_equal": _difference, "div": _second, "ln": _first, "log2": _first, "log10": _first,
    "log1p": _shifted(1.0), "sqrt": _first, "power_real": _first, "power_rational": _first,
    "power": _first, "asin": _ends, "acos": _ends, "atanh": _ends, "erfinv": _ends,
    "acosh": _shifted(-1.0), "tan": _tan, "floor": _whole, "ceil": _whole, "round": _half,
    "mod": _mod, "gamma": _not_positive_whole, "lgamma": _not_positive_whole,
    "digamma": _not_positive_whole, "polygamma": _not_positive_whole, "beta": _any_pole,
    "binomial": _any_pole, "hypot": _length, "atan2": _cut, "lambertw": _shifted(float(np.exp(-1))),
    "zeta": _shifted(-1.0), "bessel_y": _first,
}  # fmt: skip


def _switch_of(step: Step) -> Callable[..., list[Any]] | None:
    if step.op == "power_int":
        return _first if step.detail < 0 else None
    return _SWITCHES.get(step.op)


def may_break(program: Program) -> bool:
    """Whether any step of the program has a switch at all."""
    return any(
        _switch_of(step) is not None and place not in program.constants
        for place, step in enumerate(program.steps)
    )


@lru_cache(maxsize=64)
def watched(program: Program) -> frozenset[int]:
    """The steps that the switches of the program are computed from.

    A sum that stands beside them is not among these: it may be long.
    """
    found: set[int] = set()
    waiting = [
        each
        for place, step in enumerate(program.steps)
        if _switch_of(step) is not None and place not in program.constants
        for each in step.args
    ]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting.extend(program.steps[place].args)
    return frozenset(found)


def switches(program: Program, values: list[Any]) -> Iterator[tuple[Any, float]]:
    """Each switch of the program as (values, scale), from the values of all its steps."""
    for _, _, value, scale in owned_switches(program, values):
        yield value, scale


def owned_switches(
    program: Program, values: list[Any]
) -> Iterator[tuple[int, int, Any, float]]:
    """Each switch as (step, which of the step's, values, scale), in one order for every point."""
    for place, step in enumerate(program.steps):
        switch = _switch_of(step)
        if switch is None or place in program.constants:
            continue
        args = [values[each] for each in step.args]
        if all(each in program.constants for each in step.args):
            continue
        scale = max([1.0, *(abs(program.constants.get(each, 0.0)) for each in step.args)])
        with np.errstate(all="ignore"):
            for which, each in enumerate(switch(*args)):
                if np.ndim(each):
                    yield place, which, each, scale


def suspects(program: Program, values: list[Any], count: int) -> NDArray[np.bool_]:
    """Which of `count` points are close to a switch: (count,) bool.

    Sums are followed into their bodies: a corner of one term is a corner of the sum.
    """
    near = np.zeros(count, bool)
    for value, scale in switches(program, values):
        near |= _any_term(~(np.abs(value) > CLOSE * scale), count)
    for place, step in enumerate(program.steps):
        if not step.op.startswith("repeat_") or place in program.constants:
            continue
        low, high, *captured = (values[each] for each in step.args)
        if all(each in program.constants for each in step.args):
            continue
        for inputs in repeat_inputs(low, high, captured, step.detail):
            inner = run(step.detail, inputs, NUMPY)
            near |= _suspect_terms(step, inner, count)
    return near


def _suspect_terms(step: Step, inner: list[Any], count: int) -> NDArray[np.bool_]:
    """Whether a term of a sum is close to a switch, or two terms tie for the largest."""
    terms = np.asarray(inner[step.detail.output], float)
    near = np.zeros(count, bool)
    if step.op == "repeat_hypot":
        near |= np.sum(np.abs(terms) * np.ones(count), axis=0) <= CLOSE
    if step.op in ("repeat_max", "repeat_min") and len(terms) > 1:
        best = np.sort(terms if step.op == "repeat_max" else -terms, axis=0)
        near |= np.broadcast_to(best[-1] - best[-2] <= CLOSE, (count,))
    for value, scale in switches(step.detail, inner):
        near |= _any_term(~(np.abs(value) > CLOSE * scale), count)
    for place, each in enumerate(step.detail.steps):
        if each.op.startswith("repeat_") and place not in step.detail.constants:
            low, high, *captured = (inner[k] for k in each.args)
            for inputs in repeat_inputs(low, high, captured, each.detail):
                near |= _suspect_terms(each, run(each.detail, inputs, NUMPY), count)
    return near


def _any_term(near: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """Whether it holds for any of the terms, whose axes come before that of the points."""
    if near.shape[-1:] != (count,):
        return np.full(count, bool(near.any()))
    return np.asarray(near.reshape(-1, count).any(axis=0))

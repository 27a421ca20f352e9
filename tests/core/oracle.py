"""An independent truth: mpmath differentiates and evaluates with 50 digits, SymPy tells the noise.

Noise is the error that a sensible evaluation in double precision makes: the formula, or SymPy's
formula of its derivative, at 53 bits, at x and its two neighbours. It is computed, never chosen.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

import sympy
from mpmath import mp

if TYPE_CHECKING:
    from collections.abc import Callable

DIGITS = 50
EPSILON = 2.0**-52
ZERO = mp.mpf(10) ** -40


def truths(function: Callable[[Any], Any], x: float, order: int) -> list[Any]:
    """f, f', ..., f^(order) at the double x with 50 digits."""
    with mp.workdps(DIGITS):
        return [mp.re(each) for each in mp.diffs(function, mp.mpf(x), order)]


def moved(truths: list[Any], x: float, n: int) -> Any:
    """How far f^(n) goes when x moves by an ulp: its condition in its input."""
    return EPSILON * abs(x * truths[n + 1])


def rounding(truths: list[Any], x: float, n: int) -> Any:
    """What is left of a derivative that is 0: the roundings of the derivatives below it.

    f^(m) counts as it would grow within the distance to 0.
    """
    grown = (
        abs(truths[m]) * math.factorial(n) / (math.factorial(m) * mp.mpf(abs(x)) ** (n - m))
        for m in range(n)
    )
    return EPSILON * max(grown, default=mp.mpf(0))


def noise(source: str, x: float, n: int, truth: Any) -> Any:
    """How far SymPy's formula of f^(n) is off at 53 bits, at x and one ulp beside it."""
    formula = _formula(source, n)
    with mp.workprec(53):
        beside = (math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf))
        found = [mp.re(formula(mp.mpf(each))) for each in beside]
    with mp.workdps(DIGITS):
        return max(abs(each - truth) for each in found)


@cache
def _formula(source: str, n: int) -> Callable[[Any], Any]:
    x = sympy.Symbol("x", real=True)
    expression = sympy.diff(sympy.sympify(source, locals={"x": x}), x, n)
    return sympy.lambdify(x, expression, "mpmath")

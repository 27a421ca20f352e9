"""An independent truth: SymPy differentiates, mpmath evaluates with 50 digits."""

from __future__ import annotations

from typing import Any

import sympy
from mpmath import mp

DIGITS = 50
EPSILON = 2.0**-52


def symbols(names: str) -> dict[str, sympy.Symbol]:
    return {name: sympy.Symbol(name, real=True) for name in names.split()}


def expression(source: str, names: str = "x") -> sympy.Expr:
    """A SymPy expression of a source written in these tests."""
    return sympy.sympify(source, locals=symbols(names))


def at(formula: sympy.Expr, point: dict[str, float]) -> Any:
    """The value with 50 digits; the coordinates are the doubles exactly."""
    exact = {name: sympy.Rational(*float(value).as_integer_ratio()) for name, value in point.items()}
    places = {symbol: exact[symbol.name] for symbol in formula.free_symbols}
    return mp.mpf(sympy.N(formula.subs(places), DIGITS))


def truths(formula: sympy.Expr, x: float, order: int) -> list[Any]:
    """f, f', ..., f^(order + 1) at x; the last one tells how well conditioned the rest is."""
    symbol = sympy.Symbol("x", real=True)
    return [at(sympy.diff(formula, symbol, n), {"x": x}) for n in range(order + 2)]


def allowed(truth: Any, following: Any, x: float, relative: float) -> float:
    """The error allowed to a double: relative, plus what moving x by some ulps does."""
    return float(abs(truth) * relative + 16 * EPSILON * abs(x * following))

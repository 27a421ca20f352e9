"""What SymPy's own derivatives come to at a point, in forty digits.

SymPy differentiates the formula as it is typed, not what PyTorch made of it, and evaluates the
result with mpmath: a route of its own to every number.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.explore.symbolic_writer import NoFormula, written
from core.language import syntax as s

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DIGITS = 40
WORKING = 60  # digits of the coordinates: doubles are exact in them
MOST_DIGITS = 300  # to which a difference of nearly equal numbers is followed


def numbers(
    sympy: Any, text: str, others: Sequence[str], order: int, names: tuple[str, ...],
    at: Mapping[str, float],
) -> list[Any]:  # fmt: skip
    """Digits of every derivative up to `order` in the variables `names`, in nested lists.

    [f, f', ...] for one variable; [value, gradient (d,), Hessian (d, d)] for several;
    [values (m,), Jacobian (m, d)] for a map. None stands where SymPy gives no real number.
    NoFormula where the text has no closed form.
    """
    known = {
        sympy.Symbol(name, real=True): sympy.Float(value, WORKING) for name, value in at.items()
    }

    def digits(tree: Any) -> Any:
        if isinstance(tree, tuple):
            return [digits(each) for each in tree]
        return _digits(sympy, tree, known)

    return digits(trees(text, tuple(others), order, names))


@lru_cache(maxsize=32)
def trees(text: str, others: tuple[str, ...], order: int, names: tuple[str, ...]) -> Any:
    """The expressions of `numbers`, nested alike: differentiated once, evaluated at every point."""
    import sympy

    definition, writer = written(sympy, text, others)
    symbols = [writer.symbol(name) for name in names]
    if isinstance(definition.body, s.Vector):
        bodies = [writer.expression(each) for each in definition.body.components]
        return tuple(bodies), tuple(tuple(_slopes(sympy, each, symbols)) for each in bodies)
    body = writer.expression(definition.body)
    if len(symbols) == 1:
        return tuple(_chain(sympy, body, symbols[0], order))
    slopes = _slopes(sympy, body, symbols)
    if order < 2:
        return body, tuple(slopes), ()
    return body, tuple(slopes), tuple(tuple(_slopes(sympy, each, symbols)) for each in slopes)


def _chain(sympy: Any, body: Any, symbol: Any, order: int) -> list[Any]:
    found = [body]
    for _ in range(order):
        found.append(_derived(sympy, found[-1], symbol))
    return found


def _slopes(sympy: Any, body: Any, symbols: Sequence[Any]) -> list[Any]:
    return [_derived(sympy, body, symbol) for symbol in symbols]


def _derived(sympy: Any, body: Any, symbol: Any) -> Any:
    """The derivative, if SymPy has one: what it leaves open it would find by differences."""
    found = sympy.diff(body, symbol)
    if found.has(sympy.Derivative, sympy.Subs, sympy.DiracDelta, sympy.nan):
        raise NoFormula
    return found


def _digits(sympy: Any, body: Any, known: Mapping[Any, Any]) -> str | None:
    number = body.evalf(DIGITS, subs=known, maxn=MOST_DIGITS)
    if not (number.is_Float or number.is_Integer or number.is_Rational):
        return None
    return str(number) if number.is_finite else None


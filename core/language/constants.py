"""Values of constant expressions, in floats only: for number fields and for bounds."""

from __future__ import annotations

import math
import operator
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import syntax as s
from core.language.walk import fold

if TYPE_CHECKING:
    from collections.abc import Callable

CONSTANT_VALUES = MappingProxyType({
    "e": math.e, "pi": math.pi, "tau": math.tau, "phi": (1 + math.sqrt(5)) / 2,
})


def _log(x: float, base: float) -> float:
    return math.log(x) / math.log(base)


def _total(*values: float) -> float:
    return math.fsum(values)


def _mean(*values: float) -> float:
    return math.fsum(values) / len(values)


def _multiplied(*values: float) -> float:
    return math.prod(values)


def _sec(x: float) -> float:
    return 1 / math.cos(x)


def _csc(x: float) -> float:
    return 1 / math.sin(x)


def _cot(x: float) -> float:
    return 1 / math.tan(x)


def _root(degree: float, x: float) -> float:
    if degree == 3:
        return math.cbrt(x)
    if x < 0 and degree % 2 == 1:
        return -((-x) ** (1 / degree))
    return math.pow(x, 1 / degree)


def _factorial(x: float) -> float:
    return math.gamma(x + 1)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _sign(x: float) -> float:
    return float((x > 0) - (x < 0))


def _frac(x: float) -> float:
    return x - math.floor(x)


def _step(x: float) -> float:
    return float(x >= 0)


def _relu(x: float) -> float:
    return max(x, 0.0)


def _clamp(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def _round(x: float) -> float:
    return float(round(x))


def _smallest(*values: float) -> float:
    return min(values)


def _largest(*values: float) -> float:
    return max(values)


def _modulo(x: float, m: float) -> float:
    return x - m * math.floor(x / m)


_RULES: dict[str, Callable[..., float]] = {
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "sec": _sec, "csc": _csc, "cot": _cot,
    "asin": math.asin, "acos": math.acos, "atan": math.atan, "atan2": math.atan2,
    "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "asinh": math.asinh,
    "acosh": math.acosh, "atanh": math.atanh, "exp": math.exp, "expm1": math.expm1,
    "ln": math.log, "log": _log, "log2": math.log2, "log10": math.log10, "log1p": math.log1p,
    "sqrt": math.sqrt, "cbrt": math.cbrt, "root": _root, "pow": math.pow, "abs": math.fabs,
    "sign": _sign, "floor": math.floor, "ceil": math.ceil, "round": _round, "frac": _frac,
    "mod": _modulo, "min": _smallest, "max": _largest, "clamp": _clamp, "step": _step,
    "relu": _relu, "sigmoid": _sigmoid, "erf": math.erf, "erfc": math.erfc, "gamma": math.gamma,
    "lgamma": math.lgamma, "factorial": _factorial, "hypot": math.hypot, "norm": math.hypot,
    "sum": _total, "prod": _multiplied, "mean": _mean,
}


def power_value(base: float, exponent: float) -> float:
    """base^exponent; nan where no real value exists; OverflowError beyond float64."""
    if base == 0 and exponent < 0:
        return math.inf
    return math.pow(base, exponent) if base >= 0 or exponent == int(exponent) else math.nan


def _odd_root(node: s.Power, base: float) -> float | None:
    """The real value of a negative base to a typed rational exponent of odd denominator."""
    exponent = node.exponent
    if base >= 0 or not isinstance(exponent, s.Quotient):
        return None
    above, below = exponent.numerator, exponent.denominator
    if not isinstance(above, s.Number) or not isinstance(below, s.Number):
        return None
    if below.value % 2 != 1 or above.value % 1 != 0:
        return None
    return math.copysign(math.pow(-base, above.value / below.value),
                         -1.0 if above.value % 2 else 1.0)


def step(node: s.Node, below: list[float]) -> float:
    """The value of a node from those of its children; may raise OverflowError, ValueError."""
    match node:
        case s.Number(value=value):
            return value
        case s.Constant(name=name):
            return CONSTANT_VALUES[name]
        case s.Negate():
            return operator.neg(below[0])
        case s.Sum():
            return sum(below)
        case s.Product():
            return math.prod(below)
        case s.Quotient():
            return below[0] / below[1]
        case s.Power():
            real = _odd_root(node, below[0])
            return power_value(*below) if real is None else real
        case s.Call(function=name) if name in _RULES:
            return float(_RULES[name](*below))
        case _:
            raise ValueError(type(node).__name__)


def value_of(tree: s.Node) -> float:
    """The value of an expression without names; InputError where there is none."""

    def rule(node: s.Node, below: list[float]) -> float:
        try:
            value = step(node, below)
        except ZeroDivisionError:
            raise InputError("The number divides by 0.", *node.span) from None
        except OverflowError:
            raise InputError("The number is beyond what can be shown.", *node.span) from None
        except (ValueError, TypeError):
            raise InputError("The number has no real value.", *node.span,
                             "Type a constant, for example pi/2.") from None
        if not math.isfinite(value):
            raise InputError("The number has no finite real value.", *node.span)
        return value

    return fold(tree, rule)

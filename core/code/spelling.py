"""Functions of the table in terms of others: one way to write them in every library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language import syntax as s

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Rewrite = Callable[[tuple[s.Node, ...]], s.Node]


def _number(value: float) -> s.Number:
    return s.Number(value, str(value))


def _call(name: str, *arguments: s.Node) -> s.Call:
    return s.Call(name, arguments)


def _fold(name: str) -> Rewrite:
    def rewrite(arguments: tuple[s.Node, ...]) -> s.Node:
        total = arguments[0]
        for each in arguments[1:]:
            total = _call(name, total, each)
        return total

    return rewrite


def _log(arguments: tuple[s.Node, ...]) -> s.Node:
    value, base = arguments
    if isinstance(base, s.Number) and base.value in (2.0, 10.0):
        return _call(f"log{int(base.value)}", value)
    return s.Quotient(_call("ln", value), _call("ln", base))


def _length(arguments: tuple[s.Node, ...]) -> s.Node:
    return _call("abs", arguments[0]) if len(arguments) == 1 else _fold("hypot")(arguments)


def _root(arguments: tuple[s.Node, ...]) -> s.Node:
    order, value = arguments
    return s.Power(value, s.Quotient(_number(1), order))


def _softmax(arguments: tuple[s.Node, ...]) -> s.Node:
    if len(arguments) == 1:
        return _number(1)
    others = _fold("logaddexp")(arguments[1:])
    return _call("sigmoid", s.Sum((arguments[0], s.Negate(others))))


def _normal(name: str) -> Rewrite:
    def rewrite(arguments: tuple[s.Node, ...]) -> s.Node:
        value, *rest = arguments
        z = s.Sum((value, s.Negate(rest[0]))) if rest else value
        if len(rest) < 2:
            return _call(name, z)
        found = _call(name, s.Quotient(z, rest[1]))
        return s.Quotient(found, rest[1]) if name == "normal_pdf" else found

    return rewrite


def _order(name: str, order: int) -> Rewrite:
    return lambda arguments: _call(name, _number(order), *arguments)


_REWRITES: Mapping[str, Rewrite] = {
    "log": _log, "pow": lambda a: s.Power(*a), "root": _root,
    "cbrt": lambda a: _root((_number(3), *a)), "max": _fold("max"), "min": _fold("min"),
    "hypot": _length, "norm": _length, "sum": lambda a: s.Sum(a), "prod": lambda a: s.Product(a),
    "mean": lambda a: s.Quotient(s.Sum(a), _number(len(a))), "logsumexp": _fold("logaddexp"),
    "softmax": _softmax, "factorial": lambda a: _call("gamma", s.Sum((*a, _number(1)))),
    "besselj0": _order("bessel_j", 0), "besselj1": _order("bessel_j", 1),
    "bessely0": _order("bessel_y", 0), "bessely1": _order("bessel_y", 1),
    "besselj": lambda a: _call("bessel_j", *a), "bessely": lambda a: _call("bessel_y", *a),
    "i0": lambda a: _call("bessel_i0", *a), "i1": lambda a: _call("bessel_i1", *a),
    "normal_pdf": _normal("normal_pdf"), "normal_cdf": _normal("normal_cdf"),
    "clamp": lambda a: _call("min", _call("max", a[0], a[1]), a[2]),
}  # fmt: skip
_ENOUGH = {"max": 2, "min": 2, "hypot": 2, "normal_pdf": 1, "normal_cdf": 1, "log": 1}
"""Calls with as many arguments as this stay as they are; of one log is the natural one."""


def rewritten(node: s.Call) -> s.Node:
    """The call in terms of other functions, or itself."""
    name, count = node.function, len(node.arguments)
    if name == "log" and count == 1:
        return _call("ln", *node.arguments)
    if name not in _REWRITES or _ENOUGH.get(name) == count:
        return node
    return _REWRITES[name](node.arguments)


ENTIRE = frozenset((
    "sin", "cos", "atan", "tanh", "sigmoid", "softplus", "relu", "abs", "sign", "floor", "ceil",
    "round", "frac", "max", "min", "clamp", "erf", "erfc", "step", "heaviside", "sawtooth",
    "square", "triangle", "silu", "gelu", "mean", "sum", "normal_pdf", "normal_cdf",
))  # fmt: skip
"""Functions that are finite with all their derivatives wherever their arguments are."""


def is_entire(node: s.Node) -> bool:
    """Whether a formula is finite everywhere, so that it may be computed where it is not used."""
    from core.language.exact import exact
    from core.language.walk import nodes

    for each in nodes(node):
        match each:
            case s.Quotient():
                if exact(each.denominator) is None:
                    return False
            case s.Power():
                power = exact(each.exponent)
                if power is None or power < 0 or power.denominator != 1:
                    return False
            case s.Call():
                if each.function not in ENTIRE:
                    return False
            case s.Apply() | s.Derivative() | s.Repeat():
                return False
            case _:
                continue
    return True

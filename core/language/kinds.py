"""Numbers, conditions and lists: each must stand where one of its kind belongs."""

from __future__ import annotations

from core.errors import InputError
from core.language import syntax as s
from core.language.walk import nodes

_TAKES_ONE_LIST = frozenset((
    "sum", "prod", "mean", "norm", "min", "max", "logsumexp", "hypot", "softmax",
))


def check_kinds(body: s.Node) -> None:
    """Raise InputError where a condition or a list stands in place of a number."""
    if isinstance(body, s.Compare) and "=" in body.operators:
        raise InputError("The formula is an equation.", *body.span,
                         "Type what the row shows, for example f(x) = x^2.")
    if isinstance(body, s.Vector):
        for component in body.components:
            _check_row(component)
    else:
        _number(body)
    for node in nodes(body):
        _check(node)


def _check_row(component: s.Node) -> None:
    if isinstance(component, s.Vector):
        raise InputError("Matrices inside a formula are not read yet.", *component.span,
                         "Type one list, for example [x, x^2].")
    _number(component)


def _check(node: s.Node) -> None:
    match node:
        case s.Vector(components=parts):
            for part in parts:
                _check_row(part)
        case s.Logic(operands=parts):
            for part in parts:
                _condition(part)
        case s.Cases(branches=branches, otherwise=otherwise):
            for condition, value in branches:
                _condition(condition)
                _number(value)
            if otherwise is not None:
                _number(otherwise)
        case s.Repeat(body=inner, index=index):
            _number(inner)
            _check_components(inner, index)
        case s.Call(function=function, arguments=parts):
            _check_call(function, node, parts)
        case s.Derivative(operand=s.Vector(components=parts)):
            for part in parts:
                _number(part)
        case _:
            for part in _parts(node):
                _number(part)


def _parts(node: s.Node) -> tuple[s.Node, ...]:
    match node:
        case s.Sum(terms=parts) | s.Product(factors=parts) | s.Compare(operands=parts):
            return parts
        case s.Apply(arguments=parts):
            return parts
        case s.Negate(operand=inner) | s.Derivative(operand=inner):
            return (inner,)
        case s.Quotient(numerator=one, denominator=other) | s.Power(base=one, exponent=other):
            return (one, other)
        case _:
            return ()


def _check_components(body: s.Node, index: str) -> None:
    """Refuse x_i under a sum over i: the i would not be the index."""
    for node in nodes(body):
        if isinstance(node, s.Name) and node.name.partition("_")[2] == index:
            raise InputError(f"Components such as {node.name} are not read yet.", *node.span,
                             "Write the terms out.")


def _check_call(function: str, node: s.Node, parts: tuple[s.Node, ...]) -> None:
    if function == "dot":
        lengths = [len(p.components) for p in parts if isinstance(p, s.Vector)]
        if len(lengths) != 2:
            raise InputError("dot takes two lists.", *node.span,
                             "Type dot([1, x], [x, 2]).")
        if lengths[0] != lengths[1]:
            raise InputError("The two lists differ in length.", *node.span)
        return
    if function in _TAKES_ONE_LIST and len(parts) == 1 and isinstance(parts[0], s.Vector):
        return
    for part in parts:
        _number(part)


def _number(node: s.Node) -> None:
    if isinstance(node, s.Compare | s.Logic):
        raise InputError("A condition stands where a number is needed.", *node.span,
                         "Type if(x > 0, 1, 0) to turn it into a number.")
    if isinstance(node, s.Vector):
        raise InputError("A list stands where a number is needed.", *node.span,
                         "A list is a row of its own, for example [x, x^2].")


def _condition(node: s.Node) -> None:
    if not isinstance(node, s.Compare | s.Logic):
        raise InputError("A condition is needed here.", *node.span,
                         "Type a comparison, for example x > 0.")

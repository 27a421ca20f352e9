"""Numbers, vectors, matrices and conditions: each must stand where one of its kind belongs.

A shape is () for a number, (n,) for a vector, (m, n) for a matrix; conditions have their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import syntax as s
from core.language.functions import find
from core.language.walk import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

Shape = tuple[int, ...]
CONDITION: Shape = (-1,)
REDUCING = frozenset(("sum", "prod", "mean", "norm", "min", "max", "logsumexp", "hypot"))
"""Functions that make one number of a vector."""
_ALONE = frozenset(("dot", "softmax", *REDUCING))
_PAIRWISE = frozenset(("min", "max", "hypot"))


def check_body(
    body: s.Node, names: Mapping[str, Shape], scope: Mapping[str, s.Definition]
) -> Shape:
    """The shape of a row; InputError where a condition or a list stands in a wrong place."""
    if isinstance(body, s.Compare) and "=" in body.operators:
        raise InputError("The formula is an equation.", *body.span,
                         "Type what the row shows, for example f(x) = x^2.")
    shape = shape_of(body, names, scope)
    if shape == CONDITION:
        raise _needs_number(body, shape)
    return shape


def shape_of(
    node: s.Node, names: Mapping[str, Shape], scope: Mapping[str, s.Definition],
    callers: tuple[str, ...] = (),
) -> Shape:  # fmt: skip
    """The shape of an expression; `names` holds the shapes of what is no number."""
    return fold(node, lambda each, below: _rule(each, below, names, scope, callers))


def shapes_of(
    tree: s.Node, names: Mapping[str, Shape], scope: Mapping[str, s.Definition]
) -> dict[int, Shape]:
    """The shape of every node of a tree, by the identity of the node."""
    found: dict[int, Shape] = {}

    def rule(node: s.Node, below: list[Shape]) -> Shape:
        found[id(node)] = shape = _rule(node, below, names, scope, ())
        return shape

    fold(tree, rule)
    return found


def _rule(
    node: s.Node, below: list[Shape], names: Mapping[str, Shape],
    scope: Mapping[str, s.Definition], callers: tuple[str, ...],
) -> Shape:  # fmt: skip
    match node:
        case s.Name(name=name):
            return names.get(name, ())
        case s.Compare() | s.Logic() | s.Cases():
            return _conditional(node, below)
        case s.Apply():
            return _applied(node, below, scope, callers)
        case s.Component():
            return _component(node, below)
        case s.Transpose(operand=inner):
            return _transposed(inner, below[0])
        case s.Vector(components=parts):
            return _listed(parts, below)
        case s.Call():
            _no_conditions(node.arguments, below)
            return _called(node, below)
        case s.Repeat():
            _no_conditions((node.body, node.low, node.high), below)
            return _repeated(node, below)
        case s.Product(factors=parts):
            _no_conditions(parts, below)
            return _multiplied(parts, below)
        case _:
            return _arithmetic(node, below)


def _arithmetic(node: s.Node, below: list[Shape]) -> Shape:
    match node:
        case s.Negate(operand=inner) | s.Derivative(operand=inner):
            _no_conditions((inner,), below)
            return below[0]
        case s.Sum(terms=parts):
            _no_conditions(parts, below)
            return joined(parts, below)
        case s.Quotient(numerator=one, denominator=other):
            _no_conditions((one, other), below)
            if len(below[1]) > 1:
                raise InputError("Nothing is divided by a matrix here.", *other.span)
            return joined((one, other), below)
        case s.Power(base=base, exponent=exponent):
            _no_conditions((base, exponent), below)
            if below[1]:
                raise _needs_number(exponent, below[1])
            if len(below[0]) == 2:
                raise InputError("A matrix has no powers here.", *node.span,
                                 "Multiply it by itself, for example A A.")
            return below[0]
        case _:
            return ()


def joined(parts: tuple[s.Node, ...], below: list[Shape]) -> Shape:
    """The shape of things added or compared entry by entry; numbers go with anything."""
    shape: Shape = ()
    for part, each in zip(parts, below, strict=True):
        if each and shape and each != shape:
            raise InputError(f"{_size(shape)} and {_size(each)} do not go together.", *part.span)
        shape = each or shape
    return shape


def _size(shape: Shape) -> str:
    if len(shape) == 1:
        return f"{shape[0]} component{'s' if shape[0] > 1 else ''}"
    return f"a matrix of {shape[0]} × {shape[1]}"


def product_shape(left: Shape, right: Shape) -> Shape | None:
    """The shape of a product in matrix algebra; None where there is none."""
    if not left or not right:
        return left or right
    if len(left) == 1:
        if len(right) == 2 and right[0] == 1:
            return (left[0], right[1])
        return None
    if left[1] != right[0]:
        return None
    if len(right) == 1:
        return () if left[0] == 1 else (left[0],)
    return () if left[0] == right[1] == 1 else (left[0], right[1])


def _multiplied(parts: tuple[s.Node, ...], below: list[Shape]) -> Shape:
    shape = below[0]
    for part, each in zip(parts[1:], below[1:], strict=True):
        following = product_shape(shape, each)
        if following is None:
            if len(shape) == 1 and len(each) == 1:
                raise InputError("The product of two vectors has several meanings.", *part.span,
                                 "Type dot(u, v), or the entries: sum(u_i v_i, i, 1, n).")
            raise InputError(f"{_size(shape)} times {_size(each)} is no product.".capitalize(),
                             *part.span)
        shape = following
    return shape


def _transposed(inner: s.Node, shape: Shape) -> Shape:
    if not shape:
        if isinstance(inner, s.Name):
            raise InputError(f"{inner.name} is a variable, so {inner.name}' has no meaning.",
                             *inner.span, f"For a derivative type d/d{inner.name} (…).")
        raise InputError("A number has no transpose.", *inner.span)
    return (1, shape[0]) if len(shape) == 1 else (shape[1], shape[0])


def _component(node: s.Component, below: list[Shape]) -> Shape:
    if below[1]:
        raise _needs_number(node.index, below[1])
    if not below[0]:
        raise InputError("A number has no components.", *node.vector.span)
    if isinstance(node.index, s.Number) and not 1 <= node.index.value <= below[0][0]:
        raise InputError(f"There is no component {node.index.value:g} among {below[0][0]}.",
                         *node.index.span, "Components count from 1.")
    return below[0][1:]


def _listed(parts: tuple[s.Node, ...], below: list[Shape]) -> Shape:
    _no_conditions(parts, below)
    if any(len(each) > 1 for each in below):
        raise InputError("A matrix stands inside a list.", *parts[0].span,
                         "A matrix is a list of rows, for example [[2, 1], [1, 3]].")
    for part, each in zip(parts, below, strict=True):
        if each != below[0]:
            raise InputError("The rows of a matrix have the same length.", *part.span)
    return (len(parts), *below[0])


def _called(node: s.Call, below: list[Shape]) -> Shape:
    name = node.function
    if name == "dot":
        return _dot(node, below)
    if name in _ALONE and len(below) == 1:
        if len(below[0]) == 2:
            raise _needs_number(node.arguments[0], below[0])
        return below[0] if name == "softmax" else ()
    row = find(name)
    elementwise = row is None or name in _PAIRWISE or name not in _ALONE
    if elementwise:
        return joined(node.arguments, below)
    for part, each in zip(node.arguments, below, strict=True):
        if each:
            raise _needs_number(part, each)
    return ()


def _dot(node: s.Call, below: list[Shape]) -> Shape:
    if any(len(each) != 1 for each in below):
        raise InputError("dot takes two lists.", *node.span, "Type dot([1, x], [x, 2]).")
    if below[0] != below[1]:
        raise InputError(
            f"The two lists differ in length: {below[0][0]} and {below[1][0]}.", *node.span)
    return ()


def _repeated(node: s.Repeat, below: list[Shape]) -> Shape:
    for part, each in zip((node.low, node.high), below[1:], strict=True):
        if each:
            raise _needs_number(part, each)
    if below[0] and node.kind == "prod":
        raise _needs_number(node.body, below[0])
    return below[0]


def _applied(
    node: s.Apply, below: list[Shape], scope: Mapping[str, s.Definition],
    callers: tuple[str, ...],
) -> Shape:  # fmt: skip
    _no_conditions(node.arguments, below)
    definition = scope.get(node.name)
    if definition is None or node.name in callers:
        return ()
    if not below or len(below) != len(definition.variables):
        return definition.shape
    given = dict(zip(definition.variables, below, strict=True))
    for part, name, each in zip(node.arguments, definition.variables, below, strict=True):
        length = definition.length(name)
        if length and each != (length,):
            found = _size(each) if each else "a number"
            raise InputError(f"{node.name} takes {length} components for {name}, not {found}.",
                             *part.span)
    if not any(below):
        return definition.shape
    names = {**{each.name: (len(each.members),) for each in definition.families}, **given}
    try:
        return shape_of(definition.body, names, scope, (*callers, node.name))
    except InputError as error:
        raise InputError(error.message, *node.span, error.hint) from None


def _conditional(node: s.Node, below: list[Shape]) -> Shape:
    if isinstance(node, s.Compare):
        for part, each in zip(node.operands, below, strict=True):
            if each:
                raise _needs_number(part, each)
        return CONDITION
    if isinstance(node, s.Logic):
        for part, each in zip(node.operands, below, strict=True):
            _needs_condition(part, each)
        return CONDITION
    assert isinstance(node, s.Cases)
    for k, (condition, _) in enumerate(node.branches):
        _needs_condition(condition, below[2 * k])
    values = [value for _, value in node.branches]
    shapes = below[1 : 2 * len(values) : 2]
    if node.otherwise is not None:
        values.append(node.otherwise)
        shapes = [*shapes, below[-1]]
    _no_conditions(tuple(values), shapes)
    return joined(tuple(values), shapes)


def _needs_condition(node: s.Node, shape: Shape) -> None:
    if shape != CONDITION:
        raise InputError("A condition is needed here.", *node.span,
                         "Type a comparison, for example x > 0.")


def _no_conditions(parts: tuple[s.Node, ...], below: list[Shape]) -> None:
    for part, each in zip(parts, below, strict=True):
        if each == CONDITION:
            raise _needs_number(part, each)


def _needs_number(node: s.Node, shape: Shape) -> InputError:
    if shape == CONDITION:
        return InputError("A condition stands where a number is needed.", *node.span,
                          "Type if(x > 0, 1, 0) to turn it into a number.")
    return InputError("A list stands where a number is needed.", *node.span,
                      "Take its length or one component, for example norm(x) or x_1.")

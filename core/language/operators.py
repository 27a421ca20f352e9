"""grad, hessian, jacobian, laplacian, div and curl as the derivatives they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import syntax as s
from core.language.names import FIRST_VARIABLES, NEXT_VARIABLES
from core.language.shapes import shape_of
from core.language.walk import children, free_names, nodes, with_children

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.language.shapes import Shape

MOST_ROWS = {"hessian": 12, "jacobian": 12}
MOST_VARIABLES = 64


def expanded(
    node: s.Node, names: Mapping[str, Shape], scope: Mapping[str, s.Definition],
    declared: frozenset[str],
) -> s.Node:  # fmt: skip
    """The tree with every operator replaced; `names` holds the shapes of vectors."""
    if not any(isinstance(each, s.Operator) for each in nodes(node)):
        return node
    below = [expanded(each, names, scope, declared) for each in children(node)]
    node = with_children(node, below)
    if not isinstance(node, s.Operator):
        return node
    variables = _variables(node, names, declared)
    shape = shape_of(node.operand, names, scope)
    _check(node, shape, len(variables))
    return _build(node, variables, shape)


def _variables(
    node: s.Operator, names: Mapping[str, Shape], declared: frozenset[str]
) -> list[str]:
    """The names to differentiate by, those of a vector one by one."""
    free = free_names(node.operand)
    wanted = sorted(free & declared) or sorted(free & {*FIRST_VARIABLES})
    wanted = wanted or sorted(free & {*names}) or sorted(free & {*NEXT_VARIABLES})
    if not wanted:
        raise InputError(f"{node.kind} finds no variable to differentiate by.", *node.span,
                         "Type d/dx (…) with the variable you mean.")
    found: list[str] = []
    for name in wanted:
        shape = names.get(name, ())
        found += [f"{name}_{k}" for k in range(1, shape[0] + 1)] if shape else [name]
    return found


def _check(node: s.Operator, shape: Shape, count: int) -> None:
    most = MOST_ROWS.get(node.kind, MOST_VARIABLES)
    if count > most:
        raise InputError(f"{node.kind} inside a formula goes up to {most} variables.", *node.span,
                         "Type the function alone in a row: its panel shows all of them.")
    wants_map = node.kind in ("jacobian", "div", "curl")
    if wants_map and len(shape) != 1:
        raise InputError(f"{node.kind} takes a map with several components.", *node.span,
                         f"Type for example {node.kind} [x y, x + y].")
    if not wants_map and shape:
        raise InputError(f"{node.kind} takes a function with one value.", *node.span,
                         "For a map type jacobian.")
    if node.kind == "div" and shape[0] != count:
        raise InputError(f"div takes as many components as variables, here {count}.", *node.span)
    if node.kind == "curl" and (shape[0] != count or count not in (2, 3)):
        raise InputError("curl takes a map of 2 or 3 variables with as many components.",
                         *node.span)


def _build(node: s.Operator, variables: Sequence[str], shape: Shape) -> s.Node:
    inner, span = node.operand, node.span
    match node.kind:
        case "grad":
            return _one_or_list([s.Derivative(inner, v, 1, span=span) for v in variables], span)
        case "laplacian":
            return _added([s.Derivative(inner, v, 2, span=span) for v in variables], span)
        case "hessian":
            rows = [
                _listed([_second(inner, v, w, span) for w in variables], span) for v in variables
            ]
            return _listed(rows, span)
        case "jacobian":
            return _listed([
                _listed([_slope(inner, k, v, span) for v in variables], span)
                for k in range(shape[0])
            ], span)  # fmt: skip
        case "div":
            return _added([_slope(inner, k, v, span) for k, v in enumerate(variables)], span)
        case "curl":
            return _curl(inner, variables, span)


def _curl(inner: s.Node, variables: Sequence[str], span: s.Span) -> s.Node:
    def turn(i: int, j: int) -> s.Node:
        """d_i F_j - d_j F_i."""
        falling = s.Negate(_slope(inner, i, variables[j], span), span=span)
        return s.Sum((_slope(inner, j, variables[i], span), falling), span=span)

    if len(variables) == 2:
        return turn(0, 1)
    return _listed([turn(1, 2), turn(2, 0), turn(0, 1)], span)


def _slope(inner: s.Node, component: int, variable: str, span: s.Span) -> s.Node:
    if isinstance(inner, s.Vector):
        return s.Derivative(inner.components[component], variable, 1, span=span)
    index = s.Number(component + 1.0, str(component + 1), span=span)
    return s.Derivative(s.Component(inner, index, span=span), variable, 1, span=span)


def _second(inner: s.Node, one: str, other: str, span: s.Span) -> s.Node:
    if one == other:
        return s.Derivative(inner, one, 2, span=span)
    return s.Derivative(s.Derivative(inner, other, 1, span=span), one, 1, span=span)


def _listed(parts: list[s.Node], span: s.Span) -> s.Node:
    return s.Vector(tuple(parts), span=span)


def _one_or_list(parts: list[s.Node], span: s.Span) -> s.Node:
    return parts[0] if len(parts) == 1 else _listed(parts, span)


def _added(parts: list[s.Node], span: s.Span) -> s.Node:
    return parts[0] if len(parts) == 1 else s.Sum(tuple(parts), span=span)

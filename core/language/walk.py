"""Walking a syntax tree without recursion, so that deep trees need no deep stack."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from core.language import syntax as s

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Result = TypeVar("Result")


def children(node: s.Node) -> tuple[s.Node, ...]:
    """The nodes directly below, in the order they are written."""
    match node:
        case s.Negate(operand=inner) | s.Derivative(operand=inner):
            return (inner,)
        case s.Transpose(operand=inner) | s.Operator(operand=inner):
            return (inner,)
        case s.Component(vector=one, index=other):
            return (one, other)
        case s.Sum(terms=many) | s.Product(factors=many) | s.Vector(components=many):
            return many
        case s.Call(arguments=many) | s.Apply(arguments=many):
            return many
        case s.Compare(operands=many) | s.Logic(operands=many):
            return many
        case s.Quotient(numerator=one, denominator=other) | s.Power(base=one, exponent=other):
            return (one, other)
        case s.Repeat(body=body, low=low, high=high):
            return (body, low, high)
        case s.Cases(branches=branches, otherwise=otherwise):
            pairs = tuple(part for branch in branches for part in branch)
            return pairs if otherwise is None else (*pairs, otherwise)
        case _:
            return ()


def with_children(node: s.Node, below: Sequence[s.Node]) -> s.Node:
    """The same node over other children, as many as `children` gives."""
    match node:
        case s.Negate() | s.Derivative() | s.Transpose() | s.Operator():
            return replace(node, operand=below[0])
        case s.Sum():
            return replace(node, terms=tuple(below))
        case s.Product():
            return replace(node, factors=tuple(below))
        case s.Vector():
            return replace(node, components=tuple(below))
        case s.Call() | s.Apply():
            return replace(node, arguments=tuple(below))
        case s.Compare() | s.Logic():
            return replace(node, operands=tuple(below))
        case s.Quotient():
            return replace(node, numerator=below[0], denominator=below[1])
        case s.Power():
            return replace(node, base=below[0], exponent=below[1])
        case s.Component():
            return replace(node, vector=below[0], index=below[1])
        case s.Repeat():
            return replace(node, body=below[0], low=below[1], high=below[2])
        case s.Cases(branches=branches):
            pairs = tuple((below[2 * k], below[2 * k + 1]) for k in range(len(branches)))
            last = below[2 * len(branches)] if len(below) % 2 else None
            return replace(node, branches=pairs, otherwise=last)
        case _:
            return node


def fold(tree: s.Node, rule: Callable[[s.Node, list[Result]], Result]) -> Result:
    """`rule(node, results of its children)` from the leaves up; the result of the root."""
    waiting: list[tuple[s.Node, bool]] = [(tree, False)]
    done: list[Result] = []
    while waiting:
        node, ready = waiting.pop()
        below = children(node)
        if ready or not below:
            first = len(done) - len(below)
            done[first:] = [rule(node, done[first:])]
        else:
            waiting.append((node, True))
            waiting.extend((child, False) for child in reversed(below))
    return done[0]


def height(tree: s.Node) -> int:
    """The number of nodes on the longest way down."""
    def rule(_: s.Node, below: list[int]) -> int:
        return 1 + max(below, default=0)

    return fold(tree, rule)


def nodes(tree: s.Node) -> Iterator[s.Node]:
    """Every node, parents first."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def free_names(tree: s.Node) -> frozenset[str]:
    """The names that stand for values from outside: all but the indices of sums and products."""
    def rule(node: s.Node, below: list[frozenset[str]]) -> frozenset[str]:
        if isinstance(node, s.Name):
            return frozenset((node.name,))
        if isinstance(node, s.Repeat):
            return (below[0] - {node.index}) | below[1] | below[2]
        joined = frozenset[str]().union(*below)
        return joined | {node.variable} if isinstance(node, s.Derivative) else joined

    return fold(tree, rule)

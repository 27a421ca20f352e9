"""From nodes and edges to a graph that can be read: long parts folded, all laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.autograd.graph_fold import folded
from core.autograd.graph_layout import lay_out
from core.autograd.graph_words import (
    FOLDED,
    MOST_SHOWN,
    SLIDER,
    VARIABLE,
    Graph,
    GraphEdge,
    GraphNode,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from core.autograd.graph_fold import Part

    Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A node before it is laid out; the words are those of `GraphNode`.

    `family` is what it may be chained with, empty for nothing.
    """

    key: int
    title: str
    formula: str
    kind: str
    grad_fn: str
    value: float | None
    gradient: float | None
    is_leaf: bool
    requires_grad: bool
    retains_grad: bool
    spans: tuple[Span, ...] = ()
    cut: bool = False
    family: str = ""
    origin: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """From a node to one that reads it, by their places; the derivative of that step alone."""

    source: int
    target: int
    slope: float | None


def drawn(nodes: Sequence[Node], edges: Sequence[Edge], opened: Collection[int]) -> Graph:
    """The graph of nodes in order of computation, the last the output.

    `opened` are keys of folded parts to open.
    """
    arguments: list[list[int]] = [[] for _ in nodes]
    for edge in edges:
        arguments[edge.target].append(edge.source)
    places = {node.key: place for place, node in enumerate(nodes)}
    parts = folded(
        arguments, [node.family for node in nodes], MOST_SHOWN,
        [places[key] for key in opened if key in places],
    )  # fmt: skip
    joined = _joined(parts, edges)
    layout = lay_out(len(parts), list(joined))
    cards = tuple(
        _card(part, nodes, spot) for part, spot in zip(parts, layout.spots, strict=True)
    )
    lines = tuple(
        GraphEdge(source, target, slope, path)
        for ((source, target), slope), path in zip(joined.items(), layout.paths, strict=True)
    )
    return Graph(
        "", cards, lines, len(nodes), layout.crossings, layout.width, layout.height
    )


def _joined(
    parts: Sequence[Part], edges: Sequence[Edge]
) -> Mapping[tuple[int, int], float | None]:
    """The edges between parts. Into a folded part, the slopes on the way to its exit multiply."""
    home = {node: place for place, part in enumerate(parts) for node in part.members}
    entering: dict[int, list[Edge]] = {}
    for edge in edges:
        entering.setdefault(edge.target, []).append(edge)
    found: dict[tuple[int, int], float | None] = {}
    for place, part in enumerate(parts):
        weight: dict[int, float | None] = {} if part.leaves else {part.exit: 1.0}
        own: dict[tuple[int, int], float | None] = {}
        for node in reversed(part.members):
            for edge in entering.get(node, ()):
                slope = _times(weight.get(node), edge.slope)
                if home[edge.source] == place:
                    weight[edge.source] = _plus(weight.get(edge.source), slope)
                else:
                    key = home[edge.source], place
                    many = parts[home[edge.source]].leaves
                    own[key] = None if many else _plus(own.get(key), slope)
        found.update(reversed(own.items()) if part.chain else own)  # as they are typed
    return found


def _times(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one * other


def _plus(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def _card(part: Part, nodes: Sequence[Node], spot: tuple[float, float]) -> GraphNode:
    node = nodes[part.exit]
    steps = [nodes[each] for each in part.members if nodes[each].kind not in (VARIABLE, SLIDER)]
    many = len(part.members) > 1
    title = node.title
    if many:
        title = f"{node.family} {len(part.members) + 1} terms" if part.chain else (
            f"{len(steps)} steps")
    if part.leaves:
        return _bundle(part, nodes, spot)
    return GraphNode(
        node.key, title, node.formula, FOLDED if many else node.kind, node.grad_fn, node.value,
        node.gradient, node.is_leaf, node.requires_grad, node.retains_grad, node.spans,
        max(1, len(steps)), node.cut, node.origin, node.name, *spot,
    )  # fmt: skip


def _bundle(part: Part, nodes: Sequence[Node], spot: tuple[float, float]) -> GraphNode:
    """The card of several leaves, which has no number of its own."""
    leaves = [nodes[each] for each in part.members]
    first, last = leaves[0], leaves[-1]
    spans = dict.fromkeys(span for leaf in leaves for span in leaf.spans)
    return GraphNode(
        last.key, f"{len(leaves)} leaves", f"{first.title} … {last.title}", FOLDED, "", None, None,
        True, any(leaf.requires_grad for leaf in leaves), False, tuple(spans), len(leaves),
        x=spot[0], y=spot[1],
    )  # fmt: skip

"""Forward and backward through a graph, one step at a time: what happens, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.autograd.graph_words import SLIDER, VARIABLE, Graph

if TYPE_CHECKING:
    from core.autograd.graph_words import GraphEdge, GraphNode

# What a beat does: fill a value, begin at the output, go back along an edge.
VALUE, SEED, EDGE = "value", "seed", "edge"


@dataclass(frozen=True, slots=True)
class Beat:
    """One step of the play: a node gets its value, or a gradient comes to it along an edge.

    `edge` is the place of the edge, -1 without one; `gradient` is what has come to the node so
    far. `sentence` says it with its numbers.
    """

    kind: str
    node: int
    sentence: str
    edge: int = -1
    gradient: float | None = None


def beats(graph: Graph) -> tuple[Beat, ...]:
    """All steps: the values in order of computation, then the gradients from the output back."""
    found = [Beat(VALUE, place, _value(node)) for place, node in enumerate(graph.nodes)]
    if not graph.nodes or graph.nodes[-1].gradient is None:
        return tuple(found)
    last = len(graph.nodes) - 1
    begun = f"Backward begins at the output: ∂{graph.what}/∂{graph.what} = 1."
    found.append(Beat(SEED, last, begun, gradient=1.0))
    entering: dict[int, list[int]] = {}
    for place, edge in enumerate(graph.edges):
        entering.setdefault(edge.target, []).append(place)
    so_far: dict[int, float] = {last: 1.0}
    for target in range(last, -1, -1):
        above = graph.nodes[target].gradient
        for place in entering.get(target, ()):
            edge = graph.edges[place]
            source = graph.nodes[edge.source]
            if above is None or edge.slope is None or source.gradient is None:
                continue
            before = so_far.get(edge.source)
            so_far[edge.source] = edge.slope * above + (before or 0.0)
            sentence = _back(graph, edge, above, before)
            found.append(Beat(EDGE, edge.source, sentence, place, so_far[edge.source]))
    return tuple(found)


def short(value: float | None, digits: int = 6) -> str:
    """A number of so many digits with a true minus; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}g}".replace("-", "−")


def _value(node: GraphNode) -> str:
    if node.kind in (VARIABLE, SLIDER):
        needs = "requires a gradient" if node.requires_grad else "does not require a gradient"
        return f"{node.title} = {short(node.value)} is a leaf; it {needs}."
    if node.is_leaf and node.value is None:
        return f"{node.formula} get their values: {node.steps} leaves in one."
    name = _name(node)
    left = f" and leaves {node.grad_fn} behind" if node.grad_fn else ""
    return f"{name} is {short(node.value)}{left}."


def _back(graph: Graph, edge: GraphEdge, above: float, before: float | None) -> str:
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    product = (edge.slope or 0.0) * above
    sentence = (
        f"From {_name(target)} to {_name(source)}: local derivative {short(edge.slope)} × "
        f"gradient above {short(above)} = {short(product)}"
    )
    if before is None:
        return f"{sentence}."
    return f"{sentence}; with the {short(before)} from before {short(product + before)}."


def _name(node: GraphNode) -> str:
    long = len(node.formula) > 28 or not node.formula
    return node.title if long else node.formula

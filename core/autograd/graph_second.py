"""The graph of the derivative: what create_graph=True leaves behind, walked node by node.

Names and edges are those of `grad_fn.next_functions`. The value of a node is what torch computed
when it made the node, seen by a dispatch mode; its gradient is what reaches it in a true backward
pass, seen by a hook; the slope of an edge is what the node alone makes of 1.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch._C._autograd import _get_sequence_nr
from torch.utils._python_dispatch import TorchDispatchMode

from core.autograd.graph import leaves_of, number, output_name, run_forward
from core.autograd.graph_draw import Edge, Node, drawn
from core.autograd.graph_labels import formulas, titles, torch_title
from core.autograd.graph_words import MOST_STEPS, SLIDER, STEP, TOO_LONG, VARIABLE, Graph
from core.errors import InputError
from core.words import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.autograd.graph import Ran, Scene
    from core.autograd.graph_words import GraphWish

LEAF = "AccumulateGrad"
PLAIN_NUMBER = "The derivative is {value} and depends on nothing, so torch keeps no graph of it."
_CHAINED = {"Add": "+", "Sub": "+", "Mul": "×"}


class _Seen(TorchDispatchMode):
    """Remembers the value of each node by its number in the sequence in which nodes are made."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[int, Any] = {}

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Without this, torch loads its compiler for seconds, only to leave this alone."""
        return False

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        del types
        value = func(*args, **(kwargs or {}))
        made = _get_sequence_nr() - 1
        self.values.setdefault(made, value)
        return value


@dataclass(slots=True)
class _Walk:
    """The nodes behind a derivative, what each reads before it, and what was seen of them."""

    order: list[Any] = field(default_factory=list)
    gradients: dict[Any, float | None] = field(default_factory=dict)


def second_graph(scene: Scene, wish: GraphWish) -> Graph:
    """The graph of df/dx, by the variable that is wished; with the same layout as that of f."""
    leaves = leaves_of(scene, wish.touches.held)
    name = scene.names[min(wish.by, len(scene.names) - 1)]
    what = _name(scene, name, output_name(scene, wish.entry))
    seen = _Seen()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # anomaly detection says that it is slow
        with seen, torch.autograd.set_detect_anomaly(True, check_nan=False):
            ran = run_forward(scene, leaves, replace(wish.touches, kept=()))
            slope, note = _slope(ran, leaves[name])
    empty = Graph(what, (), (), 0, components=scene.components, variables=scene.names,
                  text=scene.text, name=scene.name)  # fmt: skip
    if slope is None:
        return replace(empty, note=note)
    if slope.grad_fn is None:
        value = f"{float(slope):.6g}".replace("-", "−")
        return replace(empty, note=PLAIN_NUMBER.format(value=value))
    walk = _walked(slope)
    if len(walk.order) > MOST_STEPS:
        raise InputError(TOO_LONG.format(count=len(walk.order), most=MOST_STEPS))
    walk.gradients.update(_gradients(slope, walk.order, leaves))
    nodes, edges = _told(scene, ran, walk, seen)
    graph = drawn(nodes, edges, wish.touches.opened)
    return replace(
        graph, what=what, components=scene.components, variables=scene.names, text=scene.text,
        name=scene.name,
    )  # fmt: skip


def _name(scene: Scene, variable: str, output: str) -> str:
    alone = len(scene.names) == 1
    return f"{output}′" if alone else f"∂{output}/∂{plain_name(variable)}"


def _slope(ran: Ran, leaf: Tensor) -> tuple[Tensor | None, str]:
    try:
        (slope,) = torch.autograd.grad(ran.output, leaf, create_graph=True, allow_unused=True)
    except RuntimeError as error:
        return None, f"RuntimeError: {error}"
    return (torch.zeros_like(leaf) if slope is None else slope), ""


def _walked(slope: Tensor) -> _Walk:
    """All nodes behind a tensor, each after those it reads."""
    walk = _Walk()
    done: set[Any] = set()
    waiting = [(slope.grad_fn, False)]
    while waiting:
        node, ready = waiting.pop()
        if ready:
            walk.order.append(node)
        elif node not in done:
            done.add(node)
            waiting.append((node, True))
            waiting.extend((each, False) for each in reversed(list(_inputs(node))))
    return walk


def _inputs(node: Any) -> Iterator[Any]:
    return (each for each, _ in node.next_functions if each is not None)


def _gradients(
    slope: Tensor, order: list[Any], leaves: Mapping[str, Tensor]
) -> dict[Any, float | None]:
    """What reaches each node in a backward pass from the derivative."""
    found: dict[Any, float | None] = {}

    def seen_by(node: Any) -> Any:
        def hook(given: tuple[Tensor | None, ...]) -> None:
            found[node] = None if given[0] is None else number(given[0])

        return hook

    handles = [node.register_prehook(seen_by(node)) for node in order]
    slope.backward(retain_graph=True)
    for handle in handles:
        handle.remove()
    for leaf in leaves.values():
        leaf.grad = None
    return found


def _told(scene: Scene, ran: Ran, walk: _Walk, seen: _Seen) -> tuple[list[Node], list[Edge]]:
    """The nodes and edges in words; those of the forward pass are called as in its graph."""
    words, texts = titles(scene.program), formulas(scene.program, scene.text)
    steps = {
        ran.values[place].grad_fn: place for place in ran.places
        if ran.values[place].grad_fn is not None
    }  # fmt: skip
    of_leaf = {id(leaf): name for name, leaf in ran.leaves.items()}
    places = {scene.program.inputs[scene.program.steps[place].detail]: place
              for place in ran.places if scene.program.steps[place].op == "input"}  # fmt: skip
    at = {node: k for k, node in enumerate(walk.order)}
    nodes: list[Node] = []
    edges: list[Edge] = []
    for node in walk.order:
        name = node.name().rpartition("::")[2]
        gradient = walk.gradients.get(node)
        if name == LEAF:
            input_name = of_leaf[id(node.variable)]
            place = places[input_name]
            kind = VARIABLE if input_name in scene.names else SLIDER
            nodes.append(Node(
                at[node], plain_name(input_name), plain_name(input_name), kind, LEAF,
                number(node.variable), gradient, True, True, False,
                scene.program.stands.get(place, ()), name=input_name,
            ))  # fmt: skip
            continue
        place = steps.get(node)
        source = place if place is not None else _cause(node, steps)
        spans = () if source is None else scene.program.stands.get(source, ())
        title, formula, origin = torch_title(node), "", ""
        if place is not None:
            title, formula = words[place], texts[place]
        elif source is not None:
            origin = texts[source]
        value = ran.values[place] if place is not None else _value(node, seen)
        family = _CHAINED.get(name.partition("Backward")[0], "")
        nodes.append(Node(
            at[node], title, formula, STEP, name, number(value), gradient, False, True, False,
            spans, family=family, origin=origin,
        ))  # fmt: skip
        edges += [Edge(at[each], at[node], slope) for each, slope in _alone(node).items()]
    return nodes, edges


def _cause(node: Any, steps: Mapping[Any, int]) -> int | None:
    """The step of the forward pass whose backward made this node."""
    cause = node.metadata.get("parent_")
    return None if cause is None else steps.get(cause)


def _value(node: Any, seen: _Seen) -> Any:
    """What torch computed when it made the node; None for a function written in Python."""
    if isinstance(node, torch.autograd.function.BackwardCFunction):
        return None
    return seen.values.get(node._sequence_nr())  # noqa: SLF001


def _alone(node: Any) -> dict[Any, float | None]:
    """What the node alone makes of 1, by each node it reads."""
    found: dict[Any, float | None] = dict.fromkeys(_inputs(node))
    try:
        given = node(torch.ones((), dtype=torch.float64))
    except (RuntimeError, TypeError):
        return found
    slopes = given if isinstance(given, tuple) else (given,)
    sums: defaultdict[Any, float] = defaultdict(float)
    for (each, _), slope in zip(node.next_functions, slopes, strict=False):
        value = None if slope is None else number(slope)
        if each is not None and value is not None:
            sums[each] += value
            found[each] = sums[each]
    return found

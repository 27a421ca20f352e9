"""The computation graph as frozen words that cross from the child to the window."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.autograd.words import Subject

    Span = tuple[int, int]
    Spot = tuple[float, float]

# What a node of the graph is.
VARIABLE, SLIDER, STEP, FOLDED = "variable", "slider", "step", "folded"
CARD_WIDTH, CARD_HEIGHT = 120.0, 44.0
MOST_SHOWN = 60  # nodes; of more, parts are folded into one
MOST_STEPS = 2_000
TOO_LONG = "The graph has {count:,} nodes; up to {most:,} are drawn."


@dataclass(frozen=True, slots=True)
class Touches:
    """What a person changed of the graph, by the keys of its nodes.

    `held` are leaves without requires_grad, `kept` inner nodes with retain_grad(), `cut` inner
    nodes that are detached, `opened` the folded parts that are open.
    """

    held: tuple[str, ...] = ()
    kept: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Touches:
        """What `asdict` made, once it was JSON."""
        return cls(*(tuple(plain[each.name]) for each in fields(cls)))


UNTOUCHED = Touches()


@dataclass(frozen=True, slots=True)
class GraphWish:
    """The graph of the subject's formula, or with `second` that of its derivative.

    `entry` chooses the component of a map, `by` the variable of the derivative, both from 0.
    """

    subject: Subject
    second: bool = False
    entry: int = 0
    by: int = 0
    touches: Touches = UNTOUCHED


@dataclass(frozen=True, slots=True)
class GraphNode:
    """One operation, variable or slider, with what torch says of its tensor.

    `key` names it as long as the formula stays. `formula` is the part of the text that it stands
    for, `spans` all columns where that is typed and `echo` the whole row in LaTeX with that part in
    colour, "" where it cannot be marked. `value` and `gradient` are None where there is
    none; the gradient is that of the output to this node. `steps` counts what is folded into it.
    `origin` is the formula by whose derivative torch made it, in the graph of a derivative, and
    `name` the input that a leaf is. `x`, `y` are the middle of its card in pixels.
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
    steps: int = 1
    cut: bool = False
    origin: str = ""
    name: str = ""
    x: float = 0.0
    y: float = 0.0
    echo: str = ""


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """From a node to one that reads it, both by their place in `Graph.nodes`.

    `slope` is the local derivative, None where there is none. `path` are points from card to card.
    """

    source: int
    target: int
    slope: float | None
    path: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in the order in which they are computed, the output last, and how they are laid out.

    `what` names the output: f, f′, ∂f/∂x; `name` is the function's own. `total` counts the nodes
    with those that are folded.
    `note` says why there are no gradients, in torch's own words where it raised, and `hint` what
    to do. `components` and `variables` can be chosen among.
    """

    what: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    total: int
    crossings: int = 0
    width: float = 0.0
    height: float = 0.0
    note: str = ""
    hint: str = ""
    components: int = 0
    variables: tuple[str, ...] = ()
    text: str = ""
    name: str = "f"

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Graph:
        """What `to_json` made."""
        nodes = tuple(
            GraphNode(**{**each, "spans": tuple(map(_pair, each["spans"]))})
            for each in plain["nodes"]
        )
        edges = tuple(
            GraphEdge(**{**each, "path": tuple(map(_pair, each["path"]))})
            for each in plain["edges"]
        )
        rest = {"nodes": nodes, "edges": edges, "variables": tuple(plain["variables"])}
        return cls(**{**plain, **rest})


def _pair(given: Any) -> Any:
    return (given[0], given[1])

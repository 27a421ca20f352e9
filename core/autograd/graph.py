"""The computation graph of a formula at a point, as PyTorch made it: run for real and recorded.

Every number is torch's: the values of one run, the gradients of one `torch.autograd.grad` from the
output to every node, and for each edge the derivative of that operation alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from core.autograd.graph_draw import Edge, Node, drawn
from core.autograd.graph_labels import LOWERED, formulas, titles
from core.autograd.graph_words import (
    MOST_STEPS,
    SLIDER,
    STEP,
    TOO_LONG,
    VARIABLE,
    Graph,
    GraphWish,
)
from core.autograd.plain import OWN
from core.calculus.compile import compile_definition, components_of
from core.calculus.torch_analytic import tensor
from core.calculus.torch_plain import plain_arguments, plain_step
from core.errors import InputError
from core.language.together import parse_together, scope_of, without_own

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.autograd.graph_words import Touches
    from core.autograd.words import Subject
    from core.calculus.program import Program

FLAT = "No variable or slider reaches the output, so there is nothing to go backward to."
HELD = "Switch requires_grad on for a leaf that the output reads."


@dataclass(frozen=True, slots=True)
class Scene:
    """A formula read for the graph: one number for each input, one component of a map.

    `names` are the variables' components, `inputs` the numbers in the order of the program.
    """

    program: Program
    names: tuple[str, ...]
    inputs: tuple[float, ...]
    text: str
    components: int
    name: str = "f"


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: the value of each step that the output reads, its leaves by name, the order.

    Steps that pass their argument on, or are known beforehand, are not among the `places`;
    `same` leads from a step to the one whose tensor it is.
    """

    values: dict[int, Any]
    leaves: dict[str, Tensor]
    places: tuple[int, ...]
    same: dict[int, int]
    output: Tensor


def scene_of(subject: Subject, entry: int = 0) -> Scene:
    """Read the subject's formula; InputError where it cannot be read or is too long."""
    outcomes = parse_together({0: subject.text, **dict(enumerate(subject.others, start=1))})
    definition = outcomes[0]
    if isinstance(definition, InputError):
        raise definition
    if not definition.variables:
        definition = replace(definition, variables=("x",))  # as it is drawn
    if components_of(definition) != subject.names:
        raise InputError("This formula has other variables now.")
    scope = without_own(scope_of(outcomes), definition)
    program = compile_definition(definition, scope, by_components=True)
    components = program.rows
    if components:
        try:
            program = program.component(min(entry, components - 1))
        except ValueError:
            raise InputError("The components of this map are computed all at once.") from None
    names = program.inputs
    values = (*subject.at, *(subject.rest.get(each, 1.0) for each in names[len(subject.at) :]))
    name = definition.name or ("F" if components else "f")
    return Scene(program, names[: len(subject.at)], values, subject.text, components, name)


def leaves_of(
    scene: Scene, held: Sequence[str] = (), dtype: torch.dtype = torch.float64
) -> dict[str, Tensor]:
    """A fresh leaf () for each variable and slider; those `held` do not require a gradient."""
    return {
        name: torch.tensor(value, dtype=dtype, requires_grad=name not in held)
        for name, value in zip(scene.program.inputs, scene.inputs, strict=True)
    }


def run_forward(
    scene: Scene, leaves: Mapping[str, Tensor], touches: Touches,
    table: Mapping[str, Any] = OWN,
) -> Ran:  # fmt: skip
    """Run the steps that the output reads; detach and keep what a person touched."""
    program = scene.program
    reads = _read(program)
    values: dict[int, Any] = {}
    same: dict[int, int] = {}
    seen: dict[int, int] = {}
    for place in reads:
        step = program.steps[place]
        if step.op == "input":
            values[place] = leaves[program.inputs[step.detail]]
        else:
            values[place] = plain_step(program, place, values, table)
        value = values[place]
        if not isinstance(value, Tensor) or place in program.constants:
            continue
        same[place] = seen.setdefault(id(value), place)
        if same[place] == place and step.op != "input":
            if place in touches.cut:
                values[place] = value.detach()
            elif place in touches.kept and value.requires_grad:
                value.retain_grad()
    places = tuple(place for place in reads if same.get(place) == place)
    return Ran(values, dict(leaves), places, same, tensor(values[program.output]))


def graph_of(wish: GraphWish) -> Graph:
    """The graph that is wished, laid out; InputError where the formula cannot be read."""
    from core.autograd.graph_second import second_graph  # it reads this module

    scene = scene_of(wish.subject, wish.entry)
    if wish.second:
        return second_graph(scene, wish)
    ran = run_forward(scene, leaves_of(scene, wish.touches.held), wish.touches)
    if len(ran.places) > MOST_STEPS:
        raise InputError(TOO_LONG.format(count=len(ran.places), most=MOST_STEPS))
    gradients, note = _gradients(ran)
    words, texts = titles(scene.program), formulas(scene.program, scene.text)
    nodes = [
        _node(scene, ran, place, words[place], texts[place], gradients.get(place), wish.touches)
        for place in ran.places
    ]
    at = {place: k for k, place in enumerate(ran.places)}
    edges = [
        Edge(at[source], at[place], slope)
        for place in ran.places
        for source, slope in _slopes(scene.program, ran, place).items()
    ]
    graph = drawn(nodes, edges, wish.touches.opened)
    hint = HELD if note and wish.touches.held else FLAT if note else ""
    return replace(
        graph, what=output_name(scene, wish.entry), note=note, hint=hint,
        components=scene.components, variables=scene.names, text=scene.text, name=scene.name,
    )  # fmt: skip


def output_name(scene: Scene, entry: int) -> str:
    """The output: f, or of a map its component F₂."""
    if not scene.components:
        return scene.name
    place = min(entry, scene.components - 1) + 1
    return scene.name + str(place).translate(LOWERED)


def _read(program: Program) -> list[int]:
    """The steps that the output reads as plain torch, in order."""
    needed = {program.output}
    for place in range(program.output, -1, -1):
        if place in needed and place not in program.constants:
            needed.update(plain_arguments(program, place))
    return sorted(needed)


def _gradients(ran: Ran) -> tuple[dict[int, float | None], str]:
    """The gradient of the output to each step, and torch's words where it has none."""
    wanted = [
        place for place in ran.places
        if ran.values[place].requires_grad and ran.values[place].ndim == 0
    ]  # fmt: skip
    try:
        found = torch.autograd.grad(
            ran.output, [ran.values[place] for place in wanted] or [ran.output],
            retain_graph=True, allow_unused=True,
        )  # fmt: skip
    except RuntimeError as error:
        return {}, f"RuntimeError: {error}"
    return {
        place: None if each is None else float(each)
        for place, each in zip(wanted, found, strict=True)
    }, ""


def _node(
    scene: Scene, ran: Ran, place: int, title: str, formula: str, gradient: float | None,
    touches: Touches,
) -> Node:  # fmt: skip
    program, value = scene.program, ran.values[place]
    step = program.steps[place]
    kind, name = STEP, ""
    if step.op == "input":
        name = program.inputs[step.detail]
        kind = VARIABLE if name in scene.names else SLIDER
    twins = [each for each, own in ran.same.items() if own == place]
    spans = dict.fromkeys(span for each in twins for span in program.stands.get(each, ()))
    return Node(
        place, title, formula, kind, name_of(value), number(value), gradient, value.is_leaf,
        value.requires_grad, value.retains_grad, tuple(spans), place in touches.cut,
        _family(step.op), name=name,
    )  # fmt: skip


def name_of(value: Tensor) -> str:
    """The name of what made a tensor; empty for a leaf."""
    return "" if value.grad_fn is None else value.grad_fn.name().rpartition("::")[2]


def number(value: Any) -> float | None:
    """The number in a tensor; None where it holds a list."""
    return float(value.detach()) if isinstance(value, Tensor) and value.ndim == 0 else None


def _family(op: str) -> str:
    """What may be chained with its like in one node."""
    return {"add": "+", "sub": "+", "mul": "×"}.get(op, "")


def _slopes(program: Program, ran: Ran, place: int) -> dict[int, float | None]:
    """The derivative of one step alone by each step it reads: torch's, of this operation only."""
    given = plain_arguments(program, place)
    sources = list(dict.fromkeys(ran.same[each] for each in given if each in ran.same))
    if program.steps[place].op == "input" or not sources:
        return {}
    free = [each for each in sources if ran.values[each].is_floating_point()]
    leaves = {each: ran.values[each].detach().clone().requires_grad_() for each in free}
    alone = {each: leaves.get(ran.same.get(each, each), ran.values[each]) for each in given}
    value = plain_step(program, place, alone, OWN)
    found: dict[int, float | None] = dict.fromkeys(sources)
    if free and isinstance(value, Tensor) and value.requires_grad and value.ndim == 0:
        slopes = torch.autograd.grad(value, list(leaves.values()), allow_unused=True)
        for each, slope in zip(free, slopes, strict=True):
            found[each] = None if slope is None else number(slope)
    return found

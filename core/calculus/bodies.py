"""Nodes with a body of their own: other rows applied, derivatives, cases, sums.

Each takes `of(node, scene, inside)`, which compiles the body: as a number, or as one entry of a
vector. `inside` carries the subscripts of that entry into the scene of the body.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from core.calculus.program import Program
from core.calculus.scenes import APPLIED, Axis, Given, Inner, Names, Parts, Scene, Value
from core.calculus.vectors import PAIRS, At, Entry, replaced, unrolls, value_entry
from core.errors import InputError
from core.language import syntax as s
from core.language.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Inside: TypeAlias = Callable[[Entry], Entry]
Of: TypeAlias = Callable[[s.Node, Scene, Inside], int]


MOST_NESTED = 8  # orders of derivatives in derivatives: each costs several times the one before


@dataclass(frozen=True, slots=True)
class Differential:
    """What a `derivative` step differentiates: a program, in one input, so many times."""

    program: Program
    index: int
    order: int

    @property
    def differentiates(self) -> bool:
        """Always: NumPy cannot run it."""
        return True


def nested_order(program: Program) -> int:
    """How often the inmost formula of a program is differentiated, through all that it holds."""
    found = 0
    for step in program.steps:
        if isinstance(step.detail, Differential):
            found = max(found, step.detail.order + nested_order(step.detail.program))
        elif isinstance(step.detail, Program):
            found = max(found, nested_order(step.detail))
    return found


def bodied(node: s.Node, scene: Scene, of: Of) -> int:
    """The step of a node with a body."""
    match node:
        case s.Apply():
            return _apply(node, scene, of)
        case s.Derivative():
            return _derivative(node, scene, of)
        case s.Cases():
            return _cases(node, scene, of)
        case s.Repeat():
            return _repeat(node, scene, of)
        case _:
            raise InputError("A list stands where a number is needed.", *node.span)


def as_number(node: s.Node, scene: Scene, inside: Inside) -> int:
    """The way of `bodied` to compile a body that is a number."""
    del inside
    return scene.place(node)


def _same(places: Entry) -> Entry:
    return places


def _through(inner: Inner) -> Inside:
    def inside(places: Entry) -> Entry:
        return tuple(each.inside(inner) for each in places)

    return inside


# --- other rows ---


def _apply(node: s.Apply, scene: Scene, of: Of) -> int:
    if node.name in scene.callers:
        raise InputError(f"{node.name} is defined by itself.", *node.span)
    definition = scene.scope[node.name]
    if len(node.arguments) != len(definition.variables):
        if node.arguments or definition.declared:
            count = len(definition.variables)
            raise InputError(f"{node.name} takes {count} arguments.", *node.span)
        given: list[Value] = [scene.names[name] for name in definition.variables]
    else:
        given = [_argument(each, scene) for each in node.arguments]
    if of is not as_number or not all(isinstance(each, int) for each in given):
        return _applied(node, definition, given, scene, of)
    applied, key = scene.builder.applied, _key_of(node, definition, given, scene)
    if key not in applied:
        applied[key] = _applied(node, definition, given, scene, of)
    return applied[key]


def _key_of(
    node: s.Apply, definition: s.Definition, given: list[Value], scene: Scene
) -> tuple[object, ...]:
    """What an application to numbers depends on: rows of rows unfold once for all equal ones."""
    free = (scene.names.get(name) for name in definition.parameters)
    return (node.name, node.primes, *given, *free)


def _applied(
    node: s.Apply, definition: s.Definition, given: list[Value], scene: Scene, of: Of
) -> int:
    scene.budget.spend(node.span, APPLIED)
    own = _scene_of(definition, given, scene)
    with _blamed_on(node):
        if not node.primes:
            return of(definition.body, own, _same)
        inner = Inner(own)
        name = definition.variables[0]
        output = of(definition.body, inner.named(name, inner.own), _through(inner))
        return _differentiated(inner, given[0], output, node.primes, scene)


def _argument(node: s.Node, scene: Scene) -> Value:
    shape = scene.shape(node)
    if not shape:
        return scene.place(node)
    if isinstance(node, s.Name):
        return scene.names[node.name]
    return Given(node, scene, shape)


def _scene_of(definition: s.Definition, given: list[Value], scene: Scene) -> Scene:
    """Where the body of another row is compiled: its variables stand for what was given."""
    own = dict(zip(definition.variables, given, strict=True))
    known = {name: each.shape for name, each in own.items() if not isinstance(each, int)}
    names = {**families(definition, scene.names), **own}
    known |= {each.name: (len(each.members),) for each in definition.families}
    shapes, key = scene.builder.shapes, (definition.name, *known.items())
    if key not in shapes:
        shapes[key] = shapes_of(definition.body, known, scene.scope)
    return Scene(  # each field by hand: rows of rows come here thousands of times
        scene.builder, Names(scene.names, _unchanged, names), scene.scope,
        (*scene.callers, definition.name or ""), shapes[key], scene.compilers, scene.has_axis,
        scene.unrolled_below, scene.budget,
    )  # fmt: skip


def _unchanged(place: int, length: int) -> int:
    del length
    return place


def families(definition: s.Definition, names: Mapping[str, Value]) -> dict[str, Value]:
    """Indexed parameters by their members."""
    found: dict[str, Value] = {}
    for each in definition.families:
        items = [names[member] for member in each.members]
        found[each.name] = Parts(tuple(item for item in items if isinstance(item, int)), each.low)
    return found


@contextmanager
def _blamed_on(node: s.Apply) -> Iterator[None]:
    """What is wrong in the text of another definition is shown where this text uses it."""
    try:
        yield
    except InputError as error:
        raise InputError(error.message, *node.span, error.hint) from None


# --- derivatives ---


def _derivative(node: s.Derivative, scene: Scene, of: Of) -> int:
    inner = Inner(scene)
    name, number = _differentiated_by(node.variable, scene)
    if name is None:
        return scene.builder.number("0")
    value = scene.names[name]
    if number is None:
        here = inner.named(name, inner.own)
        variable: Value = value
    else:
        here = inner.named(name, replaced(value, number, inner.own, scene, inner))
        variable = value_entry(value, (At(number),), scene)
    output = of(node.operand, here, _through(inner))
    return _differentiated(inner, variable, output, node.order, scene)


def _differentiated_by(name: str, scene: Scene) -> tuple[str | None, int | None]:
    """The name and, for x_3 of a vector x, the component; None for what is no name here."""
    base, _, subscript = name.partition("_")
    value = scene.names.get(base)
    if subscript.isdigit() and isinstance(value, (Axis, Parts, Given)):
        first = value.first if isinstance(value, Parts) else 1
        return base, int(subscript) - first + 1
    return (name, None) if name in scene.names else (None, None)


def _differentiated(
    inner: Inner, variable: Value, output: int, order: int, scene: Scene
) -> int:
    if not isinstance(variable, int):
        raise InputError("A derivative is taken by one number.", *scene.builder.span,
                         "Type for example ∂/∂x_1, or grad.")  # fmt: skip
    program = inner.program(output)
    whole = order + nested_order(program)
    if whole > MOST_NESTED:
        raise InputError(
            f"Derivatives stand in one another here, {whole} orders in all; up to {MOST_NESTED} "
            "are computed.", *scene.builder.span,
            "Differentiate less often, or show f′ and f″ of the row instead.",
        )  # fmt: skip
    detail = Differential(program, 0, order)
    return scene.builder.step("derivative", variable, *inner.captured, detail=detail)


# --- cases ---


def _cases(node: s.Cases, scene: Scene, of: Of) -> int:
    """Nested selections; a branch sees its inputs through a guard, so that where it is not taken
    nothing of it (no nan, no infinity) flows back into the derivative.
    """
    builder = scene.builder
    if not node.branches:
        nowhere = builder.step("nowhere")
        return nowhere if node.otherwise is None else of(node.otherwise, scene, _same)
    (condition, value), rest = node.branches[0], s.Cases(node.branches[1:], node.otherwise)
    holds = scene.place(condition)
    taken = of(value, _guarded(scene, holds), _same)
    other = _cases(rest, _guarded(scene, builder.step("not", holds)), of)
    return builder.step("select", holds, taken, other)


def _guarded(scene: Scene, condition: int) -> Scene:
    builder = scene.builder
    if builder.constant(condition) is not None:
        return scene

    def guard(place: int, length: int) -> int:
        del length
        known = builder.constant(place) is not None
        return place if known else builder.step("guard", place, condition)

    return replace(scene, names=Names(scene.names, guard))


# --- sums and products over an index ---


def _repeat(node: s.Repeat, scene: Scene, of: Of) -> int:
    low, high = scene.place(node.low), scene.place(node.high)
    first, last = scene.builder.constant(low), scene.builder.constant(high)
    if first is not None and last is not None:
        _check_bounds(first, last, node)
        if unrolls(int(last - first) + 1, scene):
            return _unrolled(node, int(first), int(last), scene, of)
    inner = Inner(scene)
    output = of(node.body, inner.named(node.index, inner.own), _through(inner))
    return scene.builder.step(
        f"repeat_{node.kind}", low, high, *inner.captured, detail=inner.program(output)
    )


def _check_bounds(first: float, last: float, node: s.Repeat) -> None:
    for value, bound in ((first, node.low), (last, node.high)):
        if not math.isfinite(value) or value != round(value):
            raise InputError("The bounds of a sum are whole numbers.", *bound.span)


def _unrolled(node: s.Repeat, first: int, last: int, scene: Scene, of: Of) -> int:
    builder = scene.builder
    terms: list[int] = []
    for k in range(first, last + 1):
        names = Names(scene.names, _unchanged, {node.index: builder.number(str(k))})
        terms.append(of(node.body, replace(scene, names=names), _same))
    if not terms:
        return builder.number("0" if node.kind == "sum" else "1")
    total = terms[0]
    for each in terms[1:]:
        total = builder.step(PAIRS[node.kind], total, each)
    return total


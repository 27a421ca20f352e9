"""Vectors and matrices compiled entry by entry: no step of a program holds more than it must.

An expression with components is never computed as a whole. What asks for it (a sum over its
components, a length, a subscript) asks for its entries, and an entry is an ordinary scalar
expression of a subscript. Over a vector variable the subscript is the counter of a sum, so that
the program does not grow with the number of components.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.calculus import rows
from core.calculus.scenes import Axis, Given, Inner, Parts, Scene, Value, changed
from core.language import syntax as s
from core.language.shapes import product_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FEW = 3  # so many terms are written out even where a vector has an axis
REDUCERS = {
    "sum": "sum", "mean": "sum", "prod": "prod", "max": "max", "min": "min",
    "norm": "hypot", "hypot": "hypot", "logsumexp": "logaddexp",
}  # fmt: skip
PAIRS = {"sum": "add", "prod": "mul", "max": "max", "min": "min", "hypot": "hypot",
         "logaddexp": "logaddexp"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class At:
    """A place in a vector, counted from 1: known beforehand, or a step that counts."""

    number: int | None = None
    step: int | None = None

    def inside(self, inner: Inner) -> At:
        """The same place, seen in the body of a sum."""
        return self if self.step is None else At(step=inner(self.step))


Entry = tuple[At, ...]


def unrolls(count: int, scene: Scene) -> bool:
    """Whether so many terms are written out rather than computed on an axis of their own."""
    return count < scene.unrolled_below and (count <= FEW or not scene.has_axis)


def entry(node: s.Node, at: Entry, scene: Scene) -> int:
    """The step of one entry of an expression; a number has the same at every place."""
    if not scene.shape(node):
        return scene.place(node)
    builder = scene.builder
    outer, builder.span = builder.span, node.span
    scene.budget.spend(node.span)
    found = _ENTRIES[type(node)](node, at, scene)
    builder.span = outer
    if scene.is_own and not isinstance(node, s.Vector):
        builder.typed(found, node.span)
    return found


def value_entry(value: Value, at: Entry, scene: Scene) -> int:
    """The step of one component of what a name stands for."""
    match value:
        case Axis(place=place):
            return scene.builder.step("component", place, _counter(at[0], scene))
        case Parts(items=items):
            return _chosen(list(items), at[0], scene)
        case Given(node=node, scene=own):
            return entry(node, at, replace(own, builder=scene.builder))
        case _:
            return value


def _counter(at: At, scene: Scene) -> int:
    return scene.builder.number(str(at.number)) if at.step is None else at.step


def _chosen(items: list[int], at: At, scene: Scene) -> int:
    if at.number is not None:
        return items[at.number - 1]
    stacked = scene.builder.step("stack", *items)
    return scene.builder.step("component", stacked, _counter(at, scene))


def reduced(
    kind: str, count: int, term: Callable[[At, Scene, Callable[[Entry], Entry]], int], scene: Scene
) -> int:
    """The sum, product ... of `term(place, scene, inside)` over the places 1 to count.

    `inside` carries other places into the scene of the terms.
    """
    builder = scene.builder
    if kind != "list" and unrolls(count, scene):
        terms = [term(At(k), scene, _same) for k in range(1, count + 1)]
        total = terms[0]
        if count == 1 and kind == "hypot":
            return builder.step("abs", total)
        for each in terms[1:]:
            total = builder.step(PAIRS[kind], total, each)
        return total
    inner = Inner(scene)

    def inside(places: Entry) -> Entry:
        return tuple(each.inside(inner) for each in places)

    output = term(At(step=inner.own), inner.scene, inside)
    ends = builder.number("1"), builder.number(str(count))
    body = inner.program(output)
    return builder.step(f"repeat_{kind}", *ends, *inner.captured, detail=body)


def _same(places: Entry) -> Entry:
    return places


def reducing_call(node: s.Call, scene: Scene) -> int:
    """sum(x), norm(x) ... of one vector."""
    (argument,) = node.arguments
    count = scene.shape(argument)[0]
    total = reduced(REDUCERS[node.function], count, _entries_of(argument), scene)
    if node.function != "mean":
        return total
    return scene.builder.step("div", total, scene.builder.number(str(count)))


def _entries_of(node: s.Node) -> Callable[[At, Scene, Callable[[Entry], Entry]], int]:
    def term(at: At, scene: Scene, inside: Callable[[Entry], Entry]) -> int:
        del inside
        return entry(node, (at,), scene)

    return term


def squared_length(node: s.Node, scene: Scene) -> int:
    """The sum of the squares of the components: smooth where the length has a corner."""

    def term(at: At, scene: Scene, inside: Callable[[Entry], Entry]) -> int:
        del inside
        return rows.integer_power(scene.builder, entry(node, (at,), scene), 2)

    return reduced("sum", scene.shape(node)[0], term, scene)


def dot(node: s.Call, scene: Scene) -> int:
    """The sum of the products of the components."""
    left, right = node.arguments

    def term(at: At, scene: Scene, inside: Callable[[Entry], Entry]) -> int:
        del inside
        return scene.builder.step("mul", entry(left, (at,), scene), entry(right, (at,), scene))

    return reduced("sum", scene.shape(left)[0], term, scene)


def product(factors: tuple[s.Node, ...], at: Entry, scene: Scene) -> int:
    """An entry of a product in matrix algebra, from the left."""
    last = factors[-1]
    if len(factors) == 1:
        return entry(last, at, scene)
    left: tuple[int, ...] = scene.shape(factors[0])
    for each in factors[1:-1]:
        left = product_shape(left, scene.shape(each)) or ()
    right = scene.shape(last)
    before, step = factors[:-1], scene.builder.step
    if not left:
        return step("mul", product(before, (), scene), entry(last, at, scene))
    if not right:
        return step("mul", product(before, at, scene), entry(last, (), scene))
    if len(left) == 1:
        return step("mul", product(before, at[:1], scene), entry(last, (At(1), at[1]), scene))
    row = at[:1] if at else (At(1),)
    column = () if len(right) == 1 else (at[1:] if at else (At(1),))

    def term(k: At, scene: Scene, inside: Callable[[Entry], Entry]) -> int:
        one = product(before, (*inside(row), k), scene)
        other = entry(last, (k, *inside(column)), scene)
        return scene.builder.step("mul", one, other)

    return reduced("sum", left[1], term, scene)


def component(node: s.Component, at: Entry, scene: Scene) -> int:
    """x_{i+1}, and an entry of a row of a matrix."""
    counted = scene.place(node.index)
    value = scene.names.get(node.vector.name) if isinstance(node.vector, s.Name) else None
    first = value.first if isinstance(value, Parts) else 1
    known = scene.builder.constant(counted)
    if known is not None:
        place = At(int(known) - first + 1)
    elif first != 1:
        shift = scene.builder.number(str(first - 1))
        place = At(step=scene.builder.step("sub", counted, shift))
    else:
        place = At(step=counted)
    return entry(node.vector, (place, *at), scene)


# --- entries by the kind of node ---


def _of_name(node: s.Name, at: Entry, scene: Scene) -> int:
    return value_entry(scene.names[node.name], at, scene)


def _of_negate(node: s.Negate, at: Entry, scene: Scene) -> int:
    return scene.builder.step("neg", entry(node.operand, at, scene))


def _of_sum(node: s.Sum, at: Entry, scene: Scene) -> int:
    total = entry(node.terms[0], at, scene)
    for term in node.terms[1:]:
        falls = isinstance(term, s.Negate)
        right = entry(term.operand if isinstance(term, s.Negate) else term, at, scene)
        total = scene.builder.step("sub" if falls else "add", total, right)
    return total


def _of_product(node: s.Product, at: Entry, scene: Scene) -> int:
    return product(node.factors, at, scene)


def _of_quotient(node: s.Quotient, at: Entry, scene: Scene) -> int:
    above, below = entry(node.numerator, at, scene), entry(node.denominator, at, scene)
    return scene.builder.step("div", above, below)


def _of_power(node: s.Power, at: Entry, scene: Scene) -> int:
    return scene.raised(entry(node.base, at, scene), node)


def _of_call(node: s.Call, at: Entry, scene: Scene) -> int:
    if node.function == "softmax":
        (argument,) = node.arguments
        total = reduced("logaddexp", scene.shape(argument)[0], _entries_of(argument), scene)
        return scene.builder.step(
            "exp", scene.builder.step("sub", entry(argument, at, scene), total)
        )
    given = [entry(each, at, scene) for each in node.arguments]
    return rows.ROWS[node.function](scene.builder, *given)


def _of_transpose(node: s.Transpose, at: Entry, scene: Scene) -> int:
    if len(scene.shape(node.operand)) == 1:
        return entry(node.operand, at[-1:], scene)
    return entry(node.operand, (at[1], at[0]), scene)


def _of_vector(node: s.Vector, at: Entry, scene: Scene) -> int:
    first, rest = at[0], at[1:]
    if first.number is not None:
        return entry(node.components[first.number - 1], rest, scene)
    return _chosen([entry(each, rest, scene) for each in node.components], first, scene)


def _of_body(node: s.Node, at: Entry, scene: Scene) -> int:
    """What holds a body of its own (another row, cases, a sum) takes the entry of that body."""

    def of(inner: s.Node, scene: Scene, inside: Callable[[Entry], Entry]) -> int:
        return entry(inner, inside(at), scene)

    return scene.compilers.bodied(node, scene, of)


_ENTRIES: Mapping[type, Callable[..., int]] = {
    s.Name: _of_name, s.Negate: _of_negate, s.Sum: _of_sum, s.Product: _of_product,
    s.Quotient: _of_quotient, s.Power: _of_power, s.Call: _of_call, s.Component: component,
    s.Transpose: _of_transpose, s.Vector: _of_vector, s.Apply: _of_body,
    s.Derivative: _of_body, s.Cases: _of_body, s.Repeat: _of_body,
}  # fmt: skip


def replaced(value: Value, number: int, place: int, scene: Scene, inner: Inner) -> Value:
    """What a vector stands for inside, with one component made the step `place` of inside."""
    if isinstance(value, Axis):
        whole = inner(value.place, value.length)
        detail = number - 1
        step = inner.builder.step("replaced", whole, place, detail=detail)
        return Axis(step, value.length)
    if isinstance(value, Given):
        count = value.shape[0]
        entries = tuple(value_entry(value, (At(k),), scene) for k in range(1, count + 1))
        value = Parts(entries)
    moved = changed(value, inner)
    assert isinstance(moved, Parts)
    items = list(moved.items)
    items[number - 1] = place
    return replace(moved, items=tuple(items))


"""Definition -> Program: the syntax tree flattened into shared steps."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from core.calculus import rows, vectors
from core.calculus.bodies import Differential, as_number, bodied, families
from core.calculus.numpy_rows import fold_step
from core.calculus.program import Builder, Program
from core.calculus.scenes import Axis, Budget, Compilers, Parts, Scene
from core.errors import InputError
from core.language import syntax as s
from core.language.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.calculus.scenes import Value
    from core.calculus.vectors import Entry

LONGEST_PROGRAM = 20_000
UNROLLED = 64
UNROLLED_OVER_VECTORS = 1_024  # for planes: of what stands still each step is taken once
MOST_LISTED = 64  # components of a map that are steps of their own
COMPARISONS = {"<": "less", "<=": "less_equal", "=": "equal", "!=": "not_equal"}
MIRRORED = {">": "<", ">=": "<="}

__all__ = ["Differential", "compile_definition", "components_of", "exact"]


def components_of(definition: s.Definition) -> tuple[str, ...]:
    """The variables one number each: x_1, x_2, x_3 for a vector x of three components."""
    found: list[str] = []
    for name in definition.variables:
        length = definition.length(name)
        found += [f"{name}_{k}" for k in range(1, length + 1)] if length else [name]
    return tuple(found)


def compile_definition(
    definition: s.Definition, scope: Mapping[str, s.Definition] | None = None, *,
    by_components: bool = False, budget: Budget | None = None,
) -> Program:  # fmt: skip
    """The program of a definition, its inputs the variables, then the parameters.

    A vector is one input with an axis of components, or `by_components` so many inputs of one
    number each. The parameters leave out the whole numbers that the text was read with. A map has
    an output with an axis of components. `budget` bounds the work. InputError with the span of
    the node that has no meaning or grows too long.
    """
    wholes = dict(definition.wholes)
    rest = tuple(name for name in definition.parameters if name not in wholes)
    variables = components_of(definition) if by_components else definition.variables
    lengths = () if by_components else definition.lengths
    builder = Builder((*variables, *rest), fold_step, lengths)
    names: dict[str, Value] = {name: builder.input(name) for name in (*variables, *rest)}
    names |= {name: builder.number(str(value)) for name, value in wholes.items()}
    for name, length in zip(definition.variables, definition.lengths, strict=False):
        if length:
            names[name] = _vector(name, length, builder, names, by_components=by_components)
    names |= families(definition, names)
    known = {name: each.shape for name, each in names.items() if not isinstance(each, int)}
    scene = Scene(
        builder, names, scope or {}, (definition.name or "",),
        shapes_of(definition.body, known, scope or {}), _COMPILING,
        has_axis=any(isinstance(each, Axis) for each in names.values()),
        unrolled_below=UNROLLED_OVER_VECTORS if by_components and definition.lengths else UNROLLED,
        budget=budget or Budget(),
    )  # fmt: skip
    if not definition.shape:
        return builder.program(_place(definition.body, scene))
    return _map(definition, scene)


def _vector(
    name: str, length: int, builder: Builder, names: dict[str, Value], *, by_components: bool
) -> Value:
    if not by_components:
        return Axis(builder.input(name), length)
    items = [names[f"{name}_{k}"] for k in range(1, length + 1)]
    return Parts(tuple(each for each in items if isinstance(each, int)))


def _map(definition: s.Definition, scene: Scene) -> Program:
    """The program of a map: its components listed, or all at once on an axis of their own."""
    body, count = definition.body, definition.shape[0]
    if len(definition.shape) > 1:
        raise InputError("A matrix is not drawn by itself.", *body.span,
                         "Multiply it by a vector, for example A x.")  # fmt: skip
    builder = scene.builder
    if count <= (MOST_LISTED if isinstance(body, s.Vector) or not scene.has_axis else 8):
        places = [vectors.entry(body, (vectors.At(k),), scene) for k in range(1, count + 1)]
        return builder.program(builder.step("stack", *places), count)

    def term(
        at: vectors.At, scene: Scene, inside: Callable[[Entry], Entry]
    ) -> int:
        del inside
        return vectors.entry(body, (at,), scene)

    return builder.program(vectors.reduced("list", count, term, scene), count)


def _place(node: s.Node, scene: Scene) -> int:
    """The step that computes the node."""
    builder = scene.builder
    scene.budget.spend(node.span)
    outer, builder.span = builder.span, node.span
    place = _COMPILERS[type(node)](node, scene)
    if place > LONGEST_PROGRAM:
        raise InputError("This formula unfolds into too many operations.", *node.span)
    builder.span = outer
    return place


def _places(nodes: tuple[s.Node, ...], scene: Scene) -> list[int]:
    return [_place(each, scene) for each in nodes]


def _number(node: s.Number, scene: Scene) -> int:
    return scene.builder.number(node.text if _is_decimal(node.text) else node.value)


def _is_decimal(text: str) -> bool:
    """True for a spelling that float and Fraction read alike."""
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii()


def _name(node: s.Name, scene: Scene) -> int:
    value = scene.names[node.name]
    if not isinstance(value, int):
        raise InputError("A list stands where a number is needed.", *node.span)
    return value


def _constant(node: s.Constant, scene: Scene) -> int:
    return scene.builder.step("constant", detail=node.name)


def _negate(node: s.Negate, scene: Scene) -> int:
    return scene.builder.step("neg", _place(node.operand, scene))


def _sum(node: s.Sum, scene: Scene) -> int:
    total = _place(node.terms[0], scene)
    for term in node.terms[1:]:
        if isinstance(term, s.Negate):
            total = scene.builder.step("sub", total, _place(term.operand, scene))
        else:
            total = scene.builder.step("add", total, _place(term, scene))
    return total


def _product(node: s.Product, scene: Scene) -> int:
    if any(scene.shape(each) for each in node.factors):
        return vectors.product(node.factors, (), scene)
    total = _place(node.factors[0], scene)
    for factor in node.factors[1:]:
        total = scene.builder.step("mul", total, _place(factor, scene))
    return total


def _quotient(node: s.Quotient, scene: Scene) -> int:
    return scene.builder.step(
        "div", _place(node.numerator, scene), _place(node.denominator, scene)
    )


def _power(node: s.Power, scene: Scene) -> int:
    builder = scene.builder
    base, exponent = node.base, exact(node.exponent)
    if isinstance(base, s.Constant) and base.name == "e":
        return builder.step("exp", _place(node.exponent, scene))
    even = exponent is not None and exponent.denominator == 1 and exponent.numerator % 2 == 0
    if even and exponent and isinstance(base, s.Call) and base.function in ("norm", "hypot"):
        (first, *others) = base.arguments
        if not others and scene.shape(first):
            square = vectors.squared_length(first, scene)
            typed = scene.names.get(first.name) if isinstance(first, s.Name) else None
            if isinstance(typed, Axis):
                builder.called(square, "norm_squared", (typed.place,))
            return rows.integer_power(builder, square, int(exponent) // 2)
    return _raised(_place(base, scene), node, scene)


def _raised(base: int, node: s.Power, scene: Scene) -> int:
    """base^exponent of the node, over a base already computed."""
    builder = scene.builder
    exponent = exact(node.exponent)
    if exponent is None or abs(exponent) > 2**31:
        return rows.power(builder, base, _place(node.exponent, scene))
    return rows.rational_power(builder, base, exponent, real_root=_is_fraction(node.exponent))


def exact(node: s.Node) -> Fraction | None:
    """The exact value of a typed number, fraction or sign of these, else None."""
    match node:
        case s.Number():
            return Fraction(node.text) if _is_decimal(node.text) else Fraction(node.value)
        case s.Negate():
            inner = exact(node.operand)
            return None if inner is None else -inner
        case s.Quotient():
            top, bottom = exact(node.numerator), exact(node.denominator)
            return None if top is None or not bottom else top / bottom
        case _:
            return None


def _is_fraction(node: s.Node) -> bool:
    """True when the exponent was typed as a fraction (1/3), not as a decimal (0.2)."""
    match node:
        case s.Negate():
            return _is_fraction(node.operand)
        case s.Quotient():
            parts = (exact(node.numerator), exact(node.denominator))
            return all(part is not None and part.denominator == 1 for part in parts)
        case _:
            return False


def _call(node: s.Call, scene: Scene) -> int:
    arguments = node.arguments
    if node.function == "dot":
        return vectors.dot(node, scene)
    if len(arguments) == 1 and node.function in vectors.REDUCERS and scene.shape(arguments[0]):
        return vectors.reducing_call(node, scene)
    places = _places(arguments, scene)
    place = rows.ROWS[node.function](scene.builder, *places)
    if node.function in rows.CONVENTIONS:
        scene.builder.called(place, node.function, places)
    return place


def _component(node: s.Component, scene: Scene) -> int:
    return vectors.component(node, (), scene)


def _bodied(node: s.Node, scene: Scene) -> int:
    return bodied(node, scene, as_number)


def _compare(node: s.Compare, scene: Scene) -> int:
    places = _places(node.operands, scene)
    links: list[int] = []
    for left, operator, right in zip(places, node.operators, places[1:], strict=False):
        if operator in MIRRORED:
            links.append(scene.builder.step(COMPARISONS[MIRRORED[operator]], right, left))
        else:
            links.append(scene.builder.step(COMPARISONS[operator], left, right))
    return _all_of("and", links, scene)


def _all_of(operator: str, links: list[int], scene: Scene) -> int:
    total = links[0]
    for link in links[1:]:
        total = scene.builder.step(operator, total, link)
    return total


def _logic(node: s.Logic, scene: Scene) -> int:
    places = _places(node.operands, scene)
    if node.operator in ("and", "or"):
        return _all_of(node.operator, places, scene)
    return scene.builder.step(node.operator, *places)


def _list(node: s.Node, scene: Scene) -> int:
    del scene
    raise InputError("A list stands where a number is needed.", *node.span)


_COMPILING = Compilers(_place, _raised, bodied)
_COMPILERS: Mapping[type, Callable[..., int]] = {
    s.Number: _number, s.Name: _name, s.Constant: _constant, s.Negate: _negate, s.Sum: _sum,
    s.Product: _product, s.Quotient: _quotient, s.Power: _power, s.Call: _call, s.Apply: _bodied,
    s.Derivative: _bodied, s.Compare: _compare, s.Logic: _logic, s.Cases: _bodied,
    s.Repeat: _bodied, s.Component: _component, s.Vector: _list, s.Transpose: _list,
}  # fmt: skip

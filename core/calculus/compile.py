"""Definition -> Program: the syntax tree flattened into shared steps."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from core.calculus import rows
from core.calculus.numpy_rows import fold_step
from core.calculus.program import Builder, Program
from core.errors import InputError
from core.language import syntax as s

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONGEST_PROGRAM = 20_000
UNROLLED_TERMS = 64
COMPARISONS = {"<": "less", "<=": "less_equal", "=": "equal", "!=": "not_equal"}
MIRRORED = {">": "<", ">=": "<="}


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


@dataclass(frozen=True)
class _Scene:
    """Where a node is compiled: the steps so far, what names stand for, the rows in use."""

    builder: Builder
    names: Mapping[str, int]
    scope: Mapping[str, s.Definition]
    callers: tuple[str, ...] = ()


def compile_definition(
    definition: s.Definition, scope: Mapping[str, s.Definition] | None = None
) -> Program:
    """The program of a scalar definition, its inputs the variables, then the parameters.

    InputError with the span of the node that has no scalar meaning or grows too long.
    """
    inputs = (*definition.variables, *definition.parameters)
    return _program(definition.body, inputs, scope or {}, (definition.name or "",))


def _program(
    body: s.Node, inputs: tuple[str, ...], scope: Mapping[str, s.Definition],
    callers: tuple[str, ...],
) -> Program:  # fmt: skip
    builder = Builder(inputs, fold_step)
    names = {name: builder.input(name) for name in inputs}
    return builder.program(_place(body, _Scene(builder, names, scope, callers)))


def _place(node: s.Node, scene: _Scene) -> int:
    """The step that computes the node."""
    builder = scene.builder
    outer, builder.span = builder.span, node.span
    place = _COMPILERS[type(node)](node, scene)
    if place > LONGEST_PROGRAM:
        raise InputError("This formula unfolds into too many operations.", *node.span)
    builder.span = outer
    return place


def _places(nodes: tuple[s.Node, ...], scene: _Scene) -> list[int]:
    return [_place(each, scene) for each in nodes]


def _number(node: s.Number, scene: _Scene) -> int:
    return scene.builder.number(node.text if _is_decimal(node.text) else node.value)


def _is_decimal(text: str) -> bool:
    """True for a spelling that float and Fraction read alike."""
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii()


def _name(node: s.Name, scene: _Scene) -> int:
    return scene.names[node.name]


def _constant(node: s.Constant, scene: _Scene) -> int:
    return scene.builder.step("constant", detail=node.name)


def _negate(node: s.Negate, scene: _Scene) -> int:
    return scene.builder.step("neg", _place(node.operand, scene))


def _sum(node: s.Sum, scene: _Scene) -> int:
    total = _place(node.terms[0], scene)
    for term in node.terms[1:]:
        if isinstance(term, s.Negate):
            total = scene.builder.step("sub", total, _place(term.operand, scene))
        else:
            total = scene.builder.step("add", total, _place(term, scene))
    return total


def _product(node: s.Product, scene: _Scene) -> int:
    total = _place(node.factors[0], scene)
    for factor in node.factors[1:]:
        total = scene.builder.step("mul", total, _place(factor, scene))
    return total


def _quotient(node: s.Quotient, scene: _Scene) -> int:
    return scene.builder.step(
        "div", _place(node.numerator, scene), _place(node.denominator, scene)
    )


def _power(node: s.Power, scene: _Scene) -> int:
    builder = scene.builder
    if isinstance(node.base, s.Constant) and node.base.name == "e":
        return builder.step("exp", _place(node.exponent, scene))
    base = _place(node.base, scene)
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


def _call(node: s.Call, scene: _Scene) -> int:
    arguments = node.arguments
    if node.function == "dot":
        return _dot(node, scene)
    if len(arguments) == 1 and isinstance(arguments[0], s.Vector):
        arguments = arguments[0].components
    return rows.ROWS[node.function](scene.builder, *_places(arguments, scene))


def _dot(node: s.Call, scene: _Scene) -> int:
    left, right = node.arguments
    if not isinstance(left, s.Vector) or not isinstance(right, s.Vector):
        raise InputError(
            "dot takes two lists of numbers.", *node.span, "Type it as dot([a, b], [c, d])."
        )
    if len(left.components) != len(right.components):
        raise InputError("The two lists of dot have different lengths.", *node.span)
    pairs = zip(left.components, right.components, strict=True)
    terms = [scene.builder.step("mul", _place(a, scene), _place(b, scene)) for a, b in pairs]
    return rows.ROWS["sum"](scene.builder, *terms)


def _apply(node: s.Apply, scene: _Scene) -> int:
    if node.name in scene.callers:
        raise InputError(f"{node.name} is defined by itself.", *node.span)
    definition = scene.scope[node.name]
    if isinstance(definition.body, s.Vector):
        raise InputError(
            f"{node.name} has several components; a single number is needed here.", *node.span
        )
    if len(node.arguments) != len(definition.variables):
        if node.arguments or definition.declared:
            count = len(definition.variables)
            raise InputError(f"{node.name} takes {count} arguments.", *node.span)
        arguments = [scene.names[name] for name in definition.variables]
    else:
        arguments = _places(node.arguments, scene)
    callers = (*scene.callers, node.name)
    if node.primes:
        return _primed(node, definition, arguments, replace(scene, callers=callers))
    names = {**scene.names, **dict(zip(definition.variables, arguments, strict=True))}
    with _blamed_on(node):
        return _place(definition.body, replace(scene, names=names, callers=callers))


@contextmanager
def _blamed_on(node: s.Apply) -> Iterator[None]:
    """What is wrong in the text of another definition is shown where this text uses it."""
    try:
        yield
    except InputError as error:
        raise InputError(error.message, *node.span, error.hint) from None


def _primed(
    node: s.Apply, definition: s.Definition, arguments: list[int], scene: _Scene
) -> int:
    inputs = (*definition.variables, *definition.parameters)
    with _blamed_on(node):
        inner = _program(definition.body, inputs, scene.scope, scene.callers)
    captured = arguments + [scene.names[name] for name in definition.parameters]
    return scene.builder.step("derivative", *captured, detail=Differential(inner, 0, node.primes))


def _derivative(node: s.Derivative, scene: _Scene) -> int:
    inputs = tuple(scene.names)
    if node.variable not in inputs:
        return scene.builder.number("0")
    inner = _program(node.operand, inputs, scene.scope, scene.callers)
    detail = Differential(inner, inputs.index(node.variable), node.order)
    return scene.builder.step("derivative", *scene.names.values(), detail=detail)


def _compare(node: s.Compare, scene: _Scene) -> int:
    places = _places(node.operands, scene)
    links: list[int] = []
    for left, operator, right in zip(places, node.operators, places[1:], strict=False):
        if operator in MIRRORED:
            links.append(scene.builder.step(COMPARISONS[MIRRORED[operator]], right, left))
        else:
            links.append(scene.builder.step(COMPARISONS[operator], left, right))
    return _all_of("and", links, scene)


def _all_of(operator: str, links: list[int], scene: _Scene) -> int:
    total = links[0]
    for link in links[1:]:
        total = scene.builder.step(operator, total, link)
    return total


def _logic(node: s.Logic, scene: _Scene) -> int:
    places = _places(node.operands, scene)
    if node.operator in ("and", "or"):
        return _all_of(node.operator, places, scene)
    return scene.builder.step(node.operator, *places)


def _cases(node: s.Cases, scene: _Scene) -> int:
    """Nested selections; a branch sees its inputs through a guard, so that where it is not taken
    nothing of it (no nan, no infinity) flows back into the derivative.
    """
    builder = scene.builder
    if not node.branches:
        nowhere = builder.step("nowhere")
        return nowhere if node.otherwise is None else _place(node.otherwise, scene)
    (condition, value), rest = node.branches[0], s.Cases(node.branches[1:], node.otherwise)
    holds = _place(condition, scene)
    taken = _place(value, _guarded(scene, holds))
    other = _cases(rest, _guarded(scene, builder.step("not", holds)))
    return builder.step("select", holds, taken, other)


def _guarded(scene: _Scene, condition: int) -> _Scene:
    if scene.builder.constant(condition) is not None:
        return scene
    names = {
        name: scene.builder.step("guard", place, condition)
        if scene.builder.constant(place) is None
        else place
        for name, place in scene.names.items()
    }
    return replace(scene, names=names)


def _repeat(node: s.Repeat, scene: _Scene) -> int:
    low, high = _place(node.low, scene), _place(node.high, scene)
    first, last = scene.builder.constant(low), scene.builder.constant(high)
    if first is not None and last is not None:
        _check_bounds(first, last, node)
        if last - first < UNROLLED_TERMS:
            return _unrolled(node, int(first), int(last), scene)
    inputs = (node.index, *(name for name in scene.names if name != node.index))
    inner = _program(node.body, inputs, scene.scope, scene.callers)
    captured = [scene.names[name] for name in inputs[1:]]
    return scene.builder.step(f"repeat_{node.kind}", low, high, *captured, detail=inner)


def _check_bounds(first: float, last: float, node: s.Repeat) -> None:
    for value, bound in ((first, node.low), (last, node.high)):
        if value != round(value):
            raise InputError("The bounds of a sum are whole numbers.", *bound.span)


def _unrolled(node: s.Repeat, first: int, last: int, scene: _Scene) -> int:
    builder = scene.builder
    empty = "0" if node.kind == "sum" else "1"
    terms = [
        _place(node.body, replace(scene, names={**scene.names, node.index: builder.number(str(k))}))
        for k in range(first, last + 1)
    ]
    return rows.ROWS[node.kind](builder, *terms) if terms else builder.number(empty)


def _vector(node: s.Vector, scene: _Scene) -> int:
    del scene
    raise InputError(
        "A list of components cannot stand here: a single number is needed.", *node.span
    )


_COMPILERS: Mapping[type, Callable[..., int]] = {
    s.Number: _number, s.Name: _name, s.Constant: _constant, s.Negate: _negate, s.Sum: _sum,
    s.Product: _product, s.Quotient: _quotient, s.Power: _power, s.Call: _call, s.Apply: _apply,
    s.Derivative: _derivative, s.Compare: _compare, s.Logic: _logic, s.Cases: _cases,
    s.Repeat: _repeat, s.Vector: _vector,
}  # fmt: skip

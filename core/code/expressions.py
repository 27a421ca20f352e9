"""A formula as an expression of Python: written from its tree, never from what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.code.branches import cases, condition
from core.code.pieces import Kind, NoCounterpart, Piece, Rank, floated, widest
from core.code.spelling import rewritten
from core.language import syntax as s
from core.language.exact import exact, is_fraction
from core.language.shapes import REDUCING, product_shape, shape_of
from core.language.walk import free_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.code.dialect import Dialect
    from core.code.names import Names
    from core.language.shapes import Shape

LARGEST_WHOLE = 1e15
LARGEST_DIVISOR = 999  # of a fraction in an exponent that is still a root


class Writer:
    """Writes the nodes of one row in a dialect.

    `own` are the row's variables and sliders by name, `shapes` those that are no numbers, `lows`
    the first index of indexed sliders, `wholes` the sliders that are whole numbers. The rows that
    it uses are collected in `rows`; a function that the script must define stands as {name}.
    """

    def __init__(
        self, dialect: Dialect, names: Names, scope: Mapping[str, s.Definition],
        own: Mapping[str, Piece], shapes: Mapping[str, Shape],
        lows: Mapping[str, int], wholes: frozenset[str],
    ) -> None:  # fmt: skip
        self.dialect, self.names, self.scope = dialect, names, scope
        self.own, self.lows, self.wholes = dict(own), lows, wholes
        self._shapes = dict(shapes)
        self.rows: dict[str, None] = {}
        self.loops: list[str] = []

    def shape(self, node: s.Node) -> Shape:
        """() for a number, (n,) for a vector, (m, n) for a matrix."""
        return shape_of(node, self._shapes, self.scope)

    def need(self, name: str) -> str:
        """What calls a function, which the script defines where the library has it not."""
        if name in self.dialect.native:
            return self.dialect.native[name]
        if self.dialect.code_of(name) is None:
            raise self.dialect.missing(name)
        return f"{{{name}}}"

    def write(self, node: s.Node) -> Piece:
        """The piece of a node."""
        return _WRITERS[type(node)](self, node)

    def argument(self, node: s.Node) -> str:
        """A node as the library's functions take it."""
        return self.dialect.argument(self.write(node)).text

    def looping(self, index: str, kind: Kind, write: Callable[[str], Piece]) -> Piece:
        """What is written while an index stands for a whole number."""
        word = self.names.of(index, f"index {len(self.loops)}")
        before, shape = self.own.get(index), self._shapes.pop(index, None)
        self.own[index] = Piece(word, kind=kind)
        self.loops.append(index)
        try:
            return write(word)
        finally:
            self.loops.pop()
            del self.own[index]
            if before is not None:
                self.own[index] = before
            if shape is not None:
                self._shapes[index] = shape

    def whole(self, node: s.Node, plus: int = 0) -> str:
        """A whole number plus one: an index from 0, or the end of a range."""
        value = exact(node)
        if value is not None:
            return str(int(value) + plus)
        if isinstance(node, s.Sum):
            first, *others = node.terms
            number = exact(others[-1]) if others else None
            if number is not None and number.denominator == 1:
                rest = (first, *others[:-1])
                inner = s.Sum(rest) if len(rest) > 1 else first
                return self.whole(inner, plus + int(number))
        piece = self.write(node)
        text = piece.text if self.is_whole(node) else f"round({piece.text})"
        if not plus:
            return text
        sign = "+" if plus > 0 else "-"
        rank = piece.rank if self.is_whole(node) else Rank.ATOM
        return f"{Piece(text, rank).within(Rank.SUM)} {sign} {abs(plus)}"

    def is_whole(self, node: s.Node) -> bool:
        """Whether Python computes a whole number of type int for it."""
        match node:
            case s.Name(name=name):
                return name in self.loops or name in self.wholes
            case s.Number(value=value):
                return value == int(value)
            case s.Apply(name=name):
                row = self.scope.get(name)
                return row is not None and not row.variables and self.is_whole(row.body)
            case s.Sum(terms=parts) | s.Product(factors=parts):
                return all(self.is_whole(each) for each in parts)
            case s.Negate(operand=inner):
                return self.is_whole(inner)
            case _:
                return False


def _number(writer: Writer, node: s.Number) -> Piece:
    return writer.dialect.number(node)


def _name(writer: Writer, node: s.Name) -> Piece:
    return writer.own[node.name]


def _constant(writer: Writer, node: s.Constant) -> Piece:
    return writer.dialect.constant(node.name)


def _negate(writer: Writer, node: s.Negate) -> Piece:
    inner = writer.write(node.operand)
    return Piece(f"-{inner.within(Rank.SIGN)}", Rank.SIGN, inner.kind)


def _sum(writer: Writer, node: s.Sum) -> Piece:
    first = writer.write(node.terms[0])
    text, kind = first.within(Rank.SUM), first.kind
    for term in node.terms[1:]:
        sign = "-" if isinstance(term, s.Negate) else "+"
        piece = writer.write(term.operand if isinstance(term, s.Negate) else term)
        text += f" {sign} {piece.within(Rank.PRODUCT)}"
        kind = max(kind, piece.kind)
    return Piece(text, Rank.SUM if len(node.terms) > 1 else first.rank, kind)


def _product(writer: Writer, node: s.Product) -> Piece:
    first = node.factors[0]
    total, shape = writer.write(first), writer.shape(first)
    for factor in node.factors[1:]:
        piece, other = writer.write(factor), writer.shape(factor)
        total = _times(writer, (total, shape), (piece, other))
        shape = product_shape(shape, other) or ()
    return total


def _times(
    writer: Writer, left: tuple[Piece, Shape], right: tuple[Piece, Shape]
) -> Piece:
    (a, one), (b, other) = left, right
    kind = widest(a, b)
    if not one or not other:
        return Piece(f"{a.within(Rank.PRODUCT)} * {b.within(Rank.SIGN)}", Rank.PRODUCT, kind)
    if len(one) == 1:
        return Piece(f"{writer.need('outer')}({a.text}, {b.text})")
    if one[0] == 1 and len(other) == 1:
        return Piece(f"{writer.need('dot')}({a.text}, {b.text})")
    if writer.dialect.code_of("matmul") is not None:
        return Piece(f"{writer.need('matmul')}({a.text}, {b.text})")
    return Piece(f"{a.within(Rank.PRODUCT)} @ {b.within(Rank.SIGN)}", Rank.PRODUCT)


def _quotient(writer: Writer, node: s.Quotient) -> Piece:
    top, bottom = writer.write(node.numerator), writer.write(node.denominator)
    kind = widest(top, bottom)
    if writer.dialect.counts_exactly and top.kind is Kind.LITERAL and kind is Kind.LITERAL:
        top = Piece(f"sp.sympify({top.text})", kind=Kind.LITERAL)
    text = f"{top.within(Rank.PRODUCT)} / {bottom.within(Rank.SIGN)}"
    return Piece(text, Rank.PRODUCT, kind)


def _power(writer: Writer, node: s.Power) -> Piece:
    base, value = node.base, exact(node.exponent)
    if isinstance(base, s.Constant) and base.name == "e":
        return writer.write(s.Call("exp", (node.exponent,)))
    if value is None:
        return _general_power(writer, node)
    if value.denominator == 1:
        if value == 0:
            return Piece("1", kind=Kind.LITERAL)
        return _whole_power(writer, base, int(value))
    if value.denominator == 2 and value.numerator == 1:
        return writer.write(s.Call("sqrt", (base,)))
    top, bottom = value.numerator, value.denominator
    if is_fraction(node.exponent) and bottom % 2:
        return Piece(f"{writer.need('root')}({writer.argument(base)}, {top}, {bottom})")
    piece = writer.dialect.base(writer.write(base))
    if bottom > LARGEST_DIVISOR:
        return Piece(f"{piece.within(Rank.ATOM)}**{float(value)!r}", Rank.POWER)
    return Piece(f"{piece.within(Rank.ATOM)}**{_exponent(writer, top, bottom)}", Rank.POWER)


def _exponent(writer: Writer, top: int, bottom: int) -> str:
    decimal = repr(top / bottom)
    if len(decimal) <= 6 and not writer.dialect.counts_exactly:
        return decimal
    return writer.dialect.exponent(top, bottom)


def _whole_power(writer: Writer, base: s.Node, n: int) -> Piece:
    if n % 2 == 0 and isinstance(base, s.Call):
        squared = _without_corner(writer, base)
        if squared is not None:
            return squared if n == 2 else Piece(f"{squared.within(Rank.ATOM)}**{n // 2}",
                                                Rank.POWER)  # fmt: skip
    known = exact(base)
    if known is not None:
        return _literal_power(writer, base, float(known), n)
    piece = writer.write(base)
    if n == 1:
        return piece
    return Piece(f"{piece.within(Rank.ATOM)}**{n}", Rank.POWER, piece.kind)


def _without_corner(writer: Writer, base: s.Call) -> Piece | None:
    """The square of a length or an absolute value, which has no corner."""
    if base.function not in ("abs", "norm", "hypot"):
        return None
    squares = [s.Power(each, s.Number(2.0, "2")) for each in base.arguments]
    if len(squares) == 1 and writer.shape(base.arguments[0]):
        return writer.write(s.Call("sum", tuple(squares)))
    total = writer.write(s.Sum(tuple(squares)))
    return total if len(squares) > 1 else Piece(total.text, Rank.POWER, total.kind)


def _literal_power(writer: Writer, base: s.Node, value: float, n: int) -> Piece:
    """A power of typed numbers; one beyond double precision is not left to Python's integers."""
    try:
        size = value**n
    except (OverflowError, ZeroDivisionError):
        size = float("inf")
    if abs(size) < LARGEST_WHOLE:
        return Piece(f"{writer.write(base).within(Rank.ATOM)}**{n}", Rank.POWER, Kind.LITERAL)
    return writer.dialect.number(s.Number(size))


def _general_power(writer: Writer, node: s.Power) -> Piece:
    base, exponent = writer.write(node.base), writer.write(node.exponent)
    kind = widest(base, exponent)
    if writer.dialect.power and exponent.kind is Kind.TENSOR:
        return Piece(f"{writer.need(writer.dialect.power)}({base.text}, {exponent.text})")
    if base.kind is Kind.LITERAL and not writer.dialect.counts_exactly:
        base = replace(base, text=floated(base))
    if kind is not Kind.TENSOR and not _is_small(writer, node):
        base, kind = writer.dialect.base(base), Kind.TENSOR
    text = f"{base.within(Rank.ATOM)}**{exponent.within(Rank.SIGN)}"
    return Piece(text, Rank.POWER, kind)


def _is_small(writer: Writer, node: s.Power) -> bool:
    """(-1)^k, which stays a small number of Python."""
    value = exact(node.base)
    return value is not None and abs(value) <= 1 and bool(value) and writer.is_whole(node.exponent)


def _call(writer: Writer, node: s.Call) -> Piece:
    name, arguments = node.function, node.arguments
    if name == "dot":
        one, other = (writer.write(each).text for each in arguments)
        return Piece(f"{writer.need('dot')}({one}, {other})")
    reducing = name in REDUCING or name == "softmax"
    if reducing and len(arguments) == 1 and writer.shape(arguments[0]):
        return Piece(writer.dialect.reductions[name].replace("{0}", writer.write(
            arguments[0]).text))  # fmt: skip
    if name == "clamp" and name in writer.dialect.native:
        value, *ends = map(writer.write, arguments)
        if value.kind is Kind.TENSOR and widest(*ends) is not Kind.TENSOR:
            inner = ", ".join(map(floated, (value, *ends)))
            return Piece(f"{writer.dialect.native[name]}({inner})")
    other = rewritten(node)
    if other is not node:
        return writer.write(other)
    if name in ("polygamma", "bessel_j", "bessel_y"):
        given = f"{writer.whole(arguments[0])}, {writer.argument(arguments[-1])}"
        return Piece(f"{writer.need(name)}({given})")
    if len(arguments) == 1:
        piece = writer.write(arguments[0])
        plain = writer.dialect.plain_call(name, piece, arguments[0])
        if plain is not None:
            return plain
        if writer.shape(arguments[0]):
            return Piece(writer.dialect.over_components(writer.need(name), piece.text))
    inner = ", ".join(map(writer.argument, arguments))
    return Piece(f"{writer.need(name)}({inner})")


def _apply(writer: Writer, node: s.Apply) -> Piece:
    row = writer.scope[node.name]
    writer.rows[node.name] = None
    word = writer.names.of(node.name, "row")
    if not row.variables and not row.parameters:
        return Piece(word, kind=Kind.PYTHON)
    given = node.arguments or tuple(s.Name(each) for each in row.variables)
    inner = [writer.argument(each) for each in given]
    wholes = dict(row.wholes)
    rest = [f"{writer.names.of(each)}={writer.own[each].text}" for each in row.parameters
            if each in writer.own and each not in wholes]  # fmt: skip
    if not node.primes:
        return Piece(f"{word}({', '.join([*inner, *rest])})")
    function = f"lambda t: {word}({', '.join(['t', *rest])})" if rest else word
    order = f", {node.primes}" if node.primes > 1 else ""
    return Piece(f"{_differentiate(writer)}({function}, {inner[0]}{order})")


def _differentiate(writer: Writer) -> str:
    if not writer.dialect.differentiates:
        raise NoCounterpart(
            f"{writer.dialect.title} has no derivative inside a formula; choose another language."
        )
    return writer.need("differentiate")


def _derivative(writer: Writer, node: s.Derivative) -> Piece:
    name, differentiate = node.variable, _differentiate(writer)
    order = f", {node.order}" if node.order > 1 else ""
    if name in writer.own:
        word = writer.own[name].text
        inner = writer.write(node.operand).text
        at = writer.dialect.argument(writer.own[name]).text
        return Piece(f"{differentiate}(lambda {word}: {inner}, {at}{order})")
    vector, _, place = name.rpartition("_")
    word, inner = writer.own[vector].text, writer.write(node.operand).text
    within = writer.need("differentiate_in")
    return Piece(f"{within}(lambda {word}: {inner}, {word}, {int(place) - 1}{order})")


def _repeat(writer: Writer, node: s.Repeat) -> Piece:
    ends = writer.whole(node.low), writer.whole(node.high, 1)
    outer = (free_names(node.low) | free_names(node.high)) & set(writer.loops)
    mapped = not outer and writer.dialect.maps(ends)

    def write(word: str) -> Piece:
        return writer.dialect.repeated(node.kind, writer.write(node.body), word, ends, mapped)

    kind = Kind.TENSOR if mapped else Kind.PYTHON

    return writer.looping(node.index, kind, write)


def _vector(writer: Writer, node: s.Vector) -> Piece:
    parts = [writer.write(each) for each in node.components]
    shape = writer.shape(node)
    if len(shape) == 2 and shape[0] == 1:  # a row is written as a vector
        return parts[0]
    if all(part.kind is Kind.LITERAL for part in parts) and len(shape) == 1:
        return Piece(writer.dialect.numbers([part.text for part in parts]))
    return Piece(f"{writer.need('vector')}({', '.join(part.text for part in parts)})")


def _component(writer: Writer, node: s.Component) -> Piece:
    vector = writer.write(node.vector)
    low = writer.lows.get(node.vector.name, 1) if isinstance(node.vector, s.Name) else 1
    return Piece(f"{vector.within(Rank.ATOM)}[{writer.whole(node.index, -low)}]", kind=vector.kind)


def _transpose(writer: Writer, node: s.Transpose) -> Piece:
    inner, shape = writer.write(node.operand), writer.shape(node.operand)
    return inner if len(shape) < 2 else Piece(f"{inner.within(Rank.ATOM)}.T")


def _cases(writer: Writer, node: s.Cases) -> Piece:
    return cases(writer, node)


def _condition(writer: Writer, node: s.Node) -> Piece:
    return condition(writer, node)


_WRITERS: Mapping[type, Callable[..., Piece]] = {
    s.Number: _number, s.Name: _name, s.Constant: _constant, s.Negate: _negate, s.Sum: _sum,
    s.Product: _product, s.Quotient: _quotient, s.Power: _power, s.Call: _call, s.Apply: _apply,
    s.Derivative: _derivative, s.Compare: _condition, s.Logic: _condition, s.Cases: _cases,
    s.Repeat: _repeat, s.Component: _component, s.Vector: _vector, s.Transpose: _transpose,
}  # fmt: skip

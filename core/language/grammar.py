"""The grammar from `or` down to powers; atoms.py reads what stands between the operators."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from core.errors import Fix, InputError
from core.language import mistakes
from core.language import syntax as s
from core.language.atoms import atom, brace_holds_condition, condition_in_braces
from core.language.calls import arguments
from core.language.cursor import Cursor, Goal, Steps, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_COMPARES = ("<", "<=", ">", ">=", "=", "!=")
_STARTS = frozenset("([{√∛∜⌊⌈∂∇ΣΠ")
_FUNCTIONS = frozenset("√∛∜∂∇ΣΠ")


def expression(cursor: Cursor) -> Steps:
    """Conditions joined by `or`, or a value."""
    return (yield from _joined(cursor, "or"))


def conjunction(cursor: Cursor) -> Steps:
    return (yield from _joined(cursor, "and"))


def _joined(cursor: Cursor, word: str) -> Steps:
    start = cursor.next.start
    first = yield ("conjunction" if word == "or" else "negation")
    parts = [first]
    while cursor.sees(word):
        cursor.advance()
        parts.append((yield ("conjunction" if word == "or" else "negation")))
    if len(parts) == 1:
        return first
    return s.Logic("or" if word == "or" else "and", tuple(parts), span=cursor.span(start))


def negation(cursor: Cursor) -> Steps:
    start = cursor.next.start
    if cursor.sees("not"):
        cursor.advance()
        inner = yield "negation"
        return s.Logic("not", (inner,), span=cursor.span(start))
    return (yield "comparison")


def comparison(cursor: Cursor) -> Steps:
    start = cursor.next.start
    first = yield "sum"
    operands, operators = [first], list[str]()
    while cursor.sees(*_COMPARES):
        operators.append(cursor.advance().text)
        operands.append((yield "sum"))
    if not operators:
        return first
    return s.Compare(
        tuple(operands), cast("tuple[s.Relation, ...]", tuple(operators)), span=cursor.span(start),
    )


def total(cursor: Cursor) -> Steps:
    """Terms added and subtracted; a restriction {x > 0} may follow."""
    start = cursor.next.start
    first = yield from _term(cursor)
    terms = [first]
    while cursor.sees("+", "-"):
        sign = cursor.advance()
        term = yield from _term(cursor)
        terms.append(s.Negate(term, span=cursor.span(sign.start)) if sign.text == "-" else term)
    node = first if len(terms) == 1 else s.Sum(tuple(terms), span=cursor.span(start))
    while cursor.sees("{") and brace_holds_condition(cursor):
        condition = yield from condition_in_braces(cursor)
        node = s.Cases(((condition, node),), None, span=cursor.span(start))
    return node


def _term(cursor: Cursor) -> Steps:
    signs: list[int] = []
    while cursor.sees("+", "-"):
        sign = cursor.advance()
        if sign.text == "-":
            signs.append(sign.start)
    node = yield "product"
    for start in reversed(signs):
        node = s.Negate(node, span=cursor.span(start))
    return node


def product(cursor: Cursor) -> Steps:
    return (yield from _product(cursor, stops=False))


def argument(cursor: Cursor) -> Steps:
    """What a function without brackets takes: a product up to the next function."""
    return (yield from _product(cursor, stops=True))


def _product(cursor: Cursor, *, stops: bool) -> Steps:
    start = cursor.next.start
    factors: list[s.Node] = [(yield "factor")]
    while True:
        if cursor.sees("*", "/"):
            if stops and _starts_function(cursor, 1):
                break
            divides = cursor.advance().text == "/"
            right = yield "factor"
            if divides:
                left = _multiplied(factors, cursor, start)
                factors = [s.Quotient(left, right, span=cursor.span(start))]
                continue
        elif _starts_operand(cursor) and not (stops and _starts_function(cursor, 0)):
            right = yield "power"
        else:
            break
        factors.append(right)
    return _multiplied(factors, cursor, start)


def _multiplied(factors: list[s.Node], cursor: Cursor, start: int) -> s.Node:
    if len(factors) == 1:
        return factors[0]
    end = factors[-1].span[1]
    return s.Product(tuple(factors), span=(start, max(end, start)))


def _starts_operand(cursor: Cursor) -> bool:
    """Whether what follows is a factor that is written without a sign of multiplication."""
    token = cursor.next
    if token.kind == "end":
        return False
    if token.kind == "number" or token.kind == "fraction":
        last = cursor.last
        if last is not None and last.kind in ("number", "fraction"):
            raise mistakes.two_numbers(last, token)
        return True
    if token.kind != "sign":
        return True
    if token.text == "{":
        return not brace_holds_condition(cursor)
    if token.text == "|":
        return not cursor.closes_bar()
    return token.text in _STARTS


def _starts_function(cursor: Cursor, ahead: int) -> bool:
    token = cursor.ahead(ahead)
    if token.kind in ("function", "derivative"):
        return True
    if token.kind == "sign":
        return token.text in _FUNCTIONS
    return token.kind == "defined" and cursor.vocabulary.function(token.text) is not None


def factor(cursor: Cursor) -> Steps:
    """A power, after * or / also with a sign: 2*-x."""
    return (yield from _signed(cursor, power=True))


def exponent(cursor: Cursor) -> Steps:
    return (yield from _signed(cursor, power=True))


def _signed(cursor: Cursor, *, power: bool) -> Steps:
    signs: list[int] = []
    while cursor.sees("+", "-"):
        sign = cursor.advance()
        if sign.text == "-":
            signs.append(sign.start)
    node = yield ("power" if power else "atom")
    for start in reversed(signs):
        node = s.Negate(node, span=cursor.span(start))
    return node


def power(cursor: Cursor) -> Steps:
    """A value with what follows it closely: x!, 30°, 50%, x², x^y^z."""
    start = cursor.next.start
    node = yield "atom"
    while True:
        if cursor.sees("^"):
            cursor.advance()
            raised = yield "exponent"
            return s.Power(node, raised, span=cursor.span(start))
        if cursor.sees("^^"):
            cursor.advance()
            raised = yield "atom"
            node = s.Power(node, raised, span=cursor.span(start))
        elif cursor.sees("!", "°", "%"):
            node = _after(node, cursor, start)
        elif cursor.sees("'") and cursor.next.glued:
            cursor.advance()
            node = s.Transpose(node, span=cursor.span(start))
        elif cursor.sees("_") and cursor.next.glued and cursor.ahead(1).text == "{":
            cursor.advance()
            given = yield from arguments(cursor)
            for each in given.components if isinstance(given, s.Vector) else (given,):
                node = s.Component(node, each, span=cursor.span(start))
        else:
            return node


def _after(node: s.Node, cursor: Cursor, start: int) -> s.Node:
    sign = cursor.advance()
    span = cursor.span(start)
    if sign.text == "!":
        return s.Call("factorial", (node,), span=span)
    if sign.text == "°":
        turned = s.Product((node, s.Constant("pi", span=(sign.start, sign.end))), span=span)
        return s.Quotient(turned, s.Number(180.0, "180", span=(sign.start, sign.end)), span=span)
    if not sign.glued and _starts_operand(cursor):
        raise InputError("The % stands between two values.", sign.start, sign.end,
                         "For the remainder of a division type mod(x, m); 50% is 1/2.",
                         Fix("Multiply", sign.start, sign.end, "*"))
    return s.Quotient(node, s.Number(100.0, "100", span=(sign.start, sign.end)), span=span)


_RULES: Mapping[Goal, Callable[[Cursor], Steps]] = {
    "expression": expression, "conjunction": conjunction, "negation": negation,
    "comparison": comparison, "sum": total, "product": product, "argument": argument,
    "factor": factor, "exponent": exponent, "power": power, "atom": atom,
}


def read_rows(cursor: Cursor) -> s.Node:
    """The whole text: one expression, or one per line or between semicolons."""
    start = cursor.next.start
    rows: list[s.Node] = []
    while True:
        rows.append(run(cursor, "expression", _RULES))
        if not cursor.sees(";", "\n"):
            break
        while cursor.sees(";", "\n"):
            cursor.advance()
        if cursor.next.kind == "end":
            break
    if cursor.next.kind != "end":
        raise mistakes.unexpected(cursor.next)
    return rows[0] if len(rows) == 1 else s.Vector(tuple(rows), span=cursor.span(start))

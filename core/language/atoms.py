"""Values between operators: numbers, names, brackets, bars, roots, cases in braces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import mistakes
from core.language import syntax as s
from core.language.calls import arguments, called, defined, derivative, gradient, repeated
from core.language.letters import FRACTIONS
from core.language.names import FIRST_VARIABLES, NEXT_VARIABLES

if TYPE_CHECKING:
    from core.language.cursor import Cursor, Steps

_CONDITION_SIGNS = frozenset(("<", "<=", ">", ">=", "=", "!=", "and", "or", "not", "true", "false"))
_ROOTS = {"√": 2, "∛": 3, "∜": 4}


def atom(cursor: Cursor) -> Steps:
    """One value."""
    token = cursor.next
    match token.kind:
        case "number" | "fraction":
            return _number(cursor)
        case "name":
            return (yield from _name(cursor))
        case "constant":
            cursor.advance()
            return s.Constant(token.text, span=(token.start, token.end))  # type: ignore[arg-type]
        case "function":
            return (yield from called(cursor))
        case "defined":
            start = cursor.next.start
            return (yield from followed(cursor, (yield from defined(cursor)), start))
        case "derivative":
            return (yield from derivative(cursor))
        case "sign":
            return (yield from _signed_atom(cursor))
        case _:
            raise mistakes.no_operand(cursor.last, token)


def _signed_atom(cursor: Cursor) -> Steps:
    token = cursor.next
    match token.text:
        case "(" | "[":
            return (yield from _bracket(cursor))
        case "{":
            return (yield from _braces(cursor))
        case "|":
            return (yield from _enclosed(cursor, "abs"))
        case "⌊":
            return (yield from _enclosed(cursor, "floor"))
        case "⌈":
            return (yield from _enclosed(cursor, "ceil"))
        case "√" | "∛" | "∜":
            return (yield from _root(cursor))
        case "Σ" | "Π":
            return (yield from repeated(cursor, "sum" if token.text == "Σ" else "prod"))
        case "∇":
            return (yield from gradient(cursor))
        case "true" | "false":
            cursor.advance()
            truth = "true" if token.text == "true" else "false"
            return s.Logic(truth, span=(token.start, token.end))
        case _:
            raise mistakes.no_operand(cursor.last, token)


def _number(cursor: Cursor) -> s.Node:
    token = cursor.advance()
    span = (token.start, token.end)
    if token.kind == "number":
        number = s.Number(token.value, token.text, span=span)
        if cursor.next.kind != "fraction" or not cursor.next.glued:
            return number
        part = _fraction(cursor)
        return s.Sum((number, part), span=cursor.span(token.start))
    cursor.at -= 1
    return _fraction(cursor)


def _fraction(cursor: Cursor) -> s.Node:
    token = cursor.advance()
    span = (token.start, token.end)
    above, below = FRACTIONS[token.text]
    return s.Quotient(s.Number(float(above), str(above), span=span),
                      s.Number(float(below), str(below), span=span), span=span)


def _name(cursor: Cursor) -> Steps:
    token = cursor.advance()
    node: s.Node = s.Name(token.text, span=(token.start, token.end))
    if cursor.sees("'") and cursor.next.glued and not _may_be_vector(cursor, token.text):
        raise InputError(
            f"No row defines {token.text}, so {token.text}' has no meaning.", token.start,
            cursor.next.end, f"Define it in a row of its own: {token.text}(x) = …",
        )
    return (yield from followed(cursor, node, token.start))


def _may_be_vector(cursor: Cursor, name: str) -> bool:
    """Whether x' may be a transpose: x is a variable, and no brackets call it."""
    base = name.partition("_")[0]
    known = (*FIRST_VARIABLES, *NEXT_VARIABLES, *cursor.vocabulary.declared)
    return base in known and not (cursor.ahead(1).text == "(" and cursor.ahead(1).glued
                                  and name not in known)


def followed(cursor: Cursor, node: s.Node, start: int) -> Steps:
    """A name with its subscript x_{i+1}, its index x[3] and its transpose x'."""
    while True:
        if cursor.sees("_") and cursor.next.glued and cursor.ahead(1).text == "{":
            cursor.advance()
            given = yield from arguments(cursor)
            parts = given.components if isinstance(given, s.Vector) else (given,)
            for each in parts:
                node = s.Component(node, each, span=cursor.span(start))
        elif cursor.sees("[") and cursor.next.glued and isinstance(node, s.Name | s.Apply):
            given = yield from arguments(cursor)
            parts = given.components if isinstance(given, s.Vector) else (given,)
            index = parts[0] if len(parts) == 1 else given
            marked = s.Vector((node,), span=node.span)  # whether it counts is seen later
            node = s.Component(marked, index, span=cursor.span(start))
        elif cursor.sees("'") and cursor.next.glued:
            cursor.advance()
            node = s.Transpose(node, span=cursor.span(start))
        else:
            return node


def _bracket(cursor: Cursor) -> Steps:
    """One expression in brackets, or a list."""
    start = cursor.next.start
    items = yield from arguments(cursor)
    parts = items.components if isinstance(items, s.Vector) else ()
    if len(parts) == 1:
        return parts[0]
    return s.Vector(parts, span=cursor.span(start))


def _enclosed(cursor: Cursor, function: str) -> Steps:
    opening = cursor.enter()
    if cursor.next.kind == "end":
        column = cursor.next.end
        raise InputError(f"`{opening.text}` opens at column {opening.start + 1} and nothing "
                         "follows.", column, column, "Type abs(…) for the absolute value.")
    inner = yield "expression"
    cursor.leave()
    return s.Call(function, (inner,), span=cursor.span(opening.start))


def _root(cursor: Cursor) -> Steps:
    token = cursor.advance()
    inner = yield "factor"
    span = cursor.span(token.start)
    degree = _ROOTS[token.text]
    if degree == 4:
        return s.Call("root", (s.Number(4.0, "4", span=(token.start, token.end)), inner), span=span)
    return s.Call("sqrt" if degree == 2 else "cbrt", (inner,), span=span)


def brace_holds_condition(cursor: Cursor) -> bool:
    """Whether the braces that open here restrict what stands before them: {x > 0}."""
    signs = _signs_in_braces(cursor)
    return ":" not in signs and bool(signs & _CONDITION_SIGNS)


def _signs_in_braces(cursor: Cursor) -> set[str]:
    """The signs directly inside the braces that open here."""
    depth, at, signs = 0, cursor.at, set[str]()
    while cursor.tokens[at].kind != "end":
        token = cursor.tokens[at]
        at += 1
        if token.kind != "sign":
            continue
        if token.text in ("(", "[", "{"):
            depth += 1
        elif token.text in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                break
        elif depth == 1:
            signs.add(token.text)
    return signs


def condition_in_braces(cursor: Cursor) -> Steps:
    """{0 < x, x < 1}: one condition or several that all hold."""
    start = cursor.next.start
    items = yield from arguments(cursor)
    parts = items.components if isinstance(items, s.Vector) else ()
    return parts[0] if len(parts) == 1 else s.Logic("and", parts, span=cursor.span(start))


def _braces(cursor: Cursor) -> Steps:
    """{condition: value, ..., value} is cases; else braces are brackets."""
    if brace_holds_condition(cursor):
        token = cursor.next
        raise InputError("The restriction has no value before it.", token.start, token.start,
                         "Type the value first, for example x^2 {x > 0}.")
    if ":" not in _signs_in_braces(cursor):
        return (yield from _bracket(cursor))
    opening = cursor.enter()
    branches: list[tuple[s.Node, s.Node]] = []
    otherwise: s.Node | None = None
    while True:
        if cursor.sees("else", "otherwise"):
            cursor.advance()
            cursor.expect(":", "else")
            otherwise = yield "expression"
            break
        first = yield "expression"
        if not cursor.sees(":"):
            otherwise = first
            break
        cursor.advance()
        branches.append((first, (yield "expression")))
        if not cursor.sees(",", ";"):
            break
        cursor.advance()
    cursor.leave()
    if not branches and otherwise is not None:
        return otherwise
    return s.Cases(tuple(branches), otherwise, span=cursor.span(opening.start))



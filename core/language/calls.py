"""Functions applied: of the table, of other rows, and derivatives, sums and products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import Fix, InputError
from core.language import mistakes
from core.language import syntax as s
from core.language.forms import count_checked, form, index_form, is_range, range_of
from core.language.functions import FORMS, Function, find
from core.language.letters import CONSTANTS
from core.language.names import FIRST_VARIABLES, NEXT_VARIABLES, canonical

if TYPE_CHECKING:
    from core.language.cursor import Cursor, Steps
    from core.language.lexer import Token

_OPENING = ("(", "[")
_OPERATORS = ("grad", "laplacian", "hessian", "jacobian", "div", "curl")


def arguments(cursor: Cursor) -> Steps:
    """What stands in brackets, separated by commas, always as a Vector."""
    opening = cursor.enter()
    items: list[s.Node] = []
    while True:
        items.append((yield "expression"))
        if not cursor.sees(","):
            break
        cursor.advance()
    cursor.leave()
    return s.Vector(tuple(items), span=cursor.span(opening.start))


def _items(node: s.Node) -> tuple[s.Node, ...]:
    return node.components if isinstance(node, s.Vector) else (node,)


def called(cursor: Cursor) -> Steps:
    """A function of the table with its arguments, in brackets or without."""
    token = cursor.advance()
    if token.text in FORMS:
        return (yield from _form(cursor, token))
    if token.text in ("sum", "prod") and (cursor.sees("_") or is_range(cursor)):
        cursor.at -= 1
        return (yield from repeated(cursor, "sum" if token.text == "sum" else "prod"))
    row = find(token.text)
    assert row is not None
    raised = (yield from _raised(cursor)) if cursor.sees("^", "^^") else None
    if cursor.sees("'"):
        raise InputError(
            f"{token.text}' is not read.", token.start, cursor.next.end,
            f"For the derivative type d/dx {token.text}(x).",
        )
    given = yield from _given(cursor, token, row)
    node = _applied(token, row, _items(given), cursor.span(token.start))
    return node if raised is None else _powered(token, row, node, raised)


def _given(cursor: Cursor, token: Token, row: Function) -> Steps:
    if cursor.sees(*_OPENING):
        return (yield from arguments(cursor))
    if cursor.next.kind == "end" or cursor.sees(")", ",", ";", "\n", "]", "}"):
        raise mistakes.no_argument(token)
    if not row.bare:
        raise InputError(f"{row.name} needs its arguments in brackets.", token.start, token.end,
                         f"It is written {row.signature}.")
    inner = yield "argument"
    return s.Vector((inner,), span=inner.span)


def _applied(
    token: Token, row: Function, given: tuple[s.Node, ...], span: s.Span,
) -> s.Node:
    if row.name == "log":
        if token.subscript:
            given = (*given, _base(token))
        if len(given) == 1:
            return s.Call("ln", given, span=span)
    if row.name in ("sum", "prod"):
        indexed = index_form(row.name, given, span)
        if indexed is not None:
            return indexed
    count_checked(row, given, span)
    return s.Call(row.name, given, span=span)


def _base(token: Token) -> s.Node:
    text = token.subscript
    span = (token.start, token.end)
    if text.isdigit():
        return s.Number(float(text), text, span=span)
    if text in CONSTANTS:
        return s.Constant(CONSTANTS[text], span=span)  # type: ignore[arg-type]
    if find(text) is not None:
        raise InputError(f"{text} is a function, it is no base of a logarithm.", *span,
                         "A base is a number or a name, as in log_2(x) or log_b(x).")  # fmt: skip
    letters = text.rstrip("0123456789")
    return s.Name(canonical(letters, text[len(letters) :]), span=span)


def _raised(cursor: Cursor) -> Steps:
    """The exponent between a function and its argument: sin^2 x, sin⁻¹ x."""
    cursor.advance()
    signs: list[Token] = []
    while cursor.sees("-"):
        signs.append(cursor.advance())
    node = yield "atom"
    for sign in reversed(signs):
        node = s.Negate(node, span=cursor.span(sign.start))
    return node


def _powered(token: Token, row: Function, node: s.Node, raised: s.Node) -> s.Node:
    if raised != s.Negate(s.Number(1.0)):
        return s.Power(node, raised, span=node.span)
    if row.inverse is None or not isinstance(node, s.Call):
        raise InputError(f"The inverse of {row.name} has no name here.", token.start, token.end,
                         f"For the reciprocal type 1/{row.name}(x).")
    return s.Call(row.inverse, node.arguments, span=node.span)


def _form(cursor: Cursor, token: Token) -> Steps:
    """if, where, piecewise, diff, grad, laplacian: forms that build other nodes."""
    if token.text in _OPERATORS:
        cursor.at -= 1
        return (yield from gradient(cursor))
    given = yield from arguments(cursor)
    return form(token, _items(given), cursor.span(token.start))


def defined(cursor: Cursor) -> Steps:
    """A name of another row: a constant, or a function with its arguments and primes."""
    token = cursor.advance()
    row = cursor.vocabulary.function(token.text)
    if _is_list(cursor, token.text) and (row is None or not row.variables):
        return s.Apply(token.text, (), span=(token.start, token.end))
    primes = 0
    while cursor.sees("'"):
        cursor.advance()
        primes += 1
    if row is None:
        if primes:
            raise InputError(f"{token.text} is a constant; its derivative is 0.", token.start,
                             token.end)
        return s.Apply(token.text, (), span=(token.start, token.end))
    if primes and len(row.variables) != 1:
        raise InputError(f"{token.text}' says not which variable it differentiates by.",
                         token.start, cursor.span(token.start)[1],
                         f"Type ∂/∂{row.variables[0]} {token.text}({', '.join(row.variables)}).")
    if cursor.sees("("):
        given = _items((yield from arguments(cursor)))
        span = cursor.span(token.start)
        if len(given) != len(row.variables):
            raise mistakes.wrong_count(
                token.text, f"{token.text}({', '.join(row.variables)})", *span)
        return s.Apply(token.text, given, primes, span=span)
    span = cursor.span(token.start)
    if not primes and token.text in (*FIRST_VARIABLES, *NEXT_VARIABLES):
        return s.Name(token.text, span=span)
    return _at_own_variables(token.text, row, primes, span)


def _is_list(cursor: Cursor, name: str) -> bool:
    """Whether a row defines a vector or a matrix: its prime is a transpose."""
    return name in cursor.vocabulary.scope and bool(cursor.vocabulary.scope[name].shape)


def _at_own_variables(name: str, row: s.Definition, primes: int, span: s.Span) -> s.Apply:
    names = tuple(s.Name(variable, span=span) for variable in row.variables)
    return s.Apply(name, names, primes, span=span)


def derivative(cursor: Cursor) -> Steps:
    """d/dx (…), ∂²/∂x∂y …, df/dx: the operand is a bracket or the product that follows."""
    token = cursor.advance()
    if token.text:
        row = cursor.vocabulary.function(token.text)
        assert row is not None
        node: s.Node = _at_own_variables(token.text, row, 0, (token.start, token.end))
    elif cursor.sees("(", "["):
        node = yield "atom"
    else:
        node = yield "product"
    span = cursor.span(token.start)
    for variable, order in reversed(token.orders):
        node = s.Derivative(node, variable, order, span=span)
    return node


def gradient(cursor: Cursor) -> Steps:
    """Grad f, ∇f, hessian f, div F ... of a function of another row or of an expression."""
    token = cursor.advance()
    name = "grad" if token.text == "∇" else token.text
    squared = name == "grad" and cursor.sees("^", "^^")
    if squared:
        raised = yield from _raised(cursor)
        if raised != s.Number(2.0):
            raise InputError("∇ takes no exponent but 2.", token.start, token.end)
        name = "laplacian"
    inner = yield ("atom" if cursor.sees("(", "[") else "product")
    span = cursor.span(token.start)
    return s.Operator(name, inner, span=span)  # type: ignore[arg-type]


def repeated(cursor: Cursor, kind: str) -> Steps:
    """Σ(k=1..5) x^k, Σ_{k=1}^{5} x^k: the body is the product that follows."""
    token = cursor.advance()
    bounds = yield from range_of(cursor, token)
    index, low, high = _items(bounds)
    assert isinstance(index, s.Name)
    if cursor.sees(")"):
        raise InputError("The sum has no terms.", cursor.next.start, cursor.next.start,
                         "Type what is added, for example x^k.",
                         Fix(f"Add x^{index.name}", cursor.next.start, cursor.next.start,
                             f" x^{index.name}"))
    body = yield "product"
    return s.Repeat("sum" if kind == "sum" else "prod", body, index.name, low, high,
                    span=cursor.span(token.start))

"""Forms written like functions that build other nodes: if, piecewise, diff, indexed sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import mistakes
from core.language import syntax as s
from core.language.walk import free_names

if TYPE_CHECKING:
    from core.language.cursor import Cursor, Steps
    from core.language.functions import Function
    from core.language.lexer import Token


def form(token: Token, given: tuple[s.Node, ...], span: s.Span) -> s.Node:
    """The node a form stands for."""
    match token.text:
        case "if" | "where":
            if len(given) not in (2, 3):
                raise mistakes.wrong_count(token.text, f"{token.text}(x < 0, -x, x)", *span)
            otherwise = given[2] if len(given) == 3 else None
            return s.Cases(((given[0], given[1]),), otherwise, span=span)
        case "piecewise":
            return _piecewise(given, span)
        case _:
            return _diff(given, span)


def _piecewise(given: tuple[s.Node, ...], span: s.Span) -> s.Node:
    branches: list[tuple[s.Node, s.Node]] = []
    otherwise: s.Node | None = None
    for item in given:
        if otherwise is not None or not (
            isinstance(item, s.Vector) and len(item.components) == 2
        ):
            raise InputError("piecewise takes pairs, the last for all other cases.", *item.span,
                             "It is written piecewise((-x, x < 0), (x^2, true)).")
        value, condition = item.components
        if condition == s.Logic("true"):
            otherwise = value
        else:
            branches.append((condition, value))
    if not branches and otherwise is not None:
        return otherwise
    return s.Cases(tuple(branches), otherwise, span=span)


def _diff(given: tuple[s.Node, ...], span: s.Span) -> s.Node:
    if len(given) == 1:
        names = sorted(free_names(given[0]))
        if len(names) != 1:
            raise mistakes.wrong_count("diff", "diff(x^2, x)", *span)
        return s.Derivative(given[0], names[0], 1, span=span)
    order = given[2] if len(given) == 3 else s.Number(1.0)
    variable = given[1] if len(given) in (2, 3) else None
    if isinstance(variable, s.Apply) and not variable.arguments:
        variable = s.Name(variable.name)  # the name of another row, as d/dc takes it
    if not isinstance(variable, s.Name) or not isinstance(order, s.Number):
        raise mistakes.wrong_count("diff", "diff(x^2, x) or diff(x^2, x, 2)", *span)
    return s.Derivative(given[0], variable.name, order_of(order.value, span), span=span)


def order_of(value: float, span: s.Span) -> int:
    """A derivative's order: a whole number from 1 to 10."""
    if value not in range(1, 11):
        raise InputError("The order of a derivative is a whole number from 1 to 10.", *span)
    return int(value)


def count_checked(row: Function, given: tuple[s.Node, ...], span: s.Span) -> None:
    """Refuse a wrong number of arguments."""
    fewest, most = row.arity
    if len(given) < fewest or (most is not None and len(given) > most):
        raise mistakes.wrong_count(row.name, row.signature, *span)


def index_form(kind: str, given: tuple[s.Node, ...], span: s.Span) -> s.Node | None:
    """sum(x^k, k, 1, 5) or sum(k, 1, 5, x^k); None where four plain values are meant."""
    if len(given) != 4:
        return None
    first, second, third, fourth = given
    if isinstance(first, s.Name) and first.name in free_names(fourth):
        body, index, low, high = fourth, first, second, third
    elif isinstance(second, s.Name) and (
        second.name in free_names(first) or isinstance(third, s.Number)
    ):
        body, index, low, high = first, second, third, fourth
    elif isinstance(first, s.Name) and isinstance(second, s.Number):
        body, index, low, high = fourth, first, second, third
    else:
        return None
    return s.Repeat("sum" if kind == "sum" else "prod", body, index.name, low, high, span=span)


def is_range(cursor: Cursor) -> bool:
    """Whether (k = 1..5) follows."""
    return (
        cursor.sees("(") and cursor.ahead(1).kind in _INDEX and cursor.ahead(2).text == "="
    )


_INDEX = ("name", "constant", "defined")


def range_of(cursor: Cursor, token: Token) -> Steps:
    """The index and bounds of a sum, as the Vector (index, low, high)."""
    raised = cursor.sees("_")
    if raised:
        cursor.advance()
    if not (cursor.sees("(", "{") and cursor.ahead(1).kind in _INDEX
            and cursor.ahead(2).text == "="):
        raise InputError(
            f"The {token.text} has no index.", token.end, token.end,
            f"Type the index and its bounds, for example {token.text}(k=1..5) x^k.",
        )
    cursor.enter()
    name = cursor.advance()
    index = s.Name(name.text, span=(name.start, name.end))
    cursor.advance()
    low = yield "sum"
    if not raised:
        cursor.expect("..", "the first bound")
        high = yield "sum"
        cursor.leave()
    else:
        cursor.leave()
        if not cursor.sees("^"):
            cursor.expect("^", "the first bound")
        cursor.advance()
        high = yield "atom"
    return s.Vector((index, low, high))

"""Conditions and pieces of a formula as code: a branch that is not taken leaves no nan behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.code.pieces import Kind, Piece, Rank, floated, widest
from core.code.spelling import is_entire
from core.language import syntax as s
from core.language.walk import free_names

if TYPE_CHECKING:
    from core.code.expressions import Writer

_SIGNS = {"=": "==", "!=": "!="}
_EXACT = {"=": "sp.Eq", "!=": "sp.Ne"}


def condition(writer: Writer, node: s.Node) -> Piece:
    """The code of a comparison, or of several joined."""
    if isinstance(node, s.Compare):
        return _compared(writer, node)
    assert isinstance(node, s.Logic)
    if not node.operands:
        return Piece(node.operator.capitalize(), kind=Kind.PYTHON)
    parts = [condition(writer, each) for each in node.operands]
    kind = widest(*parts)
    if kind is not Kind.TENSOR:
        if node.operator == "not":
            return Piece(f"not {parts[0].within(Rank.NOT)}", Rank.NOT, kind)
        rank = Rank.AND if node.operator == "and" else Rank.OR
        return Piece(f" {node.operator} ".join(each.within(rank) for each in parts), rank, kind)
    return _joined(node.operator, parts)


def _joined(operator: str, parts: list[Piece]) -> Piece:
    """Conditions of the library, joined for each point."""
    if operator == "not":
        return Piece(f"~{parts[0].within(Rank.ATOM)}", Rank.SIGN)
    known = [each.text in ("True", "False") for each in parts]
    if any(known) and len(parts) == 1:
        return parts[0]
    sign = "&" if operator == "and" else "|"
    text = f" {sign} ".join(each.within(Rank.ATOM) for each in parts)
    return Piece(text, Rank.BITS)


def _compared(writer: Writer, node: s.Compare) -> Piece:
    ends = [writer.write(each) for each in node.operands]
    kind = widest(*ends)
    exactly = writer.dialect.counts_exactly
    if kind is not Kind.TENSOR and not (exactly and kind is Kind.LITERAL):
        links = [f" {_SIGNS.get(operator, operator)} " for operator in node.operators]
        text = ends[0].within(Rank.BITS) + "".join(
            link + end.within(Rank.BITS) for link, end in zip(links, ends[1:], strict=True)
        )
        return Piece(text, Rank.COMPARE, Kind.PYTHON)
    parts: list[Piece] = []
    for left, operator, right in zip(ends, node.operators, ends[1:], strict=False):
        if exactly and operator in _EXACT:
            parts.append(Piece(f"{_EXACT[operator]}({left.text}, {right.text})"))
        else:
            sign = _SIGNS.get(operator, operator)
            text = f"{left.within(Rank.BITS)} {sign} {right.within(Rank.BITS)}"
            parts.append(Piece(text, Rank.COMPARE))
    return parts[0] if len(parts) == 1 else _joined("and", parts)


def cases(writer: Writer, node: s.Cases) -> Piece:
    """The value of the first branch whose condition holds."""
    rest: s.Node | None = node.otherwise
    return _branch(writer, list(node.branches), rest)


def _branch(
    writer: Writer, branches: list[tuple[s.Node, s.Node]], otherwise: s.Node | None
) -> Piece:
    if not branches:
        if otherwise is None:
            return Piece(writer.dialect.nowhere(), kind=Kind.LITERAL)
        return writer.write(otherwise)
    (test, value), *others = branches
    holds = condition(writer, test)
    if holds.text in ("True", "False"):
        return writer.write(value) if holds.text == "True" else _branch(writer, others, otherwise)
    then, rest = writer.write(value), _branch(writer, others, otherwise)
    if holds.kind is not Kind.TENSOR:
        text = f"{then.within(Rank.OR)} if {holds.within(Rank.OR)} else {rest.within(Rank.LOOSE)}"
        return Piece(text, Rank.LOOSE, widest(then, rest))
    values = [value, *(each for _, each in others), *([otherwise] if otherwise else [])]
    if not writer.dialect.lazy_branches or all(map(is_entire, values)):
        exactly = writer.dialect.counts_exactly
        inner = ", ".join(each.text if exactly else floated(each) for each in (then, rest))
        return Piece(f"{writer.need('where')}({holds.text}, {inner})")
    return _kept_apart(writer, holds, then, rest, values, [each for each, _ in others])


def _kept_apart(
    writer: Writer, holds: Piece, then: Piece, rest: Piece, values: list[s.Node],
    tests: list[s.Node],
) -> Piece:  # fmt: skip
    """A choice whose branches see inputs of their own."""
    used = frozenset[str]().union(*map(free_names, [*values, *tests]))
    inputs = [
        writer.own[name].text
        for name in writer.own
        if name in used and writer.own[name].kind is Kind.TENSOR
    ]
    named = ", ".join(inputs)
    head = f"lambda {named}:" if inputs else "lambda:"
    given = f", {named}" if inputs else ""
    choose = writer.need("choose")
    return Piece(f"{choose}({holds.text}, {head} {then.text}, {head} {rest.text}{given})")

"""A tree as plain text in our own language, such that reading it gives the tree back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.language import syntax as s
from core.language.walk import fold

# How tightly a piece of text holds together, loosest first.
OR, AND, NOT, COMPARE, SUM, TERM, PRODUCT, POWER, ATOM = range(9)
LEIBNIZ = re.compile(r"d(\^\d+)?$")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    level: int

    def at(self, level: int) -> str:
        """The text, in brackets where it holds together less than `level`."""
        return self.text if self.level >= level else f"({self.text})"


def text_of(node: s.Node) -> str:
    """The expression as text that parses to an equal tree."""
    return fold(node, _piece).text


def definition_text(definition: s.Definition) -> str:
    """The whole row as text: f(x) = x^2."""
    body = text_of(definition.body)
    if definition.name is None:
        spaces = [
            f", {name_text(name)} in R^{length}"
            for name, length in zip(definition.variables, definition.lengths, strict=False)
            if length
        ]
        return body + "".join(spaces)
    names = ", ".join(
        name_text(name) + (f" in R^{length}" if (length := definition.length(name)) else "")
        for name in definition.variables
    )
    return f"{name_text(definition.name)}{f'({names})' if definition.declared else ''} = {body}"


def name_text(name: str) -> str:
    """A canonical name as it can be typed: x_1, mu_drift, x_{1a}."""
    base, _, subscript = name.partition("_")
    if not subscript or subscript.isdigit() or subscript[0].isalpha():
        return name
    return f"{base}_{{{subscript}}}"


def number_text(value: float) -> str:
    """The shortest spelling of a number: 2, 0.1, 1e-7."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _piece(node: s.Node, below: list[_Piece]) -> _Piece:
    match node:
        case s.Number(value=value, text=text):
            return _Piece(text or number_text(value), ATOM)
        case s.Name(name=name):
            return _Piece(name_text(name), ATOM)
        case s.Constant(name=name):
            return _Piece(name, ATOM)
        case s.Negate():
            return _Piece(f"-{_negated(node, below[0])}", TERM)
        case s.Sum():
            return _Piece(_terms(node, below), SUM)
        case s.Product():
            return _Piece(_factors(node, below), PRODUCT)
        case s.Quotient(numerator=above):
            first = below[0].at(PRODUCT if not isinstance(above, s.Repeat) else ATOM)
            if LEIBNIZ.search(first) and below[1].text.startswith("d"):  # no d/d(...), d^2/d(...)
                first = f"({first})"
            return _Piece(f"{first}/{below[1].at(POWER)}", PRODUCT)
        case s.Power(exponent=exponent):
            raised = below[1].at(POWER)
            if isinstance(exponent, s.Negate) and isinstance(exponent.operand, s.Name | s.Number):
                raised = below[1].text
            return _Piece(f"{below[0].at(ATOM)}^{raised}", POWER)
        case s.Call() | s.Apply():
            return _applied(node, below)
        case _:
            return _other(node, below)


def _negated(node: s.Negate, below: _Piece) -> str:
    return below.text if isinstance(node.operand, s.Negate) else below.at(PRODUCT)


def _terms(node: s.Sum, below: list[_Piece]) -> str:
    parts: list[str] = []
    for at, (term, piece) in enumerate(zip(node.terms, below, strict=True)):
        if at and isinstance(term, s.Negate):
            parts.append(f" - {piece.text[1:]}")
        else:
            parts.append(f"{' + ' if at else ''}{piece.at(TERM)}")
    return "".join(parts)


def _factors(node: s.Product, below: list[_Piece]) -> str:
    first = PRODUCT if isinstance(node.factors[0], s.Quotient) else POWER
    return "*".join([below[0].at(first), *(piece.at(POWER) for piece in below[1:])])


def _applied(node: s.Call | s.Apply, below: list[_Piece]) -> _Piece:
    given = ", ".join(piece.text for piece in below)
    if isinstance(node, s.Call):
        return _Piece(f"{node.function}({given})", ATOM)
    name = name_text(node.name) + "'" * node.primes
    return _Piece(f"{name}({given})" if node.arguments else name, ATOM)


def _other(node: s.Node, below: list[_Piece]) -> _Piece:
    match node:
        case s.Derivative(variable=variable, order=order):
            times = f", {order}" if order > 1 else ""
            return _Piece(f"diff({below[0].text}, {name_text(variable)}{times})", ATOM)
        case s.Component(vector=inner):
            if isinstance(inner, s.Component):
                return _Piece(f"{below[0].text[:-1]}, {below[1].text}}}", ATOM)
            return _Piece(f"{below[0].at(ATOM)}_{{{below[1].text}}}", ATOM)
        case s.Transpose():
            return _Piece(f"{below[0].at(ATOM)}'", ATOM)
        case s.Compare(operators=operators):
            text = below[0].at(SUM)
            for sign, piece in zip(operators, below[1:], strict=True):
                text += f" {sign} {piece.at(SUM)}"
            return _Piece(text, COMPARE)
        case s.Logic():
            return _logic(node, below)
        case s.Cases():
            return _Piece(_cases(node, below), ATOM)
        case s.Repeat(kind=kind, index=index):
            head = f"{kind}({name_text(index)}={below[1].at(SUM)}..{below[2].at(SUM)})"
            return _Piece(f"{head} {below[0].at(PRODUCT)}", TERM)
        case _:
            return _Piece(f"[{', '.join(piece.text for piece in below)}]", ATOM)


def _logic(node: s.Logic, below: list[_Piece]) -> _Piece:
    match node.operator:
        case "or":
            return _Piece(" or ".join(piece.at(AND) for piece in below), OR)
        case "and":
            return _Piece(" and ".join(piece.at(NOT) for piece in below), AND)
        case "not":
            return _Piece(f"not {below[0].at(NOT)}", NOT)
        case truth:
            return _Piece(truth, ATOM)


def _cases(node: s.Cases, below: list[_Piece]) -> str:
    count = len(node.branches)
    rows = [f"{below[2 * at].text}: {below[2 * at + 1].text}" for at in range(count)]
    return "{" + ", ".join([*rows, *(piece.text for piece in below[2 * count :])]) + "}"

"""Recognising d/dx, ∂²/∂x∂y and df/dx among the tokens, before words become products."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import Fix, InputError
from core.language.letters import GREEK_NAMES
from core.language.lexer import Token
from core.language.names import Vocabulary, canonical

if TYPE_CHECKING:
    from collections.abc import Sequence


def join_differentials(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The tokens with each d/dx replaced by one token of kind "derivative"."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        found = _Differential(tokens, vocabulary, at).read()
        if found is None:
            result.append(tokens[at])
            at += 1
        else:
            token, at = found
            result.append(token)
    return result


class _Differential:
    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary, at: int) -> None:
        self.tokens = tokens
        self.vocabulary = vocabulary
        self.first = at
        self.at = at

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def read(self) -> tuple[Token, int] | None:
        """The derivative that begins here and where it ends; None if there is none."""
        token = self.next
        curly = token.kind == "sign" and token.text == "∂"
        straight = token.kind == "word" and token.text[0] == "d" and not token.subscript
        if not curly and (not straight or self.vocabulary.knows("d")):
            return None
        if token.kind == "word" and self.vocabulary.knows(token.text):
            return None
        function = "" if curly else token.text[1:]
        self.at += 1
        total = self.power()
        if not function and self.next.kind == "word":
            function = canonical(self.next.text, self.next.subscript)
            self.at += 1
        if function and self.vocabulary.function(function) is None:
            return None
        if not self.sees("/"):
            return None
        self.at += 1
        orders = self.denominator("∂" if curly else "d")
        if not orders:
            return None
        return self.token(function, total, orders), self.at

    def token(self, function: str, total: int, orders: list[tuple[str, int]]) -> Token:
        start, end = self.tokens[self.first].start, self.tokens[self.at - 1].end
        if sum(order for _, order in orders) != total or not 1 <= total <= 10:
            raise InputError("The orders of the derivative differ above and below.", start, end,
                             "Write d^2/dx^2 for the second derivative.")
        return Token("derivative", function, start, end, orders=tuple(orders))

    def sees(self, text: str) -> bool:
        return self.next.kind == "sign" and self.next.text == text

    def power(self) -> int:
        """An exponent typed as ^2 or ², 1 where there is none."""
        if self.sees("^") and self.tokens[self.at + 1].kind == "number":
            self.at += 2
            return int(min(self.tokens[self.at - 1].value, 1000))
        bracket = self.tokens[self.at : self.at + 4]
        if (self.sees("^^") or self.sees("^")) and len(bracket) == 4 and (
            bracket[1].text == "(" and bracket[2].kind == "number" and bracket[3].text == ")"
        ):
            self.at += 4
            return int(min(bracket[2].value, 1000))
        return 1

    def denominator(self, sign: str) -> list[tuple[str, int]]:
        bracketed = self.sees("(")
        self.at += bracketed
        orders: list[tuple[str, int]] = []
        while (names := self.variables(sign)):
            orders += [(name, 1) for name in names[:-1]]
            orders.append((names[-1], self.power()))
        if bracketed:
            if not self.sees(")"):
                return []
            self.at += 1
        return orders

    def variables(self, sign: str) -> list[str]:
        """The variables of one dx, ∂x or dxdy."""
        token = self.next
        if sign == "∂":
            if not self.sees("∂") or self.tokens[self.at + 1].kind != "word":
                return []
            self.at += 2
            return [self.variable(self.tokens[self.at - 1], 0)]
        if token.kind != "word" or token.text[0] != "d":
            return []
        if token.text == "d" and not token.subscript:
            named = self.tokens[self.at + 1]
            if named.kind != "word":
                return []
            self.at += 2
            return [self.variable(named, 0)]
        self.at += 1
        parts = token.text[1:].split("d") if len(token.text) == 4 else [token.text[1:]]
        return [*parts[:-1], self.variable(replace(token, text=parts[-1]), 1)]

    def variable(self, token: Token, skipped: int) -> str:
        """The name after the d; a longer word is one only where it is known."""
        name = canonical(token.text, token.subscript)
        if len(token.text) == 1 or token.text in GREEK_NAMES or self.vocabulary.knows(name):
            return name
        gap = token.start + skipped + 1
        raise InputError(f"No variable is called {name[:24]}.", token.start, token.end,
                         "Type a space after the variable of the derivative.",
                         Fix("Add a space", gap, gap, " "))

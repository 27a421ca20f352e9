"""A place in the tokens, and the machine that runs the grammar without Python's own stack.

A grammar rule is a generator: it yields the goal it needs next and receives that goal's node.
So the depth of a formula is bounded by the language alone, whatever the caller's stack holds.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from core.errors import Fix, InputError
from core.language import mistakes
from core.language.syntax import Node, Span

if TYPE_CHECKING:
    from core.language.lexer import Token
    from core.language.names import Vocabulary

Goal = Literal[
    "expression", "conjunction", "negation", "comparison", "sum", "product", "argument", "factor",
    "exponent", "power", "atom",
]
Steps: TypeAlias = Generator[Goal, Node, Node]
_CLOSING = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉", "|": "|"}

DEEPEST = 2_500  # rules at work at once; 200 brackets need about 1,400


class Cursor:
    """The tokens of one text, the next one to read, and the brackets that are open."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
        self.tokens = tokens
        self.vocabulary = vocabulary
        self.at = 0
        self.fences: list[Token] = []

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    @property
    def last(self) -> Token | None:
        return self.tokens[self.at - 1] if self.at else None

    def ahead(self, count: int) -> Token:
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def sees(self, *texts: str) -> bool:
        """Whether the next token is one of these signs."""
        token = self.tokens[self.at]
        return token.kind == "sign" and token.text in texts

    def advance(self) -> Token:
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def span(self, start: int) -> Span:
        """From column `start` to the end of the last token read."""
        return (start, self.tokens[self.at - 1].end if self.at else start)

    def enter(self) -> Token:
        """Read an opening bracket or bar."""
        token = self.advance()
        self.fences.append(token)
        return token

    def leave(self) -> None:
        """Read the bracket that closes the last one entered."""
        opening = self.fences[-1]
        if not self.sees(_CLOSING[opening.text]):
            raise mistakes.unclosed(opening, _CLOSING[opening.text], self.last, self.next)
        self.fences.pop()
        self.advance()

    def closes_bar(self) -> bool:
        """Whether a | here ends an absolute value rather than begins one."""
        return self.sees("|") and bool(self.fences) and self.fences[-1].text == "|"

    def expect(self, text: str, after: str) -> Token:
        if not self.sees(text):
            column = self.last.end if self.last else 0
            raise InputError(f"A {text} is missing after {after}.", column, column,
                             fix=Fix(f"Add {text}", column, column, text))
        return self.advance()


def run(cursor: Cursor, goal: Goal, rules: Mapping[Goal, Callable[[Cursor], Steps]]) -> Node:
    """Read `goal` at the cursor."""
    stack = [rules[goal](cursor)]
    wanted = next(stack[0])
    while True:
        stack.append(rules[wanted](cursor))
        if len(stack) > DEEPEST:
            raise InputError("The formula is nested too deep.", cursor.next.start, cursor.next.end,
                             "Define parts of it in rows of their own.")
        steps = stack[-1]
        answer: Node | None = None
        while True:
            try:
                wanted = next(steps) if answer is None else steps.send(answer)
                break
            except StopIteration as stop:
                answer = stop.value
                stack.pop()
                if not stack:
                    assert answer is not None
                    return answer
                steps = stack[-1]

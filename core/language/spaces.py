"""Declarations such as `x in R^20`, taken out of the tokens before the formula is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language.names import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.language.lexer import Token

MOST_COMPONENTS = 10_000
_SPELLING = "Type for example norm(x)^2, x in R^5."


@dataclass(frozen=True, slots=True)
class Space:
    """`x in R^n`: the variable, its dimension as a number or as a name, and the columns."""

    name: str
    size: int | None
    symbol: str
    span: tuple[int, int]


def take_spaces(tokens: Sequence[Token]) -> tuple[list[Token], list[Space]]:
    """The tokens of the body without its declarations, and these in order.

    They stand before the formula, closed by a colon or a comma, or after it, after a comma or the
    word for: `x in R^5: norm(x)^2`, `norm(x)^2, x in R^5`. InputError for another place.
    """
    found: list[Space] = []
    rest = list(tokens)
    while (at := _place(rest)) is not None:
        space, end = read_space(rest, at)
        found.append(space)
        first = at == 0
        if first and _is_sign(rest[end], ":", ","):
            end += 1
        elif first and rest[end].kind == "end":
            raise InputError(f"The formula that uses {space.name} is missing.", rest[end].start,
                             rest[end].start, _SPELLING)
        elif first:
            raise InputError("The declaration of a vector ends with a colon.", rest[end].start,
                             rest[end].start, _SPELLING)
        elif _is_sign(rest[at - 1], ",", ";", "\n") or _is_word(rest[at - 1], "for"):
            at -= 1
            if at and _is_word(rest[at], "for") and _is_sign(rest[at - 1], ","):
                at -= 1
            if not (rest[end].kind == "end" or _is_sign(rest[end], ",", ";", "\n")):
                raise _misplaced(space)
        else:
            raise _misplaced(space)
        del rest[at:end]
    return rest, found


def read_space(tokens: Sequence[Token], at: int) -> tuple[Space, int]:
    """The declaration that begins at `at`, and where it ends."""
    word = tokens[at]
    name = canonical(word.text, word.subscript)
    after = at + 3
    if not _is_sign(tokens[after], "^", "^^"):
        return Space(name, 1, "", (word.start, tokens[at + 2].end)), after
    after += 1
    bracketed = _is_sign(tokens[after], "(", "{")
    after += bracketed
    size = tokens[after]
    end = after + 1 + bracketed
    span = (word.start, tokens[min(end, len(tokens) - 1) - 1].end)
    if size.kind == "word":
        return Space(name, None, canonical(size.text, size.subscript), span), end
    if size.kind != "number" or size.value != int(size.value) or not (
        1 <= size.value <= MOST_COMPONENTS
    ):
        raise InputError(f"A vector has a whole number of components, up to {MOST_COMPONENTS:,}.",
                         size.start, size.end, _SPELLING)
    return Space(name, int(size.value), "", span), end


def begins_space(tokens: Sequence[Token], at: int) -> bool:
    """Whether `x in R` stands at `at`."""
    if at + 2 >= len(tokens):
        return False
    word, sign, letter = tokens[at : at + 3]
    belongs = _is_word(sign, "in") or _is_sign(sign, "in")
    return word.kind == "word" and belongs and _is_word(letter, "R", "ℝ")


def _place(tokens: Sequence[Token]) -> int | None:
    return next((at for at in range(len(tokens)) if begins_space(tokens, at)), None)


def _misplaced(space: Space) -> InputError:
    return InputError("The declaration of a vector stands before or after the formula.",
                      *space.span, _SPELLING)


def _is_sign(token: Token, *texts: str) -> bool:
    return token.kind == "sign" and token.text in texts


def _is_word(token: Token, *texts: str) -> bool:
    return token.kind == "word" and token.text in texts and not token.subscript

"""Words to names: what each typed word stands for, and where it is a product of several."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.errors import Fix, InputError
from core.language.functions import FORMS, closest, find
from core.language.letters import CONSTANTS, GREEK_NAMES
from core.language.lexer import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from core.language.syntax import Definition

FIRST_VARIABLES = ("x", "y", "z")
NEXT_VARIABLES = ("t", "r", "u", "v", "w", "theta")
RESERVED = frozenset(("and", "or", "not", "true", "false", "else", "otherwise"))
_NO_SCOPE: Mapping[str, Definition] = MappingProxyType({})
_SPLIT_LETTERS = frozenset("xyzt")
_PAIR_LETTERS = frozenset("xyztruvw")
_LONGEST_SPLIT = 30
_BARE_FORMS = frozenset(("grad", "laplacian", "hessian", "jacobian", "div", "curl"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a text can count on: its own arguments, declared variables, other rows."""

    declared: frozenset[str] = frozenset()
    scope: Mapping[str, Definition] = field(default_factory=lambda: _NO_SCOPE)

    def knows(self, name: str) -> bool:
        return name in self.declared or name in self.scope

    def function(self, name: str) -> Definition | None:
        """The row of that name, where it is a function of variables."""
        if name in self.declared or name not in self.scope:
            return None
        row = self.scope[name]
        return row if row.declared or row.variables else None


def canonical(letters: str, subscript: str = "") -> str:
    """One spelling for each name: θ, x1 and x_{1} are theta, x_1 and x_1."""
    return f"{letters}_{subscript}" if subscript else letters


def split_words(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The tokens with each word replaced by names, constants and functions."""
    result: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind == "word":
            following = tokens[at + 1]
            result += _read(token, following, vocabulary)
        else:
            result.append(token)
    return result


def _read(token: Token, following: Token, vocabulary: Vocabulary) -> list[Token]:
    called = following.text == "("
    whole = _whole(token, called, following.kind in ("word", "number"), vocabulary)
    if whole is not None:
        return [whole]
    pieces = _product(token, called, vocabulary)
    glued = called and following.glued
    if pieces and not (glued and len(token.text) > 1 and _hides_function(pieces)):
        return pieces
    if glued and len(token.text) > 1:
        raise unknown_function(token)
    return [replace(token, kind="name", text=canonical(token.text, token.subscript), subscript="")]


def _hides_function(pieces: list[Token]) -> bool:
    """Whether sinx(…) mixes a function into a word that is called."""
    return any(piece.kind == "function" for piece in pieces[:-1])


def unknown_function(token: Token) -> InputError:
    """No function has that name; the nearest one is offered."""
    name = canonical(token.text, token.subscript)
    shown = name if len(name) <= 24 else f"{name[:20]}…"
    near = closest(name)
    if near is None:
        return InputError(f"No function is called {shown}.", token.start, token.end,
                          f"For a product type {shown}*(…).",
                          Fix("Multiply", token.end, token.end, "*"))
    return InputError(f"No function is called {shown}.", token.start, token.end,
                      f"Did you mean {near}?", Fix(f"Use {near}", token.start, token.end, near))


def _whole(
    token: Token, called: bool, leads: bool, vocabulary: Vocabulary
) -> Token | None:
    """The word read as one name, constant or function; None where it is none of them."""
    name = canonical(token.text, token.subscript)
    if vocabulary.knows(name):
        kind = "name" if name in vocabulary.declared else "defined"
        return replace(token, kind=kind, text=name, subscript="")
    if not token.subscript and token.text in CONSTANTS:
        return replace(token, kind="constant", text=CONSTANTS[token.text])
    if not token.subscript and token.text.lower() in RESERVED:
        return replace(token, kind="sign", text=token.text.lower())
    function = _function(token, called, leads)
    if function is not None:
        return function
    if token.text in GREEK_NAMES or len(token.text) == 1:
        return replace(token, kind="name", text=name, subscript="")
    return None


def _function(token: Token, called: bool, leads: bool = False) -> Token | None:
    """The word as a function: gamma and i0 are names unless brackets or an operand follow."""
    letters = not token.subscript.isdigit()  # a Greek one is shorter than its name
    underscored = letters or token.end - token.start > len(token.text) + len(token.subscript)
    if token.subscript and underscored and token.text.lower() in ("log", "lg"):
        return replace(token, kind="function", text="log")
    word = token.text.lower()
    if word in FORMS and not token.subscript:
        return replace(token, kind="function", text=word) if called or word in _BARE_FORMS else None
    row = find(token.text + token.subscript)
    if row is None or (token.subscript and underscored):
        return None
    needs_brackets = row.name in ("i0", "i1") or token.text in GREEK_NAMES
    spelled_out = token.end - token.start > 1
    applied = (called and spelled_out) or (leads and row.bare and spelled_out)
    if (needs_brackets and not applied) or len(token.text + token.subscript) < 2:
        return None
    return replace(token, kind="function", text=row.name, subscript="")


def _product(token: Token, called: bool, vocabulary: Vocabulary) -> list[Token]:
    """The word as a product of known names, functions and one-letter variables, else []."""
    word = token.text
    if len(word) > _LONGEST_SPLIT or not word.isascii():
        return []
    cut = _cut(word, 0, vocabulary, set())
    if cut is None and _is_coefficient(word[0], vocabulary):
        rest = _cut(word, 1, vocabulary, set())
        if rest is not None and _has_variable(word, rest, vocabulary):
            cut = [1, *rest]
    if cut is None:
        return []
    return list(_pieces(token, cut, called, vocabulary))


def _is_coefficient(letter: str, vocabulary: Vocabulary) -> bool:
    return letter.isalpha() and not vocabulary.knows(letter)


def _has_variable(word: str, cut: list[int], vocabulary: Vocabulary) -> bool:
    """Whether what follows a coefficient holds a variable or is a function: ax, ksin."""
    parts = [word[a:b] for a, b in zip([1, *cut[:-1]], cut, strict=True)]
    return any(
        part in _SPLIT_LETTERS or vocabulary.knows(part)
        or (len(part) > 2 and find(part) is not None)
        for part in parts
    )


def _cut(word: str, at: int, vocabulary: Vocabulary, dead: set[int]) -> list[int] | None:
    """Where to cut the word from `at` on so that every part is known; longest parts first."""
    if at == len(word):
        return []
    if at in dead:
        return None
    for end in range(len(word), at, -1):
        if _is_part(word, at, end, vocabulary):
            rest = _cut(word, end, vocabulary, dead)
            if rest is not None:
                return [end, *rest]
    dead.add(at)
    return None


def _is_part(word: str, at: int, end: int, vocabulary: Vocabulary) -> bool:
    part = word[at:end]
    if vocabulary.knows(part):
        return True
    if len(part) == 1:
        if part == "e":
            return at == 0 or end == len(word)
        return part in (_PAIR_LETTERS if len(word) == 2 else _SPLIT_LETTERS)
    if part in CONSTANTS or part in GREEK_NAMES:
        return True
    row = find(part)
    return row is not None and row.bare and part == part.lower()


def _pieces(
    token: Token, cut: list[int], called: bool, vocabulary: Vocabulary,
) -> Iterator[Token]:
    width = token.end - token.start
    for first, last in zip([0, *cut[:-1]], cut, strict=True):
        ends = last == len(token.text)
        part = Token(
            "word", token.text[first:last], token.start + first,
            token.start + (width if ends else last), token.glued or first > 0,
            token.subscript if ends else "",
        )
        yield _whole(part, called and ends, False, vocabulary) or replace(
            part, kind="name", text=canonical(part.text, part.subscript), subscript="",
        )

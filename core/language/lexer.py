"""Characters to tokens, each with its columns in the text as typed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from core.errors import Fix, InputError
from core.language import letters
from core.language.functions import find

MAX_LENGTH = 10_000
MAX_DIGITS = 400
MAX_NESTING = 200

Kind = Literal[
    "number", "fraction", "word", "sign", "end", "name", "constant", "function", "defined",
    "derivative",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text; `glued` when nothing separates it from the token before."""

    kind: Kind
    text: str
    start: int
    end: int
    glued: bool = False
    subscript: str = ""
    value: float = 0.0
    orders: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The characters to read, and for each the columns it covers in the text as typed."""

    characters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def typed(cls, text: str) -> Source:
        """A text that stands for itself."""
        plain = "".join(letters.plain(character) for character in text)
        return cls(plain, tuple(range(len(text))), tuple(range(1, len(text) + 1)))


def check_text(text: str) -> None:
    """Refuse what is too long or holds characters that are no text."""
    if len(text) > MAX_LENGTH:
        raise InputError(
            f"The text has {len(text):,} characters; up to {MAX_LENGTH:,} are read.",
            MAX_LENGTH, len(text), "Shorten it or split it over several rows.",
        )
    for column, character in enumerate(text):
        code = ord(character)
        if code == 0 or 0xD800 <= code <= 0xDFFF or code == 0xFFFD:
            raise InputError(
                "The text holds a character that is no text.", column, column + 1,
                fix=Fix("Remove it", column, column + 1, ""),
            )


_PAIRS = ("''", "**", "<=", ">=", "!=", "==", "=<", "=>", "<>", ":=", "..", "&&")
_SAME = {"**": "^", "==": "=", "=<": "<=", "=>": ">=", "<>": "!=", "&&": "and"}
_SINGLE = frozenset("+-*/^()[]{}|,;:<>=!%°'_√∛∜⌊⌋⌈⌉∂∇ΣΠ")
_OPEN = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉"}
_CLOSE = frozenset(_OPEN.values())


class _Lexer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.characters
        self.at = 0
        self.tokens: list[Token] = []
        self.open = 0
        self.apart = True

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            character = self.text[self.at]
            if letters.is_space(character):
                self.at += 1
                self.apart = True
            elif letters.is_newline(character):
                self.newline()
            elif character == "#":
                self.comment()
            else:
                self.one(character)
        end = self.source.ends[-1] if self.source.ends else 0
        self.tokens.append(Token("end", "", end, end))
        return self.tokens

    def one(self, character: str) -> None:
        text, at = self.text, self.at
        following = text[at + 1] if at + 1 < len(text) else ""
        if character in "0123456789" or (character == "." and following in set("0123456789")):
            self.number()
        elif character in letters.FRACTIONS:
            self.push("fraction", at + 1, character)
        elif character in letters.SUPERSCRIPTS:
            self.superscript()
        elif text[at : at + 2] in _PAIRS and text[at : at + 2] != "''":
            pair = text[at : at + 2]
            self.push("sign", at + 2, _SAME.get(pair, pair))
        elif character in letters.SIGNS:
            self.mapped(letters.SIGNS[character])
        elif character in _SINGLE and not (character in "ΣΠ" and not self.opens_repeat()):
            self.sign(character)
        elif letters.is_letter(character):
            self.word()
        else:
            raise self.unknown(character)

    def push(
        self, kind: Kind, end: int, text: str, value: float = 0.0, subscript: str = "",
    ) -> None:
        """Add the token that ends before character `end`, and go on there."""
        start = self.source.starts[self.at]
        self.tokens.append(Token(
            kind, text, start, self.source.ends[end - 1], not self.apart, subscript, value,
        ))
        self.at = end
        self.apart = False

    def sign(self, character: str) -> None:
        if character in _OPEN:
            self.open += 1
            if self.open > MAX_NESTING:
                start = self.source.starts[self.at]
                raise InputError(
                    f"The brackets are nested more than {MAX_NESTING} deep.", start, start + 1,
                    "Define parts of the formula in rows of their own.",
                )
        elif character in _CLOSE:
            self.open -= 1
        self.push("sign", self.at + 1, character)

    def mapped(self, meaning: str) -> None:
        """A character that stands for one or several signs."""
        if set(meaning) == {"'"}:
            at, apart = self.at, self.apart
            for _ in meaning:
                self.at, self.apart = at, apart
                self.push("sign", at + 1, "'")
                apart = False
        else:
            self.push("sign", self.at + 1, meaning)

    def opens_repeat(self) -> bool:
        """Whether a Σ or Π begins a sum: an index follows, as in Σ(k=1..5) or Σ_{k=1}."""
        at = self.at + 1
        while at < len(self.text) and letters.is_space(self.text[at]):
            at += 1
        if self.text[at : at + 1] == "_":
            return self.text[at + 1 : at + 2] in ("{", "(")
        return self.text[at : at + 1] == "("

    def newline(self) -> None:
        """A line's end separates expressions, except in brackets or after an operator."""
        last = self.tokens[-1] if self.tokens else None
        self.apart = True
        goes_on = last is None or (last.kind == "sign" and last.text in _GOES_ON)
        if self.open > 0 or goes_on:
            self.at += 1
        else:
            self.push("sign", self.at + 1, "\n")
            self.apart = True

    def comment(self) -> None:
        while self.at < len(self.text) and not letters.is_newline(self.text[self.at]):
            self.at += 1
        self.apart = True

    def number(self) -> None:
        text, at = self.text, self.at
        end = _digits(text, at)
        end = _grouped(text, at, end)
        whole = end
        if text[end : end + 1] == "." and text[end + 1 : end + 2] != ".":
            end = _digits(text, end + 1)
        exponent = end + 1 + (text[end + 1 : end + 2] in ("+", "-") and text[end : end + 1] != "")
        if text[end : end + 1] in ("e", "E") and _digits(text, exponent) > exponent:
            end = _digits(text, exponent)
        spelling = "".join(c for c in text[at:end] if not letters.is_space(c)).removesuffix(".")
        start, stop = self.source.starts[at], self.source.ends[end - 1]
        if whole - at > MAX_DIGITS:
            raise InputError(f"The number has more than {MAX_DIGITS} digits.", start, stop,
                             "Write it with an exponent, for example 1e12.")
        value = float(spelling)
        if math.isinf(value):
            raise InputError(f"The number {_short(spelling)} is beyond what can be shown.", start,
                             stop, "Numbers reach up to about 1.8e308.")
        self.push("number", end, spelling, value)

    def superscript(self) -> None:
        """x²: signs ^ ( 2 ), all in the columns of the raised characters."""
        at = self.at
        end = at
        while end < len(self.text) and self.text[end] in letters.SUPERSCRIPTS:
            end += 1
        raised = "".join(letters.SUPERSCRIPTS[c] for c in self.text[at:end])
        inner = Source(raised, self.source.starts[at:end], self.source.ends[at:end])
        start, stop = inner.starts[0], inner.ends[-1]
        body = _Lexer(inner).run()[:-1]
        self.tokens += [
            Token("sign", "^^", start, stop, not self.apart),
            Token("sign", "(", start, start, True),
            *body, Token("sign", ")", stop, stop, True),
        ]
        self.at, self.apart = end, False

    def word(self) -> None:
        text, at = self.text, self.at
        end = at + 1
        if text[at] not in letters.GREEK_LETTERS:
            while end < len(text) and _continues(text[end]):
                end += 1
            if text[at:end] == "normal" and text[end : end + 4].lower() in ("_pdf", "_cdf"):
                end += 4
            if text[at : end + 2].lower() == "log1p" and not _continues(text[end + 2 : end + 3]):
                end += 2
        word = letters.GREEK_LETTERS.get(text[at], text[at:end])
        end, subscript = self.subscript(end, word)
        self.push("word", end, word, subscript=subscript)

    def subscript(self, at: int, word: str) -> tuple[int, str]:
        """Where the subscript that begins at `at` ends, and what it says."""
        text = self.text
        if text[at : at + 1] in letters.SUBSCRIPTS:
            end = at
            while text[end : end + 1] in letters.SUBSCRIPTS:
                end += 1
            return end, "".join(letters.SUBSCRIPTS[c] for c in text[at:end])
        if text[at : at + 1] == "_":
            return _underscored(text, at)
        end = _digits(text, at)
        if end == at or (find(text[self.at : end]) is None and _ends_in_function(word)):
            return at, ""
        return end, text[at:end]

    def unknown(self, character: str) -> InputError:
        start = self.source.starts[self.at]
        end = self.source.ends[self.at]
        fix = Fix("Remove it", start, end, "")
        if character == "\\":
            return InputError("The \\ stands alone.", start, end, "Remove it.", fix)
        if character == "∞":
            return InputError("Infinity is no number here.", start, end,
                              "Type a large number, for example 1e9.")
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        return InputError(f"The character {shown} has no meaning here.", start, end, None, fix)


_GOES_ON = frozenset(("+", "-", "*", "/", "^", "=", ":=", ",", "<", ">", "<=", ">=", "!=", ";",
                      "\n", "√"))


def _digits(text: str, at: int) -> int:
    while at < len(text) and text[at] in "0123456789":
        at += 1
    return at


def _grouped(text: str, at: int, end: int) -> int:
    """The end of a number written in groups of three: 1 000 000."""
    if not 1 <= end - at <= 3 or text[at] == "0":
        return end
    while end + 3 < len(text) and letters.is_space(text[end]):
        after = _digits(text, end + 1)
        if after - end != 4:
            break
        end = after
    return end


def _continues(character: str) -> bool:
    return bool(character) and letters.is_letter(character) and (
        character not in letters.GREEK_LETTERS
    )


def _ends_in_function(word: str) -> bool:
    return any(find(word[cut:]) is not None for cut in range(max(0, len(word) - 9), len(word) - 1))


def _underscored(text: str, at: int) -> tuple[int, str]:
    """A typed subscript: _1, _drift, _{12}, _{i j}."""
    first = text[at + 1 : at + 2]
    if first == "{":
        close = text.find("}", at)
        inner = text[at + 2 : close].replace(" ", "").replace(",", "_") if close > 0 else ""
        if inner.replace("_", "").isalnum():
            return close + 1, _ascii_subscript(inner)
        return at, ""
    if first.isdigit():
        end = _digits(text, at + 1)
        return (end, text[at + 1 : end]) if end > at + 1 else (at, "")
    end = at + 1
    while end < len(text) and (letters.is_letter(text[end]) or text[end] in "0123456789"
                               or (text[end] == "_" and _starts_part(text, end + 1))):
        end += 1
    return (end, _ascii_subscript(text[at + 1 : end])) if end > at + 1 else (at, "")


def _starts_part(text: str, at: int) -> bool:
    return at < len(text) and text[at].isalnum()


def _ascii_subscript(text: str) -> str:
    return "".join(letters.GREEK_LETTERS.get(c, c) for c in text)


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:12]}…{text[-8:]}"


def tokens_of(source: Source) -> list[Token]:
    """The tokens of a text, with an "end" token last."""
    return _Lexer(source).run()

"""What the editor can offer for the beginning of a word: functions and Greek letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.language.functions import functions
from core.language.letters import CONSTANTS, GREEK_LETTERS

if TYPE_CHECKING:
    from core.language.functions import Function

MOST = 6
_LEAST = 2
_WORD = re.compile(r"(?<![^\W\d])\\?[^\W\d_]+[0-9]*$")


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list; `insert` replaces the word, with the caret `back` before its end."""

    label: str
    meaning: str
    insert: str
    back: int = 0


def word_before(text: str, caret: int) -> str:
    """The word that ends at the caret, with its backslash if it has one; "" for none."""
    if caret < len(text) and (text[caret].isalnum() or text[caret] == "_"):
        return ""
    found = _WORD.search(text[:caret])
    return found.group() if found else ""


def offers(word: str, called: bool = False) -> tuple[Offer, ...]:
    """Up to six offers for a word, the likely ones first; `called` when a bracket follows it."""
    letters = word.removeprefix("\\").lower()
    if len(letters) < (1 if word.startswith("\\") else _LEAST):
        return ()
    ranked = [
        (rank, len(row.name), place, _function(row, called))
        for place, row in enumerate(functions())
        if (rank := _rank(letters, (row.name, *row.aliases))) is not None
    ]
    ranked += [
        (0 if name == letters else 1, len(name), -1, _letter(letter, name))
        for letter, name in GREEK_LETTERS.items()
        if name.startswith(letters) and letter.islower() and letter in "αβγδεζηθικλμνξπρστυφχψω"
    ]
    return tuple(offer for *_, offer in sorted(ranked, key=lambda each: each[:3])[:MOST])


def _rank(letters: str, names: tuple[str, ...]) -> int | None:
    """0 for the word itself, 1 for a beginning of the name, 2 for one of another name."""
    if letters in names:
        return 0
    if names[0].startswith(letters):
        return 1
    return 2 if any(name.startswith(letters) for name in names[1:]) else None


def _function(row: Function, called: bool) -> Offer:
    insert = row.name if called else f"{row.name}()"
    return Offer(row.signature, row.meaning, insert, 0 if called else 1)


def _letter(letter: str, name: str) -> Offer:
    kind = "constant" if name in CONSTANTS else "Greek letter"
    return Offer(letter, f"{name}, {kind}", letter)

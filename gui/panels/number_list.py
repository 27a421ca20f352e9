"""Lists of numbers as text: what is pasted into a table, and what is copied from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.errors import InputError
from gui.panels.number_field import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 100_000
_BETWEEN = re.compile(r"[\s,;]+")
_BRACKETS = str.maketrans("", "", "[](){}")


def numbers_of(text: str) -> tuple[float, ...]:
    """The numbers of a text, apart by spaces, commas, semicolons, tabs or new lines.

    InputError when one of them is none, or when there are none at all.
    """
    words = [each for each in _BETWEEN.split(text.translate(_BRACKETS)) if each]
    if not words:
        raise InputError("There are no numbers to paste.")
    if len(words) > MOST:
        raise InputError("There are too many numbers to paste.")
    return tuple(map(_number, words))


def text_of(numbers: Sequence[float]) -> str:
    """A number a line, with the digits that give the same float64 back."""
    return "\n".join(map(repr, numbers))


def _number(word: str) -> float:
    try:
        return float(word.replace("\u2212", "-")) if _is_plain(word) else read_number(word)
    except InputError as error:
        shown = word if len(word) <= 20 else f"{word[:20]}…"
        raise InputError(f"{shown} is not a number.") from error


def _is_plain(word: str) -> bool:
    """Whether it is a finite number as programs write it."""
    try:
        return abs(float(word.replace("\u2212", "-"))) < float("inf")
    except ValueError:
        return False

"""Words of a session file, checked: each is of its kind, or TypeError or ValueError says not."""

from __future__ import annotations

import math
from typing import Any


def listed(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise TypeError
    return value


def word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return float(value)


def whole_number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**31:
        raise TypeError
    return value


def positive(value: Any) -> float:
    if number(value) <= 0:
        raise ValueError
    return float(value)


def maybe(value: Any, read_one: Any) -> Any:
    return None if value is None else read_one(value)


def one_of(value: Any, words: tuple[str, ...]) -> str:
    """One of these words; what a newer or older file says instead means the first."""
    return value if isinstance(value, str) and value in words else words[0]

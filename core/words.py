"""Numbers and shapes in words: the minus sign is U+2212, infinity a sign, nothing in code."""

from __future__ import annotations

import math
from typing import Any

PRIMES = ("f", "f′", "f″", "f‴")
LEVEL = 1e-9


def number(value: Any, digits: int = 10) -> str:
    """A number for people: at most `digits` significant digits, no trailing zeros."""
    try:
        value = float(value)
    except OverflowError:
        return "beyond 1e308"
    if math.isinf(value):
        return "+∞" if value > 0 else "−∞"
    text = f"{value + 0.0:.{digits}g}"
    return "0" if text == "-0" else text.replace("-", "−")


def prime(order: int, name: str = "f") -> str:
    """f, f′, f″, f‴, f⁽⁴⁾ ..."""
    if order < len(PRIMES):
        return name + PRIMES[order][1:]
    return f"{name}⁽{'⁰¹²³⁴⁵⁶⁷⁸⁹'[order]}⁾"


def plain_name(name: str) -> str:
    """A name in plain letters: x_7 as x₇."""
    base, _, index = name.partition("_")
    if not index.isdecimal():
        return name
    return base + "".join("₀₁₂₃₄₅₆₇₈₉"[int(each)] for each in index)


def shape(slope: float | None, bend: float | None) -> str:
    """The shape at a point in words, from f' and f''; empty when f' does not exist."""
    if slope is None:
        return ""
    level = abs(slope) <= LEVEL * max(1.0, abs(bend or 0.0))
    if level and bend:
        return "Level, bending down: a maximum" if bend < 0 else "Level, bending up: a minimum"
    course = "Level" if level else ("Rising" if slope > 0 else "Falling")
    if bend is None:
        return course
    if abs(bend) <= LEVEL * max(1.0, abs(slope)):
        return f"{course}, not bending"
    return f"{course}, bending {'up' if bend > 0 else 'down'}"


def one_letter(before: str, after: str) -> bool:
    """Whether a text became the other by one key: a letter more, or a letter less."""
    short, long = sorted((before, after), key=len)
    if len(long) != len(short) + 1:
        return False
    place = next((k for k, letter in enumerate(short) if letter != long[k]), len(short))
    return short[place:] == long[place + 1 :]

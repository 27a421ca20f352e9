"""Ways in words: what stands in a cell, how a number, a time and an entry are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.autograd.words import (
    CONVENTION,
    DIFFERS,
    EXACT,
    GRADIENT,
    HESSIAN,
    JACOBIAN,
    RAISES,
    SURE,
)
from core.words import plain_name
from gui.panels.numbers import MINUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.autograd.words import WayResult

WAY, VALUE, AGREEMENT, TIME, MEMORY, CALLS, CODE = range(7)
HEADERS = ("Way", "Value", "Agreement", "Time", "Memory", "Calls", "PyTorch")
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_FEWER = 12  # digits of a number that has less room


def is_bad(result: WayResult) -> bool:
    """Whether a row stands on the ground of an error: it differs, or fails against its will."""
    return result.tone == DIFFERS or (result.tone == RAISES and result.kind == EXACT)


def tone_words(result: WayResult) -> str:
    """What a row says beside its bar."""
    if result.tone == SURE:
        return "reference"
    if result.tone == CONVENTION:
        return "undefined"
    if result.tone == RAISES:
        return "raises"
    if result.digits is None:
        return "not compared"
    if result.tone == DIFFERS:
        return "differs"
    return f"{result.digits} digit{'' if result.digits == 1 else 's'}"


def cell_text(result: WayResult, column: int) -> str:
    """What a cell says in words."""
    if column == WAY:
        return result.name
    if column == VALUE:
        return digits_text(result.text) if result.tone != RAISES else result.error
    if column == AGREEMENT:
        return tone_words(result)
    if column == TIME:
        return "–" if result.seconds is None else time_text(result.seconds)
    if column == MEMORY:
        return "–" if result.memory is None else memory_text(result.memory)
    if column == CALLS:
        return "–" if result.calls is None else str(result.calls)
    return result.code


def digits_text(text: str) -> str:
    """Digits of Python for people: a true minus, powers of ten, no lone .0."""
    mantissa, e, power = text.partition("e")
    if mantissa.endswith(".0"):
        mantissa = mantissa[:-2]
    mantissa = {"inf": "∞", "-inf": "-∞"}.get(mantissa, mantissa)
    tail = f"·10{str(int(power)).translate(_SUPERSCRIPT)}" if e else ""
    return mantissa.replace("-", MINUS) + tail


def shorter_digits(text: str) -> str:
    """The same number with as many digits as fit beside the name of an entry."""
    try:
        return f"{float(text):.{_FEWER}g}"
    except ValueError:
        return text


def time_text(seconds: float) -> str:
    """A time with three digits and the unit it is told in."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size or unit == "µs":
            told = seconds / size
            digits = 0 if told >= 100 or unit == "µs" else 1 if told >= 10 else 2
            return f"{told:.{digits}f} {unit}"
    return ""


def memory_text(size: int) -> str:
    """Bytes, in the unit that leaves up to four figures."""
    if size < 10_000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 10_000_000 else f"{size / 1e6:.0f} MB"


def entry_name(what: str, variables: Sequence[str], entry: tuple[int, ...]) -> str:
    """The entry of a gradient, Hessian or Jacobian in letters: ∂x, ∂x∂y, ∂f₁/∂x."""
    names = [plain_name(name) for name in variables]
    if what == GRADIENT and len(entry) == 1:
        return f"∂{names[entry[0]]}"
    if what == HESSIAN and len(entry) == 2:
        return f"∂{names[entry[0]]}∂{names[entry[1]]}"
    if what == JACOBIAN and len(entry) == 2:
        component = plain_name(f"f_{entry[0] + 1}")
        return f"∂{component}/∂{names[entry[1]]}"
    return ""


def spoken(result: WayResult) -> str:
    """A row for a screen reader."""
    number = cell_text(result, VALUE)
    took = f", {time_text(result.seconds)}" if result.seconds is not None else ""
    return f"{result.name}: {number}, {tone_words(result)}{took}"


def whole_value(value: Any) -> str:
    """A number or all entries of an array, row by row."""
    if isinstance(value, (list, tuple)):
        inner = ", ".join(whole_value(each) for each in value)
        return f"[{inner}]"
    return "–" if value is None else digits_text(repr(float(value)))

"""Ticks: where they stand and what they say. Pure functions, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUS = "\u2212"
_SLACK = 1e-9
_MOST_DECADES = 12  # with minor ticks between them
_FEW_DECADES = 3
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SUBSCRIPT = str.maketrans("0123456789-", "₀₁₂₃₄₅₆₇₈₉₋")
_PI_STEPS = (
    *((under, 1) for under in (12, 6, 4, 3, 2, 1)),
    *((1, lead * 10**power) for power in range(3) for lead in (2, 5, 10)),
)  # (denominator, numerator), rising
_MOST_PIS = 10_000
_LARGE = 5  # from 10^5 on the power stands once at the end of the axis
_MOST_DECIMALS = 3  # smaller steps say their power too
_MOST_DIGITS = 4  # ticks closer together than this, against their size, count from an offset


@dataclass(frozen=True, slots=True)
class Ticks:
    """Ticks of one axis, all with equally many decimals.

    A label stands for label * 10^power + offset; `note` says power and offset at the axis end.
    `minor` are the fine ones between, without labels: a logarithmic axis has them.
    """

    values: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    note: str = ""
    minor: tuple[float, ...] = ()


def nice_step(width: float, most: int) -> float:
    """The smallest 1, 2 or 5 times a power of ten that fits at most `most` steps into `width`."""
    raw = width / max(most, 1)
    power = math.floor(math.log10(raw))
    for factor in (1, 2, 5, 10):
        step = _times_ten(factor, power)
        if step >= raw * (1 - 1e-9):
            return step
    return _times_ten(10, power)


def ticks(low: float, high: float, most: int) -> Ticks:
    """At most `most` ticks with labels in [low, high]. ValueError unless low < high, finite."""
    if not (low < high and math.isfinite(high - low)):
        raise ValueError("an axis runs from a smaller to a larger number")
    step = nice_step(high - low, max(most, 1))
    numbers = _multiples(low, high, step)
    while len(numbers) > max(most, 1):
        step = nice_step(step * 1.5, 1)
        numbers = _multiples(low, high, step)
    if not numbers:
        return Ticks()
    return _labelled(low, high, step, numbers)


def log_ticks(low: float, high: float, most: int) -> Ticks:
    """At most `most` ticks of a logarithmic axis, at powers of ten; closer together 1, 2 and 5.

    ValueError unless 0 < low < high. Minor ticks count from 1 to 9 between powers that are near.
    """
    if not 0 < low < high < math.inf:
        raise ValueError("a logarithmic axis runs from one number above 0 to a larger one")
    powers = range(math.ceil(math.log10(low) - _SLACK), math.floor(math.log10(high) + _SLACK) + 1)
    fine = _leads(low, high, range(1, 10)) if len(powers) <= _MOST_DECADES else ()
    if len(powers) < _FEW_DECADES:
        values = _leads(low, high, (1, 2, 5))
        if not 2 <= len(values) <= max(most, 2):
            even = ticks(low, high, max(most, 1))
            return replace(even, minor=tuple(each for each in fine if each not in even.values))
        labels = tuple(general(value, 3) for value in values)
    else:
        step = math.ceil(len(powers) / max(most, 1))
        chosen = [power for power in powers if power % step == 0]
        values = tuple(_times_ten(1, power) for power in chosen)
        labels = tuple(_decade(power) for power in chosen)
        if not fine:
            fine = tuple(_times_ten(1, power) for power in powers)
    return Ticks(values, labels, minor=tuple(each for each in fine if each not in values))


def _leads(low: float, high: float, leads: Iterable[int]) -> tuple[float, ...]:
    """The multiples of the powers of ten in a range."""
    first, last = math.floor(math.log10(low)), math.floor(math.log10(high))
    every = (_times_ten(lead, power) for power in range(first, last + 1) for lead in leads)
    return tuple(each for each in every if low * (1 - 1e-9) <= each <= high * (1 + 1e-9))


def _decade(power: int) -> str:
    return {0: "1", 1: "10"}.get(power) or power_text(power)


def pi_ticks(low: float, high: float, most: int) -> Ticks:
    """At most `most` ticks at fractions of pi in [low, high]: π/6 ... π/2, π, 2π, 5π ...

    Where such steps would be too small or too large to read, ordinary ticks.
    """
    most = max(most, 1)
    for over, times in _PI_STEPS:
        step = math.pi * times / over
        numbers = _multiples(low, high, step)
        if len(numbers) <= most:
            if len(numbers) < 2 or times * max(map(abs, numbers)) >= _MOST_PIS:
                break
            values = tuple(number * times * math.pi / over for number in numbers)
            labels = tuple(_of_pi(number * times, over) for number in numbers)
            return Ticks(values, labels)
    return ticks(low, high, most)


def _of_pi(over: int, under: int) -> str:
    """A fraction of pi in lowest terms: 0, π/2, −3π/4, 2π."""
    if not over:
        return "0"
    shared = math.gcd(over, under)
    over, under = over // shared, under // shared
    count = "" if abs(over) == 1 else str(abs(over))
    sign = MINUS if over < 0 else ""
    return f"{sign}{count}π" + (f"/{under}" if under > 1 else "")


def _multiples(low: float, high: float, step: float) -> list[int]:
    slack = 1e-9
    first, last = math.ceil(low / step - slack), math.floor(high / step + slack)
    if last - first > 1000:
        return []
    return list(range(first, last + 1))


def _labelled(low: float, high: float, step: float, numbers: list[int]) -> Ticks:
    values = tuple(number * step for number in numbers)
    exponent = math.floor(math.log10(step) + 1e-9)
    size = math.floor(math.log10(max(abs(low), abs(high))))
    if size - exponent >= _MOST_DIGITS:
        return _from_offset(numbers, values, step, exponent)
    power = size if size >= _LARGE or -exponent > _MOST_DECIMALS else 0
    decimals = max(0, power - exponent)
    labels = tuple(decimal(_times_ten(value, -power), decimals) for value in values)
    return Ticks(values, labels, power_text(power))


def _from_offset(
    numbers: list[int], values: tuple[float, ...], step: float, exponent: int
) -> Ticks:
    """Far from zero and close together: the labels count from the middle tick."""
    middle = numbers[len(numbers) // 2]
    offset = middle * step
    power = exponent if exponent >= _LARGE or exponent < -1 else 0
    decimals = max(0, power - exponent)
    labels = tuple(
        decimal(_times_ten((number - middle) * step, -power), decimals) for number in numbers
    )
    digits = max(0, -exponent)
    said = decimal(offset, digits) if digits <= 14 and abs(offset) < 1e14 else general(offset, 15)
    sign = "" if said.startswith(MINUS) else "+"
    text = f"{sign}{said}".replace(MINUS, f"{MINUS} ").replace("+", "+ ")
    return Ticks(values, labels, f"{power_text(power)} {text}".strip())


def power_text(power: int) -> str:
    """10⁻³, or nothing for the power 0."""
    return f"10{superscript(power)}" if power else ""


def subscript(number: int) -> str:
    return str(number).translate(_SUBSCRIPT)


def superscript(number: int) -> str:
    return str(number).translate(_SUPERSCRIPT)


def decimal(value: float, decimals: int) -> str:
    """A number with exactly so many decimals and a true minus; never minus zero."""
    text = f"{value:.{decimals}f}"
    if not text.strip("-0."):
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def general(value: float, digits: int) -> str:
    """A number of at most `digits` digits, with its power of ten where it is needed."""
    mantissa, e, power = f"{value:.{digits}g}".partition("e")
    if not e:
        return mantissa.replace("-", MINUS)
    raised = f"10{superscript(int(power))}"
    return raised if mantissa == "1" else f"{mantissa}·{raised}".replace("-", MINUS)


def readout(value: float) -> str:
    """A value to read while it moves: four decimals, and never over ten characters."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    size = abs(value)
    if size and (size < 5e-5 or size >= 1e7):
        digits = 2 if 1e-99 < size < 1e99 else 1
        mantissa, _, power = f"{value:.{digits}e}".partition("e")
        return f"{mantissa}·10{superscript(int(power))}".replace("-", MINUS)
    whole = len(str(int(size)))
    return decimal(value, max(0, min(4, 7 - whole)))


def coordinate(value: float) -> str:
    """Where the point stands: like `readout`, without empty decimals."""
    text = readout(value)
    if "." in text and "·" not in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", MINUS, f"{MINUS}0") else text


def short(value: float) -> str:
    """A value of three digits for a mark in the picture: 0.406, 1200, 1.2·10⁸."""
    if not math.isfinite(value):
        return readout(value)
    size = abs(value)
    if size and not 1e-3 <= size < 1e5:
        return general(float(f"{value:.2e}"), 3)
    decimals = 3 if size < 1 else 2 if size < 100 else 1 if size < 1000 else 0
    return decimal(value, decimals)


def located(value: float, unit: float) -> str:
    """A coordinate of a mark: three decimals, and more where a pixel is smaller than that.

    `unit` is what one pixel is worth.
    """
    if not math.isfinite(value) or abs(value) >= 1e5 or not 0 < unit < math.inf:
        return general(value, 5) if math.isfinite(value) else readout(value)
    decimals = min(max(3, -math.floor(math.log10(unit))), 15)
    text = decimal(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _times_ten(value: float, power: int) -> float:
    """Value * 10^power, exact where a float can be: dividing by 10^3 beats times 0.001."""
    if power >= 0:
        return value * 10.0 ** min(power, 308)
    return value / 10.0**-power if power >= -308 else value / 1e308 / 10.0 ** (-power - 308)

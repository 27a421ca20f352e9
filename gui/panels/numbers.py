"""Numbers for people: digits to read, and the tangent and its curvature from three readings."""

from __future__ import annotations

import math
from dataclasses import dataclass

MINUS = "\u2212"
_THIN = "\u2009"
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
READING_DIGITS = 10
ALL_DIGITS = 17
_PLAIN = range(-4, 10)  # powers of ten that are written out


@dataclass(frozen=True, slots=True)
class Tangent:
    """The line y = slope x + intercept; angle in degrees, curvature signed, radius >= 0.

    Curvature and radius are None while f'' is not known; the radius is infinite at curvature 0.
    """

    slope: float
    intercept: float
    angle: float
    curvature: float | None
    radius: float | None


def tangent_of(
    x: float, value: float | None, slope: float | None, bend: float | None
) -> Tangent | None:
    """The tangent at x from f, f' and f''; None where f or f' does not exist."""
    if value is None or slope is None:
        return None
    stretch = math.hypot(1.0, slope)
    cube = stretch * stretch * stretch  # infinite where a power would raise
    curvature = None if bend is None else bend / cube
    radius = None
    if curvature is not None:
        radius = abs(1 / curvature) if curvature else math.inf
    return Tangent(slope, value - slope * x, math.degrees(math.atan(slope)), curvature, radius)


def number_text(value: float, digits: int = READING_DIGITS) -> str:
    """A number with at most `digits` significant digits, a true minus and thin thousands."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if value == 0:
        return "0"
    power = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if power in _PLAIN or (digits > READING_DIGITS and 0 <= power < digits):
        whole, _, part = f"{abs(value):.{max(0, digits - 1 - power)}f}".partition(".")
        part = part.rstrip("0")
        text = _grouped(whole) + (f".{part}" if part else "")
    else:
        mantissa = f"{abs(value):.{digits - 1}e}".partition("e")[0]
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}·10{str(power).translate(_SUPERSCRIPT)}"
    return MINUS + text if value < 0 else text


def field_text(value: float) -> str:
    """A number as it stands in a field: nothing in it that could not be typed again."""
    text = f"{value:.12g}"
    mantissa, e, power = text.partition("e")
    text = f"{mantissa}*10^{int(power)}" if e else mantissa
    return text.replace("-", MINUS)


def line_text(tangent: Tangent, variable: str = "x") -> str:
    """The tangent in words of a formula: y = 0.4061 x + 0.6914.

    Plain letters, because it changes with every pixel of a drag: typesetting would be too slow.
    """
    slope, rest = short_text(tangent.slope), short_text(abs(tangent.intercept))
    if slope == "0":
        return f"y = {short_text(tangent.intercept)}"
    run = {"1": variable, f"{MINUS}1": MINUS + variable}.get(slope, f"{slope} {variable}")
    if rest == "0":
        return f"y = {run}"
    return f"y = {run} {MINUS if tangent.intercept < 0 else '+'} {rest}"


def short_text(value: float) -> str:
    """A number of four decimals, or of five digits from 1 on."""
    if abs(value) >= 1 or value == 0:
        return number_text(value, 5)
    text = f"{abs(value):.4f}".rstrip("0").rstrip(".")
    if text == "0":
        return number_text(value, 4)
    return MINUS + text if value < 0 else text


def _grouped(whole: str) -> str:
    """Thin spaces between thousands, from five digits on."""
    return f"{int(whole):,}".replace(",", _THIN) if len(whole) > 4 else whole

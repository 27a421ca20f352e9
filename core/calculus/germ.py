"""Germs: what a function does just beside a point, as an exact one-sided series.

A germ is a finite sum of terms c * eps^p * ln(eps)^k in an infinitesimal eps > 0, with rational p,
whole k >= 0 and coefficients of many digits, plus a remainder O(eps^cut). Every choice that a
typed formula makes (abs, max, floor, a condition) follows the sign of a leading term, so corners,
jumps, poles, cusps, holes and edges of a domain are read off instead of being guessed from
nearby numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from core.calculus.precise import mp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Exponent = tuple[Fraction, int]
EXACT = Fraction(10**9)
ZERO = Fraction(0)
LOST_DIGITS = 20
LARGEST_BITS = 20_000  # of a coefficient that functions are taken of


class OutsideDomain(ArithmeticError):
    """The function has no real value on this side."""


class Unknown(ArithmeticError):
    """This behaviour is beyond the series: it oscillates, or grows faster than any power."""


def tolerance() -> Any:
    """Relative size under which a sum of opposite terms is exactly nothing."""
    return mp.mpf(10) ** (LOST_DIGITS - mp.dps)


@dataclass(frozen=True, slots=True)
class Germ:
    """Terms by (power, power of ln eps); everything from eps^cut on is unknown."""

    terms: Mapping[Exponent, Any]
    cut: Fraction = EXACT

    @property
    def is_zero(self) -> bool:
        """True when no term is known to differ from nothing."""
        return not self.terms

    def leading(self) -> tuple[Fraction, int, Any]:
        """Power, power of the logarithm and coefficient of the largest term."""
        if not self.terms:
            raise Unknown("nothing is left after cancellation")
        power, logs = min(self.terms, key=lambda each: (each[0], -each[1]))
        return power, logs, self.terms[power, logs]

    def sign(self) -> int:
        """The sign just beside the point; 0 for a germ that vanishes."""
        if self.is_zero:
            return 0
        _, logs, coefficient = self.leading()
        return (1 if coefficient > 0 else -1) * (-1) ** logs

    def limit(self) -> Any:
        """The value approached: a number, or an infinity of mpmath."""
        if self.is_zero:
            return mp.zero
        power, logs, coefficient = self.leading()
        if power > 0:
            return mp.zero
        if power == 0 and logs == 0:
            return coefficient
        return mp.inf if self.sign() > 0 else -mp.inf

    def coefficient(self, power: int) -> Any:
        """The coefficient of eps^power."""
        return self.terms.get((Fraction(power), 0), mp.zero)


def constant(value: Any) -> Germ:
    """A germ that does not move."""
    value = mp.mpf(value)
    return Germ({(ZERO, 0): value} if value else {})


def check_size(args: Iterable[Any]) -> None:
    """Unknown where a coefficient is so large that its exponential or its sine would take for ever.

    Float64 ends at 1,024 bits; a sine needs as many digits of pi as its argument has.
    """
    for each in args:
        if isinstance(each, Germ):
            for value in each.terms.values():
                _, _, exponent, bits = getattr(value, "_mpf_", (0, 0, 0, 0))
                if bits and exponent + bits > LARGEST_BITS:
                    raise Unknown("it grows too large to follow")


def moving(value: Any, speed: Any) -> Germ:
    """value + speed * eps, exactly."""
    terms = {(ZERO, 0): mp.mpf(value), (Fraction(1), 0): mp.mpf(speed)}
    return Germ({key: each for key, each in terms.items() if each})


def _clean(terms: dict[Exponent, Any], sizes: dict[Exponent, Any], cut: Fraction) -> Germ:
    """Without what cancelled to rounding dust, and without what the remainder hides."""
    dust = tolerance()
    kept = {
        key: value
        for key, value in terms.items()
        if key[0] < cut and value and abs(value) > dust * sizes[key]
    }
    return Germ(kept, cut)


def add(a: Germ, b: Germ) -> Germ:
    """a + b."""
    terms = dict(a.terms)
    sizes = {key: abs(value) for key, value in terms.items()}
    for key, value in b.terms.items():
        terms[key] = terms.get(key, mp.zero) + value
        sizes[key] = max(sizes.get(key, mp.zero), abs(value))
    return _clean(terms, sizes, min(a.cut, b.cut))


def scale(a: Germ, factor: Any) -> Germ:
    """a times a number."""
    if not factor:
        return Germ({})
    return Germ({key: value * factor for key, value in a.terms.items()}, a.cut)


def negative(a: Germ) -> Germ:
    """-a."""
    return scale(a, mp.mpf(-1))


def subtract(a: Germ, b: Germ) -> Germ:
    """a - b."""
    return add(a, negative(b))


def multiply(a: Germ, b: Germ, width: Fraction | None = None) -> Germ:
    """a * b; `width` bounds how many powers beyond the leading one are kept."""
    if (a.is_zero and a.cut == EXACT) or (b.is_zero and b.cut == EXACT):
        return Germ({})
    low_a = a.leading()[0] if a.terms else a.cut
    low_b = b.leading()[0] if b.terms else b.cut
    cut_a = EXACT if a.cut == EXACT else a.cut + low_b
    cut_b = EXACT if b.cut == EXACT else b.cut + low_a
    cut = min(cut_a, cut_b)
    if width is not None:
        cut = min(cut, low_a + low_b + width)
    whole_a, whole_b = _whole(a), _whole(b)
    if whole_a is not None and whole_b is not None:
        return _multiplied(whole_a, whole_b, cut)
    terms: dict[Exponent, Any] = {}
    sizes: dict[Exponent, Any] = {}
    for (p, k), value in a.terms.items():
        for (q, j), other in b.terms.items():
            if p + q < cut:
                key = (p + q, k + j)
                product = value * other
                terms[key] = terms.get(key, mp.zero) + product
                sizes[key] = max(sizes.get(key, mp.zero), abs(product))
    return _clean(terms, sizes, cut)


def _whole(a: Germ) -> list[tuple[int, Any]] | None:
    """Powers and coefficients where all powers are whole and there is no logarithm, else None."""
    if any(logs or power.denominator != 1 for power, logs in a.terms):
        return None
    return [(power.numerator, value) for (power, _), value in a.terms.items()]


def _multiplied(a: list[tuple[int, Any]], b: list[tuple[int, Any]], cut: Fraction) -> Germ:
    """The product of whole powers: the usual case, and fractions are slow to add and to compare."""
    end = math.ceil(cut) if cut != EXACT else math.inf
    terms: dict[int, Any] = {}
    sizes: dict[int, Any] = {}
    for p, value in a:
        for q, other in b:
            if p + q < end:
                product = value * other
                size = abs(product)
                if p + q in terms:
                    terms[p + q] += product
                    sizes[p + q] = max(sizes[p + q], size)
                else:
                    terms[p + q], sizes[p + q] = product, size
    dust = tolerance()
    kept = {
        (Fraction(power), 0): value
        for power, value in terms.items()
        if value and abs(value) > dust * sizes[power]
    }
    return Germ(kept, cut)


def shift(a: Germ, power: Fraction) -> Germ:
    """a * eps^power."""
    cut = a.cut if a.cut == EXACT else a.cut + power
    return Germ({(p + power, k): value for (p, k), value in a.terms.items()}, cut)


def split(a: Germ) -> tuple[Fraction, Any, Germ]:
    """a = c eps^p (1 + rest) with an infinitesimal rest; Unknown when it leads with a logarithm."""
    power, logs, coefficient = a.leading()
    if logs:
        raise Unknown("it leads with a logarithm")
    unit = scale(shift(a, -power), 1 / coefficient)
    rest = {key: value for key, value in unit.terms.items() if key != (ZERO, 0)}
    return power, coefficient, Germ(rest, unit.cut)


def compose(coefficients: list[Any], small: Germ, width: Fraction) -> Germ:
    """sum of coefficients[k] * small^k for an infinitesimal `small`, to `width` powers."""
    if small.is_zero and small.cut == EXACT:
        return constant(coefficients[0])
    lowest = small.leading()[0] if small.terms else small.cut
    end = min(width, lowest * len(coefficients), small.cut)
    if len(small.terms) == 1:
        power, logs, factor = small.leading()
        if not logs:
            return _powers(coefficients, power, factor, end)
    total = constant(coefficients[-1])
    for value in reversed(coefficients[:-1]):
        total = add(multiply(total, small, width), constant(value))
    return Germ({key: each for key, each in total.terms.items() if key[0] < end}, end)


def _powers(coefficients: list[Any], power: Fraction, factor: Any, end: Fraction) -> Germ:
    """sum of coefficients[k] * (factor eps^power)^k below eps^end."""
    terms: dict[Exponent, Any] = {}
    size = mp.one
    for k, value in enumerate(coefficients):
        if k * power >= end:
            break
        if value:
            terms[k * power, 0] = value * size
        size *= factor
    return Germ(terms, end)


def terms_needed(small: Germ, width: Fraction) -> int:
    """How many powers of an infinitesimal reach beyond `width`."""
    if small.is_zero:
        return 1
    lowest = small.leading()[0]
    if lowest <= 0:
        raise Unknown("it grows without bound")
    return int(width / lowest) + 2


def reciprocal(a: Germ, width: Fraction) -> Germ:
    """1/a."""
    if a.is_zero:
        raise OutsideDomain("division by zero")
    power, coefficient, rest = split(a)
    count = terms_needed(rest, width)
    series = compose([mp.mpf((-1) ** k) for k in range(count)], rest, width)
    return shift(scale(series, 1 / coefficient), -power)


def real_power(a: Germ, exponent: Fraction, width: Fraction) -> Germ:
    """a^exponent for a germ of positive sign, by the binomial series."""
    power, coefficient, rest = split(a)
    value = mp.mpf(exponent.numerator) / exponent.denominator
    coefficients = [mp.one]
    for k in range(terms_needed(rest, width) - 1):
        coefficients.append(coefficients[-1] * (value - k) / (k + 1))
    return shift(scale(compose(coefficients, rest, width), coefficient**value), power * exponent)


def logarithm(a: Germ, width: Fraction) -> Germ:
    """ln a for a germ of positive sign."""
    power, coefficient, rest = split(a)
    count = terms_needed(rest, width)
    coefficients = [mp.zero, *(mp.mpf((-1) ** (k + 1)) / k for k in range(1, count))]
    series = compose(coefficients, rest, width)
    head: dict[Exponent, Any] = {}
    if power:
        head[ZERO, 1] = mp.mpf(power.numerator) / power.denominator
    value = mp.log(coefficient)
    if value:
        head[ZERO, 0] = value
    return add(Germ(head), series)


def exponential(a: Germ, width: Fraction) -> Germ:
    """exp a; a germ that falls to minus infinity faster than a logarithm becomes nothing."""
    fast = {key: value for key, value in a.terms.items() if key[0] < 0 or (key[0] == 0 and key[1])}
    head = Germ({key: value for key, value in fast.items() if key != (ZERO, 1)})
    if not head.is_zero:
        if head.sign() > 0:
            raise Unknown("it grows faster than any power")
        return Germ({}, EXACT)
    power = rational(fast.get((ZERO, 1), mp.zero))
    value = a.terms.get((ZERO, 0), mp.zero)
    small = Germ({key: each for key, each in a.terms.items() if key[0] > 0}, a.cut)
    coefficients = [mp.one]
    for k in range(1, terms_needed(small, width)):
        coefficients.append(coefficients[-1] / k)
    return shift(scale(compose(coefficients, small, width), mp.exp(value)), power)


def rational(value: Any) -> Fraction:
    """The rational number that a many-digit number stands for: a simple one if it is that close."""
    sign, mantissa, exponent, _ = value._mpf_
    exact = Fraction(int(mantissa)) * Fraction(2) ** exponent * (-1 if sign else 1)
    simple = exact.limit_denominator(10**6)
    return simple if abs(simple - exact) * 10 ** (mp.dps - LOST_DIGITS) < 1 else exact


def analytic(a: Germ, taylor: Any, width: Fraction) -> Germ:
    """f(a) where f is analytic at the limit of a: `taylor(c, n)` gives its n first coefficients."""
    value, small = parts(a)
    return compose(tidy(taylor(value, terms_needed(small, width) + 1), value), small, width)


def parts(a: Germ) -> tuple[Any, Germ]:
    """Limit and infinitesimal remainder; Unknown for a germ that grows without bound."""
    value = a.limit()
    if mp.isinf(value):
        raise Unknown("it grows without bound")
    small = Germ({key: each for key, each in a.terms.items() if key != (ZERO, 0)}, a.cut)
    return value, small


def tidy(coefficients: list[Any], at: Any) -> list[Any]:
    """Taylor coefficients with rounding dust (sin pi) set to nothing; the last one is dropped."""
    dust = tolerance() * abs(at)
    return [
        mp.zero if abs(value) <= dust * (k + 1) * abs(following) else value
        for k, (value, following) in enumerate(pairwise(coefficients))
    ]


def integral(derivative: Germ, start: Any, count: int) -> list[Any]:
    """Taylor coefficients of an antiderivative whose value at the point is `start`."""
    return [start, *(derivative.coefficient(k) / (k + 1) for k in range(count - 1))]

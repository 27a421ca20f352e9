"""Taylor's coefficients of Bessel functions with many digits.

A derivative of J, Y or I is a sum of the neighbours in order, which takes milliseconds where the
general derivatives of mpmath take minutes (Abramowitz and Stegun, 9.1.31 and 9.6.29). Y of orders
0 and 1 is its series (9.1.11), far from 0 Hankel's (9.2.6): mpmath takes a limit, which with many
digits lasts seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.calculus.precise import mp
from core.calculus.program import give_up_if_asked

if TYPE_CHECKING:
    from collections.abc import Callable

    Taylor = Callable[[Any, int], list[Any]]

FAR = 2  # times the digits: beyond, Hankel's series has all of them


def taylor_j(order: int) -> Taylor:
    """J_order^(k)(at)/k! for k = 0, ..., count, at the precision of the context."""

    def taylor(at: Any, count: int) -> list[Any]:
        return _coefficients(lambda n: mp.re(mp.besselj(n, at)), order, count, -1)

    return taylor


def taylor_i(order: int) -> Taylor:
    """The same of I."""

    def taylor(at: Any, count: int) -> list[Any]:
        return _coefficients(lambda n: mp.re(mp.besseli(n, at)), order, count, 1)

    return taylor


def taylor_y(order: int) -> Taylor:
    """The same of Y, at places above 0."""

    def taylor(at: Any, count: int) -> list[Any]:
        first = [_y(0, at), _y(1, at)]
        for n in range(1, order + count):  # upwards: that way errors of Y do not grow
            first.append(2 * n * first[n] / at - first[n - 1])
        return _coefficients(first.__getitem__, order, count, -1)

    return taylor


def _coefficients(
    of_order: Callable[[int], Any], order: int, count: int, sign: int
) -> list[Any]:
    """From the functions of orders 0, 1, ...; those below are sign^n times those above."""
    known: dict[int, Any] = {}

    def value(n: int) -> Any:
        size = abs(n)
        if size not in known:
            give_up_if_asked()
            known[size] = of_order(size)
        return known[size] * (sign if n < 0 and size % 2 else 1)

    return [
        sum(sign**j * mp.binomial(k, j) * value(order - k + 2 * j) for j in range(k + 1))
        / (mp.mpf(2) ** k * mp.factorial(k))
        for k in range(count + 1)
    ]


def _y(order: int, at: Any) -> Any:
    """Y_order for an order of 0 or 1."""
    with mp.workdps(mp.dps + 10):
        found = _hankel(order, at) if at > FAR * mp.dps else _series(order, at)
    return +found


def _series(order: int, at: Any) -> Any:
    """Sums of the size of e^at: so many digits more."""
    with mp.workdps(mp.dps + int(at / 2)):
        half = mp.mpf(at) / 2
        term, harmonic, k = half**order, mp.mpf(0), 0
        bessel, rest = term, order * term
        while abs(term) > mp.eps * half**order / max(k, 1):
            k += 1
            term *= -(half**2) / (k * (k + order))
            harmonic += mp.mpf(1) / k
            bessel += term
            rest += (2 * harmonic + (mp.mpf(1) / (k + 1) if order else 0)) * term
        found = 2 * (mp.ln(half) + mp.euler) * bessel - rest
        return (found - (1 / half if order else 0)) / mp.pi


def _hankel(order: int, at: Any) -> Any:
    with mp.workdps(mp.dps + max(int(mp.log10(at)), 0)):
        at = mp.mpf(at)
        angle = at - (mp.mpf(order) / 2 + mp.mpf(1) / 4) * mp.pi
        parts, term, k = [mp.mpf(0), mp.mpf(0)], mp.mpf(1), 0
        while abs(term) > mp.eps:
            parts[k % 2] += term * (-1) ** (k // 2)
            k += 1
            term *= (4 * order**2 - (2 * k - 1) ** 2) / (8 * k * at)
        return mp.sqrt(2 / (mp.pi * at)) * (
            parts[0] * mp.sin(angle) + parts[1] * mp.cos(angle)
        )

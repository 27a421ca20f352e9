"""Special functions on germs: regular points by Taylor series, poles by recurrences."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.calculus import bessel
from core.calculus import germ as g
from core.calculus.germ import Germ, OutsideDomain, Unknown
from core.calculus.precise import mp
from core.calculus.program import give_up_if_asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.calculus.germ_rows import Rows

LEAST_GAMMA = -1_000  # farther left, mpmath steps to the right by ones
LEAST_POLE = -200  # farther left, the recurrences from a pole take seconds, or the whole stack
BITS = 64
MOST_BITS = 1 << 14  # of the numbers that Stirling's series is summed with
GUARD = 15  # digits that sums of polygammas may lose
LEAST_ZETA = -100  # farther left, mpmath's derivatives of zeta take seconds


class Special:
    """Special functions, built on the elementary rows of the same width."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def row_sinc(self, a: Germ) -> Germ:
        return g.constant(1) if a.is_zero else self.rows.row_div(self.rows.row_sin(a), a)

    def row_erf(self, a: Germ) -> Germ:
        value = a.limit()
        if mp.isinf(value):
            return g.constant(mp.sign(value))
        return self.rows.integrated(a, mp.erf, _erf_slope)

    def row_erfc(self, a: Germ) -> Germ:
        value = a.limit()
        if mp.isinf(value):
            return g.constant(1 - mp.sign(value))
        return self.rows.integrated(a, mp.erfc, _erfc_slope)

    def row_erfinv(self, a: Germ) -> Germ:
        value = a.limit()
        if g.subtract(self.rows.row_abs(a), g.constant(1)).sign() > 0:
            raise OutsideDomain
        if abs(value) == 1:
            raise Unknown("it grows without bound")
        w = g.constant(mp.erfinv(value))
        for _ in range(_doublings(self.rows.width)):
            miss = g.subtract(self.row_erf(w), a)
            steep = self.rows.row_exp(self.rows.row_mul(w, w))
            w = g.subtract(w, g.scale(self.rows.row_mul(miss, steep), mp.sqrt(mp.pi) / 2))
        return Germ(w.terms, min(a.cut, self.rows.width))

    def row_lambertw(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        edge = -mp.exp(-1)
        if abs(value - edge) <= g.tolerance():
            return self._lambertw_at_edge(small)
        if value < edge:
            raise OutsideDomain
        w = g.constant(mp.lambertw(value).real)
        for _ in range(_doublings(self.rows.width)):
            grown = self.rows.row_exp(w)
            miss = g.subtract(self.rows.row_mul(w, grown), a)
            steep = self.rows.row_mul(grown, g.add(g.constant(1), w))
            w = g.subtract(w, self.rows.row_div(miss, steep))
        return Germ(w.terms, min(a.cut, self.rows.width))

    def _lambertw_at_edge(self, small: Germ) -> Germ:
        """W = -1 + p - p^2/3 + 11 p^3/72 - ..., p = sqrt(2 (e x + 1)) (Corless et al., 1996)."""
        if small.is_zero:
            return g.constant(-1)
        if small.sign() < 0:
            raise OutsideDomain
        p = self.rows.row_sqrt(g.scale(small, 2 * mp.e))
        known = [-1, 1, mp.mpf(-1) / 3, mp.mpf(11) / 72, mp.mpf(-43) / 540, mp.mpf(769) / 17280]
        return g.compose([mp.mpf(each) for each in known], p, self.rows.width)

    def row_gamma(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        if value <= 0 and value == mp.floor(value):
            if small.is_zero:
                raise OutsideDomain
            _check_near(value)
            return self._gamma_beside_pole(a, int(-value))
        sign = mp.sign(mp.gamma(value))
        return g.scale(self.rows.row_exp(self.row_lgamma(a)), sign)

    def _gamma_beside_pole(self, a: Germ, steps: int) -> Germ:
        total = self.row_gamma(g.add(a, g.constant(steps + 1)))
        for k in range(steps + 1):
            total = self.rows.row_div(total, g.add(a, g.constant(k)))
        return total

    def row_lgamma(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        if value <= 0 and value == mp.floor(value):
            if small.is_zero:
                raise OutsideDomain
            return self.rows.row_ln(self.rows.row_abs(self.row_gamma(a)))
        return g.analytic(a, _lgamma_taylor, self.rows.width)

    def row_digamma(self, a: Germ) -> Germ:
        return self.row_polygamma(a, 0)

    def row_polygamma(self, a: Germ, order: int) -> Germ:
        value, small = g.parts(a)
        if value <= 0 and value == mp.floor(value):
            if small.is_zero:
                raise OutsideDomain
            _check_near(value)
            above = self.row_polygamma(g.add(a, g.constant(1)), order)
            pole = self.rows.row_power_int(a, -order - 1)
            return g.subtract(above, g.scale(pole, (-1) ** order * mp.factorial(order)))
        return g.analytic(a, _polygamma_taylor(order), self.rows.width)

    def row_beta(self, a: Germ, b: Germ) -> Germ:
        top = self.rows.row_mul(self.row_gamma(a), self.row_gamma(b))
        return self.rows.row_mul(top, self._inverse_gamma(g.add(a, b)))

    def row_binomial(self, n: Germ, k: Germ) -> Germ:
        one = g.constant(1)
        top = self.row_gamma(g.add(n, one))
        low = self._inverse_gamma(g.add(g.subtract(n, k), one))
        return self.rows.row_mul(self.rows.row_mul(top, self._inverse_gamma(g.add(k, one))), low)

    def _inverse_gamma(self, a: Germ) -> Germ:
        """1/gamma, which is 0 at the poles of gamma."""
        value, small = g.parts(a)
        if small.is_zero and value <= 0 and value == mp.floor(value):
            return g.constant(0)
        return g.reciprocal(self.row_gamma(a), self.rows.width)

    def row_zeta(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        if value != 1:
            return g.analytic(a, _zeta_taylor, self.rows.width)
        if small.is_zero:
            raise OutsideDomain
        count = g.terms_needed(small, self.rows.width)
        laurent = [(-1) ** k * mp.stieltjes(k) / mp.factorial(k) for k in range(count)]
        regular = g.compose(laurent, small, self.rows.width)
        return g.add(g.reciprocal(small, self.rows.width), regular)

    def row_bessel_j(self, a: Germ, order: int) -> Germ:
        return g.analytic(a, bessel.taylor_j(order), self.rows.width)

    def row_bessel_i(self, a: Germ, order: int) -> Germ:
        return g.analytic(a, bessel.taylor_i(order), self.rows.width)

    def row_bessel_y(self, a: Germ, order: int) -> Germ:
        if a.sign() <= 0:
            raise OutsideDomain
        if a.limit() != 0:
            return g.analytic(a, bessel.taylor_y(order), self.rows.width)
        half = g.scale(a, mp.mpf(0.5))
        if order == 0:
            head = g.add(self.rows.row_ln(half), g.constant(mp.euler))
            return Germ(g.scale(head, 2 / mp.pi).terms, Fraction(1))
        pole = self.rows.row_power_int(half, -order)
        size = g.scale(pole, -mp.factorial(order - 1) / mp.pi)
        return Germ(size.terms, size.leading()[0] + 1)


def _check_near(value: Any) -> None:
    """Unknown at a pole so far to the left that the steps from it have no end."""
    if value < LEAST_POLE:
        raise Unknown("it takes too long to follow")


def _doublings(width: Fraction) -> int:
    return int(width).bit_length() + 1


def _lgamma_taylor(at: Any, count: int) -> list[Any]:
    first = mp.log(abs(mp.gamma(at))) if at >= LEAST_GAMMA else mp.zero
    slopes = _polygammas(at, 0, count)
    return [first, *(value / mp.factorial(k) for k, value in enumerate(slopes, 1))]


def _polygamma_taylor(order: int) -> Any:
    def taylor(at: Any, count: int) -> list[Any]:
        values = _polygammas(at, order, count + 1)
        return [value / mp.factorial(k) for k, value in enumerate(values)]

    return taylor


def _polygammas(at: Any, order: int, count: int) -> list[Any]:
    """psi^(order), psi^(order + 1), ...: so many polygammas at one place.

    Recurrence up to where Stirling's series holds (DLMF 5.5.2, 5.11.2, 5.15.8): the same powers
    serve all of them, in whole numbers, six times as fast as one by one.
    """
    if at < LEAST_GAMMA:
        raise Unknown("it takes too long to follow")
    orders = range(order, order + count)
    with mp.extradps(GUARD):
        steps = max(0, mp.dps // 2 + order + count - int(mp.floor(at)))
        near = [at + k for k in range(steps) if abs(at + k) < 1]
        places = [at + k for k in range(steps) if abs(at + k) >= 1]
        top = at + steps
        bits = mp.prec + GUARD + (order + count + 2) * max(int(mp.log(top, 2)), 1)
        if bits > MOST_BITS:
            raise Unknown("it takes too long to follow")
        bits = -(-bits // BITS) * BITS  # few lengths, so that the series' numbers are kept
        sums = _power_sums([_whole(each, bits) for each in places], orders, bits)
        tails = _stirling(_whole(top, bits), orders, bits)
        found: list[Any] = []
        for m, middle, tail in zip(orders, sums, tails, strict=True):
            total = mp.fsum(each ** -(m + 1) for each in near) + mp.ldexp(middle + tail, -bits)
            if m == 0:
                total -= mp.log(top)
            found.append((-1) ** (m + 1) * mp.factorial(m) * total)
    return [+each for each in found]


def _whole(x: Any, bits: int) -> int:
    """x times 2^bits."""
    return int(mp.ldexp(x, bits))


def _power_sums(places: list[int], orders: range, bits: int) -> list[int]:
    """sum of x^-(m + 1) for each order m; all numbers are times 2^bits."""
    one = 1 << 2 * bits
    inverse = [one // each for each in places]
    powers = [_power(each, orders.start + 1, bits) for each in inverse]
    sums: list[int] = []
    for _ in orders:
        sums.append(sum(powers))
        powers = [each * other >> bits for each, other in zip(powers, inverse, strict=True)]
    return sums


def _power(x: int, exponent: int, bits: int) -> int:
    total = 1 << bits
    for _ in range(exponent):
        total = total * x >> bits
    return total


def _stirling(x: int, orders: range, bits: int) -> list[int]:
    """sum of 1/(x + k)^(m + 1) over k from 0 on for each order m, all times 2^bits.

    For m = 0, where that has no bound, -psi(x) without its logarithm.
    """
    inverse = (1 << 2 * bits) // x
    square = inverse * inverse >> bits
    found: list[int] = []
    power = _power(inverse, orders.start, bits)
    for m in orders:
        after = power * inverse >> bits
        total = (power // m if m else 0) + (after >> 1)
        part = (after * inverse >> bits) * (m + 1)
        for j, factor in enumerate(_euler_maclaurin(bits), 1):
            term = factor * part >> bits
            total += term
            if -2 <= term <= 2:
                break
            part = (part * square >> bits) * ((m + 2 * j) * (m + 2 * j + 1))
        else:
            raise Unknown("it takes too long to follow")
        found.append(total)
        power = after
    return found


class _EulerMaclaurin:
    """B_2 / 2!, B_4 / 4!, ... times 2^bits: computed as they are asked for, and kept."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._known: list[int] = []

    def __iter__(self) -> Iterator[int]:
        for k in range(self._bits // 4):
            if k == len(self._known):
                give_up_if_asked()
                with mp.workprec(self._bits + 8):
                    number = mp.bernoulli(2 * k + 2) / mp.factorial(2 * k + 2)
                    self._known.append(_whole(number, self._bits))
            yield self._known[k]


@lru_cache(maxsize=16)
def _euler_maclaurin(bits: int) -> _EulerMaclaurin:
    return _EulerMaclaurin(bits)


def _zeta_taylor(at: Any, count: int) -> list[Any]:
    if at < LEAST_ZETA:
        raise Unknown("it takes too long to follow")
    return [mp.zeta(at, 1, k) / mp.factorial(k) for k in range(count + 1)]


def _erf_slope(rows: Rows, t: Germ) -> Germ:
    return g.scale(rows.row_exp(g.negative(rows.row_mul(t, t))), 2 / mp.sqrt(mp.pi))


def _erfc_slope(rows: Rows, t: Germ) -> Germ:
    return g.negative(_erf_slope(rows, t))

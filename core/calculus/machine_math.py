"""Elementary functions of four numbers at once, within two units of the last place.

Arguments are reduced with products that are rounded once (Cody and Waite's way), then polynomials
follow: Chebyshev fits of 60 digits for exp, sin and cos, and after FreeBSD's msun for ln. What is
rare (an angle beyond 2^27) and what is rarely typed is left to the library of C, number by number.
Infinities, zeros, subnormal numbers and nan come out as IEEE 754 has them.
"""

from __future__ import annotations

import ctypes
import math
import os
from functools import lru_cache
from typing import TYPE_CHECKING

from core.calculus.machine_text import WHOLE, number, whole

if TYPE_CHECKING:
    from core.calculus.machine_text import Text

# exp r = 1 + r + r^2 (...) for |r| <= ln(2)/2
EXP = (
    0.5000000000000001, 0.16666666666666669, 0.041666666666624164, 0.008333333333330065,
    0.0013888888917196881, 0.0001984126986304067, 2.4801521322116825e-05, 2.7557268480116333e-06,
    2.762007599981065e-07, 2.5100375924709717e-08,
)  # fmt: skip
# sin r = r + r^3 (...), cos r = 1 - r^2/2 + r^4 (...) in r^2, for |r| <= pi/4
SIN = (
    -0.16666666666666666, 0.008333333333330948, -0.0001984126983675854, 2.7557316102534617e-06,
    -2.505113184128889e-08, 1.5918129027234826e-10,
)  # fmt: skip
COS = (
    0.041666666666666664, -0.0013888888888887398, 2.4801587298765665e-05, -2.7557317271718644e-07,
    2.087614626607931e-09, -1.1382632258093615e-11,
)  # fmt: skip
# ln((1 + s)/(1 - s)) = 2 s + s^3 (...) in s^2, for 1 + f = (1 + s)/(1 - s) in [sqrt 1/2, sqrt 2]
LOG = (
    0.666666666666667, 0.39999999999899505, 0.2857142862597575, 0.22222211134751835,
    0.18182889128412458, 0.15331721495826012, 0.1461645097955211,
)  # fmt: skip
LN2 = (0.6931471805599453, 2.3190468138462996e-17)
LN2_SHORT = (6.93147180369123816490e-01, 1.90821492927058770002e-10)  # the first has few digits
# all parts above 0, so that -0 stays -0
HALF_PI = (1.5707963267948966, 6.123233995736765e-17, 1.0828566739219139e-32)
MAGIC = 6755399441055744.0  # 1.5 * 2^52: added, it rounds to whole numbers and shows their bits
HUGE_ANGLE = 2.0**27
ONE_BITS = 0x3FF0000000000000
ROOT_HALF_BITS = 0x3FE6A09E00000000
MANTISSA = 0x000FFFFFFFFFFFFF
TINY = 2.2250738585072014e-308
NAN, INFINITY = number(math.nan), number(math.inf)
SIGN = number(-0.0)


class Maths:
    """Writes functions into a text; arguments and results are names of vectors of numbers."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._circular: dict[str, tuple[str, str]] = {}
        self._reduced_exp: dict[str, tuple[str, str]] = {}

    # --- powers of e ---

    def _reduced(self, x: str) -> tuple[str, str]:
        """n and p with e^x = 2^n (1 + p), p small; x is of moderate size or nan."""
        if x not in self._reduced_exp:
            t = self.text
            n = t.sub(t.fma(x, number(1 / LN2[0]), number(MAGIC)), number(MAGIC))
            minus = t.neg(n)
            r = t.fma(minus, number(LN2[1]), t.fma(minus, number(LN2[0]), x))
            p = t.fma(t.mul(r, r), t.polynomial(r, EXP), r)
            self._reduced_exp[x] = n, p
        return self._reduced_exp[x]

    def _power_of_two(self, n: str) -> str:
        """2^n for whole n from -1022 to 1023."""
        t = self.text
        shown = t.on_bits("shl", t.bits(t.add(n, number(MAGIC))), whole(52))
        return t.unbits(t.on_bits("add", shown, whole(ONE_BITS)))

    def _between(self, x: str, low: float, high: float) -> str:
        """x held between two numbers; nan stays."""
        t = self.text
        x = t.select(t.compared("olt", x, number(low)), number(low), x)
        return t.select(t.compared("ogt", x, number(high)), number(high), x)

    def exp(self, x: str, halved: int = 0) -> str:
        """e^x / 2^halved, with subnormal results and infinity."""
        t = self.text
        n, p = self._reduced(self._between(x, -746.0, 711.0))
        first = t.sub(t.fma(n, number(0.5), number(MAGIC)), number(MAGIC))
        second = t.sub(n, first)
        if halved:
            second = t.sub(second, number(float(halved)))
        whole_part = t.add(number(1.0), p)
        return t.mul(t.mul(whole_part, self._power_of_two(first)), self._power_of_two(second))

    def _expm1(self, x: str) -> str:
        """e^x - 1 for |x| up to 700."""
        t = self.text
        n, p = self._reduced(x)
        scale = self._power_of_two(n)
        return t.fma(scale, p, t.sub(scale, number(1.0)))

    def tanh(self, x: str) -> str:
        t = self.text
        size = self._between(t.mul(number(-2.0), t.plain("fabs", x)), -50.0, 0.0)
        m = self._expm1(size)
        return t.plain("copysign", t.div(m, t.add(m, number(2.0))), x)

    def cosh(self, x: str) -> str:
        t = self.text
        half = self.exp(t.plain("fabs", x), 1)
        return t.add(half, t.div(number(0.25), half))

    def sinh(self, x: str) -> str:
        t = self.text
        size = t.plain("fabs", x)
        m = self._expm1(self._between(size, 0.0, 22.0))
        small = t.mul(number(0.5), t.add(m, t.div(m, t.add(m, number(1.0)))))
        large = t.compared("ogt", size, number(22.0))
        return t.plain("copysign", t.select(large, self.exp(size, 1), small), x)

    def expm1(self, x: str) -> str:
        t = self.text
        near = self._expm1(self._between(x, -45.0, 45.0))
        far = t.compared("ogt", x, number(45.0))
        kept = t.compared("oeq", x, number(0.0))  # its sign too
        return t.select(kept, x, t.select(far, self.exp(x), near))

    def sigmoid(self, x: str) -> str:
        """1 / (1 + e^-x) with both tails exact."""
        t = self.text
        decay = self.exp(t.neg(t.plain("fabs", x)))
        above = t.select(t.compared("oge", x, number(0.0)), number(1.0), decay)
        return t.div(above, t.add(number(1.0), decay))

    # --- logarithms ---

    def _split(self, x: str) -> tuple[str, str]:
        """k and ln m of x = 2^k m, m near 1: what is to be added to k ln 2, in its low half too."""
        t = self.text
        small = t.compared("olt", x, number(TINY))
        bits = t.bits(t.select(small, t.mul(x, number(2.0**54)), x))
        moved = t.on_bits("add", bits, whole(ONE_BITS - ROOT_HALF_BITS))
        k = t.on_bits("or", t.on_bits("lshr", moved, whole(52)), whole(0x4330000000000000))
        biased = number(2.0**52 + 1023), number(2.0**52 + 1023 + 54)
        exponent = t.sub(t.unbits(k), t.select(small, biased[1], biased[0]))
        rest = t.on_bits("and", moved, whole(MANTISSA))
        f = t.sub(t.unbits(t.on_bits("add", rest, whole(ROOT_HALF_BITS))), number(1.0))
        return exponent, f

    def _log_near_one(self, f: str) -> tuple[str, str]:
        """f^2/2 and s (f^2/2 + R), of which ln(1 + f) = f - (f^2/2 - s (f^2/2 + R))."""
        t = self.text
        s = t.div(f, t.add(number(2.0), f))
        z = t.mul(s, s)
        half = t.mul(number(0.5), t.mul(f, f))
        return half, t.mul(s, t.add(half, t.mul(z, t.polynomial(z, LOG))))

    def _logarithm(self, x: str) -> str:
        """ln x of x > 0, finite."""
        t = self.text
        k, f = self._split(x)
        half, rest = self._log_near_one(f)
        low = t.fma(k, number(LN2_SHORT[1]), rest)
        return t.fma(k, number(LN2_SHORT[0]), t.sub(f, t.sub(half, low)))

    def _outside(self, x: str, inside: str) -> str:
        """A logarithm where x is positive and finite; -inf at 0, nan below, inf at infinity."""
        t = self.text
        edge = t.select(t.compared("oeq", x, number(0.0)), number(-math.inf), NAN)
        edge = t.select(t.compared("oeq", x, INFINITY), INFINITY, edge)
        good = t.logical(
            "and", t.compared("ogt", x, number(0.0)), t.compared("olt", x, INFINITY)
        )
        return t.select(good, inside, edge)

    def log(self, x: str) -> str:
        return self._outside(x, self._logarithm(x))

    def log2(self, x: str) -> str:
        """Exact at powers of 2."""
        t = self.text
        k, f = self._split(x)
        half, rest = self._log_near_one(f)
        near = t.sub(f, t.sub(half, rest))
        return self._outside(x, t.fma(near, number(1 / LN2[0]), k))

    def log1p(self, x: str) -> str:
        t = self.text
        u = t.add(number(1.0), x)
        lost = t.div(t.sub(x, t.sub(u, number(1.0))), u)
        inside = self._outside(u, t.add(self._logarithm(u), lost))
        return t.select(t.compared("oeq", x, number(0.0)), x, inside)

    def logaddexp(self, a: str, b: str) -> str:
        """ln(e^a + e^b)."""
        t = self.text
        apart = t.sub(a, b)
        more = t.select(t.compared("ogt", apart, number(0.0)), a, b)
        grown = t.add(more, self.log1p(self.exp(t.neg(t.plain("fabs", apart)))))
        return t.select(t.compared("oeq", a, b), t.add(a, number(math.log(2))), grown)

    # --- angles ---

    def _sin_cos(self, x: str) -> tuple[str, str]:
        """sin x and cos x, by one reduction to a quarter of a turn."""
        if x not in self._circular:
            t = self.text
            shown = t.fma(x, number(2 / math.pi), number(MAGIC))
            n = t.neg(t.sub(shown, number(MAGIC)))
            r = x
            for part in HALF_PI:
                r = t.fma(n, number(part), r)
            z = t.mul(r, r)
            sine = t.mul(r, t.fma(z, t.polynomial(z, SIN), number(1.0)))
            half = t.mul(number(0.5), z)
            first = t.sub(number(1.0), half)
            lost = t.sub(t.sub(number(1.0), first), half)
            cosine = t.add(first, t.fma(t.mul(z, z), t.polynomial(z, COS), lost))
            usual = self._turned(t.bits(shown), sine, cosine)
            far = t.compared("oge", t.plain("fabs", x), number(HUGE_ANGLE))
            sine, cosine = t.unless(
                far, usual, lambda: (self.by_c("sin", x), self.by_c("cos", x))
            )
            self._circular[x] = sine, cosine
        return self._circular[x]

    def _turned(self, quarters: str, sine: str, cosine: str) -> tuple[str, str]:
        """sin and cos after so many quarter turns, counted by the last two bits."""
        t = self.text
        odd = t.put(f"icmp ne {WHOLE} {t.on_bits('and', quarters, whole(1))}, zeroinitializer")
        up = t.on_bits("shl", t.on_bits("and", quarters, whole(2)), whole(62))
        next_one = t.on_bits("add", quarters, whole(1))
        across = t.on_bits("shl", t.on_bits("and", next_one, whole(2)), whole(62))
        s, c = t.select(odd, cosine, sine), t.select(odd, sine, cosine)
        return (
            t.unbits(t.on_bits("xor", t.bits(s), up)),
            t.unbits(t.on_bits("xor", t.bits(c), across)),
        )

    def sin(self, x: str) -> str:
        return self._sin_cos(x)[0]

    def cos(self, x: str) -> str:
        return self._sin_cos(x)[1]

    def tan(self, x: str) -> str:
        return self.text.div(*self._sin_cos(x))

    # --- powers and lengths ---

    def hypot(self, a: str, b: str) -> str:
        """The length of (a, b), without overflow on the way."""
        t = self.text
        a, b = t.plain("fabs", a), t.plain("fabs", b)
        most = t.select(t.compared("ogt", a, b), a, b)
        small = t.compared("olt", most, number(1e-140))
        large = t.compared("ogt", most, number(1e140))
        scale = t.select(small, number(2.0**600), t.select(large, number(2.0**-600), number(1.0)))
        back = t.select(small, number(2.0**-600), t.select(large, number(2.0**600), number(1.0)))
        a_scaled, b_scaled = t.mul(a, scale), t.mul(b, scale)
        squares = t.add(t.mul(a_scaled, a_scaled), t.mul(b_scaled, b_scaled))
        length = t.mul(t.plain("sqrt", squares), back)
        endless = t.logical(
            "or", t.compared("oeq", a, INFINITY), t.compared("oeq", b, INFINITY)
        )
        return t.select(endless, INFINITY, length)

    # --- the library of C ---

    def by_c(self, name: str, *args: str) -> str:
        """A function of the library of C: of vectors where it has them, else number by number.

        LookupError when it has none.
        """
        packed = vector_function(name, len(args))
        if packed is not None and name not in SINGLE:
            return self.text.packed(packed, *args)
        return self.text.each(name, c_function(name), *args)


SINGLE = frozenset(("log10", "cbrt", "sin", "cos"))
"""Of which exact values are expected at whole numbers, or huge arguments: not of vectors."""


def within(name: str) -> bool:
    """Whether the library of C of this machine has a function of numbers."""
    try:
        c_function(name)
    except LookupError:
        return False
    return True


@lru_cache(maxsize=1)
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL | None]:
    if os.name == "nt":
        return ctypes.CDLL("ucrtbase"), None
    try:
        return ctypes.CDLL(None), ctypes.CDLL("libmvec.so.1")
    except OSError:
        return ctypes.CDLL(None), None


@lru_cache(maxsize=64)
def c_function(name: str) -> int:
    """The address of a function of numbers in the library of C; LookupError without one."""
    return _address(_libraries()[0], name)


@lru_cache(maxsize=64)
def vector_function(name: str, count: int) -> int | None:
    """The address of a function of four numbers at once, for processors with AVX2; or None."""
    library = _libraries()[1]
    if library is None:
        return None
    try:
        return _address(library, f"_ZGVdN4{'v' * count}_{name}")
    except LookupError:
        return None


def _address(library: ctypes.CDLL, name: str) -> int:
    try:
        address = ctypes.cast(getattr(library, name), ctypes.c_void_p).value
    except AttributeError:
        address = None
    if address is None:
        raise LookupError(name)
    return address

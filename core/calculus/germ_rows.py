"""Every operation on germs: how each function continues on one side of a point."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mpmath import mp

from core.calculus import germ as g
from core.calculus.germ import Germ, OutsideDomain, Unknown
from core.calculus.numpy_rows import bounds
from core.calculus.program import Program, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ONE = Fraction(1)
HALF = Fraction(1, 2)


def table(width: int) -> Mapping[str, Callable[..., Any]]:
    """The operations, each keeping `width` powers beyond the leading one."""
    return _Rows(Fraction(width)).table()


class _Rows:
    """Operations of one width; a class only to share that number."""

    def __init__(self, width: Fraction) -> None:
        self.width = width

    def table(self) -> Mapping[str, Callable[..., Any]]:
        named = {
            name.removeprefix("row_"): getattr(self, name)
            for name in dir(type(self))
            if name.startswith("row_")
        }
        return {
            **named,
            "add": g.add, "sub": g.subtract, "neg": g.negative,
            "and": lambda a, b: a and b, "or": lambda a, b: a or b, "not": lambda a: not a,
            "true": lambda: True, "false": lambda: False,
        }  # fmt: skip

    # --- numbers and arithmetic ---

    def row_number(self, text: str) -> Germ:
        value = Fraction(text)
        return g.constant(mp.mpf(value.numerator) / value.denominator)

    def row_constant(self, name: str) -> Germ:
        values = {"e": mp.e, "pi": mp.pi, "tau": 2 * mp.pi, "phi": mp.phi}
        return g.constant(+values[name])

    def row_nowhere(self) -> Germ:
        raise OutsideDomain

    def row_mul(self, a: Germ, b: Germ) -> Germ:
        return g.multiply(a, b, self.width)

    def row_div(self, a: Germ, b: Germ) -> Germ:
        return g.multiply(a, g.reciprocal(b, self.width), self.width)

    def row_power_int(self, a: Germ, exponent: int) -> Germ:
        if exponent < 0:
            return g.reciprocal(self.row_power_int(a, -exponent), self.width)
        if exponent > 64 and not a.is_zero:
            size = g.real_power(self.row_abs(a), Fraction(exponent), self.width)
            return g.negative(size) if a.sign() < 0 and exponent % 2 else size
        total = g.constant(1)
        for bit in bin(exponent)[2:]:
            total = g.multiply(total, total, self.width)
            if bit == "1":
                total = g.multiply(total, a, self.width)
        return total

    def row_power_rational(self, a: Germ, exponent: Fraction) -> Germ:
        if a.is_zero:
            return self._zero_power(exponent)
        size = g.real_power(self.row_abs(a), exponent, self.width)
        return g.negative(size) if a.sign() < 0 and exponent.numerator % 2 else size

    def row_power_real(self, a: Germ, exponent: Fraction) -> Germ:
        if a.is_zero:
            return self._zero_power(exponent)
        if a.sign() < 0:
            raise OutsideDomain
        return g.real_power(a, exponent, self.width)

    def _zero_power(self, exponent: Fraction) -> Germ:
        if exponent < 0:
            raise OutsideDomain
        return g.constant(0)

    def row_power(self, a: Germ, b: Germ) -> Germ:
        still = set(b.terms) <= {(g.ZERO, 0)}
        if still and b.cut == g.EXACT:
            return self._constant_power(a, b.limit())
        if a.is_zero:
            if b.sign() < 0:
                raise OutsideDomain
            return g.constant(0)
        if a.sign() < 0:
            raise OutsideDomain
        return g.exponential(self.row_mul(b, g.logarithm(a, self.width)), self.width)

    def _constant_power(self, a: Germ, exponent: Any) -> Germ:
        if exponent == mp.floor(exponent) and abs(exponent) < 2**31:
            return self.row_power_int(a, int(exponent))
        return self.row_power_real(a, g.rational(exponent))

    def row_sqrt(self, a: Germ) -> Germ:
        return self.row_power_real(a, HALF)

    # --- exponentials and logarithms ---

    def row_exp(self, a: Germ) -> Germ:
        return g.exponential(a, self.width)

    def row_expm1(self, a: Germ) -> Germ:
        return g.subtract(self.row_exp(a), g.constant(1))

    def row_ln(self, a: Germ) -> Germ:
        if a.sign() <= 0:
            raise OutsideDomain
        return g.logarithm(a, self.width)

    def row_log1p(self, a: Germ) -> Germ:
        return self.row_ln(g.add(a, g.constant(1)))

    def row_log2(self, a: Germ) -> Germ:
        return g.scale(self.row_ln(a), 1 / mp.log(2))

    def row_log10(self, a: Germ) -> Germ:
        return g.scale(self.row_ln(a), 1 / mp.log(10))

    def row_sigmoid(self, a: Germ) -> Germ:
        if a.limit() == mp.inf:
            return self.row_div(g.constant(1), g.add(g.constant(1), self.row_exp(g.negative(a))))
        grown = self.row_exp(a)
        return self.row_div(grown, g.add(g.constant(1), grown))

    def row_softplus(self, a: Germ) -> Germ:
        if a.limit() == mp.inf:
            return g.add(a, self.row_softplus(g.negative(a)))
        return self.row_ln(g.add(g.constant(1), self.row_exp(a)))

    def row_logaddexp(self, a: Germ, b: Germ) -> Germ:
        return g.add(a, self.row_softplus(g.subtract(b, a)))

    # --- trigonometric and hyperbolic ---

    def row_sin(self, a: Germ) -> Germ:
        return g.analytic(a, _sin_taylor, self.width)

    def row_cos(self, a: Germ) -> Germ:
        return self.row_sin(g.add(a, g.constant(mp.pi / 2)))

    def row_tan(self, a: Germ) -> Germ:
        return self.row_div(self.row_sin(a), self.row_cos(a))

    def _exponentials(self, a: Germ) -> tuple[Germ, Germ]:
        return self.row_exp(a), self.row_exp(g.negative(a))

    def row_sinh(self, a: Germ) -> Germ:
        return g.scale(g.subtract(*self._exponentials(a)), mp.mpf(0.5))

    def row_cosh(self, a: Germ) -> Germ:
        return g.scale(g.add(*self._exponentials(a)), mp.mpf(0.5))

    def row_sech(self, a: Germ) -> Germ:
        return self.row_div(g.constant(1), self.row_cosh(a))

    def row_tanh(self, a: Germ) -> Germ:
        share = self.row_sigmoid(g.scale(a, mp.mpf(2)))
        return g.subtract(g.scale(share, mp.mpf(2)), g.constant(1))

    def row_asin(self, a: Germ) -> Germ:
        value = a.limit()
        if abs(value) > 1:
            raise OutsideDomain
        if abs(value) < 1:
            return self._integrated(a, mp.asin, self._asin_slope)
        inside = g.subtract(g.constant(1), g.scale(a, value))
        angle = g.scale(self._asin_of_small(self.row_sqrt(g.scale(inside, mp.mpf(0.5)))), mp.mpf(2))
        return g.scale(g.subtract(g.constant(mp.pi / 2), angle), value)

    def _asin_of_small(self, a: Germ) -> Germ:
        return self._integrated(a, mp.asin, self._asin_slope)

    def _asin_slope(self, t: Germ) -> Germ:
        return self.row_power_real(g.subtract(g.constant(1), self.row_mul(t, t)), -HALF)

    def row_acos(self, a: Germ) -> Germ:
        return g.subtract(g.constant(mp.pi / 2), self.row_asin(a))

    def row_atan(self, a: Germ) -> Germ:
        value = a.limit()
        if mp.isinf(value):
            turned = self.row_atan(g.reciprocal(a, self.width))
            return g.subtract(g.constant(mp.sign(value) * mp.pi / 2), turned)
        return self._integrated(a, mp.atan, self._atan_slope)

    def _atan_slope(self, t: Germ) -> Germ:
        return g.reciprocal(g.add(g.constant(1), self.row_mul(t, t)), self.width)

    def row_asinh(self, a: Germ) -> Germ:
        return self._integrated(a, mp.asinh, self._asinh_slope)

    def _asinh_slope(self, t: Germ) -> Germ:
        return self.row_power_real(g.add(g.constant(1), self.row_mul(t, t)), -HALF)

    def row_acosh(self, a: Germ) -> Germ:
        above = g.subtract(a, g.constant(1))
        if above.sign() < 0:
            raise OutsideDomain
        half_root = self.row_sqrt(g.scale(above, mp.mpf(0.5)))
        return g.scale(self.row_asinh(half_root), mp.mpf(2))

    def row_atanh(self, a: Germ) -> Germ:
        one = g.constant(1)
        ratio = g.subtract(self.row_ln(g.add(one, a)), self.row_ln(g.subtract(one, a)))
        return g.scale(ratio, mp.mpf(0.5))

    def row_atan2(self, y: Germ, x: Germ) -> Germ:
        if x.is_zero and y.is_zero:
            raise OutsideDomain
        if x.is_zero or (not y.is_zero and abs(self.row_div(y, x).limit()) > 1):
            turned = self.row_atan(self.row_div(x, y))
            return g.subtract(g.constant(y.sign() * mp.pi / 2), turned)
        angle = self.row_atan(self.row_div(y, x))
        turn = 0 if x.sign() > 0 else (mp.pi if y.sign() >= 0 else -mp.pi)
        return g.add(angle, g.constant(turn))

    def _integrated(self, a: Germ, value: Any, slope: Any) -> Germ:
        """f(a) for an analytic f given by its value and its derivative on germs."""

        def taylor(at: Any, count: int) -> list[Any]:
            wide = _Rows(Fraction(count))
            local = getattr(wide, slope.__name__)(g.moving(at, 1))
            return g.integral(local, value(at), count + 1)

        return g.analytic(a, taylor, self.width)

    # --- choices ---

    def row_abs(self, a: Germ) -> Germ:
        return g.negative(a) if a.sign() < 0 else a

    def row_sign(self, a: Germ) -> Germ:
        return g.constant(a.sign())

    def row_floor(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        whole = mp.nint(value)
        if abs(value - whole) <= g.tolerance() * max(1, abs(value)):
            return g.constant(whole if small.sign() >= 0 else whole - 1)
        return g.constant(mp.floor(value))

    def row_ceil(self, a: Germ) -> Germ:
        return g.negative(self.row_floor(g.negative(a)))

    def row_round(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        if 2 * value == mp.nint(2 * value) and value != mp.nint(value) and small.sign() == 0:
            return g.constant(2 * mp.nint(value / 2))
        return self.row_floor(g.add(a, g.constant(mp.mpf(0.5))))

    def row_mod(self, a: Germ, m: Germ) -> Germ:
        return g.subtract(a, self.row_mul(m, self.row_floor(self.row_div(a, m))))

    def row_max(self, a: Germ, b: Germ) -> Germ:
        return a if g.subtract(a, b).sign() >= 0 else b

    def row_min(self, a: Germ, b: Germ) -> Germ:
        return a if g.subtract(a, b).sign() <= 0 else b

    def row_hypot(self, a: Germ, b: Germ) -> Germ:
        return self.row_sqrt(g.add(self.row_mul(a, a), self.row_mul(b, b)))

    def row_less(self, a: Germ, b: Germ) -> bool:
        return g.subtract(a, b).sign() < 0

    def row_less_equal(self, a: Germ, b: Germ) -> bool:
        return g.subtract(a, b).sign() <= 0

    def row_equal(self, a: Germ, b: Germ) -> bool:
        return g.subtract(a, b).is_zero

    def row_not_equal(self, a: Germ, b: Germ) -> bool:
        return not g.subtract(a, b).is_zero

    # --- special functions ---

    def row_sinc(self, a: Germ) -> Germ:
        return g.constant(1) if a.is_zero else self.row_div(self.row_sin(a), a)

    def row_erf(self, a: Germ) -> Germ:
        value = a.limit()
        if mp.isinf(value):
            return g.constant(mp.sign(value))
        return self._integrated(a, mp.erf, self._erf_slope)

    def row_erfc(self, a: Germ) -> Germ:
        value = a.limit()
        if mp.isinf(value):
            return g.constant(1 - mp.sign(value))
        return self._integrated(a, mp.erfc, self._erfc_slope)

    def _erf_slope(self, t: Germ) -> Germ:
        return g.scale(self.row_exp(g.negative(self.row_mul(t, t))), 2 / mp.sqrt(mp.pi))

    def _erfc_slope(self, t: Germ) -> Germ:
        return g.negative(self._erf_slope(t))

    def row_erfinv(self, a: Germ) -> Germ:
        value = a.limit()
        if g.subtract(self.row_abs(a), g.constant(1)).sign() > 0:
            raise OutsideDomain
        if abs(value) == 1:
            raise Unknown("it grows without bound")
        w = g.constant(mp.erfinv(value))
        for _ in range(_doublings(self.width)):
            miss = g.subtract(self.row_erf(w), a)
            steep = self.row_exp(self.row_mul(w, w))
            w = g.subtract(w, g.scale(self.row_mul(miss, steep), mp.sqrt(mp.pi) / 2))
        return Germ(w.terms, min(a.cut, self.width))

    def row_lambertw(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        edge = -mp.exp(-1)
        if abs(value - edge) <= g.tolerance():
            return self._lambertw_at_edge(small)
        if value < edge:
            raise OutsideDomain
        w = g.constant(mp.lambertw(value).real)
        for _ in range(_doublings(self.width)):
            grown = self.row_exp(w)
            miss = g.subtract(self.row_mul(w, grown), a)
            steep = self.row_mul(grown, g.add(g.constant(1), w))
            w = g.subtract(w, self.row_div(miss, steep))
        return Germ(w.terms, min(a.cut, self.width))

    def _lambertw_at_edge(self, small: Germ) -> Germ:
        """W = -1 + p - p^2/3 + 11 p^3/72 - ..., p = sqrt(2 (e x + 1)) (Corless et al., 1996)."""
        if small.is_zero:
            return g.constant(-1)
        if small.sign() < 0:
            raise OutsideDomain
        p = self.row_sqrt(g.scale(small, 2 * mp.e))
        known = [-1, 1, mp.mpf(-1) / 3, mp.mpf(11) / 72, mp.mpf(-43) / 540, mp.mpf(769) / 17280]
        return g.compose([mp.mpf(each) for each in known], p, self.width)

    def row_gamma(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        if value <= 0 and value == mp.floor(value):
            if small.is_zero:
                raise OutsideDomain
            return self._gamma_beside_pole(a, int(-value))
        sign = mp.sign(mp.gamma(value))
        return g.scale(self.row_exp(self.row_lgamma(a)), sign)

    def _gamma_beside_pole(self, a: Germ, steps: int) -> Germ:
        total = self.row_gamma(g.add(a, g.constant(steps + 1)))
        for k in range(steps + 1):
            total = self.row_div(total, g.add(a, g.constant(k)))
        return total

    def row_lgamma(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        if value <= 0 and value == mp.floor(value):
            if small.is_zero:
                raise OutsideDomain
            return self.row_ln(self.row_abs(self.row_gamma(a)))
        return g.analytic(a, _lgamma_taylor, self.width)

    def row_digamma(self, a: Germ) -> Germ:
        return self.row_polygamma(a, 0)

    def row_polygamma(self, a: Germ, order: int) -> Germ:
        value, small = g.parts(a)
        if value <= 0 and value == mp.floor(value):
            if small.is_zero:
                raise OutsideDomain
            above = self.row_polygamma(g.add(a, g.constant(1)), order)
            pole = self.row_power_int(a, -order - 1)
            return g.subtract(above, g.scale(pole, (-1) ** order * mp.factorial(order)))
        return g.analytic(a, _polygamma_taylor(order), self.width)

    def row_beta(self, a: Germ, b: Germ) -> Germ:
        top = self.row_mul(self.row_gamma(a), self.row_gamma(b))
        return self.row_mul(top, self._inverse_gamma(g.add(a, b)))

    def row_binomial(self, n: Germ, k: Germ) -> Germ:
        one = g.constant(1)
        top = self.row_gamma(g.add(n, one))
        low = self._inverse_gamma(g.add(g.subtract(n, k), one))
        return self.row_mul(self.row_mul(top, self._inverse_gamma(g.add(k, one))), low)

    def _inverse_gamma(self, a: Germ) -> Germ:
        """1/gamma, which is 0 at the poles of gamma."""
        value, small = g.parts(a)
        if small.is_zero and value <= 0 and value == mp.floor(value):
            return g.constant(0)
        return g.reciprocal(self.row_gamma(a), self.width)

    def row_zeta(self, a: Germ) -> Germ:
        value, small = g.parts(a)
        if value != 1:
            return g.analytic(a, _zeta_taylor, self.width)
        if small.is_zero:
            raise OutsideDomain
        count = g.terms_needed(small, self.width)
        laurent = [(-1) ** k * mp.stieltjes(k) / mp.factorial(k) for k in range(count)]
        return g.add(g.reciprocal(small, self.width), g.compose(laurent, small, self.width))

    def row_bessel_j(self, a: Germ, order: int) -> Germ:
        return g.analytic(a, _bessel_taylor(mp.besselj, order), self.width)

    def row_bessel_i(self, a: Germ, order: int) -> Germ:
        return g.analytic(a, _bessel_taylor(mp.besseli, order), self.width)

    def row_bessel_y(self, a: Germ, order: int) -> Germ:
        if a.sign() <= 0:
            raise OutsideDomain
        if a.limit() != 0:
            return g.analytic(a, _bessel_taylor(mp.bessely, order), self.width)
        half = g.scale(a, mp.mpf(0.5))
        if order == 0:
            head = g.add(self.row_ln(half), g.constant(mp.euler))
            return Germ(g.scale(head, 2 / mp.pi).terms, Fraction(1))
        pole = self.row_power_int(half, -order)
        size = g.scale(pole, -mp.factorial(order - 1) / mp.pi)
        return Germ(size.terms, size.leading()[0] + 1)

    # --- steps with a body ---

    def row_select(self, condition: bool, yes: Any, no: Any) -> Any:
        return _come(yes if condition else no)

    def row_guard(self, a: Germ, condition: bool) -> Germ:
        del condition
        return a

    def row_repeat_sum(self, low: Germ, high: Germ, *rest: Any) -> Germ:
        return self._repeated(g.add, g.constant(0), low, high, rest)

    def row_repeat_prod(self, low: Germ, high: Germ, *rest: Any) -> Germ:
        return self._repeated(self.row_mul, g.constant(1), low, high, rest)

    def _repeated(self, combine: Any, total: Germ, low: Germ, high: Germ, rest: Any) -> Germ:
        *captured, body = rest
        first, last = bounds(float(low.limit()), float(high.limit()))
        if last - first > 2000:
            raise Unknown("the sum is too long to be followed term by term")
        for k in range(first, last + 1):
            total = combine(total, evaluate(body, [g.constant(k), *captured], self.table()))
        return total

    def row_derivative(self, *args: Any) -> Germ:
        del args
        raise Unknown("a derivative inside the formula")


class Absent:
    """A step without a value on this side; it matters only where it is used."""

    def __init__(self, reason: ArithmeticError) -> None:
        self.reason = reason


def _come(value: Any) -> Any:
    if isinstance(value, Absent):
        raise value.reason
    return value


def evaluate(program: Program, inputs: list[Germ], rows: Mapping[str, Callable[..., Any]]) -> Germ:
    """The program on germs. OutsideDomain or Unknown when its own path has no value; a branch that
    is not taken may have none.
    """
    patient = {name: _patient(name, row) for name, row in rows.items()}
    return _come(run(program, inputs, patient, fold=False)[program.output])


def _patient(name: str, row: Callable[..., Any]) -> Callable[..., Any]:
    def attempt(*args: Any) -> Any:
        absent = next((each for each in args if isinstance(each, Absent)), None)
        if absent is not None and (name != "select" or isinstance(args[0], Absent)):
            return absent
        try:
            return row(*args)
        except (OutsideDomain, Unknown) as reason:
            return Absent(reason)

    return attempt


def _doublings(width: Fraction) -> int:
    return int(width).bit_length() + 1


def _sin_taylor(at: Any, count: int) -> list[Any]:
    sine, cosine = mp.sin(at), mp.cos(at)
    turned = (sine, cosine, -sine, -cosine)
    return [turned[k % 4] / mp.factorial(k) for k in range(count + 1)]


def _lgamma_taylor(at: Any, count: int) -> list[Any]:
    first = mp.log(abs(mp.gamma(at)))
    rest = [mp.psi(k - 1, at) / mp.factorial(k) for k in range(1, count + 1)]
    return [first, *rest]


def _polygamma_taylor(order: int) -> Any:
    def taylor(at: Any, count: int) -> list[Any]:
        return [mp.psi(order + k, at) / mp.factorial(k) for k in range(count + 1)]

    return taylor


def _zeta_taylor(at: Any, count: int) -> list[Any]:
    return [mp.zeta(at, 1, k) / mp.factorial(k) for k in range(count + 1)]


def _bessel_taylor(function: Any, order: int) -> Any:
    def taylor(at: Any, count: int) -> list[Any]:
        return [
            mp.re(function(order, at, derivative=k)) / mp.factorial(k) for k in range(count + 1)
        ]

    return taylor

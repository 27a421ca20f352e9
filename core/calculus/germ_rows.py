"""Every operation on germs: how each function continues on one side of a point."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core.calculus import germ as g
from core.calculus.germ import Germ, OutsideDomain, Unknown
from core.calculus.precise import mp
from core.calculus.program import Program, run
from core.errors import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Slope = Callable[["Rows", Germ], Germ]

ONE = Fraction(1)
HALF = Fraction(1, 2)


def table(width: int, deadline: float = math.inf) -> Mapping[str, Callable[..., Any]]:
    """The operations, each keeping `width` powers beyond the leading one.

    Sums give up at `deadline` on the clock of `time.thread_time`.
    """
    return Rows(Fraction(width), deadline).table()


class Rows:
    """Operations of one width; a class only to share that number and the deadline."""

    def __init__(self, width: Fraction, deadline: float = math.inf) -> None:
        self.width = width
        self.deadline = deadline

    def table(self) -> Mapping[str, Callable[..., Any]]:
        """Each `row_name` method under its name."""
        from core.calculus.germ_special import Special
        from core.calculus.germ_vectors import Vectors

        return {
            **_named(self), **_named(Special(self)), **_named(Vectors(self)),
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
        if a.sign() > 0:
            return g.subtract(g.constant(1), self._share(self.row_exp(g.negative(a))))
        return self._share(self.row_exp(a))

    def _share(self, part: Germ) -> Germ:
        """part/(1 + part), exact also where the part is tiny."""
        return self.row_div(part, g.add(g.constant(1), part))

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

    def row_sinh(self, a: Germ) -> Germ:
        if mp.isinf(a.limit()):
            return g.scale(g.subtract(*self._exponentials(a)), mp.mpf(0.5))
        return g.analytic(a, _sinh_taylor, self.width)

    def row_cosh(self, a: Germ) -> Germ:
        if mp.isinf(a.limit()):
            return g.scale(g.add(*self._exponentials(a)), mp.mpf(0.5))
        return g.analytic(a, _cosh_taylor, self.width)

    def _exponentials(self, a: Germ) -> tuple[Germ, Germ]:
        return self.row_exp(a), self.row_exp(g.negative(a))

    def row_sech(self, a: Germ) -> Germ:
        return self.row_div(g.constant(1), self.row_cosh(a))

    def row_tanh(self, a: Germ) -> Germ:
        if a.sign() < 0:
            return g.negative(self.row_tanh(g.negative(a)))
        share = self._share(self.row_exp(g.scale(a, mp.mpf(-2))))
        return g.subtract(g.constant(1), g.scale(share, mp.mpf(2)))

    def row_asin(self, a: Germ) -> Germ:
        value = a.limit()
        if abs(value) > 1:
            raise OutsideDomain
        if abs(value) < 1:
            return self.integrated(a, mp.asin, _asin_slope)
        inside = g.subtract(g.constant(1), g.scale(a, value))
        angle = g.scale(self.row_asin(self.row_sqrt(g.scale(inside, mp.mpf(0.5)))), mp.mpf(2))
        return g.scale(g.subtract(g.constant(mp.pi / 2), angle), value)

    def row_acos(self, a: Germ) -> Germ:
        return g.subtract(g.constant(mp.pi / 2), self.row_asin(a))

    def row_atan(self, a: Germ) -> Germ:
        value = a.limit()
        if mp.isinf(value):
            turned = self.row_atan(g.reciprocal(a, self.width))
            return g.subtract(g.constant(mp.sign(value) * mp.pi / 2), turned)
        return self.integrated(a, mp.atan, _atan_slope)

    def row_asinh(self, a: Germ) -> Germ:
        return self.integrated(a, mp.asinh, _asinh_slope)

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

    def integrated(self, a: Germ, value: Any, slope: Slope) -> Germ:
        """f(a) for an analytic f given by its value and its derivative on germs."""

        def taylor(at: Any, count: int) -> list[Any]:
            wide = Rows(Fraction(count))
            local = slope(wide, g.moving(at, 1))
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

    # --- steps with a body ---

    def row_select(self, condition: bool, yes: Any, no: Any) -> Any:
        return _come(yes if condition else no)

    def row_guard(self, a: Germ, condition: bool) -> Germ:
        del condition
        return a

    def row_derivative(self, *args: Any) -> Germ:
        del args
        raise Unknown("a derivative inside the formula")


def _named(rows: object) -> dict[str, Callable[..., Any]]:
    methods = (name for name in dir(type(rows)) if name.startswith("row_"))
    return {name.removeprefix("row_"): getattr(rows, name) for name in methods}


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
            g.check_size(args)
            return row(*args)
        except (OutsideDomain, Unknown) as reason:
            return Absent(kept(reason))

    return attempt


def _asin_slope(rows: Rows, t: Germ) -> Germ:
    return rows.row_power_real(g.subtract(g.constant(1), rows.row_mul(t, t)), -HALF)


def _atan_slope(rows: Rows, t: Germ) -> Germ:
    return g.reciprocal(g.add(g.constant(1), rows.row_mul(t, t)), rows.width)


def _asinh_slope(rows: Rows, t: Germ) -> Germ:
    return rows.row_power_real(g.add(g.constant(1), rows.row_mul(t, t)), -HALF)


def _sin_taylor(at: Any, count: int) -> list[Any]:
    sine, cosine = mp.sin(at), mp.cos(at)
    turned = (sine, cosine, -sine, -cosine)
    return [turned[k % 4] / mp.factorial(k) for k in range(count + 1)]


def _sinh_taylor(at: Any, count: int) -> list[Any]:
    return [(mp.cosh if k % 2 else mp.sinh)(at) / mp.factorial(k) for k in range(count + 1)]


def _cosh_taylor(at: Any, count: int) -> list[Any]:
    return [(mp.sinh if k % 2 else mp.cosh)(at) / mp.factorial(k) for k in range(count + 1)]

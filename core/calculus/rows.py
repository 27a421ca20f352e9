"""What each function of the language means in steps: a row per function, exact to second order.

A function is either one operation of the row tables or a short formula over them. Formulas are
chosen so that plain autograd differentiates them without loss: sigmoid and softplus keep their
tails, normal_cdf is an erfc, hypot does not overflow.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.calculus.program import Builder

    Row = Callable[..., int]

OPERATIONS_OF_ONE = (
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "sech", "exp", "expm1", "ln", "log1p", "log2", "log10", "sqrt", "abs", "sign",
    "floor", "ceil", "round", "sigmoid", "softplus", "sinc", "erf", "erfc", "erfinv", "gamma",
    "lgamma", "digamma", "lambertw", "zeta",
)  # fmt: skip
CONVENTIONS = ("relu", "clamp")  # torch has conventions of its own for their corners
OPERATIONS_OF_TWO = ("atan2", "mod", "beta", "binomial")


def _operation(name: str) -> Row:
    def row(builder: Builder, *args: int) -> int:
        return builder.step(name, *args)

    return row


def _reciprocal(name: str) -> Row:
    def row(builder: Builder, x: int) -> int:
        return builder.step("div", builder.number("1"), builder.step(name, x))

    return row


def _of_reciprocal(name: str) -> Row:
    def row(builder: Builder, x: int) -> int:
        return builder.step(name, builder.step("div", builder.number("1"), x))

    return row


def _order(name: str, order: int) -> Row:
    def row(builder: Builder, x: int) -> int:
        return builder.step(name, x, detail=order)

    return row


def _typed_order(name: str, lowest: int) -> Row:
    def row(builder: Builder, order: int, x: int) -> int:
        return builder.step(name, x, detail=whole(builder, order, lowest, 200))

    return row


def _fold(name: str) -> Row:
    def row(builder: Builder, *args: int) -> int:
        total = args[0]
        for each in args[1:]:
            total = builder.step(name, total, each)
        return total

    return row


def whole(builder: Builder, place: int, low: int, high: int) -> int:
    """A whole number that was typed as an order; InputError when it is none."""
    value = builder.constant(place)
    if value is None or value != int(value) or not low <= value <= high:
        start, end = builder.span
        raise InputError(
            f"The order here is a whole number from {low} to {high}.", start, end,
            "Type it as a number, for example 2.",
        )  # fmt: skip
    return int(value)


def power(builder: Builder, base: int, exponent: int) -> int:
    """base^exponent where the exponent is no fraction that was typed."""
    value = builder.constant(exponent)
    if value is not None and value == int(value) and abs(value) < 2**31:
        return integer_power(builder, base, int(value))
    return builder.step("power", base, exponent)


def integer_power(builder: Builder, base: int, exponent: int) -> int:
    """base^n; even powers of lengths and absolute values lose their corner."""
    if exponent == 0:
        return builder.number("1")
    if exponent == 1:
        return base
    if exponent == -1:
        return builder.step("div", builder.number("1"), base)
    inner = builder.at(base)
    if exponent % 2 == 0 and inner.op == "abs":
        return integer_power(builder, inner.args[0], exponent)
    if exponent % 2 == 0 and inner.op == "hypot":
        squares = [integer_power(builder, each, 2) for each in inner.args]
        return integer_power(builder, builder.step("add", *squares), exponent // 2)
    return builder.step("power_int", base, detail=exponent)


def rational_power(builder: Builder, base: int, exponent: Fraction, *, real_root: bool) -> int:
    """base^(p/q) in lowest terms; with `real_root`, odd roots of negative numbers are real."""
    if exponent.denominator == 1:
        return integer_power(builder, base, exponent.numerator)
    if exponent == Fraction(1, 2):
        return builder.step("sqrt", base)
    if real_root and exponent.denominator % 2 == 1:
        return builder.step("power_rational", base, detail=exponent)
    return builder.step("power_real", base, detail=exponent)


def root(builder: Builder, order: int, x: int) -> int:
    """The n-th root of x, real for odd n and negative x."""
    n = whole(builder, order, 1, 1000)
    return rational_power(builder, x, Fraction(1, n), real_root=True)


def _log_base(builder: Builder, x: int, base: int) -> int:
    value = builder.constant(base)
    if value in (2.0, 10.0):
        return builder.step(f"log{int(value)}", x)
    return builder.step("div", builder.step("ln", x), builder.step("ln", base))


def _cot(builder: Builder, x: int) -> int:
    return builder.step("div", builder.step("cos", x), builder.step("sin", x))


def _frac(builder: Builder, x: int) -> int:
    return builder.step("sub", x, builder.step("floor", x))


def _clamp(builder: Builder, x: int, low: int, high: int) -> int:
    return builder.step("min", builder.step("max", x, low), high)


def _relu(builder: Builder, x: int) -> int:
    return builder.step("max", x, builder.number("0"))


def _step(builder: Builder, x: int) -> int:
    zero = builder.number("0")
    below = builder.step("less", x, zero)
    return builder.step("select", below, zero, builder.number("1"))


def _heaviside(builder: Builder, x: int) -> int:
    return _halved(builder, builder.step("add", builder.step("sign", x), builder.number("1")))


def _halved(builder: Builder, x: int) -> int:
    return builder.step("div", x, builder.number("2"))


def _silu(builder: Builder, x: int) -> int:
    return builder.step("mul", x, builder.step("sigmoid", x))


def _gelu(builder: Builder, x: int) -> int:
    return builder.step("mul", x, _normal_cdf(builder, x))


def _standard(builder: Builder, x: int, mu: int | None, sigma: int | None) -> int:
    centred = x if mu is None else builder.step("sub", x, mu)
    return centred if sigma is None else builder.step("div", centred, sigma)


def _normal_pdf(builder: Builder, x: int, mu: int | None = None, sigma: int | None = None) -> int:
    z = _standard(builder, x, mu, sigma)
    half_square = _halved(builder, integer_power(builder, z, 2))
    bell = builder.step("exp", builder.step("neg", half_square))
    area = builder.step("sqrt", builder.step("constant", detail="tau"))
    if sigma is not None:
        area = builder.step("mul", area, sigma)
    return builder.step("div", bell, area)


def _normal_cdf(builder: Builder, x: int, mu: int | None = None, sigma: int | None = None) -> int:
    z = _standard(builder, x, mu, sigma)
    root_two = builder.step("sqrt", builder.number("2"))
    tail = builder.step("erfc", builder.step("div", builder.step("neg", z), root_two))
    return _halved(builder, tail)


def _factorial(builder: Builder, x: int) -> int:
    return builder.step("gamma", builder.step("add", x, builder.number("1")))


def _mean(builder: Builder, *args: int) -> int:
    return builder.step("div", _fold("add")(builder, *args), builder.number(str(len(args))))


def _length(builder: Builder, *args: int) -> int:
    return builder.step("abs", args[0]) if len(args) == 1 else _fold("hypot")(builder, *args)


def _softmax(builder: Builder, *args: int) -> int:
    """The share of the first: 1 / (1 + sum of exp(other - first)), as a sigmoid."""
    if len(args) == 1:
        return builder.number("1")
    others = _fold("logaddexp")(builder, *args[1:])
    return builder.step("sigmoid", builder.step("sub", args[0], others))


def _turn(builder: Builder, x: int) -> int:
    """Which part of its period of 2 pi x stands in, from 0 to 1."""
    return _frac(builder, builder.step("div", x, builder.step("constant", detail="tau")))


def _sawtooth(builder: Builder, x: int) -> int:
    doubled = builder.step("mul", builder.number("2"), _turn(builder, x))
    return builder.step("sub", doubled, builder.number("1"))


def _square(builder: Builder, x: int) -> int:
    second_half = builder.step("less_equal", builder.number("0.5"), _turn(builder, x))
    return builder.step("select", second_half, builder.number("-1"), builder.number("1"))


def _triangle(builder: Builder, x: int) -> int:
    height = builder.step("mul", builder.number("2"), builder.step("abs", _sawtooth(builder, x)))
    return builder.step("sub", builder.number("1"), height)


def _cbrt(builder: Builder, x: int) -> int:
    return rational_power(builder, x, Fraction(1, 3), real_root=True)


ROWS: Mapping[str, Row] = {
    **{name: _operation(name) for name in (*OPERATIONS_OF_ONE, *OPERATIONS_OF_TWO)},
    "sec": _reciprocal("cos"), "csc": _reciprocal("sin"), "cot": _cot,
    "asec": _of_reciprocal("acos"), "acsc": _of_reciprocal("asin"), "acot": _of_reciprocal("atan"),
    "csch": _reciprocal("sinh"), "coth": _reciprocal("tanh"),
    "asech": _of_reciprocal("acosh"), "acsch": _of_reciprocal("asinh"),
    "acoth": _of_reciprocal("atanh"),
    "log": _log_base, "cbrt": _cbrt, "root": root, "pow": power,
    "frac": _frac, "min": _fold("min"), "max": _fold("max"), "clamp": _clamp,
    "step": _step, "heaviside": _heaviside, "relu": _relu, "silu": _silu, "gelu": _gelu,
    "polygamma": _typed_order("polygamma", 0), "factorial": _factorial,
    "besselj0": _order("bessel_j", 0), "besselj1": _order("bessel_j", 1),
    "bessely0": _order("bessel_y", 0), "bessely1": _order("bessel_y", 1),
    "besselj": _typed_order("bessel_j", 0), "bessely": _typed_order("bessel_y", 0),
    "i0": _order("bessel_i", 0), "i1": _order("bessel_i", 1),
    "hypot": _length, "norm": _length, "sum": _fold("add"), "prod": _fold("mul"),
    "mean": _mean, "softmax": _softmax, "logsumexp": _fold("logaddexp"),
    "sawtooth": _sawtooth, "square": _square, "triangle": _triangle,
    "normal_pdf": _normal_pdf, "normal_cdf": _normal_cdf,
}  # fmt: skip

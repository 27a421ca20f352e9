"""Every row of the function table: NumPy and torch alike, and both right to second order."""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import mp

from core.calculus.numpy_rows import values as run_numpy
from core.function import read
from core.language import functions

MIDDLE = (-2.6, -0.7, 0.3, 1.4, 3.8)
POSITIVE = (0.1, 0.6, 1.7, 4.5, 12.0)
INSIDE = (-0.9, -0.35, 0.1, 0.45, 0.96)
OUTSIDE = (-7.5, -1.4, 1.1, 2.6, 9.0)
ABOVE_ONE = (1.1, 1.7, 2.5, 4.5, 12.0)


def _gelu(x):
    return x * mp.ncdf(x)


def _triangle(x):
    turn = x / (2 * mp.pi)
    return 1 - 2 * abs(2 * (turn - mp.floor(turn)) - 1)


REFERENCES = {
    "sin": ("sin(x)", mp.sin, MIDDLE), "cos": ("cos(x)", mp.cos, MIDDLE),
    "tan": ("tan(x)", mp.tan, MIDDLE), "sec": ("sec(x)", mp.sec, MIDDLE),
    "csc": ("csc(x)", mp.csc, MIDDLE), "cot": ("cot(x)", mp.cot, MIDDLE),
    "asin": ("asin(x)", mp.asin, INSIDE), "acos": ("acos(x)", mp.acos, INSIDE),
    "atan": ("atan(x)", mp.atan, MIDDLE), "asec": ("asec(x)", mp.asec, OUTSIDE),
    "acsc": ("acsc(x)", mp.acsc, OUTSIDE), "acot": ("acot(x)", lambda x: mp.atan(1 / x), MIDDLE),
    "sinh": ("sinh(x)", mp.sinh, MIDDLE), "cosh": ("cosh(x)", mp.cosh, MIDDLE),
    "tanh": ("tanh(x)", mp.tanh, (-30.0, -8.0, 0.4, 5.0, 18.0)),
    "sech": ("sech(x)", mp.sech, (-30.0, -8.0, 0.4, 5.0, 18.0)),
    "csch": ("csch(x)", mp.csch, MIDDLE), "coth": ("coth(x)", mp.coth, MIDDLE),
    "asinh": ("asinh(x)", mp.asinh, MIDDLE), "acosh": ("acosh(x)", mp.acosh, ABOVE_ONE),
    "atanh": ("atanh(x)", mp.atanh, INSIDE), "asech": ("asech(x)", mp.asech, (0.05, 0.3, 0.5, 0.7, 0.95)),
    "acsch": ("acsch(x)", mp.acsch, MIDDLE), "acoth": ("acoth(x)", mp.acoth, OUTSIDE),
    "atan2": ("atan2(x, 2)", lambda x: mp.atan2(x, 2), MIDDLE),
    "exp": ("exp(x)", mp.exp, MIDDLE), "expm1": ("expm1(x)", mp.expm1, (-40.0, -0.7, 0.3, 1.4, 3.8)),
    "ln": ("ln(x)", mp.log, POSITIVE), "log": ("log(x, 3)", lambda x: mp.log(x, 3), POSITIVE),
    "log2": ("log2(x)", lambda x: mp.log(x, 2), POSITIVE), "log10": ("log10(x)", mp.log10, POSITIVE),
    "log1p": ("log1p(x)", lambda x: mp.log(1 + x), POSITIVE), "sqrt": ("sqrt(x)", mp.sqrt, POSITIVE),
    "cbrt": ("cbrt(x)", lambda x: mp.sign(x) * mp.cbrt(abs(x)), MIDDLE),
    "root": ("root(5, x)", lambda x: mp.sign(x) * mp.root(abs(x), 5), MIDDLE),
    "pow": ("pow(x, 2.5)", lambda x: x ** mp.mpf("2.5"), POSITIVE), "abs": ("abs(x)", abs, MIDDLE),
    "sign": ("sign(x)", mp.sign, MIDDLE), "floor": ("floor(x)", mp.floor, MIDDLE),
    "ceil": ("ceil(x)", mp.ceil, MIDDLE), "round": ("round(x)", mp.nint, MIDDLE),
    "frac": ("frac(x)", lambda x: x - mp.floor(x), MIDDLE),
    "mod": ("mod(x, 1.5)", lambda x: x - 1.5 * mp.floor(x / mp.mpf("1.5")), MIDDLE),
    "min": ("min(x, x^2)", lambda x: min(x, x**2), MIDDLE),
    "max": ("max(x, x^2)", lambda x: max(x, x**2), MIDDLE),
    "clamp": ("clamp(x, -1, 2)", lambda x: min(max(x, -1), 2), MIDDLE),
    "step": ("step(x)", lambda x: mp.mpf(x >= 0), MIDDLE),
    "heaviside": ("heaviside(x)", lambda x: mp.mpf(x >= 0), MIDDLE),
    "relu": ("relu(x)", lambda x: max(x, 0), MIDDLE),
    "softplus": ("softplus(x)", lambda x: mp.log(1 + mp.exp(x)), (-30.0, -2.0, 0.4, 19.0, 45.0)),
    "sigmoid": ("sigmoid(x)", lambda x: 1 / (1 + mp.exp(-x)), (-30.0, -2.0, 0.4, 12.0, 30.0)),
    "silu": ("silu(x)", lambda x: x / (1 + mp.exp(-x)), (-20.0, -2.0, 0.4, 12.0, 20.0)),
    "gelu": ("gelu(x)", _gelu, MIDDLE), "sinc": ("sinc(x)", lambda x: mp.sin(x) / x, (-7.7, -0.7, 1e-3, 1.4, 20.0)),
    "erf": ("erf(x)", mp.erf, MIDDLE), "erfc": ("erfc(x)", mp.erfc, (-2.0, 0.1, 1.7, 4.0, 8.0)),
    "erfinv": ("erfinv(x)", mp.erfinv, INSIDE), "gamma": ("gamma(x)", mp.gamma, MIDDLE),
    "lgamma": ("lgamma(x)", lambda x: mp.log(abs(mp.gamma(x))), MIDDLE),
    "digamma": ("digamma(x)", mp.digamma, MIDDLE),
    "polygamma": ("polygamma(2, x)", lambda x: mp.psi(2, x), MIDDLE),
    "beta": ("beta(x, 2.5)", lambda x: mp.beta(x, mp.mpf("2.5")), POSITIVE),
    "binomial": ("binomial(x, 2.5)", lambda x: mp.binomial(x, mp.mpf("2.5")), POSITIVE),
    "factorial": ("factorial(x)", mp.factorial, POSITIVE),
    "besselj0": ("besselj0(x)", mp.j0, MIDDLE), "besselj1": ("besselj1(x)", mp.j1, MIDDLE),
    "bessely0": ("bessely0(x)", lambda x: mp.bessely(0, x), POSITIVE),
    "bessely1": ("bessely1(x)", lambda x: mp.bessely(1, x), POSITIVE),
    "besselj": ("besselj(3, x)", lambda x: mp.besselj(3, x), MIDDLE),
    "bessely": ("bessely(2, x)", lambda x: mp.bessely(2, x), POSITIVE),
    "i0": ("i0(x)", lambda x: mp.besseli(0, abs(x)), MIDDLE),
    "i1": ("i1(x)", lambda x: mp.sign(x) * mp.besseli(1, abs(x)), MIDDLE),
    "lambertw": ("lambertw(x)", lambda x: mp.lambertw(x).real, (-0.3, 0.1, 0.6, 4.5, 120.0)),
    "zeta": ("zeta(x)", mp.zeta, (-2.6, -0.7, 0.3, 1.4, 3.8)),
    "hypot": ("hypot(x, 2)", lambda x: mp.hypot(x, 2), MIDDLE),
    "norm": ("norm(x, 1, 2)", lambda x: mp.sqrt(x * x + 5), MIDDLE),
    "dot": ("dot([x, 1], [x, 2])", lambda x: x * x + 2, MIDDLE),
    "sum": ("sum(k x^k, k, 1, 4)", lambda x: sum(k * x**k for k in range(1, 5)), POSITIVE),
    "prod": ("prod(x + k, k, 1, 4)", lambda x: mp.fprod(x + k for k in range(1, 5)), MIDDLE),
    "mean": ("mean(x, x^2, 3)", lambda x: (x + x**2 + 3) / 3, MIDDLE),
    "softmax": ("softmax(x, 2, 1)", lambda x: mp.exp(x) / (mp.exp(x) + mp.exp(2) + mp.e), MIDDLE),
    "logsumexp": ("logsumexp(x, 2)", lambda x: mp.log(mp.exp(x) + mp.exp(2)), (-30.0, -2.0, 0.4, 12.0, 30.0)),
    "sawtooth": ("sawtooth(x)", lambda x: 2 * (x / (2 * mp.pi) - mp.floor(x / (2 * mp.pi))) - 1, MIDDLE),
    "square": ("square(x)", lambda x: mp.sign(mp.sin(x)), MIDDLE), "triangle": ("triangle(x)", _triangle, MIDDLE),
    "normal_pdf": ("normal_pdf(x, 1, 2)", lambda x: mp.npdf(x, 1, 2), MIDDLE),
    "normal_cdf": ("normal_cdf(x, 1, 2)", lambda x: mp.ncdf(x, 1, 2), (-9.0, -0.7, 0.3, 1.4, 3.8)),
}  # fmt: skip


def test_every_function_of_the_table_has_a_reference():
    assert {row.name for row in functions()} == set(REFERENCES)


@pytest.mark.parametrize("name", REFERENCES)
def test_the_row_is_right_to_second_order(name):
    text, reference, points = REFERENCES[name]
    results = read(text).at_points([{"x": x} for x in points])
    with mp.workdps(50):
        for x, result in zip(points, results, strict=True):
            truths = [mp.diff(reference, mp.mpf(x), n) if n else reference(mp.mpf(x)) for n in range(4)]
            for n, value in enumerate((result.value, *result.derivatives)):
                assert value is not None, (name, x, n, result.note)
                conditioned = 16 * 2.0**-52 * abs(x * truths[n + 1])
                error = abs(value - truths[n])
                assert error <= 1e-12 * abs(truths[n]) + conditioned + 1e-40, (x, n, value, truths[n])


@pytest.mark.parametrize("name", REFERENCES)
def test_numpy_and_torch_agree_to_four_ulp(name):
    import torch

    from core.calculus.torch_rows import output

    text, _, points = REFERENCES[name]
    program = read(text).program
    x = np.linspace(min(points), max(points), 301)
    by_numpy = np.broadcast_to(run_numpy(program, [x])[program.output], x.shape)
    by_torch = output(program, [torch.from_numpy(x)], x.shape).numpy()
    assert np.array_equal(np.isnan(by_numpy), np.isnan(by_torch))
    finite = np.isfinite(by_numpy)
    apart = np.abs(by_numpy - by_torch)[finite]
    assert np.all(apart <= 4 * np.spacing(np.abs(by_numpy[finite])))


@pytest.mark.parametrize("name", REFERENCES)
def test_plain_autograd_of_the_row_needs_no_correction(name):
    """Without the series: the rows alone keep ten digits of f''."""
    from core.calculus.derivatives import derivatives

    text, reference, points = REFERENCES[name]
    rows = derivatives(read(text).program, np.array(points), [], 2)
    with mp.workdps(40):
        for k, x in enumerate(points):
            truth = mp.diff(reference, mp.mpf(x), 2)
            third = mp.diff(reference, mp.mpf(x), 3)
            allowed = 1e-10 * abs(truth) + 64 * 2.0**-52 * (abs(x * third) + abs(truth)) + 1e-14
            assert abs(rows[2, k] - truth) <= allowed, (x, rows[2, k], truth)

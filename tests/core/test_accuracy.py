"""Sixty-odd formulas of one variable, five points each, f, f', f'' against 50 digits."""

from __future__ import annotations

import pytest

from core.function import read

from . import oracle

EVERYWHERE = (-2.3, -0.7, 0.31, 1.0, 3.7)
POSITIVE = (0.05, 0.31, 1.0, 2.5, 17.0)
INSIDE = (-0.93, -0.4, 0.02, 0.5, 0.97)
ABOVE_ONE = (1.05, 1.3, 2.0, 5.5, 40.0)
FAR = (-30.0, -8.0, 0.5, 12.0, 33.0)

FORMULAS = [
    ("x^3 + sin x", "x**3 + sin(x)", EVERYWHERE),
    ("(x+1)(x+2)", "(x+1)*(x+2)", EVERYWHERE),
    ("x^2 sin x", "x**2*sin(x)", EVERYWHERE),
    ("exp(-x^2)", "exp(-x**2)", EVERYWHERE),
    ("sin(x)/x", "sin(x)/x", EVERYWHERE),
    ("1/(1+x^2)", "1/(1+x**2)", EVERYWHERE),
    ("2x sin 3x cos x", "2*x*sin(3*x)*cos(x)", EVERYWHERE),
    ("e^x cos x", "exp(x)*cos(x)", EVERYWHERE),
    ("sin^2 x + cos^3 x", "sin(x)**2 + cos(x)**3", EVERYWHERE),
    ("tan(x/2)", "tan(x/2)", EVERYWHERE),
    ("sec x + csc 2x", "sec(x) + csc(2*x)", EVERYWHERE),
    ("cot x", "cot(x)", EVERYWHERE),
    ("atan x^2", "atan(x**2)", EVERYWHERE),
    ("asin x", "asin(x)", INSIDE),
    ("acos x", "acos(x)", INSIDE),
    ("atanh x", "atanh(x)", INSIDE),
    ("asinh 3x", "asinh(3*x)", EVERYWHERE),
    ("acosh x", "acosh(x)", ABOVE_ONE),
    ("sinh x - cosh 2x", "sinh(x) - cosh(2*x)", EVERYWHERE),
    ("tanh x", "tanh(x)", FAR),
    ("sech x", "1/cosh(x)", FAR),
    ("ln x", "log(x)", POSITIVE),
    ("x ln x", "x*log(x)", POSITIVE),
    ("ln(x)/x", "log(x)/x", POSITIVE),
    ("log10 x + log2 x", "log(x)/log(10) + log(x)/log(2)", POSITIVE),
    ("log(x, 3)", "log(x)/log(3)", POSITIVE),
    ("ln(1 + e^x)", "log(1 + exp(x))", EVERYWHERE),
    ("softplus x", "log(1 + exp(x))", FAR),
    ("sigmoid x", "1/(1 + exp(-x))", FAR),
    ("silu x", "x/(1 + exp(-x))", FAR),
    ("gelu x", "x*(1 + erf(x/sqrt(2)))/2", EVERYWHERE),
    ("sqrt x", "sqrt(x)", POSITIVE),
    ("√(x^2+1)", "sqrt(x**2+1)", EVERYWHERE),
    ("x^2.5", "x**(5/S(2))", POSITIVE),
    ("x^x", "x**x", POSITIVE),
    ("2^x", "2**x", EVERYWHERE),
    ("2^-x x^5", "2**(-x)*x**5", EVERYWHERE),
    ("x^7 - 3x^4 + x - 1", "x**7 - 3*x**4 + x - 1", EVERYWHERE),
    ("x^-3", "x**(-3)", EVERYWHERE),
    ("(x^2-1)/(x^2+x+1)", "(x**2-1)/(x**2+x+1)", EVERYWHERE),
    ("exp(sin(x^2))", "exp(sin(x**2))", EVERYWHERE),
    ("sin(sin(sin x))", "sin(sin(sin(x)))", EVERYWHERE),
    ("erf x", "erf(x)", EVERYWHERE),
    ("erfc x", "erfc(x)", (*POSITIVE[:4], 6.0)),
    ("gamma(x)", "gamma(x)", POSITIVE),
    ("lgamma x", "loggamma(x)", POSITIVE),
    ("digamma x", "digamma(x)", POSITIVE),
    ("besselj0 x", "besselj(0, x)", POSITIVE),
    ("besselj1(2x)", "besselj(1, 2*x)", POSITIVE),
    ("bessely0 x", "bessely(0, x)", POSITIVE),
    ("i0(x)", "besseli(0, x)", POSITIVE),
    ("lambertw x", "LambertW(x)", POSITIVE),
    ("normal_pdf(x)", "exp(-x**2/2)/sqrt(2*pi)", EVERYWHERE),
    ("normal_cdf(x)", "(1 + erf(x/sqrt(2)))/2", EVERYWHERE),
    ("expm1 x", "exp(x) - 1", EVERYWHERE),
    ("log1p x", "log(1+x)", POSITIVE),
    ("|x|^3", "abs(x)**3", EVERYWHERE),
    ("|x - 1.5|", "abs(x - S(3)/2)", EVERYWHERE),
    ("max(x, x^2)", "Piecewise((x, (x > 0) & (x < 1)), (x**2, True))", (-2.3, -0.7, 0.31, 1.5, 3.7)),
    ("x^2 sin(1/x)", "x**2*sin(1/x)", EVERYWHERE),
    ("e^(-1/x^2)", "exp(-1/x**2)", EVERYWHERE),
    ("hypot(x, 2)", "sqrt(x**2+4)", EVERYWHERE),
    ("sum(x^k/k, k, 1, 8)", "sum([x**k/S(k) for k in range(1, 9)])", EVERYWHERE),
    ("5x^2 - 2π x + e", "5*x**2 - 2*pi*x + E", EVERYWHERE),
    ("sinc x", "sin(x)/x", EVERYWHERE),
    ("½x² + ⅓x³", "x**2/2 + x**3/3", EVERYWHERE),
    ("logsumexp(x, 2x, 1)", "log(exp(x) + exp(2*x) + E)", EVERYWHERE),
    ("cbrt(x^2+1)", "(x**2+1)**(S(1)/3)", EVERYWHERE),
    ("atan2(x, 2)", "atan2(x, 2)", EVERYWHERE),
]  # fmt: skip


def _source(text: str) -> str:
    if text.startswith("sum("):
        return " + ".join(f"x**{k}/{k}" for k in range(1, 9))
    return text


@pytest.mark.parametrize(("text", "source", "points"), FORMULAS, ids=[each[0] for each in FORMULAS])
def test_value_slope_and_bend_agree_with_fifty_digits(text, source, points):
    truth_formula = oracle.expression(_source(source))
    results = read(text).at_points([{"x": x} for x in points], order=2)
    for x, result in zip(points, results, strict=True):
        truths = oracle.truths(truth_formula, x, 2)
        got = (result.value, *result.derivatives)
        for n, value in enumerate(got):
            assert value is not None, (text, x, n, result.note)
            error = float(abs(value - truths[n]))
            assert error <= oracle.allowed(truths[n], truths[n + 1], x, 1e-12), (text, x, n, error)


def test_there_are_at_least_sixty_formulas_with_five_points():
    assert len(FORMULAS) >= 60
    assert all(len(points) == 5 for _, _, points in FORMULAS)


@pytest.mark.parametrize(
    ("x", "slope", "bend"),
    [("1", 3.5403, 5.1585), ("pi", 28.6088, 18.8496), ("5", 75.2837, 30.9589)],
)
def test_the_lesson_everybody_starts_with(x, slope, bend):
    from core.language import number

    result = read("x^3 + sin(x)").at({"x": number(x)})
    assert result.derivatives == pytest.approx((slope, bend), abs=5e-5)

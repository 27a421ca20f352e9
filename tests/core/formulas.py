"""Formulas of one variable with an independent meaning: text, mpmath source, five points.

Every function of the table, compositions, powers, roots of negative numbers, cases, sums and
primes. The source runs on mpmath's functions alone, so nothing of the program is in it.
"""

from __future__ import annotations

from mpmath import mp

EVERYWHERE = (-2.3, -0.7, 0.31, 1.0, 3.7)
POSITIVE = (0.05, 0.31, 1.0, 2.5, 17.0)
INSIDE = (-0.93, -0.4, 0.02, 0.5, 0.97)
OUTSIDE = (-7.5, -1.4, 1.1, 2.6, 9.0)
ABOVE_ONE = (1.05, 1.3, 2.0, 5.5, 40.0)
FAR = (-30.0, -8.0, 0.5, 12.0, 33.0)
TINY = (-1e-3, -2e-7, 1e-9, 3e-5, 0.02)
HUGE = (-3e6, -1234.5, 77.7, 1e5, 2.5e8)

Row = tuple[str, str, tuple[float, ...]]

ROWS: list[Row] = [
    # every function of the table
    ("sin x", "sin(x)", EVERYWHERE), ("cos x", "cos(x)", EVERYWHERE),
    ("tan(x/2)", "tan(x/2)", EVERYWHERE), ("sec x + csc 2x", "sec(x) + csc(2*x)", EVERYWHERE),
    ("cot x", "cot(x)", EVERYWHERE), ("csc x", "csc(x)", EVERYWHERE),
    ("asin x", "asin(x)", INSIDE), ("acos x", "acos(x)", INSIDE), ("atan x", "atan(x)", EVERYWHERE),
    ("asec x", "asec(x)", OUTSIDE), ("acsc x", "acsc(x)", OUTSIDE),
    ("acot x", "atan(1/x)", EVERYWHERE),
    ("sinh x", "sinh(x)", EVERYWHERE), ("cosh x", "cosh(x)", EVERYWHERE),
    ("sinh x - cosh 2x", "sinh(x) - cosh(2*x)", EVERYWHERE),
    ("tanh x", "tanh(x)", FAR), ("sech x", "sech(x)", FAR), ("csch x", "csch(x)", EVERYWHERE),
    ("coth x", "coth(x)", EVERYWHERE),
    ("asinh 3x", "asinh(3*x)", EVERYWHERE), ("acosh x", "acosh(x)", ABOVE_ONE),
    ("atanh x", "atanh(x)", INSIDE), ("asech x", "asech(x)", (0.05, 0.3, 0.5, 0.7, 0.95)),
    ("acsch x", "acsch(x)", EVERYWHERE), ("acoth x", "acoth(x)", OUTSIDE),
    ("atan2(x, 2)", "atan2(x, 2)", EVERYWHERE), ("atan2(2, x)", "atan2(2, x)", EVERYWHERE),
    ("exp x", "exp(x)", FAR), ("expm1 x", "expm1(x)", TINY), ("ln x", "log(x)", POSITIVE),
    ("log(x, 3)", "log(x)/log(3)", POSITIVE), ("log(3, x)", "log(3)/log(x)", ABOVE_ONE),
    ("log2 x", "log(x)/log(2)", POSITIVE), ("log10 x", "log(x)/log(10)", POSITIVE),
    ("log1p x", "log1p(x)", TINY), ("sqrt x", "sqrt(x)", POSITIVE),
    ("cbrt x", "odd_root(x, 3)", EVERYWHERE), ("root(5, x)", "odd_root(x, 5)", EVERYWHERE),
    ("root(4, x)", "root(x, 4)", POSITIVE), ("pow(x, 2.5)", "x**mpf('2.5')", POSITIVE),
    ("pow(x, -3)", "x**-3", EVERYWHERE), ("abs(x)", "abs(x)", EVERYWHERE),
    ("x sign x", "x*sign(x)", EVERYWHERE), ("x floor x", "x*floor(x)", (-2.3, -0.7, 0.31, 1.5, 3.7)),
    ("x^2 ceil x", "x**2*ceil(x)", (-2.3, -0.7, 0.31, 1.5, 3.7)),
    ("sin(x) round(x)", "sin(x)*nint(x)", (-2.3, -0.7, 0.31, 1.2, 3.7)),
    ("frac(x)^3", "(x - floor(x))**3", (-2.3, -0.7, 0.31, 1.2, 3.7)),
    ("mod(x, 1.5)^2", "(x - mpf('1.5')*floor(x/mpf('1.5')))**2", EVERYWHERE),
    ("min(x, x^2)", "min(x, x**2)", (-2.3, -0.7, 0.31, 1.5, 3.7)),
    ("max(x, x^2)", "max(x, x**2)", (-2.3, -0.7, 0.31, 1.5, 3.7)),
    ("max(sin x, cos x, 0.2)", "max(sin(x), cos(x), mpf('0.2'))", EVERYWHERE),
    ("clamp(x^3, -1, 20)", "min(max(x**3, -1), 20)", (-2.3, -0.7, 0.31, 1.5, 3.7)),
    ("x step x", "x*(x >= 0)", EVERYWHERE), ("exp(x) heaviside(x)", "exp(x)*(x >= 0)", EVERYWHERE),
    ("sawtooth(x)^2", "(2*(x/(2*pi) - floor(x/(2*pi))) - 1)**2", EVERYWHERE),
    ("x square(x)", "x*sign(sin(x))", EVERYWHERE),
    ("triangle(x)^3", "(1 - 2*abs(2*(x/(2*pi) - floor(x/(2*pi))) - 1))**3", EVERYWHERE),
    ("relu(x)^2", "max(x, 0)**2", EVERYWHERE), ("softplus x", "log1p(exp(x))", FAR),
    ("sigmoid x", "1/(1 + exp(-x))", FAR), ("silu x", "x/(1 + exp(-x))", FAR),
    ("gelu x", "x*ncdf(x)", EVERYWHERE), ("sinc x", "sin(x)/x", EVERYWHERE),
    ("sinc(3x)", "sin(3*x)/(3*x)", TINY), ("sinc(x)^2", "(sin(x)/x)**2", FAR),
    ("erf x", "erf(x)", EVERYWHERE), ("erfc x", "erfc(x)", (-2.0, 0.31, 1.0, 2.5, 6.0)),
    ("erfinv x", "erfinv(x)", INSIDE), ("gamma(x)", "gamma(x)", (-2.3, -0.7, 0.31, 1.0, 17.0)),
    ("lgamma x", "log(abs(gamma(x)))", (-2.3, -0.7, 0.31, 1.2, 17.0)),
    ("digamma x", "psi(0, x)", (-2.3, -0.7, 0.31, 1.0, 17.0)),
    ("polygamma(2, x)", "psi(2, x)", (-2.3, -0.7, 0.31, 1.0, 17.0)),
    ("beta(x, 2.5)", "beta(x, mpf('2.5'))", POSITIVE),
    ("binomial(x, 2.5)", "binomial(x, mpf('2.5'))", POSITIVE),
    ("binomial(5, x)", "binomial(5, x)", (0.31, 1.2, 2.3, 3.7, 4.4)),
    ("x!", "factorial(x)", (-0.5, 0.31, 1.0, 2.5, 12.0)), ("factorial(x)/x", "factorial(x)/x", POSITIVE),
    ("besselj0 x", "besselj(0, x)", EVERYWHERE), ("besselj1(2x)", "besselj(1, 2*x)", EVERYWHERE),
    ("bessely0 x", "bessel_y(0, x)", POSITIVE), ("bessely1 x", "bessel_y(1, x)", POSITIVE),
    ("besselj(3, x)", "besselj(3, x)", EVERYWHERE), ("bessely(2, x)", "bessel_y(2, x)", POSITIVE),
    ("i0(x)", "besseli(0, x)", EVERYWHERE), ("i1(x)", "besseli(1, x)", EVERYWHERE),
    ("lambertw x", "lambertw(x).real", (-0.3, 0.1, 0.6, 4.5, 120.0)),
    ("zeta x", "zeta(x)", (-2.3, -0.7, 0.31, 1.4, 3.7)), ("hypot(x, 2)", "hypot(x, 2)", EVERYWHERE),
    ("norm([x, 1, x^2])", "sqrt(x**2 + 1 + x**4)", EVERYWHERE),
    ("dot([x, sin x], [x, 2])", "x**2 + 2*sin(x)", EVERYWHERE),
    ("sum(x^k/k, k, 1, 8)", "fsum(x**k/k for k in range(1, 9))", EVERYWHERE),
    ("prod(x + k, k, 1, 6)", "fprod(x + k for k in range(1, 7))", EVERYWHERE),
    ("mean(x, x^2, sin x)", "(x + x**2 + sin(x))/3", EVERYWHERE),
    ("softmax(x, 2, 1)", "exp(x)/(exp(x) + exp(2) + e)", FAR),
    ("logsumexp(x, 2x, 1)", "log(exp(x) + exp(2*x) + e)", EVERYWHERE),
    ("normal_pdf(x)", "npdf(x)", EVERYWHERE), ("normal_pdf(x, 1, 2)", "npdf(x, 1, 2)", EVERYWHERE),
    ("normal_cdf(x, 1, 2)", "ncdf(x, 1, 2)", (-9.0, -0.7, 0.31, 1.4, 3.7)),
    # polynomials, quotients, powers
    ("x^3 + sin x", "x**3 + sin(x)", EVERYWHERE), ("(x+1)(x+2)", "(x + 1)*(x + 2)", EVERYWHERE),
    ("x^7 - 3x^4 + x - 1", "x**7 - 3*x**4 + x - 1", EVERYWHERE),
    ("5x^2 - 2π x + e", "5*x**2 - 2*pi*x + e", EVERYWHERE), ("½x² + ⅓x³", "x**2/2 + x**3/3", EVERYWHERE),
    ("(x-1)^9", "(x - 1)**9", (-2.3, -0.7, 0.31, 1.001, 3.7)), ("(x^2+x+1)^4", "(x**2 + x + 1)**4", EVERYWHERE),
    ("1/(1+x^2)", "1/(1 + x**2)", EVERYWHERE), ("1/(1+25x^2)", "1/(1 + 25*x**2)", EVERYWHERE),
    ("(x^2-1)/(x^2+x+1)", "(x**2 - 1)/(x**2 + x + 1)", EVERYWHERE), ("x^-3", "x**-3", EVERYWHERE),
    ("1/x", "1/x", HUGE), ("x/(x^2-2)", "x/(x**2 - 2)", EVERYWHERE), ("x^2.5", "x**mpf('2.5')", POSITIVE),
    ("x^(-1/2)", "1/sqrt(x)", POSITIVE), ("x^x", "x**x", POSITIVE), ("x^(1/x)", "x**(1/x)", POSITIVE),
    ("x^sin x", "x**sin(x)", POSITIVE), ("2^x", "mpf(2)**x", EVERYWHERE), ("2^-x x^5", "mpf(2)**(-x)*x**5", EVERYWHERE),
    ("10^(x/3)", "mpf(10)**(x/3)", EVERYWHERE), ("2^x^2", "mpf(2)**(x**2)", EVERYWHERE), ("(1+1/x)^x", "(1 + 1/x)**x", POSITIVE),
    ("x^π", "x**pi", POSITIVE), ("((x^2+1)^2+1)^0.5", "sqrt((x**2 + 1)**2 + 1)", EVERYWHERE),
    # roots of negative numbers
    ("x^(1/3)", "odd_root(x, 3)", EVERYWHERE), ("x^(2/3)", "odd_root(x, 3)**2", EVERYWHERE),
    ("x^(5/3)", "odd_root(x, 3)**5", EVERYWHERE), ("x^(-1/5)", "1/odd_root(x, 5)", EVERYWHERE),
    ("cbrt(x^3 - 2x)", "odd_root(x**3 - 2*x, 3)", EVERYWHERE), ("root(7, sin x)", "odd_root(sin(x), 7)", EVERYWHERE),
    ("(1-x)^(4/3)", "odd_root(1 - x, 3)**4", (-2.3, -0.7, 0.31, 1.5, 3.7)), ("∛(x^2+1)", "cbrt(x**2 + 1)", EVERYWHERE),
    # compositions
    ("x^2 sin x", "x**2*sin(x)", EVERYWHERE), ("2x sin 3x cos x", "2*x*sin(3*x)*cos(x)", EVERYWHERE),
    ("sin^2 x + cos^3 x", "sin(x)**2 + cos(x)**3", EVERYWHERE), ("sin(x)/x", "sin(x)/x", EVERYWHERE),
    ("sin(sin(sin x))", "sin(sin(sin(x)))", EVERYWHERE), ("sin 20x", "sin(20*x)", EVERYWHERE),
    ("sin(1/x)", "sin(1/x)", EVERYWHERE), ("x^2 sin(1/x)", "x**2*sin(1/x)", EVERYWHERE), ("sin(1000x^2)", "sin(1000*x**2)", EVERYWHERE),
    ("cos(x)^10", "cos(x)**10", EVERYWHERE), ("tan x^2", "tan(x**2)", EVERYWHERE), ("tan x - x", "tan(x) - x", EVERYWHERE),
    ("sin x cos 2x tan(x/3)", "sin(x)*cos(2*x)*tan(x/3)", EVERYWHERE), ("atan x^2", "atan(x**2)", EVERYWHERE),
    ("atan(1/x)", "atan(1/x)", EVERYWHERE), ("asin(x/4)^2", "asin(x/4)**2", EVERYWHERE), ("acos(sin(x)/2)", "acos(sin(x)/2)", EVERYWHERE),
    ("exp(-x^2)", "exp(-x**2)", EVERYWHERE), ("e^x cos x", "exp(x)*cos(x)", EVERYWHERE), ("e^(-1/x^2)", "exp(-1/x**2)", EVERYWHERE),
    ("exp(sin(x^2))", "exp(sin(x**2))", EVERYWHERE), ("e^(-x) x^4", "exp(-x)*x**4", EVERYWHERE), ("exp(exp(x/2))", "exp(exp(x/2))", EVERYWHERE),
    ("x ln x", "x*log(x)", POSITIVE), ("ln(x)/x", "log(x)/x", POSITIVE), ("ln(ln(x+1))", "log(log(x + 1))", POSITIVE),
    ("ln(1 + e^x)", "log(1 + exp(x))", EVERYWHERE), ("ln(x^2+1)", "log(x**2 + 1)", EVERYWHERE), ("ln|x|", "log(abs(x))", EVERYWHERE),
    ("ln(x + √(x^2+1))", "asinh(x)", POSITIVE), ("ln^2 x", "log(x)**2", POSITIVE),
    ("√(x^2+1)", "sqrt(x**2 + 1)", EVERYWHERE), ("√(1-x^2)", "sqrt(1 - x**2)", INSIDE), ("√(x+√(x+√x))", "sqrt(x + sqrt(x + sqrt(x)))", POSITIVE),
    ("x/√(x^2+1)", "x/sqrt(x**2 + 1)", EVERYWHERE), ("√(1+sin^2 x)", "sqrt(1 + sin(x)**2)", EVERYWHERE),
    ("tanh(3 sin x)", "tanh(3*sin(x))", EVERYWHERE), ("sinh(x)/x", "sinh(x)/x", EVERYWHERE), ("x coth x", "x*coth(x)", EVERYWHERE),
    ("ln cosh x", "log(cosh(x))", EVERYWHERE), ("sech^2 x", "sech(x)**2", EVERYWHERE), ("sigmoid(4x) x^2", "x**2/(1 + exp(-4*x))", EVERYWHERE),
    ("gamma(x^2+1)", "gamma(x**2 + 1)", EVERYWHERE), ("erf(x)/x", "erf(x)/x", EVERYWHERE), ("besselj0(x^2)", "besselj(0, x**2)", EVERYWHERE),
    ("lambertw(e^x)", "lambertw(exp(x)).real", EVERYWHERE), ("x erfc x", "x*erfc(x)", EVERYWHERE), ("zeta(x^2+2)", "zeta(x**2 + 2)", EVERYWHERE),
    ("1/(e^x - 1)", "1/(exp(x) - 1)", EVERYWHERE), ("x/(e^x - 1)", "x/(exp(x) - 1)", EVERYWHERE), ("1/(x^5 (e^(1/x) - 1))", "1/(x**5*(exp(1/x) - 1))", POSITIVE),
    ("(1 - cos x)/x^2", "(1 - cos(x))/x**2", EVERYWHERE), ("(x - sin x)/x^3", "(x - sin(x))/x**3", EVERYWHERE),
    ("√(x+1) - √x", "sqrt(x + 1) - sqrt(x)", POSITIVE), ("1/x - cot x", "1/x - cot(x)", EVERYWHERE),
    # corners away from the point
    ("|x|^3", "abs(x)**3", EVERYWHERE), ("|x - 1.5| sin x", "abs(x - mpf('1.5'))*sin(x)", EVERYWHERE), ("|sin x| cos x", "abs(sin(x))*cos(x)", EVERYWHERE),
    ("||x| - 1|^2.5", "abs(abs(x) - 1)**mpf('2.5')", (-2.3, -0.7, 0.31, 1.5, 3.7)), ("√(x^2) exp x", "abs(x)*exp(x)", EVERYWHERE),
    # cases and restrictions
    ("{x < 0: -x^3, x^2}", "-x**3 if x < 0 else x**2", EVERYWHERE), ("{x < 0: sin x, x < 1: x^4, ln x}", "sin(x) if x < 0 else x**4 if x < 1 else log(x)", (-2.3, -0.7, 0.31, 1.5, 3.7)),
    ("if(x>0, x ln x, exp x)", "x*log(x) if x > 0 else exp(x)", EVERYWHERE), ("where(|x| < 1, √(1-x^2), x^2)", "sqrt(1 - x**2) if abs(x) < 1 else x**2", (-2.3, -0.7, 0.31, 1.5, 3.7)),
    ("piecewise((1/x, x<-1), (x^3, 0<=x<=1), (tan(x/3), true))", "1/x if x < -1 else x**3 if 0 <= x <= 1 else tan(x/3)", (-2.3, -0.7, 0.31, 0.9, 3.7)),
    ("√x sin x {x > 0}", "sqrt(x)*sin(x)", POSITIVE), ("x + {x = 0: 1, sin(x)/x}", "x + sin(x)/x", EVERYWHERE),
    # sums, products, primes
    ("sum(sin(k x)/k, k, 1, 12)", "fsum(sin(k*x)/k for k in range(1, 13))", EVERYWHERE), ("sum(x^k/k!, k, 0, 20)", "fsum(x**k/factorial(k) for k in range(21))", EVERYWHERE),
    ("Σ(k=0..80) (x/5)^k", "fsum((x/5)**k for k in range(81))", EVERYWHERE), ("Π(k=1..5) (x - k/2)", "fprod(x - mpf(k)/2 for k in range(1, 6))", (-2.3, -0.7, 0.31, 1.2, 3.7)),
    ("prod(cos(x/2^k), k, 1, 8)", "fprod(cos(x/2**k) for k in range(1, 9))", EVERYWHERE), ("sum(prod(x + j, j, 1, k), k, 1, 4)", "fsum(fprod(x + j for j in range(1, k + 1)) for k in range(1, 5))", EVERYWHERE),
    ("d/dx (x^2 sin x)", "2*x*sin(x) + x**2*cos(x)", EVERYWHERE), ("d^2/dx^2 exp(-x^2)", "(4*x**2 - 2)*exp(-x**2)", EVERYWHERE),
    ("x diff(ln(x), x) + diff(x^5, x, 3)", "1 + 60*x**2", POSITIVE), ("d/dx (x d/dx (x e^x))", "exp(x)*(x**2 + 3*x + 1)", EVERYWHERE),
    ("sin(d/dx √(x+1))", "sin(1/(2*sqrt(x + 1)))", POSITIVE), ("sum(d/dx x^k, k, 1, 5)", "fsum(k*x**(k - 1) for k in range(1, 6))", EVERYWHERE),
    # very small, very large
    ("cos x - 1", "cos(x) - 1", TINY), ("x^3 - 2x", "x**3 - 2*x", HUGE), ("√(x^2+4) - 3", "sqrt(x**2 + 4) - 3", HUGE), ("ln(x^2)", "log(x**2)", HUGE),
    ("atan x + 1/x", "atan(x) + 1/x", HUGE), ("1/(1+e^-x)", "1/(1 + exp(-x))", FAR), ("e^x/(1+e^x)^2", "exp(x)/(1 + exp(x))**2", FAR), ("x^20 e^-x", "x**20*exp(-x)", FAR),
]  # fmt: skip

WITH_ROWS: list[tuple[dict[str, str], Row]] = [
    ({"f": "f(x) = x^3 sin x"}, ("f'(x)", "3*x**2*sin(x) + x**3*cos(x)", EVERYWHERE)),
    ({"f": "f(x) = x^3 sin x"}, ("f''(x) + f(2x)", "6*x*sin(x) + 6*x**2*cos(x) - x**3*sin(x) + 8*x**3*sin(2*x)", EVERYWHERE)),
    ({"g": "g(t) = exp(-t^2)"}, ("g'(x)^2 + g(g(x))", "4*x**2*exp(-2*x**2) + exp(-exp(-2*x**2))", EVERYWHERE)),
    ({"h": "h(x) = ln x", "c": "c = 3"}, ("c h(x^2 + c) h'''(x + 3)", "6*log(x**2 + 3)/(x + 3)**3", EVERYWHERE)),
    ({"f": "f(x) = x^2 - 2"}, ("x - f(x)/f'(x)", "x - (x**2 - 2)/(2*x)", EVERYWHERE)),
]  # fmt: skip


SLIDERS = {"a": 0.1, "b": 0.2, "c": -1.7, "n": 5.0}
WITH_SLIDERS: list[Row] = [
    ("(a+b) x^2", "(a + b)*x**2", EVERYWHERE), ("sin(a) x + a b x/(a - b)", "sin(a)*x + a*b*x/(a - b)", EVERYWHERE),
    ("a x^3 + sin(b x)", "a*x**3 + sin(b*x)", EVERYWHERE), ("x^a + b^x", "x**a + b**x", POSITIVE),
    ("hypot(a, b) cos(c x + ln b)", "hypot(a, b)*cos(c*x + log(b))", EVERYWHERE), ("besselj0(a) erf(b x)", "besselj(0, a)*erf(b*x)", EVERYWHERE),
    ("{a < b: x^2, x} {c < 0}", "x**2", EVERYWHERE), ("|c| x + max(a, b) exp(c x)", "-c*x + b*exp(c*x)", EVERYWHERE),
    ("sum(x^k/(k + a), k, 1, n)", "fsum(x**k/(k + a) for k in range(1, 6))", EVERYWHERE), ("d/dx (tan(a) x^3 + e^(b x))", "3*tan(a)*x**2 + b*exp(b*x)", EVERYWHERE),
    ("exp(-(x-a)^2/(2b^2))", "exp(-(x - a)**2/(2*b**2))", EVERYWHERE), ("1/(1 + (x/c)^2)^(a+b)", "(1 + (x/c)**2)**-(a + b)", EVERYWHERE),
]  # fmt: skip


def _odd_root(x, n):
    return mp.sign(x) * mp.root(abs(x), n)


def _bessel_y(n, x):
    """Y_n by its series (DLMF 10.8.1): mpmath's own takes seconds to be differentiated."""
    half, square = x / 2, -x * x / 4
    lower = mp.fsum(mp.factorial(n - k - 1) / mp.factorial(k) * (-square) ** k for k in range(n))
    first, second, k = mp.mpf(0), mp.fsum(mp.mpf(1) / j for j in range(1, n + 1)), 0
    term, total = half**n / mp.factorial(n), mp.mpf(0)
    while k <= abs(x) or abs(term) * (1 + first + second) > mp.eps * abs(total) / 1000:
        total += (first + second - 2 * mp.euler) * term
        k += 1
        term *= square / (k * (n + k))
        first, second = first + mp.mpf(1) / k, second + mp.mpf(1) / (n + k)
    return (2 * mp.log(half) * mp.besselj(n, x) - lower * half**-n - total) / mp.pi


WORDS = {name: mp.mpf(value) for name, value in SLIDERS.items()}
WORDS |= {name: getattr(mp, name) for name in dir(mp) if not name.startswith("_")}
WORDS |= {
    "odd_root": _odd_root,
    "bessel_y": _bessel_y,
    "min": min,
    "max": max,
    "abs": abs,
    "range": range,
}


def reference(source: str):
    """The meaning of a source as a function of an mpf."""
    return eval(f"lambda x: {source}", WORDS)

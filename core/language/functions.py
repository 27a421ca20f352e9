"""The table of functions: one row each, with what the language, help and typesetting need.

Light on purpose: no numerical library is imported here. The calculus side keys its own table on
the canonical names of this one.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

FORMS = frozenset((
    "if", "where", "piecewise", "diff", "grad", "laplacian", "hessian", "jacobian", "div", "curl",
))
"""Words that are written like functions and build other nodes; no rows of the table."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function: `arity` is (fewest, most) arguments, most None where any number will do."""

    name: str
    signature: str
    meaning: str
    example: str
    latex: str
    arity: tuple[int, int | None] = (1, 1)
    aliases: tuple[str, ...] = ()
    inverse: str | None = None

    @property
    def bare(self) -> bool:
        """Whether it can be written without brackets: sin x."""
        return self.arity == (1, 1) or self.name == "log"


def _named(name: str) -> str:
    return rf"\mathrm{{{name}}}"


def _circular() -> list[Function]:
    rows: list[Function] = []
    words = ("sine", "cosine", "tangent", "secant", "cosecant", "cotangent")
    aliases = {"tan": ("tg",), "cot": ("ctg", "cotan"), "tanh": ("th",), "sinh": ("sh",),
               "cosh": ("ch",)}
    for name, word in zip(("sin", "cos", "tan", "sec", "csc", "cot"), words, strict=True):
        inverse, hyperbolic = f"a{name}", f"{name}h"
        area = f"a{name}h"
        steep = name in ("sec", "csc")
        typed = rf"\arc{name}" if name in ("sin", "cos", "tan") else _named(f"arc{name}")
        typed_h = rf"\{hyperbolic}" if name in ("sin", "cos", "tan") else _named(hyperbolic)
        rows += [
            Function(name, f"{name}(x)", f"{word} of an angle in radians", f"{name}(x)",
                     rf"\{name}", aliases=aliases.get(name, ()), inverse=inverse),
            Function(inverse, f"{inverse}(x)", f"angle whose {word} is x",
                     f"{inverse}(x + 1)" if steep else f"{inverse}(x)", typed,
                     aliases=_inverse_aliases(name), inverse=name),
            Function(hyperbolic, f"{hyperbolic}(x)", f"hyperbolic {word}", f"{hyperbolic}(x)",
                     typed_h, aliases=aliases.get(hyperbolic, ()), inverse=area),
            Function(area, f"{area}(x)", f"number whose hyperbolic {word} is x",
                     f"{area}(x + 1)" if name in ("cos", "cot") else f"{area}(x)",
                     _named(f"ar{hyperbolic}"), inverse=hyperbolic,
                     aliases=(f"ar{hyperbolic}", f"arc{hyperbolic}")),
        ]
    return rows


def _inverse_aliases(name: str) -> tuple[str, ...]:
    more = {"tan": ("arctg",), "cot": ("arcctg", "arccotan")}
    return (f"arc{name}", *more.get(name, ()))


def _plain(
    name: str, meaning: str, latex: str | None = None, example: str | None = None,
    aliases: tuple[str, ...] = (), inverse: str | None = None,
) -> Function:
    return Function(name, f"{name}(x)", meaning, example or f"{name}(x)", latex or _named(name),
                    aliases=aliases, inverse=inverse)


def _several(
    name: str, arguments: str, meaning: str, example: str, arity: tuple[int, int | None],
    latex: str | None = None, aliases: tuple[str, ...] = (),
) -> Function:
    return Function(name, f"{name}({arguments})", meaning, example, latex or _named(name), arity,
                    aliases)


_ELEMENTARY = (
    _plain("exp", "e to the power x", r"\exp", inverse="ln"),
    _plain("expm1", "exp(x) - 1, exact near 0"),
    _plain("ln", "natural logarithm", r"\ln", inverse="exp"),
    _several("log", "x, b", "logarithm of x to the base b", "log(x, 3)", (1, 2), r"\log"),
    _plain("log2", "logarithm to the base 2", r"\log_{2}"),
    _plain("log10", "logarithm to the base 10", r"\log_{10}", aliases=("lg",)),
    _plain("log1p", "ln(1 + x), exact near 0"),
    _plain("sqrt", "square root", r"\sqrt"),
    _plain("cbrt", "cube root, real for negative x", r"\sqrt[3]"),
    _several("root", "n, x", "n-th root of x; odd roots of negative numbers are real",
             "root(3, x)", (2, 2)),
    _several("pow", "x, y", "x to the power y", "pow(x, 3)", (2, 2)),
    _several("atan2", "y, x", "angle of the point (x, y), from -π to π", "atan2(x, 2)", (2, 2),
             aliases=("arctan2",)),
)

_PIECEWISE = (
    _plain("abs", "absolute value"),
    _plain("sign", "-1, 0 or 1 by the sign of x", _named("sgn"), aliases=("sgn", "signum")),
    _plain("floor", "largest integer not above x"),
    _plain("ceil", "smallest integer not below x"),
    _plain("round", "nearest integer, halves to the even one"),
    _plain("frac", "x - floor(x)"),
    _several("mod", "x, m", "remainder of x divided by m, with the sign of m", "mod(x, 0.5)",
             (2, 2)),
    _several("min", "x, y, …", "smallest of its arguments", "min(x, 1 - x)", (1, None), r"\min"),
    _several("max", "x, y, …", "largest of its arguments", "max(x, 1 - x)", (1, None), r"\max"),
    _several("clamp", "x, lo, hi", "x held between lo and hi", "clamp(x, -1, 0.5)", (3, 3),
             aliases=("clip",)),
    _plain("step", "0 for x < 0, else 1"),
    _plain("heaviside", "0 for x < 0, 1/2 at 0, 1 for x > 0", r"\mathrm{H}"),
    _plain("sawtooth", "rises from -1 to 1 over each period 2π"),
    _plain("square", "1 then -1 over each period 2π"),
    _plain("triangle", "triangle wave from -1 to 1 and back over each period 2π"),
)

_NETWORK = (
    _plain("relu", "max(x, 0)", r"\mathrm{ReLU}"),
    _plain("softplus", "ln(1 + exp(x))"),
    _plain("sigmoid", "1/(1 + exp(-x))", aliases=("logistic", "expit")),
    _plain("silu", "x sigmoid(x)", r"\mathrm{SiLU}", aliases=("swish",)),
    _plain("gelu", "x times the share of a normal variable below x", r"\mathrm{GELU}"),
    _plain("sinc", "sin(x)/x, and 1 at 0"),
)

_SPECIAL = (
    _plain("erf", "error function"),
    _plain("erfc", "1 - erf(x)"),
    _plain("erfinv", "number whose error function is x", r"\mathrm{erf}^{-1}"),
    _plain("gamma", "gamma function, (x - 1)!", r"\Gamma"),
    _plain("lgamma", "logarithm of the absolute value of gamma(x)", r"\ln\Gamma",
           aliases=("gammaln", "loggamma")),
    _plain("digamma", "derivative of lgamma", r"\psi"),
    _several("polygamma", "n, x", "n-th derivative of digamma", "polygamma(1, x)", (2, 2)),
    _several("beta", "a, b", "beta function, gamma(a) gamma(b)/gamma(a + b)", "beta(x, 2)",
             (2, 2), r"\mathrm{B}"),
    _several("binomial", "n, k", "ways to choose k of n", "binomial(5, x)", (2, 2),
             aliases=("binom", "choose")),
    _plain("factorial", "x!, gamma(x + 1)"),
    _plain("besselj0", "Bessel function J of order 0", "J_{0}"),
    _plain("besselj1", "Bessel function J of order 1", "J_{1}"),
    _plain("bessely0", "Bessel function Y of order 0", "Y_{0}"),
    _plain("bessely1", "Bessel function Y of order 1", "Y_{1}"),
    _several("besselj", "n, x", "Bessel function J of order n", "besselj(2, x)", (2, 2)),
    _several("bessely", "n, x", "Bessel function Y of order n", "bessely(2, x)", (2, 2)),
    _plain("i0", "modified Bessel function I of order 0", "I_{0}", aliases=("besseli0",)),
    _plain("i1", "modified Bessel function I of order 1", "I_{1}", aliases=("besseli1",)),
    _plain("lambertw", "number w with w exp(w) = x", "W"),
    _plain("zeta", "Riemann zeta function", r"\zeta", example="zeta(x + 2)"),
    _several("normal_pdf", "x, mu, sigma", "density of the normal distribution", "normal_pdf(x)",
             (1, 3), r"\mathrm{normal\_pdf}", aliases=("normalpdf", "normpdf")),
    _several("normal_cdf", "x, mu, sigma", "share of the normal distribution below x",
             "normal_cdf(x, 0, 2)", (1, 3), r"\mathrm{normal\_cdf}",
             aliases=("normalcdf", "normcdf")),
)

_LISTS = (
    _several("hypot", "x, y, …", "length of the vector (x, y, …)", "hypot(x, 1)", (1, None)),
    _several("norm", "x, y, …", "length of the vector (x, y, …)", "norm([x, 1])", (1, None)),
    _several("dot", "[a, b], [c, d]", "sum of the products of the components",
             "dot([x, 1], [2, x])", (2, 2)),
    _several("sum", "x, y, …", "sum of its arguments, or over an index: sum(x^k, k, 1, 5)",
             "sum(x^k/k, k, 1, 5)", (1, None)),
    _several("prod", "x, y, …", "product of its arguments, or over an index: prod(x + k, k, 1, 5)",
             "prod(x + k, k, 1, 5)", (1, None), aliases=("product",)),
    _several("mean", "x, y, …", "average of its arguments", "mean(x, x^2)", (1, None),
             aliases=("average",)),
    _several("softmax", "x, y, …", "share of the first argument, exp(x)/(exp(x) + exp(y) + …)",
             "softmax(x, 1)", (1, None)),
    _several("logsumexp", "x, y, …", "ln(exp(x) + exp(y) + …)", "logsumexp(x, 1)", (1, None)),
)

_TABLE = (*_circular(), *_ELEMENTARY, *_PIECEWISE, *_NETWORK, *_SPECIAL, *_LISTS)
_BY_NAME = MappingProxyType(
    {word: row for row in _TABLE for word in (row.name, *row.aliases)}
)
_OTHER_WORDS = MappingProxyType({
    "cosec": "csc", "cosecant": "csc", "sine": "sin", "cosine": "cos", "tangent": "tan",
    "secant": "sec", "cotangent": "cot", "arccosec": "acsc", "acosec": "acsc", "cosech": "csch",
    "power": "pow", "fabs": "abs", "ceiling": "ceil", "heavyside": "heaviside", "int": "floor",
    "absolute": "abs", "squareroot": "sqrt", "exponential": "exp", "modulo": "mod", "magn": "norm",
    "trunc": "floor", "nthroot": "root", "fact": "factorial", "ramp": "relu", "sig": "sigmoid",
})


def functions() -> tuple[Function, ...]:
    """Every row of the table, in the order of help and autocomplete."""
    return _TABLE


def find(name: str) -> Function | None:
    """The row of a function by any of its names; upper and lower case are the same."""
    return _BY_NAME.get(name.lower())


@cache
def closest(name: str) -> str | None:
    """The canonical name a mistyped one most likely meant, or None."""
    word = name[:40].lower()
    if word in _OTHER_WORDS:
        return _OTHER_WORDS[word]
    near = difflib.get_close_matches(word, [*_BY_NAME, *_OTHER_WORDS], n=1, cutoff=0.6)
    if not near:
        return None
    return _OTHER_WORDS.get(near[0]) or _BY_NAME[near[0]].name

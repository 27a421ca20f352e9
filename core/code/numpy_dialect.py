"""NumPy's words for the functions of a formula: each lifted to numbers that carry derivatives.

A script in NumPy differentiates in forward mode: `Jet` is a value with its gradient and Hessian,
and `lift` makes a function of jets from a function and its first two derivatives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from core.code.dialect import Dialect
from core.code.pieces import Kind, Piece

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JET = '''
class Jet:
    """A number with its gradient and Hessian: value (...), gradient (..., d), hessian (..., d, d).

    The rules of the first two derivatives, forward mode: no step size, no rounding but NumPy's.
    """

    __array_ufunc__ = None  # an array times a jet is a jet

    def __init__(self, value, gradient, hessian):
        self.value, self.gradient, self.hessian = np.asarray(value), gradient, hessian

    def chain(self, value, first, second):
        """g of this, from g, g' and g'' there."""
        first, second = np.asarray(first)[..., None], np.asarray(second)[..., None, None]
        outer = self.gradient[..., :, None] * self.gradient[..., None, :]
        bent = first[..., None] * self.hessian
        return Jet(value, first * self.gradient, bent + np.where(outer == 0, 0, second * outer))

    def jet(self, other):
        """Another operand as a jet; a plain number has no derivatives."""
        if isinstance(other, Jet):
            return other
        d, other = self.gradient.shape[-1], np.asarray(other, float)
        return Jet(other, np.zeros((*other.shape, d)), np.zeros((*other.shape, d, d)))

    def __add__(self, other):
        other = self.jet(other)
        gradient, hessian = self.gradient + other.gradient, self.hessian + other.hessian
        return Jet(self.value + other.value, gradient, hessian)

    def __mul__(self, other):
        other = self.jet(other)
        a, b = self.value[..., None], other.value[..., None]
        cross = self.gradient[..., :, None] * other.gradient[..., None, :]
        bent = a[..., None] * other.hessian + b[..., None] * self.hessian
        hessian = bent + cross + np.swapaxes(cross, -1, -2)
        return Jet(self.value * other.value, a * other.gradient + b * self.gradient, hessian)

    def __pow__(self, n):
        n = float(n)
        first = n * self.value ** (n - 1) if n else 0 * self.value
        second = n * (n - 1) * self.value ** (n - 2) if n not in (0, 1) else 0 * self.value
        return self.chain(self.value**n, first, second)

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -self.jet(other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * self.jet(other) ** -1

    def __rtruediv__(self, other):
        return self**-1 * other

    def __getitem__(self, place):
        return Jet(self.value[place], self.gradient[place], self.hessian[place])

    def __len__(self):
        return len(self.value)

    def __lt__(self, other):
        return self.value < self.jet(other).value

    def __le__(self, other):
        return self.value <= self.jet(other).value

    def __gt__(self, other):
        return self.value > self.jet(other).value

    def __ge__(self, other):
        return self.value >= self.jet(other).value

    def __eq__(self, other):
        return self.value == self.jet(other).value

    def __ne__(self, other):
        return self.value != self.jet(other).value

    __hash__ = None
    __radd__, __rmul__ = __add__, __mul__
'''.strip()
LIFT = '''
def lift(value, first, second):
    """A function of jets or numbers, from the function and its first two derivatives."""

    def function(x):
        if not isinstance(x, Jet):
            return value(np.asarray(x, float))
        return x.chain(value(x.value), first(x.value), second(x.value))

    return function
'''.strip()
_LIFTED = {
    "sin": ("np.sin", "np.cos", "-np.sin(x)"),
    "cos": ("np.cos", "-np.sin(x)", "-np.cos(x)"),
    "tan": ("np.tan", "1 + np.tan(x) ** 2", "2 * np.tan(x) * (1 + np.tan(x) ** 2)"),
    "asin": ("np.arcsin", "(1 - x * x) ** -0.5", "x * (1 - x * x) ** -1.5"),
    "acos": ("np.arccos", "-((1 - x * x) ** -0.5)", "-x * (1 - x * x) ** -1.5"),
    "atan": ("np.arctan", "1 / (1 + x * x)", "-2 * x / (1 + x * x) ** 2"),
    "sinh": ("np.sinh", "np.cosh", "np.sinh"),
    "cosh": ("np.cosh", "np.sinh", "np.cosh"),
    "tanh": ("np.tanh", "np.cosh(x) ** -2", "-2 * np.tanh(x) * np.cosh(x) ** -2"),
    "asinh": ("np.arcsinh", "(1 + x * x) ** -0.5", "-x * (1 + x * x) ** -1.5"),
    "acosh": ("np.arccosh", "(x * x - 1) ** -0.5", "-x * (x * x - 1) ** -1.5"),
    "atanh": ("np.arctanh", "1 / (1 - x * x)", "2 * x / (1 - x * x) ** 2"),
    "exp": ("np.exp", "np.exp", "np.exp"),
    "expm1": ("np.expm1", "np.exp", "np.exp"),
    "ln": ("np.log", "1 / x", "-1 / (x * x)"),
    "log1p": ("np.log1p", "1 / (1 + x)", "-1 / (1 + x) ** 2"),
    "log2": ("np.log2", "1 / (x * math.log(2))", "-1 / (x * x * math.log(2))"),
    "log10": ("np.log10", "1 / (x * math.log(10))", "-1 / (x * x * math.log(10))"),
    "sqrt": ("np.sqrt", "0.5 / np.sqrt(x)", "-0.25 / (x * np.sqrt(x))"),
    "abs": ("np.abs", "np.sign", "0 * x"),
    "erf": ("special.erf", "2 / math.sqrt(math.pi) * np.exp(-x * x)",
            "-4 * x / math.sqrt(math.pi) * np.exp(-x * x)"),
    "erfc": ("special.erfc", "-2 / math.sqrt(math.pi) * np.exp(-x * x)",
             "4 * x / math.sqrt(math.pi) * np.exp(-x * x)"),
    "erfinv": ("special.erfinv", "math.sqrt(math.pi) / 2 * np.exp(special.erfinv(x) ** 2)",
               "math.pi / 2 * special.erfinv(x) * np.exp(2 * special.erfinv(x) ** 2)"),
    "gamma": ("special.gamma", "special.gamma(x) * special.digamma(x)",
              "special.gamma(x) * (special.digamma(x) ** 2 + trigamma(x))"),
    "lgamma": ("special.gammaln", "special.digamma", "trigamma"),
    "sigmoid": ("special.expit", "special.expit(x) * special.expit(-x)",
                "special.expit(x) * special.expit(-x) * (special.expit(-x) - special.expit(x))"),
    "softplus": ("np.logaddexp(0, x)", "special.expit", "special.expit(x) * special.expit(-x)"),
    "lambertw": ("special.lambertw(x).real", "np.exp(-w(x)) / (1 + w(x))",
                 "-np.exp(-2 * w(x)) * (2 + w(x)) / (1 + w(x)) ** 3"),
    "digamma": ("special.digamma", "trigamma", "tetragamma"),
}  # fmt: skip
_FLAT = {"sign": "np.sign", "floor": "np.floor", "ceil": "np.ceil", "round": "np.rint"}
_BESSEL = {
    "bessel_j": ("special.jv(n, x)", "special.jvp(n, x)", "special.jvp(n, x, 2)"),
    "bessel_y": ("special.yv(n, x)", "special.yvp(n, x)", "special.yvp(n, x, 2)"),
    "polygamma": ("polygamma_at(n, x)", "polygamma_at(n + 1, x)", "polygamma_at(n + 2, x)"),
}
_HELPING = {"gamma": ("trigamma",), "lgamma": ("trigamma",), "lambertw": ("w",),
            "digamma": ("trigamma", "tetragamma"), "polygamma": ("polygamma_at",)}  # fmt: skip


def _lifted(name: str, rows: tuple[str, str, str]) -> str:
    parts = [row if _is_name(row) else f"lambda x: {row}" for row in rows]
    line = f"{name} = lift({', '.join(parts)})"
    if len(line) > 96:
        line = f"{name} = lift(\n" + "".join(f"    {each},\n" for each in parts) + ")"
    return _needing(_HELPING.get(name, ()), line)


def _needing(names: Sequence[str], code: str) -> str:
    """Code that uses others; a mark for each goes before it and is taken out when it is written."""
    return "".join(f"{{:{each}}}" for each in ("lift", *names)) + code


def _is_name(text: str) -> bool:
    return text.replace(".", "").replace("_", "").isalnum() and not text[0].isdigit()


def _ordered(name: str, rows: tuple[str, str, str]) -> str:
    functions = ", ".join(f"lambda x: {row}" for row in rows)
    body = f"def {name}(n, x):\n    return lift({functions})(x)"
    return _needing(_HELPING.get(name, ()), body)


_OTHERS = {
    "lift": "{:Jet}" + LIFT,
    "Jet": JET,
    **{name: _lifted(name, rows) for name, rows in _LIFTED.items()},
    **{name: _needing((), f"{name} = lift({function}, np.zeros_like, np.zeros_like)")
       for name, function in _FLAT.items()},
    **{name: _ordered(name, rows) for name, rows in _BESSEL.items()},
    "bessel_i0": _needing((), "bessel_i0 = lift(special.i0, special.i1, lambda x: "
                              "special.ivp(0, x, 2))"),
    "bessel_i1": _needing((), "bessel_i1 = lift(special.i1, lambda x: special.ivp(1, x), "
                              "lambda x: special.ivp(1, x, 2))"),
    "polygamma_at": """
def polygamma_at(n, x):
    # SciPy knows it above 0 only: step up there
    if n == 0:
        return special.digamma(x)
    total = 0.0
    for _ in range(int(max(0.0, np.max(np.ceil(-np.asarray(x)))) + 1)):
        total, x = total - (-1) ** n * math.factorial(n) * np.asarray(x) ** -(n + 1.0), x + 1
    return total + special.polygamma(n, x)""".strip(),
    "trigamma": "{:polygamma_at}def trigamma(x):\n    return polygamma_at(1, x)",
    "tetragamma": "{:polygamma_at}def tetragamma(x):\n    return polygamma_at(2, x)",
    "w": "def w(x):\n    return special.lambertw(x).real",
    "where": """
{:Jet}def where(condition, a, b):
    \"\"\"a where the condition holds, else b.\"\"\"
    jet = next((each for each in (a, b) if isinstance(each, Jet)), None)
    if jet is None:
        return np.where(condition, a, b)
    a, b, one = jet.jet(a), jet.jet(b), np.asarray(condition)
    gradient = np.where(one[..., None], a.gradient, b.gradient)
    hessian = np.where(one[..., None, None], a.hessian, b.hessian)
    return Jet(np.where(one, a.value, b.value), gradient, hessian)""".strip(),
    "power": "def power(a, b):\n    return {exp}(b * {ln}(a))",
    "max": "def maximum(a, b):\n    return {where}(a >= b, a, b)",
    "min": "def minimum(a, b):\n    return {where}(a <= b, a, b)",
    "relu": "def relu(x):\n    return {where}(x > 0, x, 0.0)",
    "hypot": "def hypot(a, b):\n    return {sqrt}(a**2 + b**2)",
    "logaddexp": "def logaddexp(a, b):\n    return a + {softplus}(b - a)",
    "atan2": """
{:Jet}{:atan}def atan2(y, x):
    \"\"\"The angle of (x, y): the slopes are those of atan, the value has all four quadrants.\"\"\"
    jet = y if isinstance(y, Jet) else x
    if not isinstance(jet, Jet):
        return np.arctan2(y, x)
    y, x = jet.jet(y), jet.jet(x)
    steep = {where}(np.abs(x.value) < np.abs(y.value), -(x / y), y / x)
    angle = {atan}(steep)
    return Jet(np.arctan2(y.value, x.value), angle.gradient, angle.hessian)""".strip(),
    "root": """
def root(x, p, q):
    \"\"\"The power p/q of x for odd q: real where x is negative.\"\"\"
    size = {abs}(x) ** (p / q)
    return {sign}(x) * size if p % 2 else size""".strip(),
    "sinc": """
{:lift}def sinc_at(x, order):
    \"\"\"sin(x)/x and its derivatives: by the series near 0, where the formula cancels.\"\"\"
    series = [(-1) ** k / math.factorial(2 * k + 1) for k in range(12)]
    near = np.polynomial.Polynomial(np.ravel([(each, 0.0) for each in series])).deriv(order)(x)
    safe = np.where(x == 0, 1.0, x)
    s, c = np.sin(safe), np.cos(safe)
    far = (s / safe, c / safe - s / safe**2, -s / safe - 2 * c / safe**2 + 2 * s / safe**3)[order]
    return np.where(np.abs(x) < 1, near, far)


sinc = lift(lambda x: sinc_at(x, 0), lambda x: sinc_at(x, 1), lambda x: sinc_at(x, 2))""".strip(),
    "vector": """
{:Jet}def vector(*parts):
    \"\"\"Components on a first axis.\"\"\"
    jet = next((each for each in parts if isinstance(each, Jet)), None)
    if jet is None:
        return np.stack(np.broadcast_arrays(*parts))
    parts = [jet.jet(each) + 0 * jet for each in parts]
    return Jet(*(np.stack([getattr(p, name) for p in parts])
                 for name in ("value", "gradient", "hessian")))""".strip(),
    "dot": "def dot(u, v):\n    return sum(a * b for a, b in zip(u, v))",
    "matmul": """
def matmul(a, b):
    if len(np.shape(getattr(a, "value", a))) == 1:
        return sum(x * row for x, row in zip(a, b))
    return {vector}(*(sum(x * y for x, y in zip(row, b)) for row in a))""".strip(),
    "outer": "def outer(u, v):\n    return {vector}(*(each * v for each in u))",
    "norm": "def norm(v):\n    return {sqrt}({dot}(v, v))",
    "softmax": "def softmax(v):\n    return {exp}(v - functools.reduce({logaddexp}, v))",
}  # fmt: skip


class NumpyDialect(Dialect):
    """NumPy and SciPy with jets; a branch not taken leaves no trace in forward mode."""

    title = "NumPy"
    always = ("Jet",)
    power = "power"
    lazy_branches = False
    differentiates = False
    native: ClassVar[Mapping[str, str]] = {}
    helpers: ClassVar[Mapping[str, str]] = _OTHERS
    reductions: ClassVar[Mapping[str, str]] = {
        "sum": "sum({0})", "prod": "math.prod({0})", "mean": "sum({0}) / len({0})",
        "norm": "{norm}({0})", "hypot": "{norm}({0})", "max": "functools.reduce({max}, {0})",
        "min": "functools.reduce({min}, {0})", "softmax": "{softmax}({0})",
        "logsumexp": "functools.reduce({logaddexp}, {0})",
    }  # fmt: skip

    def base(self, piece: Piece) -> Piece:
        """Negative numbers of Python have complex powers; NumPy's are nan."""
        if piece.kind is Kind.TENSOR:
            return piece
        return Piece(f"np.float64({piece.text})")

    def numbers(self, texts: Sequence[str]) -> str:
        inner = ", ".join(f"{each}.0" if each.isdigit() else each for each in texts)
        return f"np.array([{inner}])"

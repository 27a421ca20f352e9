"""SymPy's words for the functions of a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from core.code.dialect import Dialect, number_text
from core.code.pieces import Kind, Piece
from core.language.exact import is_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.language import syntax as s

_SAME = (
    "sin", "cos", "tan", "sec", "csc", "cot", "asin", "acos", "atan", "sinh", "cosh", "tanh",
    "asinh", "acosh", "atanh", "atan2", "exp", "sqrt", "erf", "erfc", "erfinv", "gamma",
    "digamma", "polygamma", "beta", "binomial",
)  # fmt: skip
_CONSTANTS = {"e": "sp.E", "pi": "sp.pi", "tau": "2 * sp.pi", "phi": "sp.GoldenRatio"}
_WHERE = '''
def where(condition, a, b):
    """a where the condition holds, else b: a derivative goes through each by itself."""
    return sp.Piecewise((a, condition), (b, True))
'''.strip()
_FLOOR = '''
class floor(sp.floor):
    """SymPy's floor with the derivative 0 that it has between two jumps."""

    def fdiff(self, argindex=1):
        return sp.S.Zero
'''.strip()
_ABS = '''
def absolute(x):
    """|x| in two parts, which differentiate one by one."""
    return {where}(x >= 0, x, -x)
'''.strip()
_HELPERS = {
    "where": _WHERE, "floor": _FLOOR, "abs": _ABS,
    "sign": "def sign(x):\n    return sp.Piecewise((1, x > 0), (-1, x < 0), (0, True))",
    "ceil": "def ceil(x):\n    return -{floor}(-x)",
    "round": "def nearest(x):\n    return {floor}(x + sp.Rational(1, 2))",
    "max": "def maximum(a, b):\n    return {where}(a >= b, a, b)",
    "min": "def minimum(a, b):\n    return {where}(a <= b, a, b)",
    "relu": "def relu(x):\n    return {where}(x > 0, x, 0)",
    "hypot": "def hypot(a, b):\n    return sp.sqrt(a**2 + b**2)",
    "logaddexp": "def logaddexp(a, b):\n    return sp.log(sp.exp(a) + sp.exp(b))",
    "lgamma": "def lgamma(x):\n    return sp.log({abs}(sp.gamma(x)))",
    "log2": "def log2(x):\n    return sp.log(x) / sp.log(2)",
    "log10": "def log10(x):\n    return sp.log(x) / sp.log(10)",
    "sinc": "def sinc(x):\n    return {where}(sp.Ne(x, 0), sp.sin(x) / x, 1)",
    "normal_pdf": "def normal_pdf(x):\n    return sp.exp(-(x**2) / 2) / sp.sqrt(2 * sp.pi)",
    "normal_cdf": "def normal_cdf(x):\n    return sp.erfc(-x / sp.sqrt(2)) / 2",
    "sawtooth": "def sawtooth(x):\n    return 2 * {frac}(x / (2 * sp.pi)) - 1",
    "step": "def step(x):\n    return {where}(x < 0, 0, 1)",
    "square": "def square(x):\n    half = {frac}(x / (2 * sp.pi)) < sp.Rational(1, 2)\n"
              "    return {where}(half, 1, -1)",
    "bessel_i0": "def bessel_i0(x):\n    return sp.besseli(0, x)",
    "bessel_i1": "def bessel_i1(x):\n    return sp.besseli(1, x)",
    "root": '''
def root(x, p, q):
    """The power p/q of x for odd q: real where x is negative."""
    size = {abs}(x) ** sp.Rational(p, q)
    return {sign}(x) * size if p % 2 else size'''.strip(),
    "differentiate": '''
def differentiate(g, x, order=1):
    """The derivative of g at x, exact."""
    t = sp.Dummy(real=True)
    return sp.diff(g(t), t, order).subs(t, x)'''.strip(),
    "differentiate_in": '''
def differentiate_in(g, x, place, order=1):
    """The derivative of g at the vector x in the component of this place, exact."""
    t = np.array([sp.Dummy(real=True) for _ in x])
    return sp.diff(g(t), t[place], order).subs(dict(zip(t, x)))'''.strip(),
    "vector": "def vector(*parts):\n    return np.array(parts, dtype=object)",
    "dot": "def dot(u, v):\n    return sum(a * b for a, b in zip(u, v))",
    "outer": "def outer(u, v):\n    return np.array([[a * b for b in v] for a in u], dtype=object)",
    "norm": "def norm(v):\n    return sp.sqrt(sum(each**2 for each in v))",
    "logsumexp": "def logsumexp(v):\n    return sp.log(sum(sp.exp(each) for each in v))",
    "softmax": "def softmax(v):\n    parts = [sp.exp(each) for each in v]\n"
               "    return np.array([each / sum(parts) for each in parts], dtype=object)",
    "each_of": '''
def each_of(g, v):
    """g of each component."""
    return np.array([g(each) for each in v], dtype=object)'''.strip(),
    "integers": '''
def integers(low, high):
    """The whole numbers of a range as SymPy's own, which divide without rounding."""
    return map(sp.Integer, range(low, high))'''.strip(),
}  # fmt: skip


class SympyDialect(Dialect):
    """SymPy: exact expressions, so nothing of a branch that is not taken comes back."""

    title = "SymPy"
    lazy_branches = False
    counts_exactly = True
    native: ClassVar[Mapping[str, str]] = {
        **{name: f"sp.{name}" for name in _SAME},
        "ln": "sp.log", "lambertw": "sp.LambertW", "bessel_j": "sp.besselj",
        "bessel_y": "sp.bessely",
    }  # fmt: skip
    helpers: ClassVar[Mapping[str, str]] = _HELPERS
    reductions: ClassVar[Mapping[str, str]] = {
        "sum": "sum({0})", "prod": "sp.Mul(*{0})", "mean": "sum({0}) / len({0})",
        "norm": "{norm}({0})", "hypot": "{norm}({0})", "max": "functools.reduce({max}, {0})",
        "min": "functools.reduce({min}, {0})", "softmax": "{softmax}({0})",
        "logsumexp": "{logsumexp}({0})",
    }  # fmt: skip

    def number(self, node: s.Number) -> Piece:
        if node.value == int(node.value) and abs(node.value) < 1e15:
            return Piece(str(int(node.value)), kind=Kind.LITERAL)
        if is_decimal(node.text) and node.text.replace(".", "", 1).isdigit():
            return Piece(f'sp.Rational("{node.text}")', kind=Kind.LITERAL)
        return Piece(f"sp.Float({number_text(node.value)}, 50)", kind=Kind.LITERAL)

    def constant(self, name: str) -> Piece:
        return Piece(_CONSTANTS[name] if name != "tau" else "(2 * sp.pi)", kind=Kind.LITERAL)

    def nowhere(self) -> str:
        return "sp.nan"

    def over_components(self, function: str, vector: str) -> str:
        return f"{{each_of}}({function}, {vector})"

    def loop(self, low: str, high: str) -> str:
        return f"{{integers}}({low}, {high})"

    def base(self, piece: Piece) -> Piece:
        """Powers of typed numbers stay exact."""
        return Piece(f"sp.sympify({piece.text})")

    def exponent(self, top: int, bottom: int) -> str:
        return f"sp.Rational({top}, {bottom})"

    def numbers(self, texts: Sequence[str]) -> str:
        return f"np.array([{', '.join(texts)}], dtype=object)"

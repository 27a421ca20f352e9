"""PyTorch's words for the functions of a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from core.code.dialect import Dialect
from core.code.pieces import Kind, Piece, floated
from core.language.exact import exact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.language import syntax as s

SAME = (
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "exp", "expm1", "log1p", "log2", "log10", "sqrt", "abs", "sign", "floor", "ceil",
    "round", "erfc", "erf", "erfinv", "lgamma", "digamma", "sigmoid", "relu", "where", "atan2",
    "hypot", "logaddexp",
)  # fmt: skip
CHOOSE = """
def choose(condition, then, otherwise, *inputs):
    \"\"\"`then` where the condition holds, else `otherwise`; each sees only inputs of its own.

    With both computed everywhere, a nan of the branch not taken comes back with the gradient.
    \"\"\"
    inside = [LIB.where(condition, each, 1.0) for each in inputs]
    outside = [LIB.where(condition, 1.0, each) for each in inputs]
    return LIB.where(condition, then(*inside), otherwise(*outside))
""".strip()
ROOT = """
def root(x, p, q):
    \"\"\"The power p/q of x for odd q: real where x is negative.\"\"\"
    size = LIB.abs(x) ** (p / q)
    return LIB.sign(x) * size if p % 2 else size
""".strip()
DIFFERENTIATE = """
def differentiate(g, x, order=1):
    \"\"\"The derivative of g at x: forward mode, a derivative inside a formula.\"\"\"
    if order == 0:
        return g(x)
    return JVP(lambda t: differentiate(g, t, order - 1), (x,), (LIB.ones_like(x),))[1]
""".strip()
DIFFERENTIATE_IN = """
def differentiate_in(g, x, place, order=1):
    \"\"\"The derivative of g at the vector x in the component of this place.\"\"\"
    if order == 0:
        return g(x)
    along = LIB.eye(len(x))[place]
    return JVP(lambda t: differentiate_in(g, t, place, order - 1), (x,), (along,))[1]
""".strip()
GAMMA = """
def gamma(x):
    sign = LIB.where(x > 0, 1.0, 1 - 2 * (LIB.floor(x) % 2))
    return sign * LIB.exp({lgamma}(x))
""".strip()
OUTER = "def outer(u, v):\n    return u[:, None] * v[None, :]"
DOT = "def dot(u, v):\n    return (u * v).sum(0)"
_MATH = frozenset(("sin", "cos", "tan", "atan", "exp", "sinh", "cosh", "tanh"))
_MATH_ABOVE_ZERO = {"sqrt": "sqrt", "ln": "log", "log2": "log2", "log10": "log10"}


def spelled(code: str, library: str, jvp: str) -> str:
    """Code that is the same in torch and jax, with this library's names."""
    return code.replace("LIB", library).replace("JVP", jvp)


class TorchDialect(Dialect):
    """PyTorch: reverse mode, so branches that are not taken are kept apart."""

    title = "PyTorch"
    native: ClassVar[Mapping[str, str]] = {
        **{name: f"torch.{name}" for name in SAME},
        "ln": "torch.log", "max": "torch.maximum", "min": "torch.minimum",
        "bessel_i0": "torch.special.i0", "bessel_i1": "torch.special.i1",
        "polygamma": "torch.polygamma", "clamp": "torch.clamp",
    }  # fmt: skip
    helpers: ClassVar[Mapping[str, str]] = {
        name: spelled(code, "torch", "torch.func.jvp")
        for name, code in {
            "choose": CHOOSE, "root": ROOT, "differentiate": DIFFERENTIATE, "outer": OUTER,
            "differentiate_in": DIFFERENTIATE_IN, "gamma": GAMMA, "dot": DOT,
            "softplus": "def softplus(x):\n    # F.softplus has no second derivative above 20\n"
                        "    return torch.logaddexp(x, torch.zeros_like(x))",
            "sinc": "def sinc(x):\n    return torch.sinc(x / math.pi)",
            "vector": "def vector(*parts):\n    parts = [torch.as_tensor(each) for each in parts]"
                      "\n    return torch.stack(torch.broadcast_tensors(*parts))",
        }.items()
    }  # fmt: skip
    reductions: ClassVar[Mapping[str, str]] = {
        "sum": "torch.sum({0}, 0)", "prod": "torch.prod({0}, 0)", "mean": "torch.mean({0}, 0)",
        "norm": "torch.linalg.vector_norm({0}, dim=0)", "max": "torch.amax({0}, 0)",
        "hypot": "torch.linalg.vector_norm({0}, dim=0)", "min": "torch.amin({0}, 0)",
        "logsumexp": "torch.logsumexp({0}, 0)", "softmax": "torch.softmax({0}, 0)",
    }  # fmt: skip

    def argument(self, piece: Piece) -> Piece:
        """A number of Python becomes a tensor: torch.sin takes no other."""
        if piece.kind is Kind.TENSOR:
            return piece
        if piece.kind is Kind.LITERAL:
            return Piece(f"torch.tensor({floated(piece)})")
        return Piece(f"torch.as_tensor({piece.text}, dtype=torch.float64)")

    def plain_call(self, name: str, argument: Piece, node: s.Node) -> Piece | None:
        """math.sqrt(2) for a typed number."""
        if argument.kind is not Kind.LITERAL:
            return None
        value = exact(node)
        if name in _MATH_ABOVE_ZERO and value is not None and value > 0:
            return Piece(f"math.{_MATH_ABOVE_ZERO[name]}({argument.text})", kind=Kind.LITERAL)
        if name in _MATH and value is not None and abs(value) < 100:
            return Piece(f"math.{name}({argument.text})", kind=Kind.LITERAL)
        return None

    def numbers(self, texts: Sequence[str]) -> str:
        inner = ", ".join(f"{each}.0" if each.isdigit() else each for each in texts)
        return f"torch.tensor([{inner}])"

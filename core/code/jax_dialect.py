"""JAX's words for the functions of a formula."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.code.dialect import Dialect
from core.code.pieces import Kind, Piece, floated
from core.code.torch_dialect import (
    CHOOSE,
    DIFFERENTIATE,
    DIFFERENTIATE_IN,
    DOT,
    GAMMA,
    OUTER,
    ROOT,
    spelled,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAME = (
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "expm1", "log1p", "log2", "log10", "sqrt",
    "abs", "sign", "floor", "ceil", "round", "where", "hypot", "logaddexp", "sinc",
)  # fmt: skip
_ARC = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "tan2")
_SPECIAL = ("erf", "erfc", "digamma", "polygamma")
LONGEST_UNROLLED = 4  # terms of a sum that are written one by one


class JaxDialect(Dialect):
    """JAX with 64 bits; its functions take numbers of Python as they are."""

    title = "JAX"
    native: ClassVar[Mapping[str, str]] = {
        **{name: f"jnp.{name}" for name in _SAME if name != "sinc"},
        **{f"a{name}": f"jnp.arc{name}" for name in _ARC},
        **{name: f"jax.scipy.special.{name}" for name in _SPECIAL},
        "ln": "jnp.log", "max": "jnp.maximum", "min": "jnp.minimum", "relu": "jax.nn.relu",
        "sigmoid": "jax.nn.sigmoid", "erfinv": "jax.scipy.special.erfinv",
        "lgamma": "jax.scipy.special.gammaln", "bessel_i0": "jax.scipy.special.i0",
        "bessel_i1": "jax.scipy.special.i1", "clamp": "jnp.clip",
    }  # fmt: skip
    helpers: ClassVar[Mapping[str, str]] = {
        name: spelled(code, "jnp", "jax.jvp")
        for name, code in {
            "choose": CHOOSE, "root": ROOT, "differentiate": DIFFERENTIATE, "outer": OUTER,
            "differentiate_in": DIFFERENTIATE_IN, "gamma": GAMMA, "dot": DOT,
            "softplus": "def softplus(x):\n    return jnp.logaddexp(x, 0.0)",
            "sinc": "def sinc(x):\n    return jnp.sinc(x / math.pi)",
            "vector": "def vector(*parts):\n    return jnp.stack(jnp.broadcast_arrays(*parts))",
        }.items()
    }  # fmt: skip
    reductions: ClassVar[Mapping[str, str]] = {
        "sum": "jnp.sum({0}, 0)", "prod": "jnp.prod({0}, 0)", "mean": "jnp.mean({0}, 0)",
        "norm": "jnp.linalg.norm({0}, axis=0)", "hypot": "jnp.linalg.norm({0}, axis=0)",
        "max": "jnp.max({0}, 0)", "min": "jnp.min({0}, 0)",
        "logsumexp": "jax.nn.logsumexp({0}, 0)", "softmax": "jax.nn.softmax({0}, 0)",
    }  # fmt: skip

    def maps(self, ends: tuple[str, str]) -> bool:
        """Long sums are mapped: term by term, JAX takes seconds to trace them."""
        low, high = ends
        counted = low.lstrip("-").isdigit() and high.lstrip("-").isdigit()
        return not counted or int(high) - int(low) > LONGEST_UNROLLED

    def repeated(
        self, kind: str, body: Piece, word: str, ends: tuple[str, str], mapped: bool
    ) -> Piece:
        if not mapped:
            return super().repeated(kind, body, word, ends, mapped)
        terms = f"jax.vmap(lambda {word}: {body.text})(jnp.arange({ends[0]}, {ends[1]}))"
        return Piece(f"{terms}.{kind}(0)")

    def base(self, piece: Piece) -> Piece:
        """Negative numbers of Python have complex powers; arrays have nan."""
        if piece.kind is Kind.TENSOR:
            return piece
        return Piece(f"jnp.float64({piece.text})")

    def argument(self, piece: Piece) -> Piece:
        """Whole typed numbers become floats."""
        return replace(piece, text=floated(piece))

    def numbers(self, texts: Sequence[str]) -> str:
        inner = ", ".join(f"{each}.0" if each.isdigit() else each for each in texts)
        return f"jnp.array([{inner}])"

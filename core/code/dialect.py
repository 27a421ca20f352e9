"""A dialect: how one library spells the functions, choices and vectors of a formula."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from core.code.pieces import Kind, NoCounterpart, Piece, Rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.language import syntax as s

_FORMULAS = {
    "sec": "1 / {cos}(x)", "csc": "1 / {sin}(x)", "cot": "{cos}(x) / {sin}(x)",
    "sech": "1 / {cosh}(x)", "csch": "1 / {sinh}(x)", "coth": "1 / {tanh}(x)",
    "asec": "{acos}(1 / x)", "acsc": "{asin}(1 / x)", "acot": "{atan}(1 / x)",
    "asech": "{acosh}(1 / x)", "acsch": "{asinh}(1 / x)", "acoth": "{atanh}(1 / x)",
    "frac": "x - {floor}(x)", "step": "{where}(x < 0, 0.0, 1.0)",
    "heaviside": "({sign}(x) + 1) / 2", "sawtooth": "2 * {frac}(x / (2 * math.pi)) - 1",
    "square": "{where}({frac}(x / (2 * math.pi)) < 0.5, 1.0, -1.0)",
    "triangle": "1 - 2 * {abs}({sawtooth}(x))", "relu": "{max}(x, 0.0)",
    "silu": "x * {sigmoid}(x)", "gelu": "x * {normal_cdf}(x)",
    "normal_pdf": "{exp}(-(x**2) / 2) / math.sqrt(2 * math.pi)",
    "normal_cdf": "{erfc}(-x / math.sqrt(2)) / 2", "expm1": "{exp}(x) - 1", "log1p": "{ln}(1 + x)",
    "sigmoid": "1 / (1 + {exp}(-x))", "softplus": "{ln}(1 + {exp}(x))",
}  # fmt: skip
_FORMULAS_OF_TWO = {
    "mod": ("x, m", "x - m * {floor}(x / m)"),
    "beta": ("a, b", "{gamma}(a) * {gamma}(b) / {gamma}(a + b)"),
    "binomial": ("n, k", "{gamma}(n + 1) / ({gamma}(k + 1) * {gamma}(n - k + 1))"),
}


_SAID = {
    "bessel_j": "Bessel function J", "bessel_y": "Bessel function Y", "zeta": "zeta function",
    "lambertw": "Lambert function W",
}  # fmt: skip


def _function(name: str, arguments: str, formula: str) -> str:
    return f"def {name}({arguments}):\n    return {formula}"


FORMULAS: Mapping[str, str] = {
    **{name: _function(name, "x", formula) for name, formula in _FORMULAS.items()},
    **{name: _function(name, *row) for name, row in _FORMULAS_OF_TWO.items()},
}
"""Functions that are a short formula in every library: their code with {places} for others."""


class Dialect(ABC):
    """What the writing of expressions asks of a language.

    `native` maps a function of the table to what calls it, `helpers` to the code that defines it
    in the script, where {name} stands for another function. `reductions` are those that make one
    number of a vector {0}.
    """

    title: ClassVar[str]
    native: ClassVar[Mapping[str, str]]
    helpers: ClassVar[Mapping[str, str]]
    reductions: ClassVar[Mapping[str, str]]
    always: ClassVar[tuple[str, ...]] = ()  # what every script of it defines
    power: ClassVar[str] = ""  # the function for a power with an exponent that moves
    lazy_branches: ClassVar[bool] = True  # nan of a branch not taken would come back
    counts_exactly: ClassVar[bool] = False  # whole numbers are divided without rounding
    differentiates: ClassVar[bool] = True  # has a derivative inside a formula

    def code_of(self, name: str) -> str | None:
        """The code of a function that the library has not, or None."""
        return self.helpers.get(name) or FORMULAS.get(name)

    def missing(self, name: str) -> NoCounterpart:
        """The sentence for what this language has not."""
        word = _SAID.get(name, name)
        return NoCounterpart(f"{self.title} has no {word} that can be differentiated twice.")

    def number(self, node: s.Number) -> Piece:
        """A literal."""
        return Piece(number_text(node.value), kind=Kind.LITERAL)

    def constant(self, name: str) -> Piece:
        """One of e, pi, tau, phi."""
        if name == "phi":
            return Piece("(1 + math.sqrt(5)) / 2", Rank.PRODUCT, Kind.LITERAL)
        return Piece(f"math.{name}", kind=Kind.LITERAL)

    def nowhere(self) -> str:
        """A number that is not there."""
        return "math.nan"

    def argument(self, piece: Piece) -> Piece:
        """A piece as the library's functions take it."""
        return piece

    def plain_call(self, name: str, argument: Piece, node: s.Node) -> Piece | None:
        """The call of a function on a typed number where Python has it, or None."""
        del name, argument, node
        return None

    def base(self, piece: Piece) -> Piece:
        """A number as the base of a power that may not exist."""
        return self.argument(piece)

    def over_components(self, function: str, vector: str) -> str:
        """A function of numbers for each component of a vector."""
        return f"{function}({vector})"

    def repeated(
        self, kind: str, body: Piece, word: str, ends: tuple[str, str], mapped: bool
    ) -> Piece:
        """The sum or prod of the body over the whole numbers from one end to below the other."""
        del mapped
        name = "sum" if kind == "sum" else "math.prod"
        text = f"{name}({body.text} for {word} in {self.loop(*ends)})"
        return Piece(text, kind=max(body.kind, Kind.PYTHON))

    def maps(self, ends: tuple[str, str]) -> bool:
        """Whether a sum between these ends is computed by one mapped function."""
        del ends
        return False

    def loop(self, low: str, high: str) -> str:
        """The whole numbers from low to below high."""
        return f"range({low}, {high})"

    @abstractmethod
    def numbers(self, texts: Sequence[str]) -> str:
        """A vector of typed numbers."""

    def exponent(self, top: int, bottom: int) -> str:
        """A fraction as an exponent, in brackets."""
        return f"({top} / {bottom})"


def number_text(value: float) -> str:
    """A float as Python writes it; whole numbers without their point."""
    if value == float("inf"):
        return 'float("inf")'
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)

"""What is asked of the writing of code and what comes of it: frozen words without libraries."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.autograd.words import Subject

Language = Literal["torch", "sympy", "numpy", "jax"]
LANGUAGES: tuple[Language, ...] = ("torch", "sympy", "numpy", "jax")
TITLES: dict[Language, str] = {
    "torch": "PyTorch", "sympy": "SymPy", "numpy": "NumPy", "jax": "JAX",
}  # fmt: skip
FORMS = {"latex": "LaTeX", "markdown": "Markdown"}  # of a table
MOST_COORDINATES = 400  # of a function whose script is written


@dataclass(frozen=True, slots=True)
class CodeWish:
    """The script of a formula at its point in a language, with its curves from low to high."""

    kind: ClassVar[str] = "code"

    subject: Subject
    language: Language
    window: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Script:
    """A script that runs by itself.

    `text` is empty where the language has no counterpart of the formula; then `note` is the
    sentence that says so. Else `note` is what is to be known of the numbers, or nothing. `ran`
    says that it was run here and that its asserts hold.
    """

    language: Language
    text: str
    note: str = ""
    ran: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain words."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Script:
        """What `to_json` made."""
        return cls(**plain)


@dataclass(frozen=True, slots=True)
class DerivationWish:
    """The derivatives of a formula at its point as a table in LaTeX or Markdown."""

    kind: ClassVar[str] = "derivation"

    subject: Subject
    form: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text, in the `form` "latex" or "markdown"."""

    form: str
    text: str

    def to_json(self) -> dict[str, Any]:
        """Plain words."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Table:
        """What `to_json` made."""
        return cls(**plain)

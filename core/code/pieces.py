"""Pieces of code: text with how tightly it binds, and what kind of value it has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from core.errors import InputError


class Rank(IntEnum):
    """How tightly the outermost operation of a piece binds in Python."""

    LOOSE = 0  # a conditional, a lambda
    OR = 1
    AND = 2
    NOT = 3
    COMPARE = 4
    BITS = 5  # & and |
    SUM = 6
    PRODUCT = 7
    SIGN = 8
    POWER = 9
    ATOM = 10


class Kind(IntEnum):
    """What a piece is while the script runs."""

    LITERAL = 0  # made of typed numbers
    PYTHON = 1  # a number of Python: a slider, the index of a sum
    TENSOR = 2  # a value of the library: it has its methods and no use for math


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of Python with its rank and kind."""

    text: str
    rank: Rank = Rank.ATOM
    kind: Kind = Kind.TENSOR

    def within(self, rank: Rank) -> str:
        """The text, in brackets where it would come apart inside an operation of this rank."""
        return self.text if self.rank >= rank else f"({self.text})"


class NoCounterpart(InputError):
    """The library has nothing for a part of the formula; the message is one sentence."""


def widest(*pieces: Piece) -> Kind:
    """The kind of what is made of these."""
    return max((each.kind for each in pieces), default=Kind.LITERAL)


def floated(piece: Piece) -> str:
    """The text of a piece, a whole typed number with its point: 2 becomes 2.0."""
    if piece.kind is Kind.LITERAL and piece.text.lstrip("-").isdigit():
        return f"{piece.text}.0"
    return piece.text

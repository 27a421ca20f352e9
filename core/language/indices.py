"""Whole numbers known while reading: bounds of sums, subscripts, dimensions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import syntax as s
from core.language.constants import value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Range = tuple[int, int]
DEFAULT_SIZE = 10


@dataclass
class Wholes:
    """What names stand for where a whole number is needed.

    A constant of another row, else a size that was given, else `default`; the names that were
    asked for and that no row defines are remembered in `used`.
    """

    scope: Mapping[str, s.Definition]
    sizes: Mapping[str, int]
    default: int = DEFAULT_SIZE
    used: dict[str, int] = field(default_factory=dict)

    def of(self, name: str, span: s.Span) -> int:
        """The whole number of a name; InputError where another row says otherwise."""
        row = self.scope.get(name)
        if row is None:
            return self.used.setdefault(name, self.sizes.get(name, self.default))
        try:
            value = value_of(row.body)
        except InputError:
            value = 0.5
        if value != int(value):
            raise InputError(f"{name} is not a whole number here.", *span,
                             f"Type a row such as {name} = 20.")
        return int(value)


def extent(node: s.Node, counters: Mapping[str, Range], wholes: Wholes) -> Range | None:
    """The smallest and largest value of a subscript or a bound; None where it is no whole number.

    `counters` are the indices of the sums around it.
    """
    match node:
        case s.Number(value=value):
            return (int(value), int(value)) if value == int(value) else None
        case s.Name(name=name):
            if name in counters:
                return counters[name]
            whole = wholes.of(name, node.span)
            return (whole, whole)
        case s.Apply(name=name, arguments=()):
            whole = wholes.of(name, node.span)
            return (whole, whole)
        case s.Negate(operand=inner):
            found = extent(inner, counters, wholes)
            return None if found is None else (-found[1], -found[0])
        case s.Sum(terms=parts) | s.Product(factors=parts):
            below = [extent(each, counters, wholes) for each in parts]
            known = [each for each in below if each is not None]
            if len(known) < len(below):
                return None
            return _added(known) if isinstance(node, s.Sum) else _multiplied(known)
        case _:
            return None


def _added(parts: list[Range]) -> Range:
    return sum(low for low, _ in parts), sum(high for _, high in parts)


def _multiplied(parts: list[Range]) -> Range:
    low, high = 1, 1
    for one in parts:
        ends = [a * b for a in (low, high) for b in one]
        low, high = min(ends), max(ends)
    return low, high

"""Subscripts that count: x_i under a sum, x_{i+1}, x[3], and which names are vectors by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import syntax as s
from core.language.indices import Range, Wholes, extent
from core.language.walk import children, with_children

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCALED = re.compile(r"([0-9]+)([A-Za-z])")
_NOTHING: Mapping[str, Range] = {}


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns names into components: `vectors` are the names known to be vectors, `wholes` those of
    whole numbers; rows of the scope may be vectors and matrices.
    """

    vectors: frozenset[str]
    scope: Mapping[str, s.Definition]
    wholes: frozenset[str] = frozenset()

    def _lists(self, name: str) -> bool:
        return name in self.scope and bool(self.scope[name].shape)

    def read(self, node: s.Node, active: frozenset[str] = frozenset()) -> s.Node:
        """The tree with its components; `active` are the indices of the sums around it."""
        match node:
            case s.Name():
                return self._name(node, active)
            case s.Repeat(index=index):
                below = [self.read(node.body, active | {index}), self.read(node.low, active),
                         self.read(node.high, active)]  # fmt: skip
            case s.Component(vector=s.Vector(components=(base,))):
                return self._bracketed(node, base, active)
            case s.Power(base=base, exponent=s.Name(name="T")) if self._is_list(base):
                return s.Transpose(self.read(base, active), span=node.span)
            case _:
                below = [self.read(each, active) for each in children(node)]
        return with_children(node, below)

    def _is_list(self, node: s.Node) -> bool:
        return isinstance(node, s.Name | s.Apply) and (
            node.name in self.vectors or self._lists(node.name))

    def _name(self, node: s.Name, active: frozenset[str]) -> s.Node:
        base, _, subscript = node.name.partition("_")
        if not subscript or node.name in self.vectors:
            return node
        known = base in self.vectors or self._lists(base)
        indices = self._indices(subscript, active, node.span, known=known)
        if indices is None and known and len(subscript) == 1:
            raise _uncounted(subscript, node.span)
        if indices is None:
            return node
        found = self._base(base, node.span) if known else s.Name(base, span=node.span)
        for index in indices:
            found = s.Component(found, index, span=node.span)
        return found

    def _base(self, name: str, span: s.Span) -> s.Node:
        if name in self.vectors or name not in self.scope:
            return s.Name(name, span=span)
        given = tuple(s.Name(each, span=span) for each in self.scope[name].variables)
        return s.Apply(name, given, span=span)

    def _indices(
        self, subscript: str, active: frozenset[str], span: s.Span, *, known: bool
    ) -> list[s.Node] | None:
        """What a typed subscript counts: i, 2i, ij, i,j, and 3 where the name is a vector."""
        if subscript in active:
            return [s.Name(subscript, span=span)]
        if known and subscript in self.wholes:
            return [self._base(subscript, span)]
        if known and subscript.isdigit():
            return [s.Number(float(subscript), subscript, span=span)]
        scaled = _SCALED.fullmatch(subscript)
        if scaled and scaled[2] in active:
            factor = s.Number(float(scaled[1]), scaled[1], span=span)
            return [s.Product((factor, s.Name(scaled[2], span=span)), span=span)]
        parts = subscript.split("_") if "_" in subscript else list(subscript)
        if len(parts) != 2 or not (known or any(each in active for each in parts)):
            return None
        single: list[s.Node] = []
        for each in parts:
            found = self._indices(each, active, span, known=known)
            single += found if found is not None and len(found) == 1 else []
        return single if len(single) == 2 else None

    def _bracketed(self, node: s.Component, base: s.Node, active: frozenset[str]) -> s.Node:
        """x[...]: a component where x is a vector or the index counts, else a product."""
        index = self.read(node.index, active)
        parts: tuple[s.Node, ...] = index.components if isinstance(index, s.Vector) else (index,)
        counts = bool(active) and any(_counts(each, active) for each in parts)
        named = isinstance(base, s.Name | s.Apply)
        if named and (self._is_list(base) or (counts and isinstance(base, s.Name))):
            found = base
            for each in parts:
                found = s.Component(found, each, span=node.span)
            return found
        inner = self.read(base, active)
        return s.Product((inner, index), span=node.span)


def _uncounted(name: str, span: s.Span) -> InputError:
    return InputError(f"No sum counts {name} here.", *span,
                      f"Type for example sum(x_{name}, {name}, 1, 3).")


def _counts(node: s.Node, active: frozenset[str]) -> bool:
    """Whether a bracketed index is made of indices and whole numbers alone."""
    if isinstance(node, s.Name):
        return node.name in active
    if isinstance(node, s.Number):
        return node.value == int(node.value)
    below = children(node)
    whole = isinstance(node, s.Sum | s.Product | s.Negate)
    return whole and all(_counts(each, active) or isinstance(each, s.Name) for each in below)


def indexed(tree: s.Node) -> frozenset[str]:
    """The names that have components in the tree and that no other row defines."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, s.Component) and isinstance(node.vector, s.Name):
            found.add(node.vector.name)
        waiting.extend(children(node))
    return frozenset(found)


def ranges(tree: s.Node, wholes: Wholes) -> dict[str, Range]:
    """For each name with components the smallest and the largest index the tree reads.

    InputError where an index or the bound of a sum over components is no whole number.
    """
    found: dict[str, Range] = {}
    _collect(tree, _NOTHING, wholes, found)
    return found


def _collect(
    node: s.Node, counters: Mapping[str, Range], wholes: Wholes, found: dict[str, Range]
) -> None:
    if isinstance(node, s.Repeat) and _holds_component(node.body, node.index):
        ends = [_known(each, counters, wholes) for each in (node.low, node.high)]
        if ends[1][1] < ends[0][0]:
            return
        counters = {**counters, node.index: (ends[0][0], ends[1][1])}
        _collect(node.body, counters, wholes, found)
        return
    if isinstance(node, s.Component):
        _check_counted(node.index, counters, wholes)
        low, high = _known(node.index, counters, wholes)
        count = _count(node.vector, wholes)
        if count and not 1 <= low <= high <= count:
            wrong = low if low < 1 else high
            raise InputError(f"There is no component {wrong} among {count}.", *node.span,
                             "Components count from 1.")
        if isinstance(node.vector, s.Name):
            name = node.vector.name
            before = found.get(name, (low, high))
            found[name] = (min(before[0], low), max(before[1], high))
    for each in children(node):
        _collect(each, counters, wholes, found)


def _check_counted(index: s.Node, counters: Mapping[str, Range], wholes: Wholes) -> None:
    """Refuse x_{i+1} where no sum counts i."""
    waiting = [index]
    while waiting:
        node = waiting.pop()
        if isinstance(node, s.Name) and node.name in ("i", "j", "k") and not (
            node.name in counters or node.name in wholes.scope
        ):
            raise _uncounted(node.name, node.span)
        waiting.extend(children(node))


def _count(vector: s.Node, wholes: Wholes) -> int:
    """How many components a list of another row has, or a row of its matrix; 0 if unknown."""
    if isinstance(vector, s.Apply) and vector.name in wholes.scope:
        shape = wholes.scope[vector.name].shape
        return shape[0] if shape else 0
    if isinstance(vector, s.Component) and isinstance(vector.vector, s.Apply):
        row = wholes.scope.get(vector.vector.name)
        return row.shape[1] if row is not None and len(row.shape) > 1 else 0
    return 0


def _known(node: s.Node, counters: Mapping[str, Range], wholes: Wholes) -> Range:
    found = extent(node, counters, wholes)
    if found is None:
        raise InputError("A whole number is needed here.", *node.span,
                         "Subscripts and their bounds are made of whole numbers, + - and *.")
    return found


def _holds_component(body: s.Node, index: str) -> bool:
    """Whether a component inside counts with the index."""
    waiting = [body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, s.Component):
            inside = [node.index]
            while inside:
                each = inside.pop()
                if isinstance(each, s.Name) and each.name == index:
                    return True
                inside.extend(children(each))
        waiting.extend(children(node))
    return False

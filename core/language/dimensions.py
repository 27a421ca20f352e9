"""Which names of a text are vectors, and of how many components."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language import syntax as s
from core.language.components import Reader, indexed, ranges
from core.language.indices import DEFAULT_SIZE, Wholes
from core.language.names import FIRST_VARIABLES, NEXT_VARIABLES
from core.language.spaces import MOST_COMPONENTS
from core.language.walk import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.language.indices import Range
    from core.language.spaces import Space

MOST_MEMBERS = 64


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The tree with its components, the length of each vector, the smallest and largest index
    read of each, and the whole numbers that names were given.
    """

    body: s.Node
    lengths: Mapping[str, int]
    ranges: Mapping[str, Range]
    wholes: tuple[tuple[str, int], ...] = ()


def resolve(
    body: s.Node, spaces: Sequence[Space], scope: Mapping[str, s.Definition],
    sizes: Mapping[str, int],
) -> Dimensions:  # fmt: skip
    """Find the vectors of a tree as it was read.

    `sizes` gives whole numbers from outside: the n of R^n, or how many components x has.
    """
    if not spaces and not sizes and _is_plain(body, scope):
        return Dimensions(body, {}, {})
    named = frozenset(each.symbol for each in spaces if each.symbol)
    declared = frozenset(each.name for each in spaces) | {
        name for name in sizes if _is_free(name, body, scope)
    }
    first = Reader(declared, scope, named).read(body)
    algebra = _by_algebra(first, scope)
    vectors = declared | indexed(first) | algebra.keys()
    if not vectors:
        wholes = Wholes(scope, sizes)
        ranges(first, wholes)
        return Dimensions(first, {}, {}, tuple(sorted(wholes.used.items())))
    tree = Reader(vectors, scope, named | {"n"}).read(body)
    wholes = _guessed(tree, spaces, scope, sizes)
    read = ranges(tree, wholes)
    lengths = {
        name: _length(name, spaces, wholes, sizes, algebra, read) for name in sorted(vectors)
    }
    return Dimensions(tree, lengths, read, tuple(sorted(wholes.used.items())))


def _is_plain(body: s.Node, scope: Mapping[str, s.Definition]) -> bool:
    """Whether nothing in a tree can be a component: the usual case, told apart quickly."""
    if any(row.shape for row in scope.values()):
        return False
    for each in nodes(body):
        if isinstance(each, s.Name):
            if "_" in each.name:
                return False
        elif isinstance(each, (s.Component, s.Transpose, s.Vector)):
            return False
    return True


def _is_free(name: str, body: s.Node, scope: Mapping[str, s.Definition]) -> bool:
    """Whether a size is that of a vector: x in the text, and no counting letter."""
    if name in scope or name not in (*FIRST_VARIABLES, *NEXT_VARIABLES):
        return False
    for each in nodes(body):
        if isinstance(each, s.Name):
            base, _, subscript = each.name.partition("_")
            if base == name and (not subscript or subscript.isdigit()):
                return True
    return False


def _guessed(
    tree: s.Node, spaces: Sequence[Space], scope: Mapping[str, s.Definition],
    sizes: Mapping[str, int],
) -> Wholes:  # fmt: skip
    """Whole numbers by name; where a length is given, the one free number that makes it."""
    known = [each.size for each in spaces if each.size is not None]
    default = known[0] if len(known) == 1 else DEFAULT_SIZE
    wholes = Wholes(scope, sizes, default)
    read = ranges(tree, wholes)
    wanted = {name: size for name, size in sizes.items() if name in read}
    free = [name for name in wholes.used if name not in sizes]
    if not wanted or len(free) != 1:
        return Wholes(scope, sizes, default)
    name, size = next(iter(wanted.items()))
    for guess in (size, size + 1, size - 1, 2 * size, size // 2):
        attempt = Wholes(scope, {**sizes, free[0]: guess}, default)
        if ranges(tree, attempt).get(name, (0, 0))[1] == size:
            return Wholes(scope, {**sizes, free[0]: guess}, default)
    return Wholes(scope, sizes, default)


def _length(
    name: str, spaces: Sequence[Space], wholes: Wholes, sizes: Mapping[str, int],
    algebra: Mapping[str, int], read: Mapping[str, Range],
) -> int:  # fmt: skip
    highest = read.get(name, (0, 0))[1]
    space = next((each for each in spaces if each.name == name), None)
    if space is not None:
        size = space.size if space.size is not None else wholes.of(space.symbol, space.span)
        length = sizes.get(name, size)
    else:
        length = sizes.get(name) or max(algebra.get(name, 0), highest)
    if length > MOST_COMPONENTS:
        raise InputError(f"{name} has more than {MOST_COMPONENTS:,} components.")
    if length < 1:
        raise InputError(f"{name} has no components.", hint="Let the sum run from 1 on.")
    return length


def check_ranges(
    variables: Sequence[str], found: Dimensions
) -> tuple[tuple[int, ...], tuple[s.Family, ...]]:
    """The lengths of the variables, and the indexed parameters; InputError out of bounds."""
    for name, (low, high) in found.ranges.items():
        span = _first_use(found.body, name)
        if name in variables:
            length = found.lengths[name]
            if low < 1:
                raise InputError(f"The components of {name} count from 1, and {name}_{low} is read."
                                 .replace("_-", "_−"), *span, "Let the sum run from 1.")
            if high > length:
                raise InputError(f"{name} has {length} components, and {name}_{high} is read.",
                                 *span, "Lower the upper bound of the sum.")
        elif high - low >= MOST_MEMBERS:
            raise InputError(f"{name} stands for more than {MOST_MEMBERS} sliders.", *span,
                             f"Type them as a list in a row of its own: {name} = [1, 2, 3].")
        elif low < 0:
            raise InputError(f"{name} is read with a negative subscript.", *span)
    families = tuple(
        s.Family(name, *found.ranges.get(name, (1, length)))
        for name, length in found.lengths.items()
        if name not in variables
    )
    lengths = tuple(found.lengths.get(name, 0) for name in variables)
    return (lengths if any(lengths) else ()), families


def _first_use(body: s.Node, name: str) -> s.Span:
    for node in nodes(body):
        if isinstance(node, s.Component) and node.vector == s.Name(name):
            return node.span
    return body.span


def _by_algebra(tree: s.Node, scope: Mapping[str, s.Definition]) -> dict[str, int]:
    """Names that stand beside a matrix or a list of another row: A x, x'A, dot(c, x)."""
    found: dict[str, int] = {}
    for node in nodes(tree):
        if isinstance(node, s.Product):
            for left, right in zip(node.factors, node.factors[1:], strict=False):
                _beside(left, right, scope, found)
        elif isinstance(node, s.Call) and node.function == "dot" and len(node.arguments) == 2:
            one, other = node.arguments
            for known, name in ((one, other), (other, one)):
                shape = _shape(known, scope)
                if shape and isinstance(name, s.Name):
                    found.setdefault(name.name, shape[0])
    return found


def _beside(
    left: s.Node, right: s.Node, scope: Mapping[str, s.Definition], found: dict[str, int]
) -> None:
    rows = _shape(right, scope)
    if rows and (name := _transposed_name(left)):
        found.setdefault(name, rows[0])
    columns = _shape(left, scope)
    if len(columns) == 2 and isinstance(right, s.Name):
        found.setdefault(right.name, columns[1])


def _transposed_name(node: s.Node) -> str | None:
    if isinstance(node, s.Transpose) and isinstance(node.operand, s.Name):
        return node.operand.name
    if isinstance(node, s.Power) and node.exponent == s.Name("T") and isinstance(node.base, s.Name):
        return node.base.name
    return None


def _shape(node: s.Node, scope: Mapping[str, s.Definition]) -> tuple[int, ...]:
    """The shape of a list that stands in the text or in another row, else ()."""
    if isinstance(node, s.Apply) and not node.arguments and node.name in scope:
        return scope[node.name].shape
    if isinstance(node, s.Transpose | s.Power):
        inner = node.operand if isinstance(node, s.Transpose) else node.base
        shape = _shape(inner, scope)
        turned = isinstance(node, s.Transpose) or node.exponent == s.Name("T")
        return shape[::-1] if len(shape) == 2 and turned else ()
    if isinstance(node, s.Vector):
        inner = node.components[0]
        rest = (len(inner.components),) if isinstance(inner, s.Vector) else ()
        return (len(node.components), *rest)
    return ()

"""What names stand for while a formula is compiled, and how that reaches the bodies of sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from core.calculus.numpy_rows import fold_step
from core.calculus.program import Builder
from core.errors import InputError

if TYPE_CHECKING:
    from core.calculus.program import Program
    from core.language import syntax as s
    from core.language.shapes import Shape

MOST_PLACED = 40_000  # nodes compiled for one formula: about half a second
MOST_TOGETHER = 120_000  # and for all the rows that are read at once
INNER = 30  # nodes that a program inside a step costs as much as
APPLIED = 16  # nodes that the application of another row costs as much as


@dataclass(frozen=True, slots=True)
class Axis:
    """A vector that one step computes, its components on a first axis."""

    place: int
    length: int

    @property
    def shape(self) -> tuple[int, ...]:
        """(n,)."""
        return (self.length,)


@dataclass(frozen=True, slots=True)
class Parts:
    """A vector by the steps of its components; the first has the subscript `first`."""

    items: tuple[int, ...]
    first: int = 1

    @property
    def shape(self) -> tuple[int, ...]:
        """(n,)."""
        return (len(self.items),)


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A vector or matrix by the expression that was given for it, where that was typed."""

    node: s.Node
    scene: Scene
    shape: tuple[int, ...]


Value: TypeAlias = int | Axis | Parts | Given


@dataclass(frozen=True, slots=True)
class Compilers:
    """The ways of the compiler that entries of vectors come back to."""

    place: Callable[[s.Node, Scene], int]
    raised: Callable[[int, s.Power, Scene], int]
    bodied: Callable[..., int]


class Budget:
    """How many nodes may still be compiled, wherever they stand.

    Steps alone do not bound the work: sums in sums and rows of rows may unfold for ever into steps
    that are shared.
    """

    def __init__(self, nodes: int = MOST_PLACED, whole: Budget | None = None) -> None:
        """`whole` is what this is a part of, as a row is of the rows that are read at once."""
        self.left = nodes
        self._whole = whole

    def part(self) -> Budget:
        """That of one formula, out of this."""
        return Budget(MOST_PLACED, self)

    def spend(self, span: s.Span, nodes: int = 1) -> None:
        """So many nodes more; InputError when that is too many."""
        self.left -= nodes
        if self._whole is not None:
            self._whole.spend(span, nodes)
        if self.left < 0:
            raise InputError("This formula unfolds into too many operations.", *span)


@dataclass(frozen=True, eq=False)
class Scene:
    """Where a node is compiled: the steps so far, what names stand for, the rows in use.

    `shapes` holds the shape of every node of the tree by its identity; what is missing is a number.
    Sums of fewer than `unrolled_below` terms are written out, unless a vector has an axis.
    """

    builder: Builder
    names: Mapping[str, Value]
    scope: Mapping[str, s.Definition]
    callers: tuple[str, ...]
    shapes: Mapping[int, Shape]
    compilers: Compilers
    has_axis: bool = False
    unrolled_below: int = 64
    budget: Budget = field(default_factory=Budget)

    @property
    def is_own(self) -> bool:
        """Whether what is compiled here is the text itself, not that of another row."""
        return len(self.callers) == 1

    def shape(self, node: s.Node) -> Shape:
        """The shape of a node."""
        return self.shapes.get(id(node), ())

    def place(self, node: s.Node) -> int:
        """The step that computes a number."""
        return self.compilers.place(node, self)

    def raised(self, base: int, node: s.Power) -> int:
        """The power of a node over a base already computed."""
        return self.compilers.raised(base, node, self)


class Names(Mapping[str, Value]):
    """Names seen through a change of their steps, made when they are asked for; `own` are new."""

    def __init__(
        self, outer: Mapping[str, Value], change: Callable[[int, int], int],
        own: Mapping[str, Value] | None = None,
    ) -> None:  # fmt: skip
        self._outer = outer
        self._change = change
        self._seen: dict[str, Value] = dict(own or {})

    def __getitem__(self, name: str) -> Value:
        if name not in self._seen:
            self._seen[name] = changed(self._outer[name], self._change)
        return self._seen[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._outer, *self._seen)))

    def __len__(self) -> int:
        return len(dict.fromkeys((*self._outer, *self._seen)))


def changed(value: Value, change: Callable[[int, int], int]) -> Value:
    """A value over other steps; `change(step, length)` gives the new step."""
    match value:
        case Axis(place=place, length=length):
            return Axis(change(place, length), length)
        case Parts(items=items):
            return replace(value, items=tuple(change(each, 0) for each in items))
        case Given(scene=scene):
            names = Names(scene.names, change)
            builder: Builder | None = getattr(change, "builder", None)
            moved = replace(scene, names=names, builder=builder or scene.builder)
            return replace(value, scene=moved)
        case _:
            return change(value, 0)


class Inner:
    """A program inside a step: what it reads from outside becomes its inputs, as it is asked for.

    Its first input is its own: the counter of a sum, or the variable of a derivative.
    """

    def __init__(self, scene: Scene) -> None:
        self.outer = scene
        scene.budget.spend(scene.builder.span, INNER)
        self.builder = Builder((), fold_step)
        self.builder.span = scene.builder.span
        self.own = self.builder.new_input()
        self.captured: list[int] = []
        self._places: dict[int, int] = {}
        self.scene = replace(scene, builder=self.builder, names=Names(scene.names, self))

    def __call__(self, place: int, length: int = 0) -> int:
        """The step in here for a step out there."""
        if place not in self._places:
            step = self.outer.builder.at(place)
            if step.op in ("number", "constant"):
                self._places[place] = self.builder.step(step.op, detail=step.detail)
            else:
                self.captured.append(place)
                self._places[place] = self.builder.new_input(length)
        return self._places[place]

    def named(self, name: str, value: Value) -> Scene:
        """The scene in here, with one name that stands for something of its own."""
        return replace(self.scene, names=Names(self.outer.names, self, {name: value}))

    def program(self, output: int) -> Program:
        """The program in here."""
        return self.builder.program(output)


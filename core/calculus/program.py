"""The flat program: one list of steps with shared sub-expressions merged, run by any arithmetic.

A step names an operation of the row tables and the earlier steps it reads. NumPy, torch and the
one-sided series all run the same list; only the table of operations differs.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from core.language.syntax import Span


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on earlier steps.

    `detail` is what the operation needs besides: the spelling of a literal, the name of a
    constant or an input, an integer power, an order, or a `Program` that the step repeats
    (`repeat_sum`, `repeat_prod`) or differentiates (`derivative`).
    """

    op: str
    args: tuple[int, ...] = ()
    detail: Any = None

    @property
    def differentiates(self) -> bool:
        """True when the step is itself a derivative or repeats one, which NumPy cannot run."""
        repeated = isinstance(self.detail, Program) and self.detail.differentiates
        return repeated or self.op == "derivative"


@dataclass(frozen=True, slots=True)
class Program:
    """Steps in order of evaluation; the last word has `output`.

    `inputs` names the variables, then the parameters. `constants` maps each step that reads no
    input to its float64 value. `spans` holds, per step, the columns of the text it came from.

    `lengths` goes with the first inputs: 0 for a number, n for a vector of n components, whose
    values carry an axis of components before those of the points; no entry stands for 0. `rows`
    is the number of components of the output, on a first axis too, or 0 for a number. `calls`
    names functions that became other operations, with the steps of their arguments: relu, clamp.
    `stands` holds all places of the text where a step is typed; a shared step has several, one
    that came from the text of another row has none.
    """

    inputs: tuple[str, ...]
    steps: tuple[Step, ...]
    output: int
    constants: Mapping[int, float]
    spans: tuple[Span, ...] = ()
    lengths: tuple[int, ...] = ()
    rows: int = 0
    calls: Mapping[int, tuple[str, tuple[int, ...]]] = field(default_factory=dict)
    stands: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    _hash: int = field(init=False, repr=False, default=0)

    def __post_init__(self) -> None:
        """Hash once: programs are keys of what is kept of them."""
        words = (self.inputs, self.steps, self.output, self.lengths)
        object.__setattr__(self, "_hash", hash(words))

    def __hash__(self) -> int:
        """Programs are compared and hashed by what they compute."""
        return self._hash

    def __eq__(self, other: object) -> bool:
        """True for the same inputs, steps and output."""
        if self is other:
            return True
        if not isinstance(other, Program):
            return NotImplemented
        mine = (self.inputs, self.output, self.lengths, self.rows, self.steps)
        return mine == (other.inputs, other.output, other.lengths, other.rows, other.steps)

    def grouped(self, columns: Sequence[Any], count: int) -> list[Any]:
        """The first `count` inputs from their components one by one; vectors become lists."""
        lengths = (*self.lengths, *(0,) * count)[:count]
        found: list[Any] = []
        at = 0
        for length in lengths:
            found.append(list(columns[at : at + length]) if length else columns[at])
            at += length or 1
        return found

    def led_by(self, names: Sequence[str]) -> Program:
        """The same with these inputs first, in this order: a plane or a line of many variables.

        For programs whose inputs are numbers, as `compile_definition(..., by_components=True)`
        makes them: `field(program.led_by(("x_3", "x_7")), ...)`.
        """
        order = (*names, *(each for each in self.inputs if each not in set(names)))
        moved = {self.inputs.index(name): place for place, name in enumerate(order)}
        steps = tuple(
            replace(step, detail=moved[step.detail]) if step.op == "input" else step
            for step in self.steps
        )
        return replace(self, inputs=order, steps=steps)

    def component(self, row: int) -> Program:
        """The program of one component of a map that lists them; ValueError for another."""
        if self.steps[self.output].op != "stack":
            raise ValueError("the components of this map are not listed")
        return replace(self, output=self.steps[self.output].args[row], rows=0)

    @property
    def differentiates(self) -> bool:
        """True when a step is itself a derivative, which NumPy cannot run."""
        return any(step.differentiates for step in self.steps)


class Cancelled(Exception):
    """The computation was stopped on request; nothing was computed."""


_ASKED: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


@contextmanager
def stopped_by(stop: Callable[[], bool]) -> Iterator[None]:
    """What is computed inside, on this thread, gives up when `stop` asks for it: Cancelled.

    For what lies so deep, as the series of `beside`, that nothing on the way there can stop.
    """
    before = _ASKED.set(stop)
    try:
        yield
    finally:
        _ASKED.reset(before)


def give_up_if_asked() -> None:
    """Cancelled when what this thread computes is no longer wanted."""
    stop = _ASKED.get()
    if stop is not None and stop():
        raise Cancelled


def run(
    program: Program,
    inputs: Sequence[Any],
    table: Mapping[str, Callable[..., Any]],
    *,
    fold: bool = True,
    only: Collection[int] | None = None,
) -> list[Any]:
    """Every step's value, in the arithmetic of `table`, with the inputs in program order.

    With `fold`, steps that read no input are Python floats computed beforehand; without, the
    table computes them too (an arithmetic of more than 53 bits needs that). With `only`, just these
    steps are computed, and the others are None. Cancelled between two steps when `stopped_by` says
    so.
    """
    values: list[Any] = []
    known = program.constants if fold else {}
    asked = _ASKED.get()
    for place, step in enumerate(program.steps):
        if asked is not None and asked():
            raise Cancelled
        if place in known:
            values.append(known[place])
        elif only is not None and place not in only:
            values.append(None)
        elif step.op == "input":
            values.append(inputs[step.detail])
        elif step.detail is None:
            values.append(table[step.op](*[values[each] for each in step.args]))
        else:
            values.append(table[step.op](*[values[each] for each in step.args], step.detail))
    return values


REPEATS = frozenset(
    f"repeat_{name}" for name in ("sum", "prod", "max", "min", "hypot", "logaddexp", "list")
)
LATER = frozenset(("input", "stack", "replaced", *REPEATS))
"""Operations that are no number known beforehand: they have components, or may take long."""


class Builder:
    """Collects steps, giving the same number to the same step."""

    def __init__(
        self, inputs: Sequence[str], fold: Callable[[Step, list[float]], float],
        lengths: Sequence[int] = (),
    ) -> None:  # fmt: skip
        self.inputs = tuple(inputs)
        self.lengths = tuple(lengths)
        self.span: Span = (0, 0)
        self._fold = fold
        self._steps: list[Step] = []
        self._spans: list[Span] = []
        self._places: dict[Step, int] = {}
        self._constants: dict[int, float] = {}
        self._calls: dict[int, tuple[str, tuple[int, ...]]] = {}
        self._stands: dict[int, dict[Span, None]] = {}
        # Of other rows that are used: their steps by what they were applied to, and the shapes of
        # their nodes by those of their variables.
        self.applied: dict[tuple[object, ...], int] = {}
        self.shapes: dict[tuple[object, ...], dict[int, Any]] = {}

    def step(self, op: str, *args: int, detail: Any = None) -> int:
        """The number of this step, new or shared."""
        step = Step(op, args, detail)
        place = self._places.get(step)
        if place is None:
            place = len(self._steps)
            self._places[step] = place
            self._steps.append(step)
            self._spans.append(self.span)
            known = all(each in self._constants for each in args)
            if known and op not in LATER and not step.differentiates:
                self._constants[place] = self._fold(step, [self._constants[each] for each in args])
        return place

    def number(self, value: float | str) -> int:
        """A literal, by its spelling (kept exact for arithmetics of more than 53 bits)."""
        return self.step("number", detail=value if isinstance(value, str) else repr(value))

    def called(self, place: int, name: str, args: Sequence[int]) -> None:
        """Remember by which function this step was typed."""
        self._calls.setdefault(place, (name, tuple(args)))

    def typed(self, place: int, span: Span) -> None:
        """Remember that this step stands here in the text."""
        self._stands.setdefault(place, {})[span] = None

    def input(self, name: str) -> int:
        """An input by its name."""
        return self.step("input", detail=self.inputs.index(name))

    def new_input(self, length: int = 0) -> int:
        """One more input, without a name of its own."""
        self.inputs = (*self.inputs, f"#{len(self.inputs)}")
        self.lengths = (*self.lengths, *(0,) * (len(self.inputs) - 1 - len(self.lengths)), length)
        return self.step("input", detail=len(self.inputs) - 1)

    def constant(self, place: int) -> float | None:
        """The float64 value of a step that reads no input, else None."""
        return self._constants.get(place)

    def at(self, place: int) -> Step:
        """The step of this number."""
        return self._steps[place]

    def program(self, output: int, rows: int = 0) -> Program:
        """What was built, without the steps that the output does not read."""
        needed = self._reachable(output)
        moved = {old: new for new, old in enumerate(needed)}
        steps = tuple(
            Step(step.op, tuple(moved[each] for each in step.args), step.detail)
            for step in (self._steps[old] for old in needed)
        )
        constants = {moved[old]: self._constants[old] for old in needed if old in self._constants}
        spans = tuple(self._spans[old] for old in needed)
        lengths = self.lengths if any(self.lengths) else ()
        calls = {
            moved[place]: (name, tuple(moved[each] for each in args))
            for place, (name, args) in self._calls.items()
            if place in moved and all(each in moved for each in args)
        }
        stands = {moved[old]: tuple(self._stands[old]) for old in needed if old in self._stands}
        return Program(
            self.inputs, steps, moved[output], constants, spans, lengths, rows, calls, stands
        )

    def _reachable(self, output: int) -> list[int]:
        seen = {output}
        waiting = [output]
        while waiting:
            for each in self._steps[waiting.pop()].args:
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return sorted(seen)

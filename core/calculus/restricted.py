"""A program of many variables as one of a few: the other inputs stand still.

What stands still is computed once, by NumPy, and a sum keeps only the terms that a free variable
is in. So the program of a plane is as short for a thousand variables as for five.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from core.calculus.bodies import Differential
from core.calculus.numpy_rows import NUMPY, RepeatTooLong, bounds, fold_step
from core.calculus.program import REPEATS, Builder, Program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Step

    Array = NDArray[np.float64]

MOST_STEPS = 6000  # longer, a program that keeps its sums is the better one
_JOINED: Mapping[str, tuple[str, Any]] = {
    "repeat_sum": ("add", np.add), "repeat_prod": ("mul", np.multiply),
    "repeat_max": ("max", np.maximum), "repeat_min": ("min", np.minimum),
    "repeat_hypot": ("hypot", np.hypot), "repeat_logaddexp": ("logaddexp", np.logaddexp),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Free:
    """A number that a free variable is in: the step that computes it."""

    step: int


@dataclass(frozen=True, slots=True)
class _List:
    """A vector: its numbers (n,), and by place, from 0, the steps of those that are free."""

    numbers: Array
    free: dict[int, int] = field(default_factory=dict)

    def at(self, place: int) -> _Value:
        """The component of this place."""
        step = self.free.get(place)
        return float(self.numbers[place]) if step is None else _Free(step)


_Value: TypeAlias = "float | bool | _Free | _List"


def restricted(
    program: Program, variables: Sequence[str], at: Sequence[float], rest: Sequence[float],
    free: Sequence[str],
) -> Program:  # fmt: skip
    """The program whose inputs are the variables `free` alone, in this order.

    `variables` are the variables of the program, a vector by its components, `at` (n,) where they
    stand; `rest` are its other inputs. Its numbers are those of the program up to rounding.
    RepeatTooLong where too many terms move.
    """
    builder = Builder(tuple(free), fold_step)
    steps = {name: builder.input(name) for name in free}
    lengths = (*program.lengths, *(0,) * len(variables))
    inputs: list[_Value] = []
    place = 0
    while place < len(variables):
        length = lengths[len(inputs)]
        end = place + (length or 1)
        moving = {
            k: steps[name] for k, name in enumerate(variables[place:end]) if name in steps
        }
        whole = _List(np.array(at[place:end], float), moving)
        inputs.append(whole if length else whole.at(0))
        place = end
    maker = _Maker(builder, free)
    return builder.program(maker.place(maker.run(program, [*inputs, *map(float, rest)])))


class _Maker:
    """Runs a program on what stands still, and writes down what does not."""

    def __init__(self, builder: Builder, free: Sequence[str]) -> None:
        self.builder = builder
        self._free = free

    def run(self, program: Program, inputs: Sequence[_Value]) -> _Value:
        """The output of a program at these inputs."""
        values: list[_Value] = []
        for place, step in enumerate(program.steps):
            if step.op == "input":
                values.append(inputs[step.detail])
            elif place in program.constants:
                values.append(program.constants[place])
            else:
                values.append(self._step(step, [values[each] for each in step.args]))
        return values[program.output]

    def place(self, value: _Value) -> int:
        """The step of a value."""
        match value:
            case _Free(step=step):
                return step
            case _List(numbers=numbers):
                items = [self.place(value.at(k)) for k in range(len(numbers))]
                return self.builder.step("stack", *items)
            case bool():
                return self.builder.step("true" if value else "false")
            case _:
                return self._number(value)

    def _number(self, value: float) -> int:
        return self.builder.step("nowhere") if np.isnan(value) else self.builder.number(value)

    def _step(self, step: Step, args: list[_Value]) -> _Value:
        match step.op:
            case "stack":
                return self._stacked(args)
            case "component":
                whole, index = args
                if isinstance(whole, _List) and isinstance(index, (int, float)):
                    return whole.at(round(index) - 1)
            case "replaced":
                whole, value = args
                if isinstance(whole, _List):
                    return _replaced(whole, value, step.detail)
            case "derivative":
                return self._differentiated(step.detail, args)
            case op if op in _JOINED:
                found = self._repeated(step, args)
                if found is not None:
                    return found
        still = not any(isinstance(each, (_Free, _List)) for each in args)
        if still and step.op not in REPEATS and not step.differentiates:
            return _computed(step, args)
        return self._free_step(step.op, *map(self.place, args), detail=step.detail)

    def _free_step(self, op: str, *places: int, detail: Any = None) -> _Free:
        step = self.builder.step(op, *places, detail=detail)
        if step > MOST_STEPS:
            raise RepeatTooLong(f"too many terms depend on {' and '.join(self._free)}")
        return _Free(step)

    def _stacked(self, args: list[_Value]) -> _Value:
        numbers = np.array([each if isinstance(each, (int, float)) else np.nan for each in args])
        return _List(numbers, {k: each.step for k, each in enumerate(args)
                               if isinstance(each, _Free)})  # fmt: skip

    def _differentiated(self, what: Differential, args: list[_Value]) -> _Value:
        """A derivative inside the formula: of a program that is restricted in its turn."""
        inside = _Maker(Builder((), fold_step), self._free)
        own, captured = inside.builder.new_input(), list[int]()
        moved: dict[int, int] = {}

        def within(step: int) -> int:
            if step not in moved:
                captured.append(step)
                moved[step] = inside.builder.new_input()
            return moved[step]

        given: list[_Value] = []
        for k, each in enumerate(args):
            if k == what.index:
                given.append(_Free(own))
            elif isinstance(each, _Free):
                given.append(_Free(within(each.step)))
            elif isinstance(each, _List):
                steps = {place: within(step) for place, step in each.free.items()}
                given.append(_List(each.numbers, steps))
            else:
                given.append(each)
        program = inside.builder.program(inside.place(inside.run(what.program, given)))
        places = (self.place(args[what.index]), *captured)
        return self._free_step("derivative", *places, detail=Differential(program, 0, what.order))

    def _repeated(self, step: Step, args: list[_Value]) -> _Value | None:
        """A sum over the terms that stand still, then the others; None where it stays whole."""
        low, high, *captured = args
        body: Program = step.detail
        if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
            return None
        first, last = bounds(low, high)
        counter = np.arange(first, last + 1, dtype=float)
        terms, moves = _surveyed(body, counter, captured)
        name, join = _JOINED[step.op]
        total: _Value | None = None
        if not moves.all():
            total = float(join.reduce(terms[~moves]))
        for k in counter[moves].tolist():
            term = self.run(body, [k, *captured])
            alone = name == "hypot" and total is None
            if alone:
                total = self._free_step("abs", self.place(term))
            elif total is None:
                total = term
            else:
                total = self._free_step(name, self.place(total), self.place(term))
        return total


def _computed(step: Step, args: list[_Value]) -> _Value:
    details = () if step.detail is None else (step.detail,)
    with np.errstate(all="ignore"):
        try:
            value = NUMPY[step.op](*args, *details)
        except OverflowError:
            return float("inf")
    return bool(value) if isinstance(value, (bool, np.bool_)) else float(value)


def _replaced(whole: _List, value: _Value, place: int) -> _List:
    numbers, free = whole.numbers.copy(), dict(whole.free)
    free.pop(place, None)
    if isinstance(value, _Free):
        free[place] = value.step
    elif not isinstance(value, _List):
        numbers[place] = value
    return _List(numbers, free)


# --- which terms of a sum a free variable is in ---


class _Unknown(Exception):
    """A term is made in a way that is not followed: all of them may move."""


def _surveyed(
    body: Program, counter: Array, captured: Sequence[_Value]
) -> tuple[Array, NDArray[np.bool_]]:
    """The terms (m,) of a sum at all values of its counter, and (m,) which of them move."""
    try:
        with np.errstate(all="ignore"):
            terms, moves = _survey(body, [counter, *captured])
    except _Unknown:
        return counter, np.ones(counter.shape, bool)
    return (
        np.array(np.broadcast_to(np.asarray(terms, float), counter.shape)),
        np.array(np.broadcast_to(moves, counter.shape)),
    )


def _survey(body: Program, inputs: Sequence[Any]) -> tuple[Any, Any]:
    """The output and where it moves; numbers and arrays over the counter, lists as they are."""
    values: list[tuple[Any, Any]] = []
    for place, step in enumerate(body.steps):
        if step.op == "input":
            given = inputs[step.detail]
            values.append((np.nan, True) if isinstance(given, _Free) else (given, False))
        elif place in body.constants:
            values.append((body.constants[place], False))
        else:
            values.append(_surveyed_step(step, [values[each] for each in step.args]))
    return values[body.output]


def _surveyed_step(step: Step, args: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    moves = np.logical_or.reduce(np.broadcast_arrays(False, *(each for _, each in args)))
    given = [each for each, _ in args]
    if step.op == "component" and isinstance(given[0], _List):
        whole, index = given
        places = np.rint(np.asarray(index, float)).astype(np.intp) - 1
        if places.min() < 0 or places.max() >= len(whole.numbers):
            raise _Unknown
        return whole.numbers[places], moves | np.isin(places, list(whole.free))
    if step.op == "stack" and not any(np.ndim(each) for each in given) and not moves.any():
        return _List(np.array(given, float)), False
    if step.differentiates or step.op in ("stack", "replaced", "component"):
        raise _Unknown
    if step.op in REPEATS:
        lists = [each for each in given if isinstance(each, _List)]
        if moves.any() or any(each.free for each in lists) or step.op == "repeat_list":
            raise _Unknown
        given = [each.numbers if isinstance(each, _List) else each for each in given]
    elif any(isinstance(each, _List) for each in given):
        raise _Unknown
    details = () if step.detail is None else (step.detail,)
    return NUMPY[step.op](*given, *details), moves

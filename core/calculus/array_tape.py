"""A tape played by NumPy: for a curve's few hundred points torch would take longer to be called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_rows import sigmoid
from core.calculus.torch_tape import Untraceable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.calculus.torch_tape import Step, Tape


@dataclass(frozen=True, slots=True)
class ArrayStep:
    """A function of arrays on earlier places."""

    function: Callable[..., Any]
    args: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ArrayTape:
    """Places are the inputs, the numbers, the steps; `outputs` are the places of the results."""

    numbers: tuple[float, ...]
    steps: tuple[ArrayStep, ...]
    outputs: tuple[int, ...]

    def run(self, inputs: Sequence[Any]) -> list[Any]:
        """The outputs at inputs, arrays or numbers, of shapes that go together."""
        places: list[Any] = [*inputs, *self.numbers]
        with np.errstate(all="ignore"):
            for step in self.steps:
                places.append(step.function(*[places[each] for each in step.args]))
        return [places[each] for each in self.outputs]


def array_tape(tape: Tape) -> ArrayTape:
    """The same steps for NumPy. Untraceable when a step has no counterpart."""
    moved = {k: k for k in range(tape.inputs)}
    numbers = [each.item() for each in tape.constants.values()]
    for place in tape.constants:
        moved[place] = len(moved)
    steps = [(k, step) for k, step in enumerate(tape.steps) if step is not None]
    plain = [value for _, step in steps for stepped, value in step.args if not stepped]
    first = len(moved)
    extra = {repr(value): first + k for k, value in enumerate(plain)}
    count = first + len(plain)
    made: list[ArrayStep] = []
    for k, step in steps:
        args = tuple(moved[each] if stepped else extra[repr(each)] for stepped, each in step.args)
        made.append(ArrayStep(_function(step), args))
        moved[k] = count
        count += 1
    return ArrayTape((*numbers, *plain), tuple(made), tuple(moved[each] for each in tape.outputs))


def _function(step: Step) -> Callable[..., Any]:
    function = step.array or _BY_NAME.get(step.name)
    if function is None:
        raise Untraceable(step.name)
    return function


def _root_over(x: Any) -> Any:
    return np.divide(1.0, np.sqrt(x))


_BY_NAME: Mapping[str, Callable[..., Any]] = {
    **{
        each.__name__: each
        for each in (
            np.add, np.hypot, np.maximum, np.minimum, np.logaddexp, np.where, np.logical_and,
            np.logical_or, np.logical_not, np.exp, np.expm1, np.log, np.log1p, np.log2, np.log10,
            np.sqrt, np.sin, np.cos, np.tan, np.sinh, np.cosh, np.tanh, np.sign, np.floor, np.ceil,
        )
    },
    "mul": np.multiply, "sub": np.subtract, "div": np.divide, "neg": np.negative,
    "pow": np.float_power, "abs": np.abs, "round": np.rint, "remainder": np.mod,
    "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "atan2": np.arctan2,
    "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh,
    "sigmoid": sigmoid, "rsqrt": _root_over,
    "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal,
    "eq": np.equal, "ne": np.not_equal, "bitwise_and": np.logical_and,
    "bitwise_or": np.logical_or, "bitwise_not": np.logical_not,
}  # fmt: skip

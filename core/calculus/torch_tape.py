"""A recorded graph as a short list of steps: the same on any grid, without what does nothing.

Of what autograd does a third is ones, copies, powers 0 and 1 and repetitions. Steps are merged
when they compute the same, products with 0 and 1 vanish, small powers become products. A step
that reads one coordinate alone is computed along that axis alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.calculus.torch_record import Record, Recorded

SAME = frozenset((
    "detach", "alias", "clone", "expand", "view", "reshape", "_unsafe_view", "lift_fresh",
    "_to_copy", "contiguous", "squeeze", "unsqueeze", "sum", "broadcast_to", "t", "positive",
))  # fmt: skip
"""What changes nothing in one number."""
FILLED = {"ones": 1.0, "ones_like": 1.0, "new_ones": 1.0, "zeros": 0.0, "zeros_like": 0.0,
          "new_zeros": 0.0}  # fmt: skip
COMMUTING = frozenset(("add", "mul", "maximum", "minimum", "logical_and", "logical_or"))
MOST_MULTIPLIED = 8  # up to this power, products are as exact and much faster


class Untraceable(Exception):
    """The record holds something that is not done entry by entry."""


@dataclass(frozen=True, slots=True)
class Step:
    """A function of torch applied to earlier steps and to plain values.

    `args` holds (True, number of a step) or (False, a plain value). `axes` are the inputs that
    it depends on, as bits. `array` is the function of arrays that it wraps, if it wraps one;
    `source` holds the row of that function and what the row is told besides.
    """

    name: str
    call: Callable[..., Tensor]
    args: tuple[tuple[bool, Any], ...]
    axes: int
    array: Callable[..., Any] | None = None
    source: tuple[Callable[..., Any], tuple[Any, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Tape:
    """Steps after the inputs; `constants` and `outputs` by number."""

    inputs: int
    steps: tuple[Step | None, ...]
    constants: dict[int, Tensor]
    outputs: tuple[int, ...]
    last_use: tuple[tuple[int, ...], ...]

    def run(self, inputs: Sequence[Tensor]) -> list[Tensor]:
        """The outputs at inputs of any shapes that go together."""
        values: list[Any] = [*inputs, *([None] * (len(self.steps) - len(inputs)))]
        for place, constant in self.constants.items():
            values[place] = constant
        for place, step in enumerate(self.steps):
            if step is not None:
                values[place] = step.call(
                    *[values[each] if stepped else each for stepped, each in step.args]
                )
                for done in self.last_use[place]:
                    values[done] = None
        return [values[each] for each in self.outputs]


def tape_of(record: Record, axes: int) -> Tape:
    """The record without what does nothing; its first `axes` inputs are coordinates.

    Untraceable when an operation mixes entries.
    """
    folder = _Folder(len(record.inputs), axes)
    # By address: what autograd saved for a backward pass comes back as another tensor.
    places = {each.data_ptr(): k for k, each in enumerate(record.inputs)}
    for operation in record.operations:
        places[operation.out.data_ptr()] = _translated(folder, operation, places)
    zero = folder.constant(0.0)
    outputs = [zero if each is None else places[each.data_ptr()] for each in record.outputs]
    return folder.tape(outputs)


def _translated(folder: _Folder, operation: Recorded, places: dict[int, int]) -> int:
    args: list[Any] = []
    for each in operation.args:
        if not isinstance(each, Tensor):
            args.append((False, each))
        elif each.data_ptr() in places:
            args.append((True, places[each.data_ptr()]))
        elif each.ndim:
            raise Untraceable
        else:
            args.append((True, folder.constant(each.item())))
    if operation.in_numpy:
        numbers = [place for _, place in args]
        return folder.by_numpy(operation.function, numbers, operation.details)
    if operation.out.ndim:
        raise Untraceable
    return folder.torch_step(operation.function, args, operation.details)


class _Folder:
    """Builds the tape: gives the same number to the same step, and none to what does nothing."""

    def __init__(self, inputs: int, axes: int) -> None:
        self.inputs = inputs
        self.steps: list[Step | None] = [None] * inputs
        self.axes = [(1 << k) if k < axes else 0 for k in range(inputs)]
        self.constants: dict[int, float] = {}
        self._places: dict[Any, int] = {}

    def constant(self, value: Any) -> int:
        """A number, or a truth value, known beforehand."""
        key = ("constant", repr(value))
        if key not in self._places:
            self._places[key] = len(self.steps)
            self.constants[len(self.steps)] = value
            self.steps.append(None)
            self.axes.append(0)
        return self._places[key]

    def put(
        self, name: str, call: Callable[..., Any], args: Sequence[tuple[bool, Any]],
        array: Callable[..., Any] | None = None, source: Any = None,
    ) -> int:  # fmt: skip
        """A step, new or shared."""
        ordered = tuple(sorted(args, key=repr)) if name in COMMUTING else tuple(args)
        key = (name, repr(ordered))
        if key not in self._places:
            numbers = [each for stepped, each in ordered if stepped]
            if all(each in self.constants for each in numbers):
                return self.constant(_computed(call, ordered, self.constants))
            axes = 0
            for each in numbers:
                axes |= self.axes[each]
            self._places[key] = len(self.steps)
            self.steps.append(Step(name, call, ordered, axes, array, source))
            self.axes.append(axes)
        return self._places[key]

    def by_numpy(self, function: Callable[..., Any], numbers: list[int], details: Any) -> int:
        """A step that NumPy computes."""

        def array(*args: Any) -> Any:
            return function(*args, *details)

        def call(*args: Tensor) -> Tensor:
            with np.errstate(all="ignore"):
                out = array(*[np.asarray(each) for each in args])
            return torch.from_numpy(np.array(out, dtype=float))

        name, source = f"numpy {id(function)} {details!r}", (function, tuple(details))
        return self.put(name, call, [(True, each) for each in numbers], array, source)

    def torch_step(self, function: Any, args: list[tuple[bool, Any]], details: Any) -> int:
        """An operator of torch: folded where it can be."""
        name = function.name().removeprefix("aten::").partition(".")[0]
        if name.endswith("_") and not name.startswith("_"):
            name = name[:-1]
        if name in SAME:
            return args[0][1]
        if name in FILLED:
            return self.constant(FILLED[name])
        if name in ("full", "full_like", "new_full", "scalar_tensor", "fill"):
            value = args[0 if name == "scalar_tensor" else 1]
            return value[1] if value[0] else self.constant(float(value[1]))
        if name == "masked_fill":
            return self.where(args[1], args[2], args[0])
        plain = _PLAIN.get(name)
        if plain is not None and not set(details) - {"alpha"}:
            numbers = [each if stepped else self.constant(float(each)) for stepped, each in args]
            return plain(self, *numbers, **details)
        return self._general(name, function, args, details)

    def _general(self, name: str, function: Any, args: list[tuple[bool, Any]], details: Any) -> int:
        if details or any(isinstance(each, (list, tuple)) for _, each in args):
            raise Untraceable
        call = getattr(torch, name, None) or getattr(torch.ops.aten, name)
        return self.put(name, call, args)

    def where(self, *args: tuple[bool, Any]) -> int:
        """A choice, entry by entry."""
        given = [each if each[0] else (True, self.constant(float(each[1]))) for each in args]
        return self.put("where", torch.where, given)

    # --- arithmetic, folded ---

    def two(self, name: str, a: int, b: int) -> int:
        """A step on two steps."""
        return self.put(name, getattr(torch, name), [(True, a), (True, b)])

    def add(self, a: int, b: int, alpha: float = 1) -> int:
        """a + alpha b."""
        if alpha != 1:
            b = self.mul(self.constant(float(alpha)), b)
        if self.constants.get(a) == 0:
            return b
        if self.constants.get(b) == 0:
            return a
        if self._is(b, "neg"):
            return self.sub(a, self._first(b))
        if self._is(a, "neg"):
            return self.sub(b, self._first(a))
        return self.mul(self.constant(2.0), a) if a == b else self.two("add", a, b)

    def sub(self, a: int, b: int, alpha: float = 1) -> int:
        """a - alpha b."""
        if alpha != 1:
            b = self.mul(self.constant(float(alpha)), b)
        if self.constants.get(b) == 0:
            return a
        if self.constants.get(a) == 0:
            return self.neg(b)
        return self.add(a, self._first(b)) if self._is(b, "neg") else self.two("sub", a, b)

    def rsub(self, a: int, b: int, alpha: float = 1) -> int:
        """b - alpha a."""
        return self.sub(b, a, alpha)

    def neg(self, a: int) -> int:
        """-a."""
        if self._is(a, "neg"):
            return self._first(a)
        step = self.steps[a]
        if step is not None and step.name == "sub":
            return self.sub(step.args[1][1], step.args[0][1])
        return self.put("neg", torch.neg, [(True, a)])

    def mul(self, a: int, b: int) -> int:
        """a b; signs and constants gather in front."""
        for one, other in ((a, b), (b, a)):
            value = self.constants.get(one)
            if value == 0:
                return one
            if value == 1:
                return other
            if value == -1:
                return self.neg(other)
        if self._is(a, "neg"):
            return self.neg(self.mul(self._first(a), b))
        if self._is(b, "neg"):
            return self.neg(self.mul(a, self._first(b)))
        return self._gathered(a, b)

    def _gathered(self, a: int, b: int) -> int:
        """A product with what depends on one axis alone multiplied first, constants before it."""
        if b in self.constants or (a not in self.constants and self._narrower(b, a)):
            a, b = b, a
        step = self.steps[b]
        if a in self.constants and step is not None and step.name == "mul":
            first, second = (each for _, each in step.args)
            if first in self.constants:
                return self.mul(self.mul(a, first), second)
            if second in self.constants:
                return self.mul(self.mul(a, second), first)
        return self.two("mul", a, b)

    def _narrower(self, a: int, b: int) -> bool:
        return self.axes[a].bit_count() < self.axes[b].bit_count()

    def div(self, a: int, b: int) -> int:
        """a / b."""
        if self.constants.get(a) == 0 or self.constants.get(b) == 1:
            return a
        value = self.constants.get(b)
        if value and np.frexp(value)[0] in (0.5, -0.5):
            return self.mul(self.constant(1 / value), a)  # exact: a power of two
        if self._is(a, "neg"):
            return self.neg(self.div(self._first(a), b))
        return self.two("div", a, b)

    def reciprocal(self, a: int) -> int:
        """1 / a."""
        return self.div(self.constant(1.0), a)

    def square(self, a: int) -> int:
        """a a."""
        return self.mul(a, a)

    def pow(self, a: int, exponent: int) -> int:
        """a^exponent."""
        value = self.constants.get(exponent)
        if value is None:
            return self.two("pow", a, exponent)
        if value == 0.5:
            return self.put("sqrt", torch.sqrt, [(True, a)])
        if value != int(value) or abs(value) > MOST_MULTIPLIED:
            return self.put("pow", torch.pow, [(True, a), (False, value)])
        if value < 0:
            return self.reciprocal(self._multiplied(a, -int(value)))
        return self._multiplied(a, int(value))

    def _multiplied(self, a: int, times: int) -> int:
        if times == 0:
            return self.constant(1.0)
        if times == 1:
            return a
        half = self._multiplied(a, times // 2)
        square = self.mul(half, half)
        return self.mul(square, a) if times % 2 else square

    def _is(self, place: int, name: str) -> bool:
        step = self.steps[place]
        return step is not None and step.name == name

    def _first(self, place: int) -> int:
        step = self.steps[place]
        assert step is not None
        return step.args[0][1]

    def tape(self, outputs: list[int]) -> Tape:
        """The tape without steps that no output needs."""
        needed = set(outputs)
        last: dict[int, int] = {}
        for place in range(len(self.steps) - 1, -1, -1):
            step = self.steps[place]
            if step is None or place not in needed:
                continue
            for stepped, each in step.args:
                if stepped:
                    needed.add(each)
                    last.setdefault(each, place)
        steps = tuple(step if k in needed else None for k, step in enumerate(self.steps))
        ends: list[list[int]] = [[] for _ in steps]
        for each, place in last.items():
            if each not in outputs and self.steps[each] is not None:
                ends[place].append(each)
        constants = {
            k: torch.tensor(each, dtype=_kind(each))
            for k, each in self.constants.items()
            if k in needed
        }
        return Tape(self.inputs, steps, constants, tuple(outputs), tuple(map(tuple, ends)))


def _computed(
    call: Callable[..., Any], args: tuple[tuple[bool, Any], ...], constants: dict[int, float]
) -> Any:
    """The value of a step on constants alone."""
    given = [
        torch.tensor(constants[each], dtype=_kind(constants[each])) if stepped else each
        for stepped, each in args
    ]
    return call(*given).item()


def _kind(value: Any) -> torch.dtype:
    return torch.bool if isinstance(value, bool) else torch.float64


_PLAIN: dict[str, Callable[..., int]] = {
    "add": _Folder.add, "sub": _Folder.sub, "rsub": _Folder.rsub, "mul": _Folder.mul,
    "div": _Folder.div, "neg": _Folder.neg, "pow": _Folder.pow,
    "reciprocal": _Folder.reciprocal, "square": _Folder.square,
}  # fmt: skip

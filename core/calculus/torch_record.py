"""Recording what autograd does once, so that it can be done again anywhere without autograd.

A program, its gradient and its Hessian are run at one point; every tensor operation of the three
graphs is written down in order. All operations of a scalar program work entry by entry, so the
list means the same on a grid of any shape. Only `by_numpy` leaves tensors, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from core.calculus.program import Cancelled
from core.calculus.torch_analytic import watched_by
from core.calculus.torch_rows import output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.calculus.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """One operation: what was called, on what, and the tensor that came out.

    `function` is an operator of torch, or the function of arrays that `by_numpy` ran on `args`
    and `details`.
    """

    function: Any
    args: tuple[Any, ...]
    details: Any
    out: Tensor
    in_numpy: bool = False


class Recorder(TorchDispatchMode):
    """Writes down every operation while it is active, those of backward passes too."""

    def __init__(self, stop: Callable[[], bool] | None = None) -> None:
        super().__init__()
        self.operations: list[Recorded] = []
        self._stop = stop

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """No: torch would load its compiler, for a second, to tell it to keep away."""
        return False

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        """Run the operation and remember it; Cancelled when `stop` asks for it."""
        del types
        if self._stop is not None and self._stop():
            raise Cancelled
        out = func(*args, **(kwargs or {}))
        if isinstance(out, Tensor):
            self.operations.append(Recorded(func, args, kwargs or {}, out))
        return out

    def by_numpy(
        self, function: Callable[..., Any], args: tuple[Tensor, ...], details: Any, out: Tensor
    ) -> None:
        """Remember a function of arrays; what torch did inside it is no part of the record."""
        self.operations.append(Recorded(function, args, details, out, in_numpy=True))


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """The operations of a program with its derivatives, and the tensors that went in and out.

    `outputs`: the value; then, by order, the slopes f_i and the bends f_ij with i <= j. None
    stands for a derivative that is nothing everywhere.
    """

    operations: list[Recorded]
    inputs: list[Tensor]
    outputs: list[Tensor | None]


def record(program: Program, count: int, parameters: Sequence[float], order: int) -> Record:
    """Run the program once at a made-up point, with derivatives in its first `count` inputs."""

    def differentiated(value: Tensor, points: list[Tensor]) -> list[Tensor | None]:
        one = torch.tensor(1.0, dtype=torch.float64)
        slopes = _slopes(value, points, one) if order >= 1 else []
        bends: list[Tensor | None] = []
        for k, slope in enumerate(slopes if order >= 2 else []):
            bends += _slopes(slope, points[k:], one)
        return [value, *slopes, *bends]

    return _recorded(program, count, parameters, differentiated, None)


def record_orders(
    program: Program, parameters: Sequence[float], order: int,
    stop: Callable[[], bool] | None = None,
) -> Record:  # fmt: skip
    """The same for f, f', ..., f^(order) in the first input. Cancelled when `stop` asks for it."""

    def differentiated(value: Tensor, points: list[Tensor]) -> list[Tensor | None]:
        one = torch.tensor(1.0, dtype=torch.float64)
        rows: list[Tensor | None] = [value]
        for _ in range(order):
            rows += _slopes(rows[-1], points, one)
        return rows

    return _recorded(program, 1, parameters, differentiated, stop)


def _recorded(
    program: Program, count: int, parameters: Sequence[float],
    differentiated: Callable[[Tensor, list[Tensor]], list[Tensor | None]],
    stop: Callable[[], bool] | None,
) -> Record:  # fmt: skip
    points = [
        torch.tensor(0.7 - 0.2 * k, dtype=torch.float64, requires_grad=True) for k in range(count)
    ]
    rest = [torch.tensor(float(each), dtype=torch.float64) for each in parameters]
    recorder = Recorder(stop)
    with recorder, watched_by(recorder.by_numpy):
        outputs = differentiated(output(program, [*points, *rest], ()), points)
    return Record(recorder.operations, [*points, *rest], outputs)


def _slopes(value: Tensor | None, variables: list[Tensor], one: Tensor) -> list[Tensor | None]:
    if value is None or not value.requires_grad:
        return [None] * len(variables)
    return list(torch.autograd.grad(value, variables, one, create_graph=True, allow_unused=True))

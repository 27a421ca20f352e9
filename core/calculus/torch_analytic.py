"""How a row gets a derivative of its own: a value and partial derivatives made of rows."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from core.calculus.program import give_up_if_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WATCHER: ContextVar[Callable[..., None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Callable[..., None]) -> Iterator[None]:
    """Tell `watcher(function, args, details, out)` of every step that `by_numpy` takes."""
    token = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(token)


class Analytic(torch.autograd.Function):
    """A value with given partial derivatives; `partials` are functions of the same inputs."""

    @staticmethod
    def forward(ctx: Any, value: Any, partials: Any, *inputs: Tensor) -> Tensor:
        ctx.partials = partials
        ctx.save_for_backward(*inputs)
        return value(*inputs)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        give_up_if_asked()  # special functions in one another have slopes without end
        (grad,) = grads
        inputs = ctx.saved_tensors
        flows = [
            grad * partial(*inputs) if needed else None
            for partial, needed in zip(ctx.partials, ctx.needs_input_grad[2:], strict=True)
        ]
        return (None, None, *flows)


def tensor(x: Any) -> Tensor:
    """A float64 tensor of a tensor or a number."""
    return x if isinstance(x, Tensor) else torch.tensor(float(x), dtype=torch.float64)


def analytic(
    value: Callable[..., Tensor], *partials: Callable[..., Tensor]
) -> Callable[..., Tensor]:
    """A row with this value and these partial derivatives, its inputs broadcast."""

    def row(*inputs: Any) -> Tensor:
        tensors = torch.broadcast_tensors(*map(tensor, inputs))
        return Analytic.apply(value, partials, *tensors)  # type: ignore[no-any-return]

    return row


def by_numpy(function: Callable[..., Any], *details: Any) -> Callable[..., Tensor]:
    """The values of a NumPy row."""

    def value(*inputs: Tensor) -> Tensor:
        with np.errstate(all="ignore"):
            out = function(*(each.detach().numpy() for each in inputs), *details)
        values = torch.from_numpy(np.array(out, dtype=float))
        watcher = _WATCHER.get()
        if watcher is not None:
            watcher(function, inputs, details, values)
        return values

    return value


def shaped(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """A row that takes numbers for tensors."""

    def row(*args: Any) -> Tensor:
        return function(*map(tensor, args))

    return row

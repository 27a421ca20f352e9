"""How a row gets a derivative of its own: a value and partial derivatives made of rows."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.autograd import forward_ad

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


class Transformed(torch.autograd.Function):
    """The same as `Analytic` for the transforms of torch.func, which ask for more of a Function.

    It has a forward mode, and knows what to do with a batch: every row works entry by entry.
    """

    @staticmethod
    def forward(value: Any, partials: Any, *inputs: Tensor) -> Tensor:
        del partials
        return value(*inputs)

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Tensor) -> None:
        del output
        _, ctx.partials, *tensors = inputs
        ctx.save_for_backward(*tensors)
        ctx.save_for_forward(*tensors)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        return Analytic.backward(ctx, *grads)

    @staticmethod
    def jvp(ctx: Any, *tangents: Any) -> Any:
        give_up_if_asked()
        # torch turns forward mode off in here, and with it what an outer jvp asks for; what the
        # inner one carries has to be taken off by hand
        with forward_ad._set_fwd_grad_enabled(True):  # noqa: SLF001
            inputs = [forward_ad.unpack_dual(each).primal for each in ctx.saved_tensors]
            return sum(
                forward_ad.unpack_dual(tangent).primal * partial(*inputs)
                for partial, tangent in zip(ctx.partials, tangents[2:], strict=True)
                if tangent is not None
            )

    @staticmethod
    def vmap(info: Any, in_dims: Any, *args: Any) -> Any:
        value, partials, *inputs = args
        rows = [
            each.expand(info.batch_size, *each.shape) if dim is None else each.movedim(dim, 0)
            for each, dim in zip(inputs, in_dims[2:], strict=True)
        ]
        return Transformed.apply(value, partials, *rows), 0


def applied(value: Callable[..., Tensor], partials: Any, *inputs: Tensor) -> Tensor:
    """A value with given partial derivatives, also inside a transform of torch.func."""
    if torch._C._are_functorch_transforms_active():  # noqa: SLF001  (there is no public word)
        return Transformed.apply(value, partials, *inputs)  # type: ignore[no-any-return]
    return Analytic.apply(value, partials, *inputs)  # type: ignore[no-any-return]


def tensor(x: Any) -> Tensor:
    """A float64 tensor of a tensor or a number."""
    return x if isinstance(x, Tensor) else torch.tensor(float(x), dtype=torch.float64)


def numbers_of(x: Any) -> Any:
    """The numbers of a tensor that nothing is differentiated by, such as a subscript, as an array.

    Inside a transform of torch.func every result is wrapped, and a wrapped one has no storage.
    """
    if not isinstance(x, Tensor):
        return np.asarray(x, float)
    wrapped: Any = getattr(torch._C, "_functorch")  # noqa: B009, SLF001  (no public word)
    while wrapped.is_gradtrackingtensor(x):
        x = wrapped.get_unwrapped(x)
    with torch._C._DisableFuncTorch():  # noqa: SLF001
        return x.detach().numpy()


def analytic(
    value: Callable[..., Tensor], *partials: Callable[..., Tensor]
) -> Callable[..., Tensor]:
    """A row with this value and these partial derivatives, its inputs broadcast."""

    def row(*inputs: Any) -> Tensor:
        tensors = torch.broadcast_tensors(*map(tensor, inputs))
        return applied(value, partials, *tensors)

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

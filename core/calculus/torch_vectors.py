"""Vectors in torch: components on a first axis, before those of sums around and of the points.

The sums, lengths and extremes over an axis are here too, with the derivatives they have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from core.calculus.numpy_vectors import places_of
from core.calculus.torch_analytic import numbers_of, tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def stack(*parts: Any) -> Tensor:
    """A vector of these components."""
    if not any(isinstance(each, Tensor) for each in parts):
        return torch.tensor(parts, dtype=torch.float64)
    return torch.stack(torch.broadcast_tensors(*map(tensor, parts)))


def vector(value: Any) -> Tensor:
    """A vector of numbers given in any way."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, (list, tuple)):
        return stack(*value)
    return torch.as_tensor(np.asarray(value, float))


def component(whole: Any, index: Any) -> Tensor:
    """The components of the subscripts `index`, counted from 1; neighbours are one slice."""
    whole = vector(whole)
    counted = numbers_of(index) if isinstance(index, Tensor) else index
    places = places_of(counted, whole.ndim - 1)
    if places is None:
        return _differing(whole, tensor(index).detach())
    if not places.ndim:
        return whole[int(places)]
    flat = places.ravel()
    if len(flat) and places.ndim == 1 and (np.diff(flat) == 1).all():
        return whole.narrow(0, int(flat[0]), len(flat))
    return whole.index_select(0, torch.from_numpy(flat)).reshape(*places.shape, *whole.shape[1:])


def _differing(whole: Tensor, index: Tensor) -> Tensor:
    chosen = index.round().long() - 1
    shape = np.broadcast_shapes(chosen.shape, whole.shape[1:])
    extra = (1,) * (len(shape) - whole.ndim + 1)
    wide = whole.reshape(len(whole), *extra, *whole.shape[1:]).expand(len(whole), *shape)
    return wide.gather(0, chosen.expand(shape)[None])[0]


def replaced(whole: Any, value: Any, place: int) -> Tensor:
    """The vector with another component at `place`, counted from 0."""
    whole, value = vector(whole), tensor(value)
    shape = np.broadcast_shapes(whole.shape[1:], value.shape)
    extra = (1,) * (len(shape) - whole.ndim + 1)
    wide = whole.reshape(len(whole), *extra, *whole.shape[1:]).expand(len(whole), *shape)
    here = torch.zeros(len(whole), *(1,) * len(shape), dtype=torch.bool)
    here[place] = True
    return torch.where(here, value.expand(shape), wide)


# --- reductions over the first axis ---


def length(terms: Tensor) -> Tensor:
    """The length of the vectors along the first axis; no derivative where it is 0."""
    if not len(terms):
        return torch.zeros(terms.shape[1:], dtype=torch.float64)
    size = terms.detach().abs().amax(0)
    size = torch.where((size > 0) & torch.isfinite(size), size, torch.ones_like(size))
    return size * torch.sqrt(torch.square(terms / size).sum(0))


def total(terms: Tensor) -> Tensor:
    return terms.sum(0)


def multiplied(terms: Tensor) -> Tensor:
    return terms.prod(0)


def largest(terms: Tensor) -> Tensor:
    return terms.amax(0)


def smallest(terms: Tensor) -> Tensor:
    return terms.amin(0)


def logsumexp(terms: Tensor) -> Tensor:
    return torch.logsumexp(terms, 0)


def listed(terms: Tensor) -> Tensor:
    return terms


REDUCTIONS: Mapping[str, Callable[[Tensor], Tensor]] = {
    "sum": total, "prod": multiplied, "max": largest, "min": smallest, "hypot": length,
    "logaddexp": logsumexp, "list": listed,
}  # fmt: skip
TORCH_VECTORS: Mapping[str, Callable[..., Any]] = {
    "stack": stack, "component": component, "replaced": replaced,
}  # fmt: skip

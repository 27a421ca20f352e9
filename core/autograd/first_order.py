"""The first derivative of a number by plain autograd: the same lines for one variable and several.

The right ones, and the mistakes that everybody makes once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torch.autograd import grad

if TYPE_CHECKING:
    from torch import Tensor

    from core.autograd.ways import Case


def by_grad(case: Case) -> Tensor:
    """torch.autograd.grad of f at x."""
    x = case.leaf()
    return grad(case.f(x), x)[0]


def by_backward(case: Case) -> Any:
    """backward(), then what stands in x.grad."""
    x = case.leaf()
    case.f(x).backward()
    return x.grad


def kept_twice(case: Case) -> Any:
    """backward() twice without clearing x.grad: it is added to."""
    x = case.leaf()
    case.f(x).backward()
    case.f(x).backward()
    return x.grad


def freed(case: Case) -> Any:
    """backward() through a graph that the first one has freed: torch raises."""
    x = case.leaf()
    y = case.f(x)
    y.backward()
    y.backward()
    return x.grad


def no_leaf(case: Case) -> Tensor:
    """grad by a tensor that asks for no gradient: torch raises."""
    x = case.x.clone()
    return grad(case.f(x), x)[0]

"""The ways to f' and f'' of one variable."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.autograd import functional, grad
from torch.func import grad as func_grad
from torch.func import hessian, jacfwd, jacrev, jvp, vjp, vmap

from core.autograd.first_order import by_backward, by_grad, freed, kept_twice, no_leaf
from core.autograd.ways import Way
from core.autograd.words import APPROXIMATE, MISTAKE

if TYPE_CHECKING:
    from torch import Tensor

    from core.autograd.ways import Case

BATCH = 3

# --- f' ---


def _grad_outputs(case: Case) -> Tensor:
    xs = case.batch()
    return grad(case.f(xs), xs, grad_outputs=torch.ones_like(xs))[0][0]


def _summed(case: Case) -> Tensor:
    xs = case.batch()
    return grad(case.f(xs).sum(), xs)[0][0]


def _func_vjp(case: Case) -> Tensor:
    return vjp(case.f, case.x)[1](case.one())[0]


def _func_jvp(case: Case) -> Tensor:
    return jvp(case.f, (case.x,), (case.one(),))[1]


def _batched(case: Case) -> Tensor:
    return vmap(func_grad(case.f))(case.x.repeat(BATCH))[0]


def _forward_difference(case: Case) -> Tensor:
    h = case.step(2)
    return (case.f(case.x + h) - case.f(case.x)) / (case.x + h - case.x)


def _central_difference(case: Case) -> Tensor:
    h = case.step(3)
    return (case.f(case.x + h) - case.f(case.x - h)) / (case.x + h - (case.x - h))


def _complex_step(case: Case) -> Tensor:
    h = 1e-20
    with warnings.catch_warnings():  # a function that drops the imaginary part has no such step
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        return case.f(torch.complex(case.x, torch.full_like(case.x, h))).imag / h


def _of_a_batch(case: Case) -> Any:
    xs = case.batch()
    case.f(xs).backward()
    return xs.grad


def _changed_leaf(case: Case) -> Any:
    x = case.leaf()
    x += 0.0
    case.f(x).backward()
    return x.grad


SLOPES: tuple[Way, ...] = (
    Way("grad", "autograd.grad", "torch.autograd.grad(f(x), x)[0]", by_grad),
    Way("backward", "backward()", "f(x).backward(); x.grad", by_backward),
    Way("grad_outputs", "Batch by grad_outputs",
        "torch.autograd.grad(f(xs), xs, grad_outputs=torch.ones_like(xs))[0]", _grad_outputs),
    Way("sum", "Batch by sum()", "torch.autograd.grad(f(xs).sum(), xs)[0]", _summed),
    Way("functional_jacobian", "functional.jacobian",
        "torch.autograd.functional.jacobian(f, x)", lambda c: functional.jacobian(c.f, c.x)),
    Way("functional_vjp", "functional.vjp",
        "torch.autograd.functional.vjp(f, x, torch.ones_like(x))[1]",
        lambda c: functional.vjp(c.f, c.x, c.one())[1]),
    Way("functional_jvp", "functional.jvp (backward twice)",
        "torch.autograd.functional.jvp(f, x, torch.ones_like(x))[1]",
        lambda c: functional.jvp(c.f, c.x, c.one())[1]),
    Way("func_grad", "torch.func.grad", "torch.func.grad(f)(x)", lambda c: func_grad(c.f)(c.x)),
    Way("func_vjp", "torch.func.vjp", "torch.func.vjp(f, x)[1](torch.ones_like(x))[0]", _func_vjp),
    Way("func_jvp", "torch.func.jvp (forward)",
        "torch.func.jvp(f, (x,), (torch.ones_like(x),))[1]", _func_jvp),
    Way("jacrev", "jacrev", "torch.func.jacrev(f)(x)", lambda c: jacrev(c.f)(c.x)),
    Way("jacfwd", "jacfwd", "torch.func.jacfwd(f)(x)", lambda c: jacfwd(c.f)(c.x)),
    Way("vmap", "Batch by vmap of grad", "torch.func.vmap(torch.func.grad(f))(xs)", _batched),
    Way("kept_twice", "backward() twice, not cleared",
        "f(x).backward(); f(x).backward(); x.grad  # adds to x.grad", kept_twice, MISTAKE),
    Way("forward_difference", "Forward difference", "(f(x + h) - f(x)) / h",
        _forward_difference, APPROXIMATE, root=2),
    Way("central_difference", "Central difference", "(f(x + h) - f(x - h)) / (2*h)",
        _central_difference, APPROXIMATE, root=3),
    Way("complex_step", "Complex step, h = 1e−20", "f(torch.complex(x, h)).imag / h",
        _complex_step, APPROXIMATE),
    Way("of_a_batch", "backward() of a batch", "f(xs).backward()  # not a scalar",
        _of_a_batch, MISTAKE),
    Way("freed", "backward() through a freed graph", "y = f(x); y.backward(); y.backward()",
        freed, MISTAKE),
    Way("no_leaf", "Without requires_grad",
        "x = torch.tensor(x0); torch.autograd.grad(f(x), x)", no_leaf, MISTAKE),
    Way("changed_leaf", "Leaf changed in place", "x += 0.0; f(x).backward()",
        _changed_leaf, MISTAKE),
)  # fmt: skip

# --- f'' ---


def _grad_of_grad(case: Case) -> Tensor:
    x = case.leaf()
    return grad(grad(case.f(x), x, create_graph=True)[0], x)[0]


def _grad_backward(case: Case) -> Any:
    x = case.leaf()
    grad(case.f(x), x, create_graph=True)[0].backward()
    return x.grad


def _backward_grad(case: Case) -> Tensor:
    x = case.leaf()
    case.f(x).backward(create_graph=True)
    assert x.grad is not None
    second = grad(x.grad, x)[0]
    x.grad = None  # or the graph and x would hold one another
    return second


def _cleared(case: Case) -> Any:
    x = case.leaf()
    case.f(x).backward(create_graph=True)
    slope, x.grad = x.grad, None
    assert slope is not None
    slope.backward()
    return x.grad


def _not_cleared(case: Case) -> Any:
    x = case.leaf()
    case.f(x).backward(create_graph=True)
    assert x.grad is not None
    x.grad.backward()
    found, x.grad = x.grad.detach(), None
    return found


def _summed_twice(case: Case) -> Tensor:
    xs = case.batch()
    slopes = grad(case.f(xs).sum(), xs, create_graph=True)[0]
    return grad(slopes.sum(), xs)[0][0]


def _jvp_of_grad(case: Case) -> Tensor:
    return jvp(func_grad(case.f), (case.x,), (case.one(),))[1]


def _jvp_of_jvp(case: Case) -> Tensor:
    one = case.one()
    return jvp(lambda x: jvp(case.f, (x,), (one,))[1], (case.x,), (one,))[1]


def _batched_twice(case: Case) -> Tensor:
    return vmap(func_grad(func_grad(case.f)))(case.x.repeat(BATCH))[0]


def _second_difference(case: Case) -> Tensor:
    h = case.step(4)
    return (case.f(case.x + h) - 2 * case.f(case.x) + case.f(case.x - h)) / h**2


def _difference_of_grad(case: Case) -> Tensor:
    h = case.step(3)
    slope = func_grad(case.f)
    return (slope(case.x + h) - slope(case.x - h)) / (case.x + h - (case.x - h))


def _without_graph(case: Case) -> Tensor:
    x = case.leaf()
    return grad(grad(case.f(x), x)[0], x)[0]


def _freed_graph(case: Case) -> Tensor:
    x = case.leaf()
    slope = grad(case.f(x), x, create_graph=True)[0]
    grad(slope, x)
    return grad(slope, x)[0]


BENDS: tuple[Way, ...] = (
    Way("grad_grad", "Grad of grad", "grad(grad(f(x), x, create_graph=True)[0], x)[0]",
        _grad_of_grad),
    Way("grad_backward", "Grad, then backward",
        "grad(f(x), x, create_graph=True)[0].backward(); x.grad", _grad_backward),
    Way("backward_grad", "Backward, then grad",
        "f(x).backward(create_graph=True); grad(x.grad, x)[0]", _backward_grad),
    Way("cleared", "Backward twice, cleared",
        "f(x).backward(create_graph=True); g = x.grad; x.grad = None; g.backward(); x.grad",
        _cleared),
    Way("not_cleared", "Backward twice, not cleared",
        "f(x).backward(create_graph=True); x.grad.backward(); x.grad  # adds to x.grad",
        _not_cleared, MISTAKE),
    Way("sum_twice", "Batch by sum(), twice",
        "g = grad(f(xs).sum(), xs, create_graph=True)[0]; grad(g.sum(), xs)[0]", _summed_twice),
    Way("functional_hessian", "functional.hessian", "torch.autograd.functional.hessian(f, x)",
        lambda c: functional.hessian(c.f, c.x)),
    Way("functional_hvp", "functional.hvp",
        "torch.autograd.functional.hvp(f, x, torch.ones_like(x))[1]",
        lambda c: functional.hvp(c.f, c.x, c.one())[1]),
    Way("functional_vhp", "functional.vhp",
        "torch.autograd.functional.vhp(f, x, torch.ones_like(x))[1]",
        lambda c: functional.vhp(c.f, c.x, c.one())[1]),
    Way("func_grad_grad", "torch.func, grad of grad", "torch.func.grad(torch.func.grad(f))(x)",
        lambda c: func_grad(func_grad(c.f))(c.x)),
    Way("hessian", "torch.func.hessian", "torch.func.hessian(f)(x)",
        lambda c: hessian(c.f)(c.x)),
    Way("fwd_rev", "Forward over reverse", "jacfwd(jacrev(f))(x)",
        lambda c: jacfwd(jacrev(c.f))(c.x)),
    Way("rev_rev", "Reverse over reverse", "jacrev(jacrev(f))(x)",
        lambda c: jacrev(jacrev(c.f))(c.x)),
    Way("rev_fwd", "Reverse over forward", "jacrev(jacfwd(f))(x)",
        lambda c: jacrev(jacfwd(c.f))(c.x)),
    Way("fwd_fwd", "Forward over forward", "jacfwd(jacfwd(f))(x)",
        lambda c: jacfwd(jacfwd(c.f))(c.x)),
    Way("jvp_grad", "jvp of grad",
        "torch.func.jvp(torch.func.grad(f), (x,), (one,))[1]", _jvp_of_grad),
    Way("jvp_jvp", "jvp of jvp", "jvp(lambda x: jvp(f, (x,), (one,))[1], (x,), (one,))[1]",
        _jvp_of_jvp),
    Way("vmap_grad_grad", "Batch by vmap", "torch.func.vmap(grad(grad(f)))(xs)", _batched_twice),
    Way("second_difference", "Second difference",
        "(f(x + h) - 2*f(x) + f(x - h)) / h**2", _second_difference, APPROXIMATE, root=4),
    Way("difference_of_grad", "Difference of grad",
        "(grad(f)(x + h) - grad(f)(x - h)) / (2*h)", _difference_of_grad, APPROXIMATE, root=3),
    Way("without_graph", "Without create_graph", "grad(grad(f(x), x)[0], x)[0]",
        _without_graph, MISTAKE),
    Way("freed_graph", "Twice through one graph",
        "g = grad(f(x), x, create_graph=True)[0]; grad(g, x); grad(g, x)", _freed_graph, MISTAKE),
)  # fmt: skip

"""The ways to gradient and Hessian of several variables, and to the Jacobian of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.autograd import functional, grad
from torch.func import grad as func_grad
from torch.func import hessian, jacfwd, jacrev, jvp, vjp, vmap

from core.autograd.first_order import by_backward, by_grad, freed, kept_twice, no_leaf
from core.autograd.ways import Way
from core.autograd.words import APPROXIMATE, MISTAKE

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from core.autograd.ways import Case

SAMPLES = 64  # random directions of a forward gradient
_SEED = 2013  # the same directions in every run, so that a number can be come back to
_FEW = 12  # variables up to which every entry may have a pass of its own


def _columns_of(case: Case, product: Callable[..., Any]) -> Tensor:
    """The products with the axes, side by side."""
    return torch.stack([product(case.f, case.x, e)[1] for e in case.axes()], 1)


# --- gradient ---


def _func_vjp(case: Case) -> Tensor:
    return vjp(case.f, case.x)[1](torch.tensor(1.0, dtype=case.x.dtype))[0]


def _by_jvps(case: Case) -> Tensor:
    return torch.stack([jvp(case.f, (case.x,), (e,))[1] for e in case.axes()])


def _forward_gradient(case: Case) -> Tensor:
    source = torch.Generator().manual_seed(_SEED)
    total = torch.zeros_like(case.x)
    for _ in range(SAMPLES):
        v = torch.randn(case.x.shape, generator=source, dtype=case.x.dtype)
        total += jvp(case.f, (case.x,), (v,))[1] * v
    return total / SAMPLES


def _differences(case: Case) -> Tensor:
    h = case.step(3)
    steps = h * case.axes()
    return torch.stack([(case.f(case.x + e) - case.f(case.x - e)) / (2 * h) for e in steps])


GRADIENTS: tuple[Way, ...] = (
    Way("grad", "autograd.grad", "torch.autograd.grad(f(x), x)[0]", by_grad),
    Way("backward", "backward()", "f(x).backward(); x.grad", by_backward),
    Way("functional_jacobian", "functional.jacobian", "torch.autograd.functional.jacobian(f, x)",
        lambda c: functional.jacobian(c.f, c.x)),
    Way("functional_vjp", "functional.vjp", "torch.autograd.functional.vjp(f, x)[1]",
        lambda c: functional.vjp(c.f, c.x)[1]),
    Way("func_grad", "torch.func.grad", "torch.func.grad(f)(x)", lambda c: func_grad(c.f)(c.x)),
    Way("func_vjp", "torch.func.vjp", "torch.func.vjp(f, x)[1](torch.tensor(1.0))[0]", _func_vjp),
    Way("jacrev", "jacrev", "torch.func.jacrev(f)(x)", lambda c: jacrev(c.f)(c.x)),
    Way("jacfwd", "jacfwd", "torch.func.jacfwd(f)(x)", lambda c: jacfwd(c.f)(c.x)),
    Way("jvps", "Entries by jvp",
        "torch.stack([jvp(f, (x,), (e,))[1] for e in torch.eye(n)])", _by_jvps),
    Way("kept_twice", "backward() twice, not cleared",
        "f(x).backward(); f(x).backward(); x.grad  # adds to x.grad", kept_twice, MISTAKE),
    Way("forward_gradient", f"Forward gradient, {SAMPLES} samples",
        f"sum(jvp(f, (x,), (v,))[1] * v for v in torch.randn({SAMPLES}, n)) / {SAMPLES}",
        _forward_gradient, APPROXIMATE),
    Way("central_difference", "Central differences",
        "[(f(x + h*e) - f(x - h*e)) / (2*h) for e in torch.eye(n)]", _differences,
        APPROXIMATE, root=3),
    Way("freed", "backward() through a freed graph", "y = f(x); y.backward(); y.backward()",
        freed, MISTAKE),
    Way("no_leaf", "Without requires_grad",
        "x = torch.tensor(x0); torch.autograd.grad(f(x), x)", no_leaf, MISTAKE),
)  # fmt: skip

# --- Hessian ---


def _rows_by_hand(case: Case) -> Tensor:
    x = case.leaf()
    slope = grad(case.f(x), x, create_graph=True)[0]
    return torch.stack([grad(each, x, retain_graph=True)[0] for each in slope])


def _rows_backward(case: Case) -> Tensor:
    x = case.leaf()
    case.f(x).backward(create_graph=True)
    slope = x.grad
    assert slope is not None
    rows: list[Any] = []
    for each in slope:
        x.grad = None
        each.backward(retain_graph=True)
        rows.append(x.grad)
    x.grad = None
    return torch.stack(rows)


def _rows_not_cleared(case: Case) -> Tensor:
    rows: list[Tensor] = []
    for k in range(len(case.x)):
        x = case.leaf()
        case.f(x).backward(create_graph=True)
        assert x.grad is not None
        x.grad[k].backward()
        rows.append(x.grad.detach())
        x.grad = None
    return torch.stack(rows)


def _vmap_vjp(case: Case) -> Tensor:
    pull = vjp(func_grad(case.f), case.x)[1]
    return vmap(pull)(case.axes())[0]


def _columns(case: Case) -> Tensor:
    slope = func_grad(case.f)
    return torch.stack([jvp(slope, (case.x,), (e,))[1] for e in case.axes()], 1)


def _entries(case: Case) -> Tensor:
    def along(e: Tensor) -> Any:
        return lambda x: jvp(case.f, (x,), (e,))[1]

    axes = case.axes()
    return torch.stack([
        torch.stack([jvp(along(b), (case.x,), (a,))[1] for b in axes]) for a in axes
    ])  # fmt: skip


def _second_differences(case: Case) -> Tensor:
    h = case.step(4)
    steps, x, f = h * case.axes(), case.x, case.f
    return torch.stack([
        torch.stack([
            (f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (4 * h * h)
            for b in steps
        ])
        for a in steps
    ])  # fmt: skip


def _without_graph(case: Case) -> Tensor:
    x = case.leaf()
    slope = grad(case.f(x), x)[0]
    return torch.stack([grad(each, x, retain_graph=True)[0] for each in slope])


def _freed_graph(case: Case) -> Tensor:
    x = case.leaf()
    slope = grad(case.f(x), x, create_graph=True)[0]
    return torch.stack([grad(each, x)[0] for each in slope])


HESSIANS: tuple[Way, ...] = (
    Way("rows", "Rows by hand, grad",
        "g = grad(f(x), x, create_graph=True)[0]; [grad(gi, x, retain_graph=True)[0] for gi in g]",
        _rows_by_hand),
    Way("rows_backward", "Rows by hand, backward",
        "for gi in g: x.grad = None; gi.backward(retain_graph=True); rows.append(x.grad)",
        _rows_backward),
    Way("not_cleared", "Backward twice, not cleared",
        "f(x).backward(create_graph=True); x.grad[i].backward(); x.grad  # adds to x.grad",
        _rows_not_cleared, MISTAKE),
    Way("functional_hessian", "functional.hessian", "torch.autograd.functional.hessian(f, x)",
        lambda c: functional.hessian(c.f, c.x)),
    Way("functional_hvp", "Columns by functional.hvp",
        "[torch.autograd.functional.hvp(f, x, e)[1] for e in torch.eye(n)]",
        lambda c: _columns_of(c, functional.hvp)),
    Way("functional_vhp", "Rows by functional.vhp",
        "[torch.autograd.functional.vhp(f, x, e)[1] for e in torch.eye(n)]",
        lambda c: _columns_of(c, functional.vhp).T),
    Way("hessian", "torch.func.hessian", "torch.func.hessian(f)(x)", lambda c: hessian(c.f)(c.x)),
    Way("fwd_rev", "Forward over reverse", "jacfwd(jacrev(f))(x)",
        lambda c: jacfwd(jacrev(c.f))(c.x)),
    Way("rev_rev", "Reverse over reverse", "jacrev(jacrev(f))(x)",
        lambda c: jacrev(jacrev(c.f))(c.x)),
    Way("rev_fwd", "Reverse over forward", "jacrev(jacfwd(f))(x)",
        lambda c: jacrev(jacfwd(c.f))(c.x)),
    Way("fwd_fwd", "Forward over forward", "jacfwd(jacfwd(f))(x)",
        lambda c: jacfwd(jacfwd(c.f))(c.x)),
    Way("vmap_vjp", "vmap of vjp, one-hot rows",
        "vmap(vjp(grad(f), x)[1])(torch.eye(n))[0]", _vmap_vjp),
    Way("columns", "Columns by jvp of grad",
        "[jvp(grad(f), (x,), (e,))[1] for e in torch.eye(n)]", _columns),
    Way("entries", "Entries by jvp of jvp",
        "[[jvp(lambda x: jvp(f, (x,), (b,))[1], (x,), (a,))[1] for b in eye] for a in eye]",
        _entries, most=_FEW),
    Way("second_differences", "Second differences",
        "(f(x+a+b) - f(x+a-b) - f(x-a+b) + f(x-a-b)) / (4*h**2)", _second_differences,
        APPROXIMATE, _FEW, 4),
    Way("without_graph", "Without create_graph",
        "g = grad(f(x), x)[0]; [grad(gi, x)[0] for gi in g]", _without_graph, MISTAKE),
    Way("freed_graph", "Rows without retain_graph",
        "g = grad(f(x), x, create_graph=True)[0]; [grad(gi, x)[0] for gi in g]", _freed_graph,
        MISTAKE),
)  # fmt: skip

# --- Jacobian of a map ---


def _map_rows(case: Case) -> Tensor:
    x = case.leaf()
    y = case.f(x)
    eye = torch.eye(case.rows, dtype=x.dtype)
    return torch.stack([grad(y, x, grad_outputs=e, retain_graph=True)[0] for e in eye])


def _map_rows_backward(case: Case) -> Tensor:
    x = case.leaf()
    rows: list[Any] = []
    for each in case.f(x):
        x.grad = None
        each.backward(retain_graph=True)
        rows.append(x.grad)
    return torch.stack(rows)


def _map_rows_added(case: Case) -> Tensor:
    x = case.leaf()
    rows: list[Tensor] = []
    for each in case.f(x):
        each.backward(retain_graph=True)
        assert x.grad is not None
        rows.append(x.grad.clone())
    return torch.stack(rows)


def _map_vmap_vjp(case: Case) -> Tensor:
    pull = vjp(case.f, case.x)[1]
    return vmap(pull)(torch.eye(case.rows, dtype=case.x.dtype))[0]


def _map_columns(case: Case) -> Tensor:
    return torch.stack([jvp(case.f, (case.x,), (e,))[1] for e in case.axes()], 1)


def _map_vmap_jvp(case: Case) -> Tensor:
    return vmap(lambda e: jvp(case.f, (case.x,), (e,))[1], out_dims=1)(case.axes())


def _map_differences(case: Case) -> Tensor:
    h = case.step(3)
    steps = h * case.axes()
    return torch.stack([(case.f(case.x + e) - case.f(case.x - e)) / (2 * h) for e in steps], 1)


def _map_backward(case: Case) -> Any:
    x = case.leaf()
    case.f(x).backward()
    return x.grad


def _map_summed(case: Case) -> Tensor:
    x = case.leaf()
    return grad(case.f(x).sum(), x)[0].expand(case.rows, -1)


JACOBIANS: tuple[Way, ...] = (
    Way("rows", "Rows by grad_outputs",
        "[grad(y, x, grad_outputs=e, retain_graph=True)[0] for e in torch.eye(m)]", _map_rows),
    Way("rows_backward", "Rows by backward, cleared",
        "for yi in f(x): x.grad = None; yi.backward(retain_graph=True); rows.append(x.grad)",
        _map_rows_backward),
    Way("rows_added", "Rows by backward, not cleared",
        "for yi in f(x): yi.backward(retain_graph=True); rows.append(x.grad.clone())",
        _map_rows_added, MISTAKE),
    Way("functional_jacobian", "functional.jacobian", "torch.autograd.functional.jacobian(f, x)",
        lambda c: functional.jacobian(c.f, c.x)),
    Way("functional_vectorized", "functional.jacobian, vectorized",
        "torch.autograd.functional.jacobian(f, x, vectorize=True)",
        lambda c: functional.jacobian(c.f, c.x, vectorize=True)),
    Way("functional_jvp", "Columns by functional.jvp",
        "[torch.autograd.functional.jvp(f, x, e)[1] for e in torch.eye(n)]",
        lambda c: _columns_of(c, functional.jvp)),
    Way("jacrev", "jacrev", "torch.func.jacrev(f)(x)", lambda c: jacrev(c.f)(c.x)),
    Way("jacfwd", "jacfwd", "torch.func.jacfwd(f)(x)", lambda c: jacfwd(c.f)(c.x)),
    Way("vmap_vjp", "vmap of vjp, one-hot rows", "vmap(vjp(f, x)[1])(torch.eye(m))[0]",
        _map_vmap_vjp),
    Way("columns", "Columns by jvp", "[jvp(f, (x,), (e,))[1] for e in torch.eye(n)]",
        _map_columns),
    Way("vmap_jvp", "vmap of jvp, one-hot columns",
        "vmap(lambda e: jvp(f, (x,), (e,))[1], out_dims=1)(torch.eye(n))", _map_vmap_jvp),
    Way("central_difference", "Central differences",
        "[(f(x + h*e) - f(x - h*e)) / (2*h) for e in torch.eye(n)]", _map_differences,
        APPROXIMATE, root=3),
    Way("summed", "grad of sum()", "torch.autograd.grad(f(x).sum(), x)[0]  # adds the rows",
        _map_summed, MISTAKE),
    Way("map_backward", "backward() of a vector", "f(x).backward()  # not a scalar",
        _map_backward, MISTAKE),
)  # fmt: skip

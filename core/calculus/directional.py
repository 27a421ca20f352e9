"""Jacobians of maps, and products of derivatives with a direction, batched over points.

Shapes: points (n, d); a map has m components: value (n, m), jacobian (n, m, d).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import torch
from torch import Tensor

from core.calculus.derivatives import batches, inputs_of, leaf, picked
from core.calculus.torch_rows import outcome, output, slope_of
from core.calculus.torch_vectors import vector

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

Way = Literal["reverse", "forward"]
DEARER = 2  # what a forward pass costs beside a reverse one, which it is made of twice


def way_for(components: int, variables: int) -> Way:
    """A reverse pass gives a row of the Jacobian, a forward pass a column; the cheaper of both."""
    return "reverse" if components <= DEARER * variables else "forward"


def jacobian(
    program: Program, points: Array, parameters: Sequence[float], stop: Stop | None = None,
    way: Way | None = None,
) -> tuple[Array, Array]:  # fmt: skip
    """Value (n, m) and Jacobian (n, m, d) of a map at points (n, d), float64.

    Rows of components that are not finite are nan. `way` follows `way_for` unless it is given.
    Cancelled when `stop` asks for it between two parts.
    """
    n, d = points.shape
    m = program.rows
    values = image(program, leaf(points), parameters).detach().numpy().T
    if (way or way_for(m, d)) == "reverse":
        flat = np.empty((n * m, d))
        for which, row, part in batches(points, m, stop):
            variables = leaf(part)
            chosen = picked(image(program, variables, parameters), row)
            flat[which] = slope_of(chosen, variables).detach().numpy().T
        matrix = flat.reshape(n, m, d)
    else:
        flat = np.empty((n * d, m))
        for which, column, part in batches(points, d, stop):
            directions = np.eye(d)[column].T
            flat[which] = _pushed(program, leaf(part), parameters, directions).T
        matrix = np.swapaxes(flat.reshape(n, d, m), 1, 2).copy()
    matrix[~np.isfinite(values)] = np.nan
    return values, matrix


def image(program: Program, variables: Tensor, parameters: Sequence[float]) -> Tensor:
    """The components (m, n) of a map at columns (d, n)."""
    found = vector(outcome(program, inputs_of(program, variables, parameters)))
    return found.reshape(len(found), -1).broadcast_to(program.rows, variables.shape[1])


def _pushed(
    program: Program, variables: Tensor, parameters: Sequence[float], directions: Array
) -> Array:
    """J v (m, n) for directions (d, n): the derivative of u -> J'u, which is linear in u."""
    values = image(program, variables, parameters)
    weights = torch.zeros_like(values, requires_grad=True)
    if not values.requires_grad:
        return np.zeros(values.shape)
    (pulled,) = torch.autograd.grad(values, variables, weights, create_graph=True)
    if not pulled.requires_grad:
        return np.zeros(values.shape)
    (pushed,) = torch.autograd.grad(
        pulled, weights, torch.as_tensor(directions, dtype=torch.float64), allow_unused=True
    )
    return np.zeros(values.shape) if pushed is None else pushed.numpy()


def _along(direction: Array, count: int) -> Array:
    """A direction (d,) for each of so many points, as columns."""
    wide = np.broadcast_to(np.asarray(direction, float)[:, None], (len(direction), count))
    return wide.copy()


def jvp(
    program: Program, points: Array, parameters: Sequence[float], direction: Array
) -> Array:
    """J v (n, m) of a map at points (n, d), for a direction v (d,)."""
    columns = _along(direction, len(points))
    return _pushed(program, leaf(points), parameters, columns).T


def vjp(
    program: Program, points: Array, parameters: Sequence[float], direction: Array
) -> Array:
    """v'J (n, d) of a map at points (n, d), for a direction v (m,) among its components."""
    variables = leaf(points)
    values = image(program, variables, parameters)
    weights = torch.as_tensor(_along(direction, len(points)))
    return slope_of((values * weights).sum(0), variables).detach().numpy().T


def hvp(
    program: Program, points: Array, parameters: Sequence[float], direction: Array
) -> Array:
    """H v (n, d) of a function at points (n, d), for a direction v (d,).

    v'H is the same: the Hessian of what autograd differentiates is symmetric.
    """
    variables = leaf(points)
    value = output(program, inputs_of(program, variables, parameters), (len(points),))
    slopes = slope_of(value, variables)
    weights = torch.as_tensor(_along(direction, len(points)))
    return slope_of((slopes * weights).sum(0), variables).detach().numpy().T


vhp = hvp


def motion(program: Program, t: Array, parameters: Sequence[float], order: int = 2) -> Array:
    """Position, velocity, acceleration ... of a curve, a map of one variable, at t (n,).

    Returns (order + 1, m, n) float64.
    """
    variable = leaf(np.asarray(t, float)[:, None])
    rows = [image(program, variable, parameters)]
    for _ in range(order):
        slopes = [slope_of(each, variable)[0] for each in rows[-1]]
        rows.append(torch.stack(slopes))
    return torch.stack([each.detach() for each in rows]).numpy()


def sensitivities(program: Program, point: Array, parameters: Sequence[float]) -> Array:
    """How a function at a point (d,) changes with each of its parameters: (k,) float64."""
    variables = leaf(np.array([[*point, *parameters]], float))
    value = output(program, inputs_of(program, variables, ()), (1,))
    slopes = slope_of(value, variables).detach().numpy()[:, 0]
    if not np.isfinite(value.detach().numpy()).all():
        return np.full(len(parameters), np.nan)
    return slopes[len(point) :]

"""Differential operators on programs, batched: one autograd graph over all points.

Shapes: points (n, d) float64; values (n,), gradient (n, d), hessian (n, d, d), derivatives
(order + 1, n). Where a value is not finite, its derivatives are nan: autograd would differentiate
a logarithm outside its domain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from core.calculus.torch_rows import output, slope_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]


def derivatives(
    program: Program, x: Array, rest: Sequence[float], order: int
) -> Array:
    """f, f', ..., f^(order) of the program's first input at x (n,); the other inputs are fixed.

    Returns (order + 1, n) float64, nan where f is not finite.
    """
    variable = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    rows = [output(program, [variable, *rest], variable.shape)]
    for _ in range(order):
        rows.append(slope_of(rows[-1], variable))
    return masked(torch.stack([row.detach() for row in rows]).numpy())


def gradient(program: Program, points: Array, parameters: Sequence[float]) -> Array:
    """The gradient at points (n, d): (n, d) float64, nan where f is not finite."""
    columns, value = _graph(program, points, parameters)
    slopes = [slope_of(value, column).detach().numpy() for column in columns]
    finite = np.isfinite(value.detach().numpy())
    return np.where(finite[:, None], np.stack(slopes, axis=-1), np.nan)


def hessian(
    program: Program, points: Array, parameters: Sequence[float]
) -> tuple[Array, Array, Array]:
    """Value (n,), gradient (n, d) and Hessian (n, d, d) at points (n, d), float64.

    One reverse pass gives the gradient of all points at once, one more per variable its rows.
    Each entry is nan where the value is not finite.
    """
    columns, value = _graph(program, points, parameters)
    slopes = [slope_of(value, column) for column in columns]
    second = [[slope_of(slope, column) for column in columns] for slope in slopes]
    values = value.detach().numpy()
    finite = np.isfinite(values)
    first = torch.stack(slopes, -1).detach().numpy()
    matrix = torch.stack([torch.stack(row, -1) for row in second], -2).detach().numpy()
    return (
        values,
        np.where(finite[:, None], first, np.nan),
        np.where(finite[:, None, None], matrix, np.nan),
    )


def masked(rows: Array) -> Array:
    """Rows f, f', ... with nan wherever f, or a derivative below, is not finite."""
    broken = np.zeros(rows.shape[1:], bool)
    for row in rows:
        row[broken] = np.nan
        broken |= ~np.isfinite(row)
    return rows


def _graph(
    program: Program, points: Array, parameters: Sequence[float]
) -> tuple[list[torch.Tensor], torch.Tensor]:
    columns = [
        torch.tensor(column, dtype=torch.float64, requires_grad=True) for column in points.T
    ]
    value = output(program, [*columns, *parameters], (len(points),))
    return columns, value

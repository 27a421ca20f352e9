"""Differential operators on programs, batched: one autograd graph over all points.

Shapes: points (n, d) float64; values (n,), gradient (n, d), hessian (n, d, d), derivatives
(order + 1, n). A vector variable of a program is so many columns of the points. Where a value is
not finite, its derivatives are nan: autograd would differentiate a logarithm outside its domain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from core.calculus.program import Cancelled
from core.calculus.torch_rows import output, slope_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

# Numbers in the points of one graph: its tensors stay near the processor, and are too small for
# torch to share among threads, which wait long for one another while the window draws.
AT_ONCE = 1 << 15
FEW = 6  # so many variables are differentiated one after the other


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
    return value_and_gradient(program, points, parameters)[1]


def value_and_gradient(
    program: Program, points: Array, parameters: Sequence[float]
) -> tuple[Array, Array]:
    """Value (n,) and gradient (n, d) at points (n, d) by one reverse pass."""
    variables = leaf(points)
    value = output(program, inputs_of(program, variables, parameters), (len(points),))
    slopes = slope_of(value, variables).detach().numpy().T
    values = value.detach().numpy()
    return values, np.where(np.isfinite(values)[:, None], slopes, np.nan)


def hessian(
    program: Program, points: Array, parameters: Sequence[float], stop: Stop | None = None
) -> tuple[Array, Array, Array]:
    """Value (n,), gradient (n, d) and Hessian (n, d, d) at points (n, d), float64.

    One reverse pass gives the gradient of all points at once. A few variables take one more pass
    each; of many, every row of every matrix is a point of its own in one batch, part by part.
    Each entry is nan where the value is not finite. Cancelled when `stop` asks between parts.
    """
    d = points.shape[1]
    if d > FEW or any(program.lengths):
        values, first = value_and_gradient(program, points, parameters)
        matrix = _rows(program, points, parameters, stop)
        finite = np.isfinite(values)
        return values, first, np.where(finite[:, None, None], matrix, np.nan)
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


def _rows(
    program: Program, points: Array, parameters: Sequence[float], stop: Stop | None
) -> Array:
    """The Hessians (n, d, d): each row is the gradient of one slope, at a point of its own."""
    n, d = points.shape
    matrix = np.empty((n, d, d))
    flat = matrix.reshape(n * d, d)
    for which, row, part in batches(points, d, stop):
        variables = leaf(part)
        value = output(program, inputs_of(program, variables, parameters), (len(part),))
        slopes = slope_of(value, variables)
        flat[which] = slope_of(picked(slopes, row), variables).detach().numpy().T
    return matrix


def batches(
    points: Array, count: int, stop: Stop | None
) -> Iterator[tuple[slice, NDArray[np.intp], Array]]:
    """Each point `count` times, in parts: which rows of the result, the number of the repetition
    of each, and the points (b, d). Cancelled when `stop` asks for it.
    """
    n, d = points.shape
    size = max(1, AT_ONCE // max(d, count))
    for start in range(0, n * count, size):
        if stop is not None and stop():
            raise Cancelled
        every = np.arange(start, min(start + size, n * count))
        yield slice(start, int(every[-1]) + 1), every % count, points[every // count]


def picked(rows: torch.Tensor, which: NDArray[np.intp]) -> torch.Tensor:
    """rows[which[b], b] for each column b."""
    return rows.gather(0, torch.from_numpy(which)[None])[0]


def leaf(points: Array) -> torch.Tensor:
    """The points as columns (d, n) of one tensor to differentiate by."""
    return torch.tensor(points.T, dtype=torch.float64).contiguous().requires_grad_()


def inputs_of(
    program: Program, columns: Any, parameters: Sequence[Any]
) -> list[Any]:
    """The inputs of a program from columns (d, n) of its variables; vectors keep theirs together.

    Serves tensors and arrays alike.
    """
    count = len(program.inputs) - len(parameters)
    lengths = (*program.lengths, *(0,) * count)[:count]
    found: list[Any] = []
    at = 0
    for length in lengths:
        whole = length == len(columns)
        found.append((columns if whole else columns[at : at + length]) if length else columns[at])
        at += length or 1
    return [*found, *parameters]


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

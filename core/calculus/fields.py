"""Value, gradient and Hessian of two variables on a grid, from one recorded autograd graph.

The graph is recorded once per program and replayed on tiles of rows that fit the cache, so the
memory beyond the result does not grow with the grid. Meanwhile it is compiled, and from then on
machine code serves: the same numbers at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import torch

from core.calculus.array_tape import ArrayTape, array_tape
from core.calculus.derivatives import hessian
from core.calculus.machine_code import GridCode, grid_code
from core.calculus.machine_memory import memory
from core.calculus.machine_room import Wish
from core.calculus.program import Cancelled
from core.calculus.torch_record import record
from core.calculus.torch_tape import Tape, Untraceable, tape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

What = Literal["value", "gradient", "hessian"]
ORDERS: dict[What, int] = {"value": 0, "gradient": 1, "hessian": 2}
PLANES = (1, 3, 6)
TILE = 1 << 16  # points at once: two threads of torch, and the steps at work stay in the cache
FEW = 20_000  # points for which NumPy is quicker than torch's threads
GRAPH_TILE = 1 << 10  # points at once where autograd builds its graph anew, sums and all
CHECKED_AT = ((0.37, 1.21), (-0.83, 0.29), (1.9, -1.4))
AGREES = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What was computed on a grid of two variables, float64.

    `value` (ny, nx), `gradient` (ny, nx, 2), `hessian` (ny, nx, 2, 2), None for what was not asked
    for. Derivatives are nan where the value is not finite. Each component, such as
    `hessian[..., 0, 1]`, lies contiguous in memory. f_xy and f_yx are one number: the Hessian of
    what autograd differentiates is symmetric, and the graph holds it once.
    """

    value: Array
    gradient: Array | None = None
    hessian: Array | None = None


def field(
    program: Program, xs: Array, ys: Array, parameters: Sequence[float],
    what: What = "hessian", stop: Stop | None = None,
) -> Field:  # fmt: skip
    """A program of two variables, its first two inputs, on the grid of xs (nx,) and ys (ny,).

    `parameters` are its other inputs. Cancelled when `stop` asks for it between two tiles.
    """
    order = ORDERS[what]
    planes, views = memory().planes((PLANES[order], len(ys), len(xs)), _VIEWS[order])
    wish = _wish(program, order)
    code = None if wish is None else wish.now()
    if code is not None:
        code.fill(planes, xs, ys, parameters, stop)
    else:
        _played(program, order, planes, xs, ys, parameters, stop)
    return Field(*views)


def at_points(
    program: Program, points: Array, parameters: Sequence[float]
) -> tuple[Array, Array, Array]:
    """Value (n,), gradient (n, 2) and Hessian (n, 2, 2) at points (n, 2) that lie on no grid.

    float64, as `core.calculus.derivatives.hessian` gives them: derivatives are nan where the value
    is not finite. From the tape where there is one: a few points need no graph.
    """
    tape, quick = _tape(program, 2), _array_tape(program, 2)
    if tape is None:
        return hessian(program, points, parameters)
    planes = np.empty((PLANES[2], len(points)))
    columns = np.ascontiguousarray(points.T)
    if quick is not None:
        results: Sequence[Any] = quick.run([*columns, *parameters])
    else:
        inputs = [*columns, *(np.asarray(each, float) for each in parameters)]
        results = tape.run([torch.from_numpy(each) for each in inputs])
    for plane, out in zip(planes, results, strict=True):
        plane[:] = out
    planes[1:, ~np.isfinite(planes[0])] = np.nan
    value, dx, dy, xx, xy, yy = planes
    bend = np.stack([xx, xy, xy, yy], axis=-1).reshape(-1, 2, 2)
    return value, np.stack([dx, dy], axis=-1), bend


@dataclass(frozen=True, slots=True, eq=False)
class MapField:
    """A map of two variables on a grid: `value` (ny, nx, m), `jacobian` (ny, nx, m, 2), float64.

    Rows are nan where their component is not finite.
    """

    value: Array
    jacobian: Array


def map_field(
    program: Program, xs: Array, ys: Array, parameters: Sequence[float],
    stop: Stop | None = None,
) -> MapField:  # fmt: skip
    """A map of two variables, its first two inputs, on the grid of xs (nx,) and ys (ny,).

    Each component is a field of its own; one that repeats (of more than 64) cannot be taken apart.
    Cancelled when `stop` asks for it between two tiles.
    """
    parts = [
        field(program.component(k), xs, ys, parameters, "gradient", stop)
        for k in range(program.rows)
    ]
    slopes = [each.gradient for each in parts if each.gradient is not None]
    return MapField(np.stack([each.value for each in parts], -1), np.stack(slopes, -2))


def _value(planes: Array) -> tuple[Array, ...]:
    """The views of a field of order 0: `value`."""
    return (planes[0],)


def _value_gradient(planes: Array) -> tuple[Array, ...]:
    return *_value(planes), planes[1:3].transpose(1, 2, 0)


def _value_gradient_hessian(planes: Array) -> tuple[Array, ...]:
    return *_value_gradient(planes), _matrices(planes)


def _matrices(planes: Array) -> Array:
    """The planes f_xx, f_xy, f_yy as (ny, nx, 2, 2), without a copy."""
    step, down, along = planes.strides
    shape = (*planes.shape[1:], 2, 2)
    four = np.ndarray(shape, float, planes, 3 * step, (down, along, step, step))
    four.flags.writeable = False
    return four


_VIEWS = (_value, _value_gradient, _value_gradient_hessian)


def _played(
    program: Program, order: int, planes: Array, xs: Array, ys: Array,
    parameters: Sequence[float], stop: Stop | None,
) -> None:  # fmt: skip
    """The planes without machine code."""
    tape = _tape(program, order)
    quick = _array_tape(program, order) if len(xs) * len(ys) <= FEW else None
    if quick is not None:
        inputs = [np.asarray(xs)[None, :], np.asarray(ys)[:, None], *parameters]
        for plane, out in zip(planes, quick.run(inputs), strict=True):
            plane[:] = out
    elif tape is None:
        _differentiated(program, planes, xs, ys, parameters, stop)
    else:
        _replayed(tape, planes, xs, ys, parameters, stop)
    finite = np.isfinite(planes[0])
    if not finite.all():
        planes[1:, ~finite] = np.nan


@lru_cache(maxsize=64)
def _wish(program: Program, order: int) -> Wish[GridCode] | None:
    """The machine code of a tape that there is; it is freed when its program is forgotten."""
    tape = _tape(program, order)
    return None if tape is None else Wish(lambda: grid_code(tape))


@lru_cache(maxsize=64)
def _array_tape(program: Program, order: int) -> ArrayTape | None:
    """The same for NumPy, which is quicker to call for few points and asks no other thread."""
    tape = _tape(program, order)
    try:
        return array_tape(tape) if tape is not None else None
    except Untraceable:
        return None


@lru_cache(maxsize=64)
def _tape(program: Program, order: int) -> Tape | None:
    """The recorded graph, or None where a step is not done entry by entry."""
    names = len(program.inputs) - 2
    try:
        made_up = [0.9 - 0.05 * k for k in range(names)]
        tape = tape_of(record(program, 2, made_up, order), 2)
    except (Untraceable, ValueError):
        return None
    return tape if _holds(tape, program, [1.1 + 0.07 * k for k in range(names)]) else None


def _holds(tape: Tape, program: Program, parameters: Sequence[float]) -> bool:
    """Whether the record says at other points what autograd says there."""
    x, y = np.array(CHECKED_AT).T
    planes = np.empty((len(tape.outputs), len(x)))
    inputs = [torch.from_numpy(each) for each in (x, y)]
    rest = [torch.tensor(each, dtype=torch.float64) for each in parameters]
    for plane, out in zip(planes, tape.run([*inputs, *rest]), strict=True):
        plane[:] = out
    truth = _flat(program, np.stack([x, y], axis=-1), parameters)[: len(planes)]
    finite = np.isfinite(truth) & np.isfinite(truth[0])
    miss = np.abs(planes - truth)[finite]
    return bool(np.all(miss <= AGREES * np.max(np.abs(truth[finite]), initial=1e-300)))


def _tiles(ny: int, nx: int, points: int, stop: Stop | None) -> Iterator[slice]:
    """Rows that go together; Cancelled when asked for in between."""
    rows = max(1, points // max(nx, 1))
    for start in range(0, ny, rows):
        if stop is not None and stop():
            raise Cancelled
        yield slice(start, min(start + rows, ny))


def _replayed(
    tape: Tape, planes: Array, xs: Array, ys: Array, parameters: Sequence[float],
    stop: Stop | None,
) -> None:  # fmt: skip
    into = torch.from_numpy(planes)
    across = torch.tensor(xs, dtype=torch.float64).reshape(1, -1)
    up = torch.tensor(ys, dtype=torch.float64).reshape(-1, 1)
    rest = [torch.tensor(each, dtype=torch.float64) for each in parameters]
    for rows in _tiles(len(ys), len(xs), TILE, stop):
        for k, out in enumerate(tape.run([across, up[rows], *rest])):
            into[k, rows] = out


def _differentiated(
    program: Program, planes: Array, xs: Array, ys: Array, parameters: Sequence[float],
    stop: Stop | None,
) -> None:  # fmt: skip
    """The same by a new autograd graph for each tile."""
    for rows in _tiles(len(ys), len(xs), GRAPH_TILE, stop):
        x, y = np.meshgrid(xs, ys[rows])
        flat = _flat(program, np.stack([x.ravel(), y.ravel()], axis=-1), parameters)
        planes[:, rows] = flat[: len(planes)].reshape(-1, *x.shape)


def _flat(program: Program, points: Array, parameters: Sequence[float]) -> Array:
    """f, f_x, f_y, f_xx, f_xy, f_yy at points (n, 2): (6, n)."""
    value, slope, bend = hessian(program, points, parameters)
    return np.stack([value, slope[:, 0], slope[:, 1], bend[:, 0, 0], bend[:, 0, 1], bend[:, 1, 1]])

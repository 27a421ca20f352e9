"""Tapes compiled to machine code by LLVM: fused loops that need neither torch nor Python's lock.

Where LLVM is not, there is no machine code and tapes are played as before. Compiling and running
are calls into C, so the other threads of Python go on meanwhile.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.machine_desk import Job
from core.calculus.machine_kernels import X, Y, frontier, grid, line
from core.calculus.machine_llvm import available, compiled
from core.calculus.machine_memory import address_of
from core.calculus.machine_pool import POINTS, crew
from core.calculus.machine_steps import NoMachineCode
from core.calculus.machine_text import LANES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.torch_tape import Tape

    Array = NDArray[np.float64]

MOST_STEPS = 3000  # of a tape: LLVM takes up to a millisecond for each, beside the frames
NEAR = 1 << 14  # bytes, half of the smallest first cache

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int64
_LINE = ctypes.PYFUNCTYPE(None, _POINTER, _POINTER, _POINTER, _INT, _INT)


class Desk:
    """The memory of a line of `count` points: its inputs, its outputs and their addresses.

    It is kept, for to find and address new memory takes longer than a short formula.
    """

    def __init__(self, count: int, given: int, outputs: int) -> None:
        wide = max(count, LANES)
        room = np.zeros(given + wide * (outputs + 1))
        start = address_of(room)
        self.size = count, given
        self.rest, self.x = room[:given], room[given : given + count]
        self.out = room[given + wide :].reshape(outputs, wide)[:, :count]
        self.call = start + 8 * given, start, start + 8 * (given + wide), wide, wide


class LineCode:
    """A tape of one coordinate, compiled. `engine` holds its code as long as this lives.

    Used by one thread at a time.
    """

    def __init__(self, outputs: int, run: Callable[..., None], engine: Any) -> None:
        self.outputs, self.run, self.engine = outputs, run, engine
        self._desk = Desk(0, 0, outputs)

    def rows(self, x: Array, parameters: Sequence[float]) -> Array:
        """The outputs at x (n,): (outputs, n) float64, nan wherever one above is not finite."""
        desk = self._desk
        if desk.size != (len(x), len(parameters)):
            desk = self._desk = Desk(len(x), len(parameters), self.outputs)
        desk.x[:] = x
        if parameters:
            desk.rest[:] = parameters
        self.run(*desk.call)
        return desk.out.copy()


@dataclass(frozen=True, slots=True, eq=False)
class GridCode:
    """A tape of two coordinates, compiled. `engine` holds its code as long as this lives."""

    outputs: int
    columns: int  # places that read x alone
    rows: int  # places that read y alone
    functions: tuple[int, int, int]  # addresses: the grid, what reads x alone, what reads y alone
    engine: Any
    sheets: list[Sheet] = field(default_factory=list)  # that nobody uses now

    def fill(
        self, planes: Array, xs: Array, ys: Array, parameters: Sequence[float],
        stop: Callable[[], bool] | None = None,
    ) -> None:  # fmt: skip
        """The outputs at xs (nx,) and ys (ny,) into planes (outputs, ny, nx): nan where the first
        is not finite. Cancelled when `stop` asks for it between some rows.
        """
        nx, ny = len(xs), len(ys)
        if nx < LANES or ny < LANES:
            wide = np.empty((len(planes), max(ny, LANES), max(nx, LANES)))
            self.fill(wide, _padded(xs), _padded(ys), parameters, stop)
            planes[:] = wide[:, :ny, :nx]
            return
        sheet = self._sheet((nx, ny, len(parameters)))
        sheet.x[:], sheet.y[:] = xs, ys
        if parameters:
            sheet.rest[:] = parameters
        crew().do(sheet.job, address_of(planes), stop)
        self.sheets.append(sheet)

    def _sheet(self, size: tuple[int, int, int]) -> Sheet:
        """A sheet that is nobody else's now."""
        try:
            sheet = self.sheets.pop()
        except IndexError:
            return Sheet(self, size)
        return sheet if sheet.size == size else Sheet(self, size)


class Sheet:
    """The memory of a grid beside its results: its inputs, what reads one axis alone, the job."""

    def __init__(self, code: GridCode, size: tuple[int, int, int]) -> None:
        nx, ny, count = self.size = size
        sizes = count, nx, ny, -(-nx // LANES) * LANES * code.columns, ny * code.rows
        room = np.empty(sum(sizes))
        ends = [*accumulate(sizes)]
        self.rest, self.x, self.y = (
            room[end - each : end] for each, end in zip(sizes[:3], ends, strict=False)
        )
        start = address_of(room)
        rest, *others = (start + 8 * each for each in (0, *ends[:-1]))
        places = *code.functions, *others, rest
        wide = _wide(nx, code.columns)
        self.job = Job(places, (nx, ny), max(1, POINTS // nx), wide, crew().shares)


def _wide(nx: int, columns: int) -> int:
    """How many columns go together, so that what is loaded for them stays in the first cache."""
    most = NEAR // (8 * max(columns, 1))
    return nx if most >= nx else max(2 * LANES, most // LANES * LANES)


def _padded(x: Array) -> Array:
    """At least four points."""
    return x if len(x) >= LANES else np.concatenate([x, np.zeros(LANES - len(x))])


def line_code(tape: Tape) -> LineCode:
    """A tape of x. NoMachineCode where it has a step without, or is long."""
    _check(tape)
    helpers: dict[str, str] = {}
    text = line(tape, "line", 1, 0, tape.outputs, False, helpers)
    engine = compiled([*helpers.values(), text])
    run = _LINE(engine.get_function_address("line"))
    return LineCode(len(tape.outputs), run, engine)


def grid_code(tape: Tape) -> GridCode:
    """A tape of x and y. NoMachineCode where it has a step without, or is long."""
    _check(tape)
    helpers: dict[str, str] = {}
    columns, rows = frontier(tape, X), frontier(tape, Y)
    texts = [
        line(tape, "across", 2, 0, columns, True, helpers),
        line(tape, "up", 2, 1, rows, False, helpers),
        grid(tape, "grid", helpers),
    ]
    engine = compiled([*helpers.values(), *texts])
    run, across, up = map(engine.get_function_address, ("grid", "across", "up"))
    return GridCode(len(tape.outputs), len(columns), len(rows), (run, across, up), engine)


def _check(tape: Tape) -> None:
    if not available() or sum(step is not None for step in tape.steps) > MOST_STEPS:
        raise NoMachineCode

"""Tapes compiled to machine code by LLVM: fused loops that need neither torch nor Python's lock.

llvmlite is optional: without it, or on a processor without fused products of four numbers, there
is no machine code and tapes are played as before. Compiling and running are calls into C, so the
other threads of Python go on meanwhile.
"""

from __future__ import annotations

import ctypes
import importlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.machine_kernels import X, Y, frontier, grid, line
from core.calculus.machine_pool import Work, crew
from core.calculus.machine_steps import NoMachineCode
from core.calculus.machine_text import FOOTER, LANES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.torch_tape import Tape

    Array = NDArray[np.float64]

MOST_STEPS = 3000  # of a tape: LLVM takes a third of a millisecond for each, beside the frames
LONG = 700  # steps from which LLVM is told to hurry

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int64
_LINE = ctypes.PYFUNCTYPE(None, _POINTER, _POINTER, _POINTER, _INT, _INT)
_GRID = ctypes.CFUNCTYPE(
    None, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER, _INT, _INT, _INT, _INT
)


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
    across: Callable[..., None]
    up: Callable[..., None]
    run: Callable[..., None]
    engine: Any

    def fill(
        self, planes: Array, xs: Array, ys: Array, parameters: Sequence[float],
        stop: Callable[[], bool] | None = None,
    ) -> None:  # fmt: skip
        """The outputs at xs (nx,) and ys (ny,) into planes (outputs, ny, nx): nan where the first
        is not finite. Cancelled when `stop` asks for it between some rows.
        """
        if min(planes.shape[1:]) < LANES:
            wide = np.empty((len(planes), *(max(each, LANES) for each in planes.shape[1:])))
            self.fill(wide, _padded(xs), _padded(ys), parameters, stop)
            planes[:] = wide[:, : planes.shape[1], : planes.shape[2]]
        else:
            crew().do(self.begin(planes, xs, ys, parameters), stop)

    def begin(self, planes: Array, xs: Array, ys: Array, parameters: Sequence[float]) -> Work:
        """What is to be done for planes (outputs, ny, nx), at least four points along each side.

        What reads one axis alone is computed now, into the same memory as the inputs.
        """
        nx, ny, count = len(xs), len(ys), len(parameters)
        sizes = count, nx, ny, -(-nx // LANES) * LANES * self.columns, ny * self.rows
        room = np.empty(sum(sizes))
        start = address_of(room)
        ends = [*accumulate(sizes)]
        rest, x, y, across, up = (start + 8 * each for each in (0, *ends[:-1]))
        room[:count], room[count : ends[1]], room[ends[1] : ends[2]] = parameters, xs, ys
        self.across(x, rest, across, 0, nx)
        self.up(y, rest, up, ny, ny)
        held = self, planes, room
        return Work(self.run, (across, up, rest, address_of(planes)), (nx, ny), held)


def address_of(array: Array) -> int:
    """Where the numbers of an array begin: contiguous, and ours to write."""
    return ctypes.addressof(ctypes.c_char.from_buffer(array))  # type: ignore[arg-type]


def _padded(x: Array) -> Array:
    """At least four points."""
    return x if len(x) >= LANES else np.concatenate([x, np.zeros(LANES - len(x))])


# --- compiling ---


@lru_cache(maxsize=1)
def _llvm() -> Any:
    """LLVM, or None where there is no use of it."""
    try:
        llvm = importlib.import_module("llvmlite.binding")
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        features = llvm.get_host_cpu_features()
    except (ImportError, OSError, RuntimeError):
        return None
    fused = features.get("fma") and features.get("avx2")
    return llvm if fused or llvm.get_process_triple().startswith(("aarch64", "arm64")) else None


def available() -> bool:
    """Whether tapes can be compiled here."""
    return _llvm() is not None


def line_code(tape: Tape) -> LineCode:
    """A tape of x. NoMachineCode where it has a step without, or is long."""
    _check(tape)
    helpers: dict[str, str] = {}
    text = line(tape, "line", 1, 0, tape.outputs, False, helpers)
    engine = _compiled(tape, [text], helpers)
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
    engine = _compiled(tape, texts, helpers)
    across, up = (_LINE(engine.get_function_address(name)) for name in ("across", "up"))
    run = _GRID(engine.get_function_address("grid"))
    return GridCode(len(tape.outputs), len(columns), len(rows), across, up, run, engine)


def _check(tape: Tape) -> None:
    if _llvm() is None or _length(tape) > MOST_STEPS:
        raise NoMachineCode


def _length(tape: Tape) -> int:
    return sum(step is not None for step in tape.steps)


def _compiled(tape: Tape, texts: list[str], helpers: dict[str, str]) -> Any:
    """The machine code of these functions; it is freed with what is returned.

    The code is loaded into an engine of its own: one that compiled it would keep LLVM's text and
    tables with it, thirty times the memory of the code.
    """
    llvm = _llvm()
    compiler = _machine(2 if _length(tape) < LONG else 0)
    header = f'target triple = "{compiler.triple}"\ntarget datalayout = "{compiler.target_data}"'
    module = llvm.parse_assembly("\n".join([header, *helpers.values(), *texts, FOOTER]))
    code = llvm.object_file.ObjectFileRef.from_data(compiler.emit_object(module))
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(header), _machine(0))
    engine.add_object_file(code)
    engine.finalize_object()
    return engine


def _machine(effort: int) -> Any:
    """A compiler for the processor that this runs on."""
    llvm = _llvm()
    features = llvm.get_host_cpu_features().flatten()
    return llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=effort, jit=True
    )

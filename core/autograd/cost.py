"""What derivatives cost: time and memory of forward and reverse mode as a formula grows.

Each way is run by torch on the typed formula, never estimated; what would take too long is left
out, and its curve says so.
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import torch
from torch.autograd import profiler
from torch.func import grad, hessian, jacfwd, jacrev, jvp, vjp

from core.autograd.cost_words import (
    CHUNKS,
    FORWARD,
    HESSIANS,
    INPUTS,
    MAP,
    OTHER,
    OUTPUTS,
    OWN,
    REVERSE,
    CostCurve,
    CostReport,
)
from core.autograd.grown import Growing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from torch import Tensor

    from core.autograd.grown import Grown
    from core.autograd.words import Subject

SIZES = (2, 32, 512, 8, 128, 1_000, 4, 16, 64, 256)
"""In the order they are measured in: what time is left for lies between what there is."""
MAP_INPUTS = 16  # of the map whose outputs grow
CHUNKED = 128  # inputs and outputs of the map whose chunks grow
BUDGET = 0.02  # seconds of repeated runs of each way at each size
MOST_RUNS, LEAST_RUNS = 25, 3
LONGEST = 3.0  # seconds of this process after which no other size is begun
BUSY = 3  # times that, on a machine that is busy with other things
LONGEST_RUN = 1.0  # seconds: a run that would take longer is not begun
MOST_MEMORY = 400_000_000  # bytes that a run may be expected to need
_clock = time.perf_counter if sys.platform == "win32" else time.process_time
"""Seconds of this process alone, whatever else the machine does; Windows counts them coarsely."""
_LOOKED_AT = 6  # passes of a loop whose memory is looked at: all need the same


_Point = tuple[int, float, int | None]  # size, seconds, bytes


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to a derivative of something grown: `run(grown, passes)` does at most so many
    passes of its loop, all for None.
    """

    id: str
    name: str
    code: str
    mode: str
    run: Callable[[Grown, int | None], Any]


# --- the ways ---


def _one_hot(length: int, place: int) -> Tensor:
    axis = torch.zeros(length, dtype=torch.float64)
    axis[place] = 1.0
    return axis


def _columns(grown: Grown, passes: int | None) -> Tensor:
    matrix = torch.empty(grown.m, grown.n, dtype=torch.float64)
    for k in range(grown.n)[:passes]:
        matrix[:, k] = jvp(grown.f, (grown.x,), (_one_hot(grown.n, k),))[1]
    return matrix


def _rows(grown: Grown, passes: int | None) -> Tensor:
    matrix = torch.empty(grown.m, grown.n, dtype=torch.float64)
    pull = vjp(grown.f, grown.x)[1]
    for k in range(grown.m)[:passes]:
        matrix[k] = pull(_one_hot(grown.m, k))[0]
    return matrix


def _one_forward(grown: Grown, passes: int | None) -> Any:
    return jvp(grown.f, (grown.x,), (torch.ones_like(grown.x),))[1]


def _one_reverse(grown: Grown, passes: int | None) -> Any:
    return vjp(grown.f, grown.x)[1](torch.tensor(1.0, dtype=torch.float64))[0]


def _value(grown: Grown, passes: int | None) -> Any:
    return grown.f(grown.x)


def _hessian_rows(grown: Grown, passes: int | None) -> Tensor:
    matrix = torch.empty(grown.n, grown.n, dtype=torch.float64)
    pull = vjp(grad(grown.f), grown.x)[1]
    for k in range(grown.n)[:passes]:
        matrix[k] = pull(_one_hot(grown.n, k))[0]
    return matrix


def _hvp(grown: Grown, passes: int | None) -> Any:
    return jvp(grad(grown.f), (grown.x,), (torch.ones_like(grown.x),))[1]


def _in_chunks(size: int) -> Callable[[Grown, int | None], Any]:
    return lambda grown, passes: jacrev(grown.f, chunk_size=size)(grown.x)


_VALUE = _Way("value", "f alone", "f(x)", OTHER, _value)
_COLUMNS = _Way("columns", "Forward, one by one",
                "[jvp(f, (x,), (e,))[1] for e in torch.eye(n)]", FORWARD, _columns)  # fmt: skip
_ROWS = _Way("rows", "Reverse, one by one",
             "pull = vjp(f, x)[1]; [pull(e)[0] for e in torch.eye(m)]", REVERSE, _rows)  # fmt: skip
_JACFWD = _Way("jacfwd", "jacfwd", "jacfwd(f)(x)", FORWARD, lambda g, _: jacfwd(g.f)(g.x))
_JACREV = _Way("jacrev", "jacrev", "jacrev(f)(x)", REVERSE, lambda g, _: jacrev(g.f)(g.x))
_PUSH = _Way("push", "One forward pass", "jvp(f, (x,), (v,))[1]", FORWARD, _one_forward)
_PULL = _Way("pull", "One backward pass", "vjp(f, x)[1](one)[0]", REVERSE, _one_reverse)
_HESSIAN = _Way("hessian", "Full Hessian", "hessian(f)(x)", OTHER, lambda g, _: hessian(g.f)(g.x))
_HESSIAN_ROWS = _Way("hessian_rows", "Row by row",
                     "pull = vjp(grad(f), x)[1]; [pull(e)[0] for e in torch.eye(n)]",
                     REVERSE, _hessian_rows)  # fmt: skip
_HVP = _Way("hvp", "Hessian times v", "jvp(grad(f), (x,), (v,))[1]", FORWARD, _hvp)
_SEVERAL = (_COLUMNS, _ROWS, _JACFWD, _JACREV)
_PAIRS = (("columns", "rows"), ("jacfwd", "jacrev"))


def cost_of(subject: Subject, topic: str, longest: float = LONGEST) -> CostReport:
    """Time and memory of the ways that belong to a topic; `longest` is in seconds of this process.

    InputError where the text cannot be read.
    """
    growing = Growing(subject)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of what is not made for vmap
        return _REPORTS[topic](growing, _Clock(longest))


class _Clock:
    """What is left of the time, and why a way is not run from some size on."""

    def __init__(self, longest: float) -> None:
        self._end = _clock() + longest
        self._wall = time.monotonic() + BUSY * longest
        self._over: dict[str, tuple[int, str]] = {}

    @property
    def late(self) -> bool:
        return _clock() > self._end or time.monotonic() > self._wall

    def stop(self, way: _Way, size: int, reason: str) -> None:
        """Run a way no more at this size or a larger one."""
        if size < self._over.get(way.id, (size + 1, ""))[0]:
            self._over[way.id] = size, reason

    def is_over(self, way: _Way, size: int) -> bool:
        return size >= self._over.get(way.id, (size + 1, ""))[0]

    def reason(self, way: _Way) -> str:
        """Why it was run no more; empty where it was run at every size."""
        return self._over.get(way.id, (0, ""))[1]


def _inputs(growing: Growing, clock: _Clock) -> CostReport:
    ways = (_PULL, _JACFWD, _COLUMNS, _VALUE)
    curves = _grown(ways, ((size, growing.at(size)) for size in SIZES), "n", clock)
    return CostReport(INPUTS, _largest(curves), 1, curves, _how(growing), (("columns", "pull"),))


def _outputs(growing: Growing, clock: _Clock) -> CostReport:
    ways = (_PUSH, _JACREV, _ROWS, _VALUE)
    curves = _grown(ways, ((size, growing.line(size)) for size in SIZES), "m", clock)
    how = "a curve with one input: t → f(wⱼ (x + t)), m of them"
    return CostReport(OUTPUTS, 1, _largest(curves), curves, how, (("push", "rows"),))


def _map(growing: Growing, clock: _Clock) -> CostReport:
    sizes = ((size, growing.at(MAP_INPUTS, size)) for size in SIZES)
    curves = _grown(_SEVERAL, sizes, "m", clock)
    n = growing.at(MAP_INPUTS, 2).n
    return CostReport(MAP, n, _largest(curves), curves, _how(growing, stacked=True), _PAIRS)


def _hessians(growing: Growing, clock: _Clock) -> CostReport:
    ways = (_HVP, _HESSIAN, _HESSIAN_ROWS, _PULL)
    curves = _grown(ways, ((size, growing.at(size)) for size in SIZES), "n", clock)
    return CostReport(HESSIANS, _largest(curves), 1, curves, _how(growing))


def _chunks(growing: Growing, clock: _Clock) -> CostReport:
    grown = growing.at(CHUNKED, CHUNKED)
    sizes = [2**k for k in range(grown.m.bit_length()) if 2**k < grown.m]
    measured: list[_Point] = []
    for size in (grown.m, *reversed(sizes)):  # the quickest first
        if clock.late or (measured and 2 * measured[-1][1] > LONGEST_RUN):
            break
        way = _Way("chunks", "jacrev in chunks", "jacrev(f, chunk_size=k)(x)", REVERSE,
                   _in_chunks(size))  # fmt: skip
        found = _measured(way, grown)
        if found is not None:
            measured.append((size, *found))
    curve = CostCurve("chunks", "jacrev in chunks", "jacrev(f, chunk_size=k)(x)", REVERSE,
                      *_columns_of(measured))  # fmt: skip
    return CostReport(CHUNKS, grown.n, grown.m, (curve,), _how(growing, stacked=True))


def _own(growing: Growing, clock: _Clock) -> CostReport:
    rows = growing.rows
    grown = growing.at(growing.inputs, rows) if rows else growing.at(growing.inputs)
    ways: list[_Way] = [_VALUE, _PUSH]
    if rows:
        ways += [_COLUMNS, _ROWS, _JACFWD, _JACREV]
        ways += [
            _Way(f"chunk_{k}", f"jacrev, chunks of {k}", f"jacrev(f, chunk_size={k})(x)", REVERSE,
                 _in_chunks(k))
            for k in (1, 2, 4, 8, 16) if k < grown.m
        ]  # fmt: skip
    else:
        ways += [_PULL, _COLUMNS, _JACFWD, _HVP, _HESSIAN, _HESSIAN_ROWS]
    curves = _grown(ways, [(grown.n, grown)], "n", clock)
    return CostReport(OWN, grown.n, grown.m, curves, "your formula as it is typed")


_REPORTS: dict[str, Callable[[Growing, _Clock], CostReport]] = {
    OWN: _own, INPUTS: _inputs, OUTPUTS: _outputs, MAP: _map, HESSIANS: _hessians, CHUNKS: _chunks,
}  # fmt: skip


def _how(growing: Growing, *, stacked: bool = False) -> str:
    """How the formula was made to grow, in words."""
    if growing.vector:
        how = "your formula with a longer vector"
    elif growing.rows and not stacked:
        how = "copies of your map, all summed"
    else:
        how = "copies of your formula, summed"
    return f"{how}, at wⱼ x for m outputs" if stacked else how


def _largest(curves: Sequence[CostCurve]) -> int:
    return max((each.sizes[-1] for each in curves if each.sizes), default=0)


# --- measuring ---


def _grown(
    ways: Sequence[_Way], sizes: Iterable[tuple[int, Grown]], axis: str, clock: _Clock
) -> tuple[CostCurve, ...]:
    """Each way at each size, all ways at one size before the next."""
    measured: dict[str, list[_Point]] = {way.id: [] for way in ways}
    for _, grown in sizes:
        size = grown.m if axis == "m" else grown.n
        if clock.late:
            break
        for way in ways:
            if clock.is_over(way, size) or size in (each[0] for each in measured[way.id]):
                continue
            reason = _too_much(measured[way.id], size)
            found = None if reason else _measured(way, grown)
            if found is None:
                clock.stop(way, size, reason or "torch raises there")
            else:
                measured[way.id].append((size, *found))
    return tuple(_curve(way, measured[way.id], clock.reason(way)) for way in ways)


def _curve(way: _Way, found: Sequence[_Point], reason: str) -> CostCurve:
    sizes, seconds, memory = _columns_of(found)
    note = f"{way.name} ends at {sizes[-1] if sizes else 'no size'}: {reason}." if reason else ""
    return CostCurve(way.id, way.name, way.code, way.mode, sizes, seconds, memory, note)


def _columns_of(found: Sequence[_Point]) -> tuple[Any, Any, Any]:
    """Sizes, seconds and bytes, smaller sizes first."""
    columns = tuple(zip(*sorted(found), strict=True))
    return columns if columns else ((), (), ())  # type: ignore[return-value]


def _too_much(found: Sequence[_Point], size: int) -> str:
    """Why a run at this size is not begun, judged by the next smaller one; empty if it is."""
    before = [each for each in found if each[0] < size]
    if not before:
        return ""
    last, seconds, memory = max(before)
    if seconds * size / last > LONGEST_RUN:
        return "a run would take too long"
    if (memory or 0) * (size / last) ** 2 > MOST_MEMORY:
        return "it would need too much memory"
    return ""


def _measured(way: _Way, grown: Grown) -> tuple[float, int | None] | None:
    """Seconds and bytes of a run; None where torch raises."""
    try:
        memory = peak_memory(partial(way.run, grown, _LOOKED_AT))
        return _seconds(partial(way.run, grown, None)), memory
    except Exception:  # noqa: BLE001  (an operation that a transform cannot do)
        return None


def _seconds(run: Callable[[], Any]) -> float:
    times: list[float] = []
    end = time.perf_counter() + BUDGET
    while len(times) < LEAST_RUNS or (len(times) < MOST_RUNS and time.perf_counter() < end):
        began = _clock()
        run()
        times.append(_clock() - began)
        if times[-1] > 4 * BUDGET:
            break
    return statistics.median(times)


def peak_memory(run: Callable[[], Any]) -> int | None:
    """The most bytes that torch has allocated at once during a run, beyond those before it."""
    watched: Any = profiler.profile(profile_memory=True, use_kineto=True)
    with watched:
        kept = run()
    events = watched.kineto_results
    if events is None:
        return None
    steps = [
        (each.start_ns(), each.nbytes()) for each in events.events() if each.name() == "[memory]"
    ]
    del kept
    held = most = 0
    for _, size in sorted(steps, key=lambda each: each[0]):
        held += size
        most = max(most, held)
    return most

"""A way run and measured: its numbers, the time of a run, the calls of f, the memory it keeps."""

from __future__ import annotations

import statistics
import time
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.autograd.ways import Case, Way

MOST_RUNS = 40
LEAST_RUNS = 3
BUDGET = 0.015  # seconds of repeated runs for each way


@dataclass(frozen=True, slots=True)
class Measured:
    """What a way gave: `value` as nested floats, or `error` in torch's own words."""

    value: Any = None
    error: str = ""
    seconds: float | None = None
    runs: int = 0
    calls: int | None = None
    memory: int | None = None


def measure(way: Way, case: Case, budget: float = BUDGET) -> Measured:
    """Run a way once for its number, once for its memory, and then for its time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of what some ways do on purpose
        counted, calls = _counting(case)
        try:
            value = plain_numbers(way.run(counted))
        except Exception as error:  # noqa: BLE001  (what torch raises is the answer)
            return Measured(error=_words(error))
        memory = _memory(way, case)
        seconds, runs = _seconds(way, case, budget)
        return Measured(value, "", seconds, runs, calls(), memory)


def plain_numbers(value: Any) -> Any:
    """A tensor, or nested ones, as floats in lists."""
    if isinstance(value, Tensor):
        return value.detach().clone().tolist()  # forward mode gives zeros without a storage
    if isinstance(value, (list, tuple)):
        return [plain_numbers(each) for each in value]
    return None if value is None else float(value)


def _counting(case: Case) -> tuple[Case, Callable[[], int]]:
    calls = 0

    def counted(x: Tensor) -> Tensor:
        nonlocal calls
        calls += 1
        return case.f(x)

    return replace(case, f=counted), lambda: calls


def _memory(way: Way, case: Case) -> int | None:
    """Bytes of the tensors that are saved for backward passes; torch.func lets nobody look."""
    kept: dict[int, int] = {}

    def pack(each: Tensor) -> Tensor:
        storage = each.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        return each

    try:
        with saved_tensors_hooks(pack, lambda each: each):
            way.run(case)
    except Exception:  # noqa: BLE001
        return None
    return sum(kept.values())


def _seconds(way: Way, case: Case, budget: float) -> tuple[float, int]:
    times: list[float] = []
    end = time.perf_counter() + budget
    while len(times) < LEAST_RUNS or (len(times) < MOST_RUNS and time.perf_counter() < end):
        began = time.perf_counter()
        way.run(case)
        times.append(time.perf_counter() - began)
        if times[-1] > 10 * budget:
            break
    return statistics.median(times), len(times)


def _words(error: BaseException) -> str:
    """The first sentence of what torch says."""
    text = " ".join(str(error).split()) or type(error).__name__
    return f"{type(error).__name__}: {text}"


def source_of_nan(case: Case, order: int) -> str:
    """In torch's own words, which step of the backward pass made the first nan; empty if none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with torch.autograd.detect_anomaly(check_nan=True):
                x = case.leaf()
                slope = torch.autograd.grad(case.f(x).sum(), x, create_graph=order > 1)[0]
                if order > 1:
                    torch.autograd.grad(slope.sum(), x)
    except RuntimeError as error:
        return str(error).split("\n")[0] if "nan" in str(error) else ""
    return ""

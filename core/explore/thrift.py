"""Thrift: what a draft can afford of a formula that is costly at every point.

Short formulas are not looked at. Of a long one, or one with sums, a few points are timed; then a
draft goes without the derivatives that only judge its density, and takes fewer points, as many as
fit into its time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Rows = Callable[[Array, int], Array]

LIGHT = 250  # operations at a point, up to which nothing is timed
UNKNOWN = 1_000  # terms of a sum whose bounds are not known beforehand
SPECIAL = 40  # operations that a special function counts as
TIMED = 9  # points of the longer of two timings, one of which is a single point
CALLS = 3  # times that a curve is asked for points: even ones, where it bends, at its breaks
HURRIED = 0.01  # seconds below which no draft has derivatives that are not shown
SHARED = 0.1  # seconds below which derivatives that are not shown are not even timed
FEWEST = 24  # points that are drawn however long they take
_SPECIAL = frozenset((
    "zeta", "gamma", "lgamma", "digamma", "polygamma", "beta", "binomial", "lambertw", "erfinv",
    "bessel_j", "bessel_y", "bessel_i",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Afforded:
    """What a curve is sampled with: derivatives up to `order`, at most so many `points`.

    None stands for as many as are needed.
    """

    order: int
    points: int | None = None


@lru_cache(maxsize=64)
def weight(program: Program) -> int:
    """About how many operations a point takes."""
    return sum(
        _weight(program, place) for place in range(len(program.steps))
        if place not in program.constants
    )  # fmt: skip


def _weight(program: Program, place: int) -> int:
    step = program.steps[place]
    if isinstance(step.detail, Program):
        low, high = (program.constants.get(each) for each in step.args[:2])
        terms = UNKNOWN if low is None or high is None else max(int(high - low) + 1, 0)
        return terms * weight(step.detail)
    if step.op == "derivative":
        return 4 * weight(step.detail.program)
    return SPECIAL if step.op in _SPECIAL else 1


def afforded(
    program: Program, grid: Array, order: int, shown: int, seconds: float, rows_at: Rows
) -> Afforded:
    """What fits into the seconds; `rows_at(x, order)` computes f, ..., f^(order).

    `order` is wished for, `shown` is the highest that is drawn. A program that is itself a
    derivative has no values without them.
    """
    bare = order if shown or program.differentiates else 0
    if weight(program) <= LIGHT:
        return Afforded(bare if seconds < HURRIED else order)
    cost = _timed(grid, bare, rows_at)
    if bare < order and seconds > SHARED and cost.points(seconds / 2) >= len(grid):
        full = _timed(grid, order, rows_at)
        if full.points(seconds) >= len(grid):
            return Afforded(order)
    return Afforded(bare, max(cost.points(seconds), FEWEST))


@dataclass(frozen=True, slots=True)
class _Cost:
    """Seconds that a call takes, and each point of it besides."""

    call: float
    point: float

    def points(self, seconds: float) -> int:
        """How many points can be had in so many seconds."""
        left = max(seconds - CALLS * self.call, 0.0)
        return int(min(left / max(self.point, 1e-9), 1e6))


def _timed(grid: Array, order: int, rows_at: Rows) -> _Cost:
    few = grid[np.linspace(0, len(grid) - 1, TIMED).astype(int)]
    took = []
    for part in (few[4:5], few):
        began = time.thread_time()
        rows_at(part, order)
        took.append(time.thread_time() - began)
    point = max(took[1] - took[0], 0.0) / (TIMED - 1)
    return _Cost(max(took[0] - point, 0.0), point)

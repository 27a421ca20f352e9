"""Zeros of a sampled row: brackets, refinement, and the exact look at those that rounding hides.

Two close zeros have a turning point between them, so brackets come from the samples and from the
zeros of the next derivative; the highest one is looked through for dips towards zero.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Values = Callable[[Array], Array]

STEPS = 60
THIRDS = 40
NEWTON = 6
ULPS = np.arange(-4, 5) * 2.0
DUSTY = 6.0  # times what rounding moves a value by: no sign is read off below
ENOUGH = 8  # exact zeros in a row
DONE = 1e-25
SECONDS = 0.4  # for all exact looks of a search


def solve(values: Values, low: Array, high: Array) -> Array:
    """Zeros of an array function in brackets (m,) of opposite signs: Illinois with bisection."""
    low, high = low.copy(), high.copy()
    at_low, at_high = values(low), values(high)
    for step in range(STEPS):
        width = np.abs(high - low)
        if np.all(width <= 4e-16 * np.maximum(np.abs(low), np.abs(high)) + 1e-300):
            break
        with np.errstate(all="ignore"):
            guess = high - at_high * (high - low) / (at_high - at_low)
        inside = (guess > np.minimum(low, high)) & (guess < np.maximum(low, high))
        middle = np.where(inside & (step % 3 != 2), guess, (low + high) / 2)
        at_middle = values(middle)
        flips = at_middle * at_high <= 0
        low = np.where(flips, high, low)
        at_low = np.where(flips, at_high, at_low / 2)
        high, at_high = middle, at_middle
        if np.all(at_high == 0):
            break
    return high


def dips(values: Values, x: Array, row: Array, across: NDArray[np.bool_], most: int) -> Array:
    """Places between samples where a row of one sign comes nearest to zero, or goes beyond."""
    size, sign = np.abs(row), np.sign(row)
    dip = (size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:]) & (sign[:-2] * sign[2:] > 0)
    dip &= (sign[1:-1] == sign[:-2]) & ~across[:-1] & ~across[1:]
    where = np.nonzero(dip)[0][:most]
    if not len(where):
        return np.empty(0)
    low, high, side = x[where], x[where + 2], sign[where]
    for _ in range(THIRDS):
        third = (high - low) / 3
        lower, upper = values(np.concatenate([low + third, high - third])).reshape(2, -1)
        right = side * lower > side * upper
        low, high = np.where(right, low + third, low), np.where(right, high, high - third)
    return (low + high) / 2


def rounding(values: Values, places: Array) -> Array:
    """How much the last digits of x move the value at each place, what is even taken off."""
    step = np.spacing(np.maximum(np.abs(places), 1e-300))
    beside = places[:, None] + ULPS * step[:, None]
    found = values(beside.ravel()).reshape(beside.shape)
    slope = (found[:, -1:] - found[:, :1]) * (np.arange(len(ULPS)) / (len(ULPS) - 1))
    return np.ptp(found - found[:, :1] - slope, axis=1)


class Exact:
    """Looks at single places with 60 digits, as long as that takes little time altogether."""

    def __init__(
        self, program: Program, rest: Sequence[float], seconds: float = SECONDS
    ) -> None:
        self.program, self.rest = program, rest
        self.deadline = time.thread_time() + seconds

    @property
    def late(self) -> bool:
        """Whether there is no time for more."""
        return self.program.differentiates or time.thread_time() > self.deadline

    def numbers(self, x: Any, order: int) -> list[Any]:
        """f, f', ..., f^(order) at a float or an mpmath number; None from where there is none."""
        from core.calculus.beside import exact_verdict

        return exact_verdict(self.program, [x], [1.0], self.rest, order)[1]

    def signs(self, places: Array, order: int) -> Array:
        """The sign of f^(order) at each place; nan where it is not there, or is not known."""
        found = np.full(len(places), np.nan)
        for k, x in enumerate(places):
            if self.late:
                break
            if k >= ENOUGH and not found[:k].any():
                return np.zeros(len(places))  # it is nothing but rounding everywhere
            value = self.numbers(float(x), order)[order]
            if value is not None:
                found[k] = float(value > 0) - float(value < 0)
        return found

    def polished(self, x: float, order: int, slack: float) -> tuple[float, Any]:
        """A zero of f^(order) of any multiplicity near x, and what f is there with 60 digits.

        x itself, and None, where the steps leave `slack` or f is not smooth.
        """
        from core.calculus.beside import DIGITS
        from core.calculus.precise import mp

        with mp.workdps(DIGITS):
            at = mp.mpf(x)
            for _ in range(NEWTON):
                *_, value, slope, bend = numbers = self.numbers(at, order + 2)
                if None in numbers:
                    return x, None
                below = slope * slope - value * bend
                if not value or not below:
                    break
                move = value * slope / below
                at -= move
                if not abs(at - x) <= slack:
                    return x, None
                if abs(move) <= DONE * abs(at):
                    break
            height = self.numbers(at, 0)[0]
            return float(at), height

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

STEPS = 100
CLOSE, TINY = 4e-16, 1e-300  # a bracket that is no longer parted, beside its place and beside 0
PARTS, LOOKS = 12, 10  # of an interval with a dip: it shrinks to a sixth with each look
NEWTON = 6
ULPS = np.arange(-4, 5) * 2.0
DUSTY = 6.0  # times what rounding moves a value by: no sign is read off below
ENOUGH = 8  # exact zeros in a row
DONE = 1e-25
SECONDS = 0.4  # for all exact looks of a search


def solve(values: Values, low: Array, high: Array) -> Array:
    """Zeros of an array function in brackets (m,) of opposite signs, all at once.

    Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
    function without using derivatives", Advances in Engineering Software 28 (1997).
    """
    found = np.array(high, np.float64)
    newest, at_newest = found.copy(), values(high)
    other: Array = np.array(low, np.float64)
    at_other = values(low)
    left: NDArray[np.intp] = np.arange(len(found))
    share: Array = np.full(len(found), 0.5)
    for _ in range(STEPS):
        place = newest + share * (other - newest)
        at_place = values(place)
        same = np.sign(at_place) == np.sign(at_newest)
        last: Array = np.where(same, newest, other)
        at_last: Array = np.where(same, at_newest, at_other)
        other, at_other = np.where(same, other, newest), np.where(same, at_other, at_newest)
        newest, at_newest = place, at_place
        nearer = np.abs(at_other) < np.abs(at_newest)
        best: Array = np.where(nearer, other, newest)
        at_best: Array = np.where(nearer, at_other, at_newest)
        found[left] = best
        with np.errstate(all="ignore"):
            finest = (CLOSE * np.abs(best) + TINY) / np.abs(other - newest)
            share = _share(newest, other, last, at_newest, at_other, at_last)
            share = np.clip(share, finest, 1 - finest)
        goes_on = (finest <= 0.5) & (at_best != 0)
        if not goes_on.any():
            break
        left, share = left[goes_on], share[goes_on]
        newest, at_newest = newest[goes_on], at_newest[goes_on]
        other, at_other = other[goes_on], at_other[goes_on]
    return found


def _share(*bracket: Array) -> Array:
    """Where to look next between the newest place and the one across: on the parabola through
    three places where that is safe, else in the middle.
    """
    x1, x2, x3, f1, f2, f3 = bracket
    part, rise = (x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2)
    safe = (rise**2 < part) & ((1 - rise) ** 2 < 1 - part)
    bent = f1 / (f2 - f1) * f3 / (f2 - f3)
    bent += (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
    return np.where(safe & np.isfinite(bent), bent, 0.5)


def dips(values: Values, x: Array, row: Array, across: NDArray[np.bool_], most: int) -> Array:
    """Places between samples where a row of one sign comes nearest to zero, or goes beyond."""
    size, sign = np.abs(row), np.sign(row)
    dip = (size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:]) & (sign[:-2] * sign[2:] > 0)
    dip &= (sign[1:-1] == sign[:-2]) & ~across[:-1] & ~across[1:]
    where = np.nonzero(dip)[0][:most]
    if not len(where):
        return np.empty(0)
    low, high, side = x[where], x[where + 2], sign[where]
    shares = np.arange(1, PARTS)[:, None] / PARTS
    for _ in range(LOOKS):
        step = (high - low) / PARTS
        inside = side * values((low + shares * (high - low)).ravel()).reshape(PARTS - 1, -1)
        lowest = np.where(np.isnan(inside), np.inf, inside).argmin(axis=0)
        low = low + lowest * step
        high = low + 2 * step
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
        from core.calculus.beside import exact_value, exact_verdict

        if not order:
            return [exact_value(self.program, [x], self.rest)]
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

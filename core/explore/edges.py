"""Edges of a curve as its samples show them: for drafts, and where no exact look was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import outputs
from core.frame import Asymptote, End

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.explore.sampling import Differentiate, Samples

    Array = NDArray[np.float64]

GROWS = 1.3
MOST = 200
TAKEN = 1e-6  # of a jump, within which f has the value of a side


class Edges:
    """The breaks of f from number `first` on: circles, and lines that it runs along."""

    def __init__(
        self, key: int, program: Program, rest: Sequence[float], samples: Samples,
        differentiate: Differentiate, which: NDArray[np.intp],
    ) -> None:  # fmt: skip
        self.key, self.program, self.rest = key, program, rest
        self.samples, self.differentiate = samples, differentiate
        row, at = samples.rows[0], np.searchsorted(samples.x, samples.left[which])
        right = np.searchsorted(samples.x, samples.right[which])
        broken = np.isnan(row[np.minimum(at + 1, len(row) - 1)])
        broken &= np.isfinite(row[at]) & np.isfinite(row[right])
        self.which = which[broken]
        self.left, self.right = samples.left[self.which], samples.right[self.which]
        self.poles = self._grows()

    def f(self, x: Array) -> Array:
        """f at x (n,), by NumPy."""
        return outputs(self.program, x, self.rest)

    def _grows(self) -> NDArray[np.bool_]:
        """Whether |f| grows like a pole towards each break, from either side."""
        if not len(self.left):
            return np.zeros(0, bool)
        width = self.right - self.left
        near = np.abs(self.f(self.left)), np.abs(self.f(self.right))
        far = np.abs(self.f(self.left - 9 * width)), np.abs(self.f(self.right + 9 * width))
        with np.errstate(all="ignore"):
            rising = [a > GROWS * b for a, b in zip(near, far, strict=True)]
        typical = float(np.nanmedian(np.abs(self.samples.rows[0])))
        return (rising[0] | rising[1]) & (np.maximum(*near) > 10 * typical)

    def asymptotes(self) -> tuple[Asymptote, ...]:
        """The vertical lines at the poles."""
        return tuple(Asymptote(self.key, x) for x in self._at(self.poles))

    def jumps(self) -> list[float]:
        """Where f leaps from one finite value to another."""
        return self._at(~self.poles)

    def _at(self, which: NDArray[np.bool_]) -> list[float]:
        return [float(x) for x in self.samples.place[self.which[which]][:MOST]]

    def ends(self) -> Iterable[End]:
        """Circles at jumps: closed where f takes the value, open where it does not."""
        jumps = ~self.poles
        left, right = self.left[jumps][:MOST], self.right[jumps][:MOST]
        if not len(left):
            return
        places = self.samples.place[self.which[jumps]][:MOST]
        limits = self._limit(left, places), self._limit(right, places)
        for x, y, *sides in zip(places, self.f(places), *limits, strict=True):
            taken = [bool(abs(side - y) <= TAKEN * abs(sides[0] - sides[1])) for side in sides]
            for side, closed in zip(sides, taken, strict=True):
                yield End(self.key, 0, float(x), float(y if closed else side), closed)
            if np.isfinite(y) and not any(taken):
                yield End(self.key, 0, float(x), float(y), True)

    def _limit(self, sides: Array, places: Array) -> Array:
        """f at each place as its side continues: two steps of Taylor's series."""
        f, slope, bend = self.differentiate(self.program, sides, self.rest, 2)
        step = places - sides
        limit = f + slope * step + bend * step**2 / 2
        return np.where(np.isfinite(limit), limit, f)

"""Landmarks of a sampled curve: brackets from the samples, refined with the exact derivatives.

Nothing is found across a break, so a pole is no root and no extremum; a corner is an extremum
when the slope changes its sign there. The result names the interval it looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import outputs
from core.frame import Asymptote, End, Kind, Landmark, Search, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.explore.sampling import Differentiate, Samples

    Array = NDArray[np.float64]
    Values = Callable[[Array], Array]

RELATIVE = 1e-12
MULTIPLE = 1e-9  # a root of multiplicity three is found to a third of the digits
STEPS = 60
MOST = 60
GROWS = 1.3
TOUCHES = 1e-11


class Searcher:
    """One search: a program with its other inputs, and the samples to look through."""

    def __init__(
        self, key: int, program: Program, rest: Sequence[float], samples: Samples,
        differentiate: Differentiate,
    ) -> None:  # fmt: skip
        self.key, self.program, self.rest = key, program, rest
        self.samples, self.differentiate = samples, differentiate
        self._found: dict[int, Array] = {}
        rows = samples.rows
        self.scale = float(np.nanmax(np.where(np.isfinite(rows[0]), np.abs(rows[0]), 0.0)))

    def search(self) -> Search:
        """Everything remarkable between the first and the last sample."""
        x = self.samples.x
        found = [
            *self._roots(), *self._extrema(), *self._inflections(),
            *(Landmark(Kind.POLE, self.key, each.x, None) for each in self.asymptotes()),
            *(Landmark(Kind.JUMP, self.key, place, None) for place in self.jumps()),
        ]  # fmt: skip
        found.sort(key=lambda each: (each.x, each.kind))
        span = float(x[-1] - x[0])
        if self.samples.x_log:
            span = float(x[0])
        return Search(self.key, float(x[0]), float(x[-1]), len(x), RELATIVE * span, tuple(found))

    def dust(self, places: Array, share: float) -> Array:
        """What is nothing beside the view, at each place; along log x beside the place itself."""
        if self.samples.x_log:
            return share * np.abs(places)
        return np.broadcast_to(share * np.ptp(self.samples.x), places.shape)

    # --- places where a derivative vanishes ---

    def _zeros(self, order: int) -> Array:
        """Where f^(order) changes its sign between two samples without a break."""
        if order not in self._found:
            self._found[order] = self._look_for(order)
        return self._found[order]

    def _look_for(self, order: int) -> Array:
        """Brackets from the samples and from the turning points between them: two close zeros
        have one between them.
        """
        x, row = self.samples.x, self.samples.rows[order]
        exact = x[(row == 0) & ~self._flat(row) & ~self._joints()][:MOST]
        across = self._across_break()
        if order < 2:
            turning = self._zeros(order + 1)
            at = np.searchsorted(x, turning)
            across = np.insert(across, np.clip(at - 1, 0, len(across)), False)
            x, row = np.insert(x, at, turning), np.insert(row, at, self._values(order)(turning))
        sign = np.sign(row)
        crossing = np.nonzero((sign[:-1] * sign[1:] < 0) & ~across)[0][:MOST]
        if not len(crossing):
            return exact
        places = solve(self._values(order), x[crossing], x[crossing + 1])
        return np.unique(np.concatenate([exact, self._rounded(places, order)]))

    def _across_break(self) -> NDArray[np.bool_]:
        """Intervals between two samples that belong to a break: corners are looked at apart."""
        x = self.samples.x
        inside = np.zeros(len(x) - 1, bool)
        at = np.searchsorted(x, self.samples.left)
        inside[at] = True
        inside[np.minimum(at + 1, len(x) - 2)] = True
        return inside

    def _joints(self) -> NDArray[np.bool_]:
        """Samples in the middle of a break, which hold a limit and not a value."""
        x = self.samples.x
        joint = np.zeros(len(x), bool)
        joint[np.minimum(np.searchsorted(x, self.samples.left) + 1, len(x) - 1)] = True
        return joint

    def _flat(self, row: Array) -> NDArray[np.bool_]:
        """Samples inside a stretch of zeros: a constant has no landmarks."""
        zero = np.concatenate([[False], row == 0, [False]])
        return zero[:-2] | zero[2:]

    def _values(self, order: int) -> Values:
        if order == 0:
            return self.f

        def values(x: Array) -> Array:
            return self.differentiate(self.program, x, self.rest, order)[order]

        return values

    def f(self, x: Array) -> Array:
        """f at x (n,), by NumPy."""
        return outputs(self.program, x, self.rest)

    def _exists(self, places: Array) -> NDArray[np.bool_]:
        """Whether f has a value at each place, by its exact meaning: exp(-1/x^2) has none at 0."""
        from core.calculus.beside import verdict  # mpmath, not before the first picture

        return np.array(
            [
                verdict(self.program, [float(x)], [1.0], self.rest, 0)[0].status is Status.OK
                for x in places[:MOST]
            ]
            + [False] * max(len(places) - MOST, 0),
            bool,
        )

    def _rounded(self, places: Array, order: int) -> Array:
        """Short numbers in place of refined ones where they are zeros as good (0.5, 3)."""
        short = np.array([float(f"{each:.11g}") for each in places])
        short = np.where(np.abs(places) < self.dust(places, MULTIPLE), 0.0, short)
        with np.errstate(all="ignore"):
            better = np.abs(self._values(order)(short)) <= np.abs(self._values(order)(places))
        return np.where(better, short, places)

    def _roots(self) -> list[Landmark]:
        places = [*np.unique(np.concatenate([self._zeros(0), self._crossed()]))]
        touching = self._turning()
        if len(touching):
            flat = np.abs(self.f(touching)) <= TOUCHES * max(self.scale, 1e-300)
            places += [x for x in touching[flat] if not np.any(np.isclose(x, places))]
        return [Landmark(Kind.ROOT, self.key, float(x), 0.0) for x in places[:MOST]]

    def _crossed(self) -> Array:
        """Roots at a corner: f goes through zero between the two sides of a joint."""
        left, right = self.samples.left, self.samples.right
        before, after = self.f(left), self.f(right)
        joint = np.isfinite(self.samples.rows[0][np.searchsorted(self.samples.x, left) + 1])
        places = self._places(left, right)[joint & (before * after <= 0)]
        places = places[np.abs(self.f(places)) <= TOUCHES * max(self.scale, 1e-300)]
        return places[self._exists(places)]

    def _turning(self) -> Array:
        return np.unique(np.concatenate([self._zeros(1), self._corners(1)]))

    def _extrema(self) -> list[Landmark]:
        places = self._turning()
        before, after = self._beside(places, 1)
        marks: list[Landmark] = []
        for x, y, low, high in zip(places, self.f(places), before, after, strict=True):
            if np.isfinite(y) and low * high < 0:
                kind = Kind.MINIMUM if low < 0 else Kind.MAXIMUM
                marks.append(Landmark(kind, self.key, float(x), float(y)))
        return marks

    def _inflections(self) -> list[Landmark]:
        places = np.unique(np.concatenate([self._zeros(2), self._corners(2)]))
        before, after = self._beside(places, 2)
        heights = self.f(places)
        return [
            Landmark(Kind.INFLECTION, self.key, float(x), float(y))
            for x, y, low, high in zip(places, heights, before, after, strict=True)
            if np.isfinite(y) and low * high < 0
        ]

    def _beside(self, places: Array, order: int) -> tuple[Array, Array]:
        """f^(order) a little left and right of each place: half a sample away."""
        x = self.samples.x
        if not len(places):
            return np.empty(0), np.empty(0)
        at = np.clip(np.searchsorted(x, places), 1, len(x) - 1)
        step = (x[at] - x[at - 1]) * 0.5 + self.dust(places, 1e-9)
        return self._values(order)(places - step), self._values(order)(places + step)

    def _corners(self, order: int) -> Array:
        """Breaks that f crosses (and f' too for order 2) while f^(order) changes its sign."""
        left, right = self.samples.left, self.samples.right
        if not len(left):
            return np.empty(0)
        x, rows = self.samples.x, self.samples.rows
        at = np.searchsorted(x, left)
        joint = np.asarray(np.isfinite(rows[:order, at + 1]).all(axis=0))
        joint[joint] = self._exists(self._places(left[joint], right[joint]))
        sides = rows[order, at], rows[order, np.searchsorted(x, right)]
        with np.errstate(invalid="ignore"):
            turns = joint & (sides[0] * sides[1] < 0)
        return self._places(left[turns], right[turns])

    # --- breaks ---

    def _places(self, left: Array, right: Array) -> Array:
        """The short number that each break stands at."""
        middle = (left + right) / 2
        short = np.array([float(f"{each:.11g}") for each in middle])
        close = np.abs(middle) < self.dust(middle, 1e-9)
        return np.where(close, 0.0, short)

    def _open(self) -> tuple[Array, Array]:
        """Breaks where f is there on both sides and does not continue."""
        left, right = self.samples.left, self.samples.right
        if not len(left):
            return left, right
        row = self.samples.rows[0]
        at = np.searchsorted(self.samples.x, left)
        apart = np.isnan(row[at + 1]) & np.isfinite(row[at])
        apart &= np.isfinite(row[np.searchsorted(self.samples.x, right)])
        return left[apart], right[apart]

    def _grows(self, left: Array, right: Array) -> NDArray[np.bool_]:
        """Whether |f| grows like a pole towards each break, from either side."""
        width = right - left
        near = np.abs(self.f(left)), np.abs(self.f(right))
        far = np.abs(self.f(left - 9 * width)), np.abs(self.f(right + 9 * width))
        with np.errstate(all="ignore"):
            rising = [a > GROWS * b for a, b in zip(near, far, strict=True)]
        typical = float(np.nanmedian(np.abs(self.samples.rows[0])))
        return (rising[0] | rising[1]) & (np.maximum(*near) > 10 * typical)

    def asymptotes(self) -> tuple[Asymptote, ...]:
        """The vertical lines at the poles."""
        left, right = self._open()
        if not len(left):
            return ()
        poles = self._grows(left, right)
        return tuple(
            Asymptote(self.key, float(x)) for x in self._places(left[poles], right[poles])[:MOST]
        )

    def jumps(self) -> list[float]:
        """Where f leaps from one finite value to another."""
        left, right = self._open()
        if not len(left):
            return []
        finite = ~self._grows(left, right)
        return [float(x) for x in self._places(left[finite], right[finite])[:MOST]]

    def ends(self) -> tuple[End, ...]:
        """Circles at jumps and holes: closed where f takes the value, open where it does not."""
        left, right = self._open()
        circles: list[End] = []
        if len(left):
            finite = ~self._grows(left, right)
            circles += self._circles(left[finite][:MOST], right[finite][:MOST])
        return tuple(circles + self._holes())

    def _limit(self, sides: Array, places: Array) -> Array:
        """f at each place as its side continues: two steps of Taylor's series."""
        f, slope, bend = self.differentiate(self.program, sides, self.rest, 2)
        step = places - sides
        limit = f + slope * step + bend * step**2 / 2
        return np.where(np.isfinite(limit), limit, f)

    def _circles(self, left: Array, right: Array) -> Iterable[End]:
        places = self._places(left, right)
        limits = self._limit(left, places), self._limit(right, places)
        for x, y, *sides in zip(places, self.f(places), *limits, strict=True):
            taken = [bool(abs(side - y) <= 1e-6 * abs(sides[0] - sides[1])) for side in sides]
            for side, closed in zip(sides, taken, strict=True):
                yield End(self.key, 0, float(x), float(y if closed else side), closed)
            if np.isfinite(y) and not any(taken):
                yield End(self.key, 0, float(x), float(y), True)

    def _holes(self) -> list[End]:
        left, right = self.samples.left, self.samples.right
        if not len(left):
            return []
        joint = self.samples.rows[0][np.searchsorted(self.samples.x, left) + 1]
        places = self._places(left, right)
        missing = np.isfinite(joint)
        missing[missing] = ~self._exists(places[missing])
        heights = self._limit(left[missing], places[missing])
        pairs = zip(places[missing], heights, strict=True)
        return [End(self.key, 0, float(x), float(y), False) for x, y in list(pairs)[:MOST]]


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


def intersections(first: Searcher, second: Searcher) -> list[Landmark]:
    """Where two curves meet, looked for at the samples of the first."""
    x = first.samples.x
    with np.errstate(all="ignore"):
        gap = np.where(np.isfinite(first.samples.rows[0]), second.f(x) - first.f(x), np.nan)
    crossing = np.nonzero(np.sign(gap[:-1]) * np.sign(gap[1:]) < 0)[0][:MOST]

    def values(at: Array) -> Array:
        return second.f(at) - first.f(at)

    if not len(crossing):
        return []
    places = solve(values, x[crossing], x[crossing + 1])
    short = np.array([float(f"{each:.11g}") for each in places])
    short = np.where(np.abs(places) < first.dust(places, RELATIVE), 0.0, short)
    places = np.where(np.abs(values(short)) <= np.abs(values(places)), short, places)
    heights = first.f(places)
    meets = np.abs(values(places)) <= 1e-6 * np.maximum(1e-300, first.scale + second.scale)
    return [
        Landmark(Kind.INTERSECTION, first.key, float(a), float(b), second.key)
        for a, b in zip(places[meets], heights[meets], strict=True)
    ]

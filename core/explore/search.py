"""Landmarks of a sampled curve: brackets from the samples, refined with the exact derivatives.

Nothing is found across a break, so a pole is no root and no extremum; what stands at a break is
told by its kink: a corner is an extremum when the slope changes its sign there. Where rounding
could invent a sign, 60 digits decide. The result names the interval it looked at.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import outputs
from core.explore.edges import Edges
from core.explore.zeros import DUSTY, Exact, dips, rounding, solve
from core.frame import Asymptote, End, Kind, Landmark, Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.explore.kinks import Found
    from core.explore.sampling import Differentiate, Samples
    from core.explore.zeros import Values
    from core.frame import Kink

    Array = NDArray[np.float64]

RELATIVE = 1e-12
MULTIPLE = 1e-9  # a root of multiplicity three is found to a third of the digits
MOST = 200
STRAIGHT = 1e-2  # of what is beside it: a zero that is crossed at a slope is a simple one
NEAR_ZERO = 1e-6  # of what is beside it: an extremum that may touch zero
TOUCHES = 1e-25
FLAT = 6  # samples in a row without any slope


class Searcher:
    """One search: a program with its other inputs, the samples, and the kinks among them."""

    def __init__(
        self, key: int, program: Program, rest: Sequence[float], samples: Samples,
        differentiate: Differentiate, found: Found, lost: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        """`lost` are the orders whose signs cannot be read: rounding hides them."""
        self.lost = lost
        self.key, self.program, self.rest = key, program, rest
        self.samples, self.differentiate = samples, differentiate
        self.kinks: tuple[Kink, ...] = tuple(each for each in found.kinks if each is not None)
        unseen = [k for k in range(len(samples.left)) if k >= found.count or not found.values[k]]
        which = np.array(unseen, np.intp)
        self.edges = Edges(key, program, rest, samples, differentiate, which)
        self.exact = Exact(program, rest)
        self.crowded = found.count < len(samples.left) or bool(lost)
        self._zeros_of: dict[int, Array] = {}
        rows = samples.rows
        self.scale = float(np.nanmax(np.where(np.isfinite(rows[0]), np.abs(rows[0]), 0.0)))

    def search(self) -> Search:
        """Everything remarkable between the first and the last sample."""
        x = self.samples.x
        turning = self._extrema()
        flats = self._flats()
        found = [
            *self._roots(turning, flats), *turning, *self._inflections(),
            *(Landmark(each.kind, self.key, each.x, None) for each in self.kinks
              if each.kind in (Kind.POLE, Kind.JUMP)),
            *(Landmark(Kind.POLE, self.key, each.x, None) for each in self.edges.asymptotes()),
            *(Landmark(Kind.JUMP, self.key, place, None) for place in self.edges.jumps()),
        ]  # fmt: skip
        found.sort(key=lambda each: (each.x, each.kind))
        span = float(x[0]) if self.samples.x_log else float(x[-1] - x[0])
        return Search(
            self.key, float(x[0]), float(x[-1]), len(x), RELATIVE * span, tuple(found),
            self.kinks, flats, self.crowded,
        )  # fmt: skip

    def dust(self, places: Array, share: float) -> Array:
        """What is nothing beside the view, at each place; along log x beside the place itself."""
        if self.samples.x_log:
            return share * np.abs(places)
        return np.broadcast_to(share * np.ptp(self.samples.x), places.shape)

    def f(self, x: Array) -> Array:
        """f at x (n,), by NumPy."""
        return outputs(self.program, x, self.rest)

    @cached_property
    def f_at_samples(self) -> Array:
        """f at the samples as floats have it, whatever is drawn there."""
        return self.f(self.samples.x)

    def _values(self, order: int) -> Values:
        if order == 0:
            return self.f

        def values(x: Array) -> Array:
            return self.differentiate(self.program, x, self.rest, order)[order]

        return values

    # --- places where a derivative vanishes ---

    def _zeros(self, order: int) -> Array:
        """Where f^(order) is zero between two samples without a break."""
        if order not in self._zeros_of:
            lost = order in self.lost
            self._zeros_of[order] = np.empty(0) if lost else self._look_for(order)
        return self._zeros_of[order]

    def _look_for(self, order: int) -> Array:
        x, row = self.samples.x, self.samples.rows[order]
        exact = x[(row == 0) & ~self._level(row) & ~self._at_joint()][:MOST]
        across = self._across_break()
        values = self._values(order)
        between = self._zeros(order + 1) if order < 2 else dips(values, x, row, across, MOST)
        if len(between):
            between = np.unique(between[(between > x[0]) & (between < x[-1])])
            at = np.searchsorted(x, between)
            across = np.insert(across, np.clip(at - 1, 0, len(across)), across[at - 1])
            x, row = np.insert(x, at, between), np.insert(row, at, values(between))
        sign = np.sign(row)
        crossing = np.nonzero((sign[:-1] * sign[1:] < 0) & ~across)[0]
        self.crowded |= len(crossing) > MOST
        crossing = crossing[:MOST]
        if not len(crossing):
            return exact
        places = solve(values, x[crossing], x[crossing + 1])
        return np.unique(np.concatenate([exact, self._rounded(places, order)]))

    def _across_break(self) -> NDArray[np.bool_]:
        """Intervals between two samples that belong to a break: kinks are looked at apart."""
        inside = np.zeros(len(self.samples.x) - 1, bool)
        at = self.samples.joints
        inside[np.maximum(at - 1, 0)] = True
        inside[np.minimum(at, len(inside) - 1)] = True
        return inside

    def _at_joint(self) -> NDArray[np.bool_]:
        """Samples in the middle of a break, which hold a limit and not a value."""
        joint = np.zeros(len(self.samples.x), bool)
        joint[self.samples.joints] = True
        return joint

    def _level(self, row: Array) -> NDArray[np.bool_]:
        """Samples inside a stretch of zeros: a constant has no landmarks."""
        zero = np.concatenate([[False], row == 0, [False]])
        return zero[:-2] | zero[2:]

    def _rounded(self, places: Array, order: int) -> Array:
        """Short numbers in place of refined ones where they are zeros as good (0.5, 3)."""
        short = np.array([float(f"{each:.11g}") for each in places])
        short = np.where(np.abs(places) < self.dust(places, MULTIPLE), 0.0, short)
        with np.errstate(all="ignore"):
            better = np.abs(self._values(order)(short)) <= np.abs(self._values(order)(places))
        return np.where(better, short, places)

    def _reach(self, places: Array) -> Array:
        """How far beside each place a sign is read: half a sample, and half the way to the next
        place or break.
        """
        x = self.samples.x
        at = np.clip(np.searchsorted(x, places), 1, len(x) - 1)
        step = (x[at] - x[at - 1]) * 0.5 + self.dust(places, 1e-9)
        others = np.unique(np.concatenate([places, self.samples.place]))
        if len(others) > 1:
            near = np.clip(np.searchsorted(others, places), 1, len(others) - 1)
            gaps = np.abs(places[:, None] - others[np.clip([near - 1, near, near + 1], 0,
                                                           len(others) - 1)].T)  # fmt: skip
            step = np.minimum(step, np.where(gaps > 0, gaps, np.inf).min(axis=1) / 2)
        return step

    def _confirmed(self, places: Array, order: int) -> tuple[Array, Array, Array]:
        """Places (k,), some of them refined, and the signs of f^(order) before and after each."""
        if not len(places):
            return places, np.empty(0), np.empty(0)
        values, reach = self._values(order), self._reach(places)
        sides = np.concatenate([places - reach, places + reach])
        beside = values(sides)
        with np.errstate(all="ignore"):
            unsure = np.nonzero(~(np.abs(beside) > DUSTY * rounding(values, sides)))[0]
        signs = np.sign(beside)
        signs[unsure] = self.exact.signs(sides[unsure], order)
        self.crowded |= bool(np.isnan(signs[unsure]).any() and self.exact.late)
        before, after = np.split(signs, 2)
        size = np.abs(beside).reshape(2, -1).max(axis=0)
        return self._polished(places, order, reach, size), before, after

    def _polished(self, places: Array, order: int, reach: Array, size: Array) -> Array:
        """Multiple zeros, which floats find to a part of the digits only, with all of them."""
        places = places.copy()
        slopes = self._values(order + 1)(places)
        with np.errstate(all="ignore"):
            flat = ~(np.abs(slopes) * reach > STRAIGHT * size) & (places != 0)
        for k in np.nonzero(flat)[0]:
            if self.exact.late:
                break
            places[k] = self.exact.polished(float(places[k]), order, float(reach[k]))[0]
        return places

    # --- landmarks ---

    def _roots(
        self, turning: list[Landmark], flats: tuple[tuple[float, float, float], ...]
    ) -> list[Landmark]:
        places, before, after = self._confirmed(self._zeros(0), 0)
        roots = [float(x) for x in places[before * after < 0]]
        roots += [each.x for each in self.kinks if each.value == 0]
        roots += self._touching(turning)
        level = [(low, high) for low, high, value in flats if value == 0]
        roots = [x for x in roots if not any(low <= x <= high for low, high in level)]
        kept: list[float] = []
        for x in sorted(roots):
            if not kept or abs(x - kept[-1]) > MULTIPLE * 1e-3 * max(abs(x), abs(kept[-1])):
                kept.append(x)
        return [Landmark(Kind.ROOT, self.key, x, 0.0) for x in kept[:MOST]]

    def _touching(self, turning: list[Landmark]) -> list[float]:
        """Extrema at which f is zero with all digits: there it touches and does not cross."""
        kinked = {each.x for each in self.kinks}
        smooth = [each for each in turning if each.x not in kinked]
        if not smooth:
            return []
        places = np.array([each.x for each in smooth])
        reach = self._reach(places)
        beside = np.maximum(np.abs(self.f(places - reach)), np.abs(self.f(places + reach)))
        roots: list[float] = []
        for mark, wide, size in zip(smooth, reach, beside, strict=True):
            if abs(mark.y or 0.0) > NEAR_ZERO * size or self.exact.late:
                continue
            x, height = self.exact.polished(mark.x, 1, float(wide))
            if height is not None and abs(height) <= TOUCHES * size:
                roots.append(mark.x if abs(x - mark.x) <= 4 * np.spacing(abs(x)) else x)
        return roots

    def _extrema(self) -> list[Landmark]:
        places, before, after = self._confirmed(self._zeros(1), 1)
        marks: list[Landmark] = []
        for x, y, low, high in zip(places, self.f(places), before, after, strict=True):
            if np.isfinite(y) and low * high < 0:
                kind = Kind.MINIMUM if low < 0 else Kind.MAXIMUM
                marks.append(Landmark(kind, self.key, float(x), float(y)))
        for kink in self.kinks:
            turn = _turn(kink, 1)
            if turn:
                kind = Kind.MINIMUM if turn > 0 else Kind.MAXIMUM
                marks.append(Landmark(kind, self.key, kink.x, kink.value))
        return marks[:MOST]

    def _inflections(self) -> list[Landmark]:
        places, before, after = self._confirmed(self._zeros(2), 2)
        marks = [
            Landmark(Kind.INFLECTION, self.key, float(x), float(y))
            for x, y, low, high in zip(places, self.f(places), before, after, strict=True)
            if np.isfinite(y) and low * high < 0
        ]
        marks += [
            Landmark(Kind.INFLECTION, self.key, kink.x, kink.value)
            for kink in self.kinks
            if kink.kind in (Kind.VERTICAL, Kind.BEND) and _turn(kink, 2)
        ]
        return marks[:MOST]

    def _flats(self) -> tuple[tuple[float, float, float], ...]:
        """Stretches (low, high, value) without any slope, from one kink or end to the next."""
        x, (f, slope) = self.samples.x, self.samples.rows[:2]
        level = np.concatenate([[False], (slope == 0) & np.isfinite(f), [False]])
        turns = np.nonzero(level[1:] != level[:-1])[0]
        edges = np.concatenate([x[[0]], self.samples.place, x[[-1]]])
        found: list[tuple[float, float, float]] = []
        for first, after in zip(turns[::2], turns[1::2], strict=True):
            if after - first < FLAT or f[first] != f[after - 1]:
                continue
            ends = (np.argmin(np.abs(edges - x[at])) for at in (first, after - 1))
            low, high = (float(edges[at]) for at in ends)
            if low < high:
                found.append((low, high, float(f[first]) + 0.0))
        return tuple(found)

    # --- breaks ---

    def asymptotes(self) -> tuple[Asymptote, ...]:
        """The vertical lines at the poles of f that no kink tells of."""
        return self.edges.asymptotes()

    def ends(self) -> tuple[End, ...]:
        """The circles at jumps of f that no kink tells of."""
        return tuple(self.edges.ends())


def _turn(kink: Kink, order: int) -> int:
    """1 where f^(order) goes from below 0 to above at a kink through which f runs on, -1 where it
    comes down, else 0.
    """
    if kink.value is None or not kink.left[0] == kink.right[0] == kink.value:
        return 0
    low, high = kink.signs
    return high[order] if low and high and low[order] * high[order] < 0 else 0


def intersections(first: Searcher, second: Searcher) -> list[Landmark]:
    """Where two curves meet, looked for at the samples of the first."""
    x = first.samples.x
    with np.errstate(all="ignore"):
        apart = second.f(x) - first.f_at_samples
        gap = np.where(np.isfinite(first.samples.rows[0]), apart, np.nan)
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

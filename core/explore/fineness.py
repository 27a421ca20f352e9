"""Whether a curve moves faster than its samples tell: then it is said, never drawn in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TOO_FINE = 1.0  # pixels between curve and chord
TURNS = 0.5  # of its slope that a curve loses or wins from sample to sample
BESIDE = 5  # samples on each side of a break
LOST_SHARE = 0.01  # of the width that may be lost: a cusp, the foot of a pole
GOLDEN = 0.381966  # where each interval is cut for a second look: in step with no period
GROWS = 1.2  # times as many changes at twice the samples: there are more than are seen
FEW = 8  # more of them are a cluster, not a curve that is too fine


def bends_too_fine(
    x: Array, across: Array, rows: Array, misses: Array, breaks: NDArray[np.intp]
) -> bool:
    """Whether a good part of f leaves its chords and turns between samples, or bends beyond all
    numbers.

    `rows` (3, n) are f, f', f'' at x, `across` the places along the axis, `misses` (n - 1,)
    pixels. A pole is steep, not fine: near it the slope keeps its sign from sample to sample, and
    what lies beside one of the `breaks`, numbers of samples, is left out.
    """
    f, slope, bend = rows[0], np.abs(rows[1]), np.abs(rows[2])
    step = np.diff(x)
    turns = np.maximum(bend[:-1], bend[1:]) * step > TURNS * np.minimum(slope[:-1], slope[1:])
    wild = np.isfinite(f) & ~np.isfinite(bend)
    lost = ((misses > TOO_FINE) & turns) | (wild[:-1] & wild[1:])
    beside = breaks[:, None] + np.arange(-BESIDE, BESIDE)
    lost[np.clip(beside, 0, len(lost) - 1)] = False
    return bool(np.sum(np.diff(across)[lost]) > LOST_SHARE * (across[-1] - across[0]))


def changes_too_fine(values_at: Callable[[Array], Array], grid: Array, most: int) -> bool:
    """Whether the switches (m, n) change sign more often than the grid sees or breaks are drawn."""
    seen = _changes(values_at(grid))
    between = grid[:-1] + GOLDEN * np.diff(grid)
    return seen > most or _changes(values_at(np.sort(np.append(grid, between)))) > (
        GROWS * seen + FEW
    )


def in_sight(y: Array, low: float, high: float) -> NDArray[np.bool_]:
    """Intervals of which a part lies in the picture or close to it."""
    margin = high - low
    above, below = y > high + margin, y < low - margin
    finite = np.isfinite(y)
    hidden = (above[:-1] & above[1:]) | (below[:-1] & below[1:])
    return finite[:-1] & finite[1:] & ~hidden


def scattered(grid: Array, count: int) -> Array:
    """So many places over the grid, in step with no period: a band that is filled looks filled."""
    steps = np.arange(1, count)
    places = (steps + np.mod(steps / GOLDEN, 1.0) - 0.5) / count
    return np.interp(places, np.linspace(0.0, 1.0, len(grid)), grid)


def _changes(values: Array) -> int:
    signs = np.sign(values)
    return int(np.count_nonzero(signs[:, :-1] * signs[:, 1:] < 0))

"""Haze: where the roundings of double precision can be seen, a curve of 60 digits and their band.

Cancellation is invisible to autograd: (1 - cos x)/x^2 near 0 is a smooth curve of wrong numbers. A
few samples are compared with exact series; where they differ by more than a pixel, more are, and
the curve is drawn through the exact values, with a band as wide as the numbers are off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.program import Cancelled
from core.explore.fineness import GOLDEN
from core.explore.heights import fitted
from core.explore.zeros import Exact
from core.frame import Haze

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.explore.sampling import Canvas, Samples

    Array = NDArray[np.float64]

PROBES = 7  # samples that are compared at first
FIRST_SECONDS, SECONDS = 0.05, 0.3
MOST_SIDES = 12  # samples beside breaks that are compared too: there numbers cancel
PLACES = 24  # where the curve is known exactly
SEEN = 1.0  # pixels that a number is off
LEAST_SHARE = 0.15  # of the width that is off: less is not worth a word
ROUGHEST = 3  # samples that leave their neighbours most, among those that are compared at first
WIDEST = 0.5  # of the height of the picture: a band beyond says no more
ROUNDS = 8  # in which the picture comes nearer
HIGHEST = 2


def cleared(
    key: int, program: Program, rest: Sequence[float], samples: Samples, shown: Sequence[int],
    canvas: Canvas, stop: Callable[[], bool],
) -> tuple[Samples, tuple[Haze, ...]]:  # fmt: skip
    """The samples with exact values where rounding is seen, and the bands of what is off."""
    orders = [n for n in shown if n <= min(HIGHEST, len(samples.rows) - 1)]
    if program.differentiates or not orders or canvas.y_log:
        return samples, ()
    probes = np.union1d(_spread(samples, PROBES), _roughest(samples))
    asked = (program, rest)
    ends = samples.x[[0, -1]]
    exact = _exactly(*asked, samples.x[probes], max(orders), FIRST_SECONDS, stop, samples.right)
    if not any(_seen(samples, probes, exact, n, canvas) for n in orders):
        return samples, ()
    probes = np.union1d(_spread(samples, PLACES), _roughest(samples))
    first = np.concatenate([ends, samples.left, samples.right])
    exact = _exactly(*asked, samples.x[probes], max(orders) + 1, SECONDS, stop, first)
    known = np.isfinite(exact).all(axis=0)
    probes, exact = probes[known], exact[:, known]
    rows, found = samples.rows.copy(), list[Haze]()
    even = np.searchsorted(samples.x, np.linspace(float(ends[0]), float(ends[1]), 200)[1:-1])
    for n in orders:
        if not _seen(samples, probes, exact, n, canvas):
            continue
        line = _through(samples, probes, exact, n)
        off = np.abs(rows[n] - line)
        pixel = min(_pixel(samples, each, n, canvas) for each in (exact[n], rows[n][probes]))
        largest, smooth = _widest(off, probes)
        wide = np.fmax(smooth, off)
        hazy = _hazy(samples, rows[n], line, largest, pixel, n, canvas)
        if not hazy.any():
            continue
        rows[n] = np.where(hazy, line, rows[n])
        if np.count_nonzero(hazy[even]) < LEAST_SHARE * len(even):
            continue  # a few pixels beside a hole: they are put right, and that is all
        reach = np.minimum(wide, WIDEST * pixel * canvas.height)
        x, middle = np.where(hazy, samples.x, np.nan), np.where(hazy, line, np.nan)
        found.append(Haze(key, n, x, middle - reach, middle + reach))
    return replace(samples, rows=rows), tuple(found)


def _hazy(
    samples: Samples, row: Array, line: Array, largest: Array, pixel: float, n: int,
    canvas: Canvas,
) -> NDArray[np.bool_]:  # fmt: skip
    """Which samples are off by more than a pixel, `largest` telling by how much.

    Where the worst are put right the picture is fitted to what is left, and shows more of it.
    """
    known = np.isfinite(line) & np.isfinite(row)
    hazy = np.zeros(len(row), bool)
    for _ in range(ROUNDS):
        hazy = known & (largest > SEEN * pixel)
        nearer = _pixel(samples, np.where(hazy, line, row), n, canvas)
        if not nearer < pixel:
            break
        pixel = nearer
    return hazy


def _spread(samples: Samples, count: int) -> NDArray[np.intp]:
    """Numbers of samples that stand evenly, off the breaks."""
    x = samples.x
    share = (np.arange(count) + np.where(np.arange(count) % 2, 0.55, 0.45)) / count
    places = x[0] + share * (x[-1] - x[0])
    if samples.x_log:
        places = x[0] * (x[-1] / x[0]) ** share
    if count > PROBES:
        places = np.concatenate([x[[0]], places, x[[-1]]])
    at = np.clip(np.searchsorted(x, places), 0, len(x) - 1)
    if 0 < 2 * len(samples.left) <= MOST_SIDES:
        at = np.concatenate([at, samples.joints - 1, np.searchsorted(x, samples.right)])
    at = np.unique(np.clip(at, 0, len(x) - 1))
    return np.setdiff1d(at, samples.joints) if len(samples.left) else at


def _roughest(samples: Samples) -> NDArray[np.intp]:
    """The samples of f that stand farthest from the middle of their neighbours."""
    f = samples.rows[0]
    rough = np.abs(f[1:-1] - (f[:-2] + f[2:]) / 2)
    rough = np.where(np.isfinite(rough), rough, -1.0)
    at = np.argsort(rough)[-ROUGHEST:] + 1
    return np.setdiff1d(at, samples.joints) if len(samples.left) else np.sort(at)


def _exactly(
    program: Program, rest: Sequence[float], x: Array, order: int, seconds: float,
    stop: Callable[[], bool], first: Array,
) -> Array:  # fmt: skip
    """f, f', ... at places (n,) from 60 digits: (order + 1, n), nan where unknown or too late.

    The places among the `first` come first.
    """
    look = Exact(program, rest, seconds)
    found = np.full((order + 1, len(x)), np.nan)
    turns = np.mod(np.arange(len(x)) * GOLDEN, 1.0)  # evenly, however far it comes
    turns[np.isin(x, first)] -= 1.0
    for k in np.argsort(turns):
        if stop():
            raise Cancelled
        if look.late:
            break
        numbers = look.numbers(float(x[k]), order)
        found[:, k] = [np.nan if each is None else _float(each) for each in numbers]
    return found


def _float(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except OverflowError:
        return np.nan


def _pixel(samples: Samples, exact: Array, n: int, canvas: Canvas) -> float:
    """The height of a pixel, as the picture of exact values has it."""
    low, high = canvas.y_span or (np.nan, np.nan)
    if canvas.y_span is None:
        known = np.isfinite(exact)
        if not known.any():
            return np.inf
        places = np.linspace(samples.x[0], samples.x[-1], int(known.sum()))
        low, high = fitted([places], [exact[known]], (n,), canvas.x_log, canvas.y_log)
    return max((high - low) / max(canvas.height, 1), 1e-300)


def _seen(
    samples: Samples, probes: NDArray[np.intp], exact: Array, n: int, canvas: Canvas
) -> bool:
    """Whether a compared sample is off by more than a pixel, in the picture that it would make."""
    drawn = samples.rows[n][probes]
    with np.errstate(invalid="ignore"):
        off = np.abs(drawn - exact[n])
    pixels = [_pixel(samples, each, n, canvas) for each in (exact[n], drawn)]
    return bool(np.nanmax(np.append(off, 0.0)) > SEEN * min(pixels))


def _through(samples: Samples, probes: NDArray[np.intp], exact: Array, n: int) -> Array:
    """f^(n) at all samples by cubics through exact values and slopes; nan across breaks."""
    x, at = samples.x, samples.x[probes]
    if len(at) < 2:
        return np.full(len(x), np.nan)
    left = np.clip(np.searchsorted(at, x, side="right") - 1, 0, len(at) - 2)
    wide = at[left + 1] - at[left]
    t = (x - at[left]) / wide
    value, slope = exact[n], exact[n + 1]
    line = (
        (1 + 2 * t) * (1 - t) ** 2 * value[left] + t * (1 - t) ** 2 * wide * slope[left]
        + t**2 * (3 - 2 * t) * value[left + 1] + t**2 * (t - 1) * wide * slope[left + 1]
    )  # fmt: skip
    broken = np.unique(np.searchsorted(at, samples.place) - 1) if len(samples.place) else []
    outside = (t < 0) | (t > 1) | np.isin(left, broken)
    line = np.where(outside, np.nan, line)
    line[probes] = value
    return line


def _widest(off: Array, probes: NDArray[np.intp]) -> tuple[Array, Array]:
    """The largest error (n,) between two exact places, and it smoothed from one to the next."""
    bins = np.searchsorted(probes, np.arange(len(off)), side="right")
    largest = np.zeros(len(probes) + 1)
    np.maximum.at(largest, bins, np.where(np.isfinite(off), off, 0.0))
    padded = np.concatenate([largest[:1], largest, largest[-1:]])
    smooth = np.maximum(np.maximum(padded[:-2], padded[2:]), largest)
    knots = np.concatenate([[0], probes, [len(off) - 1]])
    middles = (knots[:-1] + knots[1:]) / 2
    return largest[bins], np.interp(np.arange(len(off)), middles, smooth)

"""Hermite: values between the samples of a curve, from the curve and its exact derivative."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.frame import Curve


def value_at(curve: Curve, slope: Curve | None, x: float) -> float | None:
    """The value of a sampled curve at x: cubic where its derivative is sampled too, else linear.

    None beyond its ends and across its breaks.
    """
    places = curve.x
    if len(places) < 2 or not places[0] <= x <= places[-1]:
        return None
    right = min(max(int(np.searchsorted(places, x, side="left")), 1), len(places) - 1)
    left = right - 1
    x0, x1 = float(places[left]), float(places[right])
    y0, y1 = float(curve.y[left]), float(curve.y[right])
    if x == x1:
        return y1 if math.isfinite(y1) else None
    if not (math.isfinite(y0) and math.isfinite(y1) and x1 > x0):
        return y0 if x == x0 and math.isfinite(y0) else None
    part, wide = (x - x0) / (x1 - x0), x1 - x0
    line = y0 + part * (y1 - y0)
    if slope is None or len(slope.x) != len(places) or slope.x[left] != x0:
        return line
    m0, m1 = float(slope.y[left]) * wide, float(slope.y[right]) * wide
    if not (math.isfinite(m0) and math.isfinite(m1)):
        return line
    rest = 1 - part
    bent = line + part * rest * (rest * (m0 - (y1 - y0)) - part * (m1 - (y1 - y0)))
    return bent if math.isfinite(bent) else line


def curve_of(curves: Iterable[Curve], key: int, order: int) -> Curve | None:
    """The drawn curve of one order of one formula."""
    return next((each for each in curves if (each.key, each.order) == (key, order)), None)


def values_at(curves: tuple[Curve, ...], x: float) -> dict[tuple[int, int], float | None]:
    """The value of every drawn curve at x, by (key, order)."""
    return {
        (each.key, each.order): value_at(each, curve_of(curves, each.key, each.order + 1), x)
        for each in curves
    }

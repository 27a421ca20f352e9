"""Lines that belong to the point: Taylor polynomial with its error band, secant, Newton's path."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.numpy_rows import outputs
from core.calculus.points import readings_at
from core.frame import Overlay, Status
from core.words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.document import Formula
    from core.explore.sampling import Differentiate

    Array = NDArray[np.float64]

POINTS = 241
BAND_ORDER = 5
NEWTON_STEPS = 8
SETTLED = 1e-13


def overlays(
    formula: Formula, program: Program, x: float, rest: Sequence[float],
    view: tuple[float, float, bool], differentiate: Differentiate, *, draft: bool = False,
) -> tuple[Overlay, ...]:  # fmt: skip
    """What the row shows at the point besides tangent, normal and circle.

    `view`: the ends of the visible interval, and whether its axis is logarithmic.
    """
    lines: list[Overlay | None] = []
    if formula.taylor is not None:
        lines.append(taylor(
            formula.key, program, x, rest, formula.taylor, view, differentiate, draft=draft
        ))  # fmt: skip
    if formula.secant is not None:
        lines.append(secant(formula.key, program, x, rest, formula.secant))
    if formula.newton:
        lines.append(newton(formula.key, program, x, rest, differentiate))
    return tuple(line for line in lines if line is not None)


def taylor(
    key: int, program: Program, x: float, rest: Sequence[float], order: int,
    view: tuple[float, float, bool], differentiate: Differentiate, *, draft: bool = False,
) -> Overlay | None:  # fmt: skip
    """The Taylor polynomial of f at x over the view; None where f has no such derivatives.

    Up to order 5 the band is Lagrange's bound |x - a|^(n+1)/(n+1)! max |f^(n+1)|, the maximum
    taken over the samples between a and x.
    """
    readings = readings_at(program, x, rest, order, differentiate if draft else None)
    if any(each.status is not Status.OK for each in readings):
        return None
    low, high, log = view
    spread = np.geomspace(low, high, POINTS) if log else np.linspace(low, high, POINTS)
    places = np.unique(np.concatenate([spread, [x]]))
    step = places - x
    values = np.zeros_like(places)
    for n in range(order, -1, -1):
        values = values * step + (readings[n].value or 0.0) / math.factorial(n)
    below = above = None
    if order <= BAND_ORDER:
        bound = _lagrange(program, places, x, rest, order, differentiate)
        below, above = values - bound, values + bound
    return Overlay("taylor", key, f"Taylor, order {order}", places, values, below, above)


def _lagrange(
    program: Program, places: Array, x: float, rest: Sequence[float], order: int,
    differentiate: Differentiate,
) -> Array:  # fmt: skip
    steep = np.abs(differentiate(program, places, rest, order + 1)[order + 1])
    steep = np.where(np.isfinite(steep), steep, np.inf)
    at = int(np.searchsorted(places, x))
    largest = np.concatenate([
        np.maximum.accumulate(steep[: at + 1][::-1])[::-1][:-1], np.maximum.accumulate(steep[at:]),
    ])  # fmt: skip
    with np.errstate(all="ignore"):
        bound = np.abs(places - x) ** (order + 1) / math.factorial(order + 1) * largest
    return np.where(places == x, 0.0, bound)


def secant(
    key: int, program: Program, x: float, rest: Sequence[float], step: float
) -> Overlay | None:
    """The line through the points at x and x + h; None where one of them is missing."""
    places = np.array([x, x + step])
    values = _f(program, places, rest)
    if step == 0 or not np.all(np.isfinite(values)):
        return None
    slope = (values[1] - values[0]) / step
    label = f"h = {number(step, 4)}, slope {number(slope, 5)}"
    return Overlay("secant", key, label, places, values)


def newton(
    key: int, program: Program, x: float, rest: Sequence[float], differentiate: Differentiate
) -> Overlay | None:
    """The path of Newton's iteration: up to the curve, down its tangent to the axis, and again."""
    corners: list[tuple[float, float]] = []
    for _ in range(NEWTON_STEPS):
        value, slope = (float(row[0]) for row in differentiate(program, np.array([x]), rest, 1))
        if not math.isfinite(value):
            break
        corners += [(x, 0.0), (x, value)]
        if slope == 0 or not math.isfinite(slope):
            break
        following = x - value / slope
        settled = abs(following - x) <= SETTLED * max(1.0, abs(x))
        x = following
        if settled:
            break
    if not corners:
        return None
    path = np.array([*corners, (x, 0.0)])
    steps = len(corners) // 2
    label = f"Newton, {steps} step{'s' if steps > 1 else ''}: x = {number(x, 8)}"
    return Overlay("newton", key, label, path[:, 0], path[:, 1])


def _f(program: Program, places: Array, rest: Sequence[float]) -> Array:
    return outputs(program, places, rest)

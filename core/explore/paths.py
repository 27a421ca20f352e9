"""Paths: a curve of two or three components, and its motion at the point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from core.explore.map_fields import values_of
from core.frame import Status
from core.map_frame import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.frame import Reading

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

FULL, DRAFT = 800, 240
ROUNDS = 4  # of refining where the curve turns
TURN = 0.06  # radians from one piece to the next
MOST = 12_000
SHORT = 1e-3  # of the size of the picture: shorter pieces are not refined
QUANTILE, BEYOND = 0.02, 0.5
MARGIN = 0.08
FAR, SEEN, SUDDEN = 0.5, 0.02, 20.0  # of the size of the picture; times the speed beside it
STRAIGHT = 1e-12  # a curvature this small times the size of the curve bends nothing


def sampled(
    program: Program, rest: Sequence[float], low: float, high: float, draft: bool, stop: Stop
) -> Path:
    """The curve over the range of its variable, finer where it turns; without its motion.

    Cancelled when `stop` asks for it.
    """
    t = np.linspace(low, high, DRAFT if draft else FULL)
    points = values_of(program, t[:, None], rest, stop)
    span = _span(points)
    size = max((high - low for low, high in span), default=1.0)
    for _ in range(0 if draft else ROUNDS):
        wanted = _between(t, points, size)
        if not len(wanted) or len(t) + len(wanted) > MOST:
            break
        t = np.concatenate([t, wanted])
        points = np.concatenate([points, values_of(program, wanted[:, None], rest, stop)])
        order = np.argsort(t, kind="stable")
        t, points = t[order], points[order]
    return Path(t, _broken(t, points, size), span)


def _between(t: Array, points: Array, size: float) -> Array:
    """Middles of the pieces beside which the curve turns too much, or jumps."""
    pieces = np.diff(points, axis=0)
    lengths = np.linalg.norm(pieces, axis=1)
    with np.errstate(all="ignore"):
        ways = pieces / lengths[:, None]
        turns = np.linalg.norm(np.diff(ways, axis=0), axis=1) > TURN
        long = lengths > SHORT * size
    wanted = np.zeros(len(pieces), bool)
    wanted[:-1] |= turns
    wanted[1:] |= turns
    return ((t[:-1] + t[1:]) / 2)[wanted & long]


def _span(points: Array) -> tuple[tuple[float, float], ...]:
    """The range of each component: all of it, unless few values lie far away."""
    known = points[np.isfinite(points).all(axis=-1)]
    if not len(known):
        return ((-1.0, 1.0),) * points.shape[1]
    found: list[tuple[float, float]] = []
    for values in known.T:
        low, high = float(values.min()), float(values.max())
        bottom, top = (float(each) for each in np.quantile(values, (QUANTILE, 1 - QUANTILE)))
        reach = BEYOND * (top - bottom)
        low, high = max(low, bottom - reach), min(high, top + reach)
        margin = MARGIN * (high - low) or 0.5 * max(abs(low), 1.0)
        found.append((low - margin, high + margin))
    return tuple(found)


def _broken(t: Array, points: Array, size: float) -> Array:
    """The points with a nan where the curve jumps: far at once, or suddenly far faster."""
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    with np.errstate(all="ignore"):
        speeds = lengths / np.diff(t)
        beside = np.fmin(np.r_[np.inf, speeds[:-1]], np.r_[speeds[1:], np.inf])
        sudden = (lengths > SEEN * size) & (speeds > SUDDEN * beside)
        jumps = (lengths > FAR * size) | sudden
    if not jumps.any():
        return points
    found = points.copy()
    found[1:][jumps] = np.nan
    return found


def motion_at(
    program: Program, t: float, rest: Sequence[float], draft: bool
) -> list[tuple[Reading, ...]]:
    """Of each component its value, velocity and acceleration at t, with what each is worth.

    A draft looks twice only where there is a doubt. Needs torch.
    """
    from core.calculus.derivatives import derivatives
    from core.calculus.points import readings_at

    quick = derivatives if draft else None
    return [
        readings_at(program.component(k), t, rest, 2, quick) for k in range(program.rows)
    ]


def column(readings: Sequence[tuple[Reading, ...]], order: int) -> Array | None:
    """The derivative of this order of all components (m,), None where one does not exist."""
    found = [each[order].value for each in readings]
    return None if any(value is None for value in found) else np.array(found, float)


def trouble(readings: Sequence[tuple[Reading, ...]], orders: int) -> tuple[Status, str]:
    """The status of all components up to some order, and which of them fails why."""
    for order in range(orders + 1):
        for k, each in enumerate(readings, 1):
            if each[order].status is not Status.OK:
                return each[order].status, f"component {k}: {each[order].note}"
    return Status.OK, ""


def moving(path: Path, value: Array, velocity: Array | None, acceleration: Array | None) -> Path:
    """The path with its motion: speed, curvature and the circle that touches it most closely."""
    speed = None if velocity is None else math.hypot(*velocity.tolist())
    curvature = radius = center = None
    if velocity is not None and acceleration is not None and speed:
        fast = np.float64(speed)  # its powers may be infinite or 0, which is no error of NumPy's
        turned = acceleration - velocity * (velocity @ acceleration) / fast**2
        size = float(np.linalg.norm(turned) / fast**2)
        bent = size
        if len(velocity) == 2:
            turn = velocity[0] * acceleration[1] - velocity[1] * acceleration[0]
            bent = float(turn / fast**3)
        curvature = bent if math.isfinite(bent) else None
        if math.isfinite(size) and size * max(float(np.abs(value).max()), 1.0) > STRAIGHT:
            radius = 1 / size
            center = value + turned / np.linalg.norm(turned) * radius
    return Path(
        path.t, path.points, path.span, velocity, acceleration, speed, curvature, radius, center
    )

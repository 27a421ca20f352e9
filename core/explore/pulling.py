"""Pulling: where a point goes when its image is dragged, a step of Newton's method at a time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DAMPING = 1e-6  # of the largest singular value: where the map folds, a step stays a step


def pulled(
    at: Sequence[float], value: Array, jacobian: Array, target: Sequence[float], reach: float
) -> tuple[float, ...] | None:
    """The point (n,) one step nearer to where F is `target` (m,), at most `reach` away.

    `value` (m,) and `jacobian` (m, n) are those at the point. Directions that the map loses are
    not gone along. None where there is no step to take.
    """
    left = np.asarray(target, float) - value
    if not (np.isfinite(left).all() and np.isfinite(jacobian).all()):
        return None
    stretches = np.linalg.svd(jacobian, compute_uv=False)
    largest = float(stretches.max(initial=0.0))
    if not largest > 0:
        return None
    damped = jacobian @ jacobian.T + np.eye(len(left)) * (DAMPING * largest) ** 2
    step = jacobian.T @ np.linalg.solve(damped, left)
    size = float(np.linalg.norm(step))
    if not math.isfinite(size):
        return None
    if size > reach:
        step *= reach / size
    return tuple((np.asarray(at, float) + step).tolist())

"""What gradient and Hessian say about a point of several variables, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.words import LEVEL

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

FLAT = 1e-10  # an eigenvalue this small beside the largest bends no way that is seen


@dataclass(frozen=True, slots=True, eq=False)
class Quadratic:
    """The second-order picture at a point of d variables.

    `value`, `gradient` (d,), `hessian` (d, d). `eigenvalues` (d,) largest first, `axes` (d, d)
    with the unit eigenvectors as columns in the same order (None when not asked for).
    `condition` is the largest over the smallest size of an eigenvalue, infinite where one
    vanishes. `up`, `down` and `flat` count the eigenvalues by sign: the inertia. `critical`
    is True where the gradient vanishes. `word` is the short word ("Saddle-shaped", "Minimum")
    and `sentence` what it rests on.
    """

    value: float
    gradient: Array
    hessian: Array
    eigenvalues: Array
    axes: Array | None
    determinant: float
    trace: float
    condition: float
    up: int
    down: int
    flat: int
    critical: bool
    word: str
    sentence: str

    @property
    def inertia(self) -> tuple[int, int, int]:
        """How many eigenvalues are positive, negative and zero."""
        return self.up, self.down, self.flat

    @property
    def definiteness(self) -> str:
        """The term: "positive definite" ... "indefinite", or "zero"."""
        if self.up and self.down:
            return "indefinite"
        if not self.up and not self.down:
            return "zero"
        sign = "positive" if self.up else "negative"
        return f"{sign} {'semidefinite' if self.flat else 'definite'}"

    def along(self, direction: ArrayLike) -> tuple[float, float]:
        """First and second derivative along a direction (d,), taken at unit length."""
        step = np.asarray(direction, float)
        step = step / np.linalg.norm(step)
        return float(self.gradient @ step), float(step @ self.hessian @ step)

    def tangent(self, offsets: Array) -> Array:
        """The tangent plane at offsets (..., d) from the point: (...,)."""
        return self.value + offsets @ self.gradient

    def model(self, offsets: Array) -> Array:
        """The quadratic model at offsets (..., d) from the point: (...,)."""
        return self.tangent(offsets) + 0.5 * ((offsets @ self.hessian) * offsets).sum(-1)


def quadratic(
    value: float, gradient: ArrayLike, hessian: ArrayLike, *, axes: bool = True
) -> Quadratic | None:
    """The picture from f, its gradient (d,) and Hessian (d, d); None where one is not finite.

    Without `axes` only the eigenvalues are computed, which takes a third of the time.
    """
    slope, bend = np.asarray(gradient, float), np.asarray(hessian, float)
    if not (np.isfinite(value) and np.isfinite(slope).all() and np.isfinite(bend).all()):
        return None
    vectors = None
    if axes:
        ascending, columns = np.linalg.eigh(bend)
        vectors = columns[:, ::-1]
    else:
        ascending = np.linalg.eigvalsh(bend)
    roots = np.asarray(ascending[::-1], float)
    sizes = np.abs(roots)
    largest = float(sizes.max(initial=0.0))
    up, down = int((roots > FLAT * largest).sum()), int((roots < -FLAT * largest).sum())
    flat = len(roots) - up - down
    critical = bool(np.abs(slope).max(initial=0.0) <= LEVEL * max(1.0, largest))
    with np.errstate(over="ignore"):
        determinant = 0.0 if flat else float(np.prod(roots))
    return Quadratic(
        float(value), slope, bend, roots, vectors, determinant, float(np.trace(bend)),
        np.inf if flat else largest / float(sizes.min()), up, down, flat, critical,
        _word(up, down, flat, critical=critical), _sentence(up, down, flat, critical=critical),
    )  # fmt: skip


def _word(up: int, down: int, flat: int, *, critical: bool) -> str:
    if critical:
        if up and down:
            return "Saddle"
        if not up and not down:
            return "Degenerate"
        if flat:
            return "Flat direction"
        return "Minimum" if up else "Maximum"
    if up and down:
        return "Saddle-shaped"
    if not up and not down:
        return "Flat"
    course = "up" if up else "down"
    return f"Bends {course}, flat across" if flat else f"Bends {course} in every direction"


def _sentence(up: int, down: int, flat: int, *, critical: bool) -> str:
    if critical and flat and not (up and down):
        return "The gradient is zero; second derivatives alone do not decide what this point is."
    if critical:
        return f"{_counted(up, down, flat)}, and the gradient is zero."
    if up + down + flat <= 3:
        return "Not a critical point: the gradient is not zero here."
    return f"{_counted(up, down, flat)}."


def _counted(up: int, down: int, flat: int) -> str:
    """1 direction bends down, 19 bend up."""
    kinds = (
        (down, "bends down", "bend down"),
        (up, "bends up", "bend up"),
        (flat, "is flat", "are flat"),
    )
    parts: list[str] = []
    for count, one, many in kinds:
        if count:
            noun = "" if parts else (" direction" if count == 1 else " directions")
            parts.append(f"{count}{noun} {one if count == 1 else many}")
    return ", ".join(parts)

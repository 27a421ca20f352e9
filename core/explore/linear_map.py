"""What the Jacobian says about a map at a point, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.words import LEVEL

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

SPLIT = 1e-13  # an imaginary part this small beside the largest eigenvalue is rounding
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
SINGULAR = 1e-10  # a singular value this small beside the largest loses its direction


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """The first-order picture of a map from n to m numbers at a point.

    `value` (m,), `jacobian` (m, n), `singular_values` (min(m, n),) largest first with the
    directions they stretch `right` (n, k) and what becomes of those `left` (m, k), as columns;
    `rank` counts those that do not vanish; `condition` is largest over smallest. For square maps
    `determinant`, `eigenvalues` (n,) complex by falling real part and `divergence`, else None;
    `curl` is a number for n = m = 2, (3,) for n = m = 3. `orientation` says what happens to small
    shapes, `word` and `sentence` what the flow x' = F(x) does here; empty where the map is not
    square. `directions` (n, n) are the eigenvectors of length 1 as columns where all are real.
    """

    value: Array
    jacobian: Array
    singular_values: Array
    left: Array
    right: Array
    rank: int
    condition: float
    determinant: float | None
    eigenvalues: NDArray[np.complex128] | None
    divergence: float | None
    curl: float | Array | None
    orientation: str
    word: str
    sentence: str
    directions: Array | None = None

    @property
    def scaling(self) -> str:
        """What becomes of small areas, in a sentence; empty where there is no determinant."""
        if self.determinant is None or len(self.value) < 2:
            return ""
        what, size = "Areas" if len(self.value) == 2 else "Volumes", abs(self.determinant)
        if not np.isfinite(size):
            return ""
        if size == 0:
            return f"{what} here vanish." if self.rank < len(self.value) else ""
        if _size(size) == "1":
            return f"{what} here keep their size."
        if size < 1:
            return f"{what} here shrink to {_size(size)} of their size."
        return f"{what} here grow {_size(size)} times."


def linear_map(value: ArrayLike, jacobian: ArrayLike) -> LinearMap | None:
    """The picture from F (m,) and its Jacobian (m, n); None where one is not finite."""
    image, matrix = np.asarray(value, float), np.asarray(jacobian, float)
    if not (np.isfinite(image).all() and np.isfinite(matrix).all()):
        return None
    left, stretches, right = np.linalg.svd(matrix, full_matrices=False)
    largest = float(stretches.max(initial=0.0))
    rank = int((stretches > SINGULAR * largest).sum())
    full = rank == len(stretches)
    square = matrix.shape[0] == matrix.shape[1]
    determinant = None
    if square:
        determinant = float(np.linalg.det(matrix)) if full else 0.0
    roots, directions = _eigenvalues(matrix) if square else (None, None)
    word, sentence = ("", "") if roots is None else _flow(roots, image, largest)
    return LinearMap(
        image, matrix, stretches, left, right.T, rank,
        largest / float(stretches.min()) if full else np.inf, determinant, roots,
        float(np.trace(matrix)) if square else None, _curl(matrix),
        _orientation(rank, matrix), word, sentence, directions,
    )  # fmt: skip


def _eigenvalues(matrix: Array) -> tuple[NDArray[np.complex128], Array | None]:
    """The eigenvalues by falling real part, and the eigenvectors where all of them are real."""
    if (matrix == matrix.T).all():
        values, axes = np.linalg.eigh(matrix)
        return values[::-1].astype(np.complex128), axes[:, ::-1]
    found, vectors = np.linalg.eig(matrix)
    roots = found.astype(np.complex128)
    noise = SPLIT * float(np.abs(roots).max(initial=0.0))
    roots.imag[np.abs(roots.imag) <= noise] = 0.0
    order = np.lexsort((-roots.imag, -roots.real))
    directions = vectors[:, order]
    real = not roots.imag.any()
    return roots[order], np.real(directions).astype(float) if real else None


def _size(value: float) -> str:
    """A size of three digits, with its power of ten where it is needed."""
    mantissa, e, power = f"{value:.3g}".partition("e")
    return f"{mantissa}·10{str(int(power)).translate(_RAISED)}" if e else mantissa


def _curl(matrix: Array) -> float | Array | None:
    if matrix.shape == (2, 2):
        return float(matrix[1, 0] - matrix[0, 1])
    if matrix.shape == (3, 3):
        turned = matrix - matrix.T
        return np.array([turned[2, 1], turned[0, 2], turned[1, 0]])
    return None


def _orientation(rank: int, matrix: Array) -> str:
    m, n = matrix.shape
    if rank < min(m, n):
        lost = min(m, n) - rank
        return f"Folds: {lost} direction{'s are' if lost > 1 else ' is'} lost."
    if m != n:
        return "" if m > n else f"{n - m} of {n} directions change nothing."
    sign = np.linalg.slogdet(matrix)[0]  # the determinant itself may be beyond double precision
    return "Keeps orientation." if sign > 0 else "Turns orientation over."


def _flow(roots: NDArray[np.complex128], value: Array, largest: float) -> tuple[str, str]:
    """The word for x' = F(x), and whether it stands still here."""
    still = np.abs(value).max(initial=0.0) <= LEVEL * max(1.0, largest)
    resting = "" if still else " Not at rest: the map is not zero here."
    floor = SINGULAR * max(float(np.abs(roots).max(initial=0.0)), 1e-300)
    real = np.where(np.abs(roots.real) <= floor, 0.0, roots.real)
    turning = bool((np.abs(roots.imag) > floor).any())
    out, into = int((real > 0).sum()), int((real < 0).sum())
    if (np.abs(roots) <= floor).any():
        return "Degenerate", "An eigenvalue is zero: this order does not decide." + resting
    if not out and not into:
        return "Centre", "Circles without growing or shrinking, to first order." + resting
    if out + into < len(roots):
        return "Degenerate", "An eigenvalue has real part zero: this order does not decide." + (
            resting
        )
    shape, course = ("focus", "spirals") if turning else ("node", "runs straight")
    if not out:
        return f"Stable {shape}", f"Everything nearby {course} in.{resting}"
    if not into:
        return f"Unstable {shape}", f"Everything nearby {course} out.{resting}"
    noun = "direction leads" if out == 1 else "directions lead"
    return "Saddle", f"{out} {noun} out, {into} in.{resting}"

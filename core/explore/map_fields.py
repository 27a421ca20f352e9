"""Fields of maps of the plane: the determinant and other numbers of the Jacobian, and the flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.explore.linear_map import SINGULAR
from core.explore.shades import LEVELS, contours, toned
from core.frame import Shade
from core.map_frame import FOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.fields import MapField
    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Stop = Callable[[], bool]

_LATEX = {
    "det": r"\det\,J", "largest": r"\sigma_1", "smallest": r"\sigma_2",
    "condition": r"\log_{10}\kappa", "divergence": r"\mathrm{div}", "curl": r"\mathrm{curl}",
    "length": r"|F|",
}  # fmt: skip


def field_of(
    program: Program, x: Array, y: Array, rest: Sequence[float], what: str, stop: Stop
) -> tuple[Shade, MapField]:
    """One number of a map of the plane on the grid of x (nx,) and y (ny,), and the map there.

    `what` is one of `core.choices.MAP_SHADES`; `rest` are the inputs other than the two variables.
    Cancelled when `stop` asks for it. Needs torch.
    """
    from core.calculus.fields import map_field

    found = map_field(program, x, y, rest, stop)
    with np.errstate(all="ignore"):
        if what == "folds":
            return _folds(found, x, y), found
        return toned(what, _LATEX[what], _READ[what](found), x, y, LEVELS), found


def vectors_of(
    program: Program, rest: Sequence[float], stop: Stop
) -> Callable[[Array, Array], Array]:
    """The values of a map as vectors (ny, nx, 2) on a grid of its two variables."""

    def vectors(x: Array, y: Array) -> Array:
        points = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
        return values_of(program, points, rest, stop).reshape(len(y), len(x), 2)

    return vectors


def values_of(
    program: Program, points: Array, rest: Sequence[float], stop: Stop | None = None
) -> Array:
    """The values (k, m) of a map at points (k, n): by NumPy, or autograd where it differentiates.

    nan where one component is not finite. Cancelled when `stop` asks for it.
    """
    from core.calculus.numpy_rows import values as run_numpy
    from core.calculus.points import inputs_in_numpy
    from core.calculus.program import Cancelled

    if stop is not None and stop():
        raise Cancelled
    if program.differentiates:
        from core.calculus.directional import jacobian

        found = jacobian(program, points, rest, stop)[0]
    else:
        out = run_numpy(program, inputs_in_numpy(program, points, rest))[program.output]
        rows = [np.broadcast_to(np.asarray(each, float), (len(points),)) for each in out]
        found = np.stack(rows, -1)
    return np.where(np.isfinite(found).all(axis=-1, keepdims=True), found, np.nan)


def _entries(found: MapField) -> tuple[Array, Array, Array, Array]:
    jacobian = found.jacobian
    return jacobian[..., 0, 0], jacobian[..., 0, 1], jacobian[..., 1, 0], jacobian[..., 1, 1]


def _det(found: MapField) -> Array:
    a, b, c, d = _entries(found)
    return a * d - b * c


def _stretches(found: MapField) -> tuple[Array, Array]:
    """Both singular values: half the sum and half the difference of two lengths."""
    a, b, c, d = _entries(found)
    kept, turned = np.hypot(a + d, c - b) / 2, np.hypot(a - d, b + c) / 2
    return kept + turned, np.abs(kept - turned)


def _largest(found: MapField) -> Array:
    return _stretches(found)[0]


def _smallest(found: MapField) -> Array:
    return _stretches(found)[1]


def _condition(found: MapField) -> Array:
    """The logarithm of the condition to base 10; nan where both directions are lost."""
    largest, smallest = _stretches(found)
    return np.log10(largest / smallest)


def _divergence(found: MapField) -> Array:
    a, _, _, d = _entries(found)
    return a + d


def _curl(found: MapField) -> Array:
    _, b, c, _ = _entries(found)
    return c - b


def _length(found: MapField) -> Array:
    return np.hypot(found.value[..., 0], found.value[..., 1])


_READ: dict[str, Callable[[MapField], Array]] = {
    "det": _det, "largest": _largest, "smallest": _smallest, "condition": _condition,
    "divergence": _divergence, "curl": _curl, "length": _length,
}  # fmt: skip


def _folds(found: MapField, x: Array, y: Array) -> Shade:
    """The regions in which the map keeps orientation or turns it over, with the line between."""
    det, largest = _det(found), _largest(found)
    values = np.where(det > 0, float(FOLDS.index("keeps orientation")), 0.0)
    values[np.abs(det) <= SINGULAR * largest**2] = FOLDS.index("cannot be inverted")
    values[~np.isfinite(det)] = np.nan
    return Shade(
        "folds", _LATEX["det"], values, 0.0, len(FOLDS) - 1.0, True, False,
        contours(x, y, det, [0.0]), FOLDS,
    )  # fmt: skip

"""Arrows: a field of vectors on a coarse grid, with readable lengths, or as streamlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.explore.streamlines import Grid, streamlines
from core.frame import Arrows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program
    from core.choices import Arrowing

    Stop = Callable[[], bool]
    Array = NDArray[np.float64]
    Span = tuple[float, float]

LONGEST = 0.98  # the quantile that fills its cell: beside the longest at a pole all others vanish
DECADES = 3  # on a log scale a gradient so many powers of ten below the longest has no length
FINER = 4  # samples for one spacing where lines are followed


def arrows(
    vectors: Callable[[Array, Array], Array], across: Span, up: Span, unit: float,
    arrowing: Arrowing, stop: Stop | None = None,
) -> Arrows:  # fmt: skip
    """A field of vectors in the ranges `across` and `up`, where a pixel is `unit` wide.

    `vectors` gives them (ny, nx, 2) on places x (nx,) and y (ny,). The grid stands still when the
    view is moved: its places are multiples of its step. Cancelled when `stop` asks for it.
    """
    step = arrowing.spacing * unit
    x, y = _places(*across, step), _places(*up, step)
    found = vectors(x, y)
    sizes = lengths(np.hypot(found[..., 0], found[..., 1]), arrowing.log)
    lines: tuple[Array, ...] = ()
    if arrowing.style == "streamlines":
        fine = step / FINER
        x_fine = _places(across[0] - fine, across[1] + fine, fine)
        y_fine = _places(up[0] - fine, up[1] + fine, fine)
        grid = Grid(x_fine, y_fine, vectors(x_fine, y_fine))
        seeds = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
        lines = streamlines(grid, seeds, step, arrowing.length, stop)
    return Arrows(x, y, step, found, sizes * arrowing.length, lines, arrowing.style)


def gradient_of(
    program: Program, rest: Sequence[float], stop: Stop | None = None
) -> Callable[[Array, Array], Array]:
    """The gradient on a grid of the first two inputs of a program. Needs torch."""
    from core.calculus.fields import field

    def vectors(x: Array, y: Array) -> Array:
        found = field(program, x, y, rest, "gradient", stop).gradient
        assert found is not None
        return found

    return vectors


def _places(low: float, high: float, step: float) -> Array:
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step


def lengths(sizes: Array, log: bool) -> Array:
    """How long arrows of these sizes are, from 0 to 1; 0 where there is no finite size."""
    finite = np.isfinite(sizes)
    positive = sizes[finite & (sizes > 0)]
    if not len(positive):
        return np.zeros_like(sizes)
    longest = float(np.quantile(positive, LONGEST))
    shares = np.where(finite, sizes, 0.0) / longest
    if log:
        with np.errstate(divide="ignore"):
            shares = 1 + np.log10(shares) / DECADES
    return np.clip(shares, 0.0, 1.0)

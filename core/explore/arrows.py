"""Arrows: the gradient of a function of two variables on a coarse grid, with readable lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.frame import Arrows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Span = tuple[float, float]

SPACING = 32  # pixels between two arrows
LONGEST = 0.98  # the quantile that fills its cell: beside the longest at a pole all others vanish
DECADES = 3  # on a log scale a gradient so many powers of ten below the longest has no length


def arrows(
    program: Program, rest: Sequence[float], across: Span, up: Span, unit: float, log: bool,
    stop: Callable[[], bool] | None = None,
) -> Arrows:  # fmt: skip
    """The gradient in the ranges `across` and `up`, where a pixel is `unit` wide.

    The grid stands still when the view is moved: its places are multiples of its step. The first
    two inputs of the program are its variables, `rest` are the others. Cancelled when `stop` asks
    for it. Needs torch.
    """
    from core.calculus.fields import field

    step = SPACING * unit
    x, y = _places(*across, step), _places(*up, step)
    slopes = field(program, x, y, rest, "gradient", stop).gradient
    assert slopes is not None
    return Arrows(x, y, step, slopes, lengths(np.hypot(slopes[..., 0], slopes[..., 1]), log))


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

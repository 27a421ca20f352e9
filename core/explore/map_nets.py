"""Nets: a grid over the plane, its image under a map, and the cell at the point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.explore.map_fields import values_of
from core.map_frame import Cell, Net

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.program import Program

    Array = NDArray[np.float64]
    Span = tuple[float, float]
    Stop = Callable[[], bool]

ACROSS = 20  # about so many lines of one kind
FULL, DRAFT = 129, 49  # samples along a line
SIDE = 24  # samples along a side of the cell
INSIDE = 0.25  # of a step: how far the outer lines stay off the edges of the view
CELLS = 2  # steps of the grid along a side of the cell
QUANTILE, BEYOND = 0.02, 0.25
MARGIN = 0.07
JUMP, SUDDEN = 0.4, 8.0  # a piece so long beside the whole image, and beside its neighbours
ARM = (0.08, 0.5)  # of the width of the view: where an arrow of length 1 can be read


def net(
    program: Program, rest: Sequence[float], across: Span, up: Span, draft: bool, stop: Stop
) -> Net:
    """The grid in the ranges of both variables, and its image.

    The lines stand at multiples of their step, so that they stay where they are when the view
    moves. The first two inputs of the program are its variables. Cancelled when `stop` asks.
    """
    step = round_step((across[1] - across[0]) / ACROSS)
    x, y = _places(*across, step), _places(*up, step)
    count = DRAFT if draft else FULL
    along_y, along_x = np.linspace(y[0], y[-1], count), np.linspace(x[0], x[-1], count)
    upright = np.stack(np.broadcast_arrays(x[:, None], along_y[None, :]), -1)
    level = np.stack(np.broadcast_arrays(along_x[None, :], y[:, None]), -1)
    flat = np.concatenate([upright.reshape(-1, 2), level.reshape(-1, 2)])
    images = values_of(program, flat, rest, stop)
    span = _span(images)
    first = images[: upright.shape[0] * count].reshape(upright.shape)
    second = images[upright.shape[0] * count :].reshape(level.shape)
    return Net(x, y, step, _broken(first, span), _broken(second, span), span)


def cell(
    program: Program, rest: Sequence[float], at: tuple[float, float], step: float, width: float
) -> Cell:
    """The cell that begins at the point in a view so wide, with the image of its outline."""
    side = CELLS * step
    share = np.linspace(0.0, side, SIDE, endpoint=False)
    still, far = np.zeros(SIDE), np.full(SIDE, side)
    around = np.concatenate([
        np.stack([share, still], -1), np.stack([far, share], -1),
        np.stack([side - share, far], -1), np.stack([still, side - share], -1),
    ])  # fmt: skip
    outline = np.array(at) + np.concatenate([around, np.zeros((1, 2))])
    return Cell(side, _arm(width), values_of(program, outline, rest))


def _arm(width: float) -> float:
    """1 where that can be read in a view so wide, else a round number that can."""
    if ARM[0] * width <= 1.0 <= ARM[1] * width:
        return 1.0
    return round_step(0.2 * width)


def round_step(rough: float) -> float:
    """The least of 1, 2, 5, 10 ... times a power of ten that is not below a rough step."""
    power = 10.0 ** np.floor(np.log10(rough))
    lead = next(lead for lead in (1, 2, 5, 10) if lead * power >= rough * (1 - 1e-9))
    return float(lead * power)


def _places(low: float, high: float, step: float) -> Array:
    """Multiples of the step between both ends, at least two."""
    first, last = np.ceil(low / step + INSIDE), np.floor(high / step - INSIDE)
    found = np.arange(first, max(last, first + 1) + 1) * step
    return found + 0.0  # no minus zero


def _span(images: Array) -> tuple[float, float, float, float]:
    """Where the image is to be seen: all of it, unless few values lie far away."""
    found: list[float] = []
    known = images[np.isfinite(images).all(axis=-1)]
    if not len(known):
        return -1.0, 1.0, -1.0, 1.0
    for values in known.T:
        low, high = float(values.min()), float(values.max())
        bottom, top = (float(each) for each in np.quantile(values, (QUANTILE, 1 - QUANTILE)))
        reach = BEYOND * (top - bottom)
        low, high = max(low, bottom - reach), min(high, top + reach)
        margin = MARGIN * (high - low) or max(abs(low), 1.0)
        found += [low - margin, high + margin]
    return found[0], found[1], found[2], found[3]


def _broken(lines: Array, span: tuple[float, float, float, float]) -> Array:
    """The lines with a nan where the image jumps: it does not run across a pole."""
    whole = np.array([span[1] - span[0], span[3] - span[2]])
    pieces = np.hypot(*np.moveaxis(np.diff(lines, axis=1) / whole, -1, 0))
    with np.errstate(all="ignore"):
        usual = np.nanmedian(np.where(np.isfinite(pieces), pieces, 0.0), axis=1, keepdims=True)
        jumps = (pieces > JUMP) & (pieces > SUDDEN * usual)
    if not jumps.any():
        return lines
    found = lines.copy()
    found[:, 1:][jumps] = np.nan
    return found

"""Straight lines of the axes' units in pixels: on logarithmic axes they are curves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF

from gui.plots.lines import clipped, pieces_of
from gui.plots.strokes import straight

if TYPE_CHECKING:
    from gui.plots.lines import Pieces
    from gui.plots.place import Place

_POINTS = 49


def line_through(
    place: Place, x: float, y: float, way: tuple[float, float], reach: tuple[float, float]
) -> Pieces:
    """The line through (x, y) along `way`, both in axis units.

    It reaches so many pixels, as they are at (x, y), against the way and along it. No piece where
    the line has no place on the axes.
    """
    across, down = way[0] / _unit(place.x_unit_at(x)), -way[1] / _unit(place.y_unit_at(y))
    length = math.hypot(across, down)
    if not 0 < length < math.inf:
        return np.empty((0, 4))
    spot = QPointF(place.column(x), place.row(y))
    step = QPointF(across, down) / length
    if not place.bent:
        return straight(spot - step * reach[0], spot + step * reach[1], place)
    return _bent(place, (x, y), way, (step, reach))


def _bent(
    place: Place, at: tuple[float, float], way: tuple[float, float],
    along: tuple[QPointF, tuple[float, float]],
) -> Pieces:  # fmt: skip
    """The line as it bends: points even across and even down, as far as it reaches by length."""
    (x, y), (step, reach) = at, along
    wide = np.linspace(-reach[0], reach[1], _POINTS)
    parts = [np.zeros(1)]
    if way[0]:
        column, sign = place.column(x), math.copysign(1.0, step.x())
        places = np.array([place.x_at(column + sign * each) for each in wide])
        parts.append((places - x) / way[0])
    if way[1]:
        row, sign = place.row(y), math.copysign(1.0, step.y())
        heights = np.array([place.y_at(row + sign * each) for each in wide])
        parts.append((heights - y) / way[1])
    share = np.unique(np.concatenate(parts))
    with np.errstate(all="ignore"):
        xs, ys = x + share * way[0], y + share * way[1]
        far = np.hypot(np.diff(place.columns(xs)), np.diff(place.rows(ys)))
    length = np.concatenate([[0.0], np.cumsum(far)])
    length -= length[np.searchsorted(share, 0.0)]
    near = (length >= -reach[0]) & (length <= reach[1])
    return pieces_of(xs[near], ys[near], place)


def path_through(x: np.ndarray, y: np.ndarray, place: Place) -> Pieces:
    """The straight lines from corner to corner (n,), in axis units."""
    if not place.bent or len(x) < 2:
        return pieces_of(x, y, place)
    at = np.arange(len(x), dtype=float)
    fine = np.linspace(0, len(x) - 1, _POINTS * (len(x) - 1) + 1)
    return pieces_of(np.interp(fine, at, x), np.interp(fine, at, y), place)


def pieces_at(
    place: Place, x: float, y: float, beside: tuple[np.ndarray, np.ndarray]
) -> Pieces:
    """A line of points beside (x, y), by their distances in axis units: (n,) and (n,)."""
    if place.bent:
        return pieces_of(x + beside[0], y + beside[1], place)
    columns = place.column(x) + beside[0] / place.x_unit
    rows = place.row(y) - beside[1] / place.y_unit
    return clipped(np.column_stack((columns[:-1], rows[:-1], columns[1:], rows[1:])), place)


def _unit(value: float) -> float:
    return value or math.nan

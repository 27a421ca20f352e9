"""The colours of a relief: those of the field, lit a little from the upper left of the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtGui import QColor, QImage

from gui.plots.color_maps import COLORS, packed_colors
from gui.plots.relief import Relief, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.frame import Shade
    from gui.plots.camera import Projection
    from gui.theme import Theme

    Array = NDArray[np.floating[Any]]

_LIGHTS = 48
_DARKEST, _BRIGHTEST = 0.66, 1.04  # times a colour of the map
_LAMP = np.array((-0.5, 0.62, -0.6)) / np.linalg.norm((-0.5, 0.62, -0.6))  # right, up, away
_BELOW = 0.9  # times the light, seen from below
_CLEAR, _COVERED = 0.34, 0.1  # of the colour of a sheet, before the surface and behind
_SLACK = 0.012  # units of the box


def painted(
    seen: Relief, heights: Array, shade: Shade, view: Projection, theme: Theme
) -> QImage:
    """A relief as a picture, clear where nothing is seen. `heights` as in `relief`."""
    table = _lit_colors(shade, theme)
    high, wide = seen.away.shape
    fine = max(1, -(-max(wide, high) // max(heights.shape)))  # one dot of the ground for each
    light = (_light(heights, view) + 1) * ((_LIGHTS - 1) / 2)
    index = _finer(light.astype(np.float32), fine).astype(np.int32)
    index *= COLORS
    index += (_same if shade.kinds else _finer)(_places(shade), fine).astype(np.int32)
    where = np.rint(seen.rows * fine).astype(np.int32) * np.int32(index.shape[1])
    where += np.rint(seen.columns * fine).astype(np.int32)
    met = index.ravel()[where]
    met[seen.below] = _turned_away(met[seen.below])
    dots = np.zeros(high * wide, np.uint32)
    dots[seen.dots] = table[met]
    image = QImage(dots.data, wide, high, 4 * wide, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


def _turned_away(index: NDArray[np.int32]) -> NDArray[np.int32]:
    """The colours in the light of the other side, a little darker."""
    light, place = np.divmod(index, np.int32(COLORS))
    light = ((np.int32(_LIGHTS - 1) - light) * np.float32(_BELOW)).astype(np.int32)
    return light * np.int32(COLORS) + place


def _lit_colors(shade: Shade, theme: Theme) -> NDArray[np.uint32]:
    """A packed colour for each light and each place of the map: light * COLORS + place."""
    plain = packed_colors(shade, theme.dark).view(np.uint8).reshape(1, COLORS, 4).astype(float)
    facing = np.linspace(-1, 1, _LIGHTS)[:, None, None]
    factor = _DARKEST + (_BRIGHTEST - _DARKEST) * (0.5 + 0.5 * facing)
    lit = np.clip(plain * factor, 0, 255)
    lit[..., 3] = 255
    return np.ascontiguousarray(lit.astype(np.uint8)).view(np.uint32).ravel()


def _light(heights: Array, view: Projection) -> Array:
    """How much each place faces the lamp, from -1 to 1: (rows, columns)."""
    if np.isnan(heights.sum()):
        heights = spread(heights, 1)
    high, wide = heights.shape
    across, down = view.sides[0] / (wide - 1), view.sides[1] / (high - 1)
    with np.errstate(invalid="ignore"):
        slope_y, slope_x = np.gradient(heights, down, across)
        lamp = _LAMP @ view.rotation
        facing = lamp[2] - lamp[0] * slope_x - lamp[1] * slope_y
        facing /= np.sqrt(1 + slope_x**2 + slope_y**2)
    return np.nan_to_num(facing, nan=float(lamp[2]))


def _places(shade: Shade) -> Array:
    """The places of the values in the map, from 0 to COLORS - 1."""
    values = spread(shade.values) if np.isnan(shade.values.sum()) else shade.values
    span = max(shade.high - shade.low, 1e-300)
    with np.errstate(invalid="ignore", over="ignore"):
        places = (values - shade.low) * ((COLORS - 1) / span)
        places = np.fmin(np.fmax(places, 0.0), COLORS - 1)
    return (np.rint(places) if shade.kinds else places).astype(np.float32)


def _finer(values: Array, times: int) -> Array:
    """So many times as many samples, linear between: ((rows - 1) * times + 1, ...)."""
    for axis in (0, 1):
        values = np.moveaxis(values, axis, 0)
        share = (np.arange(times, dtype=np.float32) / times)[None, :, None]
        first, step = values[:-1, None], (values[1:] - values[:-1])[:, None]
        grown = (first + share * step).reshape(-1, values.shape[1])
        values = np.moveaxis(np.concatenate((grown, values[-1:])), 0, axis)
    return values


def _same(values: Array, times: int) -> Array:
    """So many times as many samples, each that of the nearest place."""
    across, down = (
        np.rint(np.arange((count - 1) * times + 1) / times).astype(int)
        for count in values.shape[::-1]
    )
    return values[down[:, None], across]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat square over the ground, in units of the box: its middle, slopes and half a side."""

    middle: tuple[float, float, float]
    slopes: tuple[float, float]
    half: float


def lay_sheet(image: QImage, seen: Relief, view: Projection, sheet: Sheet, color: str) -> None:
    """Lay a clear sheet over a picture in place; what lies behind the surface is fainter."""
    rows, columns, away = _covered(seen, view, sheet)
    high, wide = seen.away.shape
    dots = np.frombuffer(image.bits(), np.uint8).reshape(high, wide, 4)
    ink = QColor(color)
    own = np.array((ink.blue(), ink.green(), ink.red(), 255.0), np.float32)
    behind = seen.away[rows, columns] < away - _SLACK
    share = np.where(behind, _COVERED, _CLEAR).astype(np.float32)[:, None]
    mixed = dots[rows, columns] * (1 - share) + own * share
    dots[rows, columns] = mixed.astype(np.uint8)


def _covered(
    seen: Relief, view: Projection, sheet: Sheet
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """The rows and columns (n,) of the dots that a sheet covers, and how far away it is there."""
    corners = np.array([(a, b) for a in (-1, 1) for b in (-1, 1)]) * sheet.half
    points = np.column_stack((corners, corners @ sheet.slopes)) + sheet.middle
    pixels = (view.seen(points)[0] - (seen.left, seen.top)) * seen.ratio
    high, wide = seen.away.shape
    (left, top), (right, low) = np.floor(pixels.min(0)), np.ceil(pixels.max(0))
    columns = np.arange(max(int(left), 0), min(int(right), wide))
    rows = np.arange(max(int(top), 0), min(int(low), high))
    aside = ((columns + 0.5) / seen.ratio + seen.left - view.middle[0]) / view.scale
    up = (view.middle[1] - (rows + 0.5) / seen.ratio - seen.top) / view.scale
    level, upright = view.rise
    slopes, foot = np.array(sheet.slopes), np.array(sheet.middle[:2])
    rising = upright * (slopes @ view.ahead) + level
    if abs(rising) < 1e-6:  # seen along its edge
        return np.empty(0, int), np.empty(0, int), np.empty(0)
    base = sheet.middle[2] + aside * (slopes @ view.aside) - slopes @ foot
    away = (up[:, None] - upright * base) / rising
    inside = np.abs(base + away * (slopes @ view.ahead)) <= view.sides[2] / 2
    for axis in (0, 1):
        place = aside * view.aside[axis] + away * view.ahead[axis]
        inside &= np.abs(place - foot[axis]) <= sheet.half
        inside &= np.abs(place) <= view.sides[axis] / 2
    where = np.nonzero(inside)
    return rows[where[0]], columns[where[1]], away[where]

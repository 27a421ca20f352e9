"""Colour maps of fields: diverging around 0 for signed values, else from dark to bright."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QImage, QLinearGradient

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QPointF

    from core.frame import Shade
    from gui.theme import Theme

COLORS = 256
_EVEN = "viridis"
_SIGNED = {False: "CET-CBD1", True: "CET-D4"}  # light and dark
INK, PAPER = "#16181D", "#FFFFFF"
_NONE = {False: "#C9CED6", True: "#3A404A"}
_FLAT = {False: "#8A93A0", True: "#747D8B"}
_INSET, _REACH = 26, 204  # of the 256 places: regions are a little paler than the ends
_HATCH = 6  # samples from one stroke to the next where there is no value


@lru_cache(maxsize=8)
def colors(signed: bool, dark: bool) -> NDArray[np.uint8]:
    """256 colours from low to high: (256, 4) uint8, as QImage keeps them (blue first)."""
    found = pg.colormap.get(_SIGNED[dark] if signed else _EVEN)
    assert found is not None
    table = np.asarray(found.getLookupTable(0.0, 1.0, COLORS))
    out = np.empty((COLORS, 4), np.uint8)
    out[:, :3] = table[:, 2::-1]
    out[:, 3] = 255
    return out


@lru_cache(maxsize=32)
def kind_colors(count: int, dark: bool) -> tuple[str, ...]:
    """The colours of named regions, from what bends down to what bends up; the last is flat."""
    table, last = colors(signed=True, dark=dark), max(count - 2, 1)
    found: list[str] = []
    for place in range(count - 1):
        blue, green, red, _ = (int(each) for each in table[round(_INSET + place * _REACH / last)])
        found.append(QColor(red, green, blue).name())
    return (*found, _FLAT[dark])


@lru_cache(maxsize=32)
def _table(signed: bool, kinds: int, dark: bool) -> NDArray[np.uint32]:
    """One packed colour for each place from low to high."""
    if not kinds:
        return colors(signed, dark).view(np.uint32)[:, 0].copy()
    inks = [QColor(each).rgba() for each in kind_colors(kinds, dark)]
    return np.array(inks, np.uint32)[np.arange(COLORS) * (kinds - 1) // (COLORS - 1)]


def packed_colors(shade: Shade, dark: bool) -> NDArray[np.uint32]:
    """The colours of a field from low to high, as QImage keeps them: (256,)."""
    return _table(shade.signed, len(shade.kinds), dark)


def image_of(shade: Shade, theme: Theme) -> QImage:
    """The field as an image, one dot a sample, y upwards; hatched where there is no value."""
    values = shade.values[::-1]
    span = max(shade.high - shade.low, 1e-300)
    with np.errstate(invalid="ignore", over="ignore"):
        share = values - shade.low
        share *= (COLORS - 1) / span
        np.fmin(np.fmax(share, 0.0, out=share), COLORS - 1, out=share)  # what is no number is 0
        if shade.kinds:
            np.rint(share, out=share)
        unknown = np.isnan(values) if np.isnan(values.sum()) else None
    dots = _table(shade.signed, len(shade.kinds), theme.dark)[share.astype(np.uint8)]
    if unknown is not None:
        _hatch(dots, unknown, theme)
    high, wide = values.shape
    return QImage(dots.data, wide, high, 4 * wide, QImage.Format.Format_RGB32).copy()


def _hatch(dots: NDArray[np.uint32], unknown: NDArray[np.bool_], theme: Theme) -> None:
    """Strokes on the ground where there is no value."""
    rows, columns = np.indices(dots.shape)
    stroke = (rows + columns) % _HATCH == 0
    dots[unknown] = QColor(theme.base).rgba()
    dots[unknown & stroke] = QColor(_NONE[theme.dark]).rgba()


def color_of(value: float, shade: Shade, theme: Theme) -> str:
    """The colour of one value of a field."""
    share = (value - shade.low) / max(shade.high - shade.low, 1e-300)
    place = round(min(max(share, 0.0), 1.0) * (COLORS - 1))
    blue, green, red, _ = (int(each) for each in colors(shade.signed, theme.dark)[place])
    return QColor(red, green, blue).name()


def ink_on(color: str) -> str:
    """Black or white, whichever is read on this colour."""
    paint = QColor(color)
    parts = (paint.redF(), paint.greenF(), paint.blueF())
    red, green, blue = map(_linear, parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#111419" if luminance > 0.18 else "#FFFFFF"


def line_ink(signed: bool, theme: Theme) -> tuple[str, str]:
    """The colour of lines on a field, and that of their halo."""
    dark = theme.dark if signed else True
    return (PAPER, INK) if dark else (INK, PAPER)


def ramp(shade: Shade, theme: Theme, start: QPointF, end: QPointF) -> QLinearGradient:
    """The colours of a field from a place of low to a place of high."""
    gradient = QLinearGradient(start, end)
    table = colors(shade.signed, theme.dark)
    for place in range(0, COLORS, 15):
        blue, green, red, _ = (int(each) for each in table[place])
        gradient.setColorAt(place / (COLORS - 1), QColor(red, green, blue))
    gradient.setSpread(QLinearGradient.Spread.PadSpread)
    return gradient


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4



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


def image_of(shade: Shade, theme: Theme) -> QImage:
    """The field as an image, one dot a sample, y upwards; hatched where there is no value."""
    values = shade.values[::-1]
    span = max(shade.high - shade.low, 1e-300)
    with np.errstate(invalid="ignore", over="ignore"):
        share = (values - shade.low) * ((COLORS - 1) / span)
        places = np.clip(np.nan_to_num(share, nan=0.0, posinf=COLORS, neginf=0.0), 0, COLORS - 1)
    dots = colors(shade.signed, theme.dark)[places.astype(np.uint8)]
    missing = np.isnan(values)
    if missing.any():
        rows, columns = np.indices(values.shape)
        stroke = (rows + columns) % _HATCH == 0
        for where, color in ((missing, theme.base), (missing & stroke, _NONE[theme.dark])):
            ink = QColor(color)
            dots[where] = (ink.blue(), ink.green(), ink.red(), 255)
    dots = np.ascontiguousarray(dots)
    high, wide = values.shape
    return QImage(dots.data, wide, high, 4 * wide, QImage.Format.Format_ARGB32_Premultiplied).copy()


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



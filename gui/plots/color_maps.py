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
_TOP = COLORS - 3  # the last place of a value in an image; two are left for what has none
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
def _table(signed: bool, kinds: int, theme: Theme) -> tuple[int, ...]:
    """256 packed colours: those of values from low to high, then the ground and strokes of none."""
    if kinds:
        inks = [QColor(each).rgba() for each in kind_colors(kinds, theme.dark)]
        places = np.rint(np.arange(_TOP + 1) * ((kinds - 1) / _TOP)).astype(int)
    else:
        inks = colors(signed, theme.dark).view(np.uint32)[:, 0].tolist()
        places = np.rint(np.arange(_TOP + 1) * ((COLORS - 1) / _TOP)).astype(int)
    ground, stroke = QColor(theme.base).rgba(), QColor(_NONE[theme.dark]).rgba()
    return (*(inks[each] for each in places.tolist()), ground, stroke)


@lru_cache(maxsize=32)
def _packed(signed: bool, kinds: int, dark: bool) -> NDArray[np.uint32]:
    if not kinds:
        return colors(signed, dark).view(np.uint32)[:, 0].copy()
    inks = [QColor(each).rgba() for each in kind_colors(kinds, dark)]
    places = np.rint(np.arange(COLORS) * ((kinds - 1) / (COLORS - 1))).astype(int)
    return np.array(inks, np.uint32)[places]


def packed_colors(shade: Shade, dark: bool) -> NDArray[np.uint32]:
    """The colours of a field from low to high, as QImage keeps them: (256,)."""
    return _packed(shade.signed, len(shade.kinds), dark)


def image_of(shade: Shade, theme: Theme, every: int = 1) -> QImage:
    """The field as an image, y upwards; hatched where there is no value.

    One dot for `every` sample, so many to the next along both sides.
    """
    values = shade.values[::-every, ::every]
    span = max(shade.high - shade.low, 1e-300)
    with np.errstate(invalid="ignore", over="ignore"):
        share = values - shade.low
        share *= _TOP / span
        if shade.kinds:
            np.rint(share, out=share)
        if np.isfinite(share.sum()):
            np.clip(share, 0.0, _TOP, out=share)
            dots = share.astype(np.uint8)
        else:
            dots = np.fmin(np.fmax(share, 0.0), _TOP).astype(np.uint8)
            _hatch(dots, np.isnan(values))
    high, wide = dots.shape
    image = QImage(dots.data, wide, high, wide, QImage.Format.Format_Indexed8)
    image.setColorTable(_table(shade.signed, len(shade.kinds), theme))
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _hatch(dots: NDArray[np.uint8], unknown: NDArray[np.bool_]) -> None:
    """Strokes on the ground where there is no value."""
    rows, columns = np.indices(dots.shape)
    stroke = (rows + columns) % _HATCH == 0
    dots[unknown] = _TOP + 1
    dots[unknown & stroke] = _TOP + 2


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



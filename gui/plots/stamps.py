"""Stamps: small texts on their halo, put together from pictures that were drawn once.

A halo costs two dozen drawings of a text, and a slope has another text in every frame; its figures
are always the same ten.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

HALO = 3.0
_PARTS = re.compile(r"[\d.−]|[^\d.−]+")
_FAMILIAR = 512
_AROUND = tuple(
    (radius * math.cos(turn * math.pi / 6), radius * math.sin(turn * math.pi / 6))
    for radius in (1.6, HALO)
    for turn in range(12)
)


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """A part of a text: its halo, its ink over it, and how far the next part stands."""

    halo: QImage
    ink: QImage
    advance: float


@dataclass(frozen=True, slots=True)
class Type:
    """The font of small texts, measured once: `key` tells fonts apart."""

    font: QFont
    metrics: QFontMetricsF
    key: str

    def __hash__(self) -> int:
        """By the font alone."""
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        """By the font alone."""
        return isinstance(other, Type) and other.key == self.key


def type_of(font: QFont) -> Type:
    """A font with its measures."""
    return Type(font, QFontMetricsF(font), font.key())


def stamp_text(
    painter: QPainter, spot: QPointF, text: str, face: Type, color: str, halo: str
) -> None:
    """Put a text with its halo on a screen, its baseline beginning at `spot`, on whole dots."""
    ratio = painter.device().devicePixelRatioF()
    stamps = [_stamp(part, face, color, halo, ratio) for part in _PARTS.findall(text)]
    x, top = spot.x() - HALO, round((spot.y() - face.metrics.ascent() - HALO) * ratio) / ratio
    places: list[QPointF] = []
    for stamp in stamps:
        places.append(QPointF(round(x * ratio) / ratio, top))
        x += stamp.advance
    for place, stamp in zip(places, stamps, strict=True):
        painter.drawImage(place, stamp.halo)
    for place, stamp in zip(places, stamps, strict=True):
        painter.drawImage(place, stamp.ink)


@lru_cache(maxsize=_FAMILIAR)
def _stamp(part: str, face: Type, color: str, halo: str, ratio: float) -> Stamp:
    metrics = face.metrics
    advance = metrics.horizontalAdvance(part)
    high = metrics.ascent() + metrics.descent()
    size = QSize(*(math.ceil((each + 2 * HALO) * ratio) for each in (advance, high)))
    spot = QPointF(HALO, HALO + metrics.ascent())
    around = [QPointF(spot.x() + x, spot.y() + y) for x, y in _AROUND]
    halos = _drawn(part, face, halo, around, size, ratio)
    return Stamp(halos, _drawn(part, face, color, [spot], size, ratio), advance)


def _drawn(
    part: str, face: Type, color: str, spots: list[QPointF], size: QSize, ratio: float
) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setFont(face.font)
    painter.setPen(QColor(color))
    for spot in spots:
        painter.drawText(spot, part)
    painter.end()
    return image

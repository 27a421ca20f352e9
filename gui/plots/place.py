"""Place: how axis units become pixels of the plot, and how far one may pan and zoom."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NARROWEST = 1e-12  # of the size of the centre
_TINIEST = 1e-300
WIDEST = 1e12
_FARTHEST = 1e300
_CLIP_HEIGHTS = 1000.0  # values are cut this many view sizes away, so Qt never sees huge numbers


@dataclass(frozen=True, slots=True)
class Place:
    """Ranges of the axes in their units and the plot area in pixels, y growing downwards."""

    x_min: float = -5.0
    x_max: float = 5.0
    y_min: float = -5.0
    y_max: float = 5.0
    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def x_unit(self) -> float:
        """Axis units in one pixel across."""
        return (self.x_max - self.x_min) / self.width

    @property
    def y_unit(self) -> float:
        """Axis units in one pixel down."""
        return (self.y_max - self.y_min) / self.height

    def column(self, x: float) -> float:
        """The pixel column of x, kept within a few view widths."""
        return self.left + self.width * _bounded((x - self.x_min) / (self.x_max - self.x_min))

    def row(self, y: float) -> float:
        """The pixel row of y, kept within a few view heights."""
        return self.bottom - self.height * _bounded((y - self.y_min) / (self.y_max - self.y_min))

    def columns(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The pixel columns of many x: (n,)."""
        part = (x - self.x_min) / (self.x_max - self.x_min)
        return self.left + self.width * np.clip(part, -_CLIP_HEIGHTS, _CLIP_HEIGHTS)

    def rows(self, y: NDArray[np.float64]) -> NDArray[np.float64]:
        """The pixel rows of many y: (n,); infinities end far outside, NaN stays NaN."""
        tall = self.y_max - self.y_min
        with np.errstate(over="ignore"):
            part = (y - self.y_min) / tall
        return self.bottom - self.height * np.clip(part, -_CLIP_HEIGHTS, _CLIP_HEIGHTS)

    def x_at(self, column: float) -> float:
        return self.x_min + (column - self.left) / self.width * (self.x_max - self.x_min)

    def y_at(self, row: float) -> float:
        return self.y_min + (self.bottom - row) / self.height * (self.y_max - self.y_min)

    def holds(self, column: float, row: float, margin: float = 0.0) -> bool:
        """Whether a pixel lies in the plot area, `margin` pixels from its edges."""
        return (
            self.left + margin <= column <= self.right - margin
            and self.top + margin <= row <= self.bottom - margin
        )

    def panned(self, columns: float, rows: float) -> Place:
        """The place after the picture was pulled by so many pixels."""
        x, y = columns * self.x_unit, rows * self.y_unit
        x_min, x_max = sane(self.x_min - x, self.x_max - x)
        y_min, y_max = sane(self.y_min + y, self.y_max + y)
        return replace(self, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)

    def zoomed(self, column: float, row: float, x_factor: float, y_factor: float) -> Place:
        """The place after zooming; what is under the pixel stays there. Factors under 1 zoom in."""
        x_min, x_max = _scaled(self.x_min, self.x_max, self.x_at(column), x_factor)
        y_min, y_max = _scaled(self.y_min, self.y_max, self.y_at(row), y_factor)
        return replace(self, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)

    def boxed(self, left: float, top: float, right: float, bottom: float) -> Place:
        """The place that shows what is inside a box of pixels."""
        x_min, x_max = sane(self.x_at(left), self.x_at(right))
        y_min, y_max = sane(self.y_at(bottom), self.y_at(top))
        return replace(self, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)


def sane(low: float, high: float) -> tuple[float, float]:
    """A range that can be drawn: finite, rising, not narrower than its numbers allow."""
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = _finite(low, -1.0), _finite(high, 1.0)
    low, high = sorted((_within(low), _within(high)))
    middle = low / 2 + high / 2
    least = max(NARROWEST * max(abs(low), abs(high)), _TINIEST)
    if high - low < least:
        low, high = middle - least / 2, middle + least / 2
    return low, high


def equalled(place: Place) -> Place:
    """The place with one unit as long down as across, its middle kept."""
    middle, half = place.y_min / 2 + place.y_max / 2, place.x_unit * place.height / 2
    y_min, y_max = sane(middle - half, middle + half)
    return replace(place, y_min=y_min, y_max=y_max)


def pixel_rounded(x: float, unit: float) -> float:
    """X with no more digits than a tenth of a pixel needs, so that it reads well."""
    if not (math.isfinite(x) and unit > 0):
        return x
    places = 1 - math.floor(math.log10(unit))
    return round(x, places) if abs(places) < 300 else x


def _scaled(low: float, high: float, fixed: float, factor: float) -> tuple[float, float]:
    if factor == 1:
        return low, high
    wide = high - low
    least = max(NARROWEST * max(abs(low), abs(high)), _TINIEST)
    new = min(max(wide * factor, min(least, wide)), max(WIDEST, wide))
    part = (fixed - low) / wide
    return sane(fixed - part * new, fixed + (1 - part) * new)


def _bounded(part: float) -> float:
    return min(max(part, -_CLIP_HEIGHTS), _CLIP_HEIGHTS)


def _within(value: float) -> float:
    return min(max(value, -_FARTHEST), _FARTHEST)


def _finite(value: float, instead: float) -> float:
    if math.isnan(value):
        return instead
    return math.copysign(_FARTHEST, value) if math.isinf(value) else value

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
_SHOWN = 1e4  # of a range that reached 0, on a logarithmic axis
_NEAR = 1e3
_CLIP_HEIGHTS = 1000.0  # values are cut this many view sizes away, so Qt never sees huge numbers


@dataclass(frozen=True, slots=True)
class Place:
    """Ranges of the axes in their units and the plot area in pixels, y growing downwards.

    On a logarithmic axis (`x_log`, `y_log`) equal factors are equally long; its range is above 0,
    and what is not lies far outside.
    """

    x_min: float = -5.0
    x_max: float = 5.0
    y_min: float = -5.0
    y_max: float = 5.0
    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0
    x_log: bool = False
    y_log: bool = False

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

    @property
    def bent(self) -> bool:
        """Whether straight lines are curves here, because an axis is logarithmic."""
        return self.x_log or self.y_log

    def x_unit_at(self, x: float) -> float:
        """Axis units in one pixel across, at x."""
        return abs(x) * _decades(self.x_min, self.x_max) / self.width if self.x_log else self.x_unit

    def y_unit_at(self, y: float) -> float:
        """Axis units in one pixel down, at y."""
        log = self.y_log
        return abs(y) * _decades(self.y_min, self.y_max) / self.height if log else self.y_unit

    def stretch(self, x: float, y: float) -> float:
        """Pixels up for a pixel across, of a line of slope 1 at (x, y); nan where there is none."""
        if self.bent:
            down = self.y_unit_at(y)
            positive = (x > 0 or not self.x_log) and (y > 0 or not self.y_log)
            return self.x_unit_at(x) / down if positive and down else math.nan
        return self.x_unit / self.y_unit

    def column(self, x: float) -> float:
        """The pixel column of x, kept within a few view widths."""
        if self.x_log:
            return self.left + self.width * _bounded(_log_part(x, self.x_min, self.x_max))
        return self.left + self.width * _bounded((x - self.x_min) / (self.x_max - self.x_min))

    def row(self, y: float) -> float:
        """The pixel row of y, kept within a few view heights."""
        if self.y_log:
            return self.bottom - self.height * _bounded(_log_part(y, self.y_min, self.y_max))
        return self.bottom - self.height * _bounded((y - self.y_min) / (self.y_max - self.y_min))

    def columns(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The pixel columns of many x: (n,)."""
        if self.x_log:
            return self.left + self.width * _log_parts(x, self.x_min, self.x_max)
        part = (x - self.x_min) / (self.x_max - self.x_min)
        return self.left + self.width * np.clip(part, -_CLIP_HEIGHTS, _CLIP_HEIGHTS)

    def rows(self, y: NDArray[np.float64]) -> NDArray[np.float64]:
        """The pixel rows of many y: (n,); infinities end far outside, NaN stays NaN."""
        if self.y_log:
            return self.bottom - self.height * _log_parts(y, self.y_min, self.y_max)
        tall = self.y_max - self.y_min
        with np.errstate(over="ignore"):
            part = (y - self.y_min) / tall
        return self.bottom - self.height * np.clip(part, -_CLIP_HEIGHTS, _CLIP_HEIGHTS)

    def x_at(self, column: float) -> float:
        if self.x_log:
            part = (column - self.left) / self.width
            return _log_at(part, self.x_min, self.x_max)
        return self.x_min + (column - self.left) / self.width * (self.x_max - self.x_min)

    def y_at(self, row: float) -> float:
        if self.y_log:
            return _log_at((self.bottom - row) / self.height, self.y_min, self.y_max)
        return self.y_min + (self.bottom - row) / self.height * (self.y_max - self.y_min)

    def holds(self, column: float, row: float, margin: float = 0.0) -> bool:
        """Whether a pixel lies in the plot area, `margin` pixels from its edges."""
        return (
            self.left + margin <= column <= self.right - margin
            and self.top + margin <= row <= self.bottom - margin
        )

    def panned(self, columns: float, rows: float) -> Place:
        """The place after the picture was pulled by so many pixels."""
        x_min, x_max = _moved(self.x_min, self.x_max, -columns / self.width, self.x_log)
        y_min, y_max = _moved(self.y_min, self.y_max, rows / self.height, self.y_log)
        return replace(self, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)

    def zoomed(self, column: float, row: float, x_factor: float, y_factor: float) -> Place:
        """The place after zooming; what is under the pixel stays there. Factors under 1 zoom in."""
        x_at, y_at = self.x_at(column), self.y_at(row)
        x_min, x_max = _scaled(self.x_min, self.x_max, x_at, x_factor, self.x_log)
        y_min, y_max = _scaled(self.y_min, self.y_max, y_at, y_factor, self.y_log)
        return replace(self, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)

    def boxed(self, left: float, top: float, right: float, bottom: float) -> Place:
        """The place that shows what is inside a box of pixels."""
        x_min, x_max = sane(self.x_at(left), self.x_at(right), self.x_log)
        y_min, y_max = sane(self.y_at(bottom), self.y_at(top), self.y_log)
        return replace(self, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)

    def settled(self) -> Place:
        """The place with ranges that can be drawn."""
        x_min, x_max = sane(self.x_min, self.x_max, self.x_log)
        y_min, y_max = sane(self.y_min, self.y_max, self.y_log)
        return replace(self, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)


def sane(low: float, high: float, log: bool = False) -> tuple[float, float]:
    """A range that can be drawn: finite, rising, not narrower than its numbers allow.

    One of a logarithmic axis is above 0.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = _finite(low, -1.0), _finite(high, 1.0)
    low, high = sorted((_within(low), _within(high)))
    middle = low / 2 + high / 2
    least = max(NARROWEST * max(abs(low), abs(high)), _TINIEST)
    if high - low < least:
        low, high = middle - least / 2, middle + least / 2
    if log and low <= 0:
        low, high = (max(high / _SHOWN, _TINIEST), high) if high > _TINIEST else (0.1, 10.0)
    return low, high


def equalled(place: Place) -> Place:
    """The place with one unit as long down as across, its middle kept.

    On two logarithmic axes one decade; on one there is nothing to compare.
    """
    if place.x_log and place.y_log:
        half = _decades(place.x_min, place.x_max) * place.height / place.width / 2
        middle = math.log(place.y_min) / 2 + math.log(place.y_max) / 2
        y_min, y_max = sane(_exp(middle - half), _exp(middle + half), log=True)
        return replace(place, y_min=y_min, y_max=y_max)
    if place.bent:
        return place
    middle, half = place.y_min / 2 + place.y_max / 2, place.x_unit * place.height / 2
    y_min, y_max = sane(middle - half, middle + half)
    return replace(place, y_min=y_min, y_max=y_max)


def pixel_rounded(x: float, unit: float) -> float:
    """X with no more digits than a tenth of a pixel needs, so that it reads well."""
    if not (math.isfinite(x) and unit > 0):
        return x
    places = 1 - math.floor(math.log10(unit))
    return round(x, places) if abs(places) < 300 else x


def _scaled(
    low: float, high: float, fixed: float, factor: float, log: bool
) -> tuple[float, float]:
    if factor == 1:
        return low, high
    if log:
        below, above = factor * _log_ratio(fixed, low), factor * _log_ratio(high, fixed)
        if not below + above > NARROWEST:
            return low, high
        ends = fixed * _exp(-below), fixed * min(_exp(above), _FARTHEST)
        return sane(max(ends[0], _TINIEST), min(ends[1], _FARTHEST), log=True)
    wide = high - low
    least = max(NARROWEST * max(abs(low), abs(high)), _TINIEST)
    new = min(max(wide * factor, min(least, wide)), max(WIDEST, wide))
    part = (fixed - low) / wide
    return sane(fixed - part * new, fixed + (1 - part) * new)


def _moved(low: float, high: float, share: float, log: bool) -> tuple[float, float]:
    """A range moved by a share of itself."""
    if log:
        factor = _exp(share * _decades(low, high))
        return sane(max(low * factor, _TINIEST), high * factor, log=True)
    step = share * (high - low)
    return sane(low + step, high + step)


def _decades(low: float, high: float) -> float:
    """The length of a logarithmic range, in units of e."""
    return _log_ratio(high, low)


def _log_ratio(value: float, low: float) -> float:
    beyond = (value - low) / low
    near = -0.5 < beyond < _NEAR
    return math.log1p(beyond) if near else math.log(value) - math.log(low)


def _log_part(value: float, low: float, high: float) -> float:
    """How far along a logarithmic range a value stands; what is not above 0 far before it."""
    if value <= 0:
        return -_CLIP_HEIGHTS
    return _log_ratio(value, low) / _decades(low, high) if value < math.inf else _CLIP_HEIGHTS


def _log_parts(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):
        beyond = (values - low) / low
        near = (beyond > -0.5) & (beyond < _NEAR)
        logs = np.where(near, np.log1p(beyond), np.log(values) - math.log(low))
        parts = np.where(values <= 0, -_CLIP_HEIGHTS, logs / _decades(low, high))
    return np.clip(parts, -_CLIP_HEIGHTS, _CLIP_HEIGHTS)


def _log_at(part: float, low: float, high: float) -> float:
    return min(max(low * _exp(part * _decades(low, high)), _TINIEST), _FARTHEST)


def _exp(power: float) -> float:
    return math.exp(min(max(power, -700.0), 700.0))


def _bounded(part: float) -> float:
    return min(max(part, -_CLIP_HEIGHTS), _CLIP_HEIGHTS)


def _within(value: float) -> float:
    return min(max(value, -_FARTHEST), _FARTHEST)


def _finite(value: float, instead: float) -> float:
    if math.isnan(value):
        return instead
    return math.copysign(_FARTHEST, value) if math.isinf(value) else value

"""Scales: where a value stands along a track, and which value stands at a place of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.document import Parameter

LEAST_SECANT = 1e-3
MOST_SECANT = 2.0


class Scale(Protocol):
    """From `minimum` to `maximum`; a share is 0 at the left end of the track, 1 at the right."""

    @property
    def minimum(self) -> float: ...

    @property
    def maximum(self) -> float: ...

    def share(self, value: float) -> float: ...

    def at(self, share: float) -> float: ...

    def grain(self, value: float, share: float) -> float:
        """The round number about as large as what `share` of the track makes of a value."""
        ...


@dataclass(frozen=True, slots=True)
class Linear:
    """Equal steps are equally long."""

    minimum: float
    maximum: float

    def share(self, value: float) -> float:
        return (value - self.minimum) / (self.maximum - self.minimum)

    def at(self, share: float) -> float:
        return self.minimum + share * (self.maximum - self.minimum)

    def grain(self, value: float, share: float) -> float:
        return power_of_ten((self.maximum - self.minimum) * share)


@dataclass(frozen=True, slots=True)
class Logarithmic:
    """Equal factors are equally long; 0 < minimum."""

    minimum: float
    maximum: float

    def share(self, value: float) -> float:
        inside = min(max(value, self.minimum), self.maximum)
        return math.log(inside / self.minimum) / math.log(self.maximum / self.minimum)

    def at(self, share: float) -> float:
        return self.minimum * (self.maximum / self.minimum) ** share

    def grain(self, value: float, share: float) -> float:
        factor = math.log(self.maximum / self.minimum) * share
        return power_of_ten(max(abs(value), self.minimum) * factor)


@dataclass(frozen=True, slots=True)
class Signed:
    """From −maximum to −least and on from least to maximum, each half by factors."""

    least: float = LEAST_SECANT
    maximum: float = MOST_SECANT

    @property
    def minimum(self) -> float:
        return -self.maximum

    @property
    def _half(self) -> Logarithmic:
        return Logarithmic(self.least, self.maximum)

    def share(self, value: float) -> float:
        side = self._half.share(abs(value)) / 2
        return 0.5 + math.copysign(side, value)

    def at(self, share: float) -> float:
        away = share - 0.5
        return math.copysign(self._half.at(2 * abs(away)), away)

    def grain(self, value: float, share: float) -> float:
        return self._half.grain(abs(value), share)


def scale_of(slider: Parameter) -> Scale:
    """The scale a slider asks for; by factors only where its range is positive."""
    if slider.log and slider.minimum > 0:
        return Logarithmic(slider.minimum, slider.maximum)
    return Linear(slider.minimum, slider.maximum)


def stepped(value: float, slider: Parameter) -> float:
    """The value on the grid of a slider: its minimum and whole steps from there."""
    if slider.step is None or not slider.step > 0:
        return value
    count = math.floor((slider.maximum - slider.minimum) / slider.step + 1e-9)
    place = min(max(round((value - slider.minimum) / slider.step), 0), count)
    return float(f"{slider.minimum + place * slider.step:.12g}")


def power_of_ten(size: float) -> float:
    """The power of ten nearest below a size."""
    if not size > 0 or not math.isfinite(size):
        return 1.0
    return 10.0 ** math.floor(math.log10(size) + 1e-9)

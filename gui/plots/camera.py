"""Camera: how points of a box in space become pixels, without perspective. NumPy only, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.viewport import Camera

    Array = NDArray[np.float64]
    Corner = tuple[float, float, float]

HEIGHT = 0.66  # of a box whose ground has sides of 1 in the mean
_NARROWEST = 0.5  # one side of the ground over the other
_CALM = 30.0  # degrees of tilt below which the box keeps its size on the screen
LEAST_ZOOM, MOST_ZOOM = 0.2, 8.0


@dataclass(frozen=True, slots=True)
class Projection:
    """Points in space to pixels and depths, as a camera sees them that is far away.

    `low` and `high` are the corners of a box in axis units, `sides` its lengths in units of the
    box; such a unit is `scale` pixels long, the middle of the box stands at the pixel `middle`.
    What is upright stays upright: the third axis never leans to a side.
    """

    camera: Camera
    low: Corner
    high: Corner
    sides: Corner
    scale: float = 1.0
    middle: tuple[float, float] = (0.0, 0.0)

    @property
    def aside(self) -> Array:
        """The direction along the ground (2,) that points right on the screen."""
        return _level(self.camera.turn)[0]

    @property
    def ahead(self) -> Array:
        """The direction along the ground (2,) that leads away from the viewer."""
        return _level(self.camera.turn)[1]

    @property
    def rise(self) -> tuple[float, float]:
        """How far a step ahead and a step upright go up on the screen."""
        tilt = math.radians(self.camera.tilt)
        return math.sin(tilt), max(math.cos(tilt), 0.0)

    @property
    def rotation(self) -> Array:
        """The rotation (3, 3): its rows point right, up and away from the viewer."""
        return _rotation(self.camera.turn, self.camera.tilt)

    def boxed(self, points: Array) -> Array:
        """Points (n, 3) in axis units as units of the box, 0 in its middle: (n, 3)."""
        low, high, sides = np.array((self.low, self.high, self.sides))
        return (points - low) * (sides / (high - low)) - sides / 2

    def unboxed(self, points: Array) -> Array:
        """Points (n, 3) in units of the box in axis units: (n, 3)."""
        low, high, sides = np.array((self.low, self.high, self.sides))
        return low + (points / sides + 0.5) * (high - low)

    def seen(self, boxed: Array) -> tuple[Array, Array]:
        """Pixels (n, 2), column and row, and depths (n,) of points (n, 3) in units of the box.

        Depths are in units of the box, greater where a point is farther away.
        """
        turned = boxed @ self.rotation.T
        pixels = turned[:, :2] * (self.scale, -self.scale)
        pixels += self.middle
        return pixels, turned[:, 2]

    def pixels(self, points: Array) -> tuple[Array, Array]:
        """Pixels (n, 2) and depths (n,) of points (n, 3) in axis units."""
        return self.seen(self.boxed(points))

    def ground(self, columns: float, rows: float) -> tuple[float, float]:
        """The step along the ground, in axis units, that is seen as so many pixels."""
        level = self.rise[0]
        steep = math.copysign(max(abs(level), 0.25), level)  # nearly level, no step is endless
        step = self.aside * (columns / self.scale) - self.ahead * (rows / (self.scale * steep))
        spans = [high - low for low, high in zip(self.low[:2], self.high[:2], strict=True)]
        x, y = (
            float(each) / side * span
            for each, side, span in zip(step, self.sides[:2], spans, strict=True)
        )
        return x, y


@lru_cache(maxsize=16)
def _level(turn: float) -> tuple[Array, Array]:
    """Right and away, along the ground."""
    angle = math.radians(turn)
    return (
        np.array((-math.sin(angle), math.cos(angle))),
        np.array((-math.cos(angle), -math.sin(angle))),
    )


@lru_cache(maxsize=16)
def _rotation(turn: float, tilt: float) -> Array:
    (a, b), (c, d) = _level(turn)
    level, upright = math.sin(math.radians(tilt)), max(math.cos(math.radians(tilt)), 0.0)
    return np.array(
        ((a, b, 0.0), (c * level, d * level, upright), (c * upright, d * upright, -level))
    )


def sides_of(width: float, height: float) -> Corner:
    """The sides of a box over a ground of these proportions; a very long one is shortened."""
    ratio = min(max(height / max(width, 1e-300), _NARROWEST), 1 / _NARROWEST)
    return 1 / math.sqrt(ratio), math.sqrt(ratio), HEIGHT


def fitting(sides: Corner, tilt: float, width: float, height: float) -> float:
    """Pixels for a unit of the box so that it fits, whichever way it is turned.

    What is turned keeps its size; so does what is tilted by less than 30 degrees.
    """
    across = math.hypot(sides[0], sides[1])

    def tall(degrees: float) -> float:
        angle = math.radians(degrees)
        return across * math.sin(angle) + sides[2] * math.cos(angle)

    return max(min(width / across, height / max(tall(_CALM), tall(abs(tilt)))), 1.0)


def turned(camera: Camera, across: float, up: float) -> Camera:
    """The camera so many degrees farther around and up; it never goes over the top."""
    turn = (camera.turn + across + 180.0) % 360.0 - 180.0
    return replace(camera, turn=turn, tilt=min(max(camera.tilt + up, -90.0), 90.0))


def zoomed(camera: Camera, factor: float) -> Camera:
    """The camera so many times nearer, within bounds."""
    return replace(camera, zoom=min(max(camera.zoom * factor, LEAST_ZOOM), MOST_ZOOM))

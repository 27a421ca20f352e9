"""The viewport: where a person looks. Saved with the document, but not undone."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Plane:
    """Where a function of two variables is looked at: ranges of the first and of the second."""

    x_min: float = -4.0
    x_max: float = 4.0
    y_min: float = -3.0
    y_max: float = 3.0


@dataclass(frozen=True, slots=True)
class Camera:
    """From where a surface is looked at: `turn` around the upright axis, `tilt` above the level.

    Both in degrees; `zoom` is 1 where the whole box fits.
    """

    turn: float = -60.0
    tilt: float = 30.0
    zoom: float = 1.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """Where the person looks: ranges in the units of the axes, size of the plot in pixels.

    `plane` counts while a function of two variables is shown, `camera` while its surface is, the
    other ranges while curves are. `image` is where the values of a map are seen, None while that
    is to be fitted.
    `y_min` and `y_max` are None while the height is to be fitted to what is drawn. `x_log`,
    `y_log`: the axis is logarithmic; its range is above 0.
    """

    x_min: float = -5.0
    x_max: float = 5.0
    y_min: float | None = None
    y_max: float | None = None
    width: int = 800
    height: int = 560
    x_log: bool = False
    y_log: bool = False
    plane: Plane = Plane()
    camera: Camera = Camera()
    image: Plane | None = None

    @property
    def fits_height(self) -> bool:
        """True while the vertical range is to be chosen from the curves."""
        return self.y_min is None or self.y_max is None


def with_log_axis(view: Viewport, axis: str, on: bool) -> Viewport:
    """The viewport with one axis ("x" or "y") logarithmic or even; the height is fitted anew.

    A range of x that reaches 0 is cut to decades above it.
    """
    view = replace(view, y_min=None, y_max=None)
    if axis == "y":
        return replace(view, y_log=on)
    low, high = view.x_min, view.x_max
    if on and high <= 0:
        low, high = 0.1, 10.0
    elif on and low <= 0:
        low = 10.0 ** max(math.floor(math.log10(high)) - 2, -300)
    return replace(view, x_log=on, x_min=low, x_max=high)


def with_sound_axes(view: Viewport) -> Viewport:
    """The viewport with no logarithmic axis that reaches 0: x is cut to decades, the height fitted.

    A hand that moves the picture while an axis turns logarithmic asks for such ranges.
    """
    if view.y_log and view.y_min is not None and view.y_min <= 0:
        view = replace(view, y_min=None, y_max=None)
    if view.x_log and view.x_min <= 0:
        x_view = with_log_axis(view, "x", on=True)
        view = replace(view, x_min=x_view.x_min, x_max=x_view.x_max)
    return view

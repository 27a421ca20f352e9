"""Snap: a dragged point is pulled to marked places and let go of again. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PULLS, RELEASES = 8.0, 12.0  # pixels (LOOK section 11)
_SAME = 1e-9  # of the width of the view: closer than this, the point stands on the place


@dataclass(slots=True)
class Snap:
    """What holds the point while it is dragged; `on` as the person chose."""

    on: bool = True
    held: float | None = None

    def pulled(self, x: float, unit: float, places: Sequence[float]) -> float | None:
        """The place that pulls a point at x, `unit` being one pixel; None when it is free."""
        if not self.on or not places or not unit > 0:
            self.held = None
            return None
        nearest = min(places, key=lambda place: abs(place - x))
        if abs(nearest - x) <= PULLS * unit:
            self.held = nearest
        elif self.held not in places or abs((self.held or 0.0) - x) > RELEASES * unit:
            self.held = None
        return self.held

    def let_go(self) -> None:
        """The drag is over, or Alt asks for freedom."""
        self.held = None


def neighbour(x: float, side: int, width: float, places: Sequence[float]) -> float | None:
    """The next place to the right (side 1) or left (-1) of x; `width` is that of the view."""
    least = _SAME * width
    beyond = [place for place in places if side * (place - x) > least]
    return min(beyond, key=lambda place: abs(place - x), default=None)

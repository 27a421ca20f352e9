"""The direction at the point of a field: a line with a handle that turns it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plots.spot_layers import SpotLayer
from gui.plots.stage import Stage, round_pen

if TYPE_CHECKING:
    from core.frame import Spot
    from gui.plots.field_layers import FieldImage
    from gui.plots.place import Place

REACH = 96.0  # pixels from the point to the handle
_SHARE = 0.3  # of the smaller side of the plot, at most
_LINE, _HALO = 1.8, 1.6
_RING, _CORE = 6.5, 4.4
_NEAR = 12.0
_BEYOND = 15.0
_GRAIN, _EVEN = 1.0, 15.0


def turned(angle: float, even: bool = False) -> tuple[float, float]:
    """The direction of length 1 at an angle: on whole degrees, or `even`: on parts of 15."""
    grain = _EVEN if even else _GRAIN
    angle = round(angle / grain) * grain % 360.0
    corners = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}
    way = math.radians(angle)
    return corners.get(angle) or (math.cos(way), math.sin(way))


class DirectionHandle(SpotLayer):
    """Paints v from the point to its handle, and where a cut along it runs."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage, image)
        self.hovered = False
        self.setZValue(7)

    def handle(self) -> QPointF | None:
        """Where the handle stands in pixels; None while there is none to be seen."""
        plane, place = self.image.plane, self.stage.place
        if plane is None or plane.held or not plane.marks.direction:
            return None
        center = QPointF(*(float(each) for each in place_of(plane.spot, place)))
        if not place.holds(center.x(), center.y()):
            return None
        return center + self._way(plane.direction)

    def near(self, pixel: QPointF) -> bool:
        """Whether a press here takes the handle."""
        spot = self.handle()
        return spot is not None and math.hypot(*(pixel - spot).toTuple()) <= _NEAR

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        if not self.marks.direction or self.image.plane is None:
            return
        way = self._way(self.image.plane.direction)
        end, core = center + way, self.stage.look.core
        for color, more in ((halo, 2 * _HALO), (core, 0.0)):
            painter.setPen(round_pen(color, _LINE + more))
            painter.drawLine(center, end)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = _CORE + (0.8 if self.hovered else 0.0)
        for color, size in ((ink, _RING + 1.2), (halo, _RING), (core, radius)):
            painter.setBrush(QColor(color))
            painter.drawEllipse(end, size, size)
        self.name(painter, "v", end + way * (_BEYOND / math.hypot(*way.toTuple())), ink, halo)

    def _way(self, direction: tuple[float, float]) -> QPointF:
        """From the point to the handle, in pixels."""
        place = self.stage.place
        way = QPointF(direction[0] / place.x_unit, -direction[1] / place.y_unit)
        length = math.hypot(way.x(), way.y()) or 1.0
        return way * (min(REACH, _SHARE * min(place.width, place.height)) / length)


def place_of(spot: Spot, place: Place) -> tuple[float, float]:
    """Where the point stands in pixels."""
    x, y = spot.at[:2]
    return place.column(x), place.row(y)

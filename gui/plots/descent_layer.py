"""The way of steepest descent from the point of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from gui.plots.spot_layers import SpotLayer
from gui.plots.stage import Stage, round_pen

if TYPE_CHECKING:
    from core.frame import Spot
    from gui.plots.field_layers import FieldImage

COLOR = 1  # of the palette
_LINE, _HALO, _END = 2.2, 1.6, 4.0


class DescentWay(SpotLayer):
    """Paints the way down, with a disc where it ends."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage, image)
        self.setZValue(4.8)

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        plane, place = self.image.plane, self.stage.place
        if plane is None or plane.descent is None or len(plane.descent) < 2:
            return
        way = plane.descent
        pixels = np.stack([place.columns(way[:, 0]), place.rows(way[:, 1])], -1).tolist()
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(*each) for each in pixels]))
        own = self.stage.look.curve(COLOR, held=False)
        for color, more in ((halo, 2 * _HALO), (own, 0.0)):
            painter.setPen(round_pen(color, _LINE + more))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
        painter.setPen(round_pen(halo, _HALO))
        painter.setBrush(QColor(own))
        painter.drawEllipse(QPointF(*pixels[-1]), _END, _END)

"""Pointer: what follows the mouse on the screen alone: crosshair and hover tangent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.plots.hermite import curve_of, value_at, values_at
from gui.plots.place import pixel_rounded
from gui.plots.stage import dimmed
from gui.plots.straight import line_through
from gui.plots.strokes import Stroke

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gui.plots.curve_item import CurveItem
    from gui.plots.lines import Pieces
    from gui.plots.pane import Pane
    from gui.plots.scene import CurveScene

_NEAR = 80.0  # pixels up or down within which a curve has a tangent at the mouse
_REACH = 0.16  # of the plot width, each way
_PEN = 1.6
_SHARE = 0.45
_DISC = 3.0


@dataclass(frozen=True, slots=True)
class MouseReading:
    """Where the mouse is and what the drawn curves are there, by (key, order); None: no value."""

    x: float
    values: Mapping[tuple[int, int], float | None]


@dataclass(frozen=True, slots=True)
class HoverTangent:
    """The faint tangent in pixels."""

    line: Pieces
    spot: QPointF
    item: CurveItem


class Pointer:
    """Knows the mouse and paints what follows it."""

    def __init__(self, scene: CurveScene) -> None:
        self.crosshair = False
        self.tangent = False
        self.spot: QPointF | None = None
        self._scene = scene
        self._stroke = Stroke()

    def move(self, spot: QPointF | None) -> bool:
        """The mouse is here, or away (None); says whether there is something new to paint."""
        if spot is not None and self._scene.pane_at(spot) is None:
            spot = None
        changed, self.spot = spot != self.spot, spot
        return changed and (self.crosshair or self.tangent)

    def reading(self) -> MouseReading | None:
        """What the crosshair reads; None while it is off or the mouse is away."""
        frame = self._scene.frame
        if not self.crosshair or self.spot is None or frame is None:
            return None
        place = self._scene.place
        x = place.x_at(self.spot.x())
        x = pixel_rounded(x, 10 * place.x_unit_at(x))
        return MouseReading(x, values_at(frame.curves, x))

    def hover_tangent(self) -> HoverTangent | None:
        """The tangent at the mouse on the nearest curve; None unless its derivative is sampled."""
        spot, frame = self.spot, self._scene.frame
        pane = self._scene.pane_at(spot) if spot is not None else None
        if not self.tangent or pane is None or spot is None or frame is None:
            return None
        if self._scene.probe.hovered:
            return None
        x = pane.place.x_at(spot.x())
        nearest: tuple[float, float, CurveItem] | None = None
        for item in pane.items:
            slopes = curve_of(frame.curves, item.curve.key, item.curve.order + 1)
            value = value_at(item.curve, slopes, x)
            away = abs(pane.place.row(value) - spot.y()) if value is not None else math.inf
            if value is not None and away <= (nearest[0] if nearest else _NEAR):
                nearest = away, value, item
        if nearest is None:
            return None
        _, value, item = nearest
        slopes = curve_of(frame.curves, item.curve.key, item.curve.order + 1)
        bends = curve_of(frame.curves, item.curve.key, item.curve.order + 2)
        slope = value_at(slopes, bends, x) if slopes is not None else None
        return _line(pane, x, value, slope, item) if slope is not None else None

    def draw(self, painter: QPainter) -> None:
        """Paint over the finished picture."""
        look = self._scene.stage.look
        hover = self.hover_tangent()
        if hover is not None:
            ink = dimmed(hover.item.ink, look.theme.base, _SHARE)
            self._stroke.draw(painter, hover.line, look, ink, _PEN)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hover.item.ink))
            painter.drawEllipse(hover.spot, _DISC, _DISC)
        if not self.crosshair or self.spot is None:
            return
        painter.setPen(QPen(QColor(look.theme.faint), 1))
        column, row = math.floor(self.spot.x()) + 0.5, math.floor(self.spot.y()) + 0.5
        for pane in self._scene.panes:
            place = pane.place
            painter.drawLine(QLineF(column, place.top, column, place.bottom))
            if place.holds(self.spot.x(), self.spot.y()):
                painter.drawLine(QLineF(place.left, row, place.right, row))


def _line(
    pane: Pane, x: float, value: float, slope: float, item: CurveItem
) -> HoverTangent | None:
    place = pane.place
    spot = QPointF(place.column(x), place.row(value))
    if not (math.isfinite(slope) and place.holds(spot.x(), spot.y())):
        return None
    reach = _REACH * place.width
    line = line_through(place, x, value, (1.0, slope), (reach, reach))
    return HoverTangent(line, spot, item) if len(line) else None

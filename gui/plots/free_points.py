"""Free points: typed pairs of numbers, drawn where they stand and dragged where they may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from gui.plots.family import color_of
from gui.plots.labels import around, calmest, distance, square
from gui.plots.marks import GRAB
from gui.plots.stage import Layer, Stage, draw_text
from gui.plots.strokes import disc
from gui.plots.ticks import located

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from core.frame import Frame, FreePoint
    from gui.plots.curve_item import CurveItem

RADIUS, HELD_FAST, HOVERED = 5.5, 4.5, 6.5
_AROUND = 3.5  # from the disc to the ring of one that can be dragged
_AWAY = 12.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A free point in pixels, its colour, and its words with their box."""

    point: FreePoint
    spot: QPointF
    color: int | None
    text: str
    box: QRectF | None


class FreePoints(Layer):
    """Paints the points in the colours of their rows; a ring says that one can be dragged."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.placed: tuple[Placed, ...] = ()
        self.hovered: int | None = None
        self._points: tuple[tuple[FreePoint, int | None], ...] = ()
        self._curves: Sequence[CurveItem] = ()
        self.setZValue(19)
        self.setVisible(False)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        if not frame.free_points and not self._points:
            return
        self._curves = curves
        self._points = tuple(
            (each, color_of(frame.document, each.key, 0)) for each in frame.free_points
        )
        self.setVisible(bool(self._points))

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        if not self._points:
            self.placed = ()
            return ()
        place = self.stage.place
        lines = [item.pieces() for item in self._curves]
        boxes: list[QRectF] = []
        found: list[Placed] = []
        for point, color in self._points:
            if point.x is None or point.y is None:
                continue
            spot = QPointF(place.column(point.x), place.row(point.y))
            if not place.holds(spot.x(), spot.y()):
                continue
            text = point_words(point, place.x_unit_at(point.x), place.y_unit_at(point.y))
            box, _ = calmest(around(text, spot, _AWAY), place, [*taken, *boxes], lines)
            found.append(Placed(point, spot, color, text, box))
            boxes += [square(spot, RADIUS + _AROUND), *([box] if box is not None else [])]
        self.placed = tuple(found)
        return boxes

    def near(self, spot: QPointF) -> Placed | None:
        """The point that a press here takes, if it can be dragged."""
        free = [each for each in self.placed if any(each.point.handles)]
        best = min(free, key=lambda each: distance(each.spot, spot), default=None)
        return best if best is not None and distance(best.spot, spot) <= GRAB else None

    def draw(self, painter: QPainter) -> None:
        look = self.stage.look
        base = look.theme.base
        for each in self.placed:
            ink = look.curve(each.color, each.point.held)
            movable = any(each.point.handles) and not each.point.held
            if movable:
                radius = HOVERED if each.point.key == self.hovered else RADIUS
                painter.setPen(QPen(QColor(ink), 1.6))
                painter.setBrush(QColor(base))
                painter.drawEllipse(each.spot, radius + _AROUND, radius + _AROUND)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(ink))
                painter.drawEllipse(each.spot, radius, radius)
            else:
                disc(painter, each.spot, ink, base, HELD_FAST)
            if each.box is not None:
                draw_text(painter, each.box, each.text, look.theme.text, base)


def point_words(point: FreePoint, x_unit: float, y_unit: float) -> str:
    """Its name and where it stands: "P (1, −0.5)"."""
    if point.x is None or point.y is None:
        return point.name
    pair = f"({located(point.x, x_unit)}, {located(point.y, y_unit)})"
    return f"{point.name} {pair}" if point.name else pair

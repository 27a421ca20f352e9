"""Thread: what ties the panes of the stacked view together: the line at the point, its values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from core.frame import Kind
from gui.plots.labels import around_size, calmest, distance, square
from gui.plots.marks import PAPER
from gui.plots.stage import Layer, Stage, bare, curve_latex, draw_text, small_type, text_box
from gui.plots.strokes import RING, Stroke, disc, straight
from gui.plots.ticks import readout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.frame import Frame, Point
    from gui.maths import Outline
    from gui.plots.curve_item import CurveItem
    from gui.plots.lines import Pieces
    from gui.plots.pane import Pane

GRAB_LINE = 6.0  # pixels beside the line where a press takes the point
_LINE_PEN = 1.2
_GUIDES = ((1, (2.0, 4.0)), (2, (1.0, 5.0)))  # the order whose zeros they are, and their dashes
_GUIDE_PEN = 1.0
_MOST_GUIDES = 60
_DOT = RING + 0.5
_AWAY = 13.0
_NAME_PX = 15
_GAP = 4.0
_OFF = " is not shown"


class Guides(Layer):
    """Paints where f' and f'' are zero, through the pane of f and their own."""

    def __init__(self, stage: Stage, panes: Sequence[Pane]) -> None:
        super().__init__(stage)
        self.panes = panes
        self.places: dict[int, list[float]] = {}
        self._stroke = Stroke()
        self.setZValue(-2)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        key = frame.point.key if frame.point else frame.document.active
        found = [
            mark
            for search in frame.searches
            if search.key == key and frame.document.landmarks
            for mark in search.landmarks
        ]
        flat = (Kind.MINIMUM, Kind.MAXIMUM)
        self.places = {
            1: [mark.x for mark in found if mark.kind in flat],
            2: [mark.x for mark in found if mark.kind is Kind.INFLECTION],
        }

    def draw(self, painter: QPainter) -> None:
        look, place = self.stage.look, self.stage.place
        for order, dash in _GUIDES:
            seen = [x for x in self.places.get(order, ()) if place.x_min < x < place.x_max]
            own = next((pane for pane in self.panes if pane.lowest == order), None)
            for pane in (self.panes[0], own) if own and len(seen) <= _MOST_GUIDES else ():
                top, bottom = pane.place.top, pane.place.bottom
                for x in seen:
                    column = place.column(x)
                    line = straight(QPointF(column, top), QPointF(column, bottom), pane.place)
                    self._stroke.draw(painter, line, look, look.theme.faint, _GUIDE_PEN, dash)


class PointLine(Layer):
    """Paints one line in accent through all panes, where the point is."""

    def __init__(self, stage: Stage, panes: Sequence[Pane]) -> None:
        super().__init__(stage)
        self.panes = panes
        self.point: Point | None = None
        self.setZValue(1)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        self.point = frame.point

    def column(self) -> float | None:
        """Where the line stands, if it is in sight."""
        place, point = self.stage.place, self.point
        if point is None or not place.x_min <= point.x <= place.x_max:
            return None
        return place.column(point.x)

    def draw(self, painter: QPainter) -> None:
        column, point = self.column(), self.point
        if column is None or point is None:
            return
        look = self.stage.look
        ink = look.theme.muted if point.held else look.theme.accent
        painter.setPen(QPen(QColor(ink), _LINE_PEN))
        painter.drawLine(
            QLineF(column, self.panes[0].place.top, column, self.panes[-1].place.bottom)
        )


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one order at the point, where the line crosses its curve."""

    order: int
    latex: str
    text: str
    y: float


class Crossing(Layer):
    """Paints the value of a pane's curve at the point, and a dot where the probe is not."""

    def __init__(self, stage: Stage, order: int) -> None:
        super().__init__(stage)
        self.order = order
        self.box: QRectF | None = None
        self._value: Value | None = None
        self._color: CurveItem | None = None
        self._spot: QPointF | None = None
        self._name: str = ""
        self._empty = False
        self._curves: Sequence[CurveItem] = ()
        self.lines: Sequence[Pieces] = ()
        self._side = 0
        self._point: Point | None = None
        self.setZValue(15)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        point = self._point = frame.point
        self._curves, self._value = curves, None
        name = bare(point.name) if point else "f"
        self._name = name + "′" * self.order
        self._empty = bool(frame.curves) and not curves
        self._color = next(
            (each for each in curves
             if point and (each.curve.key, each.curve.order) == (point.key, self.order)), None,
        )  # fmt: skip
        if point is None or self._color is None or len(point.readings) <= self.order:
            return
        value = point.readings[self.order].value
        if value is not None:
            latex = curve_latex(point.name, self.order)
            self._value = Value(self.order, latex, f"= {readout(value)}", value)

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        self.box = self._spot = None
        place, value, point = self.stage.place, self._value, self._point
        if value is None or point is None or not place.x_min <= point.x <= place.x_max:
            return ()
        spot = QPointF(place.column(point.x), place.row(value.y))
        if not place.holds(spot.x(), spot.y()):
            return ()
        self._spot = spot
        wide, high = self._size(value)
        lines = [*self.lines, *(item.pieces() for item in self._curves)]
        boxes = list(around_size(wide, high, spot, _AWAY))
        kept = boxes[self._side]
        own = square(spot, _DOT)
        boxes = [kept, *boxes]
        self.box, _ = calmest(boxes, place, [*taken, own], lines)
        if self.box is not None:
            near = [distance(each.center(), self.box.center()) for each in boxes[1:]]
            self._side = near.index(min(near))
        return [own, *([self.box] if self.box is not None else [])]

    def near(self, spot: QPointF, reach: float) -> bool:
        """Whether a pixel is at the dot."""
        return self._spot is not None and distance(self._spot, spot) <= reach

    def draw(self, painter: QPainter) -> None:
        theme = self.stage.look.theme
        if self._empty:
            box = text_box(f"{self._name}{_OFF}", 0, 0)
            place = self.stage.place
            box.moveCenter(QPointF(place.left + place.width / 2, place.top + place.height / 2))
            draw_text(painter, box, f"{self._name}{_OFF}", theme.muted, theme.base)
        if self._spot is not None and self._color is not None and self.order:
            disc(painter, self._spot, self._color.ink, PAPER)
        value = self._value
        if self.box is None or value is None:
            return
        name = self.stage.name(value.latex, _NAME_PX)
        held = self._point is not None and self._point.held
        ink = theme.muted if held else theme.text
        metrics = small_type().metrics
        left, middle = self.box.left(), self.box.center().y()
        if name is not None:
            baseline = middle + (metrics.ascent() - metrics.descent()) / 2
            name.paint(painter, left, baseline, ink, theme.base)
            left += name.width + _GAP
        draw_text(painter, text_box(value.text, left, middle), value.text, ink, theme.base)

    def _size(self, value: Value) -> tuple[float, float]:
        """The room of the words: the same for all values of as many digits, so nothing shakes."""
        name: Outline | None = self.stage.name(value.latex, _NAME_PX)
        metrics = small_type().metrics
        wide = math.ceil(metrics.horizontalAdvance(value.text) / 8) * 8
        high = metrics.ascent() + metrics.descent()
        return (name.width + _GAP if name else 0.0) + wide, high

"""Marks at the point: the tangent with its slope triangle, and the probe itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.frame import Status
from gui.plots.lines import clipped
from gui.plots.stage import Layer, Stage, draw_text, round_pen, text_box
from gui.plots.ticks import general, short

if TYPE_CHECKING:
    from core.frame import Point
    from gui.plots.place import Place

GRAB = 14.0  # pixels around the probe where a press takes it
_REACH = 0.23  # of the plot width, each way
_TANGENT_PEN = 1.6
_TRIANGLE_PEN = 1.3
_RINGS = (9.5, 8.3, 5.6)
_CORE_HOVERED = 6.4
_INK, _PAPER, _CORE = "#16181D", "#FFFFFF", "#4B45C2"
_SHORTEST_RUN, _LEAST_RISE = 26.0, 9.0
_CLEAR = 7.0


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the picture, and the box it stands in."""

    text: str
    box: QRectF
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Tangent:
    """The tangent in pixels: its line, the corners of the slope triangle if any, and its words."""

    line: QLineF
    corners: tuple[QPointF, QPointF, QPointF] | None
    words: tuple[Words, ...]


def tangent_of(point: Point | None, place: Place) -> Tangent | None:
    """The tangent at the point; None where f or f' does not exist or nothing is to be seen."""
    if point is None or len(point.readings) < 2:
        return None
    value, slope = point.readings[0], point.readings[1]
    if value.value is None or slope.value is None or slope.status != Status.OK:
        return None
    center = QPointF(place.column(point.x), place.row(value.value))
    steep = slope.value * place.x_unit / place.y_unit  # pixels up for a pixel across
    if not (math.isfinite(steep) and math.isfinite(slope.value)):
        return None
    line = _line(center, steep, place)
    if line is None:
        return None
    run = _run(steep, center, place)
    if run is None:
        return Tangent(line, None, _fit((_slope_words(line, slope.value, steep),), place))
    return _with_triangle(line, center, steep, slope.value, run, place)


def _line(center: QPointF, steep: float, place: Place) -> QLineF | None:
    reach = _REACH * place.width / math.hypot(1, steep)
    dx, dy = reach, -steep * reach
    ends = (center.x() - dx, center.y() - dy, center.x() + dx, center.y() + dy)
    seen = clipped(np.array([ends]), place)
    return QLineF(*map(float, seen[0])) if len(seen) else None


def _run(steep: float, center: QPointF, place: Place) -> float | None:
    """The run of the triangle in axis units: 1 where that can be read, else a round number.

    Negative when only the left side has room; None when no triangle can be read.
    """
    longest = _REACH * place.width / math.hypot(1, steep) * 0.92
    least = max(_SHORTEST_RUN, _LEAST_RISE / abs(steep) if steep else math.inf)
    if least > longest:
        return None
    unit = 1 / place.x_unit
    sizes = [10.0**power * lead for power in range(-13, 13) for lead in (1, 2, 5)]
    fitting = [size for size in sizes if least <= size * unit <= longest]
    if not fitting:
        return None
    best = 1.0 if 1.0 in fitting else min(fitting, key=lambda each: abs(each * unit - 100))
    for run in (best, -best):
        column = center.x() + run * unit
        row = center.y() - run * unit * steep
        if place.holds(column + math.copysign(48, run), row, 4):
            return run
    return None


def _with_triangle(
    line: QLineF, center: QPointF, steep: float, slope: float, run: float, place: Place
) -> Tangent:
    across = run / place.x_unit
    foot = QPointF(center.x() + across, center.y())
    top = QPointF(foot.x(), center.y() - across * steep)
    side = math.copysign(1.0, run)
    number = short(slope) if abs(run) == 1 else f"slope {short(slope)}"
    rise = text_box(number, 0, (foot.y() + top.y()) / 2)
    if side > 0:
        rise.moveLeft(foot.x() + _CLEAR)
    else:
        rise.moveRight(foot.x() - _CLEAR)
    below = 1.0 if top.y() < foot.y() else -1.0
    base = text_box(general(abs(run), 3), 0, foot.y() + below * 12)
    base.moveLeft((center.x() + foot.x() - base.width()) / 2 + side * 4)
    end = line.p1() if side > 0 else line.p2()
    name = text_box("tangent", 0, end.y() + below * (13 if side > 0 else -13))
    name.moveLeft(end.x() - name.width() / 2)
    words = (Words(number, rise, strong=True), Words(general(abs(run), 3), base))
    return Tangent(line, (center, foot, top), _fit((*words, Words("tangent", name)), place))


def _slope_words(line: QLineF, slope: float, steep: float) -> Words:
    """The slope beside the right end of a tangent too flat or too steep for a triangle."""
    text = f"slope {short(slope)}"
    end = line.p2()
    if abs(steep) > 1:
        top = min(line.p1(), line.p2(), key=QPointF.y)
        box = text_box(text, top.x() + _CLEAR + 3, top.y() + 10)
    else:
        box = text_box(text, 0, end.y() - 13)
        box.moveRight(end.x())
    return Words(text, box, strong=True)


def _fit(words: tuple[Words, ...], place: Place) -> tuple[Words, ...]:
    """The words, each pushed into the plot: nothing is ever cut off."""
    for each in words:
        box = each.box
        box.moveLeft(min(max(box.left(), place.left + 4), place.right - box.width() - 4))
        box.moveTop(min(max(box.top(), place.top + 4), place.bottom - box.height() - 4))
    return words


class TangentLayer(Layer):
    """Paints the tangent in the colour of its curve."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.point: Point | None = None
        self.color: int | None = None
        self.setZValue(5)

    def tangent(self) -> Tangent | None:
        """The tangent as it stands now."""
        return tangent_of(self.point, self.stage.place)

    def draw(self, painter: QPainter) -> None:
        tangent = self.tangent()
        if tangent is None or self.point is None:
            return
        look, held = self.stage.look, self.point.held
        if tangent.corners and not held:
            pen = QPen(QColor(look.theme.muted), _TRIANGLE_PEN * look.lines)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(list(tangent.corners)))
        painter.setPen(round_pen(look.curve(self.color, held), _TANGENT_PEN * look.lines))
        painter.drawLine(tangent.line)
        for each in () if held else tangent.words:
            ink = look.theme.text if each.strong else look.theme.muted
            draw_text(painter, each.box, each.text, ink, look.theme.base)


class Probe(Layer):
    """Three discs that show on every ground; hollow while held or where f has no value."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.point: Point | None = None
        self.hovered = False
        self.setZValue(20)

    def spot(self) -> QPointF | None:
        """Where the probe is drawn: at the nearest edge while its value is out of sight."""
        place = self.stage.place
        if self.point is None or not place.x_min <= self.point.x <= place.x_max:
            return None
        value = self.point.readings[0].value if self.point.readings else None
        row = place.row(0.0 if value is None else value)
        return QPointF(place.column(self.point.x), min(max(row, place.top), place.bottom))

    def near(self, spot: QPointF) -> bool:
        """Whether a press here takes the probe."""
        own = self.spot()
        return own is not None and QLineF(own, spot).length() <= GRAB

    def draw(self, painter: QPainter) -> None:
        spot, point = self.spot(), self.point
        if spot is None or point is None:
            return
        theme = self.stage.look.theme
        value = point.readings[0].value if point.readings else None
        painter.setPen(Qt.PenStyle.NoPen)
        outer, inner, core = _RINGS
        if point.held or value is None:
            ring = theme.muted if point.held else theme.accent
            _discs(painter, spot, ((outer, ring), (outer - 2, theme.base)))
            if point.held:
                _discs(painter, spot, ((4.0, theme.muted),))
            return
        if not self.stage.place.y_min <= value <= self.stage.place.y_max:
            core = 3.2  # smaller: it waits at the edge, its value is beyond
        elif self.hovered:
            core = _CORE_HOVERED
        _discs(painter, spot, ((outer, _INK), (inner, _PAPER), (core, _CORE)))


def _discs(painter: QPainter, spot: QPointF, rings: tuple[tuple[float, str], ...]) -> None:
    for radius, color in rings:
        painter.setBrush(QColor(color))
        painter.drawEllipse(spot, radius, radius)

"""Marks at the point: the tangent with its slope triangle, and the probe itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.frame import Status
from gui.plots.lines import crossing, cut_line
from gui.plots.stage import Layer, Stage, draw_text, round_pen, text_box
from gui.plots.straight import line_through
from gui.plots.ticks import general, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.frame import Point
    from gui.plots.curve_item import CurveItem
    from gui.plots.lines import Pieces
    from gui.plots.place import Place

GRAB = 14.0  # pixels around the probe where a press takes it
REACH = 0.23  # of the plot width, each way
_TANGENT_PEN = 1.6
_TRIANGLE_PEN = 1.3
_RINGS = (9.5, 8.3, 5.6)
_CORE_HOVERED = 6.4
_INK, PAPER = "#16181D", "#FFFFFF"
_SHORTEST_RUN, _LEAST_RISE = 26.0, 9.0
_ROOM = 6.0  # pixels between the triangle and the frame
_CLEAR = 7.0
_OVER = 10.0
_RADIUS = 11.0  # of the probe, with a little air
_RUNS = tuple(10.0**power * lead for power in range(-13, 13) for lead in (1, 2, 5))
_STEEP = 0.7  # pixels up for a pixel across, from where words stand beside the line


@dataclass(frozen=True, slots=True)
class View:
    """What the words of a tangent must suit: the place, curves as pieces in pixels, and marks."""

    place: Place
    curves: tuple[Pieces, ...] = ()
    marks: tuple[QRectF, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the picture, and the box it stands in."""

    text: str
    box: QRectF
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Tangent:
    """The tangent in pixels: its line, the corners of the slope triangle if any, and its words.

    Where axes are logarithmic, `path` is its course and `line` the way from end to end.
    """

    line: QLineF
    corners: tuple[QPointF, QPointF, QPointF] | None
    words: tuple[Words, ...]
    path: Pieces | None = None

    @property
    def pieces(self) -> Pieces:
        """The line and the triangle."""
        if self.path is not None:
            return self.path
        ends = [(self.line.p1(), self.line.p2())]
        if self.corners:
            ends += [self.corners[:2], self.corners[1:]]
        return np.array([(a.x(), a.y(), b.x(), b.y()) for a, b in ends])


def tangent_of(point: Point | None, view: View) -> Tangent | None:
    """The tangent at the point; None where f or f' does not exist or nothing is to be seen."""
    place = view.place
    if point is None or len(point.readings) < 2:
        return None
    value, slope = point.readings[0], point.readings[1]
    if value.value is None or slope.value is None or slope.status != Status.OK:
        return None
    center = QPointF(place.column(point.x), place.row(value.value))
    steep = slope.value * place.stretch(point.x, value.value)  # pixels up for a pixel across
    if not (math.isfinite(steep) and math.isfinite(slope.value)):
        return None
    if place.bent:
        return _bent(point.x, value.value, slope.value, steep, view)
    line = _line(center, steep, place)
    if line is None:
        return None
    run = _run(steep, center, place)
    if run is None:
        return Tangent(line, None, _slope_words(line, center, steep, slope.value, view))
    return _with_triangle(line, center, steep, slope.value, run, view)


def _line(center: QPointF, steep: float, place: Place) -> QLineF | None:
    reach = REACH * place.width / math.hypot(1, steep)
    dx, dy = reach, -steep * reach
    ends = (center.x() - dx, center.y() - dy, center.x() + dx, center.y() + dy)
    seen = cut_line(*ends, place)
    return None if seen is None else QLineF(*seen)


def _bent(x: float, y: float, slope: float, steep: float, view: View) -> Tangent | None:
    """On logarithmic axes the tangent is a curve, and no triangle measures its slope."""
    place = view.place
    reach = REACH * place.width
    path = line_through(place, x, y, (1.0, slope), (reach, reach))
    if not len(path):
        return None
    line = QLineF(*map(float, (*path[0, :2], *path[-1, 2:])))
    center = QPointF(place.column(x), place.row(y))
    return Tangent(line, None, _slope_words(line, center, steep, slope, view), path)


def _run(steep: float, center: QPointF, place: Place) -> float | None:
    """The run of the triangle in axis units: 1 where that can be read, else a round number.

    Negative when only the left side has room; None when no triangle can be read.
    """
    if not place.holds(center.x(), center.y(), _ROOM):
        return None
    longest = REACH * place.width / math.hypot(1, steep) * 0.92
    least = max(_SHORTEST_RUN, _LEAST_RISE / abs(steep) if steep else math.inf)
    if least > longest:
        return None
    unit = 1 / place.x_unit
    fitting = [size for size in _RUNS if least <= size * unit <= longest]
    if not fitting:
        return None
    best = 1.0 if 1.0 in fitting else min(fitting, key=lambda each: abs(each * unit - 100))
    for run in (best, -best):
        column = center.x() + run * unit
        row = center.y() - run * unit * steep
        if place.holds(column + math.copysign(48, run), row, _ROOM):
            return run
    return None


def _with_triangle(
    line: QLineF, center: QPointF, steep: float, slope: float, run: float, view: View
) -> Tangent:
    place = view.place
    foot = QPointF(center.x() + run / place.x_unit, center.y())
    top = QPointF(foot.x(), center.y() - run / place.x_unit * steep)
    side = math.copysign(1.0, run)
    below = 1.0 if top.y() < foot.y() else -1.0
    number = short(slope) if abs(run) == 1 else f"slope {short(slope)}"
    rise = _rise_box(number, foot, top, side, view)
    text = general(abs(run), 3)
    base = text_box(text, 0, foot.y() + below * 12)
    base.moveLeft((center.x() + foot.x() - base.width()) / 2 + side * 4)
    if side > 0:
        base.moveLeft(max(base.left(), center.x() + _RADIUS + 2))
    else:
        base.moveRight(min(base.right(), center.x() - _RADIUS - 2))
    if _inside(QRectF(base), place) != base:  # no room there: on the other side of the run
        base = _inside(base.translated(0, -2 * below * _OVER), place)
    words = [Words(number, rise, strong=True), Words(text, base)]
    ends = (line.p1(), line.p2()) if side > 0 else (line.p2(), line.p1())
    name, calm = _free("tangent", ends, steep, center, view, tuple(each.box for each in words))
    if name is not None and calm:
        words.append(Words("tangent", name))
    return Tangent(line, (center, foot, top), tuple(words))


def _rise_box(number: str, foot: QPointF, top: QPointF, side: float, view: View) -> QRectF:
    """The box of the slope beside the rise; above or below it where a mark stands in the way."""
    first, last = sorted((foot.y(), top.y()))
    rows = ((first + last) / 2, first - _OVER, last + _OVER)
    boxes = [_inside(_beside(number, foot.x(), row, side), view.place) for row in rows]
    free = (box for box in boxes if not any(box.intersects(mark) for mark in view.marks))
    return next(free, boxes[0])


def _slope_words(
    line: QLineF, center: QPointF, steep: float, slope: float, view: View
) -> tuple[Words, ...]:
    """The slope at an end of a tangent that is too flat or too steep for a triangle."""
    text = f"slope {short(slope)}"
    box, _ = _free(text, (line.p2(), line.p1()), steep, center, view, ())
    return (Words(text, box, strong=True),) if box is not None else ()


def _free(
    text: str,
    ends: tuple[QPointF, QPointF],
    steep: float,
    center: QPointF,
    view: View,
    taken: tuple[QRectF, ...],
) -> tuple[QRectF | None, bool]:
    """The calmest box at an end of the tangent, in the plot and clear of the probe.

    Also whether no curve runs through it; of equally calm boxes the first is taken.
    """
    probe = QRectF(center.x() - _RADIUS, center.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
    line = np.array([[ends[0].x(), ends[0].y(), ends[1].x(), ends[1].y()]])
    best: QRectF | None = None
    least = math.inf
    for box in _candidates(text, ends, steep, center):
        box = _inside(box, view.place)
        if any(box.intersects(other) for other in (probe, *taken, *view.marks)):
            continue
        edges = box.left(), box.top(), box.right(), box.bottom()
        crossed = sum(crossing(pieces, *edges) > 0 for pieces in (line, *view.curves))
        if crossed < least:
            best, least = box, crossed
        if not crossed:
            break
    return best, least == 0


def _candidates(
    text: str, ends: tuple[QPointF, QPointF], steep: float, center: QPointF
) -> Iterator[QRectF]:
    for end in ends:
        left = end.x() < center.x()
        for side in (-1.0, 1.0):
            if abs(steep) > _STEEP:
                yield _beside(text, end.x(), end.y(), side)
            else:
                # A rising line ends low at its left: the words go below it there, else above.
                box = text_box(text, 0, end.y() + (side if left == (steep < 0) else -side) * 13)
                box.moveLeft(end.x() - box.width() / 2)
                yield box
        yield _beside(text, end.x(), end.y(), -1.0 if left else 1.0)


def _beside(text: str, column: float, row: float, side: float) -> QRectF:
    """The box of a text at the right (side 1) or the left (-1) of a pixel."""
    box = text_box(text, column + _CLEAR, row)
    if side < 0:
        box.moveRight(column - _CLEAR)
    return box


def _inside(box: QRectF, place: Place) -> QRectF:
    """The box pushed into the plot: nothing is ever cut off."""
    box.moveLeft(min(max(box.left(), place.left + 4), place.right - box.width() - 4))
    box.moveTop(min(max(box.top(), place.top + 4), place.bottom - box.height() - 4))
    return box


class TangentLayer(Layer):
    """Paints the tangent in the colour of its curve."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.point: Point | None = None
        self.color: int | None = None
        self.curves: Sequence[CurveItem] = ()
        self.marks: tuple[QRectF, ...] = ()
        self._wish: tuple[object, ...] = ()
        self._tangent: Tangent | None = None
        self.setZValue(5)

    def tangent(self) -> Tangent | None:
        """The tangent as it stands now."""
        curves = tuple(item.curve for item in self.curves)
        wish = (self.point, self.stage.place, curves, self.marks)
        if wish != self._wish:
            pieces = tuple(item.pieces() for item in self.curves)
            self._wish = wish
            self._tangent = tangent_of(self.point, View(self.stage.place, pieces, self.marks))
        return self._tangent

    def draw(self, painter: QPainter) -> None:
        tangent = self.tangent()
        if tangent is None or self.point is None:
            return
        look, held = self.stage.look, self.point.held
        if tangent.corners and not held:
            pen = QPen(QColor(look.theme.muted), _TRIANGLE_PEN * look.lines)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(list(tangent.corners)))
        pen = round_pen(look.curve(self.color, held), _TANGENT_PEN * look.lines)
        if not look.vector:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # round ends take far longer on the screen
        painter.setPen(pen)
        if tangent.path is None:
            painter.drawLine(tangent.line)
        else:
            painter.drawPolyline(QPolygonF([QPointF(*each) for each in _points(tangent.path)]))
        for each in () if held else tangent.words:
            ink = look.theme.text if each.strong else look.theme.muted
            draw_text(painter, each.box, each.text, ink, look.theme.base)


def _points(path: Pieces) -> list[tuple[float, float]]:
    """The points of a path of pieces that follow one another."""
    return [(float(x), float(y)) for x, y in (*path[:, :2], path[-1, 2:])]


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
        value = point.readings[0].value if point.readings else None
        out_of_sight = value is not None and not (
            self.stage.place.y_min <= value <= self.stage.place.y_max
        )
        self.paint_discs(
            painter, spot, hollow=point.held or value is None, held=point.held, waits=out_of_sight
        )

    def paint_discs(
        self, painter: QPainter, spot: QPointF, *, hollow: bool, held: bool,
        waits: bool = False, share: float = 1.0,
    ) -> None:  # fmt: skip
        """The three discs; `waits` at the edge with a small core while the value is beyond."""
        theme = self.stage.look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        outer, inner, core = (share * each for each in _RINGS)
        if hollow:
            ring = theme.muted if held else theme.accent
            _discs(painter, spot, ((outer, ring), (outer - 2, theme.base)))
            if held:
                _discs(painter, spot, ((4.0 * share, theme.muted),))
            return
        if waits:
            core = 3.2
        elif self.hovered:
            core = share * _CORE_HOVERED
        _discs(painter, spot, ((outer, _INK), (inner, PAPER), (core, self.stage.look.core)))


def _discs(painter: QPainter, spot: QPointF, rings: tuple[tuple[float, str], ...]) -> None:
    for radius, color in rings:
        painter.setBrush(QColor(color))
        painter.drawEllipse(spot, radius, radius)

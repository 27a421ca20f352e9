"""The box around a surface: its far walls with their grid, and three axes at its outer edges."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.plots.stage import Layer, Stage, draw_text, text_box
from gui.plots.ticks import Ticks, ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gui.maths import Outline
    from gui.plots.camera import Projection
    from gui.plots.terrain import Terrain

    Array = NDArray[np.float64]

_ROOM_ACROSS, _ROOM_UP = 46.0, 34.0  # pixels that a tick wants for itself
_MOST_ACROSS, _MOST_UP = 8, 7
_SHORTEST = 30.0  # pixels of an axis with labels
_TICK, _BESIDE = 5.0, 5.0
_NAME_PX = 16
_NAME_AWAY = 8.0  # beyond the labels
_OVER = 9.0  # the name of the upright axis over its end
_SINK = 0.55  # how much lower than straight outwards labels of the ground stand


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """An edge with an axis: its ends in units of the box, and the way outwards on the screen."""

    axis: int
    begin: Array
    end: Array
    out: tuple[float, float]


def edges(view: Projection) -> tuple[Edge, Edge, Edge]:
    """The edges for the axes x, y and z: outer ones, so that no surface lies behind a label."""
    half = np.array(view.sides) / 2
    ahead, aside = view.ahead, view.aside
    facing = 1.0 if view.camera.tilt >= 0 else -1.0  # from below the far edges are the lower ones
    made: list[Edge] = []
    for axis in (0, 1):
        other = 1 - axis
        place = -facing * math.copysign(1.0, ahead[other])
        begin = np.array((0.0, 0.0, -half[2]))
        begin[other] = place * half[other]
        end = begin.copy()
        begin[axis], end[axis] = -half[axis], half[axis]
        level = view.rise[0]
        out = place * aside[other], -place * ahead[other] * level + _SINK
        made.append(Edge(axis, begin, end, _unit(*out)))
    left = -half * np.sign(np.append(aside, 1.0))
    top = left.copy()
    top[2] = half[2]
    return made[0], made[1], Edge(2, left, top, (-1.0, 0.0))


def _unit(x: float, y: float) -> tuple[float, float]:
    length = math.hypot(x, y) or 1.0
    return x / length, y / length


class BoxLayer(Layer):
    """Paints what is behind the surface: ground, walls, grid, axes with their ticks and names."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage)
        self._terrain = terrain
        self.names: tuple[str, str, str] = ("x", "y", "f")
        self.setZValue(-10)

    def draw(self, painter: QPainter) -> None:
        look, area = self.stage.look, self._terrain.area
        if look.ground:
            painter.fillRect(self.stage.area, QColor(look.theme.base))
        view = self._terrain.view()
        if view is None:
            self._say_empty(painter)
            return
        painter.save()
        painter.setClipRect(area)
        found = edges(view)
        marks = [self._ticks(view, edge) for edge in found]
        self._walls(painter, view, marks)
        taken: list[QRectF] = []
        for edge, each in zip(reversed(found), reversed(marks), strict=True):
            self._axis(painter, view, edge, each, taken)
        painter.restore()

    def _say_empty(self, painter: QPainter) -> None:
        plane = self._terrain.plane
        if plane is None:
            return
        theme, area = self.stage.look.theme, self._terrain.area
        (x, y), name = plane.variables, plane.name or "The function"
        text = f"{name} has no finite value for {x} and {y} in this view."
        box = text_box(text, 0, area.center().y())
        box.moveCenter(area.center())
        draw_text(painter, box, text, theme.muted)

    def _ticks(self, view: Projection, edge: Edge) -> Ticks:
        """The ticks of an axis: fewer where it is seen from its end."""
        low, high = view.low[edge.axis], view.high[edge.axis]
        pixels, _ = view.seen(np.array((edge.begin, edge.end)))
        length = math.dist(*pixels)
        upright = edge.axis == 2
        room, most = (_ROOM_UP, _MOST_UP) if upright else (_ROOM_ACROSS, _MOST_ACROSS)
        return ticks(low, high, min(most, max(2, int(length / room))))

    def _walls(self, painter: QPainter, view: Projection, marks: list[Ticks]) -> None:
        """The three walls behind the surface, each with the grid of its two axes."""
        look, smooth = self.stage.look, QPainter.RenderHint.Antialiasing
        half = np.array(view.sides) / 2
        level, upright = view.rise
        away = (*(view.ahead * upright), -level)
        for axis in (2, 0, 1):
            one, other = (each for each in range(3) if each != axis)
            wall = np.zeros((4, 3))
            wall[:, axis] = math.copysign(half[axis], away[axis])
            wall[:, one] = half[one] * np.array((-1, 1, 1, -1))
            wall[:, other] = half[other] * np.array((-1, -1, 1, 1))
            pixels, _ = view.seen(wall)
            shape = QPolygonF([QPointF(*each) for each in pixels.tolist()])
            if look.ground:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(look.theme.panel))
                painter.setRenderHint(smooth, on=look.vector)  # its edge is drawn over anyway
                painter.drawPolygon(shape)
                painter.setRenderHint(smooth)
            if look.grid:
                painter.setPen(_hair(look.theme.grid))
                for along, across in ((one, other), (other, one)):
                    painter.drawLines(_grid(view, marks[along], wall[0], along, across))
            painter.setPen(_hair(look.theme.border))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(shape)

    def _axis(
        self, painter: QPainter, view: Projection, edge: Edge, found: Ticks, taken: list[QRectF]
    ) -> None:
        theme = self.stage.look.theme
        ends, _ = view.seen(np.array((edge.begin, edge.end)))
        first, last = (QPointF(*each) for each in ends.tolist())
        painter.setPen(_hair(theme.field))
        painter.drawLine(first, last)
        out = QPointF(*edge.out)
        farthest = 0.0
        if QLineF(first, last).length() >= _SHORTEST:
            span = view.high[edge.axis] - view.low[edge.axis]
            for value, label in zip(found.values, found.labels, strict=True):
                foot = first + (last - first) * ((value - view.low[edge.axis]) / span)
                painter.setPen(_hair(theme.field))
                painter.drawLine(foot, foot + out * _TICK)
                box = _beside(label, foot, out)
                free = self._terrain.area.contains(box)
                if free and not any(box.intersects(each) for each in taken):
                    taken.append(box)
                    draw_text(painter, box, label, theme.muted)
                farthest = max(farthest, _reach(box, foot, out))
        self._name(painter, edge, (first, last), found.note, farthest, taken)

    def _name(
        self, painter: QPainter, edge: Edge, ends: tuple[QPointF, QPointF], note: str,
        farthest: float, taken: list[QRectF],
    ) -> None:  # fmt: skip
        """The name of an axis, with the power of its labels: beyond them, or over its top end."""
        theme = self.stage.look.theme
        name = self.stage.name(self.names[edge.axis], _NAME_PX)
        if name is None:
            return
        wide, high = name.width, name.height
        words = text_box(note, 0, 0)
        if note:
            wide, high = wide + 6 + words.width(), max(high, words.height())
        if edge.axis == 2 and not farthest:  # seen from its end
            return
        if edge.axis == 2:
            upper = min(ends, key=lambda each: each.y())
            box = QRectF(upper.x() - wide / 2, upper.y() - _OVER - high, wide, high)
        else:
            out = QPointF(*edge.out)
            away = farthest + _NAME_AWAY + abs(out.x()) * wide / 2 + abs(out.y()) * high / 2
            middle = (ends[0] + ends[1]) / 2 + out * away
            box = QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
        if not box.intersects(self._terrain.area):  # so near that this axis is out of sight
            return
        box = _inside(box, self._terrain.area)
        taken.append(box)
        _write(painter, name, box, theme.text)
        if note:
            words.moveCenter(QPointF(box.right() - words.width() / 2, box.center().y()))
            draw_text(painter, words, note, theme.muted)


class ColorsName(Layer):
    """Says what the colours mean where they are not the heights, over the end of their bar."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage)
        self._terrain = terrain
        self.end = QPointF()
        self.setZValue(-7)

    def draw(self, painter: QPainter) -> None:
        plane = self._terrain.plane
        if plane is None or len(plane.shades) < 2 or plane.shades[-1].kinds:
            return
        name = self.stage.name(plane.shades[-1].latex, _NAME_PX)
        if name is not None:
            left, row = self.end.x() - name.width, self.end.y() - 6 - name.below
            name.paint(painter, left, row, self.stage.look.theme.text)


def _write(painter: QPainter, name: Outline, box: QRectF, color: str) -> None:
    name.paint(painter, box.left(), box.center().y() + (name.above - name.below) / 2, color)


def _grid(
    view: Projection, found: Ticks, corner: Array, along: int, across: int
) -> list[QLineF]:
    """The lines of a wall at the ticks of one of its axes."""
    if not found.values:
        return []
    begin = np.repeat(corner[None], len(found.values), axis=0)
    low, high = view.low[along], view.high[along]
    begin[:, along] = ((np.array(found.values) - low) / (high - low) - 0.5) * view.sides[along]
    end = begin.copy()
    begin[:, across], end[:, across] = -view.sides[across] / 2, view.sides[across] / 2
    starts, stops = view.seen(begin)[0], view.seen(end)[0]
    return [QLineF(*each) for each in np.hstack((starts, stops)).tolist()]


def _beside(label: str, foot: QPointF, out: QPointF) -> QRectF:
    """The box of a label that is clear of its tick, outwards."""
    box = text_box(label, 0, 0)
    away = _TICK + _BESIDE + abs(out.x()) * box.width() / 2 + abs(out.y()) * box.height() / 2 - 2
    box.moveCenter(foot + out * away)
    return box


def _reach(box: QRectF, foot: QPointF, out: QPointF) -> float:
    """How far a box reaches outwards from a pixel."""
    middle = box.center() - foot
    along = middle.x() * out.x() + middle.y() * out.y()
    return along + abs(out.x()) * box.width() / 2 + abs(out.y()) * box.height() / 2


def _inside(box: QRectF, area: QRectF) -> QRectF:
    """The box pushed into an area: nothing is cut off."""
    box.moveLeft(min(max(box.left(), area.left() + 4), area.right() - box.width() - 4))
    box.moveTop(min(max(box.top(), area.top() + 2), area.bottom() - box.height() - 2))
    return box


def _hair(color: str) -> QPen:
    pen = QPen(QColor(color), 1)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen

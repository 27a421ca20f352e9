"""Axes: ground, grid, zero lines, frame, tick labels and names, drawn in one go."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.plots.stage import Layer, Stage, dimmed, draw_text, small_type, text_box
from gui.plots.ticks import Ticks, log_ticks, pi_ticks, ticks

if TYPE_CHECKING:
    from collections.abc import Hashable

    from gui.plots.place import Place

LEFT, LEFT_WIDE, BOTTOM, TOP, RIGHT = 50, 56, 30, 8, 14
_LONG_LABEL = 6  # characters from which the left margin is the wide one
_MOST_ACROSS, _MOST_DOWN = 8, 7
_ROOM_ACROSS, _ROOM_DOWN = 64, 34  # pixels a tick wants for itself
_LEAST_DOWN, _FEW = 24, 3  # in a low plot they may stand closer, so that there are three
_GAP = 8
_MINOR = 0.55  # of the colour of the grid
_BESIDE = 7  # pixels between the frame and the labels of y
_NAME_PX = 16
_X_ROW = 17  # pixels from the frame down to the middle of the labels of x


def y_ticks(place: Place) -> Ticks:
    """The ticks of the vertical axis."""
    found = Ticks()
    made = log_ticks if place.y_log else ticks
    for room in (_ROOM_DOWN, _LEAST_DOWN):
        most = min(_MOST_DOWN, max(2, int(place.height / room)))
        found = made(place.y_min, place.y_max, most)
        if len(found.values) >= _FEW:
            break
    return found


def x_ticks(place: Place, of_pi: bool = False) -> Ticks:
    """The ticks of the horizontal axis: fewer when their labels are long, never crowded."""
    made = log_ticks if place.x_log else pi_ticks if of_pi else ticks
    most = min(_MOST_ACROSS, max(2, int(place.width / _ROOM_ACROSS)))
    metrics = small_type().metrics
    for wanted in range(most, 1, -1):
        found = made(place.x_min, place.x_max, wanted)
        if len(found.values) < 2:
            return found
        columns = [place.column(each) for each in found.values]
        apart = min(after - before for before, after in pairwise(columns))
        if max(map(metrics.horizontalAdvance, found.labels)) + 2 * _GAP <= apart:
            return found
    return made(place.x_min, place.x_max, 1)


def left_margin(place: Place) -> int:
    """50, or 56 when a label reaches six characters: never between, so nothing jitters."""
    longest = max(map(len, y_ticks(place).labels), default=0)
    return LEFT_WIDE if longest >= _LONG_LABEL else LEFT


class Axes(Layer):
    """The ground of the plot, with the names of its axes."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.x_name = "x"
        self.y_name = "y"
        self.labels_across = self.labels_down = True
        self.alone = False  # the only pane: nothing lies under its ground
        self._picture = QImage()
        self._drawn_for: Hashable = None
        self.setZValue(-10)

    def draw(self, painter: QPainter) -> None:
        """On the screen from a picture that is made again when the view or the look changes."""
        if self.stage.look.vector:
            self._draw(painter)
            return
        ratio = painter.device().devicePixelRatioF()
        key = self._key(ratio)
        if key != self._drawn_for:
            self._picture = self._drawn(ratio)
            self._drawn_for = key
        painter.drawImage(self.stage.area.topLeft(), self._picture)

    def _key(self, ratio: float) -> Hashable:
        names = tuple(self.stage.name(each, _NAME_PX) for each in (self.x_name, self.y_name))
        return (self.stage.place, self.stage.look, self.stage.area.getRect(), ratio, names,
                self.labels_across, self.labels_down)  # fmt: skip

    def _drawn(self, ratio: float) -> QImage:
        area = self.stage.area
        size = (area.size() * ratio).toSize()
        look = self.stage.look
        opaque = look.ground and self.alone  # without blending it is copied in a third of the time
        kind = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(size, kind)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(look.theme.base) if opaque else Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-area.topLeft())
        self._draw(painter)
        painter.end()
        return image

    def _draw(self, painter: QPainter) -> None:
        place = self.stage.place
        across, down = x_ticks(place, self.stage.look.pi_ticks), y_ticks(place)
        self._ground(painter, place)
        self._lines(painter, place, across, down)
        if self.labels_across:
            self._across(painter, place, across)
        if self.labels_down:
            self._down(painter, place, down)

    def _ground(self, painter: QPainter, place: Place) -> None:
        if self.stage.look.ground:
            base = QColor(self.stage.look.theme.base)
            painter.fillRect(QRectF(place.left, place.top, place.width, place.height), base)

    def _lines(self, painter: QPainter, place: Place, across: Ticks, down: Ticks) -> None:
        look = self.stage.look
        if look.grid and (across.minor or down.minor):
            painter.setPen(_hair(dimmed(look.theme.grid, look.theme.base, _MINOR)))
            painter.drawLines(
                [_upright(place, x) for x in across.minor] + [_level(place, y) for y in down.minor]
            )
        if look.grid:
            painter.setPen(_hair(look.theme.grid))
            painter.drawLines(
                [_upright(place, x) for x in across.values if x != 0]
                + [_level(place, y) for y in down.values if y != 0]
            )
        painter.setPen(_hair(look.theme.zero_line))
        zeros = [_upright(place, 0.0)] if place.x_min < 0 < place.x_max else []
        if place.y_min < 0 < place.y_max:
            zeros.append(_level(place, 0.0))
        painter.drawLines(zeros)
        painter.setPen(_hair(look.theme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame_of(place))

    def _across(self, painter: QPainter, place: Place, found: Ticks) -> None:
        theme, row = self.stage.look.theme, place.bottom + _X_ROW
        free = place.right
        name = self.stage.name(self.x_name, _NAME_PX)
        if name is not None:
            free -= name.width
            name.paint(painter, free, row + 4, theme.text)
            free -= _GAP
        if found.note:
            box = text_box(found.note, 0, row)
            box.moveRight(free)
            draw_text(painter, box, found.note, theme.muted)
            free = box.left() - _GAP
        for x, label in zip(found.values, found.labels, strict=True):
            box = text_box(label, 0, row)
            box.moveCenter(QPointF(place.column(x), row))
            if box.right() <= free and box.left() >= 0:
                draw_text(painter, box, label, theme.muted)

    def _down(self, painter: QPainter, place: Place, found: Ticks) -> None:
        theme, edge = self.stage.look.theme, place.left - _BESIDE
        free = place.top
        name = self.stage.name(self.y_name, _NAME_PX) if self.y_name else None
        if name is not None:
            name.paint(painter, edge - name.width, place.top + 8, theme.text)
            free = place.top + 8 + name.below + 2
        if found.note:
            free = self._note_down(painter, place, found.note, free)
        for y, label in zip(found.values, found.labels, strict=True):
            box = text_box(label, 0, place.row(y))
            box.moveRight(edge)
            if box.top() >= free and box.bottom() <= place.bottom + _GAP:
                draw_text(painter, box, label, theme.muted)

    def _note_down(self, painter: QPainter, place: Place, note: str, free: float) -> float:
        """The power of the vertical axis under its name; a long note goes inside, over a halo."""
        theme = self.stage.look.theme
        box = text_box(note, 0, free + 9)
        if box.width() <= place.left - _BESIDE - 2:
            box.moveRight(place.left - _BESIDE)
            draw_text(painter, box, note, theme.muted)
            return box.bottom() + 2
        inside = text_box(note, place.left + _GAP, place.top + 14)
        draw_text(painter, inside, note, theme.muted, theme.base)
        return free


def frame_of(place: Place) -> QRectF:
    """The frame of the plot, on the middle of its pixels."""
    left, top = math.floor(place.left) + 0.5, math.floor(place.top) + 0.5
    right, bottom = math.floor(place.right) - 0.5, math.floor(place.bottom) - 0.5
    return QRectF(left, top, right - left, bottom - top)


def _hair(color: str) -> QPen:
    pen = QPen(QColor(color), 1)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _upright(place: Place, x: float) -> QLineF:
    column = math.floor(place.column(x)) + 0.5
    return QLineF(column, place.top, column, place.bottom)


def _level(place: Place, y: float) -> QLineF:
    row = math.floor(place.row(y)) + 0.5
    return QLineF(place.left, row, place.right, row)

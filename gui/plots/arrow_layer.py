"""Vectors over a field: arrows or streamlines, with a halo so that they are read on any colour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gui.plots.color_maps import line_ink
from gui.plots.stage import Layer, Stage, round_pen

if TYPE_CHECKING:
    from core.frame import Arrows
    from gui.plots.field_layers import FieldImage
    from gui.plots.place import Place

_WIDTH, _HALO = 1.4, 1.2
_CELL = 0.86  # of the step is the longest arrow: a gap to the next one stays
_HEAD, _HEAD_SHARE, _HALF = 8.0, 0.45, 0.42
_LEAST = 2.5  # pixels: what is shorter is a dot
_DOT = 1.1


class ArrowField(Layer):
    """Paints an arrow in the middle of each cell, or the streamlines.

    Piece by piece: one path of all would be tested for crossing itself, which takes far longer.
    """

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage)
        self._image = image
        self._shafts: list[QLineF] = []
        self._heads: list[QPolygonF] = []
        self._of: tuple[object, ...] = (None, None)
        self.setZValue(4)

    def draw(self, painter: QPainter) -> None:
        plane, shade, place = self._image.plane, self._image.shade, self.stage.place
        if plane is None or shade is None or plane.arrows is None:
            return
        if self._of[0] is not plane.arrows or self._of[1] != place:
            lines = plane.arrows.style == "streamlines"
            self._shafts, self._heads = (streams if lines else pieces)(plane.arrows, place)
            self._of = (plane.arrows, place)
        ink, halo = line_ink(shade.signed, self.stage.look.theme)
        painter.save()
        painter.setClipRect(QRectF(place.left, place.top, place.width, place.height))
        for color, more in ((halo, 2 * _HALO), (ink, 0.0)):
            painter.setPen(round_pen(color, _WIDTH + more))
            painter.drawLines(self._shafts)
            painter.setPen(round_pen(color, more) if more else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            for head in self._heads:
                painter.drawConvexPolygon(head)
        painter.restore()


def pieces(arrows: Arrows, place: Place) -> tuple[list[QLineF], list[QPolygonF]]:
    """The shafts and the heads of all arrows, in pixels; a dot where one would be too short."""
    shafts: list[QLineF] = []
    heads: list[QPolygonF] = []
    columns, rows = np.meshgrid(place.columns(arrows.x), place.rows(arrows.y))
    across = arrows.vectors[..., 0] / place.x_unit
    down = -arrows.vectors[..., 1] / place.y_unit
    reach = arrows.lengths * (arrows.step / place.x_unit * _CELL)
    known = np.isfinite(across) & np.isfinite(down)
    each = np.stack([columns, rows, across, down, reach], -1)[known].tolist()
    for column, row, right, below, length in each:
        steep = math.hypot(right, below)
        if length < _LEAST or steep == 0:
            heads.append(QPolygonF(QRectF(column - _DOT, row - _DOT, 2 * _DOT, 2 * _DOT)))
        else:
            way = QPointF(right / steep, below / steep)
            _add(shafts, heads, QPointF(column, row), way, length)
    return shafts, heads


def _add(
    shafts: list[QLineF], heads: list[QPolygonF], middle: QPointF, way: QPointF, length: float
) -> None:
    """One arrow around its middle; the head of a short one is smaller."""
    head = min(_HEAD, length * _HEAD_SHARE)
    tip, tail = middle + way * (length / 2), middle - way * (length / 2)
    neck, side = tip - way * head, QPointF(-way.y(), way.x()) * (head * _HALF)
    shafts.append(QLineF(tail, neck))
    heads.append(QPolygonF([tip, neck + side, neck - side]))


def streams(arrows: Arrows, place: Place) -> tuple[list[QLineF], list[QPolygonF]]:
    """The streamlines as pieces of line in pixels, each with a head in its middle."""
    shafts: list[QLineF] = []
    heads: list[QPolygonF] = []
    for line in arrows.lines:
        pixels = np.stack([place.columns(line[:, 0]), place.rows(line[:, 1])], -1)
        shafts += [QLineF(*each) for each in np.hstack((pixels[:-1], pixels[1:])).tolist()]
        middle = len(pixels) // 2
        tip, before = QPointF(*pixels[middle]), QPointF(*pixels[max(middle - 1, 0)])
        back = math.hypot(*(tip - before).toTuple())
        if back > 0:
            way = (tip - before) / back
            neck, side = tip - way * (_HEAD / 2), QPointF(-way.y(), way.x()) * (_HEAD * _HALF)
            heads.append(QPolygonF([tip + way * (_HEAD / 2), neck + side, neck - side]))
    return shafts, heads

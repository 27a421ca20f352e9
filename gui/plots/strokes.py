"""Strokes: how lines and small marks are put on the picture, on the screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyqtgraph.functions import arrayToQPath
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.plots.lines import chords, corners, cut_line, dashed, joined, overlapped
from gui.plots.stage import round_pen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gui.plots.lines import Pieces
    from gui.plots.place import Place
    from gui.plots.stage import Look

RING = 4.5  # radius of rings and discs on a curve
RING_PEN = 1.6
_WEDGE = 5.5  # from the middle of a triangle to a corner
_DIAMOND = 5.0  # from its middle to a corner: 8 px with its line


class Stroke:
    """Draws pieces of line with one pen; it keeps its memory from one paint to the next."""

    def __init__(self) -> None:
        self._lines = PrimitiveArray(QLineF, 4)

    def draw(
        self,
        painter: QPainter,
        pieces: Pieces,
        look: Look,
        color: str,
        width: float,
        pattern: tuple[float, ...] = (),
        *,
        hurried: bool = False,
    ) -> None:
        """Draw the pieces, cut into dashes of `pattern` (pixels on and off)."""
        pattern = tuple(look.lines * part for part in pattern)
        pieces = chords(pieces, pattern) if pattern and hurried else dashed(pieces, pattern)
        if not len(pieces):
            return
        pen = round_pen(color, look.lines * width)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if look.vector:
            if pattern:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            x, y, leads = joined(pieces)
            path = arrayToQPath(x, y, connect=leads, finiteCheck=False)  # pyright: ignore[reportArgumentType]
            painter.drawPath(path)
        else:
            self._draw_quickly(painter, pieces, pen, dashes=bool(pattern))

    def _draw_quickly(
        self, painter: QPainter, pieces: Pieces, pen: QPen, *, dashes: bool
    ) -> None:
        """On the screen: flat ends, which cost a seventh of round ones.

        Pieces of a solid line overlap by half a pixel, and a dot fills each corner.
        """
        if not dashes:
            painter.setPen(pen)
            for x, y in corners(pieces):
                painter.drawPoint(QPointF(x, y))
            pieces = overlapped(pieces)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        self._lines.resize(len(pieces))
        self._lines.ndarray()[:] = pieces
        painter.drawLines(*self._lines.drawargs())  # pyright: ignore[reportCallIssue, reportArgumentType]


def straight(start: QPointF, end: QPointF, place: Place) -> Pieces:
    """The visible part of one straight line: no piece or one."""
    seen = cut_line(start.x(), start.y(), end.x(), end.y(), place)
    return np.empty((0, 4)) if seen is None else np.array([seen])


def ring(painter: QPainter, spot: QPointF, color: str, base: str, radius: float = RING) -> None:
    """An open circle, filled with the ground."""
    painter.setPen(QPen(QColor(color), RING_PEN))
    painter.setBrush(QColor(base))
    painter.drawEllipse(spot, radius, radius)


def disc(painter: QPainter, spot: QPointF, color: str, base: str, radius: float = RING) -> None:
    """A filled disc with a thin ring of the ground around it."""
    painter.setPen(Qt.PenStyle.NoPen)
    for size, ink in ((radius + 1.5, base), (radius, color)):
        painter.setBrush(QColor(ink))
        painter.drawEllipse(spot, size, size)


def diamond(painter: QPainter, spot: QPointF, color: str, base: str) -> None:
    """An open square on its corner, filled with the ground."""
    painter.setPen(QPen(QColor(color), RING_PEN))
    painter.setBrush(QColor(base))
    painter.drawPolygon(
        QPolygonF([spot + QPointF(*each) for each in _around(_DIAMOND)]),
    )


def wedge(painter: QPainter, spot: QPointF, color: str, base: str) -> None:
    """An open triangle on a line that turns at once, filled with the ground."""
    painter.setPen(QPen(QColor(color), RING_PEN))
    painter.setBrush(QColor(base))
    corners = ((0.0, -_WEDGE), (0.87 * _WEDGE, _WEDGE / 2), (-0.87 * _WEDGE, _WEDGE / 2))
    painter.drawPolygon(QPolygonF([spot + QPointF(*each) for each in corners]))


def tick(painter: QPainter, spot: QPointF, color: str, base: str, length: float = 8.0) -> None:
    """A short upright line, on a halo of the ground."""
    up = QPointF(0, length / 2)
    for ink, width in ((base, 5.0), (color, 2.0)):
        pen = round_pen(ink, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(spot - up, spot + up)


def _around(reach: float) -> Iterable[tuple[float, float]]:
    return (0, -reach), (reach, 0), (0, reach), (-reach, 0)

"""Critical points of a field: a shape for each kind, curves of them, words under the mouse."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.plots.color_maps import line_ink
from gui.plots.labels import around_size, calmest, distance
from gui.plots.stage import Layer, Stage, draw_text, text_box
from gui.plots.ticks import located, readout

if TYPE_CHECKING:
    from core.frame import Critical
    from gui.plots.field_layers import FieldImage

HOVER = 9.0  # pixels from a mark within which it says what it is
_REACH, _SMALL = 6.0, 4.0  # from the middle of a mark to its corners
_PEN, _HALO = 1.8, 4.4
_DOT = 1.1
_AWAY, _PAD = 12.0, 3.0
_LETTERS = 54
_MOST = 150
_TRIANGLE = ((0.0, -1.0), (0.87, 0.5), (-0.87, 0.5))
_SHAPES = {
    "maximum": _TRIANGLE,
    "minimum": tuple((x, -y) for x, y in _TRIANGLE),
    "degenerate": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
}
_CROSS = ((-0.8, -0.8, 0.8, 0.8), (-0.8, 0.8, 0.8, -0.8))


@dataclass(frozen=True, slots=True)
class CriticalMark:
    """A critical point in pixels."""

    point: Critical
    spot: QPointF


class CriticalLayer(Layer):
    """Paints the marks of a field; those of a small field are smaller and say nothing.

    Tops point up, lows point down, saddles are crossed, what the Hessian does not decide is
    square; where f has no gradient the mark is filled.
    """

    def __init__(self, stage: Stage, image: FieldImage, *, small: bool = False) -> None:
        super().__init__(stage)
        self.image, self.small = image, small
        self.hovered: CriticalMark | None = None
        self.setZValue(8)

    @property
    def marks(self) -> tuple[CriticalMark, ...]:
        """The critical points in sight, few enough to be told apart."""
        plane, place = self.image.plane, self.stage.place
        if plane is None or plane.held or plane.critical is None:
            return ()
        seen = tuple(
            CriticalMark(each, QPointF(place.column(each.x), place.row(each.y)))
            for each in plane.critical.points
            if place.x_min <= each.x <= place.x_max and place.y_min <= each.y <= place.y_max
        )
        return seen if len(seen) <= _MOST else ()

    def near(self, spot: QPointF) -> CriticalMark | None:
        """The mark at the mouse, if any."""
        best = min(self.marks, key=lambda mark: distance(mark.spot, spot), default=None)
        return best if best is not None and distance(best.spot, spot) <= HOVER else None

    def draw(self, painter: QPainter) -> None:
        shade = self.image.shade
        if shade is None:
            return
        ink, halo = line_ink(shade.signed, self.stage.look.theme)
        place = self.stage.place
        painter.save()
        painter.setClipRect(QRectF(place.left, place.top, place.width, place.height))
        self._draw_lines(painter, ink, halo)
        for mark in self.marks:
            for color, width in ((halo, _HALO), (ink, _PEN)):
                self._draw_mark(painter, mark, color, width)
        painter.restore()
        said = self.words()
        if said is not None:
            self._draw_words(painter, *said)

    def _draw_lines(self, painter: QPainter, ink: str, halo: str) -> None:
        """The curves of critical points, as dots."""
        plane, place = self.image.plane, self.stage.place
        if plane is None or plane.held or plane.critical is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for line in plane.critical.lines:
            spots = [QPointF(place.column(x), place.row(y)) for x, y in line.tolist()]
            for color, radius in ((halo, 2 * _DOT), (ink, _DOT)):
                painter.setBrush(QColor(color))
                for spot in spots:
                    painter.drawEllipse(spot, radius, radius)

    def _draw_mark(self, painter: QPainter, mark: CriticalMark, color: str, width: float) -> None:
        reach = _SMALL if self.small else _REACH
        pen = QPen(QColor(color), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if mark.point.kind == "saddle":
            for x0, y0, x1, y1 in np.multiply(_CROSS, reach).tolist():
                painter.drawLine(mark.spot + QPointF(x0, y0), mark.spot + QPointF(x1, y1))
            return
        filled = not mark.point.smooth
        painter.setBrush(QColor(color) if filled else Qt.BrushStyle.NoBrush)
        corners = np.multiply(_SHAPES[mark.point.kind], reach).tolist()
        painter.drawPolygon(QPolygonF([mark.spot + QPointF(x, y) for x, y in corners]))

    def words(self) -> tuple[str, QRectF] | None:
        """What is said of the hovered mark, and where: never cut off."""
        if self.hovered is None or self.small:
            return None
        point, spot, place = self.hovered.point, self.hovered.spot, self.stage.place
        at = f"{located(point.x, place.x_unit)}, {located(point.y, place.y_unit)}"
        lines = [f"{point.kind} ({at}), {readout(point.value)}"]
        lines += textwrap.wrap(point.note, _LETTERS)
        boxes = [text_box(line, 0, 0) for line in lines]
        size = max(each.width() for each in boxes), len(boxes) * boxes[0].height()
        box, _ = calmest(around_size(*size, spot, _AWAY), place, (), ())
        return ("\n".join(lines), box) if box is not None else None

    def _draw_words(self, painter: QPainter, text: str, box: QRectF) -> None:
        theme, high = self.stage.look.theme, text_box(text, 0, 0).height()
        painter.fillRect(box.adjusted(-_PAD, -_PAD, _PAD, _PAD), QColor(theme.base))
        for place, line in enumerate(text.split("\n")):
            draw_text(painter, box.translated(0, place * high), line, theme.text)

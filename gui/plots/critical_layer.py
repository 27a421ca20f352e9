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
    from numpy.typing import NDArray

    from core.frame import Critical, PlaneFrame, Shade
    from gui.plots.field_layers import FieldImage

    Array = NDArray[np.float64]

HOVER = 9.0  # pixels from a mark within which it says what it is
_REACH, _SMALL = 6.0, 4.0  # from the middle of a mark to its corners
_PEN, _HALO = 1.8, 4.4
_DOT = 1.1
_AWAY, _PAD = 12.0, 3.0
_BEHIND = 0.28  # of a mark that something covers
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
    """A critical point in pixels; `seen` is False where something stands before it."""

    point: Critical
    spot: QPointF
    seen: bool = True


class CriticalLayer(Layer):
    """Abstract: paints the marks of a plane, and words at the one under the mouse.

    Tops point up, lows point down, saddles are crossed, what the Hessian does not decide is
    square; where f has no gradient the mark is filled.
    """

    def __init__(self, stage: Stage, *, small: bool = False) -> None:
        super().__init__(stage)
        self.small = small
        self.hovered: CriticalMark | None = None
        self.setZValue(8)

    @property
    def plane(self) -> PlaneFrame | None:
        """What is shown; abstract."""
        raise NotImplementedError

    @property
    def shade(self) -> Shade | None:
        """The colours under the marks; abstract."""
        raise NotImplementedError

    def spots(self, points: Array, values: Array) -> tuple[Array, NDArray[np.bool_]]:
        """Pixels (n, 2) of points (n, 2) where f has these values (n,), nan out of sight.

        And which of them nothing covers; abstract.
        """
        raise NotImplementedError

    def ground(self) -> QRectF:
        """Where marks may be; abstract."""
        raise NotImplementedError

    @property
    def marks(self) -> tuple[CriticalMark, ...]:
        """The critical points in sight, few enough to be told apart."""
        plane = self.plane
        if plane is None or plane.held or plane.critical is None or not plane.critical.points:
            return ()
        points = plane.critical.points
        places = np.array([(each.x, each.y, each.value) for each in points])
        spots, free = self.spots(places[:, :2], places[:, 2])
        known = np.isfinite(spots).all(axis=1)
        if np.count_nonzero(known) > _MOST:
            return ()
        return tuple(
            CriticalMark(points[k], QPointF(*spots[k].tolist()), bool(free[k]))
            for k in np.nonzero(known)[0]
        )

    def near(self, spot: QPointF) -> CriticalMark | None:
        """The mark at the mouse, if any."""
        seen = (mark for mark in self.marks if mark.seen)
        best = min(seen, key=lambda mark: distance(mark.spot, spot), default=None)
        return best if best is not None and distance(best.spot, spot) <= HOVER else None

    def renew(self) -> None:
        """Speak of what stands now where the mouse is."""
        if self.hovered is not None:
            self.hovered = self.near(self.hovered.spot)

    def draw(self, painter: QPainter) -> None:
        shade = self.shade
        if shade is None:
            return
        ink, halo = line_ink(shade.signed, self.stage.look.theme)
        painter.save()
        painter.setClipRect(self.ground())
        self._draw_lines(painter, ink, halo)
        for mark in self.marks:
            painter.setOpacity(1.0 if mark.seen else _BEHIND)
            for color, width in ((halo, _HALO), (ink, _PEN)):
                self._draw_mark(painter, mark, color, width)
        painter.restore()
        said = self.words()
        if said is not None:
            self._draw_words(painter, *said)

    def _draw_lines(self, painter: QPainter, ink: str, halo: str) -> None:
        """The curves of critical points, as dots."""
        plane = self.plane
        if plane is None or plane.held or plane.critical is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for line in plane.critical.lines:
            pixels, free = self.spots(line, _heights(plane, line))
            pixels = pixels[np.isfinite(pixels).all(axis=1) & free]
            spots = [QPointF(x, y) for x, y in pixels.tolist()]
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


class FieldCriticals(CriticalLayer):
    """The marks of a field; those of a small field are smaller and say nothing."""

    def __init__(self, stage: Stage, image: FieldImage, *, small: bool = False) -> None:
        super().__init__(stage, small=small)
        self._image = image

    @property
    def plane(self) -> PlaneFrame | None:
        return self._image.plane

    @property
    def shade(self) -> Shade | None:
        return self._image.shade

    def spots(self, points: Array, values: Array) -> tuple[Array, NDArray[np.bool_]]:
        del values
        place, (x, y) = self.stage.place, points.T
        inside = (place.x_min <= x) & (x <= place.x_max) & (place.y_min <= y) & (y <= place.y_max)
        pixels = np.column_stack((place.columns(x), place.rows(y)))
        return np.where(inside[:, None], pixels, np.nan), inside

    def ground(self) -> QRectF:
        place = self.stage.place
        return QRectF(place.left, place.top, place.width, place.height)


def _heights(plane: PlaneFrame, points: Array) -> Array:
    """f at points (n, 2) between its samples: (n,)."""
    values = plane.shades[0].values
    x = np.interp(points[:, 0], plane.x, np.arange(len(plane.x)))
    y = np.interp(points[:, 1], plane.y, np.arange(len(plane.y)))
    column = np.clip(x.astype(int), 0, len(plane.x) - 2)
    row = np.clip(y.astype(int), 0, len(plane.y) - 2)
    right, up = x - column, y - row
    lower = values[row, column] * (1 - right) + values[row, column + 1] * right
    upper = values[row + 1, column] * (1 - right) + values[row + 1, column + 1] * right
    return lower * (1 - up) + upper * up

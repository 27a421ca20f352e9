"""The layers of a map of the plane: the grid and its image, the cell, the arrows at the point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from gui.plots.field_layers import pieces_of
from gui.plots.marks import Probe
from gui.plots.spot_layers import SpotLayer
from gui.plots.stage import Layer, Stage, draw_text, round_pen, text_box
from gui.plots.ticks import general
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.frame import Spot
    from core.map_frame import MapFrame
    from gui.plots.field_layers import FieldImage
    from gui.plots.place import Place

    Array = NDArray[np.float64]

OF_X, OF_Y = 0, 3  # places in the palette of the lines of constant x and y
_LINE, _SHARE = 1.1, 0.82  # of the ink of a grid line
_EDGE, _DASHED = 1.8, 1.6
_DASH = (5.0, 4.0)
_ARROW, _HEAD, _HALO = 2.4, 11.0, 2.0
_BESIDE = 12.0  # pixels from the tip of an arrow to its label
_EIGEN, _EIGEN_REACH = 2.2, 90.0
_NULL = 2.0
HEADING = 26.0
_SAMPLE = 20.0


class Heading(Layer):
    """What a pane shows, above its left corner."""

    def __init__(self, stage: Stage, text: str = "") -> None:
        super().__init__(stage)
        self.text = text
        self.samples: tuple[tuple[int, str], ...] = ()  # places in the palette, and what they say
        self.setZValue(3)

    def draw(self, painter: QPainter) -> None:
        place = self.stage.place
        painter.setFont(ui_font(SMALL_PX, QFont.Weight.DemiBold))
        painter.setPen(QColor(self.stage.look.theme.muted))
        box = QRectF(place.left, place.top - HEADING, max(place.width, 200.0), HEADING - 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text)
        left = place.right - sum(_SAMPLE + 20 + text_box(each, 0, 0).width()
                                 for _, each in self.samples)  # fmt: skip
        for color, text in self.samples:
            middle = box.center().y()
            painter.setPen(QPen(QColor(self.stage.look.curve(color, False)), _NULL))
            painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE, middle))
            words = text_box(text, left + _SAMPLE + 6, middle)
            draw_text(painter, words, text, self.stage.look.theme.text)
            left = words.right() + 14


class MapLayer(Layer):
    """Abstract: something of a map in the plane of its variables, or `beyond` it, in its image."""

    def __init__(self, stage: Stage, *, beyond: bool) -> None:
        super().__init__(stage)
        self.beyond = beyond
        self.map: MapFrame | None = None

    def draw(self, painter: QPainter) -> None:
        if self.map is None:
            return
        place = self.stage.place
        painter.save()
        painter.setClipRect(QRectF(place.left, place.top, place.width, place.height))
        self.paint_map(painter, self.map, place)
        painter.restore()

    def paint_map(self, painter: QPainter, shown: MapFrame, place: Place) -> None:
        """Paint inside the pane; abstract."""
        raise NotImplementedError


class NetLines(MapLayer):
    """The lines of the grid: those of constant x in one colour, of constant y in another."""

    def __init__(self, stage: Stage, *, beyond: bool) -> None:
        super().__init__(stage, beyond=beyond)
        self._of: tuple[object, object] = (None, None)
        self._lines: tuple[list[QLineF], list[QLineF]] = ([], [])
        self.setZValue(-5)

    def paint_map(self, painter: QPainter, shown: MapFrame, place: Place) -> None:
        net = shown.net
        if net is None:
            return
        if self._of[0] is not net or self._of[1] != place:
            self._lines = self._made(shown, place)
            self._of = (net, place)
        look = self.stage.look
        for color, lines in zip((OF_X, OF_Y), self._lines, strict=True):
            ink = QColor(look.curve(color, shown.held))
            ink.setAlphaF(_SHARE)
            pen = QPen(ink, _LINE * look.lines)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLines(lines)

    def _made(self, shown: MapFrame, place: Place) -> tuple[list[QLineF], list[QLineF]]:
        net = shown.net
        assert net is not None
        if self.beyond:
            return _pieces(net.across, place), _pieces(net.up, place)
        left, right = place.column(float(net.x[0])), place.column(float(net.x[-1]))
        low, high = place.row(float(net.y[0])), place.row(float(net.y[-1]))
        return (
            [QLineF(each, low, each, high) for each in _whole(place.columns(net.x))],
            [QLineF(left, each, right, each) for each in _whole(place.rows(net.y))],
        )


def _whole(pixels: Array) -> list[float]:
    """Lines on the middle of their pixels: all equally sharp."""
    return (np.floor(pixels) + 0.5).tolist()


def _pieces(lines: Array, place: Place) -> list[QLineF]:
    """The pieces of lines (k, s, 2) that are near the pane, in pixels."""
    pixels = np.stack([place.columns(lines[..., 0]), place.rows(lines[..., 1])], -1)
    pieces = np.concatenate([pixels[:, :-1], pixels[:, 1:]], axis=-1).reshape(-1, 4)
    seen = np.isfinite(pieces).all(axis=1)
    for low, high, ends in (
        (place.left, place.right, pieces[:, ::2]), (place.top, place.bottom, pieces[:, 1::2])
    ):  # fmt: skip
        with np.errstate(invalid="ignore"):
            seen &= (ends.max(axis=1) >= low) & (ends.min(axis=1) <= high)
    return [QLineF(*each) for each in pieces[seen].tolist()]


class CellPatch(MapLayer):
    """One cell at the point, filled; over its image the linear one, dashed."""

    def __init__(self, stage: Stage, *, beyond: bool) -> None:
        super().__init__(stage, beyond=beyond)
        self.setZValue(-6)

    def paint_map(self, painter: QPainter, shown: MapFrame, place: Place) -> None:
        if shown.cell is None or shown.held:
            return
        theme, (x, y), side = self.stage.look.theme, shown.at[:2], shown.cell.side
        corners = np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]])
        outline = shown.cell.outline if self.beyond else corners
        if np.isfinite(outline).all():
            painter.setPen(round_pen(theme.accent, _EDGE))
            painter.setBrush(QColor(theme.selection))
            painter.drawPolygon(_polygon(outline, place))


class LinearCell(MapLayer):
    """What the Jacobian makes of the cell: a parallelogram, dashed."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, beyond=True)
        self.setZValue(5)

    def paint_map(self, painter: QPainter, shown: MapFrame, place: Place) -> None:
        shape = shown.linear
        if shown.cell is None or shape is None or shown.held:
            return
        theme, side = self.stage.look.theme, shown.cell.side
        square = np.array([[0, 0], [side, 0], [side, side], [0, side], [0, 0]], float)
        corners = _polygon(shape.value + square @ shape.jacobian.T, place)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width, dash in (
            (theme.base, _DASHED + 2, None), (theme.text, _DASHED, _DASH)
        ):  # fmt: skip
            pen = QPen(QColor(color), width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if dash is not None:
                pen.setDashPattern([part / width for part in dash])
            painter.setPen(pen)
            painter.drawPolyline(corners)


def _polygon(points: Array, place: Place) -> QPolygonF:
    columns, rows = place.columns(points[:, 0]), place.rows(points[:, 1])
    return QPolygonF([QPointF(*each) for each in np.stack([columns, rows], -1).tolist()])


class Arms(MapLayer):
    """The arrows (1, 0) and (0, 1) at the point and a direction v that was typed, or their images.

    The images are those under the Jacobian, all at true length.
    """

    def __init__(self, stage: Stage, *, beyond: bool) -> None:
        super().__init__(stage, beyond=beyond)
        self.setZValue(6)

    def paint_map(self, painter: QPainter, shown: MapFrame, place: Place) -> None:
        shape = shown.linear
        if shown.cell is None or shape is None or shown.held:
            return
        theme, arm = self.stage.look.theme, shown.cell.arm
        size = general(arm, 4)
        found = [((arm, 0.0), f"({size}, 0)", theme.text), ((0.0, arm), f"(0, {size})", theme.text)]
        v = shown.products.direction if shown.products is not None else None
        if v is not None and v.all():  # not along one of them
            found.append(((float(v[0]), float(v[1])), "v", theme.accent))
        start = shape.value if self.beyond else np.array(shown.at[:2])
        center = _pixel(start, place)
        for way, text, ink in found:
            moved = shape.jacobian @ way if self.beyond else np.array(way)
            tip = _pixel(start + moved, place)
            if arrow(painter, center, tip, ink, theme.base):
                label = f"J{'·' if text != 'v' else ' '}{text}" if self.beyond else text
                box = beside(label, center, tip, place)
                draw_text(painter, box, label, ink, theme.base)


def _pixel(point: Array, place: Place) -> QPointF:
    return QPointF(place.column(float(point[0])), place.row(float(point[1])))


def arrow(
    painter: QPainter, start: QPointF, tip: QPointF, ink: str, halo: str, width: float = _ARROW
) -> bool:
    """An arrow over its halo; False where it is too short to be drawn."""
    back = start - tip
    length = math.hypot(back.x(), back.y())
    if length < 3:
        return False
    head = min(_HEAD, 0.6 * length)
    along = back / length
    across = QPointF(-along.y(), along.x())
    neck = tip + along * head
    shape = QPolygonF([tip, neck + across * (head * 0.42), neck - across * (head * 0.42)])
    for color, more in ((halo, 2 * _HALO), (ink, 0.0)):
        painter.setPen(round_pen(color, width + more))
        painter.drawLine(start, neck)
        painter.setPen(round_pen(color, more) if more else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawPolygon(shape)
    return True


def beside(text: str, start: QPointF, tip: QPointF, place: Place) -> QRectF:
    """The box of a label beyond the tip of an arrow, inside the pane."""
    way = tip - start
    way /= max(math.hypot(way.x(), way.y()), 1e-300)
    box = text_box(text, 0, 0)
    reach = abs(way.x()) * box.width() / 2 + abs(way.y()) * box.height() / 2
    box.moveCenter(tip + way * (_BESIDE + reach - 6))
    inside = QRectF(place.left + 4, place.top + 4, place.width - 8, place.height - 8)
    left = min(max(box.left(), inside.left()), inside.right() - box.width())
    top = min(max(box.top(), inside.top()), inside.bottom() - box.height())
    box.moveTopLeft(QPointF(left, top))
    return box


class ImageProbe(Probe):
    """The image of the point."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.map: MapFrame | None = None

    def spot(self) -> QPointF | None:
        place, shown = self.stage.place, self.map
        if shown is None or shown.value is None:
            return None
        spot = QPointF(place.column(float(shown.value[0])), place.row(float(shown.value[1])))
        return spot if place.holds(spot.x(), spot.y()) else None

    def draw(self, painter: QPainter) -> None:
        spot, shown = self.spot(), self.map
        if spot is not None and shown is not None:
            self.paint_discs(painter, spot, hollow=shown.held, held=shown.held)


class NullClines(MapLayer):
    """Where one component of the flow is zero: upright and level in the colours of the grid."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, beyond=False)
        self.setZValue(3)

    def paint_map(self, painter: QPainter, shown: MapFrame, place: Place) -> None:
        look = self.stage.look
        for color, lines in zip((OF_X, OF_Y), shown.nullclines, strict=False):
            pieces = [QLineF(*each) for each in pieces_of(lines, place).tolist()]
            inks = (look.theme.base, _NULL + 2), (look.curve(color, shown.held), _NULL)
            for ink, width in inks:
                pen = QPen(QColor(ink), width * look.lines)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLines(pieces)


class EigenWays(SpotLayer):
    """The real eigen-directions of the flow at the point: solid out of it, dashed into it."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage, image)
        self.map: MapFrame | None = None
        self.setZValue(5)

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        for number, (value, way) in enumerate(self.ways(), 1):
            pixels = QPointF(way[0], -way[1]) * _EIGEN_REACH
            ends = center - pixels, center + pixels
            for color, more in ((halo, 2 * _HALO), (ink, 0.0)):
                pen = round_pen(color, _EIGEN + more)
                if value < 0 and not more:
                    pen.setDashPattern([part / _EIGEN for part in (6.0, 4.0)])
                    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(*ends)
            low = ends[0] if ends[0].y() > ends[1].y() else ends[1]
            beyond = low - center
            beyond /= max(math.hypot(beyond.x(), beyond.y()), 1e-300)
            self.name(painter, rf"\lambda_{number}", low + beyond * 11, ink, halo)

    def ways(self) -> list[tuple[float, tuple[float, float]]]:
        """Each real eigenvalue with its direction of length 1; none where the flow turns."""
        shape = self.map.linear if self.map is not None else None
        if shape is None or shape.eigenvalues is None or shape.directions is None:
            return []
        columns = shape.directions.T.tolist()
        return [
            (float(value.real), (way[0], way[1]))
            for value, way in zip(shape.eigenvalues, columns, strict=True)
        ]

"""The layers of a curve of two or three components: the line, its motion, and the box in space."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from core.document import Camera
from core.language.typeset import name_latex
from gui.plots.lines import WIDTHS
from gui.plots.map_layers import arrow, beside
from gui.plots.marks import Probe
from gui.plots.stage import Layer, Stage, draw_text, round_pen, text_box
from gui.plots.ticks import general, ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.map_frame import MapFrame, Path
    from gui.plots.place import Place

    Array = NDArray[np.float64]

_CIRCLE, _RADIUS_LINE = 1.4, 1.2
_CIRCLE_STEPS = 181
_ACCELERATION = 1.8
_LONGEST = 0.42  # of the smaller side of the pane: longer arrows are drawn shorter
_FARTHEST = 60.0  # times the size of the picture: larger circles are a line
_NAME_PX = 16
_LEAST_EDGE, _TICK_ROOM = 40.0, 48.0  # pixels of an edge that has numbers, and for each of them
_INSIDE = 0.04  # of an edge: nearer to a corner no number stands
_EDGES = tuple(
    (start, start | axis) for axis in (1, 2, 4) for start in range(8) if not start & axis
)


class Eye:
    """From where a curve is looked at: of two components straight on, of three by a camera."""

    def __init__(self) -> None:
        self.camera = Camera()

    def seen(self, points: Array) -> Array:
        """Points (k, m) as they are seen, (k, 2): right and up."""
        return points if points.shape[-1] == 2 else points @ self.ways().T

    def ways(self) -> Array:
        """The directions in space that run to the right and up in the picture: (2, 3)."""
        turn, tilt = math.radians(self.camera.turn), math.radians(self.camera.tilt)
        return np.array([
            [-math.sin(turn), math.cos(turn), 0.0],
            [-math.sin(tilt) * math.cos(turn), -math.sin(tilt) * math.sin(turn), math.cos(tilt)],
        ])  # fmt: skip


class PathLayer(Layer):
    """Abstract: something of a curve."""

    def __init__(self, stage: Stage, eye: Eye) -> None:
        super().__init__(stage)
        self.eye = eye
        self.map: MapFrame | None = None

    def draw(self, painter: QPainter) -> None:
        shown = self.map
        if shown is None or shown.path is None:
            return
        place = self.stage.place
        painter.save()
        painter.setClipRect(QRectF(place.left, place.top, place.width, place.height))
        self.paint_path(painter, shown, shown.path, place)
        painter.restore()

    def paint_path(self, painter: QPainter, shown: MapFrame, path: Path, place: Place) -> None:
        """Paint inside the pane; abstract."""
        raise NotImplementedError

    def pixels(self, points: Array) -> Array:
        """Points (k, m) in pixels (k, 2)."""
        seen, place = self.eye.seen(points), self.stage.place
        return np.stack([place.columns(seen[..., 0]), place.rows(seen[..., 1])], -1)

    def pixel(self, point: Array) -> QPointF:
        """One point in pixels."""
        return QPointF(*self.pixels(point[None])[0].tolist())


class PathLine(PathLayer):
    """The curve in the colour of its row."""

    def __init__(self, stage: Stage, eye: Eye) -> None:
        super().__init__(stage, eye)
        self.color: int | None = 0
        self._of: tuple[object, ...] = ()
        self._line = QPainterPath()
        self.setZValue(2)

    def paint_path(self, painter: QPainter, shown: MapFrame, path: Path, place: Place) -> None:
        of = (path.points, place, self.eye.camera)
        if len(of) != len(self._of) or self._of[0] is not of[0] or self._of[1:] != of[1:]:
            self._line = _joined(self.pixels(path.points))
            self._of = of
        look = self.stage.look
        pen = round_pen(look.curve(self.color, shown.held), WIDTHS[0] * look.lines)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)  # round joints leave specks where it is level
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(self._line)


def _joined(pixels: Array) -> QPainterPath:
    """One way through the points that are finite, begun anew after a gap."""
    path, down = QPainterPath(), False
    for x, y in pixels.tolist():
        if math.isnan(x) or math.isnan(y):
            down = False
        elif down:
            path.lineTo(x, y)
        else:
            path.moveTo(x, y)
            down = True
    return path


class MotionArrows(PathLayer):
    """Velocity and acceleration at the point, at true length unless that is too long to see."""

    def __init__(self, stage: Stage, eye: Eye) -> None:
        super().__init__(stage, eye)
        self.setZValue(6)

    def paint_path(self, painter: QPainter, shown: MapFrame, path: Path, place: Place) -> None:
        if shown.value is None or shown.held or path.velocity is None:
            return
        theme, start = self.stage.look.theme, self.pixel(shown.value)
        arrows = [(path.acceleration, "a", theme.muted, _ACCELERATION)]
        arrows.append((path.velocity, "v", theme.text, 2.4))
        for vector, letter, ink, width in arrows:
            if vector is None:
                continue
            share = self._share(start, shown.value, vector, place)
            tip = self.pixel(shown.value + share * vector)
            if arrow(painter, start, tip, ink, theme.base, width):
                text = letter if share == 1 else f"{letter} · {general(share, 3)}"
                draw_text(painter, beside(text, start, tip, place), text, ink, theme.base)

    def _share(self, start: QPointF, value: Array, vector: Array, place: Place) -> float:
        """1, or a round part of it that keeps the arrow inside the pane."""
        way = self.pixel(value + vector) - start
        length = math.hypot(way.x(), way.y())
        most = _LONGEST * min(place.width, place.height)
        if length <= most:
            return 1.0
        power = 10.0 ** math.floor(math.log10(most / length))
        return next(lead * power for lead in (5, 2, 1) if lead * power <= most / length)


class TouchingCircle(PathLayer):
    """The osculating circle with its radius; in space as it is seen."""

    def __init__(self, stage: Stage, eye: Eye) -> None:
        super().__init__(stage, eye)
        self.color: int | None = 0
        self.setZValue(1)

    def paint_path(self, painter: QPainter, shown: MapFrame, path: Path, place: Place) -> None:
        value, velocity, center = shown.value, path.velocity, path.center
        if value is None or velocity is None or center is None or not path.radius or shown.held:
            return
        size = max(place.x_max - place.x_min, place.y_max - place.y_min)
        if path.radius > _FARTHEST * size:
            return
        angle = np.linspace(0, 2 * math.pi, _CIRCLE_STEPS)[:, None]
        out, along = value - center, velocity / np.linalg.norm(velocity) * path.radius
        circle = center + np.cos(angle) * out + np.sin(angle) * along
        look = self.stage.look
        ink = QColor(look.curve(self.color, False))
        ink.setAlphaF(0.85)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, pattern in ((_CIRCLE, (5.0, 4.0)), (_RADIUS_LINE, (2.0, 3.0))):
            pen = QPen(ink, width * look.lines)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([part / width for part in pattern])
            painter.setPen(pen)
            if width == _CIRCLE:
                painter.drawPath(_joined(self.pixels(circle)))
            else:
                painter.drawLine(self.pixel(value), self.pixel(center))
        painter.setPen(QPen(ink, 1.4))
        painter.setBrush(QColor(look.theme.base))
        painter.drawEllipse(self.pixel(center), 3.0, 3.0)


class SpaceBox(PathLayer):
    """The box around a curve in space, with the names and the ends of its sides."""

    def __init__(self, stage: Stage, eye: Eye) -> None:
        super().__init__(stage, eye)
        self.setZValue(-6)

    def paint_path(self, painter: QPainter, shown: MapFrame, path: Path, place: Place) -> None:
        if len(path.span) != 3:
            return
        theme, corners = self.stage.look.theme, self._corners(path)
        pixels = self.pixels(corners)
        pen = QPen(QColor(theme.zero_line), 1)
        for start, end in _EDGES:
            painter.setPen(pen)
            painter.drawLine(QLineF(QPointF(*pixels[start]), QPointF(*pixels[end])))
        middle = pixels.mean(axis=0)
        for axis, name in enumerate(shown.components):
            start, end = self._outer(pixels, axis, middle)
            self._named(painter, name, path.span[axis], pixels[start], pixels[end], middle)

    def _corners(self, path: Path) -> Array:
        """The corners (8, 3): bit 0 of their number is the end of the first side."""
        return np.array([
            [path.span[axis][(k >> axis) & 1] for axis in range(3)] for k in range(8)
        ])  # fmt: skip

    def _outer(self, pixels: Array, axis: int, middle: Array) -> tuple[int, int]:
        """The edge along an axis that is seen lowest, of the upright one farthest left."""
        edges = [(start, start | 1 << axis) for start in range(8) if not start >> axis & 1]
        key = 0 if axis == 2 else 1
        sign = -1.0 if axis == 2 else 1.0
        del middle
        return max(edges, key=lambda edge: sign * float(pixels[list(edge), key].mean()))

    def _named(
        self, painter: QPainter, name: str, ends: tuple[float, float], start: Array, end: Array,
        middle: Array,
    ) -> None:  # fmt: skip
        """The numbers along an edge, and its name beyond them."""
        theme, length = self.stage.look.theme, float(np.hypot(*(end - start)))
        if length < _LEAST_EDGE:
            return
        found = ticks(*ends, max(2, min(5, int(length / _TICK_ROOM))))
        for value, text in zip(found.values, found.labels, strict=True):
            share = (value - ends[0]) / (ends[1] - ends[0])
            if not _INSIDE <= share <= 1 - _INSIDE:
                continue
            at = start + share * (end - start)
            tick = QPointF(*self._beyond(at, middle, 5.0))
            painter.setPen(QPen(QColor(theme.zero_line), 1))
            painter.drawLine(QPointF(*at.tolist()), tick)
            box = text_box(text, 0, 0)
            box.moveCenter(QPointF(*self._beyond(at, middle, 18.0)))
            draw_text(painter, box, text, theme.muted, theme.base)
        shape = self.stage.name(name_latex(name), _NAME_PX)
        if shape is not None:
            x, y = self._beyond((start + end) / 2, middle, 42.0)
            shape.paint(painter, x - shape.width / 2, y + 5, theme.text)

    def _beyond(self, at: Array, middle: Array, by: float) -> tuple[float, float]:
        """A place moved away from the middle by so many pixels."""
        way = at - middle
        x, y = (at + way / max(float(np.hypot(*way)), 1e-9) * by).tolist()
        return x, y


class PathProbe(Probe):
    """The point on the curve."""

    def __init__(self, stage: Stage, eye: Eye) -> None:
        super().__init__(stage)
        self.map: MapFrame | None = None
        self._eye = eye

    def spot(self) -> QPointF | None:
        shown, place = self.map, self.stage.place
        if shown is None or shown.value is None or shown.path is None:
            return None
        x, y = self._eye.seen(shown.value[None])[0].tolist()
        spot = QPointF(place.column(x), place.row(y))
        return spot if place.holds(spot.x(), spot.y()) else None

    def draw(self, painter: QPainter) -> None:
        spot, shown = self.spot(), self.map
        if spot is not None and shown is not None:
            self.paint_discs(painter, spot, hollow=shown.held, held=shown.held)

"""The second-order picture at the point of a field: the quadratic model's contours, its conic."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gui.plots.field_layers import pieces_of
from gui.plots.spot_layers import SpotLayer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.explore.quadratic import Quadratic
    from core.frame import Spot
    from gui.plots.field_layers import FieldImage
    from gui.plots.place import Place
    from gui.plots.stage import Stage

    Array = NDArray[np.float64]

MODEL_COLOR = 4  # of the palette: that of Taylor polynomials, of which the model is one
_MODEL, _CONIC, _HALO = 1.3, 1.8, 1.4
_FAINT = 0.35
_MEAN = 44.0  # pixels: the mean half axis of the conic
_FARTHEST = 0.34  # of the smaller side of the plot: as far as it reaches
_DASH = (6.0, 4.0)
_STEPS = 96


class ModelContours(SpotLayer):
    """Where the quadratic model has the values of the contours of f, over them."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage, image)
        self._of: tuple[object, object] = (None, None)
        self._lines: list[QLineF] = []
        self.setZValue(3)

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        plane, place = self.image.plane, self.stage.place
        if plane is None or not plane.model:
            return
        if self._of[0] is not plane.model or self._of[1] != place:
            self._lines = [QLineF(*each) for each in pieces_of(plane.model, place).tolist()]
            self._of = (plane.model, place)
        look = self.stage.look
        for color, width in ((halo, _MODEL + 2 * _HALO), (look.curve(MODEL_COLOR, False), _MODEL)):
            shown = QColor(color)
            shown.setAlphaF(_FAINT if color == halo else 1.0)
            pen = QPen(shown, width * look.lines)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLines(self._lines)


class Conic(SpotLayer):
    """The curves on which the second-order part of f is constant: an ellipse, or a hyperbola.

    Solid where f bends up, dashed where it bends down. Its size says nothing, its shape all: it
    reaches farthest where f bends least.
    """

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage, image)
        self.setZValue(4.5)

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        shape, plane, place = spot.quadratic, self.image.plane, self.stage.place
        if plane is None or not plane.marks.conic or shape is None or shape.axes is None:
            return
        for up, line in conic(shape, place):
            pixels = line + np.array([center.x(), center.y()])
            path = QPainterPath()
            path.addPolygon(QPolygonF([QPointF(*each) for each in pixels.tolist()]))
            for color, more in ((halo, 2 * _HALO), (ink, 0.0)):
                pen = QPen(QColor(color), _CONIC + more)
                if not up and not more:
                    pen.setDashPattern([part / _CONIC for part in _DASH])
                    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(path)


def conic(shape: Quadratic, place: Place) -> list[tuple[bool, Array]]:
    """The lines around the point in pixels (n, 2), and whether f bends up along each.

    They are where d'H d is one constant, and its negative for a hyperbola. Empty without a
    Hessian that bends.
    """
    assert shape.axes is not None
    scaled = np.abs(shape.eigenvalues)
    largest = float(scaled.max(initial=0.0))
    if not largest > 0:
        return []
    bends = np.sqrt(np.maximum(scaled / largest, 1e-12))  # half axes are 1 over these
    mean = _MEAN * math.sqrt(float(bends.prod()))
    far = _FARTHEST * min(place.width, place.height)
    ways = shape.axes / np.array([[place.x_unit], [-place.y_unit]]) * place.x_unit
    reach = np.maximum(mean, 0.45 * _MEAN * bends.max()) / bends
    if shape.up and shape.down:
        return _hyperbolas(shape, ways, reach, far)
    up = shape.up > 0
    if reach.max() > far:
        return [(up, (ways @ side).T) for side in _sides(reach, far)]
    angle = np.linspace(0.0, 2 * math.pi, _STEPS + 1)
    return [(up, (ways @ (reach[:, None] * (np.cos(angle), np.sin(angle)))).T)]


def _sides(reach: Array, far: float) -> list[Array]:
    """The two long sides of an ellipse that reaches too far, as (2, n) along its axes."""
    long = int(reach.argmax())
    along = np.linspace(-far, far, _STEPS)
    across = reach[1 - long] * np.sqrt(1 - (along / reach[long]) ** 2)
    pair = [np.stack([along, side * across]) for side in (1.0, -1.0)]
    return pair if long == 0 else [each[::-1] for each in pair]


def _hyperbolas(
    shape: Quadratic, ways: Array, reach: Array, far: float
) -> list[tuple[bool, Array]]:
    most = math.acosh(max(far / float(reach.min()), 1.0)) + 0.2
    grow = np.linspace(-most, most, _STEPS)
    found: list[tuple[bool, Array]] = []
    for along in (0, 1):
        across = 1 - along
        for side in (1.0, -1.0):
            branch = np.empty((2, _STEPS))
            branch[along] = side * reach[along] * np.cosh(grow)
            branch[across] = reach[across] * np.sinh(grow)
            up = bool(shape.eigenvalues[along] > 0)
            found += [(up, part) for part in _near((ways @ branch).T, far)]
    return found


def _near(line: Array, far: float) -> list[Array]:
    """The parts of a line that lie within a distance of the point."""
    inside = np.hypot(line[:, 0], line[:, 1]) <= far
    edges = np.flatnonzero(np.diff(inside)) + 1
    parts = np.split(line, edges)
    first = bool(inside[0])
    return [part for k, part in enumerate(parts) if (k % 2 == 0) == first and len(part) > 1]

"""What stands at the point of a field: the gradient, the axes of the Hessian, the probe."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.choices import USUAL_MARKS
from gui.plots.color_maps import line_ink
from gui.plots.marks import Probe
from gui.plots.stage import Layer, Stage, round_pen

if TYPE_CHECKING:
    from core.choices import Marks
    from core.frame import Spot
    from gui.plots.field_layers import FieldImage

_ARROW, _HEAD, _HALO = 3.2, 13.0, 2.0
_AXIS = 2.2
_SHORTEST, _LONGEST = 24.0, 120.0  # of an axis of the Hessian, in pixels
_LONGEST_SHARE = 0.22  # of the smaller side of the plot
_LEAST_ARROW, _MOST_ARROW = 18.0, 110.0
_DASH = (6.0, 4.0)
_NAME_PX = 16
_NEXT = 11.0


class SpotLayer(Layer):
    """Abstract: something drawn at the point, on its halo."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage)
        self.image = image

    def draw(self, painter: QPainter) -> None:
        plane, shade = self.image.plane, self.image.shade
        if plane is None or shade is None or plane.held:
            return
        place, (x, y) = self.stage.place, plane.spot.at[:2]
        center = QPointF(place.column(x), place.row(y))
        if not place.holds(center.x(), center.y()):
            return
        painter.save()
        painter.setClipRect(QRectF(place.left, place.top, place.width, place.height))
        self.paint_at(painter, center, plane.spot, *line_ink(shade.signed, self.stage.look.theme))
        painter.restore()

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        """Paint around the point; abstract."""
        raise NotImplementedError

    @property
    def marks(self) -> Marks:
        """What is to be drawn."""
        return self.image.plane.marks if self.image.plane is not None else USUAL_MARKS

    def name(self, painter: QPainter, latex: str, at: QPointF, ink: str, halo: str) -> None:
        """A name with its middle at a pixel."""
        outline = self.stage.name(latex, _NAME_PX)
        if outline is not None:
            left, top = at.x() - outline.width / 2, at.y() - outline.height / 2
            write = outline.paint if self.stage.look.vector else outline.stamp
            write(painter, left, top + outline.above, ink, halo)


class GradientArrow(SpotLayer):
    """The gradient: the direction of steepest rise; longer where it is steeper."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage, image)
        self.setZValue(6)

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        tip = self._tip(center, spot)
        if tip is None or not self.marks.gradient:
            return
        back = QPointF(center - tip)
        along = back / math.hypot(back.x(), back.y())
        across = QPointF(-along.y(), along.x())
        neck = tip + along * _HEAD
        head = QPolygonF([tip, neck + across * (_HEAD * 0.42), neck - across * (_HEAD * 0.42)])
        for color, more in ((halo, 2 * _HALO), (ink, 0.0)):
            painter.setPen(round_pen(color, _ARROW + more))
            painter.drawLine(center, neck)
            painter.setPen(round_pen(color, more) if more else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            painter.drawPolygon(head)
        self.name(painter, r"\nabla " + (spot.name or "f"), tip - along * _NEXT * 1.4, ink, halo)

    def _tip(self, center: QPointF, spot: Spot) -> QPointF | None:
        """Where the arrow ends; its length grows like x / (1 + x), so that it stays in the view."""
        if spot.gradient is None or not np.isfinite(spot.gradient).all():
            return None
        place = self.stage.place
        across, down = spot.gradient[0] / place.x_unit, -spot.gradient[1] / place.y_unit
        length = math.hypot(across, down)
        shade = self.image.shade
        if length == 0 or shade is None:
            return None
        steep = float(np.hypot(*spot.gradient)) * place.width * place.x_unit
        share = steep / (steep + max(shade.high - shade.low, 1e-300))
        most = min(_MOST_ARROW, 0.3 * min(place.width, place.height))
        reach = _LEAST_ARROW + (most - _LEAST_ARROW) * share
        return center + QPointF(across, down) * (reach / length)


class HessianAxes(SpotLayer):
    """The eigenvectors of the Hessian: solid where f bends up, dashed where it bends down."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage, image)
        self.setZValue(5)

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        shape, place = spot.quadratic, self.stage.place
        if shape is None or shape.axes is None or self._among_arrows() or not self.marks.axes:
            return
        sizes = np.sqrt(np.abs(shape.eigenvalues))
        longest = min(_LONGEST, _LONGEST_SHARE * min(place.width, place.height))
        whole = max(float(sizes.max(initial=0.0)), 1e-300)
        for number, (value, size) in enumerate(zip(shape.eigenvalues, sizes, strict=True)):
            x, y = (float(each) for each in shape.axes[:, number])
            way = QPointF(x / place.x_unit, -y / place.y_unit)
            way /= math.hypot(way.x(), way.y())
            reach = max(longest * float(size) / whole, min(_SHORTEST, longest))
            ends = center - way * reach, center + way * reach
            for color, more in ((halo, 2 * _HALO), (ink, 0.0)):
                pen = round_pen(color, _AXIS + more)
                if value < 0 and not more:
                    pen.setDashPattern([part / _AXIS for part in _DASH])
                    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(*ends)
            low = ends[0] if ends[0].y() > ends[1].y() else ends[1]
            beyond = low - center
            beyond /= max(math.hypot(beyond.x(), beyond.y()), 1e-300)
            self.name(painter, rf"\lambda_{number + 1}", low + beyond * _NEXT, ink, halo)

    def _among_arrows(self) -> bool:
        """One more line would not be told from the arrows."""
        return self.image.plane is not None and self.image.plane.arrows is not None


class PlaneProbe(Probe):
    """The point in a field; small in the fields beside the large one."""

    def __init__(self, stage: Stage, image: FieldImage, share: float = 1.0) -> None:
        super().__init__(stage)
        self._image, self._share = image, share

    def spot(self) -> QPointF | None:
        plane, place = self._image.plane, self.stage.place
        if plane is None:
            return None
        x, y = plane.spot.at[:2]
        if not (place.x_min <= x <= place.x_max and place.y_min <= y <= place.y_max):
            return None
        return QPointF(place.column(x), place.row(y))

    def draw(self, painter: QPainter) -> None:
        spot, plane = self.spot(), self._image.plane
        if spot is None or plane is None:
            return
        self.paint_discs(
            painter, spot, hollow=plane.held or plane.spot.value is None, held=plane.held,
            share=self._share,
        )  # fmt: skip

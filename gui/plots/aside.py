"""The plane of two coordinates beside a Hessian: contours, the point, and the way down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from core.language.typeset import name_latex
from gui.plots.axes import BOTTOM, LEFT, Axes
from gui.plots.field_layers import Contours, FieldImage
from gui.plots.place import Place, equalled
from gui.plots.spot_layers import GradientArrow, PlaneProbe
from gui.plots.stage import Layer, Stage
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from core.document import Plane
    from core.frame import Frame, Spot
    from gui.plots.scene import CurveScene

TITLE = 24.0
LEAST = 96.0  # pixels: smaller, it is left out
_PROBE = 0.8


class Downhill(GradientArrow):
    """The gradient turned round: the direction of steepest fall."""

    def paint_at(
        self, painter: QPainter, center: QPointF, spot: Spot, ink: str, halo: str
    ) -> None:
        if spot.gradient is not None:
            turned = replace(spot, gradient=-spot.gradient, name=spot.name or "f")
            super().paint_at(painter, center, turned, ink, halo)

    def name(self, painter: QPainter, latex: str, at: QPointF, ink: str, halo: str) -> None:
        super().name(painter, f"-{latex}", at, ink, halo)


class Heading(Layer):
    """Says which plane it is, and what its colours are."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage)
        self._image = image
        self.setZValue(3)

    def draw(self, painter: QPainter) -> None:
        plane, place = self._image.plane, self.stage.place
        if plane is None:
            return
        painter.setFont(ui_font(SMALL_PX, QFont.Weight.DemiBold))
        painter.setPen(QColor(self.stage.look.theme.muted))
        box = QRectF(place.left - LEFT, place.top - TITLE - 2, place.width + LEFT, TITLE)
        flags = Qt.AlignmentFlag.AlignVCenter
        said = f"Plane of two coordinates, colour is {plane.name or 'f'}"
        if painter.fontMetrics().horizontalAdvance(said) > box.width():
            said = "Plane of two coordinates"
        painter.drawText(box, flags, said)


class Aside:
    """The pane of `frame.aside`, with axes of its own."""

    items = ()

    def __init__(self, scene: CurveScene, stage: Stage) -> None:
        self.stage = stage
        self.axes = Axes(stage)
        self.image = FieldImage(stage, 0)
        self.contours = Contours(stage, self.image)
        self.arrow = Downhill(stage, self.image)
        self.probe = PlaneProbe(stage, self.image, _PROBE)
        self.heading = Heading(stage, self.image)
        self.shown = False
        for layer in self.every():
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    def every(self) -> tuple[Layer, ...]:
        """All its layers, seen or not."""
        return (self.axes, self.image, self.contours, self.arrow, self.probe, self.heading)

    def layers(self) -> tuple[Layer, ...]:
        """The layers that are seen."""
        return self.every() if self.shown else ()

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take the plane of a frame."""
        del before
        self.stage.hurried = frame.draft
        self.image.plane = frame.aside
        if frame.aside is not None:
            across, up = frame.aside.variables
            self.axes.x_name, self.axes.y_name = name_latex(across), name_latex(up)

    def lay(self) -> None:
        """Nothing stands in another's way."""

    def look(self, plane: Plane) -> None:
        """Show these ranges; one unit is as long down as across."""
        place = replace(
            self.place, x_min=plane.x_min, x_max=plane.x_max, y_min=plane.y_min, y_max=plane.y_max
        )
        self.stage.place = equalled(place.settled())

    def lay_out(self, box: QRectF) -> None:
        """Stand in a box, no taller than wide: the samples reach no further. On paper the field is
        as wide as tall, for what lies outside is not cut off in every format.
        """
        wide = max(box.width() - LEFT, 1.0)
        high = min(max(box.height() - TITLE - BOTTOM, 1.0), wide)
        wide = high if self.stage.look.vector else wide
        self.shown = min(wide, high) >= LEAST
        for layer in self.every():
            layer.setVisible(self.shown)
        place = replace(
            self.place, left=box.left() + LEFT, top=box.top() + TITLE, width=wide, height=high
        )
        self.stage.place = equalled(place)

    def holds(self, spot: QPointF) -> bool:
        """Whether a pixel lies in the field."""
        return self.shown and self.place.holds(spot.x(), spot.y())

    def near(self, spot: QPointF) -> bool:
        """Whether a press here takes the point."""
        return self.holds(spot) and self.probe.near(spot)

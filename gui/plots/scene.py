"""The scene of a plot: the layers that the screen and the export share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF

from gui.plots.axes import BOTTOM, RIGHT, TOP, frame_of, left_margin
from gui.plots.family import family_words
from gui.plots.pane import Pane
from gui.plots.place import Place
from gui.plots.stage import Layer, Look, Stage, bare
from gui.plots.ticks import coordinate, readout

if TYPE_CHECKING:
    from core.frame import Frame, FreePoint, Point
    from gui.maths import Typesetting
    from gui.plots.marks import Probe, TangentLayer
    from gui.plots.names import Names


class CurveScene(pg.GraphicsScene):
    """Everything that is drawn of a frame, in one pane. `show_frame` only takes what changed.

    The layers paint in pixels (float64 all the way), so that a zoom of 1e-12 does not shake.
    """

    x_only = False  # whether only x can be zoomed and panned

    def __init__(self, look: Look, typesetting: Typesetting) -> None:
        super().__init__()
        self.typesetting = typesetting
        self.frame: Frame | None = None
        self.head: float = TOP
        self.area = QRectF(0, 0, 1, 1)
        self.panes = self._panes(look)
        self.panes[0].axes.alone = len(self.panes) == 1
        typesetting.arrived.connect(self._lay)

    @property
    def pane(self) -> Pane:
        """The pane with f and the point."""
        return self.panes[0]

    @property
    def stage(self) -> Stage:
        return self.pane.stage

    @property
    def place(self) -> Place:
        return self.pane.place

    @property
    def probe(self) -> Probe:
        return self.pane.probe

    @property
    def tangent(self) -> TangentLayer:
        return self.pane.tangent

    @property
    def names(self) -> Names:
        return self.pane.names

    def set_size(self, width: float, height: float, head: float = TOP) -> None:
        """Lay the scene out for so many pixels; `head` is what stays free above the plot."""
        self.head = head
        self.area = QRectF(0, 0, max(width, 1), max(height, 1))
        for layer in self.layers():
            layer.prepareGeometryChange()
        for pane in self.panes:
            pane.stage.area = self.area
        self.setSceneRect(self.area)
        self.move(self.place)

    def move(self, place: Place) -> None:
        """Show the ranges of this place; its pixels are laid out anew."""
        self._spread(place.settled())
        self._lay()

    def set_look(self, look: Look) -> None:
        """Draw in this look from now on."""
        for pane in self.panes:
            pane.stage.look = look
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """Take what changed of a frame; the ranges stay as they are."""
        before = self.frame
        if before is frame:
            return
        self.frame = frame
        for pane in self.panes:
            pane.show_frame(frame, before)
        self._lay()

    def layers(self) -> tuple[Layer, ...]:
        """Every layer, curves included."""
        return tuple(layer for pane in self.panes for layer in pane.layers())

    def pane_at(self, spot: QPointF) -> Pane | None:
        """The pane under a pixel."""
        return next((each for each in self.panes if each.place.holds(spot.x(), spot.y())), None)

    def ground(self) -> QRectF:
        """The frame around all panes."""
        first, last = frame_of(self.panes[0].place), frame_of(self.panes[-1].place)
        return first.united(last)

    def grip(self, spot: QPointF) -> QPointF | None:
        """The middle of the probe where a press here takes it."""
        return self.probe.spot() if self.probe.near(spot) else None

    def describe(self) -> str:
        """What is seen, in one or two sentences."""
        frame = self.frame
        if frame is None or not (frame.curves or frame.free_points):
            return "Plot without curves."
        names = ", ".join(curve.name for curve in frame.curves)
        seen = f"Plot of {names}." if names else "Plot."
        axes = [name for name, on in (("x", self.place.x_log), ("y", self.place.y_log)) if on]
        seen += f" Logarithmic {' and '.join(axes)}." if axes else ""
        seen += f" Family {family_words(frame.members)}." if frame.members else ""
        seen = " ".join([seen, *map(_free_words, frame.free_points)])
        return f"{seen} {_point_words(frame.point)}".strip() if frame.point else seen

    def _panes(self, look: Look) -> tuple[Pane, ...]:
        return (Pane(self, Stage(look, self.typesetting, Place(), self.area)),)

    def _spread(self, place: Place) -> None:
        """Give every pane its part of the area and its ranges."""
        height = max(self.area.height() - self.head - BOTTOM, 1.0)
        place = replace(place, top=self.head, height=height)
        left = left_margin(place)
        width = max(self.area.width() - left - RIGHT, 1.0)
        self.pane.stage.place = replace(place, left=left, width=width)

    def _lay(self) -> None:
        for pane in self.panes:
            pane.lay()
        self.update()


def _free_words(point: FreePoint) -> str:
    if point.x is None or point.y is None:
        return f"{point.name or 'A point'} has no place.".strip()
    return f"{point.name or 'Point'} at ({coordinate(point.x)}, {coordinate(point.y)})."


def _point_words(point: Point) -> str:
    readings = point.readings
    value = readings[0].value if readings else None
    said = f"{bare(point.name)} = {readout(value)}" if value is not None else "no value here"
    words = f"Point {point.variable} = {coordinate(point.x)}, {said}"
    slope = readings[1].value if len(readings) > 1 else None
    return f"{words}, slope {readout(slope)}." if slope is not None else f"{words}."

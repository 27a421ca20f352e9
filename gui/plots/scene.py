"""The scene of a plot: the layers that the screen and the export share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QRectF

from core.language.typeset import name_latex
from gui.plots.axes import BOTTOM, RIGHT, TOP, Axes, left_margin
from gui.plots.curve_item import CurveItem
from gui.plots.marks import Probe, TangentLayer
from gui.plots.names import Names
from gui.plots.place import Place, sane
from gui.plots.stage import Layer, Look, Stage, bare
from gui.plots.ticks import coordinate, readout

if TYPE_CHECKING:
    from core.document import Document, Formula
    from core.frame import Curve, Frame, Point
    from gui.maths import Typesetting


class CurveScene(pg.GraphicsScene):
    """Everything that is drawn of a frame. `show_frame` only takes what changed.

    The ranges live in a pyqtgraph ViewBox; its mouse is off, and the layers paint in pixels
    (float64 all the way), so that a zoom of 1e-12 does not shake.
    """

    def __init__(self, look: Look, typesetting: Typesetting) -> None:
        super().__init__()
        self.stage = Stage(look, typesetting, Place(), QRectF(0, 0, 1, 1))
        self.typesetting = typesetting
        self.frame: Frame | None = None
        self.head = TOP
        self.view = pg.ViewBox(enableMouse=False, enableMenu=False)
        self.axes = Axes(self.stage)
        self.tangent = TangentLayer(self.stage)
        self.names = Names(self.stage)
        self.probe = Probe(self.stage)
        self.curves: dict[tuple[int, int], CurveItem] = {}
        self.addItem(self.view)
        for layer in self._fixed():
            self.addItem(layer)
        typesetting.arrived.connect(self.update)

    @property
    def place(self) -> Place:
        return self.stage.place

    def set_size(self, width: float, height: float, head: float = TOP) -> None:
        """Lay the scene out for so many pixels; `head` is what stays free above the plot."""
        self.head = head
        for layer in self.layers():
            layer.prepareGeometryChange()
        self.stage.area = QRectF(0, 0, max(width, 1), max(height, 1))
        self.setSceneRect(self.stage.area)
        self.move(self.place)

    def move(self, place: Place) -> None:
        """Show the ranges of this place; its pixels are laid out anew."""
        x_min, x_max = sane(place.x_min, place.x_max)
        y_min, y_max = sane(place.y_min, place.y_max)
        self.view.setRange(xRange=(x_min, x_max), yRange=(y_min, y_max), padding=0)
        area = self.stage.area
        height = max(area.height() - self.head - BOTTOM, 1.0)
        place = replace(
            place, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max, top=self.head, height=height
        )
        left = left_margin(place)
        width = max(area.width() - left - RIGHT, 1.0)
        self.stage.place = replace(place, left=left, width=width)
        self.view.setGeometry(QRectF(left, self.head, width, height))
        self._lay_names()
        self.update()

    def set_look(self, look: Look) -> None:
        """Draw in this look from now on."""
        self.stage.look = look
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """Take what changed of a frame; the ranges stay as they are."""
        before = self.frame
        if before is frame:
            return
        self.frame = frame
        if before is None or not (
            before.curves is frame.curves and before.document.formulas is frame.document.formulas
        ):
            self._take_curves(frame)
        self._take_point(frame)
        self.axes.x_name = name_latex(_variable(frame))
        self._lay_names()
        self.update()

    def layers(self) -> tuple[Layer, ...]:
        """Every layer, curves included."""
        return (*self._fixed(), *self.curves.values())

    def describe(self) -> str:
        """What is seen, in one or two sentences."""
        frame = self.frame
        if frame is None or not frame.curves:
            return "Plot without curves."
        seen = f"Plot of {', '.join(curve.name for curve in frame.curves)}."
        return f"{seen} {_point_words(frame.point)}".strip() if frame.point else seen

    def _fixed(self) -> tuple[Layer, ...]:
        return (self.axes, self.tangent, self.names, self.probe)

    def _take_curves(self, frame: Frame) -> None:
        wanted = {(curve.key, curve.order): curve for curve in frame.curves}
        for key in [key for key in self.curves if key not in wanted]:
            self.removeItem(self.curves.pop(key))
        for key, curve in wanted.items():
            color = _color(frame.document, curve)
            if key in self.curves:
                self.curves[key].show(curve, color)
            else:
                self.curves[key] = CurveItem(self.stage, curve, color)
                self.curves[key].show(curve, color)
                self.addItem(self.curves[key])
        self.names.curves = self.tangent.curves = [self.curves[key] for key in wanted]

    def _take_point(self, frame: Frame) -> None:
        point = frame.point
        formula = _formula(frame.document, point)
        self.probe.point = point
        self.tangent.point = point if formula and formula.tangent else None
        self.tangent.color = formula.color(0) if formula else None

    def _lay_names(self) -> None:
        """Tell the names what they must not cover."""
        taken = []
        spot = self.probe.spot()
        if spot is not None:
            taken.append(QRectF(spot.x() - 10, spot.y() - 10, 20, 20))
        tangent = self.tangent.tangent()
        if tangent is not None:
            taken += [each.box for each in tangent.words]
        self.names.taken = taken
        self.names.line = tangent.line if tangent else None


def _color(document: Document, curve: Curve) -> int | None:
    row = next((row for row in document.formulas if row.key == curve.key), None)
    return row.color(curve.order) if row else None


def _formula(document: Document, point: Point | None) -> Formula | None:
    if point is None:
        return None
    return next((row for row in document.formulas if row.key == point.key), None)


def _variable(frame: Frame) -> str:
    """The name of the horizontal axis: the point's variable, else that of any row."""
    if frame.point is not None:
        return frame.point.variable
    return next((row.variables[0] for row in frame.rows if row.variables), "x")


def _point_words(point: Point) -> str:
    readings = point.readings
    value = readings[0].value if readings else None
    said = f"{bare(point.name)} = {readout(value)}" if value is not None else "no value here"
    words = f"Point {point.variable} = {coordinate(point.x)}, {said}"
    slope = readings[1].value if len(readings) > 1 else None
    return f"{words}, slope {readout(slope)}." if slope is not None else f"{words}."

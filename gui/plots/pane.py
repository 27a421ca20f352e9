"""Pane: one plot of a scene, with its axes, its curves and all that is marked on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from core.language.typeset import name_latex
from gui.plots.axes import Axes
from gui.plots.curvature import Curvature
from gui.plots.curve_item import CurveItem
from gui.plots.edges import Asymptotes, Ends
from gui.plots.family import FamilyLayer
from gui.plots.free_points import FreePoints
from gui.plots.haze_layer import HazeLayer
from gui.plots.landmarks import Landmarks
from gui.plots.marks import Probe, TangentLayer
from gui.plots.names import Names
from gui.plots.overlays import Overlays
from gui.plots.pins import Pins
from gui.plots.samples import SampleDots

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGraphicsScene

    from core.document import Document, Formula
    from core.frame import Curve, Frame, Point
    from gui.plots.place import Place
    from gui.plots.stage import Layer, Stage
    from gui.plots.thread import Crossing


class Pane:
    """The layers of one plot, which look at the same stage.

    It shows the curves of the orders of derivative from `lowest` to `highest`; what belongs to f
    (tangent, pins, overlays) only where f is among them. A pane with a `crossing` says its value
    at the point; then its curve needs no name as long as it is the only one.
    """

    def __init__(
        self,
        scene: QGraphicsScene,
        stage: Stage,
        lowest: int = 0,
        highest: int = 99,
        crossing: type[Crossing] | None = None,
    ) -> None:
        self.stage, self.lowest, self.highest = stage, lowest, highest
        self.axes = Axes(stage)
        self.asymptotes, self.ends = Asymptotes(stage), Ends(stage)
        self.landmarks = Landmarks(stage, lowest)
        self.family = FamilyLayer(stage, lowest, highest)
        self.free_points = FreePoints(stage)
        self.tangent, self.curvature = TangentLayer(stage), Curvature(stage)
        self.overlays, self.pins = Overlays(stage), Pins(stage)
        self.names, self.probe = Names(stage), Probe(stage)
        self.samples, self.haze = SampleDots(stage), HazeLayer(stage)
        self.crossing = crossing(stage, lowest) if crossing else None
        self.curves: dict[tuple[int, int], CurveItem] = {}
        self._scene = scene
        for layer in self._fixed():
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    @property
    def items(self) -> tuple[CurveItem, ...]:
        """The curves in the order of the frame."""
        return tuple(self.curves.values())

    def layers(self) -> tuple[Layer, ...]:
        """Every layer, curves included."""
        return (*self._fixed(), *self.curves.values())

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take what changed of a frame; `lay` puts it in its place."""
        self.stage.hurried = frame.draft
        if before is None or not (
            before.curves is frame.curves and before.document.formulas is frame.document.formulas
        ):
            self._take_curves(frame)
        self._take_point(frame)
        self.axes.x_name = name_latex(_variable(frame))
        for layer in self._fixed():
            layer.take(frame, self.items)

    def lay(self) -> None:
        """Put marks and words where they do not cover one another."""
        taken: list[QRectF] = []
        spot = self.probe.spot()
        if spot is not None:
            taken.append(QRectF(spot.x() - 10, spot.y() - 10, 20, 20))
        for layer in (self.family, self.landmarks, self.ends, self.free_points, self.haze):
            taken += layer.lay(tuple(taken))
        self.tangent.marks = tuple(taken)
        tangent = self.tangent.tangent()
        if tangent is not None:
            taken += [each.box for each in tangent.words]
        taken += self.curvature.lay(tuple(taken))
        lines = self.curvature.lines()
        lines = [tangent.pieces, *lines] if tangent else lines
        self.pins.others = lines
        if self.crossing is not None:
            self.crossing.lines = lines
            taken += self.crossing.lay(tuple(taken))
        taken += self.pins.lay(tuple(taken))
        self.overlays.others = [*lines, *self.pins.lines()]
        taken += self.overlays.lay(tuple(taken))
        self.names.taken = taken
        self.names.lines = [*lines, *self.overlays.lines(), *self.family.lines()]

    def _fixed(self) -> tuple[Layer, ...]:
        every: tuple[Layer, ...] = (
            self.axes, self.haze, self.asymptotes, self.family, self.landmarks, self.ends,
            self.names, self.samples,
        )  # fmt: skip
        if self.crossing is not None:
            every = (*every, self.crossing)
        if self.lowest:
            return every
        of_f = (self.tangent, self.curvature, self.overlays, self.pins, self.free_points)
        return (*every, *of_f, self.probe)

    def _take_curves(self, frame: Frame) -> None:
        wanted = {
            (curve.key, curve.order): curve
            for curve in frame.curves
            if self.lowest <= curve.order <= self.highest
        }
        for key in [key for key in self.curves if key not in wanted]:
            self._scene.removeItem(self.curves.pop(key))
        for key, curve in wanted.items():
            color = color_of(frame.document, curve)
            if key in self.curves:
                self.curves[key].show(curve, color)
            else:
                self.curves[key] = CurveItem(self.stage, curve, color)
                self._scene.addItem(self.curves[key])
        self.curves = {key: self.curves[key] for key in wanted}
        self.names.curves = self.tangent.curves = self.items
        if self.crossing is not None and len(self.items) < 2:
            self.names.curves = ()

    def _take_point(self, frame: Frame) -> None:
        if self.lowest:
            return
        point = frame.point
        formula = _formula(frame.document, point)
        self.probe.point = point
        self.tangent.point = point if formula and formula.tangent else None
        self.tangent.color = formula.color(0) if formula else None


def color_of(document: Document, curve: Curve) -> int | None:
    """The place in the palette of a curve."""
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

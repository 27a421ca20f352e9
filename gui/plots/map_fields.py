"""The plot of a map as a field: a number of its Jacobian in colours, or the flow as arrows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core.map_frame import SHADE_WORDS
from core.words import plain_name
from gui.plots.map_layers import HEADING, OF_X, OF_Y, EigenWays, Heading, NullClines
from gui.plots.place import Place
from gui.plots.plane_scene import PlanePane, PlaneScene
from gui.plots.planes import PlanePlot
from gui.plots.stage import Stage
from gui.plots.ticks import coordinate, readout

if TYPE_CHECKING:
    from core.frame import Frame, PlaneFrame
    from core.map_frame import MapFrame
    from gui.plots.scene import CurveScene
    from gui.plots.stage import Layer, Look


class MapPane(PlanePane):
    """The plane of the variables of a map, with what is drawn at its point."""

    def __init__(self, scene: CurveScene, stage: Stage) -> None:
        super().__init__(scene, stage, 0)
        self.heading = Heading(stage)
        self.nullclines, self.ways = NullClines(stage), EigenWays(stage, self.image)
        more: tuple[Layer, ...] = (self.heading, self.nullclines, self.ways)
        self._layers = (*self._layers, *more)
        for layer in more:
            scene.addItem(layer)

    def plane_of(self, frame: Frame) -> PlaneFrame | None:
        return frame.map.field if frame.map is not None else None

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        super().show_frame(frame, before)
        shown = frame.map
        self.nullclines.map = shown
        self.ways.map = shown if shown is not None and shown.view == "flow" else None
        shade = self.image.shade
        if shown is not None and shade is not None:
            named = zip((OF_X, OF_Y), shown.components, strict=False)
            self.heading.samples = (
                tuple((color, f"{plain_name(name)} = 0") for color, name in named)
                if shown.nullclines else ()
            )  # fmt: skip
            self.heading.text = SHADE_WORDS[shade.what].format(name=shown.name or "F")


class MapFieldScene(PlaneScene):
    """One field with its scale of colours."""

    def describe(self) -> str:
        shown = self.frame.map if self.frame is not None else None
        if shown is None or shown.field is None:
            return "Field."
        kind = "Flow" if shown.view == "flow" else self.panes[0].heading.text  # pyright: ignore[reportAttributeAccessIssue]
        return f"{kind} of {shown.name}. {map_words(shown)}"

    def _panes(self, look: Look) -> tuple[MapPane, ...]:
        return (MapPane(self, Stage(look, self.typesetting, Place(), self.area)),)

    def _spread(self, place: Place) -> None:
        head, self.head = self.head, self.head + HEADING
        super()._spread(place)
        self.head = head


class MapFieldPlot(PlanePlot):
    """The field of a map; both axes have one scale."""

    scene_type = MapFieldScene

    def plane_of(self, frame: Frame) -> PlaneFrame | None:
        return frame.map.field if frame.map is not None else None


def map_words(shown: MapFrame) -> str:
    """Where the point of a map stands, and what it comes to there."""
    place = ", ".join(
        f"{name} = {coordinate(x)}" for name, x in zip(shown.variables, shown.at, strict=True)
    )
    if len(shown.at) > 3:
        place = f"of {len(shown.at)} variables"
    if shown.value is None:
        return f"Point {place}, no value here."
    said = f"Point {place}"
    if len(shown.value) <= 3:
        said += f", {shown.name} = ({', '.join(map(readout, shown.value.tolist()))})"
    shape = shown.linear
    if shape is None:
        return f"{said}."
    if shape.determinant is not None and math.isfinite(shape.determinant):
        said += f", det J = {readout(shape.determinant)}"
    words = [each for each in (shape.orientation, shape.word and f"{shape.word}.") if each]
    return " ".join([f"{said}.", *words])

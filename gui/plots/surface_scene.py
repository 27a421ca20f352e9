"""The scene of a surface: a box in space with the graph of a function of two variables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from core.language.typeset import name_latex
from gui.plots.axes import BOTTOM, RIGHT, Axes, left_margin
from gui.plots.field_layers import BAR, ColorBar, FieldImage
from gui.plots.free_points import FreePoints
from gui.plots.place import Place
from gui.plots.scene import CurveScene
from gui.plots.stage import Layer, Stage
from gui.plots.surface_box import BoxLayer, ColorsName
from gui.plots.surface_critical import SurfaceCriticals
from gui.plots.surface_layers import SurfaceBody, SurfaceLines
from gui.plots.surface_spot import (
    DropLine,
    ModelSheet,
    SurfaceGradient,
    SurfaceProbe,
    TangentSheet,
    sheet_of,
)
from gui.plots.terrain import Terrain
from gui.plots.ticks import coordinate, readout

if TYPE_CHECKING:
    from core.frame import Frame, Spot
    from core.viewport import Camera
    from gui.maths import Typesetting
    from gui.plots.stage import Look

_BAR_ROOM = 44.0  # under the surface: the bar and its numbers, as in a field


class SurfacePane:
    """The layers of a surface; the ranges of its place are those of the field."""

    def __init__(self, scene: CurveScene, stage: Stage, terrain: Terrain) -> None:
        self.stage, self.terrain = stage, terrain
        self.axes = Axes(stage)  # not drawn: a box has its own
        self.box = BoxLayer(stage, terrain)
        self.body, self.colors_name = SurfaceBody(stage, terrain), ColorsName(stage, terrain)
        self.probe = SurfaceProbe(stage, terrain)
        self.free_points, self.landmarks = FreePoints(stage), SurfaceCriticals(stage, terrain)
        self.items = ()
        self._layers: tuple[Layer, ...] = (
            self.box, DropLine(stage, terrain, over=False), self.body,
            SurfaceLines(stage, terrain), DropLine(stage, terrain, over=True),
            TangentSheet(stage, terrain), ModelSheet(stage, terrain),
            SurfaceGradient(stage, terrain), self.landmarks, self.probe, self.colors_name,
        )  # fmt: skip
        for layer in self._layers:
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    def layers(self) -> tuple[Layer, ...]:
        """Every layer of the pane."""
        return self._layers

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take the surface of a frame."""
        del before
        plane = self.terrain.plane = frame.plane
        self.stage.hurried = frame.draft
        if plane is not None:
            x, y = map(name_latex, plane.variables)
            self.box.names = (x, y, plane.shades[0].latex)

    def lay(self) -> None:
        """Put the tangent plane where the point is."""
        view, plane = self.terrain.view(), self.terrain.plane
        wanted = plane is not None and plane.marks.tangent and not plane.held
        self.body.sheet = sheet_of(view, plane.spot) if wanted and view is not None else None  # type: ignore[union-attr]
        self.landmarks.renew()


class SurfaceScene(CurveScene):
    """A surface with its colour bar, as the camera sees it.

    With `hurry` the next pictures are rough, for something moves; `rest` makes them fine again.
    """

    def __init__(self, look: Look, typesetting: Typesetting) -> None:
        self.terrain = Terrain()
        super().__init__(look, typesetting)
        self._colors = FieldImage(self.stage, 0)  # what the bar speaks of; not drawn
        self.bar = ColorBar(self.stage, self._colors)
        self.addItem(self.bar)
        self._spread(self.place)

    @property
    def surface(self) -> SurfacePane:
        """The pane of the surface."""
        return self.panes[0]  # pyright: ignore[reportReturnType]

    @property
    def camera(self) -> Camera:
        return self.terrain.camera

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere."""
        if camera != self.terrain.camera:
            self.terrain.camera = camera
            self._lay()

    def hurry(self, on: bool) -> None:
        """Draw roughly while something moves, or finely."""
        if on != self.terrain.quick:
            self.terrain.quick = on
            self.update()

    def show_frame(self, frame: Frame) -> None:
        plane = frame.plane
        self._colors.plane = plane
        self._colors.number = len(plane.shades) - 1 if plane is not None else 0
        super().show_frame(frame)

    def layers(self) -> tuple[Layer, ...]:
        return (*self.surface.layers(), self.bar) if hasattr(self, "bar") else ()

    def pane_at(self, spot: QPointF) -> SurfacePane | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self.surface if self.terrain.area.contains(spot) else None

    def ground(self) -> QRectF:
        return self.terrain.area.adjusted(1, 1, -1, -1)

    def describe(self) -> str:
        plane = self.frame.plane if self.frame is not None else None
        if plane is None:
            return "Surface."
        camera = self.camera
        seen = f"Surface of {plane.name}, turned to {coordinate(round(camera.turn))}°"
        return f"{seen}, tilted by {coordinate(round(camera.tilt))}°. {_spot_words(plane.spot)}"

    def _panes(self, look: Look) -> tuple[SurfacePane, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        stage = Stage(look, self.typesetting, Place(), self.area)
        return (SurfacePane(self, stage, self.terrain),)

    def _spread(self, place: Place) -> None:
        """As wide and high as the field would be, so that both show the same ranges."""
        height = max(self.area.height() - self.head - BOTTOM - _BAR_ROOM, 1.0)
        place = replace(place, top=self.head, height=height)
        left = left_margin(place)
        width = max(self.area.width() - left - RIGHT, 1.0)
        self.stage.place = place = replace(place, left=left, width=width)
        self.terrain.area = QRectF(0, self.head, self.area.width(), height + BOTTOM)
        if hasattr(self, "bar"):
            self.bar.box = QRectF(place.left, place.bottom + BOTTOM + 4, place.width, BAR)
        self.surface.colors_name.end = QPointF(place.right, place.bottom + BOTTOM + 4)


def _spot_words(spot: Spot) -> str:
    place = ", ".join(
        f"{name} = {coordinate(x)}" for name, x in zip(spot.variables, spot.at, strict=True)
    )
    said = f"{spot.name} = {readout(spot.value)}" if spot.value is not None else "no value here"
    word = f", {spot.quadratic.word.lower()}" if spot.quadratic is not None else ""
    return f"Point {place}, {said}{word}."

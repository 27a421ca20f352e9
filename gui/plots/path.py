"""The plot of a curve of two or three components: the point on it is dragged along it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from core.document import Camera, Plane
from core.language.typeset import name_latex
from gui.plots.axes import BOTTOM, RIGHT, Axes, left_margin
from gui.plots.free_points import FreePoints
from gui.plots.landmarks import Landmarks
from gui.plots.map_fields import map_words
from gui.plots.map_grid import fitted, steady
from gui.plots.path_layers import (
    Eye,
    MotionArrows,
    PathLayer,
    PathLine,
    PathProbe,
    SpaceBox,
    TouchingCircle,
)
from gui.plots.place import Place, equalled
from gui.plots.scene import CurveScene
from gui.plots.stage import Layer, Stage
from gui.plots.ticks import readout
from gui.plots.touch import Touch

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from core.document import Viewport
    from core.frame import Frame
    from core.map_frame import MapFrame
    from gui.maths import Typesetting
    from gui.plots.stage import Look

    Span = tuple[float, float, float, float]

_AROUND = 1.06  # times the half diagonal of the box: what is seen of space
_BESIDE = 14.0  # pixels: parts of the curve that are so near are told apart by their t
_STEPS = 800  # arrow keys from one end of the curve to the other
_FAST = 10
_DEGREES = 0.4  # for a pixel
_STEEPEST = 90.0
_ZOOMS = (0.2, 8.0)
_TURN, _TILT = 5.0, 5.0  # degrees for a key
_ARROWS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1,
}  # fmt: skip


class PathPane:
    """The layers of the view, all of which look at one curve."""

    def __init__(self, scene: CurveScene, stage: Stage) -> None:
        self.stage, self.items, self.eye = stage, (), Eye()
        self.axes = Axes(stage)
        self.free_points, self.landmarks = FreePoints(stage), Landmarks(stage, 0)
        self.line, self.circle = PathLine(stage, self.eye), TouchingCircle(stage, self.eye)
        self.arrows, self.box = MotionArrows(stage, self.eye), SpaceBox(stage, self.eye)
        self.probe = PathProbe(stage, self.eye)
        self.map: MapFrame | None = None
        for layer in (self.axes, *self._parts(), self.probe):
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    @property
    def in_space(self) -> bool:
        """Whether the curve has three components."""
        return self.map is not None and len(self.map.components) == 3

    def layers(self) -> tuple[Layer, ...]:
        """Every layer that is seen; in space a box stands for the axes."""
        axes = () if self.in_space else (self.axes,)
        return (*axes, *self._parts(), self.probe)

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take the curve of a frame."""
        del before
        self.map = self.probe.map = frame.map
        self.stage.hurried = frame.draft
        for layer in self._parts():
            layer.map = frame.map
        if frame.map is None:
            return
        rows = (each for each in frame.document.formulas if each.key == frame.map.key)
        row = next(rows, None)
        self.line.color = self.circle.color = row.color(0) if row is not None else 0
        self.axes.setVisible(not self.in_space)
        if len(frame.map.components) == 2:
            self.axes.x_name, self.axes.y_name = map(name_latex, frame.map.components)

    def lay(self) -> None:
        """Nothing stands in another's way."""

    def _parts(self) -> tuple[PathLayer, ...]:
        return (self.box, self.line, self.circle, self.arrows)


class PathScene(CurveScene):
    """A curve in the plane of its values, or in space as a camera sees it; at one scale.

    `chosen` are ranges that a person looks at; None while they are fitted.
    """

    def __init__(self, look: Look, typesetting: Typesetting) -> None:
        self.chosen: Plane | None = None
        self._span: Span | None = None
        self._of: tuple[object, ...] = ()
        super().__init__(look, typesetting)

    @property
    def part(self) -> PathPane:
        """The only pane."""
        return self.panes[0]  # pyright: ignore[reportReturnType]

    def show_frame(self, frame: Frame) -> None:
        shown = frame.map
        if shown is not None and shown.path is not None and len(shown.components) == 2:
            row, view = frame.row(frame.document.active), frame.viewport
            of = (row.latex if row else "", view.x_min, view.x_max)
            span = (*shown.path.span[0], *shown.path.span[1])
            self._span = steady(self._span if of == self._of else None, span)
            self._of = of
        super().show_frame(frame)
        self._spread(self.place)
        self.update()

    def look_from(self, camera: Camera) -> None:
        """See a curve in space from another side."""
        if camera != self.part.eye.camera:
            self.part.eye.camera = camera
            self._spread(self.place)
            self.update()

    def grip(self, spot: QPointF) -> QPointF | None:
        """The probe."""
        return self.part.probe.spot() if self.part.probe.near(spot) else None

    def describe(self) -> str:
        shown = self.frame.map if self.frame is not None else None
        if shown is None or shown.path is None:
            return "Curve."
        said = f"Curve of {shown.name}. {map_words(shown)}"
        if shown.path.speed is not None:
            said += f" Speed {readout(shown.path.speed)}."
        if shown.path.curvature is not None:
            said += f" Curvature {readout(shown.path.curvature)}."
        return said

    def _panes(self, look: Look) -> tuple[PathPane, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        return (PathPane(self, Stage(look, self.typesetting, Place(), self.area)),)

    def _spread(self, place: Place) -> None:
        height = max(self.area.height() - self.head - BOTTOM, 1.0)
        place = replace(place, top=self.head, height=height)
        left = 14.0 if self.part.in_space else left_margin(place)
        width = max(self.area.width() - left - RIGHT, 1.0)
        place = replace(place, left=left, width=width)
        self.part.stage.place = self._ranged(place)

    def _ranged(self, place: Place) -> Place:
        """The place with the ranges that are to be seen."""
        part = self.part
        if part.in_space and part.map is not None and part.map.path is not None:
            ends = np.array(part.map.path.span)
            x, y = part.eye.seen(ends.mean(axis=1)[None])[0].tolist()
            half = float(np.hypot.reduce(ends[:, 1] - ends[:, 0])) / 2 * _AROUND
            half /= part.eye.camera.zoom
            return fitted((x - half, x + half, y - half, y + half), place)
        if self.chosen is not None:
            return fitted(
                (self.chosen.x_min, self.chosen.x_max, self.chosen.y_min, self.chosen.y_max), place
            )
        return fitted(self._span, place) if self._span is not None else place


class PathPlot(Touch):
    """The curve of a frame.

    `path_dragged` and `path_nudged` carry the variable of the curve, `image_changed` the ranges
    after a pan or a zoom, `image_fitted` that they are to be chosen anew, `camera_turned` turn,
    tilt and zoom of the camera.
    """

    path_dragged = Signal(float)
    path_nudged = Signal(float)
    image_changed = Signal(float, float, float, float)
    image_fitted = Signal()
    camera_turned = Signal(float, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(PathScene, parent)
        self._equal = True
        self._goes: float | None = None  # where arrow keys have brought the point

    @property
    def seen(self) -> Viewport | None:
        frame = self._scene.frame
        if frame is None:
            return None
        camera = self._path_scene.part.eye.camera
        return replace(frame.viewport, image=self._path_scene.chosen, camera=camera)

    def paint_frame(self, frame: Frame) -> None:
        if frame.map is not None and frame.map.at[0] == self._goes:
            self._goes = None
        self._scene.show_frame(frame)
        self._say_size()
        if not self._busy():
            self._say()

    def set_view(self, viewport: Viewport) -> None:
        self._path_scene.chosen = viewport.image
        self._path_scene.look_from(viewport.camera)
        self._scene.move(self.place)

    def set_equal(self, on: bool) -> None:
        """Nothing: angles and circles are read here, so both axes have one scale."""

    def set_crosshair(self, on: bool) -> None:
        """Nothing: the curve is no function to read."""

    def fit_all(self) -> None:
        """Show the whole curve."""
        self._path_scene.chosen = None
        self._scene.move(self.place)
        self.image_fitted.emit()
        if self._path_scene.part.in_space:
            usual = Camera()
            self._turn_to(usual.turn, usual.tilt, usual.zoom)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pulled is None or self._grabbed is not None or not self._path_scene.part.in_space:
            super().mouseMoveEvent(event)
            return
        event.accept()
        spot = self._mouse = event.position()
        moved, self._pulled = spot - self._pulled, spot
        camera = self._path_scene.part.eye.camera
        turn, tilt = camera.turn - moved.x() * _DEGREES, camera.tilt + moved.y() * _DEGREES
        self._turn_to(turn, tilt, camera.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        notches = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        if notches:
            self._zoom(event.position(), 1.2**-notches, 1.2**-notches)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shown = Qt.Key(event.key()), self._map()
        turns = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key in _ARROWS and shown is not None and turns and self._path_scene.part.in_space:
            camera, way = self._path_scene.part.eye.camera, _ARROWS[key]
            across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            turn, tilt = (_TURN * way, 0.0) if across else (0.0, _TILT * way)
            self._turn_to(camera.turn + turn, camera.tilt + tilt, camera.zoom)
        elif key in _ARROWS and shown is not None:
            fast = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._step(shown, _ARROWS[key] * (_FAST if fast else 1))
        elif key == Qt.Key.Key_Home:
            self.fit_all()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _ARROWS and not event.isAutoRepeat():
            self._goes = None
            self.drag_finished.emit()

    def _step(self, shown: MapFrame, steps: int) -> None:
        frame = self._scene.frame
        assert frame is not None
        unit = (frame.viewport.x_max - frame.viewport.x_min) / _STEPS
        t = shown.at[0] if self._goes is None else self._goes
        self._goes = _rounded(t + steps * unit, unit)
        self._by_keyboard = True
        self.path_nudged.emit(self._goes)

    def _drag_point(self, spot: QPointF, free: bool) -> None:
        del free
        t = self.nearest(spot)
        frame = self._scene.frame
        if t is not None and frame is not None:
            unit = (frame.viewport.x_max - frame.viewport.x_min) / max(self.place.width, 1)
            self.path_dragged.emit(_rounded(t, unit))

    def nearest(self, spot: QPointF) -> float | None:
        """Where on the curve is nearest to a pixel: of parts that are as near, the next in t."""
        shown = self._map()
        if shown is None or shown.path is None:
            return None
        line, t = self._path_scene.part.line, shown.path.t
        pixels = line.pixels(shown.path.points)
        starts, pieces = pixels[:-1], np.diff(pixels, axis=0)
        mouse = np.array([spot.x(), spot.y()])
        with np.errstate(all="ignore"):
            along = ((mouse - starts) * pieces).sum(axis=1) / (pieces**2).sum(axis=1)
        along = np.clip(np.nan_to_num(along), 0.0, 1.0)
        away = np.hypot(*(starts + along[:, None] * pieces - mouse).T)
        if not np.isfinite(away).any():
            return None
        places = t[:-1] + along * np.diff(t)
        near = np.flatnonzero(away <= np.nanmin(away) + _BESIDE)
        runs = np.split(near, np.flatnonzero(np.diff(near) > 1) + 1)
        found = [places[run[int(np.nanargmin(away[run]))]] for run in runs]
        return float(min(found, key=lambda each: abs(each - shown.at[0])))

    def _look(self, place: Place) -> None:
        if self._path_scene.part.in_space:
            return
        place = equalled(place)
        self._path_scene.chosen = Plane(place.x_min, place.x_max, place.y_min, place.y_max)
        self._scene.move(place)
        self.image_changed.emit(place.x_min, place.x_max, place.y_min, place.y_max)
        self._say_size()

    def _zoom(self, spot: QPointF, across: float, down: float) -> None:
        if self._path_scene.part.in_space:
            camera = self._path_scene.part.eye.camera
            self._turn_to(camera.turn, camera.tilt, camera.zoom / across)
        else:
            super()._zoom(spot, across, down)

    def _box(self, spot: QPointF) -> QRectF:
        return QRectF() if self._path_scene.part.in_space else super()._box(spot)

    def _turn_to(self, turn: float, tilt: float, zoom: float) -> None:
        turn = (turn + 180.0) % 360.0 - 180.0
        tilt = min(max(tilt, -_STEEPEST), _STEEPEST)
        zoom = min(max(zoom, _ZOOMS[0]), _ZOOMS[1])
        self._path_scene.look_from(Camera(turn, tilt, zoom))
        self.camera_turned.emit(turn, tilt, zoom)

    def _say(self) -> None:
        super()._say()
        turns = "; with Alt they turn the picture" if self._path_scene.part.in_space else ""
        self.setAccessibleDescription(
            f"Arrows move the point along its curve{turns}; plus and minus zoom, Home fits."
        )

    @property
    def _path_scene(self) -> PathScene:
        scene = self._scene
        assert isinstance(scene, PathScene)
        return scene

    def _map(self) -> MapFrame | None:
        frame = self._scene.frame
        return frame.map if frame is not None else None


def _rounded(t: float, unit: float) -> float:
    """A number with no more digits than a tenth of a step needs."""
    return round(t, max(0, 1 - math.floor(math.log10(unit)))) if unit > 0 else t

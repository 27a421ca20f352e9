"""The plot of a map of the plane: a grid over it beside the image of the grid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from core.document import Plane
from core.language.typeset import name_latex
from gui.plots.axes import BOTTOM, RIGHT, Axes, frame_of, left_margin
from gui.plots.free_points import FreePoints
from gui.plots.landmarks import Landmarks
from gui.plots.map_fields import MapPane, map_words
from gui.plots.map_layers import (
    HEADING,
    Arms,
    CellPatch,
    Heading,
    ImageProbe,
    LinearCell,
    MapLayer,
    NetLines,
)
from gui.plots.place import Place, equalled
from gui.plots.planes import PlanePlot
from gui.plots.scene import CurveScene
from gui.plots.stage import Layer, Stage

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from core.document import Viewport
    from core.frame import Frame, PlaneFrame
    from gui.maths import Typesetting
    from gui.plots.stage import Look

    Span = tuple[float, float, float, float]

_GAP = 16.0  # between the panes, besides the labels of the second
_STACKED_BELOW = 560.0  # of the width: then the image stands under the plane
_ROOMY = 1.8  # times what is wanted: so much larger the ranges of the image may stay
_GROWN = 0.08
_SMALLEST_BOX = 6.0


def steady(current: Span | None, wanted: Span) -> Span:
    """Ranges of the image that move only when they must: nothing shakes while a slider moves."""
    if current is None:
        return wanted
    wide, high = wanted[1] - wanted[0], wanted[3] - wanted[2]
    holds = all(
        low <= wanted[k] and wanted[k + 1] <= up
        for k, (low, up) in ((0, current[:2]), (2, current[2:]))
    )
    if holds and (
        current[1] - current[0] <= _ROOMY * wide or current[3] - current[2] <= _ROOMY * high
    ):
        return current
    if holds:
        return wanted
    across, up = _GROWN * wide, _GROWN * high
    return wanted[0] - across, wanted[1] + across, wanted[2] - up, wanted[3] + up


def fitted(span: Span, place: Place) -> Place:
    """The place that shows these ranges whole, at one scale."""
    unit = max((span[1] - span[0]) / place.width, (span[3] - span[2]) / place.height, 1e-300)
    x, y = (span[0] + span[1]) / 2, (span[2] + span[3]) / 2
    half_wide, half_high = unit * place.width / 2, unit * place.height / 2
    return replace(
        place, x_min=x - half_wide, x_max=x + half_wide, y_min=y - half_high, y_max=y + half_high
    ).settled()


class SourcePane(MapPane):
    """The plane of the variables with the grid."""

    def __init__(self, scene: CurveScene, stage: Stage) -> None:
        super().__init__(scene, stage)
        self.parts: tuple[MapLayer, ...] = (
            CellPatch(stage, beyond=False), NetLines(stage, beyond=False),
            Arms(stage, beyond=False),
        )  # fmt: skip
        self._layers = (*self._layers, *self.parts)
        for layer in self.parts:
            scene.addItem(layer)

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        super().show_frame(frame, before)
        shown = frame.map
        for layer in self.parts:
            layer.map = shown
        if shown is not None:
            self.heading.text = f"Plane of {' and '.join(shown.variables[:2])}"


class ImagePane:
    """The plane of the components with the image of the grid."""

    def __init__(self, scene: CurveScene, stage: Stage) -> None:
        self.stage, self.items = stage, ()
        self.axes, self.heading = Axes(stage), Heading(stage)
        self.free_points, self.landmarks = FreePoints(stage), Landmarks(stage, 0)
        self.probe = ImageProbe(stage)
        self.parts: tuple[MapLayer, ...] = (
            CellPatch(stage, beyond=True), NetLines(stage, beyond=True), LinearCell(stage),
            Arms(stage, beyond=True),
        )  # fmt: skip
        for layer in self.layers():
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    def layers(self) -> tuple[Layer, ...]:
        """Every layer of the pane."""
        return (self.axes, self.heading, *self.parts, self.probe)

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take the map of a frame."""
        del before
        shown = frame.map
        self.stage.hurried = frame.draft
        self.probe.map = shown
        for layer in self.parts:
            layer.map = shown
        if shown is not None and len(shown.components) > 1:
            self.axes.x_name, self.axes.y_name = map(name_latex, shown.components[:2])
            self.heading.text = f"Image under {shown.name or 'F'}"

    def lay(self) -> None:
        """Nothing stands in another's way."""


class GridScene(CurveScene):
    """The plane and its image side by side, each at one scale.

    `chosen` are ranges of the image that a person looks at; None while they are fitted. `page`
    keeps the ranges of the plane as they were computed: for an export.
    """

    def __init__(self, look: Look, typesetting: Typesetting) -> None:
        self.chosen: Plane | None = None
        self.page = False
        self._span: Span | None = None
        self._of: tuple[object, ...] = ()
        super().__init__(look, typesetting)

    @property
    def source(self) -> SourcePane:
        return self.panes[0]  # pyright: ignore[reportReturnType]

    @property
    def image(self) -> ImagePane:
        return self.panes[1]  # pyright: ignore[reportReturnType]

    def show_frame(self, frame: Frame) -> None:
        net = frame.map.net if frame.map is not None else None
        if net is not None:
            row = frame.row(frame.document.active)
            of = (row.latex if row else "", net.step, *net.x[[0, -1]], *net.y[[0, -1]])
            self._span = steady(self._span if of == self._of else None, net.span)
            self._of = of
        super().show_frame(frame)
        self.place_image()

    def place_image(self) -> None:
        """Let the image show what is chosen, or what was fitted."""
        chosen, stage = self.chosen, self.image.stage
        if chosen is not None:
            ends = (chosen.x_min, chosen.x_max, chosen.y_min, chosen.y_max)
            stage.place = fitted(ends, stage.place)
        elif self._span is not None:
            stage.place = fitted(self._span, stage.place)
        self.update()

    def pane_at(self, spot: QPointF) -> SourcePane | ImagePane | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return super().pane_at(spot)  # pyright: ignore[reportReturnType]

    def grip(self, spot: QPointF) -> QPointF | None:
        """The probe of the pane under the mouse."""
        pane = self.pane_at(spot)
        return pane.probe.spot() if pane is not None and pane.probe.near(spot) else None

    def describe(self) -> str:
        shown = self.frame.map if self.frame is not None else None
        if shown is None:
            return "Grid and its image."
        return f"Grid and its image under {shown.name}. {map_words(shown)}"

    def _panes(self, look: Look) -> tuple[SourcePane | ImagePane, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        stages = (Stage(look, self.typesetting, Place(), self.area) for _ in range(2))
        return SourcePane(self, next(stages)), ImagePane(self, next(stages))

    def _spread(self, place: Place) -> None:
        wide, top = self.area.width(), self.head + HEADING
        tall = max(self.area.height() - top - BOTTOM, 1.0)
        stacked = wide < _STACKED_BELOW
        if stacked:
            tall = max((tall - BOTTOM - HEADING) / 2, 1.0)
        whole = replace(place, top=top, height=tall)
        left = left_margin(whole)
        room = max(wide - left - RIGHT, 2.0)
        if not stacked:
            room = max((room - _GAP - left) / 2, 1.0)
        first = replace(whole, left=left, width=room)
        plane = self.source.image.plane
        if self.page and plane is not None:
            ends = (*plane.x[[0, -1]].tolist(), *plane.y[[0, -1]].tolist())
            first = fitted(ends, first)
        self.panes[0].stage.place = first
        second = replace(self.image.stage.place, top=top, left=left, width=room, height=tall)
        if stacked:
            second = replace(second, top=first.bottom + BOTTOM + HEADING)
        else:
            second = replace(second, left=first.right + _GAP + left)
        self.image.stage.place = second
        self.place_image()


class GridPlot(PlanePlot):
    """The grid and its image; the point is dragged in either pane.

    `image_dragged` carries where the image of the point is wanted, and a length that is too short
    to be seen there; `image_changed` the ranges of the image after a pan or a zoom, `image_fitted`
    that they are to be chosen anew.
    """

    scene_type = GridScene
    image_dragged = Signal(float, float, float)
    image_changed = Signal(float, float, float, float)
    image_fitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._in_image = False  # where the press was that goes on
        super().__init__(parent)

    @property
    def seen(self) -> Viewport | None:
        view = super().seen
        return replace(view, image=self._grid.chosen) if view is not None else None

    def plane_of(self, frame: Frame) -> PlaneFrame | None:
        return frame.map.field if frame.map is not None else None

    def set_view(self, viewport: Viewport) -> None:
        self._grid.chosen = viewport.image
        super().set_view(viewport)
        self._grid.place_image()

    def fit_all(self) -> None:
        super().fit_all()
        self.image_fitted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._in_image = self._grid.pane_at(event.position()) is self._grid.image
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._in_image and self._pulled is not None and self._grabbed is None:
            event.accept()
            spot = self._mouse = event.position()
            moved, self._pulled = spot - self._pulled, spot
            self._look_in_image(self._grid.image.place.panned(moved.x(), moved.y()))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            self._in_image and event.button() == Qt.MouseButton.RightButton
            and self._corner is not None
        ):  # fmt: skip
            box = self._box(event.position())
            if min(box.width(), box.height()) >= _SMALLEST_BOX:
                event.accept()
                self._corner = None
                place = self._grid.image.place
                self._look_in_image(
                    place.boxed(box.left(), box.top(), box.right(), box.bottom())
                )
                return
        super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        spot = event.position()
        if self._grid.pane_at(spot) is not self._grid.image:
            super().wheelEvent(event)
            return
        event.accept()
        notches = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        if notches:
            factor = 1.2**-notches
            place = self._grid.image.place
            self._look_in_image(place.zoomed(spot.x(), spot.y(), factor, factor))

    def _drag_point(self, spot: QPointF, free: bool) -> None:
        if not self._in_image:
            super()._drag_point(spot, free)
            return
        place = self._grid.image.place
        u = place.x_at(min(max(spot.x(), place.left), place.right))
        v = place.y_at(min(max(spot.y(), place.top), place.bottom))
        self.image_dragged.emit(u, v, place.x_unit / 4)

    def _box(self, spot: QPointF) -> QRectF:
        pane = self._grid.image if self._in_image else self._grid.source
        return super()._box(spot).intersected(frame_of(pane.place))

    def _look_in_image(self, place: Place) -> None:
        place = equalled(place)
        self._grid.chosen = Plane(place.x_min, place.x_max, place.y_min, place.y_max)
        self._grid.place_image()
        self.image_changed.emit(place.x_min, place.x_max, place.y_min, place.y_max)

    @property
    def _grid(self) -> GridScene:
        scene = self._scene
        assert isinstance(scene, GridScene)
        return scene


__all__: tuple[str, ...] = ("GridPlot", "GridScene", "fitted", "steady")

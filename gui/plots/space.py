"""Functions of many variables: their Hessian at the point, its eigenvalues, and the gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from gui.plots.axes import RIGHT, Axes
from gui.plots.canvas import Canvas
from gui.plots.free_points import FreePoints
from gui.plots.landmarks import Landmarks
from gui.plots.place import Place
from gui.plots.scene import CurveScene
from gui.plots.space_layers import GradientBars, Matrix, RootBar, Spectrum, entry_words
from gui.plots.stage import Layer, Stage
from gui.plots.ticks import readout

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from core.document import Viewport
    from core.frame import Frame, Spot
    from gui.plots.stage import Look

_TITLE, _LABELS, _SIDE = 24.0, 20.0, 50.0
_BARS = 0.2  # of the height, for the gradient
_LEAST_BARS, _MOST_BARS = 64.0, 130.0
_BETWEEN = 40.0  # from the matrix to the eigenvalues
_SHARE = 0.62  # of the width, at most, for the matrix
_SCALE = 44.0  # for the colours and their numbers
_ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class SpacePane:
    """The layers of the view, all of which look at one point."""

    def __init__(self, scene: CurveScene, stage: Stage) -> None:
        self.stage = stage
        self.axes = Axes(stage)  # of no use here: a matrix has numbers on its sides
        self.free_points, self.landmarks = FreePoints(stage), Landmarks(stage, 0)
        self.items = ()
        self.matrix, self.gradient = Matrix(stage), GradientBars(stage)
        self.spectrum, self.bar = Spectrum(stage), RootBar(stage)
        for layer in self.layers():
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    def layers(self) -> tuple[Layer, ...]:
        """Every layer of the pane."""
        return (self.matrix, self.gradient, self.spectrum, self.bar)

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take the point of a frame."""
        del before
        for layer in (self.matrix, self.gradient, self.spectrum, self.bar):
            layer.spot = frame.space

    def lay(self) -> None:
        """Nothing stands in another's way."""


class SpaceScene(CurveScene):
    """The Hessian as a heatmap, the gradient as bars under it, its eigenvalues at the right."""

    def __init__(self, look: Look, typesetting: object) -> None:
        super().__init__(look, typesetting)  # type: ignore[arg-type]

    @property
    def matrix(self) -> Matrix:
        """The heatmap."""
        return self.panes[0].matrix  # pyright: ignore[reportAttributeAccessIssue]

    def ground(self) -> QRectF:
        """The square of the heatmap."""
        return self.matrix.box

    def grip(self, spot: QPointF) -> QPointF | None:
        """Nothing here is dragged."""
        del spot

    def describe(self) -> str:
        spot = self.frame.space if self.frame is not None else None
        if spot is None:
            return "Hessian."
        count = len(spot.variables)
        said = f"Hessian of {spot.name} at a point of {count} variables."
        if spot.value is not None:
            said += f" {spot.name} = {readout(spot.value)}."
        if spot.quadratic is not None:
            said += f" {spot.quadratic.word}. {spot.quadratic.sentence}"
        entry = self.matrix.entry
        return f"{said} {entry_words(spot, *entry)}." if entry is not None else said

    def _panes(self, look: Look) -> tuple[SpacePane, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        return (SpacePane(self, Stage(look, self.typesetting, Place(), self.area)),)

    def _spread(self, place: Place) -> None:
        """The largest square that leaves room for the bars, then what stands around it."""
        del place
        width, height, head = self.area.width(), self.area.height(), self.head
        high = min(max((height - head) * _BARS, _LEAST_BARS), _MOST_BARS)
        tall = height - head - 2 * _TITLE - 2 * _LABELS - high - 8
        side = max(min(tall, width * _SHARE - _SIDE), 40.0)
        pane: SpacePane = self.panes[0]  # pyright: ignore[reportAssignmentType]
        box = QRectF(_SIDE, head + _TITLE + _LABELS, side, side)
        pane.matrix.box = box
        pane.matrix.title = QRectF(_SIDE, head, side, _TITLE)
        pane.gradient.box = QRectF(_SIDE, box.bottom() + _TITLE + 4, side, high)
        left = box.right() + _BETWEEN
        wide = max(width - left - RIGHT, 20.0)
        bottom = pane.gradient.box.bottom() - _SCALE - _TITLE
        pane.spectrum.box = QRectF(left, head + _TITLE + 4, wide, bottom - head - _TITLE - 4)
        pane.bar.box = QRectF(left, bottom + _TITLE + 22, wide, 14)
        pane.stage.place = Place(
            left=_SIDE, top=head, width=max(width - _SIDE - RIGHT, 1), height=max(height - head, 1)
        )


class SpacePlot(Canvas):
    """Shows the Hessian of a frame; hovering or choosing an entry says which it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SpaceScene, parent)

    @property
    def seen(self) -> Viewport | None:
        frame = self._scene.frame
        return frame.viewport if frame is not None else None

    def paint_frame(self, frame: Frame) -> None:
        spot = self._spot()
        if spot is None or frame.space is None or spot.variables != frame.space.variables:
            self._matrix.entry = self._matrix.hovered = None
        self._scene.show_frame(frame)
        self._say()

    def set_view(self, viewport: Viewport) -> None:
        """Nothing: a matrix has no ranges."""

    def set_equal(self, on: bool) -> None:
        """Nothing: its cells are squares."""

    def set_crosshair(self, on: bool) -> None:
        """Nothing: there is no curve to read."""

    def set_hover_tangent(self, on: bool) -> None:
        """Nothing: there is no curve to touch."""

    def fit_all(self) -> None:
        """Nothing: the matrix is always seen whole."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._by_keyboard = False
        if event.button() == Qt.MouseButton.LeftButton:
            entry = self._matrix.entry_at(event.position())
            self._choose(None if entry == self._matrix.entry else entry)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._hover(self._matrix.entry_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.RightButton:
            self.menu_requested.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def leaveEvent(self, event: object) -> None:
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from entry to entry; a second click lets go of one."""
        key, spot = Qt.Key(event.key()), self._spot()
        if key in _ARROWS and spot is not None and spot.hessian is not None:
            last = len(spot.variables) - 1
            i, j = self._matrix.entry or (0, 0)
            down, across = _ARROWS[key] if self._matrix.entry is not None else (0, 0)
            self._by_keyboard = True
            self._choose((min(max(i + down, 0), last), min(max(j + across, 0), last)))
        else:
            event.ignore()

    @property
    def _matrix(self) -> Matrix:
        scene = self._scene
        assert isinstance(scene, SpaceScene)
        return scene.matrix

    def _spot(self) -> Spot | None:
        frame = self._scene.frame
        return frame.space if frame is not None else None

    def _choose(self, entry: tuple[int, int] | None) -> None:
        self._matrix.entry = entry
        self._scene.update()
        self._say()

    def _hover(self, entry: tuple[int, int] | None) -> None:
        if entry != self._matrix.hovered:
            self._matrix.hovered = entry
            self._scene.update()

    def _say_size(self) -> None:
        """The size of a matrix asks for nothing to be computed."""

    def _say(self) -> None:
        super()._say()
        self.setAccessibleDescription("Arrows go from entry to entry of the matrix.")

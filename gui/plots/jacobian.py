"""The plot of a Jacobian: its matrix at the point, its singular values and its eigenvalues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from gui.plots.axes import RIGHT, Axes
from gui.plots.canvas import Canvas
from gui.plots.free_points import FreePoints
from gui.plots.jacobian_layers import (
    EigenPlane,
    EntryBar,
    JacobianMatrix,
    StretchBars,
    entry_words,
)
from gui.plots.landmarks import Landmarks
from gui.plots.map_fields import map_words
from gui.plots.place import Place
from gui.plots.scene import CurveScene
from gui.plots.stage import Layer, Stage

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from core.document import Viewport
    from core.frame import Frame
    from core.map_frame import MapFrame
    from gui.plots.stage import Look

_TITLE, _LABELS, _SIDE = 24.0, 20.0, 50.0
_BETWEEN = 48.0  # from the matrix to what stands at its right
_SHARE = 0.6  # of the width, for the matrix; more where there are many columns
_LARGE_SHARE, _MANY = 0.74, 10
_FOOT = 44.0
_ROW, _MOST_BARS = 26.0, 0.42
_UNDER = 30.0  # under the bars, for the condition
_LEAST = 560.0  # of the width: then what stands at the right stands below
_ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class JacobianPane:
    """The layers of the view, all of which look at one point."""

    def __init__(self, scene: CurveScene, stage: Stage) -> None:
        self.stage = stage
        self.axes = Axes(stage)  # of no use here: a matrix has names on its sides
        self.free_points, self.landmarks = FreePoints(stage), Landmarks(stage, 0)
        self.items = ()
        self.matrix, self.bars, self.roots = (
            JacobianMatrix(stage), StretchBars(stage), EigenPlane(stage)
        )  # fmt: skip
        self.scale = EntryBar(stage, self.matrix)
        for layer in self.layers():
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    def layers(self) -> tuple[Layer, ...]:
        """Every layer of the pane."""
        return (self.matrix, self.bars, self.roots, self.scale)

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take the map of a frame."""
        del before
        for layer in (self.matrix, self.bars, self.roots, self.scale):
            layer.map = frame.map

    def lay(self) -> None:
        """Nothing stands in another's way."""


class JacobianScene(CurveScene):
    """The Jacobian as a heatmap; at its right singular values, and eigenvalues of a square one."""

    @property
    def part(self) -> JacobianPane:
        """The only pane."""
        return self.panes[0]  # pyright: ignore[reportReturnType]

    @property
    def matrix(self) -> JacobianMatrix:
        """The heatmap."""
        return self.part.matrix

    def show_frame(self, frame: Frame) -> None:
        before = self._counts()
        super().show_frame(frame)
        if self._counts() != before:
            self._spread(self.place)

    def ground(self) -> QRectF:
        """What the heatmap covers."""
        return self.matrix.ground

    def grip(self, spot: QPointF) -> QPointF | None:
        """Nothing here is dragged."""
        del spot

    def describe(self) -> str:
        shown = self.frame.map if self.frame is not None else None
        if shown is None:
            return "Jacobian."
        rows, columns = self.matrix.counts
        said = f"Jacobian of {shown.name}, {rows} by {columns}. {map_words(shown)}"
        entry = self.matrix.entry
        return f"{said} {entry_words(shown, *entry)}." if entry is not None else said

    def _counts(self) -> tuple[int, int]:
        return self.matrix.counts

    def _panes(self, look: Look) -> tuple[JacobianPane, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        return (JacobianPane(self, Stage(look, self.typesetting, Place(), self.area)),)

    def _spread(self, place: Place) -> None:
        """The matrix at the left, what it comes to at its right, or below in a narrow window."""
        del place
        wide, high, head = self.area.width(), self.area.height(), self.head
        part, (rows, columns) = self.part, self._counts()
        top = head + _TITLE + _LABELS
        narrow = wide < _LEAST
        share = 1.0 if narrow else _LARGE_SHARE if columns > _MANY else _SHARE
        room = max(wide * share - _SIDE - RIGHT, 40.0)
        tall = max(high - top - _FOOT, 40.0) * (0.5 if narrow else 1.0)
        part.matrix.box = QRectF(_SIDE, top, room, tall)
        left = _SIDE if narrow else part.matrix.ground.right() + _BETWEEN + 12
        begin = part.matrix.ground.bottom() + 70 if narrow else top
        across = max(min(wide - left - RIGHT, 420.0), 20.0)
        count, down = min(rows, columns), max(high - begin - 8, 40.0)
        bars = min(_ROW * count, down * (_MOST_BARS if rows == columns else 0.9))
        part.bars.box = QRectF(left, begin, across, bars)
        under = part.bars.box.bottom() + _UNDER + _TITLE + 6
        side = max(high - under - 34, 0.0)
        part.roots.box = QRectF(left, under, across, min(side, across))
        for box in (part.matrix, part.bars, part.roots, part.scale):
            box.prepareGeometryChange()
        part.scale.box = part.matrix.box
        part.stage.place = Place(
            left=_SIDE, top=head, width=max(wide - _SIDE - RIGHT, 1), height=max(high - head, 1)
        )


class JacobianPlot(Canvas):
    """Shows the Jacobian of a frame; hovering or choosing an entry says which it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(JacobianScene, parent)

    @property
    def seen(self) -> Viewport | None:
        frame = self._scene.frame
        return frame.viewport if frame is not None else None

    def paint_frame(self, frame: Frame) -> None:
        shown, before = frame.map, self._map()
        if shown is None or before is None or (
            (shown.variables, shown.components) != (before.variables, before.components)
        ):  # fmt: skip
            self._matrix.entry = self._matrix.hovered = None
        self._scene.show_frame(frame)
        self._say()

    def set_view(self, viewport: Viewport) -> None:
        """Nothing: a matrix has no ranges."""

    def set_equal(self, on: bool) -> None:
        """Nothing: there are no axes."""

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
        key, shown = Qt.Key(event.key()), self._map()
        if key in _ARROWS and shown is not None and shown.jacobian is not None:
            rows, columns = self._matrix.counts
            i, j = self._matrix.entry or (0, 0)
            down, across = _ARROWS[key] if self._matrix.entry is not None else (0, 0)
            self._by_keyboard = True
            self._choose(
                (min(max(i + down, 0), rows - 1), min(max(j + across, 0), columns - 1))
            )
        else:
            event.ignore()

    @property
    def _matrix(self) -> JacobianMatrix:
        scene = self._scene
        assert isinstance(scene, JacobianScene)
        return scene.matrix

    def _map(self) -> MapFrame | None:
        frame = self._scene.frame
        return frame.map if frame is not None else None

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

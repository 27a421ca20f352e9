"""Functions of many variables: their Hessian at the point, its eigenvalues, and the gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal

from core.document import Plane
from gui.plots.canvas import Canvas
from gui.plots.place import pixel_rounded
from gui.plots.space_scene import SpaceScene

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from core.document import Viewport
    from core.frame import Frame, Spot
    from gui.plots.aside import Aside
    from gui.plots.heatmap import Matrix, Window
    from gui.plots.place import Place

_WHEEL, _KEY_ZOOM = 1.2, 1.25
_STILL = 4.0  # pixels that a click may move
_ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
_NEARER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SpacePlot(Canvas):
    """Shows the Hessian of a frame; hovering or choosing an entry says which it is.

    `entry_chosen` carries the variables of its row and of its column, `entry_opened` the same when
    it is to be seen large; `entry_left`: none is chosen any more. In the plane beside it the point
    is dragged as in any field.
    """

    entry_chosen = Signal(str, str)
    entry_opened = Signal(str, str)
    entry_left = Signal()
    plane_dragged = Signal(float, float)
    plane_nudged = Signal(float, float)
    plane_changed = Signal(float, float, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._pressed: QPointF | None = None  # where a click began
        self._pulled: QPointF | None = None  # where a pan was last
        self._grabbed: QPointF | None = None  # from the press to the point
        super().__init__(SpaceScene, parent)

    @property
    def seen(self) -> Viewport | None:
        frame = self._scene.frame
        return frame.viewport if frame is not None else None

    def paint_frame(self, frame: Frame) -> None:
        spot = self._spot()
        if spot is None or frame.matrix is None or spot.variables != frame.matrix.variables:
            self._matrix.hovered = None
        self._scene.show_frame(frame)
        if not self._busy():
            self._say()

    def set_view(self, viewport: Viewport) -> None:
        """Look at these ranges in the plane; a matrix has none."""
        self._aside.look(viewport.plane)
        self._scene.update()

    def set_equal(self, on: bool) -> None:
        """Nothing: its cells are squares."""

    def set_crosshair(self, on: bool) -> None:
        """Nothing: there is no curve to read."""

    def set_hover_tangent(self, on: bool) -> None:
        """Nothing: there is no curve to touch."""

    def fit_all(self) -> None:
        """See the matrix whole, and the plane where it is looked at first."""
        home = Plane()
        self._matrix.show_whole()
        self._scene.update()
        self.plane_changed.emit(home.x_min, home.x_max, home.y_min, home.y_max)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._by_keyboard = False
        spot = event.position()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        grip = self._scene.grip(spot)
        if grip is not None:
            self._grabbed = grip - spot
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._matrix.box.contains(spot):
            self._pressed = spot

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        spot = event.position()
        if self._grabbed is not None:
            self._drag(spot + self._grabbed)
        elif self._pulled is not None or self._begins_pan(spot):
            self._pan(spot)
        else:
            self._hover(self._matrix.entry_at(spot))
            over = self._scene.grip(spot) is not None
            if over != self._aside.probe.hovered:
                self._aside.probe.hovered = over
                self._scene.update()
            shape = Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.RightButton:
            self.menu_requested.emit(event.globalPosition().toPoint())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        clicked, dragged = self._pressed, self._grabbed is not None
        self._pressed = self._pulled = self._grabbed = None
        if clicked is not None:
            entry = self._matrix.entry_at(clicked)
            self._choose(None if entry == self._matrix.entry else entry)
        if dragged:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            self._say()
            self.drag_finished.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """An entry is opened; beside the matrix everything is fitted."""
        event.accept()
        entry = self._matrix.entry_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if entry is not None:
            self._open(entry)
        else:
            self.fit_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse: in the matrix with its bars, or in the plane."""
        event.accept()
        notches = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        spot, factor = event.position(), _WHEEL**-notches
        if self._aside.holds(spot):
            place = self._aside.place.zoomed(spot.x(), spot.y(), factor, factor)
            self._look_aside(place)
        elif self._matrix.box.contains(spot) and self._matrix.count:
            column, row = self._matrix.cell_at(spot)
            self._show(self._matrix.part.zoomed(column, row, factor, self._matrix.count))
            self._hover(self._matrix.entry_at(spot))

    def leaveEvent(self, event: object) -> None:
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from entry to entry, Enter opens one; plus and minus zoom, Home fits."""
        key, matrix, spot = Qt.Key(event.key()), self._matrix, self._spot()
        if spot is None or spot.hessian is None:
            event.ignore()
        elif key in _ARROWS:
            self._by_keyboard = True
            self._step(*_ARROWS[key], spot)
        elif key in _OPENS and matrix.entry is not None:
            self._open(matrix.entry)
        elif key in (*_NEARER, Qt.Key.Key_Minus):
            factor = 1 / _KEY_ZOOM if key in _NEARER else _KEY_ZOOM
            middle = matrix.middle(*matrix.entry) if matrix.entry else matrix.box.center()
            column, row = matrix.cell_at(middle)
            self._show(matrix.part.zoomed(column, row, factor, matrix.count))
        elif key == Qt.Key.Key_Home:
            self.fit_all()
        else:
            event.ignore()

    @property
    def _matrix(self) -> Matrix:
        scene = self._scene
        assert isinstance(scene, SpaceScene)
        return scene.matrix

    @property
    def _aside(self) -> Aside:
        scene = self._scene
        assert isinstance(scene, SpaceScene)
        return scene.aside

    def _spot(self) -> Spot | None:
        frame = self._scene.frame
        return frame.matrix if frame is not None else None

    def _step(self, down: int, across: int, spot: Spot) -> None:
        """The entry beside the chosen one, as the rows are shown."""
        matrix, order = self._matrix, self._matrix.order(spot)
        row, column = 0, 0
        if matrix.entry is not None:
            row, column = matrix.place_of(matrix.entry)
            last = matrix.count - 1
            row, column = min(max(row + down, 0), last), min(max(column + across, 0), last)
        matrix.part = matrix.part.showing(row, column, matrix.count)
        self._choose((order[row], order[column]))

    def _choose(self, entry: tuple[int, int] | None) -> None:
        spot = self._spot()
        self._matrix.entry = entry
        self._scene.update()
        self._say()
        if spot is not None and entry is not None:
            self.entry_chosen.emit(*(spot.variables[each] for each in entry))
        elif spot is not None:
            self.entry_left.emit()

    def _open(self, entry: tuple[int, int]) -> None:
        spot = self._spot()
        self._pressed = None
        if spot is not None:
            self.entry_opened.emit(*(spot.variables[each] for each in entry))

    def _hover(self, entry: tuple[int, int] | None) -> None:
        if entry != self._matrix.hovered:
            self._matrix.hovered = entry
            self._scene.update()

    def _show(self, window: Window) -> None:
        self._matrix.part = window
        self._scene.update()

    def _begins_pan(self, spot: QPointF) -> bool:
        """Whether a press has become a pull: then it is no click any more."""
        pressed = self._pressed
        if pressed is None or (spot - pressed).manhattanLength() <= _STILL:
            return False
        self._pressed, self._pulled = None, pressed
        return True

    def _pan(self, spot: QPointF) -> None:
        assert self._pulled is not None
        moved, self._pulled = spot - self._pulled, spot
        cell, matrix = self._matrix.cell, self._matrix
        self._show(matrix.part.panned(moved.x() / cell, moved.y() / cell, matrix.count))

    def _drag(self, spot: QPointF) -> None:
        place = self._aside.place
        x = place.x_at(min(max(spot.x(), place.left), place.right))
        y = place.y_at(min(max(spot.y(), place.top), place.bottom))
        self.plane_dragged.emit(pixel_rounded(x, place.x_unit), pixel_rounded(y, place.y_unit))

    def _look_aside(self, place: Place) -> None:
        self.plane_changed.emit(place.x_min, place.x_max, place.y_min, place.y_max)

    def _busy(self) -> bool:
        return not (self._pulled is None and self._grabbed is None)

    def _say_size(self) -> None:
        """The size of a matrix asks for nothing to be computed."""

    def _say(self) -> None:
        super()._say()
        self.setAccessibleDescription(
            "Arrows go from entry to entry of the matrix, Enter opens one; plus and minus zoom, "
            "Home shows all."
        )

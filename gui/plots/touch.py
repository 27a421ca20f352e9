"""Touch: how mouse and keys become wishes: drag and nudge the point, pan, zoom, hover."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from gui.plots.canvas import Canvas
from gui.plots.landmarks import standing
from gui.plots.place import pixel_rounded
from gui.plots.snap import RELEASES, neighbour

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from core.frame import FreePoint
    from gui.plots.scene import CurveScene

_WHEEL = 1.2  # zoom for one notch
_KEY_ZOOM = 1.25
_SMALLEST_BOX = 6.0
_FAST = 10
_ARROWS = MappingProxyType({Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1})
_HISTORY = MappingProxyType({Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1})
_WAYS = MappingProxyType({
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
})  # fmt: skip
_Cursor = Qt.CursorShape
_Modifier = Qt.KeyboardModifier


class Touch(Canvas):
    """A canvas that answers the hand. Abstract: `CurvePlot` and `StackedPlot` choose the scene."""

    def __init__(self, scene: type[CurveScene], parent: QWidget | None = None) -> None:
        self._grabbed: QPointF | None = None  # from the press to the probe
        self._free: int | None = None  # the row of the free point that is grabbed
        self._pulled: QPointF | None = None  # where a pan was last
        self._corner: QPointF | None = None  # where a zoom box began
        self._mouse = QPointF()
        self._awaited: float | None = None  # the last nudge, until its key is released
        self._aimed: tuple[float, float] | None = None  # the same for a free point
        super().__init__(scene, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._mouse = event.position()
        self._by_keyboard = False
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            own = self._scene.grip(spot)
            free = self._scene.pane.free_points.near(spot) if own is None else None
            if free is not None:
                self._free, own = free.point.key, free.spot
            if own is not None:
                self._grabbed = own - spot
                self.viewport().setCursor(_Cursor.ClosedHandCursor)
            elif self._inside(spot):
                self._pulled = spot
        elif event.button() == Qt.MouseButton.RightButton and self._inside(spot):
            self._corner = spot
        elif event.button() in _HISTORY:
            self.history_requested.emit(_HISTORY[event.button()])
        self._scene.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._mouse = event.position()
        event.accept()
        if self._grabbed is not None:
            if self._free is not None:
                self._drag_free(self._free, spot + self._grabbed)
                return
            free = bool(event.modifiers() & _Modifier.AltModifier)
            self._drag_point(spot + self._grabbed, free)
        elif self._pulled is not None:
            moved, self._pulled = spot - self._pulled, spot
            self._look(self.place.panned(moved.x(), moved.y()))
        elif self._corner is not None:
            self.viewport().update()
        else:
            self._hover(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            dragged, self._grabbed, self._pulled = self._grabbed is not None, None, None
            self._free = None
            self._snap.let_go()
            self._hover(event.position())
            if dragged:
                self._say()
                self.drag_finished.emit()
        elif event.button() == Qt.MouseButton.RightButton and self._corner is not None:
            box = self._box(event.position())
            self._corner = None
            self.viewport().update()
            if min(box.width(), box.height()) >= _SMALLEST_BOX:
                self._look(self.place.boxed(box.left(), box.top(), box.right(), box.bottom()))
            elif max(box.width(), box.height()) < _SMALLEST_BOX:
                self.menu_requested.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self.fit_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        notches = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        spot, ground = event.position(), self._scene.ground()
        factor = _WHEEL**-notches
        on_x_axis, on_y_axis = spot.y() > ground.bottom() + 1, spot.x() < ground.left() - 1
        if notches and not (on_x_axis and on_y_axis):
            alone = not self._equal
            across = 1.0 if on_y_axis and alone else factor
            down = 1.0 if on_x_axis and alone else factor
            self._zoom(spot, across, down)

    def leaveEvent(self, event: object) -> None:
        self._hover(QPointF(-1000, -1000))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self.home_requested.emit()
        elif key in _ARROWS and event.modifiers() & _Modifier.ControlModifier:
            self._nudge_to_landmark(_ARROWS[key])
        elif key in _WAYS and self._own_point() is not None:
            fast = event.modifiers() & _Modifier.ShiftModifier
            self._nudge_free(_WAYS[key], _FAST if fast else 1)
        elif key in _ARROWS:
            fast = event.modifiers() & _Modifier.ShiftModifier
            self._nudge(_ARROWS[key] * (_FAST if fast else 1))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom_by_key(_KEY_ZOOM if key == Qt.Key.Key_Minus else 1 / _KEY_ZOOM)
        elif key == Qt.Key.Key_Menu:
            middle = QPoint(round(self.place.left) + 20, round(self.place.top) + 20)
            self.menu_requested.emit(self.mapToGlobal(middle))
        elif key == Qt.Key.Key_Escape and self._corner is not None:
            self._corner = None
            self.viewport().update()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) not in _WAYS:
            event.ignore()
        elif not event.isAutoRepeat() and not (self._awaited is None and self._aimed is None):
            self._awaited = self._aimed = None
            self.drag_finished.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._awaited = self._aimed = None
        self._scene.update()

    def _busy(self) -> bool:
        return not (self._grabbed is None and self._pulled is None and self._corner is None)

    def _zoom_box(self) -> QRectF | None:
        return self._box(self._mouse) if self._corner is not None else None

    def _x_of(self, spot: QPointF, free: bool) -> float:
        """Where a point dragged to a pixel goes: to a landmark that pulls it, unless `free`."""
        place = self.place
        column = min(max(spot.x(), place.left), place.right)
        x = place.x_at(column)
        if free:
            self._snap.let_go()
        else:
            held = self._snap.pulled(x, place.x_unit_at(x), self._pulling())
            if held is not None:
                return held
        return pixel_rounded(x, place.x_unit_at(x))

    def _drag_point(self, spot: QPointF, free: bool) -> None:
        self.point_dragged.emit(self._x_of(spot, free))

    def _drag_free(self, key: int, spot: QPointF) -> None:
        place = self.place
        x = place.x_at(min(max(spot.x(), place.left), place.right))
        y = place.y_at(min(max(spot.y(), place.top), place.bottom))
        self.free_point_dragged.emit(
            key, pixel_rounded(x, place.x_unit_at(x)), pixel_rounded(y, place.y_unit_at(y))
        )

    def _own_point(self) -> FreePoint | None:
        """The free point of the active row: there the arrows move it, up and down as well."""
        frame = self._scene.frame
        if frame is None:
            return None
        for point in frame.free_points:
            if point.key == frame.document.active and point.x is not None and point.y is not None:
                return point
        return None

    def _nudge_free(self, way: tuple[int, int], pixels: int) -> None:
        point, place = self._own_point(), self.place
        if point is None or point.x is None or point.y is None:
            return
        x, y = self._aimed or (point.x, point.y)
        x = _stepped(place.x_at, place.column(x), way[0] * pixels, place.x_unit_at(x), x)
        y = _stepped(place.y_at, place.row(y), way[1] * pixels, place.y_unit_at(y), y)
        self._aimed = x, y
        self._by_keyboard = True
        self.free_point_nudged.emit(point.key, x, y)

    def _landmarks(self) -> list[float]:
        """Where the point could stand on a landmark of its curve."""
        frame = self._scene.frame
        if frame is None or frame.point is None:
            return []
        return [each.x for each in standing(frame, frame.point.key)]

    def _pulling(self) -> list[float]:
        """The landmarks that pull: none while they stand so close that no place between is free."""
        place = self.place
        seen = [x for x in self._landmarks() if place.x_min <= x <= place.x_max]
        return seen if len(seen) * 2 * RELEASES < place.width else []

    def _hover(self, spot: QPointF) -> None:
        scene = self._scene
        over = scene.grip(spot) is not None
        near = None if over else scene.pane.free_points.near(spot)
        key = near.point.key if near is not None else None
        if key != scene.pane.free_points.hovered:
            scene.pane.free_points.hovered = key
            scene.update()
        if over != scene.probe.hovered:
            scene.probe.hovered = over
            scene.update()
        for pane in scene.panes:
            mark = None if over else pane.landmarks.near(spot)
            if mark != pane.landmarks.hovered:
                pane.landmarks.hovered = mark
                scene.update()
        hand = over or near is not None
        self.viewport().setCursor(_Cursor.OpenHandCursor if hand else _Cursor.ArrowCursor)
        before = self._pointer.spot
        if self._pointer.move(spot):
            self.viewport().update()
        if self._pointer.crosshair and before != self._pointer.spot:
            self.crosshair_moved.emit(self._pointer.reading())

    def _box(self, spot: QPointF) -> QRectF:
        """The zoom box between its corner and the mouse, inside the plot."""
        ground = self._scene.ground()
        box = QRectF(self._corner or spot, spot).normalized().intersected(ground)
        if self._scene.x_only:
            box.setTop(ground.top())
            box.setBottom(ground.bottom())
        return box

    def _nudge(self, pixels: int) -> None:
        point = self._scene.probe.point
        if point is None:
            return
        start = point.x if self._awaited is None else self._awaited
        unit = self.place.x_unit_at(start)
        moved = start + pixels * unit
        if self.place.x_log:
            moved = self.place.x_at(self.place.column(start) + pixels)
        self._go(pixel_rounded(moved, unit))

    def _nudge_to_landmark(self, side: int) -> None:
        point = self._scene.probe.point
        if point is None:
            return
        start = point.x if self._awaited is None else self._awaited
        width = self.place.x_unit_at(start) * self.place.width
        place = neighbour(start, side, width, self._landmarks())
        if place is not None:
            self._go(place)

    def _go(self, x: float) -> None:
        self._awaited = x
        self._by_keyboard = True
        self.point_nudged.emit(x)

    def _zoom_by_key(self, factor: float) -> None:
        place = self.place
        spot = self._scene.probe.spot()
        if spot is None or not self._inside(spot):
            spot = QPointF(place.left + place.width / 2, place.top + place.height / 2)
        self._zoom(spot, factor, factor)

    def _zoom(self, spot: QPointF, across: float, down: float) -> None:
        """Zoom at a pixel; where the numbers allow no nearer look, say so."""
        before = self.place
        self._look(before.zoomed(spot.x(), spot.y(), across, down))
        if across < 1 and self.place.x_max - self.place.x_min >= before.x_max - before.x_min:
            self.zoom_ended.emit()


def _stepped(
    at: Callable[[float], float], pixel: float, pixels: int, unit: float, value: float
) -> float:
    """A coordinate moved by whole pixels; the one that stays keeps its digits."""
    return pixel_rounded(at(pixel + pixels), unit) if pixels else value

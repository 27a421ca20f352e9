"""The plot of a function of two variables: how a hand moves what its scene shows."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, Qt, Signal

from core.document import Plane
from gui.plots.critical_layer import CriticalMark
from gui.plots.direction_layer import DirectionHandle, turned
from gui.plots.place import Place, equalled, pixel_rounded
from gui.plots.plane_scene import PlaneScene as PlaneScene
from gui.plots.touch import Touch

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from core.document import Viewport
    from core.frame import Frame, PlaneFrame, Spot
    from gui.plots.scene import CurveScene

_FAST = 10
_SAME = 1e-9  # of the width of the view: the point stands there
_HOME = Plane()
_TURNS = {Qt.Key.Key_Comma: 5.0, Qt.Key.Key_Period: -5.0}  # degrees
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class PlanePlot(Touch):
    """The fields of a frame; both axes have one scale.

    `plane_dragged` and `plane_nudged` carry both coordinates, `plane_changed` the ranges after a
    pan or a zoom, `direction_turned` the components of a direction of length 1.
    """

    plane_dragged = Signal(float, float)
    plane_nudged = Signal(float, float)
    plane_changed = Signal(float, float, float, float)
    direction_turned = Signal(float, float)
    scene_type: ClassVar[type[CurveScene]] = PlaneScene

    def __init__(self, parent: QWidget | None = None) -> None:
        self._turning = False  # a hand holds the direction
        super().__init__(self.scene_type, parent)
        self._equal = True
        self._pressed = False  # an arrow key

    @property
    def seen(self) -> Viewport | None:
        frame, place = self._scene.frame, self.place
        if frame is None:
            return None
        plane = Plane(place.x_min, place.x_max, place.y_min, place.y_max)
        return replace(frame.viewport, plane=plane)

    def paint_frame(self, frame: Frame) -> None:
        plane = self.plane_of(frame)
        if plane is not None and (not self._pressed or plane.spot.at == self._aimed):
            self._aimed = None
        self._scene.show_frame(frame)
        self._say_size()
        if not self._busy():
            self._say()

    def set_view(self, viewport: Viewport) -> None:
        plane = viewport.plane
        self._move(
            replace(
                self.place, x_min=plane.x_min, x_max=plane.x_max, y_min=plane.y_min,
                y_max=plane.y_max, x_log=False, y_log=False,
            )
        )  # fmt: skip

    def set_equal(self, on: bool) -> None:
        """Nothing: directions and lengths in a field are read, so its axes have one scale."""

    def set_crosshair(self, on: bool) -> None:
        """Nothing: a field has no curve to read."""

    def fit_all(self) -> None:
        """Look where a plane is looked at first, as high as the window has it."""
        self._look(
            equalled(
                replace(
                    self.place, x_min=_HOME.x_min, x_max=_HOME.x_max, y_min=_HOME.y_min,
                    y_max=_HOME.y_max,
                )
            )
        )  # fmt: skip

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._turning = left and self._handle.near(event.position())
        if self._turning:
            event.accept()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._turning:
            super().mouseMoveEvent(event)
            self._hover_handle(event.position())
            return
        event.accept()
        spot, center = event.position(), self._scene.probe.spot()
        if center is not None:
            even = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            angle = math.degrees(math.atan2(center.y() - spot.y(), spot.x() - center.x()))
            self.direction_turned.emit(*turned(angle, even))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._turning:
            super().mouseReleaseEvent(event)
            return
        event.accept()
        self._turning = False
        self._hover_handle(event.position())
        self.drag_finished.emit()

    def _busy(self) -> bool:
        return self._turning or super()._busy()

    @property
    def _handle(self) -> DirectionHandle:
        return self._scene.pane.direction  # pyright: ignore[reportAttributeAccessIssue]

    def _hover_handle(self, spot: QPointF) -> None:
        over = self._handle.near(spot)
        if over != self._handle.hovered:
            self._handle.hovered = over
            self._scene.update()
        if over:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse, in whichever field it is."""
        event.accept()
        notches = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        spot = event.position()
        pane = self._scene.pane_at(spot) or self._scene.pane
        x, y = pane.place.x_at(spot.x()), pane.place.y_at(spot.y())
        place, factor = self.place, 1.2**-notches
        if notches:
            self._look(place.zoomed(place.column(x), place.row(y), factor, factor))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, spot = Qt.Key(event.key()), self._spot()
        if key in _ARROWS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._nudge_to_critical(_ARROWS[key])
        elif key in _ARROWS and spot is not None:
            fast = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            across, down = (each * (_FAST if fast else 1) for each in _ARROWS[key])
            place, (x, y) = self.place, self._aimed or spot.at[:2]
            self._aimed = (
                pixel_rounded(x + across * place.x_unit, place.x_unit) if across else x,
                pixel_rounded(y - down * place.y_unit, place.y_unit) if down else y,
            )
            self._by_keyboard = self._pressed = True
            self.plane_nudged.emit(*self._aimed)
        elif key == Qt.Key.Key_Home:
            self.fit_all()
        elif key in _TURNS and self._plane() is not None:
            x, y = self._plane().direction  # pyright: ignore[reportOptionalMemberAccess]
            angle = math.degrees(math.atan2(y, x)) + _TURNS[key]
            self.direction_turned.emit(*turned(angle))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """What was aimed at is remembered until it is seen: the next key goes on from there."""
        if Qt.Key(event.key()) in (*_ARROWS, *_TURNS) and not event.isAutoRepeat():
            self._pressed = False
            self.drag_finished.emit()

    def _nudge_to_critical(self, way: tuple[int, int]) -> None:
        """To the next critical point on this side of the point."""
        plane, spot = self._plane(), self._spot()
        if plane is None or spot is None or plane.critical is None:
            return
        x, y = self._aimed or spot.at[:2]
        least = _SAME * (self.place.x_max - self.place.x_min)
        beyond = [
            each
            for each in plane.critical.points
            if way[0] * (each.x - x) > least or -way[1] * (each.y - y) > least
        ]
        nearest = min(beyond, key=lambda each: math.hypot(each.x - x, each.y - y), default=None)
        if nearest is not None:
            self._aimed = nearest.x, nearest.y
            self._by_keyboard = self._pressed = True
            self.plane_nudged.emit(nearest.x, nearest.y)

    def _drag_point(self, spot: QPointF, free: bool) -> None:
        pane = self._scene.pane_at(self._mouse) or self._scene.pane
        mark = pane.landmarks.near(spot) if self._snap.on and not free else None
        if isinstance(mark, CriticalMark):
            self.plane_dragged.emit(mark.point.x, mark.point.y)
            return
        place = pane.place
        x = place.x_at(min(max(spot.x(), place.left), place.right))
        y = place.y_at(min(max(spot.y(), place.top), place.bottom))
        self.plane_dragged.emit(
            pixel_rounded(x, place.x_unit), pixel_rounded(y, place.y_unit)
        )

    def _look(self, place: Place) -> None:
        self._move(place)
        now = self.place
        self.plane_changed.emit(now.x_min, now.x_max, now.y_min, now.y_max)
        self._say_size()

    def _spot(self) -> Spot | None:
        plane = self._plane()
        return plane.spot if plane is not None else None

    def _plane(self) -> PlaneFrame | None:
        frame = self._scene.frame
        return self.plane_of(frame) if frame is not None else None

    def plane_of(self, frame: Frame) -> PlaneFrame | None:
        """What a frame holds for this plot."""
        return frame.plane

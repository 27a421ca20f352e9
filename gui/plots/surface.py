"""The plot of a surface: how a hand turns it and moves its point."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal

from core.viewport import Camera, Plane
from gui.plots.camera import turned, zoomed
from gui.plots.critical_layer import CriticalMark
from gui.plots.place import Place, equalled, pixel_rounded
from gui.plots.surface_scene import SurfaceScene
from gui.plots.touch import Touch

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from core.document import Viewport
    from core.frame import Frame, Spot

_FAST = 10
_HOME, _FRONT = Plane(), Camera()
_DEGREES = 0.45  # turned by a pixel of a drag
_KEY_DEGREES = 5.0
_WHEEL, _KEY_ZOOM = 1.2, 1.25
_REST = 140  # ms without a move after which the surface is drawn finely
_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip
_TURNS = {
    Qt.Key.Key_A: (_KEY_DEGREES, 0.0), Qt.Key.Key_D: (-_KEY_DEGREES, 0.0),
    Qt.Key.Key_W: (0.0, _KEY_DEGREES), Qt.Key.Key_S: (0.0, -_KEY_DEGREES),
}  # fmt: skip
_KEYPAD_OR_SHIFT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_SAYS = (
    "Arrows move the point, A and D turn the surface, W and S tilt it, plus and minus zoom, "
    "Home looks as at first."
)


class SurfacePlot(Touch):
    """The surface of a frame. A drag turns it, with Shift moves its ranges; the point can be held.

    `plane_dragged` and `plane_nudged` carry both coordinates, `plane_changed` the ranges after a
    pan or a zoom, `camera_changed` turn and tilt in degrees and the zoom.
    """

    plane_dragged = Signal(float, float)
    plane_nudged = Signal(float, float)
    plane_changed = Signal(float, float, float, float)
    camera_changed = Signal(float, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._covered = False  # the point was behind the surface when it was taken
        super().__init__(SurfaceScene, parent)
        self._equal = True
        self._pressed = False  # an arrow key
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._settle)

    @property
    def surface(self) -> SurfaceScene:
        """The scene with its camera."""
        return self._scene  # pyright: ignore[reportReturnType]

    @property
    def seen(self) -> Viewport | None:
        frame, place = self._scene.frame, self.place
        if frame is None:
            return None
        plane = Plane(place.x_min, place.x_max, place.y_min, place.y_max)
        return replace(frame.viewport, plane=plane, camera=self.surface.camera)

    def paint_frame(self, frame: Frame) -> None:
        if frame.plane is not None and (not self._pressed or frame.plane.spot.at == self._aimed):
            self._aimed = None
        if frame.draft:
            self._move_on()
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
        self.surface.set_camera(viewport.camera)

    def set_equal(self, on: bool) -> None:
        """Nothing: the ranges are those of the field, whose axes have one scale."""

    def set_crosshair(self, on: bool) -> None:
        """Nothing: a surface has no curve to read."""

    def fit_all(self) -> None:
        """See the whole box again, with the ranges a plane is looked at first."""
        self._turn(replace(self.surface.camera, zoom=1.0))
        home = replace(
            self.place, x_min=_HOME.x_min, x_max=_HOME.x_max, y_min=_HOME.y_min, y_max=_HOME.y_max
        )
        self._look(equalled(home))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:  # no box is drawn in space
            event.accept()
            return
        self._covered = self.surface.surface.probe.covered
        super().mousePressEvent(event)
        if self._pulled is not None:
            self.viewport().setCursor(Qt.CursorShape.SizeAllCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pulled is None:
            super().mouseMoveEvent(event)
            return
        event.accept()
        spot = self._mouse = event.position()
        moved, self._pulled = spot - self._pulled, spot
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(moved)
        else:
            across, up = -moved.x() * _DEGREES, moved.y() * _DEGREES
            self._turn(turned(self.surface.camera, across, up))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            event.accept()
            self.menu_requested.emit(event.globalPosition().toPoint())
            return
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._settle()
            self._say()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer; with Ctrl zoom the ranges at the place under the mouse."""
        event.accept()
        notches = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        if not notches:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_ranges(event.position(), _WHEEL**-notches)
        else:
            self._turn(zoomed(self.surface.camera, _WHEEL**notches))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~_KEYPAD_OR_SHIFT
        if key in _STEPS and plain:
            fast = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._nudge_point(_STEPS[key], _FAST if fast else 1)
        elif key in _TURNS and plain:
            self._turn(turned(self.surface.camera, *_TURNS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            factor = 1 / _KEY_ZOOM if key == Qt.Key.Key_Minus else _KEY_ZOOM
            self._turn(zoomed(self.surface.camera, factor))
        elif key == Qt.Key.Key_Home:
            self._turn(_FRONT)
            self.fit_all()
        elif key not in _STEPS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """What was aimed at is remembered until it is seen: the next key goes on from there."""
        if Qt.Key(event.key()) in _STEPS and not event.isAutoRepeat():
            self._pressed = False
            self.drag_finished.emit()

    def _nudge_point(self, way: tuple[int, int], pixels: int) -> None:
        """Move the point by pixels of the field, along the axis that is seen to lead that way."""
        spot, place = self._spot(), self.place
        if spot is None:
            return
        quarter = math.radians(90 * round((self.surface.camera.turn + 90) / 90))
        across = round(way[0] * math.cos(quarter) - way[1] * math.sin(quarter)) * pixels
        up = round(way[0] * math.sin(quarter) + way[1] * math.cos(quarter)) * pixels
        x, y = self._aimed or spot.at[:2]
        self._aimed = (
            pixel_rounded(x + across * place.x_unit, place.x_unit) if across else x,
            pixel_rounded(y + up * place.y_unit, place.y_unit) if up else y,
        )
        self._by_keyboard = self._pressed = True
        self.plane_nudged.emit(*self._aimed)

    def _drag_point(self, spot: QPointF, free: bool) -> None:
        """Put the point where the surface is seen under the mouse; a critical point pulls it."""
        mark = self._scene.pane.landmarks.near(spot) if self._snap.on and not free else None
        if isinstance(mark, CriticalMark):
            self.plane_dragged.emit(mark.point.x, mark.point.y)
            return
        own, place = self._spot(), self.place
        near = own.at[:2] if own is not None and self._covered else None
        found = self.surface.terrain.met(spot, near)
        if found is not None:
            x, y = found
            self.plane_dragged.emit(
                pixel_rounded(x, place.x_unit), pixel_rounded(y, place.y_unit)
            )

    def _pan(self, moved: QPointF) -> None:
        """Move the ranges so that the ground follows the mouse."""
        view, place = self.surface.terrain.view(), self.place
        if view is None:
            return
        x, y = view.ground(moved.x(), moved.y())
        self._look(
            replace(
                place, x_min=place.x_min - x, x_max=place.x_max - x, y_min=place.y_min - y,
                y_max=place.y_max - y,
            )
        )  # fmt: skip

    def _zoom(self, spot: QPointF, across: float, down: float) -> None:
        del down
        self._zoom_ranges(spot, across)

    def _zoom_ranges(self, spot: QPointF, factor: float) -> None:
        place = self.place
        found = self.surface.terrain.met(spot)
        x, y = found or ((place.x_min + place.x_max) / 2, (place.y_min + place.y_max) / 2)
        before = place.x_max - place.x_min
        self._look(place.zoomed(place.column(x), place.row(y), factor, factor))
        if factor < 1 and self.place.x_max - self.place.x_min >= before:
            self.zoom_ended.emit()

    def _turn(self, camera: Camera) -> None:
        """Look from elsewhere because a person wished so."""
        if camera == self.surface.camera:
            return
        self._move_on()
        self.surface.set_camera(camera)
        self.camera_changed.emit(camera.turn, camera.tilt, camera.zoom)

    def _move_on(self) -> None:
        self.surface.hurry(True)
        self._rest.start()

    def _settle(self) -> None:
        """Draw finely again, unless a hand still moves something."""
        if self._busy():
            self._rest.start()
            return
        self.surface.hurry(False)
        self._say()

    def _look(self, place: Place) -> None:
        self._move(place)
        now = self.place
        self.plane_changed.emit(now.x_min, now.x_max, now.y_min, now.y_max)
        self._say_size()

    def _zoom_box(self) -> QRectF | None:
        return None

    def _say(self) -> None:
        super()._say()
        self.setAccessibleDescription(_SAYS)

    def _spot(self) -> Spot | None:
        frame = self._scene.frame
        return frame.plane.spot if frame is not None and frame.plane is not None else None

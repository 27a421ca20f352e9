"""The plot of f and its derivatives: pan, zoom, and a point to drag."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.maths import Typesetting
from gui.plots.axes import frame_of
from gui.plots.place import Place, pixel_rounded
from gui.plots.scene import CurveScene
from gui.plots.stage import Look
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from core.document import Viewport
    from core.frame import Frame

_WHEEL = 1.2  # zoom for one notch
_KEY_ZOOM = 1.25
_SMALLEST_BOX = 6.0
_FAST = 10
_ARROWS = MappingProxyType({Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1})
_Cursor = Qt.CursorShape


class CurvePlot(pg.GraphicsView):
    """Shows the curves of a frame. Painting never emits; every signal is a person's wish.

    `point_dragged` and `point_nudged` carry x in axis units; `view_changed` x_min, x_max, y_min,
    y_max after a pan or a zoom; `resized` the plot area in pixels, which keeps its ranges.
    """

    point_dragged = Signal(float)
    point_nudged = Signal(float)
    drag_finished = Signal()
    view_changed = Signal(float, float, float, float)
    fit_requested = Signal()
    home_requested = Signal()
    resized = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)  # pyright: ignore[reportArgumentType]
        self._scene = CurveScene(Look(LIGHT), Typesetting(self))
        self._scene.setParent(self)
        self.sceneObj = self._scene
        self.setScene(self._scene)
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setCacheMode(pg.GraphicsView.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self._fits = True
        self._size = (0, 0)
        self._grabbed: QPointF | None = None  # from the press to the probe
        self._pulled: QPointF | None = None  # where a pan was last
        self._corner: QPointF | None = None  # where a zoom box began
        self._mouse = QPointF()
        self._awaited: float | None = None  # the last nudge, until its key is released
        self._by_keyboard = False
        self.set_theme(LIGHT)
        self._say()

    @property
    def place(self) -> Place:
        """Ranges and plot area as they are shown now."""
        return self._scene.place

    @property
    def plot_size(self) -> QSize:
        """The plot area in pixels."""
        return QSize(round(self.place.width), round(self.place.height))

    @property
    def picture(self) -> CurveScene:
        """The scene with its layers."""
        return self._scene

    def paint_frame(self, frame: Frame) -> None:
        """Show a frame. Only a height that is to be fitted is taken from its viewport."""
        view = frame.viewport
        first = self._scene.frame is None
        self._scene.show_frame(frame)
        if view.y_min is not None and view.y_max is not None and (self._fits or first):
            self._move(replace(self.place, y_min=view.y_min, y_max=view.y_max))
        if self._grabbed is None:
            self._say()

    def set_view(self, viewport: Viewport) -> None:
        """Look where the document says; nothing is emitted."""
        self._fits = viewport.fits_height
        place = replace(self.place, x_min=viewport.x_min, x_max=viewport.x_max)
        if viewport.y_min is not None and viewport.y_max is not None:
            place = replace(place, y_min=viewport.y_min, y_max=viewport.y_max)
        self._move(place)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme."""
        self._scene.set_look(replace(self._scene.stage.look, theme=theme))
        self.setBackground(theme.base)

    def set_grid(self, shown: bool) -> None:
        """Draw the grid or leave it out."""
        self._scene.set_look(replace(self._scene.stage.look, grid=shown))

    def describe(self) -> str:
        """What is seen, in words."""
        return self._scene.describe()

    def sizeHint(self) -> QSize:
        return QSize(800, 560)

    def close(self) -> bool:
        """Close like any widget; pyqtgraph would take its viewport away and crash."""
        return QWidget.close(self)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if isinstance(self.scene(), CurveScene):
            self._scene.set_size(self.width(), self.height())
            self._say_size()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._mouse = event.position()
        self._by_keyboard = False
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            own = self._scene.probe.spot()
            if own is not None and self._scene.probe.near(spot):
                self._grabbed = own - spot
                self.viewport().setCursor(_Cursor.ClosedHandCursor)
            elif self._inside(spot):
                self._pulled = spot
        elif event.button() == Qt.MouseButton.RightButton and self._inside(spot):
            self._corner = spot
        self._scene.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._mouse = event.position()
        event.accept()
        if self._grabbed is not None:
            self.point_dragged.emit(self._x_of(spot + self._grabbed))
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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self.fit_requested.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        notches = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        spot, place = event.position(), self.place
        factor = _WHEEL**-notches
        on_x_axis, on_y_axis = spot.y() > place.bottom, spot.x() < place.left
        if notches and not (on_x_axis and on_y_axis):
            across, down = 1.0 if on_y_axis else factor, 1.0 if on_x_axis else factor
            self._look(place.zoomed(spot.x(), spot.y(), across, down))

    def leaveEvent(self, event: object) -> None:
        self._hover(QPointF(-1000, -1000))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self.home_requested.emit()
        elif key in _ARROWS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            fast = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._nudge(_ARROWS[key] * (_FAST if fast else 1))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom_by_key(_KEY_ZOOM if key == Qt.Key.Key_Minus else 1 / _KEY_ZOOM)
        elif key == Qt.Key.Key_Escape and self._corner is not None:
            self._corner = None
            self.viewport().update()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) not in _ARROWS:
            event.ignore()
        elif not event.isAutoRepeat() and self._awaited is not None:
            self._awaited = None
            self.drag_finished.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() not in (
            Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason,
        )  # fmt: skip
        self._scene.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._awaited = None
        self._scene.update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """What belongs to the screen alone: the zoom box and the focus ring."""
        theme = self._scene.stage.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._corner is not None:
            inside = QColor(theme.accent)
            inside.setAlpha(28)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(inside)
            painter.drawRect(self._box(self._mouse))
        if self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame_of(self.place).adjusted(0.5, 0.5, -0.5, -0.5))

    def _move(self, place: Place) -> None:
        """Show other ranges without a word about it."""
        before = self.place
        if (
            before.x_min == place.x_min
            and before.x_max == place.x_max
            and (before.y_min == place.y_min and before.y_max == place.y_max)
        ):
            return
        self._scene.move(place)
        self._say_size()

    def _look(self, place: Place) -> None:
        """Show other ranges because a person wished so."""
        self._fits = False
        self._move(place)
        now = self.place
        self.view_changed.emit(now.x_min, now.x_max, now.y_min, now.y_max)

    def _say_size(self) -> None:
        size = self.plot_size.width(), self.plot_size.height()
        if size != self._size and self.width() > 1:
            self._size = size
            self.resized.emit(*size)

    def _say(self) -> None:
        words = self.describe()
        if words != self.accessibleName():
            self.setAccessibleName(words)
            self.setAccessibleDescription("Arrows move the point, plus and minus zoom, Home fits.")

    def _x_of(self, spot: QPointF) -> float:
        place = self.place
        column = min(max(spot.x(), place.left), place.right)
        return pixel_rounded(place.x_at(column), place.x_unit)

    def _inside(self, spot: QPointF) -> bool:
        return self.place.holds(spot.x(), spot.y())

    def _hover(self, spot: QPointF) -> None:
        over = self._scene.probe.near(spot)
        if over != self._scene.probe.hovered:
            self._scene.probe.hovered = over
            self._scene.update()
        for pane in self._scene.panes:
            mark = None if over else pane.landmarks.near(spot)
            if mark != pane.landmarks.hovered:
                pane.landmarks.hovered = mark
                self._scene.update()
        self.viewport().setCursor(_Cursor.OpenHandCursor if over else _Cursor.ArrowCursor)

    def _box(self, spot: QPointF) -> QRectF:
        """The zoom box between its corner and the mouse, inside the plot."""
        corner = self._corner or spot
        plot = QRectF(self.place.left, self.place.top, self.place.width, self.place.height)
        return QRectF(corner, spot).normalized().intersected(plot)

    def _nudge(self, pixels: int) -> None:
        point = self._scene.probe.point
        if point is None:
            return
        start = point.x if self._awaited is None else self._awaited
        unit = self.place.x_unit
        self._awaited = pixel_rounded(start + pixels * unit, unit)
        self._by_keyboard = True
        self.point_nudged.emit(self._awaited)

    def _zoom_by_key(self, factor: float) -> None:
        place = self.place
        spot = self._scene.probe.spot()
        if spot is None or not self._inside(spot):
            spot = QPointF(place.left + place.width / 2, place.top + place.height / 2)
        self._look(place.zoomed(spot.x(), spot.y(), factor, factor))

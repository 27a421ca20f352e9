"""Canvas: the widget under every plot of curves: it shows frames and says what is asked of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.explore.heights import fitted
from gui.maths import Typesetting
from gui.plots.glide import Glide
from gui.plots.place import Place, equalled
from gui.plots.pointer import Pointer
from gui.plots.scene import CurveScene
from gui.plots.snap import Snap
from gui.plots.stage import Look
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from core.document import Viewport
    from core.frame import Frame

BETWEEN_WORDS = 1000  # ms


class Canvas(pg.GraphicsView):
    """Shows the curves of a frame. Painting never emits; every signal is a person's wish.

    `point_dragged` and `point_nudged` carry x in axis units; `view_changed` x_min, x_max, y_min,
    y_max after a pan or a zoom; `resized` the plot area in pixels, which keeps its ranges;
    `free_point_dragged` and `free_point_nudged` the key of a row and both coordinates;
    `zoom_ended`: there is no nearer look; `menu_requested` a place on the screen;
    `history_requested` -1 for the view before, 1 after; `crosshair_moved` a `MouseReading`, or
    None when the mouse left. Abstract: see `Touch`.
    """

    point_dragged = Signal(float)
    point_nudged = Signal(float)
    free_point_dragged = Signal(int, float, float)
    free_point_nudged = Signal(int, float, float)
    drag_finished = Signal()
    view_changed = Signal(float, float, float, float)
    fit_requested = Signal()
    home_requested = Signal()
    resized = Signal(int, int)
    menu_requested = Signal(QPoint)
    zoom_ended = Signal()
    history_requested = Signal(int)
    crosshair_moved = Signal(object)

    def __init__(self, scene: type[CurveScene], parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)  # pyright: ignore[reportArgumentType]
        self._scene = scene(Look(LIGHT), Typesetting(self))
        self._scene.setParent(self)
        self.sceneObj = self._scene
        self.setScene(self._scene)
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setCacheMode(pg.GraphicsView.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self._fits = True
        self._equal = False
        self._motion = self._glides = False
        self._glide = Glide(self)
        self._glide.moved.connect(self._scene.move)
        self._size = (0, 0)
        self._snap = Snap()
        self._pointer = Pointer(self._scene)
        self._by_keyboard = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(BETWEEN_WORDS)
        self._quiet.timeout.connect(self._say_later)
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
    def seen(self) -> Viewport | None:
        """The viewport as it is shown now, for an export of what is seen."""
        frame, place = self._scene.frame, self.place
        if frame is None:
            return None
        x_min, x_max, y_min, y_max = place.x_min, place.x_max, place.y_min, place.y_max
        return replace(
            frame.viewport, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max,
            x_log=place.x_log, y_log=place.y_log,
        )  # fmt: skip

    @property
    def picture(self) -> CurveScene:
        """The scene with its layers."""
        return self._scene

    @property
    def busy(self) -> bool:
        """Whether a hand holds the point, the picture or a box."""
        return self._busy()

    def paint_frame(self, frame: Frame) -> None:
        """Show a frame. Only a height that is to be fitted is taken from its viewport."""
        view = frame.viewport
        first = self._scene.frame is None
        self._scene.show_frame(frame)
        wanted = (self._fits or first) and view.y_log == self.place.y_log
        if view.y_min is not None and view.y_max is not None and wanted:
            self._arrive(replace(self.place, y_min=view.y_min, y_max=view.y_max))
            self._say_size()
        if not self._busy():
            self._say()

    def set_view(self, viewport: Viewport) -> None:
        """Look where the document says; nothing is emitted."""
        self._fits = viewport.fits_height
        place = replace(
            self.place, x_min=viewport.x_min, x_max=viewport.x_max, x_log=viewport.x_log,
            y_log=viewport.y_log,
        )  # fmt: skip
        if viewport.y_min is not None and viewport.y_max is not None:
            self._arrive(replace(place, y_min=viewport.y_min, y_max=viewport.y_max))
        else:
            self._move(place)
        self._say_size()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme."""
        self._scene.set_look(replace(self._scene.stage.look, theme=theme))
        self.setBackground(theme.base)

    def set_grid(self, shown: bool) -> None:
        """Draw the grid or leave it out."""
        self._scene.set_look(replace(self._scene.stage.look, grid=shown))

    def set_pi_ticks(self, on: bool) -> None:
        """Count x in fractions of pi, where they fit the view."""
        self._scene.set_look(replace(self._scene.stage.look, pi_ticks=on))

    def set_equal(self, on: bool) -> None:
        """Keep one unit as long down as across: the height follows, around its middle.

        Nothing is emitted; `place` says what is seen then.
        """
        self._equal = on
        self._scene.move(self._shaped(self.place))

    def set_motion(self, on: bool) -> None:
        """Move to where the picture is fitted, or jump."""
        self._motion = on

    def fit_all(self) -> None:
        """A person wants to see everything: `fit_requested`, or a view that shows it at one scale.

        Where one unit is as long down as across, a tall curve needs a wider view.
        """
        self.refit()
        self._glides = self._motion
        whole = self._whole()
        if whole is None:
            self.fit_requested.emit()
        else:
            self._look(whole)

    def refit(self) -> None:
        """Choose the heights anew that are chosen here; as a rule those of the frame are."""

    def set_snap(self, on: bool) -> None:
        """Let landmarks pull the dragged point, or not."""
        self._snap.on = on
        self._snap.let_go()

    def set_crosshair(self, on: bool) -> None:
        """Draw thin lines at the mouse and read the curves there."""
        self._pointer.crosshair = on
        self.viewport().update()

    def set_hover_tangent(self, on: bool) -> None:
        """Draw a faint tangent at the mouse on the nearest curve."""
        self._pointer.tangent = on
        self.viewport().update()

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
            if self._equal:
                self._scene.move(self._shaped(self.place))
            self._say_size()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() not in (
            Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason,
        )  # fmt: skip
        self._scene.update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """What belongs to the screen alone: mouse lines, the zoom box and the focus ring."""
        theme = self._scene.stage.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._busy():
            self._pointer.draw(painter)
        box = self._zoom_box()
        if box is not None:
            inside = QColor(theme.accent)
            inside.setAlpha(28)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(inside)
            painter.drawRect(box)
        if self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._scene.ground().adjusted(0.5, 0.5, -0.5, -0.5))

    def _busy(self) -> bool:
        """Whether a hand holds the point, the picture or a box."""
        return False

    def _zoom_box(self) -> QRectF | None:
        """The box that is being drawn to zoom into."""
        return None

    def _move(self, place: Place) -> None:
        """Show other ranges without a word about it."""
        self._glide.stop()
        before, place = self.place, self._shaped(place)
        if (
            before.x_min == place.x_min
            and before.x_max == place.x_max
            and (before.y_min == place.y_min and before.y_max == place.y_max)
            and (before.x_log == place.x_log and before.y_log == place.y_log)
        ):
            return
        self._scene.move(place)

    def _arrive(self, place: Place) -> None:
        """Show ranges that were fitted: on the way there when the person asked for it."""
        place = self._shaped(place)
        glides, self._glides = self._glides, False
        if glides and place != self.place:
            self._glide.go(self.place, place)
        elif not (self._glide.running and self._glide.goal == place):
            self._move(place)

    def _whole(self) -> Place | None:
        """The place that shows the curves in sight at one scale; None where they fit already."""
        frame, place = self._scene.frame, self.place
        if not self._equal or place.bent or frame is None or not frame.curves:
            return None
        low, high = fitted(
            [each.x for each in frame.curves], [each.y for each in frame.curves],
            [each.order for each in frame.curves],
        )  # fmt: skip
        if (high - low) / place.height <= place.x_unit:
            return None
        middle, half = (place.x_min + place.x_max) / 2, (high - low) / place.height * place.width
        x_min, x_max = middle - half / 2, middle + half / 2
        return replace(place, x_min=x_min, x_max=x_max, y_min=low, y_max=high)

    def _shaped(self, place: Place) -> Place:
        return equalled(place) if self._equal else place

    def _look(self, place: Place) -> None:
        """Show other ranges because a person wished so."""
        self._fits = False
        self._move(place)
        now = self.place
        self.view_changed.emit(now.x_min, now.x_max, now.y_min, now.y_max)
        self._say_size()  # not before: longer labels leave less room, and that asks for a frame

    def _say_size(self) -> None:
        size = self.plot_size.width(), self.plot_size.height()
        if size != self._size and self.width() > 1:
            self._size = size
            self.resized.emit(*size)

    def _say(self) -> None:
        """Tell a screen reader what is seen, once a second at most: a reader finishes no faster."""
        words, said = self.describe(), self.accessibleName()
        if words == said or self._quiet.isActive():
            return
        self.setAccessibleName(words)
        self.setAccessibleDescription(
            "Arrows move the point, with Ctrl to the next landmark; plus and minus zoom, Home fits."
        )
        if said:
            self._quiet.start()

    def _say_later(self) -> None:
        if not self._busy():
            self._say()

    def _inside(self, spot: QPointF) -> bool:
        return self._scene.pane_at(spot) is not None

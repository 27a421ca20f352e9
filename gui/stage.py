"""The centre of the window: banner, strip and plot; the plot arrives after the first paint."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.panels.banner import Banner
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from core.document import Document, Viewport
    from core.frame import Frame

STRIP = 38
BUSY_AFTER = 200  # ms of computing after which a line says so
EMPTY = "Type a formula on the left."


class BusyLine(QWidget):
    """2 px under the strip, in accent while an answer is late; takes the same room always."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self._theme = LIGHT
        self._busy = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(BUSY_AFTER)
        self._late.timeout.connect(self._show)

    def begin(self) -> None:
        if not self._busy and not self._late.isActive():
            self._late.start()

    def end(self) -> None:
        self._late.stop()
        if self._busy:
            self._busy = False
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.accent if self._busy else self._theme.base
        painter.fillRect(QRectF(self.rect()), QColor(color))

    def _show(self) -> None:
        self._busy = True
        self.update()


class Stage(QWidget):
    """Shows the curves of a frame. `load` brings in the plot; what came before is kept for it."""

    point_dragged = Signal(float)
    point_nudged = Signal(float)
    drag_finished = Signal()
    view_changed = Signal(float, float, float, float)
    fit_requested = Signal()
    home_requested = Signal()
    grid_toggled = Signal(bool)
    resized = Signal(int, int)
    loaded = Signal()
    first_painted = Signal()

    def __init__(self, viewport: Viewport, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._viewport, self._grid = theme, viewport, True
        self._frame: Frame | None = None
        self._seen = False
        self.plot: Any = None  # a CurvePlot; its module imports pyqtgraph, so not at start
        self.strip: Any = None
        self.banner = Banner(self)
        self.busy = BusyLine(self)
        self._empty = QLabel(EMPTY, self)
        self._empty.setObjectName("empty")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.hide()
        self._head = QWidget(self)
        self._head.setFixedHeight(STRIP)
        self._strip_place = _bare_column(self._head)
        self._ground = QWidget(self)
        self._plot_place = QGridLayout(self._ground)
        self._plot_place.setContentsMargins(0, 0, 0, 0)
        self._plot_place.addWidget(self._empty, 0, 0, Qt.AlignmentFlag.AlignCenter)
        column = _bare_column(self)
        column.addWidget(self.banner)
        column.addWidget(self._head)
        column.addWidget(self.busy)
        column.addWidget(self._ground, 1)

    def load(self) -> None:
        """Build the plot and the strip, and show in them what was shown so far."""
        if self.plot is not None:
            return
        self.plot = import_module("gui.plots.curves").CurvePlot()
        self.strip = import_module("gui.plots.strip").Strip()
        self._connect()
        self.plot.set_view(self._viewport)
        self.plot.set_grid(self._grid)
        self.set_theme(self._theme)
        self._strip_place.addWidget(self.strip)
        self._plot_place.addWidget(self.plot, 0, 0)
        self._empty.raise_()
        if self._frame is not None:
            self._paint(self._frame)
        self.loaded.emit()

    def show_document(self, document: Document) -> None:
        self._empty.setVisible(all(not formula.text.strip() for formula in document.formulas))

    def paint_frame(self, frame: Frame) -> None:
        """Paint a frame, or keep it for the plot that is still to come."""
        self._frame = frame
        self.busy.end()
        self.banner.paint_frame(frame)
        if self.plot is not None:
            self._paint(frame)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.banner.set_theme(theme)
        self.busy.set_theme(theme)
        if self.plot is not None:
            self.plot.set_theme(theme)
            self.strip.set_theme(theme)
        self.update()

    def set_view(self, viewport: Viewport) -> None:
        self._viewport = viewport
        if self.plot is not None:
            self.plot.set_view(viewport)

    def set_grid(self, shown: bool) -> None:
        self._grid = shown
        if self.plot is not None:
            self.plot.set_grid(shown)

    def focus_plot(self) -> None:
        if self.plot is not None:
            self.plot.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._theme.base))
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.first_painted.emit)

    def _paint(self, frame: Frame) -> None:
        self.plot.paint_frame(frame)
        self.strip.paint_frame(frame)

    def _connect(self) -> None:
        self.plot.point_dragged.connect(self.point_dragged)
        self.plot.point_nudged.connect(self.point_nudged)
        self.plot.drag_finished.connect(self.drag_finished)
        self.plot.view_changed.connect(self.view_changed)
        self.plot.fit_requested.connect(self.fit_requested)
        self.plot.home_requested.connect(self.home_requested)
        self.plot.resized.connect(self.resized)
        self.strip.fit_clicked.connect(self.fit_requested)
        self.strip.grid_toggled.connect(self.grid_toggled)


def _bare_column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column

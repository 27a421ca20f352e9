"""The centre of the window: banner, strip and plot; the plot arrives after the first paint."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from core.document import VIEWS, Document
from gui.panels.banner import Banner
from gui.panels.space_head import SpaceHead
from gui.panels.variation import VariationView
from gui.theme import LIGHT, Theme
from gui.tools import TOOLS, use
from gui.views import shown_row, view_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from core.document import Viewport
    from core.frame import Frame

STRIP = 38
BUSY_AFTER = 200  # ms of computing after which a line says so
LONG_AFTER = 2000  # ms of computing after which it can be stopped
EMPTY = "Type a formula on the left."
_PLOTS = {
    "curves": ("gui.plots.curves", "CurvePlot"),
    "stacked": ("gui.plots.stacked", "StackedPlot"),
    "field": ("gui.plots.planes", "PlanePlot"),
    "surface": ("gui.plots.surface", "SurfacePlot"),
    "matrix": ("gui.plots.space", "SpacePlot"),
    "grid": ("gui.plots.map_grid", "GridPlot"),
    "det": ("gui.plots.map_fields", "MapFieldPlot"),
    "jacobian": ("gui.plots.jacobian", "JacobianPlot"),
    "path": ("gui.plots.path", "PathPlot"),
}
_MOTHER = {
    "hessian": "field", "arrows": "field", "plane": "field", "cut": "curves", "line": "curves",
    "sheet": "surface", "flow": "det",
}  # fmt: skip

_OF_MAPS = (
    "image_dragged", "image_changed", "image_fitted", "camera_turned", "path_dragged",
    "path_nudged",
)  # fmt: skip


def views() -> tuple[str, ...]:
    """The views there are."""
    return tuple(view for view in VIEWS if view not in _PLOTS or find_spec(_PLOTS[view][0]))


class BusyLine(QWidget):
    """2 px under the strip, in accent while an answer is late; takes the same room always.

    `lasts` says that an answer takes so long that a person may want to stop it, and that it ended.
    """

    lasts = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self._theme = LIGHT
        self._busy = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(BUSY_AFTER)
        self._late.timeout.connect(self._show)
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(LONG_AFTER - BUSY_AFTER)
        self._long.timeout.connect(self._offer)

    def begin(self) -> None:
        if not self._busy and not self._late.isActive():
            self._late.start()

    def end(self) -> None:
        self._late.stop()
        self._long.stop()
        if self._busy:
            self.lasts.emit(False)
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
        self._long.start()
        self.update()

    def _offer(self) -> None:
        self.lasts.emit(True)


class Stage(QWidget):
    """Shows a frame in one of the views. `load` brings in the plots; what came before is kept.

    A plot is built when its view is first wanted; only the one that is seen is painted.
    """

    point_dragged = Signal(float)
    point_nudged = Signal(float)
    free_point_dragged = Signal(int, float, float)
    free_point_nudged = Signal(int, float, float)
    plane_dragged = Signal(float, float)
    plane_nudged = Signal(float, float)
    plane_changed = Signal(float, float, float, float)
    direction_turned = Signal(float, float)
    image_dragged = Signal(float, float, float)
    image_changed = Signal(float, float, float, float)
    image_fitted = Signal()
    camera_turned = Signal(float, float, float)
    path_dragged = Signal(float)
    path_nudged = Signal(float)
    camera_changed = Signal(float, float, float)
    drag_finished = Signal()
    view_changed = Signal(float, float, float, float)
    fit_requested = Signal()
    home_requested = Signal()
    tool_toggled = Signal(str, bool)
    resized = Signal(int, int)
    menu_requested = Signal(QPoint)
    zoom_ended = Signal()
    history_requested = Signal(int)
    loaded = Signal()
    first_painted = Signal()
    table_copied = Signal(str)
    entry_chosen = Signal(str, str)
    entry_opened = Signal(str, str)
    entry_left = Signal()

    def __init__(self, viewport: Viewport, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._viewport = theme, viewport
        self.tools = {tool.name: tool.first for tool in TOOLS}
        self._motion = False
        self._document = Document()
        self._frame: Frame | None = None
        self._seen = False
        self._view = "curves"
        self._loads = False
        self._plots: dict[str, Any] = {}
        self.plot: Any = None  # a CurvePlot; its module imports pyqtgraph, so not at start
        self.strip: Any = None
        self.banner = Banner(self)
        self.busy = BusyLine(self)
        self.space_head = SpaceHead(self)
        self.table = VariationView(self)
        self.table.copied.connect(self.table_copied)
        self.table.hide()
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
        self._plot_place.addWidget(self.table, 0, 0)
        self._plot_place.addWidget(self._empty, 0, 0, Qt.AlignmentFlag.AlignCenter)
        column = _bare_column(self)
        column.addWidget(self.banner)
        column.addWidget(self._head)
        column.addWidget(self.space_head)
        column.addWidget(self.busy)
        column.addWidget(self._ground, 1)

    def load(self) -> None:
        """Build the plot and the strip, and show in them what was shown so far."""
        if self._loads:
            return
        self._loads = True
        self.strip = import_module("gui.plots.strip").Strip()
        self.strip.fit_clicked.connect(self.fit)
        slots = {
            "grid": self._grid_toggled, "equal": self._equal_toggled,
            "snap": self._snap_toggled, "crosshair": self._crosshair_toggled,
        }  # fmt: skip
        for name, slot in slots.items():
            signal = getattr(self.strip, f"{name}_toggled", None)
            if signal is not None:
                signal.connect(slot)
        for name in self.tools:
            self._show_tool(name)
        self._strip_place.addWidget(self.strip)
        self.strip.set_theme(self._theme)
        self.show_view(self._view)
        self.loaded.emit()

    def show_document(self, document: Document) -> None:
        self._empty.setVisible(all(not formula.text.strip() for formula in document.formulas))
        self._document = document
        self._choose_view()

    def _choose_view(self) -> None:
        """The view that suits the active formula: of many variables, of two, or of one."""
        view = view_of(self._document, self._frame)
        row = shown_row(self._document, self._frame)
        names, vector = (row.variables, row.vector) if row is not None else ((), False)
        self.space_head.show_choice(view, self._document.several, names, vector)
        if view != self._view:
            self.show_view(view)

    def show_view(self, view: str) -> None:
        """Show a view; one that is not there is shown as curves."""
        self._view = view
        drawn = _MOTHER.get(view, view if view in _PLOTS else "curves")
        drawn = drawn if drawn in _PLOTS else "field" if view == "sheet" else "curves"
        self.table.setVisible(view == "table")
        if self._loads:
            self.plot = self._plots.get(drawn) or self._build(drawn)
            for name, plot in self._plots.items():
                plot.setVisible(name == drawn and view != "table")
        self._show_tool("equal")
        self._empty.raise_()
        if self._frame is not None:
            self._paint(self._frame)
            self.paint_numbers(self._frame)

    def paint_frame(self, frame: Frame) -> None:
        """Paint a frame, or keep it for the plot that is still to come."""
        self._frame = frame
        self.busy.end()
        self.banner.paint_frame(frame)
        shown = self._view
        self._choose_view()
        if shown == self._view:
            self._paint(frame)

    def paint_numbers(self, frame: Frame) -> None:
        """Show the values above the plot: apart from the picture, which never waits for them."""
        if self.strip is not None:
            self.strip.paint_frame(frame)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.banner.set_theme(theme)
        self.busy.set_theme(theme)
        self.table.set_theme(theme)
        if self.strip is not None:
            self.strip.set_theme(theme)
        for plot in self._plots.values():
            plot.set_theme(theme)
        self.update()

    def set_view(self, viewport: Viewport) -> None:
        logs = (self._viewport.x_log, self._viewport.y_log)
        self._viewport = viewport
        if logs != (viewport.x_log, viewport.y_log):
            self._show_tool("equal")
        for plot in self._plots.values():
            plot.set_view(viewport)

    def set_tool(self, name: str, on: bool) -> None:
        """Switch a tool of the plot (see `gui.tools`)."""
        self.tools[name] = on
        self._show_tool(name)
        for plot in self._plots.values():
            use(plot, name, on)

    def works(self, name: str) -> bool:
        """Whether a tool has an effect: one scale needs one pair of axes, of one kind."""
        view = self._viewport
        flat = _MOTHER.get(self._view, self._view) == "curves"
        return name != "equal" or (flat and view.x_log == view.y_log)

    def set_motion(self, on: bool) -> None:
        """Let the picture move to where it is fitted, or jump."""
        self._motion = on
        for plot in self._plots.values():
            plot.set_motion(on)

    def fit(self) -> None:
        """Choose the heights of what is seen anew."""
        if self.plot is not None and self._view != "table":
            self.plot.fit_all()
        else:
            self.fit_requested.emit()

    @property
    def seen(self) -> Viewport | None:
        """What is seen just now, for an export of it."""
        return self.plot.seen if self.plot is not None and self._view != "table" else None

    def is_held(self) -> bool:
        """Whether a hand holds the picture just now."""
        return self.plot is not None and self.plot.busy

    def focus_plot(self) -> None:
        target = self.table.copy_button if self._view == "table" else self.plot
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._theme.base))
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.first_painted.emit)

    def _paint(self, frame: Frame) -> None:
        if self._view == "table":
            self.table.paint_frame(frame)
        elif self.plot is not None:
            self.plot.paint_frame(frame)

    def _build(self, view: str) -> Any:
        """The plot of a view, in its place and connected."""
        module, name = _PLOTS[view]
        plot = self._plots[view] = getattr(import_module(module), name)()
        plot.point_dragged.connect(self.point_dragged)
        plot.point_nudged.connect(self.point_nudged)
        plot.free_point_dragged.connect(self.free_point_dragged)
        plot.free_point_nudged.connect(self.free_point_nudged)
        plot.drag_finished.connect(self.drag_finished)
        plot.view_changed.connect(self.view_changed)
        plot.fit_requested.connect(self.fit_requested)
        plot.home_requested.connect(self.home_requested)
        plot.resized.connect(self.resized)
        plot.menu_requested.connect(self.menu_requested)
        plot.zoom_ended.connect(self.zoom_ended)
        plot.history_requested.connect(self.history_requested)
        plot.set_view(self._viewport)
        plot.set_theme(self._theme)
        if hasattr(plot, "plane_dragged"):
            plot.plane_dragged.connect(self.plane_dragged)
            plot.plane_nudged.connect(self.plane_nudged)
            plot.plane_changed.connect(self.plane_changed)
        if hasattr(plot, "direction_turned"):
            plot.direction_turned.connect(self.direction_turned)
        if hasattr(plot, "entry_chosen"):
            plot.entry_chosen.connect(self.entry_chosen)
            plot.entry_opened.connect(self.entry_opened)
            plot.entry_left.connect(self.entry_left)
        for name in _OF_MAPS:
            if hasattr(plot, name):
                getattr(plot, name).connect(getattr(self, name))
        if hasattr(plot, "camera_changed"):
            plot.camera_changed.connect(self.camera_changed)
        if hasattr(plot, "crosshair_moved"):
            plot.crosshair_moved.connect(self.strip.show_mouse)
        for name, on in self.tools.items():
            use(plot, name, on)
        plot.set_motion(self._motion)
        self._plot_place.addWidget(plot, 0, 0)
        return plot

    def _show_tool(self, name: str) -> None:
        """Show in the strip whether a tool is on, and whether it has an effect."""
        if self.strip is not None:
            use(self.strip, name, self.tools[name] and self.works(name))
            if name == "equal":
                self.strip.equal.setEnabled(self.works(name))

    def _grid_toggled(self, on: bool) -> None:
        self.tool_toggled.emit("grid", on)

    def _equal_toggled(self, on: bool) -> None:
        self.tool_toggled.emit("equal", on)

    def _snap_toggled(self, on: bool) -> None:
        self.tool_toggled.emit("snap", on)

    def _crosshair_toggled(self, on: bool) -> None:
        self.tool_toggled.emit("crosshair", on)


def _bare_column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column

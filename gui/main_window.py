"""The main window: puts store, engine, panels and plot together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from core.choices import SEVERAL_VIEWS
from core.document import VIEWS, Document, Viewport, first_document
from gui import style, wiring
from gui.actions import ActionSet
from gui.bench import Bench
from gui.body import LEFT, RIGHT, Body, LeftColumn
from gui.calm import Calm
from gui.chrome import StatusBar, ToolBar
from gui.fields import Fields
from gui.help import Shelf
from gui.intents import ZOOM, Intents
from gui.keeping import Keeping
from gui.many import Many
from gui.motion import moves
from gui.outlets import Outlets
from gui.pace import Pace
from gui.panels.banner import BugStrip
from gui.panels.formulas import FormulaPanel
from gui.panels.inspector import InspectorPanel
from gui.panels.sliders import SliderPanel
from gui.pinning import Pinning
from gui.player import Player
from gui.recent import RecentMenu
from gui.sessions import FIRST_VIEW, SUFFIX, Sessions
from gui.stage import Stage
from gui.store import Store
from gui.tab_order import after, stops
from gui.tools import TOOLS
from gui.view_history import ViewHistory
from gui.views import fitting_views, view_of

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent

    from core.frame import Frame
    from gui.engine import Engine, InlineEngine
    from gui.settings import Settings

_LEAST = QSize(900, 560)
_FIRST = QSize(1366, 768)


class MainWindow(QMainWindow):
    """One window on one document. `painted` follows every frame that was handed to the views."""

    painted = Signal(object)

    def __init__(
        self,
        settings: Settings,
        engine: Engine | InlineEngine,
        document: Document | None = None,
        viewport: Viewport | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.engine = engine
        self.frame: Frame | None = None
        self.problems = 0
        self._app: QApplication = QApplication.instance()  # type: ignore[assignment]
        self.theme = style.theme_for(settings.theme, self._app)
        self.store = Store(document or first_document(), viewport or FIRST_VIEW, self)
        self.view = view_of(self.store.document, None)
        self.intents = Intents(self.store, self)
        self.fields = Fields(self.store, self.intents, self)
        self.many = Many(self.store, self.intents, self)
        self.pinning = Pinning(self.store, self)
        self.player = Player(self.store, self.intents, self)
        self.sessions = Sessions(self.store, settings, self)
        self.history = ViewHistory(self.store, self._is_held, self)
        self.formulas = FormulaPanel(self.theme)
        self.sliders = SliderPanel(self.theme)
        self.inspector = InspectorPanel(self.theme)
        self.stage = Stage(self.store.viewport, self.theme)
        self.bench = Bench(self.stage, settings)
        self.body = Body(LeftColumn(self.formulas, self.sliders), self.bench, self.inspector)
        self.bug_strip = BugStrip(self)
        self.actions_ = ActionSet(self)
        self.outlets = Outlets(self)
        self.shelf = Shelf(self)
        self.tool_bar = ToolBar(self.actions_, (*VIEWS, *SEVERAL_VIEWS), self)
        self.status = StatusBar(self)
        self.keeping = Keeping(self)
        self._lay_out()
        self.pace = Pace(self.store, engine, self.intents, self)  # asks before anything is shown
        self._numbers = Calm(self._paint_numbers, self)
        self._connect()
        self._dress()
        self._restore()
        self._show_document(self.store.document)
        self._show_name(self.sessions.name)

    # --- what the actions ask for ---

    def undo(self) -> None:
        self.player.stop_all()
        self.intents.finish()
        self.store.undo_stack.undo()

    def redo(self) -> None:
        self.player.stop_all()
        self.intents.finish()
        self.store.undo_stack.redo()

    def new_formula(self) -> None:
        self.body.set_open(LEFT, True)
        self.formulas.focus_empty()

    def zoom_in(self) -> None:
        self.intents.zoom(1 / ZOOM)

    def zoom_out(self) -> None:
        self.intents.zoom(ZOOM)

    def set_tool(self, name: str, on: bool) -> None:
        """Switch a tool of the plot, and remember it for the next start."""
        self.settings.set_tool(name, on)
        self.stage.set_tool(name, on)
        self.actions_.refresh()

    def set_motion(self, on: bool) -> None:
        """Let fitting and folding be seen on their way, or happen at once."""
        self.settings.motion = on
        self._use_motion()
        self.actions_.refresh()

    def choose_theme(self, choice: str) -> None:
        """Use a theme ("system", "light", "dark") and remember it."""
        self.settings.theme = choice
        self._follow_system()

    def change_theme(self) -> None:
        self.choose_theme("light" if self.theme.dark else "dark")

    def fold(self, side: str) -> None:
        """Fold an open side panel, open a folded one."""
        self.body.set_open(side, not self.body.is_open(side))

    def reset_layout(self) -> None:
        self.settings.forget_layout()
        self.body.reset()

    def next_panel(self) -> None:
        """Put the focus on the next of formulas, sliders, plot and inspector."""
        stops = [
            (self.formulas, self.back_to_editor),
            (self.sliders, self._focus_sliders),
            (self.stage, self.stage.focus_plot),
            (self.bench.drawer.pages, self.bench.focus),
            (self.inspector, self.inspector.focus_point),
        ]
        stops = [(panel, go) for panel, go in stops if panel.isVisible()]
        focus = QApplication.focusWidget()
        inside = [focus is not None and panel.isAncestorOf(focus) for panel, _ in stops]
        place = inside.index(True) + 1 if True in inside else 0
        if stops:
            stops[place % len(stops)][1]()

    def back_to_editor(self) -> None:
        self.formulas.focus_row(self.store.document.active)

    def copy_picture(self) -> None:
        if self.outlets.copy_picture():
            self.status.say("The picture is on the clipboard.")

    def report(self, text: str) -> None:
        """A bug of ours: keep the work, then say so and offer the report."""
        saved = self.sessions.rescue() is not None
        self.bug_strip.show_report(text, saved)

    def _lay_out(self) -> None:
        self.setMinimumSize(_LEAST)
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._recent = RecentMenu(self.settings, self.sessions, self)
        self.menuBar().setFixedHeight(26)
        self.actions_.fill(self.menuBar(), self._recent)
        self.addToolBar(self.tool_bar)
        centre = QWidget(self)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.body, 1)
        column.addWidget(self.keeping)
        column.addWidget(self.bug_strip)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        stage = self.stage
        wiring.wire_formulas(self.formulas, self.intents, self.pinning)
        wiring.wire_sliders(self.sliders, self.intents, self.player)
        wiring.wire_inspector(self.inspector, self.intents, self.pinning)
        wiring.wire_stage(stage, self.intents, self.fields)
        wiring.wire_fields(self.tool_bar.switch, self.formulas, self.inspector, self.fields)
        wiring.wire_many(stage, self.inspector.space_cards, self.many, self.status)
        stage.table_copied.connect(self._say_copied)
        self.inspector.number_copied.connect(self._say_copied)
        self.player.changed.connect(self._show_playing)
        stage.resized.connect(self.store.resize)
        stage.tool_toggled.connect(self.set_tool)
        stage.menu_requested.connect(self._show_plot_menu)
        stage.zoom_ended.connect(self._say_zoom_ended)
        stage.history_requested.connect(self.history.go)
        self.history.changed.connect(self.actions_.refresh)
        self.intents.circle_shown.connect(self._make_round)
        self.store.document_changed.connect(self._show_document)
        self.store.viewport_changed.connect(stage.set_view)
        self.store.undo_stack.cleanChanged.connect(self._show_modified)
        self.store.undo_stack.indexChanged.connect(self.actions_.refresh)
        self.sessions.name_changed.connect(self._show_name)
        self.sessions.failed.connect(self.status.say)
        self.body.panels_changed.connect(self.actions_.refresh)
        self.bench.attach(self)
        wiring.wire_engine(self.engine, self.inspector, stage, self.status)
        self.engine.frame_ready.connect(self._paint)
        self.engine.failed.connect(self.report)
        self._app.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _show_document(self, document: Document) -> None:
        for view in (self.formulas, self.sliders, self.inspector, self.stage):
            view.show_document(document)
        self._show_views()
        self.actions_.refresh_soon()

    def _show_views(self) -> None:
        chosen = self.store.document, self.frame
        before, self.view = self.view, view_of(*chosen)
        self.tool_bar.show_views(fitting_views(*chosen), self.view)
        if self.view != before:
            self.actions_.refresh_soon()

    def _paint(self, frame: Frame) -> None:
        first = self.frame is None
        self.frame = frame
        for each in (self.intents, self.fields, self.many, self.pinning, self.player):
            each.see(frame)
        self._show_views()
        if self.engine.derivation is not None:
            self.engine.derivation.see(frame)
        self.store.adopt(frame)
        self.stage.paint_frame(frame)
        self._numbers.show(frame, self.intents.moving)
        self._count_problems(frame)
        self.outlets.show_frame(frame)
        if first:
            self.actions_.refresh()
        self.painted.emit(frame)

    def _paint_numbers(self, frame: Frame) -> None:
        self.status.count_samples(frame)
        self.stage.paint_numbers(frame)
        for view in (self.formulas, self.sliders, self.inspector):
            view.paint_frame(frame)

    def _count_problems(self, frame: Frame) -> None:
        typed = {row.key for row in frame.document.formulas if row.text.strip()}
        count = sum(row.error is not None and row.key in typed for row in frame.rows)
        if count == self.problems:
            return
        self.problems = count
        self.status.count_problems(count)
        self.actions_.refresh()

    def _dress(self) -> None:
        """Hand the theme to everything; what is shown stays."""
        style.apply(self._app, self.theme)
        for view in (
            self.formulas, self.sliders, self.inspector, self.stage, self.bench, self.body,
            self.bug_strip, self.keeping, self.actions_, self.outlets,
        ):  # fmt: skip
            if view is not None:
                view.set_theme(self.theme)
        self.actions_.refresh()

    def _follow_system(self) -> None:
        theme = style.theme_for(self.settings.theme, self._app)
        if theme != self.theme:
            self.theme = theme
            self._dress()
        self.actions_.refresh()

    def _show_name(self, name: str) -> None:
        self.setWindowTitle(f"{name}[*] — Nablascope")
        self._show_modified()

    def _show_modified(self) -> None:
        self.setWindowModified(self.store.modified)

    def _make_round(self) -> None:
        """A circle of curvature is round only where both axes have one scale."""
        self.stage.set_tool("equal", True)
        self.actions_.refresh()

    def _use_motion(self) -> None:
        motion = self.settings.motion and moves(self)
        self.stage.set_motion(motion)
        self.body.set_motion(motion)

    def _show_playing(self) -> None:
        self.sliders.show_playing(self.player.playing)
        self.actions_.refresh()

    def _is_held(self) -> bool:
        return self.stage.is_held()

    def _show_plot_menu(self, spot: QPoint) -> None:
        self.actions_.refresh_now()
        self.actions_.plot_menu(self).popup(spot)

    def _say_copied(self, number: str) -> None:
        self.status.say(f"{number} is on the clipboard.")

    def _say_zoom_ended(self) -> None:
        self.status.say("Double precision ends here: a nearer look has no more digits to show.")

    def _focus_sliders(self) -> None:
        self.sliders.rows[0].track.setFocus(Qt.FocusReason.TabFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        parts = (self.formulas, self.sliders, self.tool_bar.switch, self.bench, self.inspector)
        stop = after(self.focusWidget(), stops(self, parts), forward)
        if stop is not None:
            reason = Qt.FocusReason
            stop.setFocus(reason.TabFocusReason if forward else reason.BacktabFocusReason)
        return stop is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tool_bar.fit(event.size().width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.sessions.open_path(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.sessions.may_leave():
            event.ignore()
            return
        self._keep()
        self.player.stop_all()
        self.outlets.close()
        self.keeping.end()
        self.bench.end()
        self.engine.close()
        self.store.close()
        event.accept()

    def _restore(self) -> None:
        if not self.restoreGeometry(self.settings.geometry):
            self.resize(_FIRST)
        self.body.restore(self.settings.splitter)
        for side in (LEFT, RIGHT):
            self.body.set_wanted(side, self.settings.panel_open(side))
        for tool in TOOLS:
            self.stage.set_tool(tool.name, self.settings.tool(tool.name, tool.first))
        self._use_motion()
        self.actions_.refresh()

    def _keep(self) -> None:
        self.settings.geometry = QByteArray(self.saveGeometry())
        self.settings.splitter = self.body.state()
        for side in (LEFT, RIGHT):
            self.settings.set_panel_open(side, self.body.wanted(side))
        self.settings.write()

    def start(self) -> None:
        """Show the window; compute and bring in the plot once it has been painted."""
        self.stage.first_painted.connect(self._begin)
        self.show()
        self.back_to_editor()

    def _begin(self) -> None:
        self.pace.ask()
        self.stage.load()


def _dropped(event: QDropEvent) -> Path | None:
    """The session file in what is dropped, if there is one."""
    for url in event.mimeData().urls():
        if url.isLocalFile() and url.toLocalFile().endswith(SUFFIX):
            return Path(url.toLocalFile())
    return None

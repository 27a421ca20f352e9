"""Actions: everything the menus, the tool bar and the shortcuts can do, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from core.document import HIGHEST_ORDER, VIEWS
from gui.action import SEPARATOR, Action, Entries, always, view_action
from gui.code_actions import CODE_ACTIONS, COPY_MENU
from gui.icons import icon
from gui.map_actions import MAP_ACTIONS, MAP_MENU
from gui.panels.marks import order_name
from gui.panels.row_tools import MARKS
from gui.plane_actions import PLANE_ACTIONS, PLANE_MENU
from gui.space_actions import SPACE_ACTIONS, SPACE_MENU
from gui.tools import TOOLS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenuBar, QWidget

    from gui.main_window import MainWindow
    from gui.panels.row_tools import Mark
    from gui.theme import Theme
    from gui.tools import PlotTool


def _has_row(window: MainWindow) -> bool:
    return window.intents.active is not None


def _place(window: MainWindow) -> int:
    """Where the active row stands in the list; -1 without one."""
    document = window.store.document
    keys = [row.key for row in document.formulas]
    return keys.index(document.active) if document.active in keys else -1


def _is_visible(window: MainWindow) -> bool:
    return window.intents.active is not None and window.intents.active.visible


def _order_action(order: int) -> Action:
    return Action(
        f"show_f{order}", f"Show {order_name('f', order)}", f"Alt+{order}", "",
        f"Show or hide the derivative of order {order}.",
        lambda w: w.intents.turn_order(order), _has_row,
        lambda w: w.intents.active_shows(order),
    )  # fmt: skip


def _tool_action(tool: PlotTool) -> Action:
    return Action(
        tool.name, tool.title, tool.shortcut, tool.icon, tool.tip,
        lambda w: w.set_tool(tool.name, not w.stage.tools[tool.name]),
        lambda w: w.stage.works(tool.name),
        lambda w: w.stage.tools[tool.name] and w.stage.works(tool.name),
    )  # fmt: skip


def _mark_action(mark: Mark) -> Action:
    return Action(
        mark.name, mark.title, mark.shortcut, mark.name, mark.tip,
        lambda w: w.intents.turn_mark(mark.name), _has_row,
        lambda w: w.intents.active_marks(mark.name),
    )  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    Action("new", "New", "Ctrl+Shift+N", "new", "Begin a new session.",
           lambda w: w.sessions.new()),
    Action("open", "Open…", "Ctrl+O", "open", "Open a session file.",
           lambda w: w.sessions.open()),
    Action("examples", "Examples…", "Shift+F1", "book",
           "Show examples to open with a click, with two sentences each.",
           lambda w: w.shelf.show_gallery()),
    Action("save", "Save", "Ctrl+S", "save", "Save this session.",
           lambda w: w.sessions.save()),
    Action("save_as", "Save as…", "Ctrl+Shift+S", "", "Save this session in another file.",
           lambda w: w.sessions.save_as()),
    Action("export", "Export…", "Ctrl+E", "export", "Save the picture or its numbers.",
           lambda w: w.outlets.open_export(), lambda w: w.frame is not None),
    Action("sweep", "Export moving picture…", "Ctrl+Alt+E", "",
           "Move a slider and save the pictures as GIF, APNG or WebP.",
           lambda w: w.outlets.open_sweep(), lambda w: bool(w.frame and w.frame.parameters)),
    Action("copy_picture", "Copy picture", "Ctrl+Shift+C", "copy",
           "Copy the plot as a picture.",
           lambda w: w.copy_picture(), lambda w: w.frame is not None),
    Action("quit", "Quit", "Ctrl+Q", "", "Close the window.", lambda w: w.close()),
    Action("undo", "Undo", "Ctrl+Z", "undo", "Take back the last step.",
           lambda w: w.undo(), lambda w: w.store.undo_stack.canUndo()),
    Action("redo", "Redo", "Ctrl+Shift+Z", "redo", "Do again what was taken back.",
           lambda w: w.redo(), lambda w: w.store.undo_stack.canRedo()),
    Action("new_formula", "New formula", "Ctrl+N", "plus",
           "Put the caret into the empty row.", lambda w: w.new_formula()),
    Action("copy_formula", "Duplicate formula", "Ctrl+Shift+D", "",
           "Copy the active formula into a row of its own.",
           lambda w: w.intents.copy_row(w.store.document.active), _has_row),
    Action("remove_formula", "Remove formula", "Ctrl+Shift+Backspace", "trash",
           "Remove the active formula.",
           lambda w: w.intents.remove_row(w.store.document.active), _has_row),
    Action("move_up", "Move formula up", "Alt+Up", "",
           "Put the active formula before the one above.",
           lambda w: w.intents.step_row(-1), lambda w: _place(w) > 0),
    Action("move_down", "Move formula down", "Alt+Down", "",
           "Put the active formula after the one below.", lambda w: w.intents.step_row(1),
           lambda w: 0 <= _place(w) < len(w.store.document.formulas) - 1),
    Action("symbols", "Symbols…", "Ctrl+K", "symbols", "Put a symbol in at the caret.",
           lambda w: w.formulas.open_symbols()),
    Action("next_problem", "Next problem", "F8", "",
           "Go to the next formula that cannot be read.",
           lambda w: w.formulas.next_problem(), lambda w: w.problems > 0),
    Action("reset_sliders", "Reset sliders", "", "reset",
           "Set all sliders back to 1.", lambda w: w.intents.reset_parameters(),
           lambda w: bool(w.store.document.parameters or w.store.document.family)),
    Action("play", "Play or halt sliders", "Ctrl+Space", "",
           "Let every slider move by itself, or halt them.", lambda w: w.player.toggle_all(),
           lambda w: bool(w.sliders.rows), lambda w: bool(w.player.playing)),
    Action("bookmarks", "Bookmarks of sliders…", "Ctrl+B", "",
           "Keep a state of the sliders, or go back to one.",
           lambda w: w.sliders.open_bookmarks(), lambda w: bool(w.sliders.rows)),
    Action("family", "Family of curves", "Ctrl+Shift+A", "",
           "Draw the curves of the first slider for many of its values, or of none.",
           lambda w: w.intents.turn_family(), lambda w: bool(w.sliders.rows),
           lambda w: w.store.document.family is not None),
    Action("tour", "Play through bookmarks", "Ctrl+Shift+B", "",
           "Go from bookmark to bookmark, or stop on the way.",
           lambda w: w.player.toggle_tour(), lambda w: bool(w.store.document.bookmarks),
           lambda w: w.player.touring),
    *(view_action(view) for view in VIEWS),
    *PLANE_ACTIONS,
    *SPACE_ACTIONS,
    *MAP_ACTIONS,
    Action("fit", "Fit", "Ctrl+0", "fit", "Fit the height to the curves.",
           lambda w: w.stage.fit()),
    Action("back", "Back", "Alt+Left", "", "Look where you looked before.",
           lambda w: w.history.go(-1), lambda w: w.history.can_go_back),
    Action("forward", "Forward", "Alt+Right", "", "Look where you looked before going back.",
           lambda w: w.history.go(1), lambda w: w.history.can_go_forward),
    Action("home", "Home", "Ctrl+Home", "home", "Look at −5 to 5 again.",
           lambda w: w.intents.go_home()),
    Action("zoom_in", "Zoom in", "Ctrl++", "zoom-in", "Show less, larger.",
           lambda w: w.zoom_in()),
    Action("zoom_out", "Zoom out", "Ctrl+-", "zoom-out", "Show more, smaller.",
           lambda w: w.zoom_out()),
    *(_tool_action(tool) for tool in TOOLS),
    Action("x_log", "Logarithmic x", "Ctrl+Alt+X", "", "Make equal factors of x equally long.",
           lambda w: w.intents.turn_log("x"), always, lambda w: w.store.viewport.x_log),
    Action("y_log", "Logarithmic y", "Ctrl+Alt+Y", "", "Make equal factors of y equally long.",
           lambda w: w.intents.turn_log("y"), always, lambda w: w.store.viewport.y_log),
    Action("landmarks", "Landmarks", "Ctrl+L", "", "Mark roots, extrema and what else was found.",
           lambda w: w.intents.turn_landmarks(), always,
           lambda w: w.store.document.landmarks),
    Action("samples", "Samples", "Ctrl+Alt+S", "", "Show where each curve was computed.",
           lambda w: w.intents.turn_samples(), always, lambda w: w.store.document.samples),
    Action("theme_system", "As the system", "", "", "Use the colours the system uses.",
           lambda w: w.choose_theme("system"), always,
           lambda w: w.settings.theme == "system"),
    Action("theme_light", "Light", "", "", "Dark ink on light ground.",
           lambda w: w.choose_theme("light"), always, lambda w: w.settings.theme == "light"),
    Action("theme_dark", "Dark", "", "", "Light ink on dark ground.",
           lambda w: w.choose_theme("dark"), always, lambda w: w.settings.theme == "dark"),
    Action("other_theme", "Light or dark", "Ctrl+Shift+T", "moon",
           "Change between light and dark.", lambda w: w.change_theme()),
    Action("no_motion", "No motion", "", "", "Let fitting and folding happen at once.",
           lambda w: w.set_motion(not w.settings.motion), always,
           lambda w: not w.settings.motion),
    Action("formulas_panel", "Formulas", "Ctrl+Shift+L", "", "Show or fold the formulas.",
           lambda w: w.fold("formulas"), always, lambda w: w.body.is_open("formulas")),
    Action("inspector_panel", "Inspector", "Ctrl+Shift+I", "", "Show or fold the inspector.",
           lambda w: w.fold("inspector"), always, lambda w: w.body.is_open("inspector")),
    Action("ways", "Ways to the derivative", "Ctrl+1", "",
           "Compare every way of PyTorch to this derivative, or fold the drawer.",
           lambda w: w.bench.toggle("ways"), always,
           lambda w: w.bench.drawer.open_tab == "ways"),
    Action("graph", "Graph of the derivative", "Ctrl+2", "",
           "Show how PyTorch makes this derivative, step by step, or fold the drawer.",
           lambda w: w.bench.toggle("graph"), always,
           lambda w: w.bench.drawer.open_tab == "graph"),
    *CODE_ACTIONS,
    Action("cost", "Cost and precision", "Ctrl+3", "",
           "See errors against the step and what derivatives cost, or fold the drawer.",
           lambda w: w.bench.toggle("cost"), always,
           lambda w: w.bench.drawer.open_tab == "cost"),
    Action("next_panel", "Next panel", "F6", "",
           "Go on to the next of formulas, sliders, plot, drawer and inspector.",
           lambda w: w.next_panel()),
    Action("to_editor", "Back to the formula", "Esc", "", "Put the caret into the formula.",
           lambda w: w.back_to_editor()),
    Action("reset_layout", "Reset layout", "", "", "Give the panels their first sizes.",
           lambda w: w.reset_layout()),
    Action("show_f", "Show f", "Ctrl+Shift+F", "", "Show or hide the function itself.",
           lambda w: w.intents.turn_order(0), _has_row, lambda w: w.intents.active_shows(0)),
    Action("show_f1", "Show f′", "Ctrl+D", "", "Show or hide the first derivative.",
           lambda w: w.intents.turn_order(1), _has_row, lambda w: w.intents.active_shows(1)),
    Action("show_f2", "Show f″", "Ctrl+Alt+D", "", "Show or hide the second derivative.",
           lambda w: w.intents.turn_order(2), _has_row, lambda w: w.intents.active_shows(2)),
    *(_order_action(order) for order in range(3, HIGHEST_ORDER + 1)),
    *(_mark_action(mark) for mark in MARKS),
    Action("pin", "Pin the point", "Ctrl+P", "pin", "Let a copy of the point stay here.",
           lambda w: w.pinning.pin_point(),
           lambda w: w.frame is not None and w.frame.point is not None),
    Action("hide_pins", "Show pins", "", "", "Show every pinned point, or hide them.",
           lambda w: w.pinning.turn_all(), lambda w: bool(w.store.document.pins),
           lambda w: any(pin.visible for pin in w.store.document.pins)),
    Action("remove_pins", "Remove all pins", "", "", "Take away every pinned point.",
           lambda w: w.pinning.remove_all(), lambda w: bool(w.store.document.pins)),
    Action("visible", "Show this formula", "Ctrl+H", "eye", "Show or hide the active formula.",
           lambda w: w.intents.turn_visibility(), _has_row, _is_visible),
    Action("guide", "Guide", "F1", "", "Show how formulas are typed, with examples.",
           lambda w: w.shelf.show_guide()),
    Action("keyboard", "Keyboard", "Ctrl+/", "", "List the keys.",
           lambda w: w.shelf.show_keyboard()),
    Action("about", "About Nablascope", "", "info", "Say what this is.",
           lambda w: w.shelf.show_about()),
)  # fmt: skip

RECENT = "recent"
AXES_MENU = ("Axes", ("equal", "x_log", "y_log", "pi_ticks"))
THEMES_MENU = ("Colours", ("theme_system", "theme_light", "theme_dark"))

MENUS: tuple[tuple[str, Entries], ...] = (
    ("File", ("new", "open", RECENT, "examples", SEPARATOR, "save", "save_as", SEPARATOR, "export",
              "sweep", "copy_picture", SEPARATOR, "quit")),
    ("Edit", ("undo", "redo", SEPARATOR, "new_formula", "copy_formula", "move_up", "move_down",
              "remove_formula", SEPARATOR, *COPY_MENU,
              SEPARATOR, "symbols", "next_problem")),
    ("View", (*(f"view_{view}" for view in VIEWS), SEPARATOR, "fit", "home", "zoom_in",
              "zoom_out", "back", "forward", SEPARATOR, AXES_MENU,
              *(tool.name for tool in TOOLS if tool.name not in AXES_MENU[1]), "landmarks",
              "samples", SEPARATOR, THEMES_MENU, "other_theme", "no_motion", SEPARATOR,
              "formulas_panel", "inspector_panel", "ways", "graph", "cost", "code", "reset_layout",
              SEPARATOR, "next_panel", "to_editor")),
    ("Function", ("show_f", "show_f1", "show_f2",
                  ("Higher derivatives", ("show_f3", "show_f4", "show_f5", "show_f6")),
                  SEPARATOR, *(mark.name for mark in MARKS), SEPARATOR, "visible")),
    ("Field", PLANE_MENU),
    ("Many variables", SPACE_MENU),
    ("Map", MAP_MENU),
    ("Point", ("pin", "hide_pins", "remove_pins")),
    ("Sliders", ("play", "family", SEPARATOR, "bookmarks", "tour", SEPARATOR, "reset_sliders")),
    ("Help", ("guide", "keyboard", "about")),
)  # fmt: skip


PLOT_MENU = ("fit", "home", "back", "forward", SEPARATOR, "x_log", "y_log", "equal", "grid",
             "pi_ticks", SEPARATOR, "pin", "copy_picture", "export")  # fmt: skip
_SOON = 40  # ms


class ActionSet(QObject):
    """The actions of one window as QActions, kept enabled and checked as their data says."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._made = {action.id: self._make(action) for action in ACTIONS}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh_now)

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def refresh(self) -> None:
        """Enable and check each action as things stand: in a moment while something is dragged."""
        if self._window.intents.moving:
            self._start(_SOON)
        else:
            self.refresh_now()

    def refresh_soon(self) -> None:
        """The same once all that a change brings with it has happened."""
        self._start(_SOON if self._window.intents.moving else 0)

    def _start(self, wait: int) -> None:
        if not self._soon.isActive():
            self._soon.start(wait)

    def refresh_now(self) -> None:
        """Enable and check each action as things stand now."""
        self._soon.stop()
        for action in ACTIONS:
            made = self._made[action.id]
            made.setEnabled(action.enabled_when(self._window))
            if action.checked_when is not None:
                made.setChecked(action.checked_when(self._window))
        stack = self._window.store.undo_stack
        _name_step(self._made["undo"], "Undo", stack.undoText())
        _name_step(self._made["redo"], "Redo", stack.redoText())

    def set_theme(self, theme: Theme) -> None:
        for action in ACTIONS:
            if action.icon:
                name = "sun" if action.id == "other_theme" and theme.dark else action.icon
                self._made[action.id].setIcon(icon(name, theme.text, 18, theme.faint))

    def fill(self, bar: QMenuBar, recent: QMenu) -> None:
        """Build the menus; `recent` takes the place of the recent files."""
        for title, entries in MENUS:
            menu = bar.addMenu(title)
            for entry in entries:
                self._add(menu, entry, recent)

    def plot_menu(self, parent: QWidget) -> QMenu:
        """What can be done where the plot was clicked."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in PLOT_MENU:
            self._add(menu, entry, menu)
        return menu

    def _add(
        self, menu: QMenu, entry: str | tuple[str, tuple[str, ...]], recent: QMenu
    ) -> None:
        if isinstance(entry, tuple):
            inner = menu.addMenu(entry[0])
            for name in entry[1]:
                inner.addAction(self._made[name])
        elif entry == SEPARATOR:
            menu.addSeparator()
        elif entry == RECENT:
            menu.addMenu(recent)
        else:
            menu.addAction(self._made[entry])

    def _make(self, action: Action) -> QAction:
        made = QAction(action.text, self._window)
        made.setObjectName(action.id)
        made.setData(action.id)
        made.setShortcut(QKeySequence(action.shortcut))
        made.setIconText(action.text)
        keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        title = action.text.rstrip("…") + (f" ({keys})" if keys else "")
        made.setToolTip(f"{title}\n{action.tip}")
        made.setCheckable(action.checked_when is not None)
        made.setIconVisibleInMenu(False)
        made.triggered.connect(self._run)
        self._window.addAction(made)
        return made

    def _run(self) -> None:
        name = self.sender().objectName()
        action = next(action for action in ACTIONS if action.id == name)
        action.run(self._window)
        self.refresh()


def _name_step(action: QAction, verb: str, step: str) -> None:
    """Undo and redo say in the menu what they take back: "Undo: move a"."""
    text = f"{verb}: {step[:1].lower()}{step[1:]}" if step else verb
    if text != action.text():
        action.setText(text)

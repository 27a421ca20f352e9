"""The bench: the plot above, the drawer of the lab below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gui.asking import Asking
from gui.panels.drawer import TABS, Drawer
from gui.tabs import CodeTab, CostTab, GraphTab, WaysTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from core.frame import Frame
    from gui.asking import Answers
    from gui.main_window import MainWindow
    from gui.settings import Settings
    from gui.theme import Theme

_FOLD_BELOW = 550  # px of the bench: a window of 640 less its bars
_PLOT_LEAST = 280
_DRAWER_LEAST = 180
_HEIGHTS = ((960, 440), (880, 434), (0, 260))  # of the bench, and of its open drawer


class Bench(QWidget):
    """Stage and drawer in one splitter; the drawer folds to its strip where there is no room.

    A drawer that the person opened comes back by itself when there is room. All tabs ask one lab,
    and only the open one asks.
    """

    changed = Signal()

    def __init__(
        self, stage: QWidget, settings: Settings, make: Callable[[], Answers] | None = None
    ) -> None:
        super().__init__()
        self._settings = settings
        self._stage = stage
        self._wanted = ""
        self._height = settings.drawer_height
        self.asking = Asking("lab", make or _make_lab, parent=self)
        self.drawer = Drawer()
        asked = self.asking, self.drawer.summarise, self
        self.ways, self.graph = WaysTab(*asked), GraphTab(*asked)
        self.cost, self.code = CostTab(*asked), CodeTab(*asked)
        self.tabs = self.ways, self.graph, self.cost, self.code
        for tab in self.tabs:
            self.drawer.add_tab(tab.name, tab.title, tab.key, tab.panel)
        self.drawer.wished.connect(self.open_tab)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setHandleWidth(1)
        for place, widget in enumerate((stage, self.drawer)):
            self._splitter.addWidget(widget)
            self._splitter.setCollapsible(place, False)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.splitterMoved.connect(self._remember_height)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)
        self._arrange()

    def attach(self, window: MainWindow) -> None:
        """Follow the frames of a window."""
        window.painted.connect(self.see)
        self.changed.connect(window.actions_.refresh)
        for tab in self.tabs:
            tab.attach(window)

    def toggle(self, name: str) -> None:
        """Open a tab of the drawer, or fold the drawer where it is open."""
        self.open_tab("" if self.drawer.open_tab == name else name)
        self.focus()

    def focus(self) -> None:
        """Put the focus into the open tab."""
        for tab in self.tabs:
            if tab.name == self.drawer.open_tab:
                tab.panel.focus()

    def open_tab(self, name: str) -> None:
        """Open a tab, or fold the drawer for an empty name."""
        self._wanted = name
        self._arrange()

    def see(self, frame: Frame) -> None:
        for tab in self.tabs:
            tab.see(frame)

    def set_theme(self, theme: Theme) -> None:
        self.drawer.set_theme(theme)
        for tab in self.tabs:
            tab.panel.set_theme(theme)

    def end(self) -> None:
        """The window closes: end what runs."""
        self.asking.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.height() >= _FOLD_BELOW
        name = self._wanted if room else ""
        opened = name != self.drawer.open_tab
        self.drawer.setMinimumHeight(_DRAWER_LEAST if name else TABS)
        self.drawer.setMaximumHeight(max(self.height() - _PLOT_LEAST, 0) if name else TABS)
        if opened:
            self.drawer.show_open(name)
        if name:
            height = self._drawer_height(name)
            self._splitter.setSizes([self.height() - height, height])
        for tab in self.tabs:
            tab.set_open(tab.name == name)
        if opened:
            self.changed.emit()

    def _drawer_height(self, name: str) -> int:
        usual = next(drawer for bench, drawer in _HEIGHTS if self.height() >= bench)
        usual += next(tab.more for tab in self.tabs if tab.name == name)
        height = self._height or usual
        return min(max(height, _DRAWER_LEAST), self.height() - _PLOT_LEAST)

    def _remember_height(self) -> None:
        if self.drawer.open_tab:
            self._height = self.drawer.height()
            self._settings.drawer_height = self._height


def _make_lab() -> Answers:
    """The true one; runs on the thread, where its module is imported."""
    from core.autograd.lab import Lab

    return Lab()

"""The bench: the plot above, the drawer below it, and what the drawer's tabs follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gui.asking import Asking
from gui.cost import Cost
from gui.panels.cost import CostPanel
from gui.panels.drawer import TABS, Drawer
from gui.panels.ways import WaysPanel
from gui.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from core.frame import Frame
    from gui.asking import Answers
    from gui.main_window import MainWindow
    from gui.settings import Settings
    from gui.theme import Theme

WAYS, COST = "ways", "cost"
_FOLD_BELOW = 550  # px of the bench: a window of 640 less its bars
_PLOT_LEAST = 280
_DRAWER_LEAST = 180
_HEIGHTS = ((960, 440), (880, 434), (0, 260))  # of the bench, and of its open drawer


class Bench(QWidget):
    """Stage and drawer in one splitter; the drawer folds to its strip where there is no room.

    A drawer that the person opened comes back by itself when there is room.
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
        self.ways = Ways(self.asking, self)
        self.ways_panel = WaysPanel()
        self.cost = Cost(self.asking, self)
        self.cost_panel = CostPanel()
        self.drawer = Drawer()
        self.drawer.add_tab(WAYS, "Ways", "Ctrl+1", self.ways_panel)
        self.drawer.add_tab(COST, "Cost", "Ctrl+3", self.cost_panel)
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
        self._wire()
        self._arrange()

    def attach(self, window: MainWindow) -> None:
        """Follow the frames of a window."""
        window.painted.connect(self.see)
        self.changed.connect(window.actions_.refresh)
        self.ways_panel.told.connect(window.status.say_copied)
        self.cost_panel.told.connect(window.status.say_copied)

    def toggle(self, name: str) -> None:
        """Open a tab of the drawer, or fold the drawer where it is open."""
        self.open_tab("" if self.drawer.open_tab == name else name)
        if self.drawer.open_tab:
            self.focus()

    def focus(self) -> None:
        """Put the focus into the open tab."""
        panels = {WAYS: self.ways_panel, COST: self.cost_panel}
        panels[self.drawer.open_tab].focus()

    def open_tab(self, name: str) -> None:
        """Open a tab, or fold the drawer for an empty name."""
        self._wanted = name
        self._arrange()

    def see(self, frame: Frame) -> None:
        self.ways.see(frame)
        self.cost.see(frame)

    def set_theme(self, theme: Theme) -> None:
        self.drawer.set_theme(theme)
        self.ways_panel.set_theme(theme)
        self.cost_panel.set_theme(theme)

    def end(self) -> None:
        """The window closes: end what runs."""
        self.asking.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _wire(self) -> None:
        ways, panel = self.ways, self.ways_panel
        ways.answered.connect(panel.show_report)
        ways.outdated.connect(panel.fade)
        ways.idle.connect(panel.show_idle)
        panel.second_chosen.connect(ways.set_second)
        panel.run_wanted.connect(ways.run_again)
        panel.summarised.connect(self._summarise)
        cost, curves = self.cost, self.cost_panel
        cost.precision.connect(curves.show_precision)
        cost.cost.connect(curves.show_cost)
        cost.precision_outdated.connect(curves.fade_precision)
        cost.cost_outdated.connect(curves.fade_cost)
        cost.idle.connect(curves.show_idle)
        curves.topic_chosen.connect(cost.set_topic)
        curves.run_wanted.connect(cost.run_again)
        curves.summarised.connect(self._summarise_cost)

    def _summarise(self, summary: str) -> None:
        self.drawer.summarise(WAYS, summary)

    def _summarise_cost(self, summary: str) -> None:
        self.drawer.summarise(COST, summary)

    def _arrange(self) -> None:
        room = self.height() >= _FOLD_BELOW
        name = self._wanted if room else ""
        opened = name != self.drawer.open_tab
        self.drawer.setMinimumHeight(_DRAWER_LEAST if name else TABS)
        self.drawer.setMaximumHeight(max(self.height() - _PLOT_LEAST, 0) if name else TABS)
        if opened:
            self.drawer.show_open(name)
        if name:
            height = self._height or next(
                drawer for bench, drawer in _HEIGHTS if self.height() >= bench
            )
            height = min(max(height, _DRAWER_LEAST), self.height() - _PLOT_LEAST)
            self._splitter.setSizes([self.height() - height, height])
        self.ways.set_open(name == WAYS)
        self.cost.set_open(name == COST)
        if opened:
            self.changed.emit()

    def _remember_height(self) -> None:
        if self.drawer.open_tab:
            self._height = self.drawer.height()
            self._settings.drawer_height = self._height


def _make_lab() -> Answers:
    """The true one; runs on the thread, where its module is imported."""
    from core.autograd.lab import Lab

    return Lab()

"""The tabs of the drawer: each ties a panel to what asks the lab for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from gui.code import Code, file_name
from gui.cost import Cost
from gui.panels.code import CodePanel
from gui.panels.cost import CostPanel
from gui.panels.graph import GraphPanel
from gui.panels.ways import WaysPanel
from gui.steps import StepsFollower
from gui.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from core.code.words import Script
    from core.frame import Frame
    from gui.asking import Asking
    from gui.main_window import MainWindow

    Summarise = Callable[[str, str], None]


class Follows(Protocol):
    """What asks the lab for a tab."""

    def see(self, frame: Frame) -> None: ...

    def set_open(self, on: bool) -> None: ...


F = TypeVar("F", bound=Follows)
P = TypeVar("P")


class Tab(Generic[F, P]):
    """A panel and what asks for it."""

    name: ClassVar[str]
    title: ClassVar[str]
    key: ClassVar[str]
    more: ClassVar[int] = 0  # px that the drawer is higher for it

    def __init__(self, follower: F, panel: P) -> None:
        self.follower, self.panel = follower, panel

    def see(self, frame: Frame) -> None:
        """Follow what is shown."""
        self.follower.see(frame)

    def set_open(self, on: bool) -> None:
        """Ask while it is open only."""
        self.follower.set_open(on)


class WaysTab(Tab[Ways, WaysPanel]):
    """Every way to the derivative, side by side."""

    name: ClassVar[str] = "ways"
    title: ClassVar[str] = "Ways"
    key: ClassVar[str] = "Ctrl+1"

    def __init__(self, asking: Asking, summarise: Summarise, parent: QObject) -> None:
        super().__init__(Ways(asking, parent), WaysPanel())
        ways, panel = self.follower, self.panel
        ways.answered.connect(panel.show_report)
        ways.outdated.connect(panel.fade)
        ways.idle.connect(panel.show_idle)
        panel.second_chosen.connect(ways.set_second)
        panel.run_wanted.connect(ways.run_again)
        panel.summarised.connect(lambda summary: summarise(self.name, summary))

    def attach(self, window: MainWindow) -> None:
        """Follow what the tab has to do with in a window."""
        self.panel.told.connect(window.status.say_copied)


class GraphTab(Tab[StepsFollower, GraphPanel]):
    """The computation graph, and autograd step by step."""

    name: ClassVar[str] = "graph"
    title: ClassVar[str] = "Graph"
    key: ClassVar[str] = "Ctrl+2"
    more: ClassVar[int] = 80  # four rows of nodes

    def __init__(self, asking: Asking, summarise: Summarise, parent: QObject) -> None:
        super().__init__(StepsFollower(asking, parent), GraphPanel())
        steps, panel = self.follower, self.panel
        steps.answered.connect(panel.show_steps)
        steps.outdated.connect(panel.fade)
        steps.idle.connect(panel.show_idle)
        panel.chosen.connect(self._choose)
        panel.summarised.connect(lambda summary: summarise(self.name, summary))

    def attach(self, window: MainWindow) -> None:
        """Point out in the text what a node stands for, and the other way round."""
        self.panel.told.connect(window.status.say_copied)
        self.panel.pointed_out.connect(window.formulas.point_out)
        window.formulas.caret_moved.connect(self.panel.show_column)

    def set_open(self, on: bool) -> None:
        """Ask and play while it is open only."""
        super().set_open(on)
        if not on:
            self.panel.stop()

    def _choose(self, choices: dict[str, object]) -> None:
        self.follower.choose(**choices)


class CostTab(Tab[Cost, CostPanel]):
    """The error of differences against their step, and what derivatives cost."""

    name: ClassVar[str] = "cost"
    title: ClassVar[str] = "Cost"
    key: ClassVar[str] = "Ctrl+3"

    def __init__(self, asking: Asking, summarise: Summarise, parent: QObject) -> None:
        super().__init__(Cost(asking, parent), CostPanel())
        cost, panel = self.follower, self.panel
        cost.precision.connect(panel.show_precision)
        cost.cost.connect(panel.show_cost)
        cost.precision_outdated.connect(panel.fade_precision)
        cost.cost_outdated.connect(panel.fade_cost)
        cost.idle.connect(panel.show_idle)
        panel.topic_chosen.connect(cost.set_topic)
        panel.run_wanted.connect(cost.run_again)
        panel.summarised.connect(lambda summary: summarise(self.name, summary))

    def attach(self, window: MainWindow) -> None:
        """Say what is copied."""
        self.panel.told.connect(window.status.say_copied)


class CodeTab(Tab[Code, CodePanel]):
    """The script that computes what is on the screen."""

    name: ClassVar[str] = "code"
    title: ClassVar[str] = "Code"
    key: ClassVar[str] = "Ctrl+4"

    def __init__(self, asking: Asking, summarise: Summarise, parent: QObject) -> None:
        del summarise
        super().__init__(Code(asking, parent), CodePanel())
        code, panel = self.follower, self.panel
        code.answered.connect(self._show)
        code.outdated.connect(panel.fade)
        code.idle.connect(panel.show_idle)
        panel.language_chosen.connect(code.set_language)

    def attach(self, window: MainWindow) -> None:
        """Hand over what is copied or written."""
        self.panel.told.connect(window.status.say_copied)
        self.panel.wrote.connect(window.status.say)
        self.follower.copied.connect(window.outlets.take_text)
        window.inspector.derivatives_card.table_wanted.connect(
            lambda: self.follower.copy_derivation("latex")
        )

    def _show(self, wish: object, made: Script | str) -> None:
        del wish
        self.panel.show_script(made, file_name(self.follower.frame))

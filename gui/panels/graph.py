"""Graph: how PyTorch makes the derivative, node by node, and two passes as one switches them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QWidget,
)

from core.autograd.graph_play import Beat, beats
from gui.icons import pixmap
from gui.panels.bands import sentence, stack
from gui.panels.graph_card import NodeCard
from gui.panels.graph_head import DERIVATIVE, PASSES, GraphHead
from gui.panels.graph_paint import NO_NODE, progress_of
from gui.panels.graph_view import GraphView, spoken
from gui.panels.passes import PassesPanel
from gui.style import SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from core.autograd.graph_words import Graph, GraphNode
    from core.autograd.switch_words import Steps, StepsWish

LOADING = "Loading PyTorch…"
_CARD_FROM = 620  # px of width from which the facts of a node have room
_BAR_FROM = 560  # px from which the bar has its slider


class GraphPanel(QWidget):
    """The switch between f, f′ and the two passes, the play, the graph, one sentence at the foot.

    `chosen` carries choices as keywords of `StepsWish`; `pointed_out` the columns of the text that
    a node stands for.
    """

    chosen = Signal(dict)
    pointed_out = Signal(tuple, str)
    summarised = Signal(str)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._graph: Graph | None = None
        self._wish: StepsWish | None = None
        self._beats: tuple[Beat, ...] = ()
        self._idle = LOADING
        self.view = GraphView(self)
        self.card = NodeCard(self)
        self.passes = PassesPanel(self)
        self.head = GraphHead(self)
        self.bar, self.buttons = self.head.bar, self.head.buttons
        self.foot, self._mark = QLabel(self), QLabel(self)
        self._lay_out()
        self._connect()
        self._show_mode()
        self.show_idle(LOADING)

    def show_steps(self, wish: StepsWish, steps: Steps | str) -> None:
        """Show what came of a wish, or the sentence why nothing came."""
        if isinstance(steps, str):
            self.show_idle(steps)
            return
        self._wish, self._graph, self._idle = wish, steps.graph, ""
        self._beats = beats(steps.graph)
        self.head.show_choices(wish, steps.graph)
        self.bar.set_count(len(self._beats))
        self.view.show_graph(steps.graph)
        self._show_progress()
        self.passes.show_switches(wish.switches)
        self.passes.show_script(steps.script)
        self._show_mode()
        self._show_card()
        self._say()
        self.summarised.emit(_summary(steps.graph))

    def show_idle(self, sentence: str) -> None:
        """There is no graph: say why."""
        self._graph, self._beats, self._idle = None, (), sentence
        self.bar.set_count(0)
        self.view.show_graph(None)
        self._show_card()
        self._say()
        self.summarised.emit("")

    def fade(self) -> None:
        """What stands here belongs to another point; the new one is being computed."""
        self.view.fade()
        self.passes.fade()
        self.summarised.emit("")

    def show_column(self, column: int) -> None:
        """Light up the node whose formula stands at a column of the text, the innermost one."""
        graph = self._graph
        found: frozenset[int] = frozenset()
        if graph is not None and column >= 0:
            sizes = {
                place: min((b - a for a, b in node.spans if a <= column <= b), default=None)
                for place, node in enumerate(graph.nodes)
            }
            least = min((size for size in sizes.values() if size is not None), default=None)
            found = frozenset(k for k, size in sizes.items() if size == least is not None)
        self.view.mark(found)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.view.set_theme(theme)
        self.head.set_theme(theme)
        self.passes.set_theme(theme)
        self._say()

    def focus(self) -> None:
        target = self.buttons[PASSES] if self.mode == PASSES else self.view
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def stop(self) -> None:
        """Nobody looks: the play rests and the text is as it was."""
        self.bar.rest()
        self.pointed_out.emit((), "")

    @property
    def mode(self) -> int:
        """FORWARD, DERIVATIVE or PASSES."""
        return self.head.mode

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_mode()

    # --- building ---

    def _lay_out(self) -> None:
        graph = QWidget(self)
        row = QHBoxLayout(graph)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.card)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(graph)
        self._stack.addWidget(self.passes)
        self.foot.setFont(ui_font(SMALL_PX))
        self.foot.setWordWrap(True)
        self.foot.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        stack(self, self.head, self._stack, sentence(self, self._mark, self.foot))

    def _connect(self) -> None:
        self.head.mode_chosen.connect(self._mode_chosen)
        self.head.entries.activated.connect(self._entry_chosen)
        self.head.variables.activated.connect(self._variable_chosen)
        self.head.fold_button.clicked.connect(self._fold)
        self.head.copy_button.clicked.connect(self._copy)
        self.head.fit_button.clicked.connect(self.view.fit_whole)
        self.bar.moved.connect(self._show_progress)
        self.view.stepped.connect(self.bar.step)
        self.view.jumped.connect(self.bar.jump)
        self.view.played.connect(self.bar.toggle)
        self.view.hovered.connect(self._looked_at)
        self.view.chosen.connect(self._looked_at)
        self.view.opened.connect(self._open)
        self.card.switched.connect(self._switch_node)
        self.passes.switched.connect(self._switch_passes)

    # --- showing ---

    def _show_mode(self) -> None:
        opened = self._wish is not None and bool(self._wish.touches.opened)
        self.head.show_parts(opened, self.width() >= _BAR_FROM)
        self._stack.setCurrentIndex(int(self.mode == PASSES))
        self.card.setVisible(self.width() >= _CARD_FROM)

    def _show_progress(self) -> None:
        graph = self._graph
        if graph is not None:
            self.view.show_progress(progress_of(graph, self._beats, self.bar.place))
        self._say()

    def _node(self) -> GraphNode | None:
        """The node one looks at: under the mouse, else the chosen one."""
        look, graph = self.view.look, self._graph
        place = look.hovered if look.hovered != NO_NODE else look.chosen
        found = graph is not None and 0 <= place < len(graph.nodes)
        return graph.nodes[place] if found and graph is not None else None

    def _looked_at(self) -> None:
        node = self._node()
        self.pointed_out.emit(*((node.spans, node.echo) if node is not None else ((), "")))
        self._show_card()
        self._say()

    def _show_card(self) -> None:
        wish = self._wish
        if wish is None:
            self.card.show_node(None, None)
        else:
            self.card.show_node(self._node(), self._graph, wish.touches, second=wish.second)

    def _say(self) -> None:
        """One sentence: what is wrong, what the step does, what one looks at, or what this is."""
        graph, tone = self._graph, ""
        node = self._node()
        if graph is None:
            text = self._idle
        elif graph.note:
            text, tone = " ".join(filter(None, (graph.note, graph.hint))), "warning"
        elif self.mode == PASSES:
            text = "Each line is run by PyTorch as it stands there, at the point."
        elif 0 < self.bar.place < len(self._beats):
            text = self._beats[self.bar.place - 1].sentence
        elif node is not None:
            text = " · ".join(spoken(node, graph.what).split("\n"))
        else:
            text = _about(graph)
        self.foot.setText(text)
        self.foot.setToolTip(text)
        if tone:
            ratio = self.devicePixelRatioF()
            self._mark.setPixmap(pixmap("warning", self._theme.warning, 16, ratio))
        else:
            self._mark.clear()

    # --- choosing ---

    def _mode_chosen(self, mode: int) -> None:
        self._show_mode()
        self.bar.rest()
        self._say()
        if mode != PASSES and self._wish is not None and self._wish.second != (mode == DERIVATIVE):
            self.chosen.emit({"second": mode == DERIVATIVE, "touches": self._kept_touches()})

    def _kept_touches(self) -> object:
        """What was opened belongs to the graph that was shown."""
        assert self._wish is not None
        return replace(self._wish.touches, opened=())

    def _entry_chosen(self, place: int) -> None:
        self.chosen.emit({"entry": place, "touches": self._kept_touches()})

    def _variable_chosen(self, place: int) -> None:
        self.chosen.emit({"by": place, "touches": self._kept_touches()})

    def _open(self, key: int) -> None:
        if self._wish is not None:
            touches = self._wish.touches
            self.chosen.emit({"touches": replace(touches, opened=(*touches.opened, key))})

    def _fold(self) -> None:
        if self._wish is not None:
            self.chosen.emit({"touches": self._kept_touches()})

    def _switch_node(self, name: str, on: bool) -> None:
        """Turn a switch of the chosen node."""
        node, wish = self._node(), self._wish
        if node is None or wish is None:
            return
        touches = wish.touches
        if name == "requires_grad":
            touches = replace(touches, held=_with(touches.held, node.name, not on))
        elif name == "retain_grad":
            touches = replace(touches, kept=_with(touches.kept, node.key, on))
        else:
            touches = replace(touches, cut=_with(touches.cut, node.key, on))
        self.chosen.emit({"touches": touches})

    def _switch_passes(self, switches: object) -> None:
        self.chosen.emit({"switches": switches})

    def _copy(self) -> None:
        code = self.passes.script.code
        if code:
            QApplication.clipboard().setText(code)
            self.told.emit("The lines of PyTorch")


def _with(entries: tuple[Any, ...], entry: Any, on: bool) -> tuple[Any, ...]:
    rest = tuple(each for each in entries if each != entry)
    return (*rest, entry) if on else rest






def _about(graph: Graph) -> str:
    folded = f" of {graph.total}" if graph.total != len(graph.nodes) else ""
    return (
        f"{len(graph.nodes)}{folded} nodes, {len(graph.edges)} edges with their local derivatives. "
        "Play it, or point at a node."
    )


def _summary(graph: Graph) -> str:
    return f"{graph.what}: {graph.total} nodes" if graph.nodes else ""

"""The head of the graph: which graph, of which component and variable, and the play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QToolButton, QWidget

from core.words import plain_name
from gui.icons import icon
from gui.panels.cards import icon_button
from gui.panels.graph_player import PlayBar
from gui.style import ui_font

if TYPE_CHECKING:
    from core.autograd.graph_words import Graph
    from core.autograd.switch_words import StepsWish
    from gui.theme import Theme

FORWARD, DERIVATIVE, PASSES = range(3)
_HEIGHT, _SIDES = 36, 12
_TIPS = (
    "The graph of f", "The graph of its derivative, as create_graph=True makes it",
    "Two passes of autograd, line by line",
)  # fmt: skip


class GraphHead(QWidget):
    """`mode_chosen` carries FORWARD, DERIVATIVE or PASSES; the other parts are wired by name."""

    mode_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.bar = PlayBar(self)
        self.switch, self.buttons = self._make_switch()
        self.entries = _picker("Component of the map", self)
        self.variables = _picker("Variable of the derivative", self)
        self.fold_button = _text_button("Fold again", "Fold the parts that were opened.", self)
        self.copy_button = _text_button("Copy lines", "Copy the lines of PyTorch.", self)
        self.fit_button = icon_button("Show the whole graph", "Show the whole graph (0)", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDES, 0, _SIDES, 0)
        row.setSpacing(8)
        for widget in (self.switch, self.entries, self.variables):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.fold_button, self.copy_button, self.bar, self.fit_button):
            row.addWidget(widget)

    @property
    def mode(self) -> int:
        """FORWARD, DERIVATIVE or PASSES."""
        return self._group.checkedId()

    def show_parts(self, opened: bool, wide: bool) -> None:
        """Show what belongs to the mode; the slider only where there is room for it."""
        passes = self.mode == PASSES
        self.bar.setVisible(not passes)
        self.bar.slider.setVisible(wide)
        self.fit_button.setVisible(not passes)
        self.copy_button.setVisible(passes)
        self.fold_button.setVisible(opened and not passes)

    def show_choices(self, wish: StepsWish, graph: Graph) -> None:
        """Name the graphs, and show the components and variables that can be chosen; no intent."""
        one = len(graph.variables) < 2
        name = graph.name
        _dress(self.buttons[FORWARD], name)
        _dress(self.buttons[DERIVATIVE], f"{name}′" if one else f"∂{name}")
        entries = [f"Component {k + 1}" for k in range(graph.components)]
        _fill(self.entries, entries, wish.entry)
        names = [f"by {plain_name(each)}" for each in graph.variables]
        _fill(self.variables, names if wish.second and len(names) > 1 else [], wish.by)

    def set_theme(self, theme: Theme) -> None:
        self.bar.set_theme(theme)
        self.fit_button.setIcon(icon("fit", theme.text, 18, theme.faint))
        self.copy_button.setIcon(icon("copy", theme.text, 16))

    def _make_switch(self) -> tuple[QFrame, tuple[QToolButton, ...]]:
        frame = QFrame(self)
        frame.setObjectName("switch")
        frame.setAccessibleName("What is shown")
        frame.setFixedHeight(28)
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        buttons: list[QToolButton] = []
        for mode, (text, tip) in enumerate(zip(("f", "f′", "Two passes"), _TIPS, strict=True)):
            button = QToolButton(frame)
            button.setCheckable(True)
            button.setChecked(mode == FORWARD)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(tip)
            _dress(button, text)
            self._group.addButton(button, mode)
            row.addWidget(button)
            buttons.append(button)
        self._group.idClicked.connect(self.mode_chosen)
        return frame, tuple(buttons)



def _dress(button: QToolButton, text: str) -> None:
    """A part of a switch, as wide as its bold text."""
    bold = QFontMetrics(ui_font(weight=QFont.Weight.DemiBold))
    button.setText(text)
    button.setAccessibleName(text)
    button.setFixedSize(bold.horizontalAdvance(text) + 22, 24)


def _picker(name: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setFixedHeight(26)
    box.hide()
    return box


def _text_button(text: str, tip: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setText(text)
    button.setToolTip(f"{text}\n{tip}")
    button.setProperty("boxed", True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFixedHeight(26)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _fill(box: QComboBox, texts: list[str], chosen: int) -> None:
    """Show what can be chosen, or nothing where there is no choice; never fires."""
    if [box.itemText(k) for k in range(box.count())] != texts:
        box.clear()
        box.addItems(texts)
    box.setCurrentIndex(min(chosen, len(texts) - 1))
    box.setVisible(bool(texts))

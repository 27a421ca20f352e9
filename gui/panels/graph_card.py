"""What torch says of the chosen node, and what can be switched on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from core.autograd.graph_words import FOLDED, SLIDER, UNTOUCHED, VARIABLE
from gui.panels.headings import heading, small
from gui.panels.numbers import number_text
from gui.scroll import ScrollArea
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from core.autograd.graph_words import Graph, GraphNode, Touches

WIDTH = 214
HINT = "Click a node to see what PyTorch says of it."
_DIGITS = 11
_ROWS = ("value", "gradient", "grad_fn", "is_leaf", "requires_grad", "retains_grad")
SWITCHES = {
    "requires_grad": "requires_grad",
    "retain_grad": "retain_grad()",
    "detach": "detach()",
}
_TIPS = {
    "requires_grad": "Whether torch records what is done with this leaf.",
    "retain_grad": "Keep the gradient of this inner node in its .grad after backward().",
    "detach": "Cut the graph here: the value goes on, the gradient does not come back.",
}


class NodeCard(QWidget):
    """The facts of one node in rows; `switched` carries the name of a switch and its state."""

    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QWidget()
        inner.setObjectName("panel")
        self.title = heading(QLabel(inner))
        self.title.setWordWrap(True)
        self.hint = small(QLabel(HINT, inner))
        self.hint.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        self.rows: dict[str, tuple[QLabel, QLabel]] = {}
        for place, name in enumerate(_ROWS):
            label, value = small(QLabel(name, inner)), QLabel(inner)
            value.setFont(ui_font(SMALL_PX))
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, place, 0)
            grid.addWidget(value, place, 1)
            self.rows[name] = label, value
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addLayout(grid)
        self.switches: dict[str, QCheckBox] = {}
        for name, text in SWITCHES.items():
            box = QCheckBox(text, inner)
            box.setObjectName(name)
            box.setToolTip(f"{text}\n{_TIPS[name]}")
            box.clicked.connect(self._clicked)
            column.addWidget(box)
            self.switches[name] = box
        column.addStretch(1)
        area = ScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.show_node(None, None)

    def show_node(
        self, node: GraphNode | None, graph: Graph | None, touches: Touches = UNTOUCHED, *,
        second: bool = False,
    ) -> None:  # fmt: skip
        """Show a node of a graph, or the hint without one; never fires."""
        self.hint.setVisible(node is None)
        self.title.setVisible(node is not None)
        for label, value in self.rows.values():
            label.setVisible(node is not None)
            value.setVisible(node is not None)
        leaf = node is not None and node.kind in (VARIABLE, SLIDER)
        inner = node is not None and not leaf and node.kind != FOLDED and not second
        self.switches["requires_grad"].setVisible(leaf)
        self.switches["retain_grad"].setVisible(inner)
        self.switches["detach"].setVisible(inner)
        if node is None or graph is None:
            return
        self.title.setText(_title(node))
        told = {
            "value": _number(node.value), "gradient": _number(node.gradient),
            "grad_fn": node.grad_fn or "None", "is_leaf": str(node.is_leaf),
            "requires_grad": str(node.requires_grad), "retains_grad": str(node.retains_grad),
        }  # fmt: skip
        for name, (label, value) in self.rows.items():
            value.setText(told[name])
            label.setText(f"∂{graph.what}/∂·" if name == "gradient" else name)
        self.switches["requires_grad"].setChecked(node.requires_grad)
        self.switches["retain_grad"].setChecked(node.key in touches.kept)
        self.switches["detach"].setChecked(node.key in touches.cut)

    def _clicked(self, on: bool) -> None:
        self.switched.emit(self.sender().objectName(), on)


def _title(node: GraphNode) -> str:
    if node.origin:
        return f"{node.title}, from the derivative of {node.origin}"
    if node.kind == FOLDED:
        return f"{node.title}: {node.formula}"
    return node.formula or node.title


def _number(value: float | None) -> str:
    return "None" if value is None else number_text(value, _DIGITS)

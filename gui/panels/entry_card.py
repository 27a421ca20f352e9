"""The card of one entry of a Hessian: the second derivative and its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.choices import entry_of
from core.language.typeset import name_latex
from core.words import plain_name
from gui.maths import MathsLabel
from gui.panels.cards import Card
from gui.panels.readout import NumberLabel

if TYPE_CHECKING:
    from core.document import Document
    from core.frame import Spot
    from gui.panels.trust import Teller
    from gui.theme import Theme

_NAME_PX = 16
_DIGITS = 8
_VALUE = 112


class EntryCard(Card):
    """Shows the chosen entry; hidden while none is. `opened` carries its two variables."""

    opened = Signal(str, str)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Entry", parent)
        self._variables: tuple[str, str] | None = None
        self._place = (0, 0)
        self.name = MathsLabel(self, _NAME_PX)
        self.value = NumberLabel(self)
        self.value.setMinimumWidth(_VALUE)
        self.open_button = QPushButton("Open as a field", self)
        self.open_button.setToolTip(
            "Open as a field (Enter in the matrix)\nShow this second derivative over its variables."
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.name, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.value, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)
        self.column.addSpacing(6)
        self.column.addWidget(self.open_button)
        self.value.copied.connect(self.copied)
        self.open_button.clicked.connect(self._open)

    def show_entry(self, spot: Spot | None, document: Document) -> None:
        """Show the entry of a point that is chosen in a document."""
        entry = entry_of(document.several, spot.variables) if spot is not None else None
        shown = spot is not None and entry is not None and spot.hessian is not None
        self.setVisible(shown)
        if spot is None or entry is None or spot.hessian is None:
            return
        i, j = entry
        first, second = spot.variables[i], spot.variables[j]
        self._variables, self._place = (first, second), (i, j)
        self.set_title(f"Entry ({i + 1}, {j + 1})")
        self.name.set_latex(_latex(spot.name, first, second), _plain(spot.name, first, second))
        self.value.setAccessibleName(_plain(spot.name, first, second))
        self.value.show_number(float(spot.hessian[i, j]), _DIGITS)

    def show_trusted(self, of: Teller, theme: Theme) -> None:
        """Say how far the entry can be trusted."""
        i, j = self._place
        agreed = of(f"hessian {i} {j}")
        self.value.set_agreed(agreed)
        self.show_trust([agreed], theme)

    def set_theme(self, theme: Theme) -> None:
        self.name.set_theme(theme)
        self.value.set_ink(theme)

    def _open(self) -> None:
        if self._variables is not None:
            self.opened.emit(*self._variables)


def _latex(name: str, first: str, second: str) -> str:
    of, row, column = map(name_latex, (name or "f", first, second))
    below = rf"\partial {row}^{{2}}" if first == second else rf"\partial {row}\,\partial {column}"
    return rf"\frac{{\partial^{{2}} {of}}}{{{below}}}"


def _plain(name: str, first: str, second: str) -> str:
    below = f"∂{plain_name(first)}" + ("²" if first == second else f"∂{plain_name(second)}")
    return f"∂²{name}/{below}"

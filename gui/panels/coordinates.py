"""A coordinate to type: the name of a variable beside a field for a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.language.typeset import name_latex
from gui.maths import MathsLabel
from gui.panels.number_field import NumberField
from gui.panels.readout import LABEL_WIDTH
from gui.panels.tangent_card import NAME_PX

if TYPE_CHECKING:
    from gui.theme import Theme

_FIELD = 112


class Coordinate(QWidget):
    """The name of a variable and a field for its coordinate, of the point or `of` a direction."""

    entered = Signal(str, float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None, of: str = "") -> None:
        super().__init__(parent)
        self._variable, self._of = "", of
        self._name = MathsLabel(self, NAME_PX)
        self._name.setFixedWidth(LABEL_WIDTH)
        self.field = NumberField("Coordinate of the point", parent=self)
        self.field.setFixedWidth(_FIELD)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(0)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.field)
        row.addStretch(1)
        self.field.value_entered.connect(self._entered)
        self.field.entry_finished.connect(self.released)

    def show_coordinate(self, variable: str, value: float) -> None:
        """Show where the point stands along a variable; never fires."""
        if variable != self._variable:
            self._variable = variable
            name = name_latex(variable)
            self._name.set_latex(f"{self._of}_{{{name}}}" if self._of else name)
            owner = f"Component {variable} of {self._of}" if self._of else ""
            self.field.set_name(owner or f"Coordinate {variable} of the point")
        self.field.set_value(value)

    def set_theme(self, theme: Theme) -> None:
        self._name.set_theme(theme)
        self.field.set_theme(theme)

    def _entered(self, value: float) -> None:
        self.entered.emit(self._variable, value)

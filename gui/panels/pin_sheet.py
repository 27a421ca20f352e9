"""The sheet of one pinned point: its name and its exact place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from gui.panels.headings import heading
from gui.panels.number_field import NumberField
from gui.panels.popup import Popup

if TYPE_CHECKING:
    from core.document import Pin
    from gui.theme import Theme

_FIELD = 120
_LONGEST = 24


class PinSheet(Popup):
    """Shows how a pin is called and where it stands; every change leaves by itself."""

    renamed = Signal(int, str)
    moved = Signal(int, float)

    def __init__(
        self, pin: Pin, title: str, variable: str, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(f"Settings of {title}", parent)
        self._number = pin.number
        self._head = heading(QLabel(title, self))
        self.name = QLineEdit(pin.name, self)
        self.name.setFixedSize(_FIELD, 26)
        self.name.setMaxLength(_LONGEST)
        self.name.setAccessibleName("Name of the pinned point")
        self.name.setToolTip("Name of the pinned point; empty: P with its number.")
        self.place = NumberField(f"{variable} of the pinned point", parent=self)
        self.place.setFixedWidth(_FIELD)
        self.place.set_theme(theme)
        self.show_pin(pin, title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for row, (word, field) in enumerate((("Name", self.name), (variable, self.place))):
            label = QLabel(word, self)
            label.setObjectName("muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._head)
        self.column.addLayout(grid)
        self.name.editingFinished.connect(self._rename)
        self.place.value_entered.connect(self._move)

    def show_pin(self, pin: Pin, title: str) -> None:
        """Show a pin; never fires."""
        self._head.setText(title)
        if not self.name.isModified():
            self.name.setText(pin.name)
        self.place.set_value(pin.x, 0.1)

    def _rename(self) -> None:
        if self.name.isModified():
            self.name.setModified(False)
            self.renamed.emit(self._number, self.name.text())

    def _move(self, x: float) -> None:
        self.moved.emit(self._number, x)

"""The part of a slider's sheet that draws its curves for many values at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.document import FEWEST_MEMBERS, MOST_MEMBERS, Family
from core.errors import InputError
from gui.panels.headings import small
from gui.panels.number_field import NumberField, read_number
from gui.panels.numbers import field_text

if TYPE_CHECKING:
    from gui.theme import Theme

_FIELD, _LIST = 82, 168
_SPREAD = "even over the range"
_COUNT = f"A family has {FEWEST_MEMBERS} to {MOST_MEMBERS} curves."


def read_values(text: str) -> tuple[float, ...]:
    """The numbers of a typed list such as 1, 2, pi. InputError when one cannot be read."""
    parts = [part for part in re.split(r"[,;]", text) if part.strip()]
    values = tuple(dict.fromkeys(read_number(part.strip().strip("[]{}")) for part in parts))
    if values and not FEWEST_MEMBERS <= len(values) <= MOST_MEMBERS:
        raise InputError(_COUNT, 0, len(text))
    return values


class FamilyBox(QWidget):
    """A switch, and how many or which values; `changed` carries the `Family`, or None."""

    changed = Signal(object)

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._family = Family(name)
        self._theme = theme
        self.on = QCheckBox("Family of curves", self)
        self.on.setToolTip(f"Draw the curves for many values of {name} at once.")
        self.count = NumberField(f"Number of curves for {name}", parent=self)
        self.values = QLineEdit(self)
        self._says = small(QLabel(self))
        self._lay_out(name)
        self.on.clicked.connect(self._switched)
        self.count.value_entered.connect(self._counted)
        self.values.editingFinished.connect(self._listed)

    def show_family(self, family: Family | None) -> None:
        """Show the family, or that this slider has none; never fires."""
        own = family if family is not None and family.name == self._family.name else None
        self._family = own or self._family
        self.on.setChecked(own is not None)
        self.count.setEnabled(own is not None)
        self.values.setEnabled(own is not None)
        self._write()

    def _lay_out(self, name: str) -> None:
        self.count.setFixedWidth(_FIELD)
        self.count.set_theme(self._theme)
        self.values.setFixedSize(_LIST, 26)
        self.values.setAccessibleName(f"Values of {name} in the family")
        self.values.setToolTip("The values, for example −1, 0, pi/2; empty: even over the range.")
        self.values.setPlaceholderText(_SPREAD)
        self._says.setWordWrap(True)
        self._says.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for row, (title, field) in enumerate((("Curves", self.count), ("Values", self.values))):
            label = QLabel(title, self)
            label.setObjectName("muted")
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.on)
        whole.addLayout(grid)
        whole.addWidget(self._says)

    def _write(self) -> None:
        family = self._family
        self.count.set_value(float(len(family.listed) or family.count), 1.0)
        if not self.values.isModified() or self.values.hasFocus() is False:
            self.values.setText(", ".join(map(field_text, family.listed)))
            self.values.setModified(False)

    def _say(self, sentence: str) -> None:
        self._says.setText(sentence)
        self._says.setVisible(bool(sentence))
        sheet = self.parentWidget()
        if sheet is not None:
            sheet.adjustSize()

    def _offer(self, family: Family) -> None:
        self._say("")
        self._family = family
        self._write()
        self.changed.emit(family)

    def _switched(self, on: bool) -> None:
        self.count.setEnabled(on)
        self.values.setEnabled(on)
        self.changed.emit(self._family if on else None)

    def _counted(self, count: float) -> None:
        """Another number of curves: even ones again."""
        whole = min(max(round(count), FEWEST_MEMBERS), MOST_MEMBERS)
        self.values.setModified(False)
        self._offer(replace(self._family, count=whole, listed=()))

    def _listed(self) -> None:
        if not self.values.isModified():
            return
        try:
            listed = read_values(self.values.text())
        except InputError as error:
            self._say(error.message)
            return
        self.values.setModified(False)
        self._offer(replace(self._family, listed=listed))

"""The coordinates of a point of many variables as a table that can be typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from core.errors import InputError
from core.words import plain_name
from gui.panels.number_field import read_number
from gui.panels.numbers import field_text, number_text
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from gui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

_ROW, _MOST_ROWS = 24, 10
_NAMES = 56
_DIGITS = 6
_ROLE = Qt.ItemDataRole
_ROOT = QModelIndex()


class Coordinates(QAbstractTableModel):
    """A row for each variable: where the point stands, and the derivative along it."""

    entered = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._at: tuple[float, ...] = ()
        self._slopes: NDArray[np.float64] | None = None

    def show(
        self, names: Sequence[str], at: Sequence[float], slopes: NDArray[np.float64] | None
    ) -> None:
        """Show these coordinates, and the gradient where there is one."""
        other = tuple(names) != self._names
        if other:
            self.beginResetModel()
        self._names, self._at, self._slopes = tuple(names), tuple(at), slopes
        if other:
            self.endResetModel()
        elif names:
            self.dataChanged.emit(self.index(0, 0), self.index(len(names) - 1, 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        if role != _ROLE.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return plain_name(self._names[section])
        return ("Coordinate", "Gradient")[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else usual

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == _ROLE.AccessibleTextRole:
            return f"{self._names[row]}: {self.data(index)}"
        if role == _ROLE.EditRole and column == 0:
            return field_text(self._at[row])
        if role != _ROLE.DisplayRole:
            return None
        if column == 0:
            return number_text(self._at[row], _DIGITS)
        return number_text(float(self._slopes[row]), _DIGITS) if self._slopes is not None else "–"

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Take a typed number; a text that is none leaves the coordinate as it was."""
        if role != _ROLE.EditRole or index.column():
            return False
        try:
            number = read_number(str(value))
        except InputError:
            return False
        if number != self._at[index.row()]:
            self.entered.emit(self._names[index.row()], number)
        return True


class CoordinateTable(QTableView):
    """Shows the coordinates of a point; `entered` carries a variable and what was typed."""

    entered = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.coordinates = Coordinates(self)
        self.setModel(self.coordinates)
        self.setAccessibleName("Coordinates of the point")
        self.setFont(ui_font(SMALL_PX))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setFixedWidth(_NAMES)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setFixedHeight(_ROW)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.setFont(ui_font(SMALL_PX))
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.coordinates.entered.connect(self.entered)

    def show_point(
        self, names: Sequence[str], at: Sequence[float], slopes: NDArray[np.float64] | None
    ) -> None:
        """Show a point and its gradient; never fires."""
        self.coordinates.show(names, at, slopes)
        self.setFixedHeight(_ROW * (1 + min(len(names), _MOST_ROWS)) + 2 * self.frameWidth())

    def set_theme(self, theme: Theme) -> None:
        palette = QPalette(self.palette())
        colors = {
            QPalette.ColorRole.Base: theme.base, QPalette.ColorRole.Text: theme.text,
            QPalette.ColorRole.Window: theme.base, QPalette.ColorRole.WindowText: theme.muted,
            QPalette.ColorRole.Button: theme.base, QPalette.ColorRole.ButtonText: theme.muted,
            QPalette.ColorRole.Highlight: theme.accent,
        }  # fmt: skip
        for role, color in colors.items():
            palette.setColor(role, QColor(color))
        self.setPalette(palette)
        self.setStyleSheet(
            f"QTableView {{ border: 1px solid {theme.border}; background: {theme.base}; }}"
            f"QHeaderView, QHeaderView::section, QTableCornerButton::section {{"
            f" background: {theme.base}; color: {theme.muted}; border: none; padding: 0 6px; }}"
        )

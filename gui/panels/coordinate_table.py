"""The coordinates of a point of many variables as a table that can be typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from core.errors import InputError
from core.words import plain_name
from gui.panels.number_field import read_number
from gui.panels.number_list import text_of
from gui.panels.numbers import field_text, number_text
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from gui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

_ROW, _MOST_ROWS = 24, 10
_NAMES = 48
_DIGITS = 5
_SLOPE, _V = 1, 2
_NARROW = 38
_HEADINGS = ("Point", "Gradient", "v")
_TIPS = ("Where the point stands: type, or paste many numbers.",
         "The derivative along each variable.", "The direction v, to type.")  # fmt: skip
_ROLE = Qt.ItemDataRole
_ROOT = QModelIndex()


class Coordinates(QAbstractTableModel):
    """A row for each variable: where the point stands, the derivative along it, and how far the
    direction v goes along it.
    """

    entered = Signal(str, float)
    turned = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._at: tuple[float, ...] = ()
        self._slopes: NDArray[np.float64] | None = None
        self._along: tuple[float, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    @property
    def at(self) -> tuple[float, ...]:
        return self._at

    def show(
        self, names: Sequence[str], at: Sequence[float], slopes: NDArray[np.float64] | None,
        along: Sequence[float] = (),
    ) -> None:  # fmt: skip
        """Show these coordinates, the gradient where there is one, and the direction if any."""
        other = tuple(names) != self._names or bool(along) != bool(self._along)
        if other:
            self.beginResetModel()
        self._names, self._at, self._slopes = tuple(names), tuple(at), slopes
        self._along = tuple(along)
        if other:
            self.endResetModel()
        elif names:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(names) - 1, self.columnCount() - 1)
            )

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 3 if self._along else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        if role == _ROLE.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return _TIPS[section]
        if role != _ROLE.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return plain_name(self._names[section])
        return _HEADINGS[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() != _SLOPE else usual

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == _ROLE.AccessibleTextRole:
            of = ("", "gradient ", "direction ")[column]
            return f"{of}{self._names[row]}: {self.data(index)}"
        number = self.number(row, column)
        if role == _ROLE.EditRole and column != _SLOPE and number is not None:
            return field_text(number)
        if role != _ROLE.DisplayRole:
            return None
        return number_text(number, _DIGITS) if number is not None else "–"

    def number(self, row: int, column: int) -> float | None:
        """The number of a cell; None where there is none."""
        if column == _SLOPE:
            return float(self._slopes[row]) if self._slopes is not None else None
        return self._at[row] if column == 0 else self._along[row]

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Take a typed number; a text that is none leaves the cell as it was."""
        if role != _ROLE.EditRole or index.column() == _SLOPE:
            return False
        try:
            number = read_number(str(value))
        except InputError:
            return False
        row, column = index.row(), index.column()
        if number != self.number(row, column):
            (self.turned if column else self.entered).emit(self._names[row], number)
        return True


class CoordinateTable(QTableView):
    """Shows the coordinates of a point; `entered` carries a variable and what was typed.

    `turned` carries the same of the direction. `pasted` carries the text of the clipboard and the
    row that it begins in, `copied` what was put there.
    """

    entered = Signal(str, float)
    turned = Signal(str, float)
    pasted = Signal(str, int)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.coordinates = Coordinates(self)
        self.setModel(self.coordinates)
        self.setAccessibleName("Coordinates of the point")
        self.setFont(ui_font(SMALL_PX))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
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
        self.coordinates.turned.connect(self.turned)

    def show_point(
        self, names: Sequence[str], at: Sequence[float], slopes: NDArray[np.float64] | None,
        along: Sequence[float] = (),
    ) -> None:  # fmt: skip
        """Show a point, its gradient and a direction, if there is one; never fires."""
        self.coordinates.show(names, at, slopes, along)
        if along:
            self.horizontalHeader().setSectionResizeMode(_V, QHeaderView.ResizeMode.Fixed)
            self.horizontalHeader().resizeSection(_V, _NARROW)
        self.setFixedHeight(_ROW * (1 + min(len(names), _MOST_ROWS)) + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste fills this row and those that follow; what is copied is what is selected."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Ask for the numbers of the clipboard to be taken, from the current row on."""
        row = self.currentIndex().row() if self.currentIndex().isValid() else 0
        self.pasted.emit(QApplication.clipboard().text(), row)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, or all coordinates where one is selected."""
        chosen = self.selectedIndexes()
        if len(chosen) > 1:
            rows: dict[int, list[str]] = {}
            for each in sorted(chosen, key=lambda each: (each.row(), each.column())):
                number = self.coordinates.number(each.row(), each.column())
                rows.setdefault(each.row(), []).append("" if number is None else repr(number))
            text = "\n".join("\t".join(row) for row in rows.values())
            what = f"{len(chosen)} numbers"
        else:
            text, what = text_of(self.coordinates.at), f"{len(self.coordinates.at)} coordinates"
        QApplication.clipboard().setText(text)
        self.copied.emit(what)

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
            f" background: {theme.base}; color: {theme.muted}; border: none; padding: 0 4px; }}"
        )

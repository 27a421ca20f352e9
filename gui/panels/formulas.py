"""The formula list: a row for every formula and the empty one at the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.document import Document
from gui.icons import icon
from gui.panels.cards import icon_button
from gui.panels.drop_line import DropLine
from gui.panels.formula_row import FormulaRow
from gui.panels.headings import heading
from gui.panels.marks import Chip
from gui.panels.pins import PinList
from gui.panels.symbols import SymbolSheet
from gui.scroll import ScrollArea
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.document import Formula
    from core.frame import Frame, Row


AT_ONCE = 12  # rows that are built before the others wait for their turn
TURN = 0.012  # seconds of a turn, in which one row is built at least


class FormulaPanel(QWidget):
    """Shows the formulas of a document, and in a frame how they were read.

    Rows live as long as their formula: they are found again by key. A new formula takes over the
    row it was typed in, so the caret stays where it is. Rows of a long session are built in turns,
    from top to bottom after the active one, so that the window answers meanwhile.
    """

    text_edited = Signal(int, str)
    formula_added = Signal(str)
    row_chosen = Signal(int)
    edit_finished = Signal()
    order_switched = Signal(int, int, bool)
    plane_mark_switched = Signal(str, bool)
    mark_switched = Signal(int, str, bool)
    visibility_switched = Signal(int, bool)
    color_picked = Signal(int, int)
    row_removed = Signal(int)
    row_copied = Signal(int)
    row_moved = Signal(int, int)
    caret_moved = Signal(int)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painting = False
        self._document = Document()
        self._rows: dict[int, FormulaRow] = {}
        self._last: FormulaRow | None = None
        self._frame: Frame | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.add_button = icon_button("New formula", "New formula (Ctrl+N)", self)
        tip = "Symbols (Ctrl+K)\nPut π, √, ² and others in at the caret."
        self.symbols_button = icon_button("Symbols", tip, self)
        self._symbols: SymbolSheet | None = None
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._lay_out()
        self.pins = PinList(theme, self._list)
        self._drop_line = DropLine(self._list)
        self._empty = self._new_row()
        self._column.insertWidget(0, self.pins)
        self._column.insertWidget(1, self._empty)
        self.set_theme(theme)

    @property
    def rows(self) -> tuple[FormulaRow, ...]:
        """The rows of the formulas from top to bottom, without the empty one.

        While another document is being shown, some are not there yet and the focus moves already.
        """
        keys = (formula.key for formula in self._document.formulas)
        return tuple(self._rows[key] for key in keys if key in self._rows)

    @property
    def empty_row(self) -> FormulaRow:
        return self._empty

    def show_document(self, document: Document) -> None:
        """Show what is chosen; never fires an intent."""
        if _rows_of(document) == _rows_of(self._document):
            self._document = document
            return
        self._painting = True
        keep_focus = self._focused_key()
        self._document = document
        keys = [formula.key for formula in document.formulas]
        for key in [key for key in self._rows if key not in keys]:
            self._drop(key)
        self._build(AT_ONCE)
        self.pins.show_document(document)
        if keep_focus is not None and keep_focus not in keys:
            self.focus_row(document.active)
        self._painting = False

    def paint_frame(self, frame: Frame) -> None:
        """Show how the formulas of a frame were read."""
        self._painting = True
        self._frame = frame
        reads = {each.key: each for each in frame.rows}
        for key, row in self._rows.items():
            row.show_read(reads.get(key))
        self.pins.paint_frame(frame)
        self._painting = False

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.add_button.setIcon(icon("plus", theme.text))
        self.symbols_button.setIcon(icon("symbols", theme.text))
        for row in (*self._rows.values(), self._empty):
            row.set_theme(theme)
        self.pins.set_theme(theme)

    def focus_row(self, key: int | None = None) -> None:
        """Put the caret into a row; without a key (or a known one) into the empty one."""
        self._rows.get(key or 0, self._empty).take_focus()

    def focus_empty(self) -> None:
        """Put the caret into the empty row at the end."""
        self._empty.take_focus()
        self._scroll.ensureWidgetVisible(self._empty)

    def open_symbols(self) -> None:
        """Open the palette of symbols."""
        if self._symbols is not None:
            self._symbols.deleteLater()
        self._symbols = SymbolSheet(self)
        self._symbols.picked.connect(self.insert)
        self._symbols.open_under(self.symbols_button)
        self._symbols.buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def insert(self, text: str, back: int = 0) -> None:
        """Type a text at the caret of the row that had it last, else of the active one."""
        row = self._last if self._last in (*self.rows, self._empty) else None
        row = row or self._rows.get(self._document.active, self._empty)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        row.editor.put(row.editor.caret, row.editor.caret, text, back)

    def point_out(self, spans: tuple[tuple[int, int], ...], echo: str = "") -> None:
        """Light up these columns in the active formula, and what stands for them in its echo."""
        for key, row in self._rows.items():
            here = key == self._document.active
            row.editor.point_out(spans if here else ())
            row.echo.point_out(echo if here else "")

    def next_problem(self) -> None:
        """Go to the next formula that cannot be read, after the one with the caret."""
        rows = self.rows
        keys = [row.key for row in rows]
        focused = self._focused_key()
        start = keys.index(focused) + 1 if focused in keys else 0
        for row in (*rows[start:], *rows[:start]):
            if row.has_mistake:
                row.show_mistake_place()
                return

    def _lay_out(self) -> None:
        self.add_button.clicked.connect(self.focus_empty)
        self.symbols_button.clicked.connect(self.open_symbols)
        title = QLabel("Formulas", self)
        heading(title)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 8, 0)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.symbols_button)
        head.addWidget(self.add_button)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._list.setObjectName("panel")
        self._scroll = ScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)

    def _new_row(self) -> FormulaRow:
        row = FormulaRow(self._theme, self._list)
        row.text_edited.connect(self._edited)
        row.chosen.connect(self._chosen)
        row.plane_mark_switched.connect(self.plane_mark_switched)
        row.left.connect(self._left)
        row.entered.connect(self._entered)
        row.emptied.connect(self._emptied)
        row.edit_finished.connect(self.edit_finished)
        row.order_switched.connect(self._order_switched)
        row.mark_switched.connect(self._mark_switched)
        row.hidden_switched.connect(self._hidden_switched)
        row.color_picked.connect(self._color_picked)
        row.removal_wanted.connect(self._removal_wanted)
        row.copy_wanted.connect(self._copy_wanted)
        row.caret_moved.connect(self.caret_moved)
        row.chip.dragged.connect(self._row_dragged)
        row.chip.dropped.connect(self._row_dropped)
        return row

    def _adopt(self, key: int, text: str) -> FormulaRow:
        """The row of a new formula: the empty one when it was typed there."""
        if text and self._empty.editor.text == text:
            row, self._empty = self._empty, self._new_row()
            self._column.insertWidget(self._column.count() - 1, self._empty)
        else:
            row = self._new_row()
        self._rows[key] = row
        row.show()
        return row

    def _drop(self, key: int) -> None:
        row = self._rows.pop(key)
        row.blockSignals(True)  # keys may still reach it until it is gone
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _build(self, most: int) -> None:
        """Show every formula in its row; so many of those that are not there yet are built."""
        document, place = self._document, 0
        for formula in document.formulas:
            row, active = self._rows.get(formula.key), formula.key == document.active
            if row is None and most <= 0 and not active:
                self._turn.start()
                continue
            if row is None:
                self._build_row(formula, place)
                most -= 1
            else:
                if self._column.indexOf(row) != place:
                    self._column.insertWidget(place, row)
                row.show_several(document.several, document.landmarks)
                row.show_formula(formula, active)
            place += 1

    def _build_row(self, formula: Formula, place: int) -> None:
        """The row of a formula that is not there yet, with what the last frame says of it."""
        row, document = self._adopt(formula.key, formula.text), self._document
        if self._column.indexOf(row) != place:
            self._column.insertWidget(place, row)
        row.show_several(document.several, document.landmarks)
        row.show_formula(formula, formula.key == document.active)
        if (read := self._read_of(formula)) is not None:
            row.show_read(read)

    def _read_of(self, formula: Formula) -> Row | None:
        """How a text was read that the last frame has already."""
        if self._frame is None:
            return None
        of = {each.key: each.text for each in self._frame.document.formulas}
        return self._frame.row(formula.key) if of.get(formula.key) == formula.text else None

    @Slot()
    def _go_on(self) -> None:
        """Build the next rows, for as long as nobody notices."""
        began, self._painting = time.monotonic(), True
        for place, formula in enumerate(self._document.formulas):
            if formula.key not in self._rows:
                if time.monotonic() - began > TURN:
                    self._turn.start()
                    break
                self._build_row(formula, place)
        self._painting = False

    def _focused_key(self) -> int | None:
        return next((key for key, row in self._rows.items() if row.editor.hasFocus()), None)

    def tab_stops(self) -> list[QWidget]:
        """Formulas from top to bottom, each with its editor before its switches."""
        order: list[QWidget] = [self.symbols_button, self.add_button]
        for row in self.rows:
            order += row.controls
        for pin in self.pins.rows:
            order += pin.controls
        return [*order, self._empty.editor, self._empty.chip]

    def _drop_place(self, y: int) -> int:
        """Before which row something dragged to a height of the list would be put."""
        middles = [row.y() + row.height() / 2 for row in self.rows]
        return sum(middle < y for middle in middles)

    def _row_dragged(self, spot: QPoint) -> None:
        y = self._list.mapFromGlobal(spot).y()
        rows, place = self.rows, self._drop_place(y)
        if rows:
            last = rows[-1].y() + rows[-1].height()
            self._drop_line.show_at(rows[place].y() if place < len(rows) else last, self._theme)
        self._scroll.ensureVisible(0, y, 0, 24)

    def _row_dropped(self, spot: QPoint) -> None:
        self._drop_line.hide()
        chip = self.sender()
        row = chip.parent() if isinstance(chip, Chip) else None
        if not isinstance(row, FormulaRow) or row.key is None:
            return
        place, here = self._drop_place(self._list.mapFromGlobal(spot).y()), self.rows.index(row)
        place -= place > here
        if place != here:
            self.row_moved.emit(row.key, place)

    def _sender(self) -> FormulaRow:
        row = self.sender()
        assert isinstance(row, FormulaRow)
        return row

    def _edited(self, text: str) -> None:
        key = self._sender().key
        if key is not None:
            self.text_edited.emit(key, text)
        elif text.strip():
            self.formula_added.emit(text)

    def _chosen(self) -> None:
        self._last = self._sender()
        key = self._last.key
        if key is not None and key != self._document.active and not self._painting:
            self.row_chosen.emit(key)

    def _left(self, ways: int) -> None:
        rows = (*self.rows, self._empty)
        place = rows.index(self._sender()) + ways
        if 0 <= place < len(rows):
            rows[place].take_focus()

    def _entered(self) -> None:
        rows = (*self.rows, self._empty)
        rows[min(rows.index(self._sender()) + 1, len(rows) - 1)].take_focus()

    def _emptied(self) -> None:
        row = self._sender()
        if row.key is None:
            if self.rows:
                self.rows[-1].take_focus()
            return
        self.row_removed.emit(row.key)

    def _order_switched(self, order: int, shown: bool) -> None:
        if (key := self._sender().key) is not None:
            self.order_switched.emit(key, order, shown)

    def _mark_switched(self, mark: str, shown: bool) -> None:
        if (key := self._sender().key) is not None:
            self.mark_switched.emit(key, mark, shown)

    def _hidden_switched(self, hidden: bool) -> None:
        if (key := self._sender().key) is not None:
            self.visibility_switched.emit(key, not hidden)

    def _color_picked(self, place: int) -> None:
        if (key := self._sender().key) is not None:
            self.color_picked.emit(key, place)

    def _removal_wanted(self) -> None:
        if (key := self._sender().key) is not None:
            self.row_removed.emit(key)

    def _copy_wanted(self) -> None:
        if (key := self._sender().key) is not None:
            self.row_copied.emit(key)


def _rows_of(document: Document) -> tuple[object, ...]:
    """What this panel shows of a document: a slider's move does not concern it."""
    chosen = document.several, document.landmarks
    return document.formulas, document.active, document.pins, *chosen

"""Ways: the same derivative by every route of PyTorch, in a table with what each costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QToolButton,
    QWidget,
)

from core.autograd.words import BEND, CONVENTION, EXACT, JACOBIAN, MISTAKE, SLOPE, WaysReport
from core.words import plain_name
from gui.icons import pixmap
from gui.panels.bands import HEAD, AgainButton, band, sentence, stack
from gui.panels.headings import small
from gui.panels.numbers import number_text
from gui.panels.ways_table import ROW, WaysDelegate, WaysModel
from gui.panels.ways_words import AGREEMENT, CALLS, CODE, MEMORY, TIME, VALUE, WAY, is_bad
from gui.style import SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.autograd.words import WayResult, WaysWish

LOADING = "Loading PyTorch…"
_HEADER = 24
_WIDTHS = {WAY: 248, VALUE: 180, AGREEMENT: 164, TIME: 74, MEMORY: 70, CALLS: 50}
_NARROW = {WAY: 236, VALUE: 182, AGREEMENT: 158, TIME: 74, MEMORY: 68, CALLS: 50}
_WIDE = 900  # from which the columns have their full widths
_ALL = 860  # below it memory and calls give way to the code


class WaysTable(QTableView):
    """The table; a click or Enter asks to copy the line of its row."""

    copy_wanted = Signal(int)

    def __init__(self, model: WaysModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setObjectName("table")
        self.setAccessibleName("Ways to the derivative")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setFixedHeight(_HEADER)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(CODE, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sortIndicatorChanged.connect(self.sortByColumn)
        self.clicked.connect(self._clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.copy_wanted.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        for column, room in (_WIDTHS if width >= _WIDE else _NARROW).items():
            self.setColumnWidth(column, room)
        for column in (MEMORY, CALLS):
            self.setColumnHidden(column, width < _ALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _clicked(self, index: QModelIndex) -> None:
        self.copy_wanted.emit(index.row())


class WaysPanel(QWidget):
    """f′ or f″ and the point at the head, the table, and one sentence at the foot."""

    second_chosen = Signal(bool)
    run_wanted = Signal()
    told = Signal(str)
    summarised = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._report: WaysReport | None = None
        self._wish: WaysWish | None = None
        self._foot_icon = ""
        self.model = WaysModel(self)
        self.table = WaysTable(self.model, self)
        self._delegate = WaysDelegate(self)
        self.table.setItemDelegate(self._delegate)
        self.table.copy_wanted.connect(self._copy)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.place = small(QLabel(self))
        self.again = AgainButton("Run and measure every way once more.", self)
        self.again.clicked.connect(self.run_wanted)
        self.foot = QLabel(self)
        self.foot.setFont(ui_font(SMALL_PX))
        self.foot.setWordWrap(True)
        self.foot.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark = QLabel(self)
        self._switch, self.orders = self._make_switch()
        head = band(self, HEAD, 10, self.place, self._switch, self.place, self.again)
        stack(self, head, self.table, sentence(self, self._mark, self.foot))
        self.show_idle(LOADING)

    def show_report(self, wish: WaysWish, report: WaysReport | str) -> None:
        """Show what came of a wish: a report, or the sentence why there is none."""
        if isinstance(report, str):
            self.show_idle(report)
            return
        kept = self.model.result(self.table.currentIndex().row())
        self._report, self._wish = report, wish
        self._fade(False)
        self.model.show_report(report, title_of(wish))
        self.again.setEnabled(True)
        self._name_orders(wish)
        self.place.setText(f"at {place_of(wish)} · median of up to {report.runs} runs")
        if kept is not None and self.model.place(kept.id) >= 0:
            self.table.selectRow(self.model.place(kept.id))
        self._say()
        self.summarised.emit(report.summary)

    def show_idle(self, sentence: str) -> None:
        """Nothing is compared: say why."""
        self._report = None
        self.model.show_report(None, "Value")
        self.again.setEnabled(False)
        self.place.setText("")
        self._tell(sentence)
        self.summarised.emit("")

    def fade(self, wish: WaysWish | None = None) -> None:
        """What stands here belongs to another point; that of the wish is being measured."""
        if wish is not None:
            self._name_orders(wish)
        self._fade(True)
        self.summarised.emit("")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._delegate.set_theme(theme)
        self.again.set_theme(theme)
        self._show_mark()
        self.table.viewport().update()

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_switch(self) -> tuple[QFrame, tuple[QToolButton, QToolButton]]:
        frame = QFrame(self)
        frame.setObjectName("switch")
        frame.setAccessibleName("Derivative")
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        buttons: list[QToolButton] = []
        for second in (False, True):
            button = QToolButton(frame)
            button.setCheckable(True)
            button.setChecked(second)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, int(second))
            row.addWidget(button)
            buttons.append(button)
        self._group.idClicked.connect(self._chosen)
        first, last = buttons
        self._dress_orders((first, last), ("f′", "f″"))
        return frame, (first, last)

    def _name_orders(self, wish: WaysWish) -> None:
        one = wish.what in (SLOPE, BEND)
        words = ("f′", "f″") if one else ("Gradient", "Hessian")
        if wish.what == JACOBIAN:
            words = ("Jacobian", "")
        self._dress_orders(self.orders, words)

    def _dress_orders(
        self, buttons: tuple[QToolButton, QToolButton], words: tuple[str, str]
    ) -> None:
        bold = QFontMetrics(ui_font(weight=QFont.Weight.DemiBold))
        for button, word in zip(buttons, words, strict=True):
            button.setText(word)
            button.setAccessibleName(f"Derivative: {word}")
            button.setToolTip(word)
            button.setFixedSize(bold.horizontalAdvance(word) + 22, 24)
            button.setVisible(bool(word))
        buttons[0].setChecked(not words[1] or buttons[0].isChecked())

    def show_second(self, second: bool) -> None:
        """Show which derivative is chosen; never fires."""
        self.orders[int(second)].setChecked(True)

    def _chosen(self, second: int) -> None:
        if self.orders[1].text():
            self.second_chosen.emit(bool(second))

    def _fade(self, on: bool) -> None:
        if self._delegate.faded != on:
            self._delegate.faded = on
            self.table.viewport().update()

    def _row_changed(self) -> None:
        self._say()

    def _say(self) -> None:
        """The sentence of the chosen row, else of the first that is wrong."""
        if self._report is None:
            return
        chosen = self.model.result(self.table.currentIndex().row())
        result = chosen or first_wrong(self._report)
        if result is None:
            self._tell(self._report.note or "Click a way to copy its line.")
            return
        words = " ".join(each for each in (result.error, result.note) if each)
        if not words:
            words = f"{result.name}: {result.code}" if result.code else result.name
        name = f"{result.name}: " if not chosen and result.kind == EXACT else ""
        bad = is_bad(result) or result.tone == CONVENTION or bool(result.error)
        self._tell(name + words, ("error" if is_bad(result) else "warning") if bad else "")

    def _tell(self, sentence: str, tone: str = "") -> None:
        self.foot.setText(sentence)
        self.foot.setToolTip(sentence)
        self._foot_icon = tone
        self._show_mark()

    def _show_mark(self) -> None:
        if not self._foot_icon:
            self._mark.clear()
            return
        ink = self._theme.error if self._foot_icon == "error" else self._theme.warning
        self._mark.setPixmap(pixmap("warning", ink, 16, self.devicePixelRatioF()))

    def _copy(self, row: int) -> None:
        result = self.model.result(row)
        if result is not None and result.code:
            QApplication.clipboard().setText(result.code)
            self.told.emit(result.code)


def first_wrong(report: WaysReport) -> WayResult | None:
    """The row whose reason is told first: a way of torch that is wrong, else a mistake."""
    bad = [each for each in report.results if is_bad(each) and each.note]
    own = [each for each in bad if each.kind == EXACT]
    notes = [each for each in report.results if each.tone == CONVENTION]
    mistakes = [each for each in bad if each.kind == MISTAKE]
    return next(iter((*own, *notes, *mistakes)), None)


def title_of(wish: WaysWish) -> str:
    """What heads the values: f″(1), or the entry that agrees least."""
    if wish.what in (SLOPE, BEND):
        return f"f{'′' if wish.what == SLOPE else '″'}({number_text(wish.subject.at[0], 6)})"
    return "Entry that agrees least"


def place_of(wish: WaysWish) -> str:
    """The point in words: x = 1, or (x, y) = (2, 3)."""
    numbers = [number_text(each, 6) for each in wish.subject.at[:4]]
    names = [plain_name(each) for each in wish.subject.names[:4]]
    if len(wish.subject.at) == 1:
        return f"{names[0]} = {numbers[0]}"
    more = ", …" if len(wish.subject.at) > 4 else ""
    return f"({', '.join(names)}{more}) = ({', '.join(numbers)}{more})"

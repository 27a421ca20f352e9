"""The table of ways: its model, and how its cells are painted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.agreement import MOST, Agreed
from core.autograd.words import CONVENTION, DOUBTFUL, GOOD, RAISES, SURE
from gui.icons import pixmap
from gui.panels.trust import draw_number
from gui.panels.ways_words import (
    AGREEMENT,
    CALLS,
    CODE,
    HEADERS,
    MEMORY,
    TIME,
    VALUE,
    WAY,
    cell_text,
    digits_text,
    entry_name,
    is_bad,
    shorter_digits,
    spoken,
    tone_words,
    whole_value,
)
from gui.style import SMALL_PX, mono_font, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.autograd.words import WayResult, WaysReport

    Index = QModelIndex | QPersistentModelIndex

RESULT = Qt.ItemDataRole.UserRole
ROW = 24
_CELLS, _CELL, _GAP, _BAR = 16, 3, 1, 10
_PAD = 8
_ICON = 14
_RIGHT = (TIME, MEMORY, CALLS)


class WaysModel(QAbstractTableModel):
    """One row for each way; sorted by a column, or in the order they come in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report: WaysReport | None = None
        self._rows: list[WayResult] = []
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self._title = HEADERS[VALUE]

    def show_report(self, report: WaysReport | None, title: str) -> None:
        """Show a report in the order that is chosen; `title` heads the values."""
        self.beginResetModel()
        self._report, self._title = report, title
        self._rows = list(report.results) if report is not None else []
        self._arrange()
        self.endResetModel()

    def result(self, row: int) -> WayResult | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def place(self, way: str) -> int:
        """The row of a way by its id; -1 without it."""
        return next((k for k, each in enumerate(self._rows) if each.id == way), -1)

    def entry(self, result: WayResult) -> str:
        """Which entry of a gradient or matrix a row shows; empty for a number."""
        report = self._report
        return entry_name(report.what, report.variables, result.entry) if report else ""

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        result = self.result(index.row())
        if result is None:
            return None
        if role == RESULT:
            return result
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(result, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(result, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(result) if index.column() == WAY else cell_text(result, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title if section == VALUE else HEADERS[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _HEADER_TIPS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; column -1 is the order they come in."""
        self.beginResetModel()
        self._order = column, order
        self._rows = list(self._report.results) if self._report is not None else []
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        column, order = self._order
        if column < 0:
            return
        known = [each for each in self._rows if _KEYS[column](each) is not None]
        unknown = [each for each in self._rows if _KEYS[column](each) is None]
        known.sort(key=_KEYS[column], reverse=order == Qt.SortOrder.DescendingOrder)
        self._rows = known + unknown


class WaysDelegate(QStyledItemDelegate):
    """Paints a row of 24 px: agreeing digits in text ink, a bar of sixteen cells."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.faded = False

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        result = index.data(RESULT)
        if result is None:
            return
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._theme.selection if chosen else _ground(result, self._theme)
        if ground:
            painter.fillRect(rect, QColor(ground))
        painter.setOpacity(0.5 if self.faded else 1.0)
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        if index.column() == WAY:
            self._draw_way(painter, inside, result)
        elif index.column() == VALUE:
            entry = index.model().entry(result)  # type: ignore[attr-defined]
            self._draw_value(painter, inside, result, entry)
        elif index.column() == AGREEMENT:
            self._draw_agreement(painter, inside, result)
        else:
            self._draw_text(painter, inside, result, index.column())
        painter.restore()

    def _draw_way(self, painter: QPainter, rect: QRectF, result: WayResult) -> None:
        theme, middle = self._theme, rect.center().y()
        bad = is_bad(result)
        if bad or result.tone in (CONVENTION, RAISES):
            ink = theme.error if bad else theme.warning
            picture = pixmap("warning", ink, _ICON, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(rect.left(), middle - _ICON / 2), picture)
        elif result.tone != SURE:
            painter.setPen(QPen(QColor(theme.muted), 1.4))
            left = rect.left() + 2
            corners = ((0.0, 0.5), (3.4, 4.0), (9.0, -3.6))
            painter.drawPolyline([QPointF(left + x, middle + y) for x, y in corners])
        font = ui_font(weight=QFont.Weight.DemiBold) if bad else ui_font()
        self._write(painter, rect.adjusted(_ICON + 6, 0, 0, 0), result.name, font, theme.text)

    def _draw_value(
        self, painter: QPainter, rect: QRectF, result: WayResult, entry: str
    ) -> None:
        theme = self._theme
        if result.tone == RAISES:
            self._write(painter, rect, result.error, ui_font(SMALL_PX), theme.error)
            return
        if entry:
            width = min(painter.fontMetrics().horizontalAdvance(entry) + 8, int(rect.width() / 3))
            place = QRectF(rect.left(), rect.top(), width, rect.height())
            self._write(painter, place, entry, ui_font(SMALL_PX), theme.muted)
            rect = rect.adjusted(width, 0, 0, 0)
        bad = is_bad(result)
        painter.setFont(ui_font(weight=QFont.Weight.DemiBold) if bad else ui_font())
        painter.setClipRect(rect)
        agreed = None if bad or result.digits is None else Agreed(result.digits)
        if result.tone == SURE:
            agreed = Agreed(MOST)
        ink = QColor(theme.error if bad else theme.text)
        text = digits_text(result.text)
        if painter.fontMetrics().horizontalAdvance(text) > rect.width():
            text = digits_text(shorter_digits(result.text))
        draw_number(painter, rect, text, agreed, ink, QColor(theme.faint))
        painter.setClipping(False)

    def _draw_agreement(self, painter: QPainter, rect: QRectF, result: WayResult) -> None:
        ink = QColor(_ink(result, self._theme))
        filled = _CELLS if result.tone == SURE else result.digits or 0
        left, top = rect.left(), rect.center().y() - _BAR / 2
        for cell in range(_CELLS):
            color = ink if cell < filled else QColor(self._theme.border)
            painter.fillRect(QRectF(left, top, _CELL, _BAR), color)
            left += _CELL + _GAP
        words = rect.adjusted(_CELLS * (_CELL + _GAP) + 8, 0, 0, 0)
        plain = result.tone in (GOOD, SURE)
        self._write(
            painter, words, tone_words(result), ui_font(),
            self._theme.text if plain else ink.name(),
        )  # fmt: skip

    def _draw_text(
        self, painter: QPainter, rect: QRectF, result: WayResult, column: int
    ) -> None:
        font = ui_font()
        if column == CODE:
            font = mono_font()
            font.setPixelSize(SMALL_PX)
        side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
        text = cell_text(result, column)
        ink = self._theme.muted if text == "–" else self._theme.text
        self._write(painter, rect, text, font, ink, side)

    def _write(
        self, painter: QPainter, rect: QRectF, text: str, font: QFont, ink: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
        painter.setFont(font)
        painter.setPen(QColor(ink))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _tip(result: WayResult, column: int) -> str:
    if column == CODE:
        return f"{result.code}\nClick to copy." if result.code else ""
    if column == VALUE and result.value is not None:
        value = result.value
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], (list, tuple)):
            return "\n".join(whole_value(row) for row in value)
        return whole_value(value)
    lines = (result.name, result.error, result.note)
    return "\n".join(line for line in lines if line)


def _ground(result: WayResult, theme: Theme) -> str:
    return theme.error_soft if is_bad(result) else ""


def _ink(result: WayResult, theme: Theme) -> str:
    if result.tone in (GOOD, SURE):
        return theme.ok
    if result.tone in (DOUBTFUL, CONVENTION):
        return theme.warning
    return theme.error


def _number(result: WayResult) -> float | None:
    try:
        number = float(result.text)
    except ValueError:
        return None
    return None if math.isnan(number) else number


_KEYS: tuple[Callable[[WayResult], Any], ...] = (
    lambda each: each.name.lower(), _number,
    lambda each: MOST + 1 if each.tone == SURE else each.digits,
    lambda each: each.seconds, lambda each: each.memory, lambda each: each.calls,
    lambda each: each.code.lower() or None,
)  # fmt: skip
_HEADER_TIPS = (
    "The way to the derivative. Click a heading to sort, a third time for the first order.",
    "The number it gives; of several, the entry that agrees least. Faint digits do not agree.",
    "How many significant digits agree with series of 60 digits.",
    "The median of repeated runs, alone on one thread.",
    "Bytes kept for the backward pass; torch.func lets nobody look.",
    "How often f is evaluated in one run.",
    "The line that is run. Click a row to copy it.",
)

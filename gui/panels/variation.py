"""The variation table: signs of the derivatives and the course of f, as one writes it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.panels.headings import small
from gui.panels.marks import Badge
from gui.panels.trust import least
from gui.style import maths_font, maths_letters, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.agreement import Check
    from core.frame import Frame, Point, VariationRow, VariationTable

NOTHING = "There is no table for what is shown: no formula that can be read, or more places than " \
    "can be read. Zoom in, or type another formula."  # fmt: skip
_HEAD, _SIGNS, _COURSE = 40, 40, 108
_PAD = 10
_SIDES = (50, 14)  # as the plot
_BETWEEN = (26, 64)  # between two places: where room is short, and where it is not
_NUMBER_PX, _NAME_PX, _SIGN_PX = 14, 17, 17
_ARROWS = {"↗": 1, "↘": -1, "→": 0}
_BARS = "‖"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where everything stands across: the middle of each place, and the line behind the names."""

    names: float
    middles: tuple[float, ...]
    width: float


class TableCanvas(QWidget):
    """Paints one table, as large as it needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: VariationTable | None = None
        self._theme = LIGHT
        self._columns = _Columns(0, (), 0)
        self._room = 800

    def show_table(self, table: VariationTable | None) -> None:
        self._table = table
        self.fit(self._room)
        self.setAccessibleName(_spoken(table) if table is not None else "")
        self.update()

    def fit(self, room: int) -> None:
        """Draw the places closer together where the table would be wider than its room."""
        self._room = room
        table = self._table
        self._columns = _columns(table, room) if table is not None else _Columns(0, (), 0)
        if self.sizeHint() != self.size() or self.minimumSize() != self.size():
            self.setFixedSize(self.sizeHint())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        if self._table is None:
            return QSize(1, 1)
        return QSize(round(self._columns.width) + 1, round(self._bottom()) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        table = self._table
        if table is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.base))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_lines(painter, table)
        self._write_name(painter, table.variable, 0, _HEAD)
        for x, place in zip(self._columns.middles, table.places, strict=True):
            self._write(painter, place, x, 0, _HEAD, _NUMBER_PX)
        top = float(_HEAD)
        for row in table.rows:
            height = _height(row)
            self._write_name(painter, row.name, top, height)
            if _is_course(row):
                self._draw_course(painter, row, top, height)
            else:
                self._draw_signs(painter, row, top, height)
            top += height

    def _draw_lines(self, painter: QPainter, table: VariationTable) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(self._theme.field), 1))
        width, top = self._columns.width, 0.0
        for height in (_HEAD, *map(_height, table.rows)):
            painter.drawLine(QPointF(0, top), QPointF(width, top))
            top += height
        painter.drawLine(QPointF(0, top), QPointF(width, top))
        for x in (0.0, self._columns.names, width):
            painter.drawLine(QPointF(x, 0), QPointF(x, top))
        painter.setPen(QPen(QColor(self._theme.border), 1))
        for x in self._columns.middles:
            signs = _HEAD + sum(_height(row) for row in table.rows if not _is_course(row))
            painter.drawLine(QPointF(x, _HEAD + 1), QPointF(x, signs - 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_signs(
        self, painter: QPainter, row: VariationRow, top: float, height: float
    ) -> None:
        for x, text in zip(self._columns.middles, row.points, strict=True):
            if text == _BARS:
                self._draw_bars(painter, x, top, height)
            elif text:
                self._write(painter, text, x, top, height, _NUMBER_PX, clear=True)
        for x, text in zip(self._gaps(), row.between, strict=True):
            self._write(painter, text, x, top, height, _SIGN_PX)

    def _draw_course(
        self, painter: QPainter, row: VariationRow, top: float, height: float
    ) -> None:
        comes, leaves = _levels(row)
        low, high = top + height - 20, top + 20
        for place, (x, text) in enumerate(zip(self._columns.middles, row.points, strict=True)):
            if text == _BARS:
                self._draw_bars(painter, x, top, height)
            elif text:
                middle = low + (high - low) * (comes[place] + leaves[place]) / 2
                self._write(painter, text, x, middle - 12, 24, _NUMBER_PX)
        metrics = QFontMetricsF(ui_font(_NUMBER_PX))
        for place, text in enumerate(row.between):
            ends = self._columns.middles[place], self._columns.middles[place + 1]
            if text not in _ARROWS:
                self._write(painter, text, sum(ends) / 2, top, height, _SIGN_PX)
                continue
            start = ends[0] + _half(metrics, row.points[place])
            stop = ends[1] - _half(metrics, row.points[place + 1])
            begin = low + (high - low) * leaves[place]
            end = low + (high - low) * comes[place + 1]
            self._draw_arrow(painter, QPointF(start, begin), QPointF(stop, end))

    def _draw_arrow(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        run = end - start
        length = max((run.x() ** 2 + run.y() ** 2) ** 0.5, 1.0)
        along = run / length
        across = QPointF(-along.y(), along.x())
        painter.setPen(QPen(QColor(self._theme.accent), 1.6, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(start, end)
        for side in (-1, 1):
            painter.drawLine(end, end - along * 8 + across * (4 * side))

    def _draw_bars(self, painter: QPainter, x: float, top: float, height: float) -> None:
        """A double bar: f has no value there."""
        painter.fillRect(QRectF(x - 2, top + 1, 5, height - 1), QColor(self._theme.base))
        painter.setPen(QPen(QColor(self._theme.text), 1.2))
        for side in (-2, 2):
            painter.drawLine(QPointF(x + side, top + 1), QPointF(x + side, top + height))

    def _write(
        self, painter: QPainter, text: str, x: float, top: float, height: float, size: int,
        clear: bool = False,
    ) -> None:  # fmt: skip
        painter.setFont(ui_font(size))
        width = painter.fontMetrics().horizontalAdvance(text)
        if clear:
            ground = QRectF(x - width / 2 - 3, top + height / 2 - 10, width + 6, 20)
            painter.fillRect(ground, QColor(self._theme.base))
        painter.setPen(QColor(self._theme.text))
        place = QRectF(x - width / 2 - 4, top, width + 8, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _write_name(self, painter: QPainter, name: str, top: float, height: float) -> None:
        painter.setFont(maths_font(_NAME_PX))
        painter.setPen(QColor(self._theme.text))
        place = QRectF(_PAD, top, self._columns.names - _PAD, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, maths_letters(name))

    def _gaps(self) -> tuple[float, ...]:
        middles = self._columns.middles
        return tuple((a + b) / 2 for a, b in pairwise(middles))

    def _bottom(self) -> float:
        return _HEAD + sum(map(_height, self._table.rows)) if self._table is not None else 0


class VariationView(QWidget):
    """The table in the centre of the window, with a button that copies it as LaTeX."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._table: VariationTable | None = None
        self._about: Point | None = None
        self._check: Check | None = None
        self.words = small(QLabel(NOTHING, self))
        self.words.setWordWrap(True)
        self.copy_button = QPushButton("Copy as LaTeX", self)
        self.copy_button.setToolTip("Copy as LaTeX\nThe table as an array for a paper.")
        self.canvas = TableCanvas()
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("table")
        self._scroll.setWidget(self.canvas)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setAccessibleName("Variation table")
        self.badge = Badge(self)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDES[0], 8, _SIDES[1], 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        self.copy_button.clicked.connect(self._copy)
        self._show()

    def paint_frame(self, frame: Frame) -> None:
        """Show the table of a frame; one without a table (a draft) keeps the last of its row."""
        table = frame.table
        if table is None and self._table is not None and self._table.key == frame.document.active:
            row = frame.row(frame.document.active)
            if row is not None and not frame.searches and not row.held:
                return
        self._about = frame.point
        if table is not self._table:
            self._table = table
            self._show()
        self._show_trust()

    def show_check(self, check: Check) -> None:
        """Say on how many digits of its places and values independent routes agree: the least."""
        self._check = check
        self._show_trust()

    def _show_trust(self) -> None:
        table, check = self._table, self._check
        if table is None:
            self.badge.hide()
            return
        known = check.numbers if check is not None and check.about is self._about else {}
        told = [
            known[name] for k in range(len(table.at)) for name in (f"course {k}", f"place {k}")
            if name in known
        ]  # fmt: skip
        self.badge.show_agreed(least(told), self._theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.canvas.set_theme(theme)
        self._show_trust()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.canvas.fit(event.size().width() - _SIDES[0] - _SIDES[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._theme.base))

    def _show(self) -> None:
        table = self._table
        self.canvas.show_table(table)
        self.copy_button.setVisible(table is not None)
        self._scroll.setVisible(table is not None)
        words = NOTHING
        if table is not None and table.places:
            first, last = table.places[0], table.places[-1]
            words = f"From {table.variable} = {first} to {last}, with the places found there."
        self.words.setText(words)

    def _copy(self) -> None:
        if self._table is not None:
            QApplication.clipboard().setText(self._table.latex)
            self.copied.emit("The table")


def _is_course(row: VariationRow) -> bool:
    return any(text in _ARROWS for text in row.between)


def _height(row: VariationRow) -> float:
    return _COURSE if _is_course(row) else _SIGNS


def _half(metrics: QFontMetricsF, text: str) -> float:
    """Half the room of what stands at a place, with some air."""
    return metrics.horizontalAdvance(text) / 2 + 5 if text and text != _BARS else 8


def _levels(row: VariationRow) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """How high f comes to each place and leaves it, 0 low to 1 high.

    Where f goes on in one direction over several places, they share the way evenly.
    """
    count = len(row.points)
    comes, leaves = [0.5] * count, [0.5] * count
    place = 0
    while place < len(row.between):
        way, stop = _ARROWS.get(row.between[place]), place + 1
        while (
            stop < len(row.between)
            and row.between[stop] == row.between[place]
            and row.points[stop] != _BARS
        ):
            stop += 1
        begin, end = {1: (0.0, 1.0), -1: (1.0, 0.0)}.get(way or 0, (0.5, 0.5))
        for step in range(place, stop):
            leaves[step] = begin + (end - begin) * (step - place) / (stop - place)
            comes[step + 1] = begin + (end - begin) * (step + 1 - place) / (stop - place)
        place = stop
    comes[:1] = leaves[:1]
    leaves[-1:] = comes[-1:]
    return tuple(comes), tuple(leaves)


def _columns(table: VariationTable, room: float) -> _Columns:
    numbers, names = QFontMetricsF(ui_font(_NUMBER_PX)), QFontMetricsF(maths_font(_NAME_PX))
    lengths = [names.horizontalAdvance(maths_letters(row.name)) for row in table.rows]
    widest = max(lengths, default=0.0)
    left = max(44.0, widest + 2 * _PAD)
    halves = []
    for place, text in enumerate(table.places):
        texts = [text, *(row.points[place] for row in table.rows)]
        halves.append(max(numbers.horizontalAdvance(each) for each in texts) / 2)
    least, most = _BETWEEN
    spare = room - 2 - left - 2 * _PAD - 2 * sum(halves)
    between = min(max(spare / max(len(halves) - 1, 1), least), most)
    middles, x = [], left + _PAD
    for place, half in enumerate(halves):
        x += half if not place else halves[place - 1] + between + half
        middles.append(x)
    return _Columns(left, tuple(middles), x + (halves[-1] if halves else 0) + _PAD)


def _spoken(table: VariationTable) -> str:
    """The table for a screen reader, row by row."""
    lines = [f"{table.variable}: {', '.join(table.places)}"]
    for row in table.rows:
        cells = [row.points[0] if row.points else ""]
        for between, point in zip(row.between, row.points[1:], strict=False):
            cells += [between, point]
        lines.append(f"{row.name}: {' '.join(cell for cell in cells if cell)}")
    return ". ".join(lines)

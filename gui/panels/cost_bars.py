"""What each way costs for the formula as it is typed: one bar each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.panels.chart_paint import ink_of
from gui.style import RADIUS, SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from gui.panels.chart_words import Chart

_ROW, _TOP, _SIDE = 24, 6, 12


class CostBars(QWidget):
    """A row for each line of a chart: its name, a bar as long as its first value, the value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._rows: list[tuple[str, float, str]] = []
        self._chart: Chart | None = None
        self.faded = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_rows(self, chart: Chart, rows: list[tuple[str, float, str]]) -> None:
        """Name, value and its words, row by row, in the order of the lines of `chart`."""
        self._chart, self._rows, self.faded = chart, rows, False
        self.setAccessibleDescription(", ".join(f"{name} {words}" for name, _, words in rows))
        self.update()

    def fade(self) -> None:
        self.faded = True
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, chart = QPainter(self), self._theme, self._chart
        painter.fillRect(self.rect(), QColor(theme.base))
        if chart is None or not self._rows:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(SMALL_PX))
        metrics = QFontMetricsF(painter.font())
        names = max(metrics.horizontalAdvance(name) for name, _, _ in self._rows) + 10
        words = max(metrics.horizontalAdvance(text) for _, _, text in self._rows) + 8
        most = max(value for _, value, _ in self._rows) or 1.0
        height = min(_ROW, (self.height() - 2 * _TOP) / len(self._rows))
        room = self.width() - 2 * _SIDE - names - words
        for k, (line, (name, value, text)) in enumerate(
            zip(chart.lines, self._rows, strict=True)
        ):
            row = QRectF(_SIDE, _TOP + k * height, self.width() - 2 * _SIDE, height)
            painter.setPen(QColor(theme.text))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, name)
            bar = QRectF(row.left() + names, row.center().y() - min(5.0, height / 3),
                         max(room * value / most, 1.5), min(10.0, 2 * height / 3))  # fmt: skip
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink_of(line, theme, self.faded))
            painter.drawRoundedRect(bar, RADIUS / 2, RADIUS / 2)
            painter.setPen(QPen(QColor(theme.text)))
            painter.drawText(row.adjusted(bar.right() - row.left() + 8, 0, 0, 0),
                             Qt.AlignmentFlag.AlignVCenter, text)  # fmt: skip

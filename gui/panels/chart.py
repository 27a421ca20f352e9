"""A small chart, both axes by factors, that is read off by the mouse or with Left and Right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeySequence, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from gui.panels.chart_paint import Place, ink_of, paint_chart
from gui.panels.chart_words import SOLID, Chart, Line, value_text
from gui.style import BADGE_PX, RADIUS, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QEnterEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )

_DOT = 3.0
_ROW, _PAD, _SAMPLE = 16, 7, 14
_GAP = 12  # px between the line that is read at and the box


class ChartView(QWidget):
    """Paints a chart, or a sentence where there is none; `copied` says what is on the clipboard.

    What stands still is painted once; the line that is read at comes over it.
    """

    copied = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.chart: Chart | None = None
        self.sentence = ""
        self.faded = False
        self.at: float | None = None
        self._still: QPixmap | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 90)

    def show_chart(self, chart: Chart) -> None:
        """Show a chart; the place that is read at stays where there still is one."""
        self.chart, self.sentence, self.faded = chart, "", False
        if self.at not in chart.xs():
            self.at = None
        self._renew()

    def show_sentence(self, sentence: str) -> None:
        """Show why there is no chart."""
        self.chart, self.sentence, self.faded, self.at = None, sentence, False, None
        self._renew()

    def fade(self) -> None:
        """What is shown is out of date."""
        if not self.faded:
            self.faded = True
            self._renew()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(400, 200)

    def readings(self) -> list[tuple[str, str]]:
        """The place that is read at and the value of each line there, in words."""
        chart = self.chart
        if chart is None or self.at is None:
            return []
        first = chart.x_name, value_text(self.at, chart.x_unit)
        values = [(line.name, chart.value_at(line, self.at)) for line in chart.lines]
        return [first, *(
            (name, value_text(value, chart.y_unit) if value else "0")
            for name, value in values if value is not None
        )]  # fmt: skip

    def copy_table(self) -> None:
        """Put all points on the clipboard, as a table."""
        if self.chart is not None:
            QApplication.clipboard().setText(self.chart.table())
            self.copied.emit(f"{self.chart.name}, a table of {len(self.chart.xs())} rows,")

    # --- events ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        xs = self.chart.xs() if self.chart is not None else ()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_table()
        elif not xs or not self._read_by_key(event.key(), xs):
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.chart is None or not (xs := self.chart.xs()):
            return
        place = self._place(self.chart)
        at = min(xs, key=lambda x: abs(place.across(x) - event.position().x()))
        self._read_at(at if place.frame.adjusted(-8, -8, 8, 8).contains(event.position()) else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._read_at(None)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor if self.chart else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._read_at(None)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        if self.chart is None:
            painter.fillRect(self.rect(), QColor(theme.base))
            painter.setPen(QColor(theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 8, -24, -8), flags, self.sentence)
        else:
            painter.drawPixmap(0, 0, self._still_picture(self.chart))
            if self.at is not None:
                self._paint_reading(painter, self.chart, self.at)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            painter.drawRoundedRect(inside, RADIUS, RADIUS)

    # --- inside ---

    def _read_by_key(self, key: int, xs: tuple[float, ...]) -> bool:
        last = len(xs) - 1
        here = xs.index(self.at) if self.at in xs else None
        steps = {
            Qt.Key.Key_Left: last if here is None else max(here - 1, 0),
            Qt.Key.Key_Right: 0 if here is None else min(here + 1, last),
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if key in steps:
            self._read_at(xs[steps[Qt.Key(key)]])
        elif key == Qt.Key.Key_Escape and here is not None:
            self._read_at(None)
        else:
            return False
        return True

    def _read_at(self, at: float | None) -> None:
        if at != self.at:
            self.at = at
            self.setAccessibleDescription(
                ", ".join(f"{name} {value}" for name, value in self.readings())
            )
            self.update()

    def _place(self, chart: Chart) -> Place:
        return Place.of(chart, self.width(), self.height())

    def _renew(self) -> None:
        self._still = None
        self.update()

    def _still_picture(self, chart: Chart) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._still is None or self._still.size() != size:
            self._still = QPixmap(size)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(QColor(self._theme.base))
            painter = QPainter(self._still)
            paint_chart(painter, chart, self._place(chart), self._theme, self.faded)
            painter.end()
        return self._still

    def _paint_reading(self, painter: QPainter, chart: Chart, at: float) -> None:
        """The line that is read at, a dot on each line, and a box with the values."""
        place, theme = self._place(chart), self._theme
        x = place.across(at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 1.2))
        painter.drawLine(QPointF(x, place.frame.top()), QPointF(x, place.frame.bottom()))
        shown: list[Line] = []
        for line in chart.lines:
            value = chart.value_at(line, at)
            point = place.point(chart, at, value)
            if value is None:
                continue
            shown.append(line)
            if point is not None:
                painter.setPen(QPen(QColor(theme.base), 1))
                painter.setBrush(ink_of(line, theme))
                painter.drawEllipse(point, _DOT, _DOT)
        self._paint_box(painter, x, shown)

    def _paint_box(self, painter: QPainter, x: float, shown: list[Line]) -> None:
        rows, theme = self.readings(), self._theme
        font, bold = ui_font(BADGE_PX), ui_font(BADGE_PX, QFont.Weight.DemiBold)
        metrics, values = QFontMetricsF(font), QFontMetricsF(bold)
        names = max(metrics.horizontalAdvance(name) for name, _ in rows)
        numbers = max(values.horizontalAdvance(value) for _, value in rows)
        width = 2 * _PAD + _SAMPLE + names + 12 + numbers
        height = 2 * _PAD - 4 + _ROW * len(rows)
        left = x + _GAP if x + _GAP + width < self.width() else x - _GAP - width
        box = QRectF(max(left, 2), max((self.height() - height) / 2, 2), width, height)
        painter.setPen(QPen(QColor(theme.field), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        for k, ((name, value), line) in enumerate(zip(rows, (None, *shown), strict=True)):
            top = box.top() + _PAD - 2 + _ROW * k
            row = QRectF(box.left() + _PAD, top, width - 2 * _PAD, _ROW)
            if line is not None:
                _paint_sample(painter, line, row.left(), top + _ROW / 2, theme)
            painter.setPen(QColor(theme.text if line is None else theme.muted))
            painter.setFont(font)
            painter.drawText(row.adjusted(0 if line is None else _SAMPLE, 0, 0, 0),
                             Qt.AlignmentFlag.AlignVCenter, name)  # fmt: skip
            painter.setPen(QColor(theme.text))
            painter.setFont(bold)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, flags, value)


def _paint_sample(painter: QPainter, line: Line, left: float, middle: float, theme: Theme) -> None:
    """Whole for a solid line, in two for another."""
    parts = ((0.0, 10.0),) if line.dash == SOLID else ((0.0, 4.0), (6.0, 4.0))
    for start, length in parts:
        painter.fillRect(QRectF(left + start, middle - 1.5, length, 3), ink_of(line, theme))

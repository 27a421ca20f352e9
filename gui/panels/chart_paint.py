"""How a small chart is drawn: its frame and grid, its lines, and the name of each beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from gui.panels.chart_words import DASHED, DOTTED, Chart, Line, Mark, tick_text, ticks
from gui.style import BADGE_PX, SMALL_PX, ui_font

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from gui.theme import Theme

    Piece = list[QPointF]

LEFT, TOP, RIGHT, BOTTOM = 52, 22, 12, 22
_DASHES = {DASHED: [9.0, 4.0], DOTTED: [2.0, 3.0]}  # px on and off
_TICK_X, _TICK_Y = 36, 20  # px that a tick needs at least
_RING = 3.5
_HALO = 4
_PLACES = 14  # along a line, of which its name takes the freest
_NAME_LEFT = 8  # of the name of the y axis
_DIM = 0.34


@dataclass(frozen=True, slots=True)
class Place:
    """Where points of a chart stand in a widget of this size."""

    frame: QRectF
    x: tuple[float, float]
    y: tuple[float, float]

    @classmethod
    def of(cls, chart: Chart, width: float, height: float) -> Place:
        frame = QRectF(LEFT, TOP, max(width - LEFT - RIGHT, 1), max(height - TOP - BOTTOM, 1))
        x, y = chart.ranges()
        return cls(frame, x, y)

    def across(self, x: float) -> float:
        low, high = self.x
        return self.frame.left() + self.frame.width() * (math.log10(x) - low) / (high - low)

    def down(self, y: float) -> float:
        low, high = self.y
        return self.frame.bottom() - self.frame.height() * (math.log10(y) - low) / (high - low)

    def point(self, chart: Chart, x: float, y: float | None) -> QPointF | None:
        drawn = chart.drawn(y)
        return None if drawn is None else QPointF(self.across(x), self.down(drawn))


def ink_of(line: Line, theme: Theme, dim: bool = False) -> QColor:
    """The colour of a line; of one that is out of date mixed with the ground."""
    ink = QColor(theme.muted if line.color < 0 else theme.curves[line.color])
    if not dim:
        return ink
    ground = QColor(theme.base)
    parts = ((ink.red(), ground.red()), (ink.green(), ground.green()), (ink.blue(), ground.blue()))
    return QColor(*(round(_DIM * a + (1 - _DIM) * b) for a, b in parts))


def paint_chart(
    painter: QPainter, chart: Chart, place: Place, theme: Theme, dim: bool = False
) -> None:
    """All that stands still: grid, ticks, lines, marks, names."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_axes(painter, chart, place, theme)
    paths = [list(_pieces(chart, line, place)) for line in chart.lines]
    painter.save()
    painter.setClipRect(place.frame.adjusted(-1, -1, 1, 1))
    for line, pieces in zip(chart.lines, paths, strict=True):
        _paint_line(painter, line, pieces, ink_of(line, theme, dim))
    painter.restore()
    taken: list[QRectF] = []
    _paint_marks(painter, chart, place, theme, taken)
    for line in chart.lines:
        _paint_best(painter, chart, line, place, ink_of(line, theme, dim), theme)
    _paint_names(painter, chart, place, theme, dim, paths, taken)


def _paint_axes(painter: QPainter, chart: Chart, place: Place, theme: Theme) -> None:
    frame = place.frame
    painter.setFont(ui_font(BADGE_PX))
    grid, words = QPen(QColor(theme.grid), 1), QColor(theme.muted)
    name = QFontMetricsF(painter.font()).horizontalAdvance(chart.x_name)
    for count, power in ticks(*place.x, frame.width(), _TICK_X):
        x = round(place.across(count * 10.0**power)) + 0.5
        painter.setPen(grid)
        painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        text = tick_text(count, power, chart.x_unit)
        box = _beside(painter, text, QPointF(x, frame.bottom() + 12))
        if box.right() < frame.right() - name - 6:
            painter.setPen(words)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    for count, power in ticks(*place.y, frame.height(), _TICK_Y):
        y = round(place.down(count * 10.0**power)) + 0.5
        painter.setPen(grid)
        painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        painter.setPen(words)
        where = QRectF(0, y - 9, frame.left() - 6, 18)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(where, flags, tick_text(count, power, chart.y_unit))
    painter.setPen(words)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(frame.left(), frame.bottom() + 3, frame.width(), 18), right,
                     chart.x_name)  # fmt: skip
    painter.drawText(QRectF(_NAME_LEFT, 2, frame.right(), 18), left, chart.y_name)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))


def _beside(painter: QPainter, text: str, middle: QPointF) -> QRectF:
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 2
    return QRectF(middle.x() - width / 2, middle.y() - 9, width, 18)


def _pieces(chart: Chart, line: Line, place: Place) -> Iterator[Piece]:
    """The stretches of a line without a gap."""
    piece: list[QPointF] = []
    for x, y in zip(line.xs, line.ys, strict=True):
        point = place.point(chart, x, y)
        if point is not None:
            piece.append(point)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _paint_line(painter: QPainter, line: Line, pieces: list[Piece], ink: QColor) -> None:
    pen = QPen(ink, line.width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if line.dash in _DASHES else Qt.PenCapStyle.RoundCap)
    if line.dash in _DASHES:
        pen.setDashPattern([each / line.width for each in _DASHES[line.dash]])
    painter.setPen(pen)
    for piece in pieces:
        if len(piece) > 1:
            painter.drawPolyline(piece)
        else:
            painter.drawPoint(piece[0])


def _paint_best(
    painter: QPainter, chart: Chart, line: Line, place: Place, ink: QColor, theme: Theme
) -> None:
    point = None if line.best is None else place.point(chart, *line.best)
    if point is not None:
        painter.setPen(QPen(ink, 2))
        painter.setBrush(QColor(theme.base))
        painter.drawEllipse(point, _RING, _RING)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_marks(
    painter: QPainter, chart: Chart, place: Place, theme: Theme, taken: list[QRectF]
) -> None:
    painter.setFont(ui_font(BADGE_PX))
    low, high = place.x
    for mark in chart.marks:
        if not low <= math.log10(mark.x) <= high:
            continue
        if mark.word:
            _paint_word(painter, chart, mark, place, theme, taken)
        point = None if mark.y is None else place.point(chart, mark.x, mark.y)
        if point is not None:
            painter.setPen(QPen(QColor(theme.text), 1.6))
            painter.setBrush(QColor(theme.base))
            painter.drawEllipse(point, _RING + 1, _RING + 1)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            taken.append(QRectF(point.x() - 7, point.y() - 7, 14, 14))


def _paint_word(
    painter: QPainter, chart: Chart, mark: Mark, place: Place, theme: Theme, taken: list[QRectF]
) -> None:
    """A line down from its word, which stands above the frame or, beside the name there, in it."""
    frame, x = place.frame, place.across(mark.x)
    pen = QPen(QColor(theme.muted), 1)
    pen.setDashPattern([2.0, 4.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
    box = _beside(painter, mark.word, QPointF(x, frame.top() - 10))
    box.moveLeft(min(box.left(), frame.right() - box.width()))
    name = QFontMetricsF(painter.font()).horizontalAdvance(chart.y_name)
    if box.left() < _NAME_LEFT + name + 6:
        box.moveTopLeft(QPointF(x + 4, frame.top() + 1))
        taken.append(box)
    painter.setPen(QColor(theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.word)


# --- names at the lines ---


def _paint_names(
    painter: QPainter, chart: Chart, place: Place, theme: Theme, dim: bool,
    paths: list[list[Piece]], taken: list[QRectF],
) -> None:  # fmt: skip
    font = ui_font(SMALL_PX)
    metrics = QFontMetricsF(font)
    drawn = _samples(paths)
    for line, pieces in zip(chart.lines, paths, strict=True):
        size = metrics.horizontalAdvance(line.name) + 4, metrics.height()
        box = _freest(pieces, size, place.frame, drawn, taken)
        if box is None:
            continue
        taken.append(box)
        path = QPainterPath()
        path.addText(box.left() + 2, box.top() + metrics.ascent(), font, line.name)
        painter.strokePath(path, QPen(QColor(theme.base), _HALO))
        painter.fillPath(path, ink_of(line, theme, dim))


def _samples(paths: list[list[Piece]]) -> NDArray[np.float64]:
    """Points of all lines, every few pixels."""
    import numpy as np

    found: list[NDArray[np.float64]] = []
    for piece in (each for pieces in paths for each in pieces):
        corners = np.array([(point.x(), point.y()) for point in piece])
        steps = np.hypot(*np.diff(corners, axis=0).T) if len(corners) > 1 else np.zeros(0)
        along = np.concatenate([[0.0], np.cumsum(steps)])
        at = np.arange(0.0, along[-1] + 1, 4.0)
        found.append(np.stack([np.interp(at, along, corners[:, k]) for k in (0, 1)], 1))
    return np.concatenate(found) if found else np.zeros((0, 2))


def _freest(
    pieces: list[Piece], size: tuple[float, float], frame: QRectF,
    drawn: NDArray[np.float64], taken: list[QRectF],
) -> QRectF | None:  # fmt: skip
    """The box beside a line that crosses least; None where each lies on another name."""
    longest = max(pieces, key=len, default=None)
    if longest is None:
        return None
    best: tuple[float, QRectF] | None = None
    for share in (0.02 + 0.96 * k / (_PLACES - 1) for k in range(_PLACES)):
        for box in _boxes(_between(longest, share), size):
            if not frame.adjusted(2, 1, -2, -1).contains(box):
                continue
            if any(box.intersects(each.adjusted(-3, 0, 3, 0)) for each in taken):
                continue
            inside = (
                (drawn[:, 0] > box.left()) & (drawn[:, 0] < box.right())
                & (drawn[:, 1] > box.top() + 2) & (drawn[:, 1] < box.bottom() - 2)
            )  # fmt: skip
            cost = float(inside.sum())
            if best is None or cost < best[0]:
                best = cost, box
    return None if best is None else best[1]


def _between(corners: list[QPointF], share: float) -> QPointF:
    """A point so far along the corners."""
    at = share * (len(corners) - 1)
    k = min(int(at), len(corners) - 2) if len(corners) > 1 else 0
    if len(corners) == 1:
        return corners[0]
    return corners[k] + (corners[k + 1] - corners[k]) * (at - k)


def _boxes(point: QPointF, size: tuple[float, float]) -> Iterator[QRectF]:
    """Above, below, right and left of a point."""
    width, height = size
    for dx, dy in ((-width / 2, -height - 2), (-width / 2, 2), (7, -height / 2),
                   (-width - 7, -height / 2), (4, -height - 1), (-width - 4, -height - 1),
                   (4, 1), (-width - 4, 1)):  # fmt: skip
        yield QRectF(point.x() + dx, point.y() + dy, width, height)

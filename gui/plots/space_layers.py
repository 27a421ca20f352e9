"""What stands around a Hessian of many variables: gradient, eigenvalues, scale of colours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter, QPen

from core.words import plain_name
from gui.plots.color_maps import COLORS, colors
from gui.plots.stage import Layer, Stage, draw_text, small_type, text_box
from gui.plots.ticks import coordinate, short, ticks
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.frame import Spot
    from gui.plots.heatmap import Matrix
    from gui.theme import Theme

GAPS = 12.0  # cells of this many pixels have gaps between them
_EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
ROOM_DOWN = 15.0
_SHOWN = 12  # eigenvalues that all have their number
_NUMBER = 78.0  # pixels for the number after a bar
_DIMMED = 0.5


def shares(
    matrix: NDArray[np.float64], largest: float | None = None
) -> NDArray[np.float64]:
    """Each entry as a signed square root of its share of the largest size: -1 to 1."""
    largest = largest or float(np.abs(matrix).max(initial=0.0)) or 1.0
    return np.sign(matrix) * np.sqrt(np.abs(matrix) / largest)


def pooled(matrix: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """At most so many rows: of each block the entry of the largest size, so that none is lost."""
    rows, columns = matrix.shape
    block = math.ceil(max(rows, columns) / max(most, 1))
    if block <= 1:
        return matrix
    high, wide = math.ceil(rows / block), math.ceil(columns / block)
    padded = np.zeros((high * block, wide * block))
    padded[:rows, :columns] = matrix
    blocks = padded.reshape(high, block, wide, block).swapaxes(1, 2)
    flat = blocks.reshape(high, wide, block * block)
    which = np.abs(flat).argmax(axis=2)[..., None]
    return np.take_along_axis(flat, which, axis=2)[..., 0]


def brief(value: float) -> str:
    """A value of three digits without empty decimals: 1, 0.5, −416.2."""
    text = short(value)
    return text.rstrip("0").rstrip(".") if "." in text and "·" not in text else text


def entry_words(spot: Spot, i: int, j: int) -> str:
    """Which entry it is and its value: (7, 8): ∂²f/∂x₇∂x₈ = −72."""
    name, first, second = spot.name, plain_name(spot.variables[i]), plain_name(spot.variables[j])
    below = f"∂{first}²" if i == j else f"∂{first}∂{second}"
    value = "–" if spot.hessian is None else coordinate(float(spot.hessian[i, j]))
    return f"({i + 1}, {j + 1}):  ∂²{name}/{below} = {value}"


def every(count: int, cell: float, room: float) -> int:
    """Every how many there is room for a label."""
    return next((each for each in _EVERY if each * cell >= room), count)


def color_of(share: float, theme: Theme) -> QColor:
    """The colour of a signed square root, -1 to 1."""
    place = round((min(max(share, -1.0), 1.0) + 1) / 2 * (COLORS - 1))
    blue, green, red, _ = (int(each) for each in colors(signed=True, dark=theme.dark)[place])
    return QColor(red, green, blue)


class SpotPart(Layer):
    """Abstract: something of one point, in its box."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.spot: Spot | None = None
        self.box = QRectF()

    def draw(self, painter: QPainter) -> None:
        if self.spot is not None and self.box.width() > 0 and self.box.height() > 0:
            painter.setOpacity(_DIMMED if self.spot.held else 1.0)
            self.paint_spot(painter, self.spot, self.stage.look.theme)
            painter.setOpacity(1.0)

    def paint_spot(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        """Paint in the box; abstract."""
        raise NotImplementedError

    def heading(self, painter: QPainter, left: float, middle: float, text: str) -> None:
        """A title in the weight of the cards."""
        painter.setFont(ui_font(SMALL_PX, QFont.Weight.DemiBold))
        painter.setPen(QColor(self.stage.look.theme.muted))
        box = QRectF(left, middle - 10, 400, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


class GradientBars(SpotPart):
    """The gradient as bars, each under its column of the matrix."""

    def __init__(self, stage: Stage, matrix: Matrix) -> None:
        super().__init__(stage)
        self._matrix = matrix

    def paint_spot(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        box, slope = self.box, spot.gradient
        self.heading(painter, box.left(), box.top() - 14, "Gradient")
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if slope is None or not len(slope):
            return
        low, high = min(0.0, float(slope.min())), max(0.0, float(slope.max()))
        if low == high:
            low, high = -1.0, 1.0
        span = (high - low) * 1.08
        zero = box.bottom() - (0 - low + 0.04 * (high - low)) / span * box.height()
        self._ticks(painter, theme, (low, high), zero, box.height() / span)
        self._bars(painter, spot, theme, zero, box.height() / span)
        painter.setPen(QPen(QColor(theme.axis), 1))
        painter.drawLine(QLineF(box.left(), zero, box.right(), zero))

    def _bars(
        self, painter: QPainter, spot: Spot, theme: Theme, zero: float, unit: float
    ) -> None:
        """Those of the columns that are seen."""
        box, cell, matrix = self.box, self._matrix.cell, self._matrix
        assert spot.gradient is not None
        _, (first, last) = matrix.seen()
        order = matrix.order(spot)
        falls, rises = color_of(-1.0, theme), color_of(1.0, theme)
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=cell < GAPS)
        for k in range(first, last):
            each = float(spot.gradient[order[k]])
            end = zero - each * unit
            inset = min(cell * 0.18, 6.0) if cell > 3 else 0.0
            left = box.left() + (k - matrix.part.left) * cell + inset
            bar = QRectF(left, min(zero, end), cell - 2 * inset, abs(end - zero))
            painter.fillRect(bar, falls if each < 0 else rises)
        painter.restore()

    def _ticks(
        self, painter: QPainter, theme: Theme, ends: tuple[float, float], zero: float, unit: float
    ) -> None:
        box = self.box
        found = ticks(*ends, max(2, min(5, int(box.height() / 26))))
        for value, label in zip(found.values, found.labels, strict=True):
            row = math.floor(zero - value * unit) + 0.5
            if self.stage.look.grid:
                painter.setPen(QPen(QColor(theme.grid), 1))
                painter.drawLine(QLineF(box.left() + 1, row, box.right() - 1, row))
            words = text_box(label, 0, row)
            words.moveRight(box.left() - 6)
            draw_text(painter, words, label, theme.muted)
        if found.note:
            words = text_box(found.note, 0, box.top() - 14)
            words.moveRight(box.right())
            draw_text(painter, words, found.note, theme.muted)


class Spectrum(SpotPart):
    """The eigenvalues as level bars from a common zero, the largest first."""

    def paint_spot(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        box = self.box
        self.heading(painter, box.left(), box.top() - 16, "Eigenvalues, largest first")
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if spot.quadratic is None or box.height() < 20:
            return
        values = spot.quadratic.eigenvalues.tolist()
        count, row = len(values), box.height() / len(values)
        step = every(count, row, ROOM_DOWN)
        bars = self._bars(values)
        falls, rises = color_of(-1.0, theme), color_of(1.0, theme)
        metrics, high = small_type().metrics, min(row * 0.72, 22.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=row < GAPS)
        for k, (value, (start, end)) in enumerate(zip(values, bars, strict=True)):
            middle = box.top() + (k + 0.5) * row
            bar = QRectF(min(start, end), middle - high / 2, abs(end - start), high)
            painter.fillRect(bar, falls if value < 0 else rises)
            if (k + 1) % step == 0 or (k == 0 and (step - 1) * row >= ROOM_DOWN):
                label = text_box(str(k + 1), 0, middle)
                label.moveRight(box.left() - 6)
                draw_text(painter, label, str(k + 1), theme.muted)
            if k in (0, count - 1) or (count <= _SHOWN and row >= metrics.height()):
                middle = min(max(middle, box.top() + 9), box.bottom() - 9)
                text = text_box(brief(value), max(start, end) + 6, middle)
                draw_text(painter, text, brief(value), theme.text, theme.base)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(QPen(QColor(theme.axis), 1))
        painter.drawLine(QLineF(bars[0][0], box.top(), bars[0][0], box.bottom()))

    def _bars(self, values: list[float]) -> list[tuple[float, float]]:
        """For each value the columns of zero and of its end."""
        low, high = min(0.0, *values), max(0.0, *values)
        room = max(self.box.width() - _NUMBER - 8, 4.0)
        scale = room / ((high - low) or 1.0)
        zero = self.box.left() + 4 + (0.0 - low) * scale
        return [(zero, zero + each * scale) for each in values]


class RootBar(SpotPart):
    """Says which colour of the matrix is which value: even in the signed square root."""

    def paint_spot(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        box = self.box
        if spot.hessian is None or box.width() < 60:
            return
        largest = float(np.abs(spot.hessian).max()) or 1.0
        ramp = QLinearGradient(box.bottomLeft(), box.bottomRight())
        for k in range(17):
            ramp.setColorAt(k / 16, color_of(k / 8 - 1, theme))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(ramp)
        painter.drawRect(box)
        parts = (-1.0, -0.25, 0.0, 0.25, 1.0) if box.width() > 230 else (-1.0, 0.0, 1.0)
        for part in parts:
            share = math.copysign(math.sqrt(abs(part)), part)
            column = box.center().x() + share * box.width() / 2
            painter.setPen(QPen(QColor(theme.axis), 1))
            painter.drawLine(QLineF(column, box.bottom(), column, box.bottom() + 4))
            label = brief(part * largest) if part else "0"
            words = text_box(label, 0, box.bottom() + 13)
            words.moveCenter(QPointF(column, words.center().y()))
            words.moveLeft(min(max(words.left(), box.left()), box.right() - words.width()))
            draw_text(painter, words, label, theme.muted)

"""The layers of a Hessian of many variables: heatmap, gradient, eigenvalues, scale of colours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPen

from core.language.typeset import name_latex
from core.words import plain_name
from gui.plots.color_maps import COLORS, colors, ink_on
from gui.plots.stage import Layer, Stage, draw_text, small_type, text_box
from gui.plots.ticks import coordinate, short, ticks
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.frame import Spot
    from gui.theme import Theme

_GAPS = 12.0  # cells of this many pixels have gaps between them
_ONE_BY_ONE = 64  # rows that are painted cell by cell
_BETWEEN = 4.0  # pixels around a number in its cell
_EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_ROOM_ACROSS, _ROOM_DOWN = 16.0, 15.0
_SHOWN = 12  # eigenvalues that all have their number
_NUMBER = 78.0  # pixels for the number after a bar
_NAME_PX = 15
_DIMMED = 0.5
NONE = "There is no Hessian to show here."


def shares(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each entry as a signed square root of its share of the largest size: -1 to 1."""
    largest = float(np.abs(matrix).max(initial=0.0)) or 1.0
    return np.sign(matrix) * np.sqrt(np.abs(matrix) / largest)


def pooled(matrix: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """At most so many rows: of each block the entry of the largest size, so that none is lost."""
    count = len(matrix)
    block = math.ceil(count / max(most, 1))
    if block <= 1:
        return matrix
    wide = math.ceil(count / block) * block
    padded = np.zeros((wide, wide))
    padded[:count, :count] = matrix
    blocks = padded.reshape(wide // block, block, wide // block, block).swapaxes(1, 2)
    flat = blocks.reshape(wide // block, wide // block, block * block)
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


def _step(count: int, cell: float, room: float) -> int:
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


class Matrix(SpotPart):
    """The heatmap with the names of its rows and columns, and what one entry is."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.title = QRectF()
        self.entry: tuple[int, int] | None = None
        self.hovered: tuple[int, int] | None = None
        self._image = QImage()
        self._of: tuple[object, ...] = (None,)

    def entry_at(self, pixel: QPointF) -> tuple[int, int] | None:
        """The entry under a pixel, counted from 0."""
        if self.spot is None or self.spot.hessian is None or not self.box.contains(pixel):
            return None
        count, cell = len(self.spot.variables), self._cell()
        row, column = (pixel.y() - self.box.top()) / cell, (pixel.x() - self.box.left()) / cell
        return min(int(row), count - 1), min(int(column), count - 1)

    def middle(self, i: int, j: int) -> QPointF:
        """The middle of an entry."""
        return self._rect(i, j).center()

    def paint_spot(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        self.heading(painter, self.title.left(), self.title.center().y() - 2, "Hessian")
        if spot.hessian is None:
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.box)
            if spot.value is None or spot.note:
                painter.setFont(small_type().font)
                painter.setPen(QColor(theme.muted))
                painter.drawText(self.box, Qt.AlignmentFlag.AlignCenter, NONE)
            return
        self._labels(painter, spot, theme)
        if len(spot.variables) <= _ONE_BY_ONE:
            self._cells(painter, spot.hessian, theme)
        else:
            self._picture(painter, spot.hessian, theme)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRect(self.box)
        chosen = self.hovered or self.entry
        if chosen is not None:
            words = text_box(entry_words(spot, *chosen), 0, self.title.center().y() - 2)
            words.moveRight(self.box.right())
            draw_text(painter, words, entry_words(spot, *chosen), theme.text)
        if self.entry is not None:
            self._outline(painter, self._rect(*self.entry), theme)

    def _cell(self) -> float:
        return self.box.width() / max(len(self.spot.variables) if self.spot else 1, 1)

    def _rect(self, i: int, j: int) -> QRectF:
        cell = self._cell()
        return QRectF(self.box.left() + j * cell, self.box.top() + i * cell, cell, cell)

    def _cells(self, painter: QPainter, matrix: NDArray[np.float64], theme: Theme) -> None:
        cell, shown = self._cell(), shares(matrix)
        gap = 1.0 if cell >= _GAPS else 0.0
        texts = [[brief(each) for each in row] for row in matrix.tolist()]
        metrics = small_type().metrics
        widest = max(metrics.horizontalAdvance(each) for row in texts for each in row)
        numbers = widest + 2 * _BETWEEN <= cell and metrics.height() + _BETWEEN <= cell
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=gap == 0)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, row in enumerate(shown.tolist()):
            for j, share in enumerate(row):
                color = color_of(share, theme)
                rect = self._rect(i, j)
                painter.fillRect(rect.adjusted(0, 0, -gap, -gap), color)
                if numbers:
                    words = text_box(texts[i][j], 0, rect.center().y())
                    words.moveCenter(rect.center())
                    draw_text(painter, words, texts[i][j], ink_on(color.name()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _picture(self, painter: QPainter, matrix: NDArray[np.float64], theme: Theme) -> None:
        """One dot an entry; enlarged on paper, where a reader would smooth the dots."""
        vector = self.stage.look.vector
        key = (matrix, theme.dark, vector, round(self.box.width()))
        if self._of[0] is not matrix or self._of[1:] != key[1:]:
            few = matrix if vector else pooled(matrix, round(self.box.width()))
            places = np.rint((shares(few) + 1) / 2 * (COLORS - 1)).astype(np.uint8)
            dots = colors(signed=True, dark=theme.dark)[places]
            times = max(1, math.ceil(1200 / len(few))) if vector else 1
            dots = np.ascontiguousarray(dots.repeat(times, 0).repeat(times, 1))
            side = len(dots)
            kind = QImage.Format.Format_RGB32
            self._image = QImage(dots.data, side, side, 4 * side, kind).copy()
            self._of = key
        painter.drawImage(self.box, self._image)

    def _labels(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        count, cell = len(spot.variables), self._cell()
        names, chosen = not _numbered(spot), self.hovered or self.entry
        wide = small_type().metrics.horizontalAdvance(str(count)) + 4
        for axis, room in ((0, _ROOM_DOWN), (1, max(wide, _ROOM_ACROSS))):
            step = _step(count, cell, room)
            one = None if chosen is None else chosen[axis]
            for k in _labelled(count, step, one, room / cell):
                middle = (k + 0.5) * cell
                at = QPointF(self.box.left() - 8, self.box.top() + middle)
                if axis:
                    at = QPointF(self.box.left() + middle, self.box.top() - 10)
                ink = theme.text if k == one else theme.muted
                self._label(painter, spot, k, at, ink, names, centred=axis == 1)

    def _label(
        self, painter: QPainter, spot: Spot, k: int, at: QPointF, ink: str, names: bool,
        centred: bool,
    ) -> None:  # fmt: skip
        name = self.stage.name(name_latex(spot.variables[k]), _NAME_PX) if names else None
        if name is not None:
            left = at.x() - name.width / 2 if centred else at.x() - name.width
            name.paint(painter, left, at.y() + 4, ink)
        elif not names:
            box = text_box(str(k + 1), 0, at.y())
            if centred:
                box.moveCenter(at)
            else:
                box.moveRight(at.x())
            draw_text(painter, box, str(k + 1), ink)

    def _outline(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((theme.base, 5.0), (theme.accent, 2.5)):
            pen = QPen(QColor(color), width)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))


def _labelled(count: int, step: int, one: int | None, room: float) -> list[int]:
    """Which of so many places have a label: every few, the chosen one, and none too near it."""
    found = [k for k in range(count) if (k + 1) % step == 0 or k == 0]
    if one is None:
        return found
    return [*(k for k in found if step == 1 or abs(k - one) >= room), one]


def _numbered(spot: Spot) -> bool:
    """Whether the variables are the components of one vector, or too many to be named."""
    first = {each.partition("_")[0] for each in spot.variables}
    return len(spot.variables) > _ONE_BY_ONE or (len(first) == 1 and "_" in spot.variables[0])


class GradientBars(SpotPart):
    """The gradient as bars, each under its column of the matrix."""

    def paint_spot(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        box, slope = self.box, spot.gradient
        self.heading(painter, box.left(), box.top() - 14, "Gradient")
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if slope is None or not len(slope):
            return
        largest = float(np.abs(slope).max()) or 1.0
        low, high = min(0.0, float(slope.min())), max(0.0, float(slope.max()))
        if low == high:
            low, high = -1.0, 1.0
        span = (high - low) * 1.08
        zero = box.bottom() - (0 - low + 0.04 * (high - low)) / span * box.height()
        self._ticks(painter, theme, (low, high), zero, box.height() / span)
        cell = box.width() / len(slope)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=cell < _GAPS)
        for k, each in enumerate(slope.tolist()):
            end = zero - each / span * box.height()
            inset = min(cell * 0.18, 6.0) if cell > 3 else 0.0
            left = box.left() + k * cell + inset
            bar = QRectF(left, min(zero, end), cell - 2 * inset, abs(end - zero))
            painter.fillRect(bar, color_of(math.copysign(1.0, each / largest), theme))
        painter.setPen(QPen(QColor(theme.axis), 1))
        painter.drawLine(QLineF(box.left(), zero, box.right(), zero))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

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
        step = _step(count, row, _ROOM_DOWN)
        bars = self._bars(values)
        metrics, high = small_type().metrics, min(row * 0.72, 22.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=row < _GAPS)
        for k, (value, (start, end)) in enumerate(zip(values, bars, strict=True)):
            middle = box.top() + (k + 0.5) * row
            bar = QRectF(min(start, end), middle - high / 2, abs(end - start), high)
            painter.fillRect(bar, color_of(math.copysign(1.0, value), theme))
            if (k + 1) % step == 0 or k == 0:
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
        self.heading(painter, box.left(), box.top() - 14, "Colours of the Hessian")
        ramp = QLinearGradient(box.bottomLeft(), box.bottomRight())
        for k in range(17):
            ramp.setColorAt(k / 16, color_of(k / 8 - 1, theme))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(ramp)
        painter.drawRect(box)
        parts = (-1.0, -0.25, 0.0, 0.25, 1.0) if box.width() > 260 else (-1.0, 0.0, 1.0)
        for part in parts:
            share = math.copysign(math.sqrt(abs(part)), part)
            column = box.center().x() + share * box.width() / 2
            painter.setPen(QPen(QColor(theme.axis), 1))
            painter.drawLine(QLineF(column, box.bottom(), column, box.bottom() + 4))
            label = brief(part * largest) if part else "0"
            words = text_box(label, 0, box.bottom() + 13)
            words.moveCenter(QPointF(column, words.center().y()))
            words.moveLeft(min(max(words.left(), box.left() - 4), box.right() + 4 - words.width()))
            draw_text(painter, words, label, theme.muted)

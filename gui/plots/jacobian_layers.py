"""The layers of a Jacobian: heatmap, singular values, and eigenvalues in the complex plane."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QLinearGradient, QPainter, QPen

from core.language.typeset import name_latex
from core.words import plain_name
from gui.plots.color_maps import COLORS, colors, ink_on
from gui.plots.space_layers import brief, color_of, shares
from gui.plots.stage import Layer, Stage, draw_text, small_type, text_box
from gui.plots.ticks import coordinate, general, nice_step, readout
from gui.style import BADGE_PX, SMALL_PX, ui_font

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.explore.linear_map import LinearMap
    from core.map_frame import MapFrame
    from gui.theme import Theme

    Array = NDArray[np.float64]

CELL = 120.0  # the largest cell
_GAPS = 12.0  # cells of this many pixels have gaps between them
_ONE_BY_ONE = 64  # rows or columns that are painted cell by cell
_NAMED = 24.0  # a cell this large has the names of its row and column
_TYPESET = 12  # rows or columns whose names are typeset: many take long
_BESIDE, _ABOVE = 8.0, 10.0
_EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_NAME_PX = 15
_DIMMED = 0.5
_NUMBER = 78.0
_ROW = 26.0
_SHOWN = 12
_DOT = 5.0
NONE = "There is no Jacobian to show here."


def entry_words(shown: MapFrame, i: int, j: int) -> str:
    """Which entry it is and its value: (2, 1):  ∂v/∂x = 0.5646."""
    row, column = plain_name(shown.components[i]), plain_name(shown.variables[j])
    value = "–" if shown.jacobian is None else coordinate(float(shown.jacobian[i, j]))
    return f"({i + 1}, {j + 1}):  ∂{row}/∂{column} = {value}"


class MapPart(Layer):
    """Abstract: something of a map at its point, in its box."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.map: MapFrame | None = None
        self.box = QRectF()

    def draw(self, painter: QPainter) -> None:
        if self.map is not None and self.box.width() > 0 and self.box.height() > 0:
            painter.setOpacity(_DIMMED if self.map.held else 1.0)
            self.paint_map(painter, self.map, self.stage.look.theme)
            painter.setOpacity(1.0)

    def paint_map(self, painter: QPainter, shown: MapFrame, theme: Theme) -> None:
        """Paint in the box; abstract."""
        raise NotImplementedError

    def heading(self, painter: QPainter, left: float, middle: float, text: str) -> None:
        """A title in the weight of the cards."""
        painter.setFont(ui_font(SMALL_PX, QFont.Weight.DemiBold))
        painter.setPen(QColor(self.stage.look.theme.muted))
        painter.drawText(QRectF(left, middle - 10, 400, 20), Qt.AlignmentFlag.AlignVCenter, text)


class JacobianMatrix(MapPart):
    """The heatmap with the names of its rows and columns, and what one entry is.

    `box` is the room for it; the cells are as large as fit.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.entry: tuple[int, int] | None = None
        self.hovered: tuple[int, int] | None = None
        self.numbered = False  # whether the cells have their numbers
        self._image = QImage()
        self._of: tuple[object, ...] = (None,)

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        return (len(self.map.components), len(self.map.variables)) if self.map else (1, 1)

    @property
    def ground(self) -> QRectF:
        """What the cells cover."""
        rows, columns = self.counts
        cell = self.cell()
        return QRectF(self.box.left(), self.box.top(), columns * cell[0], rows * cell[1])

    def cell(self) -> tuple[float, float]:
        """Width and height of a cell; wider than high where its number needs it."""
        rows, columns = self.counts
        wide, high = self.box.width() / columns, self.box.height() / rows
        high = min(high, wide, CELL)
        return min(wide, max(high, min(CELL, 1.6 * high))), high

    def entry_at(self, pixel: QPointF) -> tuple[int, int] | None:
        """The entry under a pixel, counted from 0."""
        ground = self.ground
        if self.map is None or self.map.jacobian is None or not ground.contains(pixel):
            return None
        (rows, columns), (wide, high) = self.counts, self.cell()
        row, column = (pixel.y() - ground.top()) / high, (pixel.x() - ground.left()) / wide
        return min(int(row), rows - 1), min(int(column), columns - 1)

    def middle(self, i: int, j: int) -> QPointF:
        """The middle of an entry."""
        return self._rect(i, j).center()

    def paint_map(self, painter: QPainter, shown: MapFrame, theme: Theme) -> None:
        top = self.box.top() - 2 * _ABOVE - 22
        self.heading(painter, self.box.left(), top, f"Jacobian of {shown.name or 'F'}")
        ground = self.ground
        if shown.jacobian is None:
            self._nothing(painter, shown, ground, theme)
            return
        self._labels(painter, shown, theme)
        if max(self.counts) <= _ONE_BY_ONE:
            self._cells(painter, shown.jacobian, theme)
        else:
            self.numbered = False
            self._picture(painter, shown.jacobian, theme, ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRect(ground)
        chosen = self.hovered or self.entry
        if chosen is not None:
            text = entry_words(shown, *chosen)
            words = text_box(text, 0, top)
            words.moveLeft(max(self.box.left() + 130, ground.right() - words.width()))
            draw_text(painter, words, text, theme.text)
        if self.entry is not None:
            self._outline(painter, self._rect(*self.entry), theme)

    def _nothing(
        self, painter: QPainter, shown: MapFrame, ground: QRectF, theme: Theme
    ) -> None:
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(ground)
        if shown.value is None or shown.note:
            painter.setFont(small_type().font)
            painter.setPen(QColor(theme.muted))
            room = QRectF(ground.left(), ground.bottom() + 8, self.box.width(), 40)
            painter.drawText(room, Qt.TextFlag.TextWordWrap, NONE)

    def _rect(self, i: int, j: int) -> QRectF:
        wide, high = self.cell()
        return QRectF(self.box.left() + j * wide, self.box.top() + i * high, wide, high)

    def _cells(self, painter: QPainter, matrix: Array, theme: Theme) -> None:
        wide, high = self.cell()
        gap = 1.0 if min(wide, high) >= _GAPS else 0.0
        font, texts = _fitting(matrix, wide, high)
        self.numbered = font is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=gap == 0)
        for i, row in enumerate(shares(matrix).tolist()):
            for j, share in enumerate(row):
                color, rect = color_of(share, theme), self._rect(i, j)
                painter.fillRect(rect.adjusted(0, 0, -gap, -gap), color)
                if font is not None:
                    painter.setFont(font)
                    painter.setPen(QColor(ink_on(color.name())))
                    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, texts[i][j])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _picture(self, painter: QPainter, matrix: Array, theme: Theme, ground: QRectF) -> None:
        """One dot an entry."""
        key = (matrix, theme.dark)
        if self._of[0] is not matrix or self._of[1:] != key[1:]:
            places = np.rint((shares(matrix) + 1) / 2 * (COLORS - 1)).astype(np.uint8)
            dots = np.ascontiguousarray(colors(signed=True, dark=theme.dark)[places])
            high, wide = matrix.shape
            kind = QImage.Format.Format_RGB32
            self._image = QImage(dots.data, wide, high, 4 * wide, kind).copy()
            self._of = key
        painter.drawImage(ground, self._image)

    def _labels(self, painter: QPainter, shown: MapFrame, theme: Theme) -> None:
        (rows, columns), (wide, high) = self.counts, self.cell()
        chosen = self.hovered or self.entry
        for axis, count, size in ((0, rows, high), (1, columns, wide)):
            names = shown.components if axis == 0 else shown.variables
            step = next((each for each in _EVERY if each * size >= 16), count)
            for k in range(count):
                lit = chosen is not None and chosen[axis] == k
                if (k + 1) % step and k and not lit:
                    continue
                middle = (k + 0.5) * size
                at = QPointF(self.box.left() - _BESIDE, self.box.top() + middle)
                if axis:
                    at = QPointF(self.box.left() + middle, self.box.top() - _ABOVE)
                ink = theme.text if lit else theme.muted
                named = size >= _NAMED and not (axis and max(map(len, names)) > 6)
                text = f"∂{plain_name(names[k])}" if named else str(k + 1)
                typeset = names[k] if named and count <= _TYPESET else ""
                self._label(painter, typeset, text, at, ink, centred=axis == 1)

    def _label(
        self, painter: QPainter, name: str, text: str, at: QPointF, ink: str, *, centred: bool
    ) -> None:
        if not name:
            box = text_box(text, 0, at.y())
            if centred:
                box.moveCenter(at)
            else:
                box.moveRight(at.x())
            draw_text(painter, box, text, ink)
            return
        shape = self.stage.name(rf"\partial {name_latex(name)}", _NAME_PX)
        if shape is not None:
            left = at.x() - shape.width / 2 if centred else at.x() - shape.width
            shape.paint(painter, left, at.y() + 4, ink)

    def _outline(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((theme.base, 5.0), (theme.accent, 2.5)):
            pen = QPen(QColor(color), width)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))


def _fitting(matrix: Array, wide: float, high: float) -> tuple[QFont | None, list[list[str]]]:
    """The numbers with as many digits, as large, as the cells have room for."""
    rows = matrix.tolist()
    for digits, size in ((4, SMALL_PX), (3, SMALL_PX), (2, SMALL_PX), (2, BADGE_PX)):
        font = ui_font(size)
        metrics = QFontMetricsF(font)
        texts = [[brief(each) if digits == 3 else general(each, digits) for each in row]
                 for row in rows]  # fmt: skip
        longest = sorted((each for row in texts for each in row), key=len)[-4:]
        widest = max(map(metrics.horizontalAdvance, longest))
        if widest + 3 <= wide and metrics.height() + 2 <= high:
            return font, texts
    return None, []


class StretchBars(MapPart):
    """The singular values as level bars, the largest first, and the condition."""

    def paint_map(self, painter: QPainter, shown: MapFrame, theme: Theme) -> None:
        box, shape = self.box, shown.linear
        self.heading(painter, box.left(), box.top() - 14, "Singular values")
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if shape is None:
            return
        values = shape.singular_values.tolist()
        row = min(box.height() / len(values), _ROW)
        step = next((each for each in _EVERY if each * row >= 15), len(values))
        largest, room = max(values) or 1.0, max(box.width() - _NUMBER - 12, 4.0)
        metrics, left = small_type().metrics, box.left() + 4
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=row < _GAPS)
        for k, value in enumerate(values):
            middle, high = box.top() + (k + 0.5) * row, min(row * 0.6, 14.0)
            bar = QRectF(left, middle - high / 2, room * value / largest, high)
            painter.fillRect(bar, color_of(1.0, theme))
            if (k + 1) % step == 0 or k == 0:
                text = f"σ{plain_name(f'_{k + 1}')}" if row >= 15 else str(k + 1)
                label = text_box(text, 0, middle)
                label.moveRight(box.left() - 6)
                draw_text(painter, label, text, theme.muted)
            if k in (0, len(values) - 1) or (len(values) <= _SHOWN and row >= metrics.height()):
                middle = min(max(middle, box.top() + 9), box.bottom() - 9)
                text = readout(value)
                number = text_box(text, bar.right() + 6, middle)
                draw_text(painter, number, text, theme.text, theme.base)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(QPen(QColor(theme.axis), 1))
        painter.drawLine(QLineF(left, box.top(), left, box.bottom()))
        self._condition(painter, shape, theme)

    def _condition(self, painter: QPainter, shape: LinearMap, theme: Theme) -> None:
        if len(shape.singular_values) < 2:
            return
        said = f"Condition {general(shape.condition, 5) if math.isfinite(shape.condition) else '∞'}"
        if shape.rank < len(shape.singular_values):
            said += f", rank {shape.rank}"
        box = text_box(said, 0, self.box.bottom() + 14)
        box.moveLeft(self.box.left())
        draw_text(painter, box, said, theme.text)


class EigenPlane(MapPart):
    """The eigenvalues in the complex plane with the unit circle, and the word for the flow."""

    def paint_map(self, painter: QPainter, shown: MapFrame, theme: Theme) -> None:
        shape = shown.linear
        if shape is None or shape.eigenvalues is None or self.box.height() < 60:
            return
        box = self.box
        wide = box.width() > 240
        title = "Eigenvalues in the complex plane" if wide else "Eigenvalues"
        self.heading(painter, box.left(), box.top() - 14, title)
        reach = 1.25 * max(1.0, float(np.abs(shape.eigenvalues).max(initial=0.0)))
        unit = min(box.width(), box.height()) / 2 / reach
        center = box.center()
        painter.save()
        painter.setClipRect(box)
        self._axes(painter, theme, center, unit)
        values, numbered = shape.eigenvalues.tolist(), len(shape.eigenvalues) <= _SHOWN
        for k, value in enumerate(values):
            spot = center + QPointF(value.real * unit, -value.imag * unit)
            painter.setPen(QPen(QColor(theme.base), 1.4))
            share = 0.0 if value.real == 0 else math.copysign(1.0, value.real)
            painter.setBrush(color_of(share, theme) if share else QColor(theme.axis))
            painter.drawEllipse(spot, _DOT, _DOT)
            if numbered:
                text = f"λ{plain_name(f'_{k + 1}')}"
                label = text_box(text, spot.x() + _DOT + 4, spot.y() - 9)
                if label.right() > box.right() - 2:
                    label.moveRight(spot.x() - _DOT - 4)
                draw_text(painter, label, text, theme.text, theme.base)
        painter.restore()
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        self._word(painter, shape, theme)

    def _axes(self, painter: QPainter, theme: Theme, center: QPointF, unit: float) -> None:
        box = self.box
        step = nice_step(min(box.width(), box.height()) / unit, 6)
        count = int(max(box.width(), box.height()) / unit / step / 2) + 1
        if self.stage.look.grid:
            painter.setPen(QPen(QColor(theme.grid), 1))
            for k in (*range(-count, 0), *range(1, count + 1)):
                x, y = center.x() + k * step * unit, center.y() - k * step * unit
                painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
                painter.drawLine(QLineF(box.left(), y, box.right(), y))
        painter.setPen(QPen(QColor(theme.zero_line), 1))
        painter.drawLine(QLineF(box.left(), center.y(), box.right(), center.y()))
        painter.drawLine(QLineF(center.x(), box.top(), center.x(), box.bottom()))
        pen = QPen(QColor(theme.muted), 1.2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(center, unit, unit)
        for text, x, y in (
            ("Re", box.right() - 20, center.y() - 10), ("Im", center.x() + 6, box.top() + 11)
        ):  # fmt: skip
            draw_text(painter, text_box(text, x, y), text, theme.muted, theme.base)
        for k in (*range(-count, 0), *range(1, count + 1)):
            label = text_box(general(k * step, 4), 0, center.y() + 10)
            label.moveCenter(QPointF(center.x() + k * step * unit, center.y() + 10))
            if box.left() < label.left() and label.right() < box.right():
                draw_text(painter, label, general(k * step, 4), theme.muted, theme.base)

    def _word(self, painter: QPainter, shape: LinearMap, theme: Theme) -> None:
        if shape.word:
            painter.setFont(ui_font(14, QFont.Weight.DemiBold))
            painter.setPen(QColor(theme.text))
            room = QRectF(self.box.left(), self.box.bottom() + 4, self.box.width(), 22)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shape.word)


class EntryBar(MapPart):
    """Says which colour of the matrix is which value, where the cells have no numbers."""

    def __init__(self, stage: Stage, matrix: JacobianMatrix) -> None:
        super().__init__(stage)
        self._matrix = matrix
        self.setZValue(1)

    def paint_map(self, painter: QPainter, shown: MapFrame, theme: Theme) -> None:
        if shown.jacobian is None or self._matrix.numbered:
            return
        ground = self._matrix.ground
        box = QRectF(ground.left(), ground.bottom() + 10, min(ground.width(), 320.0), 12)
        ramp = QLinearGradient(box.bottomLeft(), box.bottomRight())
        for k in range(17):
            ramp.setColorAt(k / 16, color_of(k / 8 - 1, theme))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(ramp)
        painter.drawRect(box)
        largest = float(np.abs(shown.jacobian).max(initial=0.0)) or 1.0
        for share, value in ((0.0, -largest), (0.5, 0.0), (1.0, largest)):
            text = brief(value) if value else "0"
            words = text_box(text, 0, box.bottom() + 11)
            words.moveCenter(QPointF(box.left() + share * box.width(), words.center().y()))
            words.moveLeft(min(max(words.left(), box.left()), box.right() - words.width()))
            draw_text(painter, words, text, theme.muted)

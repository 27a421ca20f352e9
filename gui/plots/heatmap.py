"""The heatmap of a Hessian: its cells, the names of rows and columns, and what one entry is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from core.language.typeset import name_latex
from gui.plots.color_maps import COLORS, colors, ink_on
from gui.plots.space_layers import (
    GAPS,
    ROOM_DOWN,
    SpotPart,
    brief,
    color_of,
    entry_words,
    every,
    pooled,
    shares,
)
from gui.plots.stage import Stage, draw_text, small_type, text_box
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.frame import Spot
    from gui.theme import Theme

_ONE_BY_ONE = 64  # rows that are painted cell by cell
_BETWEEN = 4.0  # pixels around a number in its cell
_ROOM_ACROSS = 16.0
_NAME_PX = 15
_FEWEST = 3.0  # cells across, in the nearest look
NONE = "There is no Hessian to show here."


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a square matrix that is seen, in cells: `count` of them across and down."""

    left: float = 0.0
    top: float = 0.0
    count: float = 1.0

    def zoomed(self, column: float, row: float, factor: float, whole: int) -> Window:
        """Another window that has the same place of the matrix under (column, row)."""
        count = min(max(self.count * factor, min(_FEWEST, whole)), float(whole))
        share = count / self.count
        left, top = column - (column - self.left) * share, row - (row - self.top) * share
        return Window(left, top, count).within(whole)

    def panned(self, columns: float, rows: float, whole: int) -> Window:
        """The window after the picture was pulled by so many cells."""
        return replace(self, left=self.left - columns, top=self.top - rows).within(whole)

    def within(self, whole: int) -> Window:
        """The window moved inside a matrix of so many rows."""
        count = min(self.count, float(whole))
        most = whole - count
        return Window(min(max(self.left, 0.0), most), min(max(self.top, 0.0), most), count)

    def showing(self, row: int, column: int, whole: int) -> Window:
        """The window moved as little as it takes to see a cell whole."""
        left = min(max(self.left, column + 1 - self.count), float(column))
        top = min(max(self.top, row + 1 - self.count), float(row))
        return replace(self, left=left, top=top).within(whole)


class Matrix(SpotPart):
    """The heatmap; `entry` and `hovered` are by variable, whatever the order of the rows."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.title = QRectF()
        self.room = 0.0  # pixels for what the entry is, under the title
        self.entry: tuple[int, int] | None = None
        self.hovered: tuple[int, int] | None = None
        self.part = Window()
        self._image = QImage()
        self._of: tuple[object, ...] = (None,)
        self._ordered: tuple[object, object, NDArray[np.float64]] | None = None

    @property
    def count(self) -> int:
        """How many variables there are."""
        return len(self.spot.variables) if self.spot is not None else 0

    @property
    def zoomed(self) -> bool:
        """Whether less than the whole matrix is seen."""
        return self.part.count < self.count

    def show_whole(self) -> None:
        """Look at all of it."""
        self.part = Window(count=float(max(self.count, 1)))

    def entry_at(self, pixel: QPointF) -> tuple[int, int] | None:
        """The entry under a pixel, by variables counted from 0."""
        if self.spot is None or self.spot.hessian is None or not self.box.contains(pixel):
            return None
        column, row = self.cell_at(pixel)
        last, order = self.count - 1, self.order(self.spot)
        return order[min(max(int(row), 0), last)], order[min(max(int(column), 0), last)]

    def cell_at(self, pixel: QPointF) -> tuple[float, float]:
        """Column and row under a pixel, in cells from the left and from the top."""
        cell = self.cell
        column = self.part.left + (pixel.x() - self.box.left()) / cell
        return column, self.part.top + (pixel.y() - self.box.top()) / cell

    def place_of(self, entry: tuple[int, int]) -> tuple[int, int]:
        """Row and column in which an entry is shown."""
        assert self.spot is not None
        order = self.order(self.spot)
        return order.index(entry[0]), order.index(entry[1])

    def middle(self, i: int, j: int) -> QPointF:
        """The middle of an entry."""
        return self._rect(*self.place_of((i, j))).center()

    @property
    def cell(self) -> float:
        """The side of a cell in pixels."""
        return self.box.width() / max(self.part.count, 1e-9)

    def paint_spot(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        self.heading(painter, self.title.left(), self.title.top() + 10, "Hessian")
        if spot.hessian is None:
            self._paint_none(painter, spot, theme)
            return
        matrix, order = self._matrix(spot), self.order(spot)
        rows, columns = self.seen()
        self._labels(painter, spot, theme, order)
        painter.save()
        painter.setClipRect(self.box)
        largest = float(np.abs(matrix).max(initial=0.0)) or 1.0
        few = max(rows[1] - rows[0], columns[1] - columns[0]) <= _ONE_BY_ONE
        draw = self._cells if few and self.stage.look.vector else self._picture
        draw(painter, matrix, (rows, columns), largest, theme)
        self._numbers(painter, matrix, (rows, columns), largest, theme)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRect(self.box)
        chosen = self.hovered or self.entry
        if chosen is not None:
            self._say_entry(painter, entry_words(spot, *chosen), theme)
        if self.entry is not None:
            self._outline(painter, self._rect(*self.place_of(self.entry)), theme)

    def _say_entry(self, painter: QPainter, words: str, theme: Theme) -> None:
        """Which entry it is and its value; where there is less room, less of it."""
        metrics = small_type().metrics
        shorter = (words, words.partition(":  ")[2], words.partition("= ")[2])
        for text in shorter:
            if metrics.horizontalAdvance(text) <= self.room:
                box = text_box(text, self.title.left(), self.title.top() + 28)
                draw_text(painter, box, text, theme.text)
                return

    def order(self, spot: Spot) -> Sequence[int]:
        """The variables in the order in which their rows are shown."""
        pattern = spot.pattern
        return pattern.order if pattern is not None else range(len(spot.variables))

    def seen(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The rows and the columns that are seen, each from the first to behind the last."""
        window, count = self.part, self.count
        ends = [
            (int(start), min(math.ceil(start + window.count - 1e-9), count))
            for start in (window.top, window.left)
        ]
        return ends[0], ends[1]

    def _paint_none(self, painter: QPainter, spot: Spot, theme: Theme) -> None:
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.box)
        if spot.value is None or spot.note:
            painter.setFont(small_type().font)
            painter.setPen(QColor(theme.muted))
            painter.drawText(self.box, Qt.AlignmentFlag.AlignCenter, NONE)

    def _matrix(self, spot: Spot) -> NDArray[np.float64]:
        """The Hessian with its rows and columns in their order."""
        pattern = spot.pattern
        kept = self._ordered
        if kept is None or kept[0] is not spot.hessian or kept[1] != pattern:
            assert spot.hessian is not None
            order = np.array(self.order(spot))
            matrix = spot.hessian
            if not (order == np.arange(len(order))).all():
                matrix = matrix[np.ix_(order, order)]
            kept = self._ordered = (spot.hessian, pattern, matrix)
        return kept[2]

    def _rect(self, row: int, column: int) -> QRectF:
        cell, window = self.cell, self.part
        return QRectF(
            self.box.left() + (column - window.left) * cell,
            self.box.top() + (row - window.top) * cell, cell, cell,
        )  # fmt: skip

    def _cells(
        self, painter: QPainter, matrix: NDArray[np.float64],
        ends: tuple[tuple[int, int], tuple[int, int]], largest: float, theme: Theme,
    ) -> None:  # fmt: skip
        """One rectangle an entry, for paper."""
        (top, bottom), (left, right) = ends
        gap = self._gap
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=gap == 0)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, row in enumerate(shares(matrix[top:bottom, left:right], largest).tolist()):
            for j, share in enumerate(row):
                rect = self._rect(top + i, left + j)
                painter.fillRect(rect.adjusted(0, 0, -gap, -gap), color_of(share, theme))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    @property
    def _gap(self) -> float:
        return 1.0 if self.cell >= GAPS else 0.0

    def _numbers(
        self, painter: QPainter, matrix: NDArray[np.float64],
        ends: tuple[tuple[int, int], tuple[int, int]], largest: float, theme: Theme,
    ) -> None:  # fmt: skip
        """The value in each cell, where all of them fit."""
        metrics, cell = small_type().metrics, self.cell
        if metrics.height() + _BETWEEN > cell:
            return
        (top, bottom), (left, right) = ends
        part = matrix[top:bottom, left:right]
        texts = [[brief(each) for each in row] for row in part.tolist()]
        widest = max(metrics.horizontalAdvance(each) for row in texts for each in row)
        if widest + 2 * _BETWEEN > cell:
            return
        for i, row in enumerate(shares(part, largest).tolist()):
            for j, share in enumerate(row):
                rect = self._rect(top + i, left + j)
                words = text_box(texts[i][j], 0, rect.center().y())
                words.moveCenter(rect.center())
                ink = ink_on(color_of(share, theme).name())
                draw_text(painter, words, texts[i][j], ink)

    def _picture(
        self, painter: QPainter, matrix: NDArray[np.float64],
        ends: tuple[tuple[int, int], tuple[int, int]], largest: float, theme: Theme,
    ) -> None:  # fmt: skip
        """One dot an entry; enlarged on paper, where a reader would smooth the dots."""
        (top, bottom), (left, right) = ends
        vector = self.stage.look.vector
        key = (matrix, ends, theme.dark, vector, round(self.box.width()))
        if self._of[0] is not matrix or self._of[1:] != key[1:]:
            part = matrix[top:bottom, left:right]
            few = part if vector else pooled(part, round(self.box.width()))
            places = np.rint((shares(few, largest) + 1) / 2 * (COLORS - 1)).astype(np.uint8)
            dots = colors(signed=True, dark=theme.dark)[places]
            times = max(1, math.ceil(1200 / max(few.shape))) if vector else 1
            dots = np.ascontiguousarray(dots.repeat(times, 0).repeat(times, 1))
            high, wide = dots.shape[:2]
            kind = QImage.Format.Format_RGB32
            self._image = QImage(dots.data, wide, high, 4 * wide, kind).copy()
            self._of = key
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(self._area(ends), self._image)
        if self._gap and not vector:
            self._rule(painter, ends, theme)

    def _rule(
        self, painter: QPainter, ends: tuple[tuple[int, int], tuple[int, int]], theme: Theme
    ) -> None:
        """The gaps between cells."""
        (top, bottom), (left, right) = ends
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        ground, box = QColor(theme.base), self.box
        for column in range(left, right):
            edge = self._rect(top, column).right()
            painter.fillRect(QRectF(edge - 1, box.top(), 1, box.height()), ground)
        for row in range(top, bottom):
            edge = self._rect(row, left).bottom()
            painter.fillRect(QRectF(box.left(), edge - 1, box.width(), 1), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)

    def _area(self, ends: tuple[tuple[int, int], tuple[int, int]]) -> QRectF:
        """Where the picture of these rows and columns lies; a pooled one reaches beyond them."""
        (top, bottom), (left, right) = ends
        if self.stage.look.vector:
            block = 1
        else:
            block = math.ceil(max(bottom - top, right - left) / max(round(self.box.width()), 1))
        wide = math.ceil((right - left) / block) * block
        high = math.ceil((bottom - top) / block) * block
        first = self._rect(top, left)
        return QRectF(first.left(), first.top(), wide * self.cell, high * self.cell)

    def _labels(
        self, painter: QPainter, spot: Spot, theme: Theme, order: Sequence[int]
    ) -> None:
        count, cell, window = self.count, self.cell, self.part
        names, chosen = not _numbered(spot), self.hovered or self.entry
        places = self.place_of(chosen) if chosen is not None else None
        wide = small_type().metrics.horizontalAdvance(str(count)) + 2
        for axis, room in ((0, ROOM_DOWN), (1, max(wide, _ROOM_ACROSS))):
            step = every(count, cell, room)
            one = None if places is None else places[axis]
            start = window.left if axis else window.top
            for k in _labelled(count, step, one, room / cell):
                middle = (k + 0.5 - start) * cell
                if not 0 <= middle <= self.box.width():
                    continue
                at = QPointF(self.box.left() - 8, self.box.top() + middle)
                if axis:
                    at = QPointF(self.box.left() + middle, self.box.top() - 10)
                self._label(painter, spot, order[k], at, theme, names, (axis == 1, k == one))

    def _label(
        self, painter: QPainter, spot: Spot, k: int, at: QPointF, theme: Theme, names: bool,
        how: tuple[bool, bool],
    ) -> None:  # fmt: skip
        """The label of a variable; `how`: whether it is centred, and whether it is the chosen."""
        centred, chosen = how
        ink = theme.text if chosen else theme.muted
        name = self.stage.name(name_latex(spot.variables[k]), _NAME_PX) if names else None
        if name is not None:
            left = at.x() - name.width / 2 if centred else at.x() - name.width
            name.paint(painter, left, at.y() + 4, ink)
        elif not names:
            box = text_box(str(k + 1), 0, at.y()).adjusted(-4, 0, 4, 0)
            if centred:
                box.moveCenter(at)
            else:
                box.moveRight(at.x() + 4)
            weight = QFont.Weight.Bold if chosen else QFont.Weight.Normal
            painter.setFont(ui_font(SMALL_PX, weight))
            painter.setPen(QColor(ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(k + 1))

    def _outline(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.save()
        painter.setClipRect(self.box.adjusted(-3, -3, 3, 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((theme.base, 5.0), (theme.accent, 2.5)):
            pen = QPen(QColor(color), width)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        painter.restore()


def _labelled(count: int, step: int, one: int | None, room: float) -> list[int]:
    """Which of so many places have a label: every few, the chosen one, and none too near it."""
    found = [k for k in range(count) if (k + 1) % step == 0]
    if step > 1 and step - 1 >= room:
        found = [0, *found]
    if one is None:
        return found
    return [*(k for k in found if step == 1 or abs(k - one) >= room), one]


def _numbered(spot: Spot) -> bool:
    """Whether the variables are the components of one vector, or too many to be named."""
    first = {each.partition("_")[0] for each in spot.variables}
    return len(spot.variables) > _ONE_BY_ONE or (len(first) == 1 and "_" in spot.variables[0])

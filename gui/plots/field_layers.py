"""The layers of a field: its colours, its contours, and the scale of its colours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from pyqtgraph.functions import arrayToQPath
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from gui.plots.axes import frame_of
from gui.plots.color_maps import image_of, kind_colors, line_ink, ramp
from gui.plots.lines import joined
from gui.plots.stage import Layer, Stage, draw_text, text_box
from gui.plots.ticks import ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.frame import Contour, PlaneFrame, Shade
    from gui.plots.lines import Pieces
    from gui.plots.place import Place
    from gui.theme import Theme

_LINE, _ZERO = 0.8, 1.4
_LINE_SHARE, _ZERO_SHARE = 0.5, 0.6
BAR = 14.0
_MOST_TICKS = 7
_BELOW = 12.0
_ENOUGH = 0.6  # dots for a pixel while something moves
_COARSEST = 3.0  # pixels: dots up to this size are not smoothed while something moves


class FieldImage(Layer):
    """Paints one field of a frame; `number` says which of its shades.

    A field that shows the same numbers as its `twin` shows the image of that.
    """

    def __init__(self, stage: Stage, number: int, twin: FieldImage | None = None) -> None:
        super().__init__(stage)
        self.number, self.twin = number, twin
        self.plane: PlaneFrame | None = None
        self._image = QImage()
        self._of: tuple[object, ...] = (None,)
        self.setZValue(-9)

    @property
    def shade(self) -> Shade | None:
        plane = self.plane
        return plane.shades[self.number] if plane and self.number < len(plane.shades) else None

    def image(self) -> QImage:
        """The field as an image, made when it is first wanted."""
        shade, theme, place = self.shade, self.stage.look.theme, self.stage.place
        if shade is None:
            return QImage()
        twin = self.twin.shade if self.twin is not None else None
        if self.twin is not None and twin is not None and twin.values is shade.values:
            return self.twin.image()
        every = _fewer(shade, place, _ENOUGH if self.stage.hurried else 1.0)
        if self._of[0] is not shade or self._of[1:] != (theme.name, every):
            self._image = image_of(shade, theme, every)
            self._of = (shade, theme.name, every)
        return self._image

    def draw(self, painter: QPainter) -> None:
        plane, shade, place = self.plane, self.shade, self.stage.place
        if plane is None or shade is None:
            return
        image = self.image()
        fine = _COARSEST * max(image.width(), 1) > place.width
        painter.save()
        painter.setClipRect(QRectF(place.left, place.top, place.width, place.height))
        smooth = QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHint(smooth, not (self.stage.hurried and fine))
        painter.drawImage(_area(plane, place, image), image)
        painter.restore()
        painter.setPen(QPen(QColor(self.stage.look.theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame_of(place))


def _fewer(shade: Shade, place: Place, dots: float) -> int:
    """How many samples to the next dot of the image, where so many dots for a pixel are enough."""
    high, wide = shade.values.shape
    for every in (4, 2):
        whole = (wide - 1) % every == 0 and (high - 1) % every == 0
        if whole and wide >= dots * every * place.width:
            return every
    return 1


def _area(plane: PlaneFrame, place: Place, image: QImage) -> QRectF:
    """Where the samples stand, each in the middle of its dot."""
    columns, rows = place.columns(plane.x[[0, -1]]), place.rows(plane.y[[0, -1]])
    half_wide = (columns[1] - columns[0]) / max(image.width() - 1, 1) / 2
    half_high = (rows[0] - rows[1]) / max(image.height() - 1, 1) / 2
    return QRectF(
        QPointF(columns[0] - half_wide, rows[1] - half_high),
        QPointF(columns[1] + half_wide, rows[0] + half_high),
    )


class Contours(Layer):
    """Paints the contours of a field; that of 0 is stronger."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage)
        self._image = image
        self._lines: list[tuple[bool, Pieces]] = []
        self._of: tuple[object, ...] = (None, None)
        self._buffer = PrimitiveArray(QLineF, 4)
        self.setZValue(-8)

    def draw(self, painter: QPainter) -> None:
        shade, plane = self._image.shade, self._image.plane
        if shade is None or plane is None or not (plane.marks.contours or shade.kinds):
            return
        place, look = self.stage.place, self.stage.look
        if self._of[0] is not shade or self._of[1] != place:
            plain = [each for each in shade.contours if each.level]
            zero = [each for each in shade.contours if not each.level]
            self._lines = [(False, pieces_of(plain, place)), (True, pieces_of(zero, place))]
            self._of = (shade, place)
        ink = QColor(line_ink(shade.signed, look.theme)[0])
        painter.save()
        painter.setClipRect(QRectF(place.left, place.top, place.width, place.height))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for zero, pieces in self._lines:
            ink.setAlphaF(_ZERO_SHARE if zero else _LINE_SHARE)
            pen = QPen(ink, look.lines * (_ZERO if zero else _LINE))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # round ends and joints take far longer
            painter.setPen(pen)
            self._paint(painter, pieces, look.vector)
        painter.restore()

    def _paint(self, painter: QPainter, pieces: Pieces, vector: bool) -> None:
        """On the screen as pieces of line, on paper as one way for each contour."""
        if vector and len(pieces):
            x, y, leads = joined(pieces)
            path = arrayToQPath(x, y, connect=leads, finiteCheck=False)  # pyright: ignore[reportArgumentType]
            painter.drawPath(path)
        elif len(pieces):
            self._buffer.resize(len(pieces))
            self._buffer.ndarray()[:] = pieces
            painter.drawLines(*self._buffer.drawargs())  # pyright: ignore[reportCallIssue, reportArgumentType]


def pieces_of(contours: Sequence[Contour], place: Place) -> Pieces:
    """All pieces of these contours in pixels (n, 4)."""
    if not contours:
        return np.empty((0, 4))
    points = np.concatenate([contour.points for contour in contours])
    pieces = np.empty((len(points), 4))
    pieces[:, 0] = place.left + (points[:, 0] - place.x_min) * (1 / place.x_unit)
    pieces[:, 1] = place.bottom - (points[:, 1] - place.y_min) * (1 / place.y_unit)
    pieces[:-1, 2:] = pieces[1:, :2]
    inner = np.ones(len(points), bool)
    inner[_last_points(contours)] = False
    return pieces[inner]


def _last_points(contours: Sequence[Contour]) -> list[int]:
    """Where lines end, in all their points one after the other."""
    found: list[int] = []
    begun = -1
    for contour in contours:
        found += [begun + end for end in contour.ends[1:]]
        begun += len(contour.points)
    return found


class ColorBar(Layer):
    """Says which colour is which value, along a level bar; a pointed end: values go on."""

    def __init__(self, stage: Stage, image: FieldImage) -> None:
        super().__init__(stage)
        self._image = image
        self.box = QRectF()
        self.bare = False  # whether fields of different scales share the bar
        self.setZValue(-7)

    def image_of(self, image: FieldImage) -> None:
        """Speak of the colours of this field."""
        self._image = image

    def draw(self, painter: QPainter) -> None:
        shade, box, theme = self._image.shade, self.box, self.stage.look.theme
        if shade is None or box.width() < 40:
            return
        if shade.kinds:
            self._legend(painter, shade, theme)
            return
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(ramp(shade, theme, box.bottomLeft(), box.bottomRight()))
        painter.drawPath(_bar(box, pointed=shade.beyond))
        self._ticks(painter, shade, theme)

    def _legend(self, painter: QPainter, shade: Shade, theme: Theme) -> None:
        """A patch and a name for each kind of region."""
        left, box = self.box.left(), self.box
        for name, color in zip(shade.kinds, kind_colors(len(shade.kinds), theme.dark), strict=True):
            painter.setPen(QPen(QColor(theme.field), 1))
            painter.setBrush(QColor(color))
            painter.drawRect(QRectF(math.floor(left) + 0.5, box.top() + 4.5, BAR, BAR))
            words = text_box(name, left + BAR + 6, box.top() + 4.5 + BAR / 2)
            draw_text(painter, words, name, theme.text)
            left = words.right() + 20

    def _ticks(self, painter: QPainter, shade: Shade, theme: Theme) -> None:
        box = self.box
        if self.bare:
            self._ends(painter, theme)
            return
        found = ticks(shade.low, shade.high, min(_MOST_TICKS, max(2, int(box.width() / 60))))
        span = max(shade.high - shade.low, 1e-300)
        for value, label in zip(found.values, found.labels, strict=True):
            column = math.floor(box.left() + box.width() * (value - shade.low) / span) + 0.5
            painter.setPen(QPen(QColor(theme.axis), 1))
            painter.drawLine(QPointF(column, box.bottom()), QPointF(column, box.bottom() + 4))
            words = text_box(label, 0, box.bottom() + _BELOW)
            words.moveCenter(QPointF(column, words.center().y()))
            draw_text(painter, words, label, theme.muted)
        if found.note:
            words = text_box(found.note, 0, box.center().y())
            words.moveRight(box.right() - 6)
            draw_text(painter, words, found.note, theme.text, theme.base)


    def _ends(self, painter: QPainter, theme: Theme) -> None:
        """The ends by words: each field says above it which number they are."""
        box = self.box
        for share, label in ((0.0, "−max"), (0.5, "0"), (1.0, "max")):
            column = math.floor(box.left() + box.width() * share) + 0.5
            painter.setPen(QPen(QColor(theme.axis), 1))
            painter.drawLine(QPointF(column, box.bottom()), QPointF(column, box.bottom() + 4))
            words = text_box(label, 0, box.bottom() + _BELOW)
            words.moveCenter(QPointF(column, words.center().y()))
            draw_text(painter, words, label, theme.muted)


def _bar(box: QRectF, pointed: bool) -> QPainterPath:
    path = QPainterPath()
    if not pointed:
        path.addRect(box)
        return path
    tip, middle = box.height() / 2, box.center().y()
    path.moveTo(box.topLeft())
    path.lineTo(box.topRight())
    path.lineTo(box.right() + tip, middle)
    path.lineTo(box.bottomRight())
    path.lineTo(box.bottomLeft())
    path.lineTo(box.left() - tip, middle)
    path.closeSubpath()
    return path

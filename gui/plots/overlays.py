"""Overlays: the Taylor polynomial with its error band, the secant, Newton's iteration."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gui.plots.labels import around, calmest, square
from gui.plots.lines import pieces_of
from gui.plots.stage import Layer, Stage, draw_text, text_box
from gui.plots.straight import path_through
from gui.plots.strokes import Stroke, ring, straight
from gui.plots.ticks import subscript

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.frame import Frame, Overlay
    from gui.plots.curve_item import CurveItem
    from gui.plots.lines import Pieces
    from gui.plots.place import Place
    from gui.plots.stage import Look

TAYLOR_COLOR = 4  # the fifth of the palette
TAYLOR_PEN, TAYLOR_DASH = 1.8, (12.0, 3.0, 2.0, 3.0)
SECANT_PEN, SECANT_DASH = 1.6, (6.0, 3.0)
NEWTON_PEN = 1.2
_BAND = 0.12
_SECANT_RING = 4.0
_DISC = 2.6
_BEYOND = 0.12  # of the plot width that a secant goes on beyond its points
_FINE = 60  # points of a line that is a curve
_AWAY = 10.0
_FARTHER = (10.0, 30.0, 60.0)
_PLACES = (0.2, 0.8, 0.35, 0.65, 0.08, 0.92, 0.5)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An overlay in pixels: its line, the dots on it, and its words with their boxes."""

    overlay: Overlay
    line: Pieces
    dots: tuple[QPointF, ...] = ()
    words: tuple[tuple[str, QRectF], ...] = ()
    band: QPolygonF | None = None


def sample_of(kind: str, look: Look) -> tuple[str, float, tuple[float, ...]]:
    """Colour, width and dashes of an overlay."""
    if kind == "taylor":
        return look.curve(TAYLOR_COLOR, held=False), TAYLOR_PEN, TAYLOR_DASH
    if kind == "secant":
        return look.theme.muted, SECANT_PEN, SECANT_DASH
    return look.theme.muted, NEWTON_PEN, ()


class Overlays(Layer):
    """Paints what belongs to the point beside its tangent."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.drawn: tuple[Drawn, ...] = ()
        self._overlays: tuple[Overlay, ...] = ()
        self._curves: Sequence[CurveItem] = ()
        self.others: Sequence[Pieces] = ()
        self._variable = "x"
        self._held = False
        self._kept = _PLACES[0]  # along the Taylor polynomial, where its words stood last
        self._stroke = Stroke()
        self.setZValue(3)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        self._overlays, self._curves = frame.overlays, curves
        self._variable = frame.point.variable if frame.point else "x"
        self._held = frame.point is not None and frame.point.held

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        lay = {"taylor": self._lay_taylor, "secant": self._lay_secant, "newton": self._lay_newton}
        drawn: list[Drawn] = []
        boxes: list[QRectF] = []
        for overlay in self._overlays:
            if overlay.kind in lay and len(overlay.x):
                made = lay[overlay.kind](overlay, [*taken, *boxes])
                drawn.append(made)
                boxes += [box for _, box in made.words]
                boxes += [square(dot, _SECANT_RING) for dot in made.dots]
        self.drawn = tuple(drawn)
        return boxes

    def lines(self) -> list[Pieces]:
        """What words had better not stand on."""
        return [each.line for each in self.drawn]

    def draw(self, painter: QPainter) -> None:
        look = self.stage.look
        base, muted = look.theme.base, look.theme.muted
        for each in self.drawn:
            if each.overlay.kind == "taylor":
                ink = look.curve(TAYLOR_COLOR, self._held)
                if each.band is not None:
                    _fill(painter, each.band, ink)
                self._stroke.draw(painter, each.line, look, ink, TAYLOR_PEN, TAYLOR_DASH)
            elif each.overlay.kind == "secant":
                ink = muted
                self._stroke.draw(painter, each.line, look, ink, SECANT_PEN, SECANT_DASH)
                for dot in each.dots:
                    ring(painter, dot, ink, base, _SECANT_RING)
            else:
                ink = muted
                self._stroke.draw(painter, each.line, look, ink, NEWTON_PEN)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(ink))
                for dot in each.dots:
                    painter.drawEllipse(dot, _DISC, _DISC)
            if self._held:
                ink = muted  # a dimmed colour is too faint for words
            elif each.overlay.kind == "newton":
                ink = look.theme.text
            for text, box in each.words:
                draw_text(painter, box, text, ink, base)

    def _others(self) -> list[Pieces]:
        return [*self.others, *(item.pieces() for item in self._curves)]

    def _lay_taylor(self, overlay: Overlay, taken: Sequence[QRectF]) -> Drawn:
        place = self.stage.place
        line = pieces_of(overlay.x, overlay.y, place)
        band = None
        if overlay.low is not None and overlay.high is not None:
            band = _band(overlay.x, overlay.low, overlay.high, place)
        words: tuple[tuple[str, QRectF], ...] = ()
        if len(line) and overlay.label:
            lines = [line, *self._others()]
            for part in (self._kept, *_PLACES):
                spot = _along(line, part)
                box, crossed = calmest(around(overlay.label, spot, _AWAY), place, taken, lines)
                if box is not None and (not crossed or not words):
                    words, self._kept = ((overlay.label, box),), part
                if box is not None and not crossed:
                    break
        return Drawn(overlay, line, words=words, band=band)

    def _lay_secant(self, overlay: Overlay, taken: Sequence[QRectF]) -> Drawn:
        place = self.stage.place
        dots = [
            QPointF(place.column(x), place.row(y))
            for x, y in zip(overlay.x.tolist(), overlay.y.tolist(), strict=True)
            if math.isfinite(x) and math.isfinite(y)
        ]
        line = _through(overlay, dots, place)
        seen = tuple(dot for dot in dots if place.holds(dot.x(), dot.y()))
        words: tuple[tuple[str, QRectF], ...] = ()
        if len(dots) == 2 and dots[1] in seen and overlay.label:
            boxes = (box for away in _FARTHER for box in around(overlay.label, dots[1], away))
            box, _ = calmest(boxes, place, taken, [line, *self._others()])
            words = ((overlay.label, box),) if box is not None else ()
        return Drawn(overlay, line, seen, words)

    def _lay_newton(self, overlay: Overlay, taken: Sequence[QRectF]) -> Drawn:
        place = self.stage.place
        line = path_through(overlay.x, overlay.y, place)
        dots: list[QPointF] = []
        words: list[tuple[str, QRectF]] = []
        step = 0
        ahead = [*overlay.y.tolist()[1:], 0.0]
        for x, y, then in zip(overlay.x.tolist(), overlay.y.tolist(), ahead, strict=True):
            if not (math.isfinite(x) and math.isfinite(y)):
                continue
            dot = QPointF(place.column(x), place.row(y))
            seen = place.holds(dot.x(), dot.y())
            dots += [dot] if seen else []
            if y == 0.0:  # a step of the iteration stands on the axis
                text = f"{self._variable}{subscript(step)}"
                step += 1
                box = _beside(text, dot, -1.0 if then < 0 else 1.0)
                free = not any(box.intersects(other) for other in (*taken, *(b for _, b in words)))
                if seen and free and place.holds(box.right(), box.bottom()):
                    words.append((text, box))
        return Drawn(overlay, line, tuple(dots), tuple(words))


def _along(line: Pieces, part: float) -> QPointF:
    x0, y0, x1, y1 = line[min(int(part * len(line)), len(line) - 1)].tolist()
    return QPointF((x0 + x1) / 2, (y0 + y1) / 2)


def _beside(text: str, dot: QPointF, side: float) -> QRectF:
    """The box under the axis (side 1) or above it, where the path does not go."""
    box = text_box(text, 0, dot.y() + 14 * side)
    box.moveLeft(dot.x() - box.width() / 2)
    return box


def _through(overlay: Overlay, dots: Sequence[QPointF], place: Place) -> Pieces:
    """The secant: through both points and a little beyond; none while they are one."""
    if len(dots) != 2 or dots[0] == dots[1]:
        return np.empty((0, 4))
    if place.bent:
        x, y = overlay.x[[0, -1]], overlay.y[[0, -1]]
        far = np.linspace(-_BEYOND, 1 + _BEYOND, 2 * _FINE)
        return pieces_of(x[0] + far * (x[1] - x[0]), y[0] + far * (y[1] - y[0]), place)
    way = dots[1] - dots[0]
    beyond = way * (_BEYOND * place.width / math.hypot(way.x(), way.y()))
    first, last = dots[0] - beyond, dots[1] + beyond
    return straight(first, last, place)


def _band(x: np.ndarray, low: np.ndarray, high: np.ndarray, place: Place) -> QPolygonF | None:
    """The area between two curves, cut to the plot; the first unbroken stretch at the point."""
    columns = place.columns(x)
    known = np.isfinite(low) & np.isfinite(high)
    known &= (columns >= place.left) & (columns <= place.right)
    if np.count_nonzero(known) < 2:
        return None
    columns = columns[known]
    upper = np.clip(place.rows(high[known]), place.top, place.bottom)
    lower = np.clip(place.rows(low[known]), place.top, place.bottom)
    return QPolygonF(list(_outline(columns, upper, lower)))


def _outline(columns: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> Iterator[QPointF]:
    for column, row in zip(columns.tolist(), upper.tolist(), strict=True):
        yield QPointF(column, row)
    for column, row in zip(columns[::-1].tolist(), lower[::-1].tolist(), strict=True):
        yield QPointF(column, row)


def _fill(painter: QPainter, area: QPolygonF, color: str) -> None:
    ink = QColor(color)
    ink.setAlphaF(_BAND)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(area)

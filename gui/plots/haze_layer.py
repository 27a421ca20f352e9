"""Haze: the band in which numbers of double precision lie, where that can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gui.plots.labels import around, calmest
from gui.plots.stage import Layer, Stage, draw_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.frame import Frame, Haze
    from gui.plots.curve_item import CurveItem

WORDS = "double precision ends here"
_SHARE = 0.22  # of the colour of the curve
_AWAY = 16.0


class HazeLayer(Layer):
    """Paints the bands over the curves, and says once in each plot what they are."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.bands: tuple[tuple[Haze, CurveItem], ...] = ()
        self._words: QRectF | None = None
        self.setZValue(5)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        items = {(item.curve.key, item.curve.order): item for item in curves}
        self.bands = tuple(
            (haze, items[haze.key, haze.order])
            for haze in frame.hazes
            if (haze.key, haze.order) in items
        )

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        """Find a place for the words at the widest part of the first band in sight."""
        self._words = None
        place = self.stage.place
        for haze, _ in self.bands:
            with np.errstate(invalid="ignore"):
                inside = (haze.x >= place.x_min) & (haze.x <= place.x_max)
            inside &= (haze.high >= place.y_min) & (haze.low <= place.y_max)
            if not inside.any():
                continue
            at = int(np.argmax(np.where(inside, haze.high - haze.low, -1.0)))
            spot = QPointF(place.column(haze.x[at]), place.row(haze.high[at]))
            self._words, _ = calmest(around(WORDS, spot, _AWAY), place, taken, ())
            break
        return [self._words] if self._words is not None else []

    def draw(self, painter: QPainter) -> None:
        place, theme = self.stage.place, self.stage.look.theme
        painter.save()
        painter.setClipRect(QRectF(place.left, place.top, place.width, place.height))
        painter.setPen(Qt.PenStyle.NoPen)
        for haze, item in self.bands:
            color = QColor(item.ink)
            color.setAlphaF(_SHARE)
            painter.setBrush(color)
            for band in self._polygons(haze):
                painter.drawPolygon(band)
        painter.restore()
        if self._words is not None:
            draw_text(painter, self._words, WORDS, theme.muted, theme.base)

    def _polygons(self, haze: Haze) -> list[QPolygonF]:
        """One outline for each piece of a band."""
        place = self.stage.place
        known = np.isfinite(haze.x) & np.isfinite(haze.low) & np.isfinite(haze.high)
        turns = np.nonzero(np.diff(np.concatenate([[0], known.astype(int), [0]])))[0]
        bands: list[QPolygonF] = []
        for first, after in zip(turns[::2], turns[1::2], strict=True):
            part = slice(first, after)
            columns = place.columns(haze.x[part])
            upper, lower = (
                np.clip(place.rows(each[part]), place.top - 1, place.bottom + 1)
                for each in (haze.high, haze.low)
            )
            across = np.concatenate([columns, columns[::-1]]).tolist()
            up = np.concatenate([upper, lower[::-1]]).tolist()
            bands.append(QPolygonF([QPointF(x, y) for x, y in zip(across, up, strict=True)]))
        return bands

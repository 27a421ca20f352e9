"""The samples of the curves as small dots: where the second derivative asked for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from gui.plots.stage import Layer, Stage, round_pen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from core.frame import Curve, Frame
    from gui.plots.curve_item import CurveItem

DOT, HALO = 4.0, 6.0  # px across


class SampleDots(Layer):
    """Paints a dot for each sample in sight, in its curve's colour; nothing unless chosen."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._curves: tuple[CurveItem, ...] = ()
        self.setZValue(2)
        self.setVisible(False)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        shown = frame.document.samples
        self._curves = tuple(curves) if shown else ()
        self.setVisible(shown)

    def spots(self, curve: Curve) -> list[QPointF]:
        """The pixels of the samples in sight."""
        place = self.stage.place
        with np.errstate(all="ignore"):
            columns, rows = place.columns(curve.x), place.rows(curve.y)
            seen = (columns >= place.left) & (columns <= place.right)
            seen &= (rows >= place.top) & (rows <= place.bottom)
        pairs = zip(columns[seen].tolist(), rows[seen].tolist(), strict=True)
        return [QPointF(column, row) for column, row in pairs]

    def draw(self, painter: QPainter) -> None:
        base = self.stage.look.theme.base
        for item in self._curves:
            dots = QPolygonF(self.spots(item.curve))
            for color, width in ((base, HALO), (item.ink, DOT)):
                painter.setPen(round_pen(color, width))
                painter.drawPoints(dots)

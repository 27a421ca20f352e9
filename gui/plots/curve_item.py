"""One curve: cheap pieces of line on the screen, one clean path on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyqtgraph.functions import arrayToQPath
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, Qt

from gui.plots.lines import dash_of, dashed, joined, pieces_of, width_of
from gui.plots.stage import Layer, Stage, round_pen

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from core.frame import Curve
    from gui.plots.lines import Pieces
    from gui.plots.place import Place


class CurveItem(Layer):
    """Paints a `Curve` of the frame in its colour, with the width and dash of its order."""

    def __init__(self, stage: Stage, curve: Curve, color: int | None) -> None:
        super().__init__(stage)
        self.curve = curve
        self.color = color
        self._lines = PrimitiveArray(QLineF, 4)
        self._pieces: Pieces | None = None
        self._place: Place | None = None
        self._of: Curve | None = None

    def show(self, curve: Curve, color: int | None) -> None:
        """Show this curve from now on."""
        self.curve, self.color = curve, color
        self.setZValue(curve.order / 100)

    def pieces(self) -> Pieces:
        """The visible pieces of the curve in pixels, kept while curve and place stay the same."""
        if self._pieces is None or self._of is not self.curve or self._place != self.stage.place:
            self._place, self._of = self.stage.place, self.curve
            self._pieces = pieces_of(self.curve.x, self.curve.y, self.stage.place)
        return self._pieces

    def dashes(self) -> Pieces:
        """The pieces as they are drawn: cut into dashes of equal length."""
        scale = self.stage.look.lines
        return dashed(self.pieces(), tuple(scale * part for part in dash_of(self.curve.order)))

    def draw(self, painter: QPainter) -> None:
        look, curve = self.stage.look, self.curve
        pieces = self.dashes()
        if not len(pieces):
            return
        pen = round_pen(look.curve(self.color, curve.held), look.lines * width_of(curve.order))
        if dash_of(curve.order):
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if look.vector:
            x, y, leads = joined(pieces)
            path = arrayToQPath(x, y, connect=leads, finiteCheck=False)  # pyright: ignore[reportArgumentType]
            painter.drawPath(path)
        else:
            self._lines.resize(len(pieces))
            self._lines.ndarray()[:] = pieces
            painter.drawLines(*self._lines.drawargs())  # pyright: ignore[reportCallIssue, reportArgumentType]

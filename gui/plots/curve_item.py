"""One curve: cheap pieces of line on the screen, one clean path on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.plots.lines import dash_of, pieces_of, width_of
from gui.plots.stage import Layer, Stage
from gui.plots.strokes import Stroke

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from core.frame import Curve
    from gui.plots.lines import Pieces
    from gui.plots.place import Place


class CurveItem(Layer):
    """Paints a `Curve` of the frame in its colour, with the width and dash of its order."""

    def __init__(self, stage: Stage, curve: Curve, color: int | None) -> None:
        super().__init__(stage)
        self._stroke = Stroke()
        self._pieces: Pieces | None = None
        self._place: Place | None = None
        self._of: Curve | None = None
        self.show(curve, color)

    def show(self, curve: Curve, color: int | None) -> None:
        """Show this curve from now on."""
        self.curve, self.color = curve, color
        self.setZValue(curve.order / 100)

    @property
    def ink(self) -> str:
        """The colour it is drawn in."""
        return self.stage.look.curve(self.color, self.curve.held)

    def pieces(self) -> Pieces:
        """The visible pieces of the curve in pixels, kept while curve and place stay the same."""
        if self._pieces is None or self._of is not self.curve or self._place != self.stage.place:
            self._place, self._of = self.stage.place, self.curve
            self._pieces = pieces_of(self.curve.x, self.curve.y, self.stage.place)
        return self._pieces

    def draw(self, painter: QPainter) -> None:
        order = self.curve.order
        self._stroke.draw(
            painter, self.pieces(), self.stage.look, self.ink, width_of(order), dash_of(order),
            hurried=self.stage.hurried,
        )  # fmt: skip

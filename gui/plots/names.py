"""Names on the curves: each at the calmest of ten places, kept there while it can stay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from gui.plots.lines import Bundle
from gui.plots.stage import Layer, Stage, curve_latex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from gui.maths import Outline
    from gui.plots.curve_item import CurveItem
    from gui.plots.lines import Pieces

_PLACES = 10
_CLEAR = 6.0  # pixels between the letters and their own curve
_PADDING = 3.0
_MOST = 40  # names in one picture: more would stand on one another's curves
_SOON = 12  # curves that get their names while something moves
_FORBIDDEN = 1000.0
_LIKED = (0.9, 0.14, 0.38, 0.66, 0.26, 0.78)  # where along the view a first name looks, by curve


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a name stands: beside the curve at x (axis units), on one side of it."""

    x: float
    side: int
    cost: float


class Names(Layer):
    """Paints the names; it remembers their places between frames."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.curves: Sequence[CurveItem] = ()
        self.taken: Sequence[QRectF] = ()
        self.lines: Sequence[Pieces] = ()
        self._bundle: Bundle | None = None
        self._spots: dict[tuple[int, int], Spot] = {}
        self.setZValue(10)

    def draw(self, painter: QPainter) -> None:
        look = self.stage.look
        for item, outline, box in self.boxes():
            ink = look.curve(item.color, item.curve.held)
            write = outline.paint if look.vector else outline.stamp
            write(painter, box.left(), box.top() + outline.above, ink, look.theme.base)

    def boxes(self) -> list[tuple[CurveItem, Outline, QRectF]]:
        """Every name that has a place, and its box."""
        placed: list[tuple[CurveItem, Outline, QRectF]] = []
        self._bundle = None
        taken = list(self.taken)
        for number, item in enumerate(self.curves[:_MOST]):
            outline = self.stage.name(curve_latex(item.curve.name, item.curve.order))
            if outline is None:
                continue
            box = self._box(item, outline, number, taken)
            if box is not None:
                placed.append((item, outline, box))
                taken.append(box)
        return placed

    def _box(
        self, item: CurveItem, outline: Outline, number: int, taken: list[QRectF]
    ) -> QRectF | None:
        pieces, key = item.pieces(), (item.curve.key, item.curve.order)
        if not len(pieces):
            return None
        kept = self._spots.get(key)
        if kept is not None:
            box = self._beside(pieces, self._piece_at(pieces, kept.x), kept.side, outline)
            if self.stage.hurried and not self._forbidden(box, taken):
                return box  # a curve may sweep over it
            if self._cost(box, taken) <= kept.cost:
                return box
        if kept is None and self.stage.hurried and len(self.curves) > _SOON:
            return None  # of many curves the picture comes first
        spot, box = self._choose(pieces, outline, number, taken)
        self._spots[key] = spot
        return box if spot.cost < _FORBIDDEN else None

    def _choose(
        self, pieces: Pieces, outline: Outline, number: int, taken: list[QRectF]
    ) -> tuple[Spot, QRectF]:
        place = self.stage.place
        liked = _LIKED[number % len(_LIKED)]
        best: tuple[float, Spot, QRectF] | None = None
        for step in range(_PLACES):
            index = int((step + 0.5) / _PLACES * len(pieces))
            x = place.x_at(float(pieces[index, 0]))
            along = (float(pieces[index, 0]) - place.left) / place.width
            for side in (-1, 1):
                box = self._beside(pieces, index, side, outline)
                cost = self._cost(box, taken)
                total = cost + abs(along - liked) / 2 + (0.02 if side > 0 else 0)
                if best is None or total < best[0]:
                    best = total, Spot(x, side, cost), box
        assert best is not None
        return best[1], best[2]

    def _piece_at(self, pieces: Pieces, x: float) -> int:
        column = self.stage.place.column(x)
        return int(abs(pieces[:, 0] - column).argmin())

    def _beside(self, pieces: Pieces, index: int, side: int, outline: Outline) -> QRectF:
        """The box of a name beside a piece; `side` -1 is above or left, 1 below or right."""
        x0, y0, x1, y1 = map(float, pieces[index])
        dx, dy = x1 - x0, y1 - y0
        length = math.hypot(dx, dy) or 1.0
        across, down = dy / length, -dx / length  # the normal
        if down > 0 or (down == 0 and across > 0):
            across, down = -across, -down
        across, down = -side * across, -side * down
        half_wide, half_high = outline.width / 2, outline.height / 2
        away = abs(across) * half_wide + abs(down) * half_high + _CLEAR
        center = QPointF(x0 + across * away, y0 + down * away)
        box = QRectF(0, 0, outline.width, outline.height)
        box.moveCenter(center)
        return box

    def _cost(self, box: QRectF, taken: list[QRectF]) -> float:
        """How many curves run through a box; forbidden outside the view and over other marks."""
        if self._forbidden(box, taken):
            return _FORBIDDEN
        if self._bundle is None:
            self._bundle = Bundle([*(item.pieces() for item in self.curves), *self.lines])
        wide = _widened(box)
        return float(
            self._bundle.crossed(wide.left(), wide.top(), wide.right(), wide.bottom())
        )

    def _forbidden(self, box: QRectF, taken: list[QRectF]) -> bool:
        place, wide = self.stage.place, _widened(box)
        inside = place.holds(wide.left(), wide.top(), 2) and place.holds(
            wide.right(), wide.bottom(), 2
        )
        return not inside or any(wide.intersects(other) for other in taken)


def _widened(box: QRectF) -> QRectF:
    return box.adjusted(-_PADDING, -_PADDING, _PADDING, _PADDING)

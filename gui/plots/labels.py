"""Labels: where the words of a mark stand: in the plot, off other marks, off lines if possible."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from gui.plots.lines import crossing
from gui.plots.stage import text_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gui.plots.lines import Pieces
    from gui.plots.place import Place

_EDGE = 4.0  # pixels between words and the frame
_HALO = 3.0
_SIDES = ((1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0))


def around(text: str, spot: QPointF, away: float) -> Iterator[QRectF]:
    """Boxes of a text at the eight sides of a mark, `away` pixels from its middle, best first."""
    box = text_box(text, 0, 0)
    return around_size(box.width(), box.height(), spot, away)


def around_size(wide: float, high: float, spot: QPointF, away: float) -> Iterator[QRectF]:
    """Boxes of a size at the eight sides of a mark, best first."""
    for right, down in _SIDES:
        slant = 0.75 if right and down else 1.0
        across, along = wide / 2 + slant * away, high / 2 + slant * away
        center = QPointF(spot.x() + right * across, spot.y() + down * along)
        box = QRectF(0, 0, wide, high)
        box.moveCenter(center)
        yield box


def calmest(
    boxes: Iterable[QRectF],
    place: Place,
    taken: Sequence[QRectF],
    lines: Sequence[Pieces],
) -> tuple[QRectF | None, int]:
    """The box in the plot and off what is taken that the fewest lines cross, and how many do.

    The first of equals; None where no box is free.
    """
    best: QRectF | None = None
    least = 10**6
    for wished in boxes:
        box = inside(wished, place)
        wide = box.adjusted(-_HALO, -_HALO, _HALO, _HALO)
        if any(wide.intersects(other) for other in taken):
            continue
        edges = wide.left(), wide.top(), wide.right(), wide.bottom()
        crossed = sum(crossing(pieces, *edges) > 0 for pieces in lines)
        if crossed < least:
            best, least = box, crossed
        if not crossed:
            break
    return best, least


def inside(box: QRectF, place: Place) -> QRectF:
    """The box pushed into the plot: nothing is ever cut off."""
    box = QRectF(box)
    box.moveLeft(max(min(box.left(), place.right - box.width() - _EDGE), place.left + _EDGE))
    box.moveTop(max(min(box.top(), place.bottom - box.height() - _EDGE), place.top + _EDGE))
    return box


def square(spot: QPointF, reach: float) -> QRectF:
    """The box of a mark."""
    return QRectF(spot.x() - reach, spot.y() - reach, 2 * reach, 2 * reach)


def distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())

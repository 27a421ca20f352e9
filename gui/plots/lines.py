"""Lines: curves as pieces of straight line in pixels, cut to the plot and into dashes. No Qt.

A piece is a row (x0, y0, x1, y1) of pixels. Pieces that follow one another share their ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gui.plots.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Pieces = NDArray[np.float64]  # (n, 4)

# Of f, f', f'' and what follows, in pixels (LOOK section 5).
WIDTHS = (2.8, 2.2, 2.3, 2.0)
DASHES: tuple[tuple[float, ...], ...] = ((), (9, 4), (2, 3), (9, 3, 2, 3))
_LONGEST_DASHED = 60_000.0  # pixels of line; noise beyond that is a solid band anyway
_TOUCH = 1e-6
_TINY = 1e-300
_STRAIGHT = 0.97  # cosine of the turn that flat ends hide
_MOST_CORNERS = 400
_FEW = 24  # lines that are cut faster one by one
_SHORT = 12.0  # pixels: a piece that fills its own box well enough


def width_of(order: int) -> float:
    """Width in pixels of the curve of this order of derivative."""
    return WIDTHS[min(order, len(WIDTHS) - 1)]


def dash_of(order: int) -> tuple[float, ...]:
    """Pixels on and off in turn; empty for a solid line."""
    return DASHES[min(order, len(DASHES) - 1)]


def pieces_of(x: NDArray[np.float64], y: NDArray[np.float64], place: Place) -> Pieces:
    """The visible pieces of a curve; a NaN in x or y lifts the pen."""
    if len(x) < 2:
        return np.empty((0, 4))
    columns, rows = place.columns(x), place.rows(y)
    every = np.empty((len(x) - 1, 4))
    every[:, 0], every[:, 1], every[:, 2], every[:, 3] = (
        columns[:-1], rows[:-1], columns[1:], rows[1:],
    )  # fmt: skip
    if not np.isfinite(columns.sum() + rows.sum()):
        every = every[np.isfinite(every).all(axis=1)]
    return clipped(every, place)


def clipped(pieces: Pieces, place: Place) -> Pieces:
    """The parts of the pieces that lie in the plot area."""
    if not len(pieces):
        return pieces
    x0, y0, x1, y1 = pieces.T
    begins, ends = _inside(x0, y0, place), _inside(x1, y1, place)
    whole = begins & ends
    if whole.all():
        return pieces
    beside = (np.maximum(x0, x1) < place.left) | (np.minimum(x0, x1) > place.right)
    beside |= (np.maximum(y0, y1) < place.top) | (np.minimum(y0, y1) > place.bottom)
    cut = np.flatnonzero(~(whole | beside))
    if len(cut) > _FEW:
        return _cut(pieces[~beside], place)
    result = pieces.copy() if len(cut) else pieces
    for at, (left, top, right, bottom) in zip(cut.tolist(), pieces[cut].tolist(), strict=True):
        seen = cut_line(left, top, right, bottom, place)
        if seen is not None:
            whole[at] = True
            result[at] = seen
    return result[whole]


def cut_line(
    x0: float, y0: float, x1: float, y1: float, place: Place
) -> tuple[float, float, float, float] | None:
    """The part of one straight line that lies in the plot area, by Liang and Barsky."""
    dx, dy = x1 - x0, y1 - y0
    begin, end = 0.0, 1.0
    for slope, room in (
        (-dx, x0 - place.left), (dx, place.right - x0),
        (-dy, y0 - place.top), (dy, place.bottom - y0),
    ):  # fmt: skip
        if slope < 0:
            begin = max(begin, room / slope)
        elif slope > 0:
            end = min(end, room / slope)
        elif room < 0:
            return None
    if not begin < end:
        return None
    return x0 + begin * dx, y0 + begin * dy, x0 + end * dx, y0 + end * dy


def _inside(x: NDArray[np.float64], y: NDArray[np.float64], place: Place) -> NDArray[np.bool_]:
    inside = (x >= place.left) & (x <= place.right)
    return inside & (y >= place.top) & (y <= place.bottom)


def _cut(pieces: Pieces, place: Place) -> Pieces:
    """`cut_line` for many lines at once."""
    x0, y0 = pieces[:, 0], pieces[:, 1]
    dx, dy = pieces[:, 2] - x0, pieces[:, 3] - y0
    begin, end = np.zeros(len(pieces)), np.ones(len(pieces))
    for slope, room in (
        (-dx, x0 - place.left), (dx, place.right - x0),
        (-dy, y0 - place.top), (dy, place.bottom - y0),
    ):  # fmt: skip
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            at = room / slope
        begin = np.where(slope < 0, np.maximum(begin, at), begin)
        end = np.where(slope > 0, np.minimum(end, at), end)
        end = np.where((slope == 0) & (room < 0), -1.0, end)
    seen = begin < end
    return _between(pieces[seen], begin[seen], end[seen])


def chords(pieces: Pieces, pattern: tuple[float, ...]) -> Pieces:
    """`dashed` in a hurry: each dash one straight line; the dashes of a jump are left out."""
    lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    ends = np.cumsum(lengths)
    total, period = float(ends[-1]) if len(ends) else 0.0, float(sum(pattern))
    if not 0 < total <= _LONGEST_DASHED or len(pieces) < 2:
        return dashed(pieces, pattern)
    if np.abs(pieces[1:, :2] - pieces[:-1, 2:]).max() > _TOUCH:
        return dashed(pieces, pattern)
    along = np.concatenate((ends[:1] - lengths[:1], ends))
    x, y = np.append(pieces[:1, 0], pieces[:, 2]), np.append(pieces[:1, 1], pieces[:, 3])
    marks, on, dashes = np.arange(0.0, total, period), 0.0, []
    for long, gap in zip(pattern[::2], pattern[1::2], strict=True):
        begin = marks + on
        end = np.minimum(begin + long, total)
        dashes.append(
            np.stack([np.interp(at, along, of) for at in (begin, end) for of in (x, y)], axis=1)
        )
        on += long + gap
    return np.concatenate(dashes) if len(dashes) > 1 else dashes[0]


def dashed(pieces: Pieces, pattern: tuple[float, ...]) -> Pieces:
    """The pieces cut into dashes by length along the line; all of them for an empty pattern."""
    if not pattern or not len(pieces):
        return pieces
    lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    ends = np.cumsum(lengths)
    total, period = float(ends[-1]), float(sum(pattern))
    if total > _LONGEST_DASHED or total <= 0:
        return pieces
    marks = np.cumsum(pattern)
    rounds = np.arange(int(total / period) + 1) * period
    cuts = np.concatenate(([0.0], (rounds[:, None] + marks[None, :]).ravel(), ends))
    cuts = np.unique(cuts[cuts <= total])
    begins, stops = cuts[:-1], cuts[1:]
    middles = (begins + stops) / 2
    drawn = np.searchsorted(marks, middles % period, side="right") % 2 == 0
    begins, stops, middles = begins[drawn], stops[drawn], middles[drawn]
    which = np.minimum(np.searchsorted(ends, middles, side="left"), len(pieces) - 1)
    start = ends[which] - lengths[which]
    whole = np.where(lengths[which] > 0, lengths[which], 1.0)
    return _between(pieces[which], (begins - start) / whole, (stops - start) / whole)


def _between(pieces: Pieces, begin: NDArray[np.float64], end: NDArray[np.float64]) -> Pieces:
    x0, y0 = pieces[:, 0], pieces[:, 1]
    dx, dy = pieces[:, 2] - x0, pieces[:, 3] - y0
    begin, end = np.clip(begin, 0, 1), np.clip(end, 0, 1)
    return np.column_stack((x0 + begin * dx, y0 + begin * dy, x0 + end * dx, y0 + end * dy))


def overlapped(pieces: Pieces, by: float = 0.5) -> Pieces:
    """Each piece a little longer at both ends, in pixels, so that flat ends leave no gap."""
    along = pieces[:, 2:] - pieces[:, :2]
    length = np.hypot(along[:, 0], along[:, 1])
    along *= (by / np.maximum(length, _TINY))[:, None]
    longer = pieces.copy()
    longer[:, :2] -= along
    longer[:, 2:] += along
    return longer


def corners(pieces: Pieces) -> list[tuple[float, float]]:
    """Where a line turns by more than some degrees, and both its ends: places for a round dot."""
    dx, dy = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    length = np.hypot(dx, dy)
    turned = dx[1:] * dx[:-1] + dy[1:] * dy[:-1] < _STRAIGHT * length[1:] * length[:-1]
    turned |= np.abs(pieces[1:, 0] - pieces[:-1, 2]) > _TOUCH
    turned |= np.abs(pieces[1:, 1] - pieces[:-1, 3]) > _TOUCH
    turning = pieces[1:][turned, :2].tolist() if turned.any() else []
    ends = [pieces[0, :2].tolist(), *turning[:_MOST_CORNERS], pieces[-1, 2:].tolist()]
    return [(x, y) for x, y in ends]


def joined(
    pieces: Pieces,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
    """The pieces as one pen's way: points x, y (n,) and whether each leads to the next (n,)."""
    if not len(pieces):
        return np.empty(0), np.empty(0), np.empty(0, np.int32)
    apart = np.abs(pieces[1:, :2] - pieces[:-1, 2:]).max(axis=1) > _TOUCH
    starts = np.concatenate(([True], apart))
    kept = np.column_stack((starts, np.ones(len(pieces), bool))).ravel()
    points = pieces.reshape(-1, 2)[kept]
    is_start = np.column_stack((starts, np.zeros(len(pieces), bool))).ravel()[kept]
    leads = np.concatenate((~is_start[1:], [False])).astype(np.int32)
    return points[:, 0].copy(), points[:, 1].copy(), leads


def crossing(pieces: Pieces, left: float, top: float, right: float, bottom: float) -> int:
    """How many pieces pass through a box."""
    if not len(pieces):
        return 0
    box = Place(left=left, top=top, width=right - left, height=bottom - top)
    near = (
        (np.minimum(pieces[:, 0], pieces[:, 2]) <= right)
        & (np.maximum(pieces[:, 0], pieces[:, 2]) >= left)
        & (np.minimum(pieces[:, 1], pieces[:, 3]) <= bottom)
        & (np.maximum(pieces[:, 1], pieces[:, 3]) >= top)
    )
    return len(clipped(pieces[near], box)) if near.any() else 0


class Bundle:
    """Many lines looked at together: how many of them run through a box.

    A short piece counts when its own box does; a long one is cut exactly.
    """

    def __init__(self, lines: Sequence[Pieces]) -> None:
        lines = [line for line in lines if len(line)]
        self._pieces = np.concatenate(lines) if lines else np.empty((0, 4))
        self._owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
        x, y = self._pieces[:, 0::2], self._pieces[:, 1::2]
        self._low = np.stack((x.min(axis=1), y.min(axis=1))) if lines else np.empty((2, 0))
        self._high = np.stack((x.max(axis=1), y.max(axis=1))) if lines else np.empty((2, 0))
        self._short = (self._high - self._low).max(axis=0, initial=0.0) < _SHORT

    def crossed(self, left: float, top: float, right: float, bottom: float) -> int:
        """How many of the lines have a piece in the box."""
        near = (self._low[0] <= right) & (self._high[0] >= left)
        near &= (self._low[1] <= bottom) & (self._high[1] >= top)
        if not near.any():
            return 0
        surely = near & self._short
        crossing_owners = set(self._owner[surely].tolist())
        rest = np.flatnonzero(near & ~self._short)
        if len(rest):
            box = Place(left=left, top=top, width=right - left, height=bottom - top)
            for at in rest:
                if len(clipped(self._pieces[at : at + 1], box)):
                    crossing_owners.add(int(self._owner[at]))
        return len(crossing_owners)

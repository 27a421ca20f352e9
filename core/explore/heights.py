"""Heights: the vertical range in which the curves of a view are seen best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DERIVATIVE_ROOM = 2.5
DECADES = 300.0  # as far as a logarithmic axis goes, up and down


def fitted(
    xs: Sequence[Array], rows: Sequence[Array] | Array, orders: Sequence[int],
    x_log: bool = False, y_log: bool = False,
) -> tuple[float, float]:  # fmt: skip
    """A vertical range that shows f, and of its derivatives what fits without flattening it.

    `xs`, `rows` are the drawn places and values, `orders` their orders of derivative. A curve with
    poles counts by the values of 94 % of the interval. On logarithmic axes decades count, and
    only what is above 0.
    """
    if x_log:  # of a frame from before the axis was logarithmic, only the right half counts
        rows = [np.asarray(row)[x > 0] for x, row in zip(xs, rows, strict=True)]
        xs = [np.log(x[x > 0]) for x in xs]
    if y_log:
        low, high = fitted(xs, [_decades(row) for row in rows], orders)
        low = min(max(low, -DECADES), DECADES - 1)
        return 10.0**low, 10.0 ** (min(high, DECADES) if high > low else low + 1)
    each_span = map(_span, xs, rows)
    spans = [(order, span) for order, span in zip(orders, each_span, strict=True) if span]
    if not spans:
        return -5.0, 5.0
    lowest = min(order for order, _ in spans)
    low, high = _union([span for order, span in spans if order == lowest])
    room = DERIVATIVE_ROOM * max(high - low, 1e-300)
    for _, (bottom, top) in spans:
        if high == low or top - bottom <= room:
            low, high = min(low, bottom), max(high, top)
    return _with_margin(low, high)


def _decades(row: Array) -> Array:
    """log10 of what is above 0, nan where nothing is."""
    with np.errstate(all="ignore"):
        return np.log10(np.where(row > 0, row, np.nan))


def _span(x: Array, row: Array) -> tuple[float, float] | None:
    finite = np.isfinite(row)
    if np.count_nonzero(finite) < 2:
        return None
    share = np.gradient(x)[finite]
    order = np.argsort(row[finite])
    values, share = row[finite][order], share[order]
    passed = (np.cumsum(share) - share / 2) / max(float(share.sum()), 1e-300)
    low, high = (float(each) for each in np.interp((0.03, 0.97), passed, values))
    whole = float(values[0]), float(values[-1])
    return whole if whole[1] - whole[0] < 3 * (high - low) else (low, high)


def _union(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in spans), max(high for _, high in spans)


def _with_margin(low: float, high: float) -> tuple[float, float]:
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        reach = max(abs(low), 1.0)
        low, high = low - reach, high + reach
    margin = 0.08 * (high - low)
    limit = np.finfo(float).max / 8
    return max(low - margin, -limit), min(high + margin, limit)

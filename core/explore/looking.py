"""Looking: what a viewport asks of the samples, and what the curves make of its height."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.explore.heights import fitted
from core.explore.sampling import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.document import Viewport
    from core.frame import Curve

MOST_SAMPLES = 1600
LEAST_SAMPLES = 200
DRAFT_SHARE = 0.5
NOT_POSITIVE = "It has no values above 0 here; a logarithmic axis shows no others."


def canvas_of(viewport: Viewport, draft: bool) -> Canvas:
    """What is sampled for this viewport; a draft has half the samples."""
    full = min(max(viewport.width, LEAST_SAMPLES), MOST_SAMPLES)
    width = max(LEAST_SAMPLES, int(full * DRAFT_SHARE)) if draft else full
    span = None
    if viewport.y_min is not None and viewport.y_max is not None:
        span = (viewport.y_min, viewport.y_max)
    return Canvas(
        viewport.x_min, viewport.x_max, width, max(viewport.height, 100), span,
        viewport.x_log, viewport.y_log,
    )  # fmt: skip


def filled(viewport: Viewport, curves: Sequence[Curve]) -> Viewport:
    """The viewport with its vertical range chosen from the curves where it was left open."""
    if not viewport.fits_height:
        return viewport
    columns = [(curve.x, curve.y, curve.order) for curve in curves]
    low, high = fitted(
        [x for x, _, _ in columns], [y for _, y, _ in columns],
        [order for _, _, order in columns], viewport.x_log, viewport.y_log,
    )  # fmt: skip
    return replace(viewport, y_min=low, y_max=high)


def below(curves: Sequence[Curve]) -> str:
    """What is said of curves of which a logarithmic axis shows nothing."""
    seen = any(bool((curve.y > 0).any()) for curve in curves)
    return NOT_POSITIVE if curves and not seen else ""

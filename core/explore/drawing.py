"""One row of the plot: its curves, and what is remarkable on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.explore.haze import cleared
from core.explore.kinks import Found, asymptotes_of, ends_of, joined, kinks
from core.explore.sampling import sample
from core.explore.search import Searcher
from core.frame import Asymptote, Curve, End, Haze, Kind, Landmark, Search
from core.words import prime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from core.calculus.program import Program
    from core.document import Formula
    from core.explore.sampling import Canvas, Differentiate, Samples
    from core.frame import Row

_ORDERS = {Kind.ROOT: 0, Kind.MAXIMUM: 1, Kind.MINIMUM: 1, Kind.INFLECTION: 2}  # that vanishes
HAZE_NOTE = "Double precision ends here: its numbers lie in the band, the line has 60 digits."
FINE_NOTE = "It moves faster than the pixels here: zoom in to see its course."


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What one row contributes to a frame; `searcher` compares it with other rows."""

    curves: tuple[Curve, ...] = ()
    search: Search | None = None
    ends: tuple[End, ...] = ()
    asymptotes: tuple[Asymptote, ...] = ()
    note: str = ""
    searcher: Searcher | None = None
    hazes: tuple[Haze, ...] = ()


def draw(
    formula: Formula, row: Row, program: Program, rest: Sequence[float], canvas: Canvas,
    differentiate: Differentiate | None, searching: bool, stop: Callable[[], bool],
    seconds: float | None = None,
) -> Drawn:  # fmt: skip
    """Sample the shown orders and, when `searching`, look for landmarks.

    A draft has to be there within so many `seconds` and takes its circles from the samples; else
    kinks are looked at exactly.
    """
    draft = seconds is not None
    samples = sample(program, rest, canvas, formula.shown, differentiate, stop, seconds)
    note = FINE_NOTE if samples.too_fine else ""
    found, clouds = Found((), ()), ()
    exact = differentiate is not None and not draft and not samples.too_fine
    if exact:
        found = kinks(formula.key, program, rest, samples, stop)
        samples = _through(samples, found)
        samples, clouds = cleared(formula.key, program, rest, samples, formula.shown, canvas, stop)
        note = note or (HAZE_NOTE if clouds else "")
    curves = tuple(
        Curve(formula.key, n, prime(n, row.name), samples.x, samples.rows[n], row.held)
        for n in formula.shown
        if n < len(samples.rows)
    )
    if differentiate is None or program.differentiates:
        return Drawn(curves, note=note)
    lost = frozenset(haze.order for haze in clouds)
    searcher = Searcher(formula.key, program, rest, samples, differentiate, found, lost)
    seen = formula.shown if not samples.too_fine else ()
    ends = [*_ends(found, seen), *(searcher.ends() if 0 in seen else ())]
    asymptotes = [
        line
        for kink in searcher.kinks
        for line in asymptotes_of(kink)
        if line.order in seen
    ]
    asymptotes += searcher.asymptotes() if 0 in seen else ()
    search = searcher.search() if searching and not samples.too_fine else None
    search = _told(search, clouds, samples) if search is not None and clouds else search
    return Drawn(curves, search, tuple(ends), tuple(asymptotes), note, searcher, clouds)


def _through(samples: Samples, found: Found) -> Samples:
    """The samples with the exact values in the middle of their breaks, or gaps."""
    x, rows, joints = samples.x.copy(), samples.rows.copy(), samples.joints
    for k, (kink, values) in enumerate(zip(found.kinks, found.values, strict=True)):
        at = joints[k]
        if not values or not samples.left[k] < x[at] < samples.right[k]:
            continue
        x[at] = min(max(kink.x if kink else samples.place[k], samples.left[k]), samples.right[k])
        for order in range(min(len(values), len(rows))):
            rows[order, at] = joined(kink, values, order)
    return replace(samples, x=x, rows=rows)


def _told(search: Search, clouds: Sequence[Haze], samples: Samples) -> Search:
    """What was found without what rounding makes up: where f is lost, its derivatives are too."""

    def sure(mark: Landmark) -> bool:
        after = int(np.clip(np.searchsorted(samples.x, mark.x), 1, len(samples.x) - 1))
        return not any(
            np.isfinite(haze.x[after - 1 : after + 1]).any()
            for haze in clouds
            if haze.order <= _ORDERS.get(mark.kind, -1)
        )

    return replace(search, landmarks=tuple(filter(sure, search.landmarks)))


def _ends(found: Found, shown: Sequence[int]) -> Iterator[End]:
    for kink, values in zip(found.kinks, found.values, strict=True):
        for order in shown:
            if kink is not None and order < len(kink.left):
                yield from ends_of(kink, values, order)

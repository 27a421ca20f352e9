"""One row of the plot: its curves, and what is remarkable on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.explore.sampling import sample
from core.explore.search import Searcher, intersections
from core.frame import Asymptote, Curve, End, Search
from core.words import prime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.calculus.program import Program
    from core.document import Formula
    from core.explore.sampling import Canvas, Differentiate
    from core.frame import Row

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


def draw(
    formula: Formula, row: Row, program: Program, rest: Sequence[float], canvas: Canvas,
    differentiate: Differentiate | None, searching: bool, stop: Callable[[], bool],
) -> Drawn:  # fmt: skip
    """Sample the shown orders and, when `searching`, look for landmarks."""
    samples = sample(program, rest, canvas, formula.shown, differentiate, stop)
    curves = tuple(
        Curve(formula.key, n, prime(n, row.name), samples.x, samples.rows[n], row.held)
        for n in formula.shown
        if n < len(samples.rows)
    )
    note = FINE_NOTE if samples.too_fine else ""
    if differentiate is None or program.differentiates:
        return Drawn(curves, note=note)
    searcher = Searcher(formula.key, program, rest, samples, differentiate)
    f_shown = 0 in formula.shown and not samples.too_fine
    ends = searcher.ends() if f_shown else ()
    asymptotes = searcher.asymptotes() if f_shown else ()
    search = searcher.search() if searching and not samples.too_fine else None
    return Drawn(curves, search, ends, asymptotes, note, searcher)


def searches(drawn: Sequence[Drawn]) -> tuple[Search, ...]:
    """All searches, the intersections of each two rows with the first of them."""
    found: list[Search] = []
    for place, one in enumerate(drawn):
        if one.search is None or one.searcher is None:
            continue
        meets = [
            mark
            for other in drawn[place + 1 :]
            if other.search is not None and other.searcher is not None
            for mark in intersections(one.searcher, other.searcher)
        ]
        found.append(replace(one.search, landmarks=(*one.search.landmarks, *meets)))
    return tuple(found)

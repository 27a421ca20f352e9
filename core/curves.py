"""The curves of all rows: how well each is drawn, and what can wait for a moment of rest.

Of a few rows each is drawn in full at once. Of many, when the window may wait, the active one is;
the others are drafts, and are finished one after the other while nothing else is wished for.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.program import Cancelled
from core.errors import InputError
from core.explore.drawing import Drawn, draw
from core.explore.looking import below, canvas_of
from core.explore.meeting import Meetings, wanted
from core.explore.thrift import LIGHT, weight
from core.standing import rest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from core.document import Document, Formula, Viewport
    from core.frame import Row, Search
    from core.kept import Kept
    from core.readings import Read

FEW = 12  # rows that are all drawn in full at once
DRAFT_SECONDS = 0.5  # for the draft of the active row, and for those of all others together
LIMIT = 10.0  # seconds after which a row that is finished at rest stays a draft


@dataclass(frozen=True, eq=False)
class Wish:
    """What the curves are asked for: the rows as they read, where one looks, and how well.

    `patient`: of many rows those that are not active may be drafts.
    """

    document: Document
    reads: Mapping[int, Read]
    viewport: Viewport
    draft: bool
    patient: bool
    stop: Callable[[], bool]

    def hasty(self, formula: Formula) -> bool:
        """Whether this row is wished for as a draft. What only stays from a text before, and is
        costly, is one: the mistake must not wait for it.
        """
        read = self.reads[formula.key]
        stays = read.row.held and read.program is not None and weight(read.program) > LIGHT
        if self.draft or stays:
            return True
        active = formula.key == self.document.active
        return self.patient and not active and self.count > FEW

    @cached_property
    def count(self) -> int:
        """How many rows may have curves."""
        return sum(
            formula.visible and self.reads[formula.key].program is not None
            for formula in self.document.formulas
        )


class Curves:
    """Draws the rows, and remembers the draft and the full picture of each."""

    def __init__(self, kept: Kept) -> None:
        self.differentiate: Any = None
        self._kept = kept
        self._meetings = Meetings()
        self._slow: dict[int, Any] = {}  # what took too long, by row

    def rows(self, wish: Wish) -> tuple[list[Row], list[Drawn]]:
        """Every row as it reads, and what it draws."""
        found = [
            self._row(wish, formula, hasty=wish.hasty(formula))
            for formula in wish.document.formulas
        ]
        return [row for row, _ in found], [one for _, one in found]

    def searches(self, wish: Wish, drawn: Sequence[Drawn]) -> tuple[Search, ...]:
        """What was found on the rows, and where they meet as far as that is known."""
        if wish.draft:
            return ()
        if not wish.patient or wish.count <= FEW:
            self._meetings.find(drawn, wish.stop)
        key = (*map(id, drawn), self._meetings.known(drawn))
        made = self._kept.once(
            "searches", key, lambda: (tuple(drawn), self._meetings.searches(drawn))
        )
        return made[1]

    def finish(self, wish: Wish) -> Iterator[None]:
        """Draw in full what was left a draft, then compare the rows: a step at a time.

        Cancelled when the wish is to stop. A row that takes too long stays a draft.
        """
        if wish.count <= FEW:
            return
        for formula in _nearest_first(wish.document):
            if self._can_be_finished(wish, formula):
                self._finish_row(wish, formula)
                yield
        drawn = [self._row(wish, each, hasty=True)[1] for each in wish.document.formulas]
        places = [formula.key for formula in wish.document.formulas]
        known = wish.document.active in places
        active = drawn[places.index(wish.document.active)] if known else None
        for pair in list(self._meetings.missing(drawn)):
            if wanted(pair, active, drawn):
                if wish.stop():
                    raise Cancelled
                self._meetings.compare(pair)
                yield

    def _can_be_finished(self, wish: Wish, formula: Formula) -> bool:
        key = self._key(wish, formula, draft=False)
        if key is None or self._slow.get(formula.key) == key:
            return False
        return not self._kept.holds(("curves", formula.key), key)

    def _finish_row(self, wish: Wish, formula: Formula) -> None:
        late = time.monotonic() + LIMIT
        asked = replace(wish, stop=lambda: wish.stop() or time.monotonic() > late)
        with suppress(Cancelled):
            self._row(asked, formula, hasty=False)
        if wish.stop():
            raise Cancelled
        key = self._key(wish, formula, draft=False)
        if not self._kept.holds(("curves", formula.key), key):
            self._slow[formula.key] = key

    def _row(self, wish: Wish, formula: Formula, *, hasty: bool) -> tuple[Row, Drawn]:
        read = wish.reads[formula.key]
        try:
            one = self._drawn(wish, formula, hasty=hasty)
        except RepeatTooLong as reason:
            error = InputError(str(reason), 0, len(formula.text))
            return replace(read.row, error=error), Drawn()
        note = one.note or (below(one.curves) if wish.viewport.y_log else "")
        if note and not read.row.note:
            noted, key = ("note", formula.key), (id(read.row), note)
            return self._kept.once(noted, key, lambda: replace(read.row, note=note)), one
        return read.row, one

    def _drawn(self, wish: Wish, formula: Formula, *, hasty: bool) -> Drawn:
        """The full picture when it is there or asked for, else the draft."""
        stage: tuple[Any, ...] = ("curves", formula.key)
        key = self._key(wish, formula, draft=False)
        if key is None:
            return Drawn()
        draft = hasty and not self._kept.holds(stage, key)
        if draft:
            rough, at = (*stage, "draft"), self._key(wish, formula, draft=True)
            beside = formula.key != wish.document.active
            for each, mine in ((stage, key), (rough, at)):
                if beside and _serves(self._kept.key_of(each), mine):
                    return self._kept.last(each)
            stage, key = rough, at
        read = wish.reads[formula.key]
        program = read.program
        assert program is not None

        def compute() -> Drawn:
            if wish.stop():
                raise Cancelled
            return draw(
                formula, read.row, program, rest_of(wish.document, read),
                canvas_of(wish.viewport, draft), self.differentiate,
                _searching(wish.document) and not draft, wish.stop,
                self._seconds(wish, formula) if draft else None,
            )  # fmt: skip

        return self._kept.once(stage, key, compute)

    def _seconds(self, wish: Wish, formula: Formula) -> float:
        """What the draft of a row may take: all together are there soon, the active one best."""
        if formula.key == wish.document.active:
            return DRAFT_SECONDS
        return DRAFT_SECONDS / max(wish.count, 1)

    def _key(self, wish: Wish, formula: Formula, *, draft: bool) -> Any:
        """What the picture of a row depends on; None where there is none."""
        read = wish.reads[formula.key]
        program = read.program
        if not formula.visible or program is None or not formula.shown:
            return None
        late = self.differentiate is None and program.differentiates
        several = (read.planar or read.spatial) and formula.key != wish.document.active
        if late or several or read.mapped:
            return None
        return (
            program, rest_of(wish.document, read), canvas_of(wish.viewport, draft), formula.shown,
            read.row.name, read.row.held, self.differentiate is None,
            _searching(wish.document) and not draft, draft, read.row.latex,
        )  # fmt: skip


def _serves(made: Any, wanted: Any) -> bool:
    """Whether a picture was made for all that is wanted but the height, which only decides how
    dense it is: as a draft of a row beside the active one it will do.
    """
    if made is None or made[3:] != wanted[3:] or made[:2] != wanted[:2]:
        return False
    return replace(made[2], y_span=None) == replace(wanted[2], y_span=None)


def _searching(document: Document) -> bool:
    return document.landmarks or document.view == "table"


def _nearest_first(document: Document) -> list[Formula]:
    """The rows from the active one outwards: what is looked at comes first."""
    keys = [formula.key for formula in document.formulas]
    here = keys.index(document.active) if document.active in keys else 0
    places = sorted(range(len(keys)), key=lambda place: abs(place - here))
    return [document.formulas[place] for place in places]

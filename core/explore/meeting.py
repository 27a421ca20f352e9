"""Where the curves of two rows meet: found once for each two curves, as long as both stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from core.calculus.program import Cancelled
from core.explore.search import intersections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from core.explore.drawing import Drawn
    from core.frame import Landmark, Search

    Pair = tuple[Drawn, Drawn]

MOST_PAIRS = 1_000  # beyond, only the curves that are asked for by themselves are compared


class Meetings:
    """The intersections of each two of the rows that are drawn, kept by the pair."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], tuple[Landmark, ...]] = {}
        self._held: dict[int, Drawn] = {}

    def find(self, drawn: Sequence[Drawn], stop: Callable[[], bool]) -> None:
        """Compare each two; Cancelled when `stop` asks for it between two pairs."""
        for pair in self.missing(drawn):
            if stop():
                raise Cancelled
            self.compare(pair)

    def missing(self, drawn: Sequence[Drawn]) -> Iterator[Pair]:
        """Each two that were not compared yet, in the order of the rows."""
        for pair in combinations(_searched(drawn), 2):
            if _key(pair) not in self._found:
                yield pair

    def compare(self, pair: Pair) -> None:
        """Find where these two meet, and keep it."""
        first, second = pair
        assert first.searcher is not None
        assert second.searcher is not None
        found = intersections(first.searcher, second.searcher)
        self._held |= {id(each): each for each in pair}
        self._found[_key(pair)] = tuple(found)

    def searches(self, drawn: Sequence[Drawn]) -> tuple[Search, ...]:
        """All searches, each with its intersections with the rows after it.

        One that waits for a comparison says that there may be more.
        """
        found: list[Search] = []
        waits = {id(each) for pair in self.missing(drawn) for each in pair}
        rows = _searched(drawn)
        for place, one in enumerate(rows):
            assert one.search is not None
            meets = [
                mark
                for other in rows[place + 1 :]
                for mark in self._found.get(_key((one, other)), ())
            ]
            crowded = one.search.crowded or id(one) in waits
            marks = (*one.search.landmarks, *meets)
            found.append(replace(one.search, landmarks=marks, crowded=crowded))
        return tuple(found)

    def known(self, drawn: Sequence[Drawn]) -> int:
        """How many pairs of these were compared; those with rows that are gone are forgotten."""
        here = {id(one): one for one in drawn}
        if not self._held.keys() <= here.keys():
            self._held = {at: one for at, one in self._held.items() if at in here}
            self._found = {
                pair: marks
                for pair, marks in self._found.items()
                if pair[0] in here and pair[1] in here
            }
        return len(self._found)


def wanted(pair: Pair, active: Drawn | None, drawn: Sequence[Drawn]) -> bool:
    """Whether two rows are compared in a moment of rest: each two of a few, of many the active
    one with every other.
    """
    count = len(_searched(drawn))
    return active in pair or count * (count - 1) // 2 <= MOST_PAIRS


def _searched(drawn: Sequence[Drawn]) -> list[Drawn]:
    return [one for one in drawn if one.search is not None and one.searcher is not None]


def _key(pair: Pair) -> tuple[int, int]:
    return id(pair[0]), id(pair[1])

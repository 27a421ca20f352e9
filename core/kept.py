"""Kept: the last result of each stage, computed again only when what it reads has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable


@dataclass
class _Result:
    """The last result of a stage, with what it was computed from."""

    key: Hashable = None
    value: Any = None


class Kept:
    """Results by stage. A stage that belongs to a row is a tuple with the row's key second."""

    def __init__(self) -> None:
        self._results: dict[Hashable, _Result] = {}

    def once(self, stage: Hashable, key: Hashable, compute: Callable[[], Any]) -> Any:
        """The last result of the stage if it was computed from the same `key`, else a new one."""
        kept = self._results.setdefault(stage, _Result())
        if kept.key != key or kept.value is None:
            kept.value = compute()
            kept.key = key
        return kept.value

    def last(self, stage: Hashable) -> Any:
        """The last result of the stage, whatever it was computed from; None before the first."""
        return self._results.get(stage, _Result()).value

    def key_of(self, stage: Hashable) -> Any:
        """What the last result of the stage was computed from; None before the first."""
        kept = self._results.get(stage, _Result())
        return kept.key if kept.value is not None else None

    def holds(self, stage: Hashable, key: Hashable) -> bool:
        """Whether the last result of the stage was computed from this key."""
        return self._results.get(stage, _Result()).key == key

    def forget(self, rows: Collection[int]) -> None:
        """Drop what belongs to rows that are not among these keys."""
        self._results = {
            stage: kept
            for stage, kept in self._results.items()
            if not isinstance(stage, tuple) or stage[1] in rows
        }

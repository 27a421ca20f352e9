"""Rows that are read together: each may use the functions that the others define."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from core.errors import InputError, kept
from core.language.parse import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.language.syntax import Definition

PASSES = 4
Known: TypeAlias = (
    "dict[tuple[int, int], tuple[str, dict[str, Definition], Definition | InputError]]"
)
"""How texts were parsed: by row and turn the text, the definitions beside it, and the outcome."""


def parse_together(
    typed: Mapping[int, str], sizes: Mapping[str, int] | None = None, known: Known | None = None
) -> dict[int, Definition | InputError]:
    """Parse texts by key until the definitions no longer change one another's meaning.

    `sizes` gives whole numbers that no row gives, such as the slider n of x in R^n. What `known`
    has of the same text beside the same definitions is not parsed again; sizes stay as they were.
    """
    outcomes: dict[int, Definition | InputError] = {}
    known = known if known is not None else {}
    before = dict(known)
    known.clear()
    for turn in range(PASSES):
        scope = scope_of(outcomes)
        following: dict[int, Definition | InputError] = {}
        for key, text in typed.items():
            asked = text, without_own(scope, outcomes.get(key))
            lasts = before.get((key, turn)), known.get((key, turn - 1))
            same = next((each for each in lasts if each and each[:2] == asked), None)
            outcome = _attempt(*asked, sizes) if same is None else same[2]
            following[key] = outcome
            known[key, turn] = (*asked, outcome)
        if all(_alike(outcomes.get(key), each) for key, each in following.items()):
            return following
        outcomes = following
    return outcomes


def scope_of(outcomes: Mapping[int, Definition | InputError]) -> dict[str, Definition]:
    """The named definitions; of two with one name the first row's."""
    scope: dict[str, Definition] = {}
    for outcome in outcomes.values():
        if not isinstance(outcome, InputError) and outcome.name and outcome.name != "y":
            scope.setdefault(outcome.name, outcome)
    return scope


def without_own(
    scope: Mapping[str, Definition], own: Definition | InputError | None
) -> dict[str, Definition]:
    """The scope that a row sees: all definitions but its own."""
    name = own.name if own is not None and not isinstance(own, InputError) else None
    return {each: definition for each, definition in scope.items() if each != name}


def _attempt(
    text: str, scope: Mapping[str, Definition], sizes: Mapping[str, int] | None
) -> Definition | InputError:
    try:
        return parse(text, scope=scope, sizes=sizes)
    except InputError as error:
        return kept(error)


def _alike(a: Definition | InputError | None, b: Definition | InputError) -> bool:
    if isinstance(a, InputError) and isinstance(b, InputError):
        return str(a) == str(b)
    return a == b

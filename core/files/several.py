"""The choices for several variables in a session file, as words and back."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from core.choices import (
    ARROW_STYLES,
    LONGEST,
    MAP_SHADES,
    MAP_VIEWS,
    MATRIX_ORDERS,
    NARROWEST,
    PLANE_VIEWS,
    SHADES,
    SHORTEST,
    SPACE_VIEWS,
    WIDEST,
    Arrowing,
    Marks,
    Several,
)
from core.files.checked import flag, listed, maybe, number, one_of, word

MOST = 10_000  # components of a direction


def words(chosen: Several) -> dict[str, Any]:
    """The choices as JSON values."""
    return {
        "view": chosen.view,
        "shade": chosen.shade,
        "marks": [name for name, on in asdict(chosen.marks).items() if on],
        "arrows": asdict(chosen.arrowing),
        "direction": dict(chosen.direction),
        "covector": list(chosen.covector),
        "cut": chosen.cut,
        "space view": chosen.space_view,
        "pair": list(chosen.pair) if chosen.pair is not None else None,
        "order": chosen.order,
        "own scales": chosen.own_scales,
        "map view": chosen.map_view,
        "map shade": chosen.map_shade,
    }


def read(content: Any) -> Several:
    """The choices of a file; what it does not say is as at first.

    TypeError, ValueError, KeyError or AttributeError where it is damaged.
    """
    given = dict(content)
    direction = {word(name): number(value) for name, value in dict(
        given.get("direction", {})).items()}  # fmt: skip
    if len(direction) > MOST:
        raise ValueError("direction")
    return Several(
        view=one_of(given.get("view"), PLANE_VIEWS),
        shade=one_of(given.get("shade"), SHADES),
        marks=maybe(given.get("marks"), _marks) or Marks(),
        arrowing=_arrowing(given.get("arrows", {"log": given.get("log arrows", False)})),
        direction=tuple(sorted(direction.items())),
        covector=tuple(number(each) for each in listed(given.get("covector", []), MOST)),
        cut=word(given.get("cut", "")),
        space_view=one_of(given.get("space view"), SPACE_VIEWS),
        pair=maybe(given.get("pair"), _pair),
        order=one_of(given.get("order"), MATRIX_ORDERS),
        own_scales=flag(given.get("own scales", False)),
        map_view=one_of(given.get("map view"), MAP_VIEWS),
        map_shade=one_of(given.get("map shade"), MAP_SHADES),
    )


def _marks(names: Any) -> Marks:
    on = {word(each) for each in listed(names, 100)}
    return Marks(**{each.name: each.name in on for each in fields(Marks)})


def _arrowing(given: Any) -> Arrowing:
    usual = Arrowing()
    spacing = number(given.get("spacing", usual.spacing))
    length = number(given.get("length", usual.length))
    return Arrowing(
        one_of(given.get("style"), ARROW_STYLES),
        flag(given.get("log", usual.log)),
        min(max(spacing, NARROWEST), WIDEST),
        min(max(length, SHORTEST), LONGEST),
    )


def _pair(names: Any) -> tuple[str, str]:
    first, second = (word(each) for each in listed(names, 2))
    return first, second

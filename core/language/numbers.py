"""Typed number fields: "pi/2", "sqrt 2", "-1e-3"."""

from __future__ import annotations

from core.errors import InputError
from core.language.constants import value_of
from core.language.parse import is_blank, parse
from core.language.walk import free_names


def number(text: str) -> float:
    """The finite value of a constant expression; InputError for anything else."""
    if is_blank(text):
        raise InputError("There is no number yet.", 0, 0, "Type one, for example pi/2.")
    definition = parse(text)
    names = sorted(free_names(definition.body))
    if definition.name is not None or names:
        named = definition.name or names[0]
        raise InputError(f"{named} is no number.", 0, len(text),
                         "Type a constant, for example pi/2.")
    return value_of(definition.body)

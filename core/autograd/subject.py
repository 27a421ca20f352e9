"""The program of what the lab works on, read anew from its text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.calculus.compile import compile_definition, components_of
from core.errors import InputError
from core.language.together import parse_together, scope_of, without_own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.autograd.words import Subject
    from core.calculus.program import Program
    from core.language.syntax import Definition


def program_of(subject: Subject) -> tuple[Program, tuple[float, ...]]:
    """The program of a subject, and its sliders in order.

    InputError where the text cannot be read, or has other variables than the subject says.
    """
    definition, scope = _read(subject)
    if not definition.variables:
        definition = replace(definition, variables=("x",))  # as it is drawn
    program = compile_definition(definition, without_own(scope, definition))
    if components_of(definition) != subject.names:
        raise InputError("This formula has other variables now.")
    names = program.inputs[len(definition.variables) :]
    return program, tuple(subject.rest.get(name, 1.0) for name in names)


def definition_of(subject: Subject) -> Definition:
    """What a subject's text says; InputError where it cannot be read."""
    return _read(subject)[0]


def _read(subject: Subject) -> tuple[Definition, Mapping[str, Definition]]:
    outcomes = parse_together({0: subject.text, **dict(enumerate(subject.others, start=1))})
    definition = outcomes[0]
    if isinstance(definition, InputError):
        raise definition
    return definition, scope_of(outcomes)

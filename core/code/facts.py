"""Facts of a script: the formula as it was read, and the numbers that the screen shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.compile import compile_definition, components_of
from core.calculus.maps import of_map
from core.calculus.points import of_one, of_several
from core.errors import InputError
from core.language.together import parse_together, scope_of, without_own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.autograd.words import Subject
    from core.calculus.program import Program
    from core.language.syntax import Definition

CURVE, SPOT, MAP = "curve", "spot", "map"
RESULTS = {CURVE: ("value", "slope", "bend"), SPOT: ("value", "gradient", "hessian"),
           MAP: ("value", "jacobian")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before any code is written.

    `kind` is a curve (one variable), a spot (several) or a map. `shown` has the number, vector or
    matrix of each of `RESULTS[kind]`, None where there is none; `note` says why. `at` are the
    components of the variables in order, `rest` the sliders by name, `fixed` the same in the
    order of the program.
    """

    definition: Definition
    scope: Mapping[str, Definition]
    program: Program
    kind: str
    at: tuple[float, ...]
    rest: Mapping[str, float]
    fixed: tuple[float, ...]
    shown: tuple[Any, ...]
    note: str = ""


def facts_of(subject: Subject) -> Facts:
    """Read the formula of a subject and compute the numbers at its point.

    InputError where it cannot be read.
    """
    rest = dict(subject.rest)
    sizes = {name: int(each) for name, each in rest.items() if each == int(each)}
    outcomes = parse_together({0: subject.text, **dict(enumerate(subject.others, start=1))}, sizes)
    definition = outcomes[0]
    if isinstance(definition, InputError):
        raise definition
    if not definition.variables:
        definition = replace(definition, variables=("x",))  # as it is drawn
    scope = without_own(scope_of(outcomes), definition)
    program = compile_definition(definition, scope)
    names = components_of(definition)
    if names != subject.names:
        raise InputError("This formula has other variables now.")
    fixed = tuple(rest.get(name, 1.0) for name in program.inputs[len(definition.variables) :])
    known = definition, scope, program, names
    return _with_numbers(known, subject.at, rest, fixed)


def _with_numbers(
    known: Any, at: tuple[float, ...], rest: Mapping[str, float], fixed: tuple[float, ...]
) -> Facts:
    definition, scope, program, names = known
    places = np.array([at], float)
    if program.rows:
        found = of_map(program, names, places, fixed, 1)[0]
        kind, shown = MAP, (found.value, found.jacobian)
    elif len(names) == 1 and not any(definition.lengths):
        found = of_one(program, places[:, 0], fixed, 2)[0]
        kind, shown = CURVE, (found.value, *(found.derivatives or (None, None)))
    else:
        found = of_several(program, names, places, fixed, 2)[0]
        kind, shown = SPOT, (found.value, found.gradient, found.hessian)
    return Facts(definition, scope, program, kind, at, rest, fixed, shown, found.note)

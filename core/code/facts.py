"""Facts of a script: the formula as it was read, and the numbers that the screen shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import InputError
from core.function import read
from core.language.together import parse_together, scope_of, without_own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.autograd.words import Subject
    from core.language.syntax import Definition

CURVE, SPOT, MAP = "curve", "spot", "map"
RESULTS = {CURVE: ("value", "slope", "bend"), SPOT: ("value", "gradient", "hessian"),
           MAP: ("value", "jacobian")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before any code is written.

    `kind` is a curve (one variable), a spot (several) or a map. `shown` has the number, vector or
    matrix of each of `RESULTS[kind]`, None where there is none; `note` says why. `at` are the
    components of the variables in order.
    """

    definition: Definition
    scope: Mapping[str, Definition]
    kind: str
    at: tuple[float, ...]
    rest: Mapping[str, float]
    shown: tuple[Any, ...]
    note: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


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
    scope = without_own(scope_of(outcomes), definition)
    function = read(subject.text, None, scope, sizes)
    definition = function.definition
    names = function.variables
    at = tuple(dict(zip(subject.names, subject.at, strict=True)).get(name, 1.0) for name in names)
    result = function.at_points_as_read([dict(zip(names, at, strict=True))], rest, 2)[0]
    if function.is_map:
        return Facts(definition, scope, MAP, at, rest, (result.value, result.jacobian), result.note)
    if len(names) == 1 and not any(definition.lengths):
        slopes = result.derivatives or (None, None)
        return Facts(definition, scope, CURVE, at, rest, (result.value, *slopes), result.note)
    shown = (result.value, result.gradient, result.hessian)
    return Facts(definition, scope, SPOT, at, rest, shown, result.note)


def plain(value: Any) -> Any:
    """A number or nested lists of them; nan for what is not there."""
    if value is None:
        return float("nan")
    return np.asarray(value, float).tolist()

"""Free points: a typed pair of numbers, P = (a, b), that is a point of the plane.

A coordinate that is a slider alone can be dragged; any other expression holds it where it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.compile import compile_definition
from core.calculus.numpy_rows import RepeatTooLong, outputs
from core.frame import FreePoint
from core.language import syntax as s
from core.language.typeset import latex_of, name_latex
from core.language.walk import free_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.calculus.program import Program
    from core.explore.sampling import Differentiate
    from core.frame import Row

NOWHERE = "x"  # an input that no coordinate reads: every program has one to run along


@dataclass(frozen=True, slots=True)
class TypedPoint:
    """The programs of both coordinates, and the slider that each of them is, if it is one."""

    programs: tuple[Program, Program]
    handles: tuple[str | None, str | None]


def is_point(definition: s.Definition) -> bool:
    """Whether a pair of numbers was typed that depend on no variable."""
    body = definition.body
    if not isinstance(body, s.Vector) or definition.shape != (2,) or definition.declared:
        return False
    return not free_names(body) & set(definition.variables)


def typed_point(definition: s.Definition, scope: Mapping[str, s.Definition]) -> TypedPoint:
    """The programs of a definition that `is_point`. InputError where one has no meaning."""
    assert isinstance(definition.body, s.Vector)
    first, second = definition.body.components
    drawn = replace(definition, variables=(NOWHERE,))
    programs = tuple(
        compile_definition(replace(drawn, body=each, shape=()), scope) for each in (first, second)
    )
    handles = tuple(each.name if isinstance(each, s.Name) else None for each in (first, second))
    return TypedPoint((programs[0], programs[1]), (handles[0], handles[1]))


def point_latex(definition: s.Definition) -> str:
    """The point as it is written: P = (a, b)."""
    assert isinstance(definition.body, s.Vector)
    inner = r",\,".join(map(latex_of, definition.body.components))
    pair = rf"\left({inner}\right)"
    return f"{name_latex(definition.name)} = {pair}" if definition.name else pair


def placed(
    key: int, row: Row, typed: TypedPoint, rest: Sequence[float],
    differentiate: Differentiate | None,
) -> FreePoint:  # fmt: skip
    """Where the point stands while the sliders stand at `rest`; None where it has no place."""
    x, y = (_value(program, rest, differentiate) for program in typed.programs)
    return FreePoint(key, row.name, x, y, typed.handles, row.held)


def _value(
    program: Program, rest: Sequence[float], differentiate: Differentiate | None
) -> float | None:
    nowhere = np.zeros(1)
    try:
        if program.differentiates:
            if differentiate is None:
                return None
            value = float(differentiate(program, nowhere, rest, 0)[0][0])
        else:
            value = float(outputs(program, nowhere, rest)[0])
    except RepeatTooLong:
        return None
    return value if np.isfinite(value) else None

"""All formulas of a document read together: each may use the functions that others define."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.calculus.compile import compile_definition
from core.errors import InputError
from core.explore.free_points import is_point, point_latex, typed_point
from core.frame import Row
from core.language import is_blank
from core.language.syntax import Vector
from core.language.together import parse_together, scope_of, without_own
from core.language.typeset import latex, latex_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.calculus.program import Program
    from core.explore.free_points import TypedPoint
    from core.language.syntax import Definition

UNNAMED = "fghpqrsuvwFGHPQRS"


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A row, with the program that draws it: its first input is the horizontal axis.

    A typed point has the programs of its coordinates instead.
    """

    row: Row
    program: Program | None = None
    inputs: tuple[str, ...] = ()
    point: TypedPoint | None = None

    def means(self, other: Read) -> bool:
        """True when both show and compute the same."""
        mine, theirs = self.row, other.row
        return (
            mine.error is None
            and theirs.error is None
            and (mine.name, mine.latex, mine.note) == (theirs.name, theirs.latex, theirs.note)
            and self.program == other.program
            and self.point == other.point
        )


def read_rows(texts: Iterable[tuple[int, str]]) -> dict[int, Read]:
    """Read every (key, text). A text that cannot be read gives a row with the error."""
    typed = {key: text for key, text in texts if not is_blank(text)}
    outcomes = parse_together(typed)
    scope = scope_of(outcomes)
    names = _names(outcomes)
    return {
        key: _read(key, names[key], outcomes[key], scope) if key in outcomes else Read(Row(key))
        for key, _ in texts
    }


def _names(outcomes: Mapping[int, Definition | InputError]) -> dict[int, str]:
    """What each row is called: its own name, else the next free letter from f on."""
    typed = {
        key: each.name or ""
        for key, each in outcomes.items()
        if not isinstance(each, InputError)
    }
    free = (letter for letter in UNNAMED if letter not in typed.values())
    return {
        key: typed.get(key) or ("" if _is_point(each) else next(free, UNNAMED[0]))
        for key, each in outcomes.items()
    }


def _is_point(outcome: Definition | InputError) -> bool:
    return not isinstance(outcome, InputError) and is_point(outcome)


def _read(
    key: int, name: str, outcome: Definition | InputError, scope: Mapping[str, Definition]
) -> Read:
    if isinstance(outcome, InputError):
        return Read(Row(key, error=outcome))
    try:
        return _compiled(key, name, outcome, without_own(scope, outcome))
    except InputError as error:
        return Read(Row(key, error=error))


def _compiled(
    key: int, name: str, definition: Definition, scope: Mapping[str, Definition]
) -> Read:
    if is_point(definition):
        return _point(key, name, definition, scope)
    if isinstance(definition.body, Vector):
        raise InputError(
            "A map with several components is not drawn yet.", *definition.body.span,
            "Type one of its components.",
        )  # fmt: skip
    constant = not definition.variables and definition.name not in (None, "y")
    drawn = definition if definition.variables else replace(definition, variables=("x",))
    program = compile_definition(drawn, scope)
    row = Row(
        key=key,
        name=name,
        latex=latex(definition),
        body_latex=latex_of(definition.body),
        variables=definition.variables,
        parameters=tuple(sorted((*definition.parameters, *drawn.variables[1:]))),
        note=_note(drawn),
        drawn=not constant,
    )
    return Read(row, None if constant else program, program.inputs)


def _point(
    key: int, name: str, definition: Definition, scope: Mapping[str, Definition]
) -> Read:
    typed = typed_point(definition, scope)
    latex = point_latex(definition)
    row = Row(key, name, latex, latex, (), definition.parameters, drawn=False)
    return Read(row, None, typed.programs[0].inputs, typed)


def _note(definition: Definition) -> str:
    others = definition.variables[1:]
    if not others:
        return ""
    listed = " and ".join(others)
    verb = "is a slider" if len(others) == 1 else "are sliders"
    return f"Drawn along {definition.variables[0]}; {listed} {verb}."

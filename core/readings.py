"""All formulas of a document read together: each may use the functions that others define."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.calculus.compile import compile_definition, components_of
from core.calculus.scenes import MOST_PLACED, MOST_TOGETHER, Budget
from core.errors import InputError, kept
from core.explore.free_points import is_point, point_latex, typed_point
from core.frame import Row
from core.language import is_blank
from core.language.together import parse_together, scope_of, without_own
from core.language.typeset import latex, latex_of
from core.words import one_letter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from core.calculus.program import Program
    from core.explore.free_points import TypedPoint
    from core.language.syntax import Definition
    from core.language.together import Known as Parsed

UNNAMED = "fghpqrsuvwFGHPQRS"
STOOD = 0.6  # seconds after which a text typed letter by letter is one to come back to


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A row, with the program that draws it: its first input is the horizontal axis.

    A typed point has the programs of its coordinates instead. `given` pairs inputs with what they
    stand at where neither a coordinate nor a slider says it: a cut along a direction.
    """

    row: Row
    program: Program | None = None
    inputs: tuple[str, ...] = ()
    point: TypedPoint | None = None
    given: tuple[tuple[str, float], ...] = ()

    @property
    def planar(self) -> bool:
        """Whether it is a function of two variables."""
        return self.program is not None and len(self.row.variables) == 2 and not self.mapped

    @property
    def spatial(self) -> bool:
        """Whether it is a function of three or more variables, or of a vector."""
        return self.program is not None and self.row.spatial

    @property
    def mapped(self) -> bool:
        """Whether it is a map: its value has several components."""
        return self.program is not None and self.row.components > 0

    @property
    def curved(self) -> bool:
        """Whether it can be drawn as a curve, along its first input."""
        return self.program is not None and not self.row.vector and not self.mapped

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


class Reader:
    """Reads all rows and remembers of each the last text that could be read and was meant.

    Meant is what stood for a while by `clock`, or came as a whole: the t of a quickly typed tan x
    is no formula to come back to.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._texts: dict[int, str] = {}
        self._since: dict[int, float] = {}
        self._reads: dict[int, Read] = {}
        self._meant: dict[int, Read] = {}
        self._known = Known()

    def read(self, texts: Iterable[tuple[int, str]]) -> dict[int, Read]:
        """Every row as it reads now; one that cannot be read keeps the program it had."""
        typed = dict(texts)
        self._remember(typed)
        before, self._reads = self._reads, {}
        for key, read in read_rows(typed.items(), self._known).items():
            same = before.get(key)
            if read.row.error is not None and key in self._meant:
                last = self._meant[key]
                held = replace(last.row, error=read.row.error)
                self._reads[key] = replace(last, row=held)
            else:
                self._reads[key] = same if same is not None and same.means(read) else read
        return self._reads

    def forget(self, keys: set[int]) -> None:
        """Forget the rows that are gone: these are left."""
        self._meant = {key: read for key, read in self._meant.items() if key in keys}

    def _remember(self, texts: dict[int, str]) -> None:
        now, before, self._texts = self._clock(), self._texts, texts
        for key, text in texts.items():
            last, was = self._reads.get(key), before.get(key)
            if text == was:
                continue
            readable = last is not None and last.row.error is None and was and was.strip()
            if readable and now - self._since[key] >= STOOD:
                self._meant[key] = self._reads[key]
            self._since[key] = now if one_letter(was or "", text) else -math.inf


@dataclass(slots=True)
class Known:
    """What was parsed and compiled when the rows were read last: most rows are as they were."""

    parsed: Parsed = field(default_factory=dict)
    compiled: dict[int, tuple[tuple[object, ...], Read, int]] = field(default_factory=dict)


def read_rows(texts: Iterable[tuple[int, str]], known: Known | None = None) -> dict[int, Read]:
    """Read every (key, text). A text that cannot be read gives a row with the error.

    What is `known` of rows that mean the same is not compiled again, though it counts.
    """
    known = known or Known()
    typed = {key: text for key, text in texts if not is_blank(text)}
    outcomes = parse_together(typed, known=known.parsed)
    scope = scope_of(outcomes)
    names = _names(outcomes)
    budget = Budget(MOST_TOGETHER)
    before, known.compiled = known.compiled, {}
    found: dict[int, Read] = {}
    for key, _ in texts:
        if key not in outcomes:
            found[key] = Read(Row(key))
            continue
        asked = names[key], outcomes[key], without_own(scope, outcomes[key])
        last, read, nodes = before.get(key, (None, None, 0))
        if read is None or last != asked or nodes > budget.left:
            part = budget.part()
            read = _read(key, *asked, part)
            nodes = MOST_PLACED - part.left
        else:
            budget.left -= nodes
        found[key] = read
        if read.row.error is None:
            known.compiled[key] = (asked, read, nodes)
    return found


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
    key: int, name: str, outcome: Definition | InputError, scope: Mapping[str, Definition],
    budget: Budget,
) -> Read:  # fmt: skip
    if isinstance(outcome, InputError):
        return Read(Row(key, error=outcome))
    try:
        return _compiled(key, name, outcome, scope, budget)
    except InputError as error:
        return Read(Row(key, error=kept(error)))


def _compiled(
    key: int, name: str, definition: Definition, scope: Mapping[str, Definition], budget: Budget
) -> Read:
    if is_point(definition):
        return _point(key, name, definition, scope)
    listed = bool(definition.shape) and not definition.variables
    constant = not definition.variables and definition.name not in (None, "y")
    drawn = definition if definition.variables else replace(definition, variables=("x",))
    variables = components_of(definition)
    vector = bool(definition.lengths) and len(variables) > 2
    program = None
    if not listed:
        program = compile_definition(drawn, scope, by_components=not vector, budget=budget)
    row = Row(
        key=key,
        name=name,
        latex=latex(definition),
        body_latex=latex_of(definition.body),
        variables=variables,
        parameters=_sliders(drawn),
        note=_note(drawn),
        drawn=not constant,
        vector=vector,
        components=program.rows if program is not None else 0,
    )
    if program is None or constant:
        return Read(row)
    return Read(row, program, program.inputs)


def _point(
    key: int, name: str, definition: Definition, scope: Mapping[str, Definition]
) -> Read:
    typed = typed_point(definition, scope)
    latex = point_latex(definition)
    row = Row(key, name, latex, latex, (), definition.parameters, drawn=False)
    return Read(row, None, typed.programs[0].inputs, typed)


def _sliders(drawn: Definition) -> tuple[str, ...]:
    """The parameters, without the whole numbers that dimensions are read with."""
    wholes = dict(drawn.wholes) if drawn.lengths else {}
    return tuple(sorted(name for name in drawn.parameters if name not in wholes))


def _note(definition: Definition) -> str:
    """Which size was taken where none is typed."""
    if not definition.lengths or not definition.wholes:
        return ""
    said = " and ".join(f"{name} is {size}" for name, size in definition.wholes)
    example = " = ".join(map(str, definition.wholes[0]))
    return f"{said} here. Another row such as {example} chooses another size."

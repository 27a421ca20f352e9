"""Checking: the numbers at the point of a frame, by routes that know nothing of one another.

It comes after the frame and never holds up the next one: `stop` ends it at any moment. First the
60 digits are compared with autograd; SymPy, in a process of its own, is asked after that.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.agreement import Check
from core.calculus.check import (
    DIGITS,
    MOST_WHOLE,
    check_of_map,
    check_of_one,
    check_of_places,
    check_of_several,
)
from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.precise import mp
from core.calculus.program import stopped_by
from core.choices import covector_of, direction_of, pair_of
from core.explore.symbolic import Symbolic
from core.frame import Status
from core.slices import sliced
from core.standing import place_of, rest_of, x_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.agreement import Agreed
    from core.calculus.program import Program
    from core.document import Document
    from core.frame import Frame, VariationTable
    from core.kept import Kept
    from core.readings import Read

ORDER = 2
PATIENCE = 1.5  # seconds for SymPy to differentiate a formula it has not seen


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """The numbers to check: those of `about`, a point, spot or map of a frame.

    `variables` are the names to differentiate in for SymPy, empty where it is not asked; `values`
    what every free name of `text` stands at. `others` are the rows that the text may use.
    """

    about: Any
    kind: str
    program: Program
    at: tuple[float, ...]
    rest: tuple[float, ...]
    text: str = ""
    others: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)
    direction: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()
    table: VariationTable | None = None
    order: int = ORDER

    def in_words(
        self, text: str, others: Sequence[str], variables: Sequence[str],
        values: Mapping[str, float],
    ) -> Question:  # fmt: skip
        """The question with what SymPy needs: the text, and the rows that it may use."""
        return replace(
            self, text=text, others=tuple(others), variables=tuple(variables), values=values
        )


class Checker:
    """Answers questions; it keeps the process of SymPy, and which texts SymPy is slow with."""

    def __init__(self, symbolic: Symbolic | None = None) -> None:
        self._symbolic = symbolic or Symbolic()
        self._slow: set[tuple[str, tuple[str, ...]]] = set()
        self._last: tuple[Frame, Mapping[int, Read]] | None = None
        self._answered: tuple[object, object] = (None, None)

    def see(self, frame: Frame | None, reads: Mapping[int, Read]) -> None:
        """Remember what was drawn last; None while something moves."""
        self._last = None if frame is None else (frame, reads)

    def check_last(
        self, kept: Kept, say: Callable[[Check], None], stop: Callable[[], bool]
    ) -> None:
        """Check the numbers of the last frame, unless they were. Cancelled as `check`."""
        asked = None if self._last is None else question_of(*self._last, kept)
        if asked is None:
            return
        about, table = self._answered
        if asked.about is not about or asked.table is not table:
            self.check(asked, say, stop)
            self._answered = asked.about, asked.table

    def check(
        self, asked: Question, say: Callable[[Check], None], stop: Callable[[], bool]
    ) -> None:
        """Say what the routes agree on: without SymPy at first, then with it where it answers.

        Cancelled when `stop` asks for it.
        """
        if asked.variables:
            self._start()
        with np.errstate(all="ignore"), stopped_by(stop):
            say(Check(asked.about, answered(asked)))
            found = self.symbolic_numbers(asked, stop, PATIENCE)
            if found is not None:
                say(Check(asked.about, answered(asked, found)))

    def symbolic_numbers(
        self, asked: Question, stop: Callable[[], bool] | None, timeout: float
    ) -> Any:
        """SymPy's numbers as `answered` takes them, or None."""
        key = asked.text, asked.others
        if not asked.variables or key in self._slow:
            return None
        found = self._symbolic.numbers(
            *key, asked.order, asked.variables, asked.values, stop, timeout
        )
        if found is None:
            self._slow.add(key)
            return None
        with mp.workdps(DIGITS):
            return _nested(found)

    def close(self) -> None:
        """End the process of SymPy."""
        self._symbolic.close()

    def _start(self) -> None:
        try:
            self._symbolic.start()
        except OSError:
            return  # the other routes are there


def answered(asked: Question, symbolic: Any = None) -> dict[str, Agreed]:
    """What the routes agree on, by number; `symbolic` are the numbers of SymPy, nested."""
    try:
        return _ANSWERS[asked.kind](asked, symbolic)
    except RepeatTooLong:
        return {}


def _of_curve(asked: Question, symbolic: Any) -> dict[str, Agreed]:
    found = check_of_one(asked.program, asked.at[0], asked.rest, asked.order, symbolic)
    if asked.table is not None:
        found |= check_of_places(
            asked.program, asked.table.at, asked.table.vanishing, asked.rest
        )
    return found


def _of_spot(asked: Question, symbolic: Any) -> dict[str, Agreed]:
    names = ("value", "gradient", "hessian")
    named = _named(names, symbolic)
    return check_of_several(
        asked.program, asked.at, asked.rest, asked.order, named, asked.direction
    )


def _of_map(asked: Question, symbolic: Any) -> dict[str, Agreed]:
    named = _named(("value", "jacobian"), symbolic)
    return check_of_map(
        asked.program, asked.at, asked.rest, named, asked.direction, asked.weights
    )


def _named(names: Sequence[str], symbolic: Any) -> dict[str, Any] | None:
    return None if symbolic is None else dict(zip(names, symbolic, strict=True))


_ANSWERS = {"curve": _of_curve, "spot": _of_spot, "map": _of_map}


def _nested(digits: Any) -> Any:
    if isinstance(digits, list):
        return [_nested(each) for each in digits]
    return None if digits is None else mp.mpf(digits)


# --- what there is to ask ---


def question_of(frame: Frame, reads: Mapping[int, Read], kept: Kept) -> Question | None:
    """What is to be checked of a frame: the numbers of its point. None where there are none.

    `reads` are the rows as they were drawn: of a cut, along its line.
    """
    spot = frame.plane.spot if frame.plane is not None else None
    about: Any = frame.point or frame.map or frame.matrix or spot
    if about is None or about.held or not frame.differentiated:
        return None
    read = reads.get(about.key)
    if read is None or read.program is None:
        return None
    if about is frame.point:
        return _about_curve(frame, read)
    if about.status is Status.UNDETERMINED or getattr(about, "value", None) is None:
        return None
    if about is frame.map or about is frame.matrix or read.planar:
        return _about_whole(frame, about, read)
    pair = pair_of(frame.document.several, read.row.variables)
    program, rest = sliced(frame.document, read, pair, kept)
    way = frame.plane.direction if frame.plane is not None else ()
    return Question(about, "spot", program, about.at, rest, direction=way)


def _about_curve(frame: Frame, read: Read) -> Question:
    document, point = frame.document, frame.point
    assert point is not None
    assert read.program is not None
    rest = rest_of(document, read)
    asked = Question(point, "curve", read.program, (point.x,), rest, table=frame.table)
    if read.given or any(read.program.lengths):
        return asked
    names, values = (read.inputs[0],), (x_of(document, read), *rest)
    return _with_text(asked, document, read, names, dict(zip(read.inputs, values, strict=True)))


def _about_whole(frame: Frame, about: Any, read: Read) -> Question:
    document = frame.document
    at, rest = place_of(document, read)
    assert read.program is not None
    kind = "map" if about is frame.map else "spot"
    along = direction_of(document.several, read.row.variables)
    weights: tuple[float, ...] = ()
    if kind == "map":
        weights = covector_of(document.several, len(about.components))
    asked = Question(about, kind, read.program, at, rest, direction=along, weights=weights)
    if any(read.program.lengths) or len(at) > MOST_WHOLE:
        return asked
    values = dict(zip(read.inputs, (*at, *rest), strict=True))
    return _with_text(asked, document, read, read.row.variables, values)


def _with_text(
    asked: Question, document: Document, read: Read, names: Sequence[str],
    values: Mapping[str, float],
) -> Question:  # fmt: skip
    key = read.row.key
    others = [row.text for row in document.formulas if row.key != key and row.text.strip()]
    return asked.in_words(document.formula(key).text, others, names, values)

"""The one door for the window: a document and a viewport in, a frame out.

Pure stages, cached on exactly what they read: dragging the point recomputes the point, a slider
recomputes curves and point, typing recomputes all. What did not change is the same object.
Until `load_derivatives` has been called only f is computed, by NumPy; torch is not imported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.program import Cancelled
from core.errors import InputError
from core.explore.sampling import fitted, sample
from core.frame import Curve, Frame, Point, Reading, Row, Status
from core.readings import Read, read_rows
from core.words import prime, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from core.document import Document, Formula, Viewport

    Stop = Callable[[], bool]

POINT_ORDER = 2
MOST_SAMPLES = 1600
LEAST_SAMPLES = 200
DRAFT_SHARE = 0.5
VALUE_LOADING = "derivatives are loading"


@dataclass
class _Kept:
    """The last result of a stage, with what it was computed from."""

    key: Hashable = None
    value: Any = None


class Evaluator:
    """Computes frames and remembers the last result of each stage. Used by one thread."""

    def __init__(self) -> None:
        self._differentiate: Any = None
        self._readings_at: Any = None
        self._readable: dict[int, Read] = {}
        self._kept: dict[Hashable, _Kept] = {}

    def load_derivatives(self) -> None:
        """Import torch and warm it up; may run on another thread than `frame`."""
        from core.calculus.derivatives import derivatives
        from core.calculus.points import readings_at
        from core.function import read

        readings_at(read("x^3 - sin x").program, 1.0, (), POINT_ORDER)
        self._readings_at = readings_at
        self._differentiate = derivatives

    def frame(
        self, document: Document, viewport: Viewport, *, draft: bool = False,
        stop: Stop | None = None,
    ) -> Frame | None:  # fmt: skip
        """The frame for what was chosen, or None when `stop` asked to give up.

        `draft` is for while something is being dragged: half the samples, and at the point only
        doubtful numbers are looked at twice.
        """
        try:
            return self._frame(document, viewport, draft, stop or _never)
        except Cancelled:
            return None

    def _frame(self, document: Document, viewport: Viewport, draft: bool, stop: Stop) -> Frame:
        reads = self._reads(document)
        differentiate = self._differentiate
        rows: list[Row] = []
        curves: list[Curve] = []
        for formula in document.formulas:
            read = reads[formula.key]
            try:
                drawn = self._curves(document, formula, read, viewport, draft, stop)
                rows.append(read.row)
            except RepeatTooLong as reason:
                drawn = ()
                error = InputError(str(reason), 0, len(formula.text))
                rows.append(replace(read.row, error=error))
            curves.extend(drawn)
        self._forget(document)
        return Frame(
            document=document,
            viewport=_filled(viewport, tuple(curves)),
            rows=tuple(rows),
            curves=tuple(curves),
            parameters=_sliders(document, rows),
            point=self._point(document, reads, draft),
            differentiated=differentiate is not None,
        )

    def _once(self, stage: Hashable, key: Hashable, compute: Callable[[], Any]) -> Any:
        kept = self._kept.setdefault(stage, _Kept())
        if kept.key != key or kept.value is None:
            kept.value = compute()
            kept.key = key
        return kept.value

    def _forget(self, document: Document) -> None:
        keys = {row.key for row in document.formulas}
        self._readable = {key: read for key, read in self._readable.items() if key in keys}
        self._kept = {
            stage: kept
            for stage, kept in self._kept.items()
            if not isinstance(stage, tuple) or stage[1] in keys
        }

    # --- reading ---

    def _reads(self, document: Document) -> dict[int, Read]:
        texts = tuple((row.key, row.text) for row in document.formulas)
        return self._once("reads", texts, lambda: self._read_all(texts))

    def _read_all(self, texts: tuple[tuple[int, str], ...]) -> dict[int, Read]:
        """Every row as it reads now; a row that cannot be read keeps its last program."""
        before = self._kept["reads"].value or {}
        reads: dict[int, Read] = {}
        for key, read in read_rows(texts).items():
            if read.row.error is not None and key in self._readable:
                last = self._readable[key]
                held = replace(last.row, error=read.row.error)
                reads[key] = Read(held, last.program, last.inputs)
            else:
                same = before.get(key)
                reads[key] = same if same is not None and same.means(read) else read
                self._readable[key] = reads[key]
        return reads

    # --- curves ---

    def _curves(
        self, document: Document, formula: Formula, read: Read, viewport: Viewport, draft: bool,
        stop: Stop,
    ) -> tuple[Curve, ...]:  # fmt: skip
        if not formula.visible or read.program is None or not formula.shown:
            return ()
        program, differentiate = read.program, self._differentiate
        if differentiate is None and program.differentiates:
            return ()
        rest = tuple(_value(document, read, name) for name in read.inputs[1:])
        count = _samples(viewport, draft)
        highest = max(formula.shown) if differentiate is not None else 0
        view = (viewport.x_min, viewport.x_max)
        key = (program, rest, view, count, formula.shown, read.row.held, differentiate is None)

        def compute() -> tuple[Curve, ...]:
            if stop():
                raise Cancelled
            x, rows = sample(program, rest, view, count, highest, differentiate, stop)
            return tuple(
                Curve(formula.key, n, prime(n, read.row.name), x, rows[n], read.row.held)
                for n in formula.shown
                if n <= highest
            )

        return self._once(("curves", formula.key), key, compute)

    # --- the point ---

    def _point(self, document: Document, reads: dict[int, Read], draft: bool) -> Point | None:
        read = reads.get(document.active)
        if read is None or read.program is None:
            return None
        variable = read.inputs[0]
        x = document.coordinate(variable)
        rest = tuple(_value(document, read, name) for name in read.inputs[1:])
        key = (read.program, read.row.name, x, rest, read.row.held, self._readings_at is None)

        stage = ("point", document.active)
        draft = draft and self._kept.get(stage, _Kept()).key != key

        def compute() -> Point:
            readings = self._readings(read, x, rest, draft)
            slopes = [each.value for each in readings[1:]] + [None, None]
            word = shape(slopes[0], slopes[1])
            return Point(
                document.active, read.row.name, variable, x, readings, word, read.row.held
            )

        return self._once(("draft point", document.active) if draft else stage, key, compute)

    def _readings(
        self, read: Read, x: float, rest: tuple[float, ...], draft: bool
    ) -> tuple[Reading, ...]:
        program = read.program
        assert program is not None
        try:
            if self._readings_at is not None:
                return self._readings_at(program, x, rest, POINT_ORDER, draft=draft)
            if program.differentiates:
                return (Reading(None, Status.UNDETERMINED, VALUE_LOADING),)
            out = run_numpy(program, [np.array([x]), *rest])[program.output]
            value = float(np.ravel(out)[0])
        except RepeatTooLong as reason:
            return (Reading(None, Status.UNDETERMINED, str(reason)),)
        if np.isfinite(value):
            return (Reading(value),)
        return (Reading(None, Status.UNDEFINED, "not defined here"),)


def _never() -> bool:
    return False


def _value(document: Document, read: Read, name: str) -> float:
    """What an input other than the drawn variable stands at: always its slider."""
    del read
    return document.parameter(name).value


def _samples(viewport: Viewport, draft: bool) -> int:
    full = min(max(viewport.width, LEAST_SAMPLES), MOST_SAMPLES)
    return max(LEAST_SAMPLES, int(full * DRAFT_SHARE)) if draft else full


def _filled(viewport: Viewport, curves: tuple[Curve, ...]) -> Viewport:
    """The viewport with its vertical range chosen from the curves where it was left open."""
    if not viewport.fits_height:
        return viewport
    low, high = fitted([curve.y for curve in curves], [curve.order for curve in curves])
    return replace(viewport, y_min=low, y_max=high)


def _sliders(document: Document, rows: list[Row]) -> tuple[Any, ...]:
    names = sorted({name for row in rows for name in row.parameters})
    return tuple(document.parameter(name) for name in names)

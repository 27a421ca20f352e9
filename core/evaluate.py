"""The one door for the window: a document and a viewport in, a frame out.

Pure stages, cached on exactly what they read: dragging the point recomputes the point, a slider
recomputes curves and point, typing recomputes all. What did not change is the same object.
Until `load_derivatives` has been called only f is computed, by NumPy; torch is not imported.
"""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calculus.numpy_rows import RepeatTooLong, in_parts, special
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.program import Cancelled, stopped_by
from core.curves import Curves, Wish
from core.explore.free_points import placed
from core.explore.looking import filled
from core.family import family_of
from core.frame import Curve, Frame, Overlay, Point, Reading, Row, Status
from core.kept import Kept
from core.readings import Read, Reader
from core.sensitivities import sensitivities
from core.shown import Asked, led, parts_beside_curves, parts_of, several_of
from core.slices import read_along
from core.standing import rest_of, sliders_of, x_of
from core.words import shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.agreement import Check
    from core.calculus.program import Program
    from core.document import Document, Viewport
    from core.explore.drawing import Drawn
    from core.frame import FreePoint, Search, VariationTable
    from core.shown import Several

    Stop = Callable[[], bool]

POINT_ORDER = 2
SAID_AFTER = 1.0  # seconds after which a rest shows what it has finished, then after 2, 4 ...
VALUE_LOADING = "derivatives are loading"


class Evaluator:
    """Computes frames and remembers the last result of each stage. Used by one thread."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, patient: bool = False
    ) -> None:
        """A `patient` one leaves what can wait to `finish`, so that a frame is there soon."""
        self._differentiate: Any = None
        self._replay: Any = None
        self._checker: Any = None
        self._stop: Stop = _never
        self._readings_at: Any = None
        self._reader = Reader(clock)
        self._kept = Kept()
        self._curves = Curves(self._kept)
        self._patient = patient
        self._asked: tuple[Document, Viewport] | None = None  # what may not be finished yet
        self._several: Several | None = None  # the function of several variables that is shown

    def load_derivatives(self) -> None:
        """Import torch and warm it up; may run on another thread than `frame`."""
        from core.calculus.points import readings_at
        from core.calculus.replay import Replay
        from core.checking import Checker
        from core.function import read

        readings_at(read("x^3 - sin x").program, 1.0, (), POINT_ORDER)
        self._readings_at = readings_at
        replay = Replay()

        def differentiate(program: Program, x: Any, rest: Sequence[float], order: int) -> Any:
            return in_parts(
                lambda part: replay.derivatives(program, part, rest, order), x, self._stop
            )

        self._replay = replay
        self._checker = Checker()
        self._differentiate = self._curves.differentiate = differentiate

    def load_special(self) -> None:
        """Import the special functions, so that the first gamma does not wait; on any thread."""
        special("gamma")

    def prepare(self, stop: Stop) -> None:
        """Use a moment of rest: make the next frames of these formulas quicker.

        Gives up when `stop` asks for it, and goes on in the next moment of rest.
        """
        if self._replay is not None:
            with suppress(Cancelled):
                self._replay.write(stop)

    def finish(self, say: Callable[[Frame], None], stop: Stop) -> None:
        """Use a moment of rest: draw in full what the last frame left a draft, and say it.

        Gives up when `stop` asks for it, and goes on in the next moment of rest.
        """
        if self._asked is None or self._several is not None or self._differentiate is None:
            return
        document, viewport = self._asked
        with np.errstate(all="ignore"), stopped_by(stop), suppress(Cancelled):
            led_by = led(document, reads := self._reads(document))
            wish = Wish(led_by, reads, viewport, False, self._patient, stop)
            began, news = time.monotonic(), False
            pause = SAID_AFTER
            for _ in self._curves.finish(wish):
                news = True
                if time.monotonic() - began > pause:
                    say(self._frame(document, viewport, False, stop))
                    pause, news = 2 * pause, False
            if news:
                say(self._frame(document, viewport, False, stop))
            self._asked = None

    def check(self, say: Callable[[Check], None], stop: Stop) -> None:
        """Use a moment of rest: say how far the numbers of the last frame can be trusted.

        Nothing is said twice. Gives up when `stop` asks for it, to begin anew when called again.
        """
        if self._checker is not None:
            with suppress(Cancelled):
                self._checker.check_last(self._kept, say, stop)

    def close(self) -> None:
        """End what runs outside of this process."""
        if self._checker is not None:
            self._checker.close()

    def frame(
        self, document: Document, viewport: Viewport, *, draft: bool = False,
        stop: Stop | None = None,
    ) -> Frame | None:  # fmt: skip
        """The frame for what was chosen, or None when `stop` asked to give up.

        `draft` is for while something is being dragged: half the samples, no search, and at the
        point only doubtful numbers are looked at twice.
        """
        self._stop = stop or _never
        try:
            # numbers beyond float64 are no news
            with np.errstate(all="ignore"), stopped_by(self._stop):
                frame = self._frame(document, viewport, draft, self._stop)
        except Cancelled:
            return None
        self._asked = (document, viewport) if self._patient and not draft else None
        return frame

    def _frame(self, document: Document, viewport: Viewport, draft: bool, stop: Stop) -> Frame:
        reads, asked = self._reads(document), document
        document = led(document, reads)
        self._several = several_of(document, reads)
        whole_read = reads.get(document.active)
        if whole_read is not None and self._several is None:
            reads = {**reads, document.active: read_along(document, whole_read, self._kept)}
        wish = Wish(document, reads, viewport, draft, self._patient, stop)
        rows, drawn = self._drawn_rows(wish)
        keys = {row.key for row in document.formulas}
        self._reader.forget(keys)
        self._kept.forget(keys)
        curves = tuple(curve for one in drawn for curve in one.curves)
        found = self._curves.searches(wish, drawn)
        loaded = self._differentiate is not None
        asked_for = Asked(document, viewport, loaded, draft, stop, self._kept)
        family = family_of(asked_for, reads, self._differentiate)
        whole = not draft and loaded
        frame = Frame(
            document=asked,
            viewport=self._filled(viewport, (*curves, *(each.curve for each in family))),
            rows=tuple(rows),
            curves=curves,
            parameters=sliders_of(document, rows),
            point=self._point(document, reads, draft),
            differentiated=loaded,
            draft=draft,
            searches=found,
            ends=tuple(end for one in drawn for end in one.ends),
            asymptotes=tuple(line for one in drawn for line in one.asymptotes),
            hazes=tuple(haze for one in drawn for haze in one.hazes),
            overlays=self._overlays(document, reads, viewport, draft),
            pins=self._pins(document, reads, draft),
            table=self._table(document, reads, found),
            members=family,
            free_points=self._free_points(document, reads),
            sensitivities=sensitivities(document, reads, self._kept) if whole else (),
            **self._shown(whole_read, asked_for),
        )
        if self._checker is not None:
            self._checker.see(None if draft else frame, reads)
        return frame

    def _drawn_rows(self, wish: Wish) -> tuple[list[Row], list[Drawn]]:
        if self._several is not None:
            return [wish.reads[each.key].row for each in wish.document.formulas], []
        return self._curves.rows(wish)

    def _filled(self, viewport: Viewport, curves: tuple[Curve, ...]) -> Viewport:
        return viewport if self._several is not None else filled(viewport, curves)

    def _shown(self, read: Read | None, asked: Asked) -> dict[str, Any]:
        """The parts of the frame that a function of several variables has."""
        if self._several is None:
            return parts_beside_curves(read, asked)
        return parts_of(self._several, asked)

    # --- reading ---

    def _reads(self, document: Document) -> dict[int, Read]:
        texts = tuple((row.key, row.text) for row in document.formulas)
        return self._kept.once("reads", texts, lambda: self._reader.read(texts))

    def _table(
        self, document: Document, reads: dict[int, Read], found: tuple[Search, ...]
    ) -> VariationTable | None:
        search = next((each for each in found if each.key == document.active), None)
        read = reads.get(document.active)
        if document.view != "table" or search is None or read is None or read.program is None:
            return None
        program, rest = read.program, rest_of(document, read)

        def compute() -> Any:
            from core.explore.variation import variation_table

            def rows_at(places: Any) -> Any:
                return self._differentiate(program, places, rest, 2)

            return (search, variation_table(search, read.row.name, read.inputs[0], rows_at))

        return self._kept.once("table", (id(search), read.row.name), compute)[1]

    # --- the point ---

    def _point(self, document: Document, reads: dict[int, Read], draft: bool) -> Point | None:
        read = reads.get(document.active)
        if read is None or read.program is None or self._several is not None:
            return None
        stage = ("point", document.active)
        return self._point_at(document, read, stage, x_of(document, read), draft)

    def _point_at(
        self, document: Document, read: Read, stage: tuple[Any, ...], x: float, draft: bool
    ) -> Point:
        rest = rest_of(document, read)
        key = (read.program, read.row.name, x, rest, read.row.held, self._readings_at is None)
        draft = draft and not self._kept.holds(stage, key)

        def compute() -> Point:
            readings = self._readings(read, x, rest, draft)
            slopes = [each.value for each in readings[1:]] + [None, None]
            word = shape(slopes[0], slopes[1])
            return Point(
                stage[1], read.row.name, read.inputs[0], x, readings, word, read.row.held
            )

        return self._kept.once((*stage, "draft") if draft else stage, key, compute)

    def _pins(
        self, document: Document, reads: dict[int, Read], draft: bool
    ) -> tuple[tuple[int, Point], ...]:
        points: list[tuple[int, Point]] = []
        for pin in document.pins:
            read = reads.get(pin.key)
            if read is not None and read.curved:
                stage = ("pin", pin.key, pin.number)
                points.append((pin.number, self._point_at(document, read, stage, pin.x, draft)))
        return tuple(points)

    def _free_points(
        self, document: Document, reads: dict[int, Read]
    ) -> tuple[FreePoint, ...]:
        points: list[FreePoint] = []
        for formula in document.formulas:
            read, differentiate = reads[formula.key], self._differentiate
            if read.point is None or not formula.visible:
                continue
            rest = rest_of(document, read)
            key = (read.point, rest, read.row.name, read.row.held, differentiate is None)
            row, typed = read.row, read.point
            points.append(self._kept.once(
                ("free point", formula.key), key, partial(
                    placed, formula.key, row, typed, rest, differentiate
                ),
            ))  # fmt: skip
        return tuple(points)

    def _overlays(
        self, document: Document, reads: dict[int, Read], viewport: Viewport, draft: bool
    ) -> tuple[Overlay, ...]:
        read = reads.get(document.active)
        if read is None or read.program is None or self._differentiate is None or self._several:
            return ()
        formula = document.formula(document.active)
        chosen = (formula.taylor, formula.secant, formula.newton)
        if chosen == (None, None, False) or not formula.visible:
            return ()
        from core.explore.overlays import overlays

        x, rest = x_of(document, read), rest_of(document, read)
        program, view = read.program, (viewport.x_min, viewport.x_max, viewport.x_log)
        return self._kept.once(
            ("overlays", formula.key), (program, x, rest, view, chosen, draft),
            lambda: overlays(formula, program, x, rest, view, self._differentiate, draft=draft),
        )  # fmt: skip

    def _readings(
        self, read: Read, x: float, rest: tuple[float, ...], draft: bool
    ) -> tuple[Reading, ...]:
        program = read.program
        assert program is not None
        try:
            if self._readings_at is not None:
                quick = self._differentiate if draft else None
                return self._readings_at(program, x, rest, POINT_ORDER, quick)
            if program.differentiates:
                return (Reading(None, Status.UNDETERMINED, VALUE_LOADING),)
            out = run_numpy(program, [np.array([x]), *rest])[program.output]
            value = float(np.ravel(out)[0])
        except RepeatTooLong as reason:
            return (Reading(None, Status.UNDETERMINED, str(reason)),)
        missing = Reading(None, Status.UNDEFINED, "not defined here")
        return (Reading(value) if np.isfinite(value) else missing,)


def _never() -> bool:
    return False

"""The lab: asks a child of its own what PyTorch does with a formula, and SymPy for its number.

The child has torch to itself, so that its timings are not those of the window and the window
waits for none of them; it is killed when it takes too long.
"""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from core.autograd.cost_words import CostReport, CostWish
from core.autograd.precision_words import PrecisionReport, PrecisionWish
from core.autograd.switch_words import Steps, StepsWish
from core.autograd.words import BEND, GRADIENT, HESSIAN, JACOBIAN, SLOPE, WaysReport, WaysWish
from core.code.words import CodeWish, DerivationWish, Script, Table
from core.explore.child import Child
from core.explore.symbolic import Symbolic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Wish = WaysWish | StepsWish | PrecisionWish | CostWish | CodeWish | DerivationWish
    Report = WaysReport | Steps | PrecisionReport | CostReport | Script | Table

MODULE = "core.autograd.lab_child"
STARTING = 60.0  # torch may have to be read from a cold disk
PATIENCE = 30.0
SYMPY_PATIENCE = 1.5
MOST_FOR_SYMPY = 6
LATE = "That took too long for this formula; the process that ran it was stopped."
_REPORTS: Mapping[str, Callable[[Mapping[str, Any]], Report]] = {
    WaysWish.kind: WaysReport.from_json,
    StepsWish.kind: Steps.from_json,
    CodeWish.kind: Script.from_json,
    DerivationWish.kind: Table.from_json,
    PrecisionWish.kind: PrecisionReport.from_json,
    CostWish.kind: CostReport.from_json,
}
_PLACES = {SLOPE: 1, BEND: 2, GRADIENT: 1, HESSIAN: 2, JACOBIAN: 1}


class Lab:
    """The two children and the way to ask them. Used by one thread at a time."""

    def __init__(self) -> None:
        self._child = Child(MODULE, STARTING)
        self._symbolic = Symbolic()
        self._slow: set[tuple[str, tuple[str, ...]]] = set()

    def start(self) -> None:
        """Start both children without waiting for them."""
        self._child.start()
        self._symbolic.start()

    def answer(self, wish: Wish, stop: Callable[[], bool] | None = None) -> Report | str:
        """The report on what is wished, or one sentence that says why there is none.

        Cancelled when `stop` asks for it; the children go on and are listened to again later.
        """
        self._child.start()
        request = {"kind": wish.kind, **asdict(wish)}
        if isinstance(wish, WaysWish):
            request["symbolic"], request["symbolic_seconds"] = self._sympy(wish, stop)
        answer = self._child.asked(request, PATIENCE, stop)
        if answer is None:
            return LATE
        return answer["error"] if "error" in answer else _REPORTS[wish.kind](answer)

    def close(self) -> None:
        """End both children."""
        self._child.close()
        self._symbolic.close()

    def _sympy(
        self, wish: WaysWish, stop: Callable[[], bool] | None
    ) -> tuple[Any, float | None]:
        """SymPy's digits and how long it took to evaluate them, or None."""
        subject = wish.subject
        key = subject.text, subject.others
        many = len(subject.names) > MOST_FOR_SYMPY
        if key in self._slow or many or _has_vector(subject.names):
            return None, None
        at = {**dict(zip(subject.names, subject.at, strict=True)), **subject.rest}
        order = max(_PLACES[wish.what], 2 if wish.what in (BEND, HESSIAN) else 1)
        began = time.perf_counter()
        found = self._symbolic.numbers(*key, order, subject.names, at, stop, SYMPY_PATIENCE)
        if found is None:
            self._slow.add(key)
            return None, None
        return found[_PLACES[wish.what]], time.perf_counter() - began


def _has_vector(names: tuple[str, ...]) -> bool:
    """Whether the variables are the components of a vector, which SymPy is not told."""
    return any(name.endswith("_1") for name in names)

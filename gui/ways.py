"""The ways to a derivative, asked for on a thread of their own; nothing ever waits for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.autograd.words import BEND, GRADIENT, HESSIAN, JACOBIAN, MOST_VARIABLES, SLOPE, Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.autograd.words import WaysReport
    from core.frame import Frame

REST = 300  # ms for which the point rests before its ways are run
_JOIN = 1.0
NOTHING = "There is nothing to differentiate: type a formula with a variable."
UNREADABLE = "The ways follow once the formula can be read."
TOO_MANY = f"The ways are compared for up to {MOST_VARIABLES} variables."


class RunsWays(Protocol):
    """What is needed of `core.autograd.lab.Lab`."""

    def ways(self, wish: Wish, stop: Callable[[], bool] | None = ...) -> WaysReport | str: ...

    def close(self) -> None: ...


class Ways(QObject):
    """Answers the newest wish while it is open: `answered` carries it with its report.

    `outdated` says that what was answered last belongs to another point or formula, `idle` carries
    the sentence why nothing is asked. Nothing is started before `open` is first set.
    """

    answered = Signal(object, object)
    outdated = Signal()
    idle = Signal(str)

    _made = Signal(object, object)

    def __init__(self, make: Callable[[], RunsWays], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._changed = threading.Condition()
        self._waiting: Wish | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._open = False
        self._second = True
        self._frame: Frame | None = None
        self._wish: Wish | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._ask)
        self._made.connect(self._answer)

    @property
    def second(self) -> bool:
        """Whether f'' or the Hessian is asked for, not f' or the gradient."""
        return self._second

    def set_open(self, on: bool) -> None:
        """Follow the point, or stop following it."""
        self._open = on
        if on:
            self._follow()
        else:
            self._rest.stop()

    def set_second(self, second: bool) -> None:
        """Ask for f'' or the Hessian, or for f' or the gradient."""
        self._second = second
        self._follow()

    def see(self, frame: Frame) -> None:
        """Follow what a frame shows, once it rests."""
        self._frame = frame
        self._follow()

    def run_again(self) -> None:
        """Run the ways of the last wish once more."""
        if self._wish is not None:
            self.outdated.emit()
            self._ask()

    def close(self) -> None:
        """End the thread, and with it its children."""
        self._rest.stop()
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_JOIN)

    def _follow(self) -> None:
        if self._frame is None or self._frame.draft:
            return
        if not self._open:
            if self._wish is not None:
                self._look_away(self._frame)
            return
        wish = wish_of(self._frame, self._second)
        if isinstance(wish, str):
            self._rest.stop()
            self._wish = None
            self.idle.emit(wish)
        elif wish != self._wish:
            self._wish = wish
            self.outdated.emit()
            self._rest.start()

    def _look_away(self, frame: Frame) -> None:
        """While folded, what was answered is told no longer than it is true."""
        if wish_of(frame, self._second) != self._wish:
            self._wish = None
            self.outdated.emit()

    @Slot()
    def _ask(self) -> None:
        with self._changed:
            self._waiting = self._wish
            self._changed.notify()
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._work, name="ways", daemon=True)
            self._thread.start()

    @Slot(object, object)
    def _answer(self, wish: Wish, report: WaysReport | str) -> None:
        if wish == self._wish:
            self.answered.emit(wish, report)

    def _work(self) -> None:
        from core.calculus.program import Cancelled

        lab = self._make()
        try:
            while (wish := self._take()) is not None:
                report = lab.ways(wish, self._is_closed)
                with self._changed:
                    if not self._closed:
                        self._made.emit(wish, report)
        except Cancelled:
            return
        finally:
            lab.close()

    def _is_closed(self) -> bool:
        return self._closed

    def _take(self) -> Wish | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._closed)
            wish, self._waiting = self._waiting, None
            return None if self._closed else wish


def make_lab() -> RunsWays:
    """The true one; runs on the thread, where its module is imported."""
    from core.autograd.lab import Lab

    return Lab()


def wish_of(frame: Frame, second: bool) -> Wish | str:
    """What to ask for the active formula at its point, or a sentence why there is nothing."""
    document = frame.document
    row = frame.row(document.active)
    if row is None or not document.formula(row.key).text.strip():
        return NOTHING
    if row.error is not None:
        return UNREADABLE
    if not row.variables:
        return NOTHING
    if len(row.variables) > MOST_VARIABLES:
        return TOO_MANY
    if row.components:
        what = JACOBIAN
    elif len(row.variables) == 1 and not row.vector:
        what = BEND if second else SLOPE
    else:
        what = HESSIAN if second else GRADIENT
    readable = {each.key for each in frame.rows if each.error is None}
    others = tuple(
        formula.text for formula in document.formulas
        if formula.key != row.key and formula.key in readable and formula.text.strip()
    )  # fmt: skip
    return Wish(
        document.formula(row.key).text, others, what, row.variables,
        tuple(map(document.coordinate, row.variables)),
        {name: document.parameter(name).value for name in row.parameters},
    )  # fmt: skip

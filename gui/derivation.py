"""Formulas of the derivatives, asked for on a thread of their own; nothing ever waits for them."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.frame import Frame

ORDER = 2
REST = 350  # ms without another text after which it is asked
_JOIN = 0.2


class Derives(Protocol):
    """What is needed of `core.explore.symbolic.Symbolic`."""

    def derivatives(
        self, text: str, others: tuple[str, ...], order: int, timeout: float = ...
    ) -> tuple[str, ...] | None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """The formula to derive, and the rows it may use."""

    text: str
    others: tuple[str, ...]


class Derivation(QObject):
    """Answers the newest wish: `answered` carries a tuple of LaTeX, empty where there is none.

    `outdated` says that what was answered last belongs to an older text.
    """

    answered = Signal(object)
    outdated = Signal()

    _made = Signal(object, object)

    def __init__(self, make: Callable[[], Derives], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._changed = threading.Condition()
        self._waiting: Wish | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._wish: Wish | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._ask)
        self._made.connect(self._answer)

    def see(self, frame: Frame) -> None:
        """Ask for the formulas of what a frame shows, when it is another text than before."""
        wish = _wish_of(frame)
        if wish == self._wish or not frame.differentiated:
            return
        self._wish = wish
        if wish is None:
            self._rest.stop()
            self.answered.emit(())
        else:
            self.outdated.emit()
            self._rest.start()

    def close(self) -> None:
        """End the thread; one that still thinks ends by itself."""
        self._rest.stop()
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_JOIN)

    @Slot()
    def _ask(self) -> None:
        with self._changed:
            self._waiting = self._wish
            self._changed.notify()
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._work, name="derivation", daemon=True)
            self._thread.start()

    @Slot(object, object)
    def _answer(self, wish: Wish, formulas: tuple[str, ...]) -> None:
        if wish == self._wish:
            self.answered.emit(formulas)

    def _work(self) -> None:
        symbolic = self._make()
        while (wish := self._take()) is not None:
            found = symbolic.derivatives(wish.text, wish.others, ORDER)
            with self._changed:
                if not self._closed:
                    self._made.emit(wish, found or ())
        symbolic.close()

    def _take(self) -> Wish | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._closed)
            wish, self._waiting = self._waiting, None
            return None if self._closed else wish


def make_symbolic() -> Derives:
    """The true one; runs on the thread, where its module is imported."""
    from core.explore.symbolic import Symbolic

    return Symbolic()


def _wish_of(frame: Frame) -> Wish | None:
    """The active formula, when it can be read."""
    if frame.point is None:
        return None
    active = frame.point.key
    row = frame.row(active)
    if row is None or row.error is not None:
        return None
    if row.variables and frame.point.variable != row.variables[0]:
        return None  # the formulas are those along the first variable
    texts = {formula.key: formula.text for formula in frame.document.formulas}
    readable = {each.key for each in frame.rows if each.error is None}
    others = tuple(text for key, text in texts.items() if key != active and key in readable)
    return Wish(texts[active], tuple(text for text in others if text.strip()))

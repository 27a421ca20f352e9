"""Formulas of the derivatives, asked for on a thread of their own; nothing ever waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from gui.asking import Asking, Resting
from gui.subject import readable_others

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


class _Formulas:
    """Answers a wish with the LaTeX of its derivatives, empty where there is none."""

    def __init__(self, symbolic: Derives) -> None:
        self._symbolic = symbolic

    def answer(self, wish: Wish, stop: Callable[[], bool] | None = None) -> tuple[str, ...]:
        del stop
        return self._symbolic.derivatives(wish.text, wish.others, ORDER) or ()

    def close(self) -> None:
        self._symbolic.close()


class Derivation(QObject):
    """Answers the newest wish: `answered` carries a tuple of LaTeX, empty where there is none.

    `outdated` says that what was answered last belongs to an older text.
    """

    answered = Signal(object)
    outdated = Signal()

    def __init__(self, make: Callable[[], Derives], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asking = Asking("derivation", lambda: _Formulas(make()), _JOIN, self)
        self.resting = Resting(self._asking, REST, self)
        self.resting.answered.connect(self._answer)
        self.resting.outdated.connect(self.outdated)

    def see(self, frame: Frame) -> None:
        """Ask for the formulas of what a frame shows, when it is another text than before."""
        if not frame.differentiated:
            return
        wish = _wish_of(frame)
        if wish is not None:
            self.resting.want(wish)
        elif self.resting.wish is not None:
            self.resting.forget()
            self.answered.emit(())

    def close(self) -> None:
        """End the thread; one that still thinks ends by itself."""
        self.resting.forget()
        self._asking.close()

    @Slot(object, object)
    def _answer(self, wish: Wish, formulas: tuple[str, ...]) -> None:
        del wish
        self.answered.emit(formulas)


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
    return Wish(frame.document.formula(active).text, readable_others(frame, active))

"""Questions that take long, answered on a thread of their own; nothing ever waits for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.frame import Frame

REST = 300  # ms for which a wish rests before it is asked
JOIN = 1.0  # seconds a thread is waited for when all ends


class Answers(Protocol):
    """Who answers: made, used and closed on the thread."""

    def answer(self, wish: Any, stop: Callable[[], bool] | None = ...) -> Any: ...

    def close(self) -> None: ...


class Asking(QObject):
    """Answers the newest wish: `answered` carries it with what came of it.

    A wish that is no longer the newest is not answered, or its answer is dropped. Nothing is
    started before the first `ask`.
    """

    answered = Signal(object, object)

    _made = Signal(object, object)

    def __init__(
        self, name: str, make: Callable[[], Answers], join: float = JOIN,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._name, self.make, self._join = name, make, join
        self._changed = threading.Condition()
        self._waiting: Any = None
        self._newest: Any = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._made.connect(self._answer)

    def ask(self, wish: Any) -> None:
        """Answer this; what was asked before is given up."""
        self._newest = wish
        with self._changed:
            self._waiting = wish
            self._changed.notify()
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread, and with it who answers; one that still thinks ends by itself."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(self._join)

    @Slot(object, object)
    def _answer(self, wish: Any, answer: Any) -> None:
        if wish is self._newest:
            self.answered.emit(wish, answer)

    def _work(self) -> None:
        from core.calculus.program import Cancelled

        answers = self.make()
        try:
            while (wish := self._take()) is not None:
                answer = answers.answer(wish, self._is_closed)
                with self._changed:
                    if not self._closed:
                        self._made.emit(wish, answer)
        except Cancelled:
            return
        finally:
            answers.close()

    def _is_closed(self) -> bool:
        return self._closed

    def _take(self) -> Any:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._closed)
            wish, self._waiting = self._waiting, None
            return None if self._closed else wish


class Resting(QObject):
    """Asks for a wish once it has rested, and hears the answers to its own wishes only.

    `outdated` says that what was answered last belongs to another wish.
    """

    answered = Signal(object, object)
    outdated = Signal()

    def __init__(self, asking: Asking, rest: int = REST, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asking = asking
        self.wish: Any = None
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(rest)
        self.rest.timeout.connect(self._ask)
        asking.answered.connect(self._hear)

    def want(self, wish: Any) -> None:
        """Ask for this after a while, if it is another than before."""
        if wish != self.wish:
            self.wish = wish
            self.outdated.emit()
            self.rest.start()

    def want_again(self) -> None:
        """Ask for the last wish once more, at once."""
        if self.wish is not None:
            self.outdated.emit()
            self._ask()

    def hurry(self) -> None:
        """Ask at once what rests: a person has just chosen it."""
        if self.rest.isActive():
            self.rest.stop()
            self._ask()

    def forget(self) -> None:
        """Ask for nothing: the answer to the last wish is no longer waited for."""
        self.rest.stop()
        self.wish = None

    @Slot()
    def _ask(self) -> None:
        if self.wish is not None:
            self._asking.ask(self.wish)

    @Slot(object, object)
    def _hear(self, wish: Any, answer: Any) -> None:
        if wish == self.wish:
            self.answered.emit(wish, answer)


class Follower(QObject):
    """Follows what is seen while it is open: `answered` carries a wish with what came of it.

    `idle` carries the sentence why nothing is asked. What is asked is said by `follow`.
    """

    answered = Signal(object, object)
    idle = Signal(str)

    def __init__(self, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_open = False
        self.frame: Frame | None = None
        self.resting = Resting(asking, parent=self)
        self.resting.answered.connect(self.answered)

    def set_open(self, on: bool) -> None:
        """Follow the point, or stop following it."""
        self.is_open = on
        if on:
            self.follow()
        else:
            self.resting.rest.stop()

    def see(self, frame: Frame) -> None:
        """Follow what a frame shows, once it rests."""
        self.frame = frame
        self.follow()

    def follow(self) -> None:
        """Ask for what the frame shows now."""
        raise NotImplementedError

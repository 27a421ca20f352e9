"""Where tapes are compiled while frames go on: one thread of low priority, the newest wish first.

A wish that nobody holds any more, or that too many newer ones follow, is forgotten; asked for
again it is wished again. Until its code is there, and where it never will be, tapes are played.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from core.calculus.machine_llvm import available
from core.calculus.machine_steps import NoMachineCode

if TYPE_CHECKING:
    from collections.abc import Callable

Code = TypeVar("Code")

MOST_WAITING = 6
NICE = 10  # of a thread on Linux: the window and its worker go first


class Wish(Generic[Code]):
    """Machine code that is wished for: `code` is None until it is there."""

    def __init__(self, make: Callable[[], Code]) -> None:
        self.code: Code | None = None
        self.failed = not available()
        self._make = make

    def now(self) -> Code | None:
        """The code if it is there; else it is wished for."""
        if self.code is None and not self.failed:
            room().wish(self)
        return self.code

    def fulfil(self) -> None:
        """Compile; a tape without machine code stays without."""
        try:
            self.code = self._make()
        except NoMachineCode:
            self.failed = True
        except Exception:
            self.failed = True
            raise


class Room:
    """The thread that compiles, and what waits for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[weakref.ref[Wish[Any]]] = []
        self._thread: threading.Thread | None = None
        self._busy = self._closed = False

    def wish(self, wish: Wish[Any]) -> None:
        """Compile it before all that waits."""
        here = weakref.ref(wish)
        with self._changed:
            if self._closed or here in self._waiting[-1:]:
                return
            if here in self._waiting:
                self._waiting.remove(here)
            self._waiting.append(here)
            del self._waiting[:-MOST_WAITING]
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="compiler", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def finish(self, seconds: float = 60.0) -> bool:
        """Wait until nothing waits; for tests and benchmarks. False when it takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._waiting or self._busy), seconds)

    def close(self) -> None:
        """Compile nothing more, and wait for what is being compiled: LLVM must not be left alone
        while the process ends.
        """
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(10.0)

    def _work(self) -> None:
        if sys.platform == "linux":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                wish, self._busy = self._waiting.pop()(), True
            if wish is not None:
                _fulfilled(wish)
            del wish


def _fulfilled(wish: Wish[Any]) -> None:
    """Compile; a bug there is reported by Python's hook for threads, and costs speed alone."""
    try:
        wish.fulfil()
    except Exception:  # noqa: BLE001 - one bad tape must not end the compiler
        args = (*sys.exc_info(), threading.current_thread())
        threading.excepthook(threading.ExceptHookArgs(args))  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def room() -> Room:
    """The one room of this process."""
    made = Room()
    atexit.register(made.close)
    return made

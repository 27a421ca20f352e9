"""Threads that work on a grid together with the one that asked for it.

Whoever is free takes the next block of rows. Blocks are counted in machine code without Python's
lock, and a helper that gets no turn on its processor is not waited for: the others do its blocks.
"""

from __future__ import annotations

import atexit
import os
import threading
from functools import lru_cache
from queue import SimpleQueue
from typing import TYPE_CHECKING

from core.calculus.program import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.calculus.machine_code import Work

    Stop = Callable[[], bool]

MOST_HELPERS = 15
ALONE = 3  # blocks that are not worth waking anybody for
AT_ONCE = 4  # blocks between two looks at `stop`


class Crew:
    """Helpers that sleep until there is work; any number of threads may ask for them."""

    def __init__(self, helpers: int) -> None:
        self._offers: SimpleQueue[tuple[Work, threading.Lock] | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._help, name=f"field helper {k + 1}", daemon=True)
            for k in range(helpers)
        ]
        for each in self._threads:
            each.start()

    def do(self, work: Work, stop: Stop | None) -> None:
        """Compute all blocks; Cancelled when `stop` asks for it between some of them."""
        seats = [threading.Lock() for _ in self._threads] if work.blocks > ALONE else []
        for seat in seats:
            self._offers.put((work, seat))
        stopped = False
        while not work.begun and not stopped:
            work.take(AT_ONCE)
            stopped = stop is not None and not work.begun and stop()
        if stopped:
            work.give_up()
        for seat in seats:
            seat.acquire()  # at once where the helper never came: then it finds the seat taken
        if stopped:
            raise Cancelled

    def close(self) -> None:
        """Send the helpers home."""
        for _ in self._threads:
            self._offers.put(None)
        for each in self._threads:
            each.join(2.0)

    def _help(self) -> None:
        while (offer := self._offers.get()) is not None:
            work, seat = offer
            if seat.acquire(blocking=False):
                try:
                    work.take(1 << 30)
                finally:
                    seat.release()
            del offer, work, seat  # or the arrays would live until the next work


@lru_cache(maxsize=1)
def crew() -> Crew:
    """The helpers of this process: one for each other processor it may use."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    made = Crew(min(max((count or 1) - 1, 0), MOST_HELPERS))
    atexit.register(made.close)
    return made

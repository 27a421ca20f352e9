"""Threads that work on a grid together with the one that asked for it.

Whoever is free takes the next block of rows. Blocks are counted in machine code without Python's
lock, and a helper that gets no turn on its processor is not waited for: the others do its blocks.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import threading
import time
from functools import lru_cache
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from core.calculus.program import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    Stop = Callable[[], bool]

MOST_HELPERS = 15
POINTS = 4096  # of a block, which takes a thread a tenth of a millisecond or less
WORTH_HELP = 3e-4  # seconds of work for which somebody is woken
AT_ONCE = 4  # blocks between two looks at `stop`
PATIENCE = 50  # looks at the others' last blocks before falling asleep over them

_Counters = ctypes.c_int64 * 2


class Work:
    """A grid that is being computed, block by block, by any number of threads.

    `run` is machine code, `held` lives as long as a thread may write.
    """

    def __init__(
        self, run: Callable[..., None], addresses: tuple[int, ...], shape: tuple[int, int],
        held: Any,
    ) -> None:  # fmt: skip
        self._run, self._held = run, held
        self._counters = _Counters()  # blocks that were taken, blocks that are done
        self._given = (*addresses, ctypes.addressof(self._counters), *shape)
        self._rows = max(1, POINTS // shape[0])
        self.blocks = -(-shape[1] // self._rows)

    @property
    def taken(self) -> bool:
        """Whether every block was taken by some thread."""
        return self._counters[0] >= self.blocks

    @property
    def done(self) -> bool:
        return self._counters[1] >= self.blocks

    def take(self, most: int) -> None:
        """Compute blocks that nobody took yet, so many at most."""
        self._run(*self._given, self._rows, most)

    def give_up(self) -> None:
        """Let nobody take another block."""
        self._counters[0] = 1 << 40


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
        began = time.perf_counter()
        work.take(1)
        left = (work.blocks - 1) * (time.perf_counter() - began)
        seats = [threading.Lock() for _ in self._threads] if left > WORTH_HELP else []
        for seat in seats:
            self._offers.put((work, seat))
        stopped = False
        while not work.taken and not stopped:
            work.take(AT_ONCE)
            stopped = stop is not None and not work.taken and stop()
        if stopped:
            work.give_up()
        _wait_for(work, seats)
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


def _wait_for(work: Work, seats: list[threading.Lock]) -> None:
    """Until nobody writes any more. Who is done may be a while on the way back into Python, and
    whoever never came finds the seat taken: neither is waited for.
    """
    for _ in range(PATIENCE):
        if not seats or work.done:
            break
        time.sleep(0)
    for seat in seats:
        if not seat.acquire(blocking=False) and not work.done:
            seat.acquire()


@lru_cache(maxsize=1)
def crew() -> Crew:
    """The helpers of this process: one for each other processor it may use."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    made = Crew(min(max((count or 1) - 1, 0), MOST_HELPERS))
    atexit.register(made.close)
    return made

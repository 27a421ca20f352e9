"""Threads that work on a grid together with the one that asked for it.

Whoever is free takes the next block of rows, in machine code and without Python's lock. A helper
that gets no turn on its processor is not waited for: the others do its blocks.
"""

from __future__ import annotations

import atexit
import ctypes
import math
import os
import sys
import threading
import time
from contextlib import suppress
from functools import lru_cache
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from core.calculus import machine_desk as at
from core.calculus.program import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.calculus.machine_desk import Job

    Stop = Callable[[], bool]

MOST_HELPERS = 15
POINTS = 4096  # of a block, which takes a thread a tenth of a millisecond or less
WORTH_HELP = 1e-4  # seconds of work for each that is woken
BETWEEN = 1e-3  # seconds between two looks at `stop`
LEAST = 1e-7  # seconds, below which no clock is trusted


class Crew:
    """Helpers that sleep until there is work. Of several threads that ask at once, one has them,
    and the others work alone.
    """

    def __init__(self, helpers: int) -> None:
        self._calls: SimpleQueue[bool] = SimpleQueue()
        self._turn = threading.Lock()
        self._desk, self._alone = (ctypes.c_int64 * at.DESK)(), threading.local()
        self._place = ctypes.addressof(self._desk)
        self._code = at.desk_code()
        self._aside = _Aside()
        self._threads = [
            threading.Thread(target=self._help, args=(k,), name=f"field helper {k}", daemon=True)
            for k in range(1, helpers + 1)
        ]
        for each in self._threads:
            each.start()

    def do(self, job: Job, out: int, stop: Stop | None = None) -> None:
        """Compute all blocks of a job into the memory at `out`; Cancelled when `stop` asks for it
        between some of them.
        """
        ours = self._turn.acquire(blocking=False)
        desk = self._desk if ours else self._own_desk()
        place = ctypes.addressof(desk)
        try:
            self._worked(job, out, place, len(self._threads) if ours else 0, stop)
        except BaseException:
            if desk[at.JOB_THERE] == job.address:  # else it never came there
                job.give_up()
                while self._code.work(place, 0, 0, 1) != at.FINISHED:  # its memory may go with us
                    time.sleep(0)
            raise
        finally:
            if ours:
                self._turn.release()

    @property
    def shares(self) -> int:
        """Into how many shares a job is divided: one for each thread."""
        return len(self._threads) + 1

    def close(self) -> None:
        """Send the helpers home."""
        for _ in self._threads:
            self._calls.put(False)
        for each in self._threads:
            each.join(2.0)

    def _worked(self, job: Job, out: int, desk: int, helpers: int, stop: Stop | None) -> None:
        work, awake = self._code.work, self._desk[at.AWAKE] if helpers else 0
        if awake < helpers and job.pace < math.inf:
            worth = int(job.pace * job.blocks / WORTH_HELP)
            self._wake(min(helpers, worth) - awake)
        most = job.blocks if stop is None else int(BETWEEN / job.pace) + 1
        began = time.perf_counter()
        found = work(desk, job.address, out, most)
        taken = max(time.perf_counter() - began, LEAST)
        job.pace = taken * (awake + 1) / min(most, job.blocks)
        while found != at.FINISHED:
            if found == at.OTHERS_INSIDE:
                time.sleep(0)  # somebody lost the processor in the middle of a block
            elif stop is not None and stop():
                raise Cancelled
            found = work(desk, 0, 0, most)

    def _wake(self, more: int) -> None:
        if more > 0:
            self._aside.step(self._threads)
        for _ in range(more - self._calls.qsize()):
            self._calls.put(True)

    def _help(self, home: int) -> None:
        while self._calls.get():
            self._code.serve(self._place, home)

    def _own_desk(self) -> ctypes.Array[Any]:
        """A desk that no helper looks at."""
        if not hasattr(self._alone, "desk"):
            self._alone.desk = (ctypes.c_int64 * at.DESK)()
        return self._alone.desk


class _Aside:
    """Keeps helpers off the processor of their caller. Linux wakes a thread where the one that
    calls it runs, and while that one goes on, both share one processor.
    """

    def __init__(self) -> None:
        self._from = -1
        self._here: Callable[[], int] | None = None
        if sys.platform == "linux":
            with suppress(OSError, AttributeError):
                self._here = ctypes.PyDLL(None).sched_getcpu  # type: ignore[arg-type]
                self._all = os.sched_getaffinity(0)

    def step(self, threads: list[threading.Thread]) -> None:
        """These threads may run everywhere but here."""
        if self._here is None or (here := self._here()) == self._from:
            return
        self._from = here
        others = self._all - {here} or self._all
        for each in threads:
            if each.native_id and sys.platform == "linux":
                with suppress(OSError):
                    os.sched_setaffinity(each.native_id, others)


@lru_cache(maxsize=1)
def crew() -> Crew:
    """The helpers of this process: one for each other processor it may use."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    made = Crew(min(max((count or 1) - 1, 0), MOST_HELPERS))
    atexit.register(made.close)
    return made

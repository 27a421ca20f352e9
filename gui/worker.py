"""The worker: a thread that answers jobs one after the other, and the slot they wait in.

Nothing in Python ends a thread from outside. A worker that does not answer a stop is left behind:
its mailbox is closed, its results are ignored, and as a daemon it holds up no exit.
"""

from __future__ import annotations

import threading
import time
import traceback
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from core.errors import out_of_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.agreement import Check
    from core.document import Document, Viewport
    from core.frame import Frame

REST = 0.05  # seconds without a new job after which the worker prepares the next ones
_STACK = 16 * 1024 * 1024  # deep formulas recurse; a thread's own default is 512 KB on macOS


class Evaluates(Protocol):
    """What the engine needs of `core.evaluate.Evaluator`."""

    def frame(
        self, document: Document, viewport: Viewport, *, draft: bool, stop: Callable[[], bool]
    ) -> Frame | None: ...

    def load_derivatives(self) -> None: ...

    def load_special(self) -> None: ...

    def prepare(self, stop: Callable[[], bool]) -> None: ...

    def check(self, say: Callable[[Check], None], stop: Callable[[], bool]) -> None: ...

    def finish(self, say: Callable[[Frame], None], stop: Callable[[], bool]) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Job:
    """One wish, numbered in the order of asking; it holds all that the answer depends on.

    `again`: nobody asked for it; a draft that stood for a moment is computed in full.
    """

    number: int
    document: Document
    viewport: Viewport
    draft: bool = False
    again: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(row.text for row in self.document.formulas)


class Mailbox:
    """One slot that two threads share: the newest job, or nothing."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._job: Job | None = None
        self._closed = False
        self._given_up = 0

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def wanted(self) -> bool:
        """True while a job waits, or everything is to end."""
        return self._closed or self._job is not None

    def put(self, job: Job) -> None:
        """Leave a job for the worker; one that was still waiting is forgotten."""
        with self._changed:
            self._job = job
            self._changed.notify()

    def offer(self, job: Job) -> None:
        """Leave a job unless a newer wish waits already."""
        with self._changed:
            if self._job is None:
                self._job = job
                self._changed.notify()

    def take(self, timeout: float | None = None) -> Job | None:
        """The newest job, waiting for one; None at the end of the time or once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._job is not None or self._closed, timeout)
            job, self._job = self._job, None
            return None if self._closed else job

    def wait(self) -> None:
        """Wait until there is a job, and leave it there."""
        with self._changed:
            self._changed.wait_for(lambda: self._job is not None or self._closed)

    def outdates(self, job: Job) -> bool:
        """True when the answer to `job` is no longer wanted: another text, a stop, or the end.

        The full picture of a draft gives way to any wish: a hand that paused moves on.
        """
        waiting = self._job
        if self._closed or self.gave_up(job):
            return True
        return waiting is not None and (job.again or waiting.texts != job.texts)

    def gave_up(self, job: Job) -> bool:
        """Whether the answer to `job` was given up, by a person or because it takes too long."""
        return job.number <= self._given_up

    def give_up(self, number: int) -> None:
        """Want no answer to this job and those before it any more."""
        with self._changed:
            self._given_up = max(number, self._given_up)
            if self._job is not None and self.gave_up(self._job):
                self._job = None

    def close(self) -> Job | None:
        """Take nothing any more; the job that still waited, if there was one."""
        with self._changed:
            job, self._job, self._closed = self._job, None, True
            self._changed.notify()
            return job


class Hears(Protocol):
    """Who is told what a worker does; called on the thread of the worker."""

    def answered(self, worker: Worker, frame: Frame, number: int) -> None: ...

    def told(self, worker: Worker, check: Check) -> None: ...

    def broke(self, worker: Worker, report: str) -> None: ...

    def ran_out(self, worker: Worker) -> None: ...

    def began(self, worker: Worker) -> None: ...


class Worker:
    """Answers jobs one after the other, each with the newest wish there is.

    `busy` is what it computes now and since when (seconds of `time.monotonic`); the job is None
    while it checks numbers or prepares the next ones.
    """

    def __init__(self, make: Callable[[], Evaluates], hears: Hears, settle: float) -> None:
        self.mailbox = Mailbox()
        self.evaluator: Evaluates | None = None
        self.busy: tuple[Job | None, float] | None = None
        self._last: Job | None = None  # that was answered
        self._make = make
        self._hears = hears
        self._settle = settle
        self._thread = threading.Thread(target=self._run, name="compute", daemon=True)

    def start(self) -> None:
        """Begin, with a stack that deep formulas need."""
        before = threading.stack_size(_STACK)
        try:
            self._thread.start()
        finally:
            threading.stack_size(before)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def join(self, seconds: float) -> None:
        """Wait for the end, but no longer than this."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the person gets to see it
            self._tell(error)

    def _work(self) -> None:
        self.mailbox.wait()  # the evaluator is made with the first job, after the first paint
        if self.mailbox.closed:
            return
        self.evaluator = self._make()
        self._hears.began(self)
        try:
            self._serve(self.evaluator)
        finally:
            self.evaluator.close()

    def _serve(self, evaluator: Evaluates) -> None:
        draft: Job | None = None
        while not self.mailbox.closed:
            job = self._take(evaluator, draft)
            if job is None and draft is not None:
                job = replace(draft, draft=False, again=True)
            if job is not None:
                self._answer(evaluator, job)
            wanted = job is not None and job.draft and not self.mailbox.gave_up(job)
            draft = job if wanted else None

    def _take(self, evaluator: Evaluates, draft: Job | None) -> Job | None:
        """The next job. None after a draft that is to be drawn again, or at the end.

        When none comes for a moment, the evaluator uses the rest: it checks the numbers that are
        shown, finishes the picture, and prepares what comes.
        """
        job = self.mailbox.take(min(REST, self._settle))
        if job is not None or self.mailbox.closed:
            return job
        self.busy = None, time.monotonic()
        try:
            evaluator.check(partial(self._hears.told, self), lambda: self.mailbox.wanted)
            if self._last is not None:
                evaluator.finish(partial(self._say, self._last), partial(self._ends, self._last))
            evaluator.prepare(lambda: self.mailbox.wanted)
        except Exception as error:  # noqa: BLE001 - one bad job must not end the worker
            self._tell(error)
        finally:
            self.busy = None
        return self.mailbox.take(max(self._settle - REST, 0.0) if draft else None)

    def _say(self, job: Job, frame: Frame) -> None:
        self._hears.answered(self, frame, job.number)

    def _ends(self, job: Job) -> bool:
        """Whether the picture of this job is not to be finished: anything else is wished for."""
        return self.mailbox.wanted or self.mailbox.gave_up(job)

    def _answer(self, evaluator: Evaluates, job: Job) -> None:
        def stop() -> bool:
            return self.mailbox.outdates(job)

        self.busy = job, time.monotonic()
        try:
            frame = evaluator.frame(job.document, job.viewport, draft=job.draft, stop=stop)
        except Exception as error:  # noqa: BLE001 - one bad job must not end the worker
            self._tell(error)
            return
        finally:
            self.busy = None
        if frame is not None:
            self._last = job
            self._say(job, frame)

    def _tell(self, error: BaseException) -> None:
        if out_of_memory(error):
            self._hears.ran_out(self)
        else:
            self._hears.broke(self, "".join(traceback.format_exception(error)))

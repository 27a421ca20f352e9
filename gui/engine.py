"""The engine: the newest wish is computed on a worker thread, and nothing else waits for it.

A one-slot mailbox throttles: a new job overwrites the one that waits, so no queue can grow.
A result is painted when it is newer than what is shown, so a long drag never starves.
"""

from __future__ import annotations

import sys
import threading
import traceback
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from gui.derivation import Derivation, make_symbolic

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.agreement import Check
    from core.document import Document, Viewport
    from core.frame import Frame

TURN = 0.0005  # seconds after which a busy Python thread lets another have its turn
REST = 0.05  # seconds without a new job after which the worker prepares the next ones
SETTLE = 0.12  # seconds without a new job after which a draft is drawn again in full
_STACK = 16 * 1024 * 1024  # deep formulas recurse; a thread's own default is 512 KB on macOS
_LOADER_JOIN = 2.0


class Evaluates(Protocol):
    """What the engine needs of `core.evaluate.Evaluator`."""

    def frame(
        self, document: Document, viewport: Viewport, *, draft: bool, stop: Callable[[], bool]
    ) -> Frame | None: ...

    def load_derivatives(self) -> None: ...

    def load_special(self) -> None: ...

    def prepare(self, stop: Callable[[], bool]) -> None: ...

    def check(self, say: Callable[[Check], None], stop: Callable[[], bool]) -> None: ...

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
        if self._closed or job.number <= self._given_up:
            return True
        return waiting is not None and (job.again or waiting.texts != job.texts)

    def give_up(self, number: int) -> None:
        """Want no answer to this job and those before it any more."""
        with self._changed:
            self._given_up, self._job = number, None

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()


class _Worker(QThread):
    """Answers jobs one after the other, each with the newest wish there is."""

    answered = Signal(object, int)
    checked = Signal(object)
    broke = Signal(str)
    began = Signal()

    def __init__(self, make: Callable[[], Evaluates], mailbox: Mailbox, settle: float) -> None:
        super().__init__()
        self.setStackSize(_STACK)
        self._make = make
        self._mailbox = mailbox
        self._settle = settle
        self.evaluator: Evaluates | None = None

    def run(self) -> None:
        self._mailbox.wait()  # the evaluator is made with the first job, after the first paint
        if self._mailbox.closed:
            return
        try:
            self.evaluator = self._make()
        except Exception:  # noqa: BLE001 - whatever it is, the person gets to see it
            self.broke.emit(traceback.format_exc())
            return
        self.began.emit()
        self._serve(self.evaluator)
        self.evaluator.close()

    def _serve(self, evaluator: Evaluates) -> None:
        """Answer one job after the other, until the end."""
        draft: Job | None = None
        while not self._mailbox.closed:
            job = self._take(evaluator, draft)
            if job is None and draft is not None:
                job = replace(draft, draft=False, again=True)
            if job is not None:
                self._answer(evaluator, job)
            draft = job if job is not None and job.draft else None

    def _take(self, evaluator: Evaluates, draft: Job | None) -> Job | None:
        """The next job. None after a draft that is to be drawn again, or at the end.

        When none comes for a moment, the evaluator uses the rest: it checks the numbers that are
        shown, and prepares what comes.
        """
        job = self._mailbox.take(min(REST, self._settle))
        if job is not None or self._mailbox.closed:
            return job
        try:
            evaluator.check(self.checked.emit, lambda: self._mailbox.wanted)
            evaluator.prepare(lambda: self._mailbox.wanted)
        except Exception:  # noqa: BLE001 - one bad job must not end the worker
            self.broke.emit(traceback.format_exc())
        return self._mailbox.take(max(self._settle - REST, 0.0) if draft else None)

    def _answer(self, evaluator: Evaluates, job: Job) -> None:
        def stop() -> bool:
            return self._mailbox.outdates(job)

        try:
            frame = evaluator.frame(job.document, job.viewport, draft=job.draft, stop=stop)
        except Exception:  # noqa: BLE001 - one bad job must not end the worker
            self.broke.emit(traceback.format_exc())
            return
        if frame is not None:
            self.answered.emit(frame, job.number)


class Engine(QObject):
    """Computes frames on a thread of its own; `derivation` finds formulas on another.

    `frame_ready` carries the frame, `checked` afterwards how far its numbers can be trusted,
    `failed` the report of a bug, `derivatives_loaded` says that PyTorch is there. All arrive on
    the thread of the window.
    """

    frame_ready = Signal(object)
    checked = Signal(object)
    failed = Signal(str)
    derivatives_loaded = Signal()
    asked = Signal(object)

    _loaded = Signal()

    def __init__(
        self, make: Callable[[], Evaluates], parent: QObject | None = None, settle: float = SETTLE
    ) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN)  # at Python's 5 ms, four turns of the window are a stutter
        self.derivation: Derivation | None = Derivation(make_symbolic, self)
        self._mailbox = Mailbox()
        self._number = 0
        self._shown = 0
        self._last: Job | None = None
        self._loader: threading.Thread | None = None
        self._wants_derivatives = False
        self._worker = _Worker(make, self._mailbox, settle)
        self._worker.answered.connect(self._show)
        self._worker.checked.connect(self.checked)
        self._worker.broke.connect(self.failed)
        self._worker.began.connect(self._begin_loading)
        self._loaded.connect(self._ask_again)
        self._worker.start()

    def request(self, document: Document, viewport: Viewport, draft: bool = False) -> None:
        """Wish for the frame of a document; an older wish that still waits is forgotten."""
        self._number += 1
        self._last = Job(self._number, document, viewport, draft)
        self.asked.emit(self._last)
        self._mailbox.put(self._last)

    def stop(self) -> None:
        """Give up what is being computed; what is shown stays until something else is asked."""
        self._mailbox.give_up(self._number)

    def load_derivatives(self) -> None:
        """Load PyTorch on a thread of its own; the last job is answered again afterwards."""
        self._wants_derivatives = True
        self._begin_loading()

    def close(self) -> None:
        """End the worker and wait for it."""
        self._mailbox.close()
        if self.derivation is not None:
            self.derivation.close()
        self._worker.wait()
        if self._loader is not None:
            self._loader.join(_LOADER_JOIN)

    @Slot()
    def _begin_loading(self) -> None:
        evaluator = self._worker.evaluator
        if evaluator is None or not self._wants_derivatives or self._loader is not None:
            return
        self._loader = threading.Thread(
            target=self._load, args=(evaluator,), name="load-derivatives", daemon=True
        )
        self._loader.start()

    def _load(self, evaluator: Evaluates) -> None:
        try:
            evaluator.load_derivatives()
            if not self._mailbox.closed:
                self._loaded.emit()
                evaluator.load_special()
        except Exception:  # noqa: BLE001 - whatever it is, the person gets to see it
            self._report(traceback.format_exc())

    def _report(self, text: str) -> None:
        if not self._mailbox.closed:
            self.failed.emit(text)

    @Slot()
    def _ask_again(self) -> None:
        if self._last is not None:
            self._mailbox.offer(self._last)
        self.derivatives_loaded.emit()

    @Slot(object, int)
    def _show(self, frame: Frame, number: int) -> None:
        if number < self._shown or self._mailbox.closed:
            return
        self._shown = number
        self.frame_ready.emit(frame)


class InlineEngine(QObject):
    """An engine without threads: a wish is answered before `request` returns. For tests."""

    frame_ready = Signal(object)
    checked = Signal(object)
    failed = Signal(str)
    derivatives_loaded = Signal()
    asked = Signal(object)

    def __init__(self, make: Callable[[], Evaluates], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.derivation: Derivation | None = None
        self._evaluator = make()
        self._last: Job | None = None

    def request(self, document: Document, viewport: Viewport, draft: bool = False) -> None:
        self._last = Job(0, document, viewport, draft)
        self.asked.emit(self._last)
        frame = self._evaluator.frame(document, viewport, draft=draft, stop=_never)
        if frame is not None:
            self.frame_ready.emit(frame)

    def check(self) -> None:
        """Check the numbers of the last frame now."""
        self._evaluator.check(self.checked.emit, _never)

    def stop(self) -> None:
        """Nothing runs between two calls."""

    def load_derivatives(self) -> None:
        self._evaluator.load_derivatives()
        if self._last is not None:
            self.request(self._last.document, self._last.viewport)
        self.derivatives_loaded.emit()

    def close(self) -> None:
        """End what the evaluator began."""
        self._evaluator.close()


def _never() -> bool:
    return False

"""The engine: the newest wish is computed on a worker thread, and nothing else waits for it.

A one-slot mailbox throttles: a new job overwrites the one that waits, so no queue can grow.
A result is painted when it is newer than what is shown, so a long drag never starves. What takes
too long is stopped; a worker that does not stop is left behind, and another goes on.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.derivation import Derivation, make_symbolic
from gui.worker import REST, Evaluates, Job, Mailbox, Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.agreement import Check
    from core.document import Document, Viewport
    from core.frame import Frame

__all__ = ["REST", "Engine", "Evaluates", "InlineEngine", "Job", "Mailbox"]

TURN = 0.0005  # seconds after which a busy Python thread lets another have its turn
SETTLE = 0.12  # seconds without a new job after which a draft is drawn again in full
LIMIT = 10.0  # seconds after which a computation is stopped
GRACE = 4.0  # seconds that a worker has to answer a stop before it is left behind
_LOOKS = 20  # how often the watch looks within the shorter of both times
_LOADER_JOIN = 2.0
OUT_OF_MEMORY = "This needs more memory than there is, so it was stopped."


def too_long(limit: float) -> str:
    """The sentence for a computation that was stopped."""
    return f"This takes longer than {limit:g} s, so it was stopped."


class Engine(QObject):
    """Computes frames on a thread of its own; `derivation` finds formulas on another.

    `frame_ready` carries the frame, `checked` afterwards how far its numbers can be trusted,
    `failed` the report of a bug, `gave_up` a sentence for what was stopped; `derivatives_loaded`
    says that PyTorch is there. All arrive on the thread of the window. `limit` and `grace` are
    seconds.
    """

    frame_ready = Signal(object)
    checked = Signal(object)
    failed = Signal(str)
    gave_up = Signal(str)
    derivatives_loaded = Signal()
    asked = Signal(object)

    _loaded = Signal(object)
    _answered = Signal(object, object, int)
    _told = Signal(object, object)
    _broke = Signal(object, str)
    _ran_out = Signal(object)
    _began = Signal(object)

    def __init__(
        self, make: Callable[[], Evaluates], parent: QObject | None = None, settle: float = SETTLE,
        limit: float = LIMIT, grace: float = GRACE,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        sys.setswitchinterval(TURN)  # at Python's 5 ms, four turns of the window are a stutter
        self.derivation: Derivation | None = Derivation(make_symbolic, self)
        self._make = make
        self._settle = settle
        self._limit = limit
        self._grace = grace
        self._number = 0
        self._shown = 0
        self._last: Job | None = None
        self._loader: threading.Thread | None = None
        self._wants_derivatives = False
        self._is_loaded = False
        self._closed = False
        self._left: list[Worker] = []
        self._stopping: tuple[Job | None, float] | None = None
        self._answered.connect(self._show)
        self._told.connect(self._show_check)
        self._broke.connect(self._report)
        self._ran_out.connect(self._begin_anew)
        self._began.connect(self._begin_loading)
        self._loaded.connect(self._ask_again)
        self._watch = QTimer(self)
        self._watch.setInterval(max(1, round(1000 * min(limit, grace) / _LOOKS)))
        self._watch.timeout.connect(self._look)
        self._worker = self._hired()

    @property
    def stuck(self) -> bool:
        """True while a thread computes that did not answer a stop."""
        return any(worker.alive for worker in self._left)

    def request(self, document: Document, viewport: Viewport, draft: bool = False) -> None:
        """Wish for the frame of a document; an older wish that still waits is forgotten."""
        self._number += 1
        self._last = Job(self._number, document, viewport, draft)
        self.asked.emit(self._last)
        self._worker.mailbox.put(self._last)
        if not self._watch.isActive():
            self._watch.start()

    def stop(self) -> None:
        """Give up what is being computed; what is shown stays until something else is asked."""
        self._worker.mailbox.give_up(self._number)

    def load_derivatives(self) -> None:
        """Load PyTorch on a thread of its own; the last job is answered again afterwards."""
        self._wants_derivatives = True
        self._begin_loading(self._worker)

    def close(self) -> None:
        """End the worker and wait for it, though not for ever: `stuck` says that it goes on."""
        if self._closed:
            return
        self._closed = True
        self._watch.stop()
        self._worker.mailbox.close()
        if self.derivation is not None:
            self.derivation.close()
        self._worker.join(self._grace)
        if self._worker.alive and self._worker not in self._left:
            self._left.append(self._worker)
        if self._loader is not None:
            self._loader.join(_LOADER_JOIN)

    # --- heard from workers, on their threads ---

    def answered(self, worker: Worker, frame: Frame, number: int) -> None:
        self._pass_on("_answered", worker, frame, number)

    def told(self, worker: Worker, check: Check) -> None:
        self._pass_on("_told", worker, check)

    def broke(self, worker: Worker, report: str) -> None:
        self._pass_on("_broke", worker, report)

    def ran_out(self, worker: Worker) -> None:
        self._pass_on("_ran_out", worker)

    def began(self, worker: Worker) -> None:
        self._pass_on("_began", worker)

    def _pass_on(self, signal: str, worker: Worker, *words: object) -> None:
        if worker.mailbox.closed:
            return
        with suppress(RuntimeError):  # the window is gone, and this thread was left behind
            getattr(self, signal).emit(worker, *words)

    # --- on the thread of the window ---

    def _hired(self) -> Worker:
        worker = Worker(self._made_ready if self._is_loaded else self._make, self, self._settle)
        worker.start()
        return worker

    def _made_ready(self) -> Evaluates:
        """Another evaluator, when PyTorch is there already: its first frame has derivatives."""
        evaluator = self._make()
        evaluator.load_derivatives()
        return evaluator

    @Slot()
    def _look(self) -> None:
        """Stop what takes too long, and leave a worker that does not answer a stop."""
        worker, now = self._worker, time.monotonic()
        if not worker.alive and not self._closed and worker.evaluator is not None:
            self._replace()  # it ended by something that no job may do
            return
        busy = worker.busy
        loading = self._loader is not None and self._loader.is_alive()
        if busy is None or loading:  # the first import of PyTorch holds everybody up
            self._stopping = None
            if busy is None and not worker.mailbox.wanted:
                self._watch.stop()
            return
        job, since = busy
        if job is not None and now - since > self._limit and not worker.mailbox.gave_up(job):
            worker.mailbox.give_up(self._number)  # what waits is as long: the same texts
            self.gave_up.emit(too_long(self._limit))
        wanted = worker.mailbox.outdates(job) if job is not None else worker.mailbox.wanted
        if not wanted:
            self._stopping = None
        elif self._stopping is None or self._stopping[0] is not job:
            self._stopping = job, now
        elif now - self._stopping[1] > self._grace:
            self._replace()

    def _replace(self) -> None:
        """Leave the worker behind and go on with another; a job that waited is not lost."""
        old, self._stopping = self._worker, None
        waiting = old.mailbox.close()
        self._left = [each for each in (*self._left, old) if each.alive]
        if not self._is_loaded:
            self._loader = None
        self._worker = self._hired()
        if waiting is not None:
            self._worker.mailbox.put(waiting)
            self._watch.start()

    @Slot(object)
    def _begin_anew(self, worker: Worker) -> None:
        """The memory ended: what was kept for the next frames goes with the evaluator."""
        if worker is self._worker:
            worker.mailbox.give_up(self._number)
            self._replace()
            self.gave_up.emit(OUT_OF_MEMORY)

    @Slot(object)
    def _begin_loading(self, worker: Worker) -> None:
        if worker is not self._worker or not self._wants_derivatives or self._loader is not None:
            return
        if worker.evaluator is None:
            return
        self._loader = threading.Thread(
            target=self._load, args=(worker, worker.evaluator), name="load-derivatives",
            daemon=True,
        )  # fmt: skip
        self._loader.start()

    def _load(self, worker: Worker, evaluator: Evaluates) -> None:
        try:
            evaluator.load_derivatives()
            if not worker.mailbox.closed:
                self._pass_on("_loaded", worker)
                evaluator.load_special()
        except Exception:  # noqa: BLE001 - whatever it is, the person gets to see it
            self.broke(worker, traceback.format_exc())

    @Slot(object, str)
    def _report(self, worker: Worker, text: str) -> None:
        if worker is self._worker and not self._closed:
            self.failed.emit(text)

    @Slot(object)
    def _ask_again(self, worker: Worker) -> None:
        if worker is not self._worker:
            return
        self._is_loaded = True
        if self._last is not None and not worker.mailbox.gave_up(self._last):
            worker.mailbox.offer(self._last)
            self._watch.start()
        self.derivatives_loaded.emit()

    @Slot(object, object, int)
    def _show(self, worker: Worker, frame: Frame, number: int) -> None:
        if worker is not self._worker or number < self._shown or self._closed:
            return
        self._shown = number
        self.frame_ready.emit(frame)

    @Slot(object, object)
    def _show_check(self, worker: Worker, check: Check) -> None:
        if worker is self._worker and not self._closed:
            self.checked.emit(check)


class InlineEngine(QObject):
    """An engine without threads: a wish is answered before `request` returns. For tests."""

    frame_ready = Signal(object)
    checked = Signal(object)
    failed = Signal(str)
    gave_up = Signal(str)
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

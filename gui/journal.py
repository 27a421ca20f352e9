"""The journal: every change of the document is written down within a second, off the UI thread.

It stands for work that no file holds yet: saving and closing remove it. Each program has a
journal of its own, with a lock that says that it is alive; what is left without one is offered
at the next start.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from core.errors import InputError
from core.files import journal

if TYPE_CHECKING:
    from pathlib import Path

    from core.document import Document, Viewport
    from core.files.journal import Entry
    from gui.sessions import Sessions
    from gui.store import Store

DELAY = 500  # ms from the first change that is not written down yet
_JOIN = 3.0


@dataclass(frozen=True, slots=True)
class _Page:
    """What is to be written; without a document the journal is removed. `then` goes afterwards."""

    document: Document | None
    viewport: Viewport | None = None
    file: Path | None = None
    then: tuple[Path, ...] = ()


class Journal(QObject):
    """Follows one store. `failed` carries one sentence, once, until writing works again."""

    failed = Signal(str)

    _refused = Signal(str)

    def __init__(
        self, store: Store, sessions: Sessions, folder: Path, parent: QObject,
        delay: int = DELAY,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._store = store
        self._sessions = sessions
        self.folder = folder
        self.place = folder / f"{journal.PREFIX}{os.getpid()}-{time.time_ns()}{journal.SUFFIX}"
        self._lock: QLockFile | None = None
        self._then: tuple[Path, ...] = ()
        self._written = False
        self._told = False
        self._changed = threading.Condition()
        self._page: _Page | None = None
        self._ended = False
        self._thread: threading.Thread | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(delay)
        self._wait.timeout.connect(self.write)
        store.document_changed.connect(self._note)
        store.undo_stack.cleanChanged.connect(self._note)
        sessions.name_changed.connect(self._note)
        self._refused.connect(self._tell)

    def orphans(self) -> list[Path]:
        """Journals of programs that ended without saving or closing, the newest first."""
        return [each for each in journal.kept(self.folder) if each != self.place and _free(each)]

    def newest_orphan(self) -> Entry | None:
        """The newest of them that can be read."""
        for place in self.orphans():
            try:
                return journal.read(place)
            except (InputError, OSError):
                continue
        return None

    def restore(self, entry: Entry) -> bool:
        """Put what was kept in place; its journal goes once it is written down anew."""
        if not self._sessions.restore(entry.document, entry.viewport, entry.file):
            return False
        self._then = (*self._then, entry.place)
        self.write()
        return True

    def discard(self, entry: Entry) -> None:
        """Remove what was kept."""
        _remove(entry.place)

    @Slot()
    def write(self) -> None:
        """Write down what is there now, or remove the journal when a file holds it."""
        self._wait.stop()
        store, then = self._store, self._then
        if store.modified:
            self._then = ()
            self._put(_Page(store.document, store.viewport, self._sessions.path, then))
        elif self._written or then:
            self._then = ()
            self._put(_Page(None, then=then))
            self._written = False

    def close(self) -> None:
        """The window closes, and its work is saved or left: the journal goes."""
        self._wait.stop()
        with self._changed:
            self._ended = True
            then = self._then + (self._page.then if self._page is not None else ())
            self._page = _Page(None, then=then)
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_JOIN)
        if self._lock is not None:
            self._lock.unlock()

    @Slot()
    def _note(self) -> None:
        if not self._ended and not self._wait.isActive():
            self._wait.start()

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(sentence)

    def _put(self, page: _Page) -> None:
        self._written = True
        with self._changed:
            if self._page is not None:
                page = _Page(page.document, page.viewport, page.file, self._page.then + page.then)
            self._page = page
            self._changed.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
            self._thread.start()

    # --- on its own thread ---

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._page is not None or self._ended)
                page, self._page = self._page, None
                ended = self._ended
            if page is not None:
                self._turn(page)
            if ended:
                return

    def _turn(self, page: _Page) -> None:
        if page.document is None or page.viewport is None:
            for place in (self.place, *page.then):
                _remove(place)
            return
        try:
            self._live()
            journal.write(self.place, page.document, page.viewport, page.file)
        except OSError as error:
            reason = (error.strerror or "the folder is not reachable").lower()
            if not self._ended:
                self._refused.emit(f"Changes are not kept for a restart: {reason}.")
            return
        self._told = False
        for place in page.then:
            _remove(place)

    def _live(self) -> None:
        """Take the lock that says that this journal is not left behind."""
        if self._lock is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = _lock_of(self.place)
        if lock.tryLock(0):
            self._lock = lock


def _lock_of(place: Path) -> QLockFile:
    lock = QLockFile(str(place.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # however old: a lock is left when its process is gone
    return lock


def _free(place: Path) -> bool:
    """Whether no running program holds the journal at `place`."""
    lock = _lock_of(place)
    if not lock.tryLock(0):
        return lock.error() != QLockFile.LockError.LockFailedError
    lock.unlock()
    return True


def _remove(place: Path) -> None:
    try:
        place.unlink(missing_ok=True)
    except OSError:
        return

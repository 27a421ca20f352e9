"""Pace: when the engine is asked. At once for every move; while a person types, when they pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from core.document import Document
    from gui.engine import Engine, InlineEngine
    from gui.intents import Intents
    from gui.store import Store

LONGEST_WAIT = 300  # ms that a person may type on without seeing an answer
TYPING = 150  # ms after the last key; the first key after a rest does not wait
STEP_PAUSE = 1000  # ms without a change after which the next one is a new step to undo


class Pace(QObject):
    """Asks the engine for the frame of what the store holds."""

    def __init__(
        self, store: Store, engine: Engine | InlineEngine, intents: Intents, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._engine = engine
        self._intents = intents
        self._texts: tuple[str, ...] = _texts(store.document)
        self._late = False
        self._typing = _timer(TYPING, self)
        self._typing.timeout.connect(self._catch_up)
        self._longest = _timer(LONGEST_WAIT, self)
        self._longest.timeout.connect(self._catch_up)
        self._pause = _timer(STEP_PAUSE, self)
        self._pause.timeout.connect(self._end_step)
        store.document_changed.connect(self._document_changed)
        store.looked.connect(self.ask)
        intents.drag_ended.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Ask now."""
        self._late = False
        self._longest.stop()
        store = self._store
        self._engine.request(store.document, store.viewport, self._intents.moving)

    @Slot(object)
    def _document_changed(self, document: Document) -> None:
        texts = _texts(document)
        typed = texts != self._texts
        self._texts = texts
        self._pause.start()
        if not typed:
            self.ask()
            return
        self._store.fit_again()
        waiting = self._typing.isActive()
        self._typing.start()
        if waiting:
            self._late = True
            if not self._longest.isActive():
                self._longest.start()
        else:
            self.ask()

    @Slot()
    def _end_step(self) -> None:
        """After a pause the next change is a step of its own, but a drag is one, however slow."""
        if not self._intents.moving:
            self._store.close_merge()

    @Slot()
    def _catch_up(self) -> None:
        if self._late:
            self.ask()


def _timer(milliseconds: int, parent: QObject) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer


def _texts(document: Document) -> tuple[str, ...]:
    return tuple(formula.text for formula in document.formulas)

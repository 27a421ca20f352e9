"""Pace: when the engine is asked. At once for every move and key; in full when the typing rests."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from core.words import one_letter

if TYPE_CHECKING:
    from core.document import Document
    from gui.engine import Engine, InlineEngine
    from gui.intents import Intents
    from gui.store import Store

TYPING = 100  # ms after the last key: until then drafts will do; less than the engine's own rest
_LONG = ("sum", "prod", "∑", "∏", "Σ", "Π", "zeta")
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
        self._typing = _timer(TYPING, self)
        self._typing.timeout.connect(self.ask)
        self._pause = _timer(STEP_PAUSE, self)
        self._pause.timeout.connect(self._end_step)
        store.document_changed.connect(self._document_changed)
        store.looked.connect(self.ask)
        intents.drag_ended.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Ask now."""
        self._ask(self._intents.moving)

    def _ask(self, draft: bool) -> None:
        self._engine.request(self._store.document, self._store.viewport, draft)

    @Slot(object)
    def _document_changed(self, document: Document) -> None:
        before, self._texts = self._texts, _texts(document)
        self._pause.start()
        pairs = zip_longest(before, self._texts, fillvalue="")
        changed = [(old, new) for old, new in pairs if old != new]
        if changed:
            self._store.fit_again()
        if changed and all(one_letter(*pair) for pair in changed):
            self._typing.start()
            self._ask(draft=True)
        elif any(map(_may_take_long, (new for _, new in changed))):
            self._ask(draft=True)  # the full picture follows when the engine has settled
        else:
            self.ask()

    @Slot()
    def _end_step(self) -> None:
        """After a pause the next change is a step of its own, but a drag is one, however slow."""
        if not self._intents.moving:
            self._store.close_merge()


def _timer(milliseconds: int, parent: QObject) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer


def _may_take_long(text: str | None) -> bool:
    """Whether a text that came as a whole, not by keys, may be costly at every point."""
    return any(word in (text or "") for word in _LONG)


def _texts(document: Document) -> tuple[str, ...]:
    return tuple(formula.text for formula in document.formulas)

"""The script of what is on the screen: written while its tab is open, or to be copied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot

from core.code.words import MOST_COORDINATES, CodeWish, DerivationWish
from gui.asking import Follower
from gui.subject import subject_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from core.code.words import Language, Script
    from core.frame import Frame
    from gui.asking import Asking


class Code(Follower):
    """Follows what is seen while it is open: `answered` carries a wish with its script.

    `outdated` says that what was answered last belongs to another point or formula, `idle` carries
    the sentence why nothing is written. `copied` carries a script that was asked for by `copy`, or
    the sentence why there is none.
    """

    outdated = Signal()
    copied = Signal(object)

    def __init__(self, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(asking, parent)
        self._asking = asking
        self._copying: Any = None
        self.language: Language = "torch"
        self.resting.outdated.connect(self.outdated)
        asking.answered.connect(self._hear)

    def set_language(self, language: Language) -> None:
        """Write in another language."""
        self.language = language
        self.follow()

    def copy(self, language: Language) -> None:
        """Write the script of what is seen now in a language: `copied` carries it."""
        self._want(None if self.frame is None else wish_of(self.frame, language))

    def copy_derivation(self, form: str) -> None:
        """Write the table of the derivatives as "latex" or "markdown": `copied` carries it."""
        self._want(None if self.frame is None else derivation_of(self.frame, form))

    def _want(self, wish: Any) -> None:
        if isinstance(wish, str):
            self.copied.emit(wish)
        elif wish is not None:
            self._copying = wish
            self._asking.ask(wish)

    def follow(self) -> None:
        if self.frame is None or self.frame.draft or not self.is_open:
            return
        wish = wish_of(self.frame, self.language)
        if isinstance(wish, str):
            self.resting.forget()
            self.idle.emit(wish)
        else:
            self.resting.want(wish)

    @Slot(object, object)
    def _hear(self, wish: Any, answer: Script | str) -> None:
        if self._copying is None:
            return
        if wish == self._copying:
            self._copying = None
            self.copied.emit(answer)
        else:  # something newer came between
            self._asking.ask(self._copying)


def wish_of(frame: Frame, language: Language) -> CodeWish | str:
    """The script to write of a frame, or a sentence why there is nothing."""
    subject = subject_of(frame, MOST_COORDINATES)
    if isinstance(subject, str):
        return subject
    window = frame.viewport.x_min, frame.viewport.x_max
    return CodeWish(subject, language, window)


def derivation_of(frame: Frame, form: str) -> Any:
    """The table of derivatives to write of a frame, or a sentence why there is nothing."""
    subject = subject_of(frame)
    return subject if isinstance(subject, str) else DerivationWish(subject, form)


def file_name(frame: Frame | None) -> str:
    """The name of the active function in letters that every file may have."""
    row = frame.row(frame.document.active) if frame is not None else None
    return re.sub(r"[^A-Za-z0-9_-]+", "", row.name if row is not None else "") or "nablascope"

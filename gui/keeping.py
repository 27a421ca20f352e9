"""Keeping: what the window says when a computation was stopped, and what it offers back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.journal import Journal
from gui.panels.notice import Notice
from gui.settings import data_folder

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QMoveEvent, QResizeEvent

    from core.files.journal import Entry
    from core.frame import Frame
    from gui.main_window import MainWindow
    from gui.theme import Theme

AGAIN, RESTORE, DISCARD, COPY = "Try again", "Restore", "Discard", "Copy report"
STAYS = "What was drawn before stays. Shorten the formula or show fewer derivatives."


class Keeping(QWidget):
    """The strips below the window's body for what was stopped, kept and crashed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._entry: Entry | None = None
        self._shown: Frame | None = None
        self._report = ""
        self.stopped = Notice((AGAIN,), self)
        self.kept = Notice((RESTORE, DISCARD), self)
        self.crashed = Notice((COPY,), self)
        self.journal = Journal(window.store, window.sessions, data_folder(), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.kept)
        column.addWidget(self.crashed)
        self.stopped.chosen.connect(self._try_again)
        self.kept.chosen.connect(self._decide)
        self.crashed.chosen.connect(self._copy)
        self.journal.failed.connect(window.status.say)
        window.engine.gave_up.connect(self._say_stopped)
        window.painted.connect(self._see)

    def _notices(self) -> tuple[Notice, ...]:
        return (self.stopped, self.kept, self.crashed)

    def offer(self) -> None:
        """Offer the newest work that an earlier program left unsaved."""
        self._entry = self.journal.newest_orphan()
        if self._entry is None:
            return
        name = self._entry.file.stem if self._entry.file is not None else "untitled"
        when = datetime.fromtimestamp(self._entry.written).astimezone()
        others = len(self.journal.orphans()) - 1
        more = " An older one is kept, too." if others == 1 else f" {others} older ones are kept."
        sentence = f"Unsaved work on {name} was kept, of {when:%H:%M, %d %b %Y}."
        self.kept.say(sentence + (more if others > 0 else ""))

    def tell_crash(self, report: Path) -> None:
        """Say that the last program crashed, and where the report is."""
        try:
            self._report = report.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        self.crashed.say(f"Nablascope ended in a crash before. The report is in {report}.")

    def set_theme(self, theme: Theme) -> None:
        for notice in self._notices():
            notice.set_theme(theme)

    def end(self) -> None:
        """The window closes: nothing is left to be kept."""
        self.journal.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place()

    def _place(self) -> None:
        """What was stopped is said over the foot of the body: a plot that gave way to the strip
        would be computed anew, and stopped again.
        """
        ground = self.parentWidget()
        if ground is None or self.stopped.isHidden():
            return
        if self.stopped.parentWidget() is not ground:
            self.stopped.setParent(ground)
            self.stopped.show()
        high = self.stopped.height()
        self.stopped.setGeometry(0, self.y() - high, ground.width(), high)
        self.stopped.raise_()

    @Slot(str)
    def _say_stopped(self, sentence: str) -> None:
        self._window.stage.busy.end()
        self._shown = self._window.frame
        self.stopped.say(f"{sentence} {STAYS}")
        self._place()

    @Slot(object)
    def _see(self, frame: Frame) -> None:
        """A picture that is newer than the stop: there is nothing to be said any more."""
        if frame is not self._shown:
            self.stopped.hide()

    @Slot(str)
    def _try_again(self) -> None:
        self._window.pace.ask()

    @Slot(str)
    def _decide(self, word: str) -> None:
        entry, self._entry = self._entry, None
        if entry is None:
            return
        if word == DISCARD:
            self.journal.discard(entry)
            self.offer()
        elif not self.journal.restore(entry):
            self.offer()

    @Slot(str)
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)

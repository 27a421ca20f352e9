"""Sessions of the window: new, open, save, recent, and the one question about unsaved work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.document import Viewport, first_document
from core.errors import InputError
from gui.settings import data_folder

if TYPE_CHECKING:
    from core.document import Document
    from core.files.lessons import Lesson
    from gui.settings import Settings
    from gui.store import Store

FIRST_VIEW = Viewport(x_min=-2.5, x_max=2.5)  # where the first formula shows its shape
SUFFIX = ".nabla"
_FILTER = "Nablascope sessions (*.nabla)"
_Answer = QMessageBox.StandardButton


class Sessions(QObject):
    """Reads and writes the session files of one window.

    `name_changed` carries the name for the title; `failed` one sentence that says why a file
    could not be read or written.
    """

    name_changed = Signal(str)
    failed = Signal(str)

    def __init__(self, store: Store, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._store = store
        self._settings = settings
        self._window = window
        self.path: Path | None = None

    @property
    def name(self) -> str:
        return self.path.stem if self.path is not None else "untitled"

    def new(self) -> None:
        """Begin anew, with what the first launch shows."""
        if self.may_leave():
            size = self._store.viewport
            view = replace(FIRST_VIEW, width=size.width, height=size.height)
            self._store.replace(first_document(), view)
            self._set_path(None)

    def open(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", self._folder(), _FILTER)
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> bool:
        """Open a session file; False when it could not be read or the person stayed."""
        if not self._show(path):
            return False
        self._set_path(path)
        return True

    def open_lesson(self, lesson: Lesson) -> bool:
        """Open an example as an untitled session, so that saving it asks for a file."""
        if not self._show(lesson.path):
            return False
        self._set_path(None)
        return True

    def _show(self, path: Path) -> bool:
        """Show what a file holds, unless it cannot be read or the person stays."""
        from core.files import session

        if not self.may_leave():
            return False
        try:
            document, viewport = session.read(path)
        except InputError as error:
            self.failed.emit(error.message)
            return False
        except OSError as error:
            self.failed.emit(f"{path.name} cannot be opened: {_reason(error)}.")
            return False
        self._store.replace(document, viewport)
        return True

    def save(self) -> bool:
        """Write to the file of the session, or ask for one."""
        return self.save_to(self.path) if self.path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and write to it."""
        start = str(self.path or Path(self._folder()) / f"{self.name}{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", start, _FILTER)
        if not name:
            return False
        path = Path(name)
        return self.save_to(path if path.suffix else path.with_suffix(SUFFIX))

    def save_to(self, path: Path) -> bool:
        """Write the session to a file; False when it could not be written."""
        from core.files import session

        try:
            session.write(path, self._store.document, self._store.viewport)
        except OSError as error:
            self.failed.emit(f"{path.name} cannot be saved: {_reason(error)}.")
            return False
        self._store.undo_stack.setClean()
        self._set_path(path)
        return True

    def restore(self, document: Document, viewport: Viewport, path: Path | None) -> bool:
        """Put unsaved work of an earlier program in place; False when the person stayed."""
        if not self.may_leave():
            return False
        self._store.replace(document, viewport)
        self._store.undo_stack.resetClean()  # no file holds it yet
        self.path = path
        self.name_changed.emit(self.name)
        return True

    def rescue(self) -> Path | None:
        """Write the session beside the settings, for the case of a bug; None when that fails."""
        from core.files import session

        try:
            folder = data_folder()
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"rescued{SUFFIX}"
            session.write(path, self._store.document, self._store.viewport)
        except Exception:  # noqa: BLE001 - this runs while something else is already broken
            return None
        return path

    def may_leave(self) -> bool:
        """True when nothing is lost by leaving: it is saved, or the person says so."""
        if not self._store.modified or not self._settings.asks_before_closing:
            return True
        answer = QMessageBox.question(
            self._window,
            "Nablascope",
            f"Save the changes to {self.name}?",
            _Answer.Save | _Answer.Discard | _Answer.Cancel,
            _Answer.Save,
        )
        if answer == _Answer.Save:
            return self.save()
        return answer == _Answer.Discard

    def _set_path(self, path: Path | None) -> None:
        self.path = path
        if path is not None:
            self._settings.remember(path.resolve())
        self.name_changed.emit(self.name)

    def _folder(self) -> str:
        recent = self._settings.recent
        return str(recent[0].parent if recent else Path.home())


def _reason(error: OSError) -> str:
    return (error.strerror or "it is not reachable").lower()

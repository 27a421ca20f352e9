"""The menu of the sessions that were opened or saved last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from gui.sessions import Sessions
    from gui.settings import Settings


class RecentMenu(QMenu):
    """Lists the sessions when it opens; a click opens one."""

    def __init__(self, settings: Settings, sessions: Sessions, parent: QWidget) -> None:
        super().__init__("Open recent", parent)
        self._settings = settings
        self._sessions = sessions
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._open)

    def _fill(self) -> None:
        self.clear()
        for path in self._settings.recent:
            self.addAction(path.stem).setData(str(path))
        if self.isEmpty():
            self.addAction("Nothing yet").setEnabled(False)

    def _open(self, action: QAction) -> None:
        self._sessions.open_path(Path(action.data()))

"""Settings: what the program remembers about the person's window, behind typed names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

RECENT = 8
THEME_CHOICES = ("system", "light", "dark")
_LAYOUT = 1  # raised when a stored layout no longer fits the window


class Settings:
    """A typed wrapper over one ini file; tests give it a temporary one."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(str(path or _default_path()), QSettings.Format.IniFormat)
        self._theme_now: str | None = None

    def use_theme(self, choice: str) -> None:
        """Use a theme until the person chooses another; the file keeps what it has."""
        self._theme_now = choice

    @property
    def theme(self) -> str:
        """"system", "light" or "dark"."""
        if self._theme_now is not None:
            return self._theme_now
        chosen = str(self._store.value("theme", "system"))
        return chosen if chosen in THEME_CHOICES else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._theme_now = None
        self._store.setValue("theme", choice)

    def tool(self, name: str, first: bool) -> bool:
        """Whether a tool of the plot was on when it was last used; `first` before that."""
        return _truth(self._store.value(f"tools/{name}", first))

    def set_tool(self, name: str, on: bool) -> None:
        self._store.setValue(f"tools/{name}", on)

    @property
    def motion(self) -> bool:
        """False where fitting and folding happen at once."""
        return _truth(self._store.value("motion", True))

    @motion.setter
    def motion(self, on: bool) -> None:
        self._store.setValue("motion", on)

    @property
    def asks_before_closing(self) -> bool:
        """False only where nobody can answer, as in tests."""
        return _truth(self._store.value("asks_before_closing", True))

    @asks_before_closing.setter
    def asks_before_closing(self, asks: bool) -> None:
        self._store.setValue("asks_before_closing", asks)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The sessions opened or saved last, newest first, as far as they still exist."""
        stored = self._store.value("recent", [])
        names = stored if isinstance(stored, list) else [str(stored)] if stored else []
        return tuple(path for path in map(Path, names) if path.is_file())

    def remember(self, path: Path) -> None:
        """Put a session at the top of the recent ones."""
        others = [str(other) for other in self.recent if other != path]
        self._store.setValue("recent", [str(path), *others][:RECENT])

    @property
    def geometry(self) -> QByteArray:
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, state: QByteArray) -> None:
        self._store.setValue(f"layout{_LAYOUT}/geometry", state)

    @property
    def splitter(self) -> QByteArray:
        return self._bytes("splitter")

    @splitter.setter
    def splitter(self, state: QByteArray) -> None:
        self._store.setValue(f"layout{_LAYOUT}/splitter", state)

    def panel_open(self, name: str) -> bool:
        """False while the person keeps a side panel folded."""
        return _truth(self._store.value(f"layout{_LAYOUT}/{name}_open", True))

    def set_panel_open(self, name: str, shown: bool) -> None:
        self._store.setValue(f"layout{_LAYOUT}/{name}_open", shown)

    @property
    def drawer_height(self) -> int:
        """How high the person made the drawer under the plot; 0 before that."""
        return int(str(self._store.value(f"layout{_LAYOUT}/drawer_height", 0)))

    @drawer_height.setter
    def drawer_height(self, height: int) -> None:
        self._store.setValue(f"layout{_LAYOUT}/drawer_height", height)

    def forget_layout(self) -> None:
        self._store.remove(f"layout{_LAYOUT}")

    def write(self) -> None:
        """Write to the file now."""
        self._store.sync()

    def _bytes(self, name: str) -> QByteArray:
        state = self._store.value(f"layout{_LAYOUT}/{name}")
        return state if isinstance(state, QByteArray) else QByteArray()


def data_folder() -> Path:
    """Where the program keeps a session that it rescued."""
    place = QStandardPaths.StandardLocation.AppDataLocation
    return Path(QStandardPaths.writableLocation(place))


def _default_path() -> Path:
    place = QStandardPaths.StandardLocation.AppConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "nablascope.ini"


def _truth(stored: object) -> bool:
    return str(stored).lower() in ("true", "1")

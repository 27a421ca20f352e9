"""What is left of a crash below Python: faulthandler's report, told at the next start."""

from __future__ import annotations

import faulthandler
import os
import time
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import QLockFile

if TYPE_CHECKING:
    from pathlib import Path

PREFIX, SUFFIX = "crash-", ".log"
TOLD = "last-crash.log"


class CrashLog:
    """The report of this program, empty while all is well, and gone after a clean end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None
        self._place = folder / f"{PREFIX}{os.getpid()}-{time.time_ns()}{SUFFIX}"
        self._lock = _lock_of(self._place)

    def begin(self) -> Path | None:
        """Watch from now on. The report that an earlier program left, if it crashed."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            left = self._left_behind()
            self._lock.tryLock(0)
            self._file = self._place.open("w", encoding="utf-8")
        except OSError:  # the program runs without: this folder takes no files
            return None
        faulthandler.enable(self._file)
        return left

    def end(self) -> None:
        """The program ends well: nothing is to be told."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        self._place.unlink(missing_ok=True)
        self._lock.unlock()

    def _left_behind(self) -> Path | None:
        """The newest report of a program that is gone, kept under one name; empty ones go."""
        found: Path | None = None
        logs = self._folder.glob(f"{PREFIX}*{SUFFIX}")
        for place in sorted(logs, key=lambda each: each.stat().st_mtime):
            lock = _lock_of(place)
            if not lock.tryLock(0):
                continue
            if place.stat().st_size:
                found = place.replace(self._folder / TOLD)
            else:
                place.unlink(missing_ok=True)
            lock.unlock()
        return found


def _lock_of(place: Path) -> QLockFile:
    lock = QLockFile(str(place.with_suffix(".alive")))
    lock.setStaleLockTime(0)
    return lock

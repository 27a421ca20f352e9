"""Tidy: Python's garbage is collected on the window's thread alone.

Python collects wherever it runs when it notices: on the worker too. A Qt object that waits in a
cycle would die there, on a thread that it does not belong to, and take the program with it.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

BETWEEN = 200  # ms
TRIM_BETWEEN = 20.0  # seconds: it takes 2 to 20 ms
_GENERATIONS = 3
_MOST_HEAPS = 2
_ARENA_MAX = -8  # the number of that option of the GNU C library


class Tidy(QObject):
    """Collects now and then while it lives; automatic collection is off meanwhile."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        _share_heaps()
        self._trim = _trim_of_the_system()
        self._trimmed = time.monotonic()
        self._turn = QTimer(self)
        self._turn.setInterval(BETWEEN)
        self._turn.timeout.connect(self.collect)
        self._turn.start()

    @Slot()
    def collect(self) -> None:
        """Collect each generation that is due, the youngest first; now and then, give back."""
        for generation in range(_GENERATIONS):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
        self._give_back()

    def _give_back(self) -> None:
        """Free memory goes back to the system: numbers of old frames lie between what stays, and
        the C library returns by itself only what lies at the end.
        """
        now = time.monotonic()
        if self._trim is not None and now - self._trimmed > TRIM_BETWEEN:
            self._trimmed = now
            self._trim(0)

    @Slot()
    def settle(self) -> None:
        """What is there by now stays: PyTorch and its kin need not be looked through again."""
        gc.freeze()


def _trim_of_the_system() -> Callable[[int], Any] | None:
    """The function of the GNU C library that gives free memory back; None on other systems."""
    return _of_the_library("malloc_trim")


def _share_heaps() -> None:
    """All threads share two heaps: with one for each, what one leaves free is of no use to others,
    and each grows to the most that its thread ever needed.
    """
    choose = _of_the_library("mallopt")
    if choose is not None:
        choose(_ARENA_MAX, _MOST_HEAPS)


def _of_the_library(name: str) -> Callable[..., Any] | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), name, None)

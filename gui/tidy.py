"""Tidy: Python's garbage is collected on the window's thread alone.

Python collects wherever it runs when it notices: on the worker too. A Qt object that waits in a
cycle would die there, on a thread that it does not belong to, and take the program with it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

BETWEEN = 200  # ms
_GENERATIONS = 3


class Tidy(QObject):
    """Collects now and then while it lives; automatic collection is off meanwhile."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._turn = QTimer(self)
        self._turn.setInterval(BETWEEN)
        self._turn.timeout.connect(self.collect)
        self._turn.start()

    @Slot()
    def collect(self) -> None:
        """Collect each generation that is due, the youngest first."""
        for generation in range(_GENERATIONS):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)

    @Slot()
    def settle(self) -> None:
        """What is there by now stays: PyTorch and its kin need not be looked through again."""
        gc.freeze()

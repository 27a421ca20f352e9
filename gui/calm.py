"""Calm: panels of numbers follow a drag thirty times a second, the picture every time.

Nobody reads a digit that stands for ten milliseconds, and writing it would delay the curve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.frame import Frame

BETWEEN = 33  # ms


class Calm(QObject):
    """Hands frames on to `paint`: at once at rest, paced while something moves; none is lost."""

    def __init__(self, paint: Callable[[Frame], None], parent: QObject) -> None:
        super().__init__(parent)
        self._paint = paint
        self._waiting: Frame | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(BETWEEN)
        self._rest.timeout.connect(self._catch_up)

    def show(self, frame: Frame, moving: bool) -> None:
        """Paint this frame at rest; while something moves keep the newest for the next turn."""
        if not moving:
            self._waiting = None
            self._rest.stop()
            self._paint(frame)
            return
        self._waiting = frame
        if not self._rest.isActive():
            self._rest.start()

    @Slot()
    def _catch_up(self) -> None:
        frame, self._waiting = self._waiting, None
        if frame is not None:
            self._paint(frame)

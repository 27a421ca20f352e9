"""Timings: milliseconds from the start of the process, and how long the window takes to answer."""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from core.document import Document
    from core.frame import Frame

BEAT = 10  # ms between two heartbeats


class Timings(QObject):
    """Watches a window: when it is painted, when curves are, and how late each answer is.

    A change of the document is answered when the frame that holds it, or a newer one, has been
    painted. The times of the start are printed as they come, `lines` at the end.
    """

    def __init__(self, started: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._started = started
        self._marks: dict[str, float] = {}
        self._asked: list[tuple[Document, float]] = []
        self._frame: Frame | None = None
        self._latencies: list[float] = []
        self._last_beat: float | None = None
        self._worst_gap = 0.0
        self._plot: QWidget | None = None
        self._window: QWidget | None = None
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(BEAT)
        self._beat.timeout.connect(self._count_beat)

    @property
    def worst_gap(self) -> float:
        """The longest time in seconds between two heartbeats since derivatives were drawn."""
        return self._worst_gap

    @property
    def latencies(self) -> Sequence[float]:
        """Seconds from each change of the document to the end of the paint that shows it."""
        return tuple(self._latencies)

    def watch_window(self, window: QWidget) -> None:
        """Note the first paint of the window."""
        self._window = window
        window.installEventFilter(self)

    def watch_plot(self, viewport: QWidget) -> None:
        """Note every paint of the plot."""
        self._plot = viewport
        viewport.installEventFilter(self)

    def note_change(self, document: Document) -> None:
        self._asked.append((document, time.perf_counter()))

    def note_frame(self, frame: Frame) -> None:
        self._frame = frame

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            if watched is self._window:
                watched.removeEventFilter(self)
                self._window = None
                QTimer.singleShot(0, self._window_painted)
            elif watched is self._plot and self._frame is not None:
                QTimer.singleShot(0, self._plot_painted)
        return False

    def lines(self) -> list[str]:
        """What is printed at the end."""
        said = []
        found = sorted(self._latencies)
        if found:
            late = found[min(len(found) - 1, round(0.95 * (len(found) - 1)))]
            said.append(
                f"input to paint: median {1000 * statistics.median(found):.1f} ms, "
                f"95 % {1000 * late:.1f} ms, worst {1000 * found[-1]:.1f} ms ({len(found)} inputs)"
            )
        else:
            said.append("input to paint: no input")
        said.append(f"worst heartbeat gap: {1000 * self._worst_gap:.1f} ms")
        return said

    def _mark(self, name: str) -> None:
        if name not in self._marks:
            self._marks[name] = time.perf_counter() - self._started
            print(f"{name}: {1000 * self._marks[name]:.0f} ms", flush=True)  # noqa: T201

    def _window_painted(self) -> None:
        self._mark("window painted")

    def _plot_painted(self) -> None:
        frame = self._frame
        if frame is None:
            return
        self._frame = None
        if frame.curves:
            self._mark("f drawn")
        if frame.differentiated:
            self._mark("derivatives drawn")
            if not self._beat.isActive():
                self._beat.start()
        self._answer(frame)

    def _answer(self, frame: Frame) -> None:
        shown = next(
            (at for at, asked in enumerate(self._asked) if asked[0] is frame.document), None
        )
        if shown is None:
            return
        now = time.perf_counter()
        self._latencies.extend(now - asked for _, asked in self._asked[: shown + 1])
        del self._asked[: shown + 1]

    def _count_beat(self) -> None:
        now = time.perf_counter()
        if self._last_beat is not None:
            self._worst_gap = max(self._worst_gap, now - self._last_beat - BEAT / 1000)
        self._last_beat = now


def process_start(first_line: float) -> float:
    """When this process began, on the clock of `time.perf_counter`.

    Linux tells it to a hundredth of a second; elsewhere `first_line` stands in, the time at which
    the first line of our own code ran.
    """
    if not sys.platform.startswith("linux"):
        return first_line
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - began
    except (OSError, ValueError, IndexError):
        return first_line
    return time.perf_counter() - age

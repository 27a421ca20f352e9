"""The player: sliders that move by themselves, and a tour of the bookmarks, as one step to undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from core.document import Document, Parameter, with_parameter
from gui.panels.scale import scale_of, stepped

if TYPE_CHECKING:
    from core.frame import Frame
    from gui.intents import Intents
    from gui.store import Store

TICK = 20  # ms between two moves
SWEEP = 10.0  # seconds for the whole range at speed 1
TRAVEL, REST = 1.0, 0.6  # seconds from one bookmark to the next, and at it
_LONGEST = 0.1  # a window that was busy goes on from where it was, without a jump
_GRAINS = 1 / 2000


@dataclass
class _Run:
    """A slider that moves: where it is on its track, which way, and what it was set to last."""

    share: float
    way: int = 1
    value: float = 0.0


@dataclass
class _Tour:
    """On the way through the bookmarks: those to come, and the state the last stretch began at."""

    names: list[str]
    start: dict[str, float]
    time: float = 0.0


class Player(QObject):
    """Moves sliders with a timer of the window's thread. A play is one step, however long."""

    changed = Signal()

    def __init__(self, store: Store, intents: Intents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._intents = store, intents
        self._names: tuple[str, ...] = ()
        self._runs: dict[str, _Run] = {}
        self._tour: _Tour | None = None
        self._fresh = True
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        store.replaced.connect(self.stop_all)

    @property
    def playing(self) -> tuple[str, ...]:
        """The sliders that move."""
        return tuple(self._runs)

    @property
    def touring(self) -> bool:
        return self._tour is not None

    @Slot(str)
    def toggle(self, name: str) -> None:
        """Let a slider move by itself, or halt it."""
        if name in self._runs:
            del self._runs[name]
        else:
            self._tour = None
            slider = self._store.document.parameter(name)
            share = scale_of(slider).share(slider.value)
            at_end = share >= 1 and slider.play != "bounce"
            self._runs[name] = _Run(0.0 if at_end else share, value=slider.value)
        self._go_on()

    def toggle_all(self) -> None:
        """Let all sliders that are there move by themselves, or halt everything."""
        if self._runs or self._tour is not None:
            self.stop_all()
            return
        for name in self._names:
            self.toggle(name)

    @Slot()
    def toggle_tour(self) -> None:
        """Go through all bookmarks, or stop on the way."""
        self._runs.clear()
        marks = self._store.document.bookmarks
        self._tour = None if self.touring else _Tour([mark.name for mark in marks], {})
        self._go_on()

    @Slot()
    def stop_all(self) -> None:
        self._runs.clear()
        self._tour = None
        self._go_on()

    def see(self, frame: Frame) -> None:
        """Halt what has no slider any more."""
        self._names = tuple(slider.name for slider in frame.parameters)
        gone = [name for name in self._runs if name not in self._names]
        for name in gone:
            del self._runs[name]
        if gone:
            self._go_on()

    def advance(self, seconds: float) -> None:
        """Move everything on by a time."""
        document = self._store.document
        for name in tuple(self._runs):
            document = self._moved(document, name, seconds)
        if self._tour is not None:
            document = self._toured(document, self._tour, seconds)
        if document != self._store.document:
            label = "Play bookmarks" if self.touring else f"Play {', '.join(self._runs)}"
            self._store.play(document, label, begins=self._fresh)
            self._fresh = False
        if not self._runs and self._tour is None:
            self._go_on()

    def _moved(self, document: Document, name: str, seconds: float) -> Document:
        slider, run = document.parameter(name), self._runs[name]
        scale = scale_of(slider)
        if slider.value != run.value:  # a hand was on it
            run.share = scale.share(slider.value)
        run.share += run.way * seconds * slider.speed / SWEEP
        if self._ended(slider, run):
            del self._runs[name]
        run.share = min(max(run.share, 0.0), 1.0)
        value = scale.at(run.share)
        grain = scale.grain(value, _GRAINS)
        rounded = min(max(round(value / grain) * grain, slider.minimum), slider.maximum)
        run.value = float(f"{stepped(rounded, slider):.12g}")
        return with_parameter(document, name, run.value)

    def _ended(self, slider: Parameter, run: _Run) -> bool:
        """Turn, jump back or stop at an end of the track; True when it stops."""
        if 0 <= run.share <= 1:
            return False
        if slider.play == "bounce":
            run.way = 1 if run.share < 0 else -1
            run.share = -run.share if run.share < 0 else 2 - run.share
        elif slider.play == "loop":
            run.share %= 1.0
        return slider.play == "once"

    def _toured(self, document: Document, tour: _Tour, seconds: float) -> Document:
        marks = {mark.name: dict(mark.values) for mark in document.bookmarks}
        while tour.names and tour.names[0] not in marks:
            tour.names.pop(0)
        if not tour.names:
            self._tour = None
            return document
        goal = marks[tour.names[0]]
        if not tour.start:
            tour.start = {name: document.parameter(name).value for name in goal}
        tour.time += seconds
        way = min(tour.time / TRAVEL, 1.0)
        smooth = way * way * (3 - 2 * way)
        for name, end in goal.items():
            begin = tour.start.get(name, end)
            value = end if way >= 1 else begin + (end - begin) * smooth
            document = with_parameter(document, name, float(f"{value:.6g}") if way < 1 else end)
        if tour.time >= TRAVEL + REST:
            tour.names.pop(0)
            tour.start, tour.time = {}, 0.0
            if not tour.names:
                self._tour = None
        return document

    def _tick(self) -> None:
        self.advance(min(self._clock.restart() / 1000, _LONGEST))

    def _go_on(self) -> None:
        """Run the clock while anything moves, and say what does."""
        moves = bool(self._runs) or self._tour is not None
        if moves and not self._timer.isActive():
            self._intents.begin_play()
            self._fresh = True
            self._clock.restart()
            self._timer.start()
        elif not moves and self._timer.isActive():
            self._timer.stop()
            self._intents.end_play()
        self.changed.emit()

"""Cost and precision of the chosen formula: asked for while their tab is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from core.autograd.cost_words import INPUTS, CostReport, CostWish
from core.autograd.precision_words import PrecisionWish
from core.choices import direction_of
from gui.asking import Resting
from gui.subject import subject_of

if TYPE_CHECKING:
    from core.frame import Frame
    from gui.asking import Asking

COST_REST = 700  # ms after the errors are there: what takes seconds waits until typing rests


class Cost(QObject):
    """Follows what is seen while it is open.

    The errors follow the point; then, once for each formula and topic, what it costs. Both are
    never asked at once, for the newest wish takes the place of the one before. `idle` carries the
    sentence why nothing is asked.
    """

    precision = Signal(object, object)
    cost = Signal(object, object)
    precision_outdated = Signal()
    cost_outdated = Signal()
    idle = Signal(str)

    def __init__(self, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = False
        self._topic = INPUTS
        self._frame: Frame | None = None
        self._formula: Any = None
        self._later: PrecisionWish | None = None
        self._answered: PrecisionWish | None = None
        self._known: dict[str, tuple[CostWish, CostReport | str]] = {}
        self.errors = Resting(asking, parent=self)
        self.curves = Resting(asking, COST_REST, parent=self)
        self.errors.outdated.connect(self.precision_outdated)
        self.errors.answered.connect(self._errors_known)
        self.curves.outdated.connect(self.cost_outdated)
        self.curves.answered.connect(self._cost_known)

    def set_open(self, on: bool) -> None:
        """Follow the point, or stop following it."""
        if on and not self._open:
            self.curves.forget()  # another tab may have asked since
            if self.errors.wish != self._answered:
                self.errors.forget()
            self._later = None
        self._open = on
        if on:
            self._follow()
        else:
            self.errors.rest.stop()
            if not self.measuring:
                self.curves.forget()

    def see(self, frame: Frame) -> None:
        """Follow what a frame shows, once it rests."""
        self._frame = frame
        self._follow()

    def set_topic(self, topic: str) -> None:
        """Choose what grows."""
        self._topic = topic
        known = self._known.get(topic)
        if known is not None:
            self.cost.emit(*known)
        else:
            self._want_cost()

    def run_again(self) -> None:
        """Measure the curves that are shown once more."""
        self._known.pop(self._topic, None)
        self._want_cost()

    @property
    def measuring(self) -> bool:
        """Whether the curves have been asked for, and are not there yet."""
        return self.curves.wish is not None and not self.curves.rest.isActive()

    def _follow(self) -> None:
        frame = self._frame
        if frame is None or frame.draft:
            return
        wish = wish_of(frame)
        if not self._open:
            if self.errors.wish is not None and wish != self.errors.wish:
                self.errors.forget()
                self.precision_outdated.emit()
            return
        if isinstance(wish, str):
            self.errors.forget()
            self.curves.forget()
            self._formula, self._later, self._known = None, None, {}
            self.idle.emit(wish)
            return
        subject = wish.subject
        formula = subject.text, subject.others, subject.names
        if formula != self._formula:
            self._formula, self._known = formula, {}
            self.curves.forget()
            self.cost_outdated.emit()
        if self.measuring:  # the errors would take its place
            self._later = wish if wish != self.errors.wish else None
            if self._later is not None:
                self.precision_outdated.emit()
        else:
            self.curves.forget()
            self.errors.want(wish)
            self._cost_if_missing()

    @Slot(object, object)
    def _errors_known(self, wish: PrecisionWish, report: Any) -> None:
        self._answered = wish
        self.precision.emit(wish, report)
        self._cost_if_missing()

    def _cost_if_missing(self) -> None:
        if self._topic not in self._known and not self.measuring:
            self._want_cost()

    def _want_cost(self) -> None:
        """Ask for the curves once the errors are there; those come back to it otherwise."""
        wish = self.errors.wish
        if self._open and wish is not None and wish == self._answered:
            self.curves.forget()
            self.curves.want(CostWish(wish.subject, self._topic))

    @Slot(object, object)
    def _cost_known(self, wish: CostWish, report: CostReport | str) -> None:
        self.curves.forget()
        self._known[wish.topic] = wish, report
        if wish.topic == self._topic:
            self.cost.emit(wish, report)
        later, self._later = self._later, None
        if later is not None and self._open:
            self.errors.want(later)


def wish_of(frame: Frame) -> PrecisionWish | str:
    """What to ask for the active formula at its point, or a sentence why there is nothing."""
    subject = subject_of(frame)
    if isinstance(subject, str):
        return subject
    return PrecisionWish(subject, direction_of(frame.document.several, subject.names))

"""The graph and the switches: asked for while their tab is open and the point rests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from core.autograd.graph_words import UNTOUCHED, Touches
from core.autograd.switch_words import USUAL, StepsWish, Switches
from gui.asking import Follower
from gui.subject import subject_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from core.autograd.words import Subject
    from gui.asking import Asking


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose of the graph; the words are those of `StepsWish`."""

    second: bool = False
    entry: int = 0
    by: int = 0
    touches: Touches = UNTOUCHED
    switches: Switches = USUAL


class StepsFollower(Follower):
    """Follows what is seen while it is open: `answered` carries a wish with its `Steps`.

    `outdated` says that what was answered last belongs to another point, formula or choice, `idle`
    carries the sentence why nothing is asked.
    """

    outdated = Signal()

    def __init__(self, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(asking, parent)
        self._of: tuple[str, tuple[str, ...]] = ("", ())
        self.chosen = Chosen()
        self.resting.outdated.connect(self.outdated)

    def choose(self, **choices: object) -> None:
        """Choose another graph, touch its nodes, or turn a switch; it is asked for at once."""
        self.chosen = replace(self.chosen, **choices)  # type: ignore[arg-type]
        self.follow()
        self.resting.hurry()

    def follow(self) -> None:
        frame = self.frame
        if frame is None or frame.draft:
            return
        subject = subject_of(frame)
        if isinstance(subject, str):
            self.resting.forget()
            if self.is_open:
                self.idle.emit(subject)
            return
        self._keep_what_fits(subject)
        wish = self._wish(subject)
        if self.is_open:
            self.resting.want(wish)
        elif self.resting.wish not in (None, wish):
            self.resting.forget()
            self.outdated.emit()

    def _keep_what_fits(self, subject: Subject) -> None:
        """The nodes of another formula are others."""
        of = subject.text, subject.names
        if of != self._of:
            self._of = of
            self.chosen = replace(self.chosen, entry=0, by=0, touches=UNTOUCHED)

    def _wish(self, subject: Subject) -> StepsWish:
        chosen = self.chosen
        return StepsWish(
            subject, chosen.second, chosen.entry, chosen.by, chosen.touches, chosen.switches
        )

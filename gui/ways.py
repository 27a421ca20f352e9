"""The ways to a derivative: asked for while their tab is open and the point rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from core.autograd.words import BEND, GRADIENT, HESSIAN, JACOBIAN, SLOPE, WaysWish
from gui.asking import Follower
from gui.subject import subject_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from core.frame import Frame
    from gui.asking import Asking


class Ways(Follower):
    """Follows what is seen while it is open: `answered` carries a wish with its report.

    `outdated` says that what was answered last belongs to another point or formula, and carries the
    wish that is asked now (None while folded); `idle` the sentence why nothing is asked.
    """

    outdated = Signal(object)

    def __init__(self, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(asking, parent)
        self._second = True
        self.resting.outdated.connect(lambda: self.outdated.emit(self.resting.wish))

    @property
    def second(self) -> bool:
        """Whether f'' or the Hessian is asked for, not f' or the gradient."""
        return self._second

    def set_second(self, second: bool) -> None:
        """Ask for f'' or the Hessian, or for f' or the gradient."""
        self._second = second
        self.follow()

    def run_again(self) -> None:
        """Run the ways of the last wish once more."""
        self.resting.want_again()

    def follow(self) -> None:
        if self.frame is None or self.frame.draft:
            return
        if not self.is_open:
            if self.resting.wish is not None:
                self._look_away(self.frame)
            return
        wish = wish_of(self.frame, self._second)
        if isinstance(wish, str):
            self.resting.forget()
            self.idle.emit(wish)
        else:
            self.resting.want(wish)

    def _look_away(self, frame: Frame) -> None:
        """While folded, what was answered is told no longer than it is true."""
        if wish_of(frame, self._second) != self.resting.wish:
            self.resting.forget()
            self.outdated.emit(None)


def wish_of(frame: Frame, second: bool) -> WaysWish | str:
    """What to ask for the active formula at its point, or a sentence why there is nothing."""
    subject = subject_of(frame)
    row = frame.row(frame.document.active)
    if isinstance(subject, str) or row is None:
        return subject if isinstance(subject, str) else ""
    if row.components:
        what = JACOBIAN
    elif len(row.variables) == 1 and not row.vector:
        what = BEND if second else SLOPE
    else:
        what = HESSIAN if second else GRADIENT
    return WaysWish(subject, what)

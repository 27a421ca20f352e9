"""Glide: the picture moves to where it is fitted, instead of jumping there."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

if TYPE_CHECKING:
    from gui.plots.place import Place

TIME = 150  # ms


class Glide(QObject):
    """Moves from one place to another, slower towards the end; `moved` carries each on the way."""

    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begin: Place | None = None
        self._goal: Place | None = None
        self._run = QVariantAnimation(self)
        self._run.setDuration(TIME)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._run.valueChanged.connect(self._step)

    @property
    def goal(self) -> Place | None:
        """Where it goes, or went last."""
        return self._goal

    @property
    def running(self) -> bool:
        return self._run.state() == QVariantAnimation.State.Running

    def go(self, begin: Place, goal: Place) -> None:
        """Begin to move; one that runs is left where it is."""
        self._run.stop()
        self._begin, self._goal = begin, goal
        self._run.start()

    def stop(self) -> None:
        """Stay where the picture is just now."""
        self._run.stop()
        self._goal = None

    def _step(self, share: float) -> None:
        if self._begin is not None and self._goal is not None:
            self.moved.emit(between(self._begin, self._goal, share))


def between(begin: Place, goal: Place, share: float) -> Place:
    """The ranges a share of the way from one place to another; by factors on logarithmic axes."""
    if share >= 1:
        return goal
    x_min, x_max = (
        _between(one, other, share, goal.x_log)
        for one, other in ((begin.x_min, goal.x_min), (begin.x_max, goal.x_max))
    )
    y_min, y_max = (
        _between(one, other, share, goal.y_log)
        for one, other in ((begin.y_min, goal.y_min), (begin.y_max, goal.y_max))
    )
    return replace(goal, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)


def _between(begin: float, goal: float, share: float, log: bool) -> float:
    if log and begin > 0 and goal > 0:
        return math.exp((1 - share) * math.log(begin) + share * math.log(goal))
    return (1 - share) * begin + share * goal

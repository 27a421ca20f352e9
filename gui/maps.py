"""Maps: what a person does with a map becomes a change of the document or of the viewport."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from core.document import Camera, Plane, with_point, with_several

if TYPE_CHECKING:
    from core.frame import Frame
    from core.map_frame import MapFrame
    from gui.intents import Intents
    from gui.store import Store

_STEPS = 12  # of Newton's method for one place of the mouse
_REACH = 0.25  # of the width of the view: no step is longer
_FINE = 0.01  # of a pixel: digits of a point whose image is dragged


class Maps(QObject):
    """The intents of the views of maps; a drag is one step, as everywhere.

    The image of a point is dragged by steps of Newton's method, one for each frame: every frame
    brings the exact value and Jacobian of the point that the last step came to.
    """

    def __init__(self, store: Store, intents: Intents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._intents = store, intents
        self._frame: Frame | None = None
        self._target: tuple[float, float] | None = None
        self._near, self._left = 0.0, 0
        intents.drag_ended.connect(self._let_go)

    def see(self, frame: Frame) -> None:
        """Remember what is on the screen; go on to where an image is dragged to."""
        self._frame = frame
        if self._target is not None:
            self._step()

    @Slot(str)
    def choose_shade(self, shade: str) -> None:
        """Let the colours of the field of a map say something else."""
        self._store.change(with_several(self._store.document, map_shade=shade), "Choose field")

    @Slot(float, float, float)
    def drag_image(self, u: float, v: float, near: float) -> None:
        """Move the point so that its image comes to (u, v), up to a length that is not seen."""
        self._intents.begin_drag()
        self._target, self._near, self._left = (u, v), near, _STEPS
        self._step()

    @Slot(float, float, float, float)
    def look_in_image(self, x_min: float, x_max: float, y_min: float, y_max: float) -> None:
        """Look at these ranges of the values of a map."""
        image = Plane(x_min, x_max, y_min, y_max)
        self._store.look(replace(self._store.viewport, image=image))

    @Slot()
    def fit_image(self) -> None:
        """Let the ranges of the values be chosen from what is there."""
        if self._store.viewport.image is not None:
            self._store.look(replace(self._store.viewport, image=None))

    @Slot(float, float)
    def look_along(self, low: float, high: float) -> None:
        """Draw a curve over this range of its variable."""
        if low < high:
            view = replace(self._store.viewport, x_min=low, x_max=high, image=None)
            self._store.look(view)

    @Slot(float, float, float)
    def turn(self, turn: float, tilt: float, zoom: float) -> None:
        """Look at a curve in space from another side."""
        self._store.look(replace(self._store.viewport, camera=Camera(turn, tilt, zoom)))

    @Slot(float)
    def drag_along(self, t: float) -> None:
        """Move the point along its curve."""
        self._intents.begin_drag()
        self.move_along(t)

    @Slot(float)
    def move_along(self, t: float) -> None:
        shown = self._map()
        if shown is not None:
            after = with_point(self._store.document, shown.variables[0], t)
            self._store.change(after, "Move point", "point:map")

    @Slot(object)
    def type_direction(self, v: tuple[float, ...]) -> None:
        """Let the direction v have these components."""
        shown = self._map()
        if shown is not None:
            given = dict(self._store.document.several.direction)
            given |= dict(zip(shown.variables, v, strict=False))
            pairs = tuple(sorted(given.items()))
            after = with_several(self._store.document, direction=pairs)
            self._store.change(after, "Turn direction")

    @Slot(object)
    def type_weights(self, w: tuple[float, ...]) -> None:
        """Let the components of a map have these weights."""
        after = with_several(self._store.document, covector=tuple(w))
        self._store.change(after, "Choose weights")

    def turn_contours(self) -> None:
        """Draw contours or nullclines, or leave them out."""
        marks = self._store.document.several.marks
        after = with_several(
            self._store.document, marks=replace(marks, contours=not marks.contours)
        )
        self._store.change(after, "Show lines" if after.several.marks.contours else "Hide lines")

    def _map(self) -> MapFrame | None:
        return self._frame.map if self._frame is not None else None

    def _step(self) -> None:
        """One step nearer to the target, from the point that is on the screen."""
        from core.explore.pulling import pulled  # NumPy is not needed to show the window
        from gui.plots.place import pixel_rounded

        shown, target = self._map(), self._target
        if shown is None or target is None or shown.linear is None or self._left <= 0:
            return
        there = all(
            self._store.document.coordinate(name) == x
            for name, x in zip(shown.variables, shown.at, strict=True)
        )
        value = shown.linear.value
        miss = max(abs(target[0] - float(value[0])), abs(target[1] - float(value[1])))
        if not there or miss <= self._near:
            return
        self._left -= 1
        plane = self._store.viewport.plane
        wide = plane.x_max - plane.x_min
        found = pulled(shown.at, value, shown.linear.jacobian, target, _REACH * wide)
        if found is None:
            return
        unit = _FINE * wide / max(self._store.viewport.width, 1)
        after = self._store.document
        for name, x in zip(shown.variables, found, strict=True):
            after = with_point(after, name, pixel_rounded(x, unit))
        self._store.change(after, "Move point", "point:map")

    @Slot()
    def _let_go(self) -> None:
        self._target = None

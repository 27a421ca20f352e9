"""Fields: what a person does with a function of two variables becomes a change of the document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from core.choices import SEVERAL_VIEWS, direction_of
from core.document import Plane, with_plane_view, with_point, with_several, with_shade
from core.viewport import Camera
from gui.maps import Maps
from gui.panels.plane_tools import CRITICAL_MARK, MARK_TITLES
from gui.panels.view_switch import VIEW_NAMES

if TYPE_CHECKING:
    from core.choices import Arrowing
    from core.frame import Frame
    from gui.intents import Intents
    from gui.store import Store


class Fields(QObject):
    """The intents of the views of two variables; a drag is one step, as everywhere."""

    def __init__(self, store: Store, intents: Intents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._intents = store, intents
        self._frame: Frame | None = None
        self.maps = Maps(store, intents, self)

    def see(self, frame: Frame) -> None:
        """Remember what is on the screen: a point is of its variables."""
        self._frame = frame
        self.maps.see(frame)

    @Slot(str)
    def choose_view(self, view: str) -> None:
        """Another view, of two variables or of one."""
        if view in SEVERAL_VIEWS:
            after = with_plane_view(self._store.document, view)
            self._store.change(after, f"View: {VIEW_NAMES[view].lower()}")
        else:
            self._intents.choose_view(view)

    @Slot(str)
    def choose_shade(self, shade: str) -> None:
        """Let the colours of a field say something else."""
        self._store.change(with_shade(self._store.document, shade), "Choose field")

    def turn_own_scales(self) -> None:
        """Give each field of a Hessian colours on a scale of its own, or all one scale."""
        own = not self._store.document.several.own_scales
        after = with_several(self._store.document, own_scales=own)
        self._store.change(after, "A scale for each field" if own else "One scale for all fields")

    @Slot(object)
    def choose_arrowing(self, arrowing: Arrowing) -> None:
        """Draw arrows another way."""
        self._store.change(with_several(self._store.document, arrowing=arrowing), "Draw arrows")

    def turn_log_arrows(self) -> None:
        """Let the lengths of arrows follow a log scale, or no longer."""
        arrowing = self._store.document.several.arrowing
        self.choose_arrowing(replace(arrowing, log=not arrowing.log))

    def choose_arrow_style(self, style: str) -> None:
        """Draw arrows or streamlines."""
        self.choose_arrowing(replace(self._store.document.several.arrowing, style=style))

    def turn_mark(self, name: str) -> None:
        """Draw a mark of the field (a name of `core.choices.Marks`), or leave it out."""
        self.switch_mark(name, not getattr(self._store.document.several.marks, name))

    @Slot(str, bool)
    def switch_mark(self, name: str, on: bool) -> None:
        """Draw a mark or not; critical points are landmarks, as those of curves."""
        if name == CRITICAL_MARK.name:
            if on != self._store.document.landmarks:
                self._intents.turn_landmarks()
            return
        marks = replace(self._store.document.several.marks, **{name: on})
        what = f"{'Show' if on else 'Hide'} {MARK_TITLES[name]}"
        self._store.change(with_several(self._store.document, marks=marks), what)

    @Slot(float, float)
    def turn_direction(self, x: float, y: float) -> None:
        """Let the direction v have these components along the variables of the field."""
        names = self._variables()
        if len(names) != 2:
            return
        self._intents.begin_drag()
        self._point_to(dict(zip(names, (x, y), strict=True)), "direction")

    @Slot(str, float)
    def type_direction(self, variable: str, component: float) -> None:
        """Let the direction v have another component along one variable."""
        names = self._variables()
        shown = dict(zip(names, direction_of(self._store.document.several, names), strict=True))
        self._point_to({**shown, variable: component}, None)

    def _point_to(self, components: dict[str, float], merge: str | None) -> None:
        given = {**dict(self._store.document.several.direction), **components}
        after = with_several(self._store.document, direction=tuple(sorted(given.items())))
        self._store.change(after, "Turn direction", merge)

    @Slot(float, float)
    def drag(self, x: float, y: float) -> None:
        self._intents.begin_drag()
        self.move(x, y)

    @Slot(float, float)
    def move(self, x: float, y: float) -> None:
        """Put the point of a function, or a map, of two variables somewhere."""
        names = self._variables()
        if len(names) != 2:
            return
        after = self._store.document
        for name, coordinate in zip(names, (x, y), strict=True):
            after = with_point(after, name, coordinate)
        self._store.change(after, "Move point", "point:plane")

    @Slot(float, float)
    def go(self, x: float, y: float) -> None:
        """Put the point on a critical point: a step of its own."""
        self._intents.finish()
        self.move(x, y)
        self._intents.finish()

    def _variables(self) -> tuple[str, ...]:
        """The variables of what is shown of several."""
        frame = self._frame
        if frame is None:
            return ()
        shown = frame.plane or frame.aside or frame.map or frame.row(frame.document.active)
        return shown.variables if shown is not None else ()

    @Slot(float, float, float, float)
    def look(self, x_min: float, x_max: float, y_min: float, y_max: float) -> None:
        plane = Plane(x_min, x_max, y_min, y_max)
        self._store.look(replace(self._store.viewport, plane=plane))

    @Slot(float, float, float)
    def turn_camera(self, turn: float, tilt: float, zoom: float) -> None:
        """Look at a surface from elsewhere: saved, but no step to undo, and nothing to compute."""
        camera = Camera(turn, tilt, zoom)
        self._store.look(replace(self._store.viewport, camera=camera))

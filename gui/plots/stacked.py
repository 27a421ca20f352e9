"""The stacked view: f, f' and f'' in three panes over one axis of x."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from core.explore.heights import fitted
from gui.plots.axes import BOTTOM, RIGHT, left_margin
from gui.plots.marks import GRAB
from gui.plots.pane import Pane
from gui.plots.place import Place
from gui.plots.scene import CurveScene
from gui.plots.stage import Layer, Stage
from gui.plots.thread import GRAB_LINE, Crossing, Guides, PointLine
from gui.plots.touch import Touch

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from core.document import Viewport
    from core.frame import Frame
    from gui.maths import Typesetting
    from gui.plots.stage import Look

SHARES = (39, 29, 32)  # of the height
GAP = 12
_LEAST_FILLED = 0.45  # of a pane's height; a curve that fills less of it gets a range of its own
_ORDERS = ((0, 0), (1, 1), (2, 99))


class StackedScene(CurveScene):
    """Three panes of one x. Each chooses its own heights, and keeps them while they suit."""

    x_only = True

    def __init__(self, look: Look, typesetting: Typesetting) -> None:
        super().__init__(look, typesetting)
        self._ranges: list[tuple[float, float] | None] = [None] * len(self.panes)
        self.guides = Guides(self.stage, self.panes)
        self.line = PointLine(self.stage, self.panes)
        for layer in (self.guides, self.line):
            self.addItem(layer)

    def show_frame(self, frame: Frame) -> None:
        before = self.frame
        if before is frame:
            return
        for layer in (self.guides, self.line):
            layer.take(frame, ())
        super().show_frame(frame)
        if before is None or not (
            before.curves is frame.curves and before.members is frame.members
        ):
            self._fit()

    def layers(self) -> tuple[Layer, ...]:
        return (*super().layers(), self.guides, self.line)

    def refit(self) -> None:
        """Choose every height anew."""
        self._ranges = [None] * len(self.panes)
        self._fit()

    def grip(self, spot: QPointF) -> QPointF | None:
        """The probe, a dot, or the line through all panes."""
        own, column = super().grip(spot), self.line.column()
        if own is not None or column is None or self.pane_at(spot) is None:
            return own
        dots = (pane.crossing.near(spot, GRAB) for pane in self.panes if pane.crossing)
        if abs(column - spot.x()) <= GRAB_LINE or any(dots):
            return QPointF(column, spot.y())
        return None

    def _panes(self, look: Look) -> tuple[Pane, ...]:
        panes = tuple(
            Pane(self, Stage(look, self.typesetting, Place(), self.area), lowest, highest,
                 Crossing)
            for lowest, highest in _ORDERS
        )  # fmt: skip
        for pane in panes:
            pane.axes.y_name = ""
            pane.axes.labels_across = pane is panes[-1]
        return panes

    def _spread(self, place: Place) -> None:
        room = self.area.height() - self.head - BOTTOM - GAP * (len(self.panes) - 1)
        room = max(room, 3.0)
        top = self.head
        places: list[Place] = []
        for pane, share in zip(self.panes, SHARES, strict=True):
            height = room * share / sum(SHARES)
            own = pane.stage.place
            places.append(
                replace(own, x_min=place.x_min, x_max=place.x_max, top=top, height=height,
                        x_log=place.x_log, y_log=place.y_log).settled()
            )  # fmt: skip
            top += height + GAP
        left = max(map(left_margin, places))
        width = max(self.area.width() - left - RIGHT, 1.0)
        for pane, own in zip(self.panes, places, strict=True):
            pane.stage.place = replace(own, left=left, width=width)

    def _fit(self) -> None:
        """Give every pane heights that suit its curves; those that still do are kept."""
        for number, pane in enumerate(self.panes):
            curves = [*(item.curve for item in pane.items), *pane.family.curves]
            if not curves:
                continue
            wanted = fitted(
                [curve.x for curve in curves], [curve.y for curve in curves],
                [curve.order for curve in curves], pane.place.x_log, pane.place.y_log,
            )  # fmt: skip
            kept = None if pane.place.y_log else self._ranges[number]
            low, high = self._ranges[number] = _kept(kept, wanted)
            pane.stage.place = replace(pane.stage.place, y_min=low, y_max=high)
        self._spread(self.place)
        self._lay()


class StackedPlot(Touch):
    """The curves of a frame in three panes; the signals and methods of `CurvePlot`.

    Only x can be panned and zoomed. `view_changed` keeps the heights of the viewport, which are
    those of the other view; when they are fitted, `fit_requested` follows and keeps them so.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(StackedScene, parent)
        self._heights = (-5.0, 5.0)

    @property
    def plot_size(self) -> QSize:
        """All panes together, in pixels."""
        return self._scene.ground().size().toSize()

    @property
    def seen(self) -> Viewport | None:
        low, high = self._heights
        view = super().seen
        return replace(view, y_min=low, y_max=high) if view is not None else None

    def paint_frame(self, frame: Frame) -> None:
        self._take_heights(frame.viewport)
        super().paint_frame(frame)

    def set_view(self, viewport: Viewport) -> None:
        self._take_heights(viewport)
        super().set_view(viewport)

    def set_equal(self, on: bool) -> None:
        """Nothing: three panes of their own heights have no common scale."""

    def refit(self) -> None:
        if isinstance(self._scene, StackedScene):
            self._scene.refit()

    def _move(self, place: Place) -> None:
        before = self.place
        same = (before.x_min, before.x_max) == (place.x_min, place.x_max)
        logs = (before.x_log, before.y_log) == (place.x_log, place.y_log)
        if not (same and logs):
            self._scene.move(place)
        if not logs:
            self.refit()

    def _look(self, place: Place) -> None:
        self._move(place)
        self.view_changed.emit(self.place.x_min, self.place.x_max, *self._heights)
        self._say_size()
        if self._fits:
            self.fit_requested.emit()

    def _take_heights(self, viewport: Viewport) -> None:
        if viewport.y_min is not None and viewport.y_max is not None:
            self._heights = viewport.y_min, viewport.y_max


def _kept(
    before: tuple[float, float] | None, wanted: tuple[float, float]
) -> tuple[float, float]:
    """The range as it was while the curve stays in it and fills it well, else the wanted one."""
    if before is None:
        return wanted
    inside = before[0] <= wanted[0] and wanted[1] <= before[1]
    filled = wanted[1] - wanted[0] >= _LEAST_FILLED * (before[1] - before[0])
    return before if inside and filled else wanted

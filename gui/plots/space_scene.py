"""The scene of a Hessian of many variables: where its parts stand, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from core.choices import entry_of
from core.words import plain_name
from gui.plots.aside import TITLE, Aside
from gui.plots.axes import BOTTOM, LEFT, RIGHT, Axes
from gui.plots.free_points import FreePoints
from gui.plots.heatmap import Matrix
from gui.plots.landmarks import Landmarks
from gui.plots.place import Place
from gui.plots.scene import CurveScene
from gui.plots.space_layers import GradientBars, RootBar, Spectrum, entry_words
from gui.plots.stage import Layer, Stage
from gui.plots.ticks import readout

if TYPE_CHECKING:
    from core.frame import Frame
    from gui.plots.stage import Look

_TITLE, _HEAD, _LABELS, _SIDE = 24.0, 40.0, 20.0, 50.0
_BARS = 0.2  # of the height, for the gradient
_LEAST_BARS, _MOST_BARS = 64.0, 130.0
_BETWEEN, _LONG = 40.0, 14.0  # from the matrix to the eigenvalues; more for four digits
_SHARE = 0.62  # of the width, at most, for the matrix
_SCALE, _BAR = 0.46, 12.0  # of the width of the matrix, for its colours
_SPECTRUM = 0.42  # of the height at the right
_LEAST_RIGHT = 380.0  # of that height, for a plane below; else of the width, beside


class SpacePane:
    """The layers of the view that look at one point."""

    def __init__(self, scene: CurveScene, stage: Stage) -> None:
        self.stage = stage
        self.axes = Axes(stage)  # of no use here: a matrix has numbers on its sides
        self.free_points, self.landmarks = FreePoints(stage), Landmarks(stage, 0)
        self.items = ()
        self.matrix = Matrix(stage)
        self.gradient = GradientBars(stage, self.matrix)
        self.spectrum, self.bar = Spectrum(stage), RootBar(stage)
        for layer in self.layers():
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    def layers(self) -> tuple[Layer, ...]:
        """Every layer of the pane."""
        return (self.matrix, self.gradient, self.spectrum, self.bar)

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take the point of a frame; another size is seen whole at first."""
        del before
        count = self.matrix.count
        for layer in (self.matrix, self.gradient, self.spectrum, self.bar):
            layer.spot = frame.matrix
        if self.matrix.count != count:
            self.matrix.show_whole()

    def lay(self) -> None:
        """Nothing stands in another's way."""


class SpaceScene(CurveScene):
    """The Hessian as a heatmap, the gradient as bars under it; at the right its eigenvalues, and
    the plane of two coordinates.
    """

    def __init__(self, look: Look, typesetting: object) -> None:
        super().__init__(look, typesetting)  # type: ignore[arg-type]

    @property
    def matrix(self) -> Matrix:
        """The heatmap."""
        return self.panes[0].matrix  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def aside(self) -> Aside:
        """The plane of two coordinates."""
        return self.panes[1]  # pyright: ignore[reportReturnType]

    def show_frame(self, frame: Frame) -> None:
        """Take a frame; the entry that was chosen is outlined."""
        spot, before = frame.matrix, self.frame
        chosen = frame.document.several
        news = before is None or before.document.several.pair != chosen.pair or (
            spot is None or before.matrix is None or before.matrix.variables != spot.variables
        )
        if news:  # a click shows at once: a frame from before it is no news of it
            self.matrix.entry = entry_of(chosen, spot.variables) if spot is not None else None
        count = self.matrix.count
        super().show_frame(frame)
        if self.matrix.count != count:
            self._spread(self.place)

    def ground(self) -> QRectF:
        """The square of the heatmap."""
        return self.matrix.box

    def grip(self, spot: QPointF) -> QPointF | None:
        """The point in the plane of two coordinates."""
        return self.aside.probe.spot() if self.aside.near(spot) else None

    def describe(self) -> str:
        spot = self.frame.matrix if self.frame is not None else None
        if spot is None:
            return "Hessian."
        count = len(spot.variables)
        said = f"Hessian of {spot.name} at a point of {count} variables."
        if spot.value is not None:
            said += f" {spot.name} = {readout(spot.value)}."
        if spot.quadratic is not None:
            said += f" {spot.quadratic.word}. {spot.quadratic.sentence}"
        if spot.pattern is not None:
            said += f" {spot.pattern.nonzero} of {count * count} entries are not zero."
        plane = self.frame.aside if self.frame is not None else None
        if plane is not None and self.aside.shown:
            across, up = map(plain_name, plane.variables)
            said += f" Beside it the plane of {across} and {up}."
        entry = self.matrix.entry
        return f"{said} {entry_words(spot, *entry)}." if entry is not None else said

    def _panes(self, look: Look) -> tuple[SpacePane, Aside]:  # pyright: ignore[reportIncompatibleMethodOverride]
        stages = [Stage(look, self.typesetting, Place(), self.area) for _ in range(2)]
        return SpacePane(self, stages[0]), Aside(self, stages[1])

    def _spread(self, place: Place) -> None:
        """The largest square that leaves room for the bars, then what stands around it."""
        del place
        width, height, head = self.area.width(), self.area.height(), self.head
        high = min(max((height - head) * _BARS, _LEAST_BARS), _MOST_BARS)
        tall = height - head - _HEAD - _TITLE - 2 * _LABELS - high - 8
        side = max(min(tall, width * _SHARE - _SIDE), 40.0)
        pane: SpacePane = self.panes[0]  # pyright: ignore[reportAssignmentType]
        box = QRectF(_SIDE, head + _HEAD + _LABELS, side, side)
        pane.matrix.box = box
        pane.matrix.title = QRectF(_SIDE, head, side, _HEAD)
        pane.bar.box = QRectF(
            box.right() - side * _SCALE, head + 4, max(side * _SCALE, 1.0), _BAR
        )
        pane.matrix.room = side * (1 - _SCALE) - 8
        pane.gradient.box = QRectF(_SIDE, box.bottom() + _TITLE + 4, side, high)
        left = box.right() + _BETWEEN + (_LONG if pane.matrix.count >= 1000 else 0.0)
        self._spread_right(pane, QRectF(
            left, head + _TITLE + 4, max(width - left - RIGHT, 20.0),
            max(pane.gradient.box.bottom() - head - _TITLE - 4, 1.0),
        ))  # fmt: skip
        pane.stage.place = Place(
            left=_SIDE, top=head, width=max(width - _SIDE - RIGHT, 1), height=max(height - head, 1)
        )

    def _spread_right(self, pane: SpacePane, room: QRectF) -> None:
        """The eigenvalues, and below them the plane, or beside them where the window is low."""
        left = min(LEFT - 24.0, _BETWEEN - 8)
        if room.height() < _LEAST_RIGHT <= room.width():
            pane.spectrum.box = room.adjusted(0, 0, -room.width() * (1 - _SPECTRUM), 0)
            begin = pane.spectrum.box.right() + 12
            self.aside.lay_out(QRectF(
                begin, room.top() - TITLE + 4, room.right() - begin, room.height() + TITLE - 4
            ))  # fmt: skip
            return
        both = room.height() >= _LEAST_RIGHT
        wanted = room.width() - LEFT + 2 * TITLE + BOTTOM + 12  # a square field
        low = min(room.height() * (1 - _SPECTRUM), wanted) if both else 0.0
        pane.spectrum.box = room.adjusted(0, 0, 0, -low)
        begin = room.left() - left
        self.aside.lay_out(QRectF(
            begin, room.bottom() - low + TITLE, room.right() - begin, max(low - TITLE, 0.0)
        ))  # fmt: skip

"""The scene of a function of two variables: one field, or a field beside those of its Hessian."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from core.language.typeset import name_latex
from gui.plots.arrow_layer import ArrowField
from gui.plots.axes import BOTTOM, RIGHT, Axes, left_margin
from gui.plots.critical_layer import FieldCriticals
from gui.plots.descent_layer import DescentWay
from gui.plots.direction_layer import DirectionHandle
from gui.plots.field_layers import BAR, ColorBar, Contours, FieldImage
from gui.plots.free_points import FreePoints
from gui.plots.model_layers import Conic, ModelContours
from gui.plots.place import Place
from gui.plots.scene import CurveScene
from gui.plots.spot_layers import GradientArrow, HessianAxes, PlaneProbe
from gui.plots.stage import Layer, Stage, draw_text, text_box
from gui.plots.ticks import coordinate, readout

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from core.frame import Frame, PlaneFrame, Spot
    from gui.maths import Typesetting
    from gui.plots.stage import Look

_BAR_ROOM = 44.0  # under the axis: the bar and its numbers
_TITLE = 30.0
_GAP = 40.0  # between the large field and the small ones, with the labels of their axis
_SMALL_GAP = 14.0
_LARGE = 0.52  # of the width
_SMALL_PROBE = 0.64


class Title(Layer):
    """What a small field shows, above its left corner, and its value at the point at the right."""

    def __init__(self, stage: Stage, image: FieldImage, number: int) -> None:
        super().__init__(stage)
        self._image, self._entry = image, divmod(number, 2)
        self.setZValue(3)

    def draw(self, painter: QPainter) -> None:
        shade, plane, place = self._image.shade, self._image.plane, self.stage.place
        if shade is None or plane is None:
            return
        theme, row = self.stage.look.theme, place.top - _TITLE / 2 + 2
        name = self.stage.name(shade.latex, 19)
        if name is not None:
            name.paint(painter, place.left, row + 5, theme.text)
            if own_scales(plane):
                limit = f"± {readout(shade.high)}"
                box = text_box(limit, place.left + name.width + 8, row)
                draw_text(painter, box, limit, theme.muted)
        matrix = plane.spot.hessian
        if matrix is not None:
            text = readout(float(matrix[self._entry]))
            box = text_box(text, 0, row)
            box.moveRight(place.right)
            draw_text(painter, box, text, theme.text)


def own_scales(plane: PlaneFrame) -> bool:
    """Whether the fields of a Hessian have colours on different scales."""
    return len({shade.high for shade in plane.shades[1:]}) > 1


class PlanePane:
    """One field with its axes; `number` says which shade of the frame."""

    def __init__(self, scene: CurveScene, stage: Stage, number: int) -> None:
        self.stage, self.number = stage, number
        self.axes = Axes(stage)
        self.image = FieldImage(stage, number)
        self.contours = Contours(stage, self.image)
        self.probe = PlaneProbe(stage, self.image, _SMALL_PROBE if number else 1.0)
        self.direction = DirectionHandle(stage, self.image)
        self.free_points = FreePoints(stage)
        self.landmarks = FieldCriticals(stage, self.image, small=bool(number))
        self.items = ()
        small = (Title(stage, self.image, number - 1),) if number else ()
        large = () if number else (
            ArrowField(stage, self.image), ModelContours(stage, self.image),
            Conic(stage, self.image), DescentWay(stage, self.image), HessianAxes(stage, self.image),
            GradientArrow(stage, self.image), self.direction,
        )  # fmt: skip
        self._layers: tuple[Layer, ...] = (
            self.axes, self.image, self.contours, *small, *large, self.landmarks, self.probe,
        )  # fmt: skip
        for layer in self._layers:
            scene.addItem(layer)

    @property
    def place(self) -> Place:
        return self.stage.place

    def layers(self) -> tuple[Layer, ...]:
        """Every layer of the pane."""
        return self._layers

    def show_frame(self, frame: Frame, before: Frame | None) -> None:
        """Take the field of a frame."""
        del before
        plane = self.plane_of(frame)
        self.stage.hurried = frame.draft
        self.image.plane = plane
        if plane is not None:
            x, y = plane.variables
            self.axes.x_name = name_latex(x)
            self.axes.y_name = name_latex(y) if not self.number else ""

    def plane_of(self, frame: Frame) -> PlaneFrame | None:
        """What a frame holds for this pane."""
        return frame.plane

    def lay(self) -> None:
        """Nothing stands in another's way; the words follow what moved under the mouse."""
        self.landmarks.renew()


class PlaneScene(CurveScene):
    """A field, in the view "hessian" with the fields of the four second derivatives.

    `page` keeps the proportions of what was computed, whatever the area: for an export.
    """

    def __init__(self, look: Look, typesetting: Typesetting) -> None:
        self.page = False
        self._many = False
        super().__init__(look, typesetting)
        self.bar = ColorBar(self.stage, self.panes[0].image)  # pyright: ignore[reportAttributeAccessIssue]
        self.addItem(self.bar)
        self._place_bar()

    def show_frame(self, frame: Frame) -> None:
        many = frame.plane is not None and len(frame.plane.shades) > 1
        changed, self._many = many != self._many, many
        self.bar.bare = many and frame.plane is not None and own_scales(frame.plane)
        if changed or self.page:
            self._spread(self.place)
        super().show_frame(frame)

    def layers(self) -> tuple[Layer, ...]:
        seen = self.panes if self._many else self.panes[:1]
        return (*(layer for pane in seen for layer in pane.layers()), self.bar)

    def pane_at(self, spot: QPointF) -> PlanePane | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        panes = self.panes if self._many else self.panes[:1]
        return next((each for each in panes if each.place.holds(spot.x(), spot.y())), None)  # pyright: ignore[reportReturnType]

    def grip(self, spot: QPointF) -> QPointF | None:
        """The probe of the pane under the mouse."""
        pane = self.pane_at(spot)
        if pane is None or not pane.probe.near(spot):
            return None
        return pane.probe.spot()

    def describe(self) -> str:
        plane = self.frame.plane if self.frame is not None else None
        return f"Field of {plane.name}. {_spot_words(plane.spot)}" if plane else "Field."

    def _panes(self, look: Look) -> tuple[PlanePane, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        panes = tuple(
            PlanePane(self, Stage(look, self.typesetting, Place(), self.area), number)
            for number in range(5)
        )
        panes[3].image.twin = panes[2].image  # f_yx and f_xy
        for pane in panes[1:]:
            pane.axes.labels_down = pane.number % 2 == 1
            pane.axes.labels_across = pane.number > 2
        return panes

    def _spread(self, place: Place) -> None:
        area = QRectF(0, self.head, self.area.width(), max(self.area.height() - self.head, 1))
        whole = replace(place, top=area.top(), height=max(area.height() - BOTTOM - _BAR_ROOM, 1))
        left = left_margin(whole)
        width = max(area.width() - left - RIGHT, 1.0)
        if self._many:
            self._spread_many(whole, left, width)
        else:
            self.stage.place = self._fitted(replace(whole, left=left, width=width))
        for pane in self.panes:
            shown = self._many or pane is self.panes[0]
            for layer in pane.layers():
                layer.setVisible(shown)
        self._place_bar()

    def _spread_many(self, whole: Place, left: float, width: float) -> None:
        """The large field at the left, four at the right whose sides are equal shares of it."""
        large = max(width * _LARGE - _GAP / 2, 1.0)
        across = max((width - large - _GAP - left * 0.6 - _SMALL_GAP) / 2, 1.0)
        height = whole.height + _BAR_ROOM
        tall = (height - 2 * _TITLE - _BAR_ROOM - _SMALL_GAP) / 2
        share = min(across / large, tall / height)
        first = self._fitted(replace(whole, left=left, width=large, height=height))
        self.panes[0].stage.place = first
        begin = left + large + _GAP + left * 0.6
        wide, high = first.width * share, first.height * share
        for pane in self.panes[1:]:
            row, column = divmod(pane.number - 1, 2)  # pyright: ignore[reportAttributeAccessIssue]
            pane.stage.place = replace(
                first, left=begin + column * (wide + _SMALL_GAP), width=wide, height=high,
                top=first.top + _TITLE + row * (high + _TITLE + _SMALL_GAP),
            )  # fmt: skip

    def _fitted(self, place: Place) -> Place:
        """On a page the field keeps its proportions; on the screen its ranges follow the window."""
        plane = self.panes[0].image.plane  # pyright: ignore[reportAttributeAccessIssue]
        if not self.page or plane is None:
            return place
        x_min, x_max = float(plane.x[0]), float(plane.x[-1])
        y_min, y_max = float(plane.y[0]), float(plane.y[-1])
        ratio = (y_max - y_min) / max(x_max - x_min, 1e-300)
        wide = min(place.width, place.height / max(ratio, 1e-9))
        return replace(
            place, x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max, width=wide,
            height=wide * ratio,
        )  # fmt: skip

    def _place_bar(self) -> None:
        if not hasattr(self, "bar"):
            return
        first, last = self.panes[0].place, self.panes[-1].place
        self.bar.image_of(self.panes[1 if self._many else 0].image)  # pyright: ignore[reportAttributeAccessIssue]
        left = self.panes[1].place.left if self._many else first.left
        right, low = (last.right, last.bottom) if self._many else (first.right, first.bottom)
        self.bar.box = QRectF(left, low + BOTTOM + 4, right - left, BAR)


def _spot_words(spot: Spot) -> str:
    place = ", ".join(
        f"{name} = {coordinate(x)}" for name, x in zip(spot.variables, spot.at, strict=True)
    )
    said = f"{spot.name} = {readout(spot.value)}" if spot.value is not None else "no value here"
    word = f", {spot.quadratic.word.lower()}" if spot.quadratic is not None else ""
    return f"Point {place}, {said}{word}."

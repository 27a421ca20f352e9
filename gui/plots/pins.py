"""Pins: points that stay on their curve while the probe moves on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from gui.plots.curvature import slopes
from gui.plots.labels import around, calmest, square
from gui.plots.marks import REACH
from gui.plots.stage import Layer, Stage, draw_text
from gui.plots.straight import line_through
from gui.plots.strokes import RING, Stroke, disc
from gui.plots.ticks import subscript

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from core.document import Formula
    from core.frame import Frame, Point
    from gui.plots.curve_item import CurveItem
    from gui.plots.lines import Pieces
    from gui.plots.place import Place

TANGENT_PEN = 1.2
_REACH = 0.5  # of the reach of the probe's tangent
_AWAY, _AWAY_FROM_PROBE = 9.0, 19.0


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin in pixels with its name, the box that stands in, and its tangent if it has one."""

    number: int
    spot: QPointF
    color: int | None
    held: bool
    box: QRectF | None
    tangent: Pieces | None
    name: str = ""


class Pins(Layer):
    """Paints the pins in the colour of their curve, with a thin tangent where its formula has one.

    A pin whose formula is not drawn is not drawn either.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.pinned: tuple[Pinned, ...] = ()
        self._pins: tuple[tuple[int, Point, Formula], ...] = ()
        self._names: dict[int, str] = {}
        self._curves: Sequence[CurveItem] = ()
        self.others: Sequence[Pieces] = ()
        self._stroke = Stroke()
        self.setZValue(8)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        self._curves = curves
        formulas = {row.key: row for row in frame.document.formulas if row.visible}
        chosen = frame.document.pins
        self._names = {pin.number: pin.name for pin in chosen if pin.name}
        hidden = {pin.number for pin in chosen if not pin.visible}
        self._pins = tuple(
            (number, point, formulas[point.key])
            for number, point in frame.pins
            if point.key in formulas and number not in hidden
        )

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        lines = [*self.others, *(item.pieces() for item in self._curves)]
        boxes: list[QRectF] = []
        pinned: list[Pinned] = []
        for number, point, formula in self._pins:
            known = slopes(point, 0)
            place = self.stage.place
            if known is None or not place.x_min <= point.x <= place.x_max:
                continue
            spot = QPointF(place.column(point.x), place.row(known[0]))
            tangent = _tangent(point, place) if formula.tangent else None
            if not place.holds(spot.x(), spot.y()):
                continue
            over = [*lines, tangent] if tangent is not None else lines
            name = self._names.get(number) or f"P{subscript(number)}"
            places = chain(around(name, spot, _AWAY), around(name, spot, _AWAY_FROM_PROBE))
            box, _ = calmest(places, place, [*taken, *boxes], over)
            pinned.append(Pinned(number, spot, formula.color(0), point.held, box, tangent, name))
            boxes += [square(spot, RING + 1)] + ([box] if box is not None else [])
        self.pinned = tuple(pinned)
        return boxes

    def lines(self) -> list[Pieces]:
        """What words had better not stand on."""
        return [pin.tangent for pin in self.pinned if pin.tangent is not None]

    def draw(self, painter: QPainter) -> None:
        look = self.stage.look
        for pin in self.pinned:
            ink = look.curve(pin.color, pin.held)
            if pin.tangent is not None:
                self._stroke.draw(painter, pin.tangent, look, ink, TANGENT_PEN)
        for pin in self.pinned:
            disc(painter, pin.spot, look.curve(pin.color, pin.held), look.theme.base)
            if pin.box is not None:
                draw_text(painter, pin.box, pin.name, look.theme.text, look.theme.base)


def _tangent(point: Point, place: Place) -> Pieces | None:
    known = slopes(point, 1)
    if known is None:
        return None
    reach = _REACH * REACH * place.width
    line = line_through(place, point.x, known[0], (1.0, known[1]), (reach, reach))
    return line if len(line) else None

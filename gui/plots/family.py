"""Family: the curves of one formula for many values of a slider, in shades of its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from core.language.letters import plain_name
from gui.plots.labels import around, inside
from gui.plots.lines import Bundle, dash_of, pieces_of, width_of
from gui.plots.stage import Layer, Stage, dimmed, draw_text
from gui.plots.strokes import Stroke
from gui.plots.ticks import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from core.document import Document
    from core.frame import Curve, Frame, Member
    from gui.plots.curve_item import CurveItem
    from gui.plots.lines import Pieces
    from gui.plots.place import Place
    from gui.plots.stage import Look

THINNER = 0.62  # of the width of the curve at the slider's own value
_FAINTEST, _FULLEST = 0.3, 0.9  # shares of the colour, for the first and the last value
_AWAY = 9.0
_MARGIN = 3.0
_THICKET = 16_000  # pieces of line
_MOST_SAID = 4  # values that a legend lists one by one


@dataclass(frozen=True, slots=True)
class Shade:
    """A member in pixels."""

    member: Member
    color: int | None
    pieces: Pieces


def shade_of(member: Member, color: int | None, look: Look) -> str:
    """The colour of a member: faint for the first value, nearly full for the last."""
    curve = member.curve
    if curve.held:
        return look.curve(color, held=True)
    share = _FAINTEST + (_FULLEST - _FAINTEST) * member.share
    return dimmed(look.curve(color, held=False), look.theme.base, round(share, 3))


def family_words(members: Sequence[Member]) -> str:
    """What a legend says of a family: "a = −2 … 2", or its few values."""
    values = list(dict.fromkeys(each.value for each in members))
    if not values:
        return ""
    name = plain_name(members[0].name)
    if len(values) <= _MOST_SAID:
        return f"{name} = {', '.join(map(_said, values))}"
    return f"{name} = {_said(values[0])} … {_said(values[-1])}"


def shades(frame: Frame, look: Look) -> tuple[str, ...]:
    """One colour for each value, from the first curve of the family: the sample of a legend."""
    if not frame.members:
        return ()
    first = frame.members[0].curve
    color = color_of(frame.document, first.key, first.order)
    return tuple(
        shade_of(each, color, look)
        for each in frame.members
        if (each.curve.key, each.curve.order) == (first.key, first.order)
    )


class FamilyLayer(Layer):
    """Paints the members under the curves, each with its value at its end."""

    def __init__(self, stage: Stage, lowest: int = 0, highest: int = 99) -> None:
        super().__init__(stage)
        self.shades: tuple[Shade, ...] = ()
        self.words: tuple[tuple[str, QRectF], ...] = ()
        self._of: tuple[Member, ...] = ()
        self._wanted: tuple[tuple[Member, int | None], ...] = ()
        self._orders = lowest, highest
        self._curves: Sequence[CurveItem] = ()
        self._laid: tuple[object, ...] = ()
        self._stroke = Stroke()
        self.setZValue(-0.5)
        self.setVisible(False)

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        if not frame.members and not self._of:
            return
        self._of, self._curves = frame.members, curves
        lowest, highest = self._orders
        self._wanted = tuple(
            (each, color_of(frame.document, each.curve.key, each.curve.order))
            for each in frame.members
            if lowest <= each.curve.order <= highest
        )
        self.setVisible(bool(self._wanted))

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        """The words depend on the curves alone, so that they rest while the point moves."""
        del taken
        if not self._wanted and not self.shades:
            return ()
        wish = (self._wanted, self.stage.place)
        if wish != self._laid:
            self._laid = wish
            place = self.stage.place
            self.shades = tuple(
                Shade(each, color, pieces_of(each.curve.x, each.curve.y, place))
                for each, color in self._wanted
            )
            self.words = tuple(self._words(place))
        return [box for _, box in self.words]

    @property
    def curves(self) -> list[Curve]:
        """The curves of the members."""
        return [each.curve for each, _ in self._wanted]

    def lines(self) -> list[Pieces]:
        """What words had better not stand on; a thicket of lines leaves no free place anyway."""
        if sum(len(each.pieces) for each in self.shades) > _THICKET:
            return []
        return [each.pieces for each in self.shades]

    def draw(self, painter: QPainter) -> None:
        look = self.stage.look
        for each in self.shades:
            order = each.member.curve.order
            ink = shade_of(each.member, each.color, look)
            width = THINNER * width_of(order)
            self._stroke.draw(painter, each.pieces, look, ink, width, dash_of(order))
        for text, box in self.words:
            draw_text(painter, box, text, look.theme.muted, look.theme.base)

    def _words(self, place: Place) -> list[tuple[str, QRectF]]:
        """The values at the right ends of the lowest curves, where there is room."""
        lowest = {each.member.curve.key: each.member.curve.order for each in self.shades[::-1]}
        bundle = Bundle([*self.lines(), *(item.pieces() for item in self._curves)])
        said: list[tuple[str, QRectF]] = []
        for each in _ends_first(self.shades):
            curve = each.member.curve
            if curve.order != lowest[curve.key] or not len(each.pieces):
                continue
            text = f"{plain_name(each.member.name)} = {_said(each.member.value)}"
            end = QPointF(*map(float, each.pieces[-1, 2:]))
            box = _calm(text, end, place, [box for _, box in said], bundle)
            if box is not None:
                said.append((text, box))
        return said


def _ends_first(found: Sequence[Shade]) -> list[Shade]:
    """The first and the last member have their words before those between."""
    return sorted(found, key=lambda each: 0 < each.member.share < 1)


def _calm(
    text: str, end: QPointF, place: Place, taken: Sequence[QRectF], bundle: Bundle
) -> QRectF | None:
    """The box near the end of a curve that the fewest others cross; None where none is free."""
    best: QRectF | None = None
    least = 3
    for wished in around(text, end, _AWAY):
        box = inside(wished, place)
        wide = box.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        if any(wide.intersects(other) for other in taken):
            continue
        crossed = bundle.crossed(box.left(), box.top(), box.right(), box.bottom())
        if crossed < least:
            best, least = box, crossed
        if not crossed:
            break
    return best


def color_of(document: Document, key: int, order: int) -> int | None:
    """The place in the palette of a curve of one formula."""
    row = next((row for row in document.formulas if row.key == key), None)
    return row.color(order) if row else None


def _said(value: float) -> str:
    text = short(value)
    return text.rstrip("0").rstrip(".") if "." in text and "·" not in text else text

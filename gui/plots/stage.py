"""Stage: what every layer of the plot looks at: the place, the look and the words' shapes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.language.typeset import name_latex
from gui.plots.stamps import HALO, Type, stamp_text, type_of
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.frame import Frame
    from gui.maths import Outline, Typesetting
    from gui.plots.curve_item import CurveItem
    from gui.plots.place import Place
    from gui.theme import Theme

MATHS_PX = 17
PROBE = "#4B45C2"
_DIMMED = 0.34
_CROWN = ("", "'", "''", "'''")


@dataclass(frozen=True, slots=True)
class Look:
    """How the plot is drawn.

    `lines` multiplies the widths of curves, `vector` asks for one clean path per curve, `ground`
    fills the background, `core` is the colour of the probe, `pi_ticks` counts x in parts of pi.
    """

    theme: Theme
    grid: bool = True
    lines: float = 1.0
    vector: bool = False
    ground: bool = True
    core: str = PROBE
    pi_ticks: bool = False

    def curve(self, color: int | None, held: bool) -> str:
        """The colour of a curve from its place in the palette; dimmed while it is held."""
        theme = self.theme
        own = theme.curves[(color or 0) % len(theme.curves)]
        return dimmed(own, theme.base) if held else own


@dataclass(slots=True)
class Stage:
    """The shared state of one plot; its owner changes it, the layers only read.

    While `hurried`, something moves: what nobody sees in a moving picture can wait.
    """

    look: Look
    typesetting: Typesetting
    place: Place
    area: QRectF
    hurried: bool = False

    def name(self, latex: str, size: float = MATHS_PX) -> Outline | None:
        """The outline of a name, None while it is being made."""
        return self.typesetting.get(latex, size)


class Layer(QGraphicsItem):
    """One thing that is painted over the whole plot, in its pixels."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self.stage.area

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Paint in pixels of the plot; abstract."""
        raise NotImplementedError

    def take(self, frame: Frame, curves: Sequence[CurveItem]) -> None:
        """Keep what this layer draws of a frame; `curves` are those of its plot."""

    def lay(self, taken: Sequence[QRectF]) -> Sequence[QRectF]:
        """Put marks and words at their pixels, off what is taken; says what they take themselves.

        Called when the frame or the place changed, from the most important layer to the least.
        """
        del taken
        return ()


@lru_cache(maxsize=256)
def dimmed(color: str, ground: str, share: float = _DIMMED) -> str:
    """A share of a colour, 34 % as a rule, on its ground; opaque."""
    ink, base = QColor(color), QColor(ground)
    pairs = ((ink.red(), base.red()), (ink.green(), base.green()), (ink.blue(), base.blue()))
    parts = (round(share * own + (1 - share) * under) for own, under in pairs)
    return QColor(*parts).name()


def bare(name: str) -> str:
    """The name of the function alone, without the primes of its derivative."""
    return name.rstrip("'′″‴⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹")


def curve_latex(name: str, order: int = 0) -> str:
    """A curve's name as LaTeX with its primes: f'' or h_{1}'."""
    base = name_latex(bare(name))
    return f"{base}{_CROWN[order]}" if order < len(_CROWN) else f"{base}^{{({order})}}"


@lru_cache(maxsize=1)
def small_type() -> Type:
    """The font of ticks and of marks in the picture, with its measures."""
    return type_of(ui_font(SMALL_PX))


def text_box(text: str, left: float, middle: float) -> QRectF:
    """The box of a text in the small font that begins at `left` and is centred on a row."""
    metrics = small_type().metrics
    height = metrics.ascent() + metrics.descent()
    return QRectF(left, middle - height / 2, metrics.horizontalAdvance(text), height)


def draw_text(painter: QPainter, box: QRectF, text: str, color: str, halo: str = "") -> None:
    """A text of the small font in its box, over a halo where a colour is given."""
    face = small_type()
    spot = QPointF(box.left(), box.top() + face.metrics.ascent())
    if halo and _on_screen(painter):
        stamp_text(painter, spot, text, face, color, halo)
        return
    if halo:
        shape = QPainterPath()
        shape.addText(spot, face.font, text)
        painter.strokePath(shape, round_pen(halo, 2 * HALO))
    painter.setFont(face.font)
    painter.setPen(QColor(color))
    painter.drawText(spot, text)


def _on_screen(painter: QPainter) -> bool:
    """Whether pictures land dot on dot: not on paper, and not enlarged."""
    dots = painter.paintEngine().type() == QPaintEngine.Type.Raster
    return dots and not painter.worldTransform().isScaling()


def round_pen(color: str, width: float) -> QPen:
    """A solid pen with round ends and joints."""
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen

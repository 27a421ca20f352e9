"""Outlines: LaTeX typeset by ziamath into shapes that stay sharp on screens and on paper."""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from core.language.typeset import MARK

if TYPE_CHECKING:
    from types import ModuleType

FAMILIAR = 512  # formulas whose shapes are kept
_HALO = 4
_MARGIN = _HALO + 2  # of a stamp, around the box of its letters
_TOKEN = re.compile(r"[MLQCZ]|-?\d+\.?\d*(?:[eE][-+]?\d+)?")
_FLATTENED = str.maketrans({"\\": "", "{": "", "}": "", "$": ""})


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A typeset formula as one shape, its left end and baseline at (0, 0), y growing downwards.

    `width` is how far the text advances; `above` and `below` are measured from the baseline.
    `marked` is the part of the shape that has the colour of what is pointed out.
    """

    path: QPainterPath
    width: float
    above: float
    below: float
    marked: QPainterPath | None = None

    @property
    def height(self) -> float:
        return self.above + self.below

    def stamp(
        self, painter: QPainter, x: float, baseline: float, color: str, halo: str
    ) -> None:
        """`paint` for the screen: the shape and its halo from a picture drawn once, on whole dots.

        Outlining letters for a halo takes a tenth of a frame; a vector export needs the shapes.
        """
        ratio = painter.device().devicePixelRatioF()
        left, top = x - _MARGIN, baseline - self.above - _MARGIN
        spot = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
        painter.drawImage(spot, _stamped(self, color, halo, ratio))

    def paint(
        self, painter: QPainter, x: float, baseline: float, color: str, halo: str = ""
    ) -> None:
        """Fill the shape with `color` ("#RRGGBB"), over a `halo` of 4 px where one is given."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(x, baseline)
        if halo:
            pen = QPen(QColor(halo), 2 * _HALO)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(self.path, pen)
        painter.fillPath(self.path, QColor(color))
        painter.restore()


@lru_cache(maxsize=FAMILIAR)
def _stamped(outline: Outline, color: str, halo: str, ratio: float) -> QImage:
    """An outline on its halo as a transparent picture, `_MARGIN` around its box."""
    wide = math.ceil((outline.width + 2 * _MARGIN) * ratio)
    high = math.ceil((outline.height + 2 * _MARGIN) * ratio)
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    outline.paint(painter, _MARGIN, _MARGIN + outline.above, color, halo)
    painter.end()
    return image


@dataclass(frozen=True, slots=True, eq=False)
class Typeset:
    """An outline with its colour; `baseline` is how far below the top it stands."""

    outline: Outline
    color: str

    @property
    def width(self) -> float:
        return self.outline.width

    @property
    def height(self) -> float:
        return self.outline.height

    @property
    def baseline(self) -> float:
        return self.outline.above

    def paint(self, painter: QPainter, x: float, baseline_y: float) -> None:
        self.outline.paint(painter, x, baseline_y, self.color)


@lru_cache(maxsize=FAMILIAR)
def render(latex: str, size: float, color: str) -> Typeset:
    """A formula of `size` pixels in a colour ("#RRGGBB"), at once: 1 to 60 ms when it is new."""
    return Typeset(outline(latex, size), color)


@lru_cache(maxsize=FAMILIAR)
def outline(latex: str, size: float) -> Outline:
    """The shape of a formula. What cannot be typeset is shown as its plain letters."""
    with _one_at_a_time():
        try:
            return _typeset(latex, size)
        except Exception:  # noqa: BLE001 - ziamath and latex2mathml raise anything on odd LaTeX
            return _plain(latex, size)


@lru_cache(maxsize=1)
def _one_at_a_time() -> Lock:
    return Lock()


@lru_cache(maxsize=1)
def _ziamath() -> ModuleType:
    """The typesetter, imported when it is first needed: it takes 0.1 to 0.2 s."""
    # It opens its font by a function that Python 3.11 to 3.12 call deprecated.
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="ziamath")
    import ziamath

    ziamath.config.svg2 = False  # pyright: ignore[reportPrivateImportUsage]  (plain paths)
    return ziamath


def _typeset(latex: str, size: float) -> Outline:
    ziamath = _ziamath()
    drawn = ziamath.Latex(latex, size=size)
    path, marked = QPainterPath(), QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for element in ElementTree.fromstring(drawn.svg()).iter():  # tall brackets are groups
        kind = element.tag.rpartition("}")[2]
        into = (path, marked) if element.get("fill") == MARK else (path,)
        if kind == "path":
            for each in into:
                _draw(each, element.get("d", ""))
        elif kind == "rect":
            numbers = [float(element.get(name, "0")) for name in ("x", "y", "width", "height")]
            for each in into if all(numbers[2:]) else ():
                each.addRect(QRectF(*numbers))
    width, height = drawn.getsize()
    below = -drawn.getyofst()
    lit = None if marked.isEmpty() else marked
    return Outline(path, float(width), float(height - below), float(below), lit)


def _draw(path: QPainterPath, commands: str) -> None:
    """Add the commands M L Q C Z of an SVG path, all absolute, as ziamath writes them."""
    kind, numbers = "", []
    for token in [*_TOKEN.findall(commands), ""]:
        if token and token not in "MLQCZ":
            numbers.append(float(token))
            continue
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if kind == "M":
            path.moveTo(points[0])
        elif kind == "L":
            path.lineTo(points[0])
        elif kind == "Q":
            path.quadTo(points[0], points[1])
        elif kind == "C":
            path.cubicTo(points[0], points[1], points[2])
        elif kind == "Z":
            path.closeSubpath()
        kind, numbers = token, []


def _plain(latex: str, size: float) -> Outline:
    """The letters of what could not be typeset, in the maths font."""
    from gui.style import maths_font

    text = latex.translate(_FLATTENED)
    path = QPainterPath()
    font = maths_font(max(1, round(size)))
    path.addText(0, 0, font, text)
    return Outline(path, path.boundingRect().right() if text else 0.0, 0.8 * size, 0.25 * size)

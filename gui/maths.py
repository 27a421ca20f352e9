"""Maths: LaTeX typeset by ziamath into outlines that stay sharp on screens and on paper."""

from __future__ import annotations

import math
import re
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from types import ModuleType

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent

_FAMILIAR = 512
_HALO = 4
_MARGIN = _HALO + 2  # of a stamp, around the box of its letters
ECHO_PX = 17
LONG_PX = 14
_LEADING = 4
_ASCENT, _DESCENT = 0.76, 0.25  # of plain letters, in parts of the size
_NARROW = 40
_BREAK = re.compile(r"\\left\\?.|\\right\\?.|\\begin|\\end|\\[A-Za-z]+|\\.|[-+={}()\[\]]")
_OPERATORS = frozenset(("+", "-", "=", r"\cdot"))
_TOKEN = re.compile(r"[MLQCZ]|-?\d+\.?\d*(?:[eE][-+]?\d+)?")
_FLATTENED = str.maketrans({"\\": "", "{": "", "}": "", "$": ""})


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A typeset formula as one shape, its left end and baseline at (0, 0), y growing downwards.

    `width` is how far the text advances; `above` and `below` are measured from the baseline.
    """

    path: QPainterPath
    width: float
    above: float
    below: float

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


@lru_cache(maxsize=_FAMILIAR)
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


@lru_cache(maxsize=_FAMILIAR)
def render(latex: str, size: float, color: str) -> Typeset:
    """A formula of `size` pixels in a colour ("#RRGGBB"), at once: 1 to 60 ms when it is new."""
    return Typeset(outline(latex, size), color)


@lru_cache(maxsize=_FAMILIAR)
def outline(latex: str, size: float) -> Outline:
    """The shape of a formula. What cannot be typeset is shown as its plain letters."""
    with _one_at_a_time():
        try:
            return _typeset(latex, size)
        except Exception:  # noqa: BLE001 - ziamath and latex2mathml raise anything on odd LaTeX
            return _plain(latex, size)


class Typesetting(QObject):
    """Outlines for one view, made on a worker thread: `arrived` says that a missing one is there.

    With `waits`, they are made at once instead, as an export needs it.
    """

    arrived = Signal()

    def __init__(self, parent: QObject | None = None, *, waits: bool = False) -> None:
        super().__init__(parent)
        self._waits = waits
        self._have: dict[tuple[str, float], Outline] = {}
        self._asked: set[tuple[str, float]] = set()
        self._post = _Post(self if waits else None)  # a worker may outlive a view that it posts to
        self._post.made.connect(self._keep)

    def get(self, latex: str, size: float) -> Outline | None:
        """The outline when it is ready; else it is asked for and None comes back."""
        if self._waits:
            return outline(latex, size)
        wish = (latex, size)
        if wish not in self._have and wish not in self._asked:
            self._asked.add(wish)
            _worker().submit(self._post.make, latex, size)
        return self._have.get(wish)

    @Slot(str, float, object)
    def _keep(self, latex: str, size: float, made: Outline) -> None:
        if len(self._have) >= _FAMILIAR:
            self._have.clear()
        self._have[latex, size] = made
        self._asked.discard((latex, size))
        self.arrived.emit()


class _Post(QObject):
    """Carries outlines from the worker; it lives as long as a job needs it."""

    made = Signal(str, float, object)

    def make(self, latex: str, size: float) -> None:
        self.made.emit(latex, size, outline(latex, size))


class MathsLabel(QWidget):
    """One formula in the text colour, as high as it needs.

    Too long for its width, it becomes smaller, then breaks after operators; what is still too
    long can be scrolled with the wheel.
    """

    def __init__(self, parent: QWidget | None = None, size: int = ECHO_PX) -> None:
        super().__init__(parent)
        self._size, self._small = size, min(size, LONG_PX)
        self._theme = LIGHT
        self._color: str | None = None
        self._latex = ""
        self._lines: tuple[Outline, ...] = ()
        self._natural = 0.0  # the width in one line, at full size
        self._room = math.inf
        self._offset = 0.0
        self._typesetting = Typesetting(self)
        self._typesetting.arrived.connect(self._lay_out)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    @property
    def latex(self) -> str:
        return self._latex

    def set_latex(self, latex: str, plain: str = "") -> None:
        """Show a formula, and the one before until it is made; `plain` is for screen readers."""
        if plain or latex != self._latex:
            self.setAccessibleName(plain or latex)
        if latex == self._latex:
            return
        self._latex = latex
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the text colour of a theme."""
        if theme is not self._theme:
            self._theme = theme
            self.update()

    def set_color(self, color: str | None) -> None:
        """Draw in another colour ("#RRGGBB") than that of the text; None goes back to it."""
        self._color = color
        self.update()

    def sizeHint(self) -> QSize:
        height = sum(map(sum, map(self._strut, self._lines)))
        height += _LEADING * max(0, len(self._lines) - 1)
        return QSize(math.ceil(self._natural) + 2, math.ceil(height) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), _NARROW), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != self._room:
            self._room = float(event.size().width())
            self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().x() or event.angleDelta().y()
        widest = max((line.width for line in self._lines), default=0.0)
        most = widest + 2 - self.width()
        if most <= 0 or not turn:
            event.ignore()
            return
        self._offset = min(max(self._offset - turn / 2, 0.0), float(most))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._color or self._theme.text
        top = max(0.0, (self.height() - self.sizeHint().height()) / 2) + 1
        for line in self._lines:
            above, below = self._strut(line)
            line.paint(painter, -self._offset, top + above, color)
            top += above + below + _LEADING

    @Slot()
    def _lay_out(self) -> None:
        """Take the new lines as soon as each is there; until then the old ones stay."""
        before = self.sizeHint()
        made = self._wanted()
        if self.sizeHint() != before:  # more room for it comes first, the lines follow
            self.updateGeometry()
        if made is None or made == self._lines:
            return
        self._lines, self._offset = made, 0.0
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def _wanted(self) -> tuple[Outline, ...] | None:
        if not self._latex:
            self._natural = 0.0
            return ()
        for size in (self._size, self._small):
            whole = self._typesetting.get(self._latex, size)
            if whole is None:
                return None
            if size == self._size:
                self._natural = whole.width
            if whole.width <= self._room:
                return (whole,)
        return self._broken(self._room)

    def _broken(self, room: float) -> tuple[Outline, ...] | None:
        """As many pieces in each line as fit into it."""
        lines: list[Outline] = []
        text = ""
        for piece in breaks(self._latex):
            longer = self._typesetting.get(text + piece, self._small)
            if longer is None:
                return None
            if text and longer.width > room:
                text = ""
                longer = self._typesetting.get(piece, self._small)
                if longer is None:
                    return None
                lines.append(longer)
            elif text:
                lines[-1] = longer
            else:
                lines.append(longer)
            text += piece
        return tuple(lines)

    def _strut(self, line: Outline) -> tuple[float, float]:
        """Height above and below the baseline, never under that of letters: x stands like f."""
        return max(line.above, _ASCENT * self._size), max(line.below, _DESCENT * self._size)


def breaks(latex: str) -> tuple[str, ...]:
    """The LaTeX in pieces that end with an operator outside of all brackets."""
    pieces, depth, start = [], 0, 0
    for found in _BREAK.finditer(latex):
        token = found.group()
        if token[0] in "{([" or token.startswith((r"\left", r"\begin")):
            depth += 1
        elif token[0] in "})]" or token.startswith((r"\right", r"\end")):
            depth -= 1
        elif token in _OPERATORS and depth == 0 and latex[start : found.start()].strip():
            pieces.append(latex[start : found.end()])
            start = found.end()
    return (*pieces, latex[start:]) if latex[start:].strip() else tuple(pieces)


@lru_cache(maxsize=1)
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="maths")


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
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for element in ElementTree.fromstring(drawn.svg()).iter():  # tall brackets are groups
        kind = element.tag.rpartition("}")[2]
        if kind == "path":
            _draw(path, element.get("d", ""))
        elif kind == "rect":
            numbers = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
            path.addRect(QRectF(*numbers))
    width, height = drawn.getsize()
    below = -drawn.getyofst()
    return Outline(path, float(width), float(height - below), float(below))


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

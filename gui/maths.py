"""Maths: formulas in views, each typeset once on a worker that no view waits for."""

from __future__ import annotations

import math
import re
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from gui.outlines import FAMILIAR, Outline, Typeset, outline, render
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent

__all__ = ["MathsLabel", "Outline", "Typeset", "Typesetting", "breaks", "outline", "render"]

ECHO_PX = 17
LONG_PX = 14
_LEADING = 4
_AROUND = 2.0  # px around what is lit
_SAME_WIDTH = 0.5  # px by which marks may change a formula
_ASCENT, _DESCENT = 0.76, 0.25  # of plain letters, in parts of the size
_NARROW = 40
_BREAK = re.compile(r"\\left\\?.|\\right\\?.|\\begin|\\end|\\[A-Za-z]+|\\.|[-+={}()\[\]]")
_OPERATORS = frozenset(("+", "-", "=", r"\cdot"))
_Wish = tuple[str, float]  # LaTeX and size in pixels


class Typesetting(QObject):
    """Outlines for one view, made on a worker thread: `arrived` says that a missing one is there.

    With `waits`, they are made at once instead, as an export needs it.
    """

    arrived = Signal()

    def __init__(self, parent: QObject | None = None, *, waits: bool = False) -> None:
        super().__init__(parent)
        self._waits = waits
        self._have: dict[_Wish, Outline] = {}
        self._asked: set[_Wish] = set()

    def get(self, latex: str, size: float) -> Outline | None:
        """The outline when it is ready; else it is asked for and None comes back."""
        if self._waits:
            return outline(latex, size)
        wish = (latex, size)
        if wish not in self._have and wish not in self._asked:
            self._asked.add(wish)
            _press().make(wish, self)
        return self._have.get(wish)

    def take(self, wish: _Wish, made: Outline) -> None:
        """Keep what was asked for."""
        if len(self._have) >= FAMILIAR:
            self._have.clear()
        self._have[wish] = made
        self._asked.discard(wish)
        self.arrived.emit()


class _Press(QObject):
    """Has outlines made by the worker and hands them out on the thread of the window.

    The worker gets words alone. If it held a view or a part of one for a moment longer than all
    others, Qt's object would end on a thread that it does not belong to.
    """

    _made = Signal(str, float, object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[_Wish, list[weakref.ref[Typesetting]]] = {}
        self._made.connect(self._hand_out)

    def make(self, wish: _Wish, view: Typesetting) -> None:
        """Make an outline; whoever wishes for the same before it is there waits with the first."""
        views = self._waiting.setdefault(wish, [])
        views.append(weakref.ref(view))
        if len(views) == 1:
            _worker().submit(self._print, *wish)

    def _print(self, latex: str, size: float) -> None:
        self._made.emit(latex, size, outline(latex, size))

    @Slot(str, float, object)
    def _hand_out(self, latex: str, size: float, made: Outline) -> None:
        for each in self._waiting.pop((latex, size), ()):
            view = each()
            if view is not None and isValid(view):
                view.take((latex, size), made)


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
        self._pointed = ""
        self._natural = 0.0  # the width in one line, at full size
        self._room = math.inf
        self._offset = 0.0
        self._typesetting = Typesetting(self)
        self._typesetting.arrived.connect(self._lay_out)
        self._typesetting.arrived.connect(self._light_up)
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

    def point_out(self, latex: str) -> None:
        """Light up what has the colour `MARK` in the same formula; "" puts it out.

        What is broken into lines is not lit: the marks would break it elsewhere.
        """
        if latex != self._pointed:
            self._pointed = latex
            self.update()

    @property
    def lit(self) -> QRectF:
        """Where the part that is pointed out stands, from the left end of the baseline."""
        size = self._size if self._natural <= self._room else self._small
        if not self._pointed or len(self._lines) != 1:
            return QRectF()
        found = self._typesetting.get(self._pointed, size)
        same = found is not None and abs(found.width - self._lines[0].width) < _SAME_WIDTH
        if found is None or found.marked is None or not same:
            return QRectF()
        return found.marked.boundingRect().adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)

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
        lit = self.lit
        for line in self._lines:
            above, below = self._strut(line)
            if not lit.isEmpty():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.selection))
                painter.drawRoundedRect(lit.translated(-self._offset, top + above), 3, 3)
            line.paint(painter, -self._offset, top + above, color)
            top += above + below + _LEADING

    @Slot()
    def _light_up(self) -> None:
        if self._pointed:
            self.update()

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
def _press() -> _Press:
    """The one of this process: it outlives every job of the worker."""
    return _Press()


@lru_cache(maxsize=1)
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="maths")

"""Small painted marks: the colour chip, the pill with its line sample, the badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSizePolicy, QWidget

from gui.panels.trust import trust_colors, trust_tip, trust_words
from gui.style import BADGE_PX, RADIUS, maths_font, maths_letters, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.agreement import Agreed

# Widths and dashes in pixels of f, f', f'' and what follows (LOOK section 5).
_WIDTHS = (2.8, 2.2, 2.3, 2.0)
_DASHES: tuple[Sequence[float], ...] = ((), (9, 4), (2, 3), (9, 3, 2, 3))
_CHIP = 14
_PILL_HEIGHT = 24
_SAMPLE = 22
_PAD = 7
PRIMES = ("", "′", "″", "‴")
_KEYS = ("Ctrl+Shift+F", "Ctrl+D", "Ctrl+Alt+D", "Alt+3", "Alt+4", "Alt+5", "Alt+6")  # fmt: skip
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def order_name(name: str, order: int) -> str:
    """The name of a derivative: f, f′, f″, f‴, f⁽⁴⁾."""
    if order < len(PRIMES):
        return name + PRIMES[order]
    return f"{name}⁽{str(order).translate(_SUPERSCRIPT)}⁾"


def sample_pen(order: int, color: QColor) -> QPen:
    """The pen of the curve of this order, its dashes in pixels."""
    kind = min(order, len(_WIDTHS) - 1)
    pen = QPen(color, _WIDTHS[kind])
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if order == 0 else Qt.PenCapStyle.FlatCap)
    if _DASHES[kind]:
        pen.setDashPattern([length / _WIDTHS[kind] for length in _DASHES[kind]])
    return pen


class Chip(QAbstractButton):
    """The colour of a row: a square of 14 px, dashed where a row is still to come.

    Dragged, it carries its row: `dragged` and `dropped` say where on the screen.
    """

    dragged = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color: str | None = None
        self._pressed: QPointF | None = None
        self._carries = False
        self._theme = LIGHT
        self.setFixedSize(_CHIP + 6, _CHIP + 6)
        self.setToolTip("Colour of the curves\nDrag to move the formula (Alt+Up, Alt+Down).")
        self.setAccessibleName("Colour of the curves")

    def set_color(self, color: str | None, theme: Theme) -> None:
        """Show a colour ("#RRGGBB"), or the dashed outline for None."""
        if (color, theme) != (self._color, self._theme):
            self._color, self._theme = color, theme
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.globalPosition()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.globalPosition()
        if self._pressed is None or self._color is None:
            return
        far = (spot - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far and not self._carries:
            self._carries = True
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._carries:
            self.dragged.emit(spot.toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        carried, self._carries, self._pressed = self._carries, False, None
        if not carried:
            super().mouseReleaseEvent(event)
            return
        self.unsetCursor()
        self.dropped.emit(event.globalPosition().toPoint())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(3, 3, _CHIP, _CHIP)
        if self._color is None:
            pen = QPen(QColor(self._theme.field), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), 2, 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._color))
            painter.drawRoundedRect(rect, 3, 3)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRoundedRect(QRectF(1, 1, _CHIP + 4, _CHIP + 4), RADIUS, RADIUS)


class OrderPill(QAbstractButton):
    """Shows or hides the curve of one order; with its line sample it is the legend too."""

    def __init__(self, order: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order = order
        self._theme = LIGHT
        self._color: str | None = None
        self._name = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_curve("f", None, LIGHT)

    def show_curve(self, name: str, color: str | None, theme: Theme) -> None:
        """Name the function ("f"), and the colour of the curve once it has one."""
        title = order_name(name, self.order)
        if (title, color, theme) == (self._name, self._color, self._theme):
            return
        self._name, self._color, self._theme = title, color, theme
        self.setAccessibleName(f"Show {title}")
        self.setToolTip(f"Show or hide {title} ({_KEYS[self.order]})")
        self.setText(title)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(maths_font(16)).horizontalAdvance(maths_letters(self._name))
        return QSize(round(2 * _PAD + width + 5 + _SAMPLE), _PILL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, on = self._theme, self.isChecked()
        width = 2 if self.hasFocus() else 1
        outline = theme.accent if self.hasFocus() else theme.field if on else theme.border
        painter.setPen(QPen(QColor(outline), width))
        ground = theme.hover if self.underMouse() else theme.raised
        painter.setBrush(QColor(ground) if on or self.underMouse() else Qt.BrushStyle.NoBrush)
        rect = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        painter.setFont(maths_font(16))
        painter.setPen(QColor(theme.text if on else theme.muted))
        baseline = self.height() / 2 + 5
        painter.drawText(QPointF(_PAD, baseline), maths_letters(self._name))
        ink = QColor(self._color if on and self._color else theme.faint)
        painter.setPen(sample_pen(self.order, ink))
        middle, right = self.height() / 2 + 0.5, self.width() - _PAD
        painter.drawLine(QPointF(right - _SAMPLE, middle), QPointF(right, middle))


def begin_link(painter: QPainter, button: QAbstractButton, theme: Theme) -> QRectF:
    """Paint the ground of a place to go to, hovered and focused, and set the ink of its text."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(button.rect())
    if button.underMouse():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hover))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
    if button.hasFocus():
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    painter.setPen(QColor(theme.accent if button.underMouse() else theme.text))
    painter.setFont(button.font())
    return rect


class Badge(QLabel):
    """What a number is worth, on a quiet ground: a word, or the digits that are agreed on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._agreed: Agreed | None = None
        self._trusts = False
        self._long, self._short = "", ""
        self._narrow = False
        self.setFont(ui_font(BADGE_PX, QFont.Weight.Medium))
        self.setContentsMargins(6, 0, 6, 0)
        self.setFixedHeight(18)
        self.hide()

    def show_word(self, word: str, theme: Theme, tip: str = "") -> None:
        """Show a word, or nothing for an empty one."""
        self._trusts, self._agreed = False, None
        self._show((word, word), theme, tip)

    def show_agreed(self, agreed: Agreed | None, theme: Theme) -> None:
        """Show how many digits of a number are agreed on; None while it is being checked."""
        if self._trusts and self._agreed is agreed and self._theme is theme:
            return
        self._trusts, self._agreed = True, agreed
        self._show(trust_words(agreed), theme, trust_tip(agreed))

    @property
    def long_width(self) -> int:
        """The room of the badge with all its words."""
        return self.fontMetrics().horizontalAdvance(self._long) + 12

    def set_narrow(self, narrow: bool) -> None:
        """Leave out the words where there is no room; they stand in the tip."""
        self._narrow = narrow
        text = self._short if narrow else self._long
        if text != self.text():
            self.setText(text)

    def _show(self, words: tuple[str, str], theme: Theme, tip: str) -> None:
        self._theme = theme
        self._long, self._short = words
        self.set_narrow(self._narrow)
        self.setToolTip(tip)
        self.setAccessibleName(self._long)
        self.setVisible(bool(self._long))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ground, ink = self._theme.hover, self._theme.muted
        if self._trusts:
            ground, ink = trust_colors(self._agreed, self._theme)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setPen(QColor(ink))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

"""One row of the inspector: a label, a number to copy, a badge, a note where one is needed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from core.frame import Reading, Status
from gui.panels.headings import small
from gui.panels.marks import Badge
from gui.panels.numbers import ALL_DIGITS, READING_DIGITS, number_text
from gui.panels.trust import draw_number
from gui.style import BADGE_PX, RADIUS, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from core.agreement import Agreed

LABEL_WIDTH = 74
ROW_HEIGHT = 28
LOADING = "Loading PyTorch…"
PAUSED = "paused"
POLE = "pole"
_HELD_OPACITY = 0.75
_NUMBER_PX = 14
_USUAL = "−0.1234567891"
_GAP = 6  # pixels between a number and its badge
_AUTOGRAD_DIGITS = 6
_WORDS = {
    Status.UNDEFINED: "undefined",
    Status.INFINITE: "infinite",
    Status.NOT_DIFFERENTIABLE: "not differentiable",
    Status.UNDETERMINED: "undetermined",
}


class NumberLabel(QLabel):
    """A number: click copies it in full, double click shows more digits."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: float | None = None
        self._digits = READING_DIGITS
        self._color = QColor(LIGHT.text)
        self._theme = LIGHT
        self._agreed: Agreed | None = None
        self.setFont(ui_font(_NUMBER_PX))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 20)

    def show_number(self, value: float | None, digits: int | None = None) -> None:
        """Show a number, or a dash where there is none."""
        self._value = value
        self._show(number_text(value, digits or self._digits) if value is not None else "–")

    @property
    def value(self) -> float | None:
        """The number that is shown, None where words or a dash stand."""
        return self._value

    def set_agreed(self, agreed: Agreed | None) -> None:
        """Fade the digits beyond those that are agreed on."""
        if agreed is not self._agreed:
            self._agreed = agreed
            self.update()

    def show_words(self, words: str) -> None:
        """Show words in place of a number."""
        self._value = None
        self._show(words)

    def set_ink(self, theme: Theme, held: bool = False, muted: bool = False) -> None:
        """The colour of the digits: those of an older formula fade to 75 %."""
        self._theme = theme
        color = QColor(theme.muted if muted else theme.text)
        if held:
            color.setAlphaF(_HELD_OPACITY)
        if color != self._color:
            self._color = color
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._copy()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._digits = ALL_DIGITS if self._digits == READING_DIGITS else READING_DIGITS
        self.show_number(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._copy()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - 1
        )
        agreed = self._agreed if self._value is not None else None
        faint = QColor(self._theme.faint)
        draw_number(painter, QRectF(self.rect()), text, agreed, self._color, faint)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _copy(self) -> None:
        if self._value is not None:
            QApplication.clipboard().setText(repr(self._value))
            self.copied.emit(self.text())

    def _show(self, text: str) -> None:
        if text != self.text():
            self.setText(text)


class Readout(QWidget):
    """Label of 74 px, number, badge flush right; the note stands under them."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self)
        self._label.setObjectName("muted")
        self._label.setFixedWidth(LABEL_WIDTH)
        self.number = NumberLabel(self)
        self.number.copied.connect(self.copied)
        self.badge = Badge(self)
        self._trusts = False
        self.note = small(QLabel(self))
        self.note.setWordWrap(True)
        self.note.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.setRowMinimumHeight(0, ROW_HEIGHT)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self.number, 0, 1)
        grid.addWidget(self.badge, 0, 2)
        grid.addWidget(self.note, 1, 0, 1, 3)

    def set_label(self, text: str, name: str | None = None) -> None:
        """What the number is; a long label is cut, its whole is in the tooltip."""
        metrics = QFontMetrics(self._label.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, LABEL_WIDTH - 4)
        if shown != self._label.text():
            self._label.setText(shown)
            self._label.setToolTip(text if shown != text else "")
        self.number.setAccessibleName(name or text)

    def show_reading(
        self, reading: Reading | None, held: bool, theme: Theme, order: int = 0
    ) -> None:
        """Show a reading with what it is worth; None while PyTorch is not there yet.

        A value that is infinite is a pole; a slope that is infinite is only infinite.
        """
        note = ""
        if reading is None:
            self.number.show_words(LOADING)
            word = ""
        else:
            self.number.show_number(reading.value)
            word, note = _WORDS.get(reading.status, ""), reading.note
            word = POLE if reading.status == Status.INFINITE and order == 0 else word
        self.number.set_ink(theme, held, muted=reading is None or reading.value is None)
        self._set_word(PAUSED if held else word, theme, note)
        note += _by_autograd(reading) if note and order else ""
        if note != self.note.text():
            self.note.setText(note)
        self.note.setVisible(bool(note) and not held)

    def show_number(
        self, value: float | None, theme: Theme, held: bool = False, unit: str = "", digits: int = 5
    ) -> None:
        """Show a number that follows from the readings."""
        self.number.show_number(value, digits)
        if unit and value is not None:
            self.number.setText(self.number.text() + unit)
        self.number.set_ink(theme, held, muted=value is None)
        self._set_word(PAUSED if held else "", theme)

    def show_agreed(self, agreed: Agreed | None, theme: Theme) -> None:
        """Say on how many digits of the number routes agree; None while it is being checked.

        A number that does not exist, or belongs to an older formula, keeps its word.
        """
        if not self._trusts:
            return
        self.badge.show_agreed(agreed, theme)
        self.number.set_agreed(agreed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _set_word(self, word: str, theme: Theme, tip: str = "") -> None:
        """Show a word in the badge; without one it is free to say what is agreed on."""
        value = self.number.value
        self._trusts = not word and value is not None and math.isfinite(value)
        if not self._trusts:
            self.badge.show_word(word, theme, tip)
            self.number.set_agreed(None)
        self._fit()

    def _fit(self) -> None:
        """Leave the words of badges out in a narrow panel, and beside a long number."""
        metrics = self.number.fontMetrics()
        longest = max(map(metrics.horizontalAdvance, (self.number.text(), _USUAL)))
        self.badge.set_narrow(
            LABEL_WIDTH + longest + _GAP + self.badge.long_width > self.width()
        )


def _by_autograd(reading: Reading | None) -> str:
    """What autograd returns where that is not the number."""
    if reading is None or reading.autograd is None or reading.value is not None:
        return ""
    return f"; autograd returns {number_text(reading.autograd, _AUTOGRAD_DIGITS)}"


def badge_width() -> int:
    """The room the longest badge needs."""
    metrics = QFontMetrics(ui_font(BADGE_PX, QFont.Weight.Medium))
    return metrics.horizontalAdvance(_WORDS[Status.NOT_DIFFERENTIABLE]) + 12

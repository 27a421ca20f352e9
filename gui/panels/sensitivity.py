"""The sensitivity beside a slider: how the function changes with it, at the point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.language.letters import plain_name
from gui.panels.numbers import number_text
from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from core.frame import Sensitivity
    from gui.theme import Theme

_DIGITS = (3, 2)


class SensitivityLabel(QWidget):
    """Says "∂f/∂a = 0.144" at the right, less of it in a narrow row; fades while it waits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Sensitivity | None = None
        self._waiting = False
        self.setFont(ui_font(SMALL_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said, the longest first; nothing where f has no derivative."""
        if self._shown is None:
            return ()
        of, by = plain_name(self._shown.name), plain_name(self._shown.parameter)
        more, fewer = (number_text(self._shown.value, digits) for digits in _DIGITS)
        return f"∂{of}/∂{by} = {more}", f"∂{of}/∂{by} = {fewer}", more

    @property
    def text(self) -> str:
        """What there is room for."""
        metrics = QFontMetrics(self.font())
        fitting = (each for each in self.texts if metrics.horizontalAdvance(each) <= self.width())
        return next(fitting, "")

    @property
    def waiting(self) -> bool:
        """Whether what is said belongs to a moment ago."""
        return self._waiting

    def show_sensitivity(self, sensitivity: Sensitivity | None) -> None:
        """Show this one, or nothing."""
        if sensitivity != self._shown or self._waiting:
            self._shown, self._waiting = sensitivity, False
            said = self.texts[0] if sensitivity is not None else ""
            self.setAccessibleName(said)
            self.setToolTip(self._explained())
            self.update()

    def wait(self) -> None:
        """Keep what is said, fainter: something moves, and the next one is not there yet."""
        if not self._waiting:
            self._waiting = True
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, QFontMetrics(self.font()).height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        painter.setPen(QColor(theme.faint if self._waiting else theme.muted))
        sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), sides, self.text)

    def _explained(self) -> str:
        shown = self._shown
        if shown is None:
            return ""
        of, by = plain_name(shown.name), plain_name(shown.parameter)
        number = number_text(shown.value)
        return f"∂{of}/∂{by} = {number}\nThe slope of {of} in {by} at the point."

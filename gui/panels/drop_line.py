"""The line that says where a dragged formula will be put."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme

_HEIGHT = 4


class DropLine(QWidget):
    """2 px in accent between two rows, over them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, y: int, theme: Theme) -> None:
        """Show it over the border between two rows."""
        self._theme = theme
        parent = self.parentWidget()
        width = parent.width() if parent is not None else 0
        self.setGeometry(0, max(0, y - _HEIGHT // 2), width, _HEIGHT)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        line = QRectF(4, _HEIGHT / 2 - 1, self.width() - 8, 2)
        QPainter(self).fillRect(line, QColor(self._theme.accent))

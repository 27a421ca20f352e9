"""Tools: the small buttons at the end of the strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from gui.icons import pixmap
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent

TOOL, ICON = 24, 18
_RADIUS = 4.0


class Tool(QToolButton):
    """An icon of 24 px; one that is switched on has the selection behind it."""

    def __init__(
        self, name: str, image: str, says: str, parent: QWidget, *, switch: bool = False
    ) -> None:
        super().__init__(parent)
        self._image, self._theme = image, LIGHT
        self._by_keyboard = False
        self.setFixedSize(TOOL, TOOL)
        self.setCheckable(switch)
        self.setToolTip(says)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(TOOL, TOOL)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )  # fmt: skip
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = ""
        if self.isChecked():
            ground = theme.selection
        elif self.underMouse() or self.isDown():
            ground = theme.hover
        if ground:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        ink = theme.accent if self.isChecked() else theme.text
        ink = ink if self.isEnabled() else theme.faint
        edge = (TOOL - ICON) / 2
        image = pixmap(self._image, ink, ICON, self.devicePixelRatioF())
        painter.drawPixmap(QRectF(edge, edge, ICON, ICON), image, QRectF(image.rect()))
        if self.hasFocus() and self._by_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

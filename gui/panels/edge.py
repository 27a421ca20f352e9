"""The edge tab: 36 px that stand for a folded panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.icons import pixmap
from gui.style import RADIUS, SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WIDTH = 36


class EdgeTab(QAbstractButton):
    """Opens a folded panel; its name runs down the edge of the window."""

    def __init__(self, name: str, left: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left = left
        self._theme = LIGHT
        self.setText(name)
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(f"Open: {name}")
        self.setAccessibleName(f"Open: {name}")
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.fillRect(self.rect(), QColor(theme.hover if self.underMouse() else theme.panel))
        edge = WIDTH - 1 if self._left else 0
        painter.fillRect(QRectF(edge, 0, 1, self.height()), QColor(theme.border))
        sign = "chevron-right" if self._left else "chevron-left"
        picture = pixmap(sign, theme.muted, 18, self.devicePixelRatioF())
        painter.drawPixmap(QPointF((WIDTH - 18) / 2, 9), picture)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS, RADIUS
            )
        painter.setFont(ui_font(SMALL_PX))
        painter.setPen(QColor(theme.muted))
        painter.translate(WIDTH / 2, 40)
        painter.rotate(90)
        painter.drawText(QPointF(0, painter.fontMetrics().ascent() / 2 - 1), self.text())

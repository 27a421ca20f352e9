"""A small sheet that opens under a button and closes with Esc or a click elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


class Popup(QFrame):
    """The sheet; `column` takes what stands on it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(6)

    def open_under(self, button: QWidget) -> None:
        """Open at the lower left corner of a button, inside the screen."""
        self.adjustSize()
        spot = button.mapToGlobal(QPoint(0, button.height() + 2))
        screen = QGuiApplication.screenAt(spot) or self.screen()
        room: QRect = screen.availableGeometry()
        above = button.mapToGlobal(QPoint(0, -2)).y() - self.height()
        y = spot.y() if spot.y() + self.height() <= room.bottom() else above
        x = min(spot.x(), room.right() - self.width())
        self.move(max(x, room.left()), max(y, room.top()))
        self.show()

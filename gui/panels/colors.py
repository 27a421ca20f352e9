"""The menu of the six curve colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from gui.theme import Theme

_NAMES = {
    "light": ("Blue", "Orange", "Green", "Brown", "Plum", "Sky"),
    "dark": ("Sky", "Orange", "Mint", "Yellow", "Pink", "Blue"),
}
_SIDE = 14


def color_menu(theme: Theme, current: int | None, parent: QWidget) -> QMenu:
    """A menu whose actions carry a place in the palette as their data."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    ratio = parent.devicePixelRatioF()
    for place, color in enumerate(theme.curves):
        action = menu.addAction(_swatch(color, ratio), _NAMES[theme.name][place])
        action.setData(place)
        if place == current:
            menu.setDefaultAction(action)
    return menu


def _swatch(color: str, ratio: float) -> QIcon:
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(0, 0, _SIDE, _SIDE, 3, 3)
    painter.end()
    return QIcon(picture)

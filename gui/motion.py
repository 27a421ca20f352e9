"""Motion: whether this machine wants to see things move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_UNSEEN = frozenset({"offscreen", "minimal"})


def moves(window: QWidget) -> bool:
    """False without a screen, and where the system asks for less motion."""
    seen = QGuiApplication.platformName() not in _UNSEEN
    return seen and bool(window.style().styleHint(QStyle.StyleHint.SH_Widget_Animate))

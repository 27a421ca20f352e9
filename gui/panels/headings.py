"""The headings of panels and cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont

from gui.style import SMALL_PX, ui_font

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel


def heading(label: QLabel) -> QLabel:
    """Dress a label as a heading: 12 px, semi-bold, muted."""
    label.setObjectName("heading")
    label.setFont(ui_font(SMALL_PX, QFont.Weight.DemiBold))
    return label


def small(label: QLabel) -> QLabel:
    """Dress a label as a hint: 12 px, muted."""
    label.setObjectName("muted")
    label.setFont(ui_font(SMALL_PX))
    return label

"""What the tabs of the drawer are made of: a band above, what is shown, a band below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gui.icons import icon

if TYPE_CHECKING:
    from gui.theme import Theme

HEAD, FOOT, SIDES = 36, 40, 12
_ICON, _BUTTON = 16, 26


def band(
    panel: QWidget, height: int, spacing: int, wide: QWidget, *parts: QWidget, left: int = SIDES
) -> QWidget:
    """Parts side by side, `wide` among them takes what is left."""
    made = QWidget(panel)
    made.setFixedHeight(height)
    row = QHBoxLayout(made)
    row.setContentsMargins(left, 0, SIDES, 0)
    row.setSpacing(spacing)
    for part in parts:
        row.addWidget(part, 1 if part is wide else 0)
    return made


def sentence(panel: QWidget, mark: QWidget, words: QWidget) -> QWidget:
    """The band below: an icon of its own width, and words."""
    mark.setFixedWidth(18)
    return band(panel, FOOT, 6, words, mark, words, left=SIDES - 4)


def stack(panel: QWidget, above: QWidget, middle: QWidget, below: QWidget) -> None:
    """Lay the bands out in a panel, the middle as high as there is room."""
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(above)
    column.addWidget(middle, 1)
    column.addWidget(below)


class AgainButton(QToolButton):
    """"Run again": measures once more; `tip` says what. It waits until there is something."""

    def __init__(self, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText("Run again")
        self.setProperty("boxed", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFixedHeight(_BUTTON)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setToolTip(f"{self.text()}\n{tip}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("reset", theme.text, _ICON, theme.faint))

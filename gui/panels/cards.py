"""The cards of the inspector: a heading, perhaps buttons beside it, and rows of 28 px below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.panels.headings import heading
from gui.panels.marks import Badge
from gui.panels.trust import least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.agreement import Agreed
    from gui.theme import Theme

_BUTTON = 24


class Card(QWidget):
    """One card; `column` takes its rows."""

    def __init__(
        self, title: str, parent: QWidget | None = None, buttons: Sequence[QWidget] = ()
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = heading(QLabel(title, self))
        head = QHBoxLayout()
        head.setSpacing(2)
        head.setContentsMargins(0, 0, -4 if buttons else 0, 0)  # icons have air of their own
        head.addWidget(self.title, 1)
        self.badge = Badge(self)
        head.addWidget(self.badge)
        for button in buttons:
            head.addWidget(button)
        self.column = QVBoxLayout(self)
        top = 9 if not buttons else 5
        self.column.setContentsMargins(12, top, 12, 9)
        self.column.setSpacing(0)
        self.column.addLayout(head)
        self.column.addSpacing(6 if not buttons else 2)

    def show_trust(self, agreed: Sequence[Agreed | None], theme: Theme) -> None:
        """Say beside the heading how far the numbers of the card can be trusted: the least."""
        self.badge.show_agreed(least(agreed), theme)

    def set_title(self, title: str) -> None:
        if title != self.title.text():
            self.title.setText(title)


def icon_button(name: str, tip: str = "", parent: QWidget | None = None) -> QToolButton:
    """A button of 24 px that shows an icon; `tip` says more than its name."""
    button = QToolButton(parent)
    button.setFixedSize(_BUTTON, _BUTTON)
    button.setIconSize(QSize(18, 18))
    button.setToolTip(tip or name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button

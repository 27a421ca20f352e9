"""Scroll: a scroll area for what becomes higher when it becomes narrower."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


class ScrollArea(QScrollArea):
    """A scroll area that sizes its widget once for each new size of it.

    Qt's sizes it again whenever it was resized. What it then needs is still that of its last
    width: lines that break anew beside a scroll bar, and not without, let both sizes follow one
    another inside one event until the stack ends, and the program with it.
    """

    _sizing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Resize or watched is not self.widget():
            return super().eventFilter(watched, event)
        if self._sizing:
            return False
        self._sizing = True
        try:
            return super().eventFilter(watched, event)
        finally:
            self._sizing = False


def filled(window: QWidget, page: QWidget) -> ScrollArea:
    """Fill a window with a page that scrolls up and down; the scroll area around it."""
    scroll = ScrollArea(window)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(page)
    whole = QVBoxLayout(window)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scroll)
    return scroll

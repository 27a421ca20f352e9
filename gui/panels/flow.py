"""A row of small widgets that goes on in the next line where it has no more room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent


class Flow(QWidget):
    """Places groups of widgets from left to right; a group is never torn apart.

    Hidden widgets take no room. It is always exactly as high as its lines.
    """

    def __init__(
        self, gap: int, line_gap: int, group_gap: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._gap, self._line_gap = gap, line_gap
        self._group_gap = gap if group_gap is None else group_gap
        self._groups: tuple[tuple[QWidget, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_groups(self, groups: Sequence[Sequence[QWidget]]) -> None:
        """What is placed, in this order."""
        self._groups = tuple(tuple(group) for group in groups)
        self.arrange()

    def arrange(self) -> None:
        """Place everything anew after a widget was shown, hidden or renamed."""
        height = self._place(max(self.width(), 1))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def _place(self, room: int) -> int:
        """Give each widget its place; the height of all lines."""
        x = y = line = 0
        for group in self._groups:
            shown = [widget for widget in group if not widget.isHidden()]
            if not shown:
                continue
            if x:
                x += self._group_gap - self._gap
            whole = sum(_size(widget).width() for widget in shown)
            whole += self._gap * (len(shown) - 1)
            if x and x + whole > room:
                x, y, line = 0, y + line + self._line_gap, 0
            for widget in shown:
                size = _size(widget)
                if x and x + size.width() > room:
                    x, y, line = 0, y + line + self._line_gap, 0
                widget.setGeometry(x, y, min(size.width(), room), size.height())
                x += size.width() + self._gap
                line = max(line, size.height())
        return y + line


def _size(widget: QWidget) -> QSize:
    size = widget.sizeHint()
    least, most = widget.minimumSize(), widget.maximumSize()
    return size.expandedTo(least).boundedTo(most)

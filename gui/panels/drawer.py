"""The drawer under the plot: tabs of 32 px, and what the open one shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.icons import icon
from gui.panels.cards import icon_button
from gui.panels.headings import small
from gui.style import RADIUS, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

TABS = 32
_PAD = 14


class DrawerTab(QAbstractButton):
    """The name of a tab; the open one has the ground of the drawer and a line in accent above."""

    def __init__(self, title: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(f"{title} ({key})\nOpen or fold this tab.")
        self.setAccessibleName(f"Drawer: {title}")
        self.setFixedSize(self.sizeHint())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        self.setFont(ui_font(weight=QFont.Weight.DemiBold))
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PAD, TABS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        on = self.isChecked()
        ground = theme.base if on else theme.hover if self.underMouse() else theme.window
        painter.fillRect(self.rect(), QColor(ground))
        if on:
            painter.fillRect(QRectF(0, 0, self.width(), 2), QColor(theme.accent))
        painter.setFont(ui_font(weight=QFont.Weight.DemiBold if on else QFont.Weight.Normal))
        painter.setPen(QColor(theme.text if on else theme.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.accent), 2))
            inside = QRectF(self.rect()).adjusted(2, 3, -2, -2)
            painter.drawRoundedRect(inside, RADIUS, RADIUS)


class Drawer(QWidget):
    """Tabs, each with a panel; folded, only their strip and one summary are seen.

    `wished` carries the name of the tab that a person wants open, empty to fold the drawer.
    """

    wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._names: list[str] = []
        self._open = ""
        self._summaries: dict[str, str] = {}
        self.tabs: dict[str, DrawerTab] = {}
        self.summary = small(QLabel(self))
        self.fold_button = icon_button("Open the drawer", parent=self)
        self.fold_button.clicked.connect(self._fold_clicked)
        self._strip = QWidget(self)
        self._strip.setFixedHeight(TABS)
        self._row = QHBoxLayout(self._strip)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(0)
        self._row.addSpacing(12)
        self._row.addWidget(self.summary, 1)
        self._row.addWidget(self.fold_button)
        self._stack = QStackedWidget(self)
        self._stack.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(self._stack, 1)

    def add_tab(self, name: str, title: str, key: str, panel: QWidget) -> None:
        """One more tab, after those there are; `key` opens it from the keyboard."""
        tab = DrawerTab(title, key, self._strip)
        tab.setObjectName(name)
        tab.clicked.connect(self._tab_clicked)
        self._row.insertWidget(len(self._names), tab)
        self._names.append(name)
        self.tabs[name] = tab
        self._stack.addWidget(panel)

    @property
    def pages(self) -> QWidget:
        """What shows the open tab; hidden while the drawer is folded."""
        return self._stack

    @property
    def open_tab(self) -> str:
        """The name of the open tab; empty while the drawer is folded."""
        return self._open

    def show_open(self, name: str) -> None:
        """Show a tab, or the strip alone for an empty name; never fires."""
        self._open = name
        for each, tab in self.tabs.items():
            tab.setChecked(each == name)
        if name:
            self._stack.setCurrentIndex(self._names.index(name))
        self._stack.setVisible(bool(name))
        self.fold_button.setAccessibleName("Fold the drawer" if name else "Open the drawer")
        self.fold_button.setToolTip("Fold the drawer" if name else "Open the drawer")
        self._show_summary()
        self._show_icon()

    def summarise(self, name: str, summary: str) -> None:
        """What a tab says in one line while the drawer is folded."""
        self._summaries[name] = summary
        self._show_summary()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for tab in self.tabs.values():
            tab.set_theme(theme)
        self._show_icon()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), QColor(theme.base))
        painter.fillRect(QRectF(0, 0, self.width(), TABS), QColor(theme.window))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))

    def _show_summary(self) -> None:
        told = [each for each in self._summaries.values() if each]
        self.summary.setText("" if self._open else " · ".join(told))

    def _show_icon(self) -> None:
        sign = "chevron-down" if self._open else "chevron-up"
        self.fold_button.setIcon(icon(sign, self._theme.muted, 18))

    def _fold_clicked(self) -> None:
        self.wished.emit("" if self._open else self._names[0])

    def _tab_clicked(self) -> None:
        name = self.sender().objectName()
        self.tabs[name].setChecked(self._open == name)
        self.wished.emit("" if self._open == name else name)

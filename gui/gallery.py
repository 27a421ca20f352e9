"""The gallery: examples to open with one click, each with its formula and two sentences."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.maths import MathsLabel
from gui.panels.headings import heading, small
from gui.scroll import filled
from gui.style import RADIUS, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from core.files.lessons import Lesson

SIZE = QSize(860, 660)
COLUMNS = 2
_TITLE_PX, _MATHS_PX = 14, 15
_LEAST = 118  # pixels of height: a title, a formula and three lines
LEAD = "One click opens an example. Change it, drag its point, save it under a name of your own."


class LessonCard(QAbstractButton):
    """An example as a card that can be pressed."""

    def __init__(self, lesson: Lesson, parent: QWidget) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self._theme = LIGHT
        self.setText(lesson.title)
        self.setAccessibleName(f"{lesson.title}. {lesson.about}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._title = QLabel(lesson.title, self)
        self._title.setFont(ui_font(_TITLE_PX, QFont.Weight.DemiBold))
        self._maths = MathsLabel(self, _MATHS_PX)
        self._maths.set_latex(lesson.latex)
        self._about = small(QLabel(lesson.about, self))
        self._about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(4)
        for each in (self._title, self._maths, self._about):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(each)
        column.addStretch(1)
        self.setMinimumHeight(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._maths.set_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        width = 2 if focused else 1
        painter.setPen(QPen(QColor(theme.accent if focused else theme.border), width))
        painter.setBrush(QColor(theme.hover if self.underMouse() else theme.raised))
        half = width / 2
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)


class Gallery(QDialog):
    """A modeless window; `chosen` carries the lesson that was clicked."""

    chosen = Signal(object)

    def __init__(
        self, given: Sequence[Lesson], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Examples")
        self.setModal(False)
        self.resize(SIZE)
        page = QWidget()
        page.setObjectName("panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        lead = QLabel(LEAD, page)
        lead.setWordWrap(True)
        column.addWidget(lead)
        self.cards: list[LessonCard] = []
        for title, group in groupby(given, key=lambda each: each.group):
            self._add(title, tuple(group), column, page)
        column.addStretch(1)
        self._scroll = filled(self, page)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        for card in self.cards:
            card.set_theme(theme)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Who tabs on sees where."""
        moved = super().focusNextPrevChild(forward)
        card = self.focusWidget()
        if card is not None:
            self._scroll.ensureWidgetVisible(card, 0, 40)
        return moved

    def _add(
        self, title: str, group: Sequence[Lesson], column: QVBoxLayout, page: QWidget
    ) -> None:
        name = heading(QLabel(title, page))
        name.setContentsMargins(0, 10, 0, 0)
        column.addWidget(name)
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, lesson in enumerate(group):
            card = LessonCard(lesson, page)
            card.clicked.connect(self._choose)
            self.cards.append(card)
            grid.addWidget(card, *divmod(place, COLUMNS))
        for k in range(COLUMNS):
            grid.setColumnStretch(k, 1)
        column.addLayout(grid)

    def _choose(self) -> None:
        card = self.sender()
        if isinstance(card, LessonCard):
            self.chosen.emit(card.lesson)

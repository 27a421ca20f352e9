"""Half a tab of the drawer: a head of 36 px, a chart, and at the foot what is seen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.icons import icon
from gui.panels.bands import FOOT, HEAD, SIDES
from gui.panels.cards import icon_button
from gui.panels.chart import ChartView
from gui.style import SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_SWITCH = 24
_PAD = 18


class Sentences(QLabel):
    """As many sentences as two lines hold, the first at least; the tip has all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[str, ...] = ()
        self.setFont(ui_font(SMALL_PX))
        self.setWordWrap(True)
        self.setFixedHeight(FOOT)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def say(self, sentences: Sequence[str]) -> None:
        self._all = tuple(sentences)
        self.setToolTip("\n".join(self._all))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = " ".join(self._all[:1])
        for count in range(2, len(self._all) + 1):
            longer = " ".join(self._all[:count])
            box = self.fontMetrics().boundingRect(
                0, 0, max(self.width(), 1), 1_000, Qt.TextFlag.TextWordWrap, longer
            )
            if box.height() > FOOT:
                break
            shown = longer
        if shown != self.text():
            self.setText(shown)


class Switch(QFrame):
    """Two or more words of which one is chosen; `chosen` carries its place."""

    chosen = Signal(int)

    def __init__(self, name: str, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switch")
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: list[QToolButton] = []
        bold = QFontMetrics(ui_font(weight=QFont.Weight.DemiBold))
        for place, word in enumerate(words):
            button = QToolButton(self)
            button.setText(word)
            button.setToolTip(word)
            button.setAccessibleName(f"{name}: {word}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFixedSize(bold.horizontalAdvance(word) + _PAD, _SWITCH)
            self._group.addButton(button, place)
            self.buttons.append(button)
            row.addWidget(button)
        self.setFixedSize(self.sizeHint())
        self._group.idClicked.connect(self.chosen)

    def show_chosen(self, place: int) -> None:
        """Show which is chosen; never fires."""
        self.buttons[place].setChecked(True)


class Half(QWidget):
    """What both halves have: `told` carries what was put on the clipboard."""

    told = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.chart = ChartView(name, self)
        self.chart.copied.connect(self.told)
        self.foot = Sentences(self)
        self.copy_button = icon_button(
            "Copy table", "Copy table (Ctrl+C in the chart)\nCopy all points of the chart.", self
        )
        self.copy_button.clicked.connect(self.chart.copy_table)
        self.copy_button.setEnabled(False)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(SIDES, 0, SIDES, 0)
        self._head.setSpacing(8)
        top = QWidget(self)
        top.setFixedHeight(HEAD)
        top.setLayout(self._head)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.chart, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(SIDES, 0, SIDES, 0)
        foot.addWidget(self.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(self._middle, 1)
        column.addLayout(foot)

    def show_idle(self, sentence: str) -> None:
        """There is nothing to draw: say why."""
        self.chart.show_sentence(sentence)
        self.foot.say(())
        self.copy_button.setEnabled(False)

    def fade(self) -> None:
        """What stands here is out of date."""
        self.chart.fade()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.chart.set_theme(theme)
        self.copy_button.setIcon(icon("copy", theme.muted, 18, theme.faint))

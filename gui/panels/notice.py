"""A strip that says one thing and offers what can be done about it; never in the way."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui.icons import icon, pixmap
from gui.theme import LIGHT, Theme

_HEIGHT = 40


class Notice(QWidget):
    """40 px: a sentence and a button for each offer; `chosen` carries the word on the button.

    The cross closes it without a choice (`closed`); all are reached by Tab.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, offers: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT)
        self._sign = QLabel(self)
        self._sentence = QLabel(self)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setMinimumWidth(80)
        self.buttons = {word: QPushButton(word, self) for word in offers}
        self.close_button = QToolButton(self)
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.setToolTip("Close")
        self.close_button.setAccessibleName("Close")
        self.close_button.clicked.connect(self._close)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._sentence, 1)
        for button in self.buttons.values():
            button.clicked.connect(self._choose)
            row.addWidget(button)
        row.addWidget(self.close_button)
        self.set_theme(LIGHT)
        self.hide()

    @property
    def sentence(self) -> str:
        return "" if self.isHidden() else self._sentence.text()

    def say(self, sentence: str) -> None:
        """Show the strip with this sentence."""
        self._sentence.setText(sentence)
        self._sentence.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(pixmap("info", theme.warning, 16, ratio))
        self.close_button.setIcon(icon("close", theme.muted))

    def _choose(self) -> None:
        button = self.sender()
        word = next(word for word, each in self.buttons.items() if each is button)
        self.hide()
        self.chosen.emit(word)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

"""What is wrong with a formula: a sentence, a hint, and a button that puts it right."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from gui.icons import pixmap
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.errors import InputError

_TRIANGLE = 16


class MistakeBlock(QWidget):
    """Stands under the editor of a formula that cannot be read; hidden otherwise."""

    fix_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._error: InputError | None = None
        self._triangle = QLabel(self)
        self._sentence = _wrapped("error", self)
        self._hint = _wrapped("muted", self)
        self._fix = QPushButton(self)
        self._fix.clicked.connect(self._want_fix)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._triangle, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._sentence, 0, 1)
        grid.addWidget(self._hint, 1, 1)
        grid.addWidget(self._fix, 2, 1, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    @property
    def sentence(self) -> str:
        return "" if self.isHidden() or self._error is None else self._error.message

    @property
    def hint(self) -> str:
        return "" if self.isHidden() or self._error is None else self._error.hint or ""

    @property
    def fix_button(self) -> QPushButton:
        return self._fix

    def show_mistake(self, error: InputError | None) -> None:
        """Show an error, or nothing."""
        self._error = error
        self.setVisible(error is not None)
        if error is None:
            return
        self._sentence.setText(_dressed(error.message))
        self._hint.setText(_dressed(error.hint or ""))
        self._hint.setVisible(bool(error.hint))
        self._fix.setVisible(error.fix is not None)
        if error.fix is not None:
            self._fix.setText(error.fix.label)
            self._fix.setAccessibleName(error.fix.label)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        ratio = self.devicePixelRatioF()
        self._triangle.setPixmap(pixmap("warning", theme.error, _TRIANGLE, ratio))
        self._triangle.setFixedSize(QSize(_TRIANGLE, _TRIANGLE + 2))

    def _want_fix(self) -> None:
        if self._error is not None and self._error.fix is not None:
            self.fix_wanted.emit(self._error.fix)


def _wrapped(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    return label


def _dressed(sentence: str) -> str:
    """The sentence with what stands between backticks in the font of the editor."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", html.escape(sentence))

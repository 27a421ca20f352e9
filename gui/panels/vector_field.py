"""A field for several numbers with commas between them: the components of a vector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit

from core.errors import InputError
from gui.panels.keys import belongs_to_window
from gui.panels.number_field import read_number
from gui.panels.numbers import field_text
from gui.style import draw_field
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QWidget

_HEIGHT = 26
_OPENS, _SHUTS = "([{", ")]}"


def parts(text: str) -> list[str]:
    """The words between the outer commas; brackets around all of them may be left out."""
    text = text.strip()
    words, depth = [""], 0
    for letter in text:
        depth += (letter in _OPENS) - (letter in _SHUTS)
        if letter == "," and depth == 0:
            words.append("")
        else:
            words[-1] += letter
    if len(words) == 1 and text[:1] in _OPENS and text[-1:] in _SHUTS and "," in text:
        return parts(text[1:-1])
    return words


def read_vector(text: str, count: int) -> tuple[float, ...]:
    """So many numbers, each an expression such as pi/2. InputError where they are not."""
    words = parts(text)
    if len(words) != count:
        example = ", ".join(["1", *["0"] * (count - 1)]) if count <= 6 else "1, 0, 0, …"
        raise InputError(f"This needs {count} numbers, for example {example}.", 0, len(text))
    found = tuple(read_number(word) for word in words)
    if not any(found):
        raise InputError("One of the numbers must not be 0.", 0, len(text))
    return found


class VectorField(QLineEdit):
    """Shows components; `vector_entered` carries others that were typed.

    `refused` carries a sentence while what is typed cannot be read, and an empty one afterwards.
    """

    vector_entered = Signal(object)
    refused = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vector: tuple[float, ...] = ()
        self._theme, self._wrong = LIGHT, False
        self.setAccessibleName(name)
        self.setFixedHeight(_HEIGHT)
        self.setTextMargins(4, 0, 4, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self.textEdited.connect(self._clear_mistake)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_vector(self, vector: Sequence[float]) -> None:
        """Show these components; what the person is typing just now stays. Never fires."""
        vector = tuple(vector)
        other = len(vector) != len(self._vector)
        if vector == self._vector:
            return
        self._vector = vector
        if other or not (self.hasFocus() and self.isModified()):
            self._write()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if belongs_to_window(event):
                event.ignore()
                return False
            if event.key() == Qt.Key.Key_Escape and self.isModified():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape and self.isModified():
            self._write()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._enter()
            self.deselect()

    def draw_ground(self, painter: QPainter) -> None:
        """Called by our style in place of the ordinary ground of a line field."""
        outline = self._theme.error if self._wrong else None
        draw_field(painter, QRectF(self.rect()), self._theme, self.hasFocus(), outline)

    def _enter(self) -> None:
        if not self.isModified():
            return
        try:
            vector = read_vector(self.text(), len(self._vector))
        except InputError as error:
            self._wrong = True
            self.refused.emit(error.message.replace("`", ""))
            self.update()
            return
        changed, self._vector = vector != self._vector, vector
        self._write()
        if changed:
            self.vector_entered.emit(vector)

    def _write(self) -> None:
        self._clear_mistake()
        self.setText(", ".join(map(field_text, self._vector)))
        self.setModified(False)
        self.setCursorPosition(0)

    def _clear_mistake(self) -> None:
        if self._wrong:
            self._wrong = False
            self.refused.emit("")
            self.update()

"""The editor of one formula: mono text, bracket match, and a wave under what cannot be read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from gui.panels.completion import Completion
from gui.panels.keys import belongs_to_window
from gui.style import SMALL_PX, draw_field, mono_font, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.errors import Fix

PLACEHOLDER = "Type a formula, for example x² sin x"
_LINES = 3
_ONE_LINE = 30
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_WAVE = 1.6
MOST = 10_000  # characters, as many as are read; Qt lays out more in seconds, then in minutes


class FormulaEditor(QPlainTextEdit):
    """One formula as plain text, 30 px high, growing to three lines.

    `text_edited` fires for what the person types, never for `show_text`. `left` asks for the row
    above (-1) or below (+1), `entered` follows Enter, `emptied` Backspace in an empty editor,
    `refused` a paste that is too long, with the number of its characters. `caret_moved` carries
    the column of the caret, -1 once the editor has lost it.
    """

    text_edited = Signal(str)
    focus_gained = Signal()
    focus_lost = Signal()
    left = Signal(int)
    entered = Signal()
    emptied = Signal()
    refused = Signal(int)
    caret_moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._outlined = False
        self._span: tuple[int, int] | None = None
        self._showing = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(mono_font())
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin((_ONE_LINE - self.fontMetrics().lineSpacing()) / 2)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Formula")
        self.completion = Completion(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.textChanged.connect(self._text_changed)
        self._pointed: tuple[tuple[int, int], ...] = ()
        self.cursorPositionChanged.connect(self._caret_moved)
        self._fit_height()

    @property
    def text(self) -> str:
        return self.toPlainText()

    @property
    def caret_at_end(self) -> bool:
        return self.textCursor().atEnd()

    @property
    def caret(self) -> int:
        """Where the caret stands, in code points."""
        before = self.text.encode("utf-16-le")[: 2 * self.textCursor().position()]
        return len(before.decode("utf-16-le", "ignore"))

    @property
    def marked(self) -> bool:
        """True while a part of the text is underlined as a mistake."""
        return self._span is not None

    def show_text(self, text: str) -> None:
        """Show a text that came from elsewhere; the same text leaves the caret alone."""
        if text == self.text:
            return
        place = self.textCursor().position()
        self._showing = True
        self.setPlainText(text)
        self._showing = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(self.text)) if place else self._length())
        self.setTextCursor(cursor)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.completion.set_theme(theme)
        self._light_up()
        self.update()

    def set_outlined(self, outlined: bool) -> None:
        """The active row keeps its outline; the others show it on hover and focus."""
        if outlined != self._outlined:
            self._outlined = outlined
            self.update()

    def mark(self, span: tuple[int, int] | None) -> None:
        """Underline columns start to end (code points) in waves, or nothing."""
        if span != self._span:
            self._span = span
            self.update()
            self.viewport().update()

    def point_out(self, spans: tuple[tuple[int, int], ...]) -> None:
        """Light up these columns, without a change of the text."""
        if spans != self._pointed:
            self._pointed = spans
            self._light_up()

    def apply(self, fix: Fix) -> None:
        """Type a correction: replace its columns by its text, with the caret behind it."""
        self.put(fix.start, fix.end, fix.text)

    def put(self, start: int, end: int, text: str, back: int = 0) -> None:
        """Type a text in the place of columns, with the caret `back` before its end."""
        cursor = self.textCursor()
        cursor.setPosition(self._units(start))
        cursor.setPosition(self._units(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        cursor.movePosition(QTextCursor.MoveOperation.Left, n=back)
        self.setTextCursor(cursor)

    def place_below(self, column: int) -> QPoint:
        """Where a column stands, at the foot of its line."""
        return self.cursorRect(self._cursor(column)).bottomLeft()

    def caret_to(self, column: int) -> None:
        """Put the caret at a column."""
        cursor = self.textCursor()
        cursor.setPosition(min(self._units(column), self._length()))
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _ONE_LINE)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and belongs_to_window(event):
            event.ignore()
            return False
        if isinstance(event, QKeyEvent) and self.completion.is_open:
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()  # Esc closes the list, before it leaves the field
                return True
            if event.type() == QEvent.Type.KeyPress and self.completion.takes(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, cursor = event.key(), self.textCursor()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Backspace and not self._length():
            self.emptied.emit()
        elif key == Qt.Key.Key_Up and not cursor.movePosition(QTextCursor.MoveOperation.Up):
            self.left.emit(-1)
        elif key == Qt.Key.Key_Down and not cursor.movePosition(QTextCursor.MoveOperation.Down):
            self.left.emit(1)
        elif event.text().isprintable() and event.text() and self._length() >= 2 * MOST:
            self.refused.emit(self._length() + 1)
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        text = " ".join(text.split()) if len(text) <= 4 * MOST else text
        cursor = self.textCursor()
        if len(text) + self._length() - (cursor.selectionEnd() - cursor.selectionStart()) > MOST:
            self.refused.emit(len(text))
            return
        self.insertPlainText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self._light_up()
        self.focus_gained.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.completion.close()
        self.update()
        self._light_up()
        self.caret_moved.emit(-1)
        self.focus_lost.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._draw_ground(painter)
        if not self._length():
            room = self.viewport().width() - 12
            painter.setFont(ui_font())
            if painter.fontMetrics().horizontalAdvance(PLACEHOLDER) > room:
                painter.setFont(ui_font(SMALL_PX))
            painter.setPen(QColor(self._theme.muted))
            place = QRectF(self.cursorRect()).adjusted(0, 0, self.width(), 0)
            text = painter.fontMetrics().elidedText(
                PLACEHOLDER, Qt.TextElideMode.ElideRight, room
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
        super().paintEvent(event)
        if self._span is not None:
            self._draw_wave()

    def _draw_ground(self, painter: QPainter) -> None:
        focused = self.hasFocus()
        shown = focused or self._outlined or self._span is not None or self.underMouse()
        if not shown:
            return
        outline = self._theme.error if self._span is not None else None
        rect = QRectF(self.viewport().rect())
        draw_field(painter, rect, self._theme, focused or self._span is not None, outline)

    def _draw_wave(self) -> None:
        """A sine of 1.6 px; where something is missing it stands after the last character."""
        start, end = self._span or (0, 0)
        first, last = self.cursorRect(self._cursor(start)), self.cursorRect(self._cursor(end))
        width = self.fontMetrics().horizontalAdvance("x")
        left = first.left() + 1
        right = last.left() + 1 if last.top() == first.top() else self.viewport().width() - 4
        right = max(right, left + width)
        base = first.top() + self.fontMetrics().ascent() + 4.0
        path = QPainterPath(QPointF(left, base))
        for step in range(1, right - left + 1):
            path.lineTo(left + step, base + 1.5 * math.sin(step * math.pi / 3))
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.error), _WAVE))
        painter.drawPath(path)

    def _text_changed(self) -> None:
        self._fit_height()
        if not self._showing:
            self.text_edited.emit(self.text)
            self.completion.refresh()

    def _fit_height(self) -> None:
        """One line is 30 px; two and three grow by a line each."""
        lines = max(1, min(_LINES, round(self.document().size().height())))
        height = _ONE_LINE + (lines - 1) * self.fontMetrics().lineSpacing()
        if height != self.height():
            self.setFixedHeight(height)
            self.updateGeometry()

    def _caret_moved(self) -> None:
        self._light_up()
        if self.hasFocus():
            self.caret_moved.emit(self.caret)

    def _light_up(self) -> None:
        """The ground of the brackets beside the caret, and of what is pointed out."""
        text = self.text
        found = _matching(text, self.caret) if self.hasFocus() else None
        spans = [(place, place + 1) for place in found or ()]
        spans += [(start, end) for start, end in self._pointed if end <= len(text)]
        marks = []
        for start, end in spans:
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(QColor(self._theme.selection))  # type: ignore[attr-defined]
            cursor = self.textCursor()
            cursor.setPosition(self._units(start))
            cursor.setPosition(self._units(end), QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor  # type: ignore[attr-defined]
            marks.append(mark)
        if marks or self.extraSelections():
            self.setExtraSelections(marks)

    def _length(self) -> int:
        return self.document().characterCount() - 1

    def _units(self, column: int) -> int:
        """A column in code points as Qt counts: in UTF-16 units."""
        return len(self.text[:column].encode("utf-16-le")) // 2

    def _cursor(self, column: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self._units(column), self._length()))
        return cursor


def _matching(text: str, caret: int) -> tuple[int, int] | None:
    """The bracket beside the caret and its partner."""
    pairs = _bracket_pairs(text)
    for place in (caret - 1, caret):
        if place in pairs:
            return place, pairs[place]
    return None


def _bracket_pairs(text: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for place, letter in enumerate(text):
        if letter in _PAIRS:
            opened.append(place)
        elif letter in _PAIRS.values() and opened and _PAIRS[text[opened[-1]]] == letter:
            partner = opened.pop()
            pairs[partner], pairs[place] = place, partner
    return pairs

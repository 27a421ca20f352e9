"""Autocomplete: a list of six under the word at the caret. Tab takes, Esc closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from gui.panels.offers import offers, word_before
from gui.style import SMALL_PX, mono_font, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from gui.panels.editor import FormulaEditor
    from gui.panels.offers import Offer

LINGER = 4000  # ms after the last key that the list may stand over a mistake
_LINE, _WIDTH, _PAD, _GAP = 26, 380, 10, 14


class OfferList(QFrame):
    """Paints the offers over what lies below; it never has the focus."""

    taken = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.offers: tuple[Offer, ...] = ()
        self.chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    def show_offers(self, found: tuple[Offer, ...], theme: Theme) -> None:
        self.offers, self.chosen, self._theme = found, 0, theme
        self.resize(self.sizeHint())
        self._say()
        self.update()

    def choose(self, place: int) -> None:
        self.chosen = place % len(self.offers)
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        parent = self.parentWidget()
        room = parent.width() if parent is not None else _WIDTH
        return QSize(min(_WIDTH, room - 16), _LINE * len(self.offers) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setPen(QColor(theme.field))
        painter.setBrush(QColor(theme.raised))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        names = QFontMetrics(mono_font())
        widest = max((names.horizontalAdvance(each.label) for each in self.offers), default=0)
        start = _PAD + min(widest, self.width() // 2) + _GAP
        for place, offer in enumerate(self.offers):
            line = QRectF(3, 3 + place * _LINE, self.width() - 6, _LINE)
            if place == self.chosen:
                painter.fillRect(line, QColor(theme.selection))
            painter.setFont(mono_font())
            painter.setPen(QColor(theme.accent if place == self.chosen else theme.text))
            self._write(painter, offer.label, line.adjusted(_PAD - 3, 0, 0, 0), start - _GAP)
            painter.setFont(ui_font(SMALL_PX))
            painter.setPen(QColor(theme.muted))
            room = self.width() - start - _PAD
            self._write(painter, offer.meaning, line.adjusted(start - 3, 0, 0, 0), room)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = int((event.position().y() - 3) // _LINE)
        if 0 <= place < len(self.offers):
            self.choose(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        self.taken.emit(self.chosen)

    def _write(self, painter: QPainter, text: str, place: QRectF, room: float) -> None:
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    def _say(self) -> None:
        if self.offers:
            offer = self.offers[self.chosen]
            self.setAccessibleName(f"{offer.label}: {offer.meaning}. Tab takes it.")


class Completion(QObject):
    """Opens and closes the list of one editor, and answers the keys that are meant for it."""

    def __init__(self, editor: FormulaEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = LIGHT
        self._word = ""
        self.list: OfferList | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LINGER)
        self._late.timeout.connect(self._make_way)

    @property
    def is_open(self) -> bool:
        return self.list is not None and not self.list.isHidden()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.close()

    def refresh(self) -> None:
        """The person typed: offer what fits the word at the caret."""
        text, caret = self._editor.text, self._editor.caret
        self._word = word_before(text, caret)
        found = offers(self._word, called=text[caret : caret + 1] == "(") if self._word else ()
        if not found or not self._editor.hasFocus():
            self.close()
            return
        self._open(found, caret)

    def close(self) -> None:
        self._late.stop()
        if self.list is not None:
            self.list.hide()

    def takes(self, event: QKeyEvent) -> bool:
        """Answer a key while the list is open; False when it belongs to the editor."""
        if not self.is_open or self.list is None:
            return False
        key = event.key()
        if key == Qt.Key.Key_Tab and not event.modifiers():
            self._take(self.list.chosen)
        elif key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.choose(self.list.chosen + (1 if key == Qt.Key.Key_Down else -1))
        else:
            if key not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
                self.close()  # what it types opens the list again
            return False
        return True

    def _open(self, found: tuple[Offer, ...], caret: int) -> None:
        window = self._editor.window()
        if self.list is None or self.list.parentWidget() is not window:
            self.list = OfferList(window)
            self.list.taken.connect(self._take)
            self._editor.destroyed.connect(self.list.deleteLater)
        self.list.show_offers(found, self._theme)
        below = self._editor.place_below(caret - len(self._word))
        spot = self._editor.viewport().mapTo(window, below) + QPoint(-_PAD, 3)
        spot.setX(max(4, min(spot.x(), window.width() - self.list.width() - 4)))
        if spot.y() + self.list.height() > window.height():
            spot.setY(spot.y() - self.list.height() - self._editor.fontMetrics().height() - 10)
        self.list.move(spot)
        self.list.show()
        self.list.raise_()
        self._late.start()

    def _take(self, place: int) -> None:
        """Put an offer in the place of the word, with the caret between its brackets."""
        if self.list is None:
            return
        offer, caret = self.list.offers[place], self._editor.caret
        self._editor.put(caret - len(self._word), caret, offer.insert, offer.back)
        if offer.back == 0 and self._editor.text[self._editor.caret :][:1] == "(":
            self._editor.caret_to(self._editor.caret + 1)
        self.close()

    def _make_way(self) -> None:
        """What is wrong with the formula stands below: the list does not cover it for long."""
        if self._editor.marked:
            self.close()

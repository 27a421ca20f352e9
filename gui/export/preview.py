"""The preview: the page itself, painted by what writes the file, or the first lines of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.export.picture import PictureSettings, paint_picture
from gui.style import SMALL_PX, mono_font, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from core.frame import Frame

_MARGIN, _FOOT = 28, 40
_TILE = 8
_UNITS = {"mm": "mm", "in": "in", "px": "pixels"}
EMPTY = "Type a formula first, then there is a picture to export."


class Preview(QWidget):
    """Shows the page in true proportions on a quiet ground, its size and scale under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._settings = PictureSettings()
        self._text: str | None = None
        self._theme = LIGHT
        self.setMinimumSize(320, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Preview")

    def show_picture(self, frame: Frame | None, settings: PictureSettings) -> None:
        """Show the picture of a frame."""
        self._frame, self._settings, self._text = frame, settings, None
        self.update()

    def show_text(self, text: str) -> None:
        """Show the first lines of a text file."""
        self._text = text
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(738, 520)

    def page(self) -> QRectF:
        """Where the page is drawn, in true proportions."""
        free = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_FOOT - _MARGIN / 2)
        size = QSizeF(*self._settings.inches).scaled(
            free.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        page = QRectF(0, 0, max(size.width(), 1), max(size.height(), 1))
        page.moveCenter(free.center())
        return page

    def caption(self) -> str:
        """The size of the page and the scale at which it is seen."""
        if self._text is not None or self._frame is None:
            return "The first lines of the table." if self._text is not None else ""
        s = self._settings
        percent = self.page().width() / (s.inches[0] * 96) * 100
        size = f"{s.width:g} × {s.height:g} {_UNITS[s.unit]}"
        return f"{size} at {percent:.0f} %. What you see is what is written."

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.hover))
        painter.setFont(ui_font(SMALL_PX))
        painter.setPen(QColor(self._theme.muted))
        foot = QRectF(0, self.height() - _FOOT, self.width(), _FOOT - 8)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self.caption())
        if self._text is not None:
            self._paint_text(painter, self._text)
        elif self._frame is None or not self._frame.curves:
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, EMPTY)
        else:
            self._paint_page(painter, self._frame)

    def _paint_page(self, painter: QPainter, frame: Frame) -> None:
        page = self.page()
        if self._settings.transparent:
            _checkers(painter, page)
        painter.save()
        painter.setClipRect(page)
        paint_picture(painter, page, frame, self._settings, self._theme)
        painter.restore()
        painter.setPen(QPen(QColor(self._theme.field), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_text(self, painter: QPainter, text: str) -> None:
        box = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_FOOT - 8)
        painter.fillRect(box, QColor(self._theme.base))
        painter.setPen(QPen(QColor(self._theme.field), 1))
        painter.drawRect(box)
        inside = box.adjusted(12, 12, -12, -12)
        painter.setClipRect(inside)
        painter.setFont(mono_font())
        painter.setPen(QColor(self._theme.text))
        lines = int(inside.height() / painter.fontMetrics().lineSpacing())
        shown = "\n".join(text.splitlines()[:lines])
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)


def _checkers(painter: QPainter, page: QRectF) -> None:
    """The usual sign of a transparent ground."""
    painter.save()
    painter.setClipRect(page)
    painter.fillRect(page, QColor("#FFFFFF"))
    across, down = int(page.width() / _TILE) + 1, int(page.height() / _TILE) + 1
    for row in range(down):
        for column in range(row % 2, across, 2):
            left, top = page.left() + column * _TILE, page.top() + row * _TILE
            painter.fillRect(QRectF(left, top, _TILE, _TILE), QColor("#ECEEF1"))
    painter.restore()

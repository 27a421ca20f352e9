"""A switch of a few words side by side, one of them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from gui.style import RADIUS, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

_HEIGHT, _PAD = 26, 11


class Choice(QWidget):
    """Shows (value, word) pairs; `chosen` carries the value a person picked."""

    chosen = Signal(str)

    def __init__(
        self, name: str, options: Iterable[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons: dict[str, _Segment] = {}
        for value, word in options:
            button = _Segment(word, self)
            self._buttons[value] = button
            self._group.addButton(button)
            row.addWidget(button)
        buttons = list(self._buttons.values())
        buttons[0].first, buttons[-1].last = True, True
        buttons[0].setChecked(True)
        self._group.buttonClicked.connect(self._clicked)

    @property
    def value(self) -> str:
        """The value that is on."""
        return next(value for value, button in self._buttons.items() if button.isChecked())

    def set_value(self, value: str) -> None:
        """Switch to a value; nothing is emitted."""
        self._buttons[value].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        for button in self._buttons.values():
            button.theme = theme
            button.update()

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(self.value)


class _Segment(QAbstractButton):
    """One word of the switch."""

    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.first = self.last = False
        self.setText(word)
        self.setCheckable(True)
        self.setAccessibleName(word)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(ui_font()).horizontalAdvance(self.text())
        return QSize(round(wide) + 2 * _PAD, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.selection if self.isChecked() else theme.raised
        if self.underMouse() and self.isEnabled() and not self.isChecked():
            ground = theme.hover
        shape = self._shape(0.5)
        painter.fillPath(shape, QColor(ground))
        painter.setPen(QPen(QColor(theme.field if self.isEnabled() else theme.border), 1))
        painter.drawPath(shape)
        ink = theme.accent if self.isChecked() else theme.text
        painter.setPen(QColor(ink if self.isEnabled() else theme.faint))
        painter.setFont(ui_font())
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawPath(self._shape(1.0))

    def _shape(self, inset: float) -> QPainterPath:
        """The outline: round only at the ends of the switch, shared between neighbours."""
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        if not self.last:
            box.setRight(box.right() + 2 * inset)
        path = QPainterPath()
        if self.first or self.last:
            path.addRoundedRect(box, RADIUS, RADIUS)
            square = QRectF(box)
            if self.first and not self.last:
                square.setLeft(box.center().x())
            if self.last and not self.first:
                square.setRight(box.center().x())
            if self.first != self.last:
                corner = QPainterPath()
                corner.addRect(square)
                path = path.united(corner).simplified()
        else:
            path.addRect(box)
        return path

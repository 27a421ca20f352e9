"""A small matrix with its numbers on the colours of the fields, and bars of its eigenvalues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.panels.numbers import number_text
from gui.panels.trust import draw_number
from gui.style import SMALL_PX, ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from core.agreement import Agreed

DIGITS = 4
_FAINT = 0.45  # opacity of digits that are not agreed on
_CELL = QSize(48, 40)
_WIDEST = 120
_HEAD, _SIDE = 20, 24
_BAR, _ROW = 12, 26
_NAME, _NUMBER = 28, 84
_DARKEST = 0.18  # luminance from where black is read better than white
_NEGATIVE = {False: "#3A90FE", True: "#1981FA"}  # the ends of the diverging maps
_POSITIVE = {False: "#A89008", True: "#E65042"}
_MIDDLE = {False: "#EDEDEC", True: "#221F21"}


def signed_color(share: float, dark: bool) -> QColor:
    """The colour of a share of the largest size, -1 to 1: blue below 0, as in the fields."""
    end = QColor((_POSITIVE if share > 0 else _NEGATIVE)[dark])
    middle, part = QColor(_MIDDLE[dark]), min(abs(share), 1.0)
    mixed = (
        round(part * a + (1 - part) * b)
        for a, b in zip(end.getRgb()[:3], middle.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed)


def ink_on(color: QColor) -> QColor:
    """Black or white, whichever is read on this colour."""
    parts = (_linear(each) for each in (color.redF(), color.greenF(), color.blueF()))
    red, green, blue = parts
    bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue > _DARKEST
    return QColor("#111419" if bright else "#FFFFFF")


class SmallMatrix(QWidget):
    """A matrix of up to four rows: names outside, a number in each cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._names: tuple[str, ...] = ()
        self._sides: tuple[str, ...] = ()
        self._rows: tuple[tuple[float, ...], ...] = ()
        self._agreed: tuple[tuple[Agreed | None, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_matrix(
        self, rows: Sequence[Sequence[float]], names: Sequence[str],
        sides: Sequence[str] | None = None,
    ) -> None:  # fmt: skip
        """Show these numbers (m, n); rows have the names of columns unless `sides` names them."""
        self._rows, self._names = tuple(map(tuple, rows)), tuple(names)
        self._sides = self._names if sides is None else tuple(sides)
        self.setFixedHeight(self.sizeHint().height())
        said = "; ".join(", ".join(number_text(each, DIGITS) for each in row) for row in rows)
        self.setAccessibleName(f"Matrix, row by row: {said}")
        self.update()

    def show_agreed(self, rows: Sequence[Sequence[Agreed | None]]) -> None:
        """Fade the digits of each number beyond those that are agreed on."""
        agreed = tuple(map(tuple, rows))
        if agreed != self._agreed:
            self._agreed = agreed
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        across, down = max(len(self._names), 1), max(len(self._rows), 1)
        return QSize(_SIDE + across * _CELL.width(), _HEAD + down * _CELL.height() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter, theme = QPainter(self), self._theme
        wide = min((self.width() - _SIDE - 1) / len(self._names), _WIDEST)
        largest = max(max(abs(each) for each in row) for row in self._rows) or 1.0
        painter.setFont(ui_font(SMALL_PX))
        painter.setPen(QColor(theme.muted))
        for j, name in enumerate(self._names):
            head = QRectF(_SIDE + j * wide, 0, wide, _HEAD)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        for i, (name, row) in enumerate(zip(self._sides, self._rows, strict=True)):
            side = QRectF(0, _HEAD + i * _CELL.height(), _SIDE, _CELL.height())
            painter.setPen(QColor(theme.muted))
            painter.drawText(side, Qt.AlignmentFlag.AlignVCenter, name)
            for j, value in enumerate(row):
                cell = QRectF(_SIDE + j * wide, side.top(), wide, _CELL.height())
                color = signed_color(value / largest, theme.dark)
                painter.fillRect(cell, color)
                ink = ink_on(color)
                faint = QColor(ink)
                faint.setAlphaF(_FAINT)
                draw_number(painter, cell, number_text(value, DIGITS), self._known(i, j), ink,
                            faint, Qt.AlignmentFlag.AlignCenter)  # fmt: skip
                painter.setPen(QPen(QColor(theme.border), 1))
                painter.drawRect(cell)


    def _known(self, i: int, j: int) -> Agreed | None:
        inside = i < len(self._agreed) and j < len(self._agreed[i])
        return self._agreed[i][j] if inside else None


class EigenBars(QWidget):
    """Eigenvalues as bars from a common zero, the largest first, each with its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._values: tuple[float, ...] = ()
        self._letter = "λ"
        self._agreed: tuple[Agreed | None, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(
        self, values: Sequence[float], what: str = "Eigenvalues", letter: str = "λ"
    ) -> None:
        """Show these eigenvalues, or what else is called so and has this letter."""
        self._values, self._letter = tuple(values), letter
        self.setFixedHeight(_ROW * len(self._values))
        said = ", ".join(number_text(each, DIGITS) for each in values)
        self.setAccessibleName(f"{what}: {said}")
        self.update()

    def show_agreed(self, agreed: Sequence[Agreed | None]) -> None:
        """Fade the digits of each number beyond those that are agreed on."""
        if tuple(agreed) != self._agreed:
            self._agreed = tuple(agreed)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = max(self.width() - _NAME - _NUMBER, 10)
        low, high = min((0.0, *self._values)), max((0.0, *self._values))
        span = max(high - low, 1e-300)
        zero = _NAME + room * (0.0 - low) / span
        painter.setFont(ui_font(SMALL_PX))
        for place, value in enumerate(self._values):
            row = QRectF(0, place * _ROW, self.width(), _ROW)
            end = _NAME + room * (value - low) / span
            bar = QRectF(min(zero, end), row.center().y() - _BAR / 2, abs(end - zero), _BAR)
            painter.fillRect(bar, signed_color(1.0 if value > 0 else -1.0, theme.dark))
            painter.setPen(QPen(QColor(theme.axis), 1))
            painter.drawLine(QPointF(zero, row.top() + 4), QPointF(zero, row.bottom() - 4))
            painter.setPen(QColor(theme.muted))
            name = f"{self._letter}{chr(0x2081 + place)}"
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, name)
            agreed = self._agreed[place] if place < len(self._agreed) else None
            draw_number(painter, row, number_text(value, DIGITS), agreed, QColor(theme.text),
                        QColor(theme.faint), Qt.AlignmentFlag.AlignRight)  # fmt: skip


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

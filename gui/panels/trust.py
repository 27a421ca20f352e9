"""Trust: in words and colours, on how many digits independent routes agree about a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPainter

    from core.agreement import Agreed
    from gui.theme import Theme

    Teller = Callable[[str], Agreed | None]
    """What is known of a number by its name; None while it is being checked."""

CHECKING = "checking"
ONE_ROUTE = "one route"
GOOD, DOUBTFUL = 12, 4  # digits from which a number is good, and from which it is worth something
_WAITS = "Being checked by independent routes."


def trust_words(agreed: Agreed | None) -> tuple[str, str]:
    """The badge of a number, in words and short."""
    if agreed is None:
        return CHECKING, "…"
    if agreed.digits is None:
        return ONE_ROUTE, "1"
    return f"{agreed.digits} digit{'' if agreed.digits == 1 else 's'}", str(agreed.digits)


def trust_colors(agreed: Agreed | None, theme: Theme) -> tuple[str, str]:
    """Ground and ink of the badge."""
    if agreed is None or agreed.digits is None:
        return theme.hover, theme.muted
    if agreed.digits >= GOOD:
        return theme.ok_soft, theme.ok
    if agreed.digits >= DOUBTFUL:
        return theme.warning_soft, theme.warning
    return theme.error_soft, theme.error


def trust_tip(agreed: Agreed | None) -> str:
    """Each route with its number, and what they come to."""
    if agreed is None:
        return _WAITS
    lines = [f"{route.name}: {route.number}" for route in agreed.routes]
    if agreed.digits is None:
        return "\n".join([f"{agreed.note[:1].upper()}{agreed.note[1:]}.", *lines])
    count = len(agreed.routes)
    digits = f"{agreed.digits} digit{'' if agreed.digits == 1 else 's'}"
    return "\n".join([f"{count} independent routes agree on {digits}:", *lines])


def least(known: Iterable[Agreed | None]) -> Agreed | None:
    """The one of some numbers that is agreed on least; None while one is being checked."""
    each = list(known)
    if not each or None in each:
        return None
    return min(each, key=_rank)  # type: ignore[type-var, arg-type]


def _rank(agreed: Agreed) -> int:
    return -1 if agreed.digits is None else agreed.digits


def confirmed(text: str, digits: int) -> int:
    """How many characters of a written number hold its first `digits` significant digits."""
    seen, begun = 0, False
    for place, letter in enumerate(text):
        if letter == "·":  # what follows is a power of ten
            return len(text)
        if not letter.isdigit() or not letter.isascii():
            continue
        begun = begun or letter != "0"
        if begun and seen == digits:
            return place
        seen += begun
    return len(text)


def draw_number(
    painter: QPainter, rect: QRectF, text: str, agreed: Agreed | None, ink: QColor, faint: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:  # fmt: skip
    """Write a number in the middle of a rectangle's height; unconfirmed digits are faint."""
    metrics = QFontMetricsF(painter.font(), painter.device())
    whole = agreed is None or agreed.digits is None
    sure = len(text) if whole or agreed is None else confirmed(text, agreed.digits or 0)
    power = text.find("·", sure)
    parts = ((text[:sure], ink), (text[sure:power] if power >= 0 else text[sure:], faint),
             (text[power:] if power >= 0 else "", ink))  # fmt: skip
    width = metrics.horizontalAdvance(text)
    room = rect.width() - width
    share = {Qt.AlignmentFlag.AlignLeft: 0.0, Qt.AlignmentFlag.AlignRight: 1.0}.get(align, 0.5)
    left = rect.left() + room * share
    base = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
    for part, color in parts:
        painter.setPen(color)
        painter.drawText(QPointF(left, base), part)
        left += metrics.horizontalAdvance(part)

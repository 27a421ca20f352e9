"""Icons: our own 24-grid strokes in resources/icons, drawn in a colour of the theme."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_RATIOS = (1, 2)


@lru_cache(maxsize=256)
def icon(name: str, color: str, size: int = 18, faint: str = "") -> QIcon:
    """The icon `name` in `color` ("#RRGGBB"), sharp at 1x and 2x; `faint` is for disabled."""
    drawn = QIcon()
    for ratio in _RATIOS:
        drawn.addPixmap(pixmap(name, color, size, ratio))
        if faint:
            drawn.addPixmap(pixmap(name, faint, size, ratio), QIcon.Mode.Disabled)
    return drawn


@lru_cache(maxsize=256)
def pixmap(name: str, color: str, size: int = 18, ratio: float = 1) -> QPixmap:
    """The icon as a picture of size x size logical pixels."""
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(_svg(name, color)).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def names() -> tuple[str, ...]:
    """All icons there are."""
    found = (each.name for each in files("resources").joinpath("icons").iterdir())
    return tuple(sorted(name.removesuffix(".svg") for name in found if name.endswith(".svg")))


def _svg(name: str, color: str) -> QByteArray:
    text = files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QByteArray(text.replace("currentColor", color).encode())

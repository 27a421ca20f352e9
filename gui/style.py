"""Style: fonts, two palettes, one sheet and one proxy style, all read from a `Theme`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QProxyStyle,
    QSlider,
    QStyle,
    QStyleFactory,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QWidget,
)

from gui.theme import LIGHT, THEMES, Theme

BASE_PX = 13
SMALL_PX = 12
BADGE_PX = 11
RADIUS = 4
_ORDINARY_POINTS = 10.6  # system fonts up to this size are the 13 px of an ordinary desktop
_TRACK = 4
_HANDLE = 14

_S = QStyle
_Role = QPalette.ColorRole


@runtime_checkable
class DrawsGround(Protocol):
    """An input that draws its own ground and outline."""

    def draw_ground(self, painter: QPainter) -> None: ...


class Style(QProxyStyle):
    """Fusion with our own focus ring, line fields, slider and check box."""

    def __init__(self, theme: Theme = LIGHT) -> None:
        super().__init__(QStyleFactory.create("Fusion"))
        self.theme = theme

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _S.PrimitiveElement.PE_FrameFocusRect:
            self._ring(option.rect, painter)
        elif element == _S.PrimitiveElement.PE_PanelLineEdit:
            if isinstance(widget, DrawsGround):
                widget.draw_ground(painter)
            else:
                draw_field(painter, QRectF(option.rect), self.theme, _focused(option))
        elif element == _S.PrimitiveElement.PE_FrameLineEdit:
            return
        elif element == _S.PrimitiveElement.PE_IndicatorCheckBox:
            self._check(option, painter)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == _S.ComplexControl.CC_Slider and isinstance(option, QStyleOptionSlider):
            self._slider(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric == _S.PixelMetric.PM_SliderLength:
            return _HANDLE
        if metric in (_S.PixelMetric.PM_IndicatorWidth, _S.PixelMetric.PM_IndicatorHeight):
            return 16
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: object = None,
    ) -> int:
        if hint == _S.StyleHint.SH_ToolTip_WakeUpDelay:
            return 500
        return super().styleHint(hint, option, widget, returnData)  # type: ignore[arg-type]

    def _ring(self, rect: QRect, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.restore()

    def _check(self, option: QStyleOption, painter: QPainter) -> None:
        on = bool(option.state & _S.StateFlag.State_On)
        enabled = bool(option.state & _S.StateFlag.State_Enabled)
        ink = self.theme.accent if enabled else self.theme.faint
        rect = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ink if on else self.theme.field), 1))
        painter.setBrush(QColor(ink if on else self.theme.base))
        painter.drawRoundedRect(rect, 3, 3)
        if on:
            painter.setPen(QPen(QColor(self.theme.on_accent), 1.8))
            left, top, side = rect.x(), rect.y(), rect.width()
            corners = ((0.22, 0.52), (0.43, 0.74), (0.80, 0.28))
            painter.drawPolyline([QPointF(left + x * side, top + y * side) for x, y in corners])
        painter.restore()

    def _slider(
        self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None
    ) -> None:
        """Track of 4 px filled from the widget's `origin` (a slider value), handle a 14 px ring."""
        if option.orientation != Qt.Orientation.Horizontal:
            super().drawComplexControl(_S.ComplexControl.CC_Slider, option, painter, widget)
            return
        theme, middle = self.theme, option.rect.center().y() + 0.5
        left, right = option.rect.left() + _HANDLE / 2, option.rect.right() + 1 - _HANDLE / 2
        span = max(1, option.maximum - option.minimum)

        def place(value: float) -> float:
            return left + (right - left) * (value - option.minimum) / span

        origin = widget.property("origin") if isinstance(widget, QSlider) else None
        start = place(option.minimum if origin is None else origin)
        handle = place(option.sliderPosition)
        ink = theme.accent if option.state & _S.StateFlag.State_Enabled else theme.faint
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.border))
        top = middle - _TRACK / 2
        painter.drawRoundedRect(QRectF(left, top, right - left, _TRACK), 2, 2)
        painter.setBrush(QColor(ink))
        low, high = sorted((start, handle))
        painter.drawRoundedRect(QRectF(low, top, high - low, _TRACK), 2, 2)
        painter.setPen(QPen(QColor(ink), 2))
        painter.setBrush(QColor(theme.base))
        painter.drawEllipse(QPointF(handle, middle), _HANDLE / 2 - 1, _HANDLE / 2 - 1)
        if option.state & _S.StateFlag.State_HasFocus:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink))
            painter.drawEllipse(QPointF(handle, middle), 3.5, 3.5)
        painter.restore()


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole program this theme; every window repaints once."""
    app.setProperty("theme", theme.name)
    base = getattr(app, "nablascope_style", None)
    if not isinstance(base, Style):
        base = Style(theme)
        app.nablascope_style = base  # type: ignore[attr-defined]
        app.setStyle(base)
        app.setFont(ui_font())
    base.theme = theme
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))


def theme_for(choice: str, app: QApplication) -> Theme:
    """The theme of a choice ("system", "light", "dark"); an unknown system scheme is light."""
    if choice == "system":
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return THEMES["dark" if dark else "light"]
    return THEMES[choice]


def ui_font(size: int = BASE_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system font at `size` of our 13 px scale, with figures of equal width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    points = font.pointSizeF()
    scale = points / 9.75 if points > _ORDINARY_POINTS else 1.0
    font.setPixelSize(round(size * scale))
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def mono_font() -> QFont:
    """The font of the formula editor."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(14 if QFontInfo(font).family() == "Consolas" else BASE_PX)
    return font


def maths_font(size: int) -> QFont:
    """The font of single maths letters: STIX Two Math, which ziamath brings along."""
    font = QFont(_maths_family())
    font.setPixelSize(round(size * ui_font().pixelSize() / BASE_PX))
    return font


def maths_letters(name: str) -> str:
    """A name in the italic letters of a maths font: f' as U+1D453 and a prime."""
    return "".join(map(_italic, name))


def palette(theme: Theme) -> QPalette:
    """The palette of a theme; the disabled group uses the faint ink."""
    roles = {
        _Role.Window: theme.window, _Role.Base: theme.base, _Role.AlternateBase: theme.panel,
        _Role.Button: theme.raised, _Role.Text: theme.text, _Role.WindowText: theme.text,
        _Role.ButtonText: theme.text, _Role.PlaceholderText: theme.muted,
        _Role.Highlight: theme.selection, _Role.HighlightedText: theme.text,
        _Role.Link: theme.accent, _Role.LinkVisited: theme.accent, _Role.Accent: theme.accent,
        _Role.ToolTipBase: theme.raised, _Role.ToolTipText: theme.text, _Role.Mid: theme.border,
        _Role.Midlight: theme.hover, _Role.Light: theme.raised, _Role.Dark: theme.field,
    }  # fmt: skip
    colors = QPalette()
    for role, color in roles.items():
        colors.setColor(role, QColor(color))
    for role in (_Role.Text, _Role.WindowText, _Role.ButtonText, _Role.HighlightedText):
        colors.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return colors


def draw_field(
    painter: QPainter, rect: QRectF, theme: Theme, focused: bool, outline: str | None = None
) -> None:
    """The ground and outline of an input: 1 px, or the 2 px ring of the focus."""
    width = 2 if focused else 1
    inset = width / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(outline or (theme.accent if focused else theme.field)), width))
    painter.setBrush(QColor(theme.base))
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
    painter.restore()


def sheet(theme: Theme) -> str:
    """The style sheet: only what the palette and the proxy style cannot say."""
    text = files("resources").joinpath("styles", "nablascope.qss").read_text(encoding="utf-8")
    for name in sorted(Theme.__dataclass_fields__, key=len, reverse=True):
        value = getattr(theme, name)
        if isinstance(value, str):
            text = text.replace(f"@{name}", value)
    return text


def _focused(option: QStyleOption) -> bool:
    return bool(option.state & QStyle.StateFlag.State_HasFocus)


def _italic(letter: str) -> str:
    if letter == "h":  # Unicode keeps the italic h elsewhere, as Planck's constant
        return "\u210e"
    if "a" <= letter <= "z":
        return chr(0x1D44E + ord(letter) - ord("a"))
    if "A" <= letter <= "Z":
        return chr(0x1D434 + ord(letter) - ord("A"))
    return letter


@lru_cache(maxsize=1)
def _maths_family() -> str:
    found = find_spec("ziamath")
    folders = found.submodule_search_locations if found else None
    for folder in folders or ():
        path = Path(folder) / "fonts" / "STIXTwoMath-Regular.ttf"
        families = QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(path))
        )
        if families:
            return families[0]
    return "serif"

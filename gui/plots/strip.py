"""The strip above the plot: where the point stands, each curve with its value, two tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.language.typeset import name_latex
from gui.icons import icon
from gui.maths import Typesetting
from gui.plots.axes import LEFT, RIGHT
from gui.plots.lines import dash_of, dashed, width_of
from gui.plots.stage import Look, curve_latex, dimmed
from gui.plots.ticks import coordinate, readout
from gui.style import ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from core.frame import Curve, Frame, Point

HEIGHT = 38
_TOOL, _ICON = 24, 18
SAMPLE = 26
_GAP, _SMALL_GAP = 20, 8
_WIDEST = "−888.8888"
_NAME_PX = 17
_DIMMED = 0.75


@dataclass(frozen=True, slots=True)
class Entry:
    """One curve in the strip: its sample, its name, and its value where the point is on it."""

    order: int
    color: str
    latex: str
    value: str = ""


def entries(frame: Frame, look: Look) -> tuple[Entry, ...]:
    """What the strip says of a frame; the curves of the point's formula come with values."""
    return tuple(
        Entry(
            curve.order,
            look.curve(_place(frame, curve), curve.held),
            curve_latex(curve.name, curve.order),
            _value(frame.point, curve),
        )
        for curve in frame.curves
    )


class Strip(QWidget):
    """Legend, readout and tools. It begins where the plot begins, and nothing in it ever moves."""

    fit_clicked = Signal()
    grid_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look(LIGHT)
        self._frame: Frame | None = None
        self._entries: tuple[Entry, ...] = ()
        self._typesetting = Typesetting(self)
        self._typesetting.arrived.connect(self.update)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit = _tool("Fit", "Fit the height to the curves", self)
        self.grid = _tool("Grid", "Show or hide the grid", self)
        self.grid.setCheckable(True)
        self.grid.setChecked(True)
        self.fit.clicked.connect(self.fit_clicked)
        self.grid.clicked.connect(self._grid_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT, 0, RIGHT, 0)
        row.setSpacing(4)
        row.addStretch(1)
        row.addWidget(self.fit)
        row.addWidget(self.grid)
        self.set_theme(LIGHT)

    def paint_frame(self, frame: Frame) -> None:
        """Show the values of a frame."""
        before, self._frame = self._frame, frame
        if before is not None and before.curves is frame.curves and before.point is frame.point:
            return
        self._read()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme."""
        self._look = Look(theme)
        self.fit.setIcon(icon("fit", theme.text, _ICON))
        self._color_grid()
        self._read()

    def set_grid(self, shown: bool) -> None:
        """Show whether the grid is on; nothing is emitted."""
        self.grid.setChecked(shown)
        self._color_grid()

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._look.theme.base))
        if self._frame is None:
            return
        x = self._paint_point(painter, float(LEFT), self._frame.point)
        for entry in self._entries:
            room = self._width_of(entry)
            if x + room > self.fit.x() - _SMALL_GAP:
                break
            self._paint_entry(painter, x, entry)
            x += room + _GAP

    def _read(self) -> None:
        if self._frame is not None:
            self._entries = entries(self._frame, self._look)
            self.setAccessibleName(_words(self._frame))
        self.update()

    def _paint_point(self, painter: QPainter, x: float, point: Point | None) -> float:
        """Paint "x = 1" and say where what follows begins: the same place for every value."""
        if point is None:
            return x
        theme, font = self._look.theme, ui_font()
        name = self._typesetting.get(name_latex(point.variable), _NAME_PX)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        baseline = self._baseline()
        wide = 10.0
        if name is not None:
            name.paint(painter, x, baseline, theme.muted)
            wide = name.width
        painter.drawText(QPointF(x + wide + 4, baseline), f"= {coordinate(point.x)}")
        metrics = QFontMetricsF(font)
        return x + wide + 4 + metrics.horizontalAdvance(f"= {_WIDEST}") + _SMALL_GAP

    def _paint_entry(self, painter: QPainter, x: float, entry: Entry) -> None:
        paint_sample(painter, QPointF(x, self.height() / 2), entry.order, entry.color)
        x += SAMPLE + _SMALL_GAP
        theme = self._look.theme
        held = self._frame is not None and any(curve.held for curve in self._frame.curves)
        ink = dimmed(theme.text, theme.base, _DIMMED) if held else theme.text
        name = self._typesetting.get(entry.latex, _NAME_PX)
        if name is not None:
            name.paint(painter, x, self._baseline(), ink)
            x += name.width + _SMALL_GAP
        painter.setFont(ui_font())
        painter.setPen(QColor(ink))
        painter.drawText(QPointF(x, self._baseline()), entry.value)

    def _width_of(self, entry: Entry) -> float:
        name = self._typesetting.get(entry.latex, _NAME_PX)
        wide = SAMPLE + _SMALL_GAP + (name.width if name else 0.0)
        if entry.value:
            wide += _SMALL_GAP + QFontMetricsF(ui_font()).horizontalAdvance(_WIDEST)
        return wide

    def _baseline(self) -> float:
        metrics = QFontMetricsF(ui_font())
        return round(self.height() / 2 + (metrics.ascent() - metrics.descent()) / 2)

    @Slot(bool)
    def _grid_clicked(self, shown: bool) -> None:
        self._color_grid()
        self.grid_toggled.emit(shown)

    def _color_grid(self) -> None:
        theme = self._look.theme
        self.grid.setIcon(
            icon("grid", theme.accent if self.grid.isChecked() else theme.text, _ICON)
        )


def paint_sample(
    painter: QPainter, spot: QPointF, order: int, color: str, scale: float = 1.0
) -> None:
    """A short piece of the line of this order, from `spot` to the right."""
    middle = spot.y()
    line = np.array([[spot.x(), middle, spot.x() + SAMPLE, middle]])
    pen = QPen(QColor(color), scale * width_of(order))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath()
    for x0, y0, x1, y1 in dashed(line, tuple(scale * part for part in dash_of(order))).tolist():
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
    painter.drawPath(path)


def _tool(name: str, says: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setFixedSize(_TOOL, _TOOL)
    button.setIconSize(QSize(_ICON, _ICON))
    button.setAutoRaise(True)
    button.setToolTip(says)
    button.setAccessibleName(name)
    return button


def _place(frame: Frame, curve: Curve) -> int | None:
    row = next((row for row in frame.document.formulas if row.key == curve.key), None)
    return row.color(curve.order) if row else None


def _value(point: Point | None, curve: Curve) -> str:
    """The value of a curve at the point; empty where the point is on another formula."""
    if point is None or point.key != curve.key or curve.order >= len(point.readings):
        return ""
    value = point.readings[curve.order].value
    return "–" if value is None else readout(value)


def _words(frame: Frame) -> str:
    said = [f"{curve.name} {_value(frame.point, curve)}".strip() for curve in frame.curves]
    point = frame.point
    if point is not None:
        said.insert(0, f"{point.variable} = {coordinate(point.x)}")
    return ", ".join(said)

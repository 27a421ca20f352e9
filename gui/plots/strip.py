"""The strip above the plot: where the point stands, each curve with its value, and the tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from core.language.typeset import name_latex
from gui.maths import Typesetting
from gui.plots.axes import LEFT, RIGHT
from gui.plots.family import THINNER, family_words, shades
from gui.plots.hermite import values_at
from gui.plots.lines import dash_of, dashed, width_of
from gui.plots.map_numbers import WIDEST, map_numbers
from gui.plots.overlays import sample_of
from gui.plots.stage import Look, curve_latex, dimmed
from gui.plots.ticks import coordinate, readout
from gui.plots.tools import Tool
from gui.style import ui_font
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from core.frame import Curve, Frame, Point, Spot
    from gui.plots.pointer import MouseReading

HEIGHT = 38
SAMPLE = 26
_GAP, _SMALL_GAP = 20, 8
_NAME_PX = 17
_DIMMED = 0.75
_FEW = 3  # coordinates that are written out
_MOUSE = " (mouse)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One curve in the strip: its sample, its name, and its value where the point is on it.

    Without an order it is a number alone. `widest` is the text that it keeps room for.
    """

    order: int | None
    color: str
    latex: str
    value: str = ""
    widest: str = WIDEST


def spot_of(frame: Frame) -> Spot | None:
    """The point of a function of several variables."""
    return frame.plane.spot if frame.plane is not None else frame.matrix


def spot_entries(spot: Spot) -> tuple[Entry, ...]:
    """What the strip says of a function of several variables: no lines, only numbers."""
    name = curve_latex(spot.name)
    said = [(name, spot.value)]
    if spot.gradient is not None:
        said.append((rf"|\nabla {name}|", float(np.linalg.norm(spot.gradient))))
    if spot.quadratic is not None and np.isfinite(spot.quadratic.determinant):
        said.append((r"\det\,H", spot.quadratic.determinant))
    return tuple(Entry(None, "", latex, _said(value)) for latex, value in said)


def place_of(frame: Frame) -> tuple[float, ...] | None:
    """Where the point of several variables, or of a map, stands."""
    spot = spot_of(frame) or frame.map
    return spot.at if spot is not None else None


def entries(frame: Frame, look: Look, mouse: float | None = None) -> tuple[Entry, ...]:
    """What the strip says of a frame; the curves of the point's formula come with values.

    With a `mouse`, every curve has the value that was drawn there.
    """
    spot = spot_of(frame)
    if spot is not None:
        return spot_entries(spot)
    if frame.map is not None:
        return tuple(Entry(None, "", *each) for each in map_numbers(frame.map))
    there = values_at(frame.curves, mouse) if mouse is not None else None
    return tuple(
        Entry(
            curve.order,
            look.curve(_place(frame, curve), curve.held),
            curve_latex(curve.name, curve.order),
            _value(frame.point, curve) if there is None else _said(there[curve.key, curve.order]),
        )
        for curve in frame.curves
    )


class Strip(QWidget):
    """Legend, readout and tools. It begins where the plot begins, and nothing in it ever moves."""

    fit_clicked = Signal()
    equal_toggled = Signal(bool)
    grid_toggled = Signal(bool)
    snap_toggled = Signal(bool)
    crosshair_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look(LIGHT)
        self._frame: Frame | None = None
        self._mouse: float | None = None
        self._entries: tuple[Entry, ...] = ()
        self._typesetting = Typesetting(self)
        self._typesetting.arrived.connect(self.update)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit = Tool("Fit", "fit", "Fit the height to the curves", self)
        self.equal = _switch("Equal scale", "equal", "One unit as long down as across", self)
        self.grid = _switch("Grid", "grid", "Show or hide the grid", self)
        self.snap = _switch("Snap", "snap", "Pull the point to landmarks; Alt lets it pass", self)
        self.crosshair = _switch("Crosshair", "crosshair", "Read the curves at the mouse", self)
        self.grid.setChecked(True)
        self.snap.setChecked(True)
        self.fit.clicked.connect(self.fit_clicked)
        self.equal.clicked.connect(self.equal_toggled)
        self.grid.clicked.connect(self.grid_toggled)
        self.snap.clicked.connect(self.snap_toggled)
        self.crosshair.clicked.connect(self.crosshair_toggled)
        self.crosshair.clicked.connect(self.set_crosshair)
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT, 0, RIGHT, 0)
        row.setSpacing(4)
        row.addStretch(1)
        for tool in self._tools():
            row.addWidget(tool)
        self.set_theme(LIGHT)

    def paint_frame(self, frame: Frame) -> None:
        """Show the values of a frame."""
        before, self._frame = self._frame, frame
        if before is not None and (
            before.curves is frame.curves
            and before.point is frame.point
            and before.overlays is frame.overlays
            and before.members is frame.members
            and before.plane is frame.plane
            and before.space is frame.space
            and before.map is frame.map
        ):
            return
        self._read()

    def show_mouse(self, reading: MouseReading | None) -> None:
        """Let the values follow the mouse, or the point again for None."""
        mouse = reading.x if reading is not None else None
        if mouse != self._mouse:
            self._mouse = mouse
            self._read()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of this theme."""
        self._look = Look(theme)
        for tool in self._tools():
            tool.set_theme(theme)
        self._read()

    def set_equal(self, on: bool) -> None:
        """Show whether both axes have one scale; nothing is emitted."""
        self.equal.setChecked(on)

    def set_grid(self, shown: bool) -> None:
        """Show whether the grid is on; nothing is emitted."""
        self.grid.setChecked(shown)

    def set_snap(self, on: bool) -> None:
        """Show whether landmarks pull the point; nothing is emitted."""
        self.snap.setChecked(on)

    def set_crosshair(self, on: bool) -> None:
        """Show whether the crosshair is on; nothing is emitted."""
        self.crosshair.setChecked(on)
        self.update()
        if not on:
            self.show_mouse(None)

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._look.theme.base))
        if self._frame is None:
            return
        x = self._paint_point(painter, float(LEFT), self._frame.point)
        at, shown = place_of(self._frame), self._frame.map
        if at is not None:
            along = f"{shown.variables[0]} = " if shown is not None and len(at) == 1 else ""
            x = self._paint_place(painter, x, at, along)
        end = self.fit.x() - _SMALL_GAP
        for entry in self._entries:
            room = self._width_of(entry)
            if x + room > end:
                return
            self._paint_entry(painter, x, entry)
            x += room + _GAP
        x = self._paint_family(painter, x, end)
        self._paint_overlays(painter, x, end)

    def _tools(self) -> tuple[Tool, ...]:
        return (self.fit, self.equal, self.grid, self.snap, self.crosshair)

    def _read(self) -> None:
        if self._frame is not None:
            self._entries = entries(self._frame, self._look, self._mouse)
            self.setAccessibleName(_words(self._frame))
        self.update()

    def _paint_point(self, painter: QPainter, x: float, point: Point | None) -> float:
        """Paint "x = 1" and say where what follows begins: the same place for every value."""
        if point is None:
            return x
        theme, font = self._look.theme, ui_font()
        name = self._typesetting.get(name_latex(point.variable), _NAME_PX)
        ink = theme.text if self._mouse is None else theme.muted
        painter.setFont(font)
        painter.setPen(QColor(ink))
        baseline = self._baseline()
        wide = 10.0
        if name is not None:
            name.paint(painter, x, baseline, ink)
            wide = name.width
        metrics = QFontMetricsF(font)
        if self._mouse is None:
            text = f"= {coordinate(point.x)}"
        else:
            text = f"= {coordinate(self._mouse)}{_MOUSE}"
        painter.drawText(QPointF(x + wide + 4, baseline), text)
        longest = f"= −88.888{_MOUSE}" if self.crosshair.isChecked() else f"= {WIDEST}"
        return x + wide + 4 + metrics.horizontalAdvance(longest) + _SMALL_GAP

    def _paint_place(
        self, painter: QPainter, x: float, at: tuple[float, ...], along: str = ""
    ) -> float:
        """Paint "(0.2, −0.6)", of many only how many, and say where what follows begins."""
        painter.setFont(ui_font())
        painter.setPen(QColor(self._look.theme.text))
        text, longest = f"({', '.join(map(coordinate, at))})", "−88.888, " * len(at)
        if along:
            text, longest = f"{along}{coordinate(at[0])}", f"{along}−88.888 "
        if len(at) > _FEW:
            text = longest = f"{len(at)} variables "
        painter.drawText(QPointF(x, self._baseline()), text)
        return x + QFontMetricsF(ui_font()).horizontalAdvance(longest) + _SMALL_GAP

    def _paint_entry(self, painter: QPainter, x: float, entry: Entry) -> None:
        if entry.order is not None:
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

    def _paint_overlays(self, painter: QPainter, x: float, end: float) -> None:
        """What belongs to the point, after the curves: its line and its words."""
        frame, metrics = self._frame, QFontMetricsF(ui_font())
        for each in frame.overlays if frame is not None else ():
            room = SAMPLE + _SMALL_GAP + metrics.horizontalAdvance(each.label)
            if not each.label or x + room > end:
                continue
            color, width, dash = sample_of(each.kind, self._look)
            paint_line(painter, QPointF(x, self.height() / 2), color, width, dash)
            painter.setFont(ui_font())
            painter.setPen(QColor(self._look.theme.text))
            painter.drawText(QPointF(x + SAMPLE + _SMALL_GAP, self._baseline()), each.label)
            x += room + _GAP

    def _paint_family(self, painter: QPainter, x: float, end: float) -> float:
        """The shades of the family and the values they stand for; says where the rest begins."""
        frame = self._frame
        if frame is None or not frame.members:
            return x
        text = family_words(frame.members)
        room = SAMPLE + _SMALL_GAP + QFontMetricsF(ui_font()).horizontalAdvance(text)
        if x + room > end:
            return x
        paint_shades(painter, QPointF(x, self.height() / 2), shades(frame, self._look))
        painter.setFont(ui_font())
        painter.setPen(QColor(self._look.theme.text))
        painter.drawText(QPointF(x + SAMPLE + _SMALL_GAP, self._baseline()), text)
        return x + room + _GAP

    def _width_of(self, entry: Entry) -> float:
        name = self._typesetting.get(entry.latex, _NAME_PX)
        wide = name.width if name else 0.0
        if entry.order is not None:
            wide += SAMPLE + _SMALL_GAP
        if entry.value:
            wide += _SMALL_GAP + QFontMetricsF(ui_font()).horizontalAdvance(entry.widest)
        return wide

    def _baseline(self) -> float:
        metrics = QFontMetricsF(ui_font())
        return round(self.height() / 2 + (metrics.ascent() - metrics.descent()) / 2)


def paint_sample(
    painter: QPainter, spot: QPointF, order: int, color: str, scale: float = 1.0
) -> None:
    """A short piece of the line of this order, from `spot` to the right."""
    dash = tuple(scale * part for part in dash_of(order))
    paint_line(painter, spot, color, scale * width_of(order), dash)


def paint_shades(
    painter: QPainter, spot: QPointF, colors: Sequence[str], scale: float = 1.0
) -> None:
    """A short line in the shades of a family, from the first to the last."""
    part = SAMPLE / max(len(colors), 1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place, color in enumerate(colors):
        pen = QPen(QColor(color), scale * 2 * THINNER * width_of(0))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        left = spot.x() + place * part
        painter.drawLine(QPointF(left, spot.y()), QPointF(left + part, spot.y()))


def paint_line(
    painter: QPainter, spot: QPointF, color: str, width: float, dash: tuple[float, ...]
) -> None:
    """A short level piece of a line, from `spot` to the right."""
    middle = spot.y()
    line = np.array([[spot.x(), middle, spot.x() + SAMPLE, middle]])
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath()
    for x0, y0, x1, y1 in dashed(line, dash).tolist():
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
    painter.drawPath(path)


def _switch(name: str, image: str, says: str, parent: QWidget) -> Tool:
    return Tool(name, image, says, parent, switch=True)


def _place(frame: Frame, curve: Curve) -> int | None:
    row = next((row for row in frame.document.formulas if row.key == curve.key), None)
    return row.color(curve.order) if row else None


def _value(point: Point | None, curve: Curve) -> str:
    """The value of a curve at the point; empty where the point is on another formula."""
    if point is None or point.key != curve.key or curve.order >= len(point.readings):
        return ""
    return _said(point.readings[curve.order].value)


def _said(value: float | None) -> str:
    return "–" if value is None else readout(value)


def _words(frame: Frame) -> str:
    said = [f"{curve.name} {_value(frame.point, curve)}".strip() for curve in frame.curves]
    if frame.members:
        said.append(family_words(frame.members))
    point = frame.point
    if point is not None:
        said.insert(0, f"{point.variable} = {coordinate(point.x)}")
    return ", ".join(said)

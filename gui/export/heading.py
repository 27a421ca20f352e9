"""The line above the picture: the formula as title at the left, the legend at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from gui.plots.axes import RIGHT
from gui.plots.family import family_words, shades
from gui.plots.stage import small_type
from gui.plots.strip import SAMPLE, Entry, entries, paint_sample, paint_shades
from gui.plots.ticks import coordinate

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from core.frame import Frame
    from gui.maths import Outline
    from gui.plots.scene import CurveScene

HEAD = 44.0
_BASELINE = 24.0
_TITLE_PX, _NAME_PX = 18, 15
_GAP, _SMALL_GAP = 22.0, 6.0
_LEAST_TITLE = 0.55  # of its size, before the title gives way to the legend


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing of the legend with its width; without an entry it is a text alone."""

    text: str
    width: float
    entry: Entry | None = None
    name: Outline | None = None
    shades: tuple[str, ...] = ()


def paint_heading(
    painter: QPainter, scene: CurveScene, frame: Frame, title: bool, legend: bool, values: bool
) -> None:
    """Paint title and legend above the plot; a long title gets smaller, then is left out."""
    place, theme = scene.place, scene.stage.look.theme
    items = _items(scene, frame, values) if legend else []
    room = place.width + RIGHT
    taken = sum(item.width for item in items) + _GAP * max(0, len(items) - 1)
    shape = _title(scene, frame) if title else None
    if shape is not None:
        free = room - (taken + _GAP if items else 0.0)
        scale = min(1.0, free / shape.width) if shape.width else 1.0
        if scale < _LEAST_TITLE:
            items, taken = [], 0.0
            scale = min(1.0, room / shape.width)
        high = min(1.0, (HEAD - 8) / shape.height)
        painter.save()
        painter.translate(place.left, _BASELINE + (shape.below - 6) * (1 - high) / 2)
        painter.scale(min(scale, high), min(scale, high))
        shape.paint(painter, 0, 0, theme.text)
        painter.restore()
    x = place.right - taken if taken <= place.width else place.left
    for item in items:
        if x + item.width > place.right + RIGHT:
            break
        _paint_item(painter, scene, x, item)
        x += item.width + _GAP


def _title(scene: CurveScene, frame: Frame) -> Outline | None:
    """The formula of the point, or the first that is drawn."""
    drawn = [curve.key for curve in frame.curves]
    drawn += [frame.plane.key] if frame.plane is not None else []
    drawn += [frame.matrix.key] if frame.matrix is not None else []
    drawn += [frame.map.key] if frame.map is not None else []
    keys = [frame.document.active] if frame.document.active in drawn else drawn[:1]
    row = frame.row(keys[0]) if keys else None
    return scene.stage.name(row.latex, _TITLE_PX) if row is not None and row.latex else None


def _items(scene: CurveScene, frame: Frame, values: bool) -> list[_Item]:
    metrics = small_type().metrics
    items: list[_Item] = []
    if values and frame.point is not None:
        text = f"{frame.point.variable} = {coordinate(frame.point.x)}"
        items.append(_Item(text, metrics.horizontalAdvance(text)))
    shown = entries(frame, scene.stage.look)
    for entry in shown if values else [each for each in shown if each.order is not None]:
        name = scene.stage.name(entry.latex, _NAME_PX)
        text = entry.value if values else ""
        wide = SAMPLE + _SMALL_GAP + (name.width if name else 0.0)
        wide += _SMALL_GAP + metrics.horizontalAdvance(text) if text else 0.0
        items.append(_Item(text, wide, entry, name))
    if frame.members:
        text = family_words(frame.members)
        wide = SAMPLE + _SMALL_GAP + metrics.horizontalAdvance(text)
        items.append(_Item(text, wide, shades=shades(frame, scene.stage.look)))
    return items


def _paint_item(painter: QPainter, scene: CurveScene, x: float, item: _Item) -> None:
    look = scene.stage.look
    if item.entry is not None and item.entry.order is not None:
        spot = QPointF(x, _BASELINE - 4)
        paint_sample(painter, spot, item.entry.order, item.entry.color, look.lines)
        x += SAMPLE + _SMALL_GAP
    elif item.shades:
        paint_shades(painter, QPointF(x, _BASELINE - 4), item.shades, look.lines)
        x += SAMPLE + _SMALL_GAP
    if item.name is not None:
        item.name.paint(painter, x, _BASELINE, look.theme.text)
        x += item.name.width + _SMALL_GAP
    if item.text:
        painter.setFont(small_type().font)
        painter.setPen(QColor(look.theme.text))
        painter.drawText(QPointF(x, _BASELINE), item.text)

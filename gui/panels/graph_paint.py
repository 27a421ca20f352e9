"""How a computation graph is painted: cards, edges, and the numbers that have come so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from core.autograd.graph_play import VALUE, Beat
from core.autograd.graph_words import (
    CARD_HEIGHT,
    CARD_WIDTH,
    FOLDED,
    SLIDER,
    VARIABLE,
    Graph,
    GraphEdge,
    GraphNode,
)
from gui.panels.numbers import number_text
from gui.style import BADGE_PX, BASE_PX, RADIUS, SMALL_PX, ui_font

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QPoint

    from gui.theme import Theme

    Spot = tuple[float, float]

DIGITS = 5
_EDGE, _BOLD_EDGE = 1.2, 2.2
_PAD = 6.0
_READABLE = 0.62  # scale from which the numbers on edges are written
_CROWDED = 90  # edges beyond which only those of the node one looks at have numbers
NO_NODE = -1
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the play has come: places of nodes with a value, gradients so far, the last beat."""

    valued: frozenset[int] = frozenset()
    gradients: Mapping[int, float | None] = field(default_factory=dict)
    beat: Beat | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: the node under the mouse, the chosen one, those of a marked text."""

    hovered: int = NO_NODE
    chosen: int = NO_NODE
    marked: frozenset[int] = frozenset()
    focused: bool = False
    faded: bool = False


def progress_of(graph: Graph, beats: tuple[Beat, ...], place: int) -> Progress:
    """What has come after so many beats; after the last, everything, as torch says it."""
    if place >= len(beats):
        everything = frozenset(range(len(graph.nodes)))
        return Progress(everything, {k: node.gradient for k, node in enumerate(graph.nodes)})
    valued: set[int] = set()
    gradients: dict[int, float | None] = {}
    for beat in beats[:place]:
        if beat.kind == VALUE:
            valued.add(beat.node)
        else:
            gradients[beat.node] = beat.gradient
    return Progress(frozenset(valued), gradients, beats[place - 1] if place else None)


def draw_graph(
    painter: QPainter, graph: Graph, progress: Progress, look: Look, theme: Theme, scale: float
) -> None:
    """Paint the graph in its own pixels; the painter is already moved and scaled."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    current = progress.beat.edge if progress.beat is not None else NO_NODE
    near = {look.hovered, look.chosen} - {NO_NODE}
    for place, edge in enumerate(graph.edges):
        if place != current:
            close = edge.source in near or edge.target in near
            _draw_edge(painter, edge, theme, bold=False, close=close, faded=look.faded)
    if current != NO_NODE:
        _draw_edge(painter, graph.edges[current], theme, bold=True, close=True, faded=look.faded)
    if scale >= _READABLE:
        few = len(graph.edges) <= _CROWDED
        for place, edge in enumerate(graph.edges):
            close = edge.source in near or edge.target in near or place == current
            if few or close:
                ink = theme.accent if place == current else theme.text if close else theme.muted
                _draw_slope(painter, edge, theme, theme.faint if look.faded else ink)
    for place in range(len(graph.nodes)):
        _draw_card(painter, graph, place, progress, look, theme)


def edge_path(edge: GraphEdge) -> QPainterPath:
    """Smooth between two layers, straight through those it passes."""
    points = [QPointF(*spot) for spot in edge.path]
    path = QPainterPath(points[0])
    for start, end in zip(points[::2], points[1::2], strict=True):
        if path.currentPosition() != start:
            path.lineTo(start)
        pull = (end.x() - start.x()) / 2
        path.cubicTo(start + QPointF(pull, 0), end - QPointF(pull, 0), end)
    return path


def card_rect(node: GraphNode) -> QRectF:
    """Where the card of a node lies."""
    return QRectF(node.x - CARD_WIDTH / 2, node.y - CARD_HEIGHT / 2, CARD_WIDTH, CARD_HEIGHT)


def node_at(graph: Graph, spot: QPointF | QPoint) -> int:
    """The place of the node at a point of the graph; -1 for none."""
    spot = QPointF(spot)
    for place, node in enumerate(graph.nodes):
        if card_rect(node).contains(spot):
            return place
    return NO_NODE


def value_text(value: float | None) -> str:
    """A number in a card; a dash where there is none."""
    return "–" if value is None else number_text(value, DIGITS)


def _draw_edge(
    painter: QPainter, edge: GraphEdge, theme: Theme, *, bold: bool, close: bool, faded: bool
) -> None:
    ink = theme.accent if bold else theme.text if close else theme.muted
    pen = QPen(QColor(theme.faint if faded else ink), _BOLD_EDGE if bold else _EDGE)
    if edge.slope is None:
        pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(edge_path(edge))
    x, y = edge.path[-1]
    painter.setBrush(pen.color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon([QPointF(x, y), QPointF(x - 6, y - 3), QPointF(x - 6, y + 3)])


def _draw_slope(painter: QPainter, edge: GraphEdge, theme: Theme, ink: str) -> None:
    """The local derivative on the last piece of an edge, with a halo of the ground."""
    if edge.slope is None:
        return
    font = ui_font(BADGE_PX)
    text = number_text(edge.slope, 4)
    (x, y), (u, v) = edge.path[-2], edge.path[-1]
    measures = QFontMetricsF(font)
    width = measures.horizontalAdvance(text)
    middle = QPointF((x + u) / 2 - width / 2, (y + v) / 2 + measures.capHeight() / 2)
    path = QPainterPath()
    path.addText(middle, font, text)
    halo = QPen(QColor(theme.base), 5)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(middle, text)


def _draw_card(
    painter: QPainter, graph: Graph, place: int, progress: Progress, look: Look, theme: Theme
) -> None:
    node = graph.nodes[place]
    rect = card_rect(node)
    current = progress.beat is not None and progress.beat.node == place
    leaf = node.kind in (VARIABLE, SLIDER) or (node.is_leaf and node.kind == FOLDED)
    lit = place in look.marked or place == look.hovered
    ground = theme.selection if lit or place == look.chosen else (
        theme.panel if node.origin or not node.requires_grad else theme.raised)
    outline = theme.accent if (leaf and node.requires_grad) or current else theme.field
    width = 2.2 if current else 1.6 if leaf and node.requires_grad else 1.0
    pen = QPen(QColor(theme.faint if look.faded else outline), width)
    if not node.requires_grad:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(QColor(ground))
    if node.kind == FOLDED:
        for shift in (6.0, 3.0):
            painter.drawRoundedRect(rect.translated(shift, -shift), RADIUS, RADIUS)
    painter.drawRoundedRect(rect, RADIUS, RADIUS)
    if place == look.chosen:
        painter.setPen(QPen(QColor(theme.accent), 2 if look.focused else 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), RADIUS + 2, RADIUS + 2)
    _write_card(painter, node, rect, progress, place, theme.faint if look.faded else "", theme)


def _write_card(
    painter: QPainter, node: GraphNode, rect: QRectF, progress: Progress, place: int, faint: str,
    theme: Theme,
) -> None:  # fmt: skip
    """Operation and value above, the formula and its gradient below."""
    inside = rect.adjusted(_PAD, 3, -_PAD, -3)
    upper = QRectF(inside.left(), inside.top(), inside.width(), inside.height() / 2)
    lower = upper.translated(0, inside.height() / 2)
    bundle = node.kind == FOLDED and node.is_leaf
    value = value_text(node.value) if place in progress.valued and not bundle else ""
    gradient = ""
    if place in progress.gradients and not bundle:
        gradient = f"∂ {value_text(progress.gradients[place])}"
    small = node.formula if _spelled(node.formula) != _spelled(node.title) else ""
    size = SMALL_PX if node.kind == FOLDED else BASE_PX
    title_font = ui_font(size, QFont.Weight.DemiBold)
    _write(painter, upper, node.title, value, title_font, ui_font(SMALL_PX),
           faint or theme.text, faint or theme.text)  # fmt: skip
    _write(painter, lower, small, gradient, ui_font(BADGE_PX), ui_font(SMALL_PX),
           faint or theme.muted, faint or theme.muted)  # fmt: skip


def _spelled(text: str) -> str:
    """Without spaces and raised digits: x³ as x^3."""
    raised = "".join(f"^{_RAISED.index(each)}" if each in _RAISED else each for each in text)
    return raised.replace(" ", "")


def _write(
    painter: QPainter, rect: QRectF, left: str, right: str, left_font: QFont, right_font: QFont,
    left_ink: str, right_ink: str,
) -> None:  # fmt: skip
    """Two texts in one line; the left one gives way."""
    taken = QFontMetricsF(right_font).horizontalAdvance(right) + 4 if right else 0.0
    room = max(rect.width() - taken, 0.0)
    painter.setFont(left_font)
    painter.setPen(QColor(left_ink))
    text = QFontMetricsF(left_font).elidedText(left, Qt.TextElideMode.ElideRight, room)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | middle, text)
    painter.setFont(right_font)
    painter.setPen(QColor(right_ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | middle, right)



"""The view of a computation graph: zoomed by the wheel, moved by the hand, walked by the keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from core.autograd.graph_words import FOLDED
from gui.panels.graph_paint import (
    NO_NODE,
    Look,
    Progress,
    card_rect,
    draw_graph,
    node_at,
    value_text,
)
from gui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from core.autograd.graph_words import Graph, GraphNode

_SMALLEST, _LARGEST = 0.15, 4.0
_FITS_FROM, _FITS_TO = 0.85, 1.25  # a graph that would be smaller is begun at its leaves
_STEP = 1.25
_MARGIN = 14.0
_CLICK = 4.0  # px that the hand may tremble


class GraphView(QWidget):
    """Paints a graph and lets one walk in it.

    `hovered` and `chosen` carry the place of a node, -1 for none; `opened` the key of a folded
    one. `stepped` asks for so many beats on, `jumped` for the first (-1) or last (1), `played` to
    play or rest.
    """

    hovered = Signal(int)
    chosen = Signal(int)
    opened = Signal(int)
    stepped = Signal(int)
    jumped = Signal(int)
    played = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._graph: Graph | None = None
        self._progress = Progress()
        self._look = Look()
        self._scale = 1.0
        self._corner = QPointF()
        self._by_hand = False
        self._pressed: QPointF | None = None
        self._moved = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(160, 60))
        self.setAccessibleName("Computation graph")

    @property
    def graph(self) -> Graph | None:
        return self._graph

    @property
    def scale(self) -> float:
        """Pixels of the screen for one of the graph."""
        return self._scale

    @property
    def look(self) -> Look:
        return self._look

    @property
    def progress(self) -> Progress:
        return self._progress

    def show_graph(self, graph: Graph | None) -> None:
        """Show a graph; another one of the same size keeps its place and its chosen node."""
        before = self._graph
        self._graph = graph
        same = before is not None and graph is not None and _shape(before) == _shape(graph)
        self._look = replace(self._look, faded=False)
        if not same:
            self._look = Look(focused=self.hasFocus())
            self._by_hand = False
            self.fit()
        count = len(graph.nodes) if graph is not None else 0
        what = graph.what if graph is not None else ""
        self.setAccessibleName(f"Computation graph of {what}: {count} nodes")
        self.update()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the play has come, and keep what it is at in sight."""
        self._progress = progress
        if progress.beat is not None:
            self._keep_in_sight(progress.beat.node)
        self.update()

    def mark(self, places: frozenset[int]) -> None:
        """Light up these nodes: the text beside the caret stands for them."""
        if places != self._look.marked:
            self._look = replace(self._look, marked=places)
            self.update()

    def fade(self) -> None:
        self._look = replace(self._look, faded=True)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def choose(self, place: int) -> None:
        """Choose a node; -1 for none."""
        if place != self._look.chosen:
            self._look = replace(self._look, chosen=place)
            self.setAccessibleDescription(self._spoken(place))
            if place != NO_NODE:
                self._keep_in_sight(place)
            self.chosen.emit(place)
            self.update()

    def fit(self) -> None:
        """Show the whole graph, or as much as can be read, from its first leaf on."""
        graph = self._graph
        if graph is None or not graph.nodes:
            return
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        scale = min(room.width() / graph.width, room.height() / graph.height)
        self._scale = min(max(scale, _FITS_FROM), _FITS_TO)
        wide, high = graph.width * self._scale, graph.height * self._scale
        left = room.left() + max(room.width() - wide, 0) / 2
        first = graph.nodes[0].y * self._scale
        top = room.top() + (room.height() - high) / 2
        if high > room.height():
            top = min(max(room.center().y() - first, room.bottom() - high), room.top())
        self._corner = QPointF(left, top)
        self._by_hand = False
        self.update()

    def fit_whole(self) -> None:
        """Show the whole graph, however small it becomes."""
        graph = self._graph
        if graph is None or not graph.nodes:
            return
        room = self.rect().toRectF().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        scale = min(room.width() / graph.width, room.height() / graph.height, _FITS_TO)
        self._scale = max(scale, _SMALLEST)
        middle = QPointF(graph.width, graph.height) * (self._scale / 2)
        self._corner = room.center() - middle
        self._by_hand = True
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the widget, else about its middle."""
        spot = at if at is not None else QPointF(self.rect().center())
        scale = min(max(self._scale * factor, _SMALLEST), _LARGEST)
        self._corner = spot - (spot - self._corner) * (scale / self._scale)
        self._scale = scale
        self._by_hand = True
        self.update()

    def spot_of(self, place: int) -> QPointF:
        """The middle of a node in pixels of the widget."""
        assert self._graph is not None
        node = self._graph.nodes[place]
        return self._corner + QPointF(node.x, node.y) * self._scale

    # --- events ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.base))
        if self._graph is not None and self._graph.nodes:
            painter.save()
            painter.translate(self._corner)
            painter.scale(self._scale, self._scale)
            draw_graph(
                painter, self._graph, self._progress, self._look, self._theme, self._scale
            )
            painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand:
            self.fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._at(QPointF(event.pos()))
            if place == NO_NODE:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._spoken(place), self)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if turned:
            self.zoom(_STEP**turned, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            way = event.position() - self._pressed
            if self._moved or way.manhattanLength() > _CLICK:
                self._moved, self._by_hand = True, True
                self._corner += way
                self._pressed = event.position()
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.update()
            return
        self._hover(self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self.unsetCursor()
        if not self._moved:
            place = self._at(event.position())
            self.choose(place)
            self._open(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._at(event.position()) == NO_NODE:
            self.fit_whole()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(NO_NODE)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._look = replace(self._look, focused=True)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look = replace(self._look, focused=False)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.jumped.emit(1 if key == Qt.Key.Key_End else -1)
        elif key == Qt.Key.Key_Space:
            self.played.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._look.chosen)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / _STEP if key == Qt.Key.Key_Minus else _STEP)
        elif key == Qt.Key.Key_0:
            self.fit_whole()
        else:
            super().keyPressEvent(event)

    # --- what they do ---

    def _at(self, spot: QPointF) -> int:
        if self._graph is None:
            return NO_NODE
        return node_at(self._graph, (spot - self._corner) / self._scale)

    def _hover(self, place: int) -> None:
        if place != self._look.hovered:
            self._look = replace(self._look, hovered=place)
            self.hovered.emit(place)
            self.update()

    def _walk(self, ways: int) -> None:
        """Choose the next node in the order of computation."""
        count = len(self._graph.nodes) if self._graph is not None else 0
        if count:
            before = self._look.chosen
            first = 0 if ways > 0 else count - 1
            self.choose(first if before == NO_NODE else min(max(before + ways, 0), count - 1))

    def _open(self, place: int) -> None:
        if self._graph is not None and place != NO_NODE:
            node = self._graph.nodes[place]
            if node.kind == FOLDED:
                self.opened.emit(node.key)

    def _keep_in_sight(self, place: int) -> None:
        """Move the graph as little as shows the whole card."""
        if self._graph is None or place >= len(self._graph.nodes):
            return
        rect = card_rect(self._graph.nodes[place])
        spot = self._corner + rect.topLeft() * self._scale
        size = rect.size() * self._scale
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        right = min(room.right() - (spot.x() + size.width()), 0)
        down = min(room.bottom() - (spot.y() + size.height()), 0)
        self._corner += QPointF(
            max(room.left() - spot.x(), 0) or right, max(room.top() - spot.y(), 0) or down
        )

    def _spoken(self, place: int) -> str:
        if self._graph is None or not 0 <= place < len(self._graph.nodes):
            return ""
        return spoken(self._graph.nodes[place], self._graph.what)


def spoken(node: GraphNode, what: str) -> str:
    """A node in words, for the tip and for who listens."""
    name = node.formula or node.title
    lines = [name if node.value is None else f"{name} = {value_text(node.value)}"]
    if node.origin:
        lines = [f"{node.title} = {value_text(node.value)}, from the derivative of {node.origin}"]
    if node.gradient is not None:
        of = f" ∂{what}/∂({name})" if not node.origin else f" of {what} to it"
        lines.append(f"gradient{of} = {value_text(node.gradient)}")
    if node.grad_fn:
        lines.append(node.grad_fn)
    if node.kind == FOLDED:
        lines.append(f"{node.title} in one: a click or Enter opens it")
    return "\n".join(lines)


def _shape(graph: Graph) -> tuple[object, ...]:
    return graph.what, graph.text, tuple((node.key, node.x, node.y) for node in graph.nodes)

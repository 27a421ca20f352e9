"""The surface of a function of two variables: its colours, the lines on it, and its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyqtgraph.functions import arrayToQPath
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.plots.color_maps import line_ink
from gui.plots.lines import joined
from gui.plots.relief_paint import Sheet, lay_sheet, painted
from gui.plots.stage import Layer, Stage
from gui.plots.terrain import LEAST_SHARP, QUICK
from gui.plots.ticks import ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.frame import Shade
    from gui.plots.lines import Pieces
    from gui.plots.terrain import Terrain

    Array = NDArray[np.float64]

_MOST_SHARP = 4.0  # dots for a pixel, in a picture on paper
_LINE, _ZERO, _MESH, _EDGE = 0.8, 1.3, 0.7, 1.0
_LINE_SHARE, _ZERO_SHARE, _MESH_SHARE, _EDGE_SHARE = 0.42, 0.6, 0.13, 0.5
_MESH_LINES = 14  # at most, along each axis
_ALONG = 120  # points of a line over the whole ground
_HELD = 0.5


class SurfaceBody(Layer):
    """Paints the surface itself, and the tangent plane through it."""

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage)
        self._terrain = terrain
        self._image = QImage()
        self._of: tuple[object, ...] = ()
        self.sheet: Sheet | None = None
        self.setZValue(-9)

    @property
    def shade(self) -> Shade | None:
        """What the colours say: the last field of the frame."""
        plane = self._terrain.plane
        return plane.shades[-1] if plane is not None and plane.shades else None

    def draw(self, painter: QPainter) -> None:
        terrain, look, shade = self._terrain, self.stage.look, self.shade
        across = max(abs(painter.deviceTransform().m11()), 0.1)
        sharp = min(max(across, LEAST_SHARP), _MOST_SHARP)
        seen = terrain.relief(QUICK if terrain.quick else sharp)
        view, heights, plane = terrain.view(), terrain.heights(), terrain.plane
        if seen is None or view is None or heights is None or shade is None or plane is None:
            return
        key = (seen, shade, look.theme.name, self.sheet)
        if key != self._of:
            image = painted(seen, heights, shade, view, look.theme)
            if self.sheet is not None:
                lay_sheet(image, seen, view, self.sheet, look.theme.accent)
            smaller = across < seen.ratio and not look.vector
            self._image = _shrunk(image, across / seen.ratio) if smaller else image
            self._of = key
        high, wide = seen.away.shape
        painter.save()
        painter.setClipRect(terrain.area)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(_HELD if plane.held else 1.0)
        where = QRectF(seen.left, seen.top, wide / seen.ratio, high / seen.ratio)
        painter.drawImage(where, self._image)
        painter.restore()


def _shrunk(image: QImage, share: float) -> QImage:
    """The picture with as many dots as the screen has there: so its edges are smooth."""
    return image.scaled(
        max(round(image.width() * share), 1), max(round(image.height() * share), 1),
        Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation,
    )  # fmt: skip


class SurfaceLines(Layer):
    """Paints what is drawn on the surface: contours of its colours, a mesh at the ticks, its edge.

    Lines behind another part of the surface are left out.
    """

    def __init__(self, stage: Stage, terrain: Terrain) -> None:
        super().__init__(stage)
        self._terrain = terrain
        self._lifted: list[tuple[str, Array, NDArray[np.bool_]]] = []
        self._of: tuple[object, ...] = ()
        self._strokes = Strokes()
        self.setZValue(-8)

    def draw(self, painter: QPainter) -> None:
        terrain, look, plane = self._terrain, self.stage.look, self._terrain.plane
        view = terrain.view()
        if plane is None or view is None or terrain.last is None:
            return
        key = (plane.shades[-1], plane.shades[0], plane.marks.contours, view.low, view.high)
        if key != self._of:
            self._lifted = self._lift()
            self._of = key
        signed = plane.shades[-1].signed
        inks = {"contour": line_ink(signed, look.theme)[0], "mesh": line_ink(signed, look.theme)[0]}
        painter.save()
        painter.setClipRect(terrain.area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setOpacity(_HELD if plane.held else 1.0)
        for kind, boxed, joins in self._lifted:
            width, share = _PENS[kind]
            ink = QColor(inks.get(kind.removeprefix("zero "), look.theme.axis))
            ink.setAlphaF(share)
            pen = QPen(ink, look.lines * width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            self._strokes.draw(painter, shown_pieces(terrain, boxed, joins)[0], look.vector)
        painter.restore()

    def _lift(self) -> list[tuple[str, Array, NDArray[np.bool_]]]:
        """The lines of the frame in units of the box, with what leads on to the next point."""
        plane, view = self._terrain.plane, self._terrain.view()
        if plane is None or view is None:
            return []
        shade = plane.shades[-1]
        found: list[tuple[str, list[Array]]] = [("mesh", self._mesh())]
        if plane.marks.contours or shade.kinds:
            plain = [line for each in shade.contours if each.level for line in each.lines]
            zero = [line for each in shade.contours if not each.level for line in each.lines]
            found += [("contour", plain), ("zero contour", zero)]
        found.append(("edge", self._edge()))
        return [(kind, *self._joined(lines)) for kind, lines in found if lines]

    def _joined(self, lines: Sequence[Array]) -> tuple[Array, NDArray[np.bool_]]:
        ground, leads = chained(lines)
        points = self._terrain.lifted(ground)
        limit = self._terrain.view().sides[2] / 2 * (1 + 1e-4)  # type: ignore[union-attr]
        with np.errstate(invalid="ignore"):
            inside = np.abs(points[:, 2]) <= limit
        leads[:-1] &= inside[:-1] & inside[1:]
        return points, leads

    def _mesh(self) -> list[Array]:
        """Lines at round numbers of both variables."""
        plane = self._terrain.plane
        assert plane is not None
        ends = [(float(each[0]), float(each[-1])) for each in (plane.x, plane.y)]
        lines: list[Array] = []
        for axis in (0, 1):
            along = np.linspace(*ends[1 - axis], _ALONG)
            for value in ticks(*ends[axis], _MESH_LINES).values:
                line = np.empty((_ALONG, 2))
                line[:, axis], line[:, 1 - axis] = value, along
                lines.append(line)
        return lines

    def _edge(self) -> list[Array]:
        """The four sides of the ground."""
        plane = self._terrain.plane
        assert plane is not None
        (left, right), (low, high) = plane.x[[0, -1]], plane.y[[0, -1]]
        x, y = np.linspace(left, right, _ALONG), np.linspace(low, high, _ALONG)
        sides = ((x, low), (x, high), (left, y), (right, y))
        return [np.column_stack(np.broadcast_arrays(*each)) for each in sides]


class Strokes:
    """Draws many pieces of lines: on the screen at once, on paper as one way of a pen."""

    def __init__(self) -> None:
        self._buffer = PrimitiveArray(QLineF, 4)

    def draw(self, painter: QPainter, pieces: Pieces, vector: bool) -> None:
        """Draw pieces (n, 4) with the pen of the painter."""
        if not len(pieces):
            return
        if vector:
            x, y, leads = joined(pieces)
            path = arrayToQPath(x, y, connect=leads, finiteCheck=False)  # pyright: ignore[reportArgumentType]
            painter.drawPath(path)
            return
        self._buffer.resize(len(pieces))
        self._buffer.ndarray()[:] = pieces
        painter.drawLines(*self._buffer.drawargs())  # pyright: ignore[reportCallIssue, reportArgumentType]


_PENS = {
    "mesh": (_MESH, _MESH_SHARE), "contour": (_LINE, _LINE_SHARE),
    "zero contour": (_ZERO, _ZERO_SHARE), "edge": (_EDGE, _EDGE_SHARE),
}  # fmt: skip


def chained(lines: Sequence[Array]) -> tuple[Array, NDArray[np.bool_]]:
    """Many lines (k, d) in one: their points (n, d), and whether each leads on to the next."""
    leads = np.ones(sum(map(len, lines)), bool)
    leads[np.cumsum([len(line) for line in lines]) - 1] = False
    return np.concatenate(lines), leads


def shown_pieces(
    terrain: Terrain, boxed: Array, leads: NDArray[np.bool_], slack: float | None = None
) -> tuple[Pieces, Pieces]:
    """A line through points (n, 3) in units of the box, in pixels: what is seen, what is covered.

    `leads` (n,): whether a point leads on to the next.
    """
    view = terrain.view()
    if view is None or len(boxed) < 2:
        return np.empty((0, 4)), np.empty((0, 4))
    pixels, _ = view.seen(boxed)
    shown = terrain.shows(boxed) if slack is None else terrain.shows(boxed, slack)
    pieces = np.hstack((pixels[:-1], pixels[1:]))
    there = leads[:-1] & np.isfinite(pieces).all(axis=1)
    seen = shown[:-1] & shown[1:]
    return pieces[there & seen], pieces[there & ~seen]


"""The picture of a frame as PNG, SVG or PDF, drawn by the same layers as the screen."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)  # fmt: skip
from PySide6.QtSvg import QSvgGenerator

from core.files import session
from gui.export.heading import HEAD, paint_heading
from gui.maths import Typesetting
from gui.plots.axes import TOP
from gui.plots.jacobian import JacobianScene
from gui.plots.lines import WIDTHS
from gui.plots.map_fields import MapFieldScene
from gui.plots.map_grid import GridScene
from gui.plots.path import PathScene
from gui.plots.place import equalled
from gui.plots.planes import PlaneScene
from gui.plots.scene import CurveScene
from gui.plots.space_scene import SpaceScene
from gui.plots.stacked import StackedScene
from gui.plots.stage import PROBE, Look
from gui.plots.surface_scene import SurfaceScene
from gui.style import ui_font
from gui.theme import LIGHT, Theme
from gui.views import SURFACE_VIEWS, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.frame import Frame

FORMATS = ("pdf", "svg", "png")
_INCH = {"mm": 25.4, "in": 1.0}
_SCREEN = 96.0  # logical pixels in an inch
_POINTS = 72.0
_PDF_DPI = 1200
_SVG_DPI = 2540  # so that a hundredth of a millimetre is one step
_MOST_PIXELS = 120_000_000
_PADDING = 8.0
_SMALLEST = 160.0  # logical pixels; below, text would not leave room for the plot
_GREY_CORE = "#565E6B"
GREYS = replace(LIGHT, curves=("#1A1E25", "#4A515C", "#6B7380", "#30353D", "#565E6B", "#7A828E"))


class ExportError(OSError):
    """A picture could not be written; the message is one sentence for the person."""


@dataclass(frozen=True)
class PictureSettings:
    """What the picture is to be. `width` and `height` are in `unit` ("px", "mm", "in").

    `text_size` and `line_width` (of f) are in points. `colors` is "paper", "screen" or "greys".
    `dpi` gives pictures of pixels their size on paper, and sizes on paper their pixels. `equal`
    keeps one unit as long down as across, on whatever page.
    """

    format: str = "pdf"
    width: float = 160.0
    height: float = 100.0
    unit: str = "mm"
    dpi: float = 300.0
    text_size: float = 9.0
    line_width: float = 1.2
    colors: str = "paper"
    title: bool = True
    legend: bool = True
    grid: bool = True
    values: bool = False
    transparent: bool = False
    pi_ticks: bool = False
    equal: bool = False

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height on paper."""
        per_inch = _INCH.get(self.unit, self.dpi)
        return self.width / per_inch, self.height / per_inch

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the PNG."""
        wide, high = self.inches
        return max(1, round(wide * self.dpi)), max(1, round(high * self.dpi))

    @property
    def page(self) -> tuple[float, float]:
        """Width and height in logical pixels, in which the text has its size on the screen."""
        wide, high = (inches * _SCREEN / self.scale for inches in self.inches)
        return wide, high

    @property
    def scale(self) -> float:
        """Logical pixels to 1/96 inch: the wanted size of the text over that on the screen."""
        wanted = self.text_size / _POINTS * _SCREEN / ui_font().pixelSize()
        room = min(self.inches) * _SCREEN / _SMALLEST
        return min(wanted, room)

    @property
    def lines(self) -> float:
        """Factor on the widths of lines."""
        return self.line_width / _POINTS * _SCREEN / self.scale / WIDTHS[0]


def write_picture(frame: Frame, path: str | Path, settings: PictureSettings, theme: Theme) -> None:
    """Write the picture to a file, whole or not at all. ExportError says why it could not be."""
    data = picture_bytes(frame, settings, theme)
    write_whole(Path(path), data)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file in one step; ExportError where the folder does not let us."""
    try:
        session.write_whole(path, data)
    except OSError as error:
        raise ExportError(_sentence(error, path)) from error


def picture_bytes(frame: Frame, settings: PictureSettings, theme: Theme) -> bytes:
    """The file of the picture. ExportError when it cannot be made."""
    if settings.format not in FORMATS:
        raise ExportError(f"Pictures are written as PDF, SVG or PNG, not as {settings.format}.")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if settings.format == "pdf":
        _write_pdf(buffer, frame, settings, theme)
    elif settings.format == "svg":
        _write_svg(buffer, frame, settings, theme)
    else:
        _write_png(buffer, frame, settings, theme)
    return bytes(buffer.data().data())


def picture_image(
    frame: Frame, settings: PictureSettings, theme: Theme, ratio: float | None = None
) -> QImage:
    """The picture in pixels: `ratio` for each 1/96 inch, or as many as the settings ask for."""
    pixels = settings.pixels
    if ratio is not None:
        wide, high = settings.inches
        pixels = max(1, round(wide * _SCREEN * ratio)), max(1, round(high * _SCREEN * ratio))
    if pixels[0] * pixels[1] > _MOST_PIXELS:
        raise ExportError(f"A picture of {pixels[0]} × {pixels[1]} pixels is too large to write.")
    image = QImage(*pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with _painting(image) as painter:
        paint_picture(painter, QRectF(0, 0, *pixels), frame, settings, theme)
    if not settings.transparent:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    per_metre = round(settings.dpi / 0.0254)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    return image


def paint_picture(
    painter: QPainter,
    rect: QRectF,
    frame: Frame,
    settings: PictureSettings,
    theme: Theme,
    *,
    vector: bool = True,
) -> None:
    """Paint the whole page into a rectangle of the painter."""
    scene = _scene(frame, settings, theme, vector)
    try:
        _paint_scene(painter, rect, scene, frame, settings)
    finally:
        _take_down(scene)


def _take_down(scene: CurveScene) -> None:
    """Delete a scene here and now: left as garbage, it could be collected, and its Qt objects
    deleted, by the thread that computes.
    """
    typesetting = scene.typesetting
    for each in (scene, typesetting):
        shiboken6.delete(each)


def _paint_scene(
    painter: QPainter, rect: QRectF, scene: CurveScene, frame: Frame, settings: PictureSettings
) -> None:
    wide, high = settings.page
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.translate(rect.topLeft())
    if rect.width() != wide or rect.height() != high:
        painter.scale(rect.width() / wide, rect.height() / high)
    look = scene.stage.look
    if look.ground:
        painter.fillRect(QRectF(0, 0, wide, high), QColor(look.theme.base))
    painter.translate(_PADDING, _PADDING)
    for layer in sorted(scene.layers(), key=_depth):
        painter.save()
        layer.draw(painter)
        painter.restore()
    if settings.title or settings.legend:  # last: the ground of a plot alone covers the whole page
        paint_heading(painter, scene, frame, settings.title, settings.legend, settings.values)
    painter.restore()


def theme_of(settings: PictureSettings, theme: Theme) -> Theme:
    """The colours of the picture: light ones on paper, those of the window as on screen."""
    return {"screen": theme, "greys": GREYS}.get(settings.colors, LIGHT)


def _scene(frame: Frame, settings: PictureSettings, theme: Theme, vector: bool) -> CurveScene:
    look = Look(
        theme_of(settings, theme),
        grid=settings.grid,
        lines=settings.lines,
        vector=vector,
        ground=not settings.transparent,
        core=_GREY_CORE if settings.colors == "greys" else PROBE,
        pi_ticks=settings.pi_ticks,
    )
    if frame.map is not None:
        return _map_scene(frame, settings, look)
    if frame.matrix is not None:
        return _space_scene(frame, settings, look)
    if frame.plane is not None:
        solid = view_of(frame.document, frame) in SURFACE_VIEWS
        return (_surface_scene if solid else _plane_scene)(frame, settings, look)
    stacked = frame.document.view == "stacked"
    scene = (StackedScene if stacked else CurveScene)(look, Typesetting(waits=True))
    view = frame.viewport
    place = replace(
        scene.place, x_min=view.x_min, x_max=view.x_max, x_log=view.x_log, y_log=view.y_log
    )
    if view.y_min is not None and view.y_max is not None:
        place = replace(place, y_min=view.y_min, y_max=view.y_max)
    scene.move(place)
    wide, high = settings.page
    head = HEAD if settings.title or settings.legend else TOP
    scene.set_size(wide - 2 * _PADDING, high - 2 * _PADDING, head)
    if settings.equal and not stacked:
        scene.move(equalled(scene.place))
    scene.show_frame(frame)
    return scene


def _plane_scene(frame: Frame, settings: PictureSettings, look: Look) -> CurveScene:
    """Fields keep the proportions in which they were computed, whatever the page."""
    scene = PlaneScene(look, Typesetting(waits=True))
    scene.page = True
    wide, high = settings.page
    head = HEAD if settings.title or settings.legend else TOP
    scene.show_frame(frame)
    scene.set_size(wide - 2 * _PADDING, high - 2 * _PADDING, head)
    return scene


def _map_scene(frame: Frame, settings: PictureSettings, look: Look) -> CurveScene:
    """What the window shows of a map, as large as the page lets it be."""
    assert frame.map is not None
    kind = _OF_MAPS[frame.map.view]
    scene = kind(look, Typesetting(waits=True))
    view = frame.viewport
    if isinstance(scene, GridScene | PathScene):
        scene.chosen = view.image
    if isinstance(scene, PathScene):
        scene.look_from(view.camera)
    if isinstance(scene, GridScene | MapFieldScene):
        scene.page = True
    wide, high = settings.page
    head = HEAD if settings.title or settings.legend else TOP
    scene.show_frame(frame)
    scene.set_size(wide - 2 * _PADDING, high - 2 * _PADDING, head)
    return scene


_OF_MAPS: dict[str, type[CurveScene]] = {
    "grid": GridScene, "jacobian": JacobianScene, "det": MapFieldScene, "flow": MapFieldScene,
    "path": PathScene,
}  # fmt: skip


def _surface_scene(frame: Frame, settings: PictureSettings, look: Look) -> CurveScene:
    """A surface is as large as the page lets it be, as the camera of the frame sees it."""
    scene = SurfaceScene(look, Typesetting(waits=True))
    wide, high = settings.page
    head = HEAD if settings.title or settings.legend else TOP
    scene.set_camera(frame.viewport.camera)
    scene.set_size(wide - 2 * _PADDING, high - 2 * _PADDING, head)
    scene.show_frame(frame)
    return scene


def _space_scene(frame: Frame, settings: PictureSettings, look: Look) -> CurveScene:
    """A matrix is as large as the page lets it be."""
    scene = SpaceScene(look, Typesetting(waits=True))
    scene.aside.look(frame.viewport.plane)
    wide, high = settings.page
    scene.show_frame(frame)
    head = HEAD if settings.title or settings.legend else TOP
    scene.set_size(wide - 2 * _PADDING, high - 2 * _PADDING, head)
    return scene


def _write_png(device: QBuffer, frame: Frame, settings: PictureSettings, theme: Theme) -> None:
    image = picture_image(frame, settings, theme)
    image.setText("Title", _title(frame))
    image.setText("Software", "Nablascope")
    image.save(device, "PNG")  # type: ignore[call-overload]


def _write_svg(device: QBuffer, frame: Frame, settings: PictureSettings, theme: Theme) -> None:
    wide, high = settings.inches
    page = QRectF(0, 0, *settings.page)
    target = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    target.setOutputDevice(device)
    target.setResolution(_SVG_DPI)
    target.setSize(QSize(round(wide * _SVG_DPI), round(high * _SVG_DPI)))
    target.setViewBox(page)
    target.setTitle(_title(frame))
    target.setDescription("Drawn by Nablascope")
    with _painting(target) as painter:
        paint_picture(painter, page, frame, settings, theme)


def _write_pdf(device: QBuffer, frame: Frame, settings: PictureSettings, theme: Theme) -> None:
    wide, high = settings.inches
    target = QPdfWriter(device)
    target.setResolution(_PDF_DPI)
    target.setTitle(_title(frame))
    target.setCreator("Nablascope")
    size = QPageSize(
        QSizeF(wide, high), QPageSize.Unit.Inch, "", QPageSize.SizeMatchPolicy.ExactMatch
    )
    target.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    rect = QRectF(0, 0, wide * _PDF_DPI, high * _PDF_DPI)
    with _painting(target) as painter:
        paint_picture(painter, rect, frame, settings, theme)


@contextmanager
def _painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter that is ended whatever happens: Qt aborts when its device goes first."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


def _depth(layer: object) -> float:
    return layer.zValue()  # type: ignore[attr-defined]


def _title(frame: Frame) -> str:
    texts = [row.text.strip() for row in frame.document.formulas if row.text.strip()]
    return ", ".join(texts)


def _sentence(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return f"The folder {path.parent} does not exist."
    if isinstance(error, PermissionError):
        return f"{path.parent} does not let this program write {path.name}."
    return f"{path.name} could not be written: {error.strerror or error}."

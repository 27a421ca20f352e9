"""What is written is what is seen: three formats, compared as pictures."""

import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from gui.export.picture import (
    ExportError,
    PictureSettings,
    picture_bytes,
    picture_image,
    write_picture,
)
from gui.theme import DARK, LIGHT
from tests.gui.plots.frames import empty, frame

PNG = PictureSettings("png", 160, 100, "mm", dpi=150)
WIDE, HIGH = PNG.pixels


def pixels(image):
    """(h, w, 3) floats of an image."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return raw[:, :, 2::-1].astype(float)


def coarse(picture, cell=6):
    """The means of square cells, so that half a pixel does not matter."""
    high, wide = (side // cell * cell for side in picture.shape[:2])
    cut = picture[:high, :wide].reshape(high // cell, cell, wide // cell, cell, 3)
    return cut.mean(axis=(1, 3))


def difference(one, other):
    return float(np.abs(coarse(one) - coarse(other)).mean())


def has(picture, color, least=60):
    """Whether enough pixels have a colour."""
    wanted = np.array(QColor(color).getRgb()[:3], float)
    return int((np.abs(picture - wanted).max(axis=2) < 30).sum()) >= least


def in_qt(svg):
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter)
    painter.end()
    return pixels(image)


def in_rsvg(svg, folder):
    tool = shutil.which("rsvg-convert")
    if tool is None:
        pytest.skip("rsvg-convert is not here")
    source, target = folder / "a.svg", folder / "a.png"
    source.write_bytes(svg)
    size = ["-w", str(WIDE), "-h", str(HIGH), "--keep-aspect-ratio"]
    subprocess.run([tool, *size, str(source), "-o", str(target)], check=True)
    found = QImage(str(target)).scaled(WIDE, HIGH)
    return pixels(found)


def in_pdfium(pdf):
    pdfium = pytest.importorskip("pypdfium2")
    page = pdfium.PdfDocument(pdf)[0]
    found = np.asarray(page.render(scale=150 / 72).to_pil().convert("RGB"), float)
    return found[:HIGH, :WIDE]


@pytest.fixture
def painted(qapp):
    return pixels(picture_image(frame(), PNG, LIGHT))


def made(kind, **changes):
    return picture_bytes(frame(), replace(PNG, format=kind, **changes), LIGHT)


@pytest.mark.usefixtures("qapp")
def test_the_picture_holds_every_curve_in_its_colour(painted):
    for color in LIGHT.curves[:3]:
        assert has(painted, color)


def test_svg_is_the_same_picture_in_qt(painted):
    found = in_qt(made("svg"))
    assert difference(found, painted) < 1.5
    assert all(has(found, color) for color in LIGHT.curves[:3])


def test_svg_is_the_same_picture_in_another_renderer(painted, tmp_path):
    found = in_rsvg(made("svg"), tmp_path)
    assert difference(found, painted) < 2
    assert all(has(found, color) for color in LIGHT.curves[:3])
    assert found[2, 2].min() > 250


def test_pdf_is_the_same_picture(painted):
    found = in_pdfium(made("pdf"))
    cut = painted[: found.shape[0], : found.shape[1]]
    assert difference(found, cut) < 2
    assert all(has(found, color) for color in LIGHT.curves[:3])


@pytest.mark.usefixtures("qapp")
def test_vector_means_vector():
    svg = made("svg").decode()
    assert "<image" not in svg
    assert "rgba" not in svg
    assert "<text" in svg
    for color in LIGHT.curves[:3]:
        drawn = re.findall(rf'stroke="{color.lower()}"[^>]*>\s*(<path[^>]*>)', svg)
        assert drawn, color
    assert b"/Subtype /Image" not in made("pdf")


@pytest.mark.usefixtures("qapp")
def test_one_curve_is_one_path():
    svg = made("svg").decode()
    strokes = re.findall(r'stroke="#149e78"[^>]*>\s*<(?:path|poly)', svg)
    assert len(strokes) == 2  # the curve and its sample in the legend


@pytest.mark.usefixtures("qapp")
def test_nothing_is_drawn_beyond_the_plot():
    svg = made("svg").decode()
    paths = re.findall(r'stroke="#149e78"[^>]*>\s*<path[^>]* d="([^"]+)"', svg)
    path = max(paths, key=len)
    rows = [float(y) for _, y in re.findall(r"[ML]([-\d.]+),([-\d.]+)", path)]
    assert min(rows) >= 0
    assert max(rows) <= PNG.page[1]


@pytest.mark.usefixtures("qapp")
def test_sizes_are_true():
    assert b'width="160mm" height="100mm"' in made("svg")
    image = picture_image(frame(), PNG, LIGHT)
    assert (image.width(), image.height()) == (945, 591)
    assert image.dotsPerMeterX() == round(150 / 0.0254)
    pdfium = pytest.importorskip("pypdfium2")
    size = pdfium.PdfDocument(made("pdf"))[0].get_size()
    assert size == pytest.approx((160 / 25.4 * 72, 100 / 25.4 * 72), abs=0.5)


@pytest.mark.usefixtures("qapp")
def test_text_has_the_size_that_was_asked_for():
    small, large = (replace(PNG, text_size=size) for size in (7.0, 14.0))
    assert large.scale == pytest.approx(2 * small.scale)
    assert small.lines * small.scale == pytest.approx(large.lines * large.scale)


@pytest.mark.usefixtures("qapp")
def test_a_pdf_can_be_searched():
    pdfium = pytest.importorskip("pypdfium2")
    words = pdfium.PdfDocument(made("pdf"))[0].get_textpage().get_text_range()
    assert "tangent" in re.sub(r"\s", "", words)


@pytest.mark.usefixtures("qapp")
def test_colours_are_those_of_paper_of_the_screen_or_greys():
    screen = pixels(picture_image(frame(), replace(PNG, colors="screen"), DARK))
    assert has(screen, DARK.base, 10_000)
    assert has(screen, DARK.curves[0])
    grey = pixels(picture_image(frame(), replace(PNG, colors="greys"), DARK))
    assert np.ptp(grey, axis=2).max() < 40


@pytest.mark.usefixtures("qapp")
def test_a_transparent_ground_is_transparent():
    image = picture_image(frame(), replace(PNG, transparent=True), LIGHT)
    assert image.pixelColor(2, 2).alpha() == 0
    assert picture_image(frame(), PNG, LIGHT).pixelColor(2, 2) == QColor("#FFFFFF")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("switch", ["title", "legend", "grid", "values"])
def test_every_switch_changes_the_picture(switch, painted):
    other = replace(PNG, **{switch: not getattr(PNG, switch)})
    assert difference(pixels(picture_image(frame(), other, LIGHT)), painted) > 0.05


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("size", [(20, 10), (10, 200), (2000, 20)])
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_odd_sizes_and_empty_frames_can_be_written(size, kind):
    settings = PictureSettings(kind, *size, "mm", dpi=72)
    assert picture_bytes(frame(), settings, LIGHT)
    assert picture_bytes(empty(), settings, LIGHT)


@pytest.mark.usefixtures("qapp")
def test_a_file_is_written_whole(tmp_path):
    path = tmp_path / "f.png"
    path.write_bytes(b"before")
    write_picture(frame(), path, PNG, LIGHT)
    assert QImage(str(path)).width() == WIDE
    assert [each.name for each in tmp_path.iterdir()] == ["f.png"]


@pytest.mark.usefixtures("qapp")
def test_what_cannot_be_written_is_said_in_one_sentence(tmp_path):
    with pytest.raises(ExportError, match=r"^The folder .* does not exist\.$"):
        write_picture(frame(), tmp_path / "none" / "f.png", PNG, LIGHT)
    with pytest.raises(ExportError, match="could not be written"):
        write_picture(frame(), tmp_path, PNG, LIGHT)
    with pytest.raises(ExportError, match="too large"):
        write_picture(frame(), tmp_path / "f.png", replace(PNG, dpi=9600), LIGHT)
    assert not list(tmp_path.iterdir())

from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.plots.stage import draw_text, small_type, text_box
from gui.plots.stamps import stamp_text


def drawn(text, qapp):
    image = QImage(200, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    stamp_text(painter, QPointF(20, 25), text, small_type(), "#000000", "#FFFFFF")
    painter.end()
    return image


def columns(image, wanted):
    return [
        x for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() == wanted for y in range(image.height()))
    ]  # fmt: skip


def test_a_stamped_text_is_as_wide_as_the_text(qapp):
    image = drawn("slope −3.25", qapp)
    ink = [x for x in range(200) if any(image.pixelColor(x, y).lightness() < 60 for y in range(40))]
    width = small_type().metrics.horizontalAdvance("slope −3.25")
    assert 20 <= ink[0] <= 23
    assert abs((ink[-1] - ink[0]) - width) <= 4


def test_the_halo_lies_under_all_of_the_ink(qapp):
    image = drawn("1111", qapp)
    white = columns(image, 255)
    assert white[0] < 20
    gaps = [b - a for a, b in pairwise(white)]
    assert max(gaps) <= 3  # no grey shows between the figures
    assert columns(image, 0) or min(
        image.pixelColor(x, y).lightness() for x in range(200) for y in range(40)
    ) < 40


def test_an_enlarged_picture_gets_shapes_instead_of_stamps(qapp):
    image = QImage(400, 80, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    painter.scale(4, 4)
    draw_text(painter, text_box("8", 10, 10), "8", "#000000", "#FFFFFF")
    painter.end()
    edges = {image.pixelColor(x, 40).lightness() for x in range(400)}
    assert 255 in edges
    assert min(edges) < 40

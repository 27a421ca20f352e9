"""What belongs to the point stays inside the frame, and can be read while a formula is mended."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document import Document, with_formula, with_new_formula
from core.frame import Frame, Overlay, Point, Reading
from gui.maths import Typesetting
from gui.plots.marks import View, tangent_of
from gui.plots.overlays import Overlays
from gui.plots.place import Place
from gui.plots.stage import Look, Stage
from gui.theme import DARK, LIGHT

PLACE = Place(-5.0, 5.0, -3.0, 3.0, 50.0, 8.0, 700.0, 226.0)


def point(x, y, slope):
    return Point(1, "f", "x", x, (Reading(y), Reading(slope), Reading(0.0)))


@pytest.fixture(autouse=True)
def _fonts(qapp):
    """Words are measured."""


@settings(deadline=None)
@given(st.floats(-5, 5), st.floats(-3.2, 3.2), st.floats(-60, 60))
def test_triangle_and_words_of_any_tangent_stay_in_the_frame(x, y, slope):
    tangent = tangent_of(point(x, y, slope), View(PLACE))
    if tangent is None:
        return
    for corner in tangent.corners or ():
        assert PLACE.holds(corner.x(), corner.y(), 1)
    for each in tangent.words:
        assert PLACE.holds(each.box.left(), each.box.top()), each.text
        assert PLACE.holds(each.box.right(), each.box.bottom()), each.text


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_words_of_a_held_taylor_polynomial_can_be_read(theme, monkeypatch):
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    said = []
    monkeypatch.setattr("gui.plots.overlays.draw_text", lambda *words: said.append(words))
    x = np.linspace(-5, 5, 50)
    line = Overlay("taylor", 1, "Taylor, order 3", x, 0.2 * x)
    document = with_formula(with_new_formula(Document(), "x+"), 1, taylor=3)
    held = Point(1, "f", "x", 1.0, (Reading(1.0), Reading(1.0)), held=True)
    stage = Stage(Look(theme), Typesetting(waits=True), PLACE, QRectF(0, 0, 760, 260))
    layer = Overlays(stage)
    layer.take(Frame(document, None, point=held, overlays=(line,)), ())
    layer.lay(())
    image = QImage(760, 260, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    layer.draw(painter)
    painter.end()
    assert [(words[2], words[3]) for words in said] == [("Taylor, order 3", theme.muted)]

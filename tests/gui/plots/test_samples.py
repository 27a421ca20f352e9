"""Samples of the curves as dots: only when chosen, where the curve was computed, exported as seen."""

from dataclasses import replace

import numpy as np
import pytest

from gui.export.picture import PictureSettings, picture_bytes
from gui.plots.curves import CurvePlot
from gui.theme import LIGHT
from tests.gui.plots.frames import VIEW, marked


def with_dots(frame, shown=True):
    return replace(frame, document=replace(frame.document, samples=shown))


@pytest.fixture
def plot(qtbot):
    made = CurvePlot()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_view(VIEW)
    return made


def layer(plot):
    return plot.picture.pane.samples


def test_there_are_none_unless_they_are_chosen(plot):
    plot.paint_frame(marked())
    assert not layer(plot).isVisible()
    before = plot.grab().toImage()
    plot.paint_frame(with_dots(marked()))
    assert layer(plot).isVisible()
    assert plot.grab().toImage() != before
    plot.paint_frame(with_dots(marked(), shown=False))
    assert plot.grab().toImage() == before


def test_each_sample_in_sight_has_its_dot(plot):
    frame = with_dots(marked())
    plot.paint_frame(frame)
    for curve in frame.curves:
        place = plot.place
        rows = place.rows(curve.y)
        seen = np.isfinite(rows) & (rows >= place.top) & (rows <= place.bottom)
        columns = place.columns(curve.x)
        seen &= (columns >= place.left) & (columns <= place.right)
        assert len(layer(plot).spots(curve)) == np.count_nonzero(seen) > 20


def test_the_exported_picture_has_the_dots_too(plot):
    settings = PictureSettings(format="svg")
    without, dotted = (
        picture_bytes(with_dots(marked(), shown), settings, LIGHT) for shown in (False, True)
    )
    assert len(dotted) > len(without) + 5000

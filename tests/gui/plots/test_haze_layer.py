"""The band of double precision: where it is drawn, and what is said at it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from core.frame import Haze
from gui.plots.curves import CurvePlot
from gui.plots.haze_layer import WORDS
from gui.theme import DARK, LIGHT
from tests.gui.plots.frames import VIEW, frame


def hazy(order=0, reach=0.5, low=-1.0, high=2.0):
    """A band around the curve of this order between two places."""
    before = frame(x=3.0)
    curve = next(each for each in before.curves if each.order == order)
    inside = (curve.x >= low) & (curve.x <= high)
    x, middle = np.where(inside, curve.x, np.nan), np.where(inside, curve.y, np.nan)
    return replace(before, hazes=(Haze(1, order, x, middle - reach, middle + reach),))


@pytest.fixture
def plot(qtbot):
    made = CurvePlot()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_view(VIEW)
    return made


def color_at(plot, x, y):
    """The colour that stands most often in a few pixels around: lines of the grid are thin."""
    image, place = plot.grab().toImage(), plot.place
    column, row = round(place.column(x)), round(place.row(y))
    around = [image.pixelColor(column + i, row + j).name() for i in (-3, 0, 3) for j in (-3, 0, 3)]
    return max(set(around), key=around.count)


def layer(plot):
    return plot.picture.pane.haze


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_band_has_a_tint_of_its_curve_and_ends_where_it_ends(plot, theme):
    plot.set_theme(theme)
    plot.paint_frame(hazy())
    inside, outside = color_at(plot, 0.3, 0.3 + 0.43), color_at(plot, -2.0, -2.0)
    assert inside != outside
    assert outside == theme.base.lower()
    ink, tint, base = (QColor(each) for each in (theme.curves[0], inside, theme.base))
    for part in (QColor.redF, QColor.greenF, QColor.blueF):
        wanted = part(base) + 0.22 * (part(ink) - part(base))
        assert part(tint) == pytest.approx(wanted, abs=0.02)


def test_it_is_said_once_inside_of_the_plot(plot):
    plot.paint_frame(hazy())
    plot.grab()
    box, place = layer(plot)._words, plot.place
    assert box is not None
    assert place.holds(box.left(), box.top())
    assert place.holds(box.right(), box.bottom())
    assert WORDS == "double precision ends here"


def test_nothing_is_said_where_no_band_is_in_sight(plot):
    plot.paint_frame(hazy())
    plot.set_view(replace(VIEW, x_min=2.5, x_max=3.5))
    assert layer(plot)._words is None


def test_the_band_of_a_hidden_curve_is_not_drawn(plot):
    given = hazy(order=1)
    plot.paint_frame(replace(given, curves=given.curves[:1]))
    assert layer(plot).bands == ()


def test_a_band_in_pieces_is_drawn_in_pieces(plot):
    given = hazy()
    (haze,) = given.hazes
    gap = np.abs(haze.x) < 0.2
    x = np.where(gap, np.nan, haze.x)
    plot.paint_frame(replace(given, hazes=(replace(haze, x=x),)))
    assert len(layer(plot)._polygons(layer(plot).bands[0][0])) == 2

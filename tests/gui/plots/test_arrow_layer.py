"""Arrows on the screen: where they stand, which way they point, how long they are."""

import numpy as np
import pytest

from core.frame import Arrows
from gui.plots.arrow_layer import pieces
from gui.plots.place import Place

PLACE = Place(left=0, top=0, width=400, height=200, x_min=-2, x_max=2, y_min=-1, y_max=1)


def drawn(slope, length):
    gradient = np.array([[slope]], float)
    made = Arrows(np.array([1.0]), np.array([0.5]), 0.32, gradient, np.array([[length]], float))
    return pieces(made, PLACE)


def test_an_arrow_points_up_the_screen_where_f_rises_with_y():
    shafts, heads = drawn((0, 3), 1)
    tail, neck, tip = shafts[0].p1(), shafts[0].p2(), heads[0][0]
    assert (tail.x(), neck.x()) == pytest.approx((300, 300))
    assert tail.y() > neck.y() > tip.y()
    assert (tail.y() + tip.y()) / 2 == pytest.approx(50)  # its middle is its place


def test_the_longest_arrow_almost_fills_its_cell():
    shafts, heads = drawn((2, 0), 1)
    reach = heads[0][0].x() - shafts[0].x1()
    assert 0.8 * 32 < reach < 32
    half, tip = drawn((2, 0), 0.5)
    assert tip[0][0].x() - half[0].x1() == pytest.approx(reach / 2)


def test_what_is_too_short_for_an_arrow_is_a_dot():
    for slope, length in (((1, 0), 0.01), ((0, 0), 0)):
        shafts, heads = drawn(slope, length)
        assert shafts == []
        assert heads[0].boundingRect().center().toTuple() == pytest.approx((300, 50))
        assert heads[0].boundingRect().width() < 4


def test_where_there_is_no_gradient_nothing_is_drawn():
    shafts, heads = drawn((np.nan, np.nan), 0)
    assert (shafts, heads) == ([], [])

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.place import NARROWEST, Place, pixel_rounded, sane

PLACE = Place(-4, 4, -3, 3, 50, 8, 800, 600)
anything = st.floats(allow_nan=True, allow_infinity=True)


def test_corners_of_the_ranges_are_corners_of_the_plot():
    assert (PLACE.column(-4), PLACE.row(-3)) == (50, 608)
    assert (PLACE.column(4), PLACE.row(3)) == (850, 8)
    assert (PLACE.x_at(450), PLACE.y_at(308)) == (0, 0)


def test_huge_values_stay_within_what_qt_can_draw():
    rows = PLACE.rows(np.array([1e300, -1e300, np.inf, -np.inf, np.nan]))
    assert np.isnan(rows[4])
    assert np.abs(rows[:4]).max() < 1e6
    assert abs(PLACE.row(math.inf)) < 1e6


@given(anything, anything)
def test_any_range_becomes_one_that_can_be_drawn(low, high):
    x_min, x_max = sane(low, high)
    assert math.isfinite(x_min)
    assert math.isfinite(x_max)
    assert x_min < x_max
    assert math.isfinite(x_max - x_min)


@given(st.floats(50, 850), st.floats(8, 608), st.floats(0.01, 100))
def test_zooming_keeps_what_is_under_the_pixel(column, row, factor):
    after = PLACE.zoomed(column, row, factor, factor)
    assert after.x_at(column) == pytest.approx(PLACE.x_at(column), abs=1e-9)
    assert after.y_at(row) == pytest.approx(PLACE.y_at(row), abs=1e-9)


def test_zoom_stops_at_what_the_numbers_can_tell_apart_and_far_out():
    place = Place(0.5, 1.5, 0.5, 1.5, 0, 0, 800, 600)
    for _ in range(400):
        place = place.zoomed(400, 300, 0.8, 0.8)
    assert NARROWEST * 0.5 < place.x_max - place.x_min < NARROWEST * 3
    for _ in range(800):
        place = place.zoomed(400, 300, 1.25, 1.25)
    assert place.x_max - place.x_min == pytest.approx(1e12)


def test_panning_moves_the_ranges_against_the_hand():
    after = PLACE.panned(80, 60)
    assert (after.x_min, after.x_max) == pytest.approx((-4.8, 3.2))
    assert (after.y_min, after.y_max) == pytest.approx((-2.4, 3.6))


def test_a_dragged_number_has_the_digits_a_pixel_can_tell():
    assert pixel_rounded(1.23456789, 0.01) == 1.235
    assert pixel_rounded(123456.7, 100) == 123460.0

"""Logarithmic axes in the plot: pixels, hands, ticks and straight lines."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Viewport
from core.frame import Point, Reading
from gui.plots.curvature import circle_of, normal_of
from gui.plots.marks import View, tangent_of
from gui.plots.place import Place, equalled, sane
from gui.plots.straight import line_through
from gui.plots.ticks import log_ticks
from tests.gui.plots.frames import frame

BOTH = Place(1e-2, 1e3, 1e-4, 1e4, 50, 8, 600, 500, x_log=True, y_log=True)
columns = st.floats(50, 650)
rows = st.floats(8, 508)


@given(columns, rows)
def test_pixels_and_units_are_the_same_place(column, row):
    assert BOTH.column(BOTH.x_at(column)) == pytest.approx(column, abs=1e-6)
    assert BOTH.row(BOTH.y_at(row)) == pytest.approx(row, abs=1e-6)
    assert BOTH.columns(np.array([BOTH.x_at(column)]))[0] == pytest.approx(column, abs=1e-6)
    assert BOTH.rows(np.array([BOTH.y_at(row)]))[0] == pytest.approx(row, abs=1e-6)


@given(columns, rows, st.floats(0.1, 10))
def test_what_is_under_the_mouse_stays_there_while_zooming(column, row, factor):
    x, y = BOTH.x_at(column), BOTH.y_at(row)
    zoomed = BOTH.zoomed(column, row, factor, factor)
    assert zoomed.column(x) == pytest.approx(column, abs=1e-5)
    assert zoomed.row(y) == pytest.approx(row, abs=1e-5)
    assert zoomed.x_min > 0
    assert zoomed.y_min > 0


@given(st.floats(-400, 400), st.floats(-400, 400))
def test_a_pan_moves_everything_by_its_pixels(across, down):
    moved = BOTH.panned(across, down)
    assert moved.column(10.0) == pytest.approx(BOTH.column(10.0) + across, abs=1e-5)
    assert moved.row(10.0) == pytest.approx(BOTH.row(10.0) + down, abs=1e-5)


def test_a_box_becomes_the_view():
    boxed = BOTH.boxed(100, 100, 300, 400)
    assert (boxed.x_min, boxed.x_max) == (BOTH.x_at(100), BOTH.x_at(300))
    assert (boxed.y_min, boxed.y_max) == (BOTH.y_at(400), BOTH.y_at(100))


def test_what_is_not_above_zero_lies_far_below():
    assert BOTH.row(0.0) == BOTH.row(-3.0) > 1e5
    assert np.all(BOTH.rows(np.array([0.0, -3.0])) > 1e5)
    assert np.isnan(BOTH.rows(np.array([np.nan]))[0])


@pytest.mark.parametrize(("low", "high"), [(-5.0, 100.0), (0.0, 0.0), (-3.0, -1.0), (5.0, 5.0)])
def test_a_range_of_a_logarithmic_axis_is_above_zero(low, high):
    low, high = sane(low, high, log=True)
    assert 0 < low < high


@given(st.integers(0, 80))
def test_endless_zooming_keeps_a_range_that_can_be_drawn(steps):
    place = BOTH
    for _ in range(steps):
        place = place.zoomed(300, 200, 0.3, 3.0)
    assert 0 < place.x_min < place.x_max
    assert 0 < place.y_min < place.y_max <= 1e300
    assert place.x_min < place.x_at(300) < place.x_max


def test_equal_scale_is_a_decade_as_long_down_as_across():
    place = equalled(BOTH)
    assert place.row(1) - place.row(10) == pytest.approx(place.column(10) - place.column(1))
    one = replace(BOTH, y_log=False, y_min=-1.0, y_max=1.0)
    assert equalled(one) is one


def test_ticks_stand_at_powers_of_ten_with_minor_ones_between():
    found = log_ticks(0.01, 1000, 8)
    assert found.values == pytest.approx((0.01, 0.1, 1, 10, 100, 1000))
    assert found.labels == ("10⁻²", "10⁻¹", "1", "10", "10²", "10³")
    assert pytest.approx(0.02) in found.minor
    assert len(found.minor) == 5 * 8
    assert not set(found.minor) & set(found.values)


def test_many_decades_have_few_labels():
    found = log_ticks(1e-40, 1e40, 8)
    assert 2 <= len(found.values) <= 8
    assert all(each > 0 for each in found.minor)


def test_ticks_within_a_decade_can_be_told_apart():
    assert log_ticks(1, 60, 8).labels == ("1", "2", "5", "10", "20", "50")
    assert log_ticks(2.1, 2.9, 8).labels[:2] == ("2.2", "2.4")


@given(st.floats(-280, 280), st.floats(0.001, 500), st.integers(1, 9))
def test_ticks_lie_in_the_range_and_are_not_crowded(start, decades, most):
    low = 10.0**start
    high = min(10.0 ** min(start + decades, 290), 1e290)
    if not low < high:
        return
    found = log_ticks(low, high, most)
    assert len(found.values) == len(found.labels) <= max(most, 2)
    assert all(low * (1 - 1e-8) <= each <= high * (1 + 1e-8) for each in found.values)


def test_the_tangent_is_the_true_line_and_bends(qapp):
    x, y, slope = 2.0, 4.0, 4.0
    point = Point(1, "f", "x", x, (Reading(y), Reading(slope), Reading(2.0)))
    tangent = tangent_of(point, View(BOTH))
    assert tangent.corners is None
    assert any("slope" in each.text for each in tangent.words)
    for column, row in tangent.path[:, :2]:
        line = y + slope * (BOTH.x_at(column) - x)
        if line > BOTH.y_min:
            assert row == pytest.approx(BOTH.row(line), abs=1e-3)
    first, middle, last = tangent.path[0], tangent.path[len(tangent.path) // 2], tangent.path[-1]
    chord = first[1] + (last[3] - first[1]) * (middle[0] - first[0]) / (last[2] - first[0])
    assert abs(chord - middle[1]) > 3


def test_a_tangent_of_a_value_below_zero_has_no_place(qapp):
    point = Point(1, "f", "x", 2.0, (Reading(-4.0), Reading(1.0), Reading(0.0)))
    assert tangent_of(point, View(BOTH)) is None


def test_normal_and_circle_go_through_the_point_and_are_true():
    point = Point(1, "f", "x", 2.0, (Reading(4.0), Reading(4.0), Reading(2.0)))
    spot = BOTH.column(2.0), BOTH.row(4.0)
    normal = normal_of(point, BOTH)
    assert np.hypot(normal[:, 0] - spot[0], normal[:, 1] - spot[1]).min() < 8
    circle = circle_of(point, BOTH)
    radius = 17**1.5 / 2
    center = 2.0 - 4 * radius / 17**0.5, 4.0 + radius / 17**0.5
    for column, row in circle.line[:, :2][::10]:
        x, y = BOTH.x_at(column), BOTH.y_at(row)
        if BOTH.holds(column, row, 1):
            assert np.hypot(x - center[0], y - center[1]) == pytest.approx(radius, rel=1e-6)


def test_lines_on_even_axes_are_one_piece():
    line = line_through(Place(-5, 5, -5, 5, 0, 0, 100, 100), 0, 0, (1, 1), (20, 20))
    assert line == pytest.approx(np.array([[50 - 20 / 2**0.5, 50 + 20 / 2**0.5,
                                            50 + 20 / 2**0.5, 50 - 20 / 2**0.5]]))  # fmt: skip


@pytest.fixture
def plot(qtbot):
    from gui.plots.curves import CurvePlot

    made = CurvePlot()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    view = Viewport(0.1, 100.0, 0.01, 100.0, 700, 500, x_log=True, y_log=True)
    made.set_view(view)
    made.paint_frame(frame(2.0, view, of=lambda x: (x * x, 2 * x, 2 + 0 * x)))
    return made


def test_the_probe_is_dragged_to_the_x_under_the_mouse(qtbot, plot):
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    moved = []
    plot.set_snap(False)
    plot.point_dragged.connect(moved.append)
    spot = plot.picture.probe.spot().toPoint()
    QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    goal = QPoint(spot.x() + 120, spot.y())
    QTest.mouseMove(plot.viewport(), goal)
    QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=goal)
    assert moved[-1] == pytest.approx(plot.place.x_at(plot.place.column(2.0) + 120), rel=0.01)


def test_an_arrow_moves_the_probe_by_a_pixel_wherever_it_stands(qtbot, plot):
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    moved = []
    plot.point_nudged.connect(moved.append)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.place.column(moved[-1]) == pytest.approx(plot.place.column(2.0) + 1, abs=0.1)


def test_the_view_says_its_logarithmic_axes(plot):
    assert plot.seen.x_log
    assert plot.seen.y_log


def test_a_frame_of_even_axes_does_not_set_the_height_of_a_logarithmic_one(plot):
    plot.set_view(Viewport(0.1, 100.0, None, None, 700, 500, x_log=True, y_log=True))
    plot.paint_frame(frame(2.0, Viewport(0.1, 100.0, -7.0, 7.0, 700, 500)))
    assert plot.place.y_min > 0


@pytest.mark.parametrize("value", [1e-300, 1e-30, 1e300, 5e-324])
def test_values_far_from_the_range_lie_far_outside_it(value):
    inside = BOTH.left <= BOTH.column(value) <= BOTH.right
    assert not inside
    assert BOTH.columns(np.array([value]))[0] == pytest.approx(BOTH.column(value))


@pytest.mark.parametrize(("x", "y"), [(0.0, 1.0), (-1.0, 1.0), (1.0, 0.0), (1e-300, 1e300)])
def test_lines_through_what_has_no_place_are_not_drawn(x, y):
    line = line_through(BOTH, x, y, (1.0, 1.0), (100.0, 100.0))
    assert np.isfinite(line).all()

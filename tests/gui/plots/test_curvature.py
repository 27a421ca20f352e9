import math
from dataclasses import replace

import numpy as np
import pytest

from core.frame import Point, Reading, Status
from gui.plots.curvature import circle_of, normal_of
from gui.plots.curves import CurvePlot
from gui.plots.place import Place
from tests.gui.plots.frames import VIEW, marked

PLACE = Place(-4, 4, -2, 4, 50, 8, 800, 500)


def point(x, *values):
    return Point(1, "f", "x", x, tuple(map(Reading, values)))


def units(pieces, place):
    """The corners of a line in the units of the axes."""
    ends = np.vstack((pieces[:, :2], pieces[-1:, 2:]))
    x = [place.x_at(column) for column in ends[:, 0]]
    return np.array(x), np.array([place.y_at(row) for row in ends[:, 1]])


@pytest.mark.parametrize("slope", [0.0, 0.4, -3.0])
@pytest.mark.parametrize("bend", [2.0, -1.5])
def test_the_circle_is_round_in_the_units_of_the_axes(slope, bend):
    circle = circle_of(point(0.5, 1.0, slope, bend), Place(-99, 99, -99, 99, 0, 0, 9000, 5000))
    x, y = units(circle.line, Place(-99, 99, -99, 99, 0, 0, 9000, 5000))
    radius = math.hypot(1, slope) ** 3 / abs(bend)
    inward = (1 + slope**2) / bend
    away = np.hypot(x - (0.5 - slope * inward), y - (1 + inward))
    assert away == pytest.approx(np.full(len(x), radius), rel=1e-3)
    assert circle.center is not None


def test_the_circle_of_a_parabola_at_its_foot():
    circle = circle_of(point(0.0, 0.0, 0.0, 2.0), PLACE)
    assert PLACE.x_at(circle.center.x()) == pytest.approx(0)
    assert PLACE.y_at(circle.center.y()) == pytest.approx(0.5)


def test_a_nearly_straight_curve_has_a_huge_arc_that_touches_it():
    circle = circle_of(point(0.0, 1.0, 0.5, 1e-3), PLACE)
    x, y = units(circle.line, PLACE)
    assert circle.center is None
    assert abs(y - (1 + 0.5 * x + 0.5e-3 * x**2)).max() < 0.01


@pytest.mark.parametrize("values", [(1.0, 0.5, 0.0), (1.0, 0.5), (1.0, 0.5, 1e-200), (1e300, 1, 1), (1.0, 1e200, 1e250)])
def test_without_a_bend_there_is_no_circle(values):
    circle = circle_of(point(0.0, *values), PLACE)
    assert circle is None or not len(circle.line)


def test_a_doubtful_reading_draws_nothing():
    doubtful = Point(1, "f", "x", 0.0, (Reading(1.0), Reading(None, Status.NOT_DIFFERENTIABLE)))
    assert normal_of(doubtful, PLACE) is None
    assert circle_of(doubtful, PLACE) is None


@pytest.mark.parametrize("slope", [0.0, 2.0, -0.3])
def test_the_normal_is_at_right_angles_in_the_units_of_the_axes(slope):
    x, y = units(normal_of(point(0.5, 1.0, slope), PLACE), PLACE)
    assert (x[1] - x[0]) + slope * (y[1] - y[0]) == pytest.approx(0, abs=1e-9)


def test_they_are_drawn_when_the_formula_asks(qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.resize(900, 600)
    plot.show()
    qtbot.waitExposed(plot)
    plot.set_view(VIEW)
    plot.paint_frame(marked())
    drawn = plot.picture.pane.curvature
    assert (drawn.normal, drawn.circle) == (None, None)
    plot.paint_frame(marked(normal=True, circle=True))
    assert drawn.normal is not None
    assert drawn.circle is not None
    plot.grab()
    given = marked(normal=True, circle=True)
    plot.paint_frame(replace(given, point=replace(given.point, readings=given.point.readings[:1])))
    assert (drawn.normal, drawn.circle) == (None, None)

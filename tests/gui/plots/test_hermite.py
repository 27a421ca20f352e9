import numpy as np
import pytest

from core.frame import Curve
from gui.plots.hermite import value_at, values_at


def curve(x, y, order=0):
    return Curve(1, order, "f", np.asarray(x, float), np.asarray(y, float))


def test_a_cubic_comes_back_exactly():
    x = np.array([-1.0, 0.5, 0.7, 3.0])
    found = value_at(curve(x, x**3 - x), curve(x, 3 * x**2 - 1, 1), 2.0)
    assert found == pytest.approx(6.0)


def test_without_a_derivative_it_is_the_drawn_line():
    assert value_at(curve([0, 2], [1, 5]), None, 0.5) == 2


@pytest.mark.parametrize("x", [-0.1, 4.1])
def test_nothing_is_said_beyond_the_ends(x):
    assert value_at(curve([0, 4], [1, 5]), None, x) is None


def test_nothing_is_said_across_a_break():
    broken = curve([0, 1, 1.5, 2, 3], [0, 1, np.nan, 5, 6])
    assert value_at(broken, None, 1.2) is None
    assert value_at(broken, None, 1.0) == 1
    assert value_at(broken, None, 2.0) == 5
    assert value_at(broken, None, 2.5) == 5.5


def test_an_endless_slope_is_not_used():
    slopes = curve([0, 1], [np.inf, 0.5], 1)
    assert value_at(curve([0, 1], [0, 1]), slopes, 0.25) == 0.25


def test_every_curve_has_its_value():
    x = np.linspace(-1, 1, 21)
    found = values_at((curve(x, x**2), curve(x, 2 * x, 1)), 0.33)
    assert found == {(1, 0): pytest.approx(0.33**2), (1, 1): pytest.approx(0.66)}

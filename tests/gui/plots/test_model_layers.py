"""The conic of a Hessian: points where its quadratic form has one value, of a size that is seen."""

import numpy as np
import pytest

from core.explore.quadratic import quadratic
from gui.plots.direction_layer import turned
from gui.plots.model_layers import conic
from gui.plots.place import Place

PLACE = Place(left=0, top=0, width=600, height=400, x_min=-3, x_max=3, y_min=-2, y_max=2)
FAR = 0.34 * 400


def form(shape, line, place=PLACE):
    """d'H d along a line of pixels around the point."""
    steps = line * [place.x_unit, -place.y_unit]
    return ((steps @ shape.hessian) * steps).sum(1)


@pytest.mark.parametrize("matrix", [[[2, 0], [0, 2]], [[3, 1], [1, 2]], [[-5, 2], [2, -1]]])
def test_a_definite_hessian_has_one_closed_ellipse(matrix):
    shape = quadratic(0.0, [0, 0], matrix)
    ((up, line),) = conic(shape, PLACE)
    assert up == (shape.up == 2)
    np.testing.assert_allclose(line[0], line[-1], atol=1e-9)
    np.testing.assert_allclose(form(shape, line), form(shape, line)[0], rtol=1e-9)
    assert 15 < np.hypot(*line.T).max() <= FAR


def test_a_saddle_has_four_branches_of_a_hyperbola_two_of_them_bending_down():
    shape = quadratic(0.0, [0, 0], [[1, 2], [2, -3]])
    lines = conic(shape, PLACE)
    assert sorted(up for up, _ in lines) == [False, False, True, True]
    values = [form(shape, line) for _, line in lines]
    size = abs(values[0][0])
    for (up, line), value in zip(lines, values, strict=True):
        np.testing.assert_allclose(value, size if up else -size, rtol=1e-9)
        assert np.hypot(*line.T).max() <= FAR


def test_a_gutter_has_two_parallel_lines():
    shape = quadratic(0.0, [0, 0], [[2, 0], [0, 0]])
    lines = conic(shape, PLACE)
    assert [up for up, _ in lines] == [True, True]
    for _, line in lines:
        assert np.ptp(line[:, 0]) < 1e-3
        assert np.ptp(line[:, 1]) == pytest.approx(2 * FAR)


def test_what_does_not_bend_has_no_conic():
    assert conic(quadratic(0.0, [1, 0], [[0, 0], [0, 0]]), PLACE) == []


@pytest.mark.parametrize(("angle", "even", "expected"), [
    (0.1, False, (1, 0)), (90.2, False, (0, 1)), (-90, False, (0, -1)), (181, True, (-1, 0)),
    (37, True, (np.cos(np.pi / 6), 0.5)), (44.8, False, (np.sqrt(0.5), np.sqrt(0.5))),
])  # fmt: skip
def test_a_direction_turns_by_whole_degrees_or_by_fifteen(angle, even, expected):
    assert turned(angle, even) == pytest.approx(expected, abs=1e-2 if not even else 1e-12)
    assert np.hypot(*turned(angle, even)) == pytest.approx(1)

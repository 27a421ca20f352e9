"""The words for a point of several variables and of a map."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.explore.linear_map import linear_map
from core.explore.quadratic import quadratic
from core.function import read


def at(text, **point):
    found = read(text, list(point)).at(point)
    return quadratic(found.value, found.gradient, found.hessian)


@pytest.mark.parametrize(
    ("text", "x", "y", "word"),
    [
        ("x^2 + y^2", 0, 0, "Minimum"),
        ("-x^2 - 3y^2", 0, 0, "Maximum"),
        ("x^2 - y^2", 0, 0, "Saddle"),
        ("(x^2+y-11)^2+(x+y^2-7)^2", 3, 2, "Minimum"),
        ("x^2 + y^4", 0, 0, "Flat direction"),
        ("x^4 + y^4", 0, 0, "Degenerate"),
        ("3x + 2y", 1, 1, "Flat"),
        ("x^2 + y", 0, 0, "Bends up, flat across"),
        ("exp(x) + exp(y)", 0, 0, "Bends up in every direction"),
        ("ln x + ln y", 1, 1, "Bends down in every direction"),
        ("x y + x", 1, 2, "Saddle-shaped"),
    ],
)
def test_the_word_says_what_the_point_is(text, x, y, word):
    assert at(text, x=x, y=y).word == word


def test_the_numbers_of_a_saddle():
    found = at("x^2 - y^2 + 3x y", x=0, y=0)
    assert found.inertia == (1, 1, 0)
    assert found.definiteness == "indefinite"
    assert found.eigenvalues == pytest.approx([math.sqrt(13), -math.sqrt(13)])
    assert found.determinant == pytest.approx(-13)
    assert found.trace == 0
    assert found.condition == pytest.approx(1)
    first = found.axes[:, 0]
    assert found.hessian @ first == pytest.approx(found.eigenvalues[0] * first)
    assert found.sentence == "1 direction bends down, 1 bends up, and the gradient is zero."


def test_the_model_is_the_taylor_polynomial_of_second_order():
    found = at("exp(x) sin y", x=0.3, y=0.7)
    step = np.array([[1e-4, -2e-4], [0.0, 0.0]])
    truth = np.exp(0.3 + step[:, 0]) * np.sin(0.7 + step[:, 1])
    assert found.model(step) == pytest.approx(truth, abs=1e-11)
    slope, bend = found.along([3, 4])
    assert slope == pytest.approx(float(found.gradient @ [0.6, 0.8]))
    assert bend == pytest.approx(float(np.array([0.6, 0.8]) @ found.hessian @ [0.6, 0.8]))


def test_many_directions_are_counted():
    found = quadratic(1.0, np.ones(20), np.diag([-1.0, *np.ones(19)]), axes=False)
    assert found.word == "Saddle-shaped"
    assert found.sentence == "1 direction bends down, 19 bend up."
    assert found.axes is None


def test_nothing_is_said_where_a_number_is_missing():
    assert quadratic(1.0, [np.nan, 1.0], np.eye(2)) is None
    assert linear_map([1.0], [[np.inf]]) is None


@pytest.mark.parametrize(
    ("jacobian", "word"),
    [
        ([[0, 1], [-1, 0.5]], "Unstable focus"),
        ([[0, 1], [-1, -0.5]], "Stable focus"),
        ([[0, 1], [-1, 0]], "Centre"),
        ([[-1, 0], [0, -2]], "Stable node"),
        ([[1, 0], [0, 2]], "Unstable node"),
        ([[1, 0], [0, -2]], "Saddle"),
        ([[1, 0], [0, 0]], "Degenerate"),
        ([[0, 1, 0], [-1, 0, 0], [0, 0, -1]], "Degenerate"),
        ([[-1, 1, 0], [-1, -1, 0], [0, 0, -1]], "Stable focus"),
    ],
)
def test_the_word_for_a_flow(jacobian, word):
    assert linear_map(np.zeros(len(jacobian)), jacobian).word == word


def test_polar_coordinates_keep_orientation_and_scale_by_the_radius():
    r, angle = 2.0, 0.7
    c, s = math.cos(angle), math.sin(angle)
    found = linear_map([r * c, r * s], [[c, -r * s], [s, r * c]])
    assert found.determinant == pytest.approx(r)
    assert found.singular_values == pytest.approx([2, 1])
    assert found.orientation == "Keeps orientation."
    assert found.divergence == pytest.approx(c + r * c)
    assert found.curl == pytest.approx(s + r * s)
    assert linear_map([0, 0], [[c, 0], [s, 0]]).orientation == "Folds: 1 direction is lost."
    assert found.sentence.endswith("Not at rest: the map is not zero here.")


def test_the_curl_of_a_map_of_space_has_three_components():
    found = linear_map([0, 0, 0], [[0, -1, 0], [1, 0, 0], [0, 0, 0]])
    assert list(found.curl) == [0, 0, 2]
    assert linear_map([1.0, 2.0, 3.0], [[1.0], [0.0], [2.0]]).eigenvalues is None

"""Landmarks on the functions that fool others: those that 50-digit bisection finds, and no other."""

from __future__ import annotations

import math

import pytest

from core.document import Viewport, first_document, with_formula
from core.evaluate import Evaluator
from tests.core.explore.landmark_oracle import landmarks

PI = math.pi
VIEW = (-5.0, 5.0)
HALVES = [-1.5 * PI, -0.5 * PI, 0.5 * PI, 1.5 * PI]
WHOLE = [-4, -3, -2, -1, 0]


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def search_of(evaluator, text, view):
    document = with_formula(first_document(), 1, text=text, shown=(0, 1, 2))
    (search,) = evaluator.frame(document, Viewport(*view)).searches
    return search


CASES = [
    ("tan x", "tan(x)", VIEW, {"breaks": HALVES}),
    ("1/x", "1/x", VIEW, {"breaks": [0]}),
    ("|x|", "Abs(x)", VIEW, {"corners": [0]}),
    ("x sin(1/x)", "x*sin(1/x)", (0.05, 1.0), {}),
    ("(x-1)(x-1.0001)(x-1.0002)", "(x-1)*(x-Rational('1.0001'))*(x-Rational('1.0002'))", VIEW,
     {"dense": [(0.999, 1.001)]}),
    ("(x-1)^2 (x-1.001)^2", "(x-1)**2*(x-Rational('1.001'))**2", VIEW, {"dense": [(0.999, 1.002)]}),
    ("x^3 - 3x + 2", "x**3-3*x+2", VIEW, {}),
    ("sin x + 1e-6 sin(100x)", "sin(x)+sin(100*x)/1000000", VIEW, {}),
    ("sin x + 1e-3 sin(100x)", "sin(x)+sin(100*x)/1000", (-2.0, 2.0), {}),
    ("tan(x) - x", "tan(x)-x", VIEW, {"breaks": HALVES}),
    ("sqrt|x|", "sqrt(Abs(x))", VIEW, {"corners": [0]}),
    ("x|x|", "x*Abs(x)", VIEW, {}),
    ("(x^2-1)^2", "(x**2-1)**2", VIEW, {}),
    ("1/(x-1)^2", "1/(x-1)**2", VIEW, {"breaks": [1]}),
    ("gamma x", "gamma(x)", VIEW, {"breaks": WHOLE}),
    ("sin(x^2)", "sin(x**2)", VIEW, {}),
    ("x^4", "x**4", VIEW, {}),
    ("x^5", "x**5", VIEW, {}),
    ("(x-2)^3", "(x-2)**3", VIEW, {}),
    ("(x-0.3)^4", "(x-Rational('0.3'))**4", VIEW, {}),
    ("sin(x)^3", "sin(x)**3", (-4.0, 4.0), {}),
    ("cos x - 1", "cos(x)-1", (-20.0, 20.0), {}),
    ("|sin x|", "Abs(sin(x))", VIEW, {"corners": [-PI, 0, PI]}),
    ("exp(x) - 1 - x", "exp(x)-1-x", (-3.0, 3.0), {}),
    ("(x-1)^2 + 1e-12", "(x-1)**2+Rational('1e-12')", (-3.0, 3.0), {}),
    ("x^3 + 1e-9x", "x**3+Rational('1e-9')*x", (-3.0, 3.0), {}),
    ("1/(x^2 + 1e-6)", "1/(x**2+Rational('1e-6'))", VIEW, {"dense": [(-0.01, 0.01)]}),
    ("ln(x)/x", "log(x)/x", (0.05, 9.0), {}),
    ("x + 1/x", "x+1/x", VIEW, {"breaks": [0]}),
    ("x^2/(x^2-1)", "x**2/(x**2-1)", VIEW, {"breaks": [-1, 1]}),
    ("csc x + x", "csc(x)+x", VIEW, {"breaks": [-PI, 0, PI]}),
    ("e^(-x) sin(20x)", "exp(-x)*sin(20*x)", (0.01, 3.0), {}),
    ("x^6 - x^4", "x**6-x**4", (-2.0, 2.0), {}),
    ("tanh(1000x)", "tanh(1000*x)", VIEW, {}),
    ("1e9 + x^3 - x", "1000000000+x**3-x", (-2.0, 2.0), {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "view", "known"), CASES)
def test_the_search_finds_what_fifty_digits_find_and_nothing_else(
    evaluator, text, source, view, known
):
    search = search_of(evaluator, text, view)
    truth = landmarks(source, view, **known)
    for kind, expected in truth.items():
        found = [mark.x for mark in search.landmarks if mark.kind.value == kind]
        assert len(found) == len(expected), (kind, found, expected)
        assert found == pytest.approx(expected, rel=1e-11, abs=2e-12 * (view[1] - view[0])), kind
    assert not search.crowded


def test_noise_of_a_straight_line_with_a_hole_has_no_inflections(evaluator):
    search = search_of(evaluator, "(x^2-1)/(x-1)", VIEW)
    assert [(mark.kind.value, mark.x) for mark in search.landmarks] == [("root", -1.0)]
    (hole,) = search.kinks
    assert (hole.kind.value, hole.x, hole.left[0], hole.right[1]) == ("hole", 1.0, 2.0, 1.0)


def test_a_flat_top_of_infinite_order_is_a_hole_and_no_landmark(evaluator):
    search = search_of(evaluator, "e^(-1/x^2)", VIEW)
    bend = math.sqrt(2 / 3)
    assert [mark.x for mark in search.landmarks] == pytest.approx([-bend, bend], rel=1e-12)
    assert {mark.kind.value for mark in search.landmarks} == {"inflection"}


def test_a_plateau_is_told_as_one_and_its_ends_are_no_roots(evaluator):
    search = search_of(evaluator, "{x < -1: -x - 1, x < 1: 0, x - 1}", VIEW)
    assert search.flats == ((-1.0, 1.0, 0.0),)
    assert search.landmarks == ()
    assert [kink.x for kink in search.kinks] == [-1.0, 1.0]


def test_a_vertical_tangent_with_a_change_of_bend_is_an_inflection(evaluator):
    search = search_of(evaluator, "cbrt x", VIEW)
    found = [(mark.kind.value, mark.x) for mark in search.landmarks]
    assert found == [("inflection", 0.0), ("root", 0.0)]


def test_a_corner_with_a_level_side_is_a_minimum(evaluator):
    search = search_of(evaluator, "max(x, x^2)", (-3.0, 3.0))
    assert [mark.x for mark in search.landmarks if mark.kind.value == "minimum"] == [0.0]


def test_a_root_where_f_is_not_defined_is_a_hole(evaluator):
    search = search_of(evaluator, "(x^2 - 2)^2/(x - sqrt(2))", VIEW)
    roots = [mark.x for mark in search.landmarks if mark.kind.value == "root"]
    assert roots == pytest.approx([-math.sqrt(2)], rel=1e-14)


def test_jumps_at_the_ends_of_the_view_stand_at_the_ends(evaluator):
    search = search_of(evaluator, "x - floor x", (-3.0, 3.0))
    jumps = [mark.x for mark in search.landmarks if mark.kind.value == "jump"]
    assert jumps == [-3, -2, -1, 0, 1, 2, 3]

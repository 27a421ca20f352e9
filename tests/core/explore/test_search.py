"""Landmarks, ends and poles on functions that fool others, against places known exactly."""

from __future__ import annotations

import math

import pytest

from core.document import Viewport, first_document, with_formula, with_new_formula, with_view
from core.evaluate import Evaluator

PI = math.pi


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def frame_of(evaluator, text, view=(-5.0, 5.0)):
    document = with_formula(first_document(), 1, text=text, shown=(0,))
    return evaluator.frame(document, Viewport(view[0], view[1], -4.0, 4.0))


def places(frame, kind):
    (search,) = frame.searches
    return [mark.x for mark in search.landmarks if mark.kind.value == kind]


ROOT2, ROOT23 = math.sqrt(2), math.sqrt(2 / 3)
FOUND = [
    ("x^3 - 2x", "root", [-ROOT2, 0, ROOT2]),
    ("x^3 - 2x", "maximum", [-ROOT23]),
    ("x^3 - 2x", "minimum", [ROOT23]),
    ("x^3 - 2x", "inflection", [0]),
    ("x^2", "root", [0]),
    ("x^2", "minimum", [0]),
    ("(x-1)^2 (x+2)", "root", [-2, 1]),
    ("|x|", "minimum", [0]),
    ("|x|", "root", [0]),
    ("|x^2 - 1|", "minimum", [-1, 1]),
    ("|x^2 - 1|", "maximum", [0]),
    ("x |x|", "inflection", [0]),
    ("tan x", "root", [-PI, 0, PI]),
    ("tan x", "maximum", []),
    ("tan x", "minimum", []),
    ("tan x", "pole", [-1.5 * PI, -0.5 * PI, 0.5 * PI, 1.5 * PI]),
    ("1/x", "root", []),
    ("1/x", "pole", [0]),
    ("1/x", "inflection", []),
    ("1/x^2", "pole", [0]),
    ("1/x^2", "maximum", []),
    ("1/((x-1)(x+2)^2)", "pole", [-2, 1]),
    ("ln|x|", "root", [-1, 1]),
    ("floor x", "jump", [-4, -3, -2, -1, 0, 1, 2, 3, 4]),
    ("floor x", "pole", []),
    ("{x < 1: x, x + 1}", "jump", [1]),
    ("max(x, x^2)", "jump", []),
    ("max(x, x^2)", "root", [0]),
    ("sin(x)/x", "root", [-PI, PI]),
    ("sin(x)/x", "maximum", []),
    ("e^(-1/x^2)", "root", []),
    ("x^4", "inflection", []),
    ("x^4", "minimum", [0]),
    ("5", "root", []),
    ("0x", "root", []),
    ("sin(x) - 0.5", "root", [-7 * PI / 6, PI / 6, 5 * PI / 6]),
    ("(x - 1)(x - 1.001)", "root", [1, 1.001]),
    ("sqrt(x) - 1", "root", [1]),
    ("lambertw(x)", "root", [0]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), FOUND)
def test_landmarks_stand_where_they_are(evaluator, text, kind, expected):
    found = places(frame_of(evaluator, text), kind)
    assert len(found) == len(expected), found
    assert found == pytest.approx(expected, abs=1e-9)


def test_a_search_names_its_interval_and_tolerance(evaluator):
    (search,) = frame_of(evaluator, "x^3 - 2x", (-2.0, 3.0)).searches
    assert (search.low, search.high) == (-2.0, 3.0)
    assert search.places > 200
    assert search.tolerance == pytest.approx(5e-12)


def test_circles_at_a_jump_say_which_value_is_taken(evaluator):
    ends = [end for end in frame_of(evaluator, "floor x").ends if end.x == 1]
    assert [(end.y, end.closed) for end in ends] == [(0, False), (1, True)]


def test_a_hole_is_an_open_circle_at_the_continuous_extension(evaluator):
    (end,) = frame_of(evaluator, "sin(x)/x").ends
    assert (end.x, end.closed) == (0, False)
    assert end.y == pytest.approx(1, abs=1e-9)


def test_a_pole_has_a_dashed_line_and_a_jump_has_none(evaluator):
    assert [line.x for line in frame_of(evaluator, "1/(x-3)").asymptotes] == [3]
    assert frame_of(evaluator, "floor x").asymptotes == ()


@pytest.mark.parametrize("text", ["sin(1/x)", "sin(1000 x^2)"])
def test_what_is_too_fine_for_the_pixels_says_so(evaluator, text):
    frame = frame_of(evaluator, text)
    assert "faster than the pixels" in frame.rows[0].note
    assert frame.searches == ()


def test_what_is_fine_but_drawable_says_nothing(evaluator):
    assert frame_of(evaluator, "sin 20x").rows[0].note == ""


def test_kmplots_zoom_case_is_a_straight_line(evaluator):
    frame = evaluator.frame(
        with_formula(first_document(), 1, text="1 + x^3 + sin x", shown=(0, 2)),
        Viewport(-1e-4, 1e-4),
    )
    bend = next(curve for curve in frame.curves if curve.order == 2)
    assert bend.y == pytest.approx(5 * bend.x, rel=1e-7, abs=1e-15)


def test_two_curves_meet_where_they_do(evaluator):
    document = with_new_formula(with_formula(first_document(), 1, text="x^2"), "x + 2")
    frame = evaluator.frame(document, Viewport(-5.0, 5.0, -4.0, 9.0))
    marks = [mark for mark in frame.searches[0].landmarks if mark.kind.value == "intersection"]
    assert [(mark.x, mark.y) for mark in marks] == [(-1, 1), (2, 4)]


def test_the_variation_table_reads_like_the_one_on_the_blackboard(evaluator):
    document = with_view(with_formula(first_document(), 1, text="x^3 - 3x"), "table")
    table = evaluator.frame(document, Viewport(-2.0, 2.0, -4.0, 4.0)).table
    assert table.places == ("−2", "−1", "0", "1", "2")
    slope, bend, course = table.rows
    assert (slope.points, slope.between) == (("", "0", "", "0", ""), ("+", "−", "−", "+"))
    assert (bend.points, bend.between) == (("", "", "0", "", ""), ("−", "−", "+", "+"))
    assert course.points == ("−2", "2", "0", "−2", "2")
    assert course.between == ("↗", "↘", "↘", "↗")
    assert table.latex.count(r"\\") == 4


def test_the_taylor_polynomial_has_its_order_and_its_band_holds_f(evaluator):
    document = with_formula(first_document(), 1, text="sin x", taylor=3)
    frame = evaluator.frame(document, Viewport(-4.0, 4.0, -4.0, 4.0))
    (line,) = frame.overlays
    step = line.x - 1.0
    expected = math.sin(1) + math.cos(1) * (step - step**3 / 6) - math.sin(1) * step**2 / 2
    assert line.y == pytest.approx(expected, abs=1e-12)
    import numpy as np

    truth = np.sin(line.x)
    assert np.all((line.low - 1e-12 <= truth) & (truth <= line.high + 1e-12))


def test_newtons_path_ends_at_a_root(evaluator):
    document = with_formula(first_document(), 1, text="x^2 - 2", newton=True, tangent=False)
    (line,) = evaluator.frame(document, Viewport(-4.0, 4.0, -4.0, 4.0)).overlays
    assert line.x[-1] == pytest.approx(ROOT2, rel=1e-12)


def test_the_secant_turns_into_the_tangent(evaluator):
    document = with_formula(first_document(), 1, text="x^2", secant=1e-3)
    (line,) = evaluator.frame(document, Viewport(-4.0, 4.0, -4.0, 4.0)).overlays
    assert (line.y[1] - line.y[0]) / (line.x[1] - line.x[0]) == pytest.approx(2.001)


@pytest.mark.parametrize("text", ["x^2 sin x", "x^3", "x^5 - x^3"])
def test_a_multiple_root_at_zero_is_zero(evaluator, text):
    assert 0.0 in places(frame_of(evaluator, text, (-2.5, 2.5)), "root")

"""Sensitivities against mpmath at 50 digits; nothing where there is no derivative."""

import mpmath
import pytest

from core.document import (
    Document,
    Viewport,
    with_active,
    with_new_formula,
    with_parameter,
    with_plane_view,
    with_point,
)
from core.evaluate import Evaluator

VIEW = Viewport(-3.0, 3.0, -5.0, 5.0, 400, 300)
WAVES = "exp(-(x^2 + y^2)/a) sin(b x) cos y"


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def document(*texts, x=1.0, y=1.0, **sliders):
    made = Document()
    for text in texts:
        made = with_new_formula(made, text)
    made = with_point(with_point(with_active(made, 1), "x", x), "y", y)
    for name, value in sliders.items():
        made = with_parameter(made, name, value)
    return made


def found(evaluator, *texts, **places):
    frame = evaluator.frame(document(*texts, **places), VIEW)
    return {each.parameter: each.value for each in frame.sensitivities}


def test_of_one_variable_they_are_the_partial_derivatives_in_the_sliders(evaluator):
    slopes = found(evaluator, "a x^3 + sin(b x)", x=0.7, a=2.0, b=1.3)
    with mpmath.workdps(50):
        x, b = mpmath.mpf(0.7), mpmath.mpf(1.3)
        assert slopes == pytest.approx(
            {"a": float(x**3), "b": float(x * mpmath.cos(b * x))}, rel=1e-15
        )


def test_of_two_variables_they_are_taken_at_the_point_of_the_plane(evaluator):
    slopes = found(evaluator, WAVES, x=0.2, y=-0.6, a=4.0, b=1.4)
    with mpmath.workdps(50):

        def f(a, b):
            x, y = mpmath.mpf(0.2), mpmath.mpf(-0.6)
            return mpmath.exp(-(x**2 + y**2) / a) * mpmath.sin(b * x) * mpmath.cos(y)

        at = (mpmath.mpf(4), mpmath.mpf(1.4))
        truth = {"a": float(mpmath.diff(f, at, (1, 0))), "b": float(mpmath.diff(f, at, (0, 1)))}
    assert slopes == pytest.approx(truth, rel=1e-14)


def test_a_cut_has_those_of_its_function(evaluator):
    cut = with_plane_view(document("a x y^2", x=3.0, y=2.0), "cut")
    (only,) = evaluator.frame(cut, VIEW).sensitivities
    assert (only.name, only.parameter, only.value) == ("f", "a", 12.0)


def test_the_sliders_of_three_variables_have_one_and_the_variables_stand_at_the_point(evaluator):
    assert found(evaluator, "f(x, y, z) = a x y z^2", x=3.0, a=2.0) == {"a": 3.0}


def test_a_slider_of_another_formula_alone_has_none(evaluator):
    assert found(evaluator, "a x", "b x", x=2.0) == {"a": 2.0}


def test_a_slider_inside_a_used_function_counts(evaluator):
    assert found(evaluator, "f(x) = g(x)^2", "g(x) = c x", x=2.0, c=3.0) == {"c": 24.0}


@pytest.mark.parametrize(
    ("text", "a"), [("abs(a) x", 0.0), ("sqrt(a) + x", -1.0), ("x floor(a)", 2.0), ("x/a", 0.0)]
)
def test_where_there_is_no_derivative_there_is_no_number(evaluator, text, a):
    assert found(evaluator, text, a=a) == {}


def test_a_power_has_its_slope_in_the_exponent_at_zero(evaluator):
    assert found(evaluator, "x^a", x=2.0, a=0.0)["a"] == pytest.approx(
        float(mpmath.log(2)), rel=1e-15
    )


def test_a_draft_and_a_frame_before_the_derivatives_have_none(evaluator):
    chosen = document("a x")
    assert evaluator.frame(chosen, VIEW, draft=True).sensitivities == ()
    assert Evaluator().frame(chosen, VIEW).sensitivities == ()


def test_what_does_not_change_is_the_same_object(evaluator):
    chosen = document("a x")
    first = evaluator.frame(chosen, VIEW).sensitivities
    wider = Viewport(-4.0, 4.0, -5.0, 5.0, 400, 300)
    assert evaluator.frame(chosen, wider).sensitivities is first

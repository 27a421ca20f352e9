"""Families: one formula for many values of a slider."""

from dataclasses import replace

import mpmath
import numpy as np
import pytest

from core.document import (
    Document,
    Family,
    Parameter,
    Viewport,
    family_values,
    with_family,
    with_formula,
    with_new_formula,
    with_parameter,
    with_slider,
)
from core.evaluate import Evaluator

VIEW = Viewport(-3.0, 3.0, -5.0, 5.0, 400, 300)


@pytest.fixture
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def of(text, family, shown=(0, 1)):
    document = with_new_formula(Document(), text)
    document = with_formula(document, document.active, shown=shown)
    return with_family(document, family)


def test_even_values_run_over_the_range_of_the_slider():
    document = with_slider(of("a x", Family("a", 5)), Parameter("a", 1.0, -2.0, 2.0))
    assert family_values(document) == (-2.0, -1.0, 0.0, 1.0, 2.0)


def test_a_slider_of_factors_has_a_family_of_factors():
    document = with_slider(of("a x", Family("a", 4)), Parameter("a", 1.0, 0.1, 100.0, log=True))
    assert family_values(document) == (0.1, 1.0, 10.0, 100.0)


def test_typed_values_stay_as_they_were_typed_each_once():
    document = of("a x", Family("a", listed=(3.0, 1.0, 3.0, 2.0)))
    assert family_values(document) == (3.0, 1.0, 2.0)


@pytest.mark.parametrize("family", [Family("a", 1), Family("a", 16), Family("a", listed=(1.0,)),
                                    Family("a", listed=(1.0, float("nan")))])
def test_a_family_has_two_to_fifteen_finite_values(family):
    with pytest.raises(ValueError, match="family"):
        with_family(Document(), family)


def test_every_shown_order_is_drawn_once_per_value(evaluator):
    frame = evaluator.frame(of("sin(a x)", Family("a", listed=(1.0, 2.0, 3.0)), (0, 1, 2)), VIEW)
    assert [(each.value, each.curve.order) for each in frame.members] == [
        (value, order) for value in (1.0, 2.0, 3.0) for order in (0, 1, 2)
    ]
    assert [each.share for each in frame.members if each.curve.order == 0] == [0.0, 0.5, 1.0]
    for each in frame.members:
        for x, y in list(zip(each.curve.x, each.curve.y, strict=True))[::97]:
            with mpmath.workdps(50):
                true = mpmath.diff(lambda t, a=each.value: mpmath.sin(a * t), x, each.curve.order)
            assert y == pytest.approx(float(true), abs=1e-12)


def test_only_formulas_of_the_slider_have_members(evaluator):
    document = with_new_formula(of("a x", Family("a", 3)), "b x^2")
    frame = evaluator.frame(document, VIEW)
    assert {each.curve.key for each in frame.members} == {1}


def test_the_slider_of_the_family_moves_without_computing_its_members_again(evaluator):
    document = of("a sin(b x)", Family("a", 7))
    before = evaluator.frame(document, VIEW)
    after = evaluator.frame(with_parameter(document, "a", 2.5), VIEW, draft=True)
    assert after.members is before.members
    assert after.curves is not before.curves
    other = evaluator.frame(with_parameter(document, "b", 2.5), VIEW)
    assert all(a.curve is not b.curve for a, b in zip(before.members, other.members, strict=True))


def test_a_member_that_stays_is_the_same_curve_when_another_value_is_typed(evaluator):
    document = of("a sin x", Family("a", listed=(1.0, 2.0)))
    before = evaluator.frame(document, VIEW)
    after = evaluator.frame(with_family(document, Family("a", listed=(1.0, 3.0))), VIEW)
    assert after.members[0].curve is before.members[0].curve
    assert after.members[2].curve is not before.members[2].curve


def test_a_fitted_height_shows_the_whole_family(evaluator):
    document = of("a x^2", Family("a", listed=(-4.0, 4.0)), shown=(0,))
    frame = evaluator.frame(document, replace(VIEW, y_min=None, y_max=None))
    assert frame.viewport.y_min < -36 < 36 < frame.viewport.y_max


def test_hidden_formulas_and_frames_without_a_family_have_no_members(evaluator):
    document = of("a x", Family("a", 3))
    assert evaluator.frame(with_formula(document, 1, visible=False), VIEW).members == ()
    assert evaluator.frame(with_family(document, None), VIEW).members == ()


def test_before_pytorch_the_members_of_f_are_there():
    frame = Evaluator().frame(of("a x", Family("a", 3)), VIEW)
    assert [each.curve.order for each in frame.members] == [0, 0, 0]
    assert np.allclose(frame.members[0].curve.y, -5 * frame.members[0].curve.x)

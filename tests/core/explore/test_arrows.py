"""The gradient field: directions against SymPy, a grid that stands still, readable lengths."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from core.calculus.program import Cancelled
from core.document import (
    Document,
    Formula,
    Plane,
    Viewport,
    with_parameter,
    with_plane_view,
    with_shade,
)
from core.evaluate import Evaluator
from core.explore.arrows import SPACING, arrows, lengths
from core.function import read

VIEW = Viewport(plane=Plane(-2, 2, -1, 1), width=400, height=200)
UNIT = 4 / 400


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def document(text="f(x, y) = x^3 y + a sin(x y)", view="arrows"):
    return with_plane_view(Document((Formula(1, text),), active=1), view)


def test_arrows_are_the_gradient_at_their_places(evaluator):
    found = evaluator.frame(with_parameter(document(), "a", 1.5), VIEW).plane.arrows
    x, y = sympy.symbols("x y")
    f = x**3 * y + sympy.Rational(3, 2) * sympy.sin(x * y)
    grid = np.meshgrid(found.x, found.y)
    assert found.gradient.shape == (len(found.y), len(found.x), 2)
    for k, name in enumerate((x, y)):
        truth = sympy.lambdify((x, y), f.diff(name), "numpy")(*grid)
        np.testing.assert_allclose(found.gradient[..., k], truth, rtol=1e-12, atol=1e-14)


def test_other_views_have_none(evaluator):
    for view in ("field", "hessian"):
        assert evaluator.frame(document(view=view), VIEW).plane.arrows is None
    assert Evaluator().frame(document(), VIEW).plane.arrows is None


def test_they_stand_evenly_in_pixels_and_fill_the_view(evaluator):
    found = evaluator.frame(document(), VIEW).plane.arrows
    assert found.step == pytest.approx(SPACING * UNIT)
    np.testing.assert_allclose(np.diff(found.x), found.step)
    np.testing.assert_allclose(np.diff(found.y), found.step)
    assert found.x[0] >= -2 > found.x[0] - found.step
    assert found.y[-1] <= 1 < found.y[-1] + found.step


def test_a_pan_leaves_every_arrow_where_it_was(evaluator):
    before = evaluator.frame(document(), VIEW).plane.arrows
    panned = replace(VIEW, plane=Plane(-1.9, 2.1, -0.93, 1.07))
    after = evaluator.frame(document(), panned).plane.arrows
    common = after.x[after.x <= before.x[-1] + 1e-9]
    np.testing.assert_allclose(common, before.x[-len(common) :], atol=1e-12)


def test_a_draft_and_other_colours_keep_them(evaluator):
    first = evaluator.frame(document(), VIEW).plane.arrows
    assert evaluator.frame(document(), VIEW, draft=True).plane.arrows is first
    assert evaluator.frame(with_shade(document(), "det"), VIEW).plane.arrows is first


def test_lengths_are_proportional_and_the_longest_fill_their_cell(evaluator):
    found = evaluator.frame(document("x^2 + y^2"), VIEW).plane.arrows
    sizes = np.hypot(found.gradient[..., 0], found.gradient[..., 1])
    inner = found.lengths < 1
    ratio = found.lengths[inner & (sizes > 0)] / sizes[inner & (sizes > 0)]
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-12)
    assert found.lengths.max() == 1
    assert 0 < np.mean(found.lengths == 1) < 0.05


def test_on_a_log_scale_a_tenth_is_a_third_shorter():
    sizes = np.array([*[1000.0] * 200, 100.0, 10.0, 1.0, 0.1, 0.0, np.nan])
    found = lengths(sizes, log=True)[199:]
    np.testing.assert_allclose(found, [1, 2 / 3, 1 / 3, 0, 0, 0, 0], atol=1e-12)


def test_the_log_scale_is_chosen_in_the_document(evaluator):
    even = evaluator.frame(document("exp(3x) y"), VIEW).plane.arrows
    log = evaluator.frame(replace(document("exp(3x) y"), log_arrows=True), VIEW).plane.arrows
    assert np.median(even.lengths) < 0.1 < np.median(log.lengths)
    np.testing.assert_array_equal(even.gradient, log.gradient)


def test_a_pole_does_not_shrink_all_other_arrows(evaluator):
    wide = replace(VIEW, plane=Plane(-2, 2, -2, 2), width=800, height=800)
    found = evaluator.frame(document("ln(x^2 + y^2)"), wide).plane.arrows
    assert np.median(found.lengths) > 0.05
    middle = found.lengths[len(found.y) // 2, len(found.x) // 2]
    assert middle == 0  # no gradient at the pole itself


def test_a_constant_has_no_lengths_and_half_a_plane_no_arrows(evaluator):
    flat = evaluator.frame(document("f(x, y) = 3"), VIEW).plane.arrows
    assert not flat.lengths.any()
    half = evaluator.frame(document("ln(x) + y"), VIEW).plane.arrows
    assert np.isnan(half.gradient[:, half.x < 0]).all()
    assert np.isfinite(half.gradient[:, half.x > 0]).all()


def test_they_give_up_when_asked():
    program = read("sin(x) cos(y) + 11 x y").program
    with pytest.raises(Cancelled):
        arrows(program, (), (-2, 2), (-1, 1), UNIT / 20, False, lambda: True)

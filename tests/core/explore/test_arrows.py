"""The gradient field: directions against SymPy, a grid that stands still, readable lengths."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from core.calculus.program import Cancelled
from core.choices import Arrowing, Marks
from core.document import (
    Document,
    Formula,
    Plane,
    Viewport,
    with_parameter,
    with_plane_view,
    with_point,
    with_several,
    with_shade,
)
from core.evaluate import Evaluator
from core.explore.arrows import arrows, gradient_of, lengths
from core.explore.streamlines import Grid, streamlines
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
    assert found.vectors.shape == (len(found.y), len(found.x), 2)
    for k, name in enumerate((x, y)):
        truth = sympy.lambdify((x, y), f.diff(name), "numpy")(*grid)
        np.testing.assert_allclose(found.vectors[..., k], truth, rtol=1e-12, atol=1e-14)


def test_other_views_have_none(evaluator):
    for view in ("field", "hessian"):
        assert evaluator.frame(document(view=view), VIEW).plane.arrows is None
    assert Evaluator().frame(document(), VIEW).plane.arrows is None


def test_they_stand_evenly_in_pixels_and_fill_the_view(evaluator):
    found = evaluator.frame(document(), VIEW).plane.arrows
    assert found.step == pytest.approx(Arrowing().spacing * UNIT)
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
    sizes = np.hypot(found.vectors[..., 0], found.vectors[..., 1])
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
    chosen = with_several(document("exp(3x) y"), arrowing=Arrowing(log=True))
    log = evaluator.frame(chosen, VIEW).plane.arrows
    assert np.median(even.lengths) < 0.1 < np.median(log.lengths)
    np.testing.assert_array_equal(even.vectors, log.vectors)


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
    assert np.isnan(half.vectors[:, half.x < 0]).all()
    assert np.isfinite(half.vectors[:, half.x > 0]).all()


def test_they_give_up_when_asked():
    def stop():
        return True

    program = read("sin(x) cos(y) + 11 x y").program
    with pytest.raises(Cancelled):
        arrows(gradient_of(program, (), stop), (-2, 2), (-1, 1), UNIT / 20, Arrowing(), stop)


def test_spacing_and_length_are_as_chosen_and_leave_the_fields_alone(evaluator):
    plain = evaluator.frame(document(), VIEW).plane
    chosen = with_several(document(), arrowing=Arrowing(spacing=16.0, length=2.0))
    plane = evaluator.frame(chosen, VIEW).plane
    assert plane.arrows.step == pytest.approx(16 * UNIT)
    assert plane.arrows.lengths.max() == 2
    assert plane.shades is plain.shades


def test_streamlines_run_along_the_gradient(evaluator):
    streams = with_several(document("x^2 - y^2"), arrowing=Arrowing("streamlines", spacing=24.0))
    found = evaluator.frame(streams, VIEW).plane.arrows
    assert len(found.lines) > 20
    for line in found.lines:
        np.testing.assert_allclose(np.prod(line, axis=1), np.prod(line[0]), atol=2 * UNIT)
        way = np.diff(line, axis=0)
        middle = (line[:-1] + line[1:]) / 2
        assert ((way * middle * [1, -1]).sum(1) > 0).all()  # uphill


def test_streamlines_keep_off_each_other_and_fill_the_view(evaluator):
    streams = with_several(document("x^2 + 3 y"), arrowing=Arrowing("streamlines", spacing=24.0))
    lines = evaluator.frame(streams, VIEW).plane.arrows.lines
    spacing = 24 * UNIT
    for k, line in enumerate(lines):
        others = np.concatenate([each for each in lines if each is not line])
        apart = np.hypot(*(line[:, None] - others[None]).transpose(2, 0, 1))
        assert np.median(apart.min(1)) > 0.3 * spacing, k
    places = np.stack(np.meshgrid(np.linspace(-1.8, 1.8, 19), np.linspace(-0.9, 0.9, 10)), -1)
    far = np.hypot(*(places.reshape(-1, 1, 2) - np.concatenate(lines)[None]).transpose(2, 0, 1))
    assert np.quantile(far.min(1), 0.9) < 1.5 * spacing


def test_a_streamline_that_comes_back_ends_there_and_holes_have_none():
    x = y = np.linspace(-2, 2, 81)
    across, up = np.meshgrid(x, y)
    vectors = np.stack([-up, across], -1)
    vectors[(across > 1) & (up > 1)] = np.nan
    seeds = np.array([[0.8, 0.0], [1.5, 1.5]])
    (circle,) = streamlines(Grid(x, y, vectors), seeds, 0.25, 4.0)
    np.testing.assert_allclose(np.hypot(*circle.T), 0.8, atol=0.01)
    turned = np.unwrap(np.arctan2(circle[:, 1], circle[:, 0]))
    assert 0.9 * 2 * np.pi < np.ptp(turned) < 1.2 * 2 * np.pi


def test_steepest_descent_ends_in_the_minimum_that_calculus_knows(evaluator):
    chosen = with_several(document("(x^2 - 1)^2 + 3 y^2", "field"), marks=Marks(descent=True))
    at = with_point(with_point(chosen, "x", 0.1), "y", 0.9)
    way = evaluator.frame(at, VIEW).plane.descent
    assert way[0].tolist() == [0.1, 0.9]
    np.testing.assert_allclose(way[-1], [1, 0], atol=4 * UNIT)
    heights = (way[:, 0] ** 2 - 1) ** 2 + 3 * way[:, 1] ** 2
    assert (np.diff(heights) < 1e-3).all()
    bowl = with_point(with_point(replace(chosen, formulas=(Formula(1, "x^2 + 4 y^2"),)), "x", 1.5),
                      "y", 0.8)  # fmt: skip
    down = evaluator.frame(bowl, VIEW).plane.descent
    late = down[down[:, 0] > 0.1]
    np.testing.assert_allclose(late[:, 1], 0.8 * (late[:, 0] / 1.5) ** 4, atol=2 * UNIT)


def test_a_descent_follows_the_floor_of_a_narrow_valley_to_its_minimum(evaluator):
    """Rosenbrock's valley is y = x^2, in which the flow of the gradient stays."""
    text = "(0.8 - x)^2 + 100 (y - x^2)^2"
    chosen = with_several(document(text, "field"), marks=Marks(descent=True))
    way = evaluator.frame(with_point(with_point(chosen, "x", -0.9), "y", 0.9), VIEW).plane.descent
    assert way[0].tolist() == [-0.9, 0.9]
    np.testing.assert_allclose(way[-1], [0.8, 0.64], atol=4 * UNIT)
    floor = way[len(way) // 4 :]
    np.testing.assert_allclose(floor[:, 1], floor[:, 0] ** 2, atol=4 * UNIT)
    heights = (0.8 - way[:, 0]) ** 2 + 100 * (way[:, 1] - way[:, 0] ** 2) ** 2
    assert (np.diff(heights[len(way) // 4 :]) < 1e-2).all()


def test_a_descent_leaves_the_view_at_its_edge_and_stands_still_on_a_plain(evaluator):
    slope = with_several(document("x + 0 y", "field"), marks=Marks(descent=True))
    way = evaluator.frame(slope, VIEW).plane.descent
    assert way[-1][0] == pytest.approx(-2, abs=2 * UNIT)
    flat = with_several(document("f(x, y) = 3", "field"), marks=Marks(descent=True))
    assert len(evaluator.frame(flat, VIEW).plane.descent) == 1

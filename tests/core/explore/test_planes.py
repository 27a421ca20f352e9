"""Fields of two variables, and the point in them, against SymPy."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from core.calculus.program import Cancelled
from core.choices import SHADES, Marks
from core.document import (
    Document,
    Formula,
    Plane,
    Viewport,
    line_of,
    with_formula,
    with_parameter,
    with_plane_view,
    with_point,
    with_point_along,
    with_several,
    with_shade,
)
from core.evaluate import Evaluator
from core.explore.shades import contours
from core.frame import Status

TEXT = "f(x, y) = x^3 y + a sin(x y)"
VIEW = Viewport(plane=Plane(-2, 2, -1, 1), width=400, height=200)


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def document(text=TEXT, **changes):
    return replace(Document((Formula(1, text),), active=1), **changes)


def truth(what):
    x, y, a = sympy.symbols("x y a")
    f = x**3 * y + a * sympy.sin(x * y)
    matrix = sympy.hessian(f, (x, y))
    fx, fy = f.diff(x), f.diff(y)
    half = sympy.sqrt(((matrix[0] - matrix[3]) / 2) ** 2 + matrix[1] ** 2)
    found = {
        "value": f, "slope": sympy.sqrt(fx**2 + fy**2), "x": fx, "y": fy,
        "xx": matrix[0], "xy": matrix[1], "yx": matrix[2], "yy": matrix[3],
        "det": matrix.det(), "trace": matrix.trace(),
        "largest": matrix.trace() / 2 + half, "smallest": matrix.trace() / 2 - half,
    }[what]  # fmt: skip
    return sympy.lambdify((x, y, a), found, "numpy")


@pytest.mark.parametrize("shade", [each for each in SHADES if each != "definiteness"])
def test_every_shade_is_what_it_says(evaluator, shade):
    chosen = with_parameter(with_shade(document(), shade), "a", 1.5)
    plane = evaluator.frame(chosen, VIEW).plane
    (field,) = plane.shades
    x, y = np.meshgrid(plane.x, plane.y)
    expected = np.broadcast_to(truth(shade)(x, y, 1.5), x.shape)
    np.testing.assert_allclose(field.values, expected, rtol=1e-10, atol=1e-10)


def test_definiteness_has_a_name_for_every_region(evaluator):
    chosen = with_shade(document("f(x, y) = x^3 - y^3 + x y"), "definiteness")
    (field,) = evaluator.frame(chosen, VIEW).plane.shades
    plane = evaluator.frame(chosen, VIEW).plane
    x, y = np.meshgrid(plane.x, plane.y)
    det = -36 * x * y - 1  # of [[6x, 1], [1, -6y]]
    bends = np.where(x > 0, "minimum-like", "maximum-like")
    expected = np.where(det < 0, "saddle-like", bends)
    sure = np.abs(det) > 1e-6
    said = np.array(field.kinds)[field.values.astype(int)]
    assert (said == expected)[sure].all()
    assert set(said[sure]) == {"saddle-like", "minimum-like", "maximum-like"}
    for line in (line for each in field.contours for line in each.lines):
        np.testing.assert_allclose(36 * line[:, 0] * line[:, 1], -1, atol=0.02)


def test_a_gutter_is_flat_and_what_is_not_there_has_no_region(evaluator):
    for text, kind in (("x^2 + 0 y", "flat"), ("x^2 + y^2", "minimum-like"),
                       ("-x^2 - y^2", "maximum-like"), ("x y", "saddle-like")):  # fmt: skip
        (field,) = evaluator.frame(with_shade(document(text), "definiteness"), VIEW).plane.shades
        assert {field.kinds[int(each)] for each in field.values.ravel()} == {kind}
    plane = evaluator.frame(with_shade(document("ln(x) + y^2"), "definiteness"), VIEW).plane
    assert np.isnan(plane.shades[0].values[:, plane.x < 0]).all()


def test_the_hessian_view_has_four_fields_of_one_scale(evaluator):
    plane = evaluator.frame(with_plane_view(document(), "hessian"), VIEW).plane
    assert [each.what for each in plane.shades] == ["value", "xx", "xy", "yx", "yy"]
    assert len({(each.low, each.high) for each in plane.shades[1:]}) == 1
    x, y = np.meshgrid(plane.x, plane.y)
    for field in plane.shades[1:]:
        expected = np.broadcast_to(truth(field.what)(x, y, 1.0), x.shape)
        np.testing.assert_allclose(field.values, expected, rtol=1e-10, atol=1e-10)


def test_each_field_of_a_hessian_may_have_a_scale_of_its_own(evaluator):
    chosen = with_plane_view(document("f(x, y) = 5 x^2 + y^2/2 + 2 x y"), "hessian")
    shared = evaluator.frame(chosen, VIEW).plane.shades[1:]
    assert [each.high for each in shared] == [10.0] * 4  # 10, 2, 2 and 1 everywhere
    own = evaluator.frame(with_several(chosen, own_scales=True), VIEW).plane.shades[1:]
    assert [each.high for each in own] == [10.0, 2.0, 2.0, 1.0]
    assert [each.low for each in own] == [-10.0, -2.0, -2.0, -1.0]


def test_both_axes_have_one_scale(evaluator):
    plane = evaluator.frame(document(), replace(VIEW, width=300, height=300)).plane
    assert plane.y[-1] - plane.y[0] == pytest.approx(plane.x[-1] - plane.x[0])


def test_contours_lie_where_the_field_has_their_value(evaluator):
    plane = evaluator.frame(document("x^2 + y^2"), VIEW).plane
    contours = plane.shades[0].contours
    assert len(contours) >= 5
    for contour in contours:
        for line in contour.lines:
            np.testing.assert_allclose((line**2).sum(axis=1), contour.level, atol=2e-3)


def test_a_level_that_is_only_touched_has_no_contour_on_either_side():
    side = np.linspace(-2, 2, 41)
    x, y = np.meshgrid(side, side)
    for field, ends in ((x**2 * y, 1), (-(x**2) * y, 1), (x**2, 0), (-(x**2), 0), (x * y, 2)):
        found = contours(side, side, field, [0.0])
        lines = [line for each in found for line in each.lines]
        assert len(lines) >= ends
        assert all(np.abs(line[:, 1]).max() < 1e-6 or ends == 2 for line in lines)


def test_the_point_has_gradient_hessian_and_a_word(evaluator):
    chosen = with_point(with_point(document("x^2 - y^2"), "x", 0.0), "y", 0.0)
    spot = evaluator.frame(chosen, VIEW).plane.spot
    assert (spot.value, spot.gradient.tolist()) == (0.0, [0.0, 0.0])
    assert spot.hessian.tolist() == [[2.0, 0.0], [0.0, -2.0]]
    assert spot.quadratic.word == "Saddle"


def test_exp_of_minus_the_norm_squared_bends_down_at_its_top(evaluator):
    chosen = with_point(with_point(document("exp(-norm(x, y)^2)"), "x", 0.0), "y", 0.0)
    frame = evaluator.frame(chosen, VIEW)
    if frame.rows[0].error is not None:
        chosen = replace(chosen, formulas=(Formula(1, "exp(-hypot(x, y)^2)"),))
        frame = evaluator.frame(chosen, VIEW)
    assert frame.plane.spot.hessian.tolist() == [[-2.0, 0.0], [0.0, -2.0]]


def test_the_model_has_contours_where_the_polynomial_of_order_two_has_their_level(evaluator):
    chosen = with_point(with_point(document("sin(x) cos(y)"), "x", 0.5), "y", -0.25)
    assert evaluator.frame(chosen, VIEW).plane.model == ()
    chosen = with_several(chosen, marks=Marks(model=True))
    plane = evaluator.frame(chosen, VIEW).plane
    x, y, a, b = *sympy.symbols("x y"), sympy.Rational(1, 2), -sympy.Rational(1, 4)
    f = sympy.sin(x) * sympy.cos(y)
    at = {x: a, y: b}
    step = sympy.Matrix([x - a, y - b])
    slope = sympy.Matrix([f.diff(x), f.diff(y)]).subs(at)
    bend = sympy.hessian(f, (x, y)).subs(at)
    polynomial = f.subs(at) + (slope.T * step)[0] + (step.T * bend * step)[0] / 2
    model = sympy.lambdify((x, y), polynomial, "numpy")
    assert plane.model
    assert {each.level for each in plane.model} <= {e.level for e in plane.shades[0].contours}
    for contour in plane.model:
        for line in contour.lines:
            np.testing.assert_allclose(model(*line.T), contour.level, atol=2e-3)
    still = evaluator.frame(with_several(chosen, direction=(("x", 0.0), ("y", 1.0))), VIEW).plane
    assert still.model is plane.model
    assert still.direction == (0.0, 1.0)
    assert still.shades is plane.shades


def test_a_corner_says_why_there_is_no_gradient(evaluator):
    chosen = with_point(document("|x| + y"), "x", 0.0)
    spot = evaluator.frame(chosen, VIEW).plane.spot
    assert spot.gradient is None
    assert spot.status is Status.NOT_DIFFERENTIABLE
    assert "corner" in spot.note


def test_what_is_not_defined_is_no_number_and_has_no_colour(evaluator):
    plane = evaluator.frame(document("ln(x) + y"), VIEW).plane
    assert np.isnan(plane.shades[0].values[:, plane.x < 0]).all()
    assert np.isfinite(plane.shades[0].low)


def test_a_pole_does_not_wash_the_colours_out(evaluator):
    plane = evaluator.frame(document("1/(x^2 + y^2)"), VIEW).plane
    field = plane.shades[0]
    assert field.beyond
    assert field.high < 0.2 * np.nanmax(field.values)


def test_before_torch_is_loaded_f_is_shown_alone():
    plane = Evaluator().frame(document(), VIEW).plane
    assert [each.what for each in plane.shades] == ["value"]
    assert plane.spot.value == pytest.approx(1 + np.sin(1))
    assert plane.spot.gradient is None


def test_moving_the_point_keeps_the_fields(evaluator):
    before = evaluator.frame(document(), VIEW).plane
    after = evaluator.frame(with_point(document(), "x", 0.5), VIEW, draft=True).plane
    assert after.shades is before.shades
    assert after.spot.at == (0.5, 1.0)


def test_a_cut_is_the_curve_through_the_point(evaluator):
    chosen = with_point(with_plane_view(document("x^2 y"), "cut"), "y", 3.0)
    frame = evaluator.frame(chosen, VIEW)
    assert frame.plane is None
    curve = frame.curves[0]
    np.testing.assert_allclose(curve.y, 3 * curve.x**2, rtol=1e-12)


def test_only_the_active_formula_decides_what_is_shown(evaluator):
    rows = (Formula(1, "x^2 y"), Formula(2, "sin x"))
    frame = evaluator.frame(Document(rows, active=2), VIEW)
    assert frame.plane is None
    assert {curve.key for curve in frame.curves} == {2}


def test_a_field_gives_up_when_asked(evaluator):
    from core.explore.planes import Wanted, plane_frame
    from core.function import read
    from core.kept import Kept

    program = read("sin(x) cos(y) + 7 x y").program
    wanted = Wanted(Plane(), 800, 600, "hessian", "value", draft=False)
    with pytest.raises(Cancelled):
        plane_frame(1, "f", program, (0.0, 0.0), (), wanted, True, False, lambda: True, Kept())


@pytest.mark.parametrize("shade", ["value", "slope", "det", "definiteness"])
def test_a_surface_has_its_heights_and_what_its_colours_say(evaluator, shade):
    chosen = with_shade(with_plane_view(document(), "surface"), shade)
    plane = evaluator.frame(chosen, VIEW).plane
    heights, colors = plane.shades[0], plane.shades[-1]
    x, y = np.meshgrid(plane.x, plane.y)
    np.testing.assert_allclose(heights.values, truth("value")(x, y, 1.0), rtol=1e-9, atol=1e-12)
    assert (heights.what, colors.what) == ("value", shade)
    assert len(plane.shades) == (1 if shade == "value" else 2)
    if shade == "det":  # the scale of its own, not one shared with the heights
        reach = np.abs(colors.values).max()
        assert max(-colors.low, colors.high) == pytest.approx(reach, rel=0.5)


def test_a_surface_has_as_few_samples_as_can_be_turned(evaluator):
    chosen = with_plane_view(document(), "surface")
    sizes = [
        evaluator.frame(chosen, VIEW, draft=draft).plane.shades[0].values.shape
        for draft in (True, False)
    ]
    assert [max(size) for size in sizes] == [49, 97]


@pytest.mark.parametrize(("cut", "variable", "at"), [
    ("", "x", 2.0), ("x", "x", 2.0), ("y", "y", 0.5), ("direction", "s", 1.6),
])  # fmt: skip
def test_a_cut_runs_along_a_variable_or_the_direction(evaluator, cut, variable, at):
    chosen = with_point(with_point(document("f(x, y) = x^2 y + a sin(y)"), "x", 2.0), "y", 0.5)
    chosen = with_several(
        chosen, view="cut", cut=cut, direction=(("x", 3.0), ("y", 4.0))
    )
    frame = evaluator.frame(with_formula(chosen, 1, shown=(0, 1, 2)), Viewport())
    assert frame.plane is None
    assert (frame.point.variable, frame.point.x) == (variable, pytest.approx(at))
    x, y, s = sympy.symbols("x y s")
    f = x**2 * y + sympy.sin(y)
    places = {
        "x": {x: s, y: sympy.Rational(1, 2)}, "y": {x: 2, y: s},
        "s": {x: sympy.Rational(3, 5) * s + sympy.Rational(26, 25),
              y: sympy.Rational(4, 5) * s - sympy.Rational(39, 50)},
    }[variable]  # fmt: skip
    line = f.subs(places)
    for curve in frame.curves:
        truth = sympy.lambdify(s, line.diff(s, curve.order), "numpy")(curve.x)
        np.testing.assert_allclose(curve.y, np.broadcast_to(truth, curve.x.shape), atol=1e-9)
    for order, reading in enumerate(frame.point.readings):
        truth = float(line.diff(s, order).subs(s, sympy.Rational(str(at))))
        assert reading.value == pytest.approx(truth, rel=1e-12)


def test_the_point_moves_along_its_line():
    chosen = with_several(Document(), direction=(("x", 3.0), ("y", 4.0)))
    chosen = with_point(with_point(chosen, "x", 2.0), "y", 0.5)
    way, foot, distance = line_of(chosen, ("x", "y"))
    assert way == pytest.approx((0.6, 0.8))
    assert np.dot(way, foot) == pytest.approx(0)
    moved = with_point_along(chosen, ("x", "y"), distance + 2)
    assert dict(moved.point) == pytest.approx({"x": 3.2, "y": 2.1})
    assert line_of(moved, ("x", "y"))[1] == pytest.approx(foot)


def test_a_cut_of_three_variables_follows_a_direction_and_their_nested_derivatives(evaluator):
    text = "f(x, y, z) = d/dx (x^2 y z) + s z"
    chosen = with_plane_view(document(text), "line")
    chosen = with_several(chosen, cut="direction", direction=(("z", 2.0),))
    frame = evaluator.frame(with_parameter(chosen, "s", 3.0), Viewport())
    curve = frame.curves[0]
    assert frame.point.variable == "t"
    np.testing.assert_allclose(curve.y, 2 * curve.x + 3 * curve.x, atol=1e-9)

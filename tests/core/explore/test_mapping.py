"""Maps in frames: values, Jacobians, fields, images and curves against SymPy and mpmath."""

from dataclasses import replace

import mpmath
import numpy as np
import pytest
import sympy

from core.choices import MAP_SHADES
from core.document import (
    Document,
    Formula,
    Plane,
    Viewport,
    with_parameter,
    with_plane_view,
    with_point,
    with_several,
)
from core.evaluate import Evaluator
from core.explore.paths import moving
from core.explore.pulling import pulled
from core.frame import Status
from core.map_frame import FOLDS, Path, component_names, map_view, map_views

POLAR = "F(x, y) = [x cos y, x sin y]"
VAN_DER_POL = "F(x, y) = [y, m (1 - x^2) y - x]"
VIEW = Viewport(plane=Plane(-2, 2, -1, 1), width=400, height=200)
X, Y, M = sympy.symbols("x y m")
SYMBOLIC = {
    POLAR: (X * sympy.cos(Y), X * sympy.sin(Y)),
    VAN_DER_POL: (Y, M * (1 - X**2) * Y - X),
    "F(x, y) = [x^2 - y^2, 2 x y]": (X**2 - Y**2, 2 * X * Y),
}


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def document(text=POLAR, view="grid", at=(), **changes):
    made = with_plane_view(Document((Formula(1, text),), active=1), view)
    for name, coordinate in dict(at).items():
        made = with_point(made, name, coordinate)
    return with_several(made, **changes)


def shown(evaluator, *given, viewport=VIEW, draft=False, **named):
    return evaluator.frame(document(*given, **named), viewport, draft=draft).map


# --- the words ---


def test_each_map_has_the_views_that_can_show_it():
    assert map_views(2, 2) == ("grid", "jacobian", "det", "flow")
    assert map_views(1, 3) == ("path", "jacobian")
    assert map_views(1, 4) == map_views(3, 3) == map_views(2, 3) == ("jacobian",)
    assert map_view("flow", 2, 2) == "flow"
    assert map_view("grid", 1, 2) == "path"


def test_components_never_take_a_name_that_the_formula_has():
    assert component_names(2, ("x", "y")) == ("u", "v")
    assert component_names(2, ("u", "y"), "G") == ("G_1", "G_2")
    assert component_names(3, ("t",), curve=True) == ("x", "y", "z")
    assert component_names(2, ("x",), curve=True) == ("u", "v")
    assert component_names(9, ("x",))[-1] == "F_9"


# --- the point ---


def test_the_point_has_value_and_jacobian_of_the_map(evaluator):
    found = shown(evaluator, at={"x": 2.0, "y": 0.5})
    c, s = float(mpmath.cos("0.5")), float(mpmath.sin("0.5"))
    np.testing.assert_allclose(found.value, [2 * c, 2 * s], rtol=1e-15)
    np.testing.assert_allclose(found.jacobian, [[c, -2 * s], [s, 2 * c]], rtol=1e-15)
    assert found.linear.determinant == pytest.approx(2.0, rel=1e-14)
    assert found.linear.orientation == "Keeps orientation."
    assert found.linear.scaling == "Areas here grow 2 times."


@pytest.mark.parametrize(
    ("m", "word"),
    [(1.0, "Unstable focus"), (3.0, "Unstable node"), (-1.0, "Stable focus"), (0.0, "Centre")],
)
def test_the_word_for_van_der_pol_at_rest_follows_its_damping(evaluator, m, word):
    chosen = with_parameter(document(VAN_DER_POL, "flow", {"x": 0.0, "y": 0.0}), "m", m)
    found = evaluator.frame(chosen, VIEW).map.linear
    assert found.word == word
    truth = sorted(sympy.Matrix([[0, 1], [-1, sympy.Rational(m)]]).eigenvals(multiple=True),
                   key=lambda each: (-sympy.re(each), -sympy.im(each)))  # fmt: skip
    np.testing.assert_allclose(found.eigenvalues, [complex(each) for each in truth], atol=1e-14)


def test_real_eigen_directions_are_eigenvectors_and_turning_flows_have_none(evaluator):
    saddle = shown(evaluator, "F(x, y) = [x + 2 y, -y]", "flow").linear
    for value, way in zip(saddle.eigenvalues, saddle.directions.T, strict=True):
        np.testing.assert_allclose(saddle.jacobian @ way, value.real * way, atol=1e-14)
    assert shown(evaluator, "F(x, y) = [y, -x]", "flow").linear.directions is None


def test_a_symmetric_jacobian_has_real_eigenvalues(evaluator):
    found = shown(evaluator, "F(x) = sin(x) + norm(x) x, x in R^9").linear
    assert not found.eigenvalues.imag.any()


def test_outside_its_domain_a_map_has_no_number_but_a_reason(evaluator):
    found = shown(evaluator, "F(x, y) = [sqrt(x), y]", at={"x": -1.0})
    assert (found.value, found.jacobian, found.linear) == (None, None, None)
    assert found.status is not Status.OK
    assert found.note.startswith("component 1")
    corner = shown(evaluator, "F(x, y) = [|x|, y]", at={"x": 0.0})
    assert corner.value.tolist() == [0.0, 1.0]
    assert corner.jacobian is None
    assert "corner" in corner.note


def test_a_draft_says_the_same_at_the_point(evaluator):
    for text in (POLAR, "F(x, y) = [|x|, y]"):
        for x in (0.0, 0.7):
            whole = shown(evaluator, text, at={"x": x, "y": 0.3})
            quick = evaluator.frame(document(text, at={"x": x, "y": 0.31}), VIEW, draft=True).map
            assert (quick.jacobian is None) == (whole.jacobian is None)
            assert quick.status is whole.status


def test_before_pytorch_is_there_the_grid_and_the_value_are():
    fresh = Evaluator()
    found = fresh.frame(document(at={"x": 2.0, "y": 0.0}), VIEW).map
    assert found.value.tolist() == [2.0, 0.0]
    assert (found.jacobian, found.products) == (None, None)
    assert found.net is not None
    late = fresh.frame(document("grad (x^2 y)"), VIEW).map
    assert (late.value, late.net) == (None, None)


def test_a_map_of_many_variables_has_its_whole_jacobian(evaluator):
    found = shown(evaluator, "F(x) = [x_1 x_2, x_2 x_3, x_3^2], x in R^3",
                  at={"x_1": 2.0, "x_2": 3.0, "x_3": 5.0})  # fmt: skip
    assert found.jacobian.tolist() == [[3, 2, 0], [0, 5, 3], [0, 0, 10]]
    assert found.view == "jacobian"


def test_a_gradient_is_a_map_too(evaluator):
    found = shown(evaluator, "grad (x^2 y + y^3)", at={"x": 2.0, "y": 3.0})
    assert found.value.tolist() == [12.0, 31.0]
    assert found.jacobian.tolist() == [[6, 4], [4, 18]]
    assert np.isfinite(found.net.across).all()


def test_a_determinant_beyond_double_precision_still_has_its_sign(evaluator):
    from core.files.tables import json_text

    large = shown(evaluator, "F(x) = 1000 x, x in R^120").linear
    assert (large.determinant, large.orientation) == (np.inf, "Keeps orientation.")
    assert large.scaling == ""
    small = shown(evaluator, "F(x) = -x/1000, x in R^121").linear
    assert (small.determinant, small.orientation) == (0.0, "Turns orientation over.")
    assert '"determinant": null' in json_text(
        evaluator.frame(document("F(x) = 1000 x, x in R^120"), VIEW)
    )


def test_a_jacobian_that_no_screen_shows_is_left_out_with_a_reason(evaluator):
    found = shown(evaluator, "F(x) = 2 x, x in R^600")
    assert found.value.tolist() == [2.0] * 600
    assert found.jacobian is None
    assert "250 000 entries" in found.note


# --- products ---


def test_products_are_those_of_the_jacobian(evaluator):
    found = shown(evaluator, at={"x": 2.0, "y": 0.5}, direction=(("x", 3.0), ("y", -1.0)),
                  covector=(0.5, 2.0))  # fmt: skip
    truth = sympy.Matrix(SYMBOLIC[POLAR]).jacobian([X, Y]).subs({X: 2, Y: sympy.Rational(1, 2)})
    pushed = (truth * sympy.Matrix([3, -1])).evalf(50)
    pulled_back = (sympy.Matrix([[sympy.Rational(1, 2), 2]]) * truth).evalf(50)
    np.testing.assert_allclose(found.products.pushed, np.array(pushed, float).ravel(), rtol=1e-14)
    np.testing.assert_allclose(
        found.products.pulled, np.array(pulled_back, float).ravel(), rtol=1e-14
    )


def test_without_a_choice_v_and_w_are_the_first(evaluator):
    found = shown(evaluator, "F(x, y, z) = [x y, z]")
    assert found.products.direction.tolist() == [1, 0, 0]
    assert found.products.weights.tolist() == [1, 0]


# --- fields ---


def truth_of(what, text, x, y, m=1):
    """One number of the Jacobian from SymPy's, with 30 digits."""
    u, v = SYMBOLIC[text]
    at = {X: sympy.Float(x, 30), Y: sympy.Float(y, 30), M: m}
    matrix = sympy.Matrix([u, v]).jacobian([X, Y]).subs(at).evalf(30)
    stretches = mpmath.svd_r(mpmath.matrix(matrix.tolist()), compute_uv=False)
    image = sympy.Matrix([u, v]).subs(at).evalf(30)
    found = {
        "det": matrix.det(), "divergence": matrix.trace(), "curl": matrix[1, 0] - matrix[0, 1],
        "largest": stretches[0], "smallest": stretches[1], "length": image.norm(),
        "condition": mpmath.log10(stretches[0] / stretches[1]) if stretches[1] else mpmath.inf,
    }  # fmt: skip
    return float(found[what])


@pytest.mark.parametrize("text", SYMBOLIC)
@pytest.mark.parametrize("what", [each for each in MAP_SHADES if each != "folds"])
def test_every_field_is_what_sympy_says(evaluator, text, what):
    view = "flow" if what == "length" else "det"
    found = shown(evaluator, text, view, map_shade=what).field
    shade = found.shades[0]
    assert shade.what == what
    for row, column in ((3, 7), (40, 60), (-2, -5)):
        x, y = float(found.x[column]), float(found.y[row])
        truth = truth_of(what, text, x, y)
        assert shade.values[row, column] == pytest.approx(truth, rel=1e-12, abs=1e-12)


def test_the_determinant_is_zero_where_polar_coordinates_fold(evaluator):
    shade = shown(evaluator, POLAR, "det").field.shades[0]
    zero = next(each for each in shade.contours if each.level == 0)
    assert max(abs(line[:, 0]).max() for line in zero.lines) < 1e-12
    assert shade.signed


def test_folds_are_told_by_kinds(evaluator):
    found = shown(evaluator, POLAR, "det", map_shade="folds").field
    shade, middle = found.shades[0], len(found.y) // 2
    assert shade.kinds == FOLDS
    assert shade.kinds[int(shade.values[middle, 5])] == "turns over"
    assert shade.kinds[int(shade.values[middle, -5])] == "keeps orientation"
    flat = shown(evaluator, "F(x, y) = [x + y, 2 x + 2 y]", "det", map_shade="folds").field
    assert (flat.shades[0].values == FOLDS.index("cannot be inverted")).all()


def test_under_a_flow_lies_what_belongs_to_a_flow(evaluator):
    assert shown(evaluator, POLAR, "flow").field.shades[0].what == "length"
    curl = shown(evaluator, POLAR, "flow", map_shade="curl").field
    assert curl.shades[0].what == "curl"
    assert curl.spot.value == pytest.approx(float(truth_of("curl", POLAR, 1.0, 1.0)))


def test_arrows_of_a_flow_are_the_values_of_the_map(evaluator):
    arrows = shown(evaluator, VAN_DER_POL, "flow").field.arrows
    x, y = np.meshgrid(arrows.x, arrows.y)
    np.testing.assert_allclose(arrows.vectors[..., 0], y, atol=1e-15)
    np.testing.assert_allclose(arrows.vectors[..., 1], (1 - x**2) * y - x, atol=1e-14)


def test_nullclines_are_where_a_component_is_zero(evaluator):
    upright, bent = shown(evaluator, VAN_DER_POL, "flow").nullclines
    assert max(abs(line[:, 1]).max() for line in upright[0].lines) < 1e-12
    for line in bent[0].lines:
        x, y = line.T
        assert np.abs((1 - x**2) * y - x).max() < 1e-3
    marks = replace(document().several.marks, contours=False)
    assert shown(evaluator, VAN_DER_POL, "flow", marks=marks).nullclines == ()


def test_streamlines_follow_the_flow(evaluator):
    arrowing = replace(document().several.arrowing, style="streamlines")
    arrows = shown(evaluator, "F(x, y) = [-y, x]", "flow", arrowing=arrowing).field.arrows
    assert len(arrows.lines) > 5
    for line in arrows.lines:
        radius = np.hypot(*line.T)
        assert radius.min() < 0.2 or radius.max() - radius.min() < 0.02


# --- the grid and its image ---


def test_the_image_of_the_grid_is_that_of_mpmath(evaluator):
    net = shown(evaluator).net
    along = np.linspace(net.y[0], net.y[-1], net.across.shape[1])
    for line in (0, len(net.x) // 2, -1):
        for place in (0, 31, -1):
            x, y = float(net.x[line]), float(along[place])
            truth = [float(x * mpmath.cos(y)), float(x * mpmath.sin(y))]
            np.testing.assert_allclose(net.across[line, place], truth, rtol=1e-14, atol=1e-14)


def test_lines_of_the_grid_stand_still_when_the_view_moves(evaluator):
    one = shown(evaluator).net
    moved = shown(evaluator, viewport=replace(VIEW, plane=Plane(-1.93, 2.07, -1, 1))).net
    assert one.step == moved.step
    assert set(np.round(moved.x, 9)) <= set(np.round(np.arange(-40, 40) * one.step, 9))


def test_the_image_is_not_joined_across_a_pole(evaluator):
    net = shown(evaluator, "F(x, y) = [1/(x - 0.03), y]").net
    assert np.isnan(net.up).any(axis=(1, 2)).all()
    u_min, u_max, *_ = net.span
    assert u_max - u_min < 100
    assert np.isfinite(shown(evaluator).net.up).all()


def test_the_cell_begins_at_the_point_and_its_image_is_closed(evaluator):
    found = shown(evaluator, at={"x": 1.2, "y": 0.6})
    outline, side = found.cell.outline, found.cell.side
    np.testing.assert_allclose(outline[0], found.value, rtol=1e-14)
    np.testing.assert_allclose(outline[0], outline[-1])
    r, angle = 1.2 + side, 0.6 + side
    corner = [r * np.cos(angle), r * np.sin(angle)]
    assert np.abs(outline - corner).sum(axis=1).min() < 1e-12
    assert found.cell.arm == 1.0


def test_unit_arrows_are_as_long_as_can_be_read(evaluator):
    far = replace(VIEW, plane=Plane(-2000, 2000, -1000, 1000))
    assert shown(evaluator, viewport=far).cell.arm == 1000.0
    near = replace(VIEW, plane=Plane(1 - 1e-3, 1 + 1e-3, 1 - 5e-4, 1 + 5e-4))
    assert shown(evaluator, viewport=near).cell.arm == pytest.approx(5e-4)


def test_moving_the_point_leaves_the_grid_as_it_is(evaluator):
    one = shown(evaluator, at={"x": 0.5})
    two = shown(evaluator, at={"x": 0.6}, draft=True)
    assert one.net is two.net
    assert one.cell is not two.cell
    field = shown(evaluator, POLAR, "det", at={"x": 0.5}).field
    assert shown(evaluator, POLAR, "det", at={"x": 0.6}).field.shades[0] is field.shades[0]
    again = shown(evaluator, POLAR, "det", at={"x": 0.6})
    assert shown(evaluator, POLAR, "det", at={"x": 0.6}) is again


def test_a_draft_of_a_new_view_is_coarser(evaluator):
    text = "F(x, y) = [x + sin(3 y), y]"
    draft = evaluator.frame(document(text), VIEW, draft=True).map.net
    assert draft.across.shape[1] < shown(evaluator, text).net.across.shape[1]


@pytest.mark.parametrize("view", ["grid", "det", "flow"])
def test_a_stopped_map_is_no_frame(view):
    made = Evaluator()
    made.load_derivatives()
    assert made.frame(document(POLAR, view), VIEW, stop=lambda: True) is None
    assert made.frame(document(POLAR, view), VIEW) is not None


# --- dragging the image ---


def test_pulling_the_image_finds_its_point():
    target = (0.3, 1.1)
    truth = mpmath.findroot(
        lambda r, a: [r * mpmath.cos(a) - target[0], r * mpmath.sin(a) - target[1]], (1, 1)
    )
    at = (1.0, 1.0)
    for _ in range(8):
        x, c, s = at[0], np.cos(at[1]), np.sin(at[1])
        at = pulled(at, np.array([x * c, x * s]), np.array([[c, -x * s], [s, x * c]]), target, 1.0)
    assert at == pytest.approx((float(truth[0]), float(truth[1])), rel=1e-14)


def test_a_step_is_never_longer_than_its_reach_and_not_along_what_is_lost():
    far = pulled((0.0, 0.0), np.zeros(2), np.eye(2) * 1e-3, (1.0, 0.0), 0.5)
    assert far == pytest.approx((0.5, 0.0))
    folded = pulled((0.0, 0.0), np.zeros(2), np.array([[1.0, 0.0], [0.0, 0.0]]), (0.2, 9.0), 5.0)
    assert folded == pytest.approx((0.2, 0.0), abs=1e-9)
    assert pulled((0.0, 0.0), np.zeros(2), np.zeros((2, 2)), (1.0, 1.0), 1.0) is None
    assert pulled((0.0, 0.0), np.array([np.nan, 0]), np.eye(2), (1.0, 1.0), 1.0) is None


# --- curves ---


def curve(evaluator, text, t, low=-5.0, high=5.0, **named):
    view = replace(VIEW, x_min=low, x_max=high)
    return shown(evaluator, text, "path", {"t": t}, viewport=view, **named)


def test_the_motion_along_an_ellipse_is_that_of_mpmath(evaluator):
    found = curve(evaluator, "[3 cos t, 2 sin t]", 0.7).path
    c, s = float(mpmath.cos("0.7")), float(mpmath.sin("0.7"))
    np.testing.assert_allclose(found.velocity, [-3 * s, 2 * c], rtol=1e-14)
    np.testing.assert_allclose(found.acceleration, [-3 * c, -2 * s], rtol=1e-14)
    curvature = 6 / (9 * s**2 + 4 * c**2) ** 1.5
    assert found.curvature == pytest.approx(curvature, rel=1e-13)
    assert found.radius == pytest.approx(1 / curvature, rel=1e-13)
    away = found.center - [3 * c, 2 * s]
    assert np.hypot(*away) == pytest.approx(found.radius)
    assert away @ found.velocity == pytest.approx(0, abs=1e-12)


def test_curvature_has_a_sign_in_the_plane_and_none_in_space(evaluator):
    assert curve(evaluator, "[cos t, -sin t]", 0.3).path.curvature == pytest.approx(-1)
    helix = curve(evaluator, "[2 cos t, 2 sin t, 3 t]", 0.3).path
    assert helix.curvature == pytest.approx(2 / 13, rel=1e-13)
    assert helix.speed == pytest.approx(13**0.5, rel=1e-14)
    assert helix.center.shape == (3,)


def test_a_straight_curve_has_no_circle_and_a_standing_one_no_curvature(evaluator):
    line = curve(evaluator, "[2 t, 3 t + 1]", 0.3).path
    assert (line.curvature, line.radius, line.center) == (0, None, None)
    cusp = curve(evaluator, "[t^2, t^3]", 0.0).path
    assert (cusp.speed, cusp.curvature) == (0, None)


def test_at_a_corner_there_is_no_velocity_but_a_reason(evaluator):
    found = curve(evaluator, "[|t|, t^2]", 0.0)
    assert found.path.velocity is None
    assert found.jacobian is None
    assert "corner" in found.note
    draft = curve(evaluator, "[|t|, t^2 + 0]", 0.0, draft=True)
    assert draft.path.velocity is None


def test_the_curve_is_finer_where_it_turns_and_has_its_values(evaluator):
    path = curve(evaluator, "[cos(9 t), sin(8 t)]", 1.0).path
    assert len(path.t) > 1000
    assert (np.diff(path.t) > 0).all()
    for place in (0, 333, -1):
        t = mpmath.mpf(float(path.t[place]))
        truth = [float(mpmath.cos(9 * t)), float(mpmath.sin(8 * t))]
        np.testing.assert_allclose(path.points[place], truth, atol=1e-13)
    assert path.span[0][0] < -1 < 1 < path.span[0][1]


def test_a_curve_is_not_joined_across_a_jump(evaluator):
    for text in ("[t, sign(t)]", "[t, sign(t - 0.003)]", "[t, 1/t]", "[t, floor(t)]"):
        path = curve(evaluator, text, 1.5).path
        assert np.isnan(path.points).any(), text
    for text in ("[cos(9 t), sin(8 t)]", "[t^2, t^3]", "[exp(t), t]", "[t^9, t]"):
        assert np.isfinite(curve(evaluator, text, 1.5).path.points).all(), text


# --- sliders ---


def test_beside_a_slider_stands_the_slope_of_the_first_component(evaluator):
    frame = evaluator.frame(document("F(x, y) = [a x^2 y, y^3]", at={"x": 2.0, "y": 3.0}), VIEW)
    (found,) = frame.sensitivities
    assert (found.name, found.parameter, found.value) == ("u", "a", 12.0)


def test_a_held_map_stays_with_its_numbers(evaluator):
    ticks = iter(range(0, 1000, 10))
    made = Evaluator(clock=lambda: float(next(ticks)))
    made.load_derivatives()
    made.frame(document(POLAR), VIEW)
    frame = made.frame(document(POLAR + " +"), VIEW)
    assert frame.rows[0].error is not None
    assert frame.map.held
    assert frame.map.value is not None


@pytest.mark.parametrize(("text", "way"), [
    (POLAR, "reverse"), ("[sin t, cos t]", "reverse"), ("grad(x^2 y + y^3)", "reverse"),
    ("A x, x in R^2", "reverse"), ("F(x) = B x, x in R^2", "forward"),
])  # fmt: skip
def test_a_jacobian_says_by_which_passes_it_came(evaluator, text, way):
    tall = "A = [[1, 2], [3, 4], [5, 6], [7, 8], [9, 1]]"
    very_tall = f"B = [{', '.join(f'[{k}, 1]' for k in range(40))}]"
    rows = (Formula(1, text), Formula(2, tall), Formula(3, very_tall))
    shown = evaluator.frame(Document(rows, active=1), VIEW).map
    assert shown.jacobian is not None
    assert shown.way == way


@pytest.mark.parametrize("size", [1e-200, 1e-110, 1.0, 1e110, 1e200])
def test_a_path_of_any_speed_has_a_curvature_or_none_and_raises_nothing(size):
    still = Path(np.zeros(1), np.zeros((1, 2)), ((0.0, 1.0), (0.0, 1.0)))
    with np.errstate(all="ignore"):
        path = moving(still, np.zeros(2), np.array([size, 0.0]), np.array([0.0, size * size]))
    assert path.speed == size
    if size == 1.0:
        assert (path.curvature, path.radius) == (1.0, 1.0)
        np.testing.assert_allclose(path.center, [0.0, 1.0])
    elif path.center is not None:
        assert np.isfinite(path.center).all()

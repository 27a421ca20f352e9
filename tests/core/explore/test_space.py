"""The point of a function of many variables, against SymPy."""

import json
from dataclasses import replace

import numpy as np
import pytest
import sympy

from core.document import (
    Document,
    Formula,
    Viewport,
    with_parameter,
    with_plane_view,
    with_point,
    with_several,
)
from core.evaluate import Evaluator
from core.explore.space import MOST_SHOWN
from core.files.tables import csv_text, json_text
from core.frame import Status

ROSENBROCK = "f(x) = sum(100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, i, 1, n-1)"
VIEW = Viewport()


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def document(*texts):
    rows = tuple(Formula(key, text) for key, text in enumerate(texts, 1))
    return Document(rows, active=1)


def at(chosen, place):
    for number, coordinate in enumerate(place, 1):
        chosen = with_point(chosen, f"x_{number}", coordinate)
    return chosen


def truth(place):
    n = len(place)
    x = sympy.symbols(f"x1:{n + 1}")
    terms = (100 * (x[k + 1] - x[k] ** 2) ** 2 + (1 - x[k]) ** 2 for k in range(n - 1))
    f = sympy.Add(*terms)
    there = dict(zip(x, map(sympy.Rational, map(str, place)), strict=True))
    slope = [float(f.diff(each).subs(there)) for each in x]
    bend = [[float(f.diff(a, b).subs(there)) for b in x] for a in x]
    return float(f.subs(there)), np.array(slope), np.array(bend)


@pytest.mark.parametrize("draft", [True, False])
def test_the_hessian_of_twenty_variables_is_that_of_sympy(evaluator, draft):
    place = [round(0.3 + 0.07 * k * (-1) ** k, 2) for k in range(20)]
    frame = evaluator.frame(at(document(ROSENBROCK, "n = 20"), place), VIEW, draft=draft)
    value, slope, bend = truth(place)
    spot = frame.space
    assert spot.at == tuple(place)
    assert spot.value == pytest.approx(value, rel=1e-13)
    assert spot.gradient == pytest.approx(slope, rel=1e-12, abs=1e-11)
    assert spot.hessian == pytest.approx(bend, rel=1e-12, abs=1e-11)
    eigenvalues = np.sort(np.linalg.eigvalsh(bend))[::-1]
    assert spot.quadratic.eigenvalues == pytest.approx(eigenvalues, rel=1e-10)
    assert sum(spot.quadratic.inertia) == 20
    assert frame.curves == ()
    assert frame.point is None


def test_a_row_chooses_the_size_and_a_note_says_which_was_taken_without(evaluator):
    alone = evaluator.frame(document(ROSENBROCK), VIEW)
    sized = evaluator.frame(document(ROSENBROCK, "n = 4"), VIEW)
    count = len(alone.space.variables)
    assert f"n is {count} here" in alone.rows[0].note
    assert len(sized.space.variables) == 4
    assert sized.rows[0].note == ""
    assert sized.parameters == ()


def test_the_minimum_is_called_one(evaluator):
    spot = evaluator.frame(document(ROSENBROCK, "n = 20"), VIEW).space
    assert spot.value == 0
    assert spot.quadratic.word == "Minimum"
    assert spot.quadratic.inertia == (20, 0, 0)


def test_sliders_move_the_matrix_and_coordinates_are_no_sliders(evaluator):
    chosen = with_parameter(document("f(x, y, z) = a x y z - z^3"), "a", 2.0)
    chosen = with_point(with_point(chosen, "y", 3.0), "z", -1.0)
    frame = evaluator.frame(chosen, VIEW)
    assert [each.name for each in frame.parameters] == ["a"]
    assert frame.space.hessian.tolist() == [[0, -2, 6], [-2, 0, 2], [6, 2, 6]]


def test_a_cut_of_three_variables_runs_through_the_point(evaluator):
    chosen = with_plane_view(document("f(x, y, z) = x y^2 z"), "line")
    frame = evaluator.frame(with_point(with_point(chosen, "y", 3.0), "z", 2.0), VIEW)
    assert frame.matrix is None
    assert frame.space.at == (1.0, 3.0, 2.0)
    assert frame.curves[0].y == pytest.approx(18 * frame.curves[0].x)
    along_y = evaluator.frame(with_several(with_point(chosen, "z", 2.0), cut="y"), VIEW)
    assert along_y.point.variable == "y"
    assert along_y.curves[0].y == pytest.approx(2 * along_y.curves[0].x ** 2)


def test_a_vector_has_a_cut_along_any_component(evaluator):
    chosen = with_plane_view(at(document(ROSENBROCK, "n = 1000"), [2.0, 3.0, 0.5]), "line")
    frame = evaluator.frame(with_several(chosen, cut="x_3"), VIEW)
    t = sympy.Symbol("t")
    f = 100 * (t - 9) ** 2 + 100 * (1 - t**2) ** 2 + (1 - t) ** 2 + 105
    assert frame.point.variable == "x_3"
    there = [float(f.diff(t, order).subs(t, sympy.Rational(1, 2))) for order in range(3)]
    assert [each.value for each in frame.point.readings] == pytest.approx(there, rel=1e-13)
    assert frame.space.hessian is None
    assert len(frame.space.gradient) == 1000


def test_a_plane_of_a_vector_is_that_of_sympy_and_the_others_stand_still(evaluator):
    place = [0.5, -1.0, 2.0, 0.25, 1.5]
    chosen = with_plane_view(at(document(ROSENBROCK, "n = 5"), place), "plane")
    chosen = with_several(chosen, pair=("x_4", "x_2"), shade="xy")
    frame = evaluator.frame(chosen, VIEW)
    value, slope, bend = truth(place)
    spot = frame.plane.spot
    assert frame.plane.variables == ("x_4", "x_2")
    assert spot.at == (0.25, -1.0)
    assert spot.value == pytest.approx(value, rel=1e-13)
    assert spot.gradient == pytest.approx(slope[[3, 1]], rel=1e-12)
    assert spot.hessian == pytest.approx(bend[np.ix_([3, 1], [3, 1])], rel=1e-12)
    neighbours = evaluator.frame(with_several(chosen, pair=("x_2", "x_3")), VIEW).plane
    assert neighbours.shades[0].values == pytest.approx(
        np.broadcast_to(-400 * neighbours.x, neighbours.shades[0].values.shape), abs=1e-9)


def test_a_plane_of_named_variables_keeps_its_sliders(evaluator):
    chosen = with_plane_view(document("f(x, y, z) = a x y z - z^3"), "plane")
    chosen = with_several(with_parameter(with_point(chosen, "y", 3.0), "a", 2.0), pair=("z", "x"))
    plane = evaluator.frame(chosen, VIEW).plane
    assert plane.variables == ("z", "x")
    across, up = np.meshgrid(plane.x, plane.y)
    assert plane.shades[0].values == pytest.approx(6 * across * up - across**3, abs=1e-9)
    assert plane.spot.hessian.tolist() == [[-6, 6], [6, 0]]


def test_beside_a_matrix_stands_the_plane_of_the_pair(evaluator):
    chosen = with_several(document(ROSENBROCK, "n = 50"), pair=("x_7", "x_8"))
    frame = evaluator.frame(chosen, VIEW)
    assert frame.aside.variables == ("x_7", "x_8")
    assert frame.matrix is frame.space
    diagonal = evaluator.frame(with_several(chosen, pair=("x_50", "x_50")), VIEW)
    assert diagonal.aside.variables == ("x_50", "x_49")
    unknown = evaluator.frame(with_several(chosen, pair=("x_7", "x_51")), VIEW)
    assert unknown.aside.variables == ("x_1", "x_2")


def test_a_plane_in_which_too_much_moves_says_so(evaluator):
    text = "f(x) = sum(sum(x_i x_j/(i + j), i, 1, n), j, 1, n)"
    frame = evaluator.frame(with_plane_view(document(text, "n = 1000"), "plane"), VIEW)
    assert frame.plane.spot.value is None
    assert frame.plane.spot.note == "too many terms depend on x_1 and x_2"
    assert np.isnan(frame.plane.shades[0].values).all()
    cut = evaluator.frame(with_plane_view(document(text, "n = 1000"), "line"), VIEW)
    assert cut.curves == ()
    assert cut.rows[0].note == "There is no cut to draw: too many terms depend on x_1."
    assert cut.space.value is not None


def test_the_direction_is_followed_by_autograd(evaluator):
    place, v = [0.5, -1.0, 2.0, 0.25, 1.5], np.array([1.0, 0, -2.0, 0, 0.5])
    chosen = at(document(ROSENBROCK, "n = 5"), place)
    chosen = with_several(chosen, direction=tuple(
        (f"x_{k}", each) for k, each in enumerate(v, 1) if each))  # fmt: skip
    _, slope, bend = truth(place)
    along = evaluator.frame(chosen, VIEW).space.along
    assert along.direction == tuple(v)
    assert along.slope == pytest.approx(slope @ v, rel=1e-12)
    assert along.bend == pytest.approx(v @ bend @ v, rel=1e-12)
    assert along.size == pytest.approx(np.linalg.norm(bend @ v), rel=1e-12)
    first = evaluator.frame(with_several(chosen, direction=()), VIEW).space.along
    assert first.bend == pytest.approx(bend[0, 0], rel=1e-12)


def test_a_scrambled_chain_becomes_a_band_in_the_order_by_coupling(evaluator):
    from itertools import pairwise
    from random import Random

    links = list(range(1, 31))
    Random(7).shuffle(links)
    text = " + ".join(f"(x_{a} - x_{b})^2" for a, b in pairwise(links))
    chosen = document(f"f(x) = {text}, x in R^30")
    spot = evaluator.frame(with_several(chosen, order="coupling"), VIEW).space
    order = list(spot.pattern.order)
    far = np.abs(np.subtract(*np.nonzero(spot.hessian[np.ix_(order, order)]))).max()
    assert far == 1
    assert spot.pattern.nonzero == 30 + 2 * 29
    typed = evaluator.frame(chosen, VIEW).space
    assert typed.pattern.order == tuple(range(30))


def test_while_something_moves_the_rows_keep_their_order(evaluator):
    chosen = document("f(x, y, z, w) = x^2 z^2 + y^2 w^2 + z^2 w^2")
    chosen = with_several(chosen, order="coupling")
    first = evaluator.frame(chosen, VIEW).space.pattern.order
    assert first != (0, 1, 2, 3)
    moved = with_point(chosen, "z", 0.0)
    assert evaluator.frame(moved, VIEW, draft=True).space.pattern.order == first
    assert evaluator.frame(moved, VIEW).space.pattern.order != first


def test_the_top_of_a_bell_is_called_a_maximum(evaluator):
    chosen = at(document("exp(-norm(x)^2), x in R^6"), [0] * 6)
    spot = evaluator.frame(chosen, VIEW).space
    assert spot.hessian.tolist() == (-2 * np.eye(6)).tolist()
    assert spot.quadratic.word == "Maximum"


def test_a_vector_of_two_components_is_a_field_and_of_one_a_curve(evaluator):
    two = evaluator.frame(document("norm(x)^2, x in R^2"), VIEW)
    one = evaluator.frame(document("sum(x)^2, x in R^1"), VIEW)
    assert two.plane.variables == ("x_1", "x_2")
    assert one.curves[0].y == pytest.approx(one.curves[0].x ** 2)


def test_a_corner_is_said_in_place_of_a_matrix(evaluator):
    spot = evaluator.frame(at(document("norm(x), x in R^4"), [0, 0, 0, 0]), VIEW).space
    assert spot.value == 0
    assert spot.status is Status.NOT_DIFFERENTIABLE
    assert spot.hessian is None
    assert "corner" in spot.note


def test_beyond_a_thousand_variables_only_the_gradient_is_there(evaluator):
    frame = evaluator.frame(document(f"norm(x)^2, x in R^{MOST_SHOWN + 1}"), VIEW)
    assert frame.space.hessian is None
    assert frame.space.gradient == pytest.approx(np.full(MOST_SHOWN + 1, 2.0))
    assert str(MOST_SHOWN) in frame.space.note


def test_before_pytorch_there_is_the_value_alone():
    frame = Evaluator().frame(document("norm(x)^2, x in R^5"), VIEW)
    assert frame.space.value == 5
    assert frame.space.gradient is None


def test_pins_families_and_overlays_of_a_vector_are_left_out(evaluator):
    from core.document import Family, with_pin

    chosen = with_pin(document("a norm(x)^2, x in R^5"), 1, 2.0)
    row = replace(chosen.formulas[0], tangent=True, taylor=3, secant=0.5, newton=True)
    chosen = replace(chosen, formulas=(row,), family=Family("a", 3))
    frame = evaluator.frame(chosen, VIEW)
    assert (frame.pins, frame.members, frame.overlays) == ((), (), ())


def test_a_vector_in_another_row_leaves_the_curves_alone(evaluator):
    chosen = replace(document("x^2", "norm(x)^2, x in R^5"), active=1)
    frame = evaluator.frame(chosen, VIEW)
    assert [curve.key for curve in frame.curves] == [1]


def test_what_did_not_change_is_the_same_object(evaluator):
    chosen = at(document(ROSENBROCK, "n = 5"), [0.5] * 5)
    before = evaluator.frame(chosen, VIEW).space
    assert evaluator.frame(chosen, VIEW, draft=True).space is before
    assert evaluator.frame(at(chosen, [0.6]), VIEW).space is not before


def test_the_matrix_is_written_as_csv_and_json(evaluator):
    frame = evaluator.frame(document("f(x, y, z) = x y z^2"), VIEW)
    lines = [each for each in csv_text(frame).splitlines() if not each.startswith("#")]
    assert lines == [
        ",x,y,z", "gradient,1.0,1.0,2.0",
        "x,0.0,1.0,2.0", "y,1.0,0.0,2.0", "z,2.0,2.0,2.0",
    ]  # fmt: skip
    space = json.loads(json_text(frame))["space"]
    assert space["point"]["hessian"] == frame.space.hessian.tolist()
    assert space["eigenvalues"] == pytest.approx(sorted(np.linalg.eigvalsh(
        np.array([[0, 1, 2], [1, 0, 2], [2, 2, 2]])), reverse=True))  # fmt: skip


@pytest.mark.parametrize("text", ["n = 7", "n = ", "c = 2"])
def test_a_row_that_draws_nothing_leaves_the_function_before_it_on_the_screen(evaluator, text):
    chosen = replace(document("x^2", ROSENBROCK, text), active=3)
    frame = evaluator.frame(chosen, VIEW)
    assert frame.document is chosen
    assert frame.space.key == 2
    assert len(frame.space.variables) == (7 if text == "n = 7" else len(frame.rows[1].variables))
    drawn = evaluator.frame(replace(document(ROSENBROCK, "x^2", text), active=3), VIEW)
    assert drawn.space is None
    assert [curve.key for curve in drawn.curves] == [2]

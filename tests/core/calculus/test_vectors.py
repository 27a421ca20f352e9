"""Vectors compiled: programs that do not grow, the same on every arithmetic, right against SymPy."""

import math

import numpy as np
import pytest
import sympy
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.calculus.beside import verdict
from core.calculus.compile import compile_definition
from core.calculus.derivatives import hessian
from core.calculus.directional import (
    hvp,
    jacobian,
    jvp,
    motion,
    sensitivities,
    vjp,
    way_for,
)
from core.calculus.fields import field, map_field
from core.calculus.numpy_rows import values
from core.calculus.program import Cancelled
from core.calculus.torch_rows import outcome
from core.function import read
from core.language import parse

ROSENBROCK = "sum(100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, i, 1, n-1)"
SCOPE = {}
for row in ["A = [[2, 1, 0], [1, 3, 1], [5, 1, 4]]", "c = [1, 2, 3]", "f(x) = norm(x)^2 + x_1",
            "g(u, v) = u'v + u_2"]:  # fmt: skip
    _read = parse(row, scope=SCOPE, sizes={"x": 3, "u": 3, "v": 3})
    SCOPE[_read.name] = _read

FORMULAS = [
    ROSENBROCK, "norm(x)^2, x in R^5", "x'A x", "dot(c, x)", "A x", "x'A'c", "c + A'x/2",
    "softmax(x), x in R^4", "sum(sum(A_{ij} x_i x_j, i, 1, 3), j, 1, 3)", "logsumexp(x), x in R^5",
    "sum(a_k x^k, k, 0, 3)", "x/norm(x), x in R^6", "sum(x_i x_{n+1-i}, i, 1, n)",
    "max(x) - min(x), x in R^8", "sum(sum(x_i x_j/(i+j), i, 1, n), j, 1, n)", "mean(x), x in R^5",
    "sum(|x|), x in R^5", "prod(x), x in R^7", "sum(sum(x_{i+j}, j, 1, i), i, 1, 3)",
    "f(A x)", "g(x, A x) + g(c, x)", "f([x, y, 2])", "if(norm(x) < 1, x_1, sum(x)), x in R^3",
    "sum(i A x, i, 1, 2)", "sum(max(x, 0.3)), x in R^9", "x_2 x, x in R^4",
    "norm(A x)^4", "prod(x_i + i, i, 1, 6)", "sum(x^2)/sum(x), x in R^70",
    "sum(1/x) + sum(c/x), x in R^3",
]  # fmt: skip


def _programs(text):
    row = parse(text, scope=SCOPE, sizes={"n": 6})
    if not row.variables:
        row = parse(text, scope=SCOPE, sizes={"n": 6}, variables=["x"])
    return row, compile_definition(row, SCOPE), compile_definition(row, SCOPE, by_components=True)


def _inputs(row, program, seed=0):
    generator = np.random.default_rng(seed)
    lengths = row.lengths or (0,) * len(row.variables)
    flat = generator.uniform(0.2, 1.7, (sum(each or 1 for each in lengths), 3))
    rest = [0.5 + 0.1 * k for k in range(len(program.inputs) - len(row.variables))]
    return flat, [np.array(each) for each in program.grouped(list(flat), len(row.variables))], rest


@pytest.mark.parametrize("text", FORMULAS)
def test_numpy_torch_and_the_program_by_components_agree(text):
    row, program, split = _programs(text)
    flat, grouped, rest = _inputs(row, program)
    by_torch = np.asarray(outcome(program, [*map(torch.tensor, grouped), *rest]))
    np.testing.assert_allclose(
        values(program, [*grouped, *rest])[program.output], by_torch, rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(
        np.asarray(outcome(split, [*map(torch.tensor, flat), *rest])), by_torch, rtol=1e-12, atol=1e-12)
    assert program.rows == (row.shape[0] if row.shape else 0)


@pytest.mark.parametrize("text", [each for each in FORMULAS if "R^70" not in each])
def test_series_of_sixty_digits_agree_with_torch(text):
    row, program, _ = _programs(text)
    flat, _, rest = _inputs(row, program)
    point = flat[:, 0]
    component = program.component(0) if program.rows else program
    direction = np.arange(1, len(point) + 1) / len(point)
    slope = jvp_of(component, point, rest, direction)
    found = verdict(component, point, direction, rest, 1)
    assert found[1].status == "ok", found[1].note
    assert found[1].value == pytest.approx(slope, rel=1e-11, abs=1e-12)


def jvp_of(program, point, rest, direction):
    return hessian(program, point[None], rest)[1][0] @ direction


def test_the_program_does_not_grow_with_the_dimension():
    sizes = [len(read(ROSENBROCK, sizes={"n": n}).program.steps) for n in (10, 100, 1000)]
    assert sizes[0] == sizes[1] == sizes[2] < 10
    inner = [
        sum(len(step.detail.steps) for step in read(ROSENBROCK, sizes={"n": n}).program.steps
            if hasattr(step.detail, "steps"))
        for n in (10, 1000)
    ]  # fmt: skip
    assert inner[0] == inner[1] < 30


@pytest.mark.parametrize("n", [2, 5, 30])
def test_the_hessian_of_rosenbrock_is_its_formula(n):
    function = read(ROSENBROCK, sizes={"n": n})
    x = np.random.default_rng(n).uniform(-1, 1, n)
    truth = np.zeros((n, n))
    for i in range(n - 1):
        truth[i, i] += 1200 * x[i] ** 2 - 400 * x[i + 1] + 2
        truth[i + 1, i + 1] += 200
        truth[i, i + 1] = truth[i + 1, i] = -400 * x[i]
    np.testing.assert_allclose(function.at({"x": x}).hessian, truth, rtol=1e-13, atol=1e-12)


def test_a_hessian_of_many_variables_can_be_stopped():
    program = read(ROSENBROCK, sizes={"n": 1000}).program
    asked = []

    def stop():
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        hessian(program, np.ones((1, 1000)), (), stop)
    assert len(asked) == 3


@pytest.mark.parametrize("text", ["[x y, sin(x) y, x/y]", "x/norm(x), x in R^5", "A x"])
def test_jacobians_forward_and_in_reverse_agree(text):
    row, program, _ = _programs(text)
    flat, _, rest = _inputs(row, program)
    one, other = (jacobian(program, flat.T, rest, way=way)[1] for way in ("reverse", "forward"))
    np.testing.assert_allclose(one, other, rtol=1e-14, atol=1e-15)
    m, d = one.shape[1:]
    assert way_for(m, d) == "reverse"
    assert way_for(100, 2) == "forward"
    along, across = np.arange(1.0, d + 1), np.arange(1.0, m + 1)
    np.testing.assert_allclose(jvp(program, flat.T, rest, along), one @ along, rtol=1e-13)
    np.testing.assert_allclose(vjp(program, flat.T, rest, across), across @ one, rtol=1e-13)


def test_the_hessian_times_a_direction():
    program = read("exp(x y) + z^3 x").program
    points = np.array([[0.3, 0.7, 1.1], [1.0, 2.0, -1.0]])
    direction = np.array([1.0, -2.0, 0.5])
    truth = hessian(program, points, ())[2] @ direction
    np.testing.assert_allclose(hvp(program, points, (), direction), truth, rtol=1e-13)


def test_the_motion_along_a_curve():
    program = read("[cos t, sin t, t^2]").program
    t = np.array([0.3, 1.2])
    found = motion(program, t, ())
    c, s = np.cos(t), np.sin(t)
    np.testing.assert_allclose(found[0], [c, s, t**2], rtol=1e-15)
    np.testing.assert_allclose(found[1], [-s, c, 2 * t], rtol=1e-15)
    np.testing.assert_allclose(found[2], [-c, -s, [2, 2]], rtol=1e-15)


def test_sensitivities_are_the_slopes_in_the_parameters():
    function = read("a sum(x^2) + b^3 + c, x in R^3")
    found = sensitivities(function.program, np.array([1.0, 2.0, 3.0]), [2.0, 5.0, 7.0])
    assert list(found) == [14, 75, 1]
    gone = sensitivities(read("ln(x) a").program, np.array([-1.0]), [1.0])
    assert np.isnan(gone).all()


def test_a_map_on_a_grid():
    program = read("F(x, y) = [x cos y, x sin y, 1/x]").program
    xs, ys = np.array([0.0, 1.0, 2.0]), np.array([0.5, 1.5])
    found = map_field(program, xs, ys, ())
    assert found.value.shape == (2, 3, 3)
    assert found.jacobian.shape == (2, 3, 3, 2)
    truth = read("F(x, y) = [x cos y, x sin y, 1/x]").at({"x": 2, "y": 1.5})
    np.testing.assert_allclose(found.jacobian[1, 2], truth.jacobian, rtol=1e-15)
    assert np.isnan(found.jacobian[:, 0, 2]).all()
    assert np.isfinite(found.jacobian[:, 0, :2]).all()


def test_a_plane_through_many_variables_is_a_field():
    row = parse(ROSENBROCK, sizes={"n": 30})
    program = compile_definition(row, by_components=True).led_by(("x_7", "x_8"))
    held = np.linspace(0.5, 1.5, 28)
    xs, ys = np.linspace(-1, 1, 5), np.linspace(0, 2, 4)
    found = field(program, xs, ys, held)
    whole = np.insert(held, 6, [xs[3], ys[2]])
    truth = read(ROSENBROCK, sizes={"n": 30}).at({"x": whole})
    assert found.value[2, 3] == pytest.approx(truth.value, rel=1e-14)
    np.testing.assert_allclose(found.hessian[2, 3], truth.hessian[6:8, 6:8], rtol=1e-13)


# --- against SymPy, made up at random ---

X = sympy.symbols("x_1:4", real=True)
INDEX = sympy.Symbol("i")
MOST_OPERATIONS = 300  # of more, SymPy alone may take minutes


def _entries(inner):
    """Vectors of three components: (text, list of SymPy expressions)."""
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: (f"({p[0][0]} + {p[1][0]})", [a + b for a, b in zip(p[0][1], p[1][1], strict=True)])),
        inner.map(lambda v: (f"sin({v[0]})", [sympy.sin(a) for a in v[1]])),
        inner.map(lambda v: (f"({v[0]})^2/4", [a**2 / 4 for a in v[1]])),
        inner.map(lambda v: (f"(-2 {v[0]})", [-2 * a for a in v[1]])),
        inner.map(lambda v: (f"exp(-({v[0]})^2)", [sympy.exp(-(a**2)) for a in v[1]])),
        inner.map(lambda v: (f"(A ({v[0]}))/5", [
            (2 * v[1][0] + v[1][1]) / 5, (v[1][0] + 3 * v[1][1] + v[1][2]) / 5,
            (5 * v[1][0] + v[1][1] + 4 * v[1][2]) / 5])),
        inner.map(lambda v: (f"(norm({v[0]})^2 ({v[0]}))/9", [
            sum(b**2 for b in v[1]) * a / 9 for a in v[1]])),
    )  # fmt: skip


VECTORS = st.recursive(
    st.sampled_from([("x", list(X)), ("c", [1, 2, 3]), ("[x_2, 1, x_1 x_3]", [X[1], 1, X[0] * X[2]])]),
    _entries, max_leaves=3,
)  # fmt: skip
NUMBERS = st.one_of(
    VECTORS.map(lambda v: (f"sum({v[0]})", sum(v[1]))),
    VECTORS.map(lambda v: (f"norm({v[0]})^2", sum(a**2 for a in v[1]))),
    VECTORS.map(lambda v: (f"logsumexp({v[0]})", sympy.log(sum(sympy.exp(a) for a in v[1])))),
    VECTORS.map(lambda v: (f"mean({v[0]})", sum(v[1]) / sympy.Integer(3))),
    VECTORS.map(lambda v: (f"({v[0]})'A x/7", (
        v[1][0] * (2 * X[0] + X[1]) + v[1][1] * (X[0] + 3 * X[1] + X[2])
        + v[1][2] * (5 * X[0] + X[1] + 4 * X[2])) / 7)),
    st.tuples(VECTORS, VECTORS).map(lambda p: (
        f"dot({p[0][0]}, {p[1][0]})", sum(a * b for a, b in zip(p[0][1], p[1][1], strict=True)))),
    st.tuples(VECTORS, VECTORS).map(lambda p: (
        f"sum(i x_i x_{{4-i}}, i, 1, 3) dot({p[0][0]}, softmax({p[1][0]}))",
        sum((k + 1) * X[k] * X[2 - k] for k in range(3))
        * sum(a * sympy.exp(b) for a, b in zip(p[0][1], p[1][1], strict=True))
        / sum(sympy.exp(b) for b in p[1][1]))),
)  # fmt: skip


@pytest.mark.timeout(400)  # SymPy takes most of it
@given(NUMBERS)
@settings(max_examples=60, deadline=None)
def test_made_up_formulas_of_vectors_agree_with_sympy(made):
    text, truth = made[0], sympy.sympify(made[1])
    assume(truth.count_ops() <= MOST_OPERATIONS)
    function = read(f"{text}, x in R^3", scope=SCOPE)
    point = [0.31, -0.52, 0.83]
    places = dict(zip(X, point, strict=True))
    found = function.at({"x": point})
    if found.status != "ok":
        assert found.status == "undetermined"
        return
    slopes = [truth.diff(a) for a in X]
    gradient = np.array([float(each.subs(places)) for each in slopes])
    matrix = np.array([[float(each.diff(b).subs(places)) for b in X] for each in slopes])
    size = max(1.0, np.abs(gradient).max(), np.abs(matrix).max())
    assert found.value == pytest.approx(float(truth.subs(places)), rel=1e-12, abs=1e-12 * size)
    np.testing.assert_allclose(found.gradient, gradient, rtol=1e-11, atol=1e-12 * size)
    np.testing.assert_allclose(found.hessian, matrix, rtol=1e-11, atol=1e-12 * size)


# --- what is said of points ---


@pytest.mark.parametrize(
    ("text", "point", "status", "note"),
    [
        ("exp(-norm(x)^2), x in R^3", [0, 0, 0], "ok", ""),
        ("norm(x), x in R^3", [0, 0, 0], "not-differentiable", "corner"),
        ("norm(x), x in R^20", [0] * 20, "not-differentiable", "corner"),
        ("norm(x)^3, x in R^3", [0, 0, 0], "ok", ""),
        ("sum(|x|), x in R^3", [1, 0, 2], "not-differentiable", "along x_2, corner"),
        ("sum(|x|), x in R^20", [1] * 19 + [0], "not-differentiable", "corner"),
        ("max(x), x in R^3", [1, 1, 0], "not-differentiable", "corner"),
        ("max(x), x in R^3", [1, 2, 0], "ok", ""),
        ("sum(sqrt(x)), x in R^9", [1] * 8 + [-1], "undefined", ""),
        ("sum(1/x), x in R^3", [1, 0, 1], "infinite", "pole"),
        ("sum(sum(|x_i - x_j|, i, 1, 3), j, 1, 3)", [1, 1, 2], "not-differentiable", "corner"),
        ("prod(x), x in R^4", [0, 1, 2, 0], "ok", ""),
    ],
)
def test_the_status_at_a_point_of_a_vector(text, point, status, note):
    found = read(text).at({"x": point})
    assert found.status == status, found.note
    assert note in found.note
    assert (found.hessian is None) == (status != "ok")


def test_a_smooth_bell_in_twenty_variables_has_hessian_minus_two():
    found = read("exp(-norm(x)^2), x in R^20").at({"x": [0] * 20})
    np.testing.assert_array_equal(found.hessian, -2 * np.eye(20))


def test_a_map_says_which_component_fails():
    function = read("[x y, 1/x, |y|]")
    pole = function.at({"x": 0, "y": 1})
    assert (pole.value, pole.jacobian, pole.status) == (None, None, "infinite")
    assert pole.note.startswith("component 2: the value is infinite: pole")
    corner = function.at({"x": 1, "y": 0})
    assert list(corner.value) == [0, 1, 0]
    assert corner.jacobian is None
    assert corner.note.startswith("component 3: the gradient does not exist")


def test_polar_coordinates_have_their_jacobian():
    found = read("F(x, y) = [x cos y, x sin y]").at({"x": 2, "y": math.pi / 3})
    c, s = math.cos(math.pi / 3), math.sin(math.pi / 3)
    np.testing.assert_allclose(found.jacobian, [[c, -2 * s], [s, 2 * c]], rtol=1e-15)
    assert found.gradient is None

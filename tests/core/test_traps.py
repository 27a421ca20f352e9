"""The fifteen traps of plain autograd: each gives the right number, or the honest word.

Truths are of mpmath with 50 digits, in several variables of SymPy; None is where there is none.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy
from mpmath import mp

from core.calculus.fields import field
from core.calculus.mended import mended
from core.document import Viewport, first_document, with_formula
from core.evaluate import Evaluator
from core.frame import Status
from core.function import read

OK, UNDEFINED, INFINITE = Status.OK, Status.UNDEFINED, Status.INFINITE
CORNER, UNDETERMINED = Status.NOT_DIFFERENTIABLE, Status.UNDETERMINED
TINY = 5e-324


def exact(function, x, orders):
    with mp.workdps(400):  # its differences lose half of them
        return [float(mp.diff(function, mp.mpf(x), n)) if n else float(function(mp.mpf(x)))
                for n in range(orders)]  # fmt: skip


def softplus(x):
    return mp.log1p(mp.exp(x))


def sinc(x):
    return mp.nsum(lambda k: (-1) ** k * x ** (2 * k) / mp.factorial(2 * k + 1), [0, 30])


def half_cosine(x):
    return 2 * mp.sin(x / 2) ** 2 / x**2


SMOOTH = [
    # 2, 3: terms that vanish in silence, kernels of seven digits
    ("x^2 + besselj0(x)", lambda x: x**2 + mp.besselj(0, x), 2.5),
    ("besselj0(x)", lambda x: mp.besselj(0, x), 5.1),
    ("besselj1(x)", lambda x: mp.besselj(1, x), 0.0),
    ("bessely0(x)", lambda x: mp.bessely(0, x), 2.0),
    ("besseli0(x)", lambda x: mp.besseli(0, x), 3.0),
    ("besseli1(x)", lambda x: mp.besseli(1, x), 0.5),
    # 6: sinc at its patch
    ("sinc x", sinc, 0.0),
    ("{x != 0: sin(x)/x, 1}", sinc, 0.0),
    ("{x = 0: 1, sin(x)/x}", sinc, 0.0),
    ("sinc x", lambda x: mp.sin(x) / x, 1e-3),
    # 7: gamma and its kin
    ("lgamma(x)", lambda x: mp.log(mp.gamma(x)), 3.5),
    ("digamma(x)", mp.digamma, 0.3),
    ("digamma(x)", mp.digamma, -2.6),
    ("gamma(x)", mp.gamma, -1.5),
    ("gamma(x)", mp.gamma, 4.2),
    # 8: tails
    ("softplus(x)", softplus, 30.0),
    ("softplus(x)", softplus, -40.0),
    ("softplus(x)", softplus, 200.0),
    ("tanh x", mp.tanh, 20.0),
    ("tanh x", mp.tanh, -25.0),
    ("sigmoid(x)", lambda x: 1 / (1 + mp.exp(-x)), 40.0),
    ("sigmoid(x)", lambda x: 1 / (1 + mp.exp(-x)), -40.0),
    ("erfc(x)", mp.erfc, 10.0),
    # 9, 14: the branch that is not taken, a condition times a value
    ("{x > 0: sqrt(x), 0}", lambda x: mp.mpf(0), -1.0),
    ("{x > 0: ln x, x^2}", lambda x: x**2, -2.0),
    ("{x > 0: x^x, 3x}", lambda x: 3 * x, -2.0),
    ("{x < 1: asin(x), x^3}", lambda x: x**3, 2.0),
    ("where(x > 0, 1/x, x)", lambda x: x, -0.5),
    ("{x = 0: 0, exp(-1/x^2)}", lambda x: mp.mpf(0), 0.0),
    ("sum({x > k: ln(x - k), 0}, k, 1, 5)", lambda x: mp.log(x - 1) + mp.log(x - 2), 2.5),
    # 10: what has no graph is zero
    ("3x + 2", lambda x: 3 * x + 2, 1.0),
    ("5", lambda x: mp.mpf(5), 1.0),
    ("x^0", lambda x: mp.mpf(1), 0.0),
    ("floor x", mp.floor, 1.5),
    ("sign x", mp.sign, -3.0),
    ("round x", mp.nint, 2.2),
    ("floor(x) x^2", lambda x: 2 * x**2, 2.5),
    ("clamp(x, 0, 1)", lambda x: mp.mpf(1), 3.0),
    # powers at 0
    ("x^2", lambda x: x**2, 0.0),
    ("x^3", lambda x: x**3, 0.0),
    ("x^1", lambda x: x, 0.0),
    ("prod(x - k, k, 1, 4)", lambda x: (x - 1) * (x - 2) * (x - 3) * (x - 4), 2.0),
    ("sqrt(x^4)", lambda x: x**2, 0.0),
    ("cbrt(x)^3", lambda x: x, 0.0),
    ("0^x", lambda x: mp.mpf(0), 2.0),
    ("x^x", lambda x: x**x, 0.5),
    # 12: lengths of one variable, at the ends of the range
    ("sqrt(x^2)", lambda x: x, 1e200),
    ("sqrt(x^2)", lambda x: x, 1e-200),
    # 13: cancellation
    ("(1 - cos x)/x^2", half_cosine, 1e-8),
    ("(1 - cos x)/x^2", half_cosine, 1e-4),
    ("(e^x - 1)/x", lambda x: mp.expm1(x) / x, 1e-9),
    ("x^2 - 2x + 1 - (x - 1)^2", lambda x: mp.mpf(0), 0.7),
    # 15: literals keep their 53 bits
    ("0.1 x", lambda x: mp.mpf(0.1) * x, 3.0),
    ("x/3", lambda x: x / 3, 1.0),
    ("pi x", lambda x: mp.mpf(math.pi) * x, 1.0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "truth", "x"), SMOOTH)
def test_value_and_derivatives_at_a_trap_are_those_of_fifty_digits(text, truth, x):
    result = read(text, ["x"]).at({"x": x})
    assert result.status is OK, result.note
    found = (result.value, *result.derivatives)
    for got, expected in zip(found, exact(truth, x, 3), strict=True):
        assert got == pytest.approx(expected, rel=1e-13, abs=1e-45)


NONE_HERE = [
    # 4: outside the domain nothing is differentiated
    ("ln x", -1, UNDEFINED, (None, None, None), "outside the domain"),
    ("log1p(x)", -3, UNDEFINED, (None, None, None), "outside the domain"),
    ("atanh x", 2, UNDEFINED, (None, None, None), "outside the domain"),
    ("acos x", 2, UNDEFINED, (None, None, None), "outside the domain"),
    ("ln(x) {x > 0}", -1, UNDEFINED, (None, None, None), "outside the domain"),
    # 5: corners are conventions
    ("max(0, x)", 0, CORNER, (0, None, None), "left slope 0, right slope 1"),
    ("relu x", 0, CORNER, (0, None, None), "left slope 0, right slope 1"),
    ("clamp(x, 0, 1)", 1, CORNER, (1, None, None), "left slope 1, right slope 0"),
    ("min(x, 2 - x)", 1, CORNER, (1, None, None), "left slope 1, right slope −1"),
    ("max(x, x)", 1, OK, (1, 1, 0), ""),
    ("floor x", 2, CORNER, (2, None, None), "jump"),
    ("sign x", 0, CORNER, (0, None, None), "jump"),
    # 11 and powers at 0
    ("x^x", 0, INFINITE, (1, None, None), "slope −∞ from the right"),
    ("x log x", 0, UNDEFINED, (None, None, None), "0 from the right"),
    ("{x > 0: x log x, 0}", 0, CORNER, (0, None, None), "right slope −∞"),
    ("0^x", 0, CORNER, (1, None, None), "jump"),
    ("0^x", -1, UNDEFINED, (None, None, None), "outside the domain"),
    ("|x|^3", 0, OK, (0, 0, 0), ""),
    ("|x|^1.5", 0, INFINITE, (0, 0, None), "f″ is unbounded"),
    ("x^1.5", 0, CORNER, (0, None, None), "edge of the domain"),
    ("x^pi", 0, CORNER, (0, None, None), "edge of the domain"),
    ("x^(1/3)", 0, INFINITE, (0, None, None), "vertical tangent"),
    ("x^(5/3)", 0, CORNER, (0, 0, None), "left f″ −∞, right f″ +∞"),
    ("x |x|", 0, CORNER, (0, 0, None), "left f″ −2, right f″ 2"),
    ("{x < 0: 0, x^2}", 0, CORNER, (0, 0, None), "left f″ 0, right f″ 2"),
    ("norm(x)", 0, CORNER, (0, None, None), "left slope −1, right slope 1"),
    ("(1 - cos x)/x^2", 0, UNDEFINED, (None, None, None), "continuous extension 0.5"),
    ("e^(1/x)", 0, UNDEFINED, (None, None, None), "not defined here"),
]


@pytest.mark.parametrize(("text", "x", "status", "numbers", "words"), NONE_HERE)
def test_where_there_is_no_number_there_is_a_word(text, x, status, numbers, words):
    result = read(text, ["x"]).at({"x": x})
    assert (result.status, (result.value, *result.derivatives)) == (status, numbers)
    assert words in result.note


def test_the_third_derivative_of_a_cubed_length_does_not_exist():
    result = read("|x|^3").at({"x": 0}, order=3)
    assert result.derivatives == (0, 0, None)
    assert "left f‴ −6, right f‴ 6" in result.note


SEVERAL = [
    ("x^y", "x**y", {"x": 3, "y": 0}),
    ("x^y", "x**y", {"x": 1, "y": 1}),
    ("exp(-norm(x, y)^2)", "exp(-x**2 - y**2)", {"x": 0, "y": 0}),
    ("norm(x, y)^2", "x**2 + y**2", {"x": 0, "y": 0}),
    ("cos(sqrt(x^2 + y^2))", "1 - (x**2 + y**2)/2 + (x**2 + y**2)**2/24", {"x": 0, "y": 0}),
    ("sinc(norm(x, y))", "1 - (x**2 + y**2)/6 + (x**2 + y**2)**2/120", {"x": 0, "y": 0}),
    ("norm(x, y)^3", "0*x*y", {"x": 0, "y": 0}),
    ("x^2 y^3", "x**2*y**3", {"x": 0, "y": 0}),
    ("prod(x, y)", "x*y", {"x": 0, "y": 0}),
    ("max(x, y)", "y", {"x": 1, "y": 2}),
    ("max(x, y)^3", "0*x*y", {"x": 0, "y": 0}),
    ("atan2(y, x)", "atan2(y, x)", {"x": 1, "y": 0}),
    ("atan2(y, x)", "atan2(y, x)", {"x": -1, "y": 0.5}),
    ("{x > y: ln(x - y), 0}", "0*x*y", {"x": 0, "y": 1}),
    ("logsumexp(x, y)", "x + log(1 + exp(y - x))", {"x": 1000, "y": 1000}),
    ("sqrt(x^2 + y^2)", "sqrt(x**2 + y**2)", {"x": 1e200, "y": 1e200}),
    ("sqrt(x^2 + y^2)", "sqrt(x**2 + y**2)", {"x": 1e-200, "y": 2e-200}),
    ("floor(x) + y^2", "y**2", {"x": 0.5, "y": 1}),
]


@pytest.mark.parametrize(("text", "source", "point"), SEVERAL)
def test_gradient_and_hessian_at_a_trap_are_those_of_sympy(text, source, point):
    names = sympy.symbols("x y", real=True)
    expression = sympy.sympify(source, locals=dict(zip("xy", names, strict=True)))
    at = {name: sympy.Rational(point[str(name)]) for name in names}

    def number(each):
        return float(each.subs(at).evalf(50))

    slope = [number(expression.diff(name)) for name in names]
    bend = [[number(expression.diff(a, b)) for b in names] for a in names]
    result = read(text, ["x", "y"]).at(point)
    assert result.status is OK, result.note
    assert result.value == pytest.approx(number(expression), rel=1e-13)
    assert result.gradient.tolist() == pytest.approx(slope, rel=1e-13, abs=TINY)
    for row, truth in zip(result.hessian.tolist(), bend, strict=True):
        assert row == pytest.approx(truth, rel=1e-13, abs=TINY)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("norm(x, y)", CORNER),
        ("hypot(x, y)", CORNER),
        ("max(x, y)", CORNER),
        ("|x| + |y|", CORNER),
        ("max(x, y)^2", CORNER),
        ("|x y|", CORNER),
        ("atan2(y, x)", UNDEFINED),
        ("x^y", CORNER),
        ("{x^2 + y^2 > 0: x y (x^2 - y^2)/(x^2 + y^2), 0}", CORNER),
        ("(x^2 + y^2) ln(x^2 + y^2)", UNDEFINED),
    ],
)
def test_no_hessian_is_shown_at_the_origin_where_there_is_none(text, status):
    result = read(text, ["x", "y"]).at({"x": 0, "y": 0})
    assert result.status is status
    assert result.hessian is None
    assert result.note


def test_the_norm_of_many_neither_overflows_nor_vanishes_nor_has_a_slope_at_its_tip():
    assert read("norm(x)").at({"x": [0.0, 0, 0]}).gradient is None
    bell = read("exp(-norm(x)^2)").at({"x": [0.0, 0, 0]})
    assert bell.hessian.tolist() == (-2 * np.eye(3) + 0.0).tolist()
    for size in (1e200, 1e-200):
        result = read("norm(x)").at({"x": [size, size]})
        assert result.gradient.tolist() == pytest.approx([math.sqrt(0.5)] * 2, rel=1e-14)


# --- over a grid, and along a curve ---

TICKS = np.linspace(-2.0, 2.0, 41)  # 0 and both diagonals are among them


def over(text):
    program = read(text, ["x", "y"]).program
    with np.errstate(all="ignore"):
        return mended(program, TICKS, TICKS, (), field(program, TICKS, TICKS, ()))


SMOOTH_FIELDS = [
    ("norm(x, y)^3", "(x**2 + y**2)**(3/2)", 0.0),
    ("sqrt(x^2 + y^2)^2", "x**2 + y**2", 2.0),
    ("exp(-norm(x, y)^2)", "exp(-x**2 - y**2)", -2.0),
    ("cos(sqrt(x^2 + y^2))", "cos(sqrt(x**2 + y**2))", -1.0),
    ("sinc(norm(x, y))", "sin(sqrt(x**2 + y**2))/sqrt(x**2 + y**2)", -1 / 3),
    ("besselj0(norm(x, y))", "besselj(0, sqrt(x**2 + y**2))", -0.5),
    ("sqrt(x^4) + y^2", "x**2 + y**2", 2.0),
    ("|x|^3 + |y|^3", "Abs(x)**3 + Abs(y)**3", 0.0),
    ("softplus(40 x) + y", "log(1 + exp(40*x)) + y", 400.0),
]


@pytest.mark.parametrize(("text", "source", "top"), SMOOTH_FIELDS)
def test_a_field_has_no_hole_where_the_function_is_smooth(text, source, top):
    found = over(text)
    for plane in (found.value, found.gradient, found.hessian):
        assert np.isfinite(plane).all()
    middle = len(TICKS) // 2
    assert found.hessian[middle, middle, 0, 0] == pytest.approx(top, abs=1e-5)
    x, y = sympy.symbols("x y", real=True)
    bend = sympy.sympify(source, locals={"x": x, "y": y}).diff(x, 2)
    row, column = 31, 7
    truth = float(bend.subs({x: TICKS[column], y: TICKS[row]}).evalf(50))
    assert found.hessian[row, column, 0, 0] == pytest.approx(truth, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("text", ["max(x, y)", "|x - y|"])
def test_a_field_of_slopes_has_a_gap_along_a_corner_and_no_convention(text):
    found = over(text)
    diagonal = np.arange(len(TICKS))
    assert np.isnan(found.gradient[diagonal, diagonal]).all()
    off = ~np.eye(len(TICKS), dtype=bool)
    assert np.isfinite(found.gradient[off]).all()


def test_a_field_of_bends_has_a_gap_where_only_the_second_derivative_leaps():
    found = over("x |x| y")
    on_axis, off = len(TICKS) // 2, 33
    assert found.gradient[off, on_axis].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert np.isnan(found.hessian[off, on_axis, 0, 0])


def test_branches_that_are_not_taken_leak_nothing_into_a_field():
    found = over("{x > y: ln(x - y + 1), (y - x)^2 + x - y}")
    assert np.isfinite(found.value).all()
    assert np.isfinite(found.gradient).all()


def test_a_table_over_a_grid_says_what_its_points_say():
    ticks = np.array([-1.0, 0.0, 1.0])
    for text in ("norm(x, y)", "norm(x, y)^3", "atan2(y, x)", "max(x, y)", "|x| y"):
        f = read(text, ["x", "y"])
        table = f.grid({"x": ticks, "y": ticks})
        for row, column in np.ndindex(3, 3):
            point = f.at({"x": ticks[column], "y": ticks[row]})
            missing = np.isnan(table.gradient[row, column]).any()
            assert missing == (point.gradient is None)
            assert np.isnan(table.value[row, column]) == (point.value is None)
            if point.hessian is not None:
                assert table.hessian[row, column] == pytest.approx(point.hessian, abs=1e-12)
    line = read("|x|").grid({"x": ticks})
    assert np.isnan(line.derivatives[0]).tolist() == [False, True, False]


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def curves(evaluator, text, view):
    document = with_formula(first_document(), 1, text=text, shown=(0, 1, 2))
    return evaluator.frame(document, Viewport(*view)).curves


@pytest.mark.parametrize(
    ("text", "truth", "view"),
    [
        ("sqrt(x^4)", lambda x: x**2, (-2.0, 2.0)),
        ("|x|^3", lambda x: abs(x) ** 3, (-2.0, 2.0)),
        ("sinc x", lambda x: sinc(x) if abs(x) < 0.5 else mp.sin(x) / x, (-2.0, 2.0)),
        ("softplus(x)", softplus, (20.0, 60.0)),
        ("tanh x", mp.tanh, (15.0, 40.0)),
        ("besselj0(x)", lambda x: mp.besselj(0, x), (-6.0, 6.0)),
        ("lgamma(x)", lambda x: mp.log(mp.gamma(x)), (0.5, 6.0)),
        ("{x > 0: sqrt(x), 0}", lambda x: mp.sqrt(x) if x > 0 else mp.mpf(0), (-2.0, -0.5)),
    ],
)  # fmt: skip
def test_curves_have_no_gap_and_no_wrong_digit_where_the_function_is_smooth(
    evaluator, text, truth, view
):
    for curve in curves(evaluator, text, view):
        assert np.isfinite(curve.y).all(), curve.order
        for place in range(5, len(curve.x), len(curve.x) // 7):
            x = curve.x[place]
            expected = exact(truth, x, curve.order + 1)[curve.order]
            assert curve.y[place] == pytest.approx(expected, rel=1e-10, abs=1e-9)

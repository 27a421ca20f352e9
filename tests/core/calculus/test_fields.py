"""Fields of two variables: the replayed record says what autograd says, in bounded memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from core.calculus.fields import _tape, field
from core.calculus.program import Cancelled
from core.function import read
from core.language import functions
from tests.core import oracle

XS, YS = np.linspace(-1.9, 2.3, 13), np.linspace(-0.8, 3.1, 9)
FORMULAS = [
    "x^2 - y^2", "(x^2+y-11)^2+(x+y^2-7)^2", "exp(-x^2-y^2) cos(3x y)", "a x^3 + sin(b x y)",
    "x y^2/(x^2+y^2+1)", "tanh(x y)+sigmoid(x - y)", "hypot(x, y) + erf(x y)", "x^y + y^2.5",
    "atan2(y, x + 4)", "if(x < y, x^2, y^3)", "max(x, y)^2", "sum(x^k y/k, k, 1, 5)",
    "x^9 y^-3", "besselj0(x y) + gamma(y + 3)", "3x + 2y", "7", "x", "floor(x) y", "-x^2 - -y",
    "d/dx (x^3 y) + y", "logsumexp(x, y, 1)", "x^a y^b", "|x|^3 - cbrt(y)",
]  # fmt: skip


def _read(text):
    return read(text, ["x", "y"])


@pytest.mark.parametrize("text", FORMULAS)
def test_a_field_is_what_autograd_says_at_each_point(text):
    function = _read(text)
    given = {"a": 1.3, "b": 0.7}
    rest = [given[name] for name in function.parameters]
    found = field(function.program, XS, YS, rest)
    truth = function.grid({"x": XS, "y": YS}, given)
    for got, expected in (
        (found.value, truth.value),
        (found.gradient, truth.gradient),
        (found.hessian, truth.hessian),
    ):
        np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12)
        assert got.shape == expected.shape
    assert field(function.program, XS, YS, rest, "value").gradient is None
    assert field(function.program, XS, YS, rest, "gradient").hessian is None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("exp(-x^2-y^2) cos(3x y)", "exp(-x**2-y**2)*cos(3*x*y)"),
        ("ln(1+x^2+y^4)/(y^2+2)", "log(1+x**2+y**4)/(y**2+2)"),
        ("x^5 y^3 - sqrt(x^2+1) y", "x**5*y**3 - sqrt(x**2+1)*y"),
    ],
)
def test_a_field_agrees_with_fifty_digits(text, source):
    found = field(_read(text).program, XS, YS, ())
    f = oracle.sympy.sympify(source)
    x, y = oracle.sympy.symbols("x y")
    for entry, names in {(0, 0): (x, x), (0, 1): (x, y), (1, 0): (y, x), (1, 1): (y, y)}.items():
        derivative = f.diff(*names)
        for i, j in ((0, 0), (4, 7), (8, 12), (5, 2)):
            at = {x: oracle.sympy.Float(XS[j], 50), y: oracle.sympy.Float(YS[i], 50)}
            truth = float(derivative.evalf(50, subs=at))
            assert found.hessian[(i, j, *entry)] == pytest.approx(truth, rel=1e-12, abs=1e-13)


def test_outside_the_domain_there_are_no_derivatives():
    found = field(_read("ln(x) + y^2").program, XS, YS, ())
    outside = XS <= 0
    assert np.isnan(found.value[:, outside]).all()
    assert np.isnan(found.gradient[:, outside]).all()
    assert np.isnan(found.hessian[:, outside]).all()
    assert np.isfinite(found.hessian[:, ~outside]).all()


def test_sliders_move_without_a_new_record():
    program = _read("a x^2 + b y").program
    _tape.cache_clear()
    for a in (1.0, 2.5, -3.0):
        assert field(program, XS, YS, [a, 1.0]).hessian[0, 0, 0, 0] == 2 * a
    assert _tape.cache_info().misses == 1


def test_every_function_of_the_table_is_recorded_or_done_without():
    """A record that misses an operation would be constant where the function is not."""
    for row in functions():
        if row.name in ("norm", "dot") and "[" not in row.example:
            continue
        function = read(f"y {row.example} + {row.example}", ["x", "y"])
        rest = [1.0] * len(function.parameters)
        xs, ys = np.array([0.31, 0.72]), np.array([0.4, 0.9, 1.7])
        found = field(function.program, xs, ys, rest)
        truth = function.grid({"x": xs, "y": ys}, dict.fromkeys(function.parameters, 1.0))
        np.testing.assert_allclose(found.hessian, truth.hessian, rtol=1e-10, atol=1e-12)


def test_a_field_can_be_stopped_between_two_tiles():
    asked = []

    def stop():
        asked.append(True)
        return len(asked) > 2

    side = np.linspace(0, 1, 600)
    with pytest.raises(Cancelled):
        field(_read("sin(x y)").program, side, side, (), stop=stop)
    assert len(asked) == 3


def test_memory_beyond_the_result_does_not_grow_with_the_grid():
    program = _read("exp(-x^2-y^2) cos(3x y)").program
    side = np.linspace(-2, 2, 1000)
    field(program, side[:8], side[:8], ())
    tracemalloc.start()
    found = field(program, side, side, ())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.hessian.shape == (1000, 1000, 2, 2)
    assert most < 6.5 * 8 * 1000 * 1000


@pytest.mark.parametrize("text", [
    "sin(x y) + x^3 y - exp(-x^2)", "|x| + y^2", "ln(x) y", "x + y", "gamma(x) y^2",
    "hypot(x, y)", "sum(x^k y, k, 1, 4)",
])  # fmt: skip
def test_points_off_a_grid_have_the_numbers_of_autograd(text):
    from core.calculus.derivatives import hessian
    from core.calculus.fields import at_points
    from core.function import read

    program = read(f"f(x, y) = {text}").program
    points = np.random.default_rng(5).uniform(-2, 2, (40, 2))
    for got, expected in zip(at_points(program, points, ()), hessian(program, points, ()),
                             strict=True):  # fmt: skip
        np.testing.assert_allclose(got, expected, rtol=1e-11, atol=1e-11)

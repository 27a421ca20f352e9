"""Statuses at the points where autograd shows conventions, and several variables."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.calculus.points import of_several
from core.calculus.program import Cancelled, stopped_by
from core.frame import Status
from core.function import read

OK, UNDEFINED, INFINITE = Status.OK, Status.UNDEFINED, Status.INFINITE
CORNER, UNDETERMINED = Status.NOT_DIFFERENTIABLE, Status.UNDETERMINED

TRAPS = [
    ("|x|", 0, CORNER, (0.0, None, None), "left slope −1, right slope 1"),
    ("relu(x)", 0, CORNER, (0.0, None, None), "left slope 0, right slope 1"),
    ("max(x, 0)", 0, CORNER, (0.0, None, None), "left slope 0, right slope 1"),
    ("clamp(x, 0, 9)", 0, CORNER, (0.0, None, None), "left slope 0, right slope 1"),
    ("sqrt(x^2)", 0, CORNER, (0.0, None, None), "left slope −1, right slope 1"),
    ("min(x, -x)", 0, CORNER, (0.0, None, None), "left slope 1, right slope −1"),
    ("floor x", 1, CORNER, (1.0, None, None), "jump: 0 from the left, 1 from the right"),
    ("floor x", 1.5, OK, (1.0, 0.0, 0.0), ""),
    ("sign x", 0, CORNER, (0.0, None, None), "jump"),
    ("round x", 0.5, CORNER, (0.0, None, None), "jump"),
    ("mod(x, 2)", 4, CORNER, (0.0, None, None), "jump: 2 from the left"),
    ("{x < 0: 0, x^2}", 0, CORNER, (0.0, 0.0, None), "f″ jumps"),
    ("|x|^3", 0, OK, (0.0, 0.0, 0.0), ""),
    ("sqrt(x^4)", 0, OK, (0.0, 0.0, 2.0), ""),
    ("x^(4/3)", 0, INFINITE, (0.0, 0.0, None), "f″"),
    ("cbrt x", 0, INFINITE, (0.0, None, None), "vertical tangent: slope +∞"),
    ("x^(2/3)", 0, CORNER, (0.0, None, None), "cusp: left slope −∞, right slope +∞"),
    ("sqrt x", 0, INFINITE, (0.0, None, None), "slope +∞ from the right"),
    ("x^1.5", 0, CORNER, (0.0, None, None), "edge of the domain: right slope 0"),
    ("acos x", 1, INFINITE, (0.0, None, None), "slope −∞ from the left"),
    ("1/x", 0, INFINITE, (None, None, None), "−∞ from the left, +∞ from the right"),
    ("1/x^2", 0, INFINITE, (None, None, None), "+∞ from the left, +∞ from the right"),
    ("ln x", 0, INFINITE, (None, None, None), "−∞ from the right"),
    ("ln x", -1, UNDEFINED, (None, None, None), "outside the domain"),
    ("ln(1 + x)", -3, UNDEFINED, (None, None, None), "outside the domain"),
    ("atanh x", 2, UNDEFINED, (None, None, None), "outside the domain"),
    ("sqrt x", -1, UNDEFINED, (None, None, None), "outside the domain"),
    ("gamma(x)", -1, INFINITE, (None, None, None), "pole"),
    ("sin(x)/x", 0, UNDEFINED, (None, None, None), "continuous extension 1"),
    ("(x^2-1)/(x-1)", 1, UNDEFINED, (None, None, None), "continuous extension 2"),
    ("sin(1/x)", 0, UNDEFINED, (None, None, None), "not defined here"),
    ("sinc x", 0, OK, (1.0, 0.0, -1 / 3), ""),
    ("x log x", 0, UNDEFINED, (None, None, None), "0 from the right"),
    ("x^x", 0, INFINITE, (1.0, None, None), "slope −∞ from the right"),
    ("0^x", 2, OK, (0.0, 0.0, 0.0), ""),
    ("0^x", 0, CORNER, (1.0, None, None), "jump"),
    ("x^2", 0, OK, (0.0, 0.0, 2.0), ""),
    ("x^3", 0, OK, (0.0, 0.0, 0.0), ""),
    ("3x + 2", 1, OK, (5.0, 3.0, 0.0), ""),
    ("5", 1, OK, (5.0, 0.0, 0.0), ""),
    ("x^0", 0, OK, (1.0, 0.0, 0.0), ""),
    ("where(x > 0, sqrt(x), 0)", -1, OK, (0.0, 0.0, 0.0), ""),
    ("{x > 0: x log x, 0}", -2, OK, (0.0, 0.0, 0.0), ""),
    ("{x > 0: x log x, 0}", 0, CORNER, (0.0, None, None), "right slope −∞"),
    ("exp(x)", 1000, UNDETERMINED, (None, None, None), "beyond the range of double"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "x", "status", "numbers", "words"), TRAPS)
def test_the_point_has_its_status_and_its_reason(text, x, status, numbers, words):
    result = read(text, ["x"]).at({"x": x})
    assert result.status is status, result.note
    assert words in result.note
    for got, expected in zip((result.value, *result.derivatives), numbers, strict=True):
        assert got == (expected if expected is None else pytest.approx(expected, rel=1e-13))


def test_a_term_that_torch_would_drop_in_silence_is_differentiated():
    result = read("x^2 + besselj0(x)").at({"x": 2.5})
    assert result.derivatives[0] == pytest.approx(5 - 0.49709410246427405, rel=1e-13)


def test_cancellation_that_autograd_cannot_see_is_seen():
    result = read("(1 - cos x)/x^2").at({"x": 1e-8})
    assert result.derivatives[1] == pytest.approx(-1 / 12, rel=1e-12)
    assert "60 digits" in result.note


def test_a_power_at_exponent_zero_has_a_symmetric_hessian():
    result = read("x^y").at({"x": 3, "y": 0})
    expected = [[0, 1 / 3], [1 / 3, math.log(3) ** 2]]
    for row, truth in zip(result.hessian, expected, strict=True):
        assert row.tolist() == pytest.approx(truth, rel=1e-14, abs=1e-300)


def test_the_hessian_of_a_gauss_bell_at_its_top_is_minus_two():
    result = read("exp(-norm(x, y)^2)").at({"x": 0, "y": 0})
    assert result.hessian.tolist() == [[-2, 0], [0, -2]]
    assert result.status is OK


@pytest.mark.parametrize(
    ("text", "point", "status"),
    [
        ("norm(x, y)", {"x": 0, "y": 0}, CORNER),
        ("|x| + y", {"x": 0, "y": 1}, CORNER),
        ("max(x, y)", {"x": 1, "y": 1}, CORNER),
        ("atan2(y, x)", {"x": 0, "y": 0}, UNDEFINED),
        ("x y/(x^2 + y^2)", {"x": 0, "y": 0}, UNDEFINED),
        ("x^2 y/(x^2 + y^2) {x^2 + y^2 > 0}", {"x": 0, "y": 0}, UNDEFINED),
        ("{x^2 + y^2 > 0: x^2 y/(x^2 + y^2), 0}", {"x": 0, "y": 0}, CORNER),
    ],
)
def test_a_missing_gradient_is_null_and_named(text, point, status):
    result = read(text).at(point)
    assert result.status is status
    assert result.gradient is None
    assert result.note


def test_lengths_neither_overflow_nor_vanish():
    for size in (1e200, 1e-200):
        result = read("sqrt(x^2 + y^2)").at({"x": size, "y": size})
        assert result.value == pytest.approx(math.sqrt(2) * size, rel=1e-14)
        assert result.gradient == pytest.approx([math.sqrt(0.5)] * 2, rel=1e-14)


def test_derivatives_go_to_the_sixth_order():
    result = read("sin(2x)").at({"x": 0.3}, order=6)
    turned = [math.cos, lambda v: -math.sin(v), lambda v: -math.cos(v), math.sin] * 2
    expected = [2**n * turned[n - 1](0.6) for n in range(1, 7)]
    assert result.derivatives == pytest.approx(expected, rel=1e-12)


def test_names_given_nowhere_stand_at_one():
    result = read("a x^2 + b").at({"x": 3}, {"a": 2})
    assert result.value == 19


def test_series_deep_inside_give_up_when_they_are_asked_to():
    program = read("f(x, y) = exp(-x^2 - y^2) sin(x) cos(y)").program
    asked = []

    def stop():
        asked.append(True)
        return len(asked) > 20

    with stopped_by(stop), pytest.raises(Cancelled):
        of_several(program, ("x", "y"), np.array([[0.3, 0.2]]), (), 2)
    assert len(asked) == 21
    found = of_several(program, ("x", "y"), np.array([[0.3, 0.2]]), (), 2)[0]
    assert found.status is Status.OK
    assert len(asked) == 21

"""Agreed digits: counted against truths of fifty digits, route by route."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

from core.agreement import AUTOGRAD, MOST, SERIES, SYMBOLIC
from core.calculus.check import (
    check_of_map,
    check_of_one,
    check_of_places,
    check_of_several,
    common_digits,
)
from core.calculus.derivatives import derivatives
from core.function import read

HALF_COSINE = "(1 - cos x)/x^2"


def truth(function, x, order):
    with mpmath.workdps(60):
        return mpmath.diff(function, mpmath.mpf(x), order) if order else function(mpmath.mpf(x))


def expected(number, exact):
    """The significant digits that a double shares with a truth."""
    with mpmath.workdps(60):
        miss = abs(mpmath.mpf(number) - exact) / max(abs(exact), abs(mpmath.mpf(number)))
        return MOST if not miss else max(0, min(MOST, int(mpmath.floor(-mpmath.log10(miss)))))


@pytest.mark.parametrize("x", [1.0, 1e-2, 1e-3, 1e-4, 1e-5, 1e-7])
@pytest.mark.parametrize("order", [0, 1, 2])
def test_the_digits_are_those_that_autograd_shares_with_the_truth(x, order):
    program = read(HALF_COSINE).program
    exact = truth(lambda t: (1 - mpmath.cos(t)) / t**2, x, order)
    plain = derivatives(program, np.array([x]), (), 2)[order, 0]
    agreed = check_of_one(program, x, (), 2)[f"derivative {order}"]
    assert agreed.digits == expected(plain, exact)
    told = {route.name: route.number for route in agreed.routes}
    assert set(told) == {AUTOGRAD, SERIES}
    assert float(told[AUTOGRAD]) == plain
    assert float(told[SERIES]) == pytest.approx(float(exact), rel=1e-15)


def test_what_follows_from_the_derivatives_agrees_as_far_as_they_do():
    found = check_of_one(read("a x^3 + sin(b x)").program, 1.0, (1.0, 1.0), 2)
    assert {found[name].digits for name in ("angle", "curvature", "radius", "intercept")} == {MOST}
    lost = check_of_one(read(HALF_COSINE).program, 1e-7, (), 2)
    assert lost["curvature"].digits == 0
    assert float({r.name: r.number for r in lost["radius"].routes}[SERIES]) == pytest.approx(12)


def test_a_wrong_symbolic_number_is_not_passed_over():
    program = read("x^2").program
    right = check_of_one(program, 3.0, (), 2, [mpmath.mpf(9), mpmath.mpf(6), mpmath.mpf(2)])
    wrong = check_of_one(program, 3.0, (), 2, [mpmath.mpf(9), mpmath.mpf("6.006"), mpmath.mpf(2)])
    assert [right[f"derivative {n}"].digits for n in range(3)] == [MOST] * 3
    assert wrong["derivative 1"].digits == 3
    assert SYMBOLIC in {route.name for route in wrong["derivative 1"].routes}


def test_a_number_of_one_route_has_no_digits():
    corner = check_of_one(read("|x|").program, 0.0, (), 2)["derivative 1"]
    assert corner.digits is None
    assert [route.name for route in corner.routes] == [AUTOGRAD]


@pytest.mark.parametrize(
    ("numbers", "digits"),
    [((1.0, 1.0), 15), ((1.0, 1.001), 3), ((1.0, -1.0), 0), ((0.0, 0.0), 15), ((0.0, 1e-9), 9),
     ((1.0, 1.0 + 2**-52), 15), ((1e-300, 1.1e-300), 1), ((2.0, 20.0), 0)],
)  # fmt: skip
def test_digits_are_significant_ones(numbers, digits):
    assert common_digits([mpmath.mpf(each) for each in numbers]) == digits


def test_beside_zero_digits_count_from_the_size_of_the_array():
    assert common_digits([mpmath.mpf(0), mpmath.mpf("1e-13")], mpmath.mpf(1000)) == 15
    assert common_digits([mpmath.mpf(0), mpmath.mpf("1e-3")], mpmath.mpf(1000)) == 6


def test_gradient_hessian_and_what_follows_of_two_variables():
    found = check_of_several(
        read("exp(-x^2 - y^2) sin(2x)").program, (1.0, 0.5), (), 2, None, (3.0, 4.0)
    )
    names = ["value", "gradient 0", "hessian 0 1", "length", "steepest", "determinant", "trace",
             "condition", "eigenvalue 1", "rise", "bow", "product 0", "pushed"]  # fmt: skip
    assert [found[name].digits for name in names] == [MOST] * len(names)


def test_an_ill_conditioned_determinant_has_fewer_digits_than_its_entries():
    """det of [[2, 2], [2, 2 + 2e]] x^2-like forms: cancellation is in the determinant alone."""
    text = "x^2 + 2x y + (1 + e^(-24)) y^2 + 1e-9 sin(x y)"
    found = check_of_several(read(text).program, (0.3, 0.7), ())
    entries = [found[f"hessian {i} {j}"].digits for i in (0, 1) for j in (0, 1)]
    assert min(entries) >= 14
    assert found["determinant"].digits < min(entries)


def test_many_variables_are_followed_along_the_direction():
    program = read("sum(100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, i, 1, n-1), x in R^40").program
    at = tuple(0.5 + 0.01 * k for k in range(40))
    found = check_of_several(program, at, (), 2, None, (1.0, *[0.0] * 39))
    assert set(found) == {"value", "slope", "bend"}
    assert min(each.digits for each in found.values()) >= 14
    slope = {route.name: route.number for route in found["slope"].routes}[SERIES]
    x, y = 0.5, 0.51
    exact = -400 * x * (y - x * x) - 2 * (1 - x)
    assert float(slope) == pytest.approx(exact, rel=1e-12)


def test_a_map_with_its_singular_values_and_eigenvalues():
    found = check_of_map(
        read("F(x, y) = [x cos y, x sin y]").program, (2.0, 0.5), (), None, (1.0, 2.0), (3.0, 4.0)
    )
    det = {route.name: route.number for route in found["determinant"].routes}
    assert float(det[SERIES]) == pytest.approx(2.0, rel=1e-15)  # the Jacobian of polar coordinates
    names = ["component 0", "jacobian 1 1", "singular 0", "determinant", "root 0", "curl",
             "pushed 1", "pulled 0"]  # fmt: skip
    assert [found[name].digits for name in names] == [MOST] * len(names)


def test_a_curve_with_its_motion():
    found = check_of_map(read("c(t) = [cos t, sin t]").program, (0.4,), ())
    radius = {route.name: route.number for route in found["radius"].routes}
    assert float(radius[SERIES]) == pytest.approx(1.0, rel=1e-15)
    assert {found[name].digits for name in ("speed", "curvature", "acceleration 0")} == {MOST}


def test_places_are_held_against_a_step_of_newton_in_sixty_digits():
    program = read("x^3 - 2x").program
    minimum = math.sqrt(2 / 3)
    found = check_of_places(program, [minimum, 1.0, minimum + 1e-6], [1, 0, 1], ())
    assert found["place 0"].digits == MOST
    assert "place 1" not in found
    assert found["place 2"].digits == 5
    assert found["course 0"].digits == MOST

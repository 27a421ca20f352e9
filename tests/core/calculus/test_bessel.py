"""Bessel functions with many digits, against mpmath's own values and its numerical derivatives."""

import time

import mpmath
import pytest

from core.calculus.bessel import taylor_i, taylor_j, taylor_y
from core.calculus.precise import mp
from core.serve import answer_line

OF = {"J": (taylor_j, mpmath.besselj), "Y": (taylor_y, mpmath.bessely), "I": (taylor_i, mpmath.besseli)}
PLACES = ("1e-30", "0.3", "7.5", "60", "140", "900", "1e12")


def missed(found, truth):
    found = mpmath.mp.make_mpf(found._mpf_)
    return abs(found - truth) / abs(truth)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("order", [0, 1, 3])
@pytest.mark.parametrize("name", OF)
def test_value_and_derivatives_have_all_digits(name, order, place):
    taylor, function = OF[name]
    if name == "I" and place == "1e12":
        pytest.skip("e^(10^12) is beyond every number")
    with mp.workdps(50), mpmath.workdps(75):
        at = mpmath.mpf(place)
        found = taylor(order)(mp.mpf(place), 3)
        assert missed(found[0], function(order, at)) < 1e-46
        if place in ("1e-30", "1e12"):  # steps of a difference are not small beside them
            return
        for k in (1, 3) if order == 0 else (2,):
            truth = mpmath.diff(lambda x: function(order, x), at, k) / mpmath.factorial(k)
            assert missed(found[k], truth) < 1e-42


def test_far_out_and_with_hundreds_of_digits_an_answer_takes_no_minutes():
    began = time.thread_time()
    with mp.workdps(400):
        for place in ("1e-320", "1", "300", "3e29"):
            taylor_y(0)(mp.mpf(place), 4)
        taylor_i(0)(mp.mpf("1e6"), 3)  # 78 s by the derivatives of mpmath
    assert time.thread_time() - began < 10.0
    answer = answer_line('{"text": "bessely0(x)", "points": [{"x": 3e29}]}')
    assert '"status": "ok"' in answer

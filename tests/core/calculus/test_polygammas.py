"""Polygammas at many digits, against those of mpmath one by one."""

import mpmath
import pytest

from core.calculus.germ import Unknown
from core.calculus.germ_special import _polygammas
from core.calculus.precise import mp


@pytest.mark.parametrize("digits", [60, 150])
@pytest.mark.parametrize(
    "at", ["0.3", "1", "25", "1e6", "3e15", "1e-20", "-2.5", "-7.9999999999", "-200.3"]
)
def test_all_orders_have_all_digits(at, digits):
    with mpmath.workdps(digits), mp.workdps(digits):
        x = mp.mpf(at)
        found = {0: _polygammas(x, 0, 6), 3: _polygammas(x, 3, 2)}
    with mpmath.workdps(digits + 30):
        for first, values in found.items():
            for k, value in enumerate(values):
                truth = mpmath.psi(first + k, x)
                assert abs(mpmath.mpf(value) - truth) <= mpmath.mpf(10) ** (2 - digits) * abs(truth)


def test_far_to_the_left_it_takes_too_long():
    with pytest.raises(Unknown):
        _polygammas(mp.mpf(-5000.5), 0, 3)

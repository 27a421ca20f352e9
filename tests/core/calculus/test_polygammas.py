"""Polygammas at many digits, against those of mpmath one by one."""

import mpmath
import pytest

from core.calculus.germ import Unknown
from core.calculus.germ_special import _euler_maclaurin, _polygammas
from core.calculus.precise import mp
from core.calculus.program import Cancelled


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


@pytest.mark.parametrize("at", ["1e300", "1e1000"])
def test_far_to_the_right_few_terms_are_enough(at):
    _euler_maclaurin.cache_clear()
    with mpmath.workdps(60), mp.workdps(60):
        (value,) = _polygammas(mp.mpf(at), 0, 1)
        assert abs(mpmath.mpf(value) - mpmath.psi(0, mpmath.mpf(at))) < 1e-50 * abs(value)


def test_beyond_all_floats_it_takes_too_long():
    with mp.workdps(60), pytest.raises(Unknown):
        _polygammas(mp.mpf(10) ** mp.mpf(10) ** 8, 0, 4)


def test_what_is_asked_to_give_up_does(monkeypatch):
    def asked() -> None:
        raise Cancelled

    _euler_maclaurin.cache_clear()
    monkeypatch.setattr("core.calculus.germ_special.give_up_if_asked", asked)
    with mp.workdps(60), pytest.raises(Cancelled):
        _polygammas(mp.mpf(3), 0, 4)

"""The context of many digits: a thread sets its own precision, and no other's."""

from __future__ import annotations

import threading

import mpmath
import pytest

from core.calculus.precise import mp


def test_another_thread_takes_no_digits_away():
    ready, computed = threading.Event(), threading.Event()
    seen = []

    def other() -> None:
        with mp.workdps(12):
            ready.set()
            assert computed.wait(10)
            seen.append((mp.dps, mp.mpf(1) / 3))

    thread = threading.Thread(target=other)
    with mp.workdps(60):
        third = mp.mpf(1) / 3
        thread.start()
        assert ready.wait(10)
        own = mp.sin(third * 2), third * third, mp.pi + 0, mp.dps
        computed.set()
        thread.join(10)
    with mpmath.workdps(60):
        fresh = mpmath.mpf(1) / 3
        truth = mpmath.sin(fresh * 2), fresh * fresh, mpmath.pi + 0, 60
    assert own == truth
    ((digits, rough),) = seen
    assert digits == 12
    assert 1e-15 < abs(rough - third) < 1e-12


def test_a_number_of_another_thread_is_computed_with_the_digits_of_this_one():
    made = []
    with mp.workdps(60):
        made.append(mp.mpf(1) / 3)
        thread = threading.Thread(target=lambda: made.append(made[0] * 2))
        thread.start()
        thread.join(10)
        assert made[1] != made[0] * 2
        assert float(made[1]) == pytest.approx(2 / 3, rel=1e-15)


def test_the_precision_of_sympy_is_another_one():
    with mp.workdps(60):
        assert mpmath.mp.dps == 15
    with mpmath.workdps(40):
        assert mp.dps == 15

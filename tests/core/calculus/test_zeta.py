"""Zeta's derivatives against mpmath: near the pole, at the seam, at trivial zeros, far out."""

import numpy as np
import pytest
from mpmath import mp

from core.calculus.numpy_rows import special
from core.calculus.zeta import LOWEST, derivative

PLACES = np.array([-30.3, -10.0, -9.3, -4.0, -2.0, -0.7, np.nextafter(LOWEST, -1), LOWEST, -1e-6,
                   0.0, 0.31, 0.99, 1.0001, 1.4, 3.7, 30.0, 80.0])  # fmt: skip


@pytest.mark.parametrize("order", range(1, 8))
def test_the_derivatives_of_zeta_keep_twelve_digits(order):
    found = derivative(PLACES, order, special)
    with mp.workdps(40):
        for x, value in zip(PLACES, found, strict=True):
            truth = mp.zeta(mp.mpf(x), 1, order)
            assert abs(value - truth) <= 1e-12 * abs(truth), x


def test_the_pole_has_no_number_and_shapes_are_kept():
    assert np.isnan(derivative(1.0, 1, special))
    assert derivative(np.full((2, 3), 2.0), 2, special).shape == (2, 3)

"""Riemann's zeta and its derivatives on the real line, in NumPy arrays.

A row of derivatives (order + 1, n) is carried through Euler's and Maclaurin's formula from -1/2 on
and through the functional equation below it (DLMF 25.2.9, 25.4.1).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

LOWEST = -0.5  # below it the terms of the series cancel one another
TERMS = 16  # of the series, before Euler and Maclaurin take over
BERNOULLI = (
    1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798,
    -174611 / 330, 854513 / 138,
)  # fmt: skip


def derivative(x: Any, order: int, special: Callable[[str], Any]) -> Array:
    """The derivative of zeta of this order at x (n,); nan at 1 and where it leaves float64.

    `special` finds a function of scipy.special by its name.
    """
    x = np.asarray(x, float)
    flat = np.atleast_1d(x).ravel()
    result = np.full(flat.shape, np.nan)
    with np.errstate(all="ignore"):
        right, left = (flat >= LOWEST) & (flat != 1), flat < LOWEST
        if right.any():
            result[right] = _direct(flat[right], order)[order]
        if left.any():
            result[left] = _reflected(flat[left], order, special)[order]
    return result.reshape(x.shape)


def _direct(s: Array, order: int) -> Array:
    """zeta, zeta', ... (order + 1, n) for s >= -1/2."""
    n = np.arange(order + 1)[:, None]
    logs = np.log(np.arange(2, TERMS))
    total = np.zeros((order + 1, len(s)))
    total[0] = 1.0
    for log in logs:
        total += (-log) ** n * np.exp(-s * log)
    log = math.log(TERMS)
    power = (-log) ** n * np.exp(-s * log)
    total += power / 2
    over = np.stack(
        [(-1.0) ** k * math.factorial(k) / (s - 1) ** (k + 1) for k in range(order + 1)]
    )
    total += TERMS * _product(power, over)
    factor = np.zeros_like(total)
    factor[0], factor[1:2] = s, 1.0
    for k, bernoulli in enumerate(BERNOULLI, start=1):
        scale = bernoulli / math.factorial(2 * k) * TERMS ** (1 - 2 * k)
        total += scale * _product(factor, power)
        for each in (2 * k - 1, 2 * k):
            factor = _product(factor, _line(s + each, order))
    return total


def _reflected(s: Array, order: int, special: Callable[[str], Any]) -> Array:
    """2 (2 pi)^(s-1) sin(pi s/2) gamma(1-s) zeta(1-s) and its derivatives, for s < -1/2."""
    n = np.arange(order + 1)[:, None]
    log = math.log(2 * math.pi)
    turns = np.array([math.pi / 2]) ** n * _sine(s, order)
    power = log**n * np.exp((s - 1) * log)
    flip = (-1.0) ** n
    gamma = flip * _gamma(1 - s, order, special)
    zeta = flip * _direct(1 - s, order)
    return 2 * _product(_product(power, turns), _product(gamma, zeta))


def _sine(s: Array, order: int) -> Array:
    """sin and its derivatives at pi s/2, exact where s is a whole number."""
    turned = np.mod(s, 4.0)
    rows = (np.sin, np.cos, lambda v: -np.sin(v), lambda v: -np.cos(v))
    whole = turned == np.round(turned)
    table = np.array([0.0, 1.0, 0.0, -1.0])
    place = np.where(whole, turned, 0).astype(int)
    return np.stack([
        np.where(whole, table[(place + k) % 4], rows[k % 4](math.pi / 2 * turned))
        for k in range(order + 1)
    ])  # fmt: skip


def _gamma(x: Array, order: int, special: Callable[[str], Any]) -> Array:
    """gamma and its derivatives for x > 3/2: each is the sum of products with polygammas."""
    rows = np.zeros((order + 1, len(x)))
    rows[0] = special("gamma")(x)
    psi = [special("polygamma")(k, x) for k in range(order)]
    for k in range(order):
        for j in range(k + 1):
            rows[k + 1] += math.comb(k, j) * psi[k - j] * rows[j]
    return rows


def _line(value: Array, order: int) -> Array:
    rows = np.zeros((order + 1, len(value)))
    rows[0], rows[1:2] = value, 1.0
    return rows


def _product(a: Array, b: Array) -> Array:
    """The derivatives of a product, by Leibniz's rule."""
    rows = np.zeros_like(b)
    for k in range(len(a)):
        for j in range(k + 1):
            rows[k] += math.comb(k, j) * a[j] * b[k - j]
    return rows

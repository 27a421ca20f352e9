"""Special functions in torch: values from the NumPy rows, derivatives by their own formulas."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from core.calculus import numpy_rows
from core.calculus.numpy_rows import NUMPY
from core.calculus.torch_analytic import analytic, by_numpy
from core.calculus.zeta import derivative as zeta_derivative

if TYPE_CHECKING:
    from collections.abc import Callable


def sinc(x: Any, order: int = 0) -> Tensor:
    """The n-th derivative of sin(x)/x; each order is the derivative of the one before."""

    def slope(x: Tensor) -> Tensor:
        return sinc(x, order + 1)

    return analytic(by_numpy(numpy_rows.sinc, order), slope)(x)


def polygamma(x: Any, order: int) -> Tensor:
    """The n-th derivative of digamma."""

    def slope(x: Tensor) -> Tensor:
        return polygamma(x, order + 1)

    return analytic(by_numpy(numpy_rows.polygamma, order), slope)(x)


def digamma(x: Any) -> Tensor:
    return polygamma(x, 0)


def _gamma_slope(x: Tensor) -> Tensor:
    return gamma(x) * digamma(x)


def _beta_first(a: Tensor, b: Tensor) -> Tensor:
    return beta(a, b) * (digamma(a) - digamma(a + b))


def _beta_second(a: Tensor, b: Tensor) -> Tensor:
    return _beta_first(b, a)


def _binomial_first(n: Tensor, k: Tensor) -> Tensor:
    return binomial(n, k) * (digamma(n + 1) - digamma(n - k + 1))


def _binomial_second(n: Tensor, k: Tensor) -> Tensor:
    return binomial(n, k) * (digamma(n - k + 1) - digamma(k + 1))


def _lambertw_slope(x: Tensor) -> Tensor:
    w = lambertw(x)
    return torch.exp(-w) / (1 + w)


gamma = analytic(by_numpy(numpy_rows.gamma), _gamma_slope)
lgamma = analytic(by_numpy(NUMPY["lgamma"]), digamma)
beta = analytic(by_numpy(NUMPY["beta"]), _beta_first, _beta_second)
binomial = analytic(by_numpy(NUMPY["binomial"]), _binomial_first, _binomial_second)
lambertw = analytic(by_numpy(numpy_rows.lambertw), _lambertw_slope)


def _erf_slope(x: Tensor) -> Tensor:
    return 2 / math.sqrt(math.pi) * torch.exp(-x * x)


def _erfc_slope(x: Tensor) -> Tensor:
    return -_erf_slope(x)


def _erfinv_slope(x: Tensor) -> Tensor:
    inverse = erfinv(x)
    return math.sqrt(math.pi) / 2 * torch.exp(inverse * inverse)


erf = analytic(by_numpy(NUMPY["erf"]), _erf_slope)
erfc = analytic(by_numpy(NUMPY["erfc"]), _erfc_slope)
erfinv = analytic(by_numpy(NUMPY["erfinv"]), _erfinv_slope)


def bessel(name: str, sign: float) -> Callable[[Any, int], Tensor]:
    """A Bessel family by its recurrence: 2 B_n' = B_{n-1} + sign B_{n+1}; B_0' = sign B_1."""

    def row(x: Any, order: int) -> Tensor:
        def slope(x: Tensor) -> Tensor:
            if order == 0:
                return sign * row(x, 1)
            return 0.5 * (row(x, order - 1) + sign * row(x, order + 1))

        return analytic(by_numpy(NUMPY[name], order), slope)(x)

    return row


def zeta(x: Any, order: int = 0) -> Tensor:
    """The n-th derivative of Riemann's zeta."""

    def slope(x: Tensor) -> Tensor:
        return zeta(x, order + 1)

    value = by_numpy(NUMPY["zeta"]) if order == 0 else by_numpy(_zeta_derivative, order)
    return analytic(value, slope)(x)


def _zeta_derivative(x: Any, order: int) -> Any:
    return zeta_derivative(x, order, numpy_rows.special)

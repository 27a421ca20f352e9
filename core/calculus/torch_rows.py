"""Every operation in torch, differentiable to any order without the losses of plain autograd.

Where torch's own derivative masks, underflows or is missing, the row is an `Analytic`: a value
and, for each argument, a partial derivative that is itself made of rows. Special functions take
their values from the NumPy rows, so both arithmetics give the same numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from core.calculus import numpy_rows
from core.calculus.numpy_rows import NUMPY, bounds
from core.calculus.program import Program, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from core.calculus.compile import Differential





class Analytic(torch.autograd.Function):
    """A value with given partial derivatives; `partials` are functions of the same inputs."""

    @staticmethod
    def forward(ctx: Any, value: Any, partials: Any, *inputs: Tensor) -> Tensor:
        ctx.partials = partials
        ctx.save_for_backward(*inputs)
        return value(*inputs)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        (grad,) = grads
        inputs = ctx.saved_tensors
        flows = [
            grad * partial(*inputs) if needed else None
            for partial, needed in zip(ctx.partials, ctx.needs_input_grad[2:], strict=True)
        ]
        return (None, None, *flows)


def tensor(x: Any) -> Tensor:
    """A float64 tensor of a tensor or a number."""
    return x if isinstance(x, Tensor) else torch.tensor(float(x), dtype=torch.float64)


def _analytic(value: Callable[..., Tensor], *partials: Callable[..., Tensor]) -> Any:
    def row(*inputs: Any) -> Tensor:
        tensors = torch.broadcast_tensors(*map(tensor, inputs))
        return Analytic.apply(value, partials, *tensors)  # type: ignore[no-any-return]

    return row


def _numpy(function: Callable[..., Any], *details: Any) -> Callable[..., Tensor]:
    """The values of a NumPy row."""

    def value(*inputs: Tensor) -> Tensor:
        with np.errstate(all="ignore"):
            out = function(*(each.detach().numpy() for each in inputs), *details)
        return torch.from_numpy(np.array(out, dtype=float))

    return value


def _shaped(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def row(*args: Any) -> Tensor:
        return function(*map(tensor, args))

    return row


def _negative_sin(x: Tensor) -> Tensor:
    return -torch.sin(x)


# --- powers ---


def power(base: Any, exponent: Any) -> Tensor:
    """base^exponent; the derivative in the exponent does not mask exponent 0."""
    base, exponent = torch.broadcast_tensors(tensor(base), tensor(exponent))
    if not exponent.requires_grad:
        return torch.pow(base, exponent)
    return Analytic.apply(torch.pow, (_power_in_base, _power_in_exponent), base, exponent)  # type: ignore[no-any-return]


def _power_in_base(base: Tensor, exponent: Tensor) -> Tensor:
    return exponent * power(base, exponent - 1)


def _power_in_exponent(base: Tensor, exponent: Tensor) -> Tensor:
    flat = (base == 0) & (exponent > 0)
    logarithm = torch.log(torch.where(flat, 1.0, base))
    return torch.where(flat, 0.0, power(base, exponent) * logarithm)


def _power_int(x: Any, exponent: int) -> Tensor:
    return torch.pow(tensor(x), exponent)


def _power_real(x: Any, exponent: Fraction) -> Tensor:
    return torch.pow(tensor(x), float(exponent))


def _power_rational(x: Any, exponent: Fraction) -> Tensor:
    def slope(x: Tensor) -> Tensor:
        return float(exponent) * _power_rational(x, exponent - 1)

    value = _numpy(numpy_rows.rational_power, exponent)
    return _analytic(value, slope)(x)


# --- exponentials and their kin ---


def _sech_value(x: Tensor) -> Tensor:
    return 1.0 / torch.cosh(x)


def _tanh_slope(x: Tensor) -> Tensor:
    return torch.square(sech(x))


def _sech_slope(x: Tensor) -> Tensor:
    return -sech(x) * tanh(x)


def _sigmoid_slope(x: Tensor) -> Tensor:
    return sigmoid(x) * sigmoid(-x)


def _softplus_value(x: Tensor) -> Tensor:
    return torch.logaddexp(torch.zeros_like(x), x)


def _share_of_first(a: Tensor, b: Tensor) -> Tensor:
    return sigmoid(a - b)


def _share_of_second(a: Tensor, b: Tensor) -> Tensor:
    return sigmoid(b - a)


tanh = _analytic(torch.tanh, _tanh_slope)
sech = _analytic(_sech_value, _sech_slope)
sigmoid = _analytic(torch.sigmoid, _sigmoid_slope)
softplus = _analytic(_softplus_value, sigmoid)
logaddexp = _analytic(torch.logaddexp, _share_of_first, _share_of_second)
expm1 = _analytic(torch.expm1, torch.exp)


# --- inverse functions: slopes that do not cancel near the ends ---


def _asin_slope(x: Tensor) -> Tensor:
    return torch.rsqrt((1 - x) * (1 + x))


def _acos_slope(x: Tensor) -> Tensor:
    return -torch.rsqrt((1 - x) * (1 + x))


def _acosh_slope(x: Tensor) -> Tensor:
    return torch.rsqrt(x - 1) * torch.rsqrt(x + 1)


def _atanh_slope(x: Tensor) -> Tensor:
    return 1 / ((1 - x) * (1 + x))


# --- lengths and angles ---


def _along_first(a: Tensor, b: Tensor) -> Tensor:
    return a / hypot(a, b)


def _along_second(a: Tensor, b: Tensor) -> Tensor:
    return b / hypot(a, b)


hypot = _analytic(torch.hypot, _along_first, _along_second)


# --- special functions ---


def sinc(x: Any, order: int = 0) -> Tensor:
    """The n-th derivative of sin(x)/x; each order is the derivative of the one before."""

    def slope(x: Tensor) -> Tensor:
        return sinc(x, order + 1)

    return _analytic(_numpy(numpy_rows.sinc, order), slope)(x)


def polygamma(x: Any, order: int) -> Tensor:
    """The n-th derivative of digamma."""

    def slope(x: Tensor) -> Tensor:
        return polygamma(x, order + 1)

    return _analytic(_numpy(numpy_rows.polygamma, order), slope)(x)


def _digamma(x: Any) -> Tensor:
    return polygamma(x, 0)


def _gamma_slope(x: Tensor) -> Tensor:
    return gamma(x) * _digamma(x)


def _beta_first(a: Tensor, b: Tensor) -> Tensor:
    return beta(a, b) * (_digamma(a) - _digamma(a + b))


def _beta_second(a: Tensor, b: Tensor) -> Tensor:
    return _beta_first(b, a)


def _binomial_first(n: Tensor, k: Tensor) -> Tensor:
    return binomial(n, k) * (_digamma(n + 1) - _digamma(n - k + 1))


def _binomial_second(n: Tensor, k: Tensor) -> Tensor:
    return binomial(n, k) * (_digamma(n - k + 1) - _digamma(k + 1))


def _lambertw_slope(x: Tensor) -> Tensor:
    w = lambertw(x)
    return torch.exp(-w) / (1 + w)


gamma = _analytic(_numpy(numpy_rows.gamma), _gamma_slope)
lgamma = _analytic(_numpy(NUMPY["lgamma"]), _digamma)
beta = _analytic(_numpy(NUMPY["beta"]), _beta_first, _beta_second)
binomial = _analytic(_numpy(NUMPY["binomial"]), _binomial_first, _binomial_second)
lambertw = _analytic(_numpy(numpy_rows.lambertw), _lambertw_slope)


def _erf_slope(x: Tensor) -> Tensor:
    return 2 / math.sqrt(math.pi) * torch.exp(-x * x)


def _erfc_slope(x: Tensor) -> Tensor:
    return -_erf_slope(x)


def _erfinv_slope(x: Tensor) -> Tensor:
    inverse = erfinv(x)
    return math.sqrt(math.pi) / 2 * torch.exp(inverse * inverse)


erf = _analytic(_numpy(NUMPY["erf"]), _erf_slope)
erfc = _analytic(_numpy(NUMPY["erfc"]), _erfc_slope)
erfinv = _analytic(_numpy(NUMPY["erfinv"]), _erfinv_slope)


def _bessel(name: str, sign: float) -> Callable[[Any, int], Tensor]:
    """A Bessel family by its recurrence: 2 B_n' = B_{n-1} + sign B_{n+1}; B_0' = sign B_1."""

    def row(x: Any, order: int) -> Tensor:
        def slope(x: Tensor) -> Tensor:
            if order == 0:
                return sign * row(x, 1)
            return 0.5 * (row(x, order - 1) + sign * row(x, order + 1))

        return _analytic(_numpy(NUMPY[name], order), slope)(x)

    return row


def zeta(x: Any, order: int = 0) -> Tensor:
    """The n-th derivative of Riemann's zeta, by SciPy (n = 0) or 30-digit arithmetic."""

    def slope(x: Tensor) -> Tensor:
        return zeta(x, order + 1)

    value = _numpy(NUMPY["zeta"]) if order == 0 else _numpy(_zeta_derivative, order)
    return _analytic(value, slope)(x)


def _zeta_derivative(x: Any, order: int) -> Any:
    from mpmath import mp

    def one(value: float) -> float:
        if not math.isfinite(value) or value == 1:
            return math.nan
        with mp.workdps(30):
            return float(mp.zeta(value, 1, order))

    return np.vectorize(one, otypes=[float])(x)


# --- choices ---


def _select(condition: Any, yes: Any, no: Any) -> Tensor:
    if isinstance(condition, bool):
        return tensor(yes if condition else no)
    return torch.where(condition, tensor(yes), tensor(no))


def _guard(x: Any, condition: Any) -> Any:
    """x itself; its derivative stops where the condition does not hold."""
    if not isinstance(x, Tensor) or not x.requires_grad:
        return x
    return torch.where(condition, x, x.detach())


def _combined(operation: str) -> Callable[..., Any]:
    def row(*args: Any) -> Any:
        flags = [torch.as_tensor(each, dtype=torch.bool) for each in args]
        return getattr(torch, operation)(*flags)

    return row


def _repeat(low: Any, high: Any, *rest: Any) -> Tensor:
    """All terms at once, on a new first axis."""
    *captured, body = rest
    first, last = bounds(*(each.detach().numpy() for each in map(tensor, (low, high))))
    depth = max(tensor(each).dim() for each in captured) if captured else 0
    counter = torch.arange(first, last + 1, dtype=torch.float64).reshape(-1, *(1,) * depth)
    terms = tensor(run(body, [counter, *captured], TORCH)[body.output])
    shape = torch.broadcast_shapes(terms.shape, counter.shape)
    return terms.broadcast_to(shape)


def _repeat_sum(*args: Any) -> Tensor:
    return _repeat(*args).sum(0)


def _repeat_prod(*args: Any) -> Tensor:
    return _repeat(*args).prod(0)


def _derivative(*args: Any) -> Tensor:
    """The derivative of an inner program in one of its inputs, itself differentiable."""
    *captured, what = args
    return differentiate_inner(what, list(captured))


def differentiate_inner(what: Differential, captured: list[Any]) -> Tensor:
    """d^order of the inner program in its input `index`, at the captured inputs."""
    shape = torch.broadcast_shapes(*(tensor(each).shape for each in captured))
    variable = tensor(captured[what.index]).broadcast_to(shape)
    variable = variable.clone() if variable.requires_grad else variable.clone().requires_grad_()
    captured[what.index] = variable
    with torch.enable_grad():
        value = tensor(run(what.program, captured, TORCH)[what.program.output])
        for _ in range(what.order):
            value = slope_of(value, variable)
    return value


def slope_of(value: Tensor, variable: Tensor) -> Tensor:
    """d value / d variable, entry by entry, kept differentiable; 0 where value is flat."""
    if not value.requires_grad:
        return torch.zeros_like(variable)
    (grad,) = torch.autograd.grad(value.sum(), variable, create_graph=True, allow_unused=True)
    return torch.zeros_like(variable) if grad is None else grad


TORCH: Mapping[str, Callable[..., Any]] = {
    **{name: NUMPY[name] for name in ("number", "constant", "nowhere", "true", "false")},
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "neg": torch.neg,
    "power_int": _power_int, "power_rational": _power_rational, "power_real": _power_real,
    "power": power,
    "exp": torch.exp, "expm1": expm1, "ln": torch.log, "log1p": torch.log1p, "log2": torch.log2,
    "log10": torch.log10, "sqrt": torch.sqrt,
    "sin": torch.sin, "cos": torch.cos, "tan": torch.tan,
    "asin": _analytic(torch.asin, _asin_slope), "acos": _analytic(torch.acos, _acos_slope),
    "atan": torch.atan, "atan2": _shaped(torch.atan2),
    "sinh": torch.sinh, "cosh": torch.cosh, "tanh": tanh,
    "asinh": torch.asinh, "acosh": _analytic(torch.acosh, _acosh_slope),
    "atanh": _analytic(torch.atanh, _atanh_slope), "sech": sech,
    "abs": torch.abs, "sign": torch.sign, "floor": torch.floor, "ceil": torch.ceil,
    "round": torch.round, "mod": _shaped(torch.remainder),
    "max": _shaped(torch.maximum), "min": _shaped(torch.minimum), "hypot": hypot,
    "sigmoid": sigmoid, "softplus": softplus, "logaddexp": logaddexp,
    "sinc": sinc, "erf": erf, "erfc": erfc, "erfinv": erfinv,
    "gamma": gamma, "lgamma": lgamma, "digamma": _digamma, "polygamma": polygamma,
    "beta": beta, "binomial": binomial,
    "bessel_j": _bessel("bessel_j", -1.0), "bessel_y": _bessel("bessel_y", -1.0),
    "bessel_i": _bessel("bessel_i", 1.0),
    "lambertw": lambertw, "zeta": zeta,
    "less": _shaped(torch.lt), "less_equal": _shaped(torch.le), "equal": _shaped(torch.eq),
    "not_equal": _shaped(torch.ne), "and": _combined("logical_and"),
    "or": _combined("logical_or"), "not": _combined("logical_not"),
    "select": _select, "guard": _guard,
    "repeat_sum": _repeat_sum, "repeat_prod": _repeat_prod, "derivative": _derivative,
}  # fmt: skip


def output(program: Program, inputs: list[Any], shape: tuple[int, ...]) -> Tensor:
    """The program's value as a tensor of this shape, whatever it reads."""
    return tensor(run(program, inputs, TORCH)[program.output]).broadcast_to(shape)

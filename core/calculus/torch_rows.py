"""Every operation in torch, differentiable to any order without the losses of plain autograd.

Where torch's own derivative masks, underflows or is missing, the row is an `Analytic`: a value
and, for each argument, a partial derivative that is itself made of rows. Special functions take
their values from the NumPy rows, so both arithmetics give the same numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from core.calculus import numpy_rows
from core.calculus.numpy_rows import NUMPY, bounds, wide
from core.calculus.numpy_vectors import depth_of, own_shapes
from core.calculus.program import Program, give_up_if_asked, run
from core.calculus.torch_analytic import analytic, applied, by_numpy, numbers_of, shaped, tensor
from core.calculus.torch_special import (
    bessel,
    beta,
    binomial,
    digamma,
    erf,
    erfc,
    erfinv,
    gamma,
    lambertw,
    lgamma,
    polygamma,
    sinc,
    zeta,
)  # fmt: skip
from core.calculus.torch_vectors import REDUCTIONS, TORCH_VECTORS, vector

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from core.calculus.bodies import Differential


# --- powers ---


def power(base: Any, exponent: Any) -> Tensor:
    """base^exponent; the derivative in the exponent does not mask exponent 0."""
    base, exponent = torch.broadcast_tensors(tensor(base), tensor(exponent))
    if not exponent.requires_grad:
        return torch.pow(base, exponent)
    return applied(torch.pow, (_power_in_base, _power_in_exponent), base, exponent)


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

    value = by_numpy(numpy_rows.rational_power, exponent)
    return analytic(value, slope)(x)


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


tanh = analytic(torch.tanh, _tanh_slope)
sech = analytic(_sech_value, _sech_slope)
sigmoid = analytic(torch.sigmoid, _sigmoid_slope)
softplus = analytic(_softplus_value, sigmoid)
logaddexp = analytic(torch.logaddexp, _share_of_first, _share_of_second)
expm1 = analytic(torch.expm1, torch.exp)


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


hypot = analytic(torch.hypot, _along_first, _along_second)


# --- choices ---


def _flat(function: Callable[[Tensor], Tensor]) -> Callable[[Any], Tensor]:
    """A row of steps: its derivative is nothing, wherever it has one.

    Torch's own sgn loads its compiler at the second derivative, which takes a second.
    """

    def row(x: Any) -> Tensor:
        return function(tensor(x).detach())

    return row


def _signed(x: Tensor) -> Tensor:
    """The sign; of nan nan, of which torch would say 0."""
    return torch.where(torch.ne(x, x), x, torch.sign(x))


sign = _flat(_signed)


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


def _terms(low: Any, high: Any, *rest: Any) -> Tensor:
    """All terms at once, on a new first axis."""
    *captured, body = rest
    first, last = bounds(*map(numbers_of, (low, high)))
    lengths = body.lengths[1:]
    wide(last + 1 - first, own_shapes(captured, lengths, _shape))
    depth = depth_of(captured, lengths, _shape)
    steps = torch.arange(first, max(first, last + 1), dtype=torch.float64)
    counter = steps.reshape(-1, *(1,) * depth)
    terms = tensor(outcome(body, [counter, *captured]))
    shape = np.broadcast_shapes(terms.shape, counter.shape)
    return terms.broadcast_to(shape)


def _shape(value: Any) -> tuple[int, ...]:
    return tuple(value.shape) if isinstance(value, Tensor) else np.shape(value)


def _repeated(reduce: Callable[[Tensor], Tensor]) -> Callable[..., Tensor]:
    def row(*args: Any) -> Tensor:
        return reduce(_terms(*args))

    return row


def _derivative(*args: Any) -> Tensor:
    """The derivative of an inner program in one of its inputs, itself differentiable."""
    *captured, what = args
    return differentiate_inner(what, list(captured))


def differentiate_inner(what: Differential, captured: list[Any]) -> Tensor:
    """d^order of the inner program in its input `index`, at the captured inputs."""
    shape = np.broadcast_shapes(*own_shapes(captured, what.program.lengths, _shape))
    variable = tensor(captured[what.index]).broadcast_to(shape)
    variable = variable.clone() if variable.requires_grad else variable.clone().requires_grad_()
    captured[what.index] = variable
    with torch.enable_grad():
        value = tensor(outcome(what.program, captured))
        for _ in range(what.order):
            value = slope_of(value, variable)
    return value


def slope_of(value: Tensor, variable: Tensor) -> Tensor:
    """d value / d variable, entry by entry, kept differentiable; 0 where value is flat."""
    give_up_if_asked()
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
    "asin": analytic(torch.asin, _asin_slope), "acos": analytic(torch.acos, _acos_slope),
    "atan": torch.atan, "atan2": shaped(torch.atan2),
    "sinh": torch.sinh, "cosh": torch.cosh, "tanh": tanh,
    "asinh": torch.asinh, "acosh": analytic(torch.acosh, _acosh_slope),
    "atanh": analytic(torch.atanh, _atanh_slope), "sech": sech,
    "abs": analytic(torch.abs, sign), "sign": sign, "floor": _flat(torch.floor),
    "ceil": _flat(torch.ceil), "round": _flat(torch.round), "mod": shaped(torch.remainder),
    "max": shaped(torch.maximum), "min": shaped(torch.minimum), "hypot": hypot,
    "sigmoid": sigmoid, "softplus": softplus, "logaddexp": logaddexp,
    "sinc": sinc, "erf": erf, "erfc": erfc, "erfinv": erfinv,
    "gamma": gamma, "lgamma": lgamma, "digamma": digamma, "polygamma": polygamma,
    "beta": beta, "binomial": binomial,
    "bessel_j": bessel("bessel_j", -1.0), "bessel_y": bessel("bessel_y", -1.0),
    "bessel_i": bessel("bessel_i", 1.0),
    "lambertw": lambertw, "zeta": zeta,
    "less": shaped(torch.lt), "less_equal": shaped(torch.le), "equal": shaped(torch.eq),
    "not_equal": shaped(torch.ne), "and": _combined("logical_and"),
    "or": _combined("logical_or"), "not": _combined("logical_not"),
    "select": _select, "guard": _guard,
    **{f"repeat_{name}": _repeated(reduce) for name, reduce in REDUCTIONS.items()},
    "derivative": _derivative, **TORCH_VECTORS,
}  # fmt: skip


def output(program: Program, inputs: list[Any], shape: tuple[int, ...]) -> Tensor:
    """The program's value as a tensor of this shape, whatever it reads."""
    return tensor(outcome(program, inputs)).broadcast_to(shape)


def outcome(program: Program, inputs: list[Any]) -> Any:
    """The program's value; its inputs become float64 first, for torch would make two plain numbers
    a tensor of 24 bits.
    """
    lists = (list, np.ndarray)
    given = [vector(each) if isinstance(each, lists) else tensor(each) for each in inputs]
    return run(program, given, TORCH)[program.output]

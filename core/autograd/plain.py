"""The typed formula as a person would write it in PyTorch: a plain function of tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from core.calculus.torch_analytic import shaped, tensor
from core.calculus.torch_plain import PLAIN, plain_value
from core.calculus.torch_rows import TORCH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.calculus.program import Program

    Function = Callable[[torch.Tensor], torch.Tensor]


def plain_function(program: Program, rest: Sequence[float]) -> Function:
    """x () -> f(x) for one variable, x (d,) -> f(x) or (m,) for several; float64.

    A vector among the variables is so many components of x. Of one variable a batch (k,) gives the
    values at each of its points. `rest` are the sliders.
    """
    lengths = (*program.lengths, *(0,) * len(program.inputs))
    count = len(program.inputs) - len(rest)
    fixed = [tensor(each) for each in rest]

    def function(x: torch.Tensor) -> torch.Tensor:
        number = count == 1 and not lengths[0] and not program.rows
        parts = [x] if number else _parts(torch.atleast_1d(x), lengths[:count])
        return plain_value(program, [*parts, *fixed], OWN)

    return function


def line_function(
    program: Program, rest: Sequence[float], at: Sequence[float], direction: Sequence[float]
) -> Function:
    """t (k,) -> f(x + t v) (k,), or (m, k) of a map: the line through x along a direction v.

    In the dtype of t, as far as the operations go: what is complex or float32 stays it.
    """
    count = len(program.inputs) - len(rest)
    fixed = [tensor(each) for each in rest]
    ends = list(zip(at, direction, strict=True))

    def function(t: torch.Tensor) -> torch.Tensor:
        moved = [x + v * t if v else x + 0 * t for x, v in ends]
        parts = [
            torch.stack(each) if isinstance(each, list) else each
            for each in program.grouped(moved, count)
        ]
        value = plain_value(program, [*parts, *fixed], OWN)
        return value.broadcast_to((program.rows, *t.shape) if program.rows else t.shape)

    return function


def _parts(x: torch.Tensor, lengths: Sequence[int]) -> list[torch.Tensor]:
    """The components as the variables that hold them."""
    found: list[torch.Tensor] = []
    at = 0
    for length in lengths:
        found.append(x[at : at + length] if length else x[at])
        at += length or 1
    return found


def _root(base: Any, exponent: Any) -> torch.Tensor:
    """A power with a fraction as exponent; odd roots of negative numbers by their sign."""
    base, power = tensor(base), float(exponent)
    if not exponent.denominator % 2:
        return torch.pow(base, power)
    sign = torch.sign(base) if exponent.numerator % 2 else 1.0
    return sign * torch.pow(torch.abs(base), power)


def _sinc(x: Any, order: int = 0) -> torch.Tensor:
    return TORCH["sinc"](x, order) if order else torch.sinc(tensor(x) / torch.pi)


def _norm(*args: Any) -> torch.Tensor:
    return torch.linalg.vector_norm(TORCH["repeat_list"](*args), dim=0)


OWN: Mapping[str, Callable[..., Any]] = {
    **PLAIN, "power_rational": _root, "sinc": _sinc, "repeat_hypot": _norm,
    **{
        name: shaped(getattr(torch, name))
        for name in (
            "exp", "expm1", "tanh", "sigmoid", "asin", "acos", "acosh", "atanh", "logaddexp",
            "erf", "erfc", "erfinv", "lgamma", "digamma",
        )
    },
    "softplus": shaped(torch.nn.functional.softplus),
}  # fmt: skip
"""PyTorch's own operations; what it has not, such as Bessel functions of any order, is ours."""

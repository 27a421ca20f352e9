"""What plain PyTorch returns for a formula, conventions and all: shown beside the truth.

Every operation is that of torch under its own name, without the care of `torch_rows`: relu, clamp
and maximum each have a convention for the slope at their corner, sqrt(x^2) gives nan at 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from core.calculus.torch_analytic import tensor
from core.calculus.torch_rows import TORCH, slope_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from core.calculus.program import Program

SLOW = 2  # the second derivative of torch.abs loads torch's compiler for seconds; it is 0


def plain_derivatives(
    program: Program, x: float, rest: Sequence[float], order: int
) -> tuple[float, ...] | None:
    """f, f', ..., f^(order) of one variable as plain torch gives them, nan and inf included.

    None where a step has no plain form.
    """
    variable = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    try:
        plain = PLAIN if order < SLOW else {**PLAIN, "abs": TORCH["abs"]}
        rows = [plain_value(program, [variable, *map(tensor, rest)], plain)]
        for _ in range(order):
            rows.append(slope_of(rows[-1], variable))
    except (RuntimeError, TypeError, ValueError):
        return None
    return tuple(float(row.detach()) for row in rows)


def plain_value(
    program: Program, inputs: Sequence[torch.Tensor], plain: Mapping[str, Callable[..., Any]]
) -> torch.Tensor:
    """The program's value at its inputs, numbers () or vectors (n,), with the operations `plain`;
    an operation that has no plain form is that of `torch_rows`.
    """
    values: list[Any] = []
    for place, step in enumerate(program.steps):
        given = inputs[step.detail] if step.op == "input" else None
        values.append(plain_step(program, place, values, plain) if given is None else given)
    return tensor(values[program.output])


def plain_arguments(program: Program, place: int) -> tuple[int, ...]:
    """The steps that a step reads when it runs as plain torch: relu(x) reads x and no 0."""
    return program.calls.get(place, ("", program.steps[place].args))[1]


def plain_step(
    program: Program, place: int, values: Sequence[Any] | Mapping[int, Any],
    plain: Mapping[str, Callable[..., Any]],
) -> Any:  # fmt: skip
    """The value of one step that is no input, from those of the steps before it."""
    step = program.steps[place]
    if place in program.constants:
        return program.constants[place]
    name, args = program.calls.get(place, (step.op, step.args))
    given = [values[each] for each in args]
    if name in _CALLS:
        return _CALLS[name](*map(tensor, given))
    row = plain[step.op] if step.op in plain else TORCH[step.op]
    return row(*given) if step.detail is None else row(*given, step.detail)


def _power(base: Any, exponent: Any) -> torch.Tensor:
    return torch.pow(tensor(base), tensor(exponent))


def _fraction(base: Any, exponent: Fraction) -> torch.Tensor:
    return torch.pow(tensor(base), float(exponent))


def _of_tensors(function: Callable[..., Any]) -> Callable[..., Any]:
    def row(*args: Any) -> Any:
        return function(*torch.broadcast_tensors(*map(tensor, args)))

    return row


def _select(condition: Any, yes: Any, no: Any) -> torch.Tensor:
    return torch.where(torch.as_tensor(condition), tensor(yes), tensor(no))


def _unguarded(x: Any, condition: Any) -> Any:
    del condition
    return x


def _norm_squared(whole: Any) -> torch.Tensor:
    return torch.square(torch.linalg.vector_norm(whole, dim=0))


_CALLS: Mapping[str, Callable[..., Any]] = {
    "relu": torch.relu, "clamp": torch.clamp, "norm_squared": _norm_squared,
}  # fmt: skip
PLAIN: Mapping[str, Callable[..., Any]] = {
    "abs": _of_tensors(torch.abs), "sign": _of_tensors(torch.sign),
    "floor": _of_tensors(torch.floor), "ceil": _of_tensors(torch.ceil),
    "round": _of_tensors(torch.round), "max": _of_tensors(torch.maximum),
    "min": _of_tensors(torch.minimum), "hypot": _of_tensors(torch.hypot),
    "sqrt": _of_tensors(torch.sqrt), "power": _power, "power_real": _fraction,
    "power_rational": _fraction, "select": _select, "guard": _unguarded,
}  # fmt: skip

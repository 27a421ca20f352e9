"""The typed formula with more inputs and more outputs than it was typed with.

A formula of a vector gets a longer vector. One of numbers gets copies of its variables, which are
summed: f(x_1, y_1) + f(x_2, y_2) + ... As many outputs as are wished come from taking it at
w_j x, for weights w_j near 1: each depends on all inputs, as those of a true map do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from core.autograd.plain import OWN
from core.autograd.subject import program_of
from core.calculus.compile import compile_definition, components_of
from core.calculus.torch_analytic import tensor
from core.calculus.torch_plain import plain_value
from core.errors import InputError
from core.language.together import parse_together, scope_of, without_own

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.autograd.words import Subject
    from core.calculus.program import Program

_SPREAD = 1e-3  # of the weights: so near that none leaves a domain
_LITERAL = re.compile(r"(?<=[Rℝ]\^)(?:\d+|\{\d+\}|\(\d+\))")
_NUMBER_ROW = re.compile(r"\s*([A-Za-z]\w*)\s*=\s*\d+\s*")
_DEFAULT = 2  # components that a probe of the length is read with


@dataclass(frozen=True, slots=True)
class Grown:
    """A function of n inputs x (n,) with m outputs: a number () where m is 1, else (m,)."""

    f: Callable[[Tensor], Tensor]
    x: Tensor
    n: int
    m: int


class Growing:
    """A subject that can be had at any size; `vector` where its own vector grows."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._program, self._rest = program_of(subject)
        self.vector = bool(self._program.lengths) and self._longer(_probe(subject)) is not None

    @property
    def rows(self) -> int:
        """The components of a map, 0 of a number."""
        return self._program.rows

    @property
    def inputs(self) -> int:
        """The inputs that the formula is typed with."""
        return len(self._subject.names)

    def at(self, inputs: int, outputs: int = 1) -> Grown:
        """About as many inputs and outputs as wished: as many whole copies as are needed."""
        program, rest = self._program, self._rest
        width = self.inputs
        if self.vector and (longer := self._longer(inputs)) is not None:
            program, rest, width = longer
        copies = max(1, -(-inputs // width))
        stacked = -(-outputs // (program.rows or 1)) if outputs > 1 else 0
        where = torch.tensor(self._subject.at, dtype=torch.float64)
        x = where.repeat(-(-width // len(where)))[:width].repeat(copies)
        f = _function(program, rest, copies, width, stacked)
        return Grown(f, x, copies * width, max(1, stacked * (program.rows or 1)))

    def line(self, outputs: int) -> Grown:
        """One input: t -> the formula at w_j (x + t v), v along all variables at once."""
        whole = self.at(self.inputs, max(2, outputs))

        def f(t: Tensor) -> Tensor:
            return whole.f(whole.x + t)

        return Grown(f, torch.zeros(1, dtype=torch.float64), 1, whole.m)

    def _longer(self, size: int) -> tuple[Program, tuple[float, ...], int] | None:
        """Program, sliders and inputs with vectors of `size` components; None if they stay."""
        subject = self._subject
        text = _LITERAL.sub(str(size), subject.text)
        rows = [_LITERAL.sub(str(size), each) for each in subject.others]
        vectors = {name.rpartition("_")[0] for name in subject.names if name.endswith("_1")}
        attempts: list[tuple[Sequence[str], dict[str, int]]] = [
            (rows, {}), *((each, {}) for each in _other_numbers(rows, size)),
            (rows, dict.fromkeys(vectors, size)),
        ]  # fmt: skip
        for others, sizes in attempts:
            found = _read(subject, text, others, sizes)
            if found is not None and found[2] >= size:
                return found
        return None


def _other_numbers(rows: Sequence[str], size: int) -> list[list[str]]:
    """The rows with another number in one of them, as in n = 5."""
    return [
        [*rows[:k], f"{found[1]} = {size}", *rows[k + 1 :]]
        for k, each in enumerate(rows)
        if (found := _NUMBER_ROW.fullmatch(each))
    ]


def _read(
    subject: Subject, text: str, others: Sequence[str], sizes: dict[str, int]
) -> tuple[Program, tuple[float, ...], int] | None:
    """Program, sliders and inputs; None where that cannot be read, or has no vector.

    A length from outside counts only where it makes another number fit, such as the n of a sum.
    """
    outcomes = parse_together({0: text, **dict(enumerate(others, start=1))}, sizes)
    definition = outcomes[0]
    if isinstance(definition, InputError) or not any(definition.lengths):
        return None
    if sizes and not definition.wholes:
        return None
    try:
        program = compile_definition(definition, without_own(scope_of(outcomes), definition))
    except InputError:
        return None
    names = program.inputs[len(definition.variables) :]
    rest = tuple(subject.rest.get(name, 1.0) for name in names)
    return program, rest, len(components_of(definition))


def _probe(subject: Subject) -> int:
    """A length that the vector does not have."""
    return len(subject.names) + _DEFAULT


def _function(
    program: Program, rest: Sequence[float], copies: int, width: int, stacked: int
) -> Callable[[Tensor], Tensor]:
    """x (copies * width,) -> the sum over all copies; at `stacked` weights, or as it is for 0."""
    lengths = (*program.lengths, *(0,) * len(program.inputs))
    lengths = lengths[: len(program.inputs) - len(rest)]
    fixed = [tensor(each) for each in rest]
    weights = 1 - _SPREAD * torch.arange(stacked, dtype=torch.float64) / max(stacked, 1)
    shape = (*((program.rows,) if program.rows else ()), *((stacked,) if stacked else ()), copies)

    def function(x: torch.Tensor) -> torch.Tensor:
        z = x.reshape(copies, width).T
        if stacked:
            z = weights[:, None] * z[:, None]
        parts: list[Tensor] = []
        at = 0
        for length in lengths:
            parts.append(z[at : at + length] if length else z[at])
            at += length or 1
        value = plain_value(program, [*parts, *fixed], OWN).broadcast_to(shape)
        return value.sum(-1).reshape(-1) if stacked else value.sum()

    return function

"""A way to a derivative: its name, the PyTorch line that it is, and the run of that line.

Each run gets a `Case` and does what the line says, from a fresh leaf on: nothing is imitated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from core.autograd.words import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable

EPSILON = 2.0**-52


@dataclass(frozen=True, slots=True)
class Case:
    """The function and the point: x () for one variable, (d,) for several; float64.

    `rows` is the number of components of f, 0 for a number.
    """

    f: Callable[[Tensor], Tensor]
    x: Tensor
    rows: int = 0

    def leaf(self) -> Tensor:
        """x as a fresh leaf to differentiate by."""
        return self.x.clone().requires_grad_()

    def batch(self, count: int = 3) -> Tensor:
        """The point of one variable `count` times, as a leaf (count,)."""
        return self.x.repeat(count).requires_grad_()

    def one(self) -> Tensor:
        """The direction 1, or of several variables the first axis."""
        return torch.ones_like(self.x)

    def axes(self) -> Tensor:
        """The one-hot rows (d, d)."""
        return torch.eye(len(self.x), dtype=self.x.dtype)

    def step(self, root: int) -> float:
        """The step of a difference: this root of the precision, as large as the point is."""
        return max(1.0, float(self.x.abs().max())) * EPSILON ** (1 / root)


@dataclass(frozen=True, slots=True)
class Way:
    """One way. `code` is the line of PyTorch; `run` does it and returns a tensor or numbers.

    `most` is the number of variables up to which it is run, where it takes a pass for each entry.
    `root` is that of the step of a difference.
    """

    id: str
    name: str
    code: str
    run: Callable[[Case], Any]
    kind: str = EXACT
    most: int = 1_000
    root: int = 0

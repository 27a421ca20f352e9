"""Derivatives from tapes: autograd serves a formula until its tape is written, then rests.

The first frames of a formula are autograd's own. In a moment of rest its tape is written, and
from then on every frame plays it: the same numbers without a graph, a backward pass or a lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.calculus.array_tape import array_tape
from core.calculus.derivatives import derivatives, masked
from core.calculus.torch_record import record_orders
from core.calculus.torch_tape import Untraceable, tape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.array_tape import ArrayTape
    from core.calculus.program import Program

    Array = NDArray[np.float64]

MOST_TAPES = 64
MOST_STEPS = 3000  # longer formulas spend their time in the numbers, not between them


class Replay:
    """Tapes of the formulas that were asked for, by program and order. Used by one thread."""

    def __init__(self) -> None:
        self._tapes: dict[tuple[int, int], tuple[Program, ArrayTape | None]] = {}
        self._wanted: dict[tuple[int, int], Program] = {}

    def derivatives(
        self, program: Program, x: Array, rest: Sequence[float], order: int
    ) -> Array:
        """f, f', ..., f^(order) at x (n,) as `core.calculus.derivatives.derivatives` gives them:
        (order + 1, n) float64, nan where f is not finite.
        """
        key = id(program), order
        _, tape = self._tapes.get(key, (None, None))
        if tape is None:
            if key not in self._tapes:
                self._wanted[key] = program
            return derivatives(program, x, rest, order)
        rows = np.empty((order + 1, len(x)))
        for row, result in zip(rows, tape.run([x, *rest]), strict=True):
            row[:] = result
        return masked(rows)

    def write(self, stop: Callable[[], bool]) -> None:
        """Write the tapes that are wanted; Cancelled when `stop` asks for it."""
        while self._wanted:
            key, program = next(iter(self._wanted.items()))
            try:
                tape = tape_of_orders(program, key[1], stop)
            except Untraceable:
                tape = None
            del self._wanted[key]
            self._tapes[key] = program, tape
            if len(self._tapes) > MOST_TAPES:
                del self._tapes[next(iter(self._tapes))]


def tape_of_orders(
    program: Program, order: int, stop: Callable[[], bool] | None = None
) -> ArrayTape:
    """The tape of f, f', ..., f^(order) in the first input; it reads all inputs.

    Untraceable where it is long or its operations depend on the numbers (sums with bounds that a
    slider moves); Cancelled when `stop` asks for it.
    """
    if len(program.steps) > MOST_STEPS:
        raise Untraceable
    made_up = [0.9 - 0.05 * k for k in range(len(program.inputs) - 1)]
    try:
        return array_tape(tape_of(record_orders(program, made_up, order, stop), 1))
    except ValueError as reason:  # the made-up numbers are no bounds of a sum
        raise Untraceable from reason

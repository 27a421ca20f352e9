"""Derivatives from tapes: autograd serves a formula until its tape is written, then rests.

The first frames of a formula are autograd's own. In a moment of rest its tape is written, and
from then on every frame plays it: the same numbers without a graph, a backward pass or a lock.
Machine code follows as soon as it is compiled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.calculus.array_tape import array_tape
from core.calculus.derivatives import derivatives, masked
from core.calculus.machine_code import LineCode, line_code
from core.calculus.machine_room import Wish
from core.calculus.torch_record import record_orders
from core.calculus.torch_tape import Untraceable, tape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.calculus.array_tape import ArrayTape
    from core.calculus.program import Program
    from core.calculus.torch_tape import Tape

    Array = NDArray[np.float64]

MOST_TAPES = 64
MOST_STEPS = 3000  # longer formulas spend their time in the numbers, not between them


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """The tape of a program, and the machine code that is wished for; None where there is none."""

    program: Program
    tape: ArrayTape | None = None
    wish: Wish[LineCode] | None = None

    def rows(self, x: Array, rest: Sequence[float], order: int) -> Array:
        """f, f', ..., f^(order) at x (n,): (order + 1, n)."""
        code = None if self.wish is None else self.wish.now()
        if code is not None:
            return code.rows(x, rest)
        if self.tape is None:
            return derivatives(self.program, x, rest, order)
        rows = np.empty((order + 1, len(x)))
        for row, result in zip(rows, self.tape.run([x, *rest]), strict=True):
            row[:] = result
        return masked(rows)


class Replay:
    """Tapes of the formulas that were asked for, by program and order. Used by one thread."""

    def __init__(self) -> None:
        self._written: dict[tuple[int, int], Written] = {}
        self._wanted: dict[tuple[int, int], Program] = {}

    def derivatives(
        self, program: Program, x: Array, rest: Sequence[float], order: int
    ) -> Array:
        """f, f', ..., f^(order) at x (n,) as `core.calculus.derivatives.derivatives` gives them:
        (order + 1, n) float64, nan where f is not finite.
        """
        key = id(program), order
        written = self._written.get(key)
        if written is None:
            self._wanted[key] = program
            return derivatives(program, x, rest, order)
        return written.rows(x, rest, order)

    def write(self, stop: Callable[[], bool]) -> None:
        """Write the tapes that are wanted; Cancelled when `stop` asks for it."""
        while self._wanted:
            key, program = next(iter(self._wanted.items()))
            written = _written(program, key[1], stop)
            del self._wanted[key]
            self._written[key] = written
            if written.wish is not None:
                written.wish.now()
            if len(self._written) > MOST_TAPES:
                del self._written[next(iter(self._written))]


def _written(program: Program, order: int, stop: Callable[[], bool]) -> Written:
    try:
        tape = recorded_orders(program, order, stop)
    except Untraceable:
        return Written(program)
    wish = Wish(lambda: line_code(tape))
    try:
        return Written(program, array_tape(tape), wish)
    except Untraceable:
        return Written(program, None, wish)


def tape_of_orders(
    program: Program, order: int, stop: Callable[[], bool] | None = None
) -> ArrayTape:
    """The tape of f, f', ..., f^(order) in the first input, for NumPy; it reads all inputs.

    Untraceable as `recorded_orders`; Cancelled when `stop` asks for it.
    """
    return array_tape(recorded_orders(program, order, stop))


def recorded_orders(
    program: Program, order: int, stop: Callable[[], bool] | None = None
) -> Tape:
    """The tape of f, f', ..., f^(order) in the first input; it reads all inputs.

    Untraceable where it is long or its operations depend on the numbers (sums with bounds that a
    slider moves); Cancelled when `stop` asks for it.
    """
    if len(program.steps) > MOST_STEPS:
        raise Untraceable
    made_up = [0.9 - 0.05 * k for k in range(len(program.inputs) - 1)]
    try:
        return tape_of(record_orders(program, made_up, order, stop), 1)
    except ValueError as reason:  # the made-up numbers are no bounds of a sum
        raise Untraceable from reason

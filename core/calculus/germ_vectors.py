"""Vectors of germs: plain lists, and sums over them term by term."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from core.calculus import germ as g
from core.calculus.germ import Germ, Unknown
from core.calculus.numpy_rows import bounds
from core.calculus.precise import mp

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.calculus.germ_rows import Rows

MOST_TERMS = 2000


def input_of(value: Any) -> Any:
    """A number or a list of numbers that does not move."""
    return [g.constant(each) for each in value] if hasattr(value, "__len__") else g.constant(value)


class Vectors:
    """The operations on lists, of the width of some rows."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def row_stack(self, *parts: Germ) -> list[Germ]:
        return list(parts)

    def row_component(self, vector: list[Germ], index: Germ) -> Germ:
        return vector[int(mp.nint(index.limit())) - 1]

    def row_replaced(self, vector: list[Germ], value: Germ, place: int) -> list[Germ]:
        return [*vector[:place], value, *vector[place + 1 :]]

    def row_repeat_sum(self, *args: Any) -> Germ:
        return self._combined(g.add, g.constant(0), args)

    def row_repeat_prod(self, *args: Any) -> Germ:
        return self._combined(self.rows.row_mul, g.constant(1), args)

    def row_repeat_max(self, *args: Any) -> Germ:
        return self._combined(self.rows.row_max, None, args)

    def row_repeat_min(self, *args: Any) -> Germ:
        return self._combined(self.rows.row_min, None, args)

    def row_repeat_logaddexp(self, *args: Any) -> Germ:
        return self._combined(self.rows.row_logaddexp, None, args)

    def row_repeat_hypot(self, *args: Any) -> Germ:
        squares = [self.rows.row_mul(each, each) for each in self.row_repeat_list(*args)]
        total = g.constant(0)
        for each in squares:
            total = g.add(total, each)
        return self.rows.row_sqrt(total)

    def row_repeat_list(self, *args: Any) -> list[Germ]:
        from core.calculus.germ_rows import evaluate

        low, high, *captured, body = args
        first, last = bounds(float(low.limit()), float(high.limit()))
        if last - first > MOST_TERMS:
            raise Unknown("the sum is too long to be followed term by term")
        found: list[Germ] = []
        for k in range(first, last + 1):
            if time.thread_time() > self.rows.deadline:
                raise Unknown("it takes too long to follow")
            found.append(evaluate(body, [g.constant(k), *captured], self.rows.table()))
        return found

    def _combined(
        self, combine: Callable[[Germ, Germ], Germ], empty: Germ | None, args: tuple[Any, ...]
    ) -> Germ:
        total = empty
        for each in self.row_repeat_list(*args):
            total = each if total is None else combine(total, each)
        assert total is not None
        return total

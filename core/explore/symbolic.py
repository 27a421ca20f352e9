"""Derivatives by SymPy, in a child process that can be killed: as formulas, and as numbers.

SymPy may think for ever and holds the interpreter while it does; here it has a process of its own,
two seconds and two gigabytes. It is sent texts, which it reads with the same grammar, and it sends
LaTeX or digits back: no text is evaluated on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.explore.child import Child

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MODULE = "core.explore.symbolic_child"


class Symbolic:
    """The child and the way to ask it. Used by one thread at a time; `close` ends it."""

    def __init__(self) -> None:
        self._child = Child(MODULE)

    def derivatives(
        self, text: str, others: tuple[str, ...], order: int, timeout: float = 2.0
    ) -> tuple[str, ...] | None:
        """LaTeX of f', f'', ... up to `order` as equations, or None.

        None when SymPy cannot say it in closed form or not within `timeout` seconds; then the
        child is replaced. `others` are the texts of the rows that may be used.
        """
        request = {"text": text, "others": list(others), "order": order}
        answer = self._child.asked(request, timeout)
        return tuple(answer) if answer is not None else None

    def numbers(
        self, text: str, others: tuple[str, ...], order: int, names: tuple[str, ...],
        at: Mapping[str, float], stop: Callable[[], bool] | None = None, timeout: float = 2.0,
    ) -> list[Any] | None:  # fmt: skip
        """Digits of every derivative in `names` at a point, as `symbolic_numbers.numbers` nests
        them, or None as above. Cancelled when `stop` asks for it; the child goes on thinking.
        """
        request = {
            "text": text, "others": list(others), "order": order, "names": names, "at": dict(at),
        }  # fmt: skip
        return self._child.asked(request, timeout, stop)

    def start(self) -> None:
        """Start the child without waiting for it."""
        self._child.start()

    def close(self) -> None:
        """End the child; the next question starts another."""
        self._child.close()

"""The child of `symbolic`: reads a request per line, differentiates with SymPy, answers LaTeX or,
where a point is asked for, digits.
"""

from __future__ import annotations

import importlib
import re
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.explore.child import answer_lines
from core.explore.symbolic_numbers import numbers
from core.explore.symbolic_writer import NoFormula, written
from core.language import name_latex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MEMORY = 2 << 30
PATIENCE = 0.35  # seconds for one way of simplifying
LONGEST = 600  # characters of LaTeX that still help


class SlowDown(Exception):
    """A way of simplifying took too long."""


def main() -> None:
    """Answer lines until the input ends."""
    _bound_memory()
    sympy = importlib.import_module("sympy")
    answer_lines(lambda request: _answer(sympy, request))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _answer(sympy: Any, request: Mapping[str, Any]) -> Any:
    asked = request["text"], request["others"], request["order"]
    try:
        if "at" in request:
            return numbers(sympy, *asked, tuple(request["names"]), request["at"])
        return derivatives(sympy, *asked)
    except (NoFormula, InputError, MemoryError, RecursionError):
        return None
    except Exception:  # noqa: BLE001  (SymPy raises what it likes; no formula is a fine answer)
        return None


def derivatives(sympy: Any, text: str, others: list[str], order: int) -> list[str]:
    """The equations of f', f'', ... in LaTeX."""
    definition, writer = written(sympy, text, others)
    variables = definition.variables or ("x",)
    body = writer.expression(definition.body)
    symbol = writer.symbol(variables[0])
    names = {writer.symbol(name): name_latex(name) for name in writer.seen}
    arguments = ", ".join(name_latex(name) for name in variables)
    lines: list[str] = []
    for n in range(1, order + 1):
        body = simplest(sympy, _closed(sympy, sympy.diff(body, symbol)))
        right = lighter(sympy.latex(body, ln_notation=True, symbol_names=names))
        if len(right) > LONGEST:
            break
        left = _left(definition.name or "f", n, arguments, len(variables), name_latex(variables[0]))
        lines.append(f"{left} = {right}")
    if not lines:
        raise NoFormula
    return lines


def lighter(latex: str) -> str:
    """Without brackets around a lone letter, as in the echo: sin x, but sin(b x)."""
    return re.sub(r"\{\\left\(([A-Za-z]|\\[a-z]+) \\right\)\}", r" \1", latex)


def _left(name: str, n: int, arguments: str, count: int, variable: str) -> str:
    if count > 1:
        power = f"^{{{n}}}" if n > 1 else ""
        return rf"\frac{{\partial{power} {name_latex(name)}}}{{\partial {variable}{power}}}"
    mark = "'" * n if n < 4 else f"^{{({n})}}"
    plain = name_latex(name)
    return f"{plain}{mark}" if name == "y" else f"{plain}{mark}({arguments})"


def _closed(sympy: Any, body: Any) -> Any:
    """The derivative, if it is written without leftovers that say nothing."""
    if body.has(sympy.Derivative, sympy.Subs, sympy.Heaviside, sympy.DiracDelta, sympy.nan):
        raise NoFormula
    return body


def simplest(sympy: Any, body: Any) -> Any:
    """The shortest of some equal forms, each found within its time."""
    best = body
    for way in (sympy.factor_terms, sympy.expand, sympy.cancel, sympy.factor, sympy.simplify):
        try:
            with _patience():
                other = way(body)
        except (SlowDown, ArithmeticError, ValueError, TypeError, NotImplementedError):
            continue
        if other.count_ops() < best.count_ops():
            best = other
    return best


@contextmanager
def _patience() -> Iterator[None]:
    """A limit on the time of the block, where the system has such an alarm."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: Any) -> None:
        raise SlowDown

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    main()

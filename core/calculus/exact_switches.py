"""Where exactly a switch of a program is zero: refined to as many digits as the series carry.

A float stands beside an irrational corner, as that of |sin x| at pi: one ulp off there is none. So
the place is followed by Newton's steps of 60 digits, in a form that serves multiple zeros too.
"""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core.calculus import germ as g
from core.calculus.beside import digits_at
from core.calculus.germ import Germ, OutsideDomain, Unknown
from core.calculus.germ_rows import Rows, evaluate
from core.calculus.germ_vectors import input_of
from core.calculus.precise import mp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.calculus.program import Program, Step

    Residual = Callable[[Rows, Sequence[Germ], int], Germ]

STEPS = 12
WIDTH = 4
SECONDS = 0.1
LOST = 8  # digits
HALF = mp.mpf(0.5)


def exact_zero(
    program: Program, rest: Sequence[float], place: float, slack: float, owner: tuple[int, int]
) -> Any:
    """The zero of a switch of a program of one variable near `place`: an mpmath number, or None.

    `owner` is its step and which of its switches it is, as `owned_switches` counts. None where the
    switch cannot be followed, or no zero lies within `slack`.
    """
    step = program.steps[owner[0]]
    deadline = time.thread_time() + SECONDS
    digits = digits_at([place])
    with mp.workdps(digits):
        done = mp.mpf(10) ** (LOST - digits)
        rows = Rows(Fraction(WIDTH), deadline)
        found = mp.mpf(place)
        try:
            for _ in range(STEPS):
                value, slope, bend = _series(program, step, rest, found, owner[1], rows)
                below = slope * slope - value * bend
                if not value:
                    break
                move = value * slope / below
                found -= move
                if abs(move) <= done * max(abs(found), done):
                    break
            else:
                return None
        except (OutsideDomain, Unknown, ValueError, ArithmeticError, NotImplementedError):
            return None
        return _short(found) if abs(found - place) <= slack else None


def _short(found: Any) -> Any:
    """A float that stands there to all its digits, as 0 or 0.5 does."""
    near = float(found)
    same = abs(found - near) <= mp.mpf(10) ** (10 - mp.dps) * max(1, abs(near))
    return mp.mpf(near) if same else found


def _series(
    program: Program, step: Step, rest: Sequence[float], at: Any, which: int, rows: Rows
) -> tuple[Any, Any, Any]:
    """The switch and its first two derivatives, from the right."""
    inputs = [g.moving(at, 1), *map(input_of, rest)]
    table = rows.table()
    args = [evaluate(_until(program, each), inputs, table) for each in step.args]
    germ = _RESIDUALS.get(step.op, _first)(rows, args, which)
    return germ.coefficient(0), germ.coefficient(1), 2 * germ.coefficient(2)


def _until(program: Program, place: int) -> Program:
    return replace(program, steps=program.steps[: place + 1], output=place)


# --- the switches, as `core.calculus.switches` has them, to zero at the same places ---


def _first(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    del rows, which
    return args[0]


def _second(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    del rows, which
    return args[1]


def _difference(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    del rows, which
    return g.subtract(args[0], args[1])


def _ends(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    del rows
    return g.subtract(args[0], g.constant(-1 if which else 1))


def _at(offset: Callable[[], Any]) -> Residual:
    def residual(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
        del rows, which
        return g.subtract(args[0], g.constant(offset()))

    return residual


def _near(germ: Germ, unit: Any, offset: Any) -> Germ:
    """From the nearest of the places offset + k unit."""
    return g.subtract(germ, g.constant(mp.nint((germ.limit() - offset) / unit) * unit + offset))


def _whole(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    del rows
    return _near(args[which if which < len(args) else 0], mp.one, mp.zero)


def _half(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    del rows, which
    return _near(args[0], mp.one, HALF)


def _mod(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    return args[1] if which else _near(rows.row_div(args[0], args[1]), mp.one, mp.zero)


def _tan(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    del rows, which
    return _near(args[0], mp.pi, mp.pi / 2)


def _length(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    del which
    return g.add(rows.row_mul(args[0], args[0]), rows.row_mul(args[1], args[1]))


def _cut(rows: Rows, args: Sequence[Germ], which: int) -> Germ:
    return _length(rows, args, 0) if which else args[0]


_RESIDUALS: dict[str, Residual] = {
    "max": _difference, "min": _difference, "less": _difference, "less_equal": _difference,
    "equal": _difference, "not_equal": _difference, "div": _second, "asin": _ends,
    "acos": _ends, "atanh": _ends, "erfinv": _ends, "tan": _tan, "floor": _whole,
    "ceil": _whole, "round": _half, "mod": _mod, "gamma": _whole, "lgamma": _whole,
    "digamma": _whole, "polygamma": _whole, "beta": _whole, "binomial": _whole,
    "hypot": _length, "atan2": _cut,
    "log1p": _at(lambda: -1), "acosh": _at(lambda: 1), "zeta": _at(lambda: 1),
    "lambertw": _at(lambda: -mp.exp(-1)),
}  # fmt: skip

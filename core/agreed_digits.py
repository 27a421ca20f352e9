"""Agreed digits: for the command line, how far each number of an answer can be trusted."""

from __future__ import annotations

import atexit
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.calculus.check import MOST_WHOLE
from core.checking import Checker, Question, answered
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.agreement import Agreed
    from core.calculus.points import PointResult
    from core.function import Function

MOST_POINTS = 1000
PATIENCE = 2.0  # seconds for SymPy, which is asked no more after it took longer


@lru_cache(maxsize=1)
def checker() -> Checker:
    """The one that keeps SymPy's process while requests are answered, until the program ends."""
    made = Checker()
    atexit.register(made.close)
    return made


def agreed_digits(
    function: Function, places: Sequence[tuple[tuple[float, ...], tuple[float, ...]]], order: int,
    results: Sequence[PointResult], others: Sequence[str] = (),
) -> list[dict[str, Any]]:  # fmt: skip
    """For each point the digits on which autograd, SymPy and series of 60 digits agree.

    `places` are the coordinates and the other inputs of each point. The words are those of the
    numbers: "value" with "derivatives", with "gradient" and "hessian", or with "jacobian"; None
    stands for a number that does not exist or that only autograd gives. InputError beyond
    `MOST_POINTS`.
    """
    if len(places) > MOST_POINTS:
        raise InputError(f"At most {MOST_POINTS} points can be checked at once.")
    return [
        _words(function, _numbers(function, at, rest, order, tuple(others)), order, result)
        for (at, rest), result in zip(places, results, strict=True)
    ]


def _numbers(
    function: Function, at: tuple[float, ...], rest: tuple[float, ...], order: int,
    others: tuple[str, ...],
) -> Mapping[str, Agreed]:  # fmt: skip
    definition, program = function.definition, function.program
    one = len(at) == 1 and not definition.lengths and not function.is_map
    kind = "map" if function.is_map else "curve" if one else "spot"
    asked = Question(None, kind, program, at, rest, order=order if one else min(order, 2))
    if any(definition.lengths) or len(at) > MOST_WHOLE:
        return answered(asked)
    values = dict(zip(program.inputs, (*at, *rest), strict=True))
    asked = asked.in_words(definition.text, others, function.variables, values)
    return answered(asked, checker().symbolic_numbers(asked, None, PATIENCE))


def _words(
    function: Function, known: Mapping[str, Agreed], order: int, result: PointResult
) -> dict[str, Any]:
    def digits(name: str) -> int | None:
        return known[name].digits if name in known else None

    d, m = len(function.variables), function.program.rows
    if function.is_map:
        values = None if result.value is None else [digits(f"component {i}") for i in range(m)]
        rows = result.jacobian
        return {"value": values, "jacobian": None if rows is None else _matrix("jacobian", m, d,
                                                                              digits)}  # fmt: skip
    there = result.value is not None
    if result.derivatives is not None:
        slopes = [
            None if each is None else digits(f"derivative {n}")
            for n, each in enumerate(result.derivatives[:order], 1)
        ]
        return {"value": digits("derivative 0") if there else None, "derivatives": slopes}
    slope = None if result.gradient is None else [digits(f"gradient {k}") for k in range(d)]
    bend = None if result.hessian is None else _matrix("hessian", d, d, digits)
    return {"value": digits("value") if there else None, "gradient": slope, "hessian": bend}


def _matrix(name: str, rows: int, columns: int, digits: Any) -> list[list[int | None]]:
    return [[digits(f"{name} {i} {j}") for j in range(columns)] for i in range(rows)]

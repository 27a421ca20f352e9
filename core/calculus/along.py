"""A function of several variables along a line through space: one of them, in any direction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.calculus.program import Program, Step

if TYPE_CHECKING:
    from core.language.syntax import Span

LETTERS = "stuvwqrpkmn"


def along(program: Program, count: int) -> Program:
    """The program with its first `count` inputs, all numbers, at foot + s way.

    Its inputs are s, a foot and a way for each of those variables, then the others. s has the
    first free letter of `LETTERS`.
    """
    names = program.inputs[:count]
    taken = set(program.inputs)
    letter = next((each for each in LETTERS if each not in taken), "#s")
    inputs = (
        letter, *(f"#{name} foot" for name in names), *(f"#{name} way" for name in names),
        *program.inputs[count:],
    )  # fmt: skip
    steps: list[Step] = [Step("input", detail=0)]
    spans: list[Span] = [(0, 0)]
    moved: dict[int, int] = {}
    for place, step in enumerate(program.steps):
        span = program.spans[place] if program.spans else (0, 0)
        if step.op != "input":
            new = [replace(step, args=tuple(moved[each] for each in step.args))]
        elif step.detail >= count:
            new = [replace(step, detail=step.detail + 1 + count)]
        else:
            at = len(steps)
            new = [
                Step("input", detail=1 + step.detail),
                Step("input", detail=1 + count + step.detail),
                Step("mul", (0, at + 1)),
                Step("add", (at, at + 2)),
            ]
        steps += new
        spans += [span] * len(new)
        moved[place] = len(steps) - 1
    constants = {moved[place]: value for place, value in program.constants.items()}
    return Program(inputs, tuple(steps), moved[program.output], constants, tuple(spans))

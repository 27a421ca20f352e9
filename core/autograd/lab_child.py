"""The child of `lab`: answers each request by its kind, alone with torch on one thread."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import torch

from core.autograd.compare import compare
from core.autograd.cost import cost_of
from core.autograd.cost_words import CostWish
from core.autograd.graph import graph_of
from core.autograd.graph_echo import with_echoes
from core.autograd.graph_words import GraphWish, Touches
from core.autograd.precision import precision_of
from core.autograd.precision_words import PrecisionWish
from core.autograd.subject import definition_of
from core.autograd.switch_words import Steps, StepsWish, Switches, SwitchesWish
from core.autograd.switches import script_of as passes_of
from core.autograd.words import BEND, SLOPE, Subject, WaysWish
from core.calculus.numpy_rows import RepeatTooLong
from core.code.derivation import table_of
from core.code.words import CodeWish, DerivationWish
from core.code.writing import script_of
from core.errors import InputError
from core.explore.child import answer_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NICE = 5  # the window goes first


def main() -> None:
    """Answer lines until the input ends."""
    torch.set_num_threads(1)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    for what in (BEND, SLOPE):  # torch loads half of itself with its first transform
        compare(WaysWish(Subject("x^3", (), ("x",), (1.0,)), what), budget=0)
    answer_lines(_answer)


def _answer(request: Mapping[str, Any]) -> Any:
    try:
        return _ANSWERS[request["kind"]](Subject.from_json(request["subject"]), request)
    except (InputError, RepeatTooLong) as error:
        return {"error": str(error) or "This formula is too long for that."}


def _ways(subject: Subject, request: Mapping[str, Any]) -> Any:
    wish = WaysWish(subject, request["what"])
    return compare(wish, request["symbolic"], request["symbolic_seconds"]).to_json()


def _precision(subject: Subject, request: Mapping[str, Any]) -> Any:
    return precision_of(subject, request["direction"]).to_json()


def _cost(subject: Subject, request: Mapping[str, Any]) -> Any:
    return cost_of(subject, request["topic"]).to_json()


def _steps(subject: Subject, request: Mapping[str, Any]) -> Any:
    touches, entry = Touches.from_json(request["touches"]), request["entry"]
    graph = graph_of(GraphWish(subject, request["second"], entry, request["by"], touches))
    graph = with_echoes(graph, definition_of(subject))
    script = passes_of(SwitchesWish(subject, Switches(**request["switches"]), entry, touches))
    return Steps(graph, script).to_json()


def _code(subject: Subject, request: Mapping[str, Any]) -> Any:
    low, high = request["window"]
    return script_of(subject, request["language"], (low, high)).to_json()


def _derivation(subject: Subject, request: Mapping[str, Any]) -> Any:
    return table_of(subject, request["form"]).to_json()


_ANSWERS: Mapping[str, Callable[[Subject, Mapping[str, Any]], Any]] = {
    WaysWish.kind: _ways, StepsWish.kind: _steps, PrecisionWish.kind: _precision,
    CostWish.kind: _cost, CodeWish.kind: _code, DerivationWish.kind: _derivation,
}  # fmt: skip


if __name__ == "__main__":
    main()

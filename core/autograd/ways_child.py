"""The child of `lab`: runs the ways of a request, alone with torch on one thread."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import torch

from core.autograd.compare import compare
from core.autograd.words import BEND, SLOPE, Wish
from core.calculus.numpy_rows import RepeatTooLong
from core.errors import InputError
from core.explore.child import answer_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

_NICE = 5  # the window goes first


def main() -> None:
    """Answer lines until the input ends."""
    torch.set_num_threads(1)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    for what in (BEND, SLOPE):  # torch loads half of itself with its first transform
        compare(Wish("x^3", (), what, ("x",), (1.0,)), budget=0)
    answer_lines(_answer)


def _answer(request: Mapping[str, Any]) -> Any:
    wish = Wish(
        request["text"], tuple(request["others"]), request["what"], tuple(request["names"]),
        tuple(request["at"]), request["rest"],
    )  # fmt: skip
    try:
        report = compare(wish, request["symbolic"], request["symbolic_seconds"])
    except (InputError, RepeatTooLong) as error:
        return {"error": str(error) or "This formula is too long for that."}
    return report.to_json()


if __name__ == "__main__":
    main()

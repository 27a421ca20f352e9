"""What is refused before any work: too deep, beyond float64, too many terms."""

from __future__ import annotations

import math

from core.errors import InputError
from core.language import syntax as s
from core.language.constants import step
from core.language.walk import fold, height

MAX_HEIGHT = 250
MAX_TERMS = 100_000


def check_tree(tree: s.Node) -> None:
    """Raise InputError where the formula is out of bounds."""
    if height(tree) > MAX_HEIGHT:
        raise InputError("The formula is nested too deep.", *tree.span,
                         "Define parts of it in rows of their own.")
    fold(tree, _constant)


def _constant(node: s.Node, below: list[float | None]) -> float | None:
    """The value of a constant subtree; None for all others."""
    if isinstance(node, s.Repeat):
        _check_terms(node, below[1], below[2])
        return None
    values = [value for value in below if value is not None]
    if len(values) < len(below):
        return None
    try:
        value = step(node, values)
    except OverflowError:
        value = math.inf
    except (ValueError, ZeroDivisionError, TypeError):
        return None
    grows = isinstance(node, s.Power) or (
        isinstance(node, s.Call) and node.function in ("factorial", "gamma", "pow"))
    if grows and math.isinf(value) and all(math.isfinite(v) for v in values):
        if isinstance(node, s.Power) and values[0] == 0:
            return None
        raise _beyond(node)
    return value if math.isfinite(value) else None


def _beyond(node: s.Node) -> InputError:
    hint = "Values reach up to about 1.8e308."
    if isinstance(node, s.Power):
        return InputError("The power is beyond what can be shown.", *node.span, hint)
    return InputError("The factorial is beyond what can be shown.", *node.span, hint)


def _check_terms(node: s.Repeat, low: float | None, high: float | None) -> None:
    span = (min(node.low.span[0], node.high.span[0]), max(node.low.span[1], node.high.span[1]))
    for bound in (low, high):
        if bound is not None and bound != math.floor(bound):
            raise InputError("The bounds of a sum are whole numbers.", *span)
    if low is not None and high is not None and high - low >= MAX_TERMS:
        word = "sum" if node.kind == "sum" else "product"
        raise InputError(f"The {word} has more than {MAX_TERMS:,} terms.", *span,
                         "Lower the upper bound.")

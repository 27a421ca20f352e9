"""Asserts on the numbers that the screen shows, with the tolerance at which a library has them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

FINEST, COARSEST = 1e-12, 1e-6
SAFETY = 8.0  # other machines round otherwise
MOST_ROWS = 8  # of a matrix that is written out


@dataclass(frozen=True, slots=True)
class Claim:
    """What a script asserts of one result.

    `numbers` are what it must be, None where nothing is claimed, `relative` and `absolute` how
    near. `remark` is a comment for
    the line above, empty where the library has what the screen shows. With `diagonal` only the
    diagonal of a matrix is claimed, and `size`, its Frobenius norm.
    """

    name: str
    numbers: Any
    relative: float
    absolute: float
    remark: str = ""
    diagonal: bool = False
    size: float = 0.0


def claim(name: str, shown: Any, found: Any, title: str, note: str) -> Claim:
    """What to assert of `name`: the number shown where the library agrees, else its own.

    `found` is what the script's own lines gave here, or None where they were not run.
    """
    if found is None and shown is None:
        words = f"There is no such number here: {note}. {title}'s answer is printed below."
        return Claim(name, None, 0.0, 0.0, words)
    found = shown if found is None else found
    target = np.full(np.shape(found), np.nan) if shown is None else np.asarray(shown, float)
    reached = np.asarray(found, float)
    relative = _nearness(target, reached)
    if relative is not None:
        return _of(name, target, relative)
    return _of(name, reached, FINEST, _remark(shown, target, reached, title, note))


def _of(name: str, target: np.ndarray[Any, Any], relative: float, remark: str = "") -> Claim:
    finite = np.abs(target[np.isfinite(target)])
    scale = float(finite.max(initial=0.0))
    absolute = relative * scale if scale else FINEST
    if target.ndim == 0 and scale:
        absolute = 0.0
    if target.ndim == 2 and len(target) > MOST_ROWS and target.shape[0] == target.shape[1]:
        size = float(np.linalg.norm(target))
        return Claim(name, target.diagonal().tolist(), relative, absolute, remark, True, size)
    return Claim(name, target.tolist(), relative, absolute, remark)


def _nearness(target: np.ndarray[Any, Any], reached: np.ndarray[Any, Any]) -> float | None:
    """The relative tolerance that holds, or None where the numbers are not the same."""
    if target.shape != reached.shape or (np.isnan(target) != np.isnan(reached)).any():
        return None
    known = ~np.isnan(target)
    if np.isnan(target).all():
        return None
    infinite = np.isinf(target) | np.isinf(reached)
    if (target[infinite & known] != reached[infinite & known]).any():
        return None
    a, b = target[~infinite & known], reached[~infinite & known]
    if not len(a):
        return FINEST
    scale = float(np.abs(a).max(initial=0.0))
    if not scale:
        return FINEST if np.abs(b).max(initial=0.0) * SAFETY <= FINEST else None
    room = np.abs(a) + (scale if target.ndim else 0.0)
    needed = float((np.abs(a - b) / room).max()) * SAFETY
    if needed > COARSEST:
        return None
    return max(FINEST, 10.0 ** math.ceil(math.log10(needed))) if needed else FINEST


def _remark(
    shown: Any, target: np.ndarray[Any, Any], reached: np.ndarray[Any, Any], title: str, note: str
) -> str:
    because = f": {note}" if note else ""
    if shown is None:
        return f"There is no such number here{because}. {title} gives this:"
    on_screen = f"{float(target)!r}" if target.ndim == 0 else "other numbers"
    lost = "loses digits on the way" if np.isfinite(reached).all() else "meets nan on the way"
    return f"The screen shows {on_screen}{because}. {title} by itself {lost}:"


def nested(value: Any, nan: str, inf: str) -> str:
    """Numbers as Python writes them, with the library's words for what is not finite."""
    if isinstance(value, list):
        return "[" + ", ".join(nested(each, nan, inf) for each in value) + "]"
    if math.isnan(value):
        return nan
    if math.isinf(value):
        return inf if value > 0 else f"-{inf}"
    return repr(float(value))

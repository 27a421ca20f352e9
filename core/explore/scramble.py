"""Scrambling: another point of many variables, the same each time it is asked for again."""

from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EVEN, AROUND = "even", "around"
REACH = 2.0
SPREAD = 0.5
_DIGITS = 2  # so that coordinates read well


def scrambled(at: Sequence[float], how: str = EVEN) -> tuple[float, ...]:
    """Other coordinates for a point: evenly from -2 to 2, or normally spread around it.

    Where the point stands decides, so that a session goes the same way again.
    """
    chance = random.Random(zlib.crc32(repr((how, tuple(at))).encode()))
    if how == AROUND:
        return tuple(round(each + chance.gauss(0.0, SPREAD), _DIGITS) for each in at)
    return tuple(round(chance.uniform(-REACH, REACH), _DIGITS) for _ in at)

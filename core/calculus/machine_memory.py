"""Memory of large results that is used again when nobody holds them any more.

New memory comes from the system page by page, each filled with zeros first: for a field of a
million points that takes longer than to compute it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SMALL = 1 << 15  # numbers that the C library keeps at hand anyway
MOST_KEPT = 4  # blocks that nobody holds
MOST_NUMBERS = 1 << 23  # of all of them, 64 MiB
MOST_WASTE = 1.5  # times the numbers asked for
ALIGNED = 64  # bytes


class Memory:
    """Blocks of memory that are free; any thread may take and give back."""

    def __init__(self) -> None:
        self._free: dict[int, Array] = {}  # by identity, the oldest first

    def planes(self, shape: tuple[int, ...]) -> Array:
        """An array of float64 that holds anything, contiguous. Its memory, and that of all its
        views, is used again when the last of them is gone.
        """
        count = math.prod(shape)
        if count < SMALL:
            return np.empty(shape)
        block = self._taken(count)
        if block is None:
            block = np.empty(count + ALIGNED // 8)
        return np.asarray(_Held(self, block, shape))

    def give_back(self, block: Array) -> None:
        """Keep it for another, rather than those that were given back long ago."""
        self._free[id(block)] = block
        while len(self._free) > MOST_KEPT or self.numbers > MOST_NUMBERS:
            self._free.pop(next(iter(self._free)), None)

    @property
    def numbers(self) -> int:
        """How many numbers the free blocks have room for."""
        return sum(each.size for each in tuple(self._free.values()))

    def _taken(self, count: int) -> Array | None:
        for key, block in reversed(tuple(self._free.items())):
            if count + ALIGNED // 8 <= block.size <= MOST_WASTE * count + ALIGNED:
                found = self._free.pop(key, None)
                if found is not None:  # or another thread was quicker
                    return found
        return None


class _Held:
    """What an array and its views hold on to: when it goes, its block is free."""

    def __init__(self, memory: Memory, block: Array, shape: tuple[int, ...]) -> None:
        self._memory, self._block = memory, block
        start = block.__array_interface__["data"][0]
        self.__array_interface__: dict[str, Any] = {
            "version": 3, "typestr": "<f8", "shape": shape,
            "data": (start + -start % ALIGNED, False),
        }  # fmt: skip

    def __del__(self) -> None:
        self._memory.give_back(self._block)


@lru_cache(maxsize=1)
def memory() -> Memory:
    """The memory of this process."""
    return Memory()

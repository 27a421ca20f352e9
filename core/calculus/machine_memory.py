"""Memory of large results that is used again when nobody holds them any more.

New memory comes from the system page by page, each filled with zeros first: for a field of a
million points that takes longer than to compute it. The views of a result are kept with it, for to
make them takes longer than to compute a small one.
"""

from __future__ import annotations

import ctypes
import math
import sys
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Views = tuple[Array, ...]

SMALL = 1 << 15  # numbers that the C library keeps at hand anyway
MOST_NUMBERS = 1 << 21  # that nobody holds, 16 MiB, beside the block that is used again
MOST_WASTE = 1.5  # times the numbers asked for
ALIGNED = 64  # bytes


class Block(NamedTuple):
    """Memory, an array in it, its views, and how often all of them are held by nobody else."""

    memory: Array
    planes: Array
    views: Views
    counts: list[int]

    @property
    def free(self) -> bool:
        """Whether nobody holds any of them, or a view of a view."""
        return _counts(self) == self.counts


class Memory:
    """Blocks that were given away, the oldest first; any thread may take one."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._taking = threading.Lock()

    def planes(
        self, shape: tuple[int, ...], view: Callable[[Array], Views]
    ) -> tuple[Array, Views]:
        """An array of float64 that holds anything, contiguous, and its views. Its memory is used
        again when nobody holds the array, one of the views, or a view of those any more.
        """
        if math.prod(shape) < SMALL:
            planes = np.empty(shape)
            return planes, view(planes)
        with self._taking:
            block = self._taken(shape) or _made(self._fitting(shape), shape, view)
            self._blocks.append(block)
            return block.planes, block.views

    @property
    def numbers(self) -> int:
        """How many numbers the free blocks have room for."""
        return sum(each.memory.size for each in self._blocks if each.free)

    def _taken(self, shape: tuple[int, ...]) -> Block | None:
        """The free block of this shape that was given away last; too many others are forgotten."""
        found, others = None, 0
        for k in reversed(range(len(self._blocks))):
            block = self._blocks[k]
            if not block.free:
                continue
            if found is None and block.planes.shape == shape:
                found = self._blocks.pop(k)
            else:
                others += block.memory.size
                if others > MOST_NUMBERS:
                    del self._blocks[k]
        return found

    def _fitting(self, shape: tuple[int, ...]) -> Array:
        """The memory of a free block of another shape, or new memory."""
        count = math.prod(shape) + ALIGNED // 8
        for k, block in enumerate(self._blocks):
            if count <= block.memory.size <= MOST_WASTE * count and block.free:
                return self._blocks.pop(k).memory
        return np.empty(count)


def _made(memory: Array, shape: tuple[int, ...], view: Callable[[Array], Views]) -> Block:
    start = -address_of(memory) % ALIGNED // 8
    planes = memory[start : start + math.prod(shape)].reshape(shape)
    block = Block(memory, planes, view(planes), [])
    del memory, planes
    block.counts.extend(_counts(block))
    return block


def _counts(block: Block) -> list[int]:
    return [sys.getrefcount(each) for each in (block.memory, block.planes, *block.views)]


def address_of(array: Array) -> int:
    """Where the numbers of an array begin: contiguous, and ours to write."""
    return ctypes.addressof(ctypes.c_char.from_buffer(array))  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def memory() -> Memory:
    """The memory of this process."""
    return Memory()

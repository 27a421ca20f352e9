"""Which nodes of a long graph are shown, and which are folded into one.

What can be folded is all that reaches the output through one node only: what that node dominates.
From the output on, the largest part is opened first, as long as there is room. In long sums and
products the links of the chain become one node, so that their terms stand beside one another.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

ROOM = 24  # nodes that opening a folded part may show
_ALIKE = 0.8  # of its size has a part at least that is opened together with another
_BUNDLE = 4  # leaves from which those that the same parts read become one


@dataclass(frozen=True, slots=True)
class Part:
    """Nodes shown as one: `exit` is the one that others read, `members` are in order.

    A `chain` is a run of one operation, such as the additions of a long sum; `leaves` are several
    leaves that the same parts read, and have no exit in common.
    """

    exit: int
    members: tuple[int, ...]
    chain: bool = False
    leaves: bool = False


def folded(
    arguments: Sequence[Sequence[int]], families: Sequence[str], most: int,
    opened: Collection[int] = (),
) -> list[Part]:  # fmt: skip
    """The parts to show, in order, of a graph whose last node is the output.

    `arguments` are the earlier nodes that each node reads, `families` names what may be chained
    with its like, empty for what may not. `opened` are exits of parts to open.
    """
    count = len(arguments)
    if count <= most:
        return [Part(node, (node,)) for node in range(count)]
    readers: list[list[int]] = [[] for _ in range(count)]
    for node, given in enumerate(arguments):
        for each in given:
            readers[each].append(node)
    below = _dominated(readers)
    sizes = [1] * count
    for node in range(count):
        sizes[node] += sum(sizes[each] for each in below[node])
    shown = {count - 1: False}  # node -> whether it is open
    _open(shown, below, sizes, [count - 1], most)
    for node in opened:
        if shown.get(node) is False:
            _open(shown, below, sizes, [node], len(shown) + max(ROOM, len(below[node])))
    parts = [
        Part(node, (node,) if is_open else tuple(sorted(_within(node, below))))
        for node, is_open in sorted(shown.items())
    ]
    parts = _chained(parts, arguments, readers, families, set(opened))
    return _bundled(parts, arguments, readers, set(opened))


def _dominated(readers: Sequence[Sequence[int]]) -> list[list[int]]:
    """For each node those it dominates next: all ways from them to the output lead through it."""
    count = len(readers)
    above = [count - 1] * count
    depth = [0] * count
    below: list[list[int]] = [[] for _ in range(count)]
    for node in range(count - 2, -1, -1):
        one = readers[node][0] if readers[node] else count - 1
        for other in readers[node][1:]:
            while one != other:
                if depth[one] >= depth[other] and one != count - 1:
                    one = above[one]
                else:
                    other = above[other]
        above[node], depth[node] = one, depth[one] + 1
        below[one].append(node)
    return [sorted(each) for each in below]


def _open(
    shown: dict[int, bool], below: list[list[int]], sizes: list[int], first: list[int], most: int
) -> None:
    """Open parts, the largest first, while no more than `most` are shown; like ones together."""
    waiting = [(-sizes[node], node) for node in first]
    while waiting:
        alike = [heapq.heappop(waiting)]
        while waiting and waiting[0][0] <= _ALIKE * alike[0][0]:
            alike.append(heapq.heappop(waiting))
        if len(shown) + sum(len(below[node]) for _, node in alike) > most:
            continue
        for _, node in alike:
            shown[node] = True
            for each in below[node]:
                shown[each] = not below[each]
                if below[each]:
                    heapq.heappush(waiting, (-sizes[each], each))


def _within(node: int, below: list[list[int]]) -> list[int]:
    found = [node]
    for each in found:
        found.extend(below[each])
    return found


def _chained(
    parts: list[Part], arguments: Sequence[Sequence[int]], readers: Sequence[Sequence[int]],
    families: Sequence[str], opened: set[int],
) -> list[Part]:  # fmt: skip
    """The parts with the links of long sums and products in one."""
    single = {part.exit for part in parts if len(part.members) == 1 and arguments[part.exit]}
    head: dict[int, int] = {}
    for part in reversed(parts):
        node = part.exit
        if node not in single or not families[node] or len(readers[node]) != 1:
            continue
        reader = readers[node][0]
        top = head.get(reader, reader)
        if reader in single and families[reader] == families[node] and top not in opened:
            head[node] = top
    links: dict[int, list[int]] = {}
    for node, top in head.items():
        links.setdefault(top, []).append(node)
    return [
        Part(part.exit, (*sorted(links[part.exit]), part.exit), chain=True)
        if part.exit in links else part
        for part in parts if part.exit not in head
    ]  # fmt: skip


def _bundled(
    parts: list[Part], arguments: Sequence[Sequence[int]], readers: Sequence[Sequence[int]],
    opened: set[int],
) -> list[Part]:  # fmt: skip
    """The parts with leaves that the same parts read in one, such as the weights of a layer."""
    home = {node: place for place, part in enumerate(parts) for node in part.members}
    alike: dict[frozenset[int], list[int]] = {}
    for part in parts:
        if len(part.members) == 1 and not arguments[part.exit]:
            alike.setdefault(frozenset(home[each] for each in readers[part.exit]), []).append(
                part.exit
            )
    bundles = {
        leaves[0]: Part(leaves[-1], tuple(leaves), leaves=True)
        for leaves in alike.values() if len(leaves) >= _BUNDLE and leaves[-1] not in opened
    }  # fmt: skip
    gone = {node for part in bundles.values() for node in part.members[1:]}
    return [bundles.get(part.exit, part) for part in parts if part.exit not in gone]

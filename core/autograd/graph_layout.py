"""Where the nodes of a graph stand: layers from left to right, with few crossings.

The method of Sugiyama, Tagawa and Toda (1981): layers by the longest path, dummy vertices on long
edges, sweeps of medians and of exchanges, then places by least squares. One dummy in a layer
serves all edges of its source, so that a variable read a hundred times is one line that forks.
The same graph always gets the same layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from core.autograd.graph_words import CARD_HEIGHT, CARD_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Edge = tuple[int, int]
    Spot = tuple[float, float]
    Orders = list[list[int]]

ACROSS = 62.0  # px between two layers, room for the number on an edge
BETWEEN = 14.0  # px between two cards
_LINE = 10.0  # px that an edge takes where it passes a layer
_SWEEPS, _FEW_SWEEPS = 12, 2
_SETTLING, _LITTLE_SETTLING = 10, 4
_MANY = 1_200  # vertices, dummies too, beyond which less is tried
_PASSES = 3
_STRAIGHT = 4.0  # how much more two dummies of one edge want to be in line
_PORTS = 10.0


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of each card, the points of each edge from card to card, and the whole size."""

    spots: tuple[Spot, ...]
    paths: tuple[tuple[Spot, ...], ...]
    width: float
    height: float
    crossings: int


class _Layers:
    """Vertices in layers: the nodes, then the dummies; `down` has what reads a vertex."""

    def __init__(self, count: int, edges: Sequence[Edge]) -> None:
        self.count = count
        self.layer = _longest(count, edges)
        self.down: list[list[int]] = [[] for _ in range(count)]
        self.up: list[list[int]] = [[] for _ in range(count)]
        self.routes: list[list[int]] = []
        dummies: dict[Edge, int] = {}
        for source, target in edges:
            self.routes.append(self._route(source, target, dummies))

    def _route(self, source: int, target: int, dummies: dict[Edge, int]) -> list[int]:
        route = [source]
        for layer in range(self.layer[source] + 1, self.layer[target]):
            if (source, layer) not in dummies:
                dummies[source, layer] = len(self.layer)
                self.layer.append(layer)
                self.down.append([])
                self.up.append([])
            route.append(dummies[source, layer])
        route.append(target)
        for one, other in pairwise(route):
            if other not in self.down[one]:
                self.down[one].append(other)
                self.up[other].append(one)
        return route


def lay_out(count: int, edges: Sequence[Edge]) -> Layout:
    """Lay out nodes 0..count-1, of which each edge (source, target) has source < target."""
    if not count:
        return Layout((), (), 0.0, 0.0, 0)
    layers = _Layers(count, edges)
    orders, crossings = _ordered(layers)
    y = _heights(layers, orders)
    top = min(y[v] - _size(layers, v) / 2 for v in range(len(y)))
    bottom = max(y[v] + _size(layers, v) / 2 for v in range(len(y)))
    x = [CARD_WIDTH / 2 + each * (CARD_WIDTH + ACROSS) for each in layers.layer]
    spots = tuple((x[v], y[v] - top) for v in range(count))
    paths = _paths(layers, x, [each - top for each in y])
    width = max(x[:count]) + CARD_WIDTH / 2
    return Layout(spots, paths, width, bottom - top, crossings)


def _longest(count: int, edges: Sequence[Edge]) -> list[int]:
    """The layer of each node by the longest way to it; what reads nothing stands just before."""
    layer = [0] * count
    readers: list[list[int]] = [[] for _ in range(count)]
    for source, target in sorted(edges, key=lambda edge: edge[1]):
        layer[target] = max(layer[target], layer[source] + 1)
        readers[source].append(target)
    reading = {target for _, target in edges}
    for node in range(count):
        if node not in reading and readers[node]:
            layer[node] = min(layer[each] for each in readers[node]) - 1
    return layer


# --- the order in each layer ---


def _ordered(layers: _Layers) -> tuple[Orders, int]:
    """The best order found, with its number of crossings."""
    best: Orders = []
    fewest = -1
    for mirrored in (False, True) if len(layers.layer) <= _MANY else (False,):
        for orders in _swept(layers, _first_order(layers, mirrored=mirrored)):
            found = _crossings(layers, orders)
            if fewest < 0 or found < fewest:
                best, fewest = [list(each) for each in orders], found
            if not fewest:
                return best, 0
    return best, fewest


def _first_order(layers: _Layers, *, mirrored: bool) -> Orders:
    """Down from what nobody reads, arguments in order: a tree has no crossing then."""
    orders: Orders = [[] for _ in range(max(layers.layer) + 1)]
    seen: set[int] = set()
    roots = [v for v in range(len(layers.layer)) if not layers.down[v]]
    waiting = roots if mirrored else roots[::-1]
    while waiting:
        vertex = waiting.pop()
        if vertex in seen:
            continue
        seen.add(vertex)
        orders[layers.layer[vertex]].append(vertex)
        waiting.extend(layers.up[vertex] if mirrored else layers.up[vertex][::-1])
    return orders


def _swept(layers: _Layers, orders: Orders) -> Iterator[Orders]:
    """The first order, then each better one in turn."""
    yield orders
    many = len(layers.layer) > _MANY
    for sweep in range(_FEW_SWEEPS if many else _SWEEPS):
        forward = sweep % 2 == 0
        near = layers.up if forward else layers.down
        for place in range(len(orders)) if forward else range(len(orders) - 1, -1, -1):
            before = place - 1 if forward else place + 1
            if 0 <= before < len(orders):
                ranks = {v: k for k, v in enumerate(orders[before])}
                orders[place] = _by_median(orders[place], near, ranks)
        if not many:
            _exchange(layers, orders)
        yield orders


def _by_median(order: list[int], near: list[list[int]], ranks: dict[int, int]) -> list[int]:
    """A layer by the middle of its neighbours; what has none keeps its place."""
    middles = {v: sum(ranks[u] for u in near[v]) / len(near[v]) for v in order if near[v]}
    moved = iter(sorted(middles, key=lambda v: middles[v]))
    return [next(moved) if v in middles else v for v in order]


def _exchange(layers: _Layers, orders: Orders) -> None:
    """Exchange neighbours in a layer as long as that takes crossings away."""
    for place, order in enumerate(orders):
        near = [
            (side, {v: k for k, v in enumerate(orders[other])})
            for side, other in ((layers.up, place - 1), (layers.down, place + 1))
            if 0 <= other < len(orders)
        ]
        ends = {
            v: [sorted(ranks[u] for u in side[v]) for side, ranks in near] for v in order
        }
        for _ in range(_PASSES):
            better = False
            for k in range(len(order) - 1):
                if _gain(ends[order[k]], ends[order[k + 1]]) > 0:
                    order[k], order[k + 1] = order[k + 1], order[k]
                    better = True
            if not better:
                break


def _gain(above: list[list[int]], below: list[list[int]]) -> int:
    """How many crossings fewer there are when two neighbours change places."""
    gain = 0
    for first, last in zip(above, below, strict=True):
        if first and last and first[-1] > last[0]:
            for a in first:
                for b in last:
                    gain += (a > b) - (a < b)
        else:
            gain -= sum(a < b for a in first for b in last) if first and last else 0
    return gain


def _crossings(layers: _Layers, orders: Orders) -> int:
    """How many pairs of edges cross between neighbouring layers, by counting inversions."""
    total = 0
    for left, right in pairwise(orders):
        ranks = {v: k for k, v in enumerate(right)}
        ends = [end for v in left for end in sorted(ranks[u] for u in layers.down[v])]
        tree = [0] * (len(right) + 1)
        for seen, end in enumerate(ends):
            place = end + 1
            not_above = 0
            while place:
                not_above += tree[place]
                place -= place & -place
            total += seen - not_above
            place = end + 1
            while place <= len(right):
                tree[place] += 1
                place += place & -place
    return total


# --- places ---


def _size(layers: _Layers, vertex: int) -> float:
    return CARD_HEIGHT if vertex < layers.count else _LINE


def _heights(layers: _Layers, orders: Orders) -> list[float]:
    """y of each vertex: as near to the middle of its neighbours as the order allows."""
    y = [0.0] * len(layers.layer)
    apart: list[list[float]] = []
    for order in orders:
        steps = [0.0]
        for one, other in pairwise(order):
            gap = (_size(layers, one) + _size(layers, other)) / 2 + BETWEEN
            steps.append(steps[-1] + gap)
        apart.append(steps)
        for vertex, step in zip(order, steps, strict=True):
            y[vertex] = step - steps[-1] / 2
    for turn in range(_SETTLING if len(y) <= _MANY else _LITTLE_SETTLING):
        places = range(len(orders)) if turn % 2 else range(len(orders) - 1, -1, -1)
        for place in places:
            wanted = [_wanted(layers, v, y) for v in orders[place]]
            settled = _settled(wanted, apart[place])
            for vertex, height in zip(orders[place], settled, strict=True):
                y[vertex] = height
    return y


def _wanted(layers: _Layers, vertex: int, y: list[float]) -> tuple[float, float]:
    """Where a vertex would like to be, and how much."""
    total = weight = 0.0
    for each in (*layers.up[vertex], *layers.down[vertex]):
        both = vertex >= layers.count and each >= layers.count
        own = _STRAIGHT if both else 1.0
        total += own * y[each]
        weight += own
    return (total / weight, weight) if weight else (y[vertex], 1.0)


def _settled(wanted: Sequence[tuple[float, float]], steps: Sequence[float]) -> list[float]:
    """The heights nearest to those wanted that keep their distances: pooled neighbours."""
    blocks: list[list[float]] = []  # [weighted sum, weight, how many]
    for (height, weight), step in zip(wanted, steps, strict=True):
        blocks.append([(height - step) * weight, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] > blocks[-1][0] * blocks[-2][1]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    flat = [total / weight for total, weight, many in blocks for _ in range(int(many))]
    return [height + step for height, step in zip(flat, steps, strict=True)]


def _paths(
    layers: _Layers, x: list[float], y: list[float]
) -> tuple[tuple[Spot, ...], ...]:
    """The points of each edge; edges into one card end beside one another."""
    entering: dict[int, list[int]] = {}
    for edge, route in enumerate(layers.routes):
        entering.setdefault(route[-1], []).append(edge)
    ports: dict[int, float] = {}
    for edges in entering.values():
        edges.sort(key=lambda edge: y[layers.routes[edge][-2]])
        gap = min(_PORTS, (CARD_HEIGHT - 12) / max(1, len(edges) - 1))
        for place, edge in enumerate(edges):
            ports[edge] = (place - (len(edges) - 1) / 2) * gap
    found: list[tuple[Spot, ...]] = []
    for edge, route in enumerate(layers.routes):
        points = [(x[route[0]] + CARD_WIDTH / 2, y[route[0]])]
        for dummy in route[1:-1]:
            points += [(x[dummy] - CARD_WIDTH / 2, y[dummy]), (x[dummy] + CARD_WIDTH / 2, y[dummy])]
        points.append((x[route[-1]] - CARD_WIDTH / 2, y[route[-1]] + ports[edge]))
        found.append(tuple(points))
    return tuple(found)

"""The order of variables by coupling: those that bend f together stand side by side.

Sparse matrices are ordered by reverse Cuthill and McKee, which makes a chain a band; full ones by
Fiedler's vector, along which strongly coupled variables are near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Links = NDArray[np.bool_]
    Order = NDArray[np.intp]

NOTHING = 1e-12  # of the largest entry: what is smaller couples nothing
SPARSE = 0.3  # of all pairs


def nonzero(matrix: Array) -> int:
    """How many entries of a matrix are not zero."""
    return int(np.count_nonzero(matrix))


def coupled_order(matrix: Array) -> tuple[int, ...]:
    """The places of the variables of a symmetric matrix (n, n) in the order by coupling.

    That of the variables themselves where none brings coupled ones nearer together.
    """
    count = len(matrix)
    typed = np.arange(count)
    weights = np.abs((matrix + matrix.T) / 2)
    np.fill_diagonal(weights, 0.0)
    largest = float(weights.max(initial=0.0))
    if count < 3 or not 0 < largest < np.inf:
        return tuple(typed.tolist())
    links = weights > NOTHING * largest
    if int(links.sum()) <= SPARSE * count * (count - 1):
        order, shares = _by_links(links), links.astype(float)
    else:
        order, shares = _forward(_by_fiedler(weights / largest)), weights / largest
    better = _spread(shares, order) < _spread(shares, typed) * (1 - 1e-9)
    return tuple((order if better else typed).tolist())


def _spread(shares: Array, order: Order) -> float:
    """How far coupled variables stand from one another in an order."""
    places = np.empty(len(order))
    places[order] = np.arange(len(order))
    return float((shares * np.abs(places[:, None] - places[None, :])).sum())


def _by_links(links: Links) -> Order:
    """Reverse Cuthill and McKee; variables without a link come last, as typed."""
    degrees = links.sum(axis=1)
    neighbours = [np.flatnonzero(row) for row in links]
    left = set(np.flatnonzero(degrees).tolist())
    order: list[int] = []
    while left:
        start = _far_end(min(left, key=lambda k: (degrees[k], k)), neighbours, degrees)
        layers = _layers(start, neighbours, degrees)
        order += [each for layer in layers for each in layer]
        left.difference_update(order)
    linked = _forward(np.array(order[::-1], dtype=np.intp))
    return np.concatenate((linked, np.flatnonzero(degrees == 0)))


def _forward(order: Order) -> Order:
    """An order, or the other way round, whichever is more like the typed one."""
    falls = float(((np.arange(len(order)) - (len(order) - 1) / 2) * order).sum()) < 0
    return order[::-1] if falls else order


def _layers(start: int, neighbours: list[Order], degrees: Order) -> list[list[int]]:
    """All that hangs together with one variable, by its distance, few links first."""
    seen, layers = {start}, [[start]]
    while layers[-1]:
        following: list[int] = []
        for each in layers[-1]:
            fresh = [k for k in neighbours[each].tolist() if k not in seen]
            fresh.sort(key=lambda k: (degrees[k], k))
            seen.update(fresh)
            following += fresh
        layers.append(following)
    return layers[:-1]


def _far_end(start: int, neighbours: list[Order], degrees: Order) -> int:
    """A variable at an end of what hangs together: there a band begins."""
    layers = _layers(start, neighbours, degrees)
    while True:
        end = min(layers[-1], key=lambda k: (degrees[k], k))
        further = _layers(end, neighbours, degrees)
        if len(further) <= len(layers):
            return start
        start, layers = end, further


def _by_fiedler(weights: Array) -> Order:
    """The order along the second eigenvector of the Laplacian of the weights."""
    laplacian = np.diag(weights.sum(axis=1)) - weights
    _, vectors = np.linalg.eigh(laplacian)
    return np.argsort(vectors[:, 1], kind="stable")

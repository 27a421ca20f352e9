"""The layout of a graph: layers, no crossing where there need be none, nothing over another."""

import random
from itertools import combinations

import pytest

from core.autograd.graph import graph_of
from core.autograd.graph_fold import folded
from core.autograd.graph_layout import lay_out
from core.autograd.graph_words import CARD_HEIGHT, CARD_WIDTH, GraphWish
from core.autograd.words import Subject

PLANAR = (
    "x^3 + sin x", "(x+1)(x+2)", "a x^3 + sin(b x)", "sin(cos(tan x))", "x sin(1/x)",
    "1/(1+x^2)", "e^(-x^2)", "a + b x + c x^2", "sqrt(1 + sin(x)^2)", "ln(x)/x",
    "sin(x) + cos(y) + z", "x^2 + y^2", "x^2 - y^2", "(x - a)^2 + (y - b)^2",
)  # fmt: skip


def of(text):
    from core.language.together import parse_together

    definition = parse_together({0: text})[0]
    names = definition.variables
    wish = GraphWish(Subject(text, (), names, tuple(0.7 for _ in names), {}))
    return graph_of(wish)


def random_edges(seed, count=40):
    chance = random.Random(seed)
    return [
        (source, target)
        for target in range(1, count)
        for source in sorted(chance.sample(range(target), min(target, chance.choice((1, 2, 2)))))
    ]


def segments(layout):
    for path in layout.paths:
        yield from zip(path[::2], path[1::2], strict=True)


def counted(layout):
    """Crossings by geometry: straight pieces between two layers that change sides."""
    pieces = sorted({(a[0], a[1], b[0], b[1]) for a, b in segments(layout)})
    by_layer = {}
    for piece in pieces:
        by_layer.setdefault(piece[0], []).append(piece)
    return sum(
        (one[1] - other[1]) * (one[3] - other[3]) < -1e-9
        for group in by_layer.values()
        for one, other in combinations(group, 2)
    )


@pytest.mark.parametrize("text", PLANAR)
def test_a_formula_that_can_be_drawn_without_crossing_is(text):
    graph = of(text)
    assert graph.crossings == 0


@pytest.mark.parametrize("seed", range(8))
def test_the_crossings_that_are_counted_are_those_that_are_seen(seed):
    layout = lay_out(40, random_edges(seed))
    assert counted(layout) == layout.crossings


@pytest.mark.parametrize("seed", range(8))
def test_cards_never_lie_over_one_another_and_edges_go_to_the_right(seed):
    edges = random_edges(seed)
    layout = lay_out(40, edges)
    for (x, y), (u, v) in combinations(layout.spots, 2):
        assert abs(x - u) >= CARD_WIDTH or abs(y - v) >= CARD_HEIGHT
    for (source, target), path in zip(edges, layout.paths, strict=True):
        assert layout.spots[source][0] < layout.spots[target][0]
        assert path[0] == (layout.spots[source][0] + CARD_WIDTH / 2, layout.spots[source][1])
        assert path[-1][0] == layout.spots[target][0] - CARD_WIDTH / 2
        assert abs(path[-1][1] - layout.spots[target][1]) < CARD_HEIGHT / 2
    assert all(y - CARD_HEIGHT / 2 + 1e-9 >= 0 for _, y in layout.spots)
    assert all(y + CARD_HEIGHT / 2 <= layout.height + 1e-9 for _, y in layout.spots)


def test_the_same_graph_gets_the_same_layout():
    edges = random_edges(3)
    assert lay_out(40, edges) == lay_out(40, edges)


def test_a_tree_has_no_crossing_however_its_arguments_are_numbered():
    chance = random.Random(5)
    for _ in range(20):
        count = 31
        readers = {node: chance.randrange(node + 1, count) for node in range(count - 1)}
        assert lay_out(count, sorted(readers.items())).crossings == 0


def test_nothing_is_laid_out_as_nothing():
    assert lay_out(0, []).spots == ()
    assert lay_out(1, []).spots == ((CARD_WIDTH / 2, CARD_HEIGHT / 2),)


def test_what_is_folded_leaves_by_one_node_only():
    for seed in range(6):
        count = 200
        arguments = [[] for _ in range(count)]
        edges = random_edges(seed, count)
        unread = set(range(count - 1)) - {source for source, _ in edges}
        edges += [(node, count - 1) for node in sorted(unread)]
        for source, target in edges:
            arguments[target].append(source)
        parts = folded(arguments, [""] * count, 60)
        assert len(parts) <= 60
        home = {node: part for part in parts for node in part.members}
        assert sorted(home) == list(range(count))
        for source, target in edges:
            if home[source] is not home[target] and not home[source].leaves:
                assert home[source].exit == source

"""How long a graph takes to be laid out, beside one run of its formula by torch."""

import time

import pytest

from core.autograd.graph import graph_of, leaves_of, run_forward, scene_of
from core.autograd.graph_layout import lay_out
from core.autograd.graph_words import UNTOUCHED, GraphWish
from core.autograd.words import Subject
from tests.machine import slowness

NETWORK = (
    "f(w) = sum((sum(w_{20+k} tanh(w_k (j-3)/2 + w_{10+k}), k, 1, 10) - sin(j-3))^2, j, 1, 5), "
    "w in R^30"
)
LIMIT = 0.5  # seconds for the deepest formula of the gallery


def network():
    names = tuple(f"w_{k}" for k in range(1, 31))
    return Subject(NETWORK, (), names, tuple(0.7 + k / 100 for k in range(30)))


def chain(count):
    """A graph of so many nodes, two edges to most: each reads its neighbour and one far off."""
    return [(k - 1, k) for k in range(1, count)] + [(k // 2, k) for k in range(4, count)]


def test_the_network_is_recorded_folded_and_laid_out(benchmark):
    graph = benchmark.pedantic(graph_of, (GraphWish(network()),), rounds=5, warmup_rounds=1)
    scene = scene_of(network())
    began = time.perf_counter()
    run_forward(scene, leaves_of(scene), UNTOUCHED)
    run = time.perf_counter() - began
    benchmark.extra_info["nodes"] = graph.total
    benchmark.extra_info["times one forward run by torch"] = benchmark.stats["median"] / run
    assert benchmark.stats["median"] < LIMIT * slowness()


@pytest.mark.parametrize("count", [60, 150, 300])
def test_a_graph_without_folds_is_laid_out(benchmark, count):
    layout = benchmark.pedantic(lay_out, (count, chain(count)), rounds=3, warmup_rounds=1)
    benchmark.extra_info["crossings"] = layout.crossings
    assert benchmark.stats["median"] < LIMIT * slowness()

"""The computation graph against mpmath: values, gradients, and the chain rule on every edge."""

import json
import math
from collections import defaultdict

import pytest
from mpmath import mp

from core.autograd.graph import graph_of
from core.autograd.graph_play import EDGE, SEED, VALUE, beats
from core.autograd.graph_words import FOLDED, MOST_SHOWN, Graph, GraphWish, Touches
from core.autograd.words import Subject
from core.errors import InputError

from .test_ways import SOURCES, truth

EXACT = 1e-11
ALONE = {
    "SinBackward0": mp.sin, "CosBackward0": mp.cos, "TanBackward0": mp.tan, "ExpBackward0": mp.exp,
    "LogBackward0": mp.log, "SqrtBackward0": mp.sqrt, "TanhBackward0": mp.tanh,
    "SinhBackward0": mp.sinh, "CoshBackward0": mp.cosh, "AtanBackward0": mp.atan,
    "AsinBackward0": mp.asin, "AcosBackward0": mp.acos, "AsinhBackward0": mp.asinh,
    "AcoshBackward0": mp.acosh, "AtanhBackward0": mp.atanh, "ErfBackward0": mp.erf,
    "ErfcBackward0": mp.erfc, "NegBackward0": lambda x: -x, "Log1PBackward0": mp.log1p,
    "SigmoidBackward0": lambda x: 1 / (1 + mp.exp(-x)),
}  # fmt: skip


def graph(text, names=("x",), at=(1.0,), rest=None, others=(), **wished):
    found = graph_of(GraphWish(Subject(text, others, names, at, rest or {}), **wished))
    assert Graph.from_json(json.loads(json.dumps(found.to_json()))) == found
    return found


def by_formula(found):
    return {node.formula: node for node in found.nodes}


def assert_chain_rule(found):
    """What comes to a node is the sum of local derivative times gradient above, over its edges."""
    sums, known = defaultdict(float), defaultdict(lambda: True)
    for edge in found.edges:
        above = found.nodes[edge.target].gradient
        if edge.slope is None or above is None:
            known[edge.source] = found.nodes[edge.target].gradient is None or known[edge.source]
            known[edge.source] &= above is None
            continue
        sums[edge.source] += edge.slope * above
    checked = 0
    for place, node in enumerate(found.nodes[:-1]):
        if node.gradient is not None and known[place]:
            assert sums[place] == pytest.approx(node.gradient, rel=EXACT, abs=1e-13), node.title
            checked += 1
    return checked


@pytest.mark.parametrize(("text", "source", "x"), SOURCES, ids=[each[0] for each in SOURCES])
def test_every_number_of_the_graph_is_the_truth(text, source, x):
    found = graph(text, at=(x,))
    leaf, output = found.nodes[0], found.nodes[-1]
    assert output.value == pytest.approx(float(truth(source, x, 0)), rel=EXACT)
    assert output.gradient == 1
    assert leaf.gradient == pytest.approx(float(truth(source, x, 1)), rel=EXACT)
    assert assert_chain_rule(found) == len([n for n in found.nodes[:-1] if n.gradient is not None])
    for edge in found.edges:
        function = ALONE.get(found.nodes[edge.target].grad_fn)
        if function is not None and text != "sech x":
            with mp.workdps(50):
                inner = mp.mpf(found.nodes[edge.source].value)
                value, slope = function(inner), mp.diff(function, inner)
            assert found.nodes[edge.target].value == pytest.approx(float(value), rel=EXACT)
            assert edge.slope == pytest.approx(float(slope), rel=EXACT)


@pytest.mark.parametrize(("text", "source", "x"), SOURCES, ids=[each[0] for each in SOURCES])
def test_the_graph_of_the_derivative_has_its_value_and_its_derivative(text, source, x):
    found = graph(text, at=(x,), second=True)
    second = float(truth(source, x, 2))
    if not found.nodes:
        assert second == 0
        return
    output = found.nodes[-1]
    if output.value is not None:
        assert output.value == pytest.approx(float(truth(source, x, 1)), rel=EXACT)
    leaf = next(node for node in found.nodes if node.grad_fn == "AccumulateGrad")
    assert leaf.gradient == pytest.approx(second, rel=1e-9, abs=1e-12)
    assert_chain_rule(found)


def test_the_tutorial_reads_as_it_is_taught():
    found = graph("x^3 + sin x")
    assert [node.title for node in found.nodes] == ["x", "x³", "sin", "+"]
    assert [node.formula for node in found.nodes] == ["x", "x^3", "sin x", "x^3 + sin x"]
    assert [node.grad_fn for node in found.nodes] == [
        "", "PowBackward0", "SinBackward0", "AddBackward0"
    ]
    assert [node.is_leaf for node in found.nodes] == [True, False, False, False]
    assert {(e.source, e.target): round(e.slope, 4) for e in found.edges} == {
        (0, 1): 3.0, (0, 2): 0.5403, (1, 3): 1.0, (2, 3): 1.0,
    }  # fmt: skip
    assert found.crossings == 0


def test_a_node_knows_every_place_where_it_is_typed():
    text = "a x^3 + sin(b x) - x sin(b x)"
    nodes = by_formula(graph(text, rest={"a": 0.1, "b": 1.5}))
    assert [text[i:j] for i, j in nodes["x"].spans] == ["x"] * 4
    assert len(nodes["sin(b x)"].spans) == 2
    assert [text[i:j] for i, j in nodes["a x^3 + sin(b x)"].spans] == ["a x^3 + sin(b x)"]
    assert nodes["a"].kind == "slider"


def test_what_is_typed_in_another_row_has_no_place_here():
    text = "g(x)^2 + x"
    found = graph(text, others=("g(x) = x sin x",))
    inner = next(node for node in found.nodes if node.title == "sin")
    assert inner.spans == ()
    assert inner.formula == "sin(x)"
    assert by_formula(found)["g(x)"].spans == ((0, 4),)


def test_relu_is_one_operation_with_the_convention_of_torch():
    found = graph("relu(x)", at=(0.0,))
    assert found.nodes[-1].grad_fn == "ReluBackward0"
    assert found.edges[0].slope == 0


def test_a_condition_has_no_derivative():
    found = graph("{x < 0: 0, x^2}", at=(2.0,))
    condition = next(node for node in found.nodes if node.title == "< 0")
    assert (condition.requires_grad, condition.gradient) == (False, None)
    assert found.nodes[0].gradient == 4
    assert any(edge.slope is None for edge in found.edges)


def test_a_slider_without_requires_grad_gets_no_gradient():
    rest = {"a": 2.0}
    nodes = by_formula(graph("a x^2", at=(3.0,), rest=rest, touches=Touches(held=("a",))))
    assert (nodes["a"].requires_grad, nodes["a"].gradient) == (False, None)
    assert nodes["x"].gradient == 12
    assert by_formula(graph("a x^2", at=(3.0,), rest=rest))["a"].gradient == 9


def test_without_any_leaf_that_requires_grad_torch_says_so():
    found = graph("x^2", touches=Touches(held=("x",)))
    assert "does not require grad" in found.note
    assert found.hint
    assert [node.value for node in found.nodes] == [1.0, 1.0]


def test_what_is_detached_stops_the_gradient():
    whole = graph("x^3 + sin x")
    key = whole.nodes[2].key
    found = graph("x^3 + sin x", touches=Touches(cut=(key,)))
    nodes = by_formula(found)
    assert nodes["sin x"].cut
    assert nodes["sin x"].gradient is None
    assert nodes["sin x"].value == math.sin(1)
    assert nodes["x"].gradient == 3


def test_retain_grad_is_seen_on_the_node():
    key = graph("x^3 + sin x").nodes[1].key
    nodes = by_formula(graph("x^3 + sin x", touches=Touches(kept=(key,))))
    assert nodes["x^3"].retains_grad
    assert not nodes["sin x"].retains_grad


def test_one_component_of_a_map_and_one_variable_are_chosen():
    names, at = ("x", "y"), (2.0, 0.5)
    found = graph("F(x, y) = [x cos y, x sin y]", names, at, entry=1)
    assert found.components == 2
    assert found.nodes[-1].value == pytest.approx(2 * math.sin(0.5), rel=EXACT)
    second = graph("F(x, y) = [x cos y, x sin y]", names, at, entry=1, second=True, by=1)
    assert second.what == "∂F₂/∂y"
    assert second.nodes[-1].value == pytest.approx(2 * math.cos(0.5), rel=EXACT)


def test_a_derivative_that_is_a_number_has_no_graph():
    found = graph("3x + 1", second=True)
    assert found.nodes == ()
    assert found.note.startswith("The derivative is 3 ")


def test_the_nodes_of_the_second_graph_say_where_they_come_from():
    text = "x^3 + sin x"
    found = graph(text, second=True)
    cosine = next(node for node in found.nodes if node.grad_fn == "CosBackward0")
    assert cosine.value == math.cos(1)
    assert cosine.origin == "sin x"
    assert [text[i:j] for i, j in cosine.spans] == ["sin x"]


def test_long_formulas_are_folded_and_open_by_their_key():
    names = tuple(f"x_{k}" for k in range(1, 41))
    at = tuple(1 + k / 100 for k in range(40))
    text = "sum(x_i^2 sin(x_{i+1}) + x_i, i, 1, 39), x in R^40"
    found = graph(text, names, at)
    assert found.total > 150
    assert len(found.nodes) <= MOST_SHOWN
    assert_chain_rule(found)
    part = next(node for node in found.nodes if node.kind == FOLDED and "steps" in node.title)
    opened = graph(text, names, at, touches=Touches(opened=(part.key,)))
    assert len(opened.nodes) > len(found.nodes)
    assert all(node.kind != FOLDED for node in opened.nodes if node.key == part.key)
    assert_chain_rule(opened)


def test_a_long_sum_is_one_node_with_its_terms_as_typed():
    text = " + ".join(f"sin({k}x)" for k in range(1, 41))
    found = graph(text)
    last = found.nodes[-1]
    assert last.title.startswith("+ ")
    assert last.kind == FOLDED
    assert found.nodes[0].gradient == pytest.approx(sum(k * math.cos(k) for k in range(1, 41)))
    assert_chain_rule(found)


def test_a_formula_that_cannot_be_read_is_one_sentence():
    with pytest.raises(InputError):
        graph("x +")


def test_the_play_goes_forward_then_back_edge_by_edge():
    found = graph("x^3 + sin x")
    steps = beats(found)
    assert [beat.kind for beat in steps] == [VALUE] * 4 + [SEED] + [EDGE] * 4
    assert steps[5].sentence == (
        "From x^3 + sin x to x^3: local derivative 1 × gradient above 1 = 1."
    )
    last = steps[-1]
    assert last.gradient == pytest.approx(found.nodes[0].gradient, rel=EXACT)
    assert "with the 0.540302 from before" in last.sentence or "with the 3 from before" in last.sentence


def test_the_play_comes_to_the_gradients_of_torch():
    for text in ("(x+1)(x+2)", "x sin(1/x)", "e^(-x^2) cos(3x)"):
        found = graph(text, at=(0.7,))
        come = {}
        for beat in beats(found):
            if beat.gradient is not None:
                come[beat.node] = beat.gradient
        for place, node in enumerate(found.nodes):
            assert come[place] == pytest.approx(node.gradient, rel=EXACT)


def test_the_weights_of_a_layer_are_one_node_until_they_are_opened():
    names = tuple(f"w_{k}" for k in range(1, 31))
    text = "sum((sum(w_{20+k} tanh(w_k (j-3)/2 + w_{10+k}), k, 1, 10) - sin(j-3))^2, j, 1, 5), w in R^30"
    at = tuple(0.7 + k / 100 for k in range(30))
    found = graph(text, names, at)
    leaves = found.nodes[0]
    assert leaves.title.endswith(" leaves")
    assert leaves.is_leaf
    assert leaves.steps > 20
    assert found.crossings < 60
    opened = graph(text, names, at, touches=Touches(opened=(leaves.key,)))
    assert sum(node.kind == "variable" for node in opened.nodes) > 20
    assert_chain_rule(found)
    assert_chain_rule(opened)
    assert [beat for beat in beats(found) if beat.kind == EDGE]

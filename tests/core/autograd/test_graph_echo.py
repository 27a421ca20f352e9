"""The part of a node in the typeset row: marked where marks do not change how it is set."""

import pytest

from core.autograd.graph import graph_of
from core.autograd.graph_echo import unmarked, with_echoes
from core.autograd.graph_words import GraphWish
from core.autograd.subject import definition_of
from core.autograd.words import Subject
from core.language import latex
from core.language.typeset import MARK_BEGINS, MARK_ENDS

FORMULAS = [
    ("a x^3 + sin(b x)", ("x",), (1.0,)), ("f(x) = sin^2 x / (1 + x)", ("x",), (1.0,)),
    ("exp(-x^2 - y^2) sin(2x)", ("x", "y"), (1.0, 2.0)), ("sqrt(|x| + 1)^3 - 2x", ("x",), (0.5,)),
    ("-(x + 1)(x - 2)", ("x",), (0.5,)), ("x^y^2", ("x", "y"), (1.5, 0.5)),
    ("max(x, 1 - x)", ("x",), (0.25,)), ("{x > 0: sqrt x, 0}", ("x",), (2.0,)),
]  # fmt: skip


def lit(part):
    return MARK_BEGINS + part + MARK_ENDS


def echoed(text, names, at):
    subject = Subject(text, (), names, at)
    return with_echoes(graph_of(GraphWish(subject)), definition_of(subject)), definition_of(subject)


@pytest.mark.parametrize(("text", "names", "at"), FORMULAS)
def test_marks_change_nothing_of_how_it_is_set(text, names, at):
    graph, definition = echoed(text, names, at)
    marked = [node.echo for node in graph.nodes if node.echo]
    assert marked
    assert {unmarked(each) for each in marked} == {latex(definition)}


def test_each_node_marks_its_own_part():
    graph, _ = echoed("a x^3 + sin(b x)", ("x",), (1.0,))
    marks = {node.formula: node.echo for node in graph.nodes}
    assert marks["sin(b x)"] == r"a\,x^{3} + " + lit(r"\sin(b\,x)")
    assert marks["b x"] == r"a\,x^{3} + \sin(" + lit(r"b\,x") + ")"
    assert marks["x"].count(lit("x")) == 2


def test_what_is_typed_in_another_row_is_marked_nowhere():
    subject = Subject("g(x) + x", ("g(x) = x^2",), ("x",), (2.0,))
    graph = with_echoes(graph_of(GraphWish(subject)), definition_of(subject))
    square = next(node for node in graph.nodes if node.title == "x²")
    assert not square.spans or unmarked(square.echo) == latex(definition_of(subject))

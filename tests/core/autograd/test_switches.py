"""The switches of autograd: the lines that are run, the numbers they leave, torch's own words."""

import json

import pytest

from core.autograd.graph import graph_of
from core.autograd.graph_words import GraphWish, Touches
from core.autograd.switch_words import AGAIN, Script, Switches, SwitchesWish
from core.autograd.switches import script_of
from core.autograd.words import Subject

TUTORIAL = Subject("x^3 + sin x", (), ("x",), (1.0,))
PLANE = Subject("z(x, y) = x^2 y", (), ("x", "y"), (2.0, 3.0))


def run(subject, held=(), kept=(), cut=(), **switched):
    wish = SwitchesWish(subject, Switches(**switched), 0, Touches(held, kept, cut))
    script = script_of(wish)
    assert Script.from_json(json.loads(json.dumps(script.to_json()))) == script
    return script.lines


def key_of(subject, formula):
    return next(node.key for node in graph_of(GraphWish(subject)).nodes if node.formula == formula)


def test_two_passes_with_the_gradient_cleared_give_the_second_derivative():
    lines = run(TUTORIAL)
    assert [line.code for line in lines] == [
        "x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)",
        "y = f(x)  # x^3 + sin x",
        "y.backward(create_graph=True)",
        "g = x.grad",
        "x.grad = None",
        "g.backward()",
    ]
    assert lines[2].result == "x.grad = 3.54030230587"
    assert lines[5].result == "x.grad = 5.15852901519"


def test_without_clearing_eighteen_stands_where_six_is_right():
    assert run(PLANE, clear=True)[-1].result.startswith("x.grad = 6,")
    last = run(PLANE, clear=False)[-1]
    assert last.result.startswith("x.grad = 18,")
    assert last.note == "backward() adds to .grad: 12 + 6 = 18."


def test_the_graph_is_freed_unless_it_is_kept():
    last = run(TUTORIAL, create_graph=False, second=AGAIN)[-1]
    assert last.code == "y.backward()"
    assert last.error.startswith("RuntimeError: Trying to backward through the graph a second time")
    assert "retain_graph" in last.note
    last = run(TUTORIAL, create_graph=False, second=AGAIN, retain_graph=True)[-1]
    assert (last.error, last.result) == ("", "x.grad = 3.54030230587")


def test_without_create_graph_the_gradient_has_no_graph():
    last = run(TUTORIAL, create_graph=False)[-1]
    assert last.error == (
        "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn"
    )
    assert "create_graph" in last.note


def test_a_leaf_is_not_updated_in_place_and_nothing_is_run_after_that():
    lines = run(TUTORIAL, in_place="plain")
    assert lines[-1].code == "x += 0.1"
    assert "a leaf Variable that requires grad" in lines[-1].error
    assert "no_grad" in lines[-1].note
    lines = run(TUTORIAL, in_place="no_grad")
    assert lines[-2].result == "x = 1.1"
    assert "modified by an inplace operation" in lines[-1].error


def test_an_update_that_nothing_has_saved_is_harmless():
    subject = Subject("3x + 1", (), ("x",), (1.0,))
    lines = run(subject, in_place="no_grad", second="", create_graph=False)
    assert (lines[-1].error, lines[-1].result) == ("", "x.grad = 3")


def test_an_inner_node_keeps_its_gradient_when_asked():
    lines = run(TUTORIAL, kept=(key_of(TUTORIAL, "sin x"),), second="")
    assert "u1.retain_grad()  # u1 is sin x" in [line.code for line in lines]
    assert lines[-1].result == "x.grad = 3.54030230587, u1.grad = 1"


def test_a_detached_node_stops_the_gradient_and_has_none_to_keep():
    key = key_of(TUTORIAL, "sin x")
    assert run(TUTORIAL, cut=(key,), second="")[-1].result == "x.grad = 3"
    last = run(TUTORIAL, cut=(key,), kept=(key,))[-1]
    assert "can't retain_grad" in last.error
    assert "detach" in last.note


def test_a_leaf_that_requires_nothing_has_none():
    subject = Subject("a x^2", (), ("x",), (3.0,), {"a": 2.0})
    last = run(subject, held=("a",), second="")[-1]
    assert last.result == "x.grad = 12, a.grad = None"
    assert "does not require grad" in run(TUTORIAL, held=("x",))[-1].error


@pytest.mark.parametrize("single", [False, True])
def test_the_precision_is_that_of_the_tensors(single):
    lines = run(TUTORIAL, single=single)
    assert ("float32" in lines[0].code) == single
    digits = lines[-1].result.removeprefix("x.grad = ")
    assert digits == ("5.1585293" if single else "5.15852901519")


def test_many_leaves_are_not_all_written_out():
    names = tuple(f"x_{k}" for k in range(1, 31))
    lines = run(Subject("norm(x)^2, x in R^30", (), names, (1.0,) * 30))
    assert lines[4].code == "# and 26 more leaves like these"
    assert lines[-1].result == "x_1.grad = 2, x_2.grad = None, x_3.grad = None, x_4.grad = None"

"""Checking: the routes are said one after the other, nothing twice, and it can be stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.agreement import AUTOGRAD, MOST, SERIES, SYMBOLIC
from core.calculus.program import Cancelled
from core.checking import Checker
from core.document import Document, Viewport, with_new_formula, with_point
from core.evaluate import Evaluator


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    yield made
    made.close()


def never():
    return False


def document(*texts, **point):
    made = Document()
    for text in texts:
        made = with_new_formula(made, text)
    for name, value in point.items():
        made = with_point(made, name, value)
    return replace(made, active=1)


def checked(evaluator, made, **several):
    made = replace(made, several=replace(made.several, **several))
    frame = evaluator.frame(made, Viewport())
    said = []
    evaluator.check(said.append, never)
    return frame, said


def routes(check, name):
    return [route.name for route in check.numbers[name].routes]


def test_first_two_routes_then_all_three(evaluator):
    frame, said = checked(evaluator, document("x^3 + sin(x)", x=1.5))
    assert [routes(each, "derivative 2") for each in said] == [
        [AUTOGRAD, SERIES], [AUTOGRAD, SYMBOLIC, SERIES],
    ]  # fmt: skip
    assert all(each.about is frame.point for each in said)
    assert said[-1].numbers["derivative 2"].digits == MOST


def test_nothing_is_said_twice_and_nothing_of_a_draft(evaluator):
    made = document("cos x", x=0.25)
    checked(evaluator, made)
    _, again = checked(evaluator, made)
    assert again == []
    evaluator.frame(with_point(made, "x", 0.5), Viewport(), draft=True)
    said = []
    evaluator.check(said.append, never)
    assert said == []


def test_what_is_stopped_is_checked_when_there_is_rest_again(evaluator):
    made = document("sin(x) e^x", x=0.75)
    evaluator.frame(made, Viewport())
    said = []
    evaluator.check(said.append, lambda: True)
    assert not any(SYMBOLIC in routes(each, "derivative 1") for each in said)
    said.clear()
    evaluator.check(said.append, never)
    assert len(said) == 2


def test_other_rows_are_known_to_every_route(evaluator):
    _, said = checked(evaluator, document("f(x) = g(x)^2", "g(x) = x^3 + a", x=0.5))
    assert routes(said[-1], "derivative 1") == [AUTOGRAD, SYMBOLIC, SERIES]
    assert said[-1].numbers["derivative 1"].digits == MOST


def test_a_function_without_a_closed_form_has_two_routes(evaluator):
    _, said = checked(evaluator, document("gamma(x) + floor(x)", x=1.3))
    assert len(said) == 1
    assert routes(said[0], "derivative 1") == [AUTOGRAD, SERIES]


@pytest.mark.parametrize(
    ("text", "choice", "part", "name"),
    [
        ("f(x, y) = x^2 y", {"view": "field"}, "spot", "hessian 0 1"),
        ("f(x, y, z) = x y z", {"space_view": "matrix"}, "space", "eigenvalue 2"),
        ("f(x, y, z) = x y z^2", {"space_view": "plane"}, "spot", "gradient 1"),
        ("F(x, y) = [x y, x - y]", {}, "map", "jacobian 1 0"),
    ],
)
def test_each_kind_of_point_is_checked(evaluator, text, choice, part, name):
    frame, said = checked(evaluator, document(text), **choice)
    about = frame.plane.spot if part == "spot" else getattr(frame, part)
    assert said[-1].about is about
    assert said[-1].numbers[name].digits == MOST


def test_a_formula_that_cannot_be_read_is_not_checked():
    evaluator = Evaluator()
    evaluator.load_derivatives()
    evaluator.frame(document("x^2"), Viewport())
    _, said = checked(evaluator, document("x^2 +"))
    evaluator.close()
    assert said == []


def test_the_variation_table_is_checked_with_the_point(evaluator):
    made = replace(document("x^3 - 2x", x=0.125), view="table", landmarks=True)
    frame, said = checked(evaluator, made)
    assert frame.table is not None
    inner = [k for k, order in enumerate(frame.table.vanishing) if order]
    assert len(inner) == 3  # two extrema and the inflection
    assert min(said[-1].numbers[f"place {k}"].digits for k in inner) >= 12
    assert said[-1].numbers[f"course {inner[0]}"].digits >= 12


class Stubborn:
    """A SymPy that never answers."""

    def __init__(self):
        self.asked = 0

    def start(self):
        pass

    def numbers(self, *asked):
        self.asked += 1
        return

    def close(self):
        pass


def test_a_text_that_sympy_is_slow_with_is_not_asked_again(evaluator):
    made = document("x^5", x=0.1)
    frame = evaluator.frame(made, Viewport())
    checker = Checker(Stubborn())
    from core.checking import question_of

    asked = question_of(frame, evaluator._reads(made), evaluator._kept)
    said = []
    checker.check(asked, said.append, never)
    checker.check(asked, said.append, never)
    assert checker._symbolic.asked == 1
    assert len(said) == 2


def test_stopping_leaves_through_cancelled(evaluator):
    made = document("sin(sin(sin(x)))", x=0.6)
    frame = evaluator.frame(made, Viewport())
    from core.checking import question_of

    asked = question_of(frame, evaluator._reads(made), evaluator._kept)
    with pytest.raises(Cancelled):
        evaluator._checker.check(asked, lambda check: None, lambda: True)

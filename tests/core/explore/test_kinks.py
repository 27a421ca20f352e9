"""Kinks along a curve: kind, place, both sides, marks on f, f', f'', and what plain torch returns."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from mpmath import mp

from core.calculus.torch_plain import plain_derivatives
from core.document import Viewport, first_document, with_formula
from core.evaluate import Evaluator
from core.explore.kinks import kink_at
from core.frame import Kind
from core.function import read

INF = math.inf
VIEW = (-5.0, 5.0)


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def frame_of(evaluator, text, view=VIEW, shown=(0, 1, 2), **more):
    document = with_formula(first_document(), 1, text=text, shown=shown)
    return evaluator.frame(document, Viewport(*view), **more)


def kinks_of(evaluator, text, view=VIEW):
    (search,) = frame_of(evaluator, text, view).searches
    return search.kinks


SINGLE = [
    ("|x|", "corner", 0, 0, (0, -1, 0), (0, 1, 0)),
    ("relu x", "corner", 0, 0, (0, 0, 0), (0, 1, 0)),
    ("min(x, 2 - x)", "corner", 1, 1, (1, 1, 0), (1, -1, 0)),
    ("sqrt|x|", "cusp", 0, 0, (0, -INF, -INF), (0, INF, -INF)),
    ("x^(2/3)", "cusp", 0, 0, (0, -INF, -INF), (0, INF, -INF)),
    ("cbrt x", "vertical tangent", 0, 0, (0, INF, INF), (0, INF, -INF)),
    ("sqrt x", "edge of the domain", 0, 0, (None,) * 3, (0, INF, -INF)),
    ("x^1.5", "edge of the domain", 0, 0, (None,) * 3, (0, 0, INF)),
    ("x^x", "edge of the domain", 0, 1, (None,) * 3, (1, -INF, INF)),
    ("x ln x", "edge of the domain", 0, None, (None,) * 3, (0, -INF, INF)),
    ("ln x", "pole", 0, None, (None,) * 3, (-INF, INF, -INF)),
    ("1/x", "pole", 0, None, (-INF, -INF, -INF), (INF, -INF, INF)),
    ("1/(x-1)^2", "pole", 1, None, (INF, INF, INF), (INF, -INF, INF)),
    ("sin(x)/x", "hole", 0, None, (1, 0, -1 / 3), (1, 0, -1 / 3)),
    ("(x^2-1)/(x-1)", "hole", 1, None, (2, 1, 0), (2, 1, 0)),
    ("atan(1/x)", "jump", 0, None, (-math.pi / 2, -1, 0), (math.pi / 2, -1, 0)),
    ("sign x", "jump", 0, 0, (-1, 0, 0), (1, 0, 0)),
    ("{x < 0: 0, x^2}", "jump of f″", 0, 0, (0, 0, 0), (0, 0, 2)),
    ("x|x|", "jump of f″", 0, 0, (0, 0, -2), (0, 0, 2)),
    ("|x|^1.5", "jump of f″", 0, 0, (0, 0, INF), (0, 0, INF)),
    ("x^2 ln|x|", "hole", 0, None, (0, 0, -INF), (0, 0, -INF)),
    ("e^(-1/x^2)", "hole", 0, None, (0, 0, 0), (0, 0, 0)),
    ("1/(1 + e^(1/x))", "jump", 0, None, (1, 0, 0), (0, None, None)),
    ("x^2 sin(1/x)", "hole", 0, None, (0, None, None), (0, None, None)),
]


@pytest.mark.parametrize(("text", "kind", "x", "value", "left", "right"), SINGLE)
def test_a_kink_has_its_kind_its_place_and_both_sides(
    evaluator, text, kind, x, value, left, right
):
    view = (-1.0, 1.0) if "sin(1/x)" in text else VIEW
    (kink,) = kinks_of(evaluator, text, view)
    assert (kink.kind.value, kink.x, kink.value) == (kind, x, value)
    for got, expected in zip((*kink.left, *kink.right), (*left, *right), strict=True):
        assert got == (expected if expected is None else pytest.approx(expected, rel=1e-14))
    assert kink.note


@pytest.mark.parametrize("text", ["|x|^3", "sqrt(x^4)", "{x = 0: 1, sin(x)/x}", "x^2", "cbrt(x)^3"])
def test_what_is_smooth_after_all_is_no_kink_and_has_no_gap(evaluator, text):
    frame = frame_of(evaluator, text)
    assert frame.searches[0].kinks == ()
    assert frame.ends == ()
    assert all(np.isfinite(curve.y).all() for curve in frame.curves)


def test_kinks_stand_at_the_float_nearest_to_fifty_digits(evaluator):
    with mp.workdps(50):
        truth = [float(k * mp.pi) for k in range(-6, 7)]
        fixed = float(mp.findroot(lambda x: mp.cos(x) - x, 0.7))
    found = kinks_of(evaluator, "|sin x|", (-20.0, 20.0))
    assert [kink.x for kink in found] == truth
    assert all((kink.left[1], kink.right[1]) == (-1, 1) for kink in found)
    assert [kink.x for kink in kinks_of(evaluator, "|cos x - x|")] == [fixed]
    assert [kink.x for kink in kinks_of(evaluator, "|x^2 - 2|")] == [-math.sqrt(2), math.sqrt(2)]


def test_a_corner_is_open_circles_on_its_derivatives(evaluator):
    ends = frame_of(evaluator, "|x|").ends
    assert {(end.order, end.y, end.closed) for end in ends} == {
        (1, -1, False), (1, 1, False), (2, 0, False),
    }  # fmt: skip


def test_an_edge_is_a_closed_circle_and_an_asymptote_of_the_slope(evaluator):
    frame = frame_of(evaluator, "sqrt x")
    assert [(end.order, end.x, end.y, end.closed) for end in frame.ends] == [(0, 0, 0, True)]
    assert sorted(line.order for line in frame.asymptotes) == [1, 2]


def test_a_hole_is_open_on_all_orders(evaluator):
    ends = frame_of(evaluator, "sin(x)/x").ends
    assert [(end.order, end.closed) for end in ends] == [(0, False), (1, False), (2, False)]
    assert [end.y for end in ends] == pytest.approx([1, 0, -1 / 3], abs=1e-15)


def test_circles_are_those_of_the_orders_that_are_shown(evaluator):
    frame = frame_of(evaluator, "|x|", shown=(0, 1))
    assert {end.order for end in frame.ends} == {1}


def test_a_draft_looks_at_nothing_exactly(evaluator, monkeypatch):
    monkeypatch.setattr("core.explore.drawing.kinks", None)
    frame = frame_of(evaluator, "floor(x) + |x|", (-3.3, 3.1), draft=True)
    assert {end.order for end in frame.ends} == {0}
    assert frame.searches == ()


def test_many_kinks_are_found_or_it_is_said_that_there_are_more(evaluator):
    (search,) = frame_of(evaluator, "|sin x|", (-100.0, 100.0), (0,)).searches
    assert len(search.kinks) == 63 or search.crowded
    frame = frame_of(evaluator, "|sin x|", (-5000.0, 5000.0), (0,))
    assert "faster than the pixels" in frame.rows[0].note


@pytest.mark.parametrize("turns", [1, 11, 19, 31, 1_000, 123_457])
def test_a_corner_far_out_is_one_to_all_its_digits(turns):
    program = read("|sin x|").program
    place = turns * math.pi
    owner = next((k, 0) for k, step in enumerate(program.steps) if step.op == "abs")
    kink, values = kink_at(1, program, (), place, 1e-3, owner)
    assert kink.kind is Kind.CORNER
    assert (kink.left[1], kink.right[1]) == (-1, 1)
    assert values[0] == 0


def plainly(function, x):
    variable = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(function(variable), variable)
    return float(slope)


ZERO = torch.tensor(0.0, dtype=torch.float64)
PLAIN = [
    ("relu x", 0, torch.relu),
    ("max(x, 0)", 0, lambda x: torch.maximum(x, ZERO)),
    ("clamp(x, 0, 1)", 0, lambda x: torch.clamp(x, 0, 1)),
    ("clamp(x, 0, 1)", 1, lambda x: torch.clamp(x, 0, 1)),
    ("|x|", 0, torch.abs),
    ("sqrt(x^2)", 0, lambda x: torch.sqrt(x**2)),
    ("x^0.5", 0, lambda x: x**0.5),
    ("floor x", 1, torch.floor),
    ("where(x > 0, x ln x, 0)", 0, lambda x: torch.where(x > 0, x * torch.log(x), ZERO)),
    ("min(x, -x)", 0, lambda x: torch.minimum(x, -x)),
]


@pytest.mark.parametrize(("text", "x", "function"), PLAIN)
def test_what_autograd_returns_is_what_plain_torch_returns(text, x, function):
    (_, slope) = plain_derivatives(read(text, ["x"]).program, x, (), 1)
    assert slope == pytest.approx(plainly(function, x), nan_ok=True)


def test_the_word_names_the_convention(evaluator):
    (kink,) = kinks_of(evaluator, "relu x")
    assert kink.autograd == "autograd returns f′ = 0 (the convention of relu)"
    (kink,) = kinks_of(evaluator, "max(x, 0)")
    assert kink.autograd == "autograd returns f′ = 0.5 (the convention of maximum)"
    (kink,) = kinks_of(evaluator, "{x < 0: 0, x^2}")
    assert kink.autograd == "autograd returns f″ = 2 (of the branch that is taken)"

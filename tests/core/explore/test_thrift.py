"""What a draft can afford: costly formulas get fewer samples, of the same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from core.document import Document, Viewport, with_new_formula
from core.evaluate import Evaluator
from core.explore import thrift
from core.explore.thrift import FEWEST, Afforded, afforded, weight
from core.readings import read_rows

VIEW = Viewport(-3.0, 3.0, -5.0, 5.0, 400, 300)
GRID = np.linspace(0.0, 1.0, 200)
NESTED = "sum(sum(sin(k j x), k, 1, 300), j, 1, 300)"


def program_of(text):
    return read_rows([(1, text)])[1].program


@pytest.fixture
def costs(monkeypatch):
    """A clock that the work moves: seconds of a call and of each point, by order."""
    now, table = [0.0], {}
    monkeypatch.setattr(thrift.time, "thread_time", lambda: now[0])

    def rows_at(x, order):
        call, point = table[order]
        now[0] += call + point * len(x)
        return np.zeros((order + 1, len(x)))

    table["rows"] = rows_at
    return table


def test_the_terms_of_sums_multiply():
    assert weight(program_of("x^2 + sin x")) < 10
    assert weight(program_of(NESTED)) > 90_000
    assert weight(program_of("sum(x^k, k, 1, n)")) > thrift.LIGHT


def test_short_formulas_are_not_timed(costs):
    assert afforded(program_of("sin x"), GRID, 2, 0, 0.5, costs["rows"]) == Afforded(2)
    assert afforded(program_of("sin x"), GRID, 2, 0, 0.002, costs["rows"]) == Afforded(0)
    assert afforded(program_of("sin x"), GRID, 2, 1, 0.002, costs["rows"]) == Afforded(2)


def test_what_is_long_but_cheap_gets_everything(costs):
    costs |= {0: (0.0001, 1e-6), 2: (0.001, 1e-5)}
    assert afforded(program_of(NESTED), GRID, 2, 0, 0.5, costs["rows"]) == Afforded(2)


def test_derivatives_that_only_judge_the_density_are_left_out_first(costs):
    costs |= {0: (0.0, 1e-3), 2: (0.0, 1e-2)}
    assert afforded(program_of(NESTED), GRID, 2, 0, 0.5, costs["rows"]).order == 0
    assert afforded(program_of(NESTED), GRID, 2, 1, 0.5, costs["rows"]) == Afforded(2, 50)


def test_points_are_as_many_as_fit_and_never_too_few(costs):
    costs |= {0: (0.0, 5e-3)}
    can = afforded(program_of(NESTED), GRID, 2, 0, 0.5, costs["rows"])
    assert can.points == pytest.approx(100, abs=1)
    costs |= {0: (0.0, 1.0)}
    assert afforded(program_of(NESTED), GRID, 2, 0, 0.5, costs["rows"]).points == FEWEST


def test_a_costly_draft_has_fewer_samples_of_the_same_numbers(monkeypatch):
    monkeypatch.setattr(thrift._Cost, "points", lambda self, seconds: 30)
    evaluator = Evaluator()
    evaluator.load_derivatives()
    frame = evaluator.frame(with_new_formula(Document(), "sum(sin(k x)/k, k, 1, 500)"), VIEW, draft=True)
    (curve,) = frame.curves
    assert len(curve.x) <= 33
    k = np.arange(1, 501)[:, None]
    assert curve.y == pytest.approx((np.sin(k * curve.x) / k).sum(axis=0), abs=1e-12)

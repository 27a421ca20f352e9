"""Samples: broken where the curve is, beginning where it begins, right at every sample."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from core.calculus.derivatives import derivatives
from core.explore.heights import fitted
from core.explore.sampling import Canvas, sample
from core.function import read


def samples(text, low, high, shown=(0, 1, 2), width=400, differentiate=derivatives, rest=()):
    program = read(text, ["x"]).program
    return sample(program, rest, Canvas(low, high, width, 300), shown, differentiate)


def is_broken(x, y, place):
    """True when no line joins what lies left of a place with what lies right of it."""
    finite = np.isfinite(y)
    before, after = np.flatnonzero(finite & (x < place)), np.flatnonzero(finite & (x > place))
    if not len(before) or not len(after):
        return True
    return bool((~finite[before[-1] : after[0] + 1]).any())


BREAKS = [
    ("tan x", -5, 5, np.pi * np.array([-1.5, -0.5, 0.5, 1.5])),
    ("cot x", -4, 4, np.pi * np.array([-1, 0, 1])),
    ("1/x", -3, 3, [0]),
    ("1/x^2", -1, 2, [0]),
    ("1/x^3", -1, 1, [0]),
    ("1/(x^2 - 2)", -3, 3, [-np.sqrt(2), np.sqrt(2)]),
    ("floor x", -3.5, 3.5, range(-3, 4)),
    ("ceil(2x)", -0.9, 0.9, [-0.5, 0, 0.5]),
    ("sign x", -1, 1, [0]),
    ("mod(x, 2)", -3, 3, [-2, 0, 2]),
    ("round x", -1, 1, [-0.5, 0.5]),
    ("{x < 1: x, x + 1}", 0, 2, [1]),
    ("{x <= 0: 0, 1}", -1, 1, [0]),
    ("gamma(x)", -3.5, 2, [-3, -2, -1, 0]),
    ("atan(1/x)", -1, 1, [0]),
    ("1/(1 + exp(1/x))", -1, 1, [0]),
    ("ln |x|", -1, 1, [0]),
    ("x^(-1/3)", -1, 1, [0]),
    ("1/(x - 1) + floor x", 0.5, 2.5, [1, 2]),
]


@pytest.mark.parametrize(("text", "low", "high", "places"), BREAKS)
def test_there_is_no_vertical_join(text, low, high, places):
    found = samples(text, low, high)
    for place in places:
        assert is_broken(found.x, found.rows[0], place), place


@pytest.mark.parametrize(("text", "low", "high", "places"), BREAKS)
def test_both_sides_of_a_break_are_sampled_close_to_it(text, low, high, places):
    found = samples(text, low, high)
    finite = found.x[np.isfinite(found.rows[0])]
    for place in places:
        away = finite - place
        pixel = (high - low) / 400
        assert away[away > 0].min() < pixel / 100
        assert -away[away < 0].max() < pixel / 100


def test_nothing_but_the_breaks_is_broken():
    for text, low, high, places in BREAKS:
        found = samples(text, low, high, (0,))
        assert np.count_nonzero(~np.isfinite(found.rows[0])) <= len(list(places)), text


SMOOTH = [
    ("x^3 - 2x", -3, 3), ("sin(9x)", -5, 5), ("|x|", -2, 2), ("max(x, x^2)", -2, 2),
    ("cbrt x", -1, 1), ("x^(2/3)", -1, 1), ("x^(1/5)", -1, 1), ("sqrt(x^2)", -1, 1),
    ("sinc x", -9, 9), ("x |x|", -1, 1),
    ("{x < 0: 0, x^2}", -1, 1), ("(x^2 - 1)/(x - 1)", -2, 2), ("sin(x)/x", -9, 9),
    ("e^(-1/x^2)", -1, 1), ("tanh(50x)", -1, 1), ("1/(1 + 100x^2)", -1, 1), ("3", -1, 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), SMOOTH, ids=[each[0] for each in SMOOTH])
def test_a_curve_that_goes_on_is_not_broken(text, low, high):
    found = samples(text, low, high)
    assert np.isfinite(found.rows[0]).all()


def test_a_corner_breaks_the_derivative_alone():
    found = samples("|x|", -2, 2)
    assert np.isfinite(found.rows[0]).all()
    assert is_broken(found.x, found.rows[1], 0)
    finite = np.isfinite(found.rows[1])
    assert set(found.rows[1][finite]) == {-1.0, 1.0}
    assert np.abs(found.rows[0]).min() < 1e-4


@pytest.mark.parametrize(("text", "place", "limits"), [
    ("sin(x)/x", 0, (1, 0)), ("(x^2 - 1)/(x - 1)", 1, (2,)),
    ("cbrt x", 0, (0, None, None)), ("x |x|", 0, (0, 0, None)), ("|x|", 0, (0, None, 0)),
    ("floor x", 0, (None, 0, 0)), ("{x = 1: 9, x^2}", 1, (1, 2, 2)), ("1/x^2", 0, (None,) * 3),
])  # fmt: skip
def test_in_the_middle_of_a_break_stands_the_limit_or_nothing(text, place, limits):
    found = samples(text, -2.2, 2.7)
    at = int(np.argmin(np.abs(found.x - place)))
    for row, limit in zip(found.rows, limits, strict=False):
        assert np.isnan(row[at]) if limit is None else row[at] == pytest.approx(limit, abs=1e-4)


def test_a_bend_that_jumps_breaks_the_second_derivative_alone():
    found = samples("x |x|", -2, 2)
    assert np.isfinite(found.rows[:2]).all()
    assert is_broken(found.x, found.rows[2], 0)


EDGES = [
    ("sqrt x", -1, 2, 0.0), ("sqrt(-x)", -2, 1, 0.0), ("sqrt(x - 1/3)", -1, 1, 1 / 3),
    ("x^0.5", -1, 1, 0.0), ("x^x", -1, 1, 0.0), ("asin x", 0, 2, 1.0), ("acosh x", 0, 2, 1.0),
    ("sqrt(2 - x^2)", 0, 3, 2**0.5),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "edge"), EDGES, ids=[each[0] for each in EDGES])
def test_a_curve_begins_at_the_edge_of_its_domain(text, low, high, edge):
    found = samples(text, low, high)
    finite = found.x[np.isfinite(found.rows[0])]
    assert np.abs(finite - edge).min() <= 1e-9


def test_a_domain_of_two_edges_is_drawn_between_them():
    found = samples("sqrt(x - 1) + sqrt(3 - x)", 0, 4)
    finite = np.isfinite(found.rows[0])
    assert found.x[finite][[0, -1]] == pytest.approx([1, 3], abs=1e-9)
    assert finite[(found.x > 1) & (found.x < 3)].all()


@pytest.mark.parametrize("text", [each[0] for each in BREAKS[:10]] + [each[0] for each in SMOOTH])
def test_every_sample_is_what_autograd_gives_there(text):
    """But in the middle of a break, where a limit stands."""
    found = samples(text, -2.2, 2.7)
    middles = (found.left + found.right) / 2
    truth = derivatives(read(text, ["x"]).program, found.x, (), 2)
    for row, right in zip(found.rows, truth, strict=True):
        finite = np.isfinite(row) & np.isfinite(right) & ~np.isin(found.x, middles)
        np.testing.assert_allclose(row[finite], right[finite], rtol=1e-12, atol=1e-300)
        assert np.count_nonzero(finite) > 0.9 * np.count_nonzero(np.isfinite(right))


@pytest.mark.parametrize(("text", "low", "high"), SMOOTH, ids=[each[0] for each in SMOOTH])
def test_samples_run_from_one_end_of_the_view_to_the_other(text, low, high):
    found = samples(text, low, high)
    assert (found.x[0], found.x[-1]) == (low, high)
    assert (np.diff(found.x) >= 0).all()
    assert found.rows.shape == (3, len(found.x))


def test_a_curve_is_sampled_densely_where_it_bends():
    found = samples("tanh(50x)", -1, 1)
    gaps = np.diff(found.x)
    middle = np.abs(found.x[:-1]) < 0.02
    assert gaps[middle].max() < gaps[~middle].max() / 3


@pytest.mark.parametrize("shown", [(0,), (0, 1), (3,), (0, 6)])
def test_rows_go_to_the_highest_order_shown(shown):
    found = samples("sin(2x)", -1, 1, shown)
    assert len(found.rows) > max(shown)
    truths = [np.sin, np.cos, lambda t: -np.sin(t), lambda t: -np.cos(t)] * 2
    for n in shown:
        assert found.rows[n] == pytest.approx(2**n * truths[n](2 * found.x), rel=1e-11, abs=1e-11)


def test_without_derivatives_f_alone_is_sampled():
    for text, places in (("tan x", [np.pi / 2]), ("floor x", [1]), ("x^2", [])):
        found = samples(text, -2, 2, differentiate=None)
        assert found.rows.shape == (1, len(found.x))
        assert all(is_broken(found.x, found.rows[0], place) for place in places)


def test_the_inputs_after_the_first_are_fixed():
    program = read("a x + b", ["x"]).program
    found = sample(program, (2.0, 3.0), Canvas(-1, 1, 300), (0,), derivatives)
    assert found.rows[0] == pytest.approx(2 * found.x + 3)


@pytest.mark.parametrize("text", ["3", "x^2", "sin x", "tan x", "1/x", "|x|", "sqrt x", "floor x"])
@pytest.mark.parametrize(
    ("low", "high"),
    [(1, 1 + 1e-12), (-1e-12, 1e-12), (0, 1e-300), (-1e12, 1e12), (1e15, 1e15 + 1),
     (5e-324, 1e-323), (-1e6, 1e-6)],
)  # fmt: skip
def test_any_view_is_sampled_from_end_to_end(text, low, high):
    found = samples(text, low, high)
    assert (found.x[0], found.x[-1]) == (low, high)
    assert (np.diff(found.x) >= 0).all()
    assert len(found.x) <= 20_000
    assert not np.isinf(found.rows[:, np.isnan(found.rows[0])]).any()


def test_a_view_of_a_billionth_sees_the_curve_of_its_place():
    found = samples("sin x", 1, 1 + 1e-9)
    assert found.rows[0] == pytest.approx(np.sin(found.x), rel=1e-15)
    assert found.rows[1] == pytest.approx(np.cos(found.x), rel=1e-15)


def test_the_whole_range_of_numbers_is_drawn_in_silence():
    from core.document import Document, Viewport, with_formula, with_new_formula
    from core.evaluate import Evaluator

    evaluator = Evaluator()
    evaluator.load_derivatives()
    for text in ("x^2", "1/x", "exp x", "|x|", "1e308 x", "x^x"):
        chosen = with_formula(with_new_formula(Document(), text), 1, shown=(0, 1, 2), tangent=True)
        for view in (Viewport(-8e307, 8e307), Viewport(-5, 5, 1e300, 1.1e300)):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                frame = evaluator.frame(chosen, view)
            assert len(frame.curves) == 3
            assert frame.viewport.y_min < frame.viewport.y_max


def test_a_curve_with_endless_breaks_is_drawn_without_hanging():
    found = samples("tan(1000x) + floor(5000x)", -5, 5)
    assert len(found.x) <= 20_000


# --- the height ---


def test_the_height_shows_the_whole_curve_with_a_margin():
    x = np.linspace(0, 1, 101)
    low, high = fitted([x], [x**2], [0])
    assert -0.2 < low < 0
    assert 1 < high < 1.2


def test_the_height_is_not_spoilt_by_a_pole():
    x = np.linspace(-1, 1, 1001)[1::2]
    low, high = fitted([x], [1 / x**3], [0])
    assert -1e5 < low < -1
    assert 1 < high < 1e5


def test_the_height_is_that_of_f_when_a_derivative_would_flatten_it():
    x = np.linspace(-1, 1, 201)
    alone = fitted([x], [np.sin(x)], [0])
    assert fitted([x, x], [np.sin(x), 1e6 * np.cos(x)], [0, 1]) == alone
    low, high = fitted([x, x], [np.sin(x), np.cos(x)], [0, 1])
    assert low <= alone[0]
    assert high > 1


@pytest.mark.parametrize("value", [0.0, 3.0, -1e-9, 1e12, -1e300])
def test_a_level_line_lies_inside_the_height(value):
    x = np.linspace(0, 1, 11)
    low, high = fitted([x], [np.full(11, value)], [0])
    assert low < value < high
    assert np.isfinite(high - low)


def test_nothing_to_show_has_a_usual_height():
    x = np.linspace(0, 1, 11)
    assert fitted([], [], []) == (-5.0, 5.0)
    assert fitted([x], [np.full(11, np.nan)], [0]) == (-5.0, 5.0)


def test_huge_values_leave_a_height_that_can_be_drawn():
    x = np.linspace(0, 1, 11)
    for top in (1e308, 1.7e308):
        low, high = fitted([x], [top * np.linspace(-1, 1, 11)], [0])
        assert np.isfinite(high - low)
        assert low < high


def test_switches_beside_a_sum_do_not_wait_for_the_sum():
    from core.calculus.switches import watched
    from core.readings import read_rows

    program = read_rows([(1, "sum(sin(k x), k, 1, 500) + |x - 1|")])[1].program
    steps = {program.steps[place].op for place in watched(program)}
    assert steps == {"input", "number", "sub"}
    inside = read_rows([(1, "1/sum(sin(k x), k, 1, 500)")])[1].program
    assert "repeat_sum" in {inside.steps[place].op for place in watched(inside)}

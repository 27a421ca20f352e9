"""Error against step: slopes of the V curve, floors of float64 and float32, what has no truth."""

import json
import math

import numpy as np
import pytest
from mpmath import mp

from core.autograd.plain import line_function
from core.autograd.precision import STEPS, UNREACHED, best_step, errors_against_step
from core.autograd.precision_words import PrecisionReport, digits_of
from core.calculus.compile import compile_definition
from core.language.parse import parse

SMOOTH = [("x^3 + sin x", 1.0), ("exp x", 1.0), ("sqrt x", 0.7), ("tanh x", 0.4), ("ln x", 2.5),
          ("1/(1+x^2)", 1.3), ("besselj(3, x)", 2.3), ("x sin(3x)", -1.7)]  # fmt: skip
IDS = [text for text, _ in SMOOTH]


def report_of(text, at, direction=None):
    at = tuple(np.atleast_1d(at).astype(float))
    program = compile_definition(parse(text))
    return errors_against_step(program, at, (), direction or (1.0,) + (0.0,) * (len(at) - 1))


def curve(errors, name):
    return next(each for each in errors.curves if each.id == name)


def level(errors, name):
    return next(each.error for each in errors.levels if each.id == name)


def slope(one, low, high):
    """The slope of log error over log step between two steps."""
    points = [
        (math.log10(h), math.log10(error))
        for h, error in zip(STEPS, one.errors, strict=True)
        if low <= h <= high and error
    ]
    return np.polyfit(*zip(*points, strict=True), 1)[0]


@pytest.mark.parametrize(("text", "x"), SMOOTH, ids=IDS)
def test_on_the_right_the_error_of_a_difference_falls_with_its_order(text, x):
    report = report_of(text, x)
    assert slope(curve(report.first, "forward"), 1e-5, 1e-3) == pytest.approx(1, abs=0.05)
    assert slope(curve(report.first, "central"), 1e-3, 2e-2) == pytest.approx(2, abs=0.05)
    assert slope(curve(report.second, "forward"), 1e-3, 1e-2) == pytest.approx(1, abs=0.1)
    assert slope(curve(report.second, "central"), 1e-2, 5e-2) == pytest.approx(2, abs=0.1)
    assert slope(curve(report.second, "slopes"), 1e-3, 2e-2) == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize(("text", "x"), SMOOTH, ids=IDS)
def test_on_the_left_rounding_grows_as_the_step_shrinks(text, x):
    report = report_of(text, x)
    for name in ("forward", "central"):
        assert slope(curve(report.first, name), 1e-14, 1e-9) == pytest.approx(-1, abs=0.35)
        assert slope(curve(report.second, name), 1e-7, 1e-5) == pytest.approx(-2, abs=0.7)
    assert slope(curve(report.second, "slopes"), 1e-14, 1e-7) == pytest.approx(-1, abs=0.35)


@pytest.mark.parametrize(("text", "x"), SMOOTH, ids=IDS)
def test_the_best_steps_lie_where_the_rules_of_thumb_say(text, x):
    report = report_of(text, x)
    for errors in (report.first, report.second):
        for one in errors.curves:
            if one.rule is not None:
                assert 0.02 < one.best / one.rule < 50, one.id
    central = curve(report.first, "central")
    assert digits_of(central.reached) in (9, 10, 11, 12)
    assert digits_of(curve(report.first, "forward").reached) in (6, 7, 8, 9)


@pytest.mark.parametrize(("text", "x"), SMOOTH, ids=IDS)
def test_autograd_lies_at_the_precision_of_its_numbers(text, x):
    for errors in (report := report_of(text, x)).first, report.second:
        assert level(errors, "autograd") < 5e-15
        assert 1e-10 < level(errors, "autograd_32") < 5e-6
        assert curve(errors, "central").reached > 10 * level(errors, "autograd")
        assert curve(errors, "central_32").reached > 1e3 * curve(errors, "central").reached


def test_errors_are_those_that_mpmath_finds():
    report = report_of("exp x", 1.0)
    with mp.workdps(50):
        for k in (0, 6, 13):
            h, x = mp.mpf(STEPS[k]), mp.mpf(1)
            exact = ((mp.exp(x + h) - mp.exp(x - h)) / (2 * h) - mp.exp(x)) / mp.exp(x)
            assert curve(report.first, "central").errors[k] == pytest.approx(float(exact), rel=1e-3)
    assert report.first.truth.startswith("2.718281828459045")


def test_the_complex_step_has_no_rounding_branch():
    one = curve(report_of("x^3 + sin x", 1.0).first, "complex")
    assert slope(one, 1e-5, 1e-2) == pytest.approx(2, abs=0.02)
    assert max(one.errors[STEPS.index(1e-8) :]) < 1e-15


@pytest.mark.parametrize("text", ["|x|^3", "floor(x) + x", "besselj(3, x)", "norm([x, 1])"])
def test_where_the_complex_step_does_not_hold_it_says_so(text):
    one = curve(report_of(text, 0.7).first, "complex")
    assert one.errors == ()
    assert "complex step" in one.note
    assert one.note.endswith(".")


def test_no_difference_is_trusted_for_one_lucky_step():
    errors = [1e-3, 1e-5, 1e-7, 1e-8, 2e-8, 1e-6, 1e-5, 0.0, 1e-4]
    assert best_step(errors) == (STEPS[3], 1e-7)
    assert best_step([None] * 5) == (None, None)
    assert best_step([None, 1e-3, 1e-4, 1e-3, None]) == (STEPS[2], 1e-3)


def test_beside_a_zero_errors_are_not_divided():
    report = report_of("x^2", 0.0)
    assert not report.first.relative
    assert curve(report.first, "forward").errors[0] == 1.0
    assert curve(report.first, "central").errors == (0.0,) * len(STEPS)
    assert report.second.relative
    assert level(report.second, "autograd") == 0.0


def test_a_step_out_of_the_domain_has_no_error():
    one = curve(report_of("sqrt x", 0.5).first, "central")
    assert one.errors[0] is None
    assert one.errors[2] is not None


def test_where_there_is_no_derivative_the_reason_is_told():
    report = report_of("|x|", 0.0)
    assert "corner: left slope −1, right slope 1" in report.first.note
    assert report.first.curves == ()
    half = report_of("x |x|", 0.0)
    assert half.first.note == ""
    assert "left f″ −2, right f″ 2" in half.second.note


@pytest.mark.parametrize("text", ["|x|", "x", "3", "floor x", "sign(x) + x", "max(x, 0)", "hypot(x, 0)"])
def test_a_derivative_that_is_zero_all_over_has_no_error(text):
    report = report_of(text, 0.7)
    assert report.second.truth == "0.0"
    assert level(report.second, "autograd") == level(report.second, "autograd_32") == 0.0


def test_where_the_series_do_not_reach_nothing_is_claimed():
    report = report_of("sum(sin(k x)/k, k, 1, 3000)", 0.3)
    assert report.first.note == report.second.note == UNREACHED


def test_several_variables_are_followed_along_their_direction():
    report = report_of("x y^2 + sin x", (1.0, 2.0), (1.0, 1.0))
    assert float(report.first.truth) == pytest.approx(4 + math.cos(1) + 4, rel=1e-12)
    assert float(report.second.truth) == pytest.approx(-math.sin(1) + 2 * 4 + 2, rel=1e-12)
    assert digits_of(curve(report.first, "central").reached) >= 9
    assert level(report.second, "autograd") < 1e-15


def test_vectors_and_maps_have_their_errors_too():
    report = report_of("norm(x)^2, x in R^5", (1.0, 2.0, 3.0, 4.0, 5.0), (0.0, 1.0, 0.0, 0.0, 2.0))
    assert float(report.first.truth) == pytest.approx(24)
    polar = report_of("F(x, y) = [x cos y, x sin y]", (1.0, 2.0), (0.0, 1.0))
    assert slope(curve(polar.first, "forward"), 1e-5, 1e-3) == pytest.approx(1, abs=0.05)
    assert level(polar.first, "autograd") < 1e-15


def test_a_line_keeps_the_kind_of_its_numbers():
    torch = pytest.importorskip("torch")
    line = line_function(compile_definition(parse("x^2 y + sin y")), (), (1.0, 2.0), (1.0, 0.5))
    assert line(torch.zeros(3, dtype=torch.complex128)).dtype == torch.complex128
    assert line(torch.zeros(3, dtype=torch.float32)).dtype == torch.float32


def test_a_report_crosses_as_json():
    for report in (report_of("x^3", 2.0), report_of("|x|", 0.0)):
        assert PrecisionReport.from_json(json.loads(json.dumps(report.to_json()))) == report

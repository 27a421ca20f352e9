"""Logarithmic axes: samples follow the axis as it is seen, and what is found stays true."""

import math
from dataclasses import replace

import mpmath
import numpy as np
import pytest

import core
from core.calculus.derivatives import derivatives
from core.document import Document, Viewport, with_formula, with_log_axis, with_new_formula
from core.evaluate import Evaluator
from core.explore.heights import fitted
from core.explore.looking import NOT_POSITIVE
from core.explore.sampling import Canvas, sample
from core.files import session
from core.files.tikz import tikz_text
from core.frame import Kind
from gui import headless
from gui.theme import LIGHT

WIDE = Canvas(1e-6, 1e6, 800, 500, None, x_log=True)


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def samples(text, canvas, shown=(0,)):
    return sample(core.read(text).program, (), canvas, shown, derivatives)


def frame_of(evaluator, text, view, shown=(0,)):
    document = with_formula(with_new_formula(Document(), text), 1, shown=shown)
    return evaluator.frame(document, view)


def test_samples_are_even_in_log_x():
    x = samples("ln x", WIDE).x
    steps = np.diff(np.log(x[1:-1]))
    assert steps.max() / steps.min() == pytest.approx(1.0, abs=1e-6)
    assert (x[0], x[-1]) == (1e-6, 1e6)


@pytest.mark.parametrize("text", ["1/(1+x^2)", "sin(3 ln x)", "x/(1 + x/100)", "exp(-x)"])
@pytest.mark.parametrize("y_log", [False, True])
def test_chords_stay_within_a_pixel_of_the_curve_as_it_is_seen(text, y_log):
    span = (1e-5, 1e3) if y_log else (-1.1, 1.1)
    canvas = replace(WIDE, y_span=span, y_log=y_log)
    found = samples(text, canvas)
    middle = np.sqrt(found.x[1:] * found.x[:-1])
    true = core.read(text).grid({"x": middle}, order=0).value

    def rows(y):
        with np.errstate(all="ignore"):
            v = np.log(y / span[0]) / math.log(span[1] / span[0]) if y_log else (
                (y - span[0]) / (span[1] - span[0]))  # fmt: skip
        return v * canvas.height

    with np.errstate(all="ignore"):
        missed = np.abs((rows(found.rows[0][1:]) + rows(found.rows[0][:-1])) / 2 - rows(true))
    low = 0.03 if y_log else span[0]  # below that the logarithm of the sine plunges
    ends = np.minimum(found.rows[0][1:], found.rows[0][:-1])
    assert missed[(ends > low) & (true < span[1])].max() < 0.6
    assert len(found.x) < 4 * canvas.width


def test_a_power_is_straight_on_two_logarithmic_axes_and_needs_no_extra_samples():
    canvas = replace(WIDE, y_log=True, y_span=(1e-12, 1e12))
    assert len(samples("x^2", canvas).x) == 402


def test_fitted_decades_show_the_whole_power_and_nothing_below_zero():
    x = np.geomspace(1e-3, 1e3, 500)
    low, high = fitted([x], [x**2], (0,), x_log=True, y_log=True)
    assert low < 1e-6 < 1e6 < high
    low, high = fitted([x], [-x], (0,), x_log=True, y_log=True)
    assert 0 < low < high


@pytest.mark.parametrize("root", [1e-5, 1e-2, 3.0, 2e5])
def test_roots_of_every_decade_are_found_in_one_view(evaluator, root):
    view = Viewport(1e-6, 1e6, width=800, x_log=True)
    frame = frame_of(evaluator, f"ln(x/{root!r})", view)
    marks = [each for each in frame.searches[0].landmarks if each.kind is Kind.ROOT]
    assert [each.x for each in marks] == [pytest.approx(root, rel=1e-12)]
    assert (frame.searches[0].low, frame.searches[0].high) == (1e-6, 1e6)


def test_extrema_and_poles_far_apart_are_found(evaluator):
    view = Viewport(1e-6, 1e6, width=800, x_log=True)
    found = frame_of(evaluator, "x exp(-x/1000)", view).searches[0].landmarks
    assert [each.x for each in found if each.kind is Kind.MAXIMUM] == [pytest.approx(1000)]
    found = frame_of(evaluator, "1/(x - 0.00002)", view).searches[0].landmarks
    assert [each.x for each in found if each.kind is Kind.POLE] == [pytest.approx(2e-5, rel=1e-9)]


def test_what_shows_nothing_says_so(evaluator):
    view = Viewport(1.0, 10.0, y_log=True)
    assert frame_of(evaluator, "-x^2", view).rows[0].note == NOT_POSITIVE
    assert frame_of(evaluator, "x - 5", view).rows[0].note == ""
    assert frame_of(evaluator, "-x^2", replace(view, y_log=False)).rows[0].note == ""


@pytest.mark.parametrize(("before", "after"), [
    ((-5.0, 5.0), (0.01, 5.0)), ((0.0, 300.0), (1.0, 300.0)), ((-9.0, -1.0), (0.1, 10.0)),
    ((2.0, 7.0), (2.0, 7.0)),
])  # fmt: skip
def test_a_range_that_reaches_zero_is_cut_to_decades(before, after):
    view = with_log_axis(Viewport(*before, -1.0, 1.0), "x", on=True)
    assert (view.x_min, view.x_max) == pytest.approx(after)
    assert view.x_log
    assert view.fits_height


def test_a_session_keeps_logarithmic_axes():
    for view in (Viewport(0.1, 10.0, x_log=True), Viewport(-1.0, 1.0, 1e-3, 1e3, y_log=True)):
        again = session.loads(session.dumps(Document(), view))[1]
        assert replace(again, width=view.width, height=view.height) == view


def test_a_session_with_a_logarithmic_axis_below_zero_opens_on_decades():
    """It was saved by hand, or by a window of another day: what can be drawn of it is."""
    text = session.dumps(Document(), Viewport(0.1, 10.0, x_log=True)).replace("0.1", "-0.1")
    view = session.loads(text)[1]
    assert view.x_log
    assert 0 < view.x_min < view.x_max == 10


def test_taylor_is_drawn_along_the_axis_as_it_is_seen(evaluator):
    document = with_formula(with_new_formula(Document(), "exp(x)"), 1, taylor=2)
    line = evaluator.frame(document, Viewport(1e-4, 10.0, x_log=True)).overlays[0]
    assert np.diff(np.log(line.x)).max() < 0.06
    for x, y in zip(line.x[::40], line.y[::40], strict=True):
        with mpmath.workdps(50):
            e, step = mpmath.e, mpmath.mpf(x) - 1
            assert y == pytest.approx(float(e * (1 + step + step**2 / 2)), rel=1e-12)


def test_tikz_has_logarithmic_axes(evaluator):
    text = tikz_text(frame_of(evaluator, "x^2", Viewport(0.1, 10.0, x_log=True, y_log=True)),
                     LIGHT.curves)  # fmt: skip
    assert "xmode=log, ymode=log" in text
    assert "restrict y" not in text


def test_the_command_line_draws_logarithmic_axes(tmp_path, capsys):
    out = tmp_path / "log.tex"
    assert headless.main(["export", "x^2", "-o", str(out), "--x", "0.01:100", "--log-x", "--log-y"]) == 0
    assert "xmode=log, ymode=log" in out.read_text()
    assert headless.main(["export", "x^2", "-o", str(out), "--x", "-1:100", "--log-x"]) == 1
    assert "range above 0" in capsys.readouterr().err
    assert headless.main(["export", "x^2", "-o", str(out), "--log-x"]) == 0
    assert "xmin=0.01" in out.read_text()


@pytest.mark.parametrize(("text", "at", "broken"), [
    ("floor x", -1, True), ("ceil x", 0, True), ("x^2", -1, False), ("abs(x-5)", -1, False),
    ("sqrt(x+5)", 0, False), ("sqrt(5-x)", -1, False), ("x^(1/3)", 0, False),
])  # fmt: skip
def test_a_jump_at_the_very_edge_of_the_view_is_not_joined(text, at, broken):
    rows = samples(text, Canvas(-5.0, 5.0, 400, 300, (-6.0, 6.0))).rows
    assert math.isnan(rows[0][at]) is broken


@pytest.mark.parametrize("factor", [1e-320, 1e-300, 1e-290, 1e290, 1e305])
def test_heights_at_the_end_of_all_numbers_can_be_drawn(factor):
    x = np.geomspace(0.01, 0.02, 50)
    low, high = fitted([x], [x * factor], (0,), x_log=True, y_log=True)
    assert 0 < low < high < math.inf

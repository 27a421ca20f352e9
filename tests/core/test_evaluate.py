"""Frames: what did not change is the same object, unreadable rows keep their last curves."""

from __future__ import annotations

import gc
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from core.calculus import numpy_rows, points
from core.document import (
    Document,
    Viewport,
    with_active,
    with_formula,
    with_new_formula,
    with_order_shown,
    with_parameter,
    with_plane_view,
    with_point,
    without_formula,
)
from core.evaluate import Evaluator
from core.frame import Status

ROOT = Path(__file__).parents[2]
VIEW = Viewport(-3.0, 3.0, -5.0, 5.0, 400, 300)
BOTH = "a x^3 + sin(b x)"


def document(*texts, shown=(0, 1, 2)):
    """A document of these rows with keys 1, 2, ...; the first is active."""
    made = Document()
    for text in texts:
        made = with_new_formula(made, text)
        made = with_formula(made, made.active, shown=shown)
    return with_active(made, 1)


@pytest.fixture
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def curves_of(frame, key):
    return tuple(curve for curve in frame.curves if curve.key == key)


def same(some, others):
    """True when both hold the same objects."""
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))


# --- what a frame holds ---


def test_a_frame_holds_rows_curves_sliders_and_the_point(evaluator):
    chosen = with_point(with_parameter(document(BOTH), "a", 2.0), "x", 0.5)
    frame = evaluator.frame(chosen, VIEW)
    assert frame.document is chosen
    assert frame.differentiated
    (row,) = frame.rows
    assert (row.key, row.name, row.variables, row.parameters) == (1, "f", ("x",), ("a", "b"))
    assert row.error is None
    assert [(curve.key, curve.order, curve.name) for curve in frame.curves] == [
        (1, 0, "f"), (1, 1, "f′"), (1, 2, "f″"),
    ]  # fmt: skip
    assert [(each.name, each.value) for each in frame.parameters] == [("a", 2.0), ("b", 1.0)]
    truths = [2 * 0.125 + np.sin(0.5), 1.5 + np.cos(0.5), 6 - np.sin(0.5)]
    assert [reading.value for reading in frame.point.readings] == pytest.approx(truths, rel=1e-15)
    assert (frame.point.key, frame.point.variable, frame.point.x) == (1, "x", 0.5)


def test_curves_are_f_and_its_derivatives(evaluator):
    frame = evaluator.frame(with_parameter(document(BOTH), "b", 2.0), VIEW)
    f, slope, bend = frame.curves
    assert f.y == pytest.approx(f.x**3 + np.sin(2 * f.x), rel=1e-13, abs=1e-13)
    assert slope.y == pytest.approx(3 * f.x**2 + 2 * np.cos(2 * f.x), rel=1e-12, abs=1e-12)
    assert bend.y == pytest.approx(6 * f.x - 4 * np.sin(2 * f.x), rel=1e-12, abs=1e-12)
    assert (f.x[0], f.x[-1]) == (-3.0, 3.0)
    assert (np.diff(f.x) > 0).all()


def test_only_what_is_shown_is_drawn(evaluator):
    shown = document("x^2", "x^3", "x^4", shown=(1,))
    shown = with_formula(with_formula(shown, 2, visible=False), 3, shown=())
    frame = evaluator.frame(shown, VIEW)
    assert [(curve.key, curve.order) for curve in frame.curves] == [(1, 1)]
    assert len(frame.rows) == 3


def test_sliders_are_those_of_all_rows_in_order_of_name(evaluator):
    frame = evaluator.frame(document("c x + a", "b x + a", "2x +"), VIEW)
    assert [slider.name for slider in frame.parameters] == ["a", "b", "c"]


def test_an_empty_document_has_an_empty_frame(evaluator):
    for chosen in (Document(), document(""), document("  # only a comment")):
        frame = evaluator.frame(chosen, VIEW)
        assert (frame.curves, frame.parameters, frame.point) == ((), (), None)
        assert all(row.error is None for row in frame.rows)


def test_a_constant_is_drawn_as_a_level_line(evaluator):
    frame = evaluator.frame(document("3"), VIEW)
    assert {float(each) for each in frame.curves[0].y} == {3.0}
    assert {float(each) for each in frame.curves[1].y} == {0.0}


def test_the_cut_of_a_row_of_several_variables_is_drawn_along_the_first(evaluator):
    chosen = with_plane_view(document("x y^2 z"), "line")
    frame = evaluator.frame(with_point(chosen, "y", 3.0), VIEW)
    assert frame.curves[0].y == pytest.approx(9 * frame.curves[0].x)
    assert frame.parameters == ()


# --- what did not change is the same object ---


def test_the_same_wish_gives_the_same_parts(evaluator):
    chosen = document(BOTH, "cos x")
    one, two = evaluator.frame(chosen, VIEW), evaluator.frame(chosen, VIEW)
    assert same(one.rows, two.rows)
    assert same(one.curves, two.curves)
    assert one.point is two.point


def test_dragging_the_point_keeps_the_curves(evaluator):
    chosen = document(BOTH)
    before = evaluator.frame(chosen, VIEW, draft=True)
    after = evaluator.frame(with_point(chosen, "x", 2.0), VIEW, draft=True)
    assert same(before.curves, after.curves)
    assert same(before.rows, after.rows)
    assert after.point is not before.point
    assert after.point.x == 2.0


def test_a_slider_keeps_the_curves_of_rows_that_do_not_use_it(evaluator):
    chosen = document("a x", "b x", "x^2")
    before = evaluator.frame(chosen, VIEW)
    after = evaluator.frame(with_parameter(chosen, "b", 2.0), VIEW)
    assert same(before.rows, after.rows)
    assert same(curves_of(before, 1), curves_of(after, 1))
    assert same(curves_of(before, 3), curves_of(after, 3))
    assert not any(a is b for a, b in zip(curves_of(before, 2), curves_of(after, 2), strict=True))
    assert before.point is after.point


def test_typing_keeps_what_other_rows_show(evaluator):
    chosen = document("x^2", "sin x")
    before = evaluator.frame(chosen, VIEW)
    after = evaluator.frame(with_formula(chosen, 2, text="cos x"), VIEW)
    assert before.rows[0] is after.rows[0]
    assert before.rows[1] is not after.rows[1]
    assert same(curves_of(before, 1), curves_of(after, 1))
    assert before.point is after.point


def test_typing_what_means_the_same_keeps_everything(evaluator):
    chosen = document("2x sin x")
    before = evaluator.frame(chosen, VIEW)
    after = evaluator.frame(with_formula(chosen, 1, text="2 x  sin(x)  # twice"), VIEW)
    assert same(before.curves, after.curves)
    assert same(before.rows, after.rows)


def test_choosing_another_row_keeps_the_curves(evaluator):
    chosen = document("x^2", "sin x")
    before = evaluator.frame(chosen, VIEW)
    after = evaluator.frame(with_active(chosen, 2), VIEW)
    assert same(before.curves, after.curves)
    assert (before.point.key, after.point.key) == (1, 2)


def test_looking_elsewhere_keeps_rows_and_point(evaluator):
    chosen = document(BOTH)
    before = evaluator.frame(chosen, VIEW)
    after = evaluator.frame(chosen, Viewport(0.0, 9.0, -5.0, 5.0, 400, 300))
    assert same(before.rows, after.rows)
    assert before.point is after.point
    assert after.curves[0].x[-1] == 9.0


def test_showing_an_order_more_keeps_the_point(evaluator):
    chosen = document("x^3", shown=(0,))
    before = evaluator.frame(chosen, VIEW)
    after = evaluator.frame(with_order_shown(chosen, 1, 3, True), VIEW)
    assert before.point is after.point
    assert [curve.order for curve in after.curves] == [0, 3]
    assert after.curves[1].y == pytest.approx(6.0)


# --- rows that cannot be read ---


def test_an_unreadable_edit_keeps_the_last_curves_and_marks_them(evaluator):
    chosen = document("a x^2", "cos x")
    before = evaluator.frame(chosen, VIEW)
    frame = evaluator.frame(with_formula(chosen, 1, text="a x^2 +"), VIEW)
    row = frame.row(1)
    assert row.held
    assert (row.error.start, row.error.end) == (7, 7)
    assert (row.latex, row.parameters) == (before.row(1).latex, ("a",))
    held = curves_of(frame, 1)
    assert [curve.order for curve in held] == [0, 1, 2]
    assert all(curve.held for curve in held)
    for old, new in zip(curves_of(before, 1), held, strict=True):
        assert np.array_equal(old.y, new.y, equal_nan=True)
    assert same(curves_of(before, 2), curves_of(frame, 2))
    assert frame.point.held
    assert [slider.name for slider in frame.parameters] == ["a"]
    again = evaluator.frame(chosen, VIEW)
    assert not any(curve.held for curve in again.curves)
    assert not again.point.held


def test_mistakes_hold_no_frames_of_the_program_and_so_nothing_that_was_computed(evaluator):
    texts = ["a x^2 +", "cosek(x)", "(x", "2 3", "sin(1, 2, 3)", "x^"]
    chosen = document("a x^2", "cos x")
    evaluator.frame(chosen, VIEW)
    gc.collect()
    before = traces()
    for n in range(4 * len(texts)):
        text = texts[n % len(texts)]
        frame = evaluator.frame(with_formula(chosen, 1, text=f"{text} "[: -1 if n % 2 else None]), VIEW)
        error = frame.row(1).error
        assert error is not None, text
        assert error.__traceback__ is error.__context__ is error.__cause__ is None
    gc.collect()
    assert traces() <= before + 5


def traces():
    return sum(type(each) is types.TracebackType for each in gc.get_objects())


def typed(evaluator, chosen, texts, clock, seconds):
    """The frame of the last text, each typed so many seconds after the one before."""
    for text in texts:
        clock[0] += seconds
        frame = evaluator.frame(with_formula(chosen, 1, text=text), VIEW)
    return frame


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def timed(clock):
    made = Evaluator(lambda: clock[0])
    made.load_derivatives()
    return made


@pytest.mark.parametrize(
    ("seconds", "held"), [(0.1, "x^{2}"), (0.7, "\\mathrm{ta}")], ids=["fast", "letter by letter"]
)
def test_what_stood_for_a_moment_only_is_not_come_back_to(timed, clock, seconds, held):
    chosen = document("x^2")
    timed.frame(chosen, VIEW)
    frame = typed(timed, chosen, ("x^", "x", "", "t", "ta", "tan"), clock, seconds)
    assert frame.row(1).held
    assert frame.row(1).latex == held
    assert typed(timed, chosen, ("tan ", "tan x"), clock, seconds).row(1).latex == "\\tan x"


def test_a_row_typed_quickly_from_its_first_letter_shows_nothing_until_it_reads(timed, clock):
    chosen = document("")
    timed.frame(chosen, VIEW)
    frame = typed(timed, chosen, ("s", "si", "sin"), clock, 0.1)
    assert frame.curves == ()
    assert frame.row(1).latex == ""


def test_a_text_that_came_as_a_whole_is_come_back_to_at_once(timed, clock):
    chosen = document("x")
    timed.frame(chosen, VIEW)
    frame = typed(timed, chosen, ("cos 3x", "cos 3x+"), clock, 0.01)
    assert frame.row(1).latex == "\\cos(3x)"


def test_held_curves_follow_their_slider(evaluator):
    chosen = document("a x")
    evaluator.frame(chosen, VIEW)
    chosen = with_formula(chosen, 1, text="a x * ")
    frame = evaluator.frame(with_parameter(chosen, "a", 3.0), VIEW)
    assert frame.curves[0].held
    assert frame.curves[0].y == pytest.approx(3 * frame.curves[0].x)


def test_a_row_that_never_could_be_read_has_an_error_and_no_curves(evaluator):
    frame = evaluator.frame(document("2x +"), VIEW)
    assert frame.curves == ()
    assert frame.point is None
    assert frame.rows[0].error is not None
    assert frame.rows[0].latex == ""


def test_a_removed_row_is_forgotten(evaluator):
    chosen = document("x^2", "x^3")
    evaluator.frame(chosen, VIEW)
    evaluator.frame(without_formula(chosen, 2), VIEW)
    frame = evaluator.frame(with_formula(chosen, 2, text="+"), VIEW)
    assert curves_of(frame, 2) == ()


def test_a_map_of_several_components_is_a_row_that_has_them_and_no_curve(evaluator):
    frame = evaluator.frame(document("[x, x^2]", "x^3"), VIEW)
    assert (frame.rows[0].error, frame.rows[0].components, frame.rows[1].components) == (None, 2, 0)
    assert frame.map.components == ("u", "v")
    assert frame.point is None
    other = evaluator.frame(with_active(document("[x, x^2]", "x^3"), 2), VIEW)
    assert other.map is None
    assert {curve.key for curve in other.curves} == {2}


# --- rows that use one another ---


def test_rows_use_one_another_whatever_their_order(evaluator):
    for first, second in ((1, 2), (2, 1)):
        texts = {first: "f(x) = a x", second: "g(x) = f(x)^2"}
        frame = evaluator.frame(document(texts[1], texts[2]), VIEW)
        assert [row.error for row in frame.rows] == [None, None]
        f, g = (curves_of(frame, key)[0] for key in (first, second))
        assert g.y == pytest.approx(g.x**2, rel=1e-13)
        assert f.y == pytest.approx(f.x, rel=1e-13)


def test_a_definition_that_changes_changes_what_uses_it(evaluator):
    chosen = document("f(x) = x", "g(x) = f(x)^2", "h(x) = x + 1")
    before = evaluator.frame(chosen, VIEW)
    after = evaluator.frame(with_formula(chosen, 1, text="f(x) = 2x"), VIEW)
    g = curves_of(after, 2)[0]
    assert g.y == pytest.approx(4 * g.x**2, rel=1e-13)
    assert same(curves_of(before, 3), curves_of(after, 3))


def test_a_definition_that_becomes_unreadable_leaves_its_error_in_its_row(evaluator):
    chosen = document("f(x) = x^2", "g(x) = f(x) + 1")
    evaluator.frame(chosen, VIEW)
    frame = evaluator.frame(with_formula(chosen, 1, text="f(x) = x^2 +"), VIEW)
    assert frame.row(1).held
    assert frame.curves
    assert all(curve.held for curve in curves_of(frame, 1))


@pytest.mark.parametrize(
    "texts",
    [
        ("f(x) = f(x) + 1",),
        ("f(x) = g(x)", "g(x) = f(x)"),
        ("f(x) = g(x)", "g(x) = h(x) + 1", "h(x) = f(x)"),
        ("f(x) = f'(x)",),
    ],
)
def test_definitions_in_a_circle_are_errors_in_their_rows(evaluator, texts):
    frame = evaluator.frame(document("x^2", *texts), VIEW)
    assert frame.row(1).error is None
    for key in range(2, 2 + len(texts)):
        error = frame.row(key).error
        assert error is not None
        assert error.message.endswith(".")
        assert 0 <= error.start <= error.end <= len(texts[key - 2])
    assert len(curves_of(frame, 1)) == 3


def test_derivatives_inside_a_row_are_drawn(evaluator):
    frame = evaluator.frame(document("f(x) = x^3", "f'(x) + f''(1)"), VIEW)
    curve = curves_of(frame, 2)[0]
    assert curve.y == pytest.approx(3 * curve.x**2 + 6, rel=1e-12)


# --- statuses at the point ---


def test_the_point_says_what_is_not_there(evaluator):
    frame = evaluator.frame(with_point(document("|x|"), "x", 0.0), VIEW)
    statuses = [reading.status for reading in frame.point.readings]
    assert statuses[0] is Status.OK
    assert statuses[1] is Status.NOT_DIFFERENTIABLE
    assert frame.point.readings[1].value is None
    assert "left slope −1" in frame.point.readings[1].note


def test_a_shape_has_its_word(evaluator):
    frame = evaluator.frame(with_point(document("-x^2"), "x", 0.0), VIEW)
    assert frame.point.word == "Level, bending down: a maximum"


# --- drafts ---


def test_a_draft_has_fewer_samples_and_the_same_curve(evaluator):
    chosen = document("sin x")
    draft = evaluator.frame(chosen, VIEW, draft=True)
    whole = evaluator.frame(chosen, VIEW)
    assert len(draft.curves[0].x) < len(whole.curves[0].x)
    assert draft.curves[0].y == pytest.approx(np.sin(draft.curves[0].x), abs=1e-14)
    assert [curve.order for curve in draft.curves] == [0, 1, 2]


def looks(monkeypatch):
    """The points that are looked at twice from now on."""
    looked = []
    true = points.verdict

    def verdict(program, point, *rest):
        looked.append(float(point[0]))
        return true(program, point, *rest)

    monkeypatch.setattr(points, "verdict", verdict)
    return looked


def test_a_drag_looks_twice_only_where_there_is_a_doubt(evaluator, monkeypatch):
    looked = looks(monkeypatch)
    chosen = document("x |x|")
    for x in (1.0, 0.5, 0.0):
        dragged = evaluator.frame(with_point(chosen, "x", x), VIEW, draft=True)
    assert looked == [0.0]
    assert dragged.point.readings[2].status is Status.NOT_DIFFERENTIABLE
    evaluator.frame(with_point(chosen, "x", 0.5), VIEW)
    assert looked == [0.0, 0.5]


def test_a_point_that_rests_keeps_what_was_found_when_a_draft_follows(evaluator, monkeypatch):
    chosen = document("a x^2")
    whole = evaluator.frame(chosen, VIEW)
    looked = looks(monkeypatch)
    draft = evaluator.frame(chosen, Viewport(-4.0, 4.0), draft=True)
    assert draft.point is whole.point
    assert looked == []


# --- before PyTorch, and giving up ---


def test_before_derivatives_are_loaded_torch_is_not_imported():
    code = """if True:
        import sys
        from core.document import Viewport, first_document
        from core.evaluate import Evaluator
        evaluator = Evaluator()
        frame = evaluator.frame(first_document(), Viewport())
        print(len(frame.curves), len(frame.point.readings), frame.differentiated)
        print({"torch", "sympy", "mpmath", "scipy"} & set(sys.modules))
        evaluator.load_derivatives()
        frame = evaluator.frame(first_document(), Viewport())
        print(len(frame.curves), len(frame.point.readings), frame.differentiated)
        print("torch" in sys.modules)
    """
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == ["1 1 False", "set()", "3 3 True", "True"], done.stderr


def test_numpy_alone_draws_f_where_torch_will():
    chosen = document("exp(-x^2) cos 5x", "floor x", "d/dx x^2")
    evaluator = Evaluator()
    first = evaluator.frame(chosen, VIEW)
    assert [(curve.key, curve.order) for curve in first.curves] == [(1, 0), (2, 0)]
    assert len(first.point.readings) == 1
    evaluator.load_derivatives()
    second = evaluator.frame(chosen, VIEW)
    assert {curve.key for curve in second.curves} == {1, 2, 3}
    assert same(first.rows, second.rows)
    f = curves_of(second, 1)[0]
    old = curves_of(first, 1)[0]
    assert np.interp(old.x, f.x, f.y) == pytest.approx(old.y, abs=0.01)


def test_giving_up_gives_no_frame(evaluator):
    assert evaluator.frame(document(BOTH), VIEW, stop=lambda: True) is None
    assert evaluator.frame(document(BOTH), VIEW, stop=lambda: False) is not None


def test_giving_up_is_noticed_between_the_parts_of_a_long_sum(evaluator, monkeypatch):
    monkeypatch.setattr(numpy_rows, "MOST_REPEATED", 5_000)
    asked = []

    def stop():
        asked.append(True)
        return len(asked) > 6

    chosen = document("sum(sin(k x)/k, k, 1, 100)")
    assert evaluator.frame(chosen, VIEW, stop=stop) is None
    assert len(asked) == 7


def test_a_frame_after_giving_up_is_whole(evaluator):
    chosen = document(BOTH, "cos x")
    assert evaluator.frame(chosen, VIEW, stop=lambda: True) is None
    frame = evaluator.frame(chosen, VIEW)
    assert len(frame.curves) == 6


# --- long sums ---


def test_a_long_sum_is_drawn_in_parts(evaluator, monkeypatch):
    chosen = document("sum(sin(k x)/k, k, 1, n)")
    chosen = with_parameter(chosen, "n", 50.0)
    whole = evaluator.frame(chosen, VIEW)
    monkeypatch.setattr(numpy_rows, "MOST_REPEATED", 2_000)
    again = Evaluator()
    again.load_derivatives()
    parts = again.frame(chosen, VIEW)
    assert parts.rows[0].error is None
    for one, other in zip(whole.curves, parts.curves, strict=True):
        np.testing.assert_allclose(one.y, other.y, rtol=1e-12, atol=1e-9)


def test_a_sum_that_its_slider_makes_too_long_is_an_error_in_its_row(evaluator):
    chosen = document("sum(x^k, k, 1, n)", "x^2")
    for n in (1e6, 2.5):
        frame = evaluator.frame(with_parameter(chosen, "n", n), VIEW)
        assert frame.row(1).error.message.endswith(".")
        assert len(curves_of(frame, 2)) == 3
        assert frame.point.readings[0].status is Status.UNDETERMINED


# --- the viewport ---


def test_an_open_height_is_fitted_and_a_chosen_one_is_kept(evaluator):
    chosen = document("x^2 + 10", shown=(0,))
    fitted = evaluator.frame(chosen, Viewport(-1.0, 1.0)).viewport
    assert fitted.y_min < 10 < 11 < fitted.y_max
    assert fitted.y_max - fitted.y_min < 2
    assert evaluator.frame(chosen, VIEW).viewport is VIEW


@pytest.mark.parametrize("text", ["", "2x +", "sqrt(-1 - x^2)", "ln(-x^2)"])
def test_nothing_to_fit_gives_a_usual_height(evaluator, text):
    view = evaluator.frame(document(text), Viewport()).viewport
    assert (view.y_min, view.y_max) == (-5.0, 5.0)


def test_what_was_found_belongs_to_the_last_text_that_could_be_read(evaluator):
    evaluator.frame(document("x^2 + 1"), VIEW)
    evaluator.frame(document("x^2 - 1"), VIEW, draft=True)
    held = evaluator.frame(document("x^2 - 1 +"), VIEW)
    assert held.rows[0].held
    roots = [each.x for each in held.searches[0].landmarks if each.kind.value == "root"]
    assert roots == [-1.0, 1.0]

"""Many rows: drafts come first, the rest is finished at rest, and nothing is computed twice."""

from __future__ import annotations

import numpy as np
import pytest

import core.curves as curves_module
import core.explore.meeting as meeting
import core.readings as readings
from core.calculus.numpy_rows import in_parts
from core.curves import FEW
from core.document import (
    Document,
    Viewport,
    with_active,
    with_formula,
    with_new_formula,
    with_parameter,
)
from core.evaluate import Evaluator
from core.readings import Known, read_rows

VIEW = Viewport(-3.0, 3.0, -5.0, 5.0, 400, 300)
OPEN = Viewport(-3.0, 3.0, None, None, 400, 300)
FORMS = ("a sin({k} x/9 + b)", "|x - {k}/20| + b", "x^2/{k} - 1", "1/(x - {k}/9)", "ln({k} x)")


def many(count=FEW + 8):
    """A session of so many mixed rows; the third is active."""
    made = Document()
    for k in range(count):
        made = with_new_formula(made, FORMS[k % len(FORMS)].format(k=k + 1))
    return with_active(made, 3)


def loaded(*, patient):
    made = Evaluator(patient=patient)
    made.load_derivatives()
    return made


def never():
    return False


def of_row(frame, key):
    return [curve for curve in frame.curves if curve.key == key]


def finished(evaluator, stop=never):
    said = []
    evaluator.finish(said.append, stop)
    return said


def test_of_many_rows_the_active_one_is_whole_and_the_others_are_drafts():
    chosen = many()
    whole = loaded(patient=False).frame(chosen, VIEW)
    first = loaded(patient=True).frame(chosen, VIEW)
    assert [curve.key for curve in first.curves] == [curve.key for curve in whole.curves]
    assert np.array_equal(of_row(first, 3)[0].y, of_row(whole, 3)[0].y, equal_nan=True)
    assert len(of_row(first, 1)[0].x) < len(of_row(whole, 1)[0].x)
    assert [search.key for search in first.searches] == [3]


def test_what_is_finished_at_rest_is_what_is_drawn_at_once():
    chosen = many(FEW + 2)
    whole = loaded(patient=False).frame(chosen, VIEW)
    evaluator = loaded(patient=True)
    evaluator.frame(chosen, VIEW)
    last = finished(evaluator)[-1]
    for one, other in zip(last.curves, whole.curves, strict=True):
        assert (one.key, one.order) == (other.key, other.order)
        assert np.array_equal(one.x, other.x)
        assert np.array_equal(one.y, other.y, equal_nan=True)
    assert last.searches == whole.searches or [
        (each.key, each.landmarks, each.crowded) for each in last.searches
    ] == [(each.key, each.landmarks, each.crowded) for each in whole.searches]
    assert [end.x for end in last.ends] == [end.x for end in whole.ends]
    assert finished(evaluator) == []


def test_few_rows_are_drawn_in_full_at_once_and_nothing_is_left():
    evaluator = loaded(patient=True)
    chosen = many(4)
    frame = evaluator.frame(chosen, VIEW)
    whole = loaded(patient=False).frame(chosen, VIEW)
    assert [len(curve.x) for curve in frame.curves] == [len(curve.x) for curve in whole.curves]
    assert finished(evaluator) == []


def test_finishing_gives_way_and_goes_on_where_it_was(monkeypatch):
    drawn = []
    true = curves_module.draw

    def draw(formula, row, program, rest, canvas, differentiate, searching, stop, seconds):
        drawn.append((formula.key, seconds is None))
        return true(
            formula, row, program, rest, canvas, differentiate, searching, stop, seconds
        )

    monkeypatch.setattr(curves_module, "draw", draw)
    evaluator = loaded(patient=True)
    evaluator.frame(many(), VIEW)
    assert finished(evaluator, lambda: sum(whole for _, whole in drawn) > 6) == []
    assert finished(evaluator)
    whole = [key for key, is_whole in drawn if is_whole]
    assert sorted(set(whole)) == list(range(1, FEW + 9))
    assert len(whole) <= FEW + 9  # that which was given up is begun anew, no other is


def test_while_rows_wait_to_be_compared_the_list_says_that_there_may_be_more():
    chosen = many(FEW + 2)
    evaluator = loaded(patient=True)
    evaluator.frame(chosen, VIEW)
    steps = []

    def stop():
        steps.append(True)
        return False

    said = finished(evaluator, stop)
    assert not any(search.crowded for search in said[-1].searches if search.key == 3)


def test_a_draft_keeps_the_full_picture_of_the_rows_beside_it():
    chosen = many()
    evaluator = loaded(patient=False)
    whole = evaluator.frame(chosen, OPEN)
    typed = evaluator.frame(with_formula(chosen, 3, text="cos 5x"), VIEW, draft=True)
    for key in range(1, FEW + 9):
        same = of_row(typed, key)[0] is of_row(whole, key)[0]
        assert same == (key != 3)
    assert typed.searches == ()


def test_a_draft_does_not_keep_a_picture_of_another_slider_or_interval():
    chosen = many()
    evaluator = loaded(patient=False)
    before = evaluator.frame(chosen, VIEW)
    moved = evaluator.frame(with_parameter(chosen, "a", 2.0), VIEW, draft=True)
    assert of_row(moved, 1)[0] is not of_row(before, 1)[0]
    assert of_row(moved, 8)[0] is of_row(before, 8)[0]
    panned = evaluator.frame(chosen, Viewport(-2.0, 4.0, -5.0, 5.0, 400, 300), draft=True)
    assert not {id(curve) for curve in panned.curves} & {id(curve) for curve in before.curves}


def test_only_the_row_that_changed_is_compared_with_the_others_again(monkeypatch):
    compared = []
    true = meeting.intersections

    def intersections(first, second):
        compared.append((first.key, second.key))
        return true(first, second)

    monkeypatch.setattr(meeting, "intersections", intersections)
    chosen = many(6)
    evaluator = loaded(patient=False)
    evaluator.frame(chosen, VIEW)
    assert len(compared) == 15
    compared.clear()
    after = evaluator.frame(with_formula(chosen, 4, text="cos x"), VIEW)
    assert len(compared) == 5
    assert all(4 in pair for pair in compared)
    fresh = loaded(patient=False).frame(with_formula(chosen, 4, text="cos x"), VIEW)
    marks = [[each.landmarks for each in frame.searches] for frame in (after, fresh)]
    assert marks[0] == marks[1]


# --- reading ---


def counted(monkeypatch):
    compiled = []
    true = readings.compile_definition

    def compile_definition(definition, *rest, **named):
        compiled.append(definition.text)
        return true(definition, *rest, **named)

    monkeypatch.setattr(readings, "compile_definition", compile_definition)
    return compiled


def test_a_row_that_means_the_same_is_not_compiled_again(monkeypatch):
    compiled = counted(monkeypatch)
    known = Known()
    texts = {1: "f(x) = a x", 2: "f(x)^2", 3: "sin x"}
    first = read_rows(texts.items(), known)
    compiled.clear()
    again = read_rows({**texts, 3: "sin 2x"}.items(), known)
    assert compiled == ["sin 2x"]
    assert again[1] is first[1]
    assert again[2] is first[2]


def test_a_row_is_compiled_again_when_what_it_uses_changes(monkeypatch):
    compiled = counted(monkeypatch)
    known = Known()
    texts = {1: "f(x) = a x", 2: "f(x)^2", 3: "sin x"}
    read_rows(texts.items(), known)
    compiled.clear()
    changed = read_rows({**texts, 1: "f(x) = a x^2"}.items(), known)
    assert "f(x)^2" in compiled
    fresh = read_rows({**texts, 1: "f(x) = a x^2"}.items())
    assert changed[2].program == fresh[2].program


# --- sums ---


@pytest.mark.parametrize("draft", [True, False])
def test_a_stop_is_noticed_inside_nested_sums_and_their_slow_terms(draft):
    for text in ("sum(sum(sin(k j x), k, 1, 300), j, 1, 300)", "sum(zeta(k x + 2), k, 1, 90000)"):
        asked = []

        def stop(asked=asked):
            asked.append(True)
            return len(asked) > 12

        chosen = with_new_formula(Document(), text)
        evaluator = loaded(patient=False)
        assert evaluator.frame(chosen, VIEW, draft=draft, stop=stop) is None
        assert len(asked) == 13


def test_the_points_of_a_wide_sum_are_taken_in_equal_parts(monkeypatch):
    sizes = []
    chosen = with_new_formula(Document(), "sum(sum(sin(k j x), k, 1, 300), j, 1, 300)")
    program = read_rows([(1, chosen.formulas[0].text)])[1].program
    from core.calculus.numpy_rows import values

    def compute(part):
        found = np.asarray(values(program, [part])[program.output])
        sizes.append(len(part))
        return found

    x = np.linspace(0.1, 1.0, 5)
    assert in_parts(compute, x) == pytest.approx(
        [np.sin(np.outer(np.arange(1, 301), np.arange(1, 301)) * each).sum() for each in x]
    )
    assert sizes == [1] * 5


def test_a_mistake_does_not_wait_for_a_costly_picture_that_only_stays():
    typed = with_new_formula(Document(), "sum(sin(k x)/k, k, 1, 100000)")
    evaluator = loaded(patient=True)
    draft = evaluator.frame(typed, VIEW, draft=True)
    mistaken = evaluator.frame(with_formula(typed, 1, text="9^9^9^9"), VIEW)
    assert mistaken.rows[0].error is not None
    assert not mistaken.draft
    assert [len(each.x) for each in mistaken.curves] == [len(each.x) for each in draft.curves]
    assert all(each.held for each in mistaken.curves)

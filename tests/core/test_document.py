"""The verbs of the document: pure, whole, and safe to say twice."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import (
    CURVE_COLORS,
    Document,
    Formula,
    Parameter,
    Viewport,
    first_document,
    with_active,
    with_bookmark,
    with_bookmark_applied,
    with_formula,
    with_new_formula,
    with_order_shown,
    with_parameter,
    with_pin,
    with_point,
    with_slider,
    with_view,
    without_bookmark,
    without_formula,
    without_pin,
)

ROOT = Path(__file__).parents[2]
numbers = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture
def three():
    """Three rows with keys 1, 2, 3; the last is active."""
    made = Document()
    for text in ("x", "x^2", "x^3"):
        made = with_new_formula(made, text)
    return made


def keys(document):
    return [row.key for row in document.formulas]


def test_the_words_are_light():
    code = (
        "import sys, core.document, core.frame, core.words; "
        "print({'numpy', 'torch', 'sympy', 'mpmath', 'scipy', 'PySide6'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


def test_a_document_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        first_document().active = 3
    assert hash(first_document()) == hash(first_document())


def test_at_first_there_is_a_cubic_with_its_derivatives_and_a_tangent():
    (row,) = first_document().formulas
    assert row.shown == (0, 1, 2)
    assert row.tangent
    assert len({row.color(order) for order in row.shown}) == 3
    assert first_document().active == row.key


def test_a_new_row_is_active_and_stands_at_the_end_or_after_another(three):
    assert keys(three) == [1, 2, 3]
    assert three.active == 3
    between = with_new_formula(three, "y", after=1)
    assert keys(between) == [1, 4, 2, 3]
    assert between.active == 4
    assert keys(with_new_formula(three, after=99)) == [1, 2, 3, 4]


def test_each_row_has_a_colour_of_its_own_while_they_last(three):
    made = three
    for _ in range(3):
        made = with_new_formula(made)
    colors = [row.color(0) for row in made.formulas]
    assert sorted(colors) == list(range(CURVE_COLORS))
    assert with_new_formula(made).formulas[-1].color(0) in range(CURVE_COLORS)


def test_a_curve_keeps_its_colour_while_it_is_hidden(three):
    shown = with_order_shown(three, 2, 1, True)
    color = shown.formula(2).color(1)
    assert color is not None
    hidden = with_order_shown(shown, 2, 1, False)
    assert hidden.formula(2).shown == (0,)
    assert hidden.formula(2).color(1) == color
    assert three.formula(2).color(1) is None


def test_removing_a_row_hands_the_point_to_its_neighbour(three):
    assert without_formula(three, 3).active == 2
    assert without_formula(with_active(three, 1), 1).active == 2
    assert without_formula(with_active(three, 2), 2).active == 3
    assert without_formula(three, 1).active == 3
    only = without_formula(without_formula(three, 1), 2)
    empty = without_formula(only, 3)
    assert (empty.formulas, empty.active) == ((), 0)


def test_a_key_is_not_used_again_while_its_row_lives(three):
    assert keys(with_new_formula(without_formula(three, 2))) == [1, 3, 4]


def test_other_rows_stay_the_same_objects(three):
    changed = with_formula(three, 2, text="sin x")
    assert changed.formula(1) is three.formula(1)
    assert changed.formula(2).text == "sin x"


@pytest.mark.parametrize(
    "verb",
    [
        lambda made: with_formula(made, 9, text="x"),
        lambda made: with_active(made, 9),
        lambda made: with_order_shown(made, 9, 1, True),
        lambda made: with_pin(made, 9, 1.0),
        lambda made: made.formula(9),
        lambda made: with_bookmark_applied(made, "none"),
    ],
)
def test_what_does_not_exist_is_a_key_error(three, verb):
    with pytest.raises(KeyError):
        verb(three)


VERBS = [
    lambda made: with_formula(made, 2, text="cos x", tangent=True),
    lambda made: with_order_shown(made, 1, 2, True),
    lambda made: with_order_shown(made, 1, 0, False),
    lambda made: with_parameter(made, "a", 7.5),
    lambda made: with_point(made, "x", -2.0),
    lambda made: with_active(made, 1),
    lambda made: with_bookmark(made, "start", {"a": 1.0, "b": 2.0}),
    lambda made: without_bookmark(made, "start"),
    lambda made: without_pin(made, 1),
    lambda made: with_view(made, "table"),
]


@pytest.mark.parametrize("verb", VERBS)
def test_saying_a_verb_twice_changes_nothing_more(three, verb):
    once = verb(three)
    assert verb(once) == once


def test_a_slider_that_was_never_set_has_the_default_range():
    assert Document().parameter("a") == Parameter("a", 1.0, -5.0, 5.0)


def test_sliders_stand_in_order_of_their_names():
    made = Document()
    for name in ("c", "a", "b", "a"):
        made = with_parameter(made, name, 2.0)
    assert [slider.name for slider in made.parameters] == ["a", "b", "c"]


@given(st.lists(numbers, min_size=1, max_size=5))
def test_a_slider_moved_anywhere_holds_its_value_in_its_range(values):
    made = Document()
    for value in values:
        made = with_parameter(made, "a", value)
        slider = made.parameter("a")
        assert slider.value == value
        assert slider.minimum <= value <= slider.maximum
        assert slider.minimum <= -5 < 5 <= slider.maximum


def test_a_narrower_range_takes_the_value_along():
    made = with_slider(with_parameter(Document(), "a", 4.0), Parameter("a", 4.0, -1.0, 1.0))
    assert made.parameter("a").value == 1.0


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none_are_refused(bad, three):
    for verb in (
        lambda: with_parameter(three, "a", bad),
        lambda: with_point(three, "x", bad),
        lambda: with_pin(three, 1, bad),
        lambda: with_slider(three, Parameter("a", 1.0, bad, 5.0)),
        lambda: with_slider(three, Parameter("a", 1.0, -5.0, bad)),
    ):
        with pytest.raises(ValueError, match="number"):
            verb()


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1)])
def test_a_range_runs_from_a_smaller_to_a_larger_number(low, high):
    with pytest.raises(ValueError, match="the range of a"):
        with_slider(Document(), Parameter("a", 1.0, low, high))


def test_the_point_stands_at_one_until_it_is_moved():
    made = with_point(with_point(Document(), "y", 3.0), "x", 2.0)
    assert (made.coordinate("x"), made.coordinate("y"), made.coordinate("z")) == (2.0, 3.0, 1.0)
    assert made.point == (("x", 2.0), ("y", 3.0))


def test_pins_are_numbered_and_go_with_their_row(three):
    made = with_pin(with_pin(with_pin(three, 1, 0.5), 2, 1.5), 1, 2.5)
    assert [(pin.number, pin.key, pin.x) for pin in made.pins] == [
        (1, 1, 0.5), (2, 2, 1.5), (3, 1, 2.5),
    ]  # fmt: skip
    assert [pin.number for pin in without_pin(made, 2).pins] == [1, 3]
    assert [pin.number for pin in without_formula(made, 1).pins] == [2]


def test_a_bookmark_brings_its_sliders_back():
    made = with_bookmark(with_parameter(Document(), "a", 2.0), "two", {"a": 2.0, "b": -9.0})
    made = with_parameter(made, "a", 4.0)
    made = with_bookmark_applied(made, "two")
    assert (made.parameter("a").value, made.parameter("b").value) == (2.0, -9.0)
    again = with_bookmark(made, "two", {"a": 3.0})
    assert [(mark.name, mark.values) for mark in again.bookmarks] == [("two", (("a", 3.0),))]
    assert without_bookmark(again, "two").bookmarks == ()


def test_a_view_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no view"):
        with_view(Document(), "upside down")


def test_the_height_is_fitted_until_both_ends_are_chosen():
    assert Viewport().fits_height
    assert Viewport(y_min=1.0).fits_height
    assert not Viewport(y_min=1.0, y_max=2.0).fits_height


@given(st.data())
def test_any_row_of_verbs_leaves_a_whole_document(data):
    """The active row exists, keys are unique, and every shown curve has a colour."""
    made = first_document()
    for _ in range(data.draw(st.integers(0, 12))):
        choices = [*keys(made), None]
        key = data.draw(st.sampled_from(choices))
        if key is None:
            made = with_new_formula(made, "x", after=data.draw(st.sampled_from(choices)))
        elif data.draw(st.booleans()):
            made = without_formula(made, key)
        else:
            made = with_order_shown(made, key, data.draw(st.integers(0, 6)), True)
    assert len(set(keys(made))) == len(made.formulas)
    assert made.active in (keys(made) or [0])
    for row in made.formulas:
        assert isinstance(row, Formula)
        assert list(row.shown) == sorted(set(row.shown))
        assert all(row.color(order) in range(CURVE_COLORS) for order in row.shown)

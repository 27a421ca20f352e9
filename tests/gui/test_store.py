"""The store: everything chosen can be undone, and what belongs together is one step."""

from dataclasses import replace

import pytest

from core.document import (
    Parameter,
    Viewport,
    first_document,
    with_formula,
    with_parameter,
    with_point,
)
from core.files import session
from core.frame import Frame
from core.viewport import Camera
from gui.store import MOST_STEPS, Store


@pytest.fixture
def store(qtbot):
    return Store(first_document(), Viewport())


def test_an_edit_200_moves_and_an_edit_are_three_steps(store):
    store.change(with_formula(store.document, 1, text="a x"), "Edit formula", "text:1")
    store.close_merge()
    for step in range(200):
        store.change(with_parameter(store.document, "a", step / 50), "Move a", "move:a")
    store.close_merge()
    store.change(with_formula(store.document, 1, text="a x^2"), "Edit formula", "text:1")
    assert store.undo_stack.count() == 3
    store.undo_stack.undo()
    assert store.document.formula(1).text == "a x"
    assert store.document.parameter("a").value == 199 / 50
    store.undo_stack.undo()
    assert store.document.parameter("a") == Parameter("a")
    store.undo_stack.undo()
    assert store.document == first_document()


def test_a_released_drag_and_the_next_are_two_steps(store):
    for drag in range(2):
        for step in range(5):
            x = float(10 * drag + step)
            store.change(with_point(store.document, "x", x), "Move point", "point:x")
        store.close_merge()
    assert store.undo_stack.count() == 2
    store.undo_stack.undo()
    assert store.document.coordinate("x") == 4.0


def test_changes_without_a_key_stay_apart(store):
    store.change(with_formula(store.document, 1, tangent=False), "Hide tangent")
    store.change(with_formula(store.document, 1, tangent=True), "Show tangent")
    assert store.undo_stack.count() == 2


def test_the_way_back_has_an_end(store):
    for step in range(MOST_STEPS + 5):
        store.change(with_point(store.document, "x", float(step)), "Move point")
    assert store.undo_stack.count() == MOST_STEPS
    store.undo_stack.undo()
    assert store.document.coordinate("x") == MOST_STEPS + 3.0


def test_no_change_is_no_step(store):
    store.change(replace(store.document), "Nothing")
    assert store.undo_stack.count() == 0


def test_looking_elsewhere_is_no_step_and_is_announced(qtbot, store):
    with qtbot.waitSignals([store.looked, store.viewport_changed]):
        store.look(Viewport(x_min=0.0))
    assert store.undo_stack.count() == 0


def test_a_fitted_height_is_adopted_without_a_new_wish(qtbot, store):
    frame = Frame(store.document, replace(store.viewport, y_min=-3.0, y_max=4.0))
    with qtbot.assertNotEmitted(store.looked):
        store.adopt(frame)
    assert (store.viewport.y_min, store.viewport.y_max) == (-3.0, 4.0)


def test_a_height_the_person_chose_is_kept(store):
    store.look(Viewport(y_min=-1.0, y_max=1.0))
    store.adopt(Frame(store.document, Viewport(y_min=-9.0, y_max=9.0)))
    store.fit_again()
    assert store.viewport.y_max == 1.0


def test_a_height_that_was_fitted_is_fitted_again_for_another_text(store):
    store.adopt(Frame(store.document, replace(store.viewport, y_min=-3.0, y_max=4.0)))
    store.fit_again()
    assert store.viewport.fits_height


def test_opening_another_document_leaves_no_way_back(qtbot, store):
    store.change(with_point(store.document, "x", 2.0), "Move point")
    assert store.modified
    with qtbot.waitSignals([store.replaced, store.document_changed]):
        store.replace(first_document(), Viewport())
    assert not store.modified
    assert not store.undo_stack.canUndo()


def test_the_height_of_a_text_that_was_typed_on_is_not_adopted(store):
    before = store.document
    store.change(with_formula(before, 1, text="sin x"), "Edit formula")
    store.fit_again()
    store.adopt(Frame(before, replace(store.viewport, y_min=-90.0, y_max=90.0)))
    assert store.viewport.fits_height
    store.adopt(Frame(store.document, replace(store.viewport, y_min=-1.0, y_max=1.0)))
    assert (store.viewport.y_min, store.viewport.y_max) == (-1.0, 1.0)


def test_turning_a_surface_is_kept_but_no_step_and_no_wish_for_a_frame(qtbot, store):
    looked = []
    store.looked.connect(lambda: looked.append(1))
    turned = replace(store.viewport, camera=Camera(10.0, 20.0, 2.0))
    with qtbot.waitSignals([store.turned, store.viewport_changed]):
        store.look(turned)
    assert store.viewport == turned
    assert looked == []
    assert not store.undo_stack.canUndo()
    store.look(replace(turned, x_max=99.0))
    assert looked == [1]


def test_no_hand_brings_a_logarithmic_axis_to_zero_and_the_session_opens_again(store):
    store.look(replace(store.viewport, x_min=1.0, x_max=100.0, x_log=True, y_log=True))
    store.look(replace(store.viewport, x_min=-3.0, x_max=100.0, y_min=-20.0, y_max=50.0))
    assert store.viewport.x_min > 0
    assert store.viewport.fits_height
    again = session.loads(session.dumps(store.document, store.viewport))[1]
    assert (again.x_min, again.y_min) == (store.viewport.x_min, None)


def test_a_session_with_a_logarithmic_axis_below_zero_is_fitted_and_not_lost(store):
    broken = replace(Viewport(), y_log=True, x_log=True, y_min=-20.0, y_max=50.0)
    again = session.loads(session.dumps(store.document, broken))[1]
    assert again.x_log
    assert again.y_log
    assert again.fits_height
    assert again.x_min > 0

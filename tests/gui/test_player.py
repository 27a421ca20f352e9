"""Sliders that play, their sheet, and the bookmarks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from core.document import with_formula, with_point, with_slider

Left, Key = Qt.MouseButton.LeftButton, Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, opening sheets


@pytest.fixture
def row(window):
    window.store.change(with_formula(window.store.document, 1, text="a x"), "Edit")
    window.pace.ask()
    window.intents.finish()
    return window.sliders.row("a")


def slider(window, name="a"):
    return window.store.document.parameter(name)


def set_up(window, **changes):
    window.store.change(with_slider(window.store.document, replace(slider(window), **changes)), "x")


def enter(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Key.Key_Return)


def test_the_play_button_moves_the_slider_as_one_step(qtbot, window, row):
    steps = window.store.undo_stack.count()
    qtbot.mouseClick(row.play, Left)
    assert row.play.accessibleName() == "Halt a"
    qtbot.waitUntil(lambda: slider(window).value > 1.1, timeout=5000)
    qtbot.mouseClick(row.play, Left)
    assert row.play.accessibleName() == "Play a"
    assert window.player.playing == ()
    assert window.store.undo_stack.count() == steps + 1
    assert window.store.undo_stack.undoText() == "Play a"
    window.undo()
    assert slider(window).value == 1.0


def test_speed_is_sweeps_in_ten_seconds_and_it_turns_at_the_ends(window, row):
    window.player.toggle("a")
    window.player.advance(1.0)
    assert slider(window).value == pytest.approx(2.0, abs=0.01)
    window.player.advance(4.0)
    assert slider(window).value == pytest.approx(4.0, abs=0.01)
    window.player.advance(1.0)
    assert slider(window).value == pytest.approx(3.0, abs=0.01)
    assert slider(window).maximum == 5.0


def test_loop_begins_again_and_once_stops(window, row):
    set_up(window, play="loop", value=4.5)
    window.player.toggle("a")
    window.player.advance(1.0)
    assert slider(window).value == pytest.approx(-4.5, abs=0.01)
    window.player.stop_all()
    set_up(window, play="once", value=4.5)
    window.player.toggle("a")
    window.player.advance(1.0)
    assert slider(window).value == 5.0
    assert window.player.playing == ()


def test_a_hand_that_works_on_during_a_play_gets_steps_of_its_own(window, row):
    steps = window.store.undo_stack.count()
    window.player.toggle("a")
    for place in range(5):
        window.player.advance(0.1)
        window.intents.drag_point(2.0 + place)
    window.intents.finish()
    window.player.advance(0.1)
    assert window.store.undo_stack.count() == steps + 2
    window.undo()
    assert window.store.document.coordinate("x") == 1.0
    window.undo()
    assert slider(window).value == 1.0


def test_a_play_that_is_saved_half_way_is_modified_again(window, row, tmp_path):
    window.player.toggle("a")
    window.player.advance(0.1)
    window.sessions.save_to(tmp_path / "a.nabla")
    window.player.advance(0.1)
    assert window.store.modified


def test_playing_asks_for_drafts_and_halting_for_the_whole(window, row, evaluator):
    evaluator.asked.clear()
    window.player.toggle("a")
    window.player.advance(0.1)
    assert evaluator.asked[-1][1] is True
    window.player.stop_all()
    assert evaluator.asked[-1][1] is False


def test_a_slider_that_is_gone_stops(window, row):
    window.player.toggle("a")
    window.store.change(with_formula(window.store.document, 1, text="x"), "Edit")
    window.pace.ask()
    assert window.player.playing == ()


def test_the_action_plays_all_and_halts_all(window, row):
    window.store.change(with_formula(window.store.document, 1, text="a x + b"), "Edit")
    window.pace.ask()
    window.actions_["play"].trigger()
    assert window.player.playing == ("a", "b")
    window.actions_["play"].trigger()
    assert window.player.playing == ()


def test_the_sheet_sets_step_speed_mode_and_log(qtbot, window, row):
    qtbot.mouseClick(row.menu, Left)
    sheet = row._sheet
    enter(qtbot, sheet.step, "1/4")
    assert slider(window).step == 0.25
    enter(qtbot, sheet.speed, "2")
    assert slider(window).speed == 2.0
    loop = next(button for button in sheet.modes.buttons() if button.objectName() == "loop")
    qtbot.mouseClick(loop, Left)
    assert slider(window).play == "loop"
    assert not sheet.log.isEnabled()
    set_up(window, minimum=0.1)
    assert sheet.log.isEnabled()
    qtbot.mouseClick(sheet.log, Left, pos=sheet.log.rect().center() / 4)
    assert slider(window).log
    qtbot.mouseClick(sheet.reset, Left)
    assert window.store.document.parameters == ()
    assert not sheet.isVisible()


def test_arrows_and_drags_keep_to_the_step(qtbot, window, row):
    set_up(window, step=0.5)
    row.track.setFocus()
    qtbot.keyClick(row.track, Key.Key_Right)
    assert slider(window).value == 1.5
    middle = row.track.height() // 2
    qtbot.mouseClick(row.track, Left, pos=row.track.rect().center() / 3 + type(
        row.track.rect().center())(0, middle // 2))  # fmt: skip
    assert (slider(window).value * 2) % 1 == 0


def test_a_log_scale_moves_by_factors(qtbot, window, row):
    set_up(window, minimum=0.01, maximum=100.0, log=True, value=1.0)
    assert row.track.value() == 5000
    row.track.setFocus()
    qtbot.keyClick(row.track, Key.Key_PageDown)
    assert slider(window).value == pytest.approx(0.4, rel=0.02)


def test_bookmarks_are_saved_applied_and_removed(qtbot, window, row):
    qtbot.mouseClick(window.sliders.bookmarks_button, Left)
    sheet = window.sliders._sheet
    qtbot.keyClicks(sheet.name, "flat")
    qtbot.keyClick(sheet.name, Key.Key_Return)
    window.intents.set_parameter("a", 3.0)
    qtbot.mouseClick(sheet.save, Left)
    assert [mark.name for mark in window.store.document.bookmarks] == ["flat", "State 1"]
    qtbot.mouseClick(sheet.rows[0].name, Left)
    assert slider(window).value == 1.0
    window.undo()
    assert slider(window).value == 3.0
    qtbot.mouseClick(sheet.rows[0].remove, Left)
    assert [mark.name for mark in window.store.document.bookmarks] == ["State 1"]
    window.undo()
    assert len(window.store.document.bookmarks) == 2


def test_a_tour_goes_through_all_bookmarks_as_one_step(window, row):
    for name, value in (("one", 3.0), ("two", -2.0)):
        window.intents.set_parameter("a", value)
        window.intents.save_bookmark(name)
    window.intents.set_parameter("a", 0.0)
    window.intents.finish()
    steps = window.store.undo_stack.count()
    window.player.toggle_tour()
    seen = []
    for _ in range(60):
        window.player.advance(0.1)
        seen.append(slider(window).value)
    assert 3.0 in seen
    assert seen[-1] == -2.0
    assert not window.player.touring
    assert window.store.undo_stack.count() == steps + 1
    window.undo()
    assert slider(window).value == 0.0


def test_undo_halts_the_play(window, row):
    window.store.change(with_point(window.store.document, "x", 2.0), "Move")
    window.player.toggle("a")
    window.player.advance(0.5)
    window.undo()
    assert window.player.playing == ()
    assert slider(window).value == 1.0
    assert window.store.document.coordinate("x") == 2.0

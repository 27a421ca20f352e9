"""The window as a whole: one direction, layout, files, theme, bugs."""

import sys
from dataclasses import replace
from operator import attrgetter

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QSlider

from core.document import Document, first_document, with_formula, with_new_formula, with_point
from core.frame import Curve
from gui.app import Bugs
from gui.body import LEFT, RIGHT, side_widths
from gui.theme import DARK, LIGHT

INTENTS = {
    "formulas": (
        "text_edited", "formula_added", "row_chosen", "order_switched", "mark_switched",
        "visibility_switched", "color_picked", "row_removed", "row_copied", "row_moved",
    ),
    "formulas.pins": ("chosen", "removal_wanted", "switched", "moved", "renamed"),
    "sliders": (
        "value_dragged", "value_typed", "slider_changed", "reset_wanted", "all_reset_wanted",
        "family_changed",
        "play_toggled", "bookmark_saved", "bookmark_applied", "bookmark_removed", "tour_wanted",
    ),
    "inspector": ("point_moved", "number_copied", "taylor_chosen", "secant_chosen", "pin_wanted"),
    "stage": (
        "point_dragged", "point_nudged", "view_changed", "fit_requested", "tool_toggled",
        "free_point_dragged", "free_point_nudged", "history_requested", "menu_requested",
    ),
}  # fmt: skip


@pytest.mark.parametrize("view", INTENTS)
def test_painting_never_emits_an_intent(window, view):
    panel, fired = attrgetter(view)(window), []
    for name in INTENTS[view]:
        getattr(panel, name).connect(lambda *_, name=name: fired.append(name))
    document = with_formula(first_document(), 1, text="a x + b", tangent=False, shown=(1,))
    document = with_point(with_new_formula(document, "x +"), "x", 3.0)
    for shown in (document, Document(), first_document()):
        panel.show_document(shown)
        window.engine.request(shown, window.store.viewport)
        panel.paint_frame(window.frame)
    assert fired == []


def test_the_first_launch_shows_a_formula_and_the_hint(window):
    assert window.formulas.rows[0].editor.text == "f(x) = x^3 - 2x"
    assert window.windowTitle() == "untitled[*] — Nablascope"
    assert window.formulas.rows[0].editor.hasFocus()
    assert not window.isWindowModified()


def test_every_key_asks_for_a_draft_at_once_and_the_rest_when_typing_pauses(
    qtbot, window, evaluator
):
    evaluator.asked.clear()
    qtbot.keyClicks(window.formulas.rows[0].editor, "+1+2+3")
    assert [draft for _, draft in evaluator.asked] == [True] * 6
    qtbot.waitUntil(lambda: len(evaluator.asked) == 7)
    assert evaluator.asked[-1] == (window.store.document, False)


def test_sliders_of_half_a_word_do_not_flash(qtbot, window):
    editor = window.formulas.rows[0].editor
    qtbot.keyClicks(editor, "+ab")
    assert window.sliders.rows == ()
    qtbot.waitUntil(lambda: [row.name for row in window.sliders.rows] == ["a", "b"])


def test_changes_mark_the_title_and_saving_clears_it(qtbot, window, tmp_path):
    window.store.change(with_point(window.store.document, "x", 2.0), "Move point")
    assert window.isWindowModified()
    assert window.sessions.save_to(tmp_path / "cubic.nabla")
    assert not window.isWindowModified()
    assert window.windowTitle() == "cubic[*] — Nablascope"
    assert window.settings.recent == ((tmp_path / "cubic.nabla").resolve(),)


def test_a_saved_session_comes_back(window, tmp_path):
    window.store.change(with_formula(window.store.document, 1, text="a x"), "Edit")
    saved = window.store.document
    window.sessions.save_to(tmp_path / "one.nabla")
    window.sessions.new()
    assert window.store.document == first_document()
    assert window.sessions.open_path(tmp_path / "one.nabla")
    assert window.store.document == saved


def test_a_file_that_is_no_session_is_one_sentence_and_changes_nothing(window, tmp_path):
    path = tmp_path / "bad.nabla"
    path.write_text("{}")
    before = window.store.document
    assert not window.sessions.open_path(path)
    assert not window.sessions.open_path(tmp_path / "absent.nabla")
    assert "absent.nabla" in window.status.hint
    assert window.store.document is before


def test_a_dropped_session_is_opened(window, tmp_path):
    window.sessions.save_to(tmp_path / "drop.nabla")
    window.sessions.new()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "drop.nabla"))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)
    assert window.sessions.name == "drop"


def test_unsaved_changes_are_asked_about_once(window, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "gui.sessions.QMessageBox.question",
        lambda *arguments: asked.append(arguments) or sys.modules[
            "gui.sessions"
        ].QMessageBox.StandardButton.Cancel,
    )  # fmt: skip
    window.settings.asks_before_closing = True
    window.store.change(with_point(window.store.document, "x", 2.0), "Move point")
    assert not window.close()
    assert len(asked) == 1
    window.settings.asks_before_closing = False


def test_side_panels_have_the_widths_of_the_design(window):
    assert side_widths(1366) == (280, 272)
    assert side_widths(1600) == (320, 320)
    assert side_widths(1920) == (344, 344)
    assert (window.formulas.width(), window.inspector.width()) == (280, 272)


def test_panels_fold_when_there_is_no_room_and_come_back(qtbot, window):
    window.resize(1000, 700)
    assert not window.body.is_open(RIGHT)
    assert window.body.is_open(LEFT)
    window.resize(900, 700)
    assert not window.body.is_open(LEFT)
    window.resize(1400, 700)
    assert window.body.is_open(LEFT)
    assert window.body.is_open(RIGHT)


def test_a_panel_the_person_folded_stays_folded(window):
    window.actions_["inspector_panel"].trigger()
    assert not window.inspector.isVisible()
    window.resize(900, 700)
    window.resize(1500, 700)
    assert not window.inspector.isVisible()
    window.actions_["inspector_panel"].trigger()
    assert window.inspector.isVisible()


def test_in_a_narrow_window_a_folded_panel_opens_over_the_plot(qtbot, window):
    window.resize(1000, 700)
    width = window.stage.width()
    qtbot.mouseClick(window.body._tabs[RIGHT], Qt.MouseButton.LeftButton)
    assert window.inspector.isVisible()
    assert abs(window.stage.width() - width) <= 1  # the line of the splitter
    qtbot.mouseClick(window.body._tabs[RIGHT], Qt.MouseButton.LeftButton)
    assert not window.inspector.isVisible()


def test_the_theme_switches_and_is_remembered(window):
    window.choose_theme("dark")
    assert window.theme is DARK
    assert window.settings.theme == "dark"
    assert window.palette().window().color().name() == DARK.window.lower()
    window.change_theme()
    assert window.theme is LIGHT


def test_f6_goes_round_the_panels_and_esc_comes_back(qtbot, window):
    window.store.change(with_formula(window.store.document, 1, text="a x"), "Edit")
    window.pace.ask()
    window.back_to_editor()
    window.next_panel()
    assert window.sliders.row("a").track.hasFocus()
    window.inspector.coordinate.setFocus()
    window.next_panel()
    assert window.formulas.rows[0].editor.hasFocus()
    window.inspector.coordinate.setFocus()
    qtbot.keyClick(window.inspector.coordinate, Qt.Key.Key_Escape)
    assert window.formulas.rows[0].editor.hasFocus()


def test_a_bug_is_said_in_a_strip_and_the_work_is_saved(qtbot, window, qapp):
    bugs = Bugs()
    bugs.met.connect(window.report)
    try:
        raise RuntimeError("seven")
    except RuntimeError as error:
        bugs.catch(type(error), error, error.__traceback__)
    assert window.bug_strip.isVisible()
    saved = "Something went wrong inside Nablascope. Your work is saved."
    assert window.bug_strip.sentence == saved
    qtbot.mouseClick(window.bug_strip.copy_button, Qt.MouseButton.LeftButton)
    assert "RuntimeError: seven" in qapp.clipboard().text()


def test_it_does_not_say_saved_when_nothing_was(window, monkeypatch):
    monkeypatch.setattr(window.sessions, "rescue", lambda: None)
    window.report("seven")
    assert window.bug_strip.sentence == "Something went wrong inside Nablascope."


def test_zooming_keeps_the_middle_and_home_returns(window):
    window.store.look(replace(window.store.viewport, x_min=0.0, x_max=10.0))
    window.zoom_in()
    view = window.store.viewport
    assert (view.x_min, view.x_max) == (1.0, 9.0)
    window.intents.go_home()
    assert window.store.viewport.x_min == -5.0
    assert not window.store.undo_stack.canUndo()


def test_every_control_has_a_name(window):
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QSlider)
    for kind in kinds:
        for control in window.findChildren(kind):
            if control.objectName().startswith("qt_") or not control.isVisible():
                continue
            name = control.accessibleName() or getattr(control, "text", str)()
            assert name, control


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (900, 560)])
@pytest.mark.parametrize("text", ["f(x) = x^3 - 2x", "a x + b x +"])
def test_no_text_is_cut(qtbot, window, size, text):
    window.store.change(with_formula(window.store.document, 1, text=text), "Edit")
    window.resize(*size)
    window.pace.ask()
    qtbot.wait(20)
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            assert label.sizeHint().width() <= label.width() + 1, label.text()


def test_the_layout_is_kept_for_the_next_start(window):
    window.actions_["inspector_panel"].trigger()
    window._keep()
    assert not window.settings.panel_open(RIGHT)
    assert not window.settings.geometry.isEmpty()
    window.reset_layout()
    assert window.inspector.isVisible()


def test_the_picture_is_copied_at_twice_the_size_of_the_screen(window, qapp):
    window.copy_picture()
    image = qapp.clipboard().image()
    assert image.width() > 2 * window.frame.viewport.width
    assert "clipboard" in window.status.hint


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, raising windows
def test_the_export_window_shows_the_frame_and_follows(qtbot, window):
    window.actions_["export"].trigger()
    assert window.outlets.export.isVisible()
    window.change_theme()
    window.pace.ask()
    window.close()
    assert not window.outlets.export.isVisible()


def test_arrow_keys_are_one_step_until_a_pause_and_a_slow_drag_is_one(window):
    window.intents.nudge_point(1.1)
    window.intents.nudge_point(1.2)
    window.pace._pause.timeout.emit()
    window.intents.nudge_point(1.3)
    assert window.store.undo_stack.count() == 2
    window.intents.drag_point(2.0)
    window.pace._pause.timeout.emit()
    window.intents.drag_point(2.1)
    window.intents.finish()
    assert window.store.undo_stack.count() == 3
    window.intents.nudge_point(2.2)
    assert window.store.undo_stack.count() == 4


def test_shown_samples_are_counted_in_the_status_bar(window):
    x = np.linspace(0, 1, 5)
    curve = Curve(1, 0, "f", x, np.array([0, 1, np.nan, 1, 2]))
    window.intents.turn_samples()
    assert window.store.document.samples
    window._paint(replace(window.frame, document=window.store.document, curves=(curve,)))
    assert window.status.samples == "Samples: f 4"
    window.store.undo_stack.undo()
    window.pace.ask()
    assert window.status.samples == ""


def test_what_takes_long_can_be_stopped_from_the_status_bar(qtbot, window):
    stops = []
    window.status.stop_wanted.connect(lambda: stops.append(True))
    window.stage.busy.begin()
    window.stage.busy._late.timeout.emit()
    assert window.status.stop_button.isHidden()
    window.stage.busy._long.timeout.emit()
    assert window.status.stop_button.isVisible()
    assert window.status.hint.startswith("Computing")
    qtbot.mouseClick(window.status.stop_button, Qt.MouseButton.LeftButton)
    assert stops == [True]
    assert window.status.stop_button.isHidden()
    assert window.status.hint == "Stopped: the last picture stays."


def test_an_answer_takes_the_offer_to_stop_back(window):
    window.stage.busy.begin()
    window.stage.busy._late.timeout.emit()
    window.stage.busy._long.timeout.emit()
    window.pace.ask()
    assert window.status.stop_button.isHidden()
    assert window.status.hint == "Drag the point, or type another formula."

"""The formula list, by real keys and clicks."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMenu, QVBoxLayout, QWidget

from core.document import Document, with_formula, with_new_formula
from core.errors import Fix, InputError
from core.frame import Frame, Row
from gui.panels.banner import Banner
from gui.panels.editor import _matching
from gui.panels.formula_row import ERROR_WAIT
from gui.panels.formulas import AT_ONCE
from tests.machine import slowness

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def editor(window, place=0):
    return window.formulas.rows[place].editor


def retype(qtbot, window, text):
    """Replace the text of the first row by key presses."""
    qtbot.keyClick(editor(window), Key.Key_A, Ctrl)
    qtbot.keyClicks(editor(window), text)


def test_typing_changes_the_document_and_keeps_the_caret(qtbot, window):
    retype(qtbot, window, "a x^2")
    assert window.store.document.formula(1).text == "a x^2"
    assert editor(window).text == "a x^2"
    assert editor(window).textCursor().position() == 5


def test_typing_in_the_middle_is_never_rewritten(qtbot, window):
    qtbot.keyClick(editor(window), Key.Key_Home)
    qtbot.keyClicks(editor(window), "12")
    assert editor(window).text == "12f(x) = x^3 - 2x"
    assert editor(window).textCursor().position() == 2


def test_a_stretch_of_typing_is_one_step_and_undo_by_key_takes_it_back(qtbot, window):
    before = editor(window).text
    retype(qtbot, window, "sin x")
    assert window.store.undo_stack.count() == 1
    qtbot.keyClick(editor(window), Key.Key_Z, Ctrl)
    assert editor(window).text == before
    qtbot.keyClick(editor(window), Key.Key_Z, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert editor(window).text == "sin x"


def test_a_pause_closes_the_step(qtbot, window):
    qtbot.keyClicks(editor(window), "+1")
    window.pace._pause.timeout.emit()
    qtbot.keyClicks(editor(window), "+2")
    assert window.store.undo_stack.count() == 2


def test_typing_in_the_empty_row_makes_a_formula_in_that_row(qtbot, window):
    row = window.formulas.empty_row
    qtbot.mouseClick(row.editor.viewport(), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(row.editor, "cos x")
    assert window.formulas.rows[1] is row
    assert row.editor.hasFocus()
    assert window.store.document.formula(2).text == "cos x"
    assert window.store.document.active == 2
    assert window.formulas.empty_row is not row
    window.undo()
    assert len(window.formulas.rows) == 1


def test_backspace_in_an_emptied_row_removes_it(qtbot, window):
    window.store.change(with_new_formula(window.store.document, "x"), "New")
    second = editor(window, 1)
    second.setFocus()
    qtbot.keyClick(second, Key.Key_End)
    qtbot.keyClick(second, Key.Key_Backspace)
    qtbot.keyClick(second, Key.Key_Backspace)
    assert [row.key for row in window.formulas.rows] == [1]
    assert editor(window).hasFocus()


def test_up_and_down_and_enter_walk_the_rows(qtbot, window):
    window.store.change(with_new_formula(window.store.document, "x"), "New")
    editor(window).setFocus()
    qtbot.keyClick(editor(window), Key.Key_Down)
    assert editor(window, 1).hasFocus()
    assert window.store.document.active == 2
    qtbot.keyClick(editor(window, 1), Key.Key_Up)
    assert editor(window).hasFocus()
    qtbot.keyClick(editor(window), Key.Key_Return)
    assert editor(window, 1).hasFocus()
    qtbot.keyClick(editor(window, 1), Key.Key_Return)
    assert window.formulas.empty_row.editor.hasFocus()


def test_each_pill_shows_or_hides_its_curve_in_one_click(qtbot, window):
    for pill in window.formulas.rows[0].tools.pills[:3]:
        qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
        assert pill.order not in window.store.document.formula(1).shown
        qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
        assert pill.order in window.store.document.formula(1).shown
    assert window.store.undo_stack.count() == 6


def test_eye_and_tangent_switch_and_undo_switches_them_back(qtbot, window):
    row = window.formulas.rows[0]
    qtbot.mouseClick(row.tools.marks["tangent"], Qt.MouseButton.LeftButton)
    assert not window.store.document.formula(1).tangent
    window.undo()
    assert row.tools.marks["tangent"].isChecked()
    qtbot.mouseClick(row.eye, Qt.MouseButton.LeftButton)
    assert not window.store.document.formula(1).visible


def test_a_mistake_waits_while_typing_at_the_end(qtbot, window):
    qtbot.keyClicks(editor(window), "+")
    window.pace._typing.timeout.emit()
    row = window.formulas.rows[0]
    assert window.problems == 1
    assert row.mistake.isHidden()
    assert not window.stage.banner.isHidden()
    qtbot.waitUntil(lambda: not row.mistake.isHidden(), timeout=4 * ERROR_WAIT)
    assert row.mistake.sentence == "The formula stops after the +."
    assert row.mistake.hint == "Type 1."
    end = len(editor(window).text)
    assert row.editor._span == (end, end)
    qtbot.keyClick(editor(window), Key.Key_Backspace)
    window.pace._typing.timeout.emit()
    assert row.mistake.isHidden()
    assert row.editor._span is None
    assert window.stage.banner.isHidden()


def test_leaving_the_row_names_the_mistake_at_once(qtbot, window):
    qtbot.keyClicks(editor(window), "+")
    window.pace._typing.timeout.emit()
    window.inspector.coordinate.setFocus()
    assert not window.formulas.rows[0].mistake.isHidden()


def test_f8_goes_to_the_next_problem(qtbot, window):
    document = with_new_formula(window.store.document, "x +")
    window.store.change(with_formula(document, 1, text="2 +"), "Two mistakes")
    window.pace.ask()
    assert window.problems == 2
    editor(window).setFocus()
    window.formulas.next_problem()
    assert editor(window, 1).hasFocus()
    window.formulas.next_problem()
    assert editor(window).hasFocus()
    assert editor(window).caret_at_end


def test_the_fix_button_mends_the_text(qtbot, window):
    window.store.change(with_formula(window.store.document, 1, text="αcosec(x)"), "Mistake")
    fix = Fix("Use csc", 1, 6, "csc")
    row = Row(1, error=InputError("No function is called cosec.", 1, 6, "Did you mean csc?", fix))
    document, view = window.store.document, window.store.viewport
    window.formulas.paint_frame(Frame(document, view, rows=(row,)))
    button = window.formulas.rows[0].mistake.fix_button
    assert button.text() == "Use csc"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.store.document.formula(1).text == "αcsc(x)"


def test_rows_live_on_across_frames(window):
    rows = window.formulas.rows
    for _ in range(3):
        window.pace.ask()
    assert window.formulas.rows == rows


def test_pasted_lines_become_one(qtbot, window, qapp):
    qapp.clipboard().setText("x +\n  1")
    qtbot.keyClick(editor(window), Key.Key_A, Ctrl)
    qtbot.keyClick(editor(window), Key.Key_V, Ctrl)
    assert editor(window).text == "x + 1"


def test_a_long_formula_grows_the_editor_to_three_lines(window):
    assert editor(window).height() == 30
    window.store.change(with_formula(window.store.document, 1, text="x + " * 60 + "x"), "Long")
    assert editor(window).height() == 30 + 2 * editor(window).fontMetrics().lineSpacing()


@pytest.mark.parametrize(
    ("text", "caret", "found"),
    [("(x)", 3, (2, 0)), ("(x)", 0, (0, 2)), ("((x)", 1, (1, 3)), ("(x]", 3, None), ("x", 1, None)],
)
def test_the_bracket_at_the_caret_finds_its_partner(text, caret, found):
    assert _matching(text, caret) == found


def test_a_note_stands_under_the_echo_and_goes_with_it(window):
    document, view = window.store.document, window.store.viewport
    row = Row(1, "f", "x y", variables=("x", "y"), note="Drawn along x; y is a slider.")
    window.formulas.paint_frame(Frame(document, view, rows=(row,)))
    note = window.formulas.rows[0].note
    assert note.isVisible()
    assert note.text() == "Drawn along x; y is a slider."
    window.pace.ask()
    assert not note.isVisible()


@pytest.mark.parametrize(
    ("mark", "on"),
    [("normal", True), ("circle", True), ("newton", True), ("taylor", 3), ("secant", 1.0)],
)
def test_each_mark_is_switched_by_click_by_action_and_by_undo(qtbot, window, mark, on):
    off = getattr(window.store.document.formula(1), mark)
    button = window.formulas.rows[0].tools.marks[mark]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert getattr(window.store.document.formula(1), mark) == on
    assert window.actions_[mark].isChecked()
    window.undo()
    assert not button.isChecked()
    window.actions_[mark].trigger()
    assert button.isChecked()
    window.actions_[mark].trigger()
    assert getattr(window.store.document.formula(1), mark) == off


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, opening menus
def test_higher_derivatives_come_from_the_menu_and_stay_as_pills(qtbot, window):
    tools = window.formulas.rows[0].tools
    assert tools.pills[3].isHidden()
    qtbot.mouseClick(tools.more, Qt.MouseButton.LeftButton)
    menu = tools.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["f‴", "f⁽⁴⁾", "f⁽⁵⁾", "f⁽⁶⁾"]
    menu.actions()[1].trigger()
    menu.close()
    assert window.store.document.formula(1).shown == (0, 1, 2, 4)
    assert tools.pills[4].isVisible()
    assert tools.pills[4].isChecked()
    qtbot.mouseClick(tools.pills[4], Qt.MouseButton.LeftButton)
    assert tools.pills[4].isHidden()
    window.undo()
    assert tools.pills[4].isVisible()


@pytest.mark.parametrize("width", [1366, 1920])
@pytest.mark.parametrize("shown", [(0, 1, 2), (0, 1, 2, 3, 4, 5, 6)])
def test_no_tool_of_a_row_is_cut(qtbot, window, width, shown):
    window.store.change(with_formula(window.store.document, 1, shown=shown), "Show")
    window.resize(width, 900)
    qtbot.wait(20)
    tools = window.formulas.rows[0].tools
    for control in tools.controls:
        if control.isVisible():
            assert control.width() >= control.sizeHint().boundedTo(control.maximumSize()).width()
            assert control.parentWidget().rect().contains(control.geometry()), control
    spots = [control.geometry() for control in (*tools.pills, tools.more) if control.isVisible()]
    for place, spot in enumerate(spots):
        assert not any(spot.intersects(other) for other in spots[:place])


HUGE = {"a sum": "+x" * 500_000, "brackets": "(" * 1_000_000, "lines": "x\n" * 500_000}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_paste_of_a_megabyte_is_refused_at_once_and_the_text_stays(qtbot, window, qapp, text):
    row = window.formulas.rows[0]
    before = row.editor.text
    qapp.clipboard().setText(text)
    began = time.thread_time()
    qtbot.keyClick(row.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert time.thread_time() - began < 0.5 * slowness()
    assert row.editor.text == before
    assert row.mistake.sentence == "The text has 1,000,000 characters; up to 10,000 are read."
    qtbot.keyClicks(row.editor, "+1")
    qtbot.waitUntil(lambda: row.mistake.isHidden())


def test_a_paste_as_long_as_is_read_is_put_in(qtbot, window, qapp):
    row = window.formulas.rows[0]
    qtbot.keyClick(row.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qapp.clipboard().setText("+x" * 5_000)
    qtbot.keyClick(row.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(window.store.document.formulas[0].text) == 10_000


def test_the_rows_of_a_long_session_come_in_turns_while_the_window_answers(qtbot, window):
    document = window.store.document
    for number in range(AT_ONCE + 8):
        document = with_new_formula(document, f"{number} x")
    window.store.replace(document, window.store.viewport)
    shown = window.formulas.rows
    assert len(shown) < len(document.formulas)
    assert document.active in [row.key for row in shown]  # the last one, before its turn
    everything = [formula.text for formula in document.formulas]
    qtbot.waitUntil(lambda: len(window.formulas.rows) == len(everything), timeout=20_000)
    assert [row.editor.text for row in window.formulas.rows] == everything
    tops = [row.y() for row in window.formulas.rows]
    assert tops == sorted(tops)
    assert all(row.echo.latex for row in window.formulas.rows)


def test_rows_that_were_not_there_yet_are_removed_and_come_back(qtbot, window):
    document = window.store.document
    for number in range(AT_ONCE + 8):
        document = with_new_formula(document, f"{number} x")
    window.store.change(document, "Add rows")
    window.undo()
    qtbot.wait(50)
    assert len(window.formulas.rows) == 1
    window.redo()
    qtbot.waitUntil(lambda: len(window.formulas.rows) == AT_ONCE + 9, timeout=20_000)


def test_keys_that_still_reach_a_removed_row_go_nowhere(qtbot, window):
    row = window.formulas.rows[0]
    qtbot.keyClicks(window.formulas.empty_row.editor, "x^2")
    document = window.store.document
    window.formulas.show_document(replace(document, formulas=document.formulas[1:], active=2))
    assert row not in window.formulas.rows
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_5):
        qtbot.keyClick(row.editor, key)
    assert len(window.formulas.rows) == 1
    assert window.store.document == document


def test_the_banner_is_as_high_as_the_formula_that_stays(qtbot):
    window, banner = QWidget(), Banner()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    column.addWidget(banner)
    column.addStretch(1)
    window.resize(800, 300)
    window.show()
    row = Row(1, latex=r"\sum_{k=1}^{100} \frac{\sin(k\,x)}{k}", error=InputError("No.", 0, 1))
    banner.paint_frame(SimpleNamespace(document=Document(), row=lambda _: row))
    assert banner.isVisible()
    qtbot.waitUntil(lambda: banner.sizeHint().height() > 40, timeout=20_000)
    qtbot.waitUntil(lambda: banner.height() >= banner.sizeHint().height())


def test_the_switches_of_a_row_take_the_room_they_need_when_shown_again(window):
    tools = window.formulas.rows[0].tools
    height = tools.height()
    for pill in tools.pills:
        pill.setFixedWidth(200)  # as before its letters are there
    tools.arrange()
    assert tools.height() > height
    for pill in tools.pills:
        pill.setMinimumWidth(0)
        pill.setMaximumWidth(16_777_215)
    formula = window.store.document.formula(1)
    tools.show_formula(formula, tools._name, tools._theme)
    assert tools.height() == height

"""Sliders, by mouse and keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from core.document import with_formula
from core.frame import Sensitivity
from gui.panels.track import Track

Left = Qt.MouseButton.LeftButton
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def row(window):
    window.store.change(with_formula(window.store.document, 1, text="a x"), "Edit")
    window.pace.ask()
    return window.sliders.row("a")


def value(window):
    return window.store.document.parameter("a").value


def drag(qtbot, track, start, end, modifier=Modifier.NoModifier):
    middle = track.height() // 2
    qtbot.mousePress(track, Left, pos=QPoint(start, middle))
    for x in range(start, end, 4 if end > start else -4):
        qtbot.mouseMove(track, QPoint(x, middle))
    qtbot.mouseMove(track, QPoint(end, middle))
    qtbot.mouseRelease(track, Left, modifier, QPoint(end, middle))


def handle(track):
    return round(track._place(track._value))


def test_every_free_symbol_has_a_row(qtbot, window, row):
    assert [each.name for each in window.sliders.rows] == ["a"]
    window.store.change(with_formula(window.store.document, 1, text="a x + b"), "Edit")
    window.pace.ask()
    assert [each.name for each in window.sliders.rows] == ["a", "b"]
    assert window.sliders.row("a") is row


def test_a_new_slider_stands_where_its_value_is(row):
    assert row.track.value() == 6000
    assert row.track.property("origin") == 5000


def test_a_drag_moves_the_value_in_one_step_and_the_next_in_another(qtbot, window, row):
    steps = window.store.undo_stack.count()
    drag(qtbot, row.track, handle(row.track), handle(row.track) + 30)
    first = value(window)
    assert first > 1.5
    assert window.store.undo_stack.count() == steps + 1
    drag(qtbot, row.track, handle(row.track), handle(row.track) - 20)
    assert value(window) < first
    assert window.store.undo_stack.count() == steps + 2
    window.undo()
    assert value(window) == first
    assert row.field.text() == f"{first:g}"


def test_while_dragging_drafts_are_asked_and_the_release_asks_in_full(
    qtbot, window, row, evaluator
):
    evaluator.asked.clear()
    drag(qtbot, row.track, handle(row.track), handle(row.track) + 20)
    drafts = [draft for _, draft in evaluator.asked]
    assert drafts[0] is True
    assert drafts[-1] is False


def test_arrows_step_fine_with_shift_and_coarse_with_ctrl(qtbot, window, row):
    row.track.setFocus()
    qtbot.keyClick(row.track, Key.Key_Right)
    assert value(window) == 1.1
    qtbot.keyClick(row.track, Key.Key_Right, Modifier.ShiftModifier)
    assert value(window) == 1.11
    qtbot.keyClick(row.track, Key.Key_Right, Modifier.ControlModifier)
    assert value(window) == 2.0
    qtbot.keyClick(row.track, Key.Key_Home)
    assert value(window) == -5.0


def test_expressions_can_be_typed_and_widen_the_range(qtbot, window, row):
    row.field.setFocus()
    row.field.selectAll()
    qtbot.keyClicks(row.field, "2 pi")
    qtbot.keyClick(row.field, Key.Key_Return)
    assert value(window) == pytest.approx(6.28318530718)
    assert window.store.document.parameter("a").maximum == pytest.approx(6.28318530718)


def test_what_cannot_be_read_in_a_field_changes_nothing(qtbot, window, row):
    row.field.setFocus()
    row.field.selectAll()
    qtbot.keyClicks(row.field, "2 +")
    qtbot.keyClick(row.field, Key.Key_Return)
    assert value(window) == 1.0
    assert row.field.toolTip()
    qtbot.keyClick(row.field, Key.Key_Escape)
    assert row.field.text() == "1"


def test_the_limits_can_be_edited(qtbot, window, row):
    row.high.setFocus()
    row.high.selectAll()
    qtbot.keyClicks(row.high, "pi/2")
    qtbot.keyClick(row.high, Key.Key_Return)
    slider = window.store.document.parameter("a")
    assert slider.maximum == pytest.approx(1.5707963267949)
    assert slider.value == 1.0


def test_limits_in_the_wrong_order_change_places(qtbot, window, row):
    row.low.setFocus()
    row.low.selectAll()
    qtbot.keyClicks(row.low, "7")
    qtbot.keyClick(row.low, Key.Key_Return)
    slider = window.store.document.parameter("a")
    assert (slider.minimum, slider.maximum) == (5.0, 7.0)


def test_reset_brings_back_the_default(qtbot, window, row):
    drag(qtbot, row.track, handle(row.track), handle(row.track) + 30)
    qtbot.mouseClick(window.sliders.reset_button, Left)
    assert value(window) == 1.0
    assert window.store.document.parameters == ()


def test_the_fill_starts_at_zero_inside_the_range_and_at_the_left_outside(qtbot):
    track = Track("a")
    qtbot.addWidget(track)
    track.show_value(1.0, -5.0, 15.0)
    assert track.property("origin") == 2500
    track.show_value(3.0, 2.0, 4.0)
    assert track.property("origin") == 0


def test_a_value_set_by_assistive_technology_is_a_move(qtbot):
    from gui.panels.track import STEPS, Track

    track = Track("Slider of a")
    qtbot.addWidget(track)
    track.show_value(0.0, -5.0, 5.0)
    moved = []
    track.value_dragged.connect(moved.append)
    with qtbot.waitSignal(track.released, timeout=2000):
        track.setValue(STEPS * 3 // 4)
    assert moved == [2.5]


def shown(window, value, draft=False, parameter="a"):
    """Paint a frame in which the function has this sensitivity."""
    found = () if draft else (Sensitivity("f", parameter, value),)
    window.sliders.paint_frame(replace(window.frame, draft=draft, sensitivities=found))
    return window.sliders.row("a").sensitivity


def test_the_sensitivity_stands_beside_the_slider(window, row):
    label = shown(window, 0.14412)
    assert label.text == "∂f/∂a = 0.144"
    assert label.accessibleName() == "∂f/∂a = 0.144"
    assert label.toolTip().startswith("∂f/∂a = 0.14412\n")
    assert label.isVisible()
    assert row.field.geometry().right() < label.x()
    assert label.geometry().right() < row.play.x()


def test_a_narrow_row_has_fewer_digits_then_the_number_alone_then_nothing(window, row):
    label = shown(window, -0.2512)
    wide = label.fontMetrics().horizontalAdvance("∂f/∂a = −0.25")
    label.resize(wide, 20)
    assert label.text == "∂f/∂a = −0.25"
    label.resize(48, 20)
    assert label.text == "−0.251"
    label.resize(8, 20)
    assert label.text == ""


def test_a_sensitivity_waits_while_something_moves(window, row):
    shown(window, 2.0)
    label = shown(window, 3.0, draft=True)
    assert (label.texts[-1], label.waiting) == ("2", True)
    label = shown(window, 3.0)
    assert (label.texts[-1], label.waiting) == ("3", False)


def test_without_a_derivative_nothing_is_said(window, row):
    shown(window, 2.0)
    label = shown(window, 2.0, parameter="b")
    assert (label.text, label.toolTip(), label.accessibleName()) == ("", "", "")

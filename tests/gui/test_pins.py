"""Pinned points, by keys and clicks."""

from dataclasses import replace

from PySide6.QtCore import Qt

from core.document import with_new_formula, with_point

Left = Qt.MouseButton.LeftButton


def pin_at(window, x):
    window.store.change(with_point(window.store.document, "x", x), "Move")
    window.actions_["pin"].trigger()


def test_the_button_and_the_key_pin_the_point(qtbot, window):
    qtbot.mouseClick(window.inspector.pin, Left)
    window.store.change(with_point(window.store.document, "x", -2.5), "Move")
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert [(pin.number, pin.x) for pin in window.store.document.pins] == [(1, 1.0), (2, -2.5)]
    words = [row.name.text() for row in window.formulas.pins.rows]
    assert words == ["P₁ pinned at x = 1", "P₂ pinned at x = −2.5"]


def test_a_pin_is_undone_and_removed(qtbot, window):
    pin_at(window, 2.0)
    window.undo()
    assert window.formulas.pins.isHidden()
    window.redo()
    row = window.formulas.pins.rows[0]
    qtbot.mouseClick(row.remove, Left)
    assert window.store.document.pins == ()
    window.undo()
    assert len(window.formulas.pins.rows) == 1
    window.actions_["remove_pins"].trigger()
    assert window.store.document.pins == ()
    assert not window.actions_["remove_pins"].isEnabled()


def test_a_click_on_a_pin_brings_the_point_and_its_formula(qtbot, window):
    pin_at(window, -2.0)
    window.store.change(with_new_formula(window.store.document, "x"), "New")
    window.store.change(with_point(window.store.document, "x", 4.0), "Move")
    steps = window.store.undo_stack.count()
    qtbot.mouseClick(window.formulas.pins.rows[0].name, Left)
    assert window.store.document.coordinate("x") == -2.0
    assert window.store.document.active == 1
    assert window.store.undo_stack.count() == steps + 1


def test_pins_stand_between_the_formulas_and_the_empty_row(qtbot, window):
    pin_at(window, 2.0)
    row = window.formulas.empty_row
    qtbot.mouseClick(row.editor.viewport(), Left)
    qtbot.keyClicks(row.editor, "cos x")
    qtbot.wait(20)
    pins = window.formulas.pins
    assert window.formulas.rows[1].y() < pins.y() < window.formulas.empty_row.y()


def test_the_tip_of_a_pin_says_its_values(window):
    pin_at(window, 2.0)
    frame = window.frame
    window.formulas.paint_frame(replace(frame, pins=((1, frame.point),)))
    assert "f′ = 12" in window.formulas.pins.rows[0].name.toolTip()

"""Pinned points, by keys and clicks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.document import (
    Viewport,
    with_formula,
    with_new_formula,
    with_pin_changed,
    with_point,
)
from core.files import session
from gui.panels.pin_sheet import PinSheet
from gui.theme import LIGHT

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
    assert words == ["P₁ at x = 1", "P₂ at x = −2.5"]


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


@pytest.fixture
def pinned(window):
    window.intents.drag_point(1.5)
    window.intents.finish()
    window.actions_["pin"].trigger()
    return window


def row_of(window):
    return window.formulas.pins.rows[0]


def test_a_pin_is_hidden_and_shown_in_steps_of_their_own(pinned):
    eye = row_of(pinned).eye
    eye.click()
    assert not pinned.store.document.pins[0].visible
    assert pinned.store.undo_stack.undoText() == "Hide P₁"
    assert eye.accessibleName() == "Show P₁"
    eye.click()
    assert pinned.store.document.pins[0].visible
    pinned.undo()
    assert not pinned.store.document.pins[0].visible


def test_a_pin_is_put_exactly_and_named_in_its_sheet(pinned):
    row = row_of(pinned)
    sheet = PinSheet(row._pin, "P₁", "x", LIGHT, pinned)
    sheet.setWindowFlags(Qt.WindowType.Widget)
    sheet.renamed.connect(row.renamed)
    sheet.moved.connect(row.moved)
    sheet.show()
    sheet.place.selectAll()
    QTest.keyClicks(sheet.place, "pi/2")
    QTest.keyClick(sheet.place, Qt.Key.Key_Return)
    assert pinned.store.document.pins[0].x == pytest.approx(1.5707963267948966)
    QTest.keyClicks(sheet.name, "top")
    QTest.keyClick(sheet.name, Qt.Key.Key_Return)
    assert pinned.store.document.pins[0].name == "top"
    assert row.name.text().startswith("top at x = 1.5708")
    sheet.close()
    pinned.undo()
    pinned.undo()
    assert pinned.store.document.pins[0].x == 1.5


def test_all_pins_are_hidden_and_shown_at_once(pinned):
    action = pinned.actions_["hide_pins"]
    assert action.isChecked()
    action.trigger()
    assert not any(pin.visible for pin in pinned.store.document.pins)
    assert not action.isChecked()
    action.trigger()
    assert all(pin.visible for pin in pinned.store.document.pins)


def test_a_session_keeps_names_and_hidden_pins(pinned):
    document = with_pin_changed(pinned.store.document, 1, name="top", visible=False)
    assert session.loads(session.dumps(document, Viewport()))[0].pins == document.pins


def test_hidden_pins_are_not_drawn_and_named_ones_bear_their_name(qtbot, pinned):
    from core.evaluate import Evaluator
    from gui.maths import Typesetting
    from gui.plots.scene import CurveScene
    from gui.plots.stage import Look

    evaluator = Evaluator()
    evaluator.load_derivatives()
    view = Viewport(-3.0, 3.0, -5.0, 5.0, 500, 400)
    document = with_formula(pinned.store.document, 1, text="x")
    scene = CurveScene(Look(LIGHT), Typesetting(waits=True))
    scene.set_size(560, 440)
    scene.show_frame(evaluator.frame(document, view))
    assert [pin.name for pin in scene.pane.pins.pinned] == ["P₁"]
    scene.show_frame(evaluator.frame(with_pin_changed(document, 1, name="top"), view))
    assert [pin.name for pin in scene.pane.pins.pinned] == ["top"]
    scene.show_frame(evaluator.frame(with_pin_changed(document, 1, visible=False), view))
    assert scene.pane.pins.pinned == ()

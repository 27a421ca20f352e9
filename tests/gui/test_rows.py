"""Rows of the formula list change places: by their chip, by keys, in one step."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.document import Document, with_formula_at, with_new_formula
from core.files import session


@pytest.fixture
def three(window):
    window.intents.edit_text(1, "x")
    for text in ("x^2", "x^3"):
        window.intents.add_formula(text)
        window.intents.finish()
    window.intents.choose_row(1)
    return window


def texts(window):
    return [row.text for row in window.store.document.formulas]


def shown(window):
    rows = sorted(window.formulas.rows, key=lambda row: row.y())
    return [row.editor.text for row in rows]


def carry(window, place, to):
    """Drag the chip of a row to a height of the list."""
    window.formulas._list.layout().activate()
    chip = window.formulas.rows[place].chip
    start = chip.rect().center()
    goal = chip.mapFromGlobal(window.formulas._list.mapToGlobal(QPoint(10, to)))
    QTest.mousePress(chip, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(chip, start + (goal - start) / 2)
    QTest.mouseMove(chip, goal)
    line = window.formulas._drop_line.isVisible()
    QTest.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=goal)
    return line


@pytest.mark.parametrize(("place", "order"), [
    (0, [1, 2, 3]), (1, [2, 1, 3]), (2, [2, 3, 1]), (9, [2, 3, 1]), (-4, [1, 2, 3]),
])  # fmt: skip
def test_a_row_is_put_at_a_place(place, order):
    document = Document()
    for text in ("x", "y", "z"):
        document = with_new_formula(document, text)
    moved = with_formula_at(document, 1, place)
    assert [row.key for row in moved.formulas] == order
    assert moved.active == document.active


def test_dragging_a_chip_below_the_last_row_moves_the_row_there(qtbot, three):
    bottom = three.formulas.rows[-1].geometry().bottom()
    assert carry(three, 0, bottom + 5)
    assert texts(three) == ["x^2", "x^3", "x"]
    qtbot.waitUntil(lambda: shown(three) == ["x^2", "x^3", "x"])
    assert not three.formulas._drop_line.isVisible()
    assert three.store.undo_stack.undoText() == "Move formula"
    three.undo()
    assert texts(three) == ["x", "x^2", "x^3"]
    qtbot.waitUntil(lambda: shown(three) == ["x", "x^2", "x^3"])


def test_dragging_a_chip_upwards_moves_the_row_up(three):
    assert carry(three, 2, 2)
    assert texts(three) == ["x^3", "x", "x^2"]


def test_a_row_dropped_on_itself_stays_without_a_step(three):
    before = three.store.undo_stack.count()
    middle = three.formulas.rows[1].geometry().center().y()
    carry(three, 1, middle + 12)
    assert texts(three) == ["x", "x^2", "x^3"]
    assert three.store.undo_stack.count() == before


def test_alt_and_the_arrows_move_the_row_with_the_caret(three):
    editor = three.formulas.rows[0].editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert texts(three) == ["x^2", "x", "x^3"]
    assert three.formulas.rows[1].editor.hasFocus()
    QTest.keyClick(editor, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert texts(three) == ["x", "x^2", "x^3"]
    assert not three.actions_["move_up"].isEnabled()
    assert three.actions_["move_down"].isEnabled()


def test_a_click_on_the_chip_still_chooses_a_colour(three, monkeypatch):
    chip, clicked = three.formulas.rows[0].chip, []
    chip.clicked.disconnect()
    chip.clicked.connect(lambda: clicked.append(1))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert clicked == [1]


def test_a_session_keeps_the_order(three):
    three.intents.move_row(1, 2)
    again, _ = session.loads(session.dumps(three.store.document, three.store.viewport))
    assert [row.text for row in again.formulas] == ["x^2", "x^3", "x"]


@pytest.mark.parametrize(
    ("text", "draft"), [("sum(sin(k x), k, 1, 90000)", True), ("a x^2 + 1", False)]
)
def test_a_pasted_sum_is_drafted_before_it_is_drawn_in_full(text, draft):
    from gui.pace import _may_take_long

    assert _may_take_long(text) == draft
    assert not _may_take_long(None)

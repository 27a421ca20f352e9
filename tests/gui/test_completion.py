"""Autocomplete and the palette of symbols, by real keys."""

import pytest
from PySide6.QtCore import Qt

import core
from core.document import with_formula
from gui.panels.offers import MOST, offers, word_before
from gui.panels.symbols import SYMBOLS

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Ctrl = Qt.KeyboardModifier.ControlModifier


def start(qtbot, window, text):
    editor = window.formulas.rows[0].editor
    qtbot.keyClick(editor, Key.Key_A, Ctrl)
    qtbot.keyClicks(editor, text)
    return editor


def labels(editor):
    found = editor.completion.list
    return [offer.label for offer in found.offers] if editor.completion.is_open else []


def test_two_letters_offer_six_at_most(qtbot, window):
    editor = start(qtbot, window, "2x si")
    assert labels(editor)[0] == "sin(x)"
    assert "σ" in labels(editor)
    assert len(labels(editor)) <= MOST
    qtbot.keyClick(editor, Key.Key_Space)
    assert labels(editor) == []


def test_tab_takes_the_offer_and_stands_in_its_brackets(qtbot, window):
    editor = start(qtbot, window, "2x si")
    qtbot.keyClick(editor, Key.Key_Tab)
    qtbot.keyClicks(editor, "3x")
    assert editor.text == "2x sin(3x)"
    assert window.store.document.formula(1).text == "2x sin(3x)"
    assert editor.hasFocus()
    qtbot.keyClick(editor, Key.Key_Tab)
    assert not editor.hasFocus()


def test_arrows_choose_and_enter_never_takes(qtbot, window):
    editor = start(qtbot, window, "co")
    second = labels(editor)[1]
    qtbot.keyClick(editor, Key.Key_Down)
    qtbot.keyClick(editor, Key.Key_Tab)
    assert editor.text == second.partition("(")[0] + "()"
    editor = start(qtbot, window, "co")
    qtbot.keyClick(editor, Key.Key_Return)
    assert editor.text == "co"
    assert labels(editor) == []
    assert window.formulas.empty_row.editor.hasFocus()


def test_esc_closes_the_list_and_leaves_the_caret(qtbot, window):
    editor = start(qtbot, window, "sin")
    assert labels(editor)
    qtbot.keyClick(editor, Key.Key_Escape)
    assert labels(editor) == []
    assert editor.hasFocus()
    assert editor.text == "sin"


def test_greek_names_become_letters(qtbot, window):
    editor = start(qtbot, window, "thet")
    assert labels(editor) == ["θ"]
    qtbot.keyClick(editor, Key.Key_Tab)
    assert editor.text == "θ"


def test_a_name_before_brackets_keeps_them(qtbot, window):
    editor = start(qtbot, window, "(x)")
    qtbot.keyClick(editor, Key.Key_Home)
    qtbot.keyClicks(editor, "sq")
    assert labels(editor)[0] == "sqrt(x)"
    qtbot.keyClick(editor, Key.Key_Tab)
    assert editor.text == "sqrt(x)"
    assert editor.caret == 5


def test_the_list_makes_way_for_a_mistake(qtbot, window):
    editor = start(qtbot, window, "sin")
    editor.completion._late.timeout.emit()
    assert labels(editor)
    editor.mark((0, 3))
    editor.completion._late.timeout.emit()
    assert labels(editor) == []


def test_leaving_and_showing_never_leave_a_list_open(qtbot, window):
    editor = start(qtbot, window, "sin")
    window.inspector.coordinate.setFocus()
    assert labels(editor) == []
    window.store.change(with_formula(window.store.document, 1, text="cos"), "Edit")
    assert labels(editor) == []


def test_a_click_takes_an_offer(qtbot, window):
    editor = start(qtbot, window, "ta")
    qtbot.mouseClick(editor.completion.list, Left, pos=editor.completion.list.rect().center() * 0)
    assert editor.text.endswith("()")
    assert editor.hasFocus()


@pytest.mark.parametrize(
    ("text", "caret", "word"),
    [("2x sin", 6, "sin"), ("sin", 2, ""), ("x^2", 3, ""), (r"\al", 3, r"\al"), ("log2", 4, "log2"),
     ("", 0, ""), ("a_b", 3, "")],
)  # fmt: skip
def test_the_word_at_the_caret(text, caret, word):
    assert word_before(text, caret) == word


def test_aliases_find_their_function_and_every_offer_has_a_meaning():
    assert offers("arcs")[0].label == "asin(x)"
    for word in ("si", "ga", "be", "lo", "no"):
        assert all(offer.meaning for offer in offers(word))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_symbol_is_put_in_at_the_caret(qtbot, window):
    editor = start(qtbot, window, "2")
    qtbot.mouseClick(window.formulas.symbols_button, Left)
    sheet = window.formulas._symbols
    root = next(button for button in sheet.buttons if button.text() == "√")
    qtbot.mouseClick(root, Left)
    qtbot.keyClicks(editor, "x")
    assert editor.text == "2√(x)"
    window.actions_["symbols"].trigger()
    sheet = window.formulas._symbols
    qtbot.keyClick(sheet, Key.Key_Right)
    qtbot.keyClick(sheet, Key.Key_Return)
    assert editor.text == "2√(xθ)"
    assert not sheet.isVisible()


@pytest.mark.parametrize("symbol", SYMBOLS, ids=lambda symbol: symbol.name)
def test_every_symbol_can_be_read(symbol):
    head = symbol.text[: len(symbol.text) - symbol.back]
    tail = symbol.text[len(head) :]
    if symbol.name in ("derivative of a row",):
        return
    if symbol.name == "cases":
        text = f"{head}x{tail[:-1]}x{tail[-1]}"
    elif symbol.name in ("at most", "at least", "not equal to"):
        text = f"x {{x {symbol.text} 1}}"
    elif symbol.text[0] == "^":
        text = f"x{head}2{tail}"
    elif symbol.back:
        text = f"{head}x{tail}"
    elif symbol.text in "·/_":
        text = f"x{symbol.text}2"
    elif symbol.text in ("²", "³", "⁻¹", "!", "°"):
        text = f"x{symbol.text}"
    else:
        text = f"{symbol.text} x"
    core.read(text)

"""Actions are data: unique, named, explained, and each has its place in a menu."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QToolButton

from gui.actions import ACTIONS, MENUS, RECENT, SEPARATOR


def _in_menus():
    for _, entries in MENUS:
        for entry in entries:
            if isinstance(entry, tuple):
                yield from entry[1]
            elif entry not in (SEPARATOR, RECENT):
                yield entry


def _twice(items):
    return [item for item, count in Counter(items).items() if count > 1]


def test_ids_are_unique():
    assert not _twice(action.id for action in ACTIONS)


def test_shortcuts_are_unique_and_readable(qapp):
    keys = [QKeySequence(action.shortcut) for action in ACTIONS if action.shortcut]
    assert all(not key.isEmpty() for key in keys)
    assert not _twice(key.toString() for key in keys)


def test_every_action_has_a_tip_that_is_a_sentence():
    for action in ACTIONS:
        assert action.tip.endswith("."), action.id
        assert action.text, action.id


def test_every_action_stands_in_one_menu():
    assert sorted(_in_menus()) == sorted(action.id for action in ACTIONS)


def test_actions_are_switched_as_their_data_says(window):
    assert window.actions_["show_f1"].isChecked()
    assert not window.actions_["undo"].isEnabled()
    window.actions_["show_f1"].trigger()
    assert not window.actions_["show_f1"].isChecked()
    assert window.actions_["undo"].isEnabled()


@pytest.mark.parametrize("name", ["undo", "redo", "export", "other_theme"])
def test_tool_buttons_have_a_name_and_a_tip(window, name):
    button = next(
        each for each in window.findChildren(QToolButton)
        if each.defaultAction() is window.actions_[name]
    )
    assert button.accessibleName()
    assert button.toolTip()


def test_undo_says_what_it_takes_back(window):
    window.intents.set_parameter("a", 2.0)
    assert window.actions_["undo"].text() == "Undo: move a"
    window.undo()
    assert window.actions_["undo"].text() == "Undo"
    assert window.actions_["redo"].text() == "Redo: move a"

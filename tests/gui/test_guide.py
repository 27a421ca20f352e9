"""The guide: every example can be read, and a click puts it into a row."""

import pytest
from PySide6.QtCore import Qt

from core.readings import read_rows
from gui.guide import SECTIONS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize(
    "text", [text for section in SECTIONS for text, _ in section.examples]
)  # fmt: skip
def test_every_example_can_be_read(text):
    assert read_rows([(1, text)])[1].row.error is None


def test_a_click_puts_an_example_into_a_new_row(qtbot, window):
    window.actions_["guide"].trigger()
    guide = window.shelf.guide
    assert guide.isVisible()
    assert not guide.isModal()
    button = next(each for each in guide.examples if each.text() == "a x³ + sin(b x)")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.formulas.rows[-1].editor.text == "a x³ + sin(b x)"
    assert window.store.document.active == 2
    window.undo()
    assert len(window.formulas.rows) == 1
    window.actions_["guide"].trigger()
    assert window.shelf.guide is guide
    guide.close()


def test_the_guide_is_wide_enough_for_its_words(qtbot, window):
    from PySide6.QtWidgets import QLabel

    window.shelf.show_guide()
    qtbot.wait(20)
    guide = window.shelf.guide
    for label in guide.findChildren(QLabel):
        if not label.wordWrap():
            assert label.sizeHint().width() <= label.width() + 1, label.text()
    assert all(button.sizeHint().width() <= button.width() for button in guide.examples)
    guide.close()

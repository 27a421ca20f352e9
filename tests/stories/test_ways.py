"""What a person does with the ways to a derivative: the true lab, in processes of its own."""

import pytest
from PySide6.QtCore import Qt

from gui.panels.ways_words import VALUE

from .test_stories import type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(240)]
PATIENCE = 90_000  # ms; a child may have to read torch from a cold disk


def rows(person):
    model = person.window.bench.ways.panel.model
    return {model.result(k).id: model.result(k) for k in range(model.rowCount())}


def measured(person, title):
    model = person.window.bench.ways.panel.model
    head = Qt.Orientation.Horizontal
    person.qtbot.waitUntil(
        lambda: model.rowCount() > 0
        and model.headerData(VALUE, head) == title
        and not person.window.bench.ways.panel._delegate.faded,
        timeout=PATIENCE,
    )
    return rows(person)


def test_the_second_derivative_of_the_tutorial_by_every_way(launch):
    person = launch()
    window = person.window
    type_formula(person, "x^3 + sin x")
    person.waits_for_answer()
    person.qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    found = measured(person, "f″(1)")
    assert round(found["grad_grad"].value, 4) == 5.1585
    assert found["sympy"].digits == 15
    assert round(found["not_cleared"].value, 4) == 8.6988
    assert "adds to x.grad" in window.bench.ways.panel.foot.text()
    assert found["reference"].text.startswith("5.1585290151921")
    person.qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert "ways agree to 15 digits" in window.bench.drawer.summary.text()


def test_two_variables_hold_eighteen_for_six_where_nothing_is_cleared(launch):
    person = launch()
    window = person.window
    type_formula(person, "z(x, y) = x^2 y")
    person.waits_for_answer()
    window.actions_["ways"].trigger()
    measured(person, "Entry that agrees least")
    window.fields.move(2.0, 3.0)
    person.waits_for_answer()
    person.qtbot.waitUntil(
        lambda: "(2, 3)" in window.bench.ways.panel.place.text()
        and not window.bench.ways.panel._delegate.faded,
        timeout=PATIENCE,
    )
    found = rows(person)
    assert found["rows"].value == [[6, 4], [4, 0]]
    assert found["not_cleared"].value[0][0] == 18
    assert "12 + 6 = 18" in found["not_cleared"].note

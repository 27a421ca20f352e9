"""What a person does with cost and precision: the true lab, in a process of its own."""

import pytest
from PySide6.QtCore import Qt

from core.autograd.cost_words import MAP
from core.autograd.precision_words import digits_of

from .test_stories import type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]
PATIENCE = 120_000  # ms; a child may have to read torch from a cold disk


def waits(person, condition):
    person.qtbot.waitUntil(condition, timeout=PATIENCE)


def opened(person):
    person.qtbot.keyClick(person.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    panel = person.window.bench.cost.panel
    waits(person, lambda: panel.precision.chart.chart is not None)
    return panel


def test_a_person_reads_which_step_is_best_and_what_a_gradient_costs(launch):
    person = launch()
    type_formula(person, "x^3 + sin x")
    person.waits_for_answer()
    panel = opened(person)
    assert "Autograd: 16 digits" in panel.precision.foot.text()
    errors = panel.precision._report.first
    central = next(each for each in errors.curves if each.id == "central")
    assert 9 <= digits_of(central.reached) <= 12
    assert 1e-7 < central.best < 1e-4
    person.qtbot.keyClick(panel.precision.chart, Qt.Key.Key_Left)
    assert panel.precision.chart.readings()[0] == ("h", "1")
    waits(person, lambda: panel.cost.chart.chart is not None)
    pull, columns = (panel.cost._report.curve(name) for name in ("pull", "columns"))
    size = min(pull.sizes[-1], columns.sizes[-1])
    assert size >= 32
    assert columns.at(size) > 4 * pull.at(size)
    panel.cost.show_topic(MAP)
    panel.cost.topic_chosen.emit(MAP)
    waits(person, lambda: panel.cost._report.topic == MAP)
    assert "Forward is faster from m =" in panel.cost.foot.text()
    assert panel.cost.chart.chart.marks


def test_the_errors_follow_the_point_to_where_there_is_no_derivative(launch):
    person = launch()
    type_formula(person, "|x|")
    person.waits_for_answer()
    panel = opened(person)
    person.window.intents.type_point("x", 0.0)
    person.waits_for_answer()
    waits(person, lambda: "corner" in panel.precision.chart.sentence)
    person.window.intents.type_point("x", 2.0)
    person.waits_for_answer()
    waits(person, lambda: panel.precision.place.text() == "at x = 2")
    waits(person, lambda: not panel.precision.chart.faded)
    assert "Autograd: exact" in panel.precision.foot.text()

"""What a person does with the graph of a derivative: the true lab, in a process of its own."""

import pytest
from PySide6.QtCore import QPoint, Qt

from .test_stories import type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(240)]
PATIENCE = 90_000  # ms; a child may have to read torch from a cold disk


def drawn(person, what="f"):
    panel = person.window.bench.graph.panel
    person.qtbot.waitUntil(
        lambda: panel.view.graph is not None
        and panel.view.graph.what == what
        and not panel.view.look.faded,
        timeout=PATIENCE,
    )
    return panel


def test_the_tutorial_is_played_from_the_leaf_to_its_gradient(launch):
    person = launch()
    window = person.window
    type_formula(person, "x^3 + sin x")
    person.waits_for_answer()
    person.qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    panel = drawn(person)
    nodes = panel.view.graph.nodes
    assert [node.title for node in nodes] == ["x", "x³", "sin", "+"]
    assert round(nodes[0].gradient, 4) == 3.5403
    person.qtbot.keyClick(panel.view, Qt.Key.Key_Home)
    for _ in range(panel.bar.slider.maximum() - 1):
        person.qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert "local derivative" in panel.foot.text()
    person.qtbot.mouseMove(panel.view, panel.view.spot_of(2).toPoint())
    (mark,) = person.editor().extraSelections()
    assert mark.cursor.selectedText() == "sin x"
    person.qtbot.mouseMove(panel.view, QPoint(3, 3))
    person.qtbot.mouseClick(panel.buttons[1], Qt.MouseButton.LeftButton)
    panel = drawn(person, "f′")
    leaf = next(node for node in panel.view.graph.nodes if node.grad_fn == "AccumulateGrad")
    assert round(leaf.gradient, 4) == 5.1585


def test_two_variables_hold_eighteen_for_six_until_the_gradient_is_cleared(launch):
    person = launch()
    window = person.window
    type_formula(person, "z(x, y) = x^2 y")
    person.waits_for_answer()
    window.fields.move(2.0, 3.0)
    person.waits_for_answer()
    window.actions_["graph"].trigger()
    panel = drawn(person, "z")
    person.qtbot.mouseClick(panel.buttons[2], Qt.MouseButton.LeftButton)
    assert panel.passes.script.lines[-1].result == "x.grad = 6, y.grad = 4"
    panel.passes.checks["clear"].click()
    person.qtbot.waitUntil(
        lambda: panel.passes.script.lines[-1].result.startswith("x.grad = 18"), timeout=PATIENCE
    )
    assert "12 + 6 = 18" in panel.passes.rows[5].note.text()

"""What a person sees of how far the numbers can be trusted."""

import pytest
from PySide6.QtCore import Qt

from tests.stories.test_stories import drag_slider, type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]


def badges(person):
    return [each.badge.accessibleName() for each in person.window.inspector.readouts]


def digits(person):
    """The digits of the badges; -1 while a number is being checked."""
    return [int(each.split()[0]) if "digit" in each else -1 for each in badges(person)]


def go_to(person, text):
    field = person.window.inspector.coordinate
    field.setFocus()
    field.selectAll()
    person.qtbot.keyClicks(field, text)
    person.qtbot.keyClick(field, Qt.Key.Key_Return)
    person.waits_for_answer()


def test_every_number_says_how_far_it_can_be_trusted(launch):
    person = launch()
    type_formula(person, "(1 - cos(a x))/x^2")
    go_to(person, "1")
    person.waits(lambda: min(digits(person)) >= 12)
    person.waits(lambda: "SymPy" in person.window.inspector.readouts[2].badge.toolTip())
    go_to(person, "0.0001")
    person.waits(lambda: 4 <= digits(person)[0] <= 11)  # float64 cancels, and it is said
    assert digits(person)[1:] == [0, 0]
    drag_slider(person, "a", 30)
    person.waits(lambda: digits(person)[1:] == [0, 0])


def test_a_corner_says_what_autograd_returns(launch):
    person = launch()
    type_formula(person, "|x - 1|")
    go_to(person, "1")
    slope = person.window.inspector.readouts[1]
    person.waits(lambda: slope.badge.text() == "not differentiable")
    assert slope.note.text() == "corner: left slope −1, right slope 1; autograd returns 0"


def test_the_hessian_and_what_follows_from_it_are_checked(launch):
    person = launch()
    type_formula(person, "f(x, y) = exp(-x^2 - y^2) sin(2x)")
    cards = person.window.inspector.plane_cards
    person.waits(lambda: cards.hessian_card.badge.accessibleName() == "15 digits")
    for each in (cards.value, *cards.partials, cards.length, cards.determinant, cards.condition):
        assert each.badge.accessibleName() == "15 digits"

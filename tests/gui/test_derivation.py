"""Formulas of the derivatives: newest wins, and nothing waits."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from core.document import with_formula, with_new_formula
from gui.derivation import Derivation


class FakeSymbolic:
    """Derives when it is let."""

    def __init__(self):
        self.asked = []
        self.closed = False
        self.gate = threading.Event()
        self.gate.set()

    def derivatives(self, text, others, order, timeout=2.0):
        self.asked.append((text, others))
        self.gate.wait(5)
        return None if "floor" in text else tuple(f"{text}{n}" for n in range(1, order + 1))

    def close(self):
        self.closed = True


@pytest.fixture
def symbolic():
    return FakeSymbolic()


@pytest.fixture
def derivation(window, symbolic):
    made = Derivation(lambda: symbolic)
    made.resting.rest.setInterval(0)
    made.answered.connect(window.inspector.show_formulas)
    made.outdated.connect(window.inspector.derivatives_card.fade)
    yield made
    symbolic.gate.set()
    made.close()


def shown(window):
    card = window.inspector.derivatives_card
    return [] if card.isHidden() else [label.latex for label in card.labels]


def see(window, derivation, text):
    window.store.change(with_formula(window.store.document, 1, text=text), "Edit")
    window.pace.ask()
    derivation.see(window.frame)


def test_the_formulas_arrive_and_are_copied(qtbot, window, derivation, qapp):
    assert shown(window) == []
    see(window, derivation, "x^2")
    qtbot.waitUntil(lambda: shown(window) == ["x^21", "x^22"])
    qtbot.mouseClick(window.inspector.derivatives_card.copy_button, Qt.MouseButton.LeftButton)
    assert qapp.clipboard().text() == "x^21\nx^22"


def test_the_newest_wish_wins(qtbot, window, derivation, symbolic):
    symbolic.gate.clear()
    see(window, derivation, "x^2")
    qtbot.waitUntil(lambda: len(symbolic.asked) == 1)
    for text in ("x^3", "x^4", "x^5"):
        see(window, derivation, text)
        qtbot.wait(5)
    assert shown(window) == []
    symbolic.gate.set()
    qtbot.waitUntil(lambda: shown(window) == ["x^51", "x^52"])
    assert [text for text, _ in symbolic.asked] == ["x^2", "x^5"]


def test_formulas_of_an_older_text_are_faint_and_not_copied(qtbot, window, derivation, symbolic):
    card = window.inspector.derivatives_card
    see(window, derivation, "x^2")
    qtbot.waitUntil(lambda: bool(shown(window)))
    assert card.copy_button.isEnabled()
    see(window, derivation, "x^3")
    assert not card.copy_button.isEnabled()
    qtbot.waitUntil(lambda: card.copy_button.isEnabled())


def test_without_an_answer_the_card_is_absent(qtbot, window, derivation, symbolic):
    see(window, derivation, "x^2")
    qtbot.waitUntil(lambda: bool(shown(window)))
    see(window, derivation, "floor x")
    qtbot.waitUntil(lambda: shown(window) == [])
    see(window, derivation, "x^2 +")
    assert shown(window) == []


def test_a_drag_asks_for_nothing(qtbot, window, derivation, symbolic):
    see(window, derivation, "x^2")
    qtbot.waitUntil(lambda: bool(shown(window)))
    for place in range(5):
        window.intents.drag_point(place)
        derivation.see(window.frame)
    qtbot.wait(20)
    assert len(symbolic.asked) == 1


def test_other_rows_come_along_and_pytorch_comes_first(qtbot, window, derivation, symbolic):
    window.store.change(with_new_formula(window.store.document, "g(x) = x"), "New")
    window.intents.choose_row(1)
    derivation.see(replace(window.frame, differentiated=False))
    qtbot.wait(20)
    assert symbolic.asked == []
    derivation.see(window.frame)
    qtbot.waitUntil(lambda: bool(symbolic.asked))
    assert symbolic.asked[0] == ("f(x) = x^3 - 2x", ("g(x) = x",))


def test_closing_ends_the_child(qtbot, window, derivation, symbolic):
    see(window, derivation, "x^2")
    qtbot.waitUntil(lambda: bool(shown(window)))
    derivation.close()
    assert symbolic.closed

"""The drawer of ways: what it asks for and when, what it shows, and how it gives way."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.autograd.words import WayResult, WaysReport
from core.document import with_formula, with_point
from gui.asking import Asking
from gui.panels.ways import WaysPanel, place_of, title_of
from gui.panels.ways_words import (
    AGREEMENT,
    TIME,
    VALUE,
    WAY,
    cell_text,
    digits_text,
    entry_name,
    memory_text,
    time_text,
)
from gui.subject import NOTHING, UNREADABLE
from gui.ways import wish_of

ROWS = (
    WayResult("grad_grad", "Grad of grad", "grad(grad(f(x), x))", "exact", "good", 6.0, "6.0",
              (), 15, 1.2e-4, 1, 16),
    WayResult("not_cleared", "Not cleared", "x.grad.backward()", "mistake", "differs", 9.0, "9.0",
              (), 0, 1.0e-4, 1, 16, "", "It adds to x.grad."),
    WayResult("without", "Without graph", "grad(f(x), x)", "mistake", "raises",
              error="RuntimeError: no graph", note="Give it one."),
    WayResult("reference", "60 digits", "", "reference", "reference", 6.0, "6.0"),
)  # fmt: skip


class FakeLab:
    """Answers when it is let."""

    def __init__(self):
        self.asked = []
        self.closed = False
        self.gate = threading.Event()
        self.gate.set()

    def answer(self, wish, stop=None):
        self.asked.append(wish)
        self.gate.wait(5)
        names = wish.subject.names
        return WaysReport(wish.what, ROWS, "1 of 1 ways agree to 15 digits", "", 9, names)

    def close(self):
        self.closed = True


@pytest.fixture
def lab(window):
    made = FakeLab()
    window.bench.asking.make = lambda: made
    window.bench.ways.resting.rest.setInterval(0)
    yield made
    made.gate.set()
    window.bench.end()


@pytest.fixture
def panel(window):
    return window.bench.ways_panel


def opened(qtbot, window, panel):
    window.actions_["ways"].trigger()
    qtbot.waitUntil(lambda: panel.model.rowCount() == len(ROWS))


def change(window, document):
    window.store.change(document, "Edit")
    window.pace.ask()


def names(panel):
    return [panel.model.result(k).id for k in range(panel.model.rowCount())]


def test_folded_it_asks_for_nothing_and_starts_nothing(qtbot, window, lab, panel):
    change(window, with_point(window.store.document, "x", 2.0))
    qtbot.wait(30)
    assert lab.asked == []
    assert window.bench.asking._thread is None
    assert window.bench.drawer.height() == 32
    assert not panel.isVisible()


def test_open_it_shows_the_ways_at_the_point(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    wish = lab.asked[0]
    assert (wish.what, wish.subject.names, wish.subject.at) == ("bend", ("x",), (1.0,))
    assert wish.subject.text == window.store.document.formula(1).text
    assert panel.model.headerData(VALUE, Qt.Orientation.Horizontal) == "f″(1)"
    assert panel.place.text().startswith("at x = 1")
    assert window.bench.drawer.height() >= 180
    assert window.stage.height() >= 280


def test_it_follows_the_point_once_it_rests(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    lab.gate.clear()
    for x in (2.0, 3.0):
        change(window, with_point(window.store.document, "x", x))
    assert panel._delegate.faded
    lab.gate.set()
    qtbot.waitUntil(lambda: not panel._delegate.faded)
    assert lab.asked[-1].subject.at == (3.0,)
    assert panel.model.headerData(VALUE, Qt.Orientation.Horizontal) == "f″(3)"


def test_an_answer_to_an_older_question_is_not_shown(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    older = replace(lab.asked[0], subject=replace(lab.asked[0].subject, at=(7.0,)))
    window.bench.ways.resting._hear(older, WaysReport("bend"))
    assert panel.model.rowCount() == len(ROWS)


def test_the_first_derivative_is_a_click_away(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    qtbot.mouseClick(panel.orders[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: lab.asked[-1].what == "slope")
    qtbot.waitUntil(
        lambda: panel.model.headerData(VALUE, Qt.Orientation.Horizontal) == "f′(1)"
    )


def test_the_reason_of_the_wrong_row_stands_at_the_foot_and_that_of_a_chosen_one(
    qtbot, window, lab, panel
):
    opened(qtbot, window, panel)
    assert panel.foot.text() == "It adds to x.grad."
    panel.table.selectRow(2)
    assert panel.foot.text() == "RuntimeError: no graph Give it one."
    panel.table.selectRow(0)
    assert "grad(grad(f(x), x))" in panel.foot.text()


def test_a_click_or_enter_copies_the_line(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    table = panel.table
    place = table.visualRect(panel.model.index(0, WAY)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert QApplication.clipboard().text() == "grad(grad(f(x), x))"
    assert "is on the clipboard" in window.status.hint
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert QApplication.clipboard().text() == "x.grad.backward()"


def test_a_heading_sorts_and_a_third_click_restores_the_order(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    first = names(panel)
    header = panel.table.horizontalHeader()
    x = header.sectionViewportPosition(TIME) + 10

    def click():
        place = header.viewport().rect().center()
        place.setX(x)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click()
    assert names(panel)[:2] == ["not_cleared", "grad_grad"]
    click()
    assert names(panel)[:2] == ["grad_grad", "not_cleared"]
    click()
    assert names(panel) == first


def test_run_again_asks_once_more(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    qtbot.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(lab.asked) == 2)
    assert lab.asked[0] == lab.asked[1]
    qtbot.waitUntil(lambda: not panel._delegate.faded)


def test_folded_the_strip_tells_the_summary_while_it_is_true(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    drawer = window.bench.drawer
    assert drawer.summary.text() == ""
    window.actions_["ways"].trigger()
    assert drawer.height() == 32
    assert drawer.summary.text() == "1 of 1 ways agree to 15 digits"
    change(window, with_point(window.store.document, "x", 4.0))
    assert drawer.summary.text() == ""
    assert len(lab.asked) == 1


def test_it_folds_where_there_is_no_room_and_comes_back(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    window.resize(1366, 600)
    qtbot.waitUntil(lambda: window.bench.drawer.height() == 32)
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: window.bench.drawer.height() >= 180)


def test_the_height_is_remembered(qtbot, window, lab, panel, settings):
    opened(qtbot, window, panel)
    splitter = window.bench._splitter
    splitter.moveSplitter(window.bench.height() - 220, 1)
    assert settings.drawer_height == pytest.approx(220, abs=2)
    window.actions_["ways"].trigger()
    window.actions_["ways"].trigger()
    assert window.bench.drawer.height() == pytest.approx(220, abs=2)


def test_what_cannot_be_read_or_has_no_variable_says_so(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    change(window, with_formula(window.store.document, 1, text="x +"))
    assert panel.foot.text() == UNREADABLE
    assert panel.model.rowCount() == 0
    change(window, with_formula(window.store.document, 1, text=""))
    assert panel.foot.text() == NOTHING


def test_closing_ends_the_lab(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    window.bench.end()
    assert lab.closed


def test_a_wish_says_what_there_is_to_differentiate(window):
    frame = window.frame
    row = replace(frame.rows[0], variables=("x", "y"))
    several = replace(frame, rows=(row, *frame.rows[1:]))
    assert wish_of(several, True).what == "hessian"
    assert wish_of(several, False).what == "gradient"
    mapped = replace(frame, rows=(replace(row, components=2), *frame.rows[1:]))
    assert wish_of(mapped, True).what == "jacobian"
    many = tuple(f"x_{k}" for k in range(1, 60))
    assert "up to 40" in wish_of(replace(frame, rows=(replace(row, variables=many),)), True)


@pytest.mark.parametrize(
    ("text", "seen"),
    [("-1.5", "−1.5"), ("6.0", "6"), ("1.5e-07", "1.5·10⁻⁷"), ("nan", "nan"), ("-inf", "−∞")],
)
def test_digits_are_written_for_people(text, seen):
    assert digits_text(text) == seen


def test_times_and_sizes_have_units():
    assert [time_text(t) for t in (1.14e-4, 2.02e-3, 0.0121, 3.2)] == [
        "114 µs", "2.02 ms", "12.1 ms", "3.20 s",
    ]  # fmt: skip
    assert [memory_text(n) for n in (16, 12_000, 34_000_000)] == ["16 B", "12 kB", "34 MB"]


def test_entries_have_names():
    assert entry_name("hessian", ("x", "y"), (0, 1)) == "∂x∂y"
    assert entry_name("gradient", ("x_1", "x_2"), (1,)) == "∂x₂"
    assert entry_name("jacobian", ("x", "y"), (1, 0)) == "∂f₂/∂x"
    assert entry_name("bend", ("x",), ()) == ""


def test_rows_are_told_in_words():
    assert [cell_text(each, AGREEMENT) for each in ROWS] == [
        "15 digits", "differs", "raises", "reference",
    ]  # fmt: skip
    assert cell_text(ROWS[2], VALUE) == "RuntimeError: no graph"
    assert cell_text(ROWS[2], TIME) == "–"


def test_the_point_is_told_in_words(window):
    wish = wish_of(window.frame, True)
    assert place_of(wish) == "x = 1"
    assert title_of(wish) == "f″(1)"
    subject = replace(wish.subject, names=("x", "y"), at=(2.0, -3.5))
    two = replace(wish, what="hessian", subject=subject)
    assert place_of(two) == "(x, y) = (2, −3.5)"


def test_the_panel_has_names_for_those_who_do_not_see_it(qtbot):
    panel = WaysPanel()
    qtbot.addWidget(panel)
    assert panel.table.accessibleName() == "Ways to the derivative"
    assert all(button.accessibleName() for button in panel.orders)
    assert panel.again.text() == "Run again"


def test_nothing_is_waited_for_when_it_closes_while_it_runs():
    gate = threading.Event()

    class Slow(FakeLab):
        def answer(self, wish, stop=None):
            while not stop():
                gate.wait(0.01)
            return "closed"

    slow = Slow()
    asking = Asking("slow", lambda: slow)
    asking.ask(object())
    asking.close()
    assert slow.closed


def test_the_switch_has_the_words_of_what_is_asked_before_it_is_answered(
    qtbot, window, lab, panel
):
    opened(qtbot, window, panel)
    lab.gate.clear()
    row = replace(window.frame.rows[0], variables=("x", "y"))
    window.bench.see(replace(window.frame, rows=(row,)))
    assert [each.text() for each in panel.orders] == ["Gradient", "Hessian"]
    assert panel.model.rowCount() == len(ROWS)

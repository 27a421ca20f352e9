"""Cost and precision: what is asked for and when, what is drawn and said, how it is read off."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.autograd.cost_words import (
    CHUNKS,
    HESSIANS,
    INPUTS,
    MAP,
    OUTPUTS,
    OWN,
    TOPICS,
    CostCurve,
    CostReport,
)
from core.autograd.precision_words import Level, PrecisionReport, StepCurve, StepErrors
from core.document import with_formula, with_point, with_several
from gui.cost import Cost, wish_of
from gui.panels.chart import ChartView
from gui.panels.chart_paint import Place
from gui.panels.chart_words import BYTES, COUNT, NUMBER, SECONDS, Chart, Line, tick_text, ticks
from gui.panels.cost_words import (
    TOPIC_NAMES,
    along_words,
    cost_chart,
    cost_sentences,
    precision_chart,
    precision_sentences,
    precision_summary,
)
from gui.subject import NOTHING, UNREADABLE
from gui.theme import DARK, LIGHT

STEPS = (1.0, 1e-2, 1e-4, 1e-6, 1e-8)
FIRST = StepErrors(
    1, "3.5403", True,
    (StepCurve("forward", "Forward difference", "", (0.5, 5e-3, 5e-5, 5e-7, 5e-9), 1e-8, 5e-7,
               1.5e-8, "√ε"),
     StepCurve("central", "Central difference", "", (0.2, 2e-5, 2e-9, 1e-11, 1e-9), 1e-6, 2e-9,
               6e-6, "∛ε"),
     StepCurve("complex", "Complex step", "", note="There is no complex step here: no abs."),
     StepCurve("forward_32", "Forward difference, float32", "", (0.5, None, 1e-2, 0.1, 1.0), 1e-4,
               0.1, single=True)),
    (Level("autograd", "Autograd", "grad(f(x), x)", 0.0),
     Level("autograd_32", "Autograd, float32", "grad(f(x), x)", 3e-8, True)),
)  # fmt: skip
SECOND = StepErrors(2, note="There is nothing to compare here: corner.")
ERRORS = PrecisionReport(STEPS, FIRST, SECOND, ("x",), (1.0,))
SIZES = (2, 10, 100, 1_000)


def way(name, seconds, memory=None, mode="forward", note=""):
    return CostCurve(name, name, "", mode, SIZES[: len(seconds)], tuple(seconds),
                     tuple(memory or [None] * len(seconds)), note)  # fmt: skip


PULL = way("pull", [1e-4] * 4, [100, 500, 5_000, 50_000], "reverse")
COLUMNS = way("columns", [2e-4, 1e-3, 1e-2, 0.1], [100, 500, 5_000, 50_000])
ROWS = way("rows", [1e-4, 5e-4, 5e-3, 5e-2], [80, 400, 4_000, 40_000], "reverse")
FLAT = way("columns", [1e-3] * 4, [100, 500, 5_000, 50_000])
JACFWD = way("jacfwd", [5e-4] * 4, [300, 3_000, 300_000, 30_000_000])
JACREV = way("jacrev", [1e-4, 2e-4, 1e-3, 1e-1], [100, 10_000, 1_000_000, 100_000_000], "reverse")
REPORTS = {
    INPUTS: CostReport(INPUTS, 1_000, 1, (PULL, COLUMNS, JACFWD), "copies of your formula, summed",
                       (("columns", "pull"),)),
    OUTPUTS: CostReport(OUTPUTS, 1, 1_000, (way("push", [3e-4] * 4), ROWS, JACREV), "a curve",
                        (("push", "rows"),)),
    MAP: CostReport(MAP, 16, 1_000, (FLAT, ROWS, JACFWD, JACREV), "copies",
                    (("columns", "rows"), ("jacfwd", "jacrev"))),
    HESSIANS: CostReport(HESSIANS, 100, 1, (
        way("hvp", [1e-3] * 3, [100] * 3),
        way("hessian", [2e-3, 4e-3, 5e-2], [100, 10_000, 1_000_000], "other",
            "hessian ends at 100: a run would take too long."), PULL)),
    CHUNKS: CostReport(CHUNKS, 128, 128, (
        way("chunks", [0.09, 0.05, 0.03, 0.04], [800_000, 900_000, 5_000_000, 50_000_000]),)),
    OWN: CostReport(OWN, 1, 1, (
        way("value", [7e-5], [24]), way("pull", [6e-4], [48]), way("hvp", [3e-3], [100]))),
}  # fmt: skip


class FakeLab:
    """Answers when it is let."""

    def __init__(self):
        self.asked = []
        self.gate = threading.Event()
        self.gate.set()

    def answer(self, wish, stop=None):
        self.asked.append(wish)
        self.gate.wait(5)
        if wish.kind == "precision":
            return replace(ERRORS, names=wish.subject.names, direction=wish.direction)
        return REPORTS[wish.topic]

    def kinds(self):
        return [getattr(wish, "topic", wish.kind) for wish in self.asked]

    def close(self):
        """Nothing was begun."""


@pytest.fixture
def lab(window):
    made = FakeLab()
    window.bench.asking.make = lambda: made
    window.bench.cost.follower.errors.rest.setInterval(0)
    window.bench.cost.follower.curves.rest.setInterval(0)
    yield made
    made.gate.set()
    window.bench.end()


@pytest.fixture
def panel(window):
    return window.bench.cost.panel


def opened(qtbot, window, panel):
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.cost.chart.chart is not None)


def change(window, document):
    window.store.change(document, "Edit")
    window.pace.ask()


def choose(qtbot, panel, topic):
    """As a person does: the arrow keys in the box, then Enter."""
    panel.cost.topics.setFocus()
    down = list(TOPIC_NAMES).index(topic) - panel.cost.topics.currentIndex()
    for _ in range(abs(down)):
        qtbot.keyClick(panel.cost.topics, Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up)


# --- what is asked ---


def test_folded_it_asks_for_nothing(qtbot, window, lab, panel):
    change(window, with_point(window.store.document, "x", 2.0))
    qtbot.wait(30)
    assert lab.asked == []
    assert not panel.isVisible()


def test_opened_it_asks_for_the_errors_and_then_for_the_cost(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    assert lab.kinds() == ["precision", INPUTS]
    assert lab.asked[0].direction == (1.0,)
    assert lab.asked[0].subject.at == (1.0,)
    assert panel.precision.place.text() == "at x = 1"
    assert window.bench.drawer.open_tab == "cost"
    assert panel.precision.chart.hasFocus()


def test_only_the_errors_follow_the_point(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    lab.gate.clear()
    change(window, with_point(window.store.document, "x", 3.0))
    assert panel.precision.chart.faded
    assert not panel.cost.chart.faded
    lab.gate.set()
    qtbot.waitUntil(lambda: not panel.precision.chart.faded)
    qtbot.wait(30)
    assert lab.kinds() == ["precision", INPUTS, "precision"]
    assert panel.precision.place.text() == "at x = 3"


def test_a_point_moved_while_the_cost_is_measured_takes_nothing_from_it(
    qtbot, window, lab, panel
):
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.precision.chart.chart is not None)
    lab.gate.clear()
    qtbot.waitUntil(lambda: lab.kinds() == ["precision", INPUTS])
    for x in (2.0, 3.0):
        change(window, with_point(window.store.document, "x", x))
    assert panel.precision.chart.faded
    lab.gate.set()
    qtbot.waitUntil(lambda: panel.precision.place.text() == "at x = 3")
    assert panel.cost.chart.chart is not None
    qtbot.wait(30)
    assert lab.kinds() == ["precision", INPUTS, "precision"]


def test_frames_that_come_before_the_cost_is_asked_for_do_not_hold_it_up(
    qtbot, window, lab, panel
):
    window.bench.cost.follower.curves.rest.setInterval(60)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.precision.chart.chart is not None)
    window.bench.see(window.frame)
    change(window, with_point(window.store.document, "x", 5.0))
    qtbot.waitUntil(lambda: panel.precision.place.text() == "at x = 5")
    window.bench.see(window.frame)
    qtbot.waitUntil(lambda: panel.cost.chart.chart is not None)
    assert not panel.precision.chart.faded


def test_another_formula_is_measured_anew(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    lab.gate.clear()
    change(window, with_formula(window.store.document, 1, text="x^4"))
    assert panel.cost.chart.faded
    lab.gate.set()
    qtbot.waitUntil(lambda: len(lab.asked) == 4)
    assert lab.asked[-1].subject.text == "x^4"
    qtbot.waitUntil(lambda: not panel.cost.chart.faded)


def test_another_topic_is_measured_once_and_shown_again_at_once(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    choose(qtbot, panel, MAP)
    qtbot.waitUntil(lambda: panel.cost._report is REPORTS[MAP])
    choose(qtbot, panel, INPUTS)
    assert panel.cost._report is REPORTS[INPUTS]
    qtbot.wait(30)
    assert lab.kinds().count(INPUTS) == lab.kinds().count(MAP) == 1


def test_run_again_measures_once_more(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    qtbot.mouseClick(panel.cost.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: lab.kinds() == ["precision", INPUTS, INPUTS])
    qtbot.waitUntil(lambda: not panel.cost.chart.faded)


def test_folded_while_measuring_it_asks_again_when_it_is_opened(qtbot, window, lab, panel):
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.precision.chart.chart is not None)
    lab.gate.clear()
    qtbot.waitUntil(lambda: lab.kinds() == ["precision", INPUTS])
    window.actions_["cost"].trigger()
    lab.gate.set()
    qtbot.wait(30)
    window.actions_["cost"].trigger()
    qtbot.waitUntil(lambda: panel.cost.chart.chart is not None)
    assert not panel.precision.chart.faded


def test_what_cannot_be_read_says_so(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    change(window, with_formula(window.store.document, 1, text="x +"))
    assert panel.precision.chart.sentence == panel.cost.chart.sentence == UNREADABLE
    assert not panel.cost.again.isEnabled()
    change(window, with_formula(window.store.document, 1, text=""))
    assert panel.cost.chart.sentence == NOTHING


def test_a_sentence_instead_of_a_report_is_shown(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    panel.show_cost(lab.asked[1], "That took too long.")
    panel.show_precision(lab.asked[0], "That took too long.")
    assert panel.cost.chart.sentence == panel.precision.chart.sentence == "That took too long."


def test_several_variables_are_asked_for_along_their_direction(window):
    frame = window.frame
    row = replace(frame.rows[0], variables=("x", "y"))
    document = with_several(frame.document, direction=(("x", 3.0), ("y", 4.0)))
    several = replace(frame, document=document, rows=(row, *frame.rows[1:]))
    assert wish_of(several).direction == (3.0, 4.0)


def test_folded_the_strip_tells_the_digits_while_they_are_true(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    window.actions_["cost"].trigger()
    summary = window.bench.drawer.summary
    assert summary.text() == "differences reach 8 digits, autograd 16"
    change(window, with_point(window.store.document, "x", 4.0))
    assert summary.text() == ""


def test_f6_leaves_the_open_tab_and_the_tab_gets_the_focus_back(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    window.next_panel()
    assert window.inspector.isAncestorOf(QApplication.focusWidget())
    window.bench.focus()
    assert panel.precision.chart.hasFocus()


# --- what is drawn and said ---


def test_the_errors_are_drawn_with_their_best_steps_and_the_rules_of_thumb():
    chart = precision_chart(ERRORS, second=False)
    named = {line.name: line for line in chart.lines}
    assert named["central"].best == (1e-6, 1e-11)
    assert named["autograd"].level
    assert named["forward, float32"].ys[1] is None
    assert "complex step" not in named
    assert [(mark.word, mark.x) for mark in chart.marks] == [("√ε", 1.5e-8), ("∛ε", 6e-6)]
    assert chart.y_name == "Relative error of f′"
    assert precision_chart(ERRORS, second=True) is None


def test_the_sentences_say_which_step_is_best_and_where_zeros_are():
    told = precision_sentences(ERRORS, second=False)
    assert told[0] == (
        "Best step: central 1·10⁻⁶, 8 digits; forward 1·10⁻⁸, 6 digits. "
        "Autograd: exact, in float32 7 digits."
    )
    assert "There is no complex step here: no abs." in told
    assert told[-1].endswith("are drawn at the lower edge.")
    assert precision_sentences(ERRORS, second=True) == [SECOND.note]
    absolute = replace(FIRST, relative=False)
    told = precision_sentences(replace(ERRORS, first=absolute), second=False)
    assert "an error of" in told[0]
    assert "The derivative is 0 here" in told[1]
    assert precision_summary(replace(ERRORS, first=SECOND)) == ""


def test_autograd_without_a_number_is_told():
    levels = (replace(FIRST.levels[0], error=None),)
    told = precision_sentences(replace(ERRORS, first=replace(FIRST, levels=levels)), second=False)
    assert "Autograd gives no number here." in told[0]


@pytest.mark.parametrize(
    ("names", "direction", "words"),
    [(("x",), (1.0,), ""), (("x", "y"), (0.0, 1.0), "along y"),
     (("x_1", "x_2"), (1.0, 2.0), "along v = (1, 2)"),
     (tuple("abcdef"), (1.0,) * 6, "along v = (1, 1, 1, 1, …)")],
)  # fmt: skip
def test_it_says_along_what_the_step_goes(names, direction, words):
    assert along_words(replace(ERRORS, names=names, direction=direction)) == words


def test_the_sentences_of_the_cost_tell_who_is_cheaper_and_from_where_on():
    assert cost_sentences(REPORTS[INPUTS], False)[0] == (
        "At n = 1000 one backward pass takes 100 µs, a forward pass for each 100 ms: "
        "1000 times as much."
    )
    assert "needs 50 kB, all tangents at once 30 MB: 600" in cost_sentences(REPORTS[INPUTS], True)[0]
    assert "a backward pass for each 50.0 ms: 170 times" in cost_sentences(REPORTS[OUTPUTS], False)[0]
    one, at_once = cost_sentences(REPORTS[MAP], False)[:2]
    assert one == "Forward is faster from m = 20 on, one by one: m/n = 1.3."
    assert at_once.startswith("Forward is faster from m = 37 on, all at once")
    memory = cost_sentences(REPORTS[MAP], True)
    assert memory[0] == "Reverse needs less memory up to m = 1000, one by one."
    assert cost_sentences(REPORTS[HESSIANS], False)[0].startswith("At n = 100 the Hessian times v")
    assert cost_sentences(REPORTS[HESSIANS], False)[-1] == REPORTS[HESSIANS].curves[1].note
    assert cost_sentences(REPORTS[CHUNKS], False)[0] == (
        "Of 128 rows, 2 at once 90.0 ms and 800 kB; 1000 at once 40.0 ms and 50 MB."
    )
    assert "the Hessian times v 43 times that" in cost_sentences(REPORTS[OWN], False)[0]


@pytest.mark.parametrize("memory", [False, True])
@pytest.mark.parametrize("topic", TOPICS)
def test_what_was_not_measured_is_not_told(topic, memory):
    empty = CostReport(topic, 0, 1, (), "copies")
    assert cost_chart(empty, memory) is None
    assert cost_sentences(empty, memory)[0] == "Nothing could be measured here."


def test_the_crossing_is_marked_where_it_lies():
    chart = cost_chart(REPORTS[MAP], memory=False)
    assert [mark.word for mark in chart.marks] == ["m = 20", ""]
    assert chart.marks[0].x == pytest.approx(20, rel=0.01)
    assert chart.marks[0].y == pytest.approx(1e-3, rel=0.01)
    assert (chart.x_unit, chart.y_unit) == (COUNT, SECONDS)
    assert cost_chart(REPORTS[INPUTS], memory=False).marks == ()


def test_time_or_memory_is_a_click_away(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    qtbot.mouseClick(panel.cost.switch.buttons[1], Qt.MouseButton.LeftButton)
    assert panel.cost.chart.chart.y_unit == BYTES
    assert "needs" in panel.cost.foot.text()
    qtbot.mouseClick(panel.precision.switch.buttons[1], Qt.MouseButton.LeftButton)
    assert panel.precision.chart.sentence == SECOND.note
    qtbot.mouseClick(panel.precision.switch.buttons[0], Qt.MouseButton.LeftButton)
    assert panel.precision.chart.chart is not None


def test_the_formula_as_it_is_typed_has_bars(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    choose(qtbot, panel, OWN)
    qtbot.waitUntil(panel.cost.bars.isVisible)
    assert "hvp 3.00 ms" in panel.cost.bars.accessibleDescription()
    choose(qtbot, panel, INPUTS)
    assert panel.cost.chart.isVisible()


def test_no_text_is_cut_in_the_smallest_drawer(qtbot, window, lab, panel):
    opened(qtbot, window, panel)
    for half in (panel.precision, panel.cost):
        foot = half.foot
        box = foot.fontMetrics().boundingRect(
            0, 0, foot.width(), 500, Qt.TextFlag.TextWordWrap, foot.text()
        )
        assert box.height() <= foot.height()
    for button in (*panel.cost.switch.buttons, *panel.precision.switch.buttons):
        assert button.sizeHint().width() <= button.width() + 8
    assert abs(panel.precision.width() - panel.cost.width()) <= 2


# --- the chart ---

STEEP = Line("steep", (1.0, 10.0, 100.0), (1.0, 10.0, 100.0), 0)
LEVEL = Line("level", (1.0, 100.0), (3.0, 3.0), 1, level=True)
HOLED = Line("holed", (1.0, 10.0, 100.0), (0.0, None, 50.0), 2)
CHART = Chart("Things", (STEEP, LEVEL, HOLED), (), "n", "Cost", COUNT, NUMBER, floor=1e-3)


@pytest.fixture
def view(qtbot):
    made = ChartView("Things")
    qtbot.addWidget(made)
    made.resize(400, 220)
    made.show_chart(CHART)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_left_and_right_read_one_place_after_the_other(qtbot, view):
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.readings() == [("n", "1"), ("steep", "1"), ("level", "3"), ("holed", "0")]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.readings() == [("n", "10"), ("steep", "10"), ("level", "3")]
    assert view.accessibleDescription() == "n 10, steep 10, level 3"
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.at == 100.0
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.at == 10.0
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.at == 1.0
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.readings() == []


def test_the_mouse_reads_the_place_that_is_nearest(view):
    place = Place.of(CHART, view.width(), view.height())
    QTest.mouseMove(view, QPoint(round(place.across(10.0)) + 5, 100))
    assert view.at == 10.0
    QTest.mouseMove(view, QPoint(round(place.across(100.0)) - 5, 100))
    assert view.at == 100.0
    QTest.mouseMove(view, QPoint(2, 2))
    assert view.at is None


def test_all_points_are_copied_as_a_table(qtbot, view):
    with qtbot.waitSignal(view.copied) as told:
        qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0] == "n\tsteep\tlevel\tholed"
    assert lines[2] == "10.0\t10.0\t3.0\t"
    assert len(lines) == 4
    assert "table of 3 rows" in told.args[0]


def test_lines_are_drawn_where_their_numbers_are(view):
    picture = view.grab().toImage()
    place = Place.of(CHART, view.width(), view.height())
    ink = QColor(LIGHT.curves[0])
    right = 0
    for share in range(5, 100, 5):
        x = 10 ** (share / 50)
        found = picture.pixelColor(int(place.across(x)), int(place.down(x)))
        right += abs(found.red() - ink.red()) + abs(found.blue() - ink.blue()) < 120
    assert right > 12  # names and other lines lie over some


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_paints_in_both_themes_faded_and_without_a_chart(view, theme):
    view.set_theme(theme)
    whole = view.grab().toImage()
    view.fade()
    assert view.grab().toImage() != whole
    view.show_sentence("Nothing here.")
    assert view.grab().toImage().pixelColor(20, 20) == QColor(theme.base)
    view.show_chart(replace(CHART, lines=()))
    view.grab()
    view.show_chart(Chart("One", (Line("one", (5.0,), (2.0,), 0),)))
    view.grab()


def test_what_lies_above_the_ceiling_takes_no_room():
    high = replace(CHART, ceiling=10.0)
    assert high.ranges()[1][1] < CHART.ranges()[1][1]
    assert CHART.ranges()[1][0] == pytest.approx(-3, abs=0.3)


def test_ticks_have_room_and_round_numbers():
    assert ticks(0, 3, 390, 36) == (
        (1, 0), (2, 0), (5, 0), (1, 1), (2, 1), (5, 1), (1, 2), (2, 2), (5, 2), (1, 3),
    )  # fmt: skip
    assert [power for _, power in ticks(-16, 0, 320, 36)] == [-16, -14, -12, -10, -8, -6, -4, -2, 0]
    assert [power for _, power in ticks(-16, 0, 90, 22)] == [-16, -12, -8, -4, 0]


@pytest.mark.parametrize(
    ("count", "power", "unit", "text"),
    [(1, -8, NUMBER, "10⁻⁸"), (5, -3, NUMBER, "5·10⁻³"), (1, 0, NUMBER, "1"), (2, 2, COUNT, "200"),
     (1, -5, SECONDS, "10 µs"), (2, -1, SECONDS, "200 ms"), (1, 0, SECONDS, "1 s"),
     (1, 2, BYTES, "100 B"), (5, 4, BYTES, "50 kB"), (1, 7, BYTES, "10 MB")],
)  # fmt: skip
def test_ticks_have_units(count, power, unit, text):
    assert tick_text(count, power, unit) == text


def test_nothing_is_asked_after_it_is_told_to_stop(qtbot):
    class Silent:
        def __init__(self):
            self.wishes = []

    from gui.asking import Asking

    cost = Cost(Asking("lab", Silent))
    cost.run_again()
    cost.set_topic(MAP)
    assert not cost.measuring

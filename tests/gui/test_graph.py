"""The graph in the drawer: its play, its hand and keys, and how it is linked with the text."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core.autograd.graph_play import EDGE, VALUE
from core.autograd.graph_words import GraphWish
from core.autograd.switch_words import Steps, SwitchesWish
from core.document import with_formula, with_point
from gui.panels.graph import GraphPanel
from gui.panels.graph_head import DERIVATIVE, FORWARD, PASSES
from gui.panels.graph_paint import card_rect, edge_path
from gui.theme import DARK, LIGHT

TEXT = "x^3 + sin x"


class TorchHere:
    """The lab without its process: answers by torch on the thread that asks."""

    def __init__(self):
        self.asked = []

    def answer(self, wish, stop=None):
        from core.autograd.graph import graph_of
        from core.autograd.switches import script_of

        self.asked.append(wish)
        graph = graph_of(GraphWish(wish.subject, wish.second, wish.entry, wish.by, wish.touches))
        script = script_of(SwitchesWish(wish.subject, wish.switches, wish.entry, wish.touches))
        return Steps(graph, script)

    def close(self):
        """Nothing was begun."""


@pytest.fixture
def lab(window):
    made = TorchHere()
    window.bench.asking.make = lambda: made
    window.bench.graph.follower.resting.rest.setInterval(0)
    yield made
    window.bench.end()


@pytest.fixture
def panel(qtbot, window, lab):
    change(window, with_formula(window.store.document, 1, text=TEXT))
    window.actions_["graph"].trigger()
    shown = window.bench.graph.panel
    qtbot.waitUntil(lambda: shown.view.graph is not None, timeout=30_000)
    return shown


def change(window, document):
    window.store.change(document, "Edit")
    window.pace.ask()


def formulas(panel):
    return [node.formula for node in panel.view.graph.nodes]


def spot(panel, formula):
    return panel.view.spot_of(formulas(panel).index(formula)).toPoint()


def waits(qtbot, condition):
    qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)


def test_folded_it_asks_for_nothing(qtbot, window, lab):
    change(window, with_point(window.store.document, "x", 2.0))
    qtbot.wait(30)
    assert lab.asked == []


def test_ctrl_2_opens_the_graph_at_the_point_and_folds_it(qtbot, window, lab):
    change(window, with_formula(window.store.document, 1, text=TEXT))
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    panel = window.bench.graph.panel
    waits(qtbot, lambda: panel.view.graph is not None)
    assert window.bench.drawer.open_tab == "graph"
    assert formulas(panel) == ["x", "x^3", "sin x", "x^3 + sin x"]
    assert panel.view.hasFocus()
    assert "4 nodes" in panel.foot.text()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.drawer.open_tab == ""
    assert "f: 4 nodes" in window.bench.drawer.summary.text()


def test_it_follows_the_point_and_says_at_once_that_it_is_old(qtbot, window, lab, panel):
    change(window, with_point(window.store.document, "x", 2.0))
    assert panel.view.look.faded
    waits(qtbot, lambda: not panel.view.look.faded)
    assert panel.view.graph.nodes[0].value == 2


def test_the_keys_step_back_and_forth_to_both_ends(qtbot, panel):
    view, bar = panel.view, panel.bar
    last = bar.slider.maximum()
    assert bar.place == last == 9
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert bar.place == last - 1
    assert "local derivative" in panel.foot.text()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert (bar.place, view.progress.valued) == (0, frozenset())
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.progress.valued == {0}
    assert panel.foot.text() == "x = 1 is a leaf; it requires a gradient."
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert bar.place == last
    assert view.progress.gradients[0] == pytest.approx(3.5403023058681398)


def test_the_gradient_of_a_node_grows_edge_by_edge(qtbot, panel):
    qtbot.keyClick(panel.view, Qt.Key.Key_Home)
    seen = []
    for _ in range(panel.bar.slider.maximum()):
        qtbot.mouseClick(panel.bar.on, Qt.MouseButton.LeftButton)
        beat = panel.view.progress.beat
        if beat is not None and beat.node == 0:
            seen.append((beat.kind, beat.gradient))
    assert seen[0] == (VALUE, None)
    assert seen[1][0] == EDGE
    assert panel.bar.place == panel.bar.slider.maximum()


def test_space_plays_to_the_end_and_rests(qtbot, panel):
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert panel.bar.playing
    assert panel.bar.place == 0
    panel.bar._timer.setInterval(1)
    waits(qtbot, lambda: not panel.bar.playing)
    assert panel.bar.place == panel.bar.slider.maximum()


def test_a_play_that_was_begun_rests_when_the_tab_is_left(qtbot, window, panel):
    qtbot.mouseClick(panel.bar.play, Qt.MouseButton.LeftButton)
    window.bench.open_tab("")
    assert not panel.bar.playing


def test_pointing_at_a_node_marks_its_part_of_the_text(qtbot, window, panel):
    editor = window.formulas.rows[0].editor
    qtbot.mouseMove(panel.view, spot(panel, "sin x"))
    waits(qtbot, lambda: len(editor.extraSelections()) == 1)
    (mark,) = editor.extraSelections()
    assert mark.cursor.selectedText() == "sin x"
    assert editor.text == TEXT
    assert "SinBackward0" in panel.foot.text()
    qtbot.mouseMove(panel.view, QPoint(2, 2))
    waits(qtbot, lambda: not editor.extraSelections())


def test_the_caret_in_the_text_lights_up_its_node(qtbot, window, panel):
    editor = window.formulas.rows[0].editor
    editor.setFocus()
    editor.caret_to(8)
    assert [formulas(panel)[k] for k in panel.view.look.marked] == ["sin x"]
    editor.caret_to(2)
    assert [formulas(panel)[k] for k in panel.view.look.marked] == ["x^3"]
    panel.focus()
    assert panel.view.look.marked == frozenset()


def test_a_click_chooses_a_node_and_shows_its_facts(qtbot, panel):
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=spot(panel, "x^3"))
    facts = {name: value.text() for name, (_, value) in panel.card.rows.items()}
    assert facts["grad_fn"] == "PowBackward0"
    assert (facts["is_leaf"], facts["retains_grad"]) == ("False", "False")
    assert panel.card.switches["retain_grad"].isVisible()
    assert not panel.card.switches["requires_grad"].isVisible()
    qtbot.keyClick(panel.view, Qt.Key.Key_Up)
    assert panel.view.graph.nodes[panel.view.look.chosen].formula == "x"
    assert panel.card.switches["requires_grad"].isVisible()


def test_retain_grad_and_detach_are_done_by_torch(qtbot, panel):
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=spot(panel, "sin x"))
    qtbot.mouseClick(panel.card.switches["retain_grad"], Qt.MouseButton.LeftButton)
    waits(qtbot, lambda: panel.view.graph.nodes[2].retains_grad)
    assert panel.card.rows["retains_grad"][1].text() == "True"
    panel.card.switches["detach"].click()
    waits(qtbot, lambda: panel.view.graph.nodes[2].cut)
    assert panel.view.graph.nodes[0].gradient == 3
    assert "can't retain_grad" in " ".join(line.error for line in panel.passes.script.lines)


def test_a_leaf_that_is_held_leaves_nothing_and_torch_says_so(qtbot, panel):
    panel.view.choose(0)
    panel.card.switches["requires_grad"].click()
    waits(qtbot, lambda: panel.view.graph.note)
    assert "does not require grad" in panel.foot.text()
    assert "requires_grad on" in panel.foot.text()


def test_the_graph_of_the_derivative_is_a_click_away(qtbot, lab, panel):
    qtbot.mouseClick(panel.buttons[DERIVATIVE], Qt.MouseButton.LeftButton)
    waits(qtbot, lambda: panel.view.graph.what == "f′")
    assert "CosBackward0" in [node.grad_fn for node in panel.view.graph.nodes]
    assert lab.asked[-1].second
    qtbot.mouseClick(panel.buttons[FORWARD], Qt.MouseButton.LeftButton)
    waits(qtbot, lambda: panel.view.graph.what == "f")


def test_two_passes_show_the_lines_and_the_words_of_torch(qtbot, panel):
    qtbot.mouseClick(panel.buttons[PASSES], Qt.MouseButton.LeftButton)
    assert panel.passes.isVisible()
    assert panel.passes.rows[-1].result.text() == "x.grad = 5.15852901519"
    panel.passes.checks["create_graph"].click()
    waits(qtbot, lambda: panel.passes.script.lines[-1].error)
    row = panel.passes.rows[5]
    assert row.error.text().startswith("RuntimeError: element 0 of tensors")
    assert "create_graph" in row.note.text()
    qtbot.mouseClick(panel.head.copy_button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().splitlines()[1] == "y = f(x)  # x^3 + sin x"


def test_the_wheel_zooms_at_the_mouse_and_the_keys_at_the_middle(qtbot, panel):
    view = panel.view
    place = QPointF(view.spot_of(0))
    before = view.scale
    turn = QWheelEvent(
        place, view.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, turn)
    assert view.scale > before
    assert (view.spot_of(0) - place).manhattanLength() < 1e-6
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.scale == pytest.approx(before)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.keyClick(view, Qt.Key.Key_0)
    room = view.rect()
    assert all(room.contains(view.spot_of(k).toPoint()) for k in range(4))


def test_a_drag_moves_the_graph_and_chooses_nothing(qtbot, panel):
    view = panel.view
    start, way = spot(panel, "x^3"), QPoint(40, 12)
    before = view.spot_of(1)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + way)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + way)
    assert (view.spot_of(1) - before).toPoint() == way
    assert view.look.chosen == -1


def test_a_folded_part_opens_by_click_and_folds_again(qtbot, window, lab, panel):
    text = " + ".join(f"sin({k} x) cos(x + {k})^2" for k in range(1, 15))
    change(window, with_formula(window.store.document, 1, text=text))
    waits(qtbot, lambda: panel.view.graph.total > 60 and not panel.view.look.faded)
    nodes = panel.view.graph.nodes
    place = next(k for k, node in enumerate(nodes) if "steps" in node.title)
    panel.view.choose(place)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    waits(qtbot, lambda: len(panel.view.graph.nodes) > len(nodes))
    assert panel.head.fold_button.isVisible()
    qtbot.mouseClick(panel.head.fold_button, Qt.MouseButton.LeftButton)
    waits(qtbot, lambda: len(panel.view.graph.nodes) == len(nodes))


def test_what_cannot_be_read_is_said(qtbot, window, panel):
    change(window, with_formula(window.store.document, 1, text="x^3 +"))
    waits(qtbot, lambda: "once the formula can be read" in panel.foot.text())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(814, 340), (560, 240), (1232, 440)])
def test_no_label_is_cut_and_nothing_lies_over_another(qtbot, panel, theme, size):
    graph = panel.view.graph
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(*size)
    alone = GraphPanel(host)
    alone.set_theme(theme)
    alone.resize(*size)
    alone.show_steps(panel._wish, Steps(graph, panel.passes.script))
    host.show()
    for mode in (FORWARD, PASSES):
        alone.buttons[mode].click()
        head = [each for each in (*alone.buttons, alone.bar, alone.head.fit_button) if each.isVisible()]
        rects = [each.rect().translated(each.mapTo(alone, QPoint())) for each in head]
        for k, one in enumerate(rects):
            assert alone.rect().contains(one)
            assert not any(one.intersects(other) for other in rects[k + 1 :])
        labels = alone.findChildren(QLabel)
        for label in labels:
            if label.isVisible() and label.text() and not label.wordWrap() and label.y() >= 0:
                assert label.width() >= label.minimumSizeHint().width() or label.text() in alone.passes.script.code
    alone.grab()


def test_edges_end_at_the_cards(panel):
    graph = panel.view.graph
    for edge in graph.edges:
        path = edge_path(edge)
        first, last = path.pointAtPercent(0), path.pointAtPercent(1)
        assert first.x() == pytest.approx(card_rect(graph.nodes[edge.source]).right())
        assert last.x() == pytest.approx(card_rect(graph.nodes[edge.target]).left())

"""Typed points: (a, b) is drawn, dragged along the coordinates that are sliders, and exported."""

import json

import mpmath
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.document import (
    Document,
    Parameter,
    Viewport,
    with_formula,
    with_new_formula,
    with_parameter,
    with_slider,
)
from core.evaluate import Evaluator
from core.files import session
from core.files.tables import csv_text, json_text
from core.files.tikz import tikz_text
from gui import headless
from gui.engine import InlineEngine
from gui.theme import LIGHT

VIEW = Viewport(-5.0, 5.0, -5.0, 5.0, 600, 400)


@pytest.fixture
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def document_of(*texts):
    made = Document()
    for text in texts:
        made = with_new_formula(made, text)
    return made


def points(evaluator, *texts, **values):
    document = document_of(*texts)
    for name, value in values.items():
        document = with_parameter(document, name, value)
    return evaluator.frame(document, VIEW).free_points


@pytest.mark.parametrize(("text", "place", "handles"), [
    ("P = (a, b)", (2.0, -3.0), ("a", "b")),
    ("(a, b)", (2.0, -3.0), ("a", "b")),
    ("[b, a]", (-3.0, 2.0), ("b", "a")),
    ("P = (a, a^2)", (2.0, 4.0), ("a", None)),
    ("(1, b)", (1.0, -3.0), (None, "b")),
    ("(cos a, sin a)", (float(mpmath.cos(2)), float(mpmath.sin(2))), (None, None)),
])  # fmt: skip
def test_a_pair_of_numbers_is_a_point(evaluator, text, place, handles):
    (point,) = points(evaluator, text, a=2.0, b=-3.0)
    assert (point.x, point.y) == pytest.approx(place, rel=1e-15)
    assert point.handles == handles
    assert point.name == ("P" if "=" in text else "")


def test_a_point_may_lie_on_a_curve_of_another_row_and_on_its_derivative(evaluator):
    found = points(evaluator, "f(x) = x^3", "(a, f(a))", "(a, f'(a))", a=2.0)
    assert [(each.x, each.y) for each in found] == [(2.0, 8.0), (2.0, 12.0)]


def test_a_point_without_a_value_has_no_place(evaluator):
    (point,) = points(evaluator, "(a, ln(b))", a=1.0, b=-1.0)
    assert point.y is None


@pytest.mark.parametrize("text", ["(a, b, c)", "P(x) = (a, b)"])
def test_what_is_no_pair_of_numbers_is_no_point(evaluator, text):
    assert points(evaluator, text) == ()


def test_a_point_takes_no_letter_from_the_functions(evaluator):
    frame = evaluator.frame(document_of("(a, b)", "x^2"), VIEW)
    assert [row.name for row in frame.rows] == ["", "f"]
    assert [slider.name for slider in frame.parameters] == ["a", "b"]


def test_a_hidden_point_is_not_drawn_and_an_unreadable_one_is_held(evaluator):
    document = document_of("(a, b)")
    assert evaluator.frame(with_formula(document, 1, visible=False), VIEW).free_points == ()
    evaluator.frame(document, VIEW)
    (point,) = evaluator.frame(with_formula(document, 1, text="(a, b+"), VIEW).free_points
    assert point.held


def test_a_point_that_did_not_move_is_the_same_object(evaluator):
    document = document_of("(a, b)", "c x")
    before = evaluator.frame(document, VIEW).free_points[0]
    assert evaluator.frame(with_parameter(document, "c", 3.0), VIEW).free_points[0] is before


def test_tables_and_drawings_hold_the_points(evaluator):
    frame = evaluator.frame(document_of("x", "P = (2, 3)"), VIEW)
    assert "# point: P = (2.0, 3.0)" in csv_text(frame)
    assert json.loads(json_text(frame))["free points"] == [{"name": "P", "x": 2.0, "y": 3.0}]
    assert "coordinates {(2,3)} node[above right] {$P$};" in tikz_text(frame, LIGHT.curves)


@pytest.mark.parametrize("suffix", ["svg", "json"])
def test_the_command_line_draws_a_point(tmp_path, suffix):
    out = tmp_path / f"point.{suffix}"
    assert headless.main(["export", "P = (a, 3)", "-o", str(out), "--set", "a=2"]) == 0
    if suffix == "json":
        assert json.loads(out.read_text())["free points"][0]["x"] == 2.0
    else:
        assert out.stat().st_size > 1000


# --- by hand ---


@pytest.fixture
def window(qtbot, settings):
    from gui.main_window import MainWindow

    evaluator = Evaluator()
    evaluator.load_derivatives()
    document = document_of("f(x) = x - 3", "P = (a, b)", "(1, c)")
    document = with_slider(document, Parameter("c", -1.0, -2.0, 2.0))
    made = MainWindow(settings, InlineEngine(lambda: evaluator), document, VIEW)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.stage.load()
    made.pace.ask()
    return made


def placed(window, place=0):
    return window.stage.plot.picture.pane.free_points.placed[place]


def drag(window, place, by, steps=5):
    view = window.stage.plot.viewport()
    start = placed(window, place).spot.toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, steps + 1):
        QTest.mouseMove(view, start + by * step / steps)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + by)


def values(window):
    return {each.name: each.value for each in window.frame.parameters}


def test_dragging_a_point_moves_both_its_sliders_in_one_step(window):
    plot, before = window.stage.plot, placed(window).spot
    drag(window, 0, QPoint(60, -40))
    a, b = values(window)["a"], values(window)["b"]
    assert plot.place.column(a) == pytest.approx(before.x() + 60, abs=1.5)
    assert plot.place.row(b) == pytest.approx(before.y() - 40, abs=1.5)
    assert not window.intents.dragging
    assert window.store.undo_stack.undoText() == "Move P"
    window.undo()
    assert (values(window)["a"], values(window)["b"]) == (1.0, 1.0)


def test_two_drags_are_two_steps(window):
    drag(window, 0, QPoint(60, -40))
    between = values(window)
    drag(window, 0, QPoint(-30, 10))
    window.undo()
    assert values(window) == between


def test_a_coordinate_that_is_no_slider_holds_the_point(window):
    drag(window, 1, QPoint(80, -60))
    assert values(window)["c"] > -0.5
    assert placed(window, 1).point.x == 1.0


def test_dragging_beyond_the_range_of_a_slider_widens_it(window):
    drag(window, 1, QPoint(0, -220))
    slider = window.store.document.parameter("c")
    assert slider.maximum == slider.value > 2.0


def test_the_steps_of_a_slider_hold_while_dragging(window):
    window.intents.set_slider(Parameter("a", 1.0, -5.0, 5.0, step=0.5))
    drag(window, 0, QPoint(100, 0))
    assert values(window)["a"] * 2 == round(values(window)["a"] * 2)
    assert values(window)["a"] > 1.0


def test_arrows_move_the_point_of_the_active_row_by_pixels(window):
    window.intents.choose_row(2)
    plot = window.stage.plot
    column, row = placed(window).spot.x(), placed(window).spot.y()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(plot, key)
    assert plot.place.column(values(window)["a"]) == pytest.approx(column + 2, abs=0.3)
    assert plot.place.row(values(window)["b"]) == pytest.approx(row - 1, abs=0.3)
    QTest.keyClick(plot, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert plot.place.row(values(window)["b"]) == pytest.approx(row + 9, abs=0.4)


def test_a_row_of_a_point_has_no_switches_and_the_panel_says_how_it_moves(window):
    window.intents.choose_row(2)
    rows = window.formulas.rows
    assert rows[0].tools.isVisible()
    assert not rows[1].tools.isVisible()
    assert "arrow keys" in window.inspector.note.text()


def test_the_plot_says_where_its_points_are(window):
    assert "P at (1, 1)." in window.stage.plot.describe()


def test_words_of_points_stand_in_the_plot_off_one_another(window):
    window.intents.set_parameter("a", 4.95)
    window.intents.set_parameter("c", 1.1)
    place = window.stage.plot.place
    layer = window.stage.plot.picture.pane.free_points
    boxes = [each.box for each in layer.placed if each.box is not None]
    assert len(boxes) == 2
    assert not boxes[0].intersects(boxes[1])
    assert all(place.holds(box.left(), box.top()) and place.holds(box.right(), box.bottom())
               for box in boxes)  # fmt: skip


def test_a_session_opens_with_its_points(window, tmp_path):
    drag(window, 0, QPoint(60, -40))
    before = values(window)
    path = tmp_path / "points.nabla"
    window.sessions.save_to(path)
    again, _ = session.read(path)
    assert {each.name: each.value for each in again.parameters} == before

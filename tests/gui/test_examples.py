"""The gallery: every example is read, computed and painted, and opens with one click."""

import json
import math

import pytest
from PySide6.QtCore import Qt

from core.document import Document, Viewport
from core.files import session
from core.files.lessons import FOLDER, LIST, lessons
from core.function import read
from core.readings import read_rows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LESSONS = lessons()


def test_there_are_enough_and_each_says_two_sentences():
    assert len(LESSONS) >= 24
    assert len({each.title for each in LESSONS}) == len(LESSONS)
    for each in LESSONS:
        assert each.about.endswith(".")
        assert 2 <= sum(each.about.count(f"{end} ") for end in ".:;") + 1 <= 4


def test_every_file_is_listed():
    listed = {each["file"] for each in json.loads((FOLDER / LIST).read_text(encoding="utf-8"))}
    assert listed == {path.name for path in FOLDER.glob("*.nabla")}


@pytest.mark.parametrize("lesson", LESSONS, ids=[each.path.stem for each in LESSONS])
def test_the_file_is_a_session_with_the_formula_of_its_card(lesson):
    document, viewport = session.read(lesson.path)
    assert session.dumps(document, viewport) == lesson.path.read_text(encoding="utf-8")
    reads = read_rows([(row.key, row.text) for row in document.formulas])
    assert all(each.row.error is None for each in reads.values())
    assert reads[document.active].row.latex == lesson.latex


# The numbers that the tutorials print, to all their digits.
TUTORIALS = [
    ("x^3 + sin x", {"x": 1.0}, (3.5403, 5.1585)),
    ("x^3 + sin x", {"x": math.pi}, (28.6088, 18.8496)),
    ("x^3 + sin x", {"x": 5.0}, (75.2837, 30.9589)),
    ("(x+1)(x+2)", {"x": 2.0}, (7.0, 2.0)),
]


@pytest.mark.parametrize(("text", "place", "printed"), TUTORIALS)
def test_the_tutorial_numbers_come_out_to_all_printed_digits(text, place, printed):
    found = read(text).at(place, order=2).derivatives
    assert tuple(round(each, 4) for each in found) == printed


def test_the_tutorials_of_several_variables_come_out():
    z = read("x^2 y").at({"x": 2.0, "y": 3.0})
    assert z.gradient.tolist() == [12.0, 4.0]
    assert z.hessian.tolist() == [[6.0, 4.0], [4.0, 0.0]]
    quarter = math.pi / 4
    found = read("sin(x_1 + x_2) + x_1 x_2, x in R^2").at({"x": [quarter, quarter]})
    assert found.gradient.tolist() == pytest.approx([quarter, quarter], abs=1e-15)
    assert found.hessian.ravel().tolist() == pytest.approx([-1, 0, 0, -1], abs=1e-15)
    silent = read("exp(-norm(x)^2), x in R^3").at({"x": [0.0, 0.0, 0.0]})
    assert silent.hessian.tolist() == [[-2, 0, 0], [0, -2, 0], [0, 0, -2]]
    rows = read("F(x) = [x^2, x^3]").at({"x": 2.0})
    assert rows.jacobian.tolist() == [[4.0], [12.0]]


@pytest.fixture
def real_window(qtbot, tmp_path):
    """The window with the true evaluator, answered before it returns."""
    from core.evaluate import Evaluator
    from gui.engine import InlineEngine
    from gui.main_window import MainWindow
    from gui.settings import Settings

    settings = Settings(tmp_path / "settings.ini")
    settings.asks_before_closing = False
    engine = InlineEngine(Evaluator)
    made = MainWindow(settings, engine, Document(), Viewport())
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.start()
    qtbot.waitUntil(lambda: made.stage.plot is not None, timeout=20_000)
    engine.load_derivatives()
    yield made
    made.close()


@pytest.mark.timeout(400)
def test_every_example_is_computed_and_painted(qtbot, real_window):
    for lesson in LESSONS:
        assert real_window.sessions.open_lesson(lesson)
        qtbot.wait(1)
        frame = real_window.frame
        assert frame.document is real_window.store.document, lesson.title
        assert all(row.error is None for row in frame.rows), lesson.title
        assert frame.point or frame.plane or frame.space or frame.map, lesson.title
        image = real_window.grab().toImage()
        seen = {image.pixel(x, y) for x in range(300, 800, 5) for y in range(110, 560, 5)}
        assert len(seen) > 3, lesson.title


def test_a_click_opens_an_example_as_an_untitled_session(qtbot, window):
    window.shelf.show_gallery()
    gallery = window.shelf.gallery
    card = next(each for each in gallery.cards if each.lesson.title == "Poles are not joined")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.store.document.formulas[0].text == "f(x) = tan x"
    assert window.sessions.path is None
    assert not window.store.modified
    assert not gallery.isVisible()


def test_a_card_opens_by_the_keyboard_too(qtbot, window):
    window.actions_["examples"].trigger()
    card = window.shelf.gallery.cards[1]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Space)
    assert window.store.document.formulas[0].text == "f(x) = (x+1)(x+2)"

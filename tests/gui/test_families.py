"""A family is chosen in the sheet of its slider, undone, saved, drawn and exported."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.document import (
    Document,
    Family,
    Viewport,
    with_family,
    with_formula,
    with_new_formula,
)
from core.evaluate import Evaluator
from core.files import session
from core.files.tables import csv_text, json_text
from core.files.tikz import tikz_text
from gui import headless
from gui.maths import Typesetting
from gui.panels.slider_sheet import SliderSheet
from gui.plots.family import family_words, shades
from gui.plots.scene import CurveScene
from gui.plots.stage import Look
from gui.theme import DARK, LIGHT

VIEW = Viewport(-3.0, 3.0, -5.0, 5.0, 500, 400)


@pytest.fixture(scope="module")
def frame():
    evaluator = Evaluator()
    evaluator.load_derivatives()
    document = with_new_formula(Document(landmarks=False), "f(x) = a x + sin x")
    document = with_formula(document, 1, shown=(0, 1))
    return evaluator.frame(with_family(document, Family("a", listed=(-1.0, 0.5, 2.0))), VIEW)


def sheet_of(window, name="a"):
    """The sheet as its button opens it, without the grab that the offscreen platform lacks."""
    row = window.sliders.row(name)
    row._sheet = sheet = SliderSheet(row._slider, LIGHT, window, row._family)
    sheet.setWindowFlags(Qt.WindowType.Widget)
    sheet.family_changed.connect(row.family_changed)
    sheet.show()
    return sheet


def test_the_sheet_of_a_slider_makes_a_family_in_one_step(window):
    window.intents.edit_text(1, "a x")
    window.intents.finish()
    sheet = sheet_of(window)
    sheet.family.on.click()
    assert window.store.document.family == Family("a", 5)
    sheet.close()
    window.undo()
    assert window.store.document.family is None
    assert not window.sliders.row("a")._sheet.family.on.isChecked()


def test_values_are_typed_as_a_list_of_expressions(window):
    window.intents.edit_text(1, "a x")
    sheet = sheet_of(window)
    sheet.family.on.click()
    QTest.keyClicks(sheet.family.values, "-1, 0, pi/2")
    QTest.keyClick(sheet.family.values, Qt.Key.Key_Return)
    listed = window.store.document.family.listed
    assert listed == (-1.0, 0.0, pytest.approx(1.5707963267948966))
    sheet.close()


def test_a_list_that_cannot_be_read_says_why_and_changes_nothing(window):
    window.intents.edit_text(1, "a x")
    sheet = sheet_of(window)
    sheet.family.on.click()
    before = window.store.document
    QTest.keyClicks(sheet.family.values, "1, 2, q+")
    QTest.keyClick(sheet.family.values, Qt.Key.Key_Return)
    assert window.store.document is before
    assert sheet.family._says.isVisible()
    assert sheet.family._says.text()
    sheet.close()


def test_resetting_the_slider_ends_its_family(window):
    window.intents.edit_text(1, "a x")
    window.intents.set_family(Family("a"))
    window.intents.reset_parameter("a")
    assert window.store.document.family is None


def test_the_action_draws_the_family_of_the_first_slider(window):
    window.intents.edit_text(1, "b x + c")
    window.actions_["family"].trigger()
    assert window.store.document.family == Family("b", 5)
    assert window.actions_["family"].isChecked()
    window.actions_["family"].trigger()
    assert window.store.document.family is None


@pytest.mark.parametrize("family", [None, Family("a", 9), Family("a", listed=(1.0, 2.5))])
def test_a_session_keeps_the_family(family):
    document = with_family(with_new_formula(Document(), "a x"), family)
    assert session.loads(session.dumps(document, Viewport()))[0].family == family


def test_a_damaged_family_is_refused(frame):
    text = session.dumps(frame.document, VIEW)
    words = json.loads(text)
    words["family"]["listed"] = [1.0]
    with pytest.raises(session.InputError):
        session.loads(json.dumps(words))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_shades_run_from_faint_to_full(frame, theme):
    colors = shades(frame, Look(theme))
    full = Look(theme).curve(0, held=False)
    assert len(set(colors)) == 3

    def away(color, goal):
        pairs = zip(color[1:], goal[1:], strict=True)
        return sum(abs(int(a, 16) - int(b, 16)) for a, b in list(pairs)[::2])

    assert [away(each, full) for each in colors] == sorted(
        (away(each, full) for each in colors), reverse=True
    )


def test_members_are_drawn_with_their_values_in_the_plot(qtbot, frame):
    scene = CurveScene(Look(LIGHT), Typesetting(waits=True))
    scene.set_size(560, 440)
    scene.move(replace(scene.place, x_min=-3.0, x_max=3.0, y_min=-5.0, y_max=5.0))
    scene.show_frame(frame)
    layer = scene.pane.family
    assert layer.isVisible()
    assert len(layer.shades) == 6
    assert {text for text, _ in layer.words} == {"a = −1", "a = 0.5", "a = 2"}
    place = scene.place
    for text, box in layer.words:
        assert place.holds(box.left(), box.top()), text
        assert place.holds(box.right(), box.bottom()), text
    laid = layer.shades
    scene.show_frame(replace(frame))
    assert layer.shades is laid  # nothing is cut again while the family stays
    scene.show_frame(replace(frame, members=()))
    assert not layer.isVisible()
    assert not layer.words


def test_a_legend_lists_few_values_and_the_ends_of_many(frame):
    assert family_words(frame.members) == "a = −1, 0.5, 2"
    many = tuple(replace(frame.members[0], value=float(k)) for k in range(6))
    assert family_words(many) == "a = 0 … 5"


def test_tables_name_the_value_of_each_member(frame):
    header = next(line for line in csv_text(frame).splitlines() if not line.startswith("#"))
    assert "f (a = -1.0)" in header
    assert "f' (a = 2.0)" in header
    words = json.loads(json_text(frame))
    assert [(each["value"], each["order"]) for each in words["family"]] == [
        (value, order) for value in (-1.0, 0.5, 2.0) for order in (0, 1)
    ]
    assert words["family"][0]["slider"] == "a"


def test_tikz_draws_members_in_shades_with_their_values(frame):
    text = tikz_text(frame, LIGHT.curves)
    assert text.count("curve0!") == 3
    assert "$a = -1$" in text
    assert text.count(r"\addplot") == 6 + 2 + 1


@pytest.mark.parametrize(("words", "values"), [
    ("a=-2:2:5", [-2, -1, 0, 1, 2]), ("a=1, 2, pi", [1, 2, 3.141592653589793]),
])  # fmt: skip
def test_the_command_line_draws_a_family(tmp_path, words, values):
    out = tmp_path / "family.json"
    assert headless.main(["export", "a x^2", "-o", str(out), "--family", words]) == 0
    members = json.loads(out.read_text())["family"]
    assert list(dict.fromkeys(each["value"] for each in members)) == values


@pytest.mark.parametrize("words", ["a", "a=1", "a=1:2:40", "a=2:1:3", "a=1,x"])
def test_the_command_line_refuses_what_is_no_family(tmp_path, capsys, words):
    out = tmp_path / "family.json"
    assert headless.main(["export", "a x^2", "-o", str(out), "--family", words]) == 1
    assert "nablascope: " in capsys.readouterr().err
    assert not out.exists()


def test_the_track_of_the_slider_marks_the_values(window):
    window.intents.edit_text(1, "a x + b")
    window.intents.set_family(Family("a", listed=(-2.0, 0.5, 9.0)))
    assert window.sliders.row("a").track._marks == (-2.0, 0.5, 9.0)
    assert window.sliders.row("b").track._marks == ()
    window.intents.set_family(None)
    assert window.sliders.row("a").track._marks == ()


def test_a_screen_reader_hears_of_the_family_and_of_logarithmic_axes(qtbot, frame):
    scene = CurveScene(Look(LIGHT), Typesetting(waits=True))
    scene.set_size(560, 440)
    scene.show_frame(frame)
    assert "Family a = −1, 0.5, 2." in scene.describe()
    scene.move(replace(scene.place, x_min=0.1, x_log=True))
    assert "Logarithmic x." in scene.describe()


def test_words_are_laid_at_once_in_a_thicket_of_lines(qtbot):
    evaluator = Evaluator()
    evaluator.load_derivatives()
    document = with_family(with_new_formula(Document(), "sin(a x)"), Family("a", 9))
    frame = evaluator.frame(document, Viewport(5.0, 9000.0, -2.0, 2.0, 700, 400))
    scene = CurveScene(Look(LIGHT), Typesetting(waits=True))
    scene.set_size(760, 440)
    scene.move(replace(scene.place, x_min=5.0, x_max=9000.0, y_min=-2.0, y_max=2.0))
    scene.show_frame(frame)
    assert sum(len(each.pieces) for each in scene.pane.family.shades) > 16_000
    assert scene.pane.family.lines() == []

"""What a person sees and does with what was found: corners of curves, critical points of fields."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea

from core.frame import Kind
from gui.export.picture import PictureSettings, picture_image

from .test_planes import drag
from .test_stories import type_formula

pytestmark = [
    pytest.mark.story, pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]  # fmt: skip
Left, Key, Ctrl = Qt.MouseButton.LeftButton, Qt.Key, Qt.KeyboardModifier.ControlModifier
HIMMELBLAU = "f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2"
MINIMA = ((-3.779310, -3.283186), (-2.805118, 3.131313), (3.0, 2.0), (3.584428, -1.848127))


def marks(person):
    return person.window.stage.plot.picture.pane.landmarks


def pixel(person, x, y):
    place = person.window.stage.plot.place
    return QPoint(round(place.column(x)), round(place.row(y)))


def scroll_to(person, widget):
    person.window.inspector.findChild(QScrollArea).ensureWidgetVisible(widget)


@pytest.fixture
def himmelblau(launch):
    """The field from -5 to 5 up and down, zoomed out by the keyboard."""
    person = launch()
    type_formula(person, HIMMELBLAU)
    person.waits(lambda: person.frame.plane is not None)
    plot = person.window.stage.plot
    plot.setFocus()
    while plot.place.y_max < 4:
        person.qtbot.keyClick(plot, Key.Key_Minus)
    person.waits(lambda: person.frame.plane.critical is not None
                 and person.frame.plane.critical.high[1] >= 4)  # fmt: skip
    person.waits_for_answer()
    return person


def test_a_curve_with_corners_has_marks_notes_and_circles_that_are_exported(launch, tmp_path):
    person = launch()
    type_formula(person, "|x^2 - 1|")
    window, found = person.window, person.window.inspector.found_card
    buttons = found.rows[Kind.CORNER].buttons
    assert [each.text() for each in buttons] == ["−1", "1"]
    note = found.notes[Kind.CORNER]
    assert note.isVisible()
    assert "x = −1 ...: corner: left slope −2, right slope 2; autograd returns f′ = 0" in note.text()
    corners = [each for each in marks(person).marks if each.kink is not None]
    assert {each.landmark.x for each in corners} == {-1.0, 1.0}
    person.qtbot.mouseMove(person.plot_area(), pixel(person, -1.0, 0.0))
    text, _ = marks(person).words()
    assert "corner" in text
    assert "left slope −2" in text.replace("\n", " ")
    scroll_to(person, buttons[0])
    person.qtbot.mouseClick(buttons[0], Left)
    person.waits_for_answer()
    assert person.frame.point.x == -1.0
    person.waits(lambda: window.inspector.readouts[1].badge.text() == "not differentiable")
    ends = {(each.order, each.x, each.y) for each in person.frame.ends}
    assert {(1, 1.0, -2.0), (1, 1.0, 2.0), (1, -1.0, -2.0), (1, -1.0, 2.0)} <= ends
    settings = PictureSettings("png", 500, 400, "px", 96)
    drawn = picture_image(person.frame, settings, window.theme)
    without = picture_image(replace(person.frame, ends=()), settings, window.theme)
    assert drawn != without
    window.outlets.open_export()
    dialog = window.outlets.export
    person.qtbot.mouseClick(dialog.options.format._buttons["svg"], Left)
    assert dialog.write(tmp_path / "corner.svg")
    dialog.close()
    assert "<ellipse" in (tmp_path / "corner.svg").read_text() or "<circle" in (
        tmp_path / "corner.svg"
    ).read_text()


def test_nine_points_of_himmelblau_are_found_and_a_click_goes_to_a_minimum(himmelblau, tmp_path):
    person = himmelblau
    points = person.frame.plane.critical.points
    kinds = [each.kind for each in points]
    assert (kinds.count("minimum"), kinds.count("maximum"), kinds.count("saddle")) == (4, 1, 4)
    lows = sorted((each.x, each.y) for each in points if each.kind == "minimum")
    assert lows == [pytest.approx(each, abs=1e-6) for each in MINIMA]
    cards = person.window.inspector.plane_cards
    assert "4 found" in cards.critical_card.heads["minimum"].text()
    button = next(each for each in cards.critical_card.buttons["minimum"] if each.point.x > 3.5)
    scroll_to(person, button)
    person.qtbot.mouseClick(button, Left)
    person.waits_for_answer()
    assert person.frame.plane.spot.at == pytest.approx(MINIMA[3], abs=1e-6)
    assert cards.word.text() == "Minimum"
    person.window.outlets.open_export()
    dialog = person.window.outlets.export
    person.qtbot.mouseClick(dialog.options.format._buttons["json"], Left)
    assert dialog.write(tmp_path / "f.json")
    dialog.close()
    written = json.loads((tmp_path / "f.json").read_text())
    assert len(written["plane"]["critical"]["points"]) == 9
    person.window.undo()
    person.waits_for_answer()
    assert person.frame.plane.spot.at == (1.0, 1.0)


def test_the_mouse_makes_a_critical_point_say_what_it_is(himmelblau):
    person, layer = himmelblau, marks(himmelblau)
    person.qtbot.mouseMove(person.plot_area(), pixel(person, -2.0, 1.0))
    assert layer.words() is None
    before = person.window.stage.plot.grab().toImage()
    person.qtbot.mouseMove(person.plot_area(), pixel(person, *MINIMA[0]))
    text, box = layer.words()
    assert text == "minimum (−3.779, −3.283), 0.0000\neigenvalues 133.8 and 70.71"
    place = person.window.stage.plot.place
    assert place.left <= box.left() and box.right() <= place.left + place.width  # noqa: PT018
    assert person.window.stage.plot.grab().toImage() != before


def test_the_dragged_point_snaps_to_a_critical_point_and_alt_lets_it_pass(himmelblau):
    person = himmelblau
    beside = pixel(person, 3.0, 2.0) + QPoint(5, -4)
    drag(person, pixel(person, 1.0, 1.0), beside)
    assert person.frame.plane.spot.at == (3.0, 2.0)
    person.window.undo()
    person.waits_for_answer()
    person.window.actions_["snap"].trigger()
    drag(person, pixel(person, 1.0, 1.0), beside)
    x, y = person.frame.plane.spot.at
    assert (x, y) != (3.0, 2.0)
    assert (x, y) == pytest.approx((3.0, 2.0), abs=0.15)


def test_ctrl_and_an_arrow_goes_to_the_next_critical_point(himmelblau):
    person, plot = himmelblau, himmelblau.window.stage.plot
    plot.setFocus()
    person.qtbot.keyClick(plot, Key.Key_Right, Ctrl)
    person.waits_for_answer()
    assert person.frame.plane.spot.at == (3.0, 2.0)
    person.qtbot.keyClick(plot, Key.Key_Down, Ctrl)
    person.waits_for_answer()
    assert person.frame.plane.spot.at == pytest.approx((3.3851542, 0.0738519), abs=1e-6)
    assert person.window.inspector.plane_cards.word.text() == "Saddle"


def test_the_pill_and_its_key_switch_the_marks_and_undo_switches_back(himmelblau):
    person, window = himmelblau, himmelblau.window
    pill = window.formulas.rows[0].plane_tools.landmarks
    assert pill.isChecked()
    assert len(marks(person).marks) == 9
    person.qtbot.mouseClick(pill, Left)
    person.waits_for_answer()
    assert marks(person).marks == ()
    assert not window.inspector.plane_cards.critical_card.isVisible()
    assert not pill.isChecked()
    person.qtbot.keyClick(window, Key.Key_L, Ctrl)
    person.waits_for_answer()
    assert len(marks(person).marks) == 9
    assert window.inspector.plane_cards.critical_card.isVisible()
    window.undo()
    person.waits_for_answer()
    assert marks(person).marks == ()
    entry = window.actions_["critical"]
    assert entry.isEnabled()
    assert not entry.isChecked()
    entry.trigger()
    person.waits_for_answer()
    assert len(marks(person).marks) == 9
    assert entry.isChecked()


def test_the_surface_has_the_marks_and_its_point_snaps_to_them(launch):
    person = launch()
    type_formula(person, "f(x, y) = x^4/8 + y^4/8 - 2x y")
    person.waits(lambda: person.frame.plane is not None)
    person.qtbot.mouseClick(person.window.tool_bar.switch.buttons["surface"], Left)
    person.waits(lambda: "Surface of f" in person.window.stage.plot.accessibleName())
    person.waits_for_answer()
    person.window.stage.plot.grab()
    seen = {(each.point.x, each.point.y): each for each in marks(person).marks}
    assert sorted(seen) == [(-2.0, -2.0), (0.0, 0.0), (2.0, 2.0)]
    low = seen[-2.0, -2.0]
    goal = QPoint(round(low.spot.x()), round(low.spot.y()))
    person.qtbot.mouseMove(person.plot_area(), goal)
    assert marks(person).words()[0].startswith("minimum (−2, −2)")
    start = person.window.stage.plot.picture.probe.spot()
    drag(person, QPoint(round(start.x()), round(start.y())), goal + QPoint(4, 3))
    assert person.frame.plane.spot.at == (-2.0, -2.0)

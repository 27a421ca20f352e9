"""What a person does with the surface of a function of two variables."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from core.files import session
from core.viewport import Camera

from .test_planes import drag, probe
from .test_stories import drag_slider, type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]
Left, Key = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def saddle(launch):
    person = launch()
    type_formula(person, "f(x, y) = a x^2 - y^2")
    person.waits(lambda: person.frame.plane is not None)
    person.waits_for_answer()
    person.qtbot.mouseClick(person.window.tool_bar.switch.buttons["surface"], Left)
    person.waits(lambda: "Surface of f" in person.window.stage.plot.accessibleName())
    person.waits_for_answer()
    return person


def seen(person):
    image = person.window.stage.plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width(), :3].astype(int).copy()


def turn(person, moved):
    area, corner = person.plot_area(), QPoint(30, 40)
    person.qtbot.mousePress(area, Left, pos=corner)
    for step in range(1, 7):
        person.qtbot.mouseMove(area, corner + moved * step / 6, delay=2)
    person.qtbot.mouseRelease(area, Left, pos=corner + moved)


def test_a_saddle_is_turned_by_the_mouse_without_computing_and_without_a_step(saddle):
    window, before = saddle.window, seen(saddle)
    steps, frames = window.store.undo_stack.index(), len(saddle.frames)
    turn(saddle, QPoint(120, 60))
    camera = window.store.viewport.camera
    assert (camera.turn, camera.tilt) == pytest.approx((-60 - 54, 30 + 27), abs=1)
    assert (seen(saddle) != before).any()
    saddle.qtbot.wait(400)
    assert window.store.undo_stack.index() == steps
    assert len(saddle.frames) == frames
    assert window.history.can_go_back
    window.history.go(-1)
    assert window.stage.plot.seen.camera == Camera()


def test_the_point_dragged_on_the_surface_is_where_the_field_shows_it(saddle):
    start = probe(saddle)
    goal = start + QPoint(-70, -15)
    drag(saddle, start, goal)
    at = saddle.frame.plane.spot.at
    assert at != (1.0, 1.0)
    now = QPointF(probe(saddle))
    assert (now - QPointF(goal)).manhattanLength() <= 4
    saddle.qtbot.mouseClick(saddle.window.tool_bar.switch.buttons["field"], Left)
    saddle.waits_for_answer()
    assert saddle.frame.plane.spot.at == at
    place = saddle.window.stage.plot.place
    assert probe(saddle).x() == pytest.approx(place.column(at[0]), abs=1)
    saddle.window.undo()
    saddle.window.undo()
    saddle.waits_for_answer()
    assert saddle.frame.plane.spot.at == (1.0, 1.0)


def test_both_views_show_the_same_ranges(saddle):
    before = saddle.frame.plane
    saddle.qtbot.mouseClick(saddle.window.tool_bar.switch.buttons["field"], Left)
    saddle.waits_for_answer()
    after = saddle.frame.plane
    assert (before.x[0], before.x[-1]) == (after.x[0], after.x[-1])
    assert (before.y[0], before.y[-1]) == pytest.approx((after.y[0], after.y[-1]))


def test_a_slider_bends_it(saddle):
    before = seen(saddle)
    drag_slider(saddle, "a", -60)
    saddle.waits_for_answer()
    a = saddle.document.parameter("a").value
    assert a < 0
    assert saddle.frame.plane.spot.hessian[0, 0] == pytest.approx(2 * a)
    assert (seen(saddle) != before).mean() > 0.02
    assert saddle.window.inspector.plane_cards.isVisible()
    assert saddle.window.inspector.plane_cards.word.text() == "Bends down in every direction"


def test_the_keyboard_moves_the_point_and_turns_the_surface(saddle):
    plot = saddle.window.stage.plot
    plot.setFocus()
    saddle.qtbot.keyClick(plot, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    saddle.waits_for_answer()
    x, y = saddle.frame.plane.spot.at
    assert x > 1
    assert y == 1
    saddle.qtbot.keyClick(plot, Key.Key_D)
    assert saddle.window.store.viewport.camera.turn == -65
    saddle.qtbot.keyClick(plot, Key.Key_Home)
    assert saddle.window.store.viewport.camera == Camera()


def test_the_tangent_plane_is_switched_by_a_menu_and_undone(saddle):
    window, before = saddle.window, seen(saddle)
    action = window.actions_["mark_tangent"]
    window.actions_.refresh_now()
    assert action.isEnabled()
    assert action.isChecked()
    action.trigger()
    saddle.waits_for_answer()
    assert not saddle.document.several.marks.tangent
    assert (seen(saddle) != before).any()
    window.undo()
    saddle.waits_for_answer()
    assert saddle.document.several.marks.tangent


def test_the_colours_can_be_those_of_another_field(saddle):
    saddle.window.actions_["shade_slope"].trigger()
    saddle.waits(lambda: saddle.frame.plane.shades[-1].what == "slope")
    saddle.waits_for_answer()
    assert saddle.frame.plane.shades[0].what == "value"


def test_a_session_keeps_the_camera(saddle, tmp_path):
    turn(saddle, QPoint(60, 20))
    path = tmp_path / "turned.nabla"
    session.write(path, saddle.document, saddle.window.store.viewport)
    camera = saddle.window.store.viewport.camera
    saddle.qtbot.keyClick(saddle.window.stage.plot, Key.Key_Home)
    saddle.window.sessions.open_path(path)
    saddle.waits_for_answer()
    assert saddle.document.several.view == "surface"
    assert saddle.window.stage.plot.seen.camera == camera


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_export_shows_the_surface_as_it_is_turned(saddle):
    from gui.export.picture import PictureSettings, picture_image

    window = saddle.window
    window.outlets.open_export()
    shown = window.outlets.export._frame
    turn(saddle, QPoint(90, 30))
    after = window.outlets.export._frame
    assert after.viewport.camera == window.store.viewport.camera
    page = PictureSettings("png", 500, 400, "px", 96)
    images = [picture_image(each, page, window.theme) for each in (shown, after)]
    assert images[0] != images[1]
    window.outlets.close()


def test_a_function_without_values_says_so(saddle):
    type_formula(saddle, "f(x, y) = sqrt(-1 - x^2 - y^2)")
    saddle.waits_for_answer()
    plot = saddle.window.stage.plot
    assert plot.surface.terrain.view() is None
    assert "no value here" in plot.describe()


def test_of_three_variables_the_surface_of_a_plane_moves_two_coordinates(launch):
    person = launch()
    type_formula(person, "f(x, y, z) = x^2 + y^2/2 + z^2 x/9")
    person.waits(lambda: "sheet" in person.window.tool_bar.switch.offered)
    person.qtbot.mouseClick(person.window.tool_bar.switch.buttons["sheet"], Left)
    person.waits(lambda: person.frame.plane is not None)
    person.waits_for_answer()
    assert type(person.window.stage.plot).__name__ == "SurfacePlot"
    z = person.document.coordinate("z")
    start = probe(person)
    drag(person, start, start + QPoint(-40, -10))
    x, y = person.frame.plane.spot.at[:2]
    assert (x, y) != (1.0, 1.0)
    assert (person.document.coordinate("x"), person.document.coordinate("y")) == (x, y)
    assert person.document.coordinate("z") == z

"""What a person does with a map of several components, and with a curve."""

import json
import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from core.files import session
from core.files.tables import csv_text, json_text
from gui.export.picture import PictureSettings, picture_image
from tests.machine import slowness

from .test_stories import drag_slider, type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]
Left, Key = Qt.MouseButton.LeftButton, Qt.Key
POLAR = "F(x, y) = [x cos y, x sin y]"
VAN_DER_POL = "F(x, y) = [y, m (1 - x^2) y - x]"


def shown(launch, text):
    person = launch()
    type_formula(person, text)
    person.waits(lambda: person.frame.map is not None)
    person.waits_for_answer()
    return person


@pytest.fixture
def polar(launch):
    return shown(launch, POLAR)


def chooses(person, view):
    person.qtbot.mouseClick(person.window.tool_bar.switch.buttons[view], Left)
    person.waits(lambda: person.frame.map is not None and person.frame.map.view == view)
    person.waits_for_answer()


def drag(person, start, end):
    area = person.plot_area()
    start, end = (QPoint(round(each.x()), round(each.y())) for each in (start, end))
    person.qtbot.mousePress(area, Left, pos=start)
    for step in range(1, 13):
        middle = start + (end - start) * step / 12
        person.qtbot.mouseMove(area, QPoint(middle.x(), middle.y()), delay=8)
    # the hand rests before it lets go, until the point has followed
    person.qtbot.wait(round(150 * max(1.0, slowness())))
    person.waits_for_answer()
    person.qtbot.mouseRelease(area, Left, pos=end)
    person.waits_for_answer()


def types(person, field, text):
    person.qtbot.mouseClick(field, Left)
    field.selectAll()
    person.qtbot.keyClicks(field, text)
    person.qtbot.keyClick(field, Key.Key_Return)
    person.waits_for_answer()


def pixel(place, u, v):
    from PySide6.QtCore import QPointF

    return QPointF(place.column(u), place.row(v))


# --- polar coordinates ---


def test_typing_a_map_shows_a_grid_beside_its_image(polar):
    window = polar.window
    assert polar.frame.rows[0].error is None
    assert window.tool_bar.switch.offered == ("grid", "jacobian", "det", "flow")
    cards = window.inspector.map_cards
    assert cards.isVisible()
    assert not window.inspector.plane_cards.isVisible()
    assert not window.formulas.rows[0].tools.isVisible()
    assert not window.formulas.rows[0].plane_tools.isVisible()
    assert cards.determinant.number.text() == "1"  # r, at x = 1
    assert "Grid and its image under F" in window.stage.plot.accessibleName()


def test_the_determinant_follows_the_point_and_undo_brings_it_back(polar):
    plot = polar.window.stage.plot
    source = plot.picture.source
    drag(polar, source.probe.spot(), pixel(source.place, 2.5, 0.5))
    x, y = polar.frame.map.at
    assert (x, y) == pytest.approx((2.5, 0.5), abs=2 * source.place.x_unit)
    assert polar.frame.map.linear.determinant == pytest.approx(x)
    polar.window.undo()
    polar.waits_for_answer()
    assert polar.frame.map.at == (1.0, 1.0)


def test_the_image_is_dragged_and_the_point_follows_in_one_step(polar):
    image = polar.window.stage.plot.picture.image
    target = pixel(image.place, -1.0, 1.5)
    drag(polar, image.probe.spot(), target)
    u, v = polar.frame.map.value
    assert (u, v) == pytest.approx((-1.0, 1.5), abs=2 * image.place.x_unit)
    polar.window.undo()
    polar.waits_for_answer()
    assert polar.frame.map.at == (1.0, 1.0)


def test_the_cell_at_the_point_is_filled_in_both_panes(polar):
    from PySide6.QtGui import QColor

    plot = polar.window.stage.plot
    image = plot.grab().toImage()
    selection = QColor(polar.window.theme.selection)
    cell, (x, y) = polar.frame.map.cell, polar.frame.map.at
    at = pixel(plot.picture.source.place, x + 0.3 * cell.side, y + 0.3 * cell.side)
    r, angle = x + 0.3 * cell.side, y + 0.3 * cell.side
    there = pixel(plot.picture.image.place, r * math.cos(angle), r * math.sin(angle))
    for spot in (at, there):
        near = [
            image.pixelColor(round(spot.x()) + i, round(spot.y()) + j)
            for i in range(-3, 4) for j in range(-3, 4)
        ]  # fmt: skip
        assert selection.name() in {each.name() for each in near}


def test_arrow_keys_move_the_point(polar):
    plot = polar.window.stage.plot
    plot.setFocus()
    polar.qtbot.keyClick(plot, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    polar.waits_for_answer()
    unit = plot.picture.source.place.x_unit
    assert polar.frame.map.at[0] == pytest.approx(1 + 10 * unit, abs=unit / 2)


def test_the_next_panel_after_the_plot_is_the_inspector_with_its_first_coordinate(polar):
    from PySide6.QtWidgets import QApplication

    window = polar.window
    window.stage.focus_plot()
    window.next_panel()
    assert QApplication.focusWidget() is window.inspector.map_cards.coordinates[0].field
    window.next_panel()
    assert window.formulas.isAncestorOf(QApplication.focusWidget())


def test_a_direction_that_was_typed_is_drawn_with_its_image(polar):
    plot = polar.window.stage.plot
    before = plot.grab().toImage()
    types(polar, polar.window.inspector.map_cards.product_card.direction, "1, 2")
    assert polar.frame.map.products.direction.tolist() == [1, 2]
    after, accent = plot.grab().toImage(), polar.window.theme.accent
    place, (x, y) = plot.picture.source.place, polar.frame.map.at
    spot = pixel(place, x + 0.5, y + 1).toPoint()
    near = [after.pixelColor(spot.x() + i, spot.y()).name() for i in range(-3, 4)]
    assert accent.lower() in near
    assert after != before


def test_the_colours_say_what_is_chosen(polar):
    chooses(polar, "det")
    assert polar.frame.map.field.shades[0].what == "det"
    actions = polar.window.actions_
    assert actions["map_shade_folds"].isEnabled()
    actions["map_shade_folds"].trigger()
    polar.waits(lambda: polar.frame.map.field.shades[0].what == "folds")
    assert polar.frame.map.field.shades[0].kinds
    polar.window.undo()
    polar.waits_for_answer()
    assert polar.frame.map.field.shades[0].what == "det"
    chooses(polar, "grid")
    assert not actions["map_shade_folds"].isEnabled()


def test_products_are_typed_and_refused_in_a_sentence(polar):
    card = polar.window.inspector.map_cards.product_card
    types(polar, card.direction, "0, 2")
    jacobian = polar.frame.map.jacobian
    np.testing.assert_allclose(polar.frame.map.products.pushed, 2 * jacobian[:, 1], rtol=1e-14)
    assert polar.document.several.direction == (("x", 0.0), ("y", 2.0))
    types(polar, card.weights, "1, 1")
    np.testing.assert_allclose(polar.frame.map.products.pulled, jacobian.sum(axis=0), rtol=1e-14)
    before = polar.document
    types(polar, card.weights, "1, 2, 3")
    assert polar.document is before
    assert card._refusal.isVisible()
    polar.qtbot.keyClick(card.weights, Key.Key_Escape)
    assert not card._refusal.isVisible()


def test_an_unreadable_map_holds_the_last_picture(polar):
    polar.qtbot.wait(800)  # it has stood long enough to be meant
    net = polar.frame.map.net
    editor = polar.editor()
    editor.setFocus()
    polar.qtbot.keyClicks(editor, " +")
    polar.waits(lambda: polar.frame.rows[0].error is not None)
    polar.waits_for_answer()
    assert polar.frame.map.held
    assert np.array_equal(polar.frame.map.net.x, net.x)
    polar.qtbot.keyClick(editor, Key.Key_Backspace)
    polar.qtbot.keyClick(editor, Key.Key_Backspace)
    polar.waits(lambda: polar.frame.rows[0].error is None)
    polar.waits_for_answer()
    assert not polar.frame.map.held


def test_a_session_keeps_view_shade_and_products(polar, tmp_path):
    chooses(polar, "det")
    polar.window.actions_["map_shade_curl"].trigger()
    types(polar, polar.window.inspector.map_cards.product_card.weights, "0, 3")
    path = tmp_path / "polar.nabla"
    session.write(path, polar.document, polar.window.store.viewport)
    document, viewport = session.read(path)
    assert document == polar.document
    assert (document.several.map_view, document.several.map_shade) == ("det", "curl")
    assert document.several.covector == (0.0, 3.0)
    assert viewport.plane == polar.window.store.viewport.plane


def test_every_view_is_exported_as_picture_and_as_numbers(polar):
    for view in ("grid", "jacobian", "det", "flow"):
        chooses(polar, view)
        frame = polar.frame
        image = picture_image(frame, PictureSettings(format="png", dpi=80), polar.window.theme)
        assert len({image.pixel(x, y) for x in range(0, image.width(), 9)
                    for y in range(0, image.height(), 9)}) > 8  # fmt: skip
        lines = [each for each in csv_text(frame).splitlines() if not each.startswith("#")]
        assert len(lines) > (2 if view == "jacobian" else 50)
        told = json.loads(json_text(frame))["map"]
        assert told["view"] == view
        np.testing.assert_array_equal(told["point"]["jacobian"], frame.map.jacobian)


# --- flows ---


def test_van_der_pol_turns_from_focus_to_node_with_its_damping(launch):
    person = shown(launch, VAN_DER_POL)
    chooses(person, "flow")
    for number in (0, 1):
        types(person, person.window.inspector.map_cards.coordinates[number].field, "0")
    cards = person.window.inspector.map_cards
    assert cards.word.text() == "Unstable focus"
    assert cards.arrow_card.isVisible()
    drag_slider(person, "m", 60)
    m = person.document.parameter("m").value
    assert m > 2
    assert cards.word.text() == "Unstable node"
    assert person.frame.map.field.arrows is not None
    assert not np.isnan(person.frame.map.linear.directions).any()


def test_streamlines_are_one_action(launch):
    person = shown(launch, VAN_DER_POL)
    chooses(person, "flow")
    person.window.actions_["streamlines"].trigger()
    person.waits(lambda: bool(person.frame.map.field.arrows.lines))
    person.waits_for_answer()
    assert person.frame.map.nullclines
    person.window.actions_["map_lines"].trigger()
    person.waits(lambda: person.frame.map.nullclines == ())


# --- other shapes ---


def test_a_map_of_space_has_its_jacobian_alone(launch):
    person = shown(launch, "F(x, y, z) = [x y, y z, z x]")
    window = person.window
    assert window.tool_bar.switch.offered == ("jacobian",)
    types(person, window.inspector.map_cards.coordinates[2].field, "2")
    assert person.frame.map.jacobian.tolist() == [[1, 1, 0], [0, 2, 1], [2, 0, 1]]
    plot = window.stage.plot
    plot.setFocus()
    person.qtbot.keyClick(plot, Key.Key_Down)
    person.qtbot.keyClick(plot, Key.Key_Down)
    person.qtbot.keyClick(plot, Key.Key_Down)
    assert "∂w/∂x = 2" in plot.describe()


def test_the_point_runs_along_its_curve(launch):
    person = shown(launch, "F(t) = [2 cos t, 2 sin t]")
    plot = person.window.stage.plot
    assert person.window.tool_bar.switch.offered == ("path", "jacobian")
    drag(person, plot.picture.part.probe.spot(), pixel(plot.place, 0.02, 1.8))
    t = person.frame.map.at[0]
    assert t == pytest.approx(math.pi / 2, abs=0.03)
    card = person.window.inspector.map_cards.curve_card
    assert card.curvature.number.text() == "0.5"
    types(person, card.high, "2pi")
    assert person.window.store.viewport.x_max == pytest.approx(2 * math.pi)
    person.waits(lambda: math.isclose(person.frame.map.path.t[-1], 2 * math.pi))
    person.window.undo()
    person.waits_for_answer()
    assert person.frame.map.at == (1.0,)


def test_a_curve_in_space_is_turned_and_the_view_is_kept(launch, tmp_path):
    person = shown(launch, "F(t) = [cos t, sin t, t/2]")
    plot = person.window.stage.plot
    drag(person, QPoint(120, 120), QPoint(220, 160))
    camera = person.window.store.viewport.camera
    assert camera.turn == pytest.approx(-100)
    assert camera.tilt == pytest.approx(46)
    assert plot.seen.camera == camera
    path = tmp_path / "helix.nabla"
    session.write(path, person.document, person.window.store.viewport)
    assert session.read(path)[1].camera == camera


def test_from_a_map_back_to_a_function_and_to_a_typed_point(polar):
    type_formula(polar, "x^2")
    polar.waits_for_answer()
    assert polar.frame.map is None
    assert polar.window.tool_bar.switch.offered == ("curves", "stacked", "table")
    assert not polar.window.inspector.map_cards.isVisible()
    type_formula(polar, "P = (a, b)")
    polar.waits_for_answer()
    assert polar.frame.map is None
    assert len(polar.frame.free_points) == 1


def test_a_copied_picture_shows_both_panes(polar):
    from PySide6.QtWidgets import QApplication

    polar.window.copy_picture()
    image = QApplication.clipboard().image()
    plot = polar.window.stage.plot
    assert image.width() == 2 * plot.width()
    assert image.height() > 2 * plot.height()

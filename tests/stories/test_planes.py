"""What a person does with a function of two variables."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from core.choices import Marks

from .test_stories import drag_slider, type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]
Left, Key = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def saddle(launch):
    person = launch()
    type_formula(person, "f(x, y) = a x^2 - y^2")
    person.waits(lambda: person.frame.plane is not None)
    person.waits_for_answer()
    return person


def probe(person):
    spot = person.window.stage.plot.picture.probe.spot()
    return QPoint(round(spot.x()), round(spot.y()))


def drag(person, start, end):
    area = person.plot_area()
    person.qtbot.mousePress(area, Left, pos=start)
    for step in range(1, 9):
        middle = start + (end - start) * step / 8
        person.qtbot.mouseMove(area, QPoint(middle.x(), middle.y()), delay=2)
    person.qtbot.mouseRelease(area, Left, pos=end)
    person.waits_for_answer()


def test_typing_two_variables_shows_a_field_with_the_words_of_its_point(saddle):
    window = saddle.window
    assert window.tool_bar.switch.offered == ("field", "hessian", "surface", "arrows", "cut")
    assert [row.name for row in window.sliders.rows] == ["a"]
    cards = window.inspector.plane_cards
    assert cards.isVisible()
    assert cards.word.text() == "Saddle-shaped"
    assert "Field of f" in window.stage.plot.accessibleName()


def test_the_point_is_dragged_to_the_saddle_in_one_step(saddle):
    place = saddle.window.stage.plot.place
    middle = QPoint(round(place.column(0)), round(place.row(0)))
    drag(saddle, probe(saddle), middle)
    x, y = saddle.frame.plane.spot.at
    assert abs(x) < 0.02
    assert abs(y) < 0.02
    saddle.window.undo()
    saddle.waits_for_answer()
    assert saddle.frame.plane.spot.at == (1.0, 1.0)


def test_coordinates_are_typed_exactly(saddle):
    for number, text in ((0, "0"), (1, "pi/2 - pi/2")):
        field = saddle.window.inspector.plane_cards.coordinates[number].field
        saddle.qtbot.mouseClick(field, Left)
        field.selectAll()
        saddle.qtbot.keyClicks(field, text)
        saddle.qtbot.keyClick(field, Key.Key_Return)
    saddle.waits_for_answer()
    assert saddle.frame.plane.spot.at == (0.0, 0.0)
    assert saddle.window.inspector.plane_cards.word.text() == "Saddle"


def test_arrows_move_the_point_and_the_wheel_zooms_at_the_mouse(saddle):
    plot = saddle.window.stage.plot
    plot.setFocus()
    before = saddle.frame.plane.spot.at
    saddle.qtbot.keyClick(plot, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    saddle.qtbot.keyClick(plot, Key.Key_Right)
    saddle.waits_for_answer()
    x, y = saddle.frame.plane.spot.at
    assert x == pytest.approx(before[0] + plot.place.x_unit, abs=plot.place.x_unit / 5)
    assert y == pytest.approx(before[1] + 10 * plot.place.y_unit, abs=plot.place.y_unit)
    wide = plot.place.x_max - plot.place.x_min
    saddle.qtbot.keyClick(plot, Key.Key_Plus)
    assert plot.place.x_max - plot.place.x_min < wide
    saddle.waits(lambda: saddle.frame.viewport.plane.x_min == plot.place.x_min)
    assert saddle.frame.plane.x[0] == pytest.approx(plot.place.x_min)
    assert saddle.frame.plane.y[0] == pytest.approx(plot.place.y_min, abs=1e-3)


def test_a_slider_bends_the_field_and_its_hessian(saddle):
    saddle.qtbot.mouseClick(saddle.window.tool_bar.switch.buttons["hessian"], Left)
    saddle.waits(lambda: saddle.frame.plane is not None and len(saddle.frame.plane.shades) == 5)
    assert saddle.frame.plane.spot.hessian.tolist() == [[2.0, 0.0], [0.0, -2.0]]
    drag_slider(saddle, "a", -60)
    a = saddle.document.parameter("a").value
    assert a < 0
    assert saddle.frame.plane.spot.hessian[0, 0] == pytest.approx(2 * a)
    assert saddle.window.inspector.plane_cards.word.text() == "Bends down in every direction"


def test_a_small_field_takes_the_point_too(saddle):
    saddle.qtbot.mouseClick(saddle.window.tool_bar.switch.buttons["hessian"], Left)
    saddle.waits(lambda: len(saddle.frame.plane.shades) == 5)
    saddle.waits_for_answer()
    pane = saddle.window.stage.plot.picture.panes[3]
    spot = pane.probe.spot()
    start = QPoint(round(spot.x()), round(spot.y()))
    end = QPoint(round(pane.place.column(-1)), round(pane.place.row(-1)))
    drag(saddle, start, end)
    assert saddle.frame.plane.spot.at == pytest.approx((-1, -1), abs=0.1)


def test_colours_on_the_screen_are_those_of_the_sign(saddle):
    window = saddle.window
    image = window.stage.plot.grab().toImage()
    place = window.stage.plot.place

    def seen(x, y):
        return QColor(image.pixel(round(place.column(x)), round(place.row(y))))

    assert seen(0.3, -2).blue() > seen(0.3, -2).red() + 25  # below 0
    assert seen(3.4, 0.3).red() > seen(3.4, 0.3).blue() + 25  # above 0


def test_the_colours_say_what_is_chosen_and_sessions_keep_it(saddle, tmp_path):
    from core.files import session

    saddle.window.actions_["shade_det"].trigger()
    saddle.waits(lambda: saddle.frame.plane.shades[0].what == "det")
    assert saddle.frame.plane.shades[0].values[0, 0] == pytest.approx(-4.0)
    path = tmp_path / "saddle.nabla"
    session.write(path, saddle.document, saddle.window.store.viewport)
    document, viewport = session.read(path)
    assert (document.several.shade, document.several.view) == ("det", "field")
    assert viewport.plane == saddle.window.store.viewport.plane


def test_the_direction_is_turned_by_its_handle_and_typed_in_its_card(saddle):
    window = saddle.window
    tools = window.formulas.rows[0].plane_tools
    assert tools.isVisible()
    saddle.qtbot.mouseClick(tools.pills["direction"], Left)
    saddle.waits_for_answer()
    picture = window.stage.plot.picture
    handle = picture.pane.direction.handle()
    middle = picture.probe.spot()
    end = middle + (middle - handle)
    drag(saddle, QPoint(*(round(each) for each in handle.toTuple())),
         QPoint(*(round(each) for each in end.toTuple())))  # fmt: skip
    assert dict(saddle.document.several.direction) == {"x": -1.0, "y": 0.0}
    card = window.inspector.plane_cards.direction_card
    assert card.slope.number.text() == "−2"  # f_x = 2 at (1, 1)
    assert card.bend.number.text() == "2"
    window.undo()
    saddle.waits_for_answer()
    assert saddle.document.several.direction == ()
    field = card.components[1].field
    saddle.qtbot.mouseClick(field, Left)
    field.selectAll()
    saddle.qtbot.keyClicks(field, "1")
    saddle.qtbot.keyClick(field, Key.Key_Return)
    saddle.waits_for_answer()
    assert dict(saddle.document.several.direction) == {"x": 1.0, "y": 1.0}
    assert card.slope.number.text() == "0"  # (2, -2) along (1, 1)
    assert [each.number.text() for each in card.products] == ["2", "−2"]
    window.stage.plot.setFocus()
    saddle.qtbot.keyClick(window.stage.plot, Key.Key_Comma)
    saddle.waits_for_answer()
    x, y = saddle.frame.plane.direction
    assert (y / x) == pytest.approx(1.19175, abs=1e-4)  # tan 50 degrees


def test_arrows_become_streamlines_and_their_spacing_is_typed(saddle):
    window = saddle.window
    saddle.qtbot.mouseClick(window.tool_bar.switch.buttons["arrows"], Left)
    saddle.waits(lambda: saddle.frame.plane is not None and saddle.frame.plane.arrows is not None)
    saddle.waits_for_answer()
    card = window.inspector.plane_cards.arrow_card
    assert card.isVisible()
    assert card.styles["arrows"].isChecked()
    saddle.qtbot.mouseClick(card.styles["streamlines"], Left)
    saddle.waits_for_answer()
    many = len(saddle.frame.plane.arrows.lines)
    assert many > 20
    saddle.qtbot.mouseClick(card.spacing, Left)
    card.spacing.selectAll()
    saddle.qtbot.keyClicks(card.spacing, "64")
    saddle.qtbot.keyClick(card.spacing, Key.Key_Return)
    saddle.waits_for_answer()
    assert 0 < len(saddle.frame.plane.arrows.lines) < many / 2
    window.undo()
    window.undo()
    saddle.waits_for_answer()
    assert saddle.frame.plane.arrows.lines == ()
    assert card.styles["arrows"].isChecked()


def test_the_way_of_steepest_descent_follows_the_point(saddle):
    type_formula(saddle, "(x^2 - 1)^2 + y^2")
    saddle.waits_for_answer()
    saddle.qtbot.mouseClick(saddle.window.formulas.rows[0].plane_tools.pills["descent"], Left)
    saddle.waits_for_answer()
    assert saddle.frame.plane.descent[-1] == pytest.approx((1, 0), abs=0.05)
    place = saddle.window.stage.plot.place
    drag(saddle, probe(saddle), QPoint(round(place.column(-2)), round(place.row(1))))
    assert saddle.frame.plane.descent[-1] == pytest.approx((-1, 0), abs=0.05)


def test_what_is_drawn_at_the_point_is_switched_by_pills_and_menu(saddle):
    window = saddle.window
    plain = window.stage.plot.grab().toImage()
    for name in ("model", "conic"):
        window.actions_[f"mark_{name}"].trigger()
        saddle.waits_for_answer()
        assert window.formulas.rows[0].plane_tools.pills[name].isChecked()
        with_it = window.stage.plot.grab().toImage()
        assert with_it != plain
        plain = with_it
    for name in ("gradient", "contours", "axes"):
        saddle.qtbot.mouseClick(window.formulas.rows[0].plane_tools.pills[name], Left)
        saddle.waits_for_answer()
        assert not window.actions_[f"mark_{name}"].isChecked()
        without = window.stage.plot.grab().toImage()
        assert without != plain
        plain = without
    for _ in range(5):
        window.undo()
    assert saddle.document.several.marks == Marks()


def test_a_cut_is_a_curve_again_and_a_curve_leaves_the_field(saddle):
    saddle.qtbot.mouseClick(saddle.window.tool_bar.switch.buttons["cut"], Left)
    saddle.waits(lambda: saddle.frame.plane is None and bool(saddle.frame.curves))
    assert saddle.frame.point.readings[0].value == pytest.approx(0.0)
    type_formula(saddle, "x^2")
    assert saddle.window.tool_bar.switch.offered == ("curves", "stacked", "table")
    assert saddle.window.stage.plot is saddle.window.stage._plots["curves"]


def test_a_cut_along_the_direction_moves_the_point_on_its_line(saddle):
    window = saddle.window
    saddle.qtbot.mouseClick(window.tool_bar.switch.buttons["cut"], Left)
    saddle.waits(lambda: saddle.frame.plane is None and bool(saddle.frame.curves))
    head = window.stage.space_head
    assert head.isVisible()
    head.cut.setFocus()
    for _ in range(2):
        saddle.qtbot.keyClick(head.cut, Key.Key_Down)
    saddle.waits(lambda: saddle.frame.point is not None and saddle.frame.point.variable == "s")
    saddle.waits_for_answer()
    assert saddle.document.several.cut == "direction"
    window.fields.type_direction("x", 1.0)
    window.fields.type_direction("y", 1.0)
    saddle.waits_for_answer()
    assert saddle.frame.point.x == pytest.approx(2**0.5)
    assert saddle.frame.point.readings[1].value == pytest.approx(0, abs=1e-12)
    field = window.inspector.coordinate
    saddle.qtbot.mouseClick(field, Left)
    field.selectAll()
    saddle.qtbot.keyClicks(field, "sqrt(8)")
    saddle.qtbot.keyClick(field, Key.Key_Return)
    saddle.waits_for_answer()
    assert dict(saddle.document.point) == pytest.approx({"x": 2.0, "y": 2.0})
    assert saddle.frame.point.x == pytest.approx(8**0.5)


def test_an_unreadable_formula_holds_the_field(saddle):
    editor = saddle.editor()
    saddle.qtbot.wait(800)  # it has stood long enough to be meant
    editor.setFocus()
    saddle.qtbot.keyClicks(editor, " +")
    saddle.waits(lambda: saddle.frame.rows[0].error is not None)
    saddle.waits_for_answer()
    assert saddle.frame.plane is not None
    assert saddle.frame.plane.held


def test_a_cut_begins_with_heights_that_suit_it(saddle):
    type_formula(saddle, "100 x^2 y + 300")
    saddle.waits(lambda: saddle.frame.plane is not None)
    saddle.qtbot.mouseClick(saddle.window.tool_bar.switch.buttons["cut"], Left)
    saddle.waits(lambda: saddle.frame.plane is None and bool(saddle.frame.curves))
    saddle.waits_for_answer()
    place = saddle.window.stage.plot.place
    assert place.y_min < 400 < place.y_max


def test_the_gradient_field_is_one_action_and_its_lengths_another(saddle):
    window = saddle.window
    saddle.qtbot.mouseClick(window.tool_bar.switch.buttons["arrows"], Left)
    saddle.waits(lambda: saddle.frame.plane is not None and saddle.frame.plane.arrows is not None)
    saddle.waits_for_answer()
    before = window.stage.plot.grab().toImage()
    assert window.actions_["log_arrows"].isEnabled()
    window.actions_["log_arrows"].trigger()
    saddle.waits_for_answer()
    assert saddle.document.several.arrowing.log
    assert window.stage.plot.grab().toImage() != before
    window.undo()
    saddle.waits_for_answer()
    assert not saddle.document.several.arrowing.log
    window.undo()
    saddle.waits_for_answer()
    assert (saddle.document.several.view, saddle.frame.plane.arrows) == ("field", None)
    assert not window.actions_["log_arrows"].isEnabled()

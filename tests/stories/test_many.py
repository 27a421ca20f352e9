"""What a person does with the planes, the order and the point of a function of many variables."""

import json
from itertools import pairwise

import numpy as np
import pytest
import sympy
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.document import Document, with_coordinates, with_new_formula
from core.files import session
from core.files.tables import csv_text
from gui.export.picture import PictureSettings, picture_bytes, picture_image

from .test_planes import drag
from .test_space import middle, shown, typed
from .test_stories import type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]
Left, Key = Qt.MouseButton.LeftButton, Qt.Key
ROSENBROCK = "f(x) = sum(100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, i, 1, n-1)"
CHAIN = "f(x) = (x_1 - x_4)^4 + (x_4 - x_2)^4 + (x_2 - x_5)^4 + (x_5 - x_3)^4, x in R^5"


def rosenbrock(launch, count, view="matrix"):
    """Both rows, as they are typed: the function, then its n."""
    person = launch()
    person.window.fields.choose_view(view)
    type_formula(person, ROSENBROCK)
    person.window.new_formula()
    person.qtbot.keyClicks(QApplication.focusWidget(), f"n = {count}")
    person.waits(lambda: person.frame.space is not None and len(person.frame.space.variables) == count)
    person.waits_for_answer()
    return person


def bend_of(place):
    """The Hessian of Rosenbrock's function by SymPy."""
    x = sympy.symbols(f"x1:{len(place) + 1}")
    f = sum(100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairwise(x))
    there = dict(zip(x, map(sympy.Float, place), strict=True))
    matrix = np.zeros((len(x), len(x)))
    for i in range(len(x)):
        for j in range(max(i - 1, 0), min(i + 2, len(x))):
            matrix[i, j] = float(f.diff(x[i], x[j]).subs(there))
    return matrix


def aside_probe(person):
    spot = person.window.stage.plot.picture.aside.probe.spot()
    return QPoint(round(spot.x()), round(spot.y()))


def click(person, i, j):
    person.qtbot.mouseClick(person.plot_area(), Left, pos=middle(person, i, j))
    person.waits_for_answer()


def test_an_entry_of_rosenbrock_in_fifty_variables_shows_its_plane_and_the_matrix_follows(launch):
    person = rosenbrock(launch, 50)
    window = person.window
    click(person, 6, 7)
    assert person.document.several.pair == ("x_7", "x_8")
    assert person.frame.aside.variables == ("x_7", "x_8")
    card = window.inspector.space_cards.entry_card
    assert card.isVisible()
    assert card.title.text() == "Entry (7, 8)"
    assert card.value.text() == "−400"
    place = window.stage.plot.picture.aside.place
    goal = QPoint(round(place.column(0.5)), round(place.row(-1)))
    drag(person, aside_probe(person), goal)
    x, y = person.frame.aside.spot.at
    assert (x, y) == pytest.approx((0.5, -1), abs=2 * place.x_unit)
    assert person.frame.space.at[5:9] == (1, x, y, 1)
    assert person.frame.space.hessian == pytest.approx(bend_of(person.frame.space.at), rel=1e-12)
    window.undo()
    person.waits_for_answer()
    assert set(person.frame.space.at) == {1.0}
    window.undo()
    assert person.document.several.pair is None


def test_enter_opens_the_entry_as_a_field_in_which_the_point_is_dragged(launch):
    person = shown(launch, "f(x) = sum(x_i^2 x_{i+1}, i, 1, n-1) + norm(x)^4, x in R^12")
    window, plot = person.window, person.window.stage.plot
    click(person, 2, 3)
    plot.setFocus()
    person.qtbot.keyClick(plot, Key.Key_Return)
    person.waits(lambda: person.frame.plane is not None)
    person.waits_for_answer()
    assert window.tool_bar.switch.buttons["plane"].isChecked()
    assert person.frame.plane.variables == ("x_3", "x_4")
    assert person.frame.plane.shades[0].what == "xy"
    place = window.stage.plot.place
    spot = window.stage.plot.picture.probe.spot()
    start = QPoint(round(spot.x()), round(spot.y()))
    drag(person, start, QPoint(round(place.column(-1)), round(place.row(0.5))))
    at = dict(person.document.point)
    assert (at["x_3"], at["x_4"]) == pytest.approx((-1, 0.5), abs=2 * place.x_unit)
    assert person.frame.space.at[4:] == (1.0,) * 8
    assert window.inspector.space_cards.isVisible()
    assert "All 12 coordinates" in window.inspector.space_cards.point_card.title.text()


def test_a_double_click_on_the_diagonal_opens_the_second_derivative_along_it(launch):
    person = shown(launch, "f(x) = sum(x_i^4 x_{i+1}, i, 1, n-1), x in R^6")
    person.qtbot.mouseClick(person.plot_area(), Left, pos=middle(person, 5, 5))
    person.qtbot.mouseDClick(person.plot_area(), Left, pos=middle(person, 5, 5))
    person.waits(lambda: person.frame.plane is not None)
    person.waits_for_answer()
    assert person.document.several.pair == ("x_6", "x_6")
    assert person.frame.plane.variables == ("x_6", "x_5")
    assert person.frame.plane.shades[0].what == "xx"
    assert not person.frame.plane.shades[0].values.any()


def test_the_coordinates_of_a_plane_are_chosen_by_their_number_and_change_places(launch):
    person = rosenbrock(launch, 30)
    person.qtbot.mouseClick(person.window.tool_bar.switch.buttons["plane"], Left)
    person.waits(lambda: person.frame.plane is not None)
    head = person.window.stage.space_head
    assert head.across.isVisible()
    assert not head.order.isVisible()
    head.across.setFocus()
    person.qtbot.keyClicks(head.across, "27")
    person.waits_for_answer()
    assert person.frame.plane.variables == ("x_27", "x_2")
    assert head.across.currentText() == "x₂₇"
    person.qtbot.keyClicks(head.up, "27")
    person.waits_for_answer()
    assert person.frame.plane.variables == ("x_2", "x_27")
    person.window.actions_["next_coordinates"].trigger()
    person.waits_for_answer()
    assert person.frame.plane.variables == ("x_3", "x_28")
    person.qtbot.keyClick(head.up, Key.Key_Down)
    person.waits_for_answer()
    assert person.frame.plane.variables == ("x_3", "x_29")


def test_a_cut_runs_along_any_coordinate_of_a_vector(launch):
    person = rosenbrock(launch, 1000, "line")
    head = person.window.stage.space_head
    person.qtbot.keyClicks(head.cut, "1000")
    person.waits(lambda: person.frame.point is not None and person.frame.point.variable == "x_1000")
    person.waits_for_answer()
    curve = person.frame.curves[0]
    assert curve.y == pytest.approx(100 * (curve.x - 1) ** 2, rel=1e-12, abs=1e-12)
    assert person.window.inspector.space_cards.table.isVisible()
    person.window.undo()
    person.waits_for_answer()
    assert person.frame.point.variable != "x_1000"


def test_a_scrambled_chain_becomes_a_band_by_coupling_with_equal_labels(launch):
    person = shown(launch, CHAIN)
    person.window.actions_["scramble"].trigger()
    person.waits_for_answer()
    matrix = person.window.stage.plot.picture.matrix
    before = person.frame.space.hessian
    assert abs(np.subtract(*np.nonzero(before))).max() > 1
    person.qtbot.mouseClick(person.window.stage.space_head.order.buttons["coupling"], Left)
    person.waits_for_answer()
    order = list(person.frame.space.pattern.order)
    assert [each + 1 for each in order] in ([1, 4, 2, 5, 3], [3, 5, 2, 4, 1])
    ordered = before[np.ix_(order, order)]
    assert abs(np.subtract(*np.nonzero(ordered))).max() == 1
    assert person.window.actions_["order_coupling"].isChecked()
    click(person, 0, 3)  # x_1 and x_4 stand side by side now
    row, column = matrix.place_of((0, 3))
    assert abs(row - column) == 1
    assert matrix.entry == (0, 3)
    assert "(1, 4):" in person.window.stage.plot.describe()
    lines = [each for each in csv_text(person.frame).splitlines() if not each.startswith("#")]
    assert lines[0] == "," + ",".join(f"x_{each + 1}" for each in order)


def test_the_matrix_is_zoomed_at_the_mouse_pulled_and_seen_whole_again(launch):
    person = rosenbrock(launch, 50)
    plot, matrix = person.window.stage.plot, person.window.stage.plot.picture.matrix
    spot = matrix.middle(20, 21)
    whole = matrix.cell
    for _ in range(6):
        wheel(plot, spot, 120)
    assert matrix.cell > 2.5 * whole
    assert matrix.entry_at(spot) == (20, 21)
    start, area = spot.toPoint(), person.plot_area()
    person.qtbot.mousePress(area, Left, pos=start)
    for step in range(1, 6):
        person.qtbot.mouseMove(area, start + QPoint(12 * step, 0))
    person.qtbot.mouseRelease(area, Left, pos=start + QPoint(60, 0))
    assert matrix.entry is None
    assert matrix.entry_at(spot + QPointF(60, 0)) == (20, 21)
    click(person, 20, 21)
    plot.setFocus()
    for _ in range(12):
        person.qtbot.keyClick(plot, Key.Key_Right)
    assert matrix.entry == (20, 33)
    assert matrix.box.contains(matrix.middle(20, 33))
    person.qtbot.keyClick(plot, Key.Key_Home)
    assert matrix.cell == whole


def wheel(plot, spot, turned):
    where = plot.viewport().mapToGlobal(spot.toPoint())
    event = QWheelEvent(
        spot, QPointF(where), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)


def test_numbers_are_pasted_into_the_table_in_one_step_and_copied_again(launch):
    person = rosenbrock(launch, 20)
    window, table = person.window, person.window.inspector.space_cards.table
    table.setCurrentIndex(table.model().index(3, 0))
    table.setFocus()
    QApplication.clipboard().setText("1.5, −2\t1/4\n[1e-3; 7]")
    person.qtbot.keyClick(table, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    person.waits_for_answer()
    assert person.frame.space.at == (1, 1, 1, 1.5, -2, 0.25, 0.001, 7, *(1,) * 12)
    person.qtbot.keyClick(table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert [float(each) for each in QApplication.clipboard().text().split()] == list(
        person.frame.space.at)
    window.undo()
    person.waits_for_answer()
    assert set(person.frame.space.at) == {1.0}
    QApplication.clipboard().setText("1 2 three")
    person.qtbot.mouseClick(window.inspector.space_cards.tools["paste"], Left)
    assert window.status.hint == "three is not a number."
    assert set(dict(person.document.point).values()) <= {1.0}


def test_the_point_is_scrambled_again_and_again_and_taken_back(launch):
    person = rosenbrock(launch, 20)
    tools = person.window.inspector.space_cards.tools
    points = []
    for _ in range(2):
        person.qtbot.mouseClick(tools["scramble"], Left)
        person.waits_for_answer()
        points.append(person.frame.space.at)
    assert points[0] != points[1]
    assert all(-2 <= each <= 2 for each in points[1])
    person.window.undo()
    person.waits_for_answer()
    assert person.frame.space.at == points[0]
    person.qtbot.mouseClick(tools["zero"], Left)
    person.waits_for_answer()
    assert set(person.frame.space.at) == {0.0}
    person.qtbot.mouseClick(tools["one"], Left)
    person.waits_for_answer()
    assert person.frame.space.quadratic.word == "Minimum"


def test_the_top_of_a_bell_is_a_maximum_with_twice_the_unit_matrix(launch):
    person = shown(launch, "exp(-norm(x)^2), x in R^6")
    person.window.actions_["all_zero"].trigger()
    person.waits_for_answer()
    assert person.frame.space.hessian.tolist() == (-2 * np.eye(6)).tolist()
    assert person.window.inspector.space_cards.word.text() == "Maximum"
    assert person.window.inspector.space_cards.filled.number.text() == "6 of 36 entries"


def test_a_direction_is_typed_and_multiplied_by_the_hessian(launch):
    person = shown(launch, "f(x, y, z) = x y z^2")
    card = person.window.inspector.space_cards.direction_card
    typed(person, card.fields[0], "0")
    typed(person, card.fields[2], "2")  # without any, v points along x: now along 2 z
    along = person.frame.space.along
    assert along.direction in ((0, 0, 2), (1, 0, 2))
    typed(person, card.fields[0], "1")
    along, bend = person.frame.space.along, np.array([[0, 1, 2], [1, 0, 2], [2, 2, 2]])
    v = np.array([1, 0, 2])
    assert along.direction == (1, 0, 2)
    assert along.slope == v @ [1, 1, 2]
    assert along.bend == v @ bend @ v
    assert along.size == pytest.approx(np.linalg.norm(bend @ v))
    assert card.bend.number.text() == "16"


def test_of_many_variables_the_direction_stands_in_the_table(launch):
    person = shown(launch, "norm(x)^2, x in R^20")
    model = person.window.inspector.space_cards.table.model()
    assert model.headerData(2, Qt.Orientation.Horizontal) == "v"
    assert model.setData(model.index(4, 2), "3")
    person.waits_for_answer()
    assert dict(person.document.several.direction) == {"x_1": 1.0, "x_5": 3.0}
    assert person.frame.space.along.bend == 20


def test_a_session_keeps_the_view_the_pair_the_order_and_the_direction(launch, tmp_path):
    person = shown(launch, CHAIN)
    window = person.window
    click(person, 1, 4)
    window.actions_["order_coupling"].trigger()
    window.many.set_direction("x_2", 2.0)
    window.actions_["view_plane"].trigger()
    person.waits(lambda: person.frame.plane is not None)
    path = tmp_path / "many.nabla"
    session.write(path, person.document, window.store.viewport)
    document, _ = session.read(path)
    assert document.several == person.document.several
    assert document.several.pair == ("x_2", "x_5")
    window.store.replace(document, window.store.viewport)
    person.waits_for_answer()
    assert person.frame.plane.variables == ("x_2", "x_5")


def test_the_picture_shows_the_order_and_the_plane_that_the_screen_shows(launch):
    person = shown(launch, CHAIN)
    person.window.actions_["scramble"].trigger()
    click(person, 0, 3)
    settings = PictureSettings("png", 900, 600, "px", 96, colors="screen")
    typed_order = picture_image(person.frame, settings, person.window.theme, 1.0)
    person.window.actions_["order_coupling"].trigger()
    person.waits_for_answer()
    assert picture_image(person.frame, settings, person.window.theme, 1.0) != typed_order
    for kind in ("svg", "pdf"):
        assert len(picture_bytes(person.frame, PictureSettings(kind), person.window.theme)) > 5000


def test_a_thousand_variables_stay_live_while_the_point_is_dragged_in_a_plane(launch):
    person = rosenbrock(launch, 1000, "plane")
    painted = len(person.frames)
    place = person.window.stage.plot.place
    spot = person.window.stage.plot.picture.probe.spot()
    start = QPoint(round(spot.x()), round(spot.y()))
    end, area = QPoint(round(place.column(-1)), round(place.row(1))), person.plot_area()
    person.qtbot.mousePress(area, Left, pos=start)
    for step in range(1, 31):
        part = QPointF(start) + (QPointF(end) - QPointF(start)) * step / 30
        person.qtbot.mouseMove(area, part.toPoint())
        person.qtbot.wait(10)  # a delay of the move itself would let no other thread run
    on_the_way = len({frame.plane.spot.at for frame in person.frames[painted:]})
    person.qtbot.mouseRelease(area, Left, pos=end)
    person.waits_for_answer()
    assert on_the_way >= 3
    x, y = person.frame.plane.spot.at
    bend = bend_of((x, y, 1.0))[:2, :2]
    assert person.frame.plane.spot.hessian == pytest.approx(bend, rel=1e-12)


@pytest.mark.parametrize("view", ["matrix", "plane", "line"])
def test_the_command_line_writes_each_view_in_its_order(tmp_path, view):
    from gui.headless import main

    path = tmp_path / "many.json"
    wanted = ["export", CHAIN, "-o", str(path), "--view", view, "--pair", "x_4,x_2",
              "--order", "coupling", "--cut", "x_3", "--point", "x_2=0.5,x_3=-2"]  # fmt: skip
    assert main(wanted) == 0
    content = json.loads(path.read_text())
    space = content["space"]
    at = dict(zip(space["variables"], space["point"]["at"], strict=True))
    assert at == {"x_1": 1, "x_2": 0.5, "x_3": -2, "x_4": 1, "x_5": 1}
    if view == "matrix":
        assert space["variables"] in ([f"x_{k}" for k in order] for order in (
            (4, 2, 5, 3, 1), (1, 3, 5, 2, 4), (3, 5, 2, 4, 1), (1, 4, 2, 5, 3)))
        assert space["nonzero"] == np.count_nonzero(space["point"]["hessian"])
    elif view == "plane":
        assert content["plane"]["variables"] == ["x_4", "x_2"]
    else:
        assert set(content["point"]) == {"x_3", "readings"}


def test_a_pair_that_is_none_is_said(capsys, tmp_path):
    from gui.headless import main

    wanted = ["export", CHAIN, "-o", str(tmp_path / "a.png"), "--pair", "x_4,x_9"]
    assert main(wanted) == 1
    assert "x_9 is none of x_1, …, x_5." in capsys.readouterr().err


def test_many_coordinates_in_a_document_are_one_change():
    document = with_new_formula(Document(), "norm(x), x in R^3")
    moved = with_coordinates(document, {"x_1": 2.0, "x_3": -1.0})
    assert moved.point == (("x_1", 2.0), ("x_3", -1.0))
    with pytest.raises(ValueError, match="finite"):
        with_coordinates(document, {"x_1": float("inf")})

"""The plots of maps: what they say, what a hand asks of them, and that painting asks nothing."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.document import Document, Formula, Plane, Viewport, with_plane_view, with_point
from core.evaluate import Evaluator
from gui.export.picture import PictureSettings, picture_bytes, picture_image
from gui.plots.jacobian import JacobianPlot
from gui.plots.jacobian_layers import entry_words
from gui.plots.map_fields import MapFieldPlot
from gui.plots.map_grid import GridPlot, fitted, steady
from gui.plots.map_numbers import map_numbers
from gui.plots.path import PathPlot
from gui.plots.place import Place
from gui.theme import DARK, LIGHT

Left, Key = Qt.MouseButton.LeftButton, Qt.Key
POLAR = "F(x, y) = [x cos y, x sin y]"
VIEWS = {
    "grid": (GridPlot, POLAR), "det": (MapFieldPlot, POLAR), "flow": (MapFieldPlot, POLAR),
    "jacobian": (JacobianPlot, POLAR), "path": (PathPlot, "F(t) = [cos t, sin t]"),
}  # fmt: skip


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def frame_of(evaluator, text, view, at=(), **changes):
    document = with_plane_view(Document((Formula(1, text, colors=((0, 0),)),), active=1), view)
    for name, coordinate in dict(at).items():
        document = with_point(document, name, coordinate)
    return evaluator.frame(document, replace(Viewport(width=360, height=420), **changes))


def opened(qtbot, plot, frame):
    qtbot.addWidget(plot)
    plot.resize(800, 520)
    plot.set_view(frame.viewport)
    plot.show()
    plot.paint_frame(frame)
    return plot


def spied(plot):
    heard = []
    for name in ("plane_dragged", "plane_nudged", "plane_changed", "image_dragged",
                 "image_changed", "image_fitted", "path_dragged", "path_nudged", "camera_turned",
                 "point_dragged", "view_changed"):  # fmt: skip
        if hasattr(plot, name):
            getattr(plot, name).connect(lambda *given, name=name: heard.append((name, given)))
    return heard


def press(qtbot, plot, start, end):
    area = plot.viewport()
    start, end = (QPoint(round(each.x()), round(each.y())) for each in (start, end))
    qtbot.mousePress(area, Left, pos=start)
    for step in range(1, 5):
        middle = start + (end - start) * step / 4
        qtbot.mouseMove(area, QPoint(middle.x(), middle.y()))
    qtbot.mouseRelease(area, Left, pos=end)


def turn_wheel(plot, spot, notches=1):
    event = QWheelEvent(
        spot, QPointF(plot.mapToGlobal(spot.toPoint())), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)


# --- every view ---


@pytest.mark.parametrize("view", VIEWS)
def test_painting_asks_for_nothing(qtbot, evaluator, view):
    kind, text = VIEWS[view]
    plot = kind()
    heard = spied(plot)
    opened(qtbot, plot, frame_of(evaluator, text, view))
    plot.paint_frame(frame_of(evaluator, text, view, {"x": 0.3, "t": 0.3}))
    plot.set_theme(DARK)
    assert not plot.grab().isNull()
    assert heard == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_a_picture_in_every_format(evaluator, view):
    frame = frame_of(evaluator, VIEWS[view][1], view, {"x": 1.2, "y": 0.6, "t": 1.0})
    for kind, begin in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        settings = PictureSettings(format=kind, width=120, height=80, unit="mm", dpi=60)
        data = picture_bytes(frame, settings, LIGHT)
        assert data.startswith(begin)
        assert len(data) > 3000


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_what_is_seen(qtbot, evaluator, view):
    kind, text = VIEWS[view]
    frame = frame_of(evaluator, text, view, {"x": 2.0, "y": 0.0, "t": 0.0})
    plot = opened(qtbot, kind(), frame)
    words = plot.accessibleName()
    if view == "path":
        assert words.startswith("Curve of F. Point t = 0, F = (1.0000, 0.0000)")
        assert "Curvature 1.0000" in words
    else:
        assert "Point x = 2, y = 0, F = (2.0000, 0.0000), det J = 2.0000" in words
        assert "Keeps orientation." in words


def test_where_there_is_no_value_the_words_say_so(qtbot, evaluator):
    frame = frame_of(evaluator, "F(x, y) = [ln x, y]", "grid", {"x": -1.0})
    plot = opened(qtbot, GridPlot(), frame)
    assert "no value here" in plot.accessibleName()
    assert map_numbers(frame.map)[0][1] == "(–, –)"


# --- the grid ---


def test_ranges_of_the_image_move_only_when_they_must():
    first = steady(None, (0.0, 1.0, 0.0, 1.0))
    assert first == (0.0, 1.0, 0.0, 1.0)
    assert steady(first, (0.1, 0.9, 0.05, 0.95)) is first
    grown = steady(first, (0.0, 1.1, 0.0, 1.0))
    assert grown[1] > 1.1
    assert steady(grown, (0.0, 1.12, 0.0, 1.0)) is grown
    assert steady(first, (0.4, 0.5, 0.4, 0.5)) == (0.4, 0.5, 0.4, 0.5)


def test_an_image_is_seen_whole_at_one_scale():
    place = fitted((0.0, 4.0, 0.0, 1.0), Place(left=0, top=0, width=200, height=100))
    assert place.x_unit == pytest.approx(place.y_unit)
    assert (place.x_min, place.x_max) == (0.0, 4.0)
    assert (place.y_min, place.y_max) == (-0.5, 1.5)


@pytest.fixture
def grid(qtbot, evaluator):
    frame = frame_of(evaluator, POLAR, "grid", {"x": 1.2, "y": 0.6}, plane=Plane(-2, 2, -2, 2))
    return opened(qtbot, GridPlot(), frame)


def test_a_drag_in_the_plane_carries_coordinates(qtbot, grid):
    heard = spied(grid)
    place = grid.picture.source.place
    end = QPointF(place.column(-0.5), place.row(0.25))
    press(qtbot, grid, grid.picture.source.probe.spot(), end)
    assert {name for name, _ in heard} == {"plane_dragged"}
    assert heard[-1][1] == pytest.approx((-0.5, 0.25), abs=place.x_unit)


def test_a_drag_in_the_image_carries_where_the_image_is_wanted(qtbot, grid):
    heard = spied(grid)
    place = grid.picture.image.place
    end = QPointF(place.column(-0.5), place.row(1.0))
    press(qtbot, grid, grid.picture.image.probe.spot(), end)
    assert {name for name, _ in heard} == {"image_dragged"}
    u, v, near = heard[-1][1]
    assert (u, v) == pytest.approx((-0.5, 1.0), abs=place.x_unit)
    assert 0 < near < place.x_unit


def test_the_wheel_zooms_the_pane_under_the_mouse(grid):
    heard = spied(grid)
    image, source = grid.picture.image, grid.picture.source
    wide, plane = image.place.x_max - image.place.x_min, source.place
    spot = QPointF(image.place.left + 50, image.place.top + 60)
    under = image.place.x_at(spot.x())
    turn_wheel(grid, spot)
    assert [name for name, _ in heard] == ["image_changed"]
    assert image.place.x_max - image.place.x_min == pytest.approx(wide / 1.2)
    assert image.place.x_at(spot.x()) == pytest.approx(under)
    assert source.place == plane
    turn_wheel(grid, QPointF(plane.left + 50, plane.top + 60))
    assert heard[-1][0] == "plane_changed"


def test_a_pan_in_the_image_moves_it_and_home_fits_it_again(qtbot, grid):
    heard = spied(grid)
    place = grid.picture.image.place
    start = QPointF(place.left + 20, place.top + 20)
    press(qtbot, grid, start, start + QPointF(40, 10))
    assert {name for name, _ in heard} == {"image_changed"}
    moved = grid.picture.image.place
    assert moved.x_min == pytest.approx(place.x_min - 40 * place.x_unit)
    qtbot.keyClick(grid, Key.Key_Home)
    assert heard[-1][0] == "image_fitted"


def test_the_image_stands_still_while_the_point_moves(evaluator, grid):
    before = grid.picture.image.place
    grid.paint_frame(
        frame_of(evaluator, POLAR, "grid", {"x": -1.5, "y": 1.9}, plane=Plane(-2, 2, -2, 2))
    )
    assert grid.picture.image.place == before


def test_lines_of_both_kinds_have_their_colours_in_both_panes(evaluator):
    frame = frame_of(evaluator, POLAR, "grid", {"x": 1.2, "y": 0.6})
    settings = PictureSettings(format="png", width=900, height=600, unit="px", dpi=96)
    image = picture_image(frame, settings, LIGHT)
    for left, right in ((0, 440), (470, 900)):
        seen = [image.pixelColor(x, y) for x in range(left, right, 7) for y in range(60, 560)]
        seen += [image.pixelColor(x, y) for x in range(left, right) for y in range(60, 560, 7)]
        blue = sum(each.blue() > each.red() + 30 for each in seen)
        brown = sum(each.red() > each.blue() + 30 for each in seen)
        assert blue > 30
        assert brown > 30


# --- the Jacobian ---


def test_arrows_go_from_entry_to_entry_and_say_which(qtbot, evaluator):
    frame = frame_of(evaluator, POLAR, "jacobian", {"x": 2.0, "y": 0.0})
    plot = opened(qtbot, JacobianPlot(), frame)
    qtbot.keyClick(plot, Key.Key_Right)
    qtbot.keyClick(plot, Key.Key_Down)
    qtbot.keyClick(plot, Key.Key_Right)
    qtbot.keyClick(plot, Key.Key_Right)
    assert plot.picture.matrix.entry == (1, 1)
    assert entry_words(frame.map, 1, 1) == "(2, 2):  ∂v/∂y = 2"
    assert "∂v/∂y = 2" in plot.describe()
    qtbot.mouseClick(plot.viewport(), Left, pos=plot.picture.matrix.middle(1, 1).toPoint())
    assert plot.picture.matrix.entry is None


@pytest.mark.parametrize("count", [5, 16])
def test_up_to_sixteen_rows_have_numbers_in_their_cells(qtbot, evaluator, count):
    frame = frame_of(evaluator, f"F(x) = sin(x) + 0.01 norm(x) x, x in R^{count}", "jacobian")
    plot = opened(qtbot, JacobianPlot(), frame)
    plot.resize(1000, 640)
    plot.grab()
    assert plot.picture.matrix.numbered


def test_a_large_matrix_is_a_picture_that_is_read_under_the_mouse(qtbot, evaluator):
    frame = frame_of(evaluator, "F(x) = norm(x) x, x in R^80", "jacobian")
    plot = opened(qtbot, JacobianPlot(), frame)
    plot.grab()
    assert not plot.picture.matrix.numbered
    qtbot.mouseMove(plot.viewport(), plot.picture.matrix.middle(70, 3).toPoint())
    assert plot.picture.matrix.hovered == (70, 3)


@pytest.mark.parametrize("text", ["[x y, y z, z x, x]", "F(x) = x_1 x, x in R^40", "[x, y, z, w]"])
def test_nothing_of_a_jacobian_is_cut_or_covered(qtbot, evaluator, text):
    frame = frame_of(evaluator, text, "jacobian")
    plot = opened(qtbot, JacobianPlot(), frame)
    for wide, high in ((814, 640), (420, 560), (1232, 900)):
        plot.resize(wide, high)
        part = plot.picture.part
        ground, bars = part.matrix.ground, part.bars.box
        assert ground.right() <= wide
        assert ground.bottom() <= high
        assert bars.right() <= wide
        assert not ground.intersects(bars)


# --- the curve ---


@pytest.fixture
def circle(qtbot, evaluator):
    frame = frame_of(evaluator, "F(t) = [cos t, sin t]", "path", {"t": 0.5}, x_min=-3.0, x_max=3.0)
    return opened(qtbot, PathPlot(), frame)


def test_the_point_is_dragged_along_the_curve(qtbot, circle):
    heard = spied(circle)
    place = circle.place
    end = QPointF(place.column(0.0), place.row(1.1))
    press(qtbot, circle, circle.picture.part.probe.spot(), end)
    assert {name for name, _ in heard} == {"path_dragged"}
    assert heard[-1][1][0] == pytest.approx(np.pi / 2, abs=0.02)


def test_where_a_curve_crosses_itself_the_point_stays_on_its_part(qtbot, evaluator):
    text = "F(t) = [cos t, sin(2 t)]"
    for near in (np.pi / 2, -np.pi / 2):
        frame = frame_of(evaluator, text, "path", {"t": near - 0.1}, x_min=-3.0, x_max=3.0)
        plot = opened(qtbot, PathPlot(), frame)
        middle = QPointF(plot.place.column(0.0), plot.place.row(0.0))
        assert plot.nearest(middle) == pytest.approx(near, abs=0.02)


def test_arrow_keys_step_along_the_curve(qtbot, circle):
    heard = spied(circle)
    qtbot.keyClick(circle, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert heard[-1] == ("path_nudged", (pytest.approx(0.5 + 10 * 6 / 800),))


def test_a_curve_in_space_is_turned_by_a_drag_and_by_keys(qtbot, evaluator):
    frame = frame_of(evaluator, "F(t) = [cos t, sin t, t]", "path", {"t": 0.5})
    plot = opened(qtbot, PathPlot(), frame)
    heard = spied(plot)
    before = plot.place
    press(qtbot, plot, QPointF(60, 60), QPointF(160, 60))
    assert {name for name, _ in heard} == {"camera_turned"}
    turn, tilt, zoom = heard[-1][1]
    assert (turn, tilt, zoom) == pytest.approx((-60 - 40, 30, 1))
    assert plot.place.x_unit == pytest.approx(before.x_unit)  # turning is no zooming
    qtbot.keyClick(plot, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert heard[-1][1][1] == pytest.approx(35)
    turn_wheel(plot, QPointF(300, 300))
    assert heard[-1][1][2] == pytest.approx(1.2)


def test_what_is_exported_of_a_curve_is_what_is_seen(circle):
    turn_wheel(circle, QPointF(300, 300))
    seen = circle.seen
    assert seen.image is not None
    assert seen.image.x_max - seen.image.x_min == pytest.approx(
        circle.place.x_max - circle.place.x_min
    )

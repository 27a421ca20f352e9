"""The surface on the screen: what a hand does with it, and what its dots show."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from scipy.spatial import ConvexHull

from core.choices import Marks
from core.document import Document, Viewport
from core.explore.quadratic import quadratic
from core.explore.shades import shaded
from core.frame import Frame, PlaneFrame, Spot
from core.viewport import Camera, Plane
from gui.plots.surface import SurfacePlot
from gui.plots.surface_box import edges
from gui.plots.surface_spot import HALF, arrow_of, heights_at, sheet_of, standing
from gui.plots.terrain import Terrain, corners, height_range
from gui.theme import DARK, LIGHT

LEFT, NONE, SHIFT = (
    Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
CONTROL = Qt.KeyboardModifier.ControlModifier
SIGNALS = (
    "plane_dragged", "plane_nudged", "plane_changed", "camera_changed", "point_dragged",
    "view_changed", "drag_finished", "menu_requested",
)  # fmt: skip


def saddle(x, y):
    return x**2 - y**2, (2 * x, -2 * y), ((2, 0), (0, -2))


def bowl(x, y):
    return x**2 + y**2, (2 * x, 2 * y), ((2, 0), (0, 2))


def frame(of=saddle, at=(1.0, 1.0), marks=None, count=49, draft=False, shade=None):
    x, y = np.linspace(-4, 4, count), np.linspace(-3, 3, count)
    with np.errstate(all="ignore"):
        values = np.array(of(*np.meshgrid(x, y))[0], float)
        value, slope, bend = of(*at)
    shades = shaded([("value", values)], "f", ("x", "y"), x, y)
    if shade is not None:
        shades += shaded([("slope", shade(*np.meshgrid(x, y)))], "f", ("x", "y"), x, y)
    there = np.isfinite(value)
    spot = Spot(1, "f", ("x", "y"), at, float(value) if there else None)
    if there:
        spot = replace(spot, gradient=np.array(slope, float), hessian=np.array(bend, float),
                       quadratic=quadratic(value, slope, bend))  # fmt: skip
    plane = PlaneFrame(1, "f", ("x", "y"), x, y, shades, spot)
    plane = replace(plane, marks=marks or Marks())
    return Frame(Document(), Viewport(plane=Plane(-4, 4, -3, 3)), plane=plane, draft=draft,
                 differentiated=True)  # fmt: skip


@pytest.fixture
def plot(qtbot):
    made = SurfacePlot()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_view(Viewport(plane=Plane(-4, 4, -3, 3)))
    made.paint_frame(frame())
    return made


@pytest.fixture
def said(plot):
    found = []
    for name in SIGNALS:
        getattr(plot, name).connect(lambda *words, name=name: found.append((name, words)))
    return found


def probe(plot):
    return plot.picture.probe.spot()


def move(plot, spot, modifier=NONE):
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, QPointF(spot), plot.mapToGlobal(QPointF(spot)),
        Qt.MouseButton.NoButton, LEFT, modifier,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)


def drag(qtbot, plot, start, end, modifier=NONE):
    start, end = QPointF(start).toPoint(), QPointF(end).toPoint()
    qtbot.mousePress(plot.viewport(), LEFT, modifier, pos=start)
    move(plot, end, modifier)
    qtbot.mouseRelease(plot.viewport(), LEFT, modifier, pos=end)


def wheel(plot, notches, modifier=NONE):
    spot = QPointF(400, 280)
    event = QWheelEvent(
        spot, plot.mapToGlobal(spot), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)


def names(said):
    return [name for name, _ in said]


def dots(plot):
    image = plot.grab().toImage().convertToFormat(plot.grab().toImage().Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width(), 2::-1].astype(int).copy()


# --- the hand ---


def test_painting_says_nothing(plot, said):
    for each in (frame(bowl), frame(draft=True), frame(at=(9, 9)), Frame(Document(), Viewport())):
        plot.paint_frame(each)
        plot.set_view(replace(each.viewport, camera=Camera(20, 50, 2)))
        plot.grab()
    assert said == []


def test_a_drag_on_the_ground_turns_and_tilts_and_computes_nothing(qtbot, plot, said):
    drag(qtbot, plot, QPoint(60, 60), QPoint(160, 90))
    assert names(said) == ["camera_changed"]
    turn, tilt, zoom = said[0][1]
    assert (turn, tilt, zoom) == pytest.approx((-60 - 45, 30 + 13.5, 1))
    assert plot.seen.camera == Camera(turn, tilt, zoom)


def test_the_near_side_follows_the_hand(qtbot, plot):
    def near():
        spot = plot.surface.terrain.place(4.0, -3.0, -10.0)  # the corner nearest to the viewer
        return spot.x(), spot.y()

    x, y = near()
    drag(qtbot, plot, QPoint(60, 60), QPoint(75, 60))
    assert near()[0] > x
    drag(qtbot, plot, QPoint(75, 60), QPoint(60, 60))
    assert near() == pytest.approx((x, y))
    drag(qtbot, plot, QPoint(60, 60), QPoint(60, 40))
    assert near()[1] < y


def test_the_tilt_ends_straight_above_and_below(qtbot, plot, said):
    drag(qtbot, plot, QPoint(60, 60), QPoint(60, 510))
    assert plot.seen.camera.tilt == 90
    drag(qtbot, plot, QPoint(60, 520), QPoint(60, 10))
    drag(qtbot, plot, QPoint(60, 520), QPoint(60, 10))
    assert plot.seen.camera.tilt == -90


def test_with_shift_a_drag_moves_the_ranges_with_the_mouse(qtbot, plot, said):
    terrain = plot.surface.terrain
    begin = terrain.place(1.0, 0.0, 0.0)
    drag(qtbot, plot, QPoint(60, 60), QPoint(90, 50), SHIFT)
    assert names(said) == ["plane_changed"]
    x_min, x_max, y_min, y_max = said[0][1]
    assert x_max - x_min == pytest.approx(8)
    moved = plot.surface.terrain.place(1.0 - (x_min + 4), 0.0 - (y_min + y_max) / 2, 0.0)
    assert moved.x() == pytest.approx(begin.x() + 30, abs=0.5)
    assert moved.y() == pytest.approx(begin.y() - 10, abs=0.5)


def test_the_wheel_comes_nearer_and_with_control_zooms_the_ranges(plot, said):
    wheel(plot, 1)
    assert said == [("camera_changed", (-60, 30, 1.2))]
    said.clear()
    wheel(plot, 1, CONTROL)
    assert names(said) == ["plane_changed"]
    assert said[0][1][1] - said[0][1][0] == pytest.approx(8 / 1.2)


@pytest.mark.parametrize(("turn", "tilt"), [
    (-60, 30), (35, 50), (170, 20), (-100, 75), (-60, -30),
])  # fmt: skip
def test_the_dragged_point_stays_under_the_mouse(qtbot, plot, said, turn, tilt):
    plot.set_view(replace(plot.seen, camera=Camera(turn, tilt)))
    plot.paint_frame(frame(bowl, (0.5, 0.5)))
    plot.grab()
    start = probe(plot).toPoint()
    end = start + QPoint(40, 12 if tilt > 0 else -12)
    drag(qtbot, plot, start, end)
    (name, (x, y)), _ = said
    assert name == "plane_dragged"
    plot.paint_frame(frame(bowl, (x, y)))
    there = probe(plot)
    assert there.x() == pytest.approx(end.x(), abs=1.5)
    assert there.y() == pytest.approx(end.y(), abs=1.5)


def test_beside_the_surface_the_point_stays_on_its_edge(qtbot, plot, said):
    drag(qtbot, plot, probe(plot), QPoint(795, 300))
    x, y = said[0][1]
    assert -4 <= x <= 4
    assert -3 <= y <= 3


@pytest.mark.parametrize(("turn", "way"), [(-60, (1, 0)), (30, (0, 1)), (120, (-1, 0)),
                                           (-150, (0, -1))])  # fmt: skip
def test_the_right_arrow_moves_the_point_to_the_right_however_it_is_turned(
    qtbot, plot, said, turn, way
):
    plot.set_view(replace(plot.seen, camera=Camera(turn, 30)))
    before = probe(plot)
    qtbot.keyClick(plot, Qt.Key.Key_Right, SHIFT)
    name, (x, y) = said[0]
    assert name == "plane_nudged"
    unit = 10 * plot.place.x_unit
    assert (x - 1, y - 1) == pytest.approx((way[0] * unit, way[1] * unit), abs=unit / 20)
    plot.paint_frame(frame(at=(x, y)))
    assert probe(plot).x() > before.x()


def test_keys_turn_tilt_zoom_and_look_as_at_first(qtbot, plot, said):
    for key in (Qt.Key.Key_A, Qt.Key.Key_W, Qt.Key.Key_Plus):
        qtbot.keyClick(plot, key)
    assert plot.seen.camera == Camera(-55, 35, 1.25)
    for key in (Qt.Key.Key_D, Qt.Key.Key_S, Qt.Key.Key_Minus):
        qtbot.keyClick(plot, key)
    assert plot.seen.camera == Camera(-60, 30, 1)
    wheel(plot, 3)
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.seen.camera == Camera()
    assert plot.seen.plane.x_min == -4
    assert set(names(said)) == {"camera_changed", "plane_changed"}
    for word in ("A and D", "W and S", "Arrows", "Home"):
        assert word in plot.accessibleDescription()


def test_a_double_click_shows_the_whole_box_again_from_the_same_side(qtbot, plot):
    plot.set_view(replace(plot.seen, camera=Camera(10, 50, 3)))
    qtbot.mouseDClick(plot.viewport(), LEFT, pos=QPoint(60, 60))
    assert plot.seen.camera == Camera(10, 50, 1)


def test_a_right_click_opens_the_menu(qtbot, plot, said):
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.RightButton, pos=QPoint(90, 90))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.RightButton, pos=QPoint(90, 90))
    assert names(said) == ["menu_requested"]


def test_while_it_turns_it_is_drawn_roughly_and_finely_at_rest(qtbot, plot):
    plot.grab()
    fine = plot.surface.terrain.last
    qtbot.keyClick(plot, Qt.Key.Key_A)
    plot.grab()
    rough = plot.surface.terrain.last
    assert rough.ratio < fine.ratio
    qtbot.waitUntil(lambda: not plot.surface.terrain.quick, timeout=2000)
    plot.grab()
    assert plot.surface.terrain.last.ratio == fine.ratio


def test_the_words_say_what_is_seen(plot):
    plot.paint_frame(frame(at=(1.0, 2.0)))
    words = plot.describe()
    for each in ("Surface of f", "−60°", "30°", "x = 1, y = 2", "−3.0000",
                 "saddle-shaped"):  # fmt: skip
        assert each in words


# --- what is drawn ---


def test_the_box_of_the_frame_is_drawn_with_its_axes_at_outer_edges():
    terrain = Terrain()
    terrain.plane = frame().plane
    for turn in range(-175, 180, 14):
        for tilt in (-80, -30, -4, 4, 30, 80):
            terrain.camera = Camera(turn, tilt)
            view = terrain.view()
            pixels, _ = view.seen(corners(view))
            hull = ConvexHull(pixels)
            for edge in edges(view):
                middle = view.seen((edge.begin + edge.end)[None] / 2)[0][0]
                outside = hull.equations[:, :2] @ middle + hull.equations[:, 2]
                assert outside.max() == pytest.approx(0, abs=1e-6)  # on the outline
                out = middle + 3 * np.array(edge.out)
                assert (hull.equations[:, :2] @ out + hull.equations[:, 2]).max() > 0.5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colours_say_the_sign_and_light_the_shape(plot, theme):
    plot.set_theme(theme)
    plot.paint_frame(frame(marks=Marks(contours=False, tangent=False, gradient=False)))
    seen = dots(plot)

    def color(x, y):
        spot = plot.surface.terrain.place(x, y, x * x - y * y)
        return seen[round(spot.y()), round(spot.x())]

    high, low = color(-3.4, 0.2), color(0.3, -2.7)
    assert high[0] > high[2] + 25
    assert low[2] > low[0] + 25


def test_a_near_hill_covers_the_valley_behind_it(qtbot, plot):
    """The same place of the screen shows the hill with it, the valley without it."""

    def ridge(x, y):
        return 3 * np.exp(-((y + 1.5) ** 2) * 8) - 1 + 0 * x, (0, 0), ((0, 0), (0, 0))

    def flat(x, y):
        return 0.1 * y - 1 + 0 * x, (0, 0.1), ((0, 0), (0, 0))

    marks = Marks(contours=False, tangent=False, gradient=False)
    plot.set_view(replace(plot.seen, camera=Camera(-90, 12)))
    plot.paint_frame(frame(ridge, (3.0, 2.5), marks))
    terrain = plot.surface.terrain
    spot = terrain.place(0.0, -0.6, -1.0)
    plot.grab()
    x, y = terrain.met(spot)
    assert y < -1.3  # the ridge, not the valley
    assert x == pytest.approx(0, abs=0.1)
    plot.paint_frame(frame(ridge, (0.0, -0.6), marks))
    plot.grab()
    assert plot.surface.surface.probe.covered
    covered = dots(plot)[round(probe(plot).y()), round(probe(plot).x())]
    plot.paint_frame(frame(flat, (0.0, -0.6), marks))
    plot.grab()
    assert not plot.surface.surface.probe.covered
    clear = dots(plot)[round(probe(plot).y()), round(probe(plot).x())]
    assert np.abs(clear - (0x4B, 0x45, 0xC2)).max() <= 2
    assert np.abs(covered - clear).max() > 20


def test_a_hole_shows_the_wall_behind_it(plot):
    def holed(x, y):
        value = np.where(np.hypot(x, y) < 1.2, np.nan, 0.02 * x)
        return value, (0.02, 0), ((0, 0), (0, 0))

    marks = Marks(contours=False, tangent=False, gradient=False)
    plot.set_view(replace(plot.seen, camera=Camera(-60, 60)))
    plot.paint_frame(frame(holed, (3.5, -2.5), marks))
    spot = plot.surface.terrain.place(0.0, 0.0, 0.0)
    seen = dots(plot)
    around = seen[round(spot.y()) - 8 : round(spot.y()) + 8, round(spot.x()) - 8 : round(spot.x()) + 8]
    panel = QColor(LIGHT.panel)
    wall = np.abs(around - (panel.red(), panel.green(), panel.blue())).max(axis=2) <= 1
    assert wall.mean() > 0.7  # grid lines run there too
    assert plot.surface.terrain.met(spot) is not None


def test_without_a_finite_value_one_sentence_says_so(plot):
    def nothing(x, y):
        return x * np.nan, (0, 0), ((0, 0), (0, 0))

    plot.paint_frame(frame(nothing))
    middle = plot.surface.terrain.area.center()
    seen = dots(plot)
    words = seen[round(middle.y()) - 8 : round(middle.y()) + 8, round(middle.x()) - 150 :
                 round(middle.x()) + 150]  # fmt: skip
    assert (words < 180).any()
    assert probe(plot) is None
    plot.paint_frame(frame())
    assert probe(plot) is not None


@pytest.mark.parametrize("mark", ["contours", "tangent", "gradient"])
def test_each_mark_is_drawn_or_left_out(plot, mark):
    with_all = dots(plot)
    plot.paint_frame(frame(marks=replace(Marks(), **{mark: False})))
    assert (dots(plot) != with_all).any()


def test_the_colours_are_the_chosen_ones_on_the_same_heights(plot):
    before, view = dots(plot), plot.surface.terrain.view()
    plot.paint_frame(frame(shade=lambda x, y: x + 20))
    assert plot.surface.terrain.view() == view
    assert (dots(plot) != before).any()


@pytest.mark.parametrize(("values", "expected"), [
    ([-8.7, 16.0], (-10, 20)), ([0.0, 25.0], (0, 25)), ([0.01, 0.99], (0, 1)),
])  # fmt: skip
def test_the_box_ends_at_round_heights(values, expected):
    (shade,) = shaded([("value", np.array([values] * 2))], "f", ("x", "y"), np.arange(2.0),
                      np.arange(2.0))  # fmt: skip
    assert height_range(shade) == pytest.approx(expected)


# --- what stands at the point ---


@pytest.fixture
def view():
    terrain = Terrain()
    terrain.plane = frame().plane
    return terrain.view()


def test_the_tangent_plane_touches_and_the_model_of_a_quadratic_is_the_surface(view):
    spot = frame().plane.spot
    steps = np.random.default_rng(1).uniform(-HALF, HALF, (40, 2))
    x, y, z = view.unboxed(heights_at(view, spot, steps, model=True)).T
    np.testing.assert_allclose(z, x**2 - y**2, atol=1e-9)
    x, y, z = view.unboxed(heights_at(view, spot, steps, model=False)).T
    np.testing.assert_allclose(z, 2 * (x - 1) - 2 * (y - 1), atol=1e-9)
    sheet = sheet_of(view, spot)
    np.testing.assert_allclose(view.unboxed(np.array([sheet.middle])), [(1, 1, 0)], atol=1e-9)
    assert view.sides[0] / 4 == pytest.approx(2 * HALF, rel=0.1)


def test_the_gradient_lies_in_the_tangent_plane_and_points_uphill(view):
    spot = frame().plane.spot
    begin, end = view.unboxed(np.array(arrow_of(view, spot)))
    np.testing.assert_allclose(begin, (1, 1, 0), atol=1e-9)
    step = end - begin
    assert step[2] == pytest.approx(2 * step[0] - 2 * step[1])
    assert step[0] / step[1] == pytest.approx(-1)
    assert step[2] > 0


def test_a_flat_point_has_no_arrow_and_one_beyond_the_box_no_plane(view):
    assert arrow_of(view, frame(at=(0.0, 0.0)).plane.spot) is None
    far = frame(at=(40.0, 0.0)).plane.spot
    assert sheet_of(view, far) is None
    assert standing(view, far) is None
    high = frame(bowl, at=(4.0, 3.0)).plane.spot  # 25, over the ceiling of this box
    assert standing(view, high)[2] == pytest.approx(view.sides[2] / 2)

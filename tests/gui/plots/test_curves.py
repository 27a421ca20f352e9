import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from core.document import Viewport
from gui.plots.curves import CurvePlot
from gui.theme import DARK, LIGHT
from tests.gui.plots.frames import VIEW, at, empty, frame

SIGNALS = (
    "point_dragged", "point_nudged", "drag_finished", "view_changed", "fit_requested",
    "home_requested", "resized",
)  # fmt: skip


@pytest.fixture
def plot(qtbot):
    made = CurvePlot()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_view(VIEW)
    made.paint_frame(frame())
    qtbot.waitUntil(lambda: len(made.picture.names.boxes()) == 3)
    return made


@pytest.fixture
def heard(plot):
    """All that the plot said since: (signal, arguments)."""
    said = []
    for name in SIGNALS:
        getattr(plot, name).connect(lambda *given, name=name: said.append((name, given)))
    return said


def probe(plot):
    return plot.picture.probe.spot().toPoint()


def wheel(plot, spot, notches=1):
    turned = QPoint(0, round(120 * notches))
    event = QWheelEvent(
        QPointF(spot), plot.mapToGlobal(QPointF(spot)), QPoint(), turned,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)


def color_at(plot, x, y):
    image = plot.grab().toImage()
    ratio = image.devicePixelRatio()
    column, row = plot.place.column(x) * ratio, plot.place.row(y) * ratio
    return QColor(image.pixel(round(column), round(row)))


def near(color, wanted):
    wanted = QColor(wanted)
    return (
        max(
            abs(color.red() - wanted.red()),
            abs(color.green() - wanted.green()),
            abs(color.blue() - wanted.blue()),
        )
        < 40
    )


def test_painting_says_nothing(plot, heard):
    for given in (frame(2.0), frame(held=True), empty(), frame()):
        plot.paint_frame(given)
    plot.set_view(Viewport(-1, 1, None, None))
    plot.paint_frame(frame(view=Viewport(-1, 1, -2, 2)))
    plot.set_view(VIEW)
    plot.set_theme(DARK)
    plot.set_grid(False)
    plot.repaint()
    assert [name for name, _ in heard if name != "resized"] == []


def test_the_curve_is_drawn_in_its_colour(plot):
    assert near(color_at(plot, 3.0, 0.1 * 27 + math.sin(4.5)), LIGHT.curves[0])


def test_the_theme_repaints_the_curves(plot):
    plot.set_theme(DARK)
    assert near(color_at(plot, 3.0, 0.1 * 27 + math.sin(4.5)), DARK.curves[0])
    assert near(color_at(plot, -3.7, 3.1), DARK.base)


def test_held_curves_are_dimmed(plot):
    plot.paint_frame(frame(held=True))
    assert near(color_at(plot, 3.0, 0.1 * 27 + math.sin(4.5)), "#a8cae1")


def test_dragging_the_point_says_where_it_goes(plot, heard, qtbot):
    start = probe(plot)
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(8, 8))
    qtbot.mouseMove(plot.viewport(), start + QPoint(8 + 100, 8))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(108, 8))
    drags = [given[0] for name, given in heard if name == "point_dragged"]
    assert drags[-1] == pytest.approx(1 + 100 * plot.place.x_unit, abs=2 * plot.place.x_unit)
    assert heard[-1][0] == "drag_finished"
    assert not [name for name, _ in heard if name == "view_changed"]


def test_a_drag_never_takes_the_point_out_of_sight(plot, heard, qtbot):
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=probe(plot))
    qtbot.mouseMove(plot.viewport(), QPoint(5000, 300))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton)
    drags = [given[0] for name, given in heard if name == "point_dragged"]
    assert drags[-1] == pytest.approx(3.8, abs=0.01)


def test_a_press_elsewhere_pans(plot, heard, qtbot):
    before = plot.place
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 450))
    qtbot.mouseMove(plot.viewport(), QPoint(340, 430))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(340, 430))
    assert plot.place.x_at(340) == pytest.approx(before.x_at(300))
    assert plot.place.y_at(430) == pytest.approx(before.y_at(450))
    assert heard[-1][0] == "view_changed"
    assert heard[-1][1] == pytest.approx(
        (plot.place.x_min, plot.place.x_max, plot.place.y_min, plot.place.y_max)
    )


def test_the_wheel_keeps_the_point_under_the_cursor(plot, heard):
    spot, before = QPoint(600, 200), plot.place
    wheel(plot, spot)
    after = plot.place
    assert after.x_max - after.x_min < before.x_max - before.x_min
    assert after.x_at(600) == pytest.approx(before.x_at(600))
    assert after.y_at(200) == pytest.approx(before.y_at(200))
    assert [name for name, _ in heard] == ["view_changed"]


def test_the_wheel_over_an_axis_zooms_that_axis(plot):
    before = plot.place
    wheel(plot, QPoint(500, 590))
    assert (plot.place.y_min, plot.place.y_max) == (before.y_min, before.y_max)
    assert plot.place.x_max < before.x_max
    before = plot.place
    wheel(plot, QPoint(10, 300))
    assert (plot.place.x_min, plot.place.x_max) == (before.x_min, before.x_max)
    assert plot.place.y_max < before.y_max


def test_endless_zooming_stays_finite(plot):
    for notches in (15, -40, 15):
        for _ in range(40):
            wheel(plot, QPoint(700, 300), notches)
            plot.repaint()
        place = plot.place
        assert all(map(math.isfinite, (place.x_min, place.x_max, place.y_min, place.y_max)))
        assert place.x_min < place.x_max


def test_a_right_drag_zooms_into_the_box(plot, heard, qtbot):
    x_min, x_max = plot.place.x_at(200), plot.place.x_at(400)
    right = Qt.MouseButton.RightButton
    qtbot.mousePress(plot.viewport(), right, pos=QPoint(200, 100))
    qtbot.mouseMove(plot.viewport(), QPoint(400, 300))
    plot.repaint()
    qtbot.mouseRelease(plot.viewport(), right, pos=QPoint(400, 300))
    assert (plot.place.x_min, plot.place.x_max) == pytest.approx((x_min, x_max))
    assert [name for name, _ in heard] == ["view_changed"]


def test_a_right_click_alone_changes_nothing(plot, heard, qtbot):
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.RightButton, pos=QPoint(300, 300))
    assert heard == []


def test_a_double_click_asks_for_a_fit_and_home_for_home(plot, heard, qtbot):
    qtbot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 450))
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert [name for name, _ in heard] == ["fit_requested", "home_requested"]


def test_arrows_nudge_by_a_pixel_and_shift_by_ten(plot, heard, qtbot):
    unit = plot.place.x_unit
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    qtbot.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    nudges = [given[0] for name, given in heard if name == "point_nudged"]
    assert nudges == pytest.approx([1 + unit, 1 - 10 * unit], abs=unit / 5)
    assert heard[-1][0] == "drag_finished"


def test_a_held_arrow_counts_on_before_the_answer_comes(plot, heard, qtbot):
    for _ in range(5):
        qtbot.keyPress(plot, Qt.Key.Key_Right)
    nudges = [given[0] for name, given in heard if name == "point_nudged"]
    assert nudges[-1] == pytest.approx(1 + 5 * plot.place.x_unit, abs=plot.place.x_unit)
    qtbot.keyRelease(plot, Qt.Key.Key_Right)


def test_plus_and_minus_zoom_at_the_point(plot, qtbot):
    before = plot.place
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.place.column(1.0) == pytest.approx(before.column(1.0))
    qtbot.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.place.x_max == pytest.approx(before.x_max)


def test_a_frame_that_comes_late_does_not_pull_the_view_back(plot):
    wheel(plot, QPoint(500, 300))
    now = plot.place
    plot.paint_frame(frame(1.5))
    assert plot.place == now


def test_a_fitted_height_follows_the_frame(plot):
    plot.set_view(Viewport(-3.8, 3.8, None, None))
    plot.paint_frame(frame(view=replace(VIEW, y_min=-7.0, y_max=9.0)))
    assert (plot.place.y_min, plot.place.y_max) == (-7, 9)


def test_the_left_margin_knows_only_two_widths(plot):
    assert plot.place.left == 50
    plot.set_view(replace(VIEW, y_min=-20000.0, y_max=20000.0))
    assert plot.place.left == 56


def test_resizing_says_the_new_plot_area(plot, heard):
    plot.resize(700, 500)
    QApplication.processEvents()
    assert heard[-1] == ("resized", (700 - 50 - 14, 500 - 8 - 30))


def test_names_stand_inside_and_stay_when_the_point_moves(plot):
    boxes = {item.curve.order: box for item, _, box in plot.picture.names.boxes()}
    place = plot.place
    for box in boxes.values():
        assert place.holds(box.left(), box.top())
        assert place.holds(box.right(), box.bottom())
    plot.paint_frame(at(plot.picture.frame, 1.01))
    after = {item.curve.order: box for item, _, box in plot.picture.names.boxes()}
    assert after == boxes


@pytest.mark.parametrize("x", [-3.7, -2.0, 0.0, 1.2642, 3.3, 3.75])
def test_words_at_the_tangent_are_never_cut_off(plot, x):
    plot.paint_frame(frame(x))
    tangent = plot.picture.tangent.tangent()
    place = plot.place
    for each in tangent.words if tangent else ():
        assert place.holds(each.box.left(), each.box.top())
        assert place.holds(each.box.right(), each.box.bottom())


def test_without_a_slope_there_is_no_tangent(plot):
    given = frame(1.0)
    plot.paint_frame(replace(given, point=replace(given.point, readings=given.point.readings[:1])))
    assert plot.picture.tangent.tangent() is None


def test_without_a_value_the_probe_waits_on_the_axis(plot):
    def root(x):
        return (np.sqrt(x), 0.5 / np.sqrt(x), -0.25 * x**-1.5)

    plot.paint_frame(frame(-1.0, of=root))
    plot.repaint()
    assert plot.picture.probe.spot().y() == pytest.approx(plot.place.row(0.0))
    assert plot.picture.tangent.tangent() is None


def test_values_beyond_all_bounds_are_painted(plot):
    def wild(x):
        return (1e300 * x, np.where(x > 0, np.inf, -np.inf), 1 / x)

    plot.paint_frame(frame(1.0, of=wild))
    plot.repaint()


def test_it_says_what_is_seen(plot):
    words = "Plot of f, f′, f″. Point x = 1, f = 1.0975, slope 0.4061."
    assert plot.describe() == words
    assert plot.accessibleName() == words
    plot.paint_frame(empty())
    assert plot.describe() == "Plot without curves."


def test_the_probe_answers_the_hand(plot, qtbot):
    qtbot.mouseMove(plot.viewport(), probe(plot))
    assert plot.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor
    assert plot.picture.probe.hovered
    qtbot.mouseMove(plot.viewport(), QPoint(200, 500))
    assert plot.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_keyboard_focus_shows_a_ring(plot, qtbot):
    plot.clearFocus()
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    ring = QColor(plot.grab().toImage().pixel(51, 300))
    assert near(ring, LIGHT.accent)

"""Snapping, the way to the next landmark, the crosshair, the hover tangent, one scale."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from core.document import Viewport
from core.frame import Kind, Landmark
from gui.plots.curves import CurvePlot
from tests.gui.plots.frames import VIEW, cubic_and_sine, frame, marked
from tests.gui.plots.test_curves import wheel

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def plot(qtbot):
    made = CurvePlot()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_view(VIEW)
    made.paint_frame(marked())
    return made


@pytest.fixture
def dragged(plot):
    said = []
    plot.point_dragged.connect(said.append)
    return said


def summit(plot):
    found = plot.picture.frame.searches[0].landmarks
    return max(each.x for each in found if each.kind is Kind.MAXIMUM)


def press(plot, qtbot):
    qtbot.mousePress(plot.viewport(), LEFT, pos=plot.picture.probe.spot().toPoint())


def drag(plot, x, beyond=0.0, modifier=NONE):
    """Move the mouse with its button down to `beyond` pixels from x."""
    spot = QPointF(plot.place.column(x) + beyond, plot.picture.probe.spot().y())
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, spot, plot.mapToGlobal(spot), Qt.MouseButton.NoButton,
        LEFT, modifier,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)


def test_a_landmark_pulls_at_8_pixels_and_lets_go_at_12(plot, dragged, qtbot):
    place = summit(plot)
    press(plot, qtbot)
    drag(plot, place, -10)
    assert dragged[-1] != place
    drag(plot, place, -7)
    assert dragged[-1] == place
    drag(plot, place, 11)
    assert dragged[-1] == place
    drag(plot, place, 14)
    assert dragged[-1] == pytest.approx(place + 14 * plot.place.x_unit, abs=plot.place.x_unit)
    drag(plot, place, 10)
    assert dragged[-1] != place
    qtbot.mouseRelease(plot.viewport(), LEFT)


def test_alt_lets_the_point_pass(plot, dragged, qtbot):
    press(plot, qtbot)
    drag(plot, summit(plot), -3, Qt.KeyboardModifier.AltModifier)
    assert dragged[-1] != summit(plot)
    drag(plot, summit(plot), -3)
    assert dragged[-1] == summit(plot)
    qtbot.mouseRelease(plot.viewport(), LEFT)


def test_snapping_can_be_switched_off(plot, dragged, qtbot):
    plot.set_snap(False)
    press(plot, qtbot)
    drag(plot, summit(plot), 0.4)
    assert dragged[-1] != summit(plot)
    qtbot.mouseRelease(plot.viewport(), LEFT)


def test_marks_that_are_not_shown_still_pull(plot, dragged, qtbot):
    given = marked()
    plot.paint_frame(replace(given, document=replace(given.document, landmarks=False)))
    press(plot, qtbot)
    drag(plot, summit(plot), 2)
    assert dragged[-1] == summit(plot)
    qtbot.mouseRelease(plot.viewport(), LEFT)


def test_control_and_arrows_go_from_landmark_to_landmark(plot, qtbot):
    said, ended = [], []
    plot.point_nudged.connect(said.append)
    plot.drag_finished.connect(lambda: ended.append(True))
    found = sorted(each.x for each in plot.picture.frame.searches[0].landmarks)
    right = [x for x in found if x > 1.0]
    for _ in right:
        qtbot.keyPress(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyPress(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert said == right
    qtbot.keyRelease(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert ended == [True]
    plot.paint_frame(marked(right[0]))
    qtbot.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert said[-1] == pytest.approx(0.0, abs=1e-9)


def test_the_crosshair_reads_the_curves(plot, qtbot):
    said = []
    plot.crosshair_moved.connect(said.append)
    qtbot.mouseMove(plot.viewport(), QPoint(500, 300))
    assert said == []
    plot.set_crosshair(True)
    qtbot.mouseMove(plot.viewport(), QPoint(600, 400))
    reading = said[-1]
    assert reading.x == pytest.approx(plot.place.x_at(600), abs=plot.place.x_unit)
    for order, exact in enumerate(cubic_and_sine(reading.x)):
        close = 1e-8 if order < 2 else 1e-3
        assert reading.values[1, order] == pytest.approx(exact, abs=close)
    plot.grab()
    qtbot.mouseMove(plot.viewport(), QPoint(600, 598))
    assert said[-1] is None


def test_painting_moves_no_crosshair(plot, qtbot):
    plot.set_crosshair(True)
    plot.set_hover_tangent(True)
    qtbot.mouseMove(plot.viewport(), QPoint(600, 400))
    with qtbot.assertNotEmitted(plot.crosshair_moved), qtbot.assertNotEmitted(plot.view_changed):
        plot.paint_frame(marked(2.0))
        plot.set_equal(True)
        plot.set_pi_ticks(True)
        plot.set_snap(True)
        plot.repaint()


def hover(plot, qtbot, x, y):
    qtbot.mouseMove(
        plot.viewport(), QPoint(round(plot.place.column(x)), round(plot.place.row(y)))
    )
    return plot._pointer.hover_tangent()


def test_the_nearest_curve_has_a_faint_tangent(plot, qtbot):
    assert hover(plot, qtbot, -1.0, -1.0) is None
    plot.set_hover_tangent(True)
    found = hover(plot, qtbot, -0.8, -0.9)
    assert found.item.curve.order == 0
    x0, y0, x1, y1 = found.line[0]
    place = plot.place
    slope = (place.y_at(y1) - place.y_at(y0)) / (place.x_at(x1) - place.x_at(x0))
    assert slope == pytest.approx(cubic_and_sine(place.x_at(found.spot.x()))[1], rel=1e-6)
    assert hover(plot, qtbot, -0.8, 0.7).item.curve.order == 1
    plot.grab()


def test_without_a_sampled_derivative_there_is_no_hover_tangent(plot, qtbot):
    plot.set_hover_tangent(True)
    plot.paint_frame(frame(orders=(0,)))
    assert hover(plot, qtbot, -1.0, -1.0) is None


def test_one_scale_keeps_the_middle_and_stays_while_zooming(plot):
    before = plot.place
    plot.set_equal(True)
    assert plot.place.y_unit == pytest.approx(plot.place.x_unit)
    assert plot.place.y_min + plot.place.y_max == pytest.approx(before.y_min + before.y_max)
    for spot in (QPoint(500, 300), QPoint(20, 300), QPoint(500, 590)):
        wheel(plot, spot)
        assert plot.place.y_unit == pytest.approx(plot.place.x_unit)
    plot.resize(700, 500)
    QApplication.processEvents()
    assert plot.place.y_unit == pytest.approx(plot.place.x_unit)
    plot.set_view(Viewport(-1, 1, None, None))
    plot.paint_frame(frame(view=Viewport(-1, 1, -9, 9)))
    assert plot.place.y_unit == pytest.approx(plot.place.x_unit)
    assert plot.seen.y_max == plot.place.y_max
    plot.set_equal(False)
    wheel(plot, QPoint(20, 300))
    assert plot.place.y_unit != pytest.approx(plot.place.x_unit)


def test_a_box_zooms_both_axes(plot, qtbot):
    said = []
    plot.view_changed.connect(lambda *given: said.append(given))
    right = Qt.MouseButton.RightButton
    qtbot.mousePress(plot.viewport(), right, pos=QPoint(300, 100))
    qtbot.mouseMove(plot.viewport(), QPoint(600, 400))
    wanted = plot.place.boxed(300, 100, 600, 400)
    qtbot.mouseRelease(plot.viewport(), right, pos=QPoint(600, 400))
    assert said[-1] == pytest.approx((wanted.x_min, wanted.x_max, wanted.y_min, wanted.y_max))


def test_a_crowd_of_landmarks_does_not_pull(plot, dragged, qtbot):
    given = marked()
    step = 20 * plot.place.x_unit
    crowd = tuple(Landmark(Kind.ROOT, 1, -3 + n * step, 0.0) for n in range(45))
    found = replace(given.searches[0], landmarks=crowd)
    plot.paint_frame(replace(given, searches=(found,)))
    press(plot, qtbot)
    drag(plot, crowd[20].x, 2)
    assert dragged[-1] not in [each.x for each in crowd]
    qtbot.mouseRelease(plot.viewport(), LEFT)

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from core.document import Viewport
from gui.export.picture import PictureSettings, picture_image
from gui.plots.stacked import GAP, StackedPlot
from gui.theme import DARK, LIGHT
from tests.gui.plots.frames import VIEW, at, empty, frame, marked, pinned, taylor
from tests.gui.plots.test_curves import SIGNALS, wheel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plot(qtbot):
    made = StackedPlot()
    qtbot.addWidget(made)
    made.resize(960, 700)
    made.show()
    qtbot.waitExposed(made)
    made.set_view(VIEW)
    made.paint_frame(marked())
    return made


@pytest.fixture
def heard(plot):
    said = []
    for name in (*SIGNALS, "crosshair_moved"):
        getattr(plot, name).connect(lambda *given, name=name: said.append((name, given)))
    return said


def places(plot):
    return [pane.place for pane in plot.picture.panes]


def test_three_panes_share_one_x(plot):
    first, second, third = places(plot)
    assert first.left == second.left == third.left
    assert first.width == second.width == third.width
    assert second.top - first.bottom == third.top - second.bottom == pytest.approx(GAP)
    assert first.height / second.height == pytest.approx(39 / 29)
    assert third.height / second.height == pytest.approx(32 / 29)
    assert [[item.curve.order for item in pane.items] for pane in plot.picture.panes] == [
        [0], [1], [2],
    ]  # fmt: skip


def test_each_pane_fits_its_own_curve(plot):
    for pane in plot.picture.panes:
        (item,) = pane.items
        assert pane.place.y_min < item.curve.y.min()
        assert pane.place.y_max > item.curve.y.max()


def scaled(factor):
    before = marked()
    return replace(before, curves=tuple(replace(c, y=factor * c.y) for c in before.curves))


def test_heights_keep_still_while_a_curve_suits_them(plot):
    before = [(place.y_min, place.y_max) for place in places(plot)]
    plot.paint_frame(scaled(0.8))
    assert [(place.y_min, place.y_max) for place in places(plot)] == before
    plot.paint_frame(scaled(0.1))
    assert [(place.y_min, place.y_max) for place in places(plot)] != before
    plot.paint_frame(scaled(2.0))
    assert plot.place.y_max > before[0][1]


def test_a_double_click_fits_every_pane(plot, heard, qtbot):
    before = plot.place
    plot.paint_frame(scaled(0.8))
    qtbot.mouseDClick(plot.viewport(), LEFT, pos=QPoint(300, 300))
    assert plot.place.y_max < before.y_max
    assert ("fit_requested", ()) in heard


def test_painting_says_nothing(plot, heard):
    for given in (frame(2.0), frame(held=True), empty(), pinned(marked(), -2.0)):
        plot.paint_frame(given)
        plot.repaint()
    plot.paint_frame(replace(marked(), overlays=(taylor(),)))
    plot.set_view(Viewport(-1, 1, None, None))
    plot.set_theme(DARK)
    plot.set_grid(False)
    plot.set_equal(True)
    plot.set_snap(False)
    plot.set_crosshair(True)
    plot.set_hover_tangent(True)
    plot.set_pi_ticks(True)
    plot.repaint()
    assert [name for name, _ in heard if name != "resized"] == []


@pytest.mark.parametrize("pane", [0, 1, 2])
def test_the_point_can_be_dragged_in_every_pane(plot, heard, qtbot, pane):
    place = places(plot)[pane]
    start = QPoint(round(place.column(1.0)) + 3, round(place.top + 0.8 * place.height))
    qtbot.mousePress(plot.viewport(), LEFT, pos=start)
    qtbot.mouseMove(plot.viewport(), start + QPoint(-150, 40))
    qtbot.mouseRelease(plot.viewport(), LEFT, pos=start + QPoint(-150, 40))
    drags = [given[0] for name, given in heard if name == "point_dragged"]
    assert drags[-1] == pytest.approx(1 - 150 * place.x_unit, abs=2 * place.x_unit)
    assert heard[-1][0] == "drag_finished"
    assert not [name for name, _ in heard if name == "view_changed"]


def test_the_value_stands_at_every_crossing(plot, qtbot):
    for pane in plot.picture.panes:
        qtbot.waitUntil(lambda pane=pane: pane.crossing.box is not None)
        assert pane.place.holds(pane.crossing.box.left(), pane.crossing.box.top())
        assert pane.place.holds(pane.crossing.box.right(), pane.crossing.box.bottom())


def test_one_line_runs_through_all_panes(plot):
    column = int(plot.place.column(1.0))
    image = plot.grab().toImage()
    for place in places(plot):
        row = round(place.bottom - 6)
        inks = [QColor(image.pixel(column + beside, row)) for beside in (-1, 0, 1)]
        assert any(ink.blue() - ink.green() > 40 for ink in inks)  # accent on white, smoothed


@pytest.mark.parametrize("x", np.linspace(-3.79, 3.79, 12))
def test_no_value_is_ever_cut_off(plot, qtbot, x):
    qtbot.waitUntil(lambda: plot.picture.panes[1].crossing.box is not None)
    plot.paint_frame(at(plot.picture.frame, float(x)))
    for pane in plot.picture.panes:
        box = pane.crossing.box
        if box is not None:
            assert pane.place.left <= box.left()
            assert box.right() <= pane.place.right


def test_zeros_of_the_derivatives_are_marked(plot):
    _, second, third = plot.picture.panes
    assert len(second.landmarks.marks) == 4
    assert len(third.landmarks.marks) == 3
    for mark in second.landmarks.marks:
        assert mark.spot.y() == pytest.approx(second.place.row(0.0))
    assert len(plot.picture.guides.places[1]) == 4


def test_the_wheel_zooms_x_alone_and_keeps_the_fit(plot, heard):
    plot.set_view(replace(VIEW, y_min=None, y_max=None))
    plot.paint_frame(marked(2.0))
    before = plot.place
    wheel(plot, QPoint(500, 300))
    assert plot.place.x_at(500) == pytest.approx(before.x_at(500))
    assert plot.place.x_max - plot.place.x_min < before.x_max - before.x_min
    assert (plot.place.y_min, plot.place.y_max) == (before.y_min, before.y_max)
    assert [name for name, _ in heard] == ["view_changed", "fit_requested"]


def test_the_heights_of_the_other_view_are_kept(plot, heard):
    wheel(plot, QPoint(500, 650))
    assert [name for name, _ in heard] == ["view_changed"]
    assert heard[0][1][2:] == (VIEW.y_min, VIEW.y_max)
    assert plot.seen.y_max == VIEW.y_max


def test_a_pane_without_its_curve_says_so(plot):
    plot.paint_frame(frame(orders=(0, 2)))
    assert [pane.crossing._empty for pane in plot.picture.panes] == [False, True, False]
    plot.grab()


def test_higher_orders_stand_with_the_second(plot):
    given = frame()
    third = replace(given.curves[2], order=3, name="f‴")
    plot.paint_frame(replace(given, curves=(*given.curves, third)))
    assert [item.curve.order for item in plot.picture.panes[2].items] == [2, 3]


def test_resizing_says_the_size_of_all_panes(plot, heard):
    plot.resize(700, 500)
    QApplication.processEvents()
    width, height = heard[-1][1]
    assert (width, height) == pytest.approx((700 - 50 - 14, 500 - 8 - 30), abs=2)


def test_the_export_shows_what_is_seen():
    given = marked()
    settings = PictureSettings(format="png", width=120, height=90)
    curves = picture_image(given, settings, LIGHT, 1.0)
    stacked = replace(given, document=replace(given.document, view="stacked"))
    assert picture_image(stacked, settings, LIGHT, 1.0) != curves

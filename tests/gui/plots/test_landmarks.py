from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from core.frame import Asymptote, End, Kind, Kink, Landmark, Search
from gui.plots.curves import CurvePlot
from gui.plots.landmarks import standing
from gui.theme import LIGHT
from tests.gui.plots.frames import VIEW, marked, search


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


def marks(plot):
    return plot.picture.pane.landmarks.marks


def pixel(plot, spot):
    image = plot.grab().toImage()
    return QColor(image.pixel(round(spot.x()), round(spot.y()))).name()


def test_what_was_found_stands_on_the_curve(plot):
    kinds = [mark.landmark.kind for mark in marks(plot)]
    assert kinds.count(Kind.MAXIMUM) == kinds.count(Kind.MINIMUM) == 2
    assert kinds.count(Kind.INFLECTION) == 3
    assert kinds.count(Kind.ROOT) == 1
    for mark in marks(plot):
        assert mark.spot.x() == pytest.approx(plot.place.column(mark.landmark.x))
        assert mark.spot.y() == pytest.approx(plot.place.row(mark.landmark.y))


def test_an_extremum_is_a_ring_with_the_ground_inside(plot):
    top = next(mark for mark in marks(plot) if mark.landmark.kind is Kind.MAXIMUM)
    assert pixel(plot, top.spot) == LIGHT.base.lower()


def test_they_can_be_switched_off(plot):
    given = marked()
    plot.paint_frame(replace(given, document=replace(given.document, landmarks=False)))
    assert marks(plot) == ()


def test_a_hidden_curve_has_none(plot):
    given = marked()
    plot.paint_frame(replace(given, curves=given.curves[1:]))
    assert marks(plot) == ()


def test_what_is_out_of_sight_is_not_drawn(plot):
    plot.set_view(replace(VIEW, x_min=0.5))
    assert all(mark.landmark.x >= 0.5 for mark in marks(plot))
    plot.set_view(replace(VIEW, y_min=2.0))
    assert marks(plot) == ()


def test_the_one_under_the_mouse_says_what_it_is(plot, qtbot):
    top = next(mark for mark in marks(plot) if mark.landmark.kind is Kind.MAXIMUM)
    assert plot.picture.pane.landmarks.words() is None
    qtbot.mouseMove(plot.viewport(), top.spot.toPoint() + QPoint(3, 2))
    text, _ = plot.picture.pane.landmarks.words()
    assert text == "maximum (−2.217, −0.907)"
    qtbot.mouseMove(plot.viewport(), QPoint(450, 500))
    assert plot.picture.pane.landmarks.words() is None


def test_two_at_one_place_share_their_words(plot, qtbot):
    origin = next(mark for mark in marks(plot) if mark.landmark.kind is Kind.ROOT)
    qtbot.mouseMove(plot.viewport(), origin.spot.toPoint())
    assert plot.picture.pane.landmarks.words()[0] == "root, inflection (0, 0)"


@pytest.mark.parametrize("x_min", [-2.25, -2.3, -3.8])
@pytest.mark.parametrize("y_max", [-0.88, -0.6, 3.25])
def test_words_are_never_cut_off(plot, qtbot, x_min, y_max):
    plot.set_view(replace(VIEW, x_min=x_min, y_max=y_max))
    for mark in marks(plot):
        qtbot.mouseMove(plot.viewport(), mark.spot.toPoint())
        if plot.picture.pane.landmarks.hovered is None:
            continue  # the probe lies over it
        _, box = plot.picture.pane.landmarks.words()
        assert plot.place.holds(box.left(), box.top())
        assert plot.place.holds(box.right(), box.bottom())


def test_a_band_of_marks_is_left_out(plot):
    many = tuple(Landmark(Kind.ROOT, 1, x / 100, 0.0) for x in range(-200, 200))
    plot.paint_frame(replace(marked(), searches=(replace(search(), landmarks=many),)))
    assert marks(plot) == ()


def test_poles_and_jumps_are_no_places_to_stand(plot):
    found = (Landmark(Kind.POLE, 1, 0.5, None), Landmark(Kind.JUMP, 1, 0.7, 1.0))
    plot.paint_frame(replace(marked(), searches=(Search(1, -3.8, 3.8, 10, 0.0, found),)))
    assert marks(plot) == ()


def test_ends_are_open_and_closed_circles(plot):
    ends = (End(1, 0, 0.6, -2.0, closed=True), End(1, 0, 0.6, -1.0, closed=False))
    plot.paint_frame(replace(marked(), ends=ends))
    closed, opened = plot.place.row(-2.0), plot.place.row(-1.0)
    spot = QPoint(round(plot.place.column(0.6)), 0)
    assert pixel(plot, spot + QPoint(0, round(closed))) == LIGHT.curves[0].lower()
    assert pixel(plot, spot + QPoint(0, round(opened))) == LIGHT.base.lower()


def test_ends_of_a_hidden_curve_are_not_drawn(plot):
    plot.paint_frame(replace(marked(), ends=(End(1, 4, 0.6, -2.0, closed=True),)))
    assert plot.picture.pane.ends.spots == ()


def test_an_asymptote_is_a_dashed_line_without_words(plot):
    given = marked()
    plot.paint_frame(replace(given, asymptotes=(Asymptote(1, -0.55), Asymptote(9, 0.55))))
    image = plot.grab().toImage()
    for x, drawn in ((-0.55, True), (0.55, False)):
        column = int(plot.place.column(x))
        inks = {
            QColor(image.pixel(column + beside, row)).name()
            for row in range(450, 540)
            for beside in (-1, 0, 1)
        }
        assert (len(inks) > 2) == drawn


def test_words_stay_when_a_frame_comes_under_the_resting_mouse(plot, qtbot):
    top = next(mark for mark in marks(plot) if mark.landmark.kind is Kind.MAXIMUM)
    qtbot.mouseMove(plot.viewport(), top.spot.toPoint())
    plot.paint_frame(marked(1.5))
    assert plot.picture.pane.landmarks.words() is not None
    plot.paint_frame(replace(marked(), searches=()))
    assert plot.picture.pane.landmarks.words() is None


def cornered():
    """A frame with a corner of f at 0.6, where f is −1."""
    kink = Kink(
        Kind.CORNER, 1, 0.6, -1.0, (-1.0, -2.0, 0.0), (-1.0, 2.0, 0.0),
        "corner: left slope −2, right slope 2",
        "autograd returns f′ = 0 (the convention of abs)",
    )  # fmt: skip
    return replace(marked(), searches=(replace(search(), kinks=(kink,)),))


def test_a_corner_is_a_triangle_on_f_and_says_both_slopes(plot, qtbot):
    plot.paint_frame(cornered())
    found = [mark for mark in marks(plot) if mark.kink is not None]
    assert [(mark.item.curve.order, mark.landmark.y) for mark in found] == [
        (0, -1.0), (1, -2.0), (1, 2.0), (2, 0.0),
    ]  # fmt: skip
    assert pixel(plot, found[0].spot) == LIGHT.base.lower()
    qtbot.mouseMove(plot.viewport(), found[0].spot.toPoint())
    text, box = plot.picture.pane.landmarks.words()
    assert text.split("\n") == [
        "corner (0.6, −1)",
        "corner: left slope −2, right slope 2",
        "autograd returns f′ = 0 (the convention of abs)",
    ]
    assert plot.place.holds(box.left(), box.top())
    assert plot.place.holds(box.right(), box.bottom())


def test_the_ends_of_the_slope_tell_of_the_corner_too(plot, qtbot):
    plot.paint_frame(cornered())
    end = next(mark for mark in marks(plot) if mark.landmark.y == -2.0)
    qtbot.mouseMove(plot.viewport(), end.spot.toPoint())
    text, _ = plot.picture.pane.landmarks.words()
    assert text.startswith("f′ at x = 0.6\ncorner: left slope −2")


def test_the_point_can_stand_at_a_corner(plot):
    places = [each.x for each in standing(cornered(), 1)]
    assert 0.6 in places
    assert places == sorted(places)


def test_a_corner_is_no_zero_of_the_slope(qtbot):
    from gui.plots.stacked import StackedPlot

    made = StackedPlot()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    given = marked()
    (found,) = given.searches
    low = next(mark for mark in found.landmarks if mark.kind is Kind.MINIMUM)
    made.paint_frame(given)
    assert any(mark.landmark.x == low.x for mark in made.picture.panes[1].landmarks.marks)
    kink = Kink(Kind.CORNER, 1, low.x, low.y, (low.y, -1.0, 0.0), (low.y, 1.0, 0.0), "corner")
    made.paint_frame(replace(given, searches=(replace(found, kinks=(kink,)),)))
    made.picture.panes[1].stage.place = replace(made.picture.panes[1].place, y_min=-3.0, y_max=3.0)
    made.picture._lay()
    there = [each for each in made.picture.panes[1].landmarks.marks if each.landmark.x == low.x]
    assert {each.landmark.y for each in there} == {-1.0, 1.0}
    assert all(each.kink is kink for each in there)

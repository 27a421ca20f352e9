from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.plots.curves import CurvePlot
from gui.theme import LIGHT
from tests.gui.plots.frames import VIEW, marked, newton, pinned, secant, taylor


@pytest.fixture
def plot(qtbot):
    made = CurvePlot()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_view(VIEW)
    return made


def drawn(plot, *overlays, **formula):
    plot.paint_frame(replace(marked(**formula), overlays=overlays))
    return plot.picture.pane.overlays.drawn


def is_free(plot, box):
    place = plot.place
    spot = plot.picture.probe.spot()
    return (
        place.holds(box.left(), box.top())
        and place.holds(box.right(), box.bottom())
        and not box.contains(spot)
    )


@pytest.mark.parametrize("x", [-3.0, -1.0, 0.0, 1.0, 2.9])
def test_the_polynomial_has_its_words_in_the_plot(plot, x):
    (found,) = drawn(plot, taylor(x), x=x)
    ((text, box),) = found.words
    assert text == "Taylor, order 2"
    assert is_free(plot, box)
    plot.grab()


def test_its_words_stay_while_the_point_moves_a_little(plot):
    ((_, before),) = drawn(plot, taylor(1.0))[0].words
    ((_, after),) = drawn(plot, taylor(1.01), x=1.01)[0].words
    assert abs(before.left() - after.left()) < 12


def test_its_error_is_a_band_of_a_light_shade(plot):
    (found,) = drawn(plot, taylor(0.0), x=0.0)
    assert found.band is not None
    spot = plot.place.column(-3.4), plot.place.row(-0.5)
    shade = QColor(plot.grab().toImage().pixel(*map(round, spot)))
    assert shade.name() not in (LIGHT.base.lower(), LIGHT.curves[4].lower())
    (found,) = drawn(plot, taylor(0.0, band=False), x=0.0)
    assert found.band is None


def test_a_band_stops_where_it_has_no_value(plot):
    given = taylor(0.0)
    low = np.where(given.x > 1, np.nan, given.low)
    (found,) = drawn(plot, replace(given, low=low))
    assert max(corner.x() for corner in found.band) < plot.place.column(1.01)
    (found,) = drawn(plot, replace(given, low=np.full_like(low, np.nan)))
    assert found.band is None


def test_a_secant_goes_through_its_two_points(plot):
    (found,) = drawn(plot, secant())
    assert len(found.dots) == 2
    assert found.words[0][0] == "h = 1"
    assert len(found.line) == 1
    assert is_free(plot, found.words[0][1])


def test_a_secant_of_no_width_has_no_line(plot):
    given = replace(secant(), x=np.array([1.0, 1.0]), y=np.array([1.1, 1.1]))
    assert len(drawn(plot, given)[0].line) == 0
    plot.grab()


def test_the_iteration_names_its_steps(plot):
    (found,) = drawn(plot, newton())
    assert [text for text, _ in found.words][:2] == ["x₀", "x₁"]
    boxes = [box for _, box in found.words]
    for place, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:place])
    plot.grab()


def test_an_unknown_overlay_is_passed_over(plot):
    assert drawn(plot, replace(secant(), kind="sketch")) == ()


def test_pins_stand_on_the_curve_with_their_names(plot):
    plot.paint_frame(pinned(marked(tangent=True), -2.5, 1.0, 9.0))
    pins = plot.picture.pane.pins.pinned
    assert [pin.name for pin in pins] == ["P₁", "P₂"]
    assert pins[0].spot.x() == pytest.approx(plot.place.column(-2.5))
    assert all(pin.tangent is not None for pin in pins)
    assert all(is_free(plot, pin.box) for pin in pins)
    shade = QColor(plot.grab().toImage().pixel(pins[0].spot.toPoint()))
    assert shade.name() == LIGHT.curves[0].lower()


def test_pins_have_no_tangent_unless_the_formula_has(plot):
    plot.paint_frame(pinned(marked(tangent=False), -2.5))
    assert plot.picture.pane.pins.pinned[0].tangent is None


def test_pins_of_a_hidden_formula_are_hidden(plot):
    plot.paint_frame(pinned(marked(visible=False), -2.5))
    assert plot.picture.pane.pins.pinned == ()

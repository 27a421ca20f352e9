"""How long new data and a repaint may take; run with --benchmark-only."""

from dataclasses import replace
from itertools import cycle

import pytest

from gui.plots.curves import CurvePlot
from gui.plots.stacked import StackedPlot
from tests.gui.plots.frames import VIEW, at, marked, secant, taylor


@pytest.mark.parametrize("kind", [CurvePlot, StackedPlot])
def test_three_curves_in_a_large_plot(benchmark, qtbot, kind):
    """Curves, landmarks and the tangent, while the point moves."""
    plot = kind()
    qtbot.addWidget(plot)
    plot.resize(1000, 700)
    plot.show()
    qtbot.waitExposed(plot)
    plot.set_view(VIEW)
    first = marked(tangent=True)
    plot.paint_frame(first)
    qtbot.wait(300)  # for the names to be typeset
    frames = cycle([at(first, 1 + step / 100) for step in range(20)])

    def paint():
        plot.paint_frame(next(frames))
        plot.viewport().repaint()

    benchmark(paint)
    if benchmark.stats is None:
        pytest.skip("timing is off")
    assert benchmark.stats.stats.median < 0.016


def test_all_that_can_be_drawn_at_the_point(benchmark, qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.resize(1000, 700)
    plot.show()
    qtbot.waitExposed(plot)
    plot.set_view(VIEW)
    first = marked(tangent=True, normal=True, circle=True)
    plot.paint_frame(first)
    qtbot.wait(300)
    places = [1 + step / 100 for step in range(20)]
    frames = cycle([replace(at(first, x), overlays=(taylor(x), secant(x))) for x in places])

    def paint():
        plot.paint_frame(next(frames))
        plot.viewport().repaint()

    benchmark(paint)
    if benchmark.stats is None:
        pytest.skip("timing is off")
    assert benchmark.stats.stats.median < 0.020

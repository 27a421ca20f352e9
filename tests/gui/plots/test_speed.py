"""How long new data and a repaint may take; run with --benchmark-only."""

from itertools import cycle

import pytest

from gui.plots.curves import CurvePlot
from tests.gui.plots.frames import VIEW, frame


def test_three_curves_in_a_large_plot(benchmark, qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.resize(1000, 700)
    plot.show()
    qtbot.waitExposed(plot)
    plot.set_view(VIEW)
    plot.paint_frame(frame())
    qtbot.waitUntil(lambda: len(plot.picture.names.boxes()) == 3)
    frames = cycle([frame(1 + step / 100) for step in range(20)])

    def paint():
        plot.paint_frame(next(frames))
        plot.viewport().repaint()

    benchmark(paint)
    if benchmark.stats is None:
        pytest.skip("timing is off")
    assert benchmark.stats.stats.median < 0.016

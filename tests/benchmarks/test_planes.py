"""A slider step of two variables to the painted frame, against matplotlib's redraw of the images.

Ours: a slider's new value, evaluation of f, its gradient and Hessian over the plane, colours,
contours and what stands at the point, painted. Theirs: set_data on four images of 256 x 256 that
NumPy evaluated from SymPy's derivatives before, and the redraw of the canvas: nothing else.
"""

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from core.choices import Several
from core.document import Document, Formula, Viewport

from .conftest import seconds
from .test_window import finish_what_is_left

SIZE = (1000, 700)
ROUNDS = 30
GOAL = 5.0
TEXT = "f(x, y) = exp(-(x^2 + y^2)/a) sin(b x) cos y"


@pytest.fixture
def window(qtbot, monkeypatch, tmp_path):
    import gui.plots.planes as planes
    from gui.app import Launch, make_evaluator
    from gui.engine import Engine
    from gui.main_window import MainWindow
    from gui.settings import Settings

    class WatchedPlot(planes.PlanePlot):
        seen = None

        def paintEvent(self, event):
            super().paintEvent(event)
            frame = self.picture.frame
            self.seen = None if frame is None else frame.document

    monkeypatch.setattr(planes, "PlanePlot", WatchedPlot)
    settings = Settings(tmp_path / "settings.ini")
    settings.asks_before_closing = False
    document = Document((Formula(1, TEXT),), active=1, several=Several(view="hessian"))
    engine = Engine(make_evaluator)
    made = MainWindow(settings, engine, document, Viewport())
    launch = Launch(made, engine)
    qtbot.addWidget(made)
    made.resize(SIZE[0] + 640, SIZE[1] + 120)
    made.start()
    qtbot.waitUntil(
        lambda: made.frame is not None and made.frame.plane is not None
        and len(made.frame.plane.shades) == 5 and hasattr(made.stage.plot, "plane_dragged"),
        timeout=60_000,
    )  # fmt: skip
    yield made
    launch.deleteLater()
    made.close()


def test_a_slider_step_of_a_hessian_is_painted_five_times_faster_than_four_images(
    race, window, qtbot
):
    pytest.importorskip("matplotlib")
    import matplotlib as mpl

    mpl.use("QtAgg")
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
    from matplotlib.figure import Figure

    x, y = np.meshgrid(np.linspace(-4, 4, 256), np.linspace(-3, 3, 256))
    fields = [np.exp(-(x**2 + y**2) / (3 + k)) * np.sin(x) * np.cos(y) for k in range(8)]
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    canvas = FigureCanvasQTAgg(figure)
    images = [axes.imshow(fields[0]) for axes in figure.subplots(2, 2).ravel()]
    canvas.resize(*SIZE)
    qtbot.addWidget(canvas)
    canvas.show()
    qtbot.waitExposed(canvas)
    turn = {"ours": 0, "theirs": 0}
    app = QApplication.instance()

    def ours():
        """A step of a drag that goes on: the step before it is not timed."""
        finish_what_is_left()
        step()
        finish_what_is_left()
        return step()

    def step():
        turn["ours"] += 1
        value = 2.0 + (turn["ours"] % 40) / 20

        def move_and_wait():
            window.intents.drag_parameter("a", value)
            plot = window.stage.plot
            while plot.seen is not window.store.document:
                app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

        return seconds(move_and_wait)

    def theirs():
        finish_what_is_left()
        turn["theirs"] += 1

        def redraw():
            for place, image in enumerate(images):
                image.set_data(fields[(turn["theirs"] + place) % len(fields)])
            canvas.draw()
            canvas.repaint()

        return seconds(redraw)

    for _ in range(5):
        ours(), theirs()
    found = race.medians(ROUNDS, ours=ours, peer=theirs)
    window.intents.finish()
    ratio = found["peer"] / found["ours"]
    race.tell(
        "Slider step to painted frame: field, contours, four fields of the Hessian, point",
        [
            ["", "median", "ratio"],
            ["Nablascope", f"{1000 * found['ours']:.1f} ms", "1.0x"],
            ["matplotlib, four images alone", f"{1000 * found['peer']:.1f} ms", f"{ratio:.1f}x"],
        ],
    )
    assert len(window.frame.plane.shades) == 5
    assert max(window.frame.plane.shades[0].values.shape) >= 256
    assert ratio >= GOAL

"""The real window with the true engine, driven as a person would."""

import gc
import threading

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QGraphicsView

PATIENCE = 20_000  # ms; torch may have to be read from a cold disk


class Person:
    """Hands and eyes: what the stories do with the window and see on it."""

    def __init__(self, qtbot, window):
        self.qtbot = qtbot
        self.window = window
        self.frames = []
        window.painted.connect(self.frames.append)

    @property
    def document(self):
        return self.window.store.document

    @property
    def frame(self):
        return self.window.frame

    def editor(self, place=0):
        return self.window.formulas.rows[place].editor

    def waits(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE)

    def waits_for_answer(self):
        """Until what is chosen now is what is painted, with derivatives and in full."""
        self.waits(
            lambda: self.frame is not None
            and self.frame.document is self.document
            and self.frame.differentiated
            and not self.frame.draft
        )

    def sees_all_curves(self):
        self.waits_for_answer()
        return sorted(curve.order for curve in self.frame.curves)

    def plot_area(self):
        """The widget that takes the mouse over the plot."""
        plot = self.window.stage.plot
        view = plot if isinstance(plot, QGraphicsView) else plot.findChild(QGraphicsView)
        return plot if view is None else view.viewport()


@pytest.fixture
def settings(tmp_path):
    from gui.settings import Settings

    made = Settings(tmp_path / "settings.ini")
    made.asks_before_closing = False
    made.theme = "light"
    return made


@pytest.fixture
def launch(qtbot, settings):
    """Open the window as the program does; each is closed at the end."""
    from gui.app import Launch, make_evaluator
    from gui.engine import Engine
    from gui.main_window import MainWindow

    opened = []

    def open_window(wait=True):
        engine = Engine(make_evaluator)
        window = MainWindow(settings, engine)
        qtbot.addWidget(window)
        opened.append((window, Launch(window, engine)))
        window.resize(1366, 768)
        person = Person(qtbot, window)
        window.start()
        if wait:
            person.waits(lambda: window.stage.plot is not None)
            person.waits_for_answer()
        return person

    yield open_window
    for window, _ in opened:
        window.close()
    gc.enable()  # off while a window looks after it
    threads = [each for each in gc.get_objects() if issubclass(type(each), QThread)]
    assert not any(thread.isRunning() for thread in threads)
    assert not any(thread.name == "compute" for thread in threading.enumerate())

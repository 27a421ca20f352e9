"""For the window's tests: what must be gone after each, and a window without threads."""

import gc
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtWidgets import QApplication

from core.document import Document
from core.errors import InputError
from core.frame import Frame, Point, Reading, Row
from gui.engine import InlineEngine
from gui.settings import Settings


@pytest.fixture(autouse=True)
def _nothing_stays_behind(request):
    """No running thread and no stray window after a test; the message says which test it was."""
    app = QApplication.instance()
    before = set(map(id, app.topLevelWidgets())) if app else set()
    gc.disable()  # no worker of this test collects what belongs to the thread of the window
    yield
    gc.enable()
    app = QApplication.instance()
    if app is None:
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    threads = [
        each for each in gc.get_objects() if issubclass(type(each), QThread) and each.isRunning()
    ]
    threads += [each for each in threading.enumerate() if each.name == "compute"]
    assert not threads, f"{request.node.name} leaves {threads} running"
    stray = [
        widget
        for widget in app.topLevelWidgets()
        if id(widget) not in before and widget.isVisible()
    ]
    assert not stray, f"{request.node.name} leaves {stray} open"


class FakeEvaluator:
    """Answers from simple rules: `+` at the end cannot be read, every letter a to c is a slider."""

    def __init__(self):
        self.differentiated = True
        self.asked = []
        self.latex = {}

    def load_derivatives(self):
        self.differentiated = True

    def load_special(self):
        """Nothing to import."""

    def check(self, say, stop):
        """Nothing is checked."""

    def close(self):
        """Nothing was begun."""

    def finish(self, say, stop):
        """Nothing is left to finish."""

    def prepare(self, stop):
        """Nothing to prepare."""

    def frame(self, document, viewport, *, draft, stop):
        self.asked.append((document, draft))
        rows = tuple(self._row(formula) for formula in document.formulas)
        names = sorted({name for row in rows for name in row.parameters})
        if viewport.fits_height:
            viewport = replace(viewport, y_min=-5.0, y_max=5.0)
        sliders = tuple(document.parameter(name) for name in names)
        point = self._point(document, rows)
        return Frame(document, viewport, rows, (), sliders, point, self.differentiated, draft)

    def _row(self, formula):
        text = formula.text.strip()
        if not text.endswith("+"):
            self.latex[formula.key] = "f(x)"
            letters = tuple(name for name in "abc" if name in text.replace("abs", ""))
            return Row(formula.key, "f", "f(x)", "", ("x",), letters)
        end = len(formula.text)
        error = InputError("The formula stops after the +.", end, end, "Type 1.")
        return Row(formula.key, "f", self.latex.get(formula.key, ""), error=error)

    def _point(self, document, rows):
        row = next((row for row in rows if row.key == document.active), None)
        if row is None:
            return None
        x = document.coordinate("x")
        readings = (Reading(x**3), Reading(3 * x * x), Reading(6 * x))
        readings = readings if self.differentiated else readings[:1]
        return Point(row.key, "f", "x", x, readings, "Rising", row.held)


@pytest.fixture
def evaluator():
    return FakeEvaluator()


@pytest.fixture
def settings(tmp_path):
    made = Settings(tmp_path / "settings.ini")
    made.asks_before_closing = False
    made.theme = "light"
    return made


@pytest.fixture
def window(qtbot, settings, evaluator):
    """A window that computes at once, without its plot; shown at 1366 x 768."""
    from gui.main_window import MainWindow

    made = MainWindow(settings, InlineEngine(lambda: evaluator))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.back_to_editor()
    made.pace.ask()
    return made


@pytest.fixture
def empty():
    return Document()

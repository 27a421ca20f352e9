"""A key stroke to the first painted frame of the new formula, in the real window.

Each formula is put in but for its last key; when all is at rest the key is pressed, through
editor, store, engine thread, evaluation and views to the end of the paint. A second round types
the last five keys, one every 100 ms, and times the last.
"""

import statistics

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.document import Document, Formula, Viewport, with_formula

from .conftest import seconds
from .test_window import finish_what_is_left, played

MEDIAN = 0.060  # seconds
WORST = 0.250
TYPED_EVERY = 100  # ms
FORMULAS = [
    "2x", "x^2", "x^3 - 2x", "a x^3 + sin(b x)", "sin 20x", "sin(1/x)", "x sin(1/x)", "tan x",
    "1/x", "1/(x^2 - 1)", "x^x", "ln x", "ln|x|", "√x", "√(4 - x^2)", "|x|", "|x - 1| + |x + 1|",
    "floor x", "x - floor x", "round(3 sin x)", "sign(sin 5x)", "e^(-x^2) cos(8x)", "e^x", "2^-x",
    "sin x + sin 7x/7", "sin(sin(sin x))", "sin(x^2)", "sin(x^3)", "cos(10x) exp(-|x|)", "tan(2x)/x",
    "sec x", "cot 3x", "atan 10x", "asin(sin x)", "sinh x/x", "tanh 5x", "max(sin x, cos x)",
    "min(x^2, 2)", "{x < 0: -x, x^2}", "x^2 {x > 0}", "if(x > 1, ln x, x - 1)", "gamma(x)",
    "erf 2x", "besselj0(8x)", "zeta(x + 3)", "sum(sin(k x)/k, k, 1, 20)", "prod(x - k, k, -3, 3)",
    "d/dx (x^2 sin 3x)", "x^(1/3)", "x/(1 + x^2)", "normal_pdf(2x)", "sin(50x)/x",
]  # fmt: skip


@pytest.fixture
def window(qtbot, monkeypatch, tmp_path):
    """The true window at its first size with the true engine, PyTorch loaded, f and f' shown."""
    import gui.plots.curves as curves
    from gui.app import Launch, make_evaluator
    from gui.engine import Engine
    from gui.main_window import MainWindow
    from gui.settings import Settings

    class WatchedPlot(curves.CurvePlot):
        """Remembers the text that the frame painted last was made of."""

        seen = ""

        def paintEvent(self, event):
            super().paintEvent(event)
            frame = self.picture.frame
            self.seen = "" if frame is None else frame.document.formulas[0].text

    monkeypatch.setattr(curves, "CurvePlot", WatchedPlot)
    settings = Settings(tmp_path / "settings.ini")
    settings.asks_before_closing = False
    settings.theme = "light"
    row = Formula(key=1, text="x", shown=(0, 1), tangent=True)
    document = with_formula(Document((row,), active=1, point=(("x", 1.0),)), 1)
    engine = Engine(make_evaluator)
    made = MainWindow(settings, engine, document, Viewport(x_min=-5, x_max=5))
    launch = Launch(made, engine)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.start()
    qtbot.waitUntil(lambda: made.stage.plot is not None, timeout=20_000)
    qtbot.waitUntil(lambda: made.frame is not None and made.frame.differentiated, timeout=60_000)
    made.formulas.rows[0].editor.setFocus()
    yield made
    launch.deleteLater()
    made.close()


class Typist:
    """Presses the last key of a formula and waits for its picture."""

    def __init__(self, window):
        self.window = window
        self.editor = window.formulas.rows[0].editor

    def put(self, text):
        self.editor.selectAll()
        QTest.keyClick(self.editor, Qt.Key.Key_Delete)
        self.editor.insertPlainText(text)

    def press(self, key):
        if key.isascii():
            QTest.keyClicks(self.editor, key)
        else:  # QTest knows no key of such a letter
            self.editor.insertPlainText(key)

    def last_key(self, key):
        """Seconds from the key to the end of the paint that shows the formula with it."""
        app, plot = QApplication.instance(), self.window.stage.plot

        def press_and_wait():
            self.press(key)
            text = self.editor.text
            while plot.seen != text:
                app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

        return seconds(press_and_wait)

    def at_rest(self, text):
        self.put(text[:-1])
        played([], 700)
        finish_what_is_left()
        return self.last_key(text[-1])

    def typed(self, text):
        self.put(text[:-5])
        played([], 300)
        played([lambda key=key: self.press(key) for key in text[-5:-1]], TYPED_EVERY)
        played([], TYPED_EVERY)
        return self.last_key(text[-1])


@pytest.mark.parametrize("way", ["at rest", "while typing"])
def test_a_key_stroke_is_answered_at_once(race, window, way):
    typist = Typist(window)
    press = typist.at_rest if way == "at rest" else typist.typed
    for text in ("x^2 - 1", "sin 3x"):
        press(text)
    taken = {}

    def run():
        taken.update({text: press(text) for text in FORMULAS})
        return 0.0

    race.medians(1, ours=run)
    median, worst = statistics.median(taken.values()), max(taken.values())
    slowest = sorted(taken, key=taken.get, reverse=True)[:8]
    rows = [["median", f"{1000 * median:.0f} ms"], ["worst", f"{1000 * worst:.0f} ms"]]
    rows += [[text, f"{1000 * taken[text]:.0f} ms"] for text in slowest]
    race.tell(f"Last key to painted frame, {len(FORMULAS)} formulas, {way}", rows)
    assert len(taken) >= 50
    assert window.stage.plot.seen == FORMULAS[-1]
    assert median <= MEDIAN
    assert worst <= WORST

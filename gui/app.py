"""The application: one window with the true engine, and what is done when a bug is met."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gui.crash import CrashLog
from gui.engine import Engine
from gui.main_window import MainWindow
from gui.settings import Settings, data_folder
from gui.tidy import Tidy
from gui.timings import Timings, process_start

if TYPE_CHECKING:
    import argparse
    from types import TracebackType

    from core.frame import Frame
    from gui.engine import Evaluates

LOAD_AFTER = 400  # ms after which PyTorch is loaded even when nothing was drawn yet


class Bugs(QObject):
    """Brings unexpected exceptions of any thread to the window, and still prints them."""

    met = Signal(str)

    def catch(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self.met.emit("".join(traceback.format_exception(kind, error, trace)))

    def catch_in_thread(self, arguments: Any) -> None:
        if arguments.exc_value is not None:
            self.catch(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


class Launch(QObject):
    """The order of the start: window, f by NumPy, then PyTorch."""

    def __init__(self, window: MainWindow, engine: Engine) -> None:
        super().__init__(window)
        self._engine = engine
        self._begun = False
        self._latest = QTimer(self)
        self._latest.setSingleShot(True)
        self._latest.timeout.connect(self._load)
        self._window = window
        tidy = Tidy(self)
        engine.derivatives_loaded.connect(tidy.settle)
        window.painted.connect(self._painted)
        window.stage.loaded.connect(self._look_again)

    def _painted(self, frame: Frame) -> None:
        if self._window.stage.plot is not None and frame.curves:
            QTimer.singleShot(0, self._load)
        elif not self._latest.isActive():
            self._latest.start(LOAD_AFTER)

    def _look_again(self) -> None:
        if self._window.frame is not None:
            self._painted(self._window.frame)

    def _load(self) -> None:
        if not self._begun:
            self._begun = True
            self._engine.load_derivatives()


def run(options: argparse.Namespace, first_line: float) -> int:
    """Open the window and stay until it is closed; the exit code."""
    QCoreApplication.setApplicationName("Nablascope")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationDisplayName("Nablascope")
    settings = Settings()
    if options.theme is not None:
        settings.use_theme(options.theme)
    crash_log = CrashLog(data_folder())
    crashed = crash_log.begin()
    engine = Engine(make_evaluator)
    window = MainWindow(settings, engine)
    if crashed is not None:
        window.keeping.tell_crash(crashed)
    window.stage.loaded.connect(window.keeping.offer)
    bugs = Bugs(window)
    bugs.met.connect(window.report)
    sys.excepthook = bugs.catch
    threading.excepthook = bugs.catch_in_thread
    timings = _timings(window, first_line) if options.timings else None
    launch = Launch(window, engine)
    if options.file is not None:
        window.sessions.open_path(options.file)
    window.start()
    if options.quit_after is not None:
        window.settings.asks_before_closing = False
        QTimer.singleShot(round(1000 * options.quit_after), window.close)
    try:
        code = app.exec()
    finally:
        engine.close()
        crash_log.end()
    if engine.stuck:  # Python would wait at its end for what does not end
        sys.stdout.flush()
        os._exit(code)
    launch.deleteLater()
    if timings is not None:
        print("\n".join(timings.lines()))  # noqa: T201 - this is what --timings asks for
    return code


def make_evaluator() -> Evaluates:
    """The true evaluator; runs on the worker, so that NumPy is imported there."""
    from core.evaluate import Evaluator

    return Evaluator(patient=True)


def _timings(window: MainWindow, first_line: float) -> Timings:
    timings = Timings(process_start(first_line), window)
    timings.watch_window(window)
    window.store.document_changed.connect(timings.note_change)
    window.painted.connect(timings.note_frame)

    def watch_plot() -> None:
        plot = window.stage.plot
        timings.watch_plot(plot.viewport() if hasattr(plot, "viewport") else plot)

    window.stage.loaded.connect(watch_plot)
    return timings

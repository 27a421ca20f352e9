"""The whole program as a process: it ends while it computes, and what ends it takes no work."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.files import journal
from gui.crash import TOLD, CrashLog
from tests.machine import slowness

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys, time, os, signal, faulthandler
from PySide6.QtCore import QTimer
from core.document import with_point
from gui import app, launch, main_window

class Deaf:
    def frame(self, document, viewport, *, draft, stop): time.sleep(600)
    def load_derivatives(self): pass
    def load_special(self): pass
    def prepare(self, stop): pass

class Window(main_window.MainWindow):
    def start(self):
        super().start()
        {action}

if {deaf}:
    app.make_evaluator = Deaf
app.MainWindow = Window
code = app.run(launch.parser().parse_args(sys.argv[1:]), time.perf_counter())
print("ended", code, flush=True)
raise SystemExit(code)
"""
CHANGE = """
        self.store.change(with_point(self.store.document, "x", 7.5), "Move point")
        self.look = QTimer(self)
        self.look.timeout.connect(self.end)
        self.look.start(5)

    def end(self):
        if self.keeping.journal.place.exists():
            {end}
"""


def run(folder, *arguments, action="pass", deaf=False, **more):
    """Start the program with its folders in `folder`; what came of it and how long it took."""
    places = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(action=action, deaf=deaf), *arguments],
        cwd=ROOT, env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=100, check=False, **more,
    )  # fmt: skip
    return done, time.monotonic() - began


def data(folder):
    return folder / "Nablascope"


@pytest.mark.timeout(120)
def test_closing_while_a_computation_never_ends_ends_the_program(tmp_path):
    done, taken = run(tmp_path, "--quit-after", "0.5", deaf=True)
    assert done.returncode == 0, done.stderr
    assert taken < 15 * slowness()  # the computation sleeps for 600
    assert [each.name for each in data(tmp_path).iterdir() if each.suffix != ".ini"] == []


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a word of POSIX")
@pytest.mark.timeout(120)
def test_after_a_kill_the_work_is_there_to_be_offered(tmp_path):
    action = CHANGE.format(end="os.kill(os.getpid(), signal.SIGKILL)")
    done, _ = run(tmp_path, action=action, deaf=True)
    assert done.returncode == -9, done.stderr
    (place,) = journal.kept(data(tmp_path))
    assert journal.read(place).document.coordinate("x") == 7.5
    seen = "QTimer.singleShot(900, lambda: print(repr(self.keeping.kept.sentence), flush=True))"
    done, _ = run(tmp_path, "--quit-after", "2.5", action=seen)
    assert "'Unsaved work on untitled was kept, of " in done.stdout, done.stderr
    assert journal.kept(data(tmp_path)) == [place]


@pytest.mark.skipif(os.name != "posix", reason="a crash ends otherwise elsewhere")
@pytest.mark.timeout(120)
def test_after_a_crash_the_report_is_there_to_be_copied(tmp_path):
    done, _ = run(tmp_path, action=CHANGE.format(end="faulthandler._sigsegv()"), deaf=True)
    assert done.returncode == -11
    assert len(journal.kept(data(tmp_path))) == 1
    told = CrashLog(data(tmp_path))
    report = told.begin()
    told.end()
    assert report == data(tmp_path) / TOLD
    assert "Segmentation fault" in report.read_text()
    again = CrashLog(data(tmp_path))
    assert again.begin() is None  # it is told once
    again.end()


def test_a_folder_that_takes_no_files_does_not_hold_up_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    log = CrashLog(tmp_path / "file" / "below")
    assert log.begin() is None
    log.end()

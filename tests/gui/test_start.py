"""The start: light imports, sentences instead of crashes, and Qt that counts references right."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QPen

from gui import launch
from gui.timings import process_start

ROOT = Path(__file__).parents[2]


def python(*arguments, **environment):
    """Run a fresh interpreter in the project; its result."""
    kept = {**os.environ, **environment}
    kept = {name: value for name, value in kept.items() if value}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=kept, capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip


def test_the_window_is_imported_without_torch_sympy_numpy_and_pyqtgraph():
    heavy = ("torch", "sympy", "numpy", "pyqtgraph")
    code = f"import sys, gui.main_window, gui.app; print([m for m in {heavy} if m in sys.modules])"
    assert python("-c", code).stdout.strip() == "[]"


def test_the_command_line_is_reached_without_qt():
    code = (
        "import sys, types; m = types.ModuleType('gui.headless'); m.main = lambda a: print(a);"
        "import gui; gui.headless = m; sys.modules['gui.headless'] = m;"
        "from gui.__main__ import main; main(['eval', 'x']);"
        "print([m for m in sys.modules if m.startswith('PySide6')])"
    )
    assert python("-c", code).stdout.split("\n")[:2] == ["['eval', 'x']", "[]"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_without_a_display_it_says_so_in_one_sentence():
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    result = python("-m", "gui", **nothing)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "nablascope eval" in result.stderr
    assert "nablascope export" in result.stderr


def test_the_broken_qt_is_refused_on_old_pythons(monkeypatch):
    monkeypatch.setattr("PySide6.__version__", launch.BROKEN_QT)
    monkeypatch.setattr("sys.version_info", (3, 11))
    assert "6.11.3" in launch._obstacle()
    monkeypatch.setattr("sys.version_info", (3, 12))
    assert launch._obstacle() is None


def test_calls_into_qt_give_none_back_whole():
    """PySide6 6.12.0 drops one reference to None with each call that returns nothing."""
    pen = QPen()
    before = sys.getrefcount(None)
    for _ in range(1000):
        pen.setWidth(1)
    assert sys.getrefcount(None) > before - 1000


def test_the_process_began_before_its_first_line():
    import time

    now = time.perf_counter()
    assert process_start(now) < now + 0.02

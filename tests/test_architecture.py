"""The borders of the house, held by tests: imports, lightness, sizes, and what no file may hold."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("core/**/*.py"), *ROOT.glob("gui/**/*.py")])
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


def test_imports_flow_one_way():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _imported(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["gui.main_window", "gui.app", "core.evaluate", "core.language"])
def test_nothing_heavy_is_imported_at_the_start(module):
    assert not _imported(f"import {module}") & {"torch", "sympy", "mpmath", "scipy", "matplotlib"}


def test_no_row_loads_the_compiler_of_torch():
    """It takes a second, in the middle of somebody's drag."""
    statement = """
from core.calculus.derivatives import derivatives
from core.function import read
from core.language import functions
import numpy as np
for row in functions():
    derivatives(read(row.example, ["x"]).program, np.array([0.3, 0.7]), [1.0] * 9, 2)
"""
    assert "torch._dynamo" not in _imported(statement.replace("\n", "\n"))


def test_the_calculus_never_imports_sympy():
    statement = "import core; core.read('x^2').at({'x': 1})"
    assert "sympy" not in _imported(statement)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno - node.lineno <= LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_typed_text_can_reach_python(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "compile", "sympify", "parse_expr"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"sympify", "parse_expr", "lambdify"}


def test_a_void_call_of_qt_keeps_its_hands_off_none():
    """PySide6 6.12.0 on Python 3.11 lost one reference to None with every void call."""
    from PySide6.QtGui import QPen

    pen = QPen()
    before = sys.getrefcount(None)
    for _ in range(1000):
        pen.setWidth(1)
    assert sys.getrefcount(None) > before - 500


def test_the_pins_are_the_ones_that_work():
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert "torch==2.13.0" in pins
    assert "PySide6-Essentials==6.11.3" in pins
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "!=6.12.0" in project

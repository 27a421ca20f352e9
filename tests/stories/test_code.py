"""What a person does with the code of what they see: the true lab, in a process of its own."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from .test_stories import type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(240)]
PATIENCE = 90_000  # ms; a child may have to read torch from a cold disk


def test_the_script_of_the_drawer_runs_by_itself(launch, tmp_path):
    person = launch()
    window = person.window
    type_formula(person, "f(x) = x^3 + sin x")
    person.waits_for_answer()
    person.qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    panel = window.bench.code.panel
    person.qtbot.waitUntil(
        lambda: "torch.sin" in panel.editor.toPlainText() and panel.copy.isEnabled(),
        timeout=PATIENCE,
    )
    assert "assert torch.allclose(bend, torch.tensor(5.15852901519210" in panel.claim.text()
    panel.write(tmp_path / "f.py")
    env = {**os.environ, "MPLBACKEND": "template"}
    done = subprocess.run(
        [sys.executable, tmp_path / "f.py"], capture_output=True, text=True, check=False, env=env,
        timeout=90,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "slope = 3.54030230586813" in done.stdout


def test_the_derivation_is_pasted_as_a_table(launch):
    person = launch()
    window = person.window
    type_formula(person, "f(x, y) = x^2 y")
    person.waits_for_answer()
    QApplication.clipboard().clear()
    window.actions_["derivation_markdown"].trigger()
    person.qtbot.waitUntil(
        lambda: r"\partial x \partial y" in QApplication.clipboard().text(), timeout=PATIENCE
    )
    assert "| $2 x y$ |" in QApplication.clipboard().text()

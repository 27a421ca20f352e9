"""start.py adds less than 0.3 s to a command when everything is set up."""

import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import seconds

ROOT = Path(__file__).parents[2]
QUESTION = ("eval", "x^2", "--at", "x=3")
ROUNDS = 5
GOAL = 0.3


def test_starting_through_start_py_adds_little(race):
    if not any((ROOT / ".venv").glob("ready-*")):
        pytest.skip("start.py has not set this checkout up")
    python = getattr(sys, "_base_executable", sys.executable)

    def run(*command):
        return lambda: seconds(
            lambda: subprocess.run([*command, *QUESTION], cwd=ROOT, check=True, capture_output=True)
        )

    through, direct = run(python, "start.py"), run(sys.executable, "-m", "gui")
    through()
    direct()
    found = race.medians(ROUNDS, through=through, direct=direct)
    added = found["through"] - found["direct"]
    race.tell(
        f"nablascope eval, median of {ROUNDS}",
        [
            ["python3 start.py eval", f"{1000 * found['through']:.0f} ms"],
            ["python -m gui eval", f"{1000 * found['direct']:.0f} ms"],
            ["added (goal 300 ms)", f"{1000 * added:.0f} ms"],
        ],
    )
    assert added < GOAL

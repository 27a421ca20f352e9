import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.autograd.words import Subject
from core.code.words import LANGUAGES
from core.code.writing import script_of
from tests.core.code.subjects import FORMULAS, WINDOW, subjects
from tests.machine import slowness

ROOT = Path(__file__).parents[3]
RUNNER = """
import json, runpy, sys, traceback
found = {}
for path in sys.argv[1:]:
    try:
        runpy.run_path(path, run_name="__main__")
    except BaseException:
        found[path] = traceback.format_exc(limit=-3)
print(json.dumps(found))
"""
# What a library has not, by the place of the formula.
WITHOUT = {
    "torch": {"formula_19", "formula_21"},
    "jax": {"formula_19", "formula_21"},
    "numpy": {"formula_30", "formula_31", "formula_33", "formula_40"},
    "sympy": set(),
}


@pytest.fixture(scope="module")
def all_subjects():
    return subjects()


def run_all(paths):
    """The scripts one after the other in one fresh process: what failed, by path."""
    env = {**os.environ, "MPLBACKEND": "template", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, *map(str, paths)], capture_output=True, text=True,
        timeout=100 * slowness(), check=False, cwd=paths[0].parent, env=env,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.timeout(300 * slowness())
@pytest.mark.parametrize(("language", "part", "parts"), [
    *((language, 0, 1) for language in LANGUAGES if language != "jax"),
    *(("jax", part, 3) for part in range(3)),  # it compiles for seconds
])  # fmt: skip
def test_every_script_runs_in_a_fresh_process_and_passes_its_asserts(
    language, part, parts, all_subjects, tmp_path
):
    if language == "jax":
        pytest.importorskip("jax")
    paths, without = [], set()
    chosen = dict(list(all_subjects.items())[part::parts])
    for name, subject in chosen.items():
        script = script_of(subject, language, WINDOW)
        if not script.text:
            without.add(name)
            continue
        assert "assert" in script.text or "There is no such number" in script.text
        path = tmp_path / f"{name}.py"
        path.write_text(script.text, encoding="utf-8")
        paths.append(path)
    assert without == WITHOUT[language] & set(chosen)
    assert len(all_subjects) == 32 + len(FORMULAS)
    assert len(paths) == len(chosen) - len(without)
    assert run_all(paths) == {}


@pytest.mark.parametrize("language", ["torch", "sympy", "numpy"])
def test_a_wrong_number_makes_the_script_fail(language, tmp_path):
    text = script_of(Subject("x^3 + sin x", (), ("x",), (1.0,)), language, WINDOW).text
    assert "3.5403023058681398" in text
    path = tmp_path / "wrong.py"
    path.write_text(text.replace("3.5403023058681398", "3.5403023059"), encoding="utf-8")
    failed = run_all([path])
    assert "AssertionError" in failed[str(path)]

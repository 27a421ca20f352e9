"""What the README shows is true: the notebook, the commands, the map."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTEBOOK = re.search(r"```python\n(.*?)```", README, re.S).group(1).splitlines()
COMMANDS = [
    shlex.split(line.removeprefix("    python3 start.py"), comments=False)
    for line in README.splitlines()
    if re.match(r"    python3 start\.py (eval|export) .*[^ ]$", line) and "   " not in line.strip()
]
PATHS = sorted(
    {
        word
        for row in re.findall(r"^\| .* \|$", README, re.M)
        for word in re.findall(r"`((?:core|gui|tests|resources)/[^`]*)`", row)
    }
)


def test_the_notebook_has_few_lines_and_gives_what_stands_beside_them():
    assert len(NOTEBOOK) == 8
    names = {}
    checked = 0
    for line in NOTEBOOK:
        code, _, shown = line.partition("  # ")
        if not shown:
            exec(code, names)
            continue
        found, expected = eval(code, names), ast.literal_eval(shown.strip())
        checked += 1
        if all(isinstance(each, float) for each in expected):
            found = pytest.approx(found, rel=1e-15)
        assert expected == found, code
    assert checked == 5


def test_the_commands_run(qapp, tmp_path, monkeypatch, capsys):
    from gui import headless

    monkeypatch.chdir(tmp_path)
    assert {command[0] for command in COMMANDS} == {"eval", "export"}
    for command in COMMANDS:
        assert headless.main(command) == 0, command
    printed = capsys.readouterr()
    assert "3.54030230586814" in printed.out
    assert printed.err == ""
    assert (tmp_path / "plot.svg").stat().st_size > 1000


def test_the_map_names_files_that_exist():
    assert len(PATHS) > 15
    assert [path for path in PATHS if not (ROOT / path).exists()] == []


def test_the_pictures_exist():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert [path for path in pictures if not (ROOT / path).is_file()] == []

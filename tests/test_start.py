"""start.py: what it decides, without a network and without installing anything."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def start():
    """The module, freshly loaded from its path."""
    spec = importlib.util.spec_from_file_location("start_under_test", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def place(start, monkeypatch, tmp_path):
    """start.py in an empty checkout of its own, where every step is written down, not done."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "constraints.txt").write_text("torch==2.13.0\n", "utf-8")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(start, "HERE", str(tmp_path))
    monkeypatch.setattr(start, "VENV", str(venv))
    monkeypatch.setattr(start, "PYTHON", str(venv / "bin" / "python"))
    steps = []

    def make_venv():
        steps.append("venv")
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin" / "python").touch()

    monkeypatch.setattr(start, "make_venv", make_venv)
    monkeypatch.setattr(start, "install_libraries", lambda task: steps.append("libraries"))
    monkeypatch.setattr(start, "install_packages", lambda task: steps.append(f"packages {task}"))
    monkeypatch.setattr(start, "run_app", lambda arguments: steps.append(arguments) or 7)
    monkeypatch.setattr(start, "run_tests", lambda arguments: steps.append(arguments) or 3)
    start.steps = steps
    return tmp_path


def test_it_uses_the_standard_library_only():
    source = (ROOT / "start.py").read_text("utf-8")
    names = {
        line.split()[1].split(".")[0]
        for line in map(str.strip, source.splitlines())
        if line.startswith(("import ", "from "))
    }
    assert names <= set(sys.stdlib_module_names)


def test_the_first_run_sets_up_and_the_second_starts_at_once(start, place):
    assert start.main(["eval", "x^2"]) == 7
    assert start.steps == ["libraries", "venv", "packages app", ["eval", "x^2"]]
    start.steps.clear()
    assert start.main(["eval", "x^3"]) == 7
    assert start.steps == [["eval", "x^3"]]


def test_what_the_tests_need_includes_what_the_program_needs(start, place):
    assert start.main(["test", "-k", "one"]) == 3
    assert start.steps == ["libraries", "venv", "packages test", ["-k", "one"]]
    start.steps.clear()
    start.main([])
    assert start.steps == [[]]


def test_the_tests_are_set_up_after_the_program_was(start, place):
    start.main([])
    start.steps.clear()
    start.main(["test"])
    assert start.steps[:-1] == ["libraries", "venv", "packages test"]


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
def test_other_packages_are_set_up_again(start, place, name):
    start.main([])
    start.steps.clear()
    with (place / name).open("a") as file:
        file.write("# changed\n")
    start.main([])
    assert "packages app" in start.steps


def test_a_missing_python_is_set_up_again(start, place):
    start.main([])
    start.steps.clear()
    (place / ".venv" / "bin" / "python").unlink()
    start.main([])
    assert "venv" in start.steps


def test_a_failed_installation_leaves_no_stamp(start, place, monkeypatch, capsys):
    def fail(task):
        raise start.SetupFailed("Installing packages failed: is there a network?")

    monkeypatch.setattr(start, "install_packages", fail)
    assert start.main([]) == 1
    assert capsys.readouterr().err == (
        "nablascope: Installing packages failed: is there a network?\n"
    )
    assert not list((place / ".venv").glob("ready-*"))


def test_names_of_one_python_are_one(start, tmp_path, monkeypatch):
    other = tmp_path / "python3.11"
    other.symlink_to(os.path.realpath(sys.executable))
    before = start.fingerprint("app")
    monkeypatch.setattr(sys, "executable", str(other))
    assert start.fingerprint("app") == before
    monkeypatch.setattr(sys, "executable", str(tmp_path / "another"))
    assert start.fingerprint("app") != before
    assert start.fingerprint("app") != start.fingerprint("test")


def test_each_task_installs_its_groups(start):
    assert start.groups("app") == []
    assert any(name.startswith("pytest") for name in start.groups("test"))
    assert not any(name.startswith("matplotlib") for name in start.groups("test"))
    assert set(start.groups("benchmark")) > set(start.groups("test"))


def test_an_old_python_is_refused_in_one_sentence(start, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert start.main([]) == 1
    said = capsys.readouterr().err
    assert said == "nablascope: Nablascope needs Python 3.11 or newer, and this is Python 3.9.\n"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "Setting up failed: No space left on device."),
        (KeyboardInterrupt(), "Setting up was interrupted; start again to go on."),
    ],
)
def test_what_fails_is_said_in_one_sentence(start, place, monkeypatch, capsys, error, words):
    def fail(task):
        raise error

    monkeypatch.setattr(start, "install_libraries", fail)
    assert start.main([]) == 1
    assert capsys.readouterr().err == f"nablascope: {words}\n"


def test_a_full_disk_is_noticed_before_anything_is_made(start, monkeypatch, tmp_path):
    monkeypatch.setattr(start, "PYTHON", str(tmp_path / "none"))
    monkeypatch.setattr(start.shutil, "disk_usage", lambda place: type("", (), {"free": 10**9}))
    with pytest.raises(start.SetupFailed, match="3 GB are needed"):
        start.make_venv()


def programs(monkeypatch, start, there, codes):
    """Pretend that these programs exist, and answer calls with these exit codes."""
    calls = []

    def call(command, **_):
        calls.append(command)
        return next((code for word, code in codes.items() if word in " ".join(command)), 0)

    monkeypatch.setattr(start.shutil, "which", lambda name: name if name in there else None)
    monkeypatch.setattr(start.subprocess, "call", call)
    return calls


def test_apt_runs_as_root_by_sudo_or_not_at_all(start, monkeypatch):
    programs(monkeypatch, start, {"apt-get", "sudo"}, {"sudo": 0})
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert start.apt_prefix() == []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert start.apt_prefix() == ["sudo", "-n"]
    programs(monkeypatch, start, {"apt-get", "sudo"}, {"sudo": 1})
    assert start.apt_prefix() is None
    programs(monkeypatch, start, {"sudo"}, {})
    assert start.apt_prefix() is None


def test_packages_are_listed_anew_when_they_are_not_found(start, monkeypatch, capsys):
    calls = programs(monkeypatch, start, {"apt-get"}, {"install": 100})
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert not start.apt_install(["libegl1"])
    assert [command[1] for command in calls] == ["install", "update", "install"]
    assert calls[0][-1] == "libegl1"


def test_a_package_has_the_name_of_this_release(start, monkeypatch):
    names = ["libglib2.0-0", "libglib2.0-0t64"]
    programs(monkeypatch, start, {"apt-cache"}, {"libglib2.0-0t64": 0, "libglib2.0-0": 100})
    assert start.available(names) == "libglib2.0-0t64"
    programs(monkeypatch, start, {"apt-cache"}, {"show": 0})
    assert start.available(names) == "libglib2.0-0"
    programs(monkeypatch, start, set(), {})
    assert start.available(names) == "libglib2.0-0"


def test_missing_libraries_are_named_with_the_line_to_run(start, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(start, "loads", lambda name: name != "libEGL.so.1")
    monkeypatch.setattr(start, "apt_install", lambda packages: False)
    with pytest.raises(start.SetupFailed, match=r"run `sudo apt install libegl1`\.$"):
        start.install_libraries("app")


def test_missing_test_programs_only_skip_tests(start, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(start, "loads", lambda name: True)
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    monkeypatch.setattr(start, "apt_install", lambda packages: False)
    start.install_libraries("app")
    assert capsys.readouterr().err == ""
    start.install_libraries("test")
    assert "some tests are skipped without xvfb" in capsys.readouterr().err


def test_a_missing_venv_module_is_named_with_the_line_to_run(start, monkeypatch):
    monkeypatch.setattr(start, "apt_install", lambda packages: False)
    with pytest.raises(start.SetupFailed, match=r"sudo apt install python3\.\d+-venv"):
        start.install_venv_module()


def test_this_folder_comes_first_on_the_path(start, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert start.joined_path() == str(ROOT)
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert start.joined_path() == str(ROOT) + os.pathsep + "/elsewhere"


@pytest.mark.parametrize(("codes", "worst"), [({}, 0), ({"ruff": 1}, 1), ({"pytest": 5}, 5)])
def test_testing_fails_when_lint_types_or_tests_fail(start, monkeypatch, capsys, codes, worst):
    calls = programs(monkeypatch, start, set(), codes)
    assert start.run_tests(["-x"]) == worst
    assert [command[2] for command in calls] == ["ruff", "basedpyright", "pytest"]
    assert calls[2][-1] == "-x"


def test_a_command_is_answered_through_it_from_any_folder(start, tmp_path):
    if start.read(start.stamp("app")) != start.fingerprint("app"):
        pytest.skip("start.py has not set this checkout up")
    command = [sys.executable, str(ROOT / "start.py"), "eval", "x^2", "--at", "x=3"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["x", "=", "3", "f", "=", "9", "f′", "=", "6", "f″", "=", "2"]

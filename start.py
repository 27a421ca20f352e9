#!/usr/bin/env python3
"""Set Nablascope up and start it: `python3 start.py`; `python3 start.py test` runs its tests.

Uses the standard library only. The first run makes .venv beside this file, installs the pinned
packages and, on Linux, the system libraries that Qt needs; every later run starts at once and
needs no network. Other arguments go to the program (`python3 start.py eval "sin x" --at x=1`).
"""

import hashlib
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if WINDOWS else ("bin", "python")))
OLDEST = (3, 11)
ROOM_NEEDED = 3 * 10**9

# Shared libraries that Qt loads, and the Debian and Ubuntu packages that hold them.
LIBRARIES = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libglib-2.0.so.0", "libglib2.0-0 libglib2.0-0t64"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
# What is there, too, once a task is set up.
INCLUDED = {"app": ("app",), "test": ("app", "test"), "benchmark": ("app", "test", "benchmark")}
# Programs that some tests use when they are there: a virtual screen and a second SVG renderer.
TEST_PROGRAMS = (("Xvfb", "xvfb"), ("xauth", "xauth"), ("rsvg-convert", "librsvg2-bin"))


class SetupFailed(Exception):
    """Setting up did not work; the text is the one sentence to show."""


def main(arguments):
    """Set up what is missing, then run; the exit code of what ran."""
    if sys.version_info < OLDEST:
        have = "{}.{}".format(*sys.version_info[:2])
        return fail("Nablascope needs Python 3.11 or newer, and this is Python " + have + ".")
    task = arguments[0] if arguments[:1] in (["test"], ["benchmark"]) else "app"
    try:
        set_up(task)
    except SetupFailed as reason:
        return fail(str(reason))
    except KeyboardInterrupt:
        return fail("Setting up was interrupted; start again to go on.")
    except OSError as reason:
        return fail("Setting up failed: {}.".format(reason.strerror or reason))
    if task == "app":
        return run_app(arguments)
    return {"test": run_tests, "benchmark": run_benchmarks}[task](arguments[1:])


def fail(sentence):
    """Say what went wrong; exit code 1."""
    print("nablascope: " + sentence, file=sys.stderr)
    return 1


def say(sentence):
    """Progress, in a line of its own, on standard error: the program's output stays clean."""
    print("nablascope: " + sentence, file=sys.stderr, flush=True)


# --- setting up ---


def set_up(task):
    """Install what this task needs, unless a stamp says that it is there."""
    if read(stamp(task)) == fingerprint(task) and os.path.exists(PYTHON):
        return
    install_libraries(task)
    make_venv()
    install_packages(task)
    for each in INCLUDED[task]:
        with open(stamp(each), "w", encoding="utf-8") as file:
            file.write(fingerprint(each))


def stamp(task):
    """The file that says that a task is set up."""
    return os.path.join(VENV, "ready-" + task)


def fingerprint(task):
    """Changes when the packages, the Python or the place change.

    The Python by its file, so that python3, python3.11 and that of .venv are one.
    """
    parts = [task, HERE, sys.version, os.path.realpath(sys.executable)]
    parts += [read(os.path.join(HERE, name)) for name in ("constraints.txt", "pyproject.toml")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read(path):
    """The text of a file, or nothing."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def make_venv():
    """Make .venv beside this file, with pip in it."""
    if os.path.exists(PYTHON) and subprocess.call([PYTHON, "-c", "import pip"], **quiet()) == 0:
        return
    room = shutil.disk_usage(HERE).free
    if room < ROOM_NEEDED:
        raise SetupFailed("There is too little room on this disk: 3 GB are needed.")
    say("making .venv ...")
    if not has_venv():
        install_venv_module()
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    if subprocess.call(command) != 0:
        raise SetupFailed("Making .venv failed: run `" + " ".join(command) + "` to see why.")


def has_venv():
    """True when this Python can make a virtual environment with pip."""
    return subprocess.call([sys.executable, "-c", "import ensurepip, venv"], **quiet()) == 0


def install_venv_module():
    """Debian and Ubuntu keep venv in a package of its own."""
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if not apt_install([package]):
        raise SetupFailed("Python lacks its venv module: run `sudo apt install " + package + "`.")


def install_packages(task):
    """The pinned packages and Nablascope itself, into .venv."""
    say("installing PySide6, PyTorch and the rest (some minutes, about 1.5 GB) ...")
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    command += ["--progress-bar", "on" if sys.stderr.isatty() else "off"]
    command += ["--constraint", os.path.join(HERE, "constraints.txt")]
    command += groups(task) + ["--editable", HERE]
    if sys.stderr.isatty():
        command.remove("--quiet")
    if subprocess.call(command, stdout=sys.stderr) != 0:
        raise SetupFailed("Installing packages failed: is there a network? pip says more above.")
    say("everything is installed.")


def groups(task):
    """What testing needs besides: the development groups of pyproject.toml."""
    if task == "app":
        return []
    import tomllib

    listed = tomllib.loads(read(os.path.join(HERE, "pyproject.toml")))["dependency-groups"]
    return listed["dev"] + (listed["benchmark"] if task == "benchmark" else [])


# --- system libraries on Linux ---


def install_libraries(task):
    """Qt's shared libraries: found by loading them, installed where that is allowed."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in LIBRARIES if not loads(name)]
    packages = [available(names.split()) for names in missing]
    if packages and not apt_install(packages):
        names = " ".join(packages)
        raise SetupFailed("Qt needs system libraries: run `sudo apt install " + names + "`.")
    extra = [package for program, package in TEST_PROGRAMS if not shutil.which(program)]
    if task != "app" and extra and not apt_install(extra):
        say("some tests are skipped without " + ", ".join(extra) + ".")


def loads(name):
    """True when the dynamic linker finds and loads this library."""
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def available(names):
    """Of the names a package has in different releases, the one this system knows."""
    if len(names) > 1 and shutil.which("apt-cache"):
        for name in names:
            if subprocess.call(["apt-cache", "show", name], **quiet()) == 0:
                return name
    return names[0]


def apt_install(packages):
    """Install Debian packages as root or by sudo without a password; False when not allowed."""
    prefix = apt_prefix()
    if prefix is None:
        return False
    say("installing " + " ".join(packages) + " ...")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.call(install, env=environment, **quiet()) == 0:
        return True
    subprocess.call([*prefix, "apt-get", "update", "-qq"], env=environment, **quiet())
    return subprocess.call(install, env=environment, **quiet()) == 0


def apt_prefix():
    """How apt-get may be run here: as it is, by sudo, or not at all (None)."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], **quiet()) == 0:
        return ["sudo", "-n"]
    return None


def quiet():
    """Arguments that keep a child silent."""
    return {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}


# --- running ---


def run_app(arguments):
    """Become the program; the folder the person stands in stays theirs."""
    command = [PYTHON, "-m", "gui", *arguments]
    environment = dict(os.environ, PYTHONPATH=joined_path())
    if WINDOWS:
        return subprocess.call(command, env=environment)
    os.execve(PYTHON, command, environment)
    return 1


def joined_path():
    """This folder first, so that the program runs from anywhere."""
    before = os.environ.get("PYTHONPATH")
    return HERE + (os.pathsep + before if before else "")


def run_tests(arguments):
    """Lint, types and tests (import contracts among them); the worst exit code."""
    checks = (
        ("lint", ["-m", "ruff", "check", "."]),
        ("types", ["-m", "basedpyright"]),
        ("tests", ["-m", "pytest", *arguments]),
    )
    worst = 0
    for name, command in checks:
        say(name + " ...")
        worst = subprocess.call([PYTHON, *command], cwd=HERE) or worst
    return worst


def run_benchmarks(arguments):
    """The benchmarks, each against its peer in the same run."""
    command = [PYTHON, "-m", "pytest", "tests/benchmarks", "--benchmark-only", "-s", *arguments]
    return subprocess.call(command, cwd=HERE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Launch: reads the arguments, and says in one sentence when no window can be opened."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

BROKEN_QT = "6.12.0"


def main(arguments: list[str], first_line: float) -> int:
    """Open the window that the arguments ask for; the exit code of the program."""
    options = parser().parse_args(arguments)
    obstacle = _obstacle()
    if obstacle is not None:
        print(obstacle, file=sys.stderr)  # noqa: T201 - the command line answers in words
        return 1
    from gui import app

    return app.run(options, first_line)


def parser() -> argparse.ArgumentParser:
    """The arguments of the window."""
    made = argparse.ArgumentParser(
        prog="nablascope",
        description="A scope for derivatives: type a function, see f, f', f'' move.",
        epilog="nablascope eval and nablascope export work without a display; "
        "ask each with --help.",
    )
    made.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a session to open")
    made.add_argument("--theme", choices=("system", "light", "dark"), help="colours to use")
    made.add_argument(
        "--timings", action="store_true", help="print how long start and answers take"
    )
    made.add_argument(
        "--quit-after", type=float, metavar="S", help="close the window after S seconds"
    )
    return made


def _obstacle() -> str | None:
    """Why no window can be opened here, in one sentence."""
    shown = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not shown:
        return (
            "There is no display to open the window on; "
            "nablascope eval and nablascope export work without one."
        )
    from PySide6 import __version__ as version

    if version == BROKEN_QT and sys.version_info < (3, 12):
        return (
            f"PySide6 {BROKEN_QT} crashes Python {sys.version_info[0]}.{sys.version_info[1]}: "
            "install PySide6-Essentials 6.11.3."
        )
    return None

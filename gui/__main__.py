"""The door: `python -m gui [FILE]` opens the window, `eval` and `export` need no display."""

import time

FIRST_LINE = time.perf_counter()

import sys  # noqa: E402 - the clock starts before anything is imported

COMMANDS = ("eval", "export")


def main(arguments: list[str] | None = None) -> int:
    """Run the program with these arguments (those of the process by default)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and arguments[0] in COMMANDS:
        from gui import headless

        return headless.main(arguments)
    from gui import launch

    return launch.main(arguments, FIRST_LINE)


if __name__ == "__main__":
    raise SystemExit(main())

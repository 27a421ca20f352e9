"""For the benchmarks: ours and a peer take turns in one run, medians in a table.

Every benchmark asks for `race`, so that it is skipped in the normal run (--benchmark-skip) and
run by `python3 start.py benchmark`.
"""

import statistics
import time

import pytest


def seconds(work):
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class Race:
    """Runs each contestant once per round, in turn, and says the medians."""

    def __init__(self, benchmark, capsys):
        self._benchmark = benchmark
        self._capsys = capsys
        self._begun = False

    def medians(self, rounds, **contestants):
        """Median seconds by name. A contestant takes nothing and returns the seconds it took."""

        def run():
            return [{name: each() for name, each in contestants.items()} for _ in range(rounds)]

        # pytest-benchmark counts one race per test; what follows in the same test is timed alike
        taken = run() if self._begun else self._benchmark.pedantic(run, rounds=1, iterations=1)
        self._begun = True
        return {name: statistics.median(row[name] for row in taken) for name in contestants}

    def tell(self, title, rows):
        """Print a table: rows of words."""
        rows = [[str(cell) for cell in row] for row in rows]
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        with self._capsys.disabled():
            print(f"\n\n{title}")
            for row in rows:
                cells = [cell.rjust(wide) for cell, wide in zip(row[1:], widths[1:], strict=True)]
                print(f"  {row[0].ljust(widths[0])}  " + "  ".join(cells))


@pytest.fixture
def race(benchmark, capsys):
    return Race(benchmark, capsys)

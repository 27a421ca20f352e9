"""Formulas of derivatives by SymPy, in a child process that can be killed.

SymPy may think for ever and holds the interpreter while it does; here it has a process of its own,
two seconds and two gigabytes. It is sent texts, which it reads with the same grammar, and it sends
LaTeX back: nothing is evaluated on either side.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
MODULE = "core.explore.symbolic_child"
STARTING = 8.0


class Symbolic:
    """The child and the way to ask it. Used by one thread at a time; `close` ends it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def derivatives(
        self, text: str, others: tuple[str, ...], order: int, timeout: float = 2.0
    ) -> tuple[str, ...] | None:
        """LaTeX of f', f'', ... up to `order` as equations, or None.

        None when SymPy cannot say it in closed form or not within `timeout` seconds; then the
        child is replaced. `others` are the texts of the rows that may be used.
        """
        child = self._started()
        if child is None or child.stdin is None:
            return None
        request = json.dumps({"text": text, "others": list(others), "order": order})
        try:
            child.stdin.write(request + "\n")
            child.stdin.flush()
            answer = json.loads(self._answers.get(timeout=timeout))
        except (OSError, ValueError, queue.Empty):
            self.close()
            return None
        return tuple(answer) if answer is not None else None

    def close(self) -> None:
        """End the child; the next question starts another."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for stream in (self._child.stdin, self._child.stdout):
                if stream is not None:
                    stream.close()
            self._child = None

    def _started(self) -> subprocess.Popen[str] | None:
        """The running child; its first line says that SymPy is loaded."""
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        self._answers = queue.Queue()
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True, encoding="utf-8", cwd=ROOT,
            )  # fmt: skip
            threading.Thread(
                target=_listen, args=(self._child.stdout, self._answers), daemon=True
            ).start()
            self._answers.get(timeout=STARTING)
        except (OSError, queue.Empty):
            self.close()
        return self._child


def _listen(lines: IO[str] | None, answers: queue.Queue[str]) -> None:
    """Carry the child's lines over until it ends."""
    try:
        for line in lines or ():
            answers.put(line)
    except ValueError:
        return

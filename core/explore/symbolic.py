"""Derivatives by SymPy, in a child process that can be killed: as formulas, and as numbers.

SymPy may think for ever and holds the interpreter while it does; here it has a process of its own,
two seconds and two gigabytes. It is sent texts, which it reads with the same grammar, and it sends
LaTeX or digits back: no text is evaluated on either side.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from core.calculus.program import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[2]
MODULE = "core.explore.symbolic_child"
STARTING = 8.0
LISTENS = 0.005  # seconds between two looks whether the answer is still wanted


class Symbolic:
    """The child and the way to ask it. Used by one thread at a time; `close` ends it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._ready = False
        self._number = 0

    def derivatives(
        self, text: str, others: tuple[str, ...], order: int, timeout: float = 2.0
    ) -> tuple[str, ...] | None:
        """LaTeX of f', f'', ... up to `order` as equations, or None.

        None when SymPy cannot say it in closed form or not within `timeout` seconds; then the
        child is replaced. `others` are the texts of the rows that may be used.
        """
        request = {"text": text, "others": list(others), "order": order}
        answer = self._asked(request, timeout)
        return tuple(answer) if answer is not None else None

    def numbers(
        self, text: str, others: tuple[str, ...], order: int, names: tuple[str, ...],
        at: Mapping[str, float], stop: Callable[[], bool] | None = None, timeout: float = 2.0,
    ) -> list[Any] | None:  # fmt: skip
        """Digits of every derivative in `names` at a point, as `symbolic_numbers.numbers` nests
        them, or None as above. Cancelled when `stop` asks for it; the child goes on thinking.
        """
        request = {
            "text": text, "others": list(others), "order": order, "names": names, "at": dict(at),
        }  # fmt: skip
        return self._asked(request, timeout, stop)

    def start(self) -> None:
        """Start the child without waiting for it."""
        if self._child is None or self._child.poll() is not None:
            self._launch()

    def _asked(
        self, request: Mapping[str, Any], timeout: float, stop: Callable[[], bool] | None = None
    ) -> Any:
        """The child's answer; None when it has none in time, and then it is replaced."""
        self._number += 1
        try:
            child = self._started(stop)
            if child is None or child.stdin is None:
                return None
            child.stdin.write(json.dumps({**request, "number": self._number}) + "\n")
            child.stdin.flush()
            return self._answer(timeout, stop)
        except (OSError, ValueError, queue.Empty):
            self.close()
            return None

    def _answer(self, timeout: float, stop: Callable[[], bool] | None) -> Any:
        """The answer to the last request; those to requests that were given up are dropped."""
        deadline = time.monotonic() + timeout
        while True:
            line = self._line(deadline, stop)
            number, answer = json.loads(line)
            if number == self._number:
                return answer

    def _line(self, deadline: float, stop: Callable[[], bool] | None) -> str:
        while True:
            if stop is not None and stop():
                raise Cancelled
            left = deadline - time.monotonic()
            if left <= 0:
                raise queue.Empty
            try:
                return self._answers.get(timeout=left if stop is None else min(left, LISTENS))
            except queue.Empty:
                continue

    def close(self) -> None:
        """End the child; the next question starts another."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for stream in (self._child.stdin, self._child.stdout):
                if stream is not None:
                    stream.close()
            self._child = None

    def _started(self, stop: Callable[[], bool] | None) -> subprocess.Popen[str] | None:
        """The running child; its first line says that SymPy is loaded."""
        self.start()
        if not self._ready:
            self._line(time.monotonic() + STARTING, stop)
            self._ready = True
        return self._child

    def _launch(self) -> None:
        self.close()
        self._answers, self._ready = queue.Queue(), False
        self._child = subprocess.Popen(
            [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, encoding="utf-8", cwd=ROOT,
        )  # fmt: skip
        threading.Thread(
            target=_listen, args=(self._child.stdout, self._answers), daemon=True
        ).start()


def _listen(lines: IO[str] | None, answers: queue.Queue[str]) -> None:
    """Carry the child's lines over until it ends."""
    try:
        for line in lines or ():
            answers.put(line)
    except ValueError:
        return

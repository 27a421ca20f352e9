"""A child process that answers questions, one line of JSON each way, and can be killed.

What may think for ever, or would hold up this process, runs in one of its own: SymPy, and the
timings of PyTorch. A child says a first line once it is ready, then answers each request with
[number, answer].
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
STARTING = 8.0
LISTENS = 0.005  # seconds between two looks whether the answer is still wanted


class Child:
    """The process of a module, and the way to ask it. Used by one thread at a time.

    `starting` is how many seconds it has to load. `close` ends it; the next question starts
    another.
    """

    def __init__(self, module: str, starting: float = STARTING) -> None:
        self._module, self._starting = module, starting
        self._child: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._ready = False
        self._number = 0

    def start(self) -> None:
        """Start the child without waiting for it."""
        if self._child is None or self._child.poll() is not None:
            self._launch()

    def asked(
        self, request: Mapping[str, Any], timeout: float, stop: Callable[[], bool] | None = None
    ) -> Any:
        """The child's answer; None when it has none within `timeout` seconds, and then it is
        replaced. Cancelled when `stop` asks for it; the child goes on thinking.
        """
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

    def close(self) -> None:
        """End the child; the next question starts another."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for stream in (self._child.stdin, self._child.stdout):
                if stream is not None:
                    stream.close()
            self._child = None

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
                line = self._answers.get(timeout=left if stop is None else min(left, LISTENS))
            except queue.Empty:
                continue
            if not line:
                raise queue.Empty
            return line

    def _started(self, stop: Callable[[], bool] | None) -> subprocess.Popen[str] | None:
        """The running child; its first line says that it has loaded what it needs."""
        self.start()
        if not self._ready:
            self._line(time.monotonic() + self._starting, stop)
            self._ready = True
        return self._child

    def _launch(self) -> None:
        self.close()
        self._answers, self._ready = queue.Queue(), False
        self._child = subprocess.Popen(
            [sys.executable, "-m", self._module], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, encoding="utf-8", cwd=ROOT,
        )  # fmt: skip
        threading.Thread(
            target=_listen, args=(self._child.stdout, self._answers), daemon=True
        ).start()


def _listen(lines: IO[str] | None, answers: queue.Queue[str]) -> None:
    """Carry the child's lines over until it ends; an empty one says that it has."""
    try:
        for line in lines or ():
            answers.put(line)
    except ValueError:
        return
    finally:
        answers.put("")


def answer_lines(answer: Callable[[Mapping[str, Any]], Any]) -> None:
    """In the child: say that it is ready, then answer lines until the input ends."""
    _say("ready")
    for line in sys.stdin:
        request = json.loads(line)
        _say(json.dumps([request["number"], answer(request)]))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

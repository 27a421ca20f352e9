"""How slow this machine is just now: limits of time hold for an ordinary one."""

import time

ORDINARY = 0.012  # seconds that an ordinary machine takes for the work below
ROUNDS = 5


def slowness():
    """How many times longer than an ordinary machine this one takes for plain Python: 1 or more."""
    return max(1.0, min(_seconds() for _ in range(ROUNDS)) / ORDINARY)


def _seconds():
    began = time.thread_time()
    table = {}
    for k in range(60_000):
        table[k % 997] = table.get(k % 991, 0) + len(str(k))
    return time.thread_time() - began

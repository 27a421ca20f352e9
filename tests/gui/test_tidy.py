"""Garbage is collected where the window lives."""

import gc
import subprocess
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from gui.tidy import BETWEEN, Tidy


class Knot:
    """A cycle that remembers on which thread it was untied."""

    def __init__(self, where):
        self.own, self.where = self, where

    def __del__(self):
        self.where.append(threading.current_thread())


@pytest.fixture
def tidy(qapp):
    parent = QObject()
    yield Tidy(parent)
    parent.deleteLater()
    gc.enable()


def test_cycles_made_by_a_worker_end_on_the_thread_of_the_window(tidy, qtbot):
    where = []

    def work():
        for _ in range(5_000):
            Knot(where)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert where == []
    qtbot.waitUntil(lambda: len(where) == 5_000, timeout=10_000)
    assert set(where) == {threading.main_thread()}


def test_nothing_is_collected_while_nothing_is_due(tidy, qtbot):
    gc.collect()
    knot = Knot([])
    alive = weakref.ref(knot)
    del knot
    qtbot.wait(2 * BETWEEN)
    assert alive() is None or gc.get_count()[0] <= gc.get_threshold()[0]


def test_what_is_settled_is_not_looked_through_again(tidy):
    before = gc.get_freeze_count()
    tidy.settle()
    assert gc.get_freeze_count() > before
    gc.unfreeze()


SHARES = """
import ctypes, sys, tempfile, threading
from PySide6.QtCore import QCoreApplication, QObject
from gui.tidy import Tidy

library = ctypes.CDLL(None)
app = QCoreApplication([])
if sys.argv[1] == "tidy":
    tidy = Tidy(app)
gate = threading.Barrier(8)

def work():
    library.malloc(100_000)
    gate.wait()

threads = [threading.Thread(target=work) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
library.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as file:
    out = ctypes.c_void_p(library.fopen(file.name.encode(), b"w"))
    library.malloc_info(0, out)
    library.fclose(out)
    print(file.read().count(b"<heap nr="))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="of the GNU C library")
def test_threads_share_heaps():
    def heaps(how):
        asked = [sys.executable, "-c", SHARES, how]
        return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)

    assert heaps("tidy") <= 2 < heaps("plain")

"""Garbage is collected where the window lives."""

import gc
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

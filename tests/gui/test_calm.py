"""Numbers follow a drag at their own pace; none of the last ones is lost."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.document import Document, Viewport
from core.frame import Frame
from gui.calm import Calm


def frames(count):
    return [Frame(Document(), Viewport()) for _ in range(count)]


def test_at_rest_every_frame_is_shown_at_once(qtbot):
    shown, owner = [], QObject()
    calm = Calm(shown.append, owner)
    for frame in (given := frames(3)):
        calm.show(frame, moving=False)
    assert shown == given


def test_while_something_moves_the_newest_is_shown_in_a_moment(qtbot):
    shown, owner = [], QObject()
    calm = Calm(shown.append, owner)
    for frame in (given := frames(5)):
        calm.show(frame, moving=True)
    assert shown == []
    qtbot.waitUntil(lambda: bool(shown), timeout=2000)
    assert shown == given[-1:]


def test_the_frame_at_the_end_of_a_drag_does_not_wait(qtbot):
    shown, owner = [], QObject()
    calm = Calm(shown.append, owner)
    moved, last = frames(2)
    calm.show(moved, moving=True)
    calm.show(last, moving=False)
    assert shown == [last]
    qtbot.wait(60)
    assert shown == [last]

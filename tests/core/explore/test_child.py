"""A child process that answers questions: what is known when it ends."""

import time

from core.explore.child import Child


def test_a_child_that_ended_is_not_waited_for():
    child = Child("core.explore.no_such_module", starting=60.0)
    began = time.monotonic()
    assert child.asked({"text": "x"}, 60.0) is None
    assert time.monotonic() - began < 30
    child.close()

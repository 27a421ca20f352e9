"""Memory stays flat while somebody drags; an hour of it is in the benchmarks."""

import pytest

from core.calculus.machine_room import room
from core.evaluate import Evaluator
from tests.core.dragging import CURVE, PLANE, STATM, drag, resident

MIB = 1 << 20


@pytest.mark.skipif(not STATM.exists(), reason="the memory of a process is read from Linux")
@pytest.mark.parametrize(("document", "first", "steps"), [(CURVE, 500, 2000), (PLANE, 150, 400)])
def test_a_drag_leaves_no_memory_behind(document, first, steps):
    evaluator = Evaluator()
    evaluator.load_derivatives()
    drag(evaluator, document, first)
    room().finish()
    drag(evaluator, document, 100)
    before = resident()
    drag(evaluator, document, steps)
    assert resident() - before < 20 * MIB

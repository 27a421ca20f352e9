"""A drag without end, as the worker sees it, and the memory of the process."""

import math
from pathlib import Path

from core.document import Document, Formula, Plane, Viewport, with_parameter, with_point

STATM = Path("/proc/self/statm")
CURVE = Document((Formula(1, "a x^3 + sin(b x)"),), active=1)
PLANE = Document((Formula(1, "f(x, y) = exp(-(x^2 + y^2)/a) cos(b x y)"),), active=1)


def resident():
    """Bytes of this process that are in memory."""
    import resource

    return int(STATM.read_text().split()[1]) * resource.getpagesize()


def drag(evaluator, document, steps, names=("a", "b"), view=None, watch=None):
    """Frames of `steps` steps: sliders and the point in turn, a moment of rest now and then."""
    view = view or Viewport(width=240, height=160, plane=Plane(-2, 2, -2, 2))
    for k in range(steps):
        value = 1.5 + math.sin(0.7 * k)
        if k % 3 < 2:
            document = with_parameter(document, names[k % 2], value)
        else:
            document = with_point(document, "x", value)
        frame = evaluator.frame(document, view, draft=True)
        assert frame is not None
        if k % 50 == 49:
            evaluator.frame(document, view)
            evaluator.prepare(lambda: False)
        if watch is not None:
            watch(k)

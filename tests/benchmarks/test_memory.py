"""The memory of an hour of dragging: 100,000 steps of sliders and the point."""

import os

import numpy as np
import pytest

from core.evaluate import Evaluator
from tests.core.dragging import CURVE, PLANE, STATM, drag, resident

from .conftest import seconds

STEPS = int(os.environ.get("NABLASCOPE_DRAG_STEPS", "100000"))
FIRST, MOST = 1000, 20 * 2**20


@pytest.mark.timeout(7200)
@pytest.mark.skipif(not STATM.exists(), reason="the memory of a process is read from Linux")
@pytest.mark.parametrize(("document", "share"), [(CURVE, 0.9), (PLANE, 0.1)], ids=["curve", "plane"])
def test_an_hour_of_dragging_leaves_memory_flat(race, document, share):
    evaluator, samples = Evaluator(), []
    evaluator.load_derivatives()
    drag(evaluator, document, FIRST)
    steps = int(STEPS * share)
    every = max(1, steps // 100)

    def watch(k):
        if k % every == 0:
            samples.append(resident())

    taken = race.medians(1, ours=lambda: seconds(lambda: drag(evaluator, document, steps, watch=watch)))
    grown = np.array(samples) - samples[0]
    race.tell(document.formulas[0].text, [
        ["steps", "a step", "resident at first", "most beyond it", "at the end"],
        [f"{steps:,}", f"{1e3 * taken['ours'] / steps:.2f} ms", f"{samples[0] / 2**20:.0f} MiB",
         f"{grown.max() / 2**20:.1f} MiB", f"{grown[-1] / 2**20:.1f} MiB"],
    ])  # fmt: skip
    assert grown.max() < MOST

"""Curves that move faster than the pixels say so; poles and jumps are joined at no zoom."""

import numpy as np
import pytest

from core.document import Document, Formula, Viewport, with_formula
from core.evaluate import Evaluator
from core.explore.drawing import FINE_NOTE

WIDTH, HEIGHT = 900, 600


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def seen(evaluator, text, low, high):
    row = Formula(key=1, text=text, shown=(0,))
    document = with_formula(Document((row,), active=1, landmarks=False), 1)
    return evaluator.frame(document, Viewport(low, high, width=WIDTH, height=HEIGHT))


TOO_FINE = [
    ("sin(1/x)", -0.01, 0.01), ("sin(1/x)", -1, 1), ("x sin(1/x)", -0.1, 0.1), ("sin(1000x^2)", -5, 5),
    ("sin(1000x^2)", -50, 50), ("sin(1000x^2)", -0.5, 0.5), ("sin(20x)", -50, 50), ("sin(1e9 x)", -5, 5),
    ("sin(1e300 x)", -5, 5), ("tan(100x)", -50, 50), ("sin(e^x)", -10, 10), ("besselj0(1000x)", -5, 5),
    ("|sin(1000x)|", -5, 5), ("floor(50x)", -50, 50), ("frac(1000x)", -5, 5), ("mod(x, 0.001)", -5, 5),
    ("sign(sin(1000x))", -5, 5), ("{sin(1000x) > 0: 1, 0}", -5, 5), ("1/sin(1/x)", -0.1, 0.1),
]  # fmt: skip
FINE_ENOUGH = [
    ("x^3 - 2x", -5, 5), ("sin 20x", -5, 5), ("tan x", -5, 5), ("tan x", -50, 50), ("cot 3x", -10, 10),
    ("1/x", -5, 5), ("1/x", -1e-3, 1e3), ("1/(x^2 - 1)", -1, 1), ("floor x", -5, 5), ("floor x", -50, 50),
    ("round(3 sin x)", -5, 5), ("gamma x", -6, 6), ("√(sin 8x)", -5, 5), ("x^(1/3)", -5, 5), ("|x|", -5, 5),
    ("ln|x|", -1, 1), ("sign(sin 5x)", -5, 5), ("sin(1/x)", 0.1, 1), ("sin(1000x^2)", 0, 0.1), ("x^x", -1, 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), TOO_FINE)
def test_what_moves_faster_than_the_pixels_says_so(evaluator, text, low, high):
    assert seen(evaluator, text, low, high).rows[0].note == FINE_NOTE


@pytest.mark.parametrize(("text", "low", "high"), FINE_ENOUGH)
def test_what_can_be_drawn_is_not_suspected(evaluator, text, low, high):
    assert seen(evaluator, text, low, high).rows[0].note == ""


BROKEN = [
    ("floor x", [0.0, 1.0, 2.0]),
    ("tan x", [np.pi / 2, 3 * np.pi / 2]),
    ("1/x", [0.0]),
    ("1/(x - 1)^2", [1.0]),
    ("{x < 1: -x, x^2}", [1.0]),
    ("ceil(2x)/2", [0.0, 0.5, 1.0]),
    ("gamma x", [-2.0, -1.0, 0.0]),
]
VIEWS = [
    (-5.0, 5.0), (-0.37, 7.1), (-20.0, 20.0), (0.0, 2.0), (-1.0, 1.0), (0.999, 1.001), (-1e-6, 1e-6),
    (np.pi / 2 - 1e-9, np.pi / 2 + 1e-9), (1 - 1e-8, 1 + 2e-8), (-2.5, -0.5),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), BROKEN, ids=[text for text, _ in BROKEN])
@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_no_line_is_drawn_across_a_pole_or_a_jump(evaluator, text, places, view):
    """Between the last sample before and the first after each place the pen is up."""
    curve = seen(evaluator, text, *view).curves[0]
    drawn = np.isfinite(curve.y[:-1]) & np.isfinite(curve.y[1:])
    for place in places:
        if view[0] <= place <= view[1]:
            across = (curve.x[:-1] < place) & (curve.x[1:] > place)
            assert not (drawn & across).any(), place


@pytest.mark.parametrize("view", [(-2.5, 3.5), (-40.3, 40.1), (0.5, 1.5), (0.9999, 1.0001)], ids=str)
def test_the_circles_of_floor_are_closed_above_and_open_below(evaluator, view):
    frame = seen(evaluator, "floor x", *view)
    at_one = {(end.y, end.closed) for end in frame.ends if abs(end.x - 1) < 1e-9}
    assert at_one == {(0.0, False), (1.0, True)}


def test_zooming_ends_where_doubles_end_and_every_sample_is_a_double_of_its_own(evaluator):
    centre, narrow = 1e8, 1e-12  # the window zooms in no further
    curve = seen(evaluator, "x^2", centre * (1 - narrow), centre * (1 + narrow)).curves[0]
    assert len(np.unique(curve.x)) == len(curve.x)
    assert np.all(np.diff(curve.y) >= 0)

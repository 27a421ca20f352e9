"""Where roundings are seen, curves are drawn from 60 digits, with a band that holds the floats."""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import mp

from core.calculus.numpy_rows import outputs
from core.document import Viewport, first_document, with_formula
from core.evaluate import Evaluator
from core.function import read


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def frame_of(evaluator, text, view, shown=(0,), **more):
    document = with_formula(first_document(), 1, text=text, shown=shown)
    return evaluator.frame(document, Viewport(*view), **more)


EXPANDED = "x^7 - 7x^6 + 21x^5 - 35x^4 + 35x^3 - 21x^2 + 7x - 1"
CASES = [
    ("(1 - cos x)/x^2", lambda x: 2 * mp.sin(x / 2) ** 2 / x**2, (-3e-7, 3e-7, 0.2, 0.8)),
    (EXPANDED, lambda x: (x - 1) ** 7, (0.995, 1.005, -2e-14, 2e-14)),
    ("x^2 - 2x + 1 - (x - 1)^2", lambda x: mp.mpf(0), (-5.0, 5.0)),
]


@pytest.mark.parametrize(("text", "truth", "view"), CASES)
def test_the_curve_is_that_of_fifty_digits_and_its_band_holds_the_floats(
    evaluator, text, truth, view
):
    frame = frame_of(evaluator, text, view)
    (haze,) = frame.hazes
    (curve,) = frame.curves
    assert "Double precision ends here" in frame.rows[0].note
    hazy = np.flatnonzero(np.isfinite(haze.low))
    assert len(hazy) > 20
    height = (view[3] - view[2]) if len(view) > 2 else 2.0
    with mp.workdps(60):
        for k in hazy[:: len(hazy) // 15]:
            expected = float(truth(mp.mpf(float(curve.x[k]))))
            assert curve.y[k] == pytest.approx(expected, abs=height / 300)
    drawn = np.asarray(outputs(read(text, ["x"]).program, curve.x[hazy], ()))
    widest = 0.51 * height if len(view) > 2 else np.inf
    inside = (drawn >= haze.low[hazy] - height / 1e3) & (drawn <= haze.high[hazy] + height / 1e3)
    assert (inside | (np.abs(drawn - curve.y[hazy]) > widest)).all()


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("sin x", (-5.0, 5.0)), ("x^2", (-1e-9, 1e-9)), ("tan x", (-5.0, 5.0)),
        ("|sin x|", (-5.0, 5.0)), ("1e9 + x^3 - x", (-2.0, 2.0)), ("exp x", (-5.0, 5.0)),
        ("(1 - cos x)/x^2", (-5.0, 5.0)),
    ],
)  # fmt: skip
def test_what_floats_tell_well_has_no_band(evaluator, text, view):
    frame = frame_of(evaluator, text, view, (0, 1, 2))
    assert frame.hazes == ()
    assert frame.rows[0].note == ""


def test_a_second_derivative_alone_may_be_lost(evaluator):
    frame = frame_of(evaluator, "sin(x)/x", (-1e-4, 1e-4), (0, 1, 2))
    assert {haze.order for haze in frame.hazes} == {2}
    bend = next(curve for curve in frame.curves if curve.order == 2)
    away = np.abs(bend.x) > 2e-6
    assert bend.y[away] == pytest.approx(-1 / 3, abs=1e-5)


def test_a_draft_has_no_band(evaluator):
    frame = frame_of(evaluator, EXPANDED, (0.99, 1.01), draft=True)
    assert frame.hazes == ()


def test_roundings_are_no_landmarks(evaluator):
    (search,) = frame_of(evaluator, "x^2 - 2x + 1 - (x - 1)^2", (-5.0, 5.0)).searches
    assert search.landmarks == ()
    assert search.crowded


def test_where_f_is_lost_its_derivatives_have_no_landmarks_either(evaluator):
    frame = frame_of(evaluator, "(1 - cos x)/x^2", (-1e-6, 1e-6), (0,))
    (haze,) = frame.hazes
    assert np.isfinite(haze.x).mean() > 0.95
    (search,) = frame.searches
    kinds = {each.kind.value for each in search.landmarks}
    assert not kinds & {"root", "maximum", "minimum", "inflection"}
    assert search.crowded


def test_the_picture_that_is_left_shows_no_roundings(evaluator):
    frame = frame_of(evaluator, "(1 - cos x)/x^2", (-1e-6, 1e-6), (0,))
    (curve,) = frame.curves
    pixel = (frame.viewport.y_max - frame.viewport.y_min) / frame.viewport.height
    assert np.nanmax(np.abs(curve.y - 0.5)) < pixel

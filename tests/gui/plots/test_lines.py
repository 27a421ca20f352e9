import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.lines import chords, clipped, crossing, cut_line, dashed, joined, pieces_of
from gui.plots.place import Place

PLACE = Place(0, 100, 0, 100, 0, 0, 100, 100)


def length(pieces):
    return float(np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]).sum())


def test_a_gap_lifts_the_pen():
    x = np.arange(5.0)
    y = np.array([1, 2, np.nan, 2, 1.0])
    pieces = pieces_of(x, y, PLACE)
    assert len(pieces) == 2
    assert joined(pieces)[2].tolist() == [1, 0, 1, 0]


def test_what_leaves_the_plot_is_cut_at_its_edge():
    pieces = pieces_of(np.array([10.0, 20.0]), np.array([50.0, 250.0]), PLACE)
    assert pieces[0, 3] == pytest.approx(0)
    assert pieces[0, 2] == pytest.approx(12.5)


def test_what_never_enters_the_plot_is_not_drawn():
    assert len(pieces_of(np.array([10.0, 20.0]), np.array([300.0, 400.0]), PLACE)) == 0
    assert len(pieces_of(np.array([10.0, 20.0]), np.array([np.inf, np.inf]), PLACE)) == 0


coordinates = st.floats(-1e4, 1e4)


@given(st.lists(st.tuples(*[coordinates] * 4), min_size=1, max_size=20))
def test_no_piece_sticks_out(rows):
    pieces = clipped(np.array(rows), PLACE)
    assert (pieces >= -1e-6).all()
    assert (pieces <= 100 + 1e-6).all()


def test_dashes_are_cut_by_length_along_the_line():
    x = np.linspace(0, 90, 331)
    pieces = np.column_stack((x[:-1], 0 * x[1:], x[1:], 0 * x[1:]))
    cut = dashed(pieces, (9, 4))
    points, _, leads = joined(cut)
    starts = points[np.concatenate(([0], np.flatnonzero(leads[:-1] == 0) + 1))]
    assert starts == pytest.approx(np.arange(0, 90, 13))
    assert length(cut) == pytest.approx(6 * 9 + 9)


def test_dashes_do_not_depend_on_how_finely_a_line_was_sampled():
    for count in (2, 7, 500):
        x = np.linspace(0, 100, count)
        pieces = np.column_stack((x[:-1], x[:-1], x[1:], x[1:]))
        assert length(dashed(pieces, (2, 3))) == pytest.approx(57.4, abs=0.6)


def test_a_solid_line_is_left_alone():
    pieces = np.array([[0, 0, 10, 10.0]])
    assert dashed(pieces, ()) is pieces


def test_crossing_counts_only_what_passes_through_the_box():
    pieces = np.array([[0, 0, 100, 100], [0, 90, 5, 95], [0, 20, 20, 0.0]])
    assert crossing(pieces, 40, 40, 60, 60) == 1


def test_dashes_in_a_hurry_are_where_the_exact_ones_are():
    x = np.linspace(0, 100, 60)
    y = 50 + 40 * np.sin(x / 12)
    pieces = pieces_of(x, y, PLACE)
    for pattern in ((2, 3), (9, 4), (9, 3, 2, 3)):
        quick, exact = chords(pieces, pattern), dashed(pieces, pattern)
        assert length(quick) == pytest.approx(length(exact), rel=0.02)
        for px, py in quick.reshape(-1, 2):
            assert np.hypot(exact[:, 0::2] - px, exact[:, 1::2] - py).min() < 0.6 or (
                abs(px - 100) < 1e-6
            )


def test_dashes_in_a_hurry_do_not_cross_a_jump():
    pieces = np.array([[0.0, 10, 40, 10], [40, 90, 80, 90]])
    assert (chords(pieces, (9, 4))[:, 1] == chords(pieces, (9, 4))[:, 3]).all()


@given(st.tuples(*[coordinates] * 4))
def test_one_line_is_cut_as_many_are(row):
    many = clipped(np.tile(row, (60, 1)), PLACE)
    one = cut_line(*row, PLACE)
    if one is None:
        assert len(many) == 0
    else:
        assert many[0] == pytest.approx(one)

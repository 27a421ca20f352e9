"""The order of variables by coupling, and scrambled points."""

import numpy as np
import pytest

from core.explore.coupling import coupled_order, nonzero
from core.explore.scramble import AROUND, EVEN, scrambled


def shuffled(matrix, seed=3):
    order = np.random.default_rng(seed).permutation(len(matrix))
    return matrix[np.ix_(order, order)]


def band(matrix, order):
    matrix = matrix[np.ix_(order, order)]
    return int(np.abs(np.subtract(*np.nonzero(matrix))).max())


def chain(count, reach=1):
    places = np.arange(count)
    return (np.abs(places[:, None] - places) <= reach).astype(float)


@pytest.mark.parametrize(("count", "reach"), [(12, 1), (40, 1), (60, 2), (300, 3)])
def test_a_shuffled_band_is_found_again(count, reach):
    matrix = shuffled(chain(count, reach))
    order = coupled_order(matrix)
    assert sorted(order) == list(range(count))
    assert band(matrix, order) <= 2 * reach - 1
    assert band(matrix, range(count)) > 2 * reach


def test_what_stands_well_as_typed_stays():
    assert coupled_order(chain(20)) == tuple(range(20))
    assert coupled_order(np.diag(np.arange(1.0, 6.0))) == tuple(range(5))
    assert coupled_order(np.zeros((4, 4))) == tuple(range(4))
    assert coupled_order(np.array([[1.0, 2.0], [2.0, 1.0]])) == (0, 1)


def test_groups_stand_together_and_the_lonely_last():
    matrix = np.eye(7)
    for a, b in ((0, 3), (3, 6), (1, 4)):
        matrix[a, b] = matrix[b, a] = 2.0
    order = coupled_order(matrix)
    assert order[5:] == (2, 5)
    assert {*order[:3]} in ({0, 3, 6}, {1, 4, 0}) or {*order[:2]} == {1, 4}
    assert band(matrix, order) == 1


def test_a_full_matrix_is_ordered_by_the_strength_of_its_entries():
    places = np.arange(30)
    near = np.exp(-np.abs(places[:, None] - places) / 4.0)
    shuffle = np.random.default_rng(5).permutation(30)
    order = np.array(coupled_order(near[np.ix_(shuffle, shuffle)]))
    found = shuffle[order]
    assert found.tolist() in (list(range(30)), list(range(30))[::-1])


def test_entries_that_are_not_zero_are_counted():
    assert nonzero(chain(20)) == 58


def test_a_point_is_scrambled_the_same_way_from_the_same_place_only():
    at = (1.0,) * 50
    once, again = scrambled(at), scrambled(at)
    assert once == again != scrambled(once)
    assert all(-2 <= each <= 2 for each in once)
    assert np.std(once) == pytest.approx(4 / 12**0.5, rel=0.3)
    around = scrambled(at, AROUND)
    assert around != scrambled(at, EVEN)
    assert np.mean(around) == pytest.approx(1, abs=0.3)

import pytest

from gui.plots.snap import Snap, neighbour


def test_the_nearer_of_two_places_pulls():
    snap = Snap()
    assert snap.pulled(3.0, 1.0, [0.0, 10.0]) == 0
    assert snap.pulled(6.0, 1.0, [0.0, 10.0]) == 10


def test_a_place_that_is_gone_lets_go():
    snap = Snap()
    assert snap.pulled(3.0, 1.0, [0.0]) == 0
    assert snap.pulled(3.0, 1.0, [50.0]) is None
    assert snap.pulled(3.0, 1.0, []) is None


def test_switched_off_it_never_pulls():
    assert Snap(on=False).pulled(0.0, 1.0, [0.0]) is None


@pytest.mark.parametrize(
    ("x", "side", "wanted"), [(0.0, 1, 2.0), (2.0, 1, 5.0), (2.0, -1, -1.0), (-1.0, -1, None)]
)
def test_the_neighbour_is_never_the_place_itself(x, side, wanted):
    assert neighbour(x, side, 10.0, [5.0, -1.0, 2.0]) == wanted

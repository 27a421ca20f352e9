"""The part of a matrix that is seen."""

import numpy as np
import pytest

from gui.plots.heatmap import Window, _labelled
from gui.plots.space_layers import pooled


def test_what_is_under_the_mouse_stays_there_while_zooming():
    window = Window(0.0, 0.0, 50.0)
    near = window.zoomed(20.5, 30.5, 0.5, 50)
    assert near.count == 25
    assert (20.5 - near.left) / near.count == pytest.approx(20.5 / 50)
    assert (30.5 - near.top) / near.count == pytest.approx(30.5 / 50)
    assert near.zoomed(20.5, 30.5, 100, 50) == window


def test_a_window_stays_inside_the_matrix_and_keeps_three_cells():
    assert Window(0.0, 0.0, 50.0).zoomed(0, 0, 1e-9, 50).count == 3
    assert Window(0.0, 0.0, 2.0).zoomed(0, 0, 1e-9, 2).count == 2
    assert Window(40.0, 40.0, 10.0).panned(-100, 100, 50) == Window(40.0, 0.0, 10.0)


def test_a_window_moves_as_little_as_it_takes_to_show_a_cell():
    window = Window(10.0, 10.0, 5.0)
    assert window.showing(12, 12, 50) == window
    assert window.showing(12, 15, 50) == Window(11.0, 10.0, 5.0)
    assert window.showing(3, 12, 50) == Window(10.0, 3.0, 5.0)


def test_labels_are_every_few_and_never_beside_the_chosen_one():
    assert _labelled(4, 1, None, 0.5) == [0, 1, 2, 3]
    assert _labelled(20, 5, None, 2.0) == [0, 4, 9, 14, 19]
    assert _labelled(20, 2, None, 1.5) == [1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
    assert 9 not in _labelled(20, 5, 10, 2.0)


def test_a_part_that_is_no_square_is_pooled_without_a_loss():
    part = np.zeros((300, 500))
    part[299, 499], part[7, 11] = -4.0, 9.0
    small = pooled(part, 100)
    assert small.shape == (60, 100)
    assert (small.min(), small.max()) == (-4, 9)

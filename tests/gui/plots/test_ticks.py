import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.ticks import coordinate, located, nice_step, pi_ticks, readout, short, ticks


@pytest.mark.parametrize(("width", "most", "step"), [(10, 8, 2), (7.6, 8, 1), (1, 5, 0.2)])
def test_steps_are_one_two_or_five(width, most, step):
    assert nice_step(width, most) == pytest.approx(step)


def test_labels_use_a_true_minus_and_equal_digits():
    found = ticks(-1, 1, 5)
    assert found.labels == ("−1.0", "−0.5", "0.0", "0.5", "1.0")


def test_large_numbers_say_their_power_once():
    found = ticks(0, 2e8, 7)
    assert found.labels == ("0.0", "0.5", "1.0", "1.5", "2.0")
    assert found.note == "10⁸"


def test_small_numbers_say_their_power_once():
    found = ticks(-3e-5, 3e-5, 7)
    assert found.note == "10⁻⁵"
    assert found.labels[0] == "−3"


def test_close_numbers_far_from_zero_count_from_an_offset():
    found = ticks(1 - 1e-9, 1 + 1e-9, 5)
    assert found.note == "10⁻¹⁰ + 1.0000000000"
    assert "0" in found.labels


@given(
    st.floats(-1e300, 1e300), st.floats(1e-290, 1e300), st.integers(1, 9)
)  # fmt: skip
def test_no_axis_has_too_many_ticks_or_ticks_outside(low, width, most):
    high = low + width
    if not low < high or high - low < 1e-13 * abs(low):
        return
    found = ticks(low, high, most)
    assert len(found.values) <= most
    assert len(set(map(len_of_fraction, found.labels))) <= 1
    assert max(map(len, found.labels), default=0) <= 6
    slack = 1e-6 * (high - low)
    assert all(low - slack <= value <= high + slack for value in found.values)


def len_of_fraction(label):
    return len(label.partition(".")[2])


def test_an_empty_range_is_refused():
    with pytest.raises(ValueError, match="smaller to a larger"):
        ticks(1, 1, 5)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.09749, "1.0975"), (-1.64436, "−1.6444"), (0.0, "0.0000"), (-1e-9, "−1.00·10⁻⁹"),
     (123456.789, "123456.8"), (1.5e12, "1.50·10¹²"), (math.inf, "∞"), (-0.0, "0.0000")],
)  # fmt: skip
def test_readouts(value, text):
    assert readout(value) == text


@given(st.floats(allow_nan=True))
def test_a_readout_never_outgrows_its_room(value):
    assert len(readout(value)) <= 11


def test_a_coordinate_has_no_empty_decimals():
    assert [coordinate(x) for x in (1.0, -2.5, 0.0, 100.0)] == ["1", "−2.5", "0", "100"]


def test_slopes_are_short():
    assert [short(x) for x in (0.4061, 1200.4, -2.0, 0.0)] == ["0.406", "1200", "−2.00", "0.000"]


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (-7, 7, ("−2π", "−π", "0", "π", "2π")),
        (-3.8, 3.8, ("−π", "−2π/3", "−π/3", "0", "π/3", "2π/3", "π")),
        (0, 5, ("0", "π/4", "π/2", "3π/4", "π", "5π/4", "3π/2")),
        (-40, 40, ("−10π", "−5π", "0", "5π", "10π")),
    ],
)
def test_fractions_of_pi(low, high, labels):
    found = pi_ticks(low, high, 8)
    assert found.labels == labels
    assert found.values[-1] == pytest.approx(math.pi * (found.values[-1] / math.pi))
    assert all(low <= value <= high for value in found.values)


@pytest.mark.parametrize(("low", "high"), [(0, 1e-3), (-1e6, 1e6), (3.1, 3.11)])
def test_where_pi_does_not_fit_ticks_are_ordinary(low, high):
    assert pi_ticks(low, high, 8) == ticks(low, high, 8)


def test_marks_have_three_decimals_or_as_many_as_a_pixel():
    assert located(-2.21712, 0.0085) == "−2.217"
    assert located(1.5, 0.0085) == "1.5"
    assert located(-1e-14, 0.0085) == "0"
    assert located(0.12345678, 1e-6) == "0.123457"
    assert located(2.5e7, 100.0) == "2.5·10⁷"

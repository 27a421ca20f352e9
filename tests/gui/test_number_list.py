"""Lists of numbers that are pasted."""

import pytest

from core.errors import InputError
from gui.panels.number_list import numbers_of, text_of


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1 2 3", (1, 2, 3)),
        ("1,2;3\t4\n5\r\n6", (1, 2, 3, 4, 5, 6)),
        ("[1, -2.5, 3e-4]", (1, -2.5, 0.0003)),
        ("\u22121 pi/2 2^3", (-1, 1.5707963267948966, 8)),
        ("  7\n", (7,)),
    ],
)
def test_numbers_are_told_apart_by_whatever_stands_between_them(text, numbers):
    assert numbers_of(text) == numbers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There are no numbers to paste."),
        ("1 two 3", "two is not a number."),
        ("1 inf", "inf is not a number."),
        ("1 " + "y" * 50, f"{'y' * 20}… is not a number."),
        ("1 " * 100_001, "There are too many numbers to paste."),
    ],
)
def test_what_is_no_number_is_said(text, said):
    with pytest.raises(InputError) as error:
        numbers_of(text)
    assert error.value.message == said


def test_what_is_copied_gives_the_same_numbers_back():
    numbers = (0.1, -1e-300, 1 / 3, 2.0**60)
    assert numbers_of(text_of(numbers)) == numbers

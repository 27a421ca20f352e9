"""Images of fields: the colour of each dot, what has no value, regions, and fewer dots."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from core.explore.shades import DEFINITENESS
from core.frame import Shade
from gui.plots.color_maps import color_of, image_of, kind_colors
from gui.theme import DARK, LIGHT

NEAR = 4  # of 255: an image has a few colours less than the scale


def shade(values, low=-2.0, high=2.0, kinds=()):
    return Shade("value", "f", np.array(values, float), low, high, True, kinds=kinds)


def apart(one, other):
    a, b = QColor(one), QColor(other)
    return max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue()))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_each_dot_has_the_colour_of_its_value_and_y_points_up(theme):
    field = shade(np.linspace(-2, 2, 12).reshape(3, 4))
    image = image_of(field, theme)
    assert (image.width(), image.height()) == (4, 3)
    for row in range(3):
        for column in range(4):
            expected = color_of(field.values[row, column], field, theme)
            assert apart(image.pixelColor(column, 2 - row), expected) <= NEAR


def test_values_beyond_the_scale_have_the_colours_of_its_ends():
    field = shade([[-9, 9, np.inf, -np.inf, 1e300, np.nan]])
    image = image_of(field, LIGHT)
    low, high = color_of(-2, field, LIGHT), color_of(2, field, LIGHT)
    seen = [image.pixelColor(column, 0) for column in range(5)]
    for color, expected in zip(seen, [low, high, high, low, high], strict=True):
        assert apart(color, expected) <= NEAR


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_has_no_value_is_hatched_on_the_ground(theme):
    field = shade(np.full((12, 12), np.nan))
    image = image_of(field, theme)
    seen = {image.pixelColor(c, r).name() for c in range(12) for r in range(12)}
    assert QColor(theme.base).name() in seen
    assert len(seen) == 2


def test_regions_have_a_colour_each():
    field = shade([[0, 1, 2, 3]], 0.0, 3.0, DEFINITENESS)
    image = image_of(field, LIGHT)
    seen = [image.pixelColor(column, 0).name() for column in range(4)]
    assert seen == [QColor(each).name() for each in kind_colors(4, dark=False)]
    assert len(set(seen)) == 4


def test_fewer_dots_are_samples_with_both_ends():
    values = np.linspace(-2, 2, 81).reshape(9, 9)
    whole, few = image_of(shade(values), LIGHT), image_of(shade(values), LIGHT, 4)
    assert (few.width(), few.height()) == (3, 3)
    for row in range(3):
        for column in range(3):
            assert few.pixel(column, row) == whole.pixel(4 * column, 4 * row)

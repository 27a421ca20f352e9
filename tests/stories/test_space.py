"""What a person does with a function of many variables."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit

from gui.export.picture import PictureSettings, picture_bytes, picture_image
from gui.plots.space_layers import color_of, pooled, shares
from gui.theme import DARK, LIGHT

from .test_stories import type_formula

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]
Left, Key = Qt.MouseButton.LeftButton, Qt.Key


def shown(launch, text):
    person = launch()
    type_formula(person, text)
    person.waits(lambda: person.frame.space is not None)
    person.waits_for_answer()
    return person


@pytest.fixture
def five(launch):
    return shown(launch, "f(x) = sum(x_i^2 x_{i+1}, i, 1, n-1) + norm(x)^2, x in R^5")


def typed(person, field, text):
    person.qtbot.mouseClick(field, Left)
    field.selectAll()
    person.qtbot.keyClicks(field, text)
    person.qtbot.keyClick(field, Key.Key_Return)
    person.waits_for_answer()


def middle(person, i, j):
    return person.window.stage.plot.picture.matrix.middle(i, j).toPoint()


def test_typing_a_vector_shows_its_hessian_and_says_so(launch):
    person = shown(launch, "norm(x)^2, x in R^5")
    window = person.window
    assert window.tool_bar.switch.offered == ("matrix", "plane", "sheet", "line")
    assert window.inspector.space_cards.isVisible()
    assert not window.inspector.plane_cards.isVisible()
    assert "Hessian of f at a point of 5 variables" in window.stage.plot.accessibleName()


def test_coordinates_are_typed_and_taken_back(launch):
    person = shown(launch, "f(x, y, z) = x y z")
    assert person.window.tool_bar.switch.offered == ("matrix", "plane", "sheet", "line")
    cards = person.window.inspector.space_cards
    typed(person, cards.coordinates[2].field, "2")
    assert person.frame.space.at == (1.0, 1.0, 2.0)
    assert person.frame.space.hessian[0, 1] == 2
    person.window.undo()
    person.waits_for_answer()
    assert person.frame.space.at == (1.0, 1.0, 1.0)


def test_many_coordinates_stand_in_a_table_that_is_typed_into(launch):
    person = shown(launch, "norm(x)^2, x in R^20")
    table = person.window.inspector.space_cards.table
    assert table.isVisible()
    model = table.model()
    assert model.rowCount() == 20
    table.setCurrentIndex(model.index(6, 0))
    table.edit(model.index(6, 0))
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    person.qtbot.keyClicks(editor, "1/4")
    person.qtbot.keyClick(editor, Key.Key_Return)
    person.waits(lambda: person.frame.space.at[6] == 0.25)
    assert person.frame.space.gradient[6] == 0.5
    assert not model.setData(model.index(0, 0), "no number")


def test_an_entry_under_the_mouse_and_by_the_arrows_says_what_it_is(launch):
    person = shown(launch, "f(x, y, z) = x y z^2")
    plot = person.window.stage.plot
    person.qtbot.mouseMove(person.plot_area(), middle(person, 1, 1) - QPoint(2, 0))
    person.qtbot.mouseMove(person.plot_area(), middle(person, 1, 1))
    assert plot.picture.matrix.hovered == (1, 1)
    person.qtbot.mouseClick(person.plot_area(), Left, pos=middle(person, 0, 1))
    assert plot.picture.matrix.entry == (0, 1)
    plot.setFocus()
    person.qtbot.keyClick(plot, Key.Key_Right)
    assert plot.picture.matrix.entry == (0, 2)
    assert "(1, 3):  ∂²f/∂x∂z = 2" in plot.describe()
    person.qtbot.mouseClick(person.plot_area(), Left, pos=middle(person, 0, 2))
    assert plot.picture.matrix.entry is None


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_exported_picture_has_the_colours_of_the_entries(launch, theme):
    person = shown(launch, "f(x, y, z) = x^2 - y^2 + 0z")
    settings = PictureSettings("png", 900, 600, "px", 96, colors="screen")
    image = picture_image(person.frame, settings, theme, 1.0)
    found = {QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 4)
             for y in range(0, image.height(), 4)}  # fmt: skip
    for share in (-1.0, 1.0):  # −2 and 2, the largest
        assert color_of(share, theme).name() in found
    for kind in ("svg", "pdf"):
        assert len(picture_bytes(person.frame, PictureSettings(kind), theme)) > 2000


def test_back_to_one_variable_brings_the_curves_back(five):
    type_formula(five, "sin x")
    five.waits(lambda: five.frame.space is None and bool(five.frame.curves))
    assert five.window.tool_bar.switch.offered == ("curves", "stacked", "table")
    assert not five.window.inspector.space_cards.isVisible()


def test_no_entry_is_lost_where_there_are_more_than_pixels():
    matrix = np.zeros((1000, 1000))
    matrix[617, 3], matrix[2, 999] = -5.0, 20.0
    small = pooled(matrix, 300)
    assert len(small) <= 300
    assert small.min() == -5
    assert small.max() == 20
    assert shares(matrix)[617, 3] == pytest.approx(-0.5)

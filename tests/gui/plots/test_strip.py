import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.plots.stage import Look
from gui.plots.strip import HEIGHT, Strip, entries
from gui.theme import DARK, LIGHT
from tests.gui.plots.frames import frame


@pytest.fixture
def strip(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = Strip(window)
    window.resize(900, HEIGHT)
    made.resize(900, HEIGHT)
    window.show()
    qtbot.waitExposed(window)
    made.paint_frame(frame())
    yield made
    window.close()


def test_each_curve_has_its_value():
    found = entries(frame(), Look(LIGHT))
    assert [each.value for each in found] == ["1.0975", "0.4061", "−1.6444"]
    assert [each.color for each in found] == list(LIGHT.curves[:3])


def test_no_room_depends_on_the_digits(strip, qtbot):
    def rooms():
        return [strip._width_of(each) for each in entries(strip._frame, Look(LIGHT))]

    qtbot.waitUntil(lambda: strip._typesetting.get("f", 17) is not None)
    qtbot.wait(200)
    before = rooms()
    strip.paint_frame(frame(-3.6))
    assert rooms() == before


def test_it_says_its_values_to_a_screen_reader(strip):
    assert strip.accessibleName() == "x = 1, f 1.0975, f′ 0.4061, f″ −1.6444"


def test_tools_say_what_was_asked(strip, qtbot):
    with qtbot.waitSignal(strip.fit_clicked):
        qtbot.mouseClick(strip.fit, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(strip.grid_toggled) as said:
        qtbot.mouseClick(strip.grid, Qt.MouseButton.LeftButton)
    assert said.args == [False]


def test_painting_says_nothing(strip, qtbot):
    with qtbot.assertNotEmitted(strip.grid_toggled), qtbot.assertNotEmitted(strip.fit_clicked):
        strip.set_grid(False)
        strip.paint_frame(frame(2.0))
        strip.set_theme(DARK)
        strip.repaint()

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.plots.pointer import MouseReading
from gui.plots.stage import Look
from gui.plots.strip import HEIGHT, Strip, entries
from gui.plots.ticks import readout
from gui.theme import DARK, LIGHT
from tests.gui.plots.frames import cubic_and_sine, frame, taylor


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


@pytest.mark.parametrize("name", ["equal", "snap", "crosshair"])
def test_every_switch_says_what_was_asked(strip, qtbot, name):
    tool, signal = getattr(strip, name), getattr(strip, f"{name}_toggled")
    before = tool.isChecked()
    with qtbot.waitSignal(signal) as said:
        qtbot.mouseClick(tool, Qt.MouseButton.LeftButton)
    assert said.args == [not before]
    with qtbot.assertNotEmitted(signal):
        getattr(strip, f"set_{name}")(before)
    assert tool.isChecked() == before
    assert tool.toolTip()
    assert tool.accessibleName()


def test_the_values_follow_the_mouse(strip):
    strip.set_crosshair(True)
    strip.show_mouse(MouseReading(0.5, {}))
    values = cubic_and_sine(0.5)
    assert [each.value for each in strip._entries] == [readout(value) for value in values]
    strip.grab()
    strip.paint_frame(frame(2.0))
    assert strip._entries[0].value == readout(values[0])
    strip.set_crosshair(False)
    assert strip._entries[0].value == readout(cubic_and_sine(2.0)[0])


def test_the_polynomial_is_in_the_legend(strip):
    before = strip.grab().toImage()
    strip.paint_frame(replace(frame(), overlays=(taylor(),)))
    assert strip.grab().toImage() != before

"""Badges of trust: digits in words and colours, unconfirmed digits faint, and what they rest on."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from core.agreement import Agreed, Check, Route
from core.frame import Reading, Status
from gui.panels.readout import Readout
from gui.panels.trust import confirmed, least, trust_colors, trust_tip, trust_words
from gui.theme import DARK, LIGHT

ROUTES = (Route("autograd", "1.2345"), Route("60 digits", "1.23449"))


@pytest.mark.parametrize(
    ("agreed", "words", "ink"),
    [
        (None, "checking", "muted"),
        (Agreed(15), "15 digits", "ok"),
        (Agreed(12), "12 digits", "ok"),
        (Agreed(11), "11 digits", "warning"),
        (Agreed(4), "4 digits", "warning"),
        (Agreed(1), "1 digit", "error"),
        (Agreed(0), "0 digits", "error"),
        (Agreed(None), "one route", "muted"),
    ],
)
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_badge_says_how_many_digits(agreed, words, ink, theme):
    assert trust_words(agreed)[0] == words
    assert trust_colors(agreed, theme)[1] == getattr(theme, ink)


def test_the_tip_names_each_route_with_its_number():
    tip = trust_tip(Agreed(4, ROUTES))
    assert tip.splitlines() == [
        "2 independent routes agree on 4 digits:", "autograd: 1.2345", "60 digits: 1.23449",
    ]  # fmt: skip
    assert trust_tip(Agreed(None, ROUTES[:1], "only autograd gives this number")).startswith("Only")


@pytest.mark.parametrize(
    ("text", "digits", "sure"),
    [("1.8415", 3, "1.84"), ("−0.00123", 2, "−0.0012"), ("12 345.6", 2, "12 "),
     ("1.234·10⁻⁶", 2, "1.2"), ("1.234·10⁻⁶", 9, "1.234·10⁻⁶"), ("0", 0, "0"), ("7", 0, ""),
     ("3.14159", 15, "3.14159")],
)  # fmt: skip
def test_digits_that_are_agreed_on_come_first(text, digits, sure):
    assert text[: confirmed(text, digits)] == sure


def test_of_several_numbers_the_least_counts_once_all_are_known():
    assert least([Agreed(15), Agreed(7)]).digits == 7
    assert least([Agreed(15), Agreed(None)]).digits is None
    assert least([Agreed(15), None]) is None
    assert least([]) is None


def readout_of(qtbot, value, width=300):
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(400, 200)
    made = Readout(around)
    made.around = around  # it lives as long as what is in it
    made.resize(width, 40)
    around.show()
    made.set_label("f(1)")
    made.show_reading(Reading(value), held=False, theme=LIGHT)
    return made


def inks(readout):
    image = readout.number.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_unconfirmed_digits_are_faint(qtbot):
    readout = readout_of(qtbot, 1.23456789)
    readout.show_agreed(Agreed(15), LIGHT)
    faint = QColor(LIGHT.faint).name()
    assert faint not in inks(readout)
    readout.show_agreed(Agreed(3), LIGHT)
    assert faint in inks(readout)
    assert QColor(LIGHT.text).name() in inks(readout)


def test_a_number_that_does_not_exist_keeps_its_word(qtbot):
    readout = readout_of(qtbot, 1.0)
    missing = Reading(None, Status.NOT_DIFFERENTIABLE, "corner: left slope −1, right slope 1", 0.0)
    readout.show_reading(missing, held=False, theme=LIGHT, order=1)
    readout.show_agreed(Agreed(15), LIGHT)
    assert readout.badge.text() == "not differentiable"
    assert readout.note.text() == "corner: left slope −1, right slope 1; autograd returns 0"


def test_a_narrow_panel_leaves_out_the_words(qtbot):
    readout = readout_of(qtbot, 1.0, width=230)
    readout.show_agreed(Agreed(15), LIGHT)
    assert readout.badge.text() == "15"
    assert readout.badge.accessibleName() == "15 digits"
    readout.resize(320, 40)
    assert readout.badge.text() == "15 digits"


def test_a_check_of_another_point_changes_nothing(window):
    readout = window.inspector.readouts[1]
    here, there = window.frame.point, replace(window.frame.point, x=9.0)
    window.inspector.show_check(Check(there, {"derivative 1": Agreed(3)}))
    assert readout.badge.accessibleName() == "checking"
    window.inspector.show_check(Check(here, {"derivative 1": Agreed(14)}))
    assert readout.badge.accessibleName() == "14 digits"
    assert window.inspector.readouts[2].badge.accessibleName() == "one route"


def test_moving_on_takes_the_badge_back(window):
    point = window.frame.point
    window.inspector.show_check(Check(point, {"derivative 0": Agreed(15)}))
    moved = replace(window.frame, point=replace(point, x=2.0))
    window.inspector.paint_frame(moved)
    assert window.inspector.readouts[0].badge.accessibleName() == "checking"

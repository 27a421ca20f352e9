"""Stories to look at: real keys in the real window, asserted on what is painted.

Each runs light and dark, at two sizes. Set STORY_PICTURES to a folder to keep the pictures;
QT_SCALE_FACTOR=2 and a screen of 3840x2160 give those of a dense screen:

    STORY_PICTURES=/tmp/stories xvfb-run -a -s "-screen 0 3840x2160x24" \
        env QT_QPA_PLATFORM=xcb QT_SCALE_FACTOR=2 python -m pytest tests/stories/test_pictures.py
"""

import math
import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gui.panels.number_field import NumberField
from gui.theme import DARK, LIGHT

pytestmark = [
    pytest.mark.story, pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]  # fmt: skip

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
NEAR = 50  # of 255 in each channel: the edges of lines are smoothed
SIZES = {"small": (1366, 768), "large": (1920, 1080)}


@pytest.fixture(params=["light", "dark"])
def theme(request, settings):
    settings.theme = request.param
    return DARK if request.param == "dark" else LIGHT


@pytest.fixture(params=list(SIZES))
def person(request, theme, launch):
    """Somebody before the open window of this theme and size."""
    made = launch()
    made.window.resize(*SIZES[request.param])
    made.qtbot.waitUntil(lambda: made.window.width() == SIZES[request.param][0])
    made.waits_for_answer()
    made.label = f"{'dark' if theme.dark else 'light'}-{request.param}"
    return made


def keep(person, name, widget=None):
    """The picture of the window, or of a dialog; kept where STORY_PICTURES says."""
    person.qtbot.wait(150)
    picture = (widget or person.window).grab()
    folder = os.environ.get("STORY_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        picture.save(str(Path(folder) / f"{name}-{person.label}.png"))
    return picture


def types(person, text, answered=True):
    editor = person.editor()
    person.qtbot.keyClick(editor, Key.Key_A, Ctrl)
    person.qtbot.keyClicks(editor, text, delay=5)
    if answered:
        person.waits_for_answer()


def alike(one, other):
    apart = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return max(map(abs, apart)) <= NEAR


def ink_in_column(person, x, color):
    """How many pixels of about a colour stand in the column of the plot at x."""
    plot = person.window.stage.plot
    image = plot.grab().toImage()
    ratio = image.devicePixelRatio()
    place, wanted = plot.place, QColor(color)
    column = round(place.column(x) * ratio)
    rows = range(round(place.top * ratio), round(place.bottom * ratio))
    return sum(alike(image.pixelColor(column, row), wanted) for row in rows) / ratio


def looks(person):
    """How wide the interval is that the frame was made for."""
    return person.frame.viewport.x_max - person.frame.viewport.x_min


def test_the_first_launch(person, theme):
    keep(person, "launch")
    assert [curve.order for curve in person.frame.curves] == [0, 1, 2]
    for color in theme.curves[:3]:
        assert sum(ink_in_column(person, x, color) for x in np.linspace(-1.4, 1.4, 15)) > 2


def test_an_error_in_the_middle_keeps_the_last_picture_dimmed(person, theme):
    types(person, "x^2 sin(x)")
    before = ink_in_column(person, 1.5, theme.curves[0])
    person.qtbot.keyClick(person.editor(), Key.Key_Home)
    for _ in range(3):
        person.qtbot.keyClick(person.editor(), Key.Key_Right)
    person.qtbot.wait(800)
    person.qtbot.keyClicks(person.editor(), "+*")
    person.waits_for_answer()
    person.waits(lambda: person.window.stage.banner.isVisible())
    keep(person, "error")
    row = person.frame.rows[0]
    assert person.editor().text == "x^2+* sin(x)"
    assert row.error.start in (3, 4)
    assert row.latex == r"x^{2}\,\sin x"
    assert person.frame.curves[0].held
    formula = person.window.stage.banner._formula
    assert formula.width() >= formula.sizeHint().width()
    assert before > 1
    assert ink_in_column(person, 1.5, theme.curves[0]) == 0


@pytest.mark.parametrize(("text", "pole"), [("tan x", math.pi / 2), ("1/x", 0.0)])
def test_poles_are_not_joined(person, theme, text, pole):
    types(person, text)
    keep(person, text.replace("/", "-over-").replace(" ", "-"))
    assert any(line.x == pytest.approx(pole, abs=1e-9) for line in person.frame.asymptotes)
    height = person.window.stage.plot.place.height
    assert ink_in_column(person, pole, theme.curves[0]) < 0.02 * height


def test_the_second_derivative_is_exact_in_a_tiny_window(person, theme):
    types(person, "1 + x^3 + sin(x)")
    plot = person.window.stage.plot
    plot.setFocus()
    for _ in range(200):
        if plot.place.x_max - plot.place.x_min <= 2e-4:
            break
        person.qtbot.keyClick(plot, Key.Key_Plus)
    person.waits(lambda: looks(person) <= 2e-4 and not person.frame.draft)
    keep(person, "zoom")
    bend = next(curve for curve in person.frame.curves if curve.order == 2)
    assert 1e-5 < bend.x[-1] - bend.x[0] <= 2e-4
    with np.errstate(all="ignore"):
        truth = 6 * bend.x - np.sin(bend.x)
    np.testing.assert_allclose(bend.y, truth, rtol=1e-12, atol=1e-25)


def test_a_taylor_polynomial_of_order_seven(person, theme):
    types(person, "sin(x) + x/4")
    person.window.actions_["taylor"].trigger()
    person.waits_for_answer()
    fields = person.window.inspector.findChildren(NumberField)
    order = next(f for f in fields if f.accessibleName() == "Order of the Taylor polynomial")
    order.setFocus()
    person.qtbot.keyClick(order, Key.Key_A, Ctrl)
    person.qtbot.keyClicks(order, "7")
    person.qtbot.keyClick(order, Key.Key_Return)
    person.waits_for_answer()
    keep(person, "taylor")
    assert person.document.formulas[0].taylor == 7
    assert person.frame.overlays
    seen = [ink_in_column(person, x, theme.curves[4]) for x in np.linspace(-2.45, -2.0, 15)]
    assert sum(seen) > 0.5


def test_the_export_dialog_shows_the_page(person, theme):
    types(person, "e^(-x^2) cos(8x)")
    person.window.actions_["export"].trigger()
    windows = QApplication.topLevelWidgets()
    dialogs = [each for each in windows if each.isVisible() and each is not person.window]
    assert len(dialogs) == 1
    picture = keep(person, "export", dialogs[0]).toImage()
    seen = [
        picture.pixelColor(x, y)
        for x in range(0, picture.width() // 2, 2)
        for y in range(0, picture.height(), 2)
    ]
    ink = QColor(LIGHT.curves[0]).hue()  # a thin line of a small page is paler than its ink
    assert any(abs(each.hue() - ink) < 15 and each.saturation() > 120 for each in seen)
    dialogs[0].close()

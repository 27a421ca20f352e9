"""The view switch and the variation table."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from core.frame import VariationRow, VariationTable
from gui.panels.variation import _levels
from gui.stage import views
from gui.tools import TOOLS

Left = Qt.MouseButton.LeftButton
TABLE = VariationTable(
    1, "x", ("−2.5", "−0.8165", "0", "0.8165", "2.5"),
    (
        VariationRow("f′", ("", "0", "", "0", ""), ("+", "−", "−", "+")),
        VariationRow("f″", ("", "", "0", "", ""), ("−", "−", "+", "+")),
        VariationRow("f", ("−10.63", "1.0887", "0", "−1.0887", "10.63"), ("↗", "↘", "↘", "↗")),
    ),
    r"\begin{array}{c}x\end{array}",
)  # fmt: skip


def show_table(window, table=TABLE):
    window.actions_["view_table"].trigger()
    window.stage.paint_frame(replace(window.frame, table=table))


def test_the_switch_changes_the_view_and_undo_changes_it_back(qtbot, window):
    switch = window.tool_bar.switch
    assert switch.buttons["curves"].isChecked()
    qtbot.mouseClick(switch.buttons["table"], Left)
    assert window.store.document.view == "table"
    assert window.stage.table.isVisible()
    window.undo()
    assert switch.buttons["curves"].isChecked()
    assert not window.stage.table.isVisible()


def test_views_have_keys_and_arrows_walk_the_switch(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F4)
    assert window.store.document.view == "table"
    button = window.tool_bar.switch.buttons["table"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Left)
    assert window.store.document.view == views()[-2]


@pytest.mark.parametrize("width", [900, 1366, 1920])
def test_the_switch_stands_in_the_middle_and_covers_nothing(window, width):
    window.resize(width, 700)
    bar, switch = window.tool_bar, window.tool_bar.switch
    assert abs(switch.geometry().center().x() - bar.width() / 2) <= 1
    for button in bar._buttons.values():
        assert not button.geometry().intersects(switch.geometry())


def test_the_table_is_painted_and_spoken(window):
    show_table(window)
    canvas = window.stage.table.canvas
    assert "f: −10.63 ↗ 1.0887 ↘ 0" in canvas.accessibleName()
    image = canvas.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)}  # fmt: skip
    assert window.theme.text.lower() in inks
    assert canvas.width() < 800


def test_a_course_goes_on_evenly_and_starts_anew_behind_a_pole():
    row = VariationRow("f", ("0", "1", "2", "‖", "4"), ("↗", "↗", "↘", "↘"))
    comes, leaves = _levels(row)
    assert comes == (0.0, 0.5, 1.0, 0.0, 0.0)
    assert leaves == (0.0, 0.5, 1.0, 1.0, 0.0)


def test_the_table_draws_closer_together_where_room_is_short(window):
    show_table(window)
    canvas = window.stage.table.canvas
    wide = canvas.width()
    canvas.fit(wide - 60)
    assert canvas.width() <= wide - 60
    canvas.fit(100)
    assert canvas.width() > 300


def test_the_table_is_copied_as_latex(qtbot, window, qapp):
    show_table(window)
    qtbot.mouseClick(window.stage.table.copy_button, Left)
    assert qapp.clipboard().text() == TABLE.latex
    assert window.status.hint == "The table is on the clipboard."


def test_without_a_table_it_says_what_helps(window):
    window.actions_["view_table"].trigger()
    table = window.stage.table
    assert table.copy_button.isHidden()
    assert "Zoom in" in table.words.text()


def test_plots_are_built_when_they_are_wanted_and_only_one_is_seen(qtbot, window):
    stage = window.stage
    stage.load()
    plot = stage.plot
    assert plot.isVisible()
    window.actions_["view_table"].trigger()
    assert not plot.isVisible()
    assert stage.table.isVisible()
    window.actions_["view_curves"].trigger()
    assert stage.plot is plot
    assert plot.isVisible()


@pytest.mark.skipif("stacked" not in views(), reason="the stacked plot is not there yet")
def test_the_stacked_plot_takes_the_place_of_the_curves(qtbot, window):
    stage = window.stage
    stage.load()
    curves = stage.plot
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert stage.plot is not curves
    assert stage.plot.isVisible()
    assert not curves.isVisible()
    window.undo()
    assert stage.plot is curves


@pytest.mark.parametrize("name", [tool.name for tool in TOOLS])
def test_each_tool_of_the_plot_is_an_action_and_reaches_the_plot(window, name):
    window.stage.load()
    before = window.stage.tools[name]
    window.actions_[name].trigger()
    assert window.stage.tools[name] is not before
    assert window.actions_[name].isChecked() is not before
    assert hasattr(window.stage.plot, f"set_{name}")


@pytest.mark.parametrize("name", ["grid", "equal", "snap", "crosshair"])
def test_the_buttons_of_the_strip_are_the_same_switches(qtbot, window, name):
    window.stage.load()
    before = window.stage.tools[name]
    qtbot.mouseClick(getattr(window.stage.strip, name), Left)
    assert window.stage.tools[name] is not before
    assert window.actions_[name].isChecked() is not before
    window.actions_[name].trigger()
    assert getattr(window.stage.strip, name).isChecked() is before


def test_a_circle_turns_equal_scale_on(window):
    window.stage.load()
    window.actions_["circle"].trigger()
    assert window.stage.tools["equal"]
    assert window.stage.strip.equal.isChecked()


def test_landmarks_are_part_of_the_document(window):
    window.actions_["landmarks"].trigger()
    assert not window.store.document.landmarks
    window.undo()
    assert window.store.document.landmarks

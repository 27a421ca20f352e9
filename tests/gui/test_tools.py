"""The tools of the strip: remembered between starts, honest about where they have an effect."""

from dataclasses import replace

import numpy as np
import pytest

from core.document import Document, Viewport, with_formula, with_new_formula, with_order_shown
from core.evaluate import Evaluator
from gui.engine import InlineEngine
from gui.export.picture import PictureSettings, _scene
from gui.main_window import MainWindow
from gui.plots.glide import TIME, between
from gui.plots.place import Place
from gui.settings import Settings
from gui.theme import LIGHT
from gui.tools import TOOLS


@pytest.fixture
def open_window(qtbot, settings):
    def build(text="x^3", view=None):
        evaluator = Evaluator()
        evaluator.load_derivatives()
        document = with_new_formula(Document(), text)
        for order in (1, 2):
            document = with_order_shown(document, 1, order, True)
        made = MainWindow(settings, InlineEngine(lambda: evaluator), document,
                          view or Viewport(-3.0, 3.0))  # fmt: skip
        qtbot.addWidget(made)
        made.resize(1366, 768)
        made.show()
        qtbot.waitExposed(made)
        made.stage.load()
        made.pace.ask()
        return made

    return build


@pytest.fixture
def window(open_window):
    return open_window()


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_tool_is_as_it_was_left_at_the_next_start(open_window, settings, tmp_path, tool):
    first = open_window()
    first.set_tool(tool.name, not tool.first)
    first.close()
    again = Settings(tmp_path / "settings.ini")
    assert again.tool(tool.name, tool.first) is not tool.first
    second = open_window()
    assert second.stage.tools[tool.name] is not tool.first
    assert second.actions_[tool.name].isChecked() is not tool.first


def test_a_circle_makes_the_axes_equal_for_now_only(window, settings):
    window.intents.switch_mark(1, "circle", True)
    assert window.stage.tools["equal"]
    assert not settings.tool("equal", False)


def test_equal_scale_is_not_lit_where_it_has_no_effect(window):
    window.set_tool("equal", True)
    assert window.stage.strip.equal.isChecked()
    window.intents.choose_view("stacked")
    assert not window.stage.strip.equal.isChecked()
    assert not window.stage.strip.equal.isEnabled()
    assert not window.actions_["equal"].isChecked()
    assert not window.actions_["equal"].isEnabled()
    window.intents.choose_view("curves")
    assert window.stage.strip.equal.isChecked()
    window.intents.turn_log("y")
    assert not window.stage.strip.equal.isChecked()


def test_fit_chooses_every_height_of_the_stacked_view_anew(window):
    window.intents.choose_view("stacked")
    scene = window.stage.plot.picture
    fitted = [pane.place.y_max for pane in scene.panes]
    for pane in scene.panes:
        pane.stage.place = replace(pane.stage.place, y_min=-1e6, y_max=1e6)
    scene._ranges = [(-1e6, 1e6)] * 3
    window.actions_["fit"].trigger()
    assert [pane.place.y_max for pane in scene.panes] == pytest.approx(fitted)
    scene._ranges = [(-1e6, 1e6)] * 3
    window.stage.strip.fit.click()
    assert [pane.place.y_max for pane in scene.panes] == pytest.approx(fitted)


def test_fit_at_one_scale_shows_a_tall_function(window):
    window.set_tool("equal", True)
    window.intents.look(-3.0, 3.0, -2.0, 2.0)
    assert window.stage.plot.place.y_max < 27
    window.actions_["fit"].trigger()
    place = window.stage.plot.place
    assert place.y_min <= -27
    assert place.y_max >= 27
    assert place.x_unit == pytest.approx(place.y_unit)
    assert place.x_max - place.x_min > 6


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, raising windows
def test_an_export_has_the_scale_and_the_ticks_of_the_screen(window):
    window.set_tool("equal", True)
    window.set_tool("pi_ticks", True)
    window.outlets.open_export()
    dialog = window.outlets.export
    settings = dialog.options.settings
    assert settings.equal
    assert settings.pi_ticks
    place = _scene(dialog._frame, settings, LIGHT, True).place
    assert place.x_unit == pytest.approx(place.y_unit)
    seen = window.stage.plot.place
    assert (dialog._frame.viewport.y_min, dialog._frame.viewport.y_max) == (seen.y_min, seen.y_max)
    window.set_tool("equal", False)
    window.pace.ask()
    assert not dialog.options.settings.equal
    dialog.close()


def test_a_picture_at_one_scale_stays_so_on_any_page(window):
    window.set_tool("equal", True)
    for wide, high in ((300, 900), (900, 300)):
        settings = PictureSettings("png", wide, high, "px", equal=True)
        place = _scene(window.frame, settings, LIGHT, True).place
        assert place.x_unit == pytest.approx(place.y_unit)


# --- motion ---


def test_offscreen_nothing_moves_by_itself(window):
    assert not window.stage._motion
    assert not window.body._motion


def test_no_motion_is_a_switch_that_is_remembered(window, settings):
    window.actions_["no_motion"].trigger()
    assert not settings.motion
    assert window.actions_["no_motion"].isChecked()


def test_a_fit_is_seen_on_its_way_and_ends_exactly(qtbot, window):
    window.intents.look(-3.0, 3.0, -400.0, 400.0)
    goal = window.frame.viewport
    window.stage.set_motion(True)
    plot, heights = window.stage.plot, []
    plot._glide.moved.connect(lambda place: heights.append(place.y_max))
    window.actions_["fit"].trigger()
    assert plot._glide.running
    qtbot.waitUntil(lambda: not plot._glide.running, timeout=20 * TIME)
    assert heights == sorted(heights, reverse=True)
    assert plot.place.y_max == window.store.viewport.y_max < goal.y_max
    assert (plot.seen.y_min, plot.seen.y_max) == (
        window.store.viewport.y_min, window.store.viewport.y_max,
    )  # fmt: skip


def test_a_hand_that_pans_stops_the_glide(qtbot, window):
    window.intents.look(-3.0, 3.0, -400.0, 400.0)
    window.stage.set_motion(True)
    plot = window.stage.plot
    window.actions_["fit"].trigger()
    plot._look(replace(plot.place, x_min=-2.0))
    assert not plot._glide.running
    assert plot.place.x_min == -2.0


def test_typing_and_sliders_never_glide(window):
    window.stage.set_motion(True)
    window.store.change(with_formula(window.store.document, 1, text="50 x^2"), "Edit")
    window.pace.ask()
    assert not window.stage.plot._glide.running


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_glide_on_logarithmic_axes_goes_by_factors(share):
    begin = Place(1.0, 10.0, 1e-4, 1.0, x_log=True, y_log=True)
    goal = Place(10.0, 1000.0, 1e-2, 100.0, x_log=True, y_log=True)
    place = between(begin, goal, share)
    assert np.log10([place.x_min, place.x_max, place.y_min, place.y_max]) == pytest.approx(
        [share, 1 + 2 * share, -4 + 2 * share, 2 * share]
    )


@pytest.mark.parametrize("side", ["formulas", "inspector"])
def test_a_panel_slides_as_it_folds_and_comes_back_as_wide(qtbot, window, side):
    window.body.set_motion(True)
    panel = getattr(window, side) if side == "inspector" else window.formulas.parentWidget()
    before, widths = panel.width(), []
    window.body.set_open(side, False)
    fold = window.body._fold
    fold._run.valueChanged.connect(widths.append)
    assert panel.isVisible()
    qtbot.waitUntil(lambda: window.body._fold is None, timeout=3000)
    assert not panel.isVisible()
    assert widths == sorted(widths, reverse=True)
    assert not window.body.is_open(side)
    window.body.set_open(side, True)
    assert panel.isVisible()
    qtbot.waitUntil(lambda: window.body._fold is None, timeout=3000)
    qtbot.waitUntil(lambda: panel.width() == before, timeout=3000)
    assert window.body.is_open(side)


def test_folding_back_in_the_middle_of_a_slide_ends_where_it_was_told(qtbot, window):
    window.body.set_motion(True)
    window.body.set_open("inspector", False)
    window.body.set_open("inspector", True)
    qtbot.waitUntil(lambda: window.body._fold is None, timeout=3000)
    assert window.body.is_open("inspector")
    assert window.inspector.isVisible()
    assert window.inspector.minimumWidth() == 240
    assert window.inspector.width() >= 240

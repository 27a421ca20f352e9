"""What a person does with the program, from launch to closing it."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt

from core.document import first_document
from core.frame import Kind

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]

Left, Key, Ctrl = Qt.MouseButton.LeftButton, Qt.Key, Qt.KeyboardModifier.ControlModifier


def type_formula(person, text):
    """Replace the first formula by key presses, as a person would."""
    editor = person.editor()
    person.qtbot.mouseClick(editor.viewport(), Left)
    person.qtbot.keyClick(editor, Key.Key_A, Ctrl)
    person.qtbot.keyClicks(editor, text, delay=5)
    person.waits_for_answer()


def drag_slider(person, name, pixels):
    """Pull the handle of a slider with the mouse."""
    track = person.window.sliders.row(name).track
    start, middle = round(track._place(track._value)), track.height() // 2
    person.qtbot.mousePress(track, Left, pos=QPoint(start, middle))
    for run in range(0, pixels, 3 if pixels > 0 else -3):
        person.qtbot.mouseMove(track, QPoint(start + run, middle), delay=2)
    person.qtbot.mouseMove(track, QPoint(start + pixels, middle))
    person.qtbot.mouseRelease(track, Left, pos=QPoint(start + pixels, middle))
    person.waits_for_answer()


def test_launch_shows_a_formula_its_derivatives_and_a_point(launch):
    person = launch()
    assert person.editor().text == "f(x) = x^3 - 2x"
    assert person.sees_all_curves() == [0, 1, 2]
    assert [r.value for r in person.frame.point.readings] == pytest.approx([-1.0, 1.0, 6.0])
    assert person.frames[0].point.readings[0].value == pytest.approx(-1.0)
    assert not person.window.store.modified


def test_type_a_formula_and_drag_its_slider(launch):
    person = launch()
    type_formula(person, "a x^3 + sin(b x)")
    assert [row.name for row in person.window.sliders.rows] == ["a", "b"]
    readings = person.frame.point.readings
    expected = [1 + math.sin(1), 3 + math.cos(1), 6 - math.sin(1)]
    assert [reading.value for reading in readings] == pytest.approx(expected, rel=1e-12)
    drag_slider(person, "a", 40)
    a = person.document.parameter("a").value
    assert a > 1.5
    readings = person.frame.point.readings
    assert readings[1].value == pytest.approx(3 * a + math.cos(1), rel=1e-12)
    texts = [readout.number.text() for readout in person.window.inspector.readouts]
    assert texts[2].startswith(f"{readings[2].value:.4f}"[:4])
    person.window.undo()
    person.waits_for_answer()
    assert person.document.parameter("a").value == 1.0


def test_drag_the_point_along_the_curve(launch):
    person = launch()
    area, plot = person.plot_area(), person.window.stage.plot
    start = place_of_point(person)
    steps = person.window.store.undo_stack.count()
    person.qtbot.mousePress(area, Left, pos=start)
    for run in range(2, 90, 4):
        person.qtbot.mouseMove(area, start + QPoint(run, 0), delay=2)
    person.qtbot.mouseRelease(area, Left, pos=start + QPoint(90, 0))
    person.waits_for_answer()
    x = person.document.coordinate("x")
    assert x > 1.2
    assert person.frame.point.readings[1].value == pytest.approx(3 * x * x - 2, rel=1e-12)
    assert person.window.store.undo_stack.count() == steps + 1
    person.window.undo()
    person.waits_for_answer()
    assert person.document.coordinate("x") == 1.0
    assert plot is person.window.stage.plot


def place_of_point(person):
    """Where the probe point is drawn, in pixels of the widget that takes the mouse."""
    frame, area = person.frame, person.plot_area()
    view, point = person.window.store.viewport, person.frame.point
    left = area.width() - 14 - view.width if view.width < area.width() else 0
    across = (point.x - view.x_min) / (view.x_max - view.x_min)
    up = (frame.point.readings[0].value - view.y_min) / (view.y_max - view.y_min)
    return QPoint(round(left + across * view.width), round(8 + (1 - up) * view.height))


def test_a_bad_formula_keeps_the_last_picture_dimmed(launch):
    person = launch()
    person.qtbot.mouseClick(person.editor().viewport(), Left)
    person.qtbot.keyClick(person.editor(), Key.Key_End)
    person.qtbot.keyClicks(person.editor(), "+")
    person.waits_for_answer()
    assert person.sees_all_curves() == [0, 1, 2]
    assert all(curve.held for curve in person.frame.curves)
    assert person.window.stage.banner.isVisible()
    mistake = person.window.formulas.rows[0].mistake
    person.waits(mistake.isVisible)
    assert mistake.sentence.endswith(".")
    person.qtbot.keyClick(person.editor(), Key.Key_Backspace)
    person.waits_for_answer()
    assert not any(curve.held for curve in person.frame.curves)
    assert not person.window.stage.banner.isVisible()


def test_everything_chosen_is_undone_and_done_again(launch):
    person = launch()
    window, first = person.window, person.document
    type_formula(person, "a x^2")
    window.intents.finish()
    drag_slider(person, "a", 25)
    window.actions_["show_f2"].trigger()
    window.actions_["tangent"].trigger()
    last = person.document
    while window.store.undo_stack.canUndo():
        person.qtbot.keyClick(window, Key.Key_Z, Ctrl)
    assert person.document == first
    assert person.editor().text == first.formula(1).text
    while window.store.undo_stack.canRedo():
        window.redo()
    assert person.document == last
    person.waits_for_answer()


def test_save_close_and_open_again(launch, tmp_path):
    path = tmp_path / "story.nabla"
    person = launch()
    type_formula(person, "a cos x")
    drag_slider(person, "a", -20)
    person.window.actions_["tangent"].trigger()
    assert person.window.sessions.save_to(path)
    saved = person.document
    person.window.close()
    again = launch()
    assert again.window.sessions.open_path(path)
    again.waits_for_answer()
    assert again.document == saved
    assert again.window.windowTitle() == "story[*] — Nablascope"
    assert [row.name for row in again.window.sliders.rows] == ["a"]


def test_close_while_computing_and_while_pytorch_loads(launch, qtbot):
    person = launch(wait=False)
    qtbot.waitUntil(lambda: person.frame is not None, timeout=20_000)
    for step in range(20):
        person.window.intents.set_parameter("a", step / 10)
    assert person.window.close()
    assert not person.window.isVisible()


def test_the_theme_changes_without_a_new_answer(launch):
    person = launch()
    frames = len(person.frames)
    person.window.change_theme()
    assert person.window.theme.dark
    person.qtbot.wait(50)
    assert len(person.frames) == frames


def test_one_variable_whole_landmarks_marks_views_and_formulas(launch):
    person = launch()
    window, inspector = person.window, person.window.inspector
    person.waits(inspector.found_card.isVisible)
    roots = inspector.found_card.rows[Kind.ROOT].buttons
    assert [button.text() for button in roots] == ["−1.414", "0", "1.414"]
    person.qtbot.mouseClick(roots[2], Left)
    person.waits_for_answer()
    assert person.document.coordinate("x") == pytest.approx(math.sqrt(2), rel=1e-11)
    person.qtbot.keyClick(window, Key.Key_P, Ctrl)
    for mark in ("taylor", "secant", "normal", "newton"):
        person.qtbot.mouseClick(window.formulas.rows[0].tools.marks[mark], Left)
    person.waits_for_answer()
    person.waits(lambda: {each.kind for each in person.frame.overlays} >= {"taylor", "secant"})
    assert [number for number, _ in person.frame.pins] == [1]
    person.waits(inspector.derivatives_card.isVisible)
    assert "3 x^{2} - 2" in inspector.derivatives_card.labels[0].latex
    for button in window.tool_bar.switch.buttons.values():
        person.qtbot.mouseClick(button, Left)
        person.waits_for_answer()
    person.waits(lambda: window.stage.table.copy_button.isVisible())
    assert "↗" in window.stage.table.canvas.accessibleName()
    while window.store.undo_stack.canUndo():
        window.undo()
    assert person.document == first_document()


def test_play_a_slider_and_drag_the_point_meanwhile(launch):
    person = launch()
    type_formula(person, "a sin(x)")
    person.window.intents.finish()
    steps = person.window.store.undo_stack.count()
    row = person.window.sliders.row("a")
    person.qtbot.mouseClick(row.play, Left)
    person.waits(lambda: person.document.parameter("a").value > 1.2)
    person.window.intents.drag_point(0.5)
    person.waits(lambda: person.document.parameter("a").value > 1.4)
    person.window.intents.finish()
    person.qtbot.mouseClick(row.play, Left)
    person.waits_for_answer()
    assert person.window.store.undo_stack.count() == steps + 2
    a = person.document.parameter("a").value
    assert person.frame.point.readings[0].value == pytest.approx(a * math.sin(0.5), rel=1e-12)


def test_type_with_completion(launch):
    person = launch()
    editor = person.editor()
    person.qtbot.mouseClick(editor.viewport(), Left)
    person.qtbot.keyClick(editor, Key.Key_A, Ctrl)
    person.qtbot.keyClicks(editor, "thet", delay=5)
    person.qtbot.keyClick(editor, Key.Key_Tab)
    person.qtbot.keyClicks(editor, " co", delay=5)
    person.qtbot.keyClick(editor, Key.Key_Tab)
    person.qtbot.keyClicks(editor, "2x", delay=5)
    person.waits_for_answer()
    assert editor.text == "θ cos(2x)"
    assert person.frame.row(1).error is None


def test_a_family_follows_its_other_slider_and_stays_while_its_own_moves(launch):
    person = launch()
    type_formula(person, "f(x) = a sin(b x)")
    person.window.actions_["family"].trigger()
    person.waits(lambda: bool(person.frame.members))
    person.waits_for_answer()
    values = list(dict.fromkeys(each.value for each in person.frame.members))
    assert values == [-5.0, -2.5, 0.0, 2.5, 5.0]
    before = person.frame.members
    drag_slider(person, "a", 40)
    assert person.document.parameter("a").value > 1.5
    assert person.frame.members is before
    drag_slider(person, "b", 40)
    assert person.frame.members is not before
    layer = person.window.stage.plot.picture.pane.family
    assert layer.isVisible()
    assert [each.member.value for each in layer.shades if each.member.curve.order == 0] == values
    person.window.undo()
    person.window.undo()
    person.window.undo()
    person.waits(lambda: not person.frame.members)


def test_logarithmic_axes_are_switched_on_looked_at_and_gone_back_from(launch):
    person = launch()
    type_formula(person, "f(x) = exp(x)")
    person.window.actions_["y_log"].trigger()
    place = person.window.stage.plot.place
    person.waits(lambda: person.window.stage.plot.place.y_log and person.frame.viewport.y_log)
    person.waits_for_answer()
    curve = next(each for each in person.frame.curves if each.order == 0)
    rows = person.window.stage.plot.place.rows(curve.y)
    slopes = (rows[1:] - rows[:-1]) / (curve.x[1:] - curve.x[:-1])
    assert abs(slopes.max() - slopes.min()) < 1e-6 * abs(slopes.mean())  # a straight line
    person.window.actions_["back"].trigger()
    person.waits(lambda: not person.window.stage.plot.place.y_log)
    person.waits(lambda: not person.frame.viewport.y_log)
    assert person.window.stage.plot.place.x_min == place.x_min


def test_a_typed_point_is_dragged_and_the_curve_through_it_follows(qtbot, launch):
    person = launch()
    window = person.window
    type_formula(person, "f(x) = b + a (x - a)")
    window.intents.add_formula("P = (a, b)")
    window.intents.finish()
    person.waits(lambda: bool(person.frame.free_points))
    person.waits_for_answer()
    layer = window.stage.plot.picture.pane.free_points
    spot = layer.placed[0].spot.toPoint()
    area = person.plot_area()
    qtbot.mousePress(area, Left, pos=spot)
    for step in range(1, 6):
        qtbot.mouseMove(area, spot + QPoint(8 * step, -6 * step))
    qtbot.mouseRelease(area, Left, pos=spot + QPoint(40, -30))
    person.waits(lambda: bool(person.document.parameters))
    person.waits_for_answer()
    point = person.frame.free_points[0]
    assert point.x > 1.0
    assert point.y > 1.0
    curve = next(each for each in person.frame.curves if (each.key, each.order) == (1, 0))
    at = abs(curve.x - point.x).argmin()
    assert abs(curve.y[at] - point.y) < 0.05
    window.undo()
    person.waits(lambda: person.frame.free_points[0].x == 1.0)


def test_zooming_ends_where_double_precision_ends_and_says_so(launch):
    person = launch()
    plot = person.window.stage.plot
    plot.setFocus()
    for _ in range(140):
        person.qtbot.keyClick(plot, Key.Key_Plus)
    person.waits_for_answer()
    hint = person.window.status._hint.text()
    assert hint.startswith("Double precision ends here")
    place = plot.place
    assert 0 < place.x_max - place.x_min <= 1e-10
    person.qtbot.keyClick(plot, Key.Key_Minus)
    person.waits_for_answer()
    assert person.frame.curves

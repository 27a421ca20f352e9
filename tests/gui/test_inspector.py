"""The inspector: typed coordinates, readings with their worth, the tangent."""

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from core.document import with_new_formula
from core.frame import Kind, Kink, Landmark, Reading, Search, Status
from gui.panels.inspector import EMPTY
from gui.panels.numbers import field_text, line_text, number_text, tangent_of
from gui.panels.readout import LOADING


def paint_point(window, **changes):
    frame = window.frame
    window.inspector.paint_frame(replace(frame, point=replace(frame.point, **changes)))


def numbers(window):
    return [readout.number.text() for readout in window.inspector.readouts]


def test_a_typed_coordinate_moves_the_point(qtbot, window):
    field = window.inspector.coordinate
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "sqrt 4")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.store.document.coordinate("x") == 2.0
    assert numbers(window) == ["8", "12", "12"]
    window.undo()
    assert field.text() == "1"


def test_the_readings_and_the_tangent_are_shown(window):
    assert numbers(window) == ["1", "3", "6"]
    assert window.inspector.tangent_card.angle.number.text() == "71.565°"
    assert window.inspector.word.text() == "Rising"
    assert all(each.badge.accessibleName() == "checking" for each in window.inspector.readouts)


def test_until_pytorch_is_there_its_rows_say_so(window, evaluator):
    evaluator.differentiated = False
    window.pace.ask()
    assert numbers(window) == ["1", LOADING, LOADING]
    assert window.inspector.tangent_card.isHidden()


def test_a_corner_has_no_number_but_a_badge_and_a_sentence(window):
    note = "The slope is −1 from the left and 1 from the right."
    corner = Reading(None, Status.NOT_DIFFERENTIABLE, note)
    paint_point(window, readings=(Reading(0.0), corner, corner))
    readout = window.inspector.readouts[1]
    assert readout.number.text() == "–"
    assert readout.badge.text() == "not differentiable"
    assert readout.note.text() == note
    assert window.inspector.tangent_card.isHidden()


def test_a_held_point_is_paused(window):
    paint_point(window, held=True)
    assert [readout.badge.text() for readout in window.inspector.readouts] == ["paused"] * 3
    assert numbers(window) == ["1", "3", "6"]
    assert window.inspector.word.isHidden()


def test_without_a_formula_it_says_what_to_do(window):
    window.intents.remove_row(1)
    assert window.inspector.note.text() == EMPTY
    assert not window.inspector.note.isHidden()
    window.store.change(with_new_formula(window.store.document, "x"), "New")
    window.pace.ask()
    assert window.inspector.note.isHidden()


def test_a_click_copies_a_double_click_shows_more(qtbot, window, qapp):
    paint_point(window, readings=(Reading(1 / 3), Reading(2.0), Reading(3.0)))
    number = window.inspector.readouts[0].number
    qtbot.mouseClick(number, Qt.MouseButton.LeftButton)
    assert qapp.clipboard().text() == repr(1 / 3)
    qtbot.mouseDClick(number, Qt.MouseButton.LeftButton)
    assert number.text() == "0.33333333333333331"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.5, "−1.5"), (1 / 3, "0.3333333333"),
        (1234.5, "1234.5"), (12345.678, "12\u2009345.678"), (1e-7, "1·10⁻⁷"),
        (-1.25e30, "−1.25·10³⁰"), (math.inf, "∞"), (9999999999.9, "1·10¹⁰"),
    ],
)  # fmt: skip
def test_numbers_are_written_for_people(value, text):
    assert number_text(value) == text


def test_field_text_can_be_typed_again():
    from gui.panels.number_field import read_number

    for value in (1.0, -2.5, 1e-9, 6.02e23, math.pi):
        assert read_number(field_text(value)) == pytest.approx(value, rel=1e-11)


def test_tangent_angle_curvature_and_radius():
    tangent = tangent_of(1.0, 1.0974949866, 0.4061058025, -1.6443637199)
    assert tangent.intercept == pytest.approx(0.6913891841)
    assert tangent.angle == pytest.approx(22.1024, abs=1e-4)
    assert tangent.curvature == pytest.approx(-1.3078, abs=1e-4)
    assert tangent.radius == pytest.approx(0.7646, abs=1e-4)
    assert line_text(tangent) == "y = 0.4061 x + 0.6914"


def test_a_straight_line_has_an_infinite_radius_and_no_slope_no_tangent():
    assert tangent_of(0.0, 1.0, 0.0, 0.0).radius == math.inf
    assert tangent_of(0.0, 1.0, 2.0, None).curvature is None
    assert tangent_of(0.0, 1.0, 1e200, 1e300).curvature == 0.0
    assert tangent_of(0.0, 1.0, None, None) is None


def search(*marks, key=1, low=-2.5, high=2.5):
    landmarks = tuple(Landmark(kind, key, x, 0.0) for kind, x in marks)
    return Search(key, low, high, 4000, 2.5e-12, landmarks)


def places(window, kind):
    return [button.text() for button in window.inspector.found_card.rows[kind].buttons]


def test_what_was_found_is_listed_with_its_interval(window):
    card = window.inspector.found_card
    assert card.isHidden()
    marks = ((Kind.ROOT, -math.sqrt(2)), (Kind.ROOT, 0.0), (Kind.ROOT, math.sqrt(2)))
    frame = replace(window.frame, searches=(search(*marks), search((Kind.ROOT, 9.0), key=2)))
    window.inspector.paint_frame(frame)
    assert card.isVisible()
    assert card.title.text() == "Found in [−2.5, 2.5]"
    assert places(window, Kind.ROOT) == ["−1.414", "0", "1.414"]
    words = "Searched this interval at 4\u2009000 places, each result refined to 12 digits."
    assert card.sentence.text() == words


@pytest.mark.parametrize(("latex", "stays"), [("x^{3}", True), ("x^{9}", False)])
def test_what_was_found_stays_with_the_picture_that_it_belongs_to(window, latex, stays):
    frame = window.frame
    row = replace(frame.row(frame.document.active), latex="x^{3}")
    point = replace(frame.point, held=True)
    found = replace(frame, rows=(row,), searches=(search((Kind.ROOT, 0.0)),))
    held = replace(frame, rows=(replace(row, latex=latex),), point=point, searches=())
    card = window.inspector.found_card
    window.inspector.paint_frame(found)
    window.inspector.paint_frame(replace(found, draft=True, searches=()))
    assert card.isVisible()
    window.inspector.paint_frame(held)
    assert card.isVisible() == stays


def test_an_empty_kind_says_where_none_was_found(window):
    window.inspector.paint_frame(replace(window.frame, searches=(search((Kind.ROOT, 0.0)),)))
    rows = window.inspector.found_card.rows
    assert rows[Kind.MAXIMUM].words.text() == "None found in [−2.5, 2.5]"
    assert rows[Kind.POLE].isHidden()
    assert rows[Kind.ROOT].words.isHidden()


def test_a_draft_without_a_search_keeps_the_list(window):
    window.inspector.paint_frame(replace(window.frame, searches=(search((Kind.ROOT, 0.5)),)))
    window.inspector.paint_frame(replace(window.frame, searches=(), draft=True))
    assert places(window, Kind.ROOT) == ["0.5"]
    assert window.inspector.found_card.isVisible()
    window.intents.remove_row(1)
    assert window.inspector.found_card.isHidden()


def test_the_list_of_another_formula_does_not_stay(window):
    window.inspector.paint_frame(replace(window.frame, searches=(search((Kind.ROOT, 0.5)),)))
    window.inspector.paint_frame(replace(window.frame, searches=()))
    assert window.inspector.found_card.isHidden()


def test_a_click_on_a_place_moves_the_point_there_exactly(qtbot, window):
    root = math.sqrt(2)
    window.inspector.paint_frame(replace(window.frame, searches=(search((Kind.ROOT, root)),)))
    button = window.inspector.found_card.rows[Kind.ROOT].buttons[0]
    assert button.accessibleName() == "Go to the root at x = 1.41421356237"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.store.document.coordinate("x") == root
    window.undo()
    assert window.store.document.coordinate("x") == 1.0


def test_many_places_are_counted(window):
    marks = [(Kind.ROOT, place / 10) for place in range(50)]
    window.inspector.paint_frame(replace(window.frame, searches=(search(*marks),)))
    row = window.inspector.found_card.rows[Kind.ROOT]
    assert row.words.text() == f"and {50 - len(row.buttons)} more"


def test_the_order_of_taylor_has_a_track_and_a_field(qtbot, window):
    card = window.inspector.tangent_card
    assert card.order.isHidden()
    qtbot.mouseClick(window.formulas.rows[0].tools.marks["taylor"], Qt.MouseButton.LeftButton)
    assert window.store.document.formula(1).taylor == 3
    assert card.title.text() == "Tangent and Taylor"
    card.order.track.setFocus()
    qtbot.keyClick(card.order.track, Qt.Key.Key_Right)
    qtbot.keyClick(card.order.track, Qt.Key.Key_Right)
    assert window.store.document.formula(1).taylor == 5
    card.order.field.setFocus()
    card.order.field.selectAll()
    qtbot.keyClicks(card.order.field, "40")
    qtbot.keyClick(card.order.field, Qt.Key.Key_Return)
    assert window.store.document.formula(1).taylor == 12
    assert card.order.field.text() == "12"
    for _ in range(3):
        window.undo()
    assert window.store.document.formula(1).taylor == 3
    window.undo()
    assert window.store.document.formula(1).taylor is None
    assert card.order.isHidden()


def test_the_run_of_the_secant_shrinks_by_factors_and_may_be_negative(qtbot, window):
    window.actions_["secant"].trigger()
    dial = window.inspector.tangent_card.run
    dial.track.setFocus()
    qtbot.keyClick(dial.track, Qt.Key.Key_End)
    assert window.store.document.formula(1).secant == 2.0
    for _ in range(50):
        qtbot.keyClick(dial.track, Qt.Key.Key_Left)
    assert 0 < abs(window.store.document.formula(1).secant) < 0.01
    qtbot.keyClick(dial.track, Qt.Key.Key_Home)
    assert window.store.document.formula(1).secant == -2.0
    dial.field.setFocus()
    dial.field.selectAll()
    qtbot.keyClicks(dial.field, "0")
    qtbot.keyClick(dial.field, Qt.Key.Key_Return)
    assert window.store.document.formula(1).secant == 0.001


CORNER = "corner: left slope −1, right slope 1"


def kink(x, kind=Kind.CORNER, note=CORNER, autograd="autograd returns f′ = 0"):
    return Kink(kind, 1, x, 0.0, (0.0, -1.0, 0.0), (0.0, 1.0, 0.0), note, autograd)


def test_a_kink_says_what_happens_and_what_autograd_returns(window):
    found = replace(search(), kinks=(kink(0.5),))
    window.inspector.paint_frame(replace(window.frame, searches=(found,)))
    card = window.inspector.found_card
    assert places(window, Kind.CORNER) == ["0.5"]
    assert card.notes[Kind.CORNER].text() == f"x = 0.5: {CORNER}; autograd returns f′ = 0."
    assert card.notes[Kind.CORNER].isVisible()
    tip = card.rows[Kind.CORNER].buttons[0].toolTip()
    assert tip.splitlines()[1] == f"{CORNER}; autograd returns f′ = 0"
    assert card.notes[Kind.POLE].isHidden()


def test_kinks_that_are_alike_share_their_words_and_few_are_told(window):
    alike = [kink(x) for x in (-1.0, 0.0, 1.0)]
    others = [kink(x, note=f"corner: left slope {x:g}, right slope 0") for x in (1.5, 2.0)]
    found = replace(search(), kinks=(*alike, *others))
    window.inspector.paint_frame(replace(window.frame, searches=(found,)))
    lines = window.inspector.found_card.notes[Kind.CORNER].text().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("x = −1 ...: corner: left slope −1")
    assert lines[1].startswith("x = 1.5: corner")


def test_the_notes_go_with_the_kinks(window):
    found = replace(search(), kinks=(kink(0.5),))
    window.inspector.paint_frame(replace(window.frame, searches=(found,)))
    window.inspector.paint_frame(replace(window.frame, searches=(search((Kind.ROOT, 0.0)),)))
    assert window.inspector.found_card.notes[Kind.CORNER].isHidden()
    assert window.inspector.found_card.rows[Kind.CORNER].isHidden()

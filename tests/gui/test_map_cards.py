"""The cards of a map in the inspector."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.document import Document, Formula, Viewport, with_plane_view, with_point
from core.errors import InputError
from core.evaluate import Evaluator
from gui.panels.map_cards import MapCards, complex_text
from gui.panels.product_card import vector_text
from gui.panels.vector_field import VectorField, parts, read_vector

Key = Qt.Key
POLAR = "F(x, y) = [x cos y, x sin y]"


@pytest.fixture(scope="module")
def evaluator():
    made = Evaluator()
    made.load_derivatives()
    return made


def hidden(qtbot):
    """Cards in a window that is never shown."""
    host = QWidget()
    qtbot.addWidget(host)
    cards = MapCards(host)
    cards.host = host  # else it is collected
    return cards


def cards_of(qtbot, evaluator, text, view="grid", **at):
    document = with_plane_view(Document((Formula(1, text),), active=1), view)
    for name, coordinate in at.items():
        document = with_point(document, name, coordinate)
    frame = evaluator.frame(document, Viewport(-3.0, 3.0))
    cards = hidden(qtbot)
    cards.show_map(frame.map, document, True, (-3.0, 3.0))
    return cards


def test_components_are_read_with_or_without_brackets():
    assert parts("1, max(2, 3), pi") == ["1", " max(2, 3)", " pi"]
    assert read_vector("[1, max(2, 3)]", 2) == (1.0, 3.0)
    assert read_vector("(1/2, 2)", 2) == (0.5, 2.0)
    assert read_vector("(1 + 1)/4", 1) == (0.5,)


@pytest.mark.parametrize(
    ("text", "said"), [("1", "2 numbers"), ("1, 2, 3", "2 numbers"), ("0, 0", "not be 0"),
                       ("1, +", "")]
)  # fmt: skip
def test_what_is_no_vector_is_refused_in_one_sentence(text, said):
    with pytest.raises(InputError) as refusal:
        read_vector(text, 2)
    assert said in refusal.value.message


def test_a_refused_vector_stays_to_be_mended_and_escape_takes_it_back(qtbot):
    field = VectorField("Direction v")
    qtbot.addWidget(field)
    field.show_vector((1.0, 0.0))
    heard, refused = [], []
    field.vector_entered.connect(heard.append)
    field.refused.connect(refused.append)
    field.selectAll()
    qtbot.keyClicks(field, "1, 2, 3")
    qtbot.keyClick(field, Key.Key_Return)
    assert heard == []
    assert refused[-1].startswith("This needs 2 numbers")
    qtbot.keyClick(field, Key.Key_Escape)
    assert (field.text(), refused[-1]) == ("1, 0", "")
    field.selectAll()
    qtbot.keyClicks(field, "1/2, -3")
    qtbot.keyClick(field, Key.Key_Return)
    assert heard == [(0.5, -3.0)]


def test_complex_numbers_are_written_with_both_parts():
    assert complex_text(complex(0.5, -0.75)) == "0.5 − 0.75 i"
    assert complex_text(complex(-2, 0)) == "−2"
    assert complex_text(complex(0, 1)) == "0 + 1 i"


def test_long_vectors_are_cut_in_the_middle():
    assert vector_text([1, 2, 3]) == "(1, 2, 3)"
    assert vector_text(list(range(10))) == "(0, 1, 2, 3, …, 9)"


def test_the_cards_of_polar_coordinates(qtbot, evaluator):
    cards = cards_of(qtbot, evaluator, POLAR, x=2.0, y=0.0)
    assert [each.number.text() for each in cards.values[:2]] == ["2", "0"]
    assert cards.matrix.accessibleName() == "Matrix, row by row: 1, 0; 0, 2"
    assert cards.determinant.number.text() == "2"
    assert cards.orientation.text() == "Keeps orientation"
    assert cards.scaling.text() == "Areas here grow 2 times."
    assert cards.bars.accessibleName() == "Singular values: 2, 1"
    assert cards.word.text() == "Unstable node"
    assert cards.eigenvalues.text() == "λ₁ = 2\nλ₂ = 1"
    assert cards.product_card.pushed.text() == "(1, 0)"
    assert cards.curve_card.isHidden()


def test_a_map_that_is_not_square_has_no_determinant_and_no_flow(qtbot, evaluator):
    cards = cards_of(qtbot, evaluator, "F(x, y) = [x, y, x y]")
    assert cards.determinant.isHidden()
    assert cards.flow_card.isHidden()
    assert not cards.bars_card.isHidden()


def test_a_curve_has_its_motion(qtbot, evaluator):
    cards = cards_of(qtbot, evaluator, "[2 cos t, 2 sin t]", "path", t=0.0)
    card = cards.curve_card
    assert not card.isHidden()
    assert (card.velocity.text(), card.acceleration.text()) == ("(0, 2)", "(−2, 0)")
    assert (card.speed.number.text(), card.radius.number.text()) == ("2", "2")
    assert card.curvature.number.text() == "0.5"
    assert (card.low.value, card.high.value) == (-3.0, 3.0)


def test_the_range_of_a_curve_runs_from_a_smaller_to_a_larger_number(qtbot, evaluator):
    cards = cards_of(qtbot, evaluator, "[cos t, sin t]", "path")
    heard = []
    cards.range_entered.connect(lambda *ends: heard.append(ends))
    for text in ("9", "0"):
        cards.curve_card.low.selectAll()
        qtbot.keyClicks(cards.curve_card.low, text)
        qtbot.keyClick(cards.curve_card.low, Key.Key_Return)
    assert heard == [(0.0, 3.0)]


def test_many_variables_stand_in_a_table(qtbot, evaluator):
    cards = cards_of(qtbot, evaluator, "F(x) = norm(x) x, x in R^12")
    assert not cards.table.isHidden()
    assert cards.coordinates[0].isHidden()
    assert cards.matrix.isHidden()


def test_outside_the_domain_the_reason_stands_under_the_values(qtbot, evaluator):
    cards = cards_of(qtbot, evaluator, "F(x, y) = [ln x, y]", x=-1.0)
    assert cards.values[0].number.text() == "–"
    assert cards.note.text().startswith("Component 1: ")
    assert cards.jacobian_card.isHidden()
    assert cards.product_card.isHidden()


def test_showing_a_map_fires_nothing(qtbot, evaluator):
    document = Document((Formula(1, POLAR),), active=1)
    cards = hidden(qtbot)
    heard = []
    for signal in (cards.point_moved, cards.direction_entered, cards.weights_entered,
                   cards.range_entered, cards.arrowing_chosen):  # fmt: skip
        signal.connect(lambda *given: heard.append(given))
    for x in (1.0, 2.0):
        document = with_point(document, "x", x)
        frame = evaluator.frame(document, Viewport())
        cards.show_map(frame.map, document, True, (-3.0, 3.0))
    cards.show_map(replace(frame.map, held=True), document, True, (-3.0, 3.0))
    assert heard == []

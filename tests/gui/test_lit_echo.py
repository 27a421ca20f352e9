"""What is pointed out is lit in the echo."""

import pytest

from gui.maths import MathsLabel
from gui.outlines import outline

PLAIN = r"a\,x^{3} + \sin(b\,x)"
MARKED = r"a\,x^{3} + \textcolor{red}{\sin(b\,x)}"


@pytest.fixture
def label(qtbot):
    made = MathsLabel()
    qtbot.addWidget(made)
    made.set_latex(PLAIN)
    made.resize(300, 40)
    made.show()
    qtbot.waitUntil(lambda: bool(made._lines))
    return made


def test_a_marked_formula_is_as_wide_and_knows_its_marked_part():
    plain, marked = outline(PLAIN, 18), outline(MARKED, 18)
    assert plain.marked is None
    assert marked.width == pytest.approx(plain.width, abs=0.5)
    box, whole = marked.marked.boundingRect(), marked.path.boundingRect()
    assert whole.left() + 0.3 * whole.width() < box.left() < box.right() <= whole.right() + 0.01


def test_what_is_pointed_out_is_lit_and_goes_out_again(qtbot, label):
    assert label.lit.isEmpty()
    before = label.grab().toImage()
    label.point_out(MARKED)
    qtbot.waitUntil(lambda: not label.lit.isEmpty())
    assert label.lit.left() > 0.3 * label._lines[0].width
    assert label.grab().toImage() != before
    label.point_out("")
    assert label.grab().toImage() == before


def test_nothing_is_lit_of_another_formula_or_of_broken_lines(qtbot, label):
    label.point_out(r"\textcolor{red}{x}")
    qtbot.waitUntil(lambda: bool(label._typesetting.get(r"\textcolor{red}{x}", label._size)))
    assert label.lit.isEmpty()
    label.point_out(MARKED)
    label.resize(60, 80)
    qtbot.waitUntil(lambda: len(label._lines) > 1)
    assert label.lit.isEmpty()

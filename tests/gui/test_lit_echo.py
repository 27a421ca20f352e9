"""What is pointed out is lit in the echo."""

import pytest

from core.language.typeset import MARK_BEGINS, MARK_ENDS
from gui.maths import MathsLabel
from gui.outlines import outline

PLAIN = r"a\,x^{3} + \sin(b\,x)"
MARKED = r"a\,x^{3} + " + MARK_BEGINS + r"\sin(b\,x)" + MARK_ENDS


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
    box, before = marked.marked.boundingRect(), outline(r"a\,x^{3} +", 18)
    assert before.path.boundingRect().right() < box.left() < box.right()
    assert box.right() == pytest.approx(marked.path.boundingRect().right())


def test_a_part_in_the_middle_is_all_of_it_that_is_marked():
    part = r"\sin(2\,x)"
    marked = outline(rf"x\,{MARK_BEGINS}{part}{MARK_ENDS}\,y^{{2}}", 18)
    box, alone = marked.marked.boundingRect(), outline(part, 18).path.boundingRect()
    assert box.width() == pytest.approx(alone.width(), abs=0.05)


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
    other = f"{MARK_BEGINS}x{MARK_ENDS}"
    label.point_out(other)
    qtbot.waitUntil(lambda: bool(label._typesetting.get(other, label._size)))
    assert label.lit.isEmpty()
    label.point_out(MARKED)
    label.resize(60, 80)
    qtbot.waitUntil(lambda: len(label._lines) > 1)
    assert label.lit.isEmpty()

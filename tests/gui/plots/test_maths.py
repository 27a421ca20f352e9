"""Typeset formulas: outlines, the worker that makes them, and the label."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui.maths import MathsLabel, Typesetting, breaks, outline, render
from gui.theme import DARK

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen has no window manager
LONG = r"f(x) = a\,x^{3} + \sin\left(b\,x + 1\right) - \frac{1}{x-1} + e^{-x} \cdot 7"
ODD = ["", r"\frac{", "x_", r"\begin{cases}", "{", r"\foo{x}", "∇ƒ", "x" * 500]


@pytest.fixture
def column(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.setLayout(QVBoxLayout())
    window.resize(260, 300)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


def label(column, latex):
    made = MathsLabel()
    made.set_latex(latex)
    column.layout().insertWidget(0, made)
    column.layout().addStretch(1)
    return made


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("latex", ODD)
def test_odd_latex_never_raises(latex):
    assert outline(latex, 17).width >= 0


@pytest.mark.usefixtures("qapp")
def test_a_formula_stands_on_its_baseline():
    made = render("f(x)", 17, "#000000")
    assert 10 < made.baseline < made.height
    assert outline("x", 17).below < outline("f", 17).below


@pytest.mark.usefixtures("qapp")
def test_the_same_formula_is_made_once():
    assert render("x^2", 17, "#000000") is render("x^2", 17, "#000000")
    assert render("x^2", 17, "#FFFFFF").outline is outline("x^2", 17)


@pytest.mark.usefixtures("qapp")
def test_painted_into_svg_it_stays_a_path():
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    target = QSvgGenerator()
    target.setOutputDevice(buffer)
    target.setSize(QSize(200, 40))
    painter = QPainter(target)
    render(r"\frac{a}{b}", 17, "#0064a8").paint(painter, 5, 25)
    painter.end()
    svg = bytes(buffer.data().data()).decode()
    assert "<path" in svg
    assert "<image" not in svg
    assert 'fill="#0064a8"' in svg


def test_a_view_gets_its_outline_from_the_worker(qtbot):
    words = Typesetting()
    assert words.get("z+1", 17) is None
    qtbot.waitUntil(lambda: words.get("z+1", 17) is not None)
    assert words.get("z+1", 17) is outline("z+1", 17)


@pytest.mark.usefixtures("qapp")
def test_an_export_does_not_wait_for_the_worker():
    assert Typesetting(waits=True).get("y-1", 17) is not None


def test_breaks_come_after_operators_outside_of_brackets():
    assert [piece.strip() for piece in breaks(LONG)] == [
        "f(x) =", r"a\,x^{3} +", r"\sin\left(b\,x + 1\right) -", r"\frac{1}{x-1} +",
        r"e^{-x} \cdot", "7",
    ]  # fmt: skip
    assert breaks("-x") == ("-x",)
    assert breaks("") == ()


def test_a_short_formula_is_one_line(column, qtbot):
    made = label(column, "f(x)=x^2")
    qtbot.waitUntil(lambda: len(made._lines) == 1)
    assert made._lines[0] is outline("f(x)=x^2", 17)


def test_a_long_formula_breaks_and_grows(column, qtbot):
    made = label(column, LONG)
    qtbot.waitUntil(lambda: len(made._lines) > 1)
    assert all(line.width <= made.width() for line in made._lines)
    qtbot.waitUntil(lambda: made.height() >= made.sizeHint().height())


def test_what_cannot_break_can_be_scrolled(column, qtbot):
    made = label(column, r"\sqrt{1+x+x^2+x^3+x^4+x^5+x^6+x^7+x^8+x^9+x^{10}}")
    qtbot.waitUntil(lambda: bool(made._lines))
    before = made.grab().toImage()
    spot = QPointF(10, 10)
    event = QWheelEvent(
        spot, made.mapToGlobal(spot), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(made, event)
    assert made.grab().toImage() != before


def test_the_formula_before_stays_until_the_next_is_made(column, qtbot):
    made = label(column, "x")
    qtbot.waitUntil(lambda: bool(made._lines))
    old = made._lines
    made.set_latex("x+q_{17}", "x plus q 17")
    assert made._lines == old
    assert made.accessibleName() == "x plus q 17"
    qtbot.waitUntil(lambda: made._lines != old)


def test_it_takes_the_text_colour_of_the_theme(column, qtbot):
    made = label(column, r"\blacksquare")
    qtbot.waitUntil(lambda: bool(made._lines))
    made.set_theme(DARK)
    image = made.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = QColor(DARK.text).rgb()
    seen = {image.pixel(x, y) for x in range(40) for y in range(image.height())}
    assert wanted in seen


def test_brackets_around_many_rows_are_drawn():
    rows = r" \\ ".join("abcde")
    bare = outline(rf"\begin{{matrix}} {rows} \end{{matrix}}", 17)
    bracketed = outline(rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}", 17)
    wide = bracketed.path.boundingRect().width() - bare.path.boundingRect().width()
    assert wide > 8

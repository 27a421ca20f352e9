"""The CSV of what is drawn: what it is of, named columns, every digit."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Document, Formula, Parameter, Viewport
from core.evaluate import Evaluator
from core.files.tables import csv_text
from core.frame import Curve, Frame, Point, Reading, Row


def frame(*blocks, formulas=("x^2",), parameters=(), point=None, variables=("x",)):
    """A frame whose rows have these blocks of curves: (x, {order: y})."""
    rows = tuple(Row(key, "f", variables=variables) for key in range(1, len(blocks) + 1))
    curves = tuple(
        Curve(key, order, "f" + "′″‴"[order - 1 : order], np.array(x, float), np.array(y, float))
        for key, (x, ys) in enumerate(blocks, start=1)
        for order, y in ys.items()
    )
    document = Document(tuple(Formula(key, text) for key, text in enumerate(formulas, start=1)))
    return Frame(document, Viewport(), rows, curves, tuple(parameters), point)


def table(made):
    """Comment lines, titles and cells of the CSV of a frame."""
    lines = csv_text(made).splitlines()
    comments = [line for line in lines if line.startswith("# ")]
    rows = list(csv.reader(lines[len(comments) :]))
    return comments, rows[0], rows[1:]


def test_the_header_says_of_what_the_numbers_are():
    point = Point(1, "f", "x", 0.1, (Reading(1.0),))
    texts, sliders = ("a x^2\n  + 1", ""), [Parameter("a", 0.1)]
    made = frame(([0], {0: [1]}), formulas=texts, parameters=sliders, point=point)
    comments, _, _ = table(made)
    assert comments == ["# formula: a x^2 + 1", "# slider: a = 0.1", "# point: x = 0.1"]


def test_there_is_a_column_for_x_and_one_for_each_curve():
    _, titles, rows = table(frame(([0, 1], {0: [2, 3], 1: [4, 5], 2: [6, 7]})))
    assert titles == ["x", "f", "f'", "f''"]
    assert rows == [["0.0", "2.0", "4.0", "6.0"], ["1.0", "3.0", "5.0", "7.0"]]


def test_formulas_stand_side_by_side_each_with_its_own_samples():
    made = frame(([0, 1], {0: [2, 3]}), ([5], {0: [6], 1: [7]}), formulas=("x", "t"))
    _, titles, rows = table(made)
    assert titles == ["x", "f", "x", "f", "f'"]
    assert rows == [["0.0", "2.0", "5.0", "6.0", "7.0"], ["1.0", "3.0", "", "", ""]]


def test_the_column_has_the_name_of_the_variable():
    assert table(frame(([0], {0: [1]}), variables=("theta",)))[1] == ["theta", "f"]


def test_where_a_curve_is_not_defined_the_cell_is_empty():
    _, _, rows = table(frame(([0, 1, 2], {0: [math.nan, 1, math.inf]})))
    assert [row[1] for row in rows] == ["", "1.0", ""]


def test_a_frame_without_curves_has_a_header_only():
    comments, titles, rows = table(frame(formulas=("x^2",)))
    assert (comments, titles, rows) == (["# formula: x^2"], [], [])


def test_half_a_character_in_a_formula_can_be_written():
    assert csv_text(frame(([0], {0: [1]}), formulas=("x \ud800",))).encode()


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_every_float64_comes_back_as_it_was(values):
    _, _, rows = table(frame((values, {0: values[::-1]})))
    assert [float(row[0]) for row in rows] == values
    assert [float(row[1]) for row in rows] == values[::-1]


def test_the_table_of_a_real_frame_holds_its_curves():
    document = Document((Formula(1, "g(t) = a/t", shown=(0, 1)),), 1)
    evaluator = Evaluator()
    evaluator.load_derivatives()
    made = evaluator.frame(document, Viewport(-2, 3, None, None, 300, 200))
    comments, titles, rows = table(made)
    assert comments == ["# formula: g(t) = a/t", "# slider: a = 1.0", "# point: t = 1.0"]
    assert titles == ["t", "g", "g'"]
    cells = np.array([[float(cell) if cell else math.nan for cell in row] for row in rows])
    for column, curve in enumerate(made.curves, start=1):
        np.testing.assert_array_equal(cells[:, 0], curve.x)
        np.testing.assert_array_equal(cells[:, column], curve.y)
    whole = np.isfinite(cells[:, 1])
    assert cells[whole, 1] == pytest.approx(1 / cells[whole, 0], rel=1e-15)
    assert np.count_nonzero(~whole) == 1

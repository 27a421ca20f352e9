"""PGFPlots, JSON and LaTeX of what is drawn."""

from __future__ import annotations

import json
import re

import pytest

from core.document import Viewport, first_document, with_formula, with_view
from core.evaluate import Evaluator
from core.files.tables import json_text, latex_text
from core.files.tikz import tikz_text

PALETTE = ("#0064A8", "#D55E00", "#149E78", "#805500", "#A23B78", "#459BCB")


@pytest.fixture(scope="module")
def frame():
    evaluator = Evaluator()
    evaluator.load_derivatives()
    document = with_view(with_formula(first_document(), 1, text="f(x) = tan x"), "table")
    return evaluator.frame(document, Viewport(-2.0, 2.0, -4.0, 4.0, 300, 200))


def test_the_tikz_code_is_balanced_and_has_each_curve_once(frame):
    text = tikz_text(frame, PALETTE)
    assert text.count("{") == text.count("}")
    assert text.count(r"\begin{") == text.count(r"\end{")
    assert re.findall(r"\\addlegendentry\{(.*?)\}\n", text) == ["$f$", "$f'$", "$f''$"]
    assert r"\definecolor{curve0}{HTML}{0064A8}" in text


def test_the_tikz_curves_are_broken_where_the_screen_breaks_them(frame):
    first = tikz_text(frame, PALETTE).split("coordinates {")[1].split("};")[0]
    assert "nan" in first
    assert "inf" not in first


def test_numbers_of_tikz_are_the_drawn_ones(frame):
    first = tikz_text(frame, PALETTE).split("coordinates {")[1].split("};")[0]
    pairs = re.findall(r"\(([^,]+),([^)]+)\)", first)
    curve = frame.curves[0]
    assert len(pairs) == len(curve.x)
    assert float(pairs[5][1]) == pytest.approx(float(curve.y[5]), rel=1e-6)


def test_json_holds_the_curves_and_null_where_there_is_none(frame):
    content = json.loads(json_text(frame))
    assert content["formulas"] == ["f(x) = tan x"]
    assert [curve["name"] for curve in content["curves"]] == ["f", "f'", "f''"]
    assert None in content["curves"][0]["y"]
    assert content["point"]["x"] == 1.0
    assert {"kind": "root", "x": 0.0, "y": 0.0} in content["found"]


def test_latex_holds_the_formula_and_the_table(frame):
    text = latex_text(frame)
    assert r"\[ f(x) = \tan x \]" in text
    assert r"\begin{array}" in text


@pytest.fixture(scope="module")
def cornered():
    evaluator = Evaluator()
    evaluator.load_derivatives()
    document = with_formula(first_document(), 1, text="sqrt(x) + |x - 1|", shown=(0, 1))
    return evaluator.frame(document, Viewport(-2.0, 4.0, -4.0, 4.0, 300, 200))


def test_tikz_has_the_circles_and_asymptotes_of_the_screen(cornered):
    text = tikz_text(cornered, PALETTE)
    assert "dotted, forget plot] coordinates {(0,-4) (0,4)};" in text
    assert "fill=curve0}] coordinates {(0,1)};" in text
    for y in ("-0.5", "1.5"):
        assert f"fill=white}}] coordinates {{(1,{y})}};" in text
    assert "mark=triangle, mark size=1.8pt, forget plot] coordinates {(1,1)};" in text
    assert text.count("{") == text.count("}")


def test_json_tells_of_kinks_with_both_sides(cornered):
    edge, corner = json.loads(json_text(cornered))["kinks"]
    assert (edge["kind"], edge["x"], edge["right"]) == ("edge of the domain", 0, [1, "inf", "-inf"])
    assert edge["left"] == [None, None, None]
    assert (corner["kind"], corner["left"][1], corner["right"][1]) == ("corner", -0.5, 1.5)
    assert corner["autograd"] == "autograd returns f′ = 0.5 (the convention of abs)"

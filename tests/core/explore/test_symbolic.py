"""Formulas by SymPy in its own process: right, short, and never in the way."""

from __future__ import annotations

import time

import pytest

from core.explore.symbolic import Symbolic


@pytest.fixture(scope="module")
def symbolic():
    made = Symbolic()
    yield made
    made.close()


FORMULAS = [
    ("x^3 - 2x", ("f'(x) = 3 x^{2} - 2", "f''(x) = 6 x")),
    ("f(t) = t^2", ("f'(t) = 2 t", "f''(t) = 2")),
    ("g(x) = sqrt(x^2 + 1)", None),
    ("a x^3 + sin(b x)", None),
    ("2.5x^2", ("f'(x) = 5 x", "f''(x) = 5")),
]


@pytest.mark.parametrize(("text", "expected"), FORMULAS)
def test_derivatives_come_as_equations(symbolic, text, expected):
    found = symbolic.derivatives(text, (), 2, timeout=20)
    assert found is not None
    assert len(found) == 2
    assert found[0].startswith("g'" if text.startswith("g") else "f'")
    if expected is not None:
        assert found == expected


def test_other_rows_may_be_used(symbolic):
    (slope,) = symbolic.derivatives("g(x) = f(x)^2", ("f(x) = x^3",), 1, timeout=20)
    assert slope == "g'(x) = 6 x^{5}"


@pytest.mark.parametrize("text", ["floor x", "x +", "|x|", "softmax(x, 2)  +"])
def test_what_has_no_closed_form_has_no_formula(symbolic, text):
    assert symbolic.derivatives(text, (), 2, timeout=20) is None


def test_a_child_that_thinks_too_long_is_replaced(symbolic):
    symbolic.derivatives("x", (), 1, timeout=20)
    began = time.monotonic()
    assert symbolic.derivatives("sin(sin(x))^9 e^(x^2)", (), 6, timeout=1e-4) is None
    assert time.monotonic() - began < 5
    assert symbolic.derivatives("x^2", (), 1, timeout=20) == ("f'(x) = 2 x",)


def test_the_formulas_agree_with_autograd(symbolic):
    """LaTeX is for people; the child's own expressions are held against the derivatives."""
    import sympy

    from core.explore.symbolic_writer import Writer
    from core.function import read

    for text in ("x^3 sin(2x)", "e^(-x^2/2)", "ln(1 + x^2)", "sigmoid(x)", "normal_cdf(x)"):
        body = Writer(sympy, {}).expression(read(text).definition.body)
        (symbol,) = body.free_symbols
        slope = float(sympy.diff(body, symbol).subs(symbol, sympy.Rational(7, 10)).evalf(30))
        assert read(text).at({"x": 0.7}).derivatives[0] == pytest.approx(slope, rel=1e-13)

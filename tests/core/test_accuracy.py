"""Two hundred formulas of one variable, five points each, f to f⁽⁶⁾ against 50 digits."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from core.calculus.derivatives import derivatives
from core.function import read
from core.language import functions, parse
from core.language.walk import nodes

from . import formulas, oracle

ORDER = 6
PROMISED = (1e-12, 1e-12, 1e-12, 1e-9, 1e-9, 1e-9, 1e-9)
ALL = [({}, row) for row in formulas.ROWS + formulas.WITH_SLIDERS] + formulas.WITH_ROWS
EVERY_FORMULA = pytest.mark.parametrize(
    ("rows", "row"), ALL, ids=[" ".join((*rows.values(), row[0])) for rows, row in ALL]
)


def function_of(rows, text):
    scope = {}
    for name, definition in rows.items():
        scope[name] = parse(definition, scope=scope)
    return read(text, scope=scope)


@cache
def truths(source, x):
    return oracle.truths(formulas.reference(source), x, ORDER + 1)


@EVERY_FORMULA
def test_at_the_point_every_derivative_keeps_its_digits(rows, row):
    """What the inspector shows: no allowance for ill-conditioned points or cancellation."""
    text, source, points = row
    function = function_of(rows, text)
    for x in points:
        result = function.at({"x": x}, formulas.SLIDERS, order=ORDER)
        exact = truths(source, x)
        for n, value in enumerate((result.value, *result.derivatives)):
            assert value is not None, (x, n, result.note)
            allowed = PROMISED[n] * abs(exact[n])
            if abs(exact[n]) < oracle.ZERO:
                allowed = 64 * oracle.rounding(exact, x, n) + oracle.ZERO
            assert abs(value - exact[n]) <= allowed, (x, n, value, exact[n])


@EVERY_FORMULA
def test_plain_autograd_keeps_its_digits_where_doubles_can(rows, row):
    """What curves, grids and tables show: autograd alone, 1000 points at once."""
    text, source, points = row
    function = function_of(rows, text)
    sliders = [formulas.SLIDERS[name] for name in function.parameters]
    found = derivatives(function.program, np.array(points), sliders, ORDER)
    for k, x in enumerate(points):
        exact = truths(source, x)
        for n in range(ORDER + 1):
            error = abs(found[n, k] - exact[n])
            allowed = PROMISED[n] * abs(exact[n]) + 16 * oracle.moved(exact, x, n) + oracle.ZERO
            if abs(exact[n]) < oracle.ZERO:
                allowed += 64 * oracle.rounding(exact, x, n)
            if error > allowed:
                allowed += 64 * oracle.noise(source, x, n, exact[n])
            assert error <= allowed, (x, n, found[n, k], exact[n])


def kind_of(node):
    return getattr(node, "function", type(node).__name__)


def test_the_formulas_use_every_function_of_the_table_and_every_kind_of_row():
    used = set()
    for rows, (text, _, points) in ALL:
        assert len(points) == 5
        used |= {kind_of(node) for node in nodes(function_of(rows, text).definition.body)}
    assert {row.name for row in functions()} <= used | {"sum", "prod"}
    assert {"Cases", "Repeat", "Derivative", "Apply", "Power", "Quotient", "Compare"} <= used
    assert len({row[0] for _, row in ALL}) >= 200


def test_fifty_digits_are_fifty_digits():
    """The reference of the references: mpmath's derivatives of a formula against its closed form."""
    exact = oracle.truths(formulas.reference("exp(2*x)*x"), 0.3, 7)
    for n, value in enumerate(exact):
        closed = oracle.truths(
            formulas.reference(f"exp(2*x)*(2**{n}*x + {n}*mpf(2)**{n - 1})"), 0.3, 0
        )
        assert abs(value - closed[0]) <= 1e-45 * abs(closed[0])


@pytest.mark.parametrize(
    ("x", "slope", "bend"),
    [("1", 3.5403, 5.1585), ("pi", 28.6088, 18.8496), ("5", 75.2837, 30.9589)],
)
def test_the_lesson_everybody_starts_with(x, slope, bend):
    from core.language import number

    result = read("x^3 + sin(x)").at({"x": number(x)})
    assert result.derivatives == pytest.approx((slope, bend), abs=5e-5)

"""Gradients, Hessians and Jacobians against 50 digits, entry by entry.

How far an entry goes when the point moves by an ulp is computed with 50 digits: where that is
below the promised error, the promise holds as it is; where the formula itself is worse conditioned,
the error stays within that.
"""

from __future__ import annotations

import math
import random
from itertools import combinations_with_replacement

import numpy as np
import pytest
import sympy
from mpmath import mp

from core.function import read

from .several import MANY, MANY_MAPS, MAPS, THREE_TO_FIVE, TWO

PROMISED = 1e-11
ROUNDINGS = 64  # how many ulps of the point an ill-conditioned entry may be off
NOTHING = 1e-14  # of the largest entry: what an entry that is 0 may be left with
EPSILON = 2.0**-52
POINTS = 2
WORDS = {"S": sympy.S, "prod": math.prod, "sum": sum, "range": range, "enumerate": enumerate}
LETTERS = "xyzwvt"


def _symbols(source, size):
    if size is None:
        free = sympy.sympify(source).free_symbols
        names = sorted({str(each) for each in free}, key="xyzwvt".index)
        return [sympy.Symbol(name, real=True) for name in names]
    return [sympy.Symbol(f"x_{k}", real=True) for k in range(1, size + 1)]


def _expression(source, symbols, size):
    words = dict(WORDS)
    if size is not None:
        for name in ("exp", "sin", "cos", "tanh", "sqrt", "log", "pi"):
            words[name] = getattr(sympy, name)
        return eval(source, {**words, "X": symbols, "n": sympy.Integer(size) if "/n" in source else size})
    return sympy.sympify(source, locals={str(each): each for each in symbols})


def _at(symbols, entries):
    """What evaluates all entries at once, in the arithmetic that is set."""
    return sympy.lambdify(symbols, entries, modules="mpmath", cse=True)


def _evaluated(formula, point):
    with mp.workdps(50):
        return [mp.mpf(mp.re(each)) for each in formula(*[mp.mpf(each) for each in point])]


def _conditioned(formula, point, generator):
    """The entries at the point, and how far each goes when the point moves by an ulp."""
    truth = _evaluated(formula, point)
    spread = [mp.mpf(0)] * len(truth)
    for _ in range(3):
        beside = [x * (1 + mp.mpf(EPSILON) * generator.choice((-1, 1))) for x in point]
        with mp.workdps(50):
            moved = [abs(a - b) for a, b in zip(_evaluated(formula, beside), truth, strict=True)]
        spread = [max(a, b) for a, b in zip(spread, moved, strict=True)]
    return truth, spread


def _check(got, truth, spread, where):
    largest = max(abs(each) for each in truth)
    for k, (value, exact, moves) in enumerate(zip(got, truth, spread, strict=True)):
        assert np.isfinite(value), (where, k)
        error = abs(mp.mpf(float(value)) - exact)
        allowed = max(PROMISED * abs(exact), ROUNDINGS * moves)
        if exact == 0 or abs(exact) < mp.mpf(10) ** -40 * largest:
            allowed = NOTHING * largest
        assert error <= allowed, (where, k, float(value), float(exact), float(error))


def _points(symbols, text):
    generator = random.Random(text)
    return [[round(generator.uniform(0.3, 2.2), 3) for _ in symbols] for _ in range(POINTS)]


def _cases(listed):
    return [(text, source, None) for text, source in listed]


def _sized(listed):
    return [(text, source, n) for text, source, sizes in listed for n in sizes]


FUNCTIONS = [*_cases(TWO), *_cases(THREE_TO_FIVE), *_sized(MANY)]
ALL_MAPS = [*_cases(MAPS), *_sized(MANY_MAPS)]


def _read(text, symbols, size):
    if size is None:
        names = [str(each) for each in symbols]
        return read(text, None if text.startswith("f(") else names)
    return read(text, sizes={"n": size})


@pytest.mark.parametrize(("text", "source", "size"), FUNCTIONS)
def test_gradient_and_hessian_agree_with_fifty_digits(text, source, size):
    symbols = _symbols(source, size)
    function = _read(text, symbols, size)
    d = len(symbols)
    assert len(function.variables) == d
    f = _expression(source, symbols, size)
    slopes = [sympy.diff(f, each) for each in symbols]
    pairs = list(combinations_with_replacement(range(d), 2))
    bends = [sympy.diff(slopes[i], symbols[j]) for i, j in pairs]
    formula = _at(symbols, [f, *slopes, *bends])
    generator = random.Random(1)
    for point in _points(symbols, text):
        given = dict(zip(function.variables, point, strict=True))
        result = function.at(given, {"n": size} if size else None)
        assert result.status == "ok", result.note
        truth, spread = _conditioned(formula, point, generator)
        upper = [result.hessian[i, j] for i, j in pairs]
        lower = [result.hessian[j, i] for i, j in pairs]
        _check([result.value], truth[:1], spread[:1], (text, point, "value"))
        _check(result.gradient, truth[1 : d + 1], spread[1 : d + 1], (text, point, "gradient"))
        for half in (upper, lower):
            _check(half, truth[d + 1 :], spread[d + 1 :], (text, point, "Hessian"))


@pytest.mark.parametrize(("text", "source", "size"), ALL_MAPS)
def test_the_jacobian_of_a_map_agrees_with_fifty_digits(text, source, size):
    if size is None:
        symbols = _symbols(" + ".join(f"({each})" for each in source), None)
        # what cancels in the sum is still a variable
        names = {str(a) for each in source for a in sympy.sympify(each).free_symbols}
        symbols = [sympy.Symbol(name, real=True) for name in sorted(names, key=LETTERS.index)]
        entries = [_expression(each, symbols, None) for each in source]
        function = read(text, [str(each) for each in symbols])
    else:
        symbols = _symbols(source, size)
        entries = _expression(source, symbols, size)
        function = read(text, sizes={"n": size})
    slopes = [sympy.diff(each, x) for each in entries for x in symbols]
    formula = _at(symbols, [*entries, *slopes])
    m, generator = len(entries), random.Random(2)
    for point in _points(symbols, text):
        given = dict(zip(function.variables, point, strict=True))
        result = function.at(given)
        assert result.status == "ok", result.note
        assert result.jacobian.shape == (m, len(symbols))
        truth, spread = _conditioned(formula, point, generator)
        _check(result.value, truth[:m], spread[:m], (text, point, "value"))
        _check(result.jacobian.ravel(), truth[m:], spread[m:], (text, point, "Jacobian"))


def test_there_are_a_hundred_functions_and_thirty_maps():
    assert len(FUNCTIONS) >= 100
    assert len(ALL_MAPS) >= 30
    assert {size for _, _, size in FUNCTIONS if size} >= {2, 3, 10}

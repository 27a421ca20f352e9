"""The exact value alone is the one that the whole verdict has."""

from __future__ import annotations

import pytest

from core.calculus.beside import exact_value, exact_verdict
from core.calculus.precise import mp
from core.readings import read_rows

TEXTS = [
    "sin(3x) + a", "(1 - cos x)/x^2", "|x|", "1/x", "ln x", "√x", "floor x", "{x < 0: -x, x^2}",
    "gamma(x)", "x^(1/3)", "sum(sin(k x)/k, k, 1, 70)", "atan2(x, a)", "a^x", "tan x",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("x", [0.0, -1.0, 0.3, 1e-9, 1e6])
def test_the_value_alone_is_that_of_the_verdict(text, x):
    program = read_rows([(1, text)])[1].program
    rest = [0.7] * (len(program.inputs) - 1)
    whole = exact_verdict(program, [x], [1.0], rest, 0)[1][0]
    alone = exact_value(program, [x], rest)
    assert (alone is None) == (whole is None)
    assert whole is None or alone == whole


def test_a_place_of_many_digits_keeps_them():
    program = read_rows([(1, "x^2")])[1].program
    with mp.workdps(50):
        place = mp.mpf(1) / 3
    with mp.workdps(50):
        assert abs(exact_value(program, [place], []) - place * place) < mp.mpf(10) ** -48

"""Rows that use rows: each is unfolded once for all it is applied to, and together within bounds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.calculus.numpy_rows import outputs
from core.calculus.scenes import MOST_TOGETHER
from core.readings import read_rows


def tower(body, count):
    rows = [body.format(k=k, before=f"f_{{{k - 1}}}") for k in range(2, count + 1)]
    return read_rows(list(enumerate(["f_1(x) = sin x", *rows], 1)))


def test_rows_that_each_double_the_one_before_grow_by_a_step_each():
    reads = tower("f_{{{k}}}(x) = {before}(x) + {before}(x)", 40)
    program = reads[40].program
    assert len(program.steps) == 41
    (value,) = outputs(program, np.array([0.5]), ())
    assert value == pytest.approx(2**39 * math.sin(0.5), rel=1e-15)


def test_the_parameters_of_a_row_that_is_used_twice_are_those_of_each_place():
    reads = read_rows([
        (1, "g(x) = k x"), (2, "h(x) = sum(g(x), k, 1, 3) + g(x) + g(2x)"),
        (3, "u(x) = {x < 0: g(x), g(x)^2}"), (4, "v(x) = g'(x) + g''(x) + g(x)"),
    ])  # fmt: skip
    k, x = 5.0, 0.75
    assert reads[2].program.inputs == ("x", "k")
    (value,) = outputs(reads[2].program, np.array([x]), (k,))
    assert value == pytest.approx(6 * x + 3 * k * x)
    assert outputs(reads[3].program, np.array([-x, x]), (k,)).tolist() == pytest.approx([-k * x, (k * x) ** 2])


def test_rows_that_are_put_into_themselves_are_refused_with_a_sentence():
    reads = tower("f_{{{k}}}(x) = {before}({before}(x))", 30)
    errors = [read.row.error for read in reads.values()]
    assert errors[:11] == [None] * 11
    assert {error.message for error in errors[14:]} == {
        "This formula unfolds into too many operations."
    }


def test_all_rows_together_are_bounded():
    text = "sum(sum(sin(j k x), j, 1, 50), k, 1, 50)"
    reads = read_rows([(key, text) for key in range(1, MOST_TOGETHER // 2_000)])
    errors = [read.row.error is None for read in reads.values()]
    assert errors[0]
    assert not errors[-1]


def test_a_long_chain_of_rows_put_into_themselves_is_refused_and_a_short_one_is_read():
    texts = ["f_1(x) = sin x"]
    texts += [f"f_{{{k}}}(x) = f_{{{k - 1}}}(f_{{{k - 1}}}(x))" for k in range(2, 26)]
    reads = read_rows(list(enumerate(texts, 1)))
    refused = [key for key, read in reads.items() if read.row.error is not None]
    assert refused == list(range(12, 26))
    for key in refused:
        assert reads[key].row.error.message == "This formula unfolds into too many operations."
    assert len(reads[11].program.steps) == 1 + 2**10

"""What is refused before any work, and how fast every answer comes."""

import sys
import time

import pytest

from core.language import InputError, latex, parse, text_of
from core.language.walk import height
from tests.machine import slowness

REFUSED = {
    "a megabyte": "+x" * 500_000,
    "a million brackets": "(" * 1_000_000,
    "201 brackets": "(" * 201 + "x" + ")" * 201,
    "signs": "-" * 9_000 + "x",
    "a tower": "2" + "^2" * 4_999,
    "quotients": "x" + "/2" * 4_000,
    "roots": "√" * 5_000 + "x",
    "bars": "|" * 9_999,
    "factorials": "x" + "!" * 9_000,
    "conditions": "not " * 2_400 + "x > 0",
    "sums in sums": "Σ(k=1..2) " * 600 + "x",
    "derivatives": "d/dx " * 1_900 + "x",
    "a power of powers": "9^9^9^9",
    "a factorial": "1000!",
    "a far factorial": "factorial(10^8)",
    "digits": "9" * 401,
    "a literal": "1e400",
    "a power": "10^400",
    "many terms": "sum(x k, k, 1, 100001)",
    "a broken bound": "sum(x k, k, 1, 2.5)",
    "a NUL": "x\0",
    "a lone surrogate": "x\ud800",
    "braces": r"\frac{x}{" * 900 + "x" + "}" * 900,
}
READ = {
    "a flat sum": "x" + "+x" * 4_999,
    "a flat product": "x^2" + "*x^2" * 1_900,
    "200 brackets": "(" * 200 + "x" + ")" * 200,
    "200 calls": "sin(" * 200 + "x" + ")" * 200,
    "200 sums": "(1+" * 200 + "x" + ")" * 200,
    "letters": "x" * 9_999,
    "words": "sinx" * 2_500,
    "400 digits over": "1" * 300,
    "many bars": "|x|" * 1_000,
    "a long name": "abcdefghij" * 900,
}


def deep(levels, do):
    return do() if levels == 0 else deep(levels - 1, do)


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_out_of_bounds_is_refused_at_once(text):
    began = time.thread_time()
    with pytest.raises(InputError):
        deep(100, lambda: parse(text))
    taken = time.thread_time() - began
    assert taken < 0.5 * slowness()


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_large_texts_are_read_spelled_and_typeset(text):
    began = time.thread_time()
    row = deep(100, lambda: parse(text))
    taken = time.thread_time() - began
    assert taken < 0.5 * slowness()
    assert height(row.body) <= 250
    assert deep(100, lambda: text_of(row.body))
    assert deep(100, lambda: latex(row))


def test_reading_leaves_the_recursion_limit_alone():
    before = sys.getrecursionlimit()
    parse("(" * 200 + "x" + ")" * 200)
    assert sys.getrecursionlimit() == before


def test_a_sum_with_a_parameter_as_bound_is_read():
    assert parse("sum(x^k, k, 1, n)").parameters == ("n",)


def test_a_subscript_of_thousands_of_digits_is_read():
    name = "x_" + "1" * 9_000
    assert parse(f"{name}^2 + x_2").variables == ("x_2", name)

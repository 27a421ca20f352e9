"""Tapes give the numbers of autograd itself, for every row of the function table."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core import read
from core.calculus.derivatives import derivatives, masked
from core.calculus.program import Cancelled
from core.calculus.replay import Replay, tape_of_orders
from core.calculus.torch_tape import Untraceable
from core.language.functions import functions

ROOT = Path(__file__).parents[3]
X = np.concatenate([np.linspace(-3, 3, 41), [0.5, 1e-300, 1e300, -1e-9, 1e5, np.inf, -np.inf]])
MORE = (
    "a x^3 + sin(b x)", "x^x", "x^(1/3)", "(x^2)^b", "{x < 0: -x, x^2}", "x^2 {x > 0}",
    "e^(-x^2) cos(8x)", "1/x", "x^5", "x^-3", "|x - 1|", "d/dx(x^3 sin x)", "b^x", "x^b",
    "sqrt(x^2)", "sin(b) x + cos a", "sum(x^k/k, k, 1, 5)", "{0 < x < 1 or x > 2: x, not x < -1: 3}",
    "7", "a", "x", "max(x, a, 2 - x)", "x^a/a", "log(x, b)",
)  # fmt: skip
ROWS = [row.example for row in functions()]


def rest_of(program):
    return [0.7 + 0.1 * place for place in range(len(program.inputs) - 1)]


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("order", [0, 2, 5])
@pytest.mark.parametrize("text", [*ROWS, *MORE])
def test_a_tape_plays_the_derivatives_of_autograd(text, order):
    program = read(text).program
    rest = rest_of(program)
    truth = derivatives(program, X, rest, order)
    played = tape_of_orders(program, order).run([X, *rest])
    found = masked(np.array([np.broadcast_to(row, X.shape) for row in played], float))
    np.testing.assert_array_equal(np.isnan(found), np.isnan(truth))
    finite = np.isfinite(truth)
    np.testing.assert_array_equal(found[~finite], truth[~finite])
    size = np.max(np.abs(np.where(finite, truth, 0.0)), axis=1, keepdims=True)
    allowed = 1e-13 * np.abs(truth) + 8e-16 * size
    assert (np.abs(found - truth)[finite] <= allowed[finite]).all()


def test_a_tape_is_not_written_where_the_numbers_choose_the_operations():
    with pytest.raises(Untraceable):
        tape_of_orders(read("sum(x^k, k, 1, n)").program, 2)


def test_writing_a_tape_can_be_stopped():
    with pytest.raises(Cancelled):
        tape_of_orders(read("sin(x)^2").program, 2, lambda: True)


def test_tracing_leaves_the_compiler_of_torch_alone():
    """In a process of its own: other tests may have loaded it."""
    code = (
        "import sys; from core.calculus.replay import tape_of_orders; from core.function import read;"
        "tape_of_orders(read('sin x').program, 2); print('torch._dynamo' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_slider_never_needs_another_tape():
    program = read("a x^3 + sin(b x)").program
    tape = tape_of_orders(program, 2)
    x = np.linspace(-2, 2, 9)
    for a, b in ((1.0, 1.0), (-3.0, 0.0), (0.0, 7.5)):
        np.testing.assert_allclose(
            tape.run([x, a, b]), derivatives(program, x, [a, b], 2), rtol=1e-13, atol=1e-15
        )


def test_replay_answers_by_autograd_first_and_by_tape_after_a_rest(monkeypatch):
    import core.calculus.replay as module

    calls = []

    def counted(*args):
        calls.append(args)
        return derivatives(*args)

    monkeypatch.setattr(module, "derivatives", counted)
    replay, program = Replay(), read("x sin(a)").program
    x = np.array([1.0, 2.0])
    before = replay.derivatives(program, x, [2.0], 2)
    replay.write(lambda: False)
    after = replay.derivatives(program, x, [2.0], 2)
    assert len(calls) == 1
    np.testing.assert_allclose(before, after, rtol=1e-15)
    np.testing.assert_allclose(after[:2], [np.sin(2) * x, np.sin([2, 2])], rtol=1e-14)


def test_replay_goes_on_with_autograd_where_no_tape_can_be_written():
    replay, program = Replay(), read("sum(x^k, k, 1, n)").program
    x = np.array([2.0])
    for _ in range(2):
        rows = replay.derivatives(program, x, [3.0], 1)
        np.testing.assert_allclose(rows[:, 0], [14.0, 17.0])
        replay.write(lambda: False)


@pytest.mark.parametrize("row", functions(), ids=lambda row: row.name)
def test_a_function_of_a_parameter_alone_is_a_number(row):
    inner = row.example.replace("exp", "EXP").replace("max", "MAX").replace("x", "a")
    inner = inner.replace("EXP", "exp").replace("MAX", "max")
    function = read(f"t * ({inner})", variables=["t"])
    value = read(row.example).at({"x": 0.4}).value
    found = function.at({"t": 3.0}, {"a": 0.4}, order=1)
    if value is not None:
        assert found.value == pytest.approx(3 * value, rel=1e-13)
        assert found.derivatives == (pytest.approx(value, rel=1e-13),)

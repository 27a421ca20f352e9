"""Machine code gives the numbers of autograd itself, for every row of the function table."""

import numpy as np
import pytest

from core import read
from core.calculus import machine_code, machine_kernels
from core.calculus.derivatives import derivatives
from core.calculus.fields import _tape
from core.calculus.machine_code import grid_code, line_code
from core.calculus.machine_llvm import available
from core.calculus.machine_steps import NoMachineCode
from core.calculus.replay import recorded_orders
from tests.core.calculus.test_fields import FORMULAS
from tests.core.calculus.test_replay import MORE, ROWS, rest_of

pytestmark = pytest.mark.skipif(not available(), reason="no llvmlite, or no AVX2 and FMA")

X = np.concatenate([
    np.linspace(-3, 3, 41), [0.5, 1e-300, 1e300, -1e-9, 1e5, np.inf, -np.inf, np.nan, 0.0, -0.0],
    [5e-324, -700.0, 709.0, 745.0, 2.0**27, 1e15, 30.0, -40.0, 22.0],
])  # fmt: skip
WITHOUT = (
    "bessel", "gamma", "factorial", "beta", "binomial", "zeta", "lambertw", "i0", "i1", "erfinv",
    "sinc",
)  # fmt: skip


def spread(truth):
    size = np.max(np.abs(np.where(np.isfinite(truth), truth, 0.0)), axis=-1, keepdims=True)
    return 1e-13 * np.abs(truth) + 8e-16 * size


def assert_same(found, truth):
    """nan and infinity at the same places, 1e-13 of the number and some ulp of the largest."""
    np.testing.assert_array_equal(np.isnan(found), np.isnan(truth))
    finite = np.isfinite(truth)
    np.testing.assert_array_equal(found[~finite], truth[~finite])
    assert (np.abs(found - truth)[finite] <= spread(truth)[finite]).all()


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("order", [0, 2, 4])
@pytest.mark.parametrize("text", [*ROWS, *MORE])
def test_machine_code_says_what_autograd_says(text, order):
    program = read(text).program
    rest = rest_of(program)
    try:
        code = line_code(recorded_orders(program, order))
    except NoMachineCode:
        assert any(word in text for word in WITHOUT)
        return
    assert_same(code.rows(X, rest), derivatives(program, X, rest, order))


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("text", FORMULAS)
def test_a_compiled_grid_says_what_its_tape_says(text):
    program = read(text, ["x", "y"]).program
    rest = rest_of(program)[1:]
    tape = _tape(program, 2)
    try:
        code = grid_code(tape)
    except NoMachineCode:
        assert any(word in text for word in WITHOUT)
        return
    for nx, ny in ((13, 9), (4, 4), (70, 300), (1, 1), (2, 7), (7, 2), (5, 1)):
        xs, ys = np.linspace(-1.9, 2.3, nx), np.linspace(-0.8, 3.1, ny)
        planes = np.full((6, ny, nx), -7.0)
        code.fill(planes, xs, ys, rest)
        truth = played(tape, xs, ys, rest)
        assert_same(planes.reshape(6, -1), truth.reshape(6, -1))


LONG = "sum(sin(k x) cos(x/k) + y x^2/k, k, 1, 12) + exp(x y)"


@pytest.mark.parametrize(("near", "short"), [(64, 200), (64, 0), (1 << 14, 0)])
@pytest.mark.parametrize("text", [LONG, "x^2 y + sin x", "y^3", "x y"])
def test_rows_go_in_strips_of_columns_and_points_in_twos(monkeypatch, text, near, short):
    monkeypatch.setattr(machine_code, "NEAR", near)
    monkeypatch.setattr(machine_kernels, "SHORT", short)
    tape = _tape(read(text, ["x", "y"]).program, 2)
    code = grid_code(tape)
    for nx, ny in ((8, 4), (9, 5), (12, 4), (13, 7), (71, 130), (4100, 9)):
        xs, ys = np.linspace(-1.9, 2.3, nx), np.linspace(-0.8, 3.1, ny)
        planes = np.full((6, ny, nx), -7.0)
        code.fill(planes, xs, ys, ())
        assert_same(planes.reshape(6, -1), played(tape, xs, ys, ()).reshape(6, -1))


def played(tape, xs, ys, rest):
    import torch

    inputs = [torch.tensor(xs)[None, :], torch.tensor(ys)[:, None]]
    inputs += [torch.tensor(each, dtype=torch.float64) for each in rest]
    planes = np.empty((6, len(ys), len(xs)))
    for plane, out in zip(planes, tape.run(inputs), strict=True):
        plane[:] = out
    planes[1:, ~np.isfinite(planes[0])] = np.nan
    return planes

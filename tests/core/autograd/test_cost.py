"""What derivatives cost: who wins where, what memory is held, how a formula is made to grow."""

import json

import numpy as np
import pytest
import torch
from torch.func import hessian, jacfwd, jacrev

from core.autograd.cost import SIZES, cost_of, peak_memory
from core.autograd.cost_words import (
    CHUNKS,
    HESSIANS,
    INPUTS,
    MAP,
    OUTPUTS,
    OWN,
    CostCurve,
    CostReport,
    crossing,
)
from core.autograd.grown import Growing
from core.autograd.words import Subject
from core.errors import InputError

CUBIC = Subject("x^3 + sin x", (), ("x",), (1.0,))
POLAR = Subject("F(x, y) = [x cos y, x sin y]", (), ("x", "y"), (1.0, 2.0))
BOWL = Subject("norm(x)^2, x in R^5", (), tuple(f"x_{k}" for k in range(1, 6)), (1.0,) * 5)
CHAIN = Subject("sum(x_i^2 x_{i+1}, i, 1, n-1)", ("n = 5",), BOWL.names, BOWL.at)
FREE = Subject("sum(x_i^2 x_{i+1}, i, 1, n-1)", (), tuple(f"x_{k}" for k in range(1, 11)),
               (1.0,) * 10)  # fmt: skip
EIGHT = 8
PATIENCE = 60.0  # seconds: on a machine that is busy too, all sizes are run


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """As in the child of the lab: threads that wait for one another would be counted as work."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def reports(one_thread):
    """Each topic measured once for a formula of one variable."""
    return {topic: cost_of(CUBIC, topic, PATIENCE) for topic in (INPUTS, OUTPUTS, MAP, HESSIANS)}


def slope(curve, low, high, memory=False):
    points = [
        (np.log(size), np.log(each))
        for size, each in zip(curve.sizes, curve.numbers(memory), strict=True)
        if low <= size <= high
    ]
    return np.polyfit(*zip(*points, strict=True), 1)[0]


def curve(sizes, seconds, name="a"):
    return CostCurve(name, name, "", "other", tuple(sizes), tuple(seconds), (None,) * len(sizes))


def test_one_backward_pass_gives_the_gradient_however_many_inputs_there_are(reports):
    report = reports[INPUTS]
    pull, columns = report.curve("pull"), report.curve("columns")
    assert pull.sizes == tuple(sorted(SIZES))
    assert slope(pull, 2, 1_000) < 0.25
    assert slope(columns, 8, 256) == pytest.approx(1, abs=0.25)
    assert columns.at(256) > 20 * pull.at(256)
    found = crossing(columns, pull)
    assert not found.first


def test_one_forward_pass_gives_the_speed_of_a_curve_however_many_outputs_there_are(reports):
    report = reports[OUTPUTS]
    push, rows = report.curve("push"), report.curve("rows")
    assert slope(push, 2, 1_000) < 0.25
    assert slope(rows, 8, 256) == pytest.approx(1, abs=0.25)
    assert rows.at(256) > 10 * push.at(256)
    assert crossing(push, rows).first


def test_of_a_map_reverse_wins_for_few_outputs_and_forward_for_many(reports):
    report = reports[MAP]
    assert report.n == 16
    columns, rows = report.curve("columns"), report.curve("rows")
    assert rows.at(2) < columns.at(2)
    found = crossing(columns, rows)
    assert found.first
    assert 4 < found.size < 512
    assert rows.at(512) > columns.at(512)


def test_a_product_with_the_hessian_costs_as_much_for_many_inputs_as_for_few(reports):
    report = reports[HESSIANS]
    assert slope(report.curve("hvp"), 2, 1_000) < 0.25
    assert slope(report.curve("hessian_rows"), 16, 256) == pytest.approx(1, abs=0.3)
    assert report.curve("hessian").memory[-1] > 100 * report.curve("hvp").memory[-1]


def test_all_tangents_at_once_need_memory_as_the_square_a_backward_pass_as_the_inputs(reports):
    report = reports[INPUTS]
    assert slope(report.curve("pull"), 64, 1_000, memory=True) == pytest.approx(1, abs=0.1)
    assert slope(report.curve("jacfwd"), 64, 1_000, memory=True) == pytest.approx(2, abs=0.1)


def test_larger_chunks_need_more_memory():
    report = cost_of(POLAR, CHUNKS, PATIENCE)
    (chunks,) = report.curves
    assert chunks.sizes == tuple(2**k for k in range(8))
    assert list(chunks.memory) == sorted(chunks.memory)
    assert chunks.seconds[0] > chunks.seconds[-1]


def test_what_is_typed_is_run_as_it_is():
    gradient = cost_of(CUBIC, OWN)
    assert (gradient.n, gradient.m) == (1, 1)
    assert {each.id for each in gradient.curves} >= {"pull", "push", "hvp", "hessian"}
    jacobian = cost_of(POLAR, OWN)
    assert (jacobian.n, jacobian.m) == (2, 2)
    assert {each.id for each in jacobian.curves} >= {"jacfwd", "jacrev", "rows", "columns"}
    assert all(each.sizes == (jacobian.n,) for each in jacobian.curves)


def test_when_the_time_is_over_what_was_measured_spans_few_sizes_and_is_told():
    report = cost_of(CUBIC, INPUTS, longest=0.0)
    assert all(each.sizes == () for each in report.curves)
    assert CostReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_memory_is_the_most_that_is_held_at_once():
    x = torch.ones(1_000, dtype=torch.float64)
    numbers = 32  # bytes of plain numbers that become tensors
    assert 0 <= peak_memory(lambda: x + 1) - 8_000 <= numbers
    assert 0 <= peak_memory(lambda: ((x + 1) * 2).sum()) - 16_000 <= numbers
    assert 0 <= peak_memory(lambda: [x + 1 for _ in range(5)]) - 40_000 <= numbers


def test_copies_of_a_formula_are_summed():
    grown = Growing(CUBIC).at(EIGHT)
    assert (grown.n, grown.m) == (EIGHT, 1)
    x = torch.linspace(0.1, 2.0, EIGHT, dtype=torch.float64)
    assert torch.allclose(jacrev(grown.f)(x), 3 * x**2 + torch.cos(x), atol=1e-14)
    assert torch.allclose(hessian(grown.f)(x), torch.diag(6 * x - torch.sin(x)), atol=1e-14)


def test_stacked_outputs_depend_on_all_inputs():
    grown = Growing(CUBIC).at(4, 3)
    matrix = jacfwd(grown.f)(grown.x)
    assert matrix.shape == (3, 4)
    assert torch.allclose(matrix, jacrev(grown.f)(grown.x))
    assert torch.allclose(matrix[0], 3 * grown.x**2 + torch.cos(grown.x))
    assert (matrix != 0).all()


def test_components_of_a_map_stay_together():
    grown = Growing(POLAR).at(4, 6)
    assert (grown.n, grown.m) == (4, 6)
    x = torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64)
    first = sum(x[k] * torch.cos(x[k + 1]) for k in (0, 2))
    assert torch.isclose(grown.f(x)[0], first)


@pytest.mark.parametrize("subject", [BOWL, CHAIN, FREE], ids=["R^5", "n = 5", "n"])
def test_a_formula_of_a_vector_gets_a_longer_one(subject):
    growing = Growing(subject)
    assert growing.vector
    grown = growing.at(12)
    assert (grown.n, grown.x.shape) == (12, (12,))
    x = torch.linspace(0.1, 2.0, 12, dtype=torch.float64)
    told = (x**2).sum() if subject is BOWL else (x[:-1] ** 2 * x[1:]).sum()
    assert torch.isclose(grown.f(x), told)
    assert jacfwd(growing.at(12, 5).f)(x).shape == (5, 12)


def test_a_vector_of_a_length_of_its_own_is_copied_whole():
    subject = Subject("x in R^3: norm(x - [1, 2, 3])", (), BOWL.names[:3], (2.0, 2.0, 4.0))
    growing = Growing(subject)
    assert not growing.vector
    assert growing.at(7).n == 9


def test_a_curve_of_one_input_has_as_many_outputs_as_are_wished():
    grown = Growing(POLAR).line(6)
    assert (grown.n, grown.m) == (1, 6)
    assert jacfwd(grown.f)(grown.x).shape == (6, 1)


def test_the_crossing_lies_between_the_sizes_where_the_cheaper_one_changes():
    flat = curve((1, 10, 100), (1.0, 1.0, 1.0))
    steep = curve((1, 10, 100), (0.1, 0.5, 2.0))
    found = crossing(flat, steep)
    assert 10 < found.size < 100
    assert found.first
    exact = crossing(curve((1, 100), (1.0, 1.0)), curve((1, 100), (0.1, 10.0)))
    assert exact.size == pytest.approx(10)
    assert exact.value == pytest.approx(1)
    never = crossing(curve((1, 10), (1.0, 1.0)), curve((1, 10), (2.0, 3.0)))
    assert (never.size, never.first) == (None, True)
    assert crossing(curve((1,), (1.0,)), curve((1,), (2.0,))) is None


def test_what_cannot_be_read_is_refused():
    with pytest.raises(InputError):
        cost_of(Subject("x +", (), ("x",), (1.0,)), INPUTS)

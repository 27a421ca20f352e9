"""What plain torch returns at a corner is told as torch itself says it."""

from __future__ import annotations

import math

import pytest
import torch

from core.calculus.points import readings_at
from core.frame import Status
from core.function import read

PLAIN = [
    ("relu(x)", torch.relu, 0.0),
    ("max(x, 0)", lambda x: torch.maximum(x, torch.zeros_like(x)), 0.0),
    ("clamp(x, 0, 1)", lambda x: torch.clamp(x, 0, 1), 0.0),
    ("|x|", torch.abs, 0.0),
    ("sqrt(x^2)", lambda x: torch.sqrt(x**2), 0.0),
    ("x^0.5", lambda x: x**0.5, 0.0),
    ("min(x, 2x)", lambda x: torch.minimum(x, 2 * x), 0.0),
]


@pytest.mark.parametrize(("text", "plain", "x"), PLAIN, ids=[row[0] for row in PLAIN])
def test_the_slope_that_torch_returns_stands_beside_the_reason(text, plain, x):
    variable = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(plain(variable), variable)
    reading = readings_at(read(text).program, x, (), 2)[1]
    assert reading.value is None
    assert reading.status is not Status.OK
    returned, expected = reading.autograd, float(slope)
    assert returned == expected or (math.isnan(returned) and math.isnan(expected))


def test_a_number_that_exists_has_no_convention_beside_it():
    assert [each.autograd for each in readings_at(read("|x|").program, 1.0, (), 2)] == [None] * 3

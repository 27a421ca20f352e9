"""f, f', f'' at 1000 points: ours, SymPy's formulas run by NumPy, torch.func.

"read" is what a newly typed formula costs before the first number: parsing, and for SymPy
differentiating and lambdifying.
"""

import math

import numpy as np
import pytest

from core.calculus.derivatives import derivatives
from core.function import read

from .conftest import seconds

POINTS = np.linspace(0.1, 4.0, 1000)
ROUNDS = 25
LEAST_SPEED = 1.0  # times torch.func, which differentiates in the same arithmetic

FORMULAS = [
    ("x^3 - 2x", "x**3 - 2*x"),
    ("a x^3 + sin(b x)", "a*x**3 + sin(b*x)"),
    ("exp(-x^2) cos 8x", "exp(-x**2)*cos(8*x)"),
    ("sin(sin(sin x))", "sin(sin(sin(x)))"),
    ("x^x", "x**x"),
    ("ln(1 + x^2)/x", "log(1 + x**2)/x"),
    ("sqrt(x^2 + 1)/(x + 3)", "sqrt(x**2 + 1)/(x + 3)"),
    ("tanh(a x) + sigmoid(b x)", "tanh(a*x) + 1/(1 + exp(-b*x))"),
    ("x^7 - 3x^5 + x^2 - 1", "x**7 - 3*x**5 + x**2 - 1"),
    ("e^(sin(x^2)) atan x", "exp(sin(x**2))*atan(x)"),
    ("sum(sin(k x)/k, k, 1, 12)", "+".join(f"sin({k}*x)/{k}" for k in range(1, 13))),
    ("(sin x + cos 2x)^3/(1 + x^4)", "(sin(x) + cos(2*x))**3/(1 + x**4)"),
]
SLIDERS = {"a": 1.5, "b": 2.0}


def ours(text):
    function = read(text)
    rest = [SLIDERS[name] for name in function.parameters]
    return lambda: derivatives(function.program, POINTS, rest, 2)


def lambdified(source):
    sympy = pytest.importorskip("sympy")
    x, a, b = sympy.symbols("x a b")
    f = sympy.sympify(source, locals={"x": x, "a": a, "b": b})
    rows = [sympy.lambdify((x, a, b), f.diff(x, n), "numpy", cse=True) for n in range(3)]
    return lambda: np.stack(
        [np.broadcast_to(row(POINTS, *SLIDERS.values()), POINTS.shape) for row in rows]
    )


def torch_func(source):
    import torch

    names = ("sin", "cos", "exp", "log", "sqrt", "tanh", "atan")
    words = {name: getattr(torch, name) for name in names} | SLIDERS
    f = eval(f"lambda x: {source}", words)
    slope = torch.func.grad(f)
    rows = [torch.func.vmap(each) for each in (f, slope, torch.func.grad(slope))]
    points = torch.tensor(POINTS)
    return lambda: np.stack([row(points).numpy() for row in rows])


def test_differentiating_at_a_thousand_points(race):
    names = ["ours", "SymPy+NumPy", "torch.func", "torch.func/ours", "read, ours", "read, SymPy"]
    table = [["f, f', f'' at 1000 points", *names]]
    speeds = []
    for text, source in FORMULAS:
        runs = {"ours": ours(text), "sympy": lambdified(source), "func": torch_func(source)}
        reading = [seconds(lambda text=text: ours(text)), seconds(lambda f=source: lambdified(f))]
        truth = runs["sympy"]()
        for run in runs.values():
            np.testing.assert_allclose(run(), truth, rtol=1e-9, atol=1e-9 * np.abs(truth).max())
        timed = {name: (lambda run=run: seconds(run)) for name, run in runs.items()}
        found = race.medians(ROUNDS, **timed)
        speeds.append(found["func"] / found["ours"])
        cells = [f"{1000 * found[name]:.2f} ms" for name in runs]
        cells += [f"{speeds[-1]:.1f}x", *(f"{1000 * each:.1f} ms" for each in reading)]
        table.append([text, *cells])
    race.tell("Differentiation", table)
    assert math.exp(np.mean(np.log(speeds))) >= LEAST_SPEED

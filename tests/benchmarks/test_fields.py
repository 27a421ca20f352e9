"""Value, gradient and Hessian on a grid: ours, JAX compiled, torch.func.

All three run on the same threads of the same processor, in float64. JAX is measured when it has
compiled, and its result is waited for; what reading and recording, or compiling, cost is told.
"""

import math

import numpy as np
import pytest

from core.calculus.fields import _tape, field
from core.function import read

from .conftest import seconds

SIDE = 256
XS, YS = np.linspace(-2.0, 2.5, SIDE), np.linspace(-1.5, 2.0, SIDE)
ROUNDS = 15
MOST_OF_JAX = 1.5
LEAST_OVER_TORCH_FUNC = 3.0

FORMULAS = [
    ("x^2 - y^2", "x**2 - y**2"),
    ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "(x**2 + y - 11)**2 + (x + y**2 - 7)**2"),
    ("(1 - x)^2 + 100(y - x^2)^2", "(1 - x)**2 + 100*(y - x**2)**2"),
    ("exp(-x^2 - y^2)", "exp(-x**2 - y**2)"),
    ("sin x cos y", "sin(x)*cos(y)"),
    ("exp(-(x^2 + y^2)) cos(3x y)", "exp(-(x**2 + y**2))*cos(3*x*y)"),
    ("x y^2/(x^2 + y^2 + 1)", "x*y**2/(x**2 + y**2 + 1)"),
    ("ln(1 + x^2 + y^4)", "log(1 + x**2 + y**4)"),
    ("sqrt(x^2 + y^2 + 1) sin(x + 2y)", "sqrt(x**2 + y**2 + 1)*sin(x + 2*y)"),
    ("tanh(x y) + sigmoid(x - y)", "tanh(x*y) + 1/(1 + exp(y - x))"),
    ("x^4 - 3x^2 y + y^3 - x y", "x**4 - 3*x**2*y + y**3 - x*y"),
    ("20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)",
     "20 + x**2 + y**2 - 10*cos(2*pi*x) - 10*cos(2*pi*y)"),
]  # fmt: skip
WORDS = ("exp", "sin", "cos", "log", "sqrt", "tanh")


def ours(text):
    program = read(text, ["x", "y"]).program

    def run():
        found = field(program, XS, YS, ())
        return found.value, found.gradient, found.hessian

    return run


def of_jax(source):
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    words = {name: getattr(jax.numpy, name) for name in WORDS} | {"pi": math.pi}
    f = eval(f"lambda p: (lambda x, y: {source})(p[0], p[1])", words)

    def all_three(point):
        return f(point), jax.grad(f)(point), jax.hessian(f)(point)

    compiled = jax.jit(jax.vmap(jax.vmap(all_three)))
    mesh = jax.numpy.asarray(np.stack(np.meshgrid(XS, YS), axis=-1))
    return lambda: jax.block_until_ready(compiled(mesh))


def of_torch_func(source):
    import torch

    words = {name: getattr(torch, name) for name in WORDS} | {"pi": math.pi}
    f = eval(f"lambda p: (lambda x, y: {source})(p[0], p[1])", words)

    def all_three(point):
        return f(point), torch.func.grad(f)(point), torch.func.hessian(f)(point)

    run = torch.func.vmap(torch.func.vmap(all_three))
    mesh = torch.tensor(np.stack(np.meshgrid(XS, YS), axis=-1))
    return lambda: run(mesh)


@pytest.mark.filterwarnings("ignore:`torch.jit.script`")  # torch.func itself uses it
def test_the_full_hessian_field_of_twelve_formulas(race):
    pytest.importorskip("jax")
    table = [[f"f, gradient, Hessian at {SIDE} x {SIDE}", "ours", "JAX", "torch.func", "ours/JAX",
              "torch.func/ours", "record", "JAX compiles"]]  # fmt: skip
    of_jaxes, of_funcs = [], []
    for text, source in FORMULAS:
        runs = {"ours": ours(text), "jax": of_jax(source), "func": of_torch_func(source)}
        field(read("x + y").program, XS, YS, ())
        _tape.cache_clear()
        first = {name: seconds(run) for name, run in runs.items()}
        for got, peer in zip(runs["ours"](), runs["jax"](), strict=True):
            peer = np.asarray(peer)
            np.testing.assert_allclose(got, peer, rtol=1e-9, atol=1e-9 * np.abs(peer).max())
        timed = {name: (lambda run=run: seconds(run)) for name, run in runs.items()}
        found = race.medians(ROUNDS, **timed)
        of_jaxes.append(found["ours"] / found["jax"])
        of_funcs.append(found["func"] / found["ours"])
        cells = [f"{1000 * found[name]:.2f} ms" for name in runs]
        cells += [f"{of_jaxes[-1]:.2f}", f"{of_funcs[-1]:.0f}x"]
        table.append([text, *cells, *(f"{1000 * first[name]:.0f} ms" for name in ("ours", "jax"))])
    means = [math.exp(np.mean(np.log(each))) for each in (of_jaxes, of_funcs)]
    table.append(["geometric mean", "", "", "", f"{means[0]:.2f}", f"{means[1]:.0f}x", "", ""])
    race.tell("Fields of two variables", table)
    assert means[0] <= MOST_OF_JAX
    assert means[1] >= LEAST_OVER_TORCH_FUNC

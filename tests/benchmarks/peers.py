"""The peers of machine code: each makes, from SymPy's text of a formula, a callable of no arguments.

Of two variables it gives f, f_x, f_y, f_xx, f_xy, f_yy on the grid of xs and ys as six arrays
(ny, nx); of one, f, f', f'' at xs with y fixed. All in float64, on all processors. What
does not serve a formula raises; what is not installed skips.
"""

import ctypes
import math
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest

WORDS = ("exp", "sin", "cos", "log", "sqrt", "tanh")
Y = 0.7  # where the other variable stands in one dimension


def of_jax(source, xs, ys):
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    f = _function(source, jax.numpy)
    if ys is None:
        one = lambda x: f(x, Y)  # noqa: E731
        slope = jax.grad(one)
        each = lambda x: (one(x), slope(x), jax.grad(slope)(x))  # noqa: E731
        compiled, given = jax.jit(jax.vmap(each)), jax.numpy.asarray(xs)
        return lambda: jax.block_until_ready(compiled(given))

    def six(p):
        at = lambda p: f(p[0], p[1])  # noqa: E731
        slope, bend = jax.grad(at)(p), jax.hessian(at)(p)
        return at(p), slope[0], slope[1], bend[0, 0], bend[0, 1], bend[1, 1]

    compiled = jax.jit(jax.vmap(jax.vmap(six)))
    mesh = jax.numpy.asarray(np.stack(np.meshgrid(xs, ys), axis=-1))
    return lambda: jax.block_until_ready(compiled(mesh))


def of_torch_func(source, xs, ys):
    import torch

    f = _function(source, torch)
    if ys is None:
        one = lambda x: f(x, Y)  # noqa: E731
        slope = torch.func.grad(one)
        each = lambda x: (one(x), slope(x), torch.func.grad(slope)(x))  # noqa: E731
        run, given = torch.func.vmap(each), torch.tensor(xs)
        return lambda: run(given)

    def six(p):
        at = lambda p: f(p[0], p[1])  # noqa: E731
        slope, bend = torch.func.grad(at)(p), torch.func.hessian(at)(p)
        return at(p), slope[0], slope[1], bend[0, 0], bend[0, 1], bend[1, 1]

    run = torch.func.vmap(torch.func.vmap(six))
    mesh = torch.tensor(np.stack(np.meshgrid(xs, ys), axis=-1))
    return lambda: run(mesh)


def of_lambdify(source, xs, ys):
    """SymPy's derivatives as NumPy's operations, common parts computed once."""
    import sympy

    x, y, results = derivatives(source, ys is None)
    f = sympy.lambdify((x, y), results, "numpy", cse=True)
    a, b = (xs, Y) if ys is None else np.meshgrid(xs, ys)
    return lambda: [np.broadcast_to(each, a.shape) for each in f(a, b)]


def of_casadi(source, xs, ys):
    casadi = pytest.importorskip("casadi")
    x, y = casadi.SX.sym("x"), casadi.SX.sym("y")
    value = _function(source, casadi)(x, y)
    if ys is None:
        slope = casadi.jacobian(value, x)
        results, columns = [value, slope, casadi.jacobian(slope, x)], (xs, np.full_like(xs, Y))
    else:
        bend, slope = casadi.hessian(value, casadi.vertcat(x, y))
        results = [value, slope[0], slope[1], bend[0, 0], bend[0, 1], bend[1, 1]]
        columns = [each.ravel() for each in np.meshgrid(xs, ys)]
    results = [casadi.densify(each) for each in casadi.cse(results)]
    run = casadi.Function("f", [x, y], results).map(len(columns[0]))
    given = [casadi.DM(each).T for each in columns]
    shape = xs.shape if ys is None else (len(ys), len(xs))
    return lambda: [each.full().reshape(shape) for each in run(*given)]


def of_numba(source, xs, ys):
    """One fused loop, parallel, that writes one array for each result."""
    numba = pytest.importorskip("numba")
    lines, names = _lines(source, ys is None, "pycode")
    count = len(names)
    body = [f"        o{k}[j, i] = {name}" for k, name in enumerate(names)]
    made = "\n".join([
        f"def f(xs, ys, {', '.join(f'o{k}' for k in range(count))}):",
        "  for j in prange(len(ys)):", "    y = ys[j]",
        "    for i in range(len(xs)):", "        x = xs[i]",
        *(f"        {each}" for each in lines), *body,
    ])  # fmt: skip
    words = {"prange": numba.prange if ys is not None else range, "math": math}
    exec(made, words)
    # without the two flags that let a compiler take nan and infinity for impossible
    loose = {"nsz", "arcp", "contract", "afn", "reassoc"}
    run = numba.njit(words["f"], parallel=ys is not None, error_model="numpy", fastmath=loose)
    rows = np.array([Y]) if ys is None else ys

    def call():
        outs = [np.empty((len(rows), len(xs))) for _ in range(count)]
        run(xs, rows, *outs)
        return [each[0] for each in outs] if ys is None else outs

    return call


def of_gcc(source, xs, ys):
    """The limit: C that is allowed to forget nan and infinity, into arrays that are there."""
    lines, names = _lines(source, ys is None, "ccode")
    count = len(names)
    outs = "".join(f", double *restrict o{k}" for k in range(count))
    body = "".join(f"o{k}[at] = {name};" for k, name in enumerate(names))
    made = (
        "#include <math.h>\n"
        f"void f(long nx, long ny, const double *xs, const double *ys{outs}) {{\n"
        + ("" if ys is None else "#pragma omp parallel for schedule(static)\n")
        + "for (long j = 0; j < ny; j++) { double y = ys[j]; for (long i = 0; i < nx; i++) {\n"
        "double x = xs[i]; long at = j * nx + i;\n"
        + "\n".join(f"double {each};" for each in lines)
        + f"{body} }} }} }}"
    )
    run = _built(made).f
    rows = np.array([Y]) if ys is None else ys
    planes = np.zeros((count, len(rows), len(xs)))
    given = [each.ctypes.data_as(ctypes.c_void_p) for each in (xs, rows, *planes)]
    sizes = ctypes.c_long(len(xs)), ctypes.c_long(len(rows))

    def call():
        run(*sizes, *given)
        return [each[0] for each in planes] if ys is None else list(planes)

    return call


PEERS = {"JAX": of_jax, "numba": of_numba, "lambdify": of_lambdify, "torch.func": of_torch_func,
         "CasADi": of_casadi}  # fmt: skip


@cache
def _built(text):
    folder = Path(tempfile.mkdtemp())
    (folder / "f.c").write_text(text)
    flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC"]
    command = ["gcc", *flags, "f.c", "-o", "f.so", "-lm"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except OSError:
        pytest.skip("there is no gcc")
    return ctypes.CDLL(str(folder / "f.so"))


def _function(source, module):
    words = {name: getattr(module, name) for name in WORDS} | {"pi": math.pi}
    return eval(f"lambda x, y: {source}", words)


@cache
def derivatives(source, one):
    import sympy

    x, y = sympy.symbols("x y", real=True)
    f = sympy.sympify(source, locals={"x": x, "y": y})
    ways = [(), (x,), (x, x)] if one else [(), (x,), (y,), (x, x), (x, y), (y, y)]
    return x, y, [f.diff(*way) if way else f for way in ways]


def _lines(source, one, printer):
    """Assignments of common parts, and the names or texts of the results."""
    import sympy

    say = getattr(sympy, printer)
    if printer == "pycode":
        say = lambda each: sympy.pycode(each, fully_qualified_modules=True)  # noqa: E731
    _, _, results = derivatives(source, one)
    parts, ends = sympy.cse(results, symbols=sympy.numbered_symbols("t"))
    return [f"{name} = {say(each)}" for name, each in parts], [say(each) for each in ends]

"""Programs of two of many variables, against SymPy."""

import numpy as np
import pytest
import sympy

from core.calculus.fields import field
from core.calculus.numpy_rows import RepeatTooLong
from core.calculus.numpy_rows import values as run_numpy
from core.calculus.restricted import restricted
from core.function import read
from tests.core.several import MANY

PLACE = [0.5, 1.25, -0.75, 2.0, 0.3, 1.1, -0.4, 0.9, 1.7, 0.6]
DERIVED = [
    ("laplacian sum(x_i^4 x_{i+1}^2, i, 1, n-1)",
     "sum(sum(X[i]**4*X[i+1]**2 for i in range(n-1)).diff(x, 2) for x in X)"),
    ("norm(grad sum(x_i^2 x_{i+1}, i, 1, n-1))^2",
     "sum(sum(X[i]**2*X[i+1] for i in range(n-1)).diff(x)**2 for x in X)"),
    ("max(x) + min(x) prod(x), x in R^n", "Max(*X) + Min(*X)*prod(X)"),
]  # fmt: skip


def truth(source, n):
    X = sympy.symbols(f"x1:{n + 1}")
    names = {"X": X, "n": n, "S": sympy.S, "prod": sympy.prod}
    names |= {each: getattr(sympy, each) for each in (
        "exp", "sqrt", "cos", "sin", "log", "tanh", "pi", "Max", "Min")}  # fmt: skip
    return X, eval(source, names)


def function(text, n):
    return read(text, sizes={"n": n}).program


CASES = [(text, source, sizes[-1]) for text, source, sizes in MANY]
CASES += [(text, source, 5) for text, source in DERIVED]


@pytest.mark.parametrize(("text", "source", "n"), CASES, ids=[each[0] for each in CASES])
def test_the_plane_of_two_components_is_that_of_sympy(text, source, n):
    X, f = truth(source, n)
    program, names = function(text, n), [f"x_{k}" for k in range(1, n + 1)]
    free = (n - 1, 0)
    plane = restricted(program, names, PLACE[:n], (), [names[k] for k in free])
    assert plane.inputs == tuple(names[k] for k in free)
    assert not plane.lengths
    there = {x: sympy.Rational(str(at)) for x, at in zip(X, PLACE[:n], strict=True)}
    a, b = X[free[0]], X[free[1]]
    fixed = f.subs({x: at for x, at in there.items() if x not in (a, b)})
    xs, ys = np.array([0.7, 1.3]), np.array([0.45, 1.9])
    found = field(plane, xs, ys, ())
    for column, x in enumerate(xs):
        for row, y in enumerate(ys):
            here = {a: sympy.Rational(str(x)), b: sympy.Rational(str(y))}
            value = float(fixed.subs(here).evalf(30))
            bend = float(fixed.diff(a, b).subs(here).evalf(30))
            assert found.value[row, column] == pytest.approx(value, rel=1e-11, abs=1e-12)
            assert found.hessian[row, column, 0, 1] == pytest.approx(bend, rel=1e-9, abs=1e-10)


def test_the_program_of_a_plane_does_not_grow_with_the_variables():
    counts = []
    for n in (50, 1000):
        text = "sum(100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, i, 1, n-1)"
        names = [f"x_{k}" for k in range(1, n + 1)]
        plane = restricted(function(text, n), names, [1.0] * n, (), ("x_7", "x_8"))
        counts.append(len(plane.steps))
    assert counts[0] == counts[1] < 60


def test_the_others_stand_where_the_point_is_and_sliders_at_their_values():
    program = function("a x_1 x_2 + sum(x_i^2, i, 3, n), x in R^5", 5)
    names = [f"x_{k}" for k in range(1, 6)]
    line = restricted(program, names, [1.0, 2.0, 3.0, 4.0, 5.0], (10.0,), ("x_1",))
    value = run_numpy(line, [np.array([0.0, 1.0])])[line.output]
    assert value.tolist() == [50.0, 70.0]


def test_a_function_that_does_not_move_is_a_number():
    program = function("x_1 + 0x_5", 5)
    line = restricted(program, [f"x_{k}" for k in range(1, 6)], [2.0] * 5, (), ("x_3",))
    assert float(run_numpy(line, [np.zeros(1)])[line.output]) == 2


def test_where_too_many_terms_move_it_says_so():
    program = function("sum(sum(x_i x_j/(i + j), i, 1, n), j, 1, n)", 800)
    names = [f"x_{k}" for k in range(1, 801)]
    with pytest.raises(RepeatTooLong, match="too many terms depend on x_1 and x_2"):
        restricted(program, names, [1.0] * 800, (), ("x_1", "x_2"))

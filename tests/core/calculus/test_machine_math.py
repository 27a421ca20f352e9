"""Functions of machine code against 50 digits: two units of the last place."""

import numpy as np
import pytest
from mpmath import mp

from core import read
from core.calculus.machine_code import line_code
from core.calculus.machine_llvm import available
from core.calculus.machine_math import COS, EXP, LOG, SIN, vector_function, within
from core.calculus.replay import recorded_orders

needs_code = pytest.mark.skipif(not available(), reason="no llvmlite, or no AVX2 and FMA")

RANDOM = np.random.default_rng(7)
SMALL = np.concatenate([RANDOM.uniform(-1, 1, 150), 10.0 ** RANDOM.uniform(-300, 0, 50)])
MIDDLE = np.concatenate([SMALL, RANDOM.uniform(-40, 40, 200)])
ANGLES = np.concatenate([
    MIDDLE, np.arange(1, 60) * np.pi / 2, RANDOM.uniform(-1e8, 1e8, 60), [1e9, 2.0**70, 1e300],
])  # fmt: skip
POSITIVE = np.concatenate([
    10.0 ** RANDOM.uniform(-307, 308, 200), 1 + RANDOM.uniform(-1e-3, 1e-3, 100),
    np.exp2(np.arange(-20, 20)), [5e-324, 1e-310],
])  # fmt: skip
FUNCTIONS = {
    "exp": (mp.exp, np.concatenate([MIDDLE, RANDOM.uniform(-745, 709.7, 200)]), 2),
    "expm1": (mp.expm1, MIDDLE, 3), "ln": (mp.log, POSITIVE, 2),
    "log2": (lambda x: mp.log(x, 2), POSITIVE, 3),
    "log1p": (mp.log1p, np.concatenate([SMALL, POSITIVE]), 3),
    "sin": (mp.sin, ANGLES, 2), "cos": (mp.cos, ANGLES, 2), "tan": (mp.tan, ANGLES, 4),
    "tanh": (mp.tanh, MIDDLE, 4), "cosh": (mp.cosh, MIDDLE, 3), "sinh": (mp.sinh, MIDDLE, 4),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), MIDDLE, 4), "sqrt": (mp.sqrt, POSITIVE, 0.5001),
    "cbrt": (mp.cbrt, POSITIVE, 2), "softplus": (lambda x: mp.log1p(mp.exp(x)), MIDDLE, 4),
}  # fmt: skip


@needs_code
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_right_to_the_last_places(name):
    truth, x, ulps = FUNCTIONS[name]
    code = line_code(recorded_orders(read(f"{name}(x)").program, 0))
    found = code.rows(x, [])[0]
    with mp.workdps(400 if name in ("sin", "cos", "tan") else 50):
        for at, value in zip(x, found, strict=True):
            exact = truth(mp.mpf(float(at)))
            ulp = np.spacing(max(abs(float(exact)), 2.0**-1022))
            assert abs(mp.mpf(float(value)) - exact) <= ulps * float(ulp), (at, value, exact)


@needs_code
def test_what_is_known_exactly_is_exact():
    texts = {"log2(8x)": 3.0, "exp(0x)": 1.0, "cos(0x)": 1.0, "log10(1000x)": 3.0, "cbrt(27x)": 3.0,
             "x^2.5": 1.0, "ln x": 0.0, "49x/49": 1.0, "sqrt(49x)": 7.0, "x^-1.5": 1.0}  # fmt: skip
    for text, exact in texts.items():
        code = line_code(recorded_orders(read(text).program, 0))
        np.testing.assert_array_equal(code.rows(np.ones(5), [])[0], exact, text)


@needs_code
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("exp x", [1, np.inf, 0, np.nan]), ("ln x", [-np.inf, np.inf, np.nan, np.nan]),
        ("sin x", [0, np.nan, np.nan, np.nan]), ("tanh x", [0, 1, -1, np.nan]),
        ("cosh x", [1, np.inf, np.inf, np.nan]), ("1/x", [np.inf, 0, -0.0, np.nan]),
        ("hypot(x, 1)", [1, np.inf, np.inf, np.nan]), ("x^1.5", [0, np.inf, np.inf, np.nan]),
        ("max(x, 1)", [1, np.inf, 1, np.nan]), ("sigmoid x", [0.5, 1, 0, np.nan]),
        ("sign x", [0, 1, -1, np.nan]), ("floor x", [0, np.inf, -np.inf, np.nan]),
        ("log1p x", [0, np.inf, np.nan, np.nan]), ("expm1 x", [0, np.inf, -1, np.nan]),
    ],
)  # fmt: skip
def test_infinity_and_nan_are_those_of_ieee(text, values):
    code = line_code(recorded_orders(read(text).program, 0))
    found = code.rows(np.array([0.0, np.inf, -np.inf, np.nan]), [])[0]
    np.testing.assert_array_equal(found, values)


@needs_code
def test_lengths_neither_overflow_nor_vanish():
    code = line_code(recorded_orders(read("hypot(3x, 4x)").program, 0))
    x = np.array([1e-300, 1e-200, 1.0, 1e200, 3e307])
    np.testing.assert_allclose(code.rows(x, [])[0], 5 * x, rtol=4e-16)


def test_the_polynomials_are_those_of_the_functions():
    """At the ends of their intervals, where they are worst: 60 bits."""
    with mp.workdps(40):
        for r in (mp.log(2) / 2, -mp.log(2) / 2, mp.mpf("0.2")):
            value = 1 + r + r**2 * mp.polyval([mp.mpf(each) for each in reversed(EXP)], r)
            assert abs(value / mp.exp(r) - 1) < mp.mpf(2) ** -55
        for r in (mp.pi / 4, mp.mpf("0.4")):
            z = r * r
            sine = r + r * z * mp.polyval([mp.mpf(each) for each in reversed(SIN)], z)
            cosine = 1 - z / 2 + z * z * mp.polyval([mp.mpf(each) for each in reversed(COS)], z)
            assert abs(sine / mp.sin(r) - 1) < mp.mpf(2) ** -55
            assert abs(cosine / mp.cos(r) - 1) < mp.mpf(2) ** -55
        for f in (mp.sqrt(2) - 1, 1 / mp.sqrt(2) - 1):
            s = f / (2 + f)
            z = s * s
            value = 2 * s + s * z * mp.polyval([mp.mpf(each) for each in reversed(LOG)], z)
            assert abs(value / mp.log(1 + f) - 1) < mp.mpf(2) ** -55


def test_the_library_of_c_is_asked_by_name():
    assert within("erf")
    assert not within("no_such_function_of_c")
    assert vector_function("no_such_function_of_c", 1) is None

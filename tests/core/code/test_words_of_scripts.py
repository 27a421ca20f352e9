import ast

import mpmath
import pytest

from core.autograd.words import Subject
from core.code.reading_back import Refused, read_back
from core.code.words import LANGUAGES, Script
from core.code.writing import script_of

WINDOW = (-2.0, 3.0)


def script(text, language="torch", at=(1.0,), names=("x",), others=(), **rest):
    return script_of(Subject(text, others, names, at, rest), language, WINDOW)


def test_the_function_is_the_typed_one_with_its_names_and_sliders():
    text = script("f(x) = a x^3 + sin(b x)", a=2.0, b=0.5).text
    assert "def f(x, a=2.0, b=0.5):" in text
    assert "return a * x**3 + torch.sin(b * x)" in text


def test_the_first_tutorial_has_its_digits():
    with mpmath.workdps(30):
        slope = float(3 + mpmath.cos(1))
        bend = float(6 - mpmath.sin(1))
    text = script("f(x) = x^3 + sin x").text
    assert repr(slope) in text
    assert repr(bend) in text


def test_the_rows_that_are_called_come_with_their_sliders():
    text = script("f(x) = 2g(x^2) + c", others=("g(t) = k t^2", "c = 3"), k=1.5).text
    assert "def g(t, k=1.5):" in text
    assert "return 2 * g(x**2, k=k) + c" in text
    assert "\nc = 3\n" in text


def test_a_branch_not_taken_leaves_no_nan():
    text = script("f(x) = {x > 0: sqrt(x), 0}", at=(-1.0,)).text
    assert "choose(x > 0, lambda x: torch.sqrt(x), lambda x: 0, x)" in text
    assert "assert torch.allclose(slope, torch.tensor(0.0)" in text


def test_polynomial_branches_stay_a_plain_where():
    assert "torch.where(x < 0, -x, x**2)" in script("{x < 0: -x, x^2}").text


def test_what_is_not_differentiable_says_so_and_asserts_what_torch_returns():
    text = script("f(x) = relu(x)", at=(0.0,)).text
    assert "# There is no such number here: f′ does not exist: corner" in text
    assert "PyTorch gives this:\nassert torch.allclose(slope, torch.tensor(0.0)" in text


def test_lost_digits_are_said():
    text = script("f(x) = (1 - cos x)/x^2", at=(1e-4,)).text
    assert "# The screen shows -0.08333333316666666" in text


def test_what_the_library_has_not_is_one_sentence():
    found = script("besselj0(x)")
    assert found.text == ""
    assert found.note == "PyTorch has no Bessel function J that can be differentiated twice."
    assert script("besselj0(x)", "numpy").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["lambda", "torch", "np", "sp", "jnp", "math", "value", "print",
                                  "Jet", "slope", "None", "sum_1", "ä", "变"])  # fmt: skip
def test_no_name_clashes_with_python_or_a_library(language, name):
    found = script(f"f({name}) = {name}^3", language, (2.0,), (name,))
    assert "12.0" in found.text, found.note
    ast.parse(found.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", [
    'x^2 # """ + boom', 'f(x) = x^2 \\"""', "x^2\r\n", "x + {x > 0: 1, 2}", "x^2\u2028",
])  # fmt: skip
def test_nothing_typed_breaks_out_of_comment_or_docstring(language, typed):
    try:
        text = script(typed, language).text
    except ValueError:
        return  # it cannot be read as a formula, so no script is written
    tree = ast.parse(text)
    names = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
    assert "boom" not in names


def test_large_powers_are_not_left_to_whole_numbers_of_python():
    assert "9**" not in script("x + 9^99").text


def test_a_script_survives_json():
    found = Script("torch", "text", "note", ran=True)
    assert Script.from_json(found.to_json()) == found


def follow(text, *results):
    import math

    return read_back(text, results, {"math": math}, frozenset({"math.sqrt"}))


def test_lines_are_read_back_without_python():
    text = "def f(x, a=2):\n    return sum(a * x**k for k in range(1, 4))\ny = f(math.sqrt(4))"
    assert follow(text, "y") == [28.0]


@pytest.mark.parametrize("text", [
    "y = math.factorial(3)", "y = (1).__class__", "y = open('x')", "y = getattr(1, 'real_')",
    "import os\ny = os.getcwd()", "y = [].append", "while True:\n    y = 1",
    "def f(x):\n    return f(x)\ny = f(1)", "y = sum(0 for a in range(10**9))",
])  # fmt: skip
def test_nothing_else_is_followed(text):
    with pytest.raises(Refused):
        follow(text, "y")

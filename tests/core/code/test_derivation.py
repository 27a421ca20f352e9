import mpmath
import pytest

from core.autograd.words import Subject
from core.code.derivation import table_of
from core.errors import InputError

SUBJECTS = {
    "curve": Subject("f(x) = a x^3 + sin x", (), ("x",), (1.0,), {"a": 2.0}),
    "corner": Subject("|x|", (), ("x",), (0.0,)),
    "several": Subject("f(x, theta) = x^2 theta/(1 + x)", (), ("x", "theta"), (2.0, 3.0)),
    "map": Subject("[x cos y, x sin y]", (), ("x", "y"), (1.0, 2.0)),
    "tiny": Subject("exp(-x^2)", (), ("x",), (6.0,)),
}


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    """On a busy machine SymPy may need longer than a window waits for a shorter form."""
    monkeypatch.setattr("core.explore.symbolic_child.PATIENCE", 30.0)


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_row_of_the_markdown_has_four_cells(name):
    lines = table_of(SUBJECTS[name], "markdown").text.splitlines()
    assert lines[1] == "|---|---|---|---|"
    rows = {"curve": 3, "corner": 3, "several": 6, "map": 6, "tiny": 3}[name]
    assert len(lines) == 2 + rows
    assert {line.count("|") for line in lines} == {5}


def test_the_values_are_those_of_the_derivatives():
    text = table_of(SUBJECTS["curve"], "markdown").text
    with mpmath.workdps(30):
        assert mpmath.nstr(6 + mpmath.cos(1), 15) in text
        assert mpmath.nstr(12 - mpmath.sin(1), 15) in text
    assert "3 a x^{2} + \\cos x" in text
    assert "| 15 |" in text


def test_where_there_is_no_derivative_the_table_says_so():
    lines = table_of(SUBJECTS["corner"], "markdown").text.splitlines()
    assert lines[2].endswith("| $0$ | 15 |")
    assert "does not exist" in lines[3]


def test_many_variables_are_no_table():
    many = Subject("sum(x_i^2, i, 1, 9)", (), tuple(f"x_{k}" for k in range(1, 10)), (1.0,) * 9)
    with pytest.raises(InputError, match="up to 6 variables"):
        table_of(many, "latex")

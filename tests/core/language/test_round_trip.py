"""Only InputError escapes, and reading what is spelled gives the tree back."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from core.language import InputError, latex, parse, text_of
from tests.machine import slowness

ATOMS = st.sampled_from([
    "x", "y", "2", "0.5", "1e-3", "a", "theta_2", "mu_drift", "pi", "e", "½", "30°", "5!", "x²",
    "x_{1a}", "|x|", "f(x)", "f'(2)", "c", "rate", "50%", "2½", "√x",
])


def grown(inner):
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda p: f"{p[0]} + {p[1]}"), two.map(lambda p: f"{p[0]} - {p[1]}"),
        two.map(lambda p: f"({p[0]}) ({p[1]})"), two.map(lambda p: f"({p[0]})*{p[1]}"),
        two.map(lambda p: f"({p[0]})/({p[1]})"), two.map(lambda p: f"({p[0]})^({p[1]})"),
        two.map(lambda p: f"{p[0]}/{p[1]}"), two.map(lambda p: f"{{{p[0]} < 0: {p[1]}, x}}"),
        two.map(lambda p: f"max({p[0]}, {p[1]})"), two.map(lambda p: f"({p[0]}) {{x > {p[1]}}}"),
        two.map(lambda p: f"if(x>0 and {p[0]} <= {p[1]} or not x = 1, {p[1]}, {p[0]})"),
        inner.map(lambda t: f"-{t}"), inner.map(lambda t: f"sin({t})^2"),
        inner.map(lambda t: f"cos {t}"), inner.map(lambda t: f"sin^2 {t}"),
        inner.map(lambda t: f"|{t}|"), inner.map(lambda t: f"d/dx ({t})"),
        inner.map(lambda t: f"sum(x^k {t}, k, 1, 5)"), inner.map(lambda t: f"√({t})"),
        inner.map(lambda t: f"Σ(k=1..n) {t}"), inner.map(lambda t: f"({t})!"),
        inner.map(lambda t: f"f''({t})"), inner.map(lambda t: f"norm([{t}, 1])"),
        inner.map(lambda t: f"log_2({t})"), inner.map(lambda t: f"2^-({t})"),
    )


FORMULAS = st.recursive(ATOMS, grown, max_leaves=12)
SCOPE = {"f": parse("f(x) = x^2"), "c": parse("c = 2")}
PIECES = st.lists(st.sampled_from([
    "x", "sin", "cos ", "+", "-", "*", "/", "^", "(", ")", "[", "]", "{", "}", "|", ",", "1",
    "2.5", "²", "½", " ", "=", "<", ">=", "!", "'", "°", "%", "d/dx", "∂/∂x", "Σ(k=1..3)", "sum(",
    "if(", "{x<0:", "\\frac", "\\left", "\\right", "_", "_1", "e", "π", "√", "#", "\n", ";",
    "log_2", "and", "not", "f", "..", ":=", ":", "piecewise((", "grad ", "\\begin{cases}",
    "\\end{cases}", "&", "\\\\", "⌊", "diff(", "$", "x_{i}", "ab", "∇", "ⁿ", "₁", "変",
    "\u200b", "\\mathrm", "\\sum_", "^\\circ",
]), max_size=30).map("".join)


def attempt(text):
    try:
        return parse(text, scope=SCOPE), None
    except InputError as error:
        return None, error


@given(FORMULAS)
@settings(max_examples=400, deadline=None)
def test_reading_what_is_spelled_gives_the_tree_back(text):
    row, error = attempt(text)
    if error is not None:
        return
    again = parse(text_of(row.body), variables=row.variables, scope=SCOPE)
    assert again.body == row.body
    assert latex(row)


@given(st.one_of(PIECES, st.text(max_size=40)))
@settings(max_examples=1500, deadline=None)
def test_only_input_errors_escape_and_they_point_into_the_text(text):
    began = time.thread_time()
    row, error = attempt(text)
    taken = time.thread_time() - began
    assert taken < 0.5 or taken < 0.5 * slowness()
    if error is not None:
        assert 0 <= error.start <= error.end <= len(text)
        assert error.message.endswith(".")
        assert "invalid" not in error.message
    else:
        assert text_of(row.body)
        assert latex(row)

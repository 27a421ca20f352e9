"""Vectors, matrices, components: how they are read, spelled back and shown."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calculus.derivatives import inputs_of
from core.calculus.torch_rows import outcome
from core.function import read as read_function
from core.language import InputError, latex, parse, text_of
from core.language.together import parse_together

SCOPE = {}
for row in ["n = 20", "A = [[2, 1], [1, 3]]", "c = [1, 2, 3]", "f(x, y) = x^2 y",
            "F(x, y) = [x cos y, x sin y]"]:  # fmt: skip
    read = parse(row, scope=SCOPE)
    SCOPE[read.name] = read

ROSENBROCK = "f(x) = sum(100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, i, 1, n-1)"


def of(text, **words):
    row = parse(text, scope=SCOPE, **words)
    return row.variables, row.lengths, row.shape


@pytest.mark.parametrize(
    ("text", "variables", "lengths", "shape"),
    [
        (ROSENBROCK, ("x",), (20,), ()),
        ("norm(x)^2, x in R^5", ("x",), (5,), ()),
        ("x in R^5: norm(x)^2", ("x",), (5,), ()),
        ("x in R^5, norm(x)^2", ("x",), (5,), ()),
        ("norm(x)^2 for x in R^5", ("x",), (5,), ()),
        ("norm(x)^2\nx in R^5", ("x",), (5,), ()),
        ("norm(x)^2, x ∈ ℝ⁵", ("x",), (5,), ()),
        ("norm(x)^2, x in R^n", ("x",), (20,), ()),
        ("f(x in R^4, y) = y norm(x)", ("x", "y"), (4, 0), ()),
        ("dot(x, y), x in R^3, y in R^3", ("x", "y"), (3, 3), ()),
        ("x'A x", ("x",), (2,), ()),
        ("x^T A x", ("x",), (2,), ()),
        ("xᵀA x", ("x",), (2,), ()),
        ("A x", ("x",), (2,), (2,)),
        ("A'x", ("x",), (2,), (2,)),
        ("dot(c, x)", ("x",), (3,), ()),
        ("sum(x[i] x[i+1], i, 1, 4)", ("x",), (5,), ()),
        ("Σ_{i=1}^{4} x_i^2", ("x",), (4,), ()),
        (r"\sum_{i=1}^{n-1} (x_{i+1} - x_i)^2", ("x",), (20,), ()),
        ("sum(x_{2i}, i, 1, 3)", ("x",), (6,), ()),
        ("sum(sum(A_{ij} x_i x_j, i, 1, 2), j, 1, 2)", ("x",), (2,), ()),
        ("sum(sum(A_{i,j} x_i x_j, i, 1, 2), j, 1, 2)", ("x",), (2,), ()),
        ("x_3 + x[1], x in R^4", ("x",), (4,), ()),
        ("x_n, x in R^n", ("x",), (20,), ()),
        ("softmax(x), x in R^4", ("x",), (4,), (4,)),
        ("[x, y]", ("x", "y"), (), (2,)),
        ("(x, y)", ("x", "y"), (), (2,)),
        ("x; x y", ("x", "y"), (), (2,)),
        ("x^2\nx y", ("x", "y"), (), (2,)),
        ("2 (x, y)", ("x", "y"), (), (2,)),
        ("grad f", ("x", "y"), (), (2,)),
        ("∇f", ("x", "y"), (), (2,)),
        ("jacobian F", ("x", "y"), (), (2, 2)),
        ("hessian f", ("x", "y"), (), (2, 2)),
        ("laplacian f", ("x", "y"), (), ()),
        ("div F", ("x", "y"), (), ()),
        ("curl F", ("x", "y"), (), ()),
        ("F_2 + 1", ("x", "y"), (), ()),
        ("P = (a, b)", (), (), (2,)),
        ("x[2]", ("x",), (), ()),
        ("x_1^2 + x_2", ("x_1", "x_2"), (), ()),
        ("x^T", ("x",), (), ()),
    ],
)
def test_what_is_a_vector_follows_from_the_text(text, variables, lengths, shape):
    assert of(text) == (variables, lengths, shape)


def test_a_dimension_without_a_row_is_a_whole_parameter():
    row = parse("sum(x_i^2, i, 1, m)")
    assert row.parameters == ("m",)
    assert row.wholes == (("m", 10),)
    assert row.lengths == (10,)
    assert parse("sum(x_i^2, i, 1, m)", sizes={"m": 3}).lengths == (3,)
    assert parse("sum(x_i x_{i+1}, i, 1, m-1)", sizes={"x": 7}).wholes == (("m", 7),)
    assert parse("norm(x)^2", sizes={"x": 3}).lengths == (3,)


def test_indexed_parameters_are_sliders():
    row = parse("sum(a_k x^k, k, 0, 3)")
    assert row.variables == ("x",)
    assert row.lengths == ()
    assert row.parameters == ("a_0", "a_1", "a_2", "a_3")


def test_rows_give_one_another_dimensions_and_matrices_in_any_order():
    typed = {1: "f(x) = sum(x_i^2, i, 1, n)", 2: "n = 7", 3: "g = x'B x", 4: "B = [[1, 2], [3, 4]]"}
    found = parse_together(typed)
    assert found[1].lengths == (7,)
    assert found[3].lengths == (2,)
    assert parse_together({1: "sum(x_i, i, 1, m)"}, {"m": 4})[1].lengths == (4,)


@pytest.mark.parametrize(
    "text",
    [ROSENBROCK, "x'A x", "(A x)'x", "[[x, y], [1, 2]] (x, y)", "jacobian F", "div F", "x[3], x in R^4",
     "sum(sum(A_{ij} x_i x_j, i, 1, 2), j, 1, 2)", "grad f", "softmax(x)/2, x in R^3", "F_1^2"],
)  # fmt: skip
def test_what_is_spelled_reads_back(text):
    row = parse(text, scope=SCOPE)
    sizes = {name: length for name, length in zip(row.variables, row.lengths, strict=False) if length}
    again = parse(text_of(row.body), scope=SCOPE, variables=row.variables, sizes=sizes)
    assert again.body == row.body


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sum(x_{i+1}^2, i, 1, 4)", r"\sum_{i=1}^{4} x_{i + 1}^{2}"),
        ("x'A x", r"x^{\top}\,A\,x"),
        ("A = [[2, 1], [1, 3]]", r"A = \begin{pmatrix} 2 & 1 \\ 1 & 3 \end{pmatrix}"),
        ("norm(x)^2, x in R^5", r"\left\|x\right\|^{2}"),
        ("sum(sum(A_{ij}, i, 1, 2), j, 1, 2)",
         r"\sum_{j=1}^{2} \left(\sum_{i=1}^{2} A_{i,j}\right)"),
        ("[x y, x]", r"\begin{pmatrix} x\,y \\ x \end{pmatrix}"),
    ],
)  # fmt: skip
def test_the_echo_shows_subscripts_transposes_and_matrices(text, shown):
    scope = {} if text.startswith("A =") else SCOPE
    assert latex(parse(text, scope=scope)) == shown


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("sum(x_i, i, 1, 11), x in R^10", 4, 7), ("A c", 2, 3), ("x' + 2", 0, 1), ("hessian F", 0, 9)],
)
def test_what_does_not_go_together_is_refused_at_its_place(text, start, end):
    with pytest.raises(InputError) as caught:
        parse(text, scope=SCOPE)
    assert (caught.value.start, caught.value.end) == (start, end)


PIECES = st.lists(st.sampled_from([
    "x", "y", "x_i", "x_{i+1}", "x[i]", "x[2]", "x_3", "x'", "A", "c", "f", "F", "f(x,y)", "F(x,y)",
    "F_1", "A_{ij}", "A_{1,2}", "c_i", "n", "i", "norm(", "dot(", "sum(", "prod(", ", i, 1, n)",
    ", i, 1, 3)", ", j, 1, 2)", "(", ")", "[", "]", ",", "+", "-", " ", "*", "/", "^2", "^T",
    "grad ", "hessian ", "jacobian ", "div ", "curl ", "laplacian ", "∂/∂x_2 ", "d/dx ",
    ", x in R^3", ", x in R^n", "x in R^2: ", " for x in R^4", "softmax(", "logsumexp(", "max(",
    "mean(", "|", "sin ", "if(x<1,", "2", "1", "\n", ";", "Σ_{i=1}^{3} ", "a_i", "a", "'", "_{",
    "}", "x_0", "x_9",
]), max_size=9).map("".join)  # fmt: skip


def _closed(text):
    """The text with its open brackets closed, so that more of it is read."""
    waiting = []
    for letter in text:
        if letter in "([":
            waiting.append(")" if letter == "(" else "]")
        elif letter in ")]" and waiting:
            waiting.pop()
    return text + "".join(reversed(waiting))


def _attempt(text):
    try:
        return read_function(text, scope=SCOPE), None
    except InputError as error:
        return None, error


@given(PIECES.map(_closed))
@settings(max_examples=200, deadline=None)
def test_only_input_errors_escape_and_what_is_read_is_spelled_compiled_and_run(text):
    function, error = _attempt(text)
    if error is not None:
        assert 0 <= error.start <= error.end <= len(text)
        assert error.message.endswith(".")
        return
    row, program = function.definition, function.program
    assert latex(row)
    lengths = dict(zip(row.variables, row.lengths, strict=False))
    sizes = {name: length for name, length in lengths.items() if length} | dict(row.wholes)
    again = parse(text_of(row.body), scope=SCOPE, variables=row.variables, sizes=sizes)
    assert again.body == row.body
    columns = torch.full((len(function.variables), 2), 0.7, dtype=torch.float64)
    rest = [1.0] * (len(program.inputs) - len(row.variables))
    found = outcome(program, inputs_of(program, columns, rest))
    assert isinstance(found, float) or found.shape[-1:] in ((), (2,), (program.rows,))

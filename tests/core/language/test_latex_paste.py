"""Pasted LaTeX reads as the same mathematics."""

import pytest

from core.language import latex, parse, text_of


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        (r"\frac{a}{b}", "a/b"), (r"\frac12x", "1/2*x"),
        (r"\dfrac{1}{x} + \tfrac 3 4", "1/x + 3/4"),
        (r"\sqrt[3]{x} + \sqrt{x+1}", "root(3, x) + sqrt(x + 1)"), (r"2 \cdot x \times y", "2*x*y"),
        (r"\left( x+1 \right) \left| x \right|", "(x + 1)*abs(x)"),
        (r"\sin^2 x \cos x", "sin(x)^2*cos(x)"),
        (r"\sum_{k=1}^{5} \frac{x^k}{k}", "sum(k=1..5) x^k/k"),
        (r"\prod_{k=1}^n (x+k)", "prod(k=1..n) (x + k)"),
        (r"\operatorname{sech}(x) + \mathrm{e}^{x}", "sech(x) + e^x"),
        (r"$\alpha x^2 + \beta_1 x$", "alpha*x^2 + beta_1*x"), (r"2\pi x", "2*pi*x"),
        (r"\frac{d}{dx} x^2", "diff(x^2, x)"), (r"\log_2 x", "log(x, 2)"),
        (r"\frac{\partial^2}{\partial x \partial y} (x y)", "diff(diff(x*y, y), x)"),
        (r"\begin{cases} -x & x < 0 \\ x^2, & \text{otherwise} \end{cases}", "{x < 0: -x, x^2}"),
        (r"\begin{pmatrix} x \\ x^2 \end{pmatrix}", "[x, x^2]"), (r"30^\circ", "30*pi/180"),
        (r"e^{-\frac{x^2}{2\sigma^2}}", "e^(-x^2/(2*sigma^2))"), (r"\lfloor x \rfloor", "floor(x)"),
        (r"\theta_{\max} x", "theta_max*x"), (r"\binom{5}{2} x", "binomial(5, 2)*x"),
    ],
)
def test_pasted_latex_reads_as_typed(pasted, read):
    assert text_of(parse(pasted).body) == read


@pytest.mark.parametrize(
    "typed",
    ["a x^3 + sin(b x)", "x/2(x+1)", "sin^2 x cos x", "{x<0: -x, x^2}", "sum(x^k/k, k, 1, 5)",
     "d/dx (x^2)", "[x, x^2]", "sqrt(x+1)/2", "theta_2 x + mu_drift", "floor(x) + |x|"],
)
def test_the_echo_can_be_pasted_back(typed):
    row = parse(typed)
    assert parse(latex(row)).body == row.body
